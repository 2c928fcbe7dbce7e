//! What is known of a run beforehand: where it ends, and what a learning rate does.

use super::{Dataset, Gradient};

/// The least-squares facts of y = w·x on some points, for one way to compute the gradient.
///
/// The loss is a parabola in w with curvature H = 2/N · Σxᵢ² and least value at
/// w* = Σxᵢyᵢ / Σxᵢ². The gradient is slope·(w − w*), where the slope is H, or N·H for the
/// gradient with the sum: each step multiplies the distance to w* by 1 − lr·slope. Without
/// zero_grad the step follows the sum of all gradients so far, and w swings about w* like a
/// pendulum: for ever below lr = 4/H, ever wider from there on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theory {
    /// H, the second derivative of the loss.
    pub curvature: f64,
    /// The parameter of least loss, w*.
    pub optimum: f64,
    /// The least loss, L(w*).
    pub least_loss: f64,
    /// The slope of the gradient in w: H, or N·H.
    pub slope: f64,
    /// The largest rate at which w comes to w* from one side, 1/slope; `None` where no rate does.
    pub straight_lr: Option<f64>,
    /// The rate above which the run diverges.
    pub critical_lr: f64,
}

/// What a learning rate does to a run that is long enough, with these points and this gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// w comes to w* from one side.
    Straight,
    /// w crosses w* with each step, but comes nearer.
    Overshoots,
    /// w neither arrives nor runs away.
    Circles,
    /// Each step lands farther from w* than the last, or each swing is wider.
    RunsAway,
}

impl Verdict {
    /// The verdict's name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Straight => "straight",
            Verdict::Overshoots => "overshoots",
            Verdict::Circles => "circles",
            Verdict::RunsAway => "runs-away",
        }
    }
}

impl Theory {
    /// The facts for these points; `None` where every x is 0 (w changes nothing) or where they
    /// are beyond the range of a double.
    pub fn new(data: &Dataset, gradient: Gradient, zero_grad: bool) -> Option<Theory> {
        let n = data.len() as f64;
        let points = || data.xs().iter().zip(data.ys());
        let squares: f64 = data.xs().iter().map(|x| x * x).sum();
        let optimum = points().map(|(x, y)| x * y).sum::<f64>() / squares;
        let least_loss = points().map(|(x, y)| (optimum * x - y).powi(2)).sum::<f64>() / n;
        let curvature = 2.0 * squares / n;
        let slope = if gradient == Gradient::ManualSum { n * curvature } else { curvature };
        let (straight_lr, critical_lr) = match gradient {
            Gradient::Autograd if !zero_grad => (None, 4.0 / slope),
            _ => (Some(1.0 / slope), 2.0 / slope),
        };
        let known = [curvature, optimum, least_loss, critical_lr].iter().all(|v| v.is_finite());
        let facts = Theory { curvature, optimum, least_loss, slope, straight_lr, critical_lr };
        (known && curvature > 0.0).then_some(facts)
    }

    /// What a rate does. Each band ends with the rate that bounds it.
    pub fn verdict(&self, lr: f64) -> Verdict {
        match self.straight_lr {
            Some(straight) if lr <= straight => Verdict::Straight,
            Some(_) if lr < self.critical_lr => Verdict::Overshoots,
            Some(_) if lr == self.critical_lr => Verdict::Circles,
            None if lr < self.critical_lr => Verdict::Circles,
            _ => Verdict::RunsAway,
        }
    }

    /// How many times as far from w* each step lands as the last, |1 − lr·slope|; `None` without
    /// zero_grad, where it is not always the same.
    pub fn factor(&self, lr: f64) -> Option<f64> {
        self.straight_lr.map(|straight| (1.0 - lr / straight).abs())
    }
}
