//! What is known of a run beforehand: where it ends, and how large a learning rate may be.

use super::{Dataset, Gradient};

/// The least-squares facts of y = w·x on some points, for one way to compute the gradient.
///
/// The loss is a parabola in w with curvature H = 2/N · Σxᵢ² and least value at
/// w* = Σxᵢyᵢ / Σxᵢ². Each step multiplies the distance to w* by 1 − lr·s, where s is the slope
/// of the gradient in w: H, or N·H for the gradient with the sum. Without zero_grad the step
/// follows the sum of all gradients so far; w then circles w* below lr = 4/H.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theory {
    /// H, the second derivative of the loss.
    pub curvature: f64,
    /// The parameter of least loss, w*.
    pub optimum: f64,
    /// The least loss, L(w*).
    pub least_loss: f64,
    /// The learning rate above which the run diverges.
    pub critical_lr: f64,
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
        let critical_lr = match gradient {
            Gradient::ManualSum => 2.0 / (n * curvature),
            Gradient::Autograd if !zero_grad => 4.0 / curvature,
            _ => 2.0 / curvature,
        };
        let known = [curvature, optimum, least_loss, critical_lr].iter().all(|v| v.is_finite());
        (known && curvature > 0.0).then_some(Theory { curvature, optimum, least_loss, critical_lr })
    }
}
