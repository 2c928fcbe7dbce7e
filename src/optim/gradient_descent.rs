//! Gradient descent as one writes it by hand: the line `w -= lr * w.grad` of the lesson's notebooks.
//!
//! It rounds twice, the product and the difference. `torch.optim.SGD` rounds once, since there the
//! two are fused: in about every fifth step the last digit is another.

use crate::autograd::Float;

use super::{GradientDescent, Step};

impl GradientDescent {
    /// w ← w − lr·g
    pub(super) fn update<F: Float>(&self, step: Step) -> impl Fn(F, F, [F; 0]) -> (F, [F; 0]) {
        let lr = F::from_f64(step.lr);
        move |w, g, []| (w - lr * g, [])
    }
}
