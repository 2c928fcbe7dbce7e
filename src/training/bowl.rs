//! What is known of a run beforehand: where it ends, and what a learning rate does.
//!
//! The bowl is of the model and the data alone; its bands are of the way down, too.

use std::ops::RangeInclusive;

use super::{Dataset, Gradient};
use crate::model::Model;

/// The least-squares facts of y = w·x on some points: the loss is a parabola in w.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bowl {
    /// H = 2/N · Σxᵢ², the second derivative of the loss.
    pub curvature: f64,
    /// w* = Σxᵢyᵢ / Σxᵢ², the parameter of least loss.
    pub optimum: f64,
    /// L(w*), the least loss.
    pub least_loss: f64,
}

/// The bands of the learning rate in a bowl, for one way to go down.
///
/// The gradient is c·(w − w*), where the curvature c is H, or N·H for the gradient with the sum: each
/// step multiplies the distance to w* by 1 − lr·c. Without zero_grad the step follows the
/// sum of all gradients so far, and w swings about w* like a pendulum: for ever below lr = 4/H,
/// ever wider from there on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bands {
    /// The derivative in w of the gradient that is followed: H, or N·H.
    pub curvature: f64,
    /// The largest rate at which w comes to w* from one side, 1/c; `None` where no rate does.
    pub straight_lr: Option<f64>,
    /// The rate above which the run diverges.
    pub critical_lr: f64,
}

/// Why something is not known of a run beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// Every x is 0: w changes nothing.
    Flat,
    /// Nothing is known of this model.
    Model,
    /// Nothing is known of this loss.
    Loss,
    /// The numbers are beyond what a double holds.
    Range,
}

/// What a learning rate does to a run that is long enough.
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
    /// The slope is 0 where the run starts: at no rate it moves.
    Still,
    /// That is not known.
    Unknown(Unknown),
}

impl Verdict {
    /// The verdict's name in the message files: that of the band, or why none is known.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Straight => "straight",
            Verdict::Overshoots => "overshoots",
            Verdict::Circles => "circles",
            Verdict::RunsAway => "runs-away",
            Verdict::Still => "still",
            Verdict::Unknown(Unknown::Flat) => "flat",
            Verdict::Unknown(Unknown::Model) => "unknown-model",
            Verdict::Unknown(Unknown::Loss) => "unknown-loss",
            Verdict::Unknown(Unknown::Range) => "out-of-range",
        }
    }
}

impl Bowl {
    /// The bowl of this model on these points.
    ///
    /// # Errors
    /// If the model is another than y = w·x, if every x is 0, or if a number is beyond the range of a
    /// double.
    pub fn of(model: &Model, data: &Dataset) -> Result<Bowl, Unknown> {
        if !model.is_proportional() {
            return Err(Unknown::Model);
        }
        if data.xs().iter().all(|&x| x == 0.0) {
            return Err(Unknown::Flat);
        }
        let n = data.len() as f64;
        // Adding to −0 changes nothing, not even the sign of a zero.
        let (mut squares, mut products, mut losses) = (-0.0, -0.0, -0.0);
        for (k, x) in data.xs().iter().enumerate() {
            squares += x * x;
            products += x * data.ys()[k];
        }
        let optimum = products / squares;
        for (k, x) in data.xs().iter().enumerate() {
            losses += (optimum * x - data.ys()[k]).powi(2);
        }
        let least_loss = losses / n;
        let curvature = 2.0 * squares / n;
        let known = curvature.is_finite() && optimum.is_finite() && least_loss.is_finite();
        // The square of a tiny x is 0.
        let known = known && curvature > 0.0;
        if known { Ok(Bowl { curvature, optimum, least_loss }) } else { Err(Unknown::Range) }
    }
}

impl Bands {
    /// The bands in this bowl of so many points.
    ///
    /// # Errors
    /// If a rate is beyond the range of a double.
    pub fn new(
        bowl: &Bowl,
        points: usize,
        gradient: Gradient,
        zero_grad: bool,
    ) -> Result<Bands, Unknown> {
        let times = if gradient == Gradient::ManualSum { points as f64 } else { 1.0 };
        let curvature = times * bowl.curvature;
        let (straight_lr, critical_lr) = match gradient {
            Gradient::Autograd if !zero_grad => (None, 4.0 / curvature),
            _ => (Some(1.0 / curvature), 2.0 / curvature),
        };
        let known = curvature.is_finite() && critical_lr.is_finite();
        if known { Ok(Bands { curvature, straight_lr, critical_lr }) } else { Err(Unknown::Range) }
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

    /// How many times as far from w* each step lands as the last, |1 − lr·c|; `None` without
    /// zero_grad, where it is not always the same.
    pub fn factor(&self, lr: f64) -> Option<f64> {
        self.straight_lr.map(|straight| (1.0 - lr / straight).abs())
    }

    /// A rate within `bounds` that does not run away: three quarters of the critical one, or the
    /// bound nearest to that; `None` where each one within the bounds runs away.
    pub fn advice(&self, bounds: RangeInclusive<f64>) -> Option<f64> {
        let advice = (0.75 * self.critical_lr).max(*bounds.start()).min(*bounds.end());
        (advice < self.critical_lr).then_some(advice)
    }
}
