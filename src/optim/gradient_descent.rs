//! Gradient descent as one writes it by hand: the line `w -= lr * w.grad` of the lesson's notebooks.
//!
//! It rounds twice, the product and the difference. `torch.optim.SGD` rounds once, since there the
//! two are fused: in about every fifth step the last digit is another.

use crate::autograd::Float;

use super::tensor::Ledger;
use super::{GradientDescent, Step};

impl GradientDescent {
    /// w ← w − lr·g
    pub(super) fn update<F: Float, L: Ledger<F>>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 0], &mut L) -> (F, [F; 0]) {
        let lr = F::from_f64(step.lr);
        move |w, g, [], ledger| {
            let g = ledger.given(&["grad", "grad = w.grad"], g);
            let step = ledger.mul(&["step", "w -= lr * grad"], lr, g);
            let next = w - step;
            ledger.line(&["param", ""], "{0} − {1}", &[w, step], next);
            (next, [])
        }
    }
}
