//! `torch.optim.Adagrad`: each slope over the root of the sum of all its squares, which only grows.
//!
//! Duchi, Hazan, Singer: *Adaptive Subgradient Methods for Online Learning and Stochastic Optimization* (2011).

use crate::autograd::Float;

use super::tensor::{Ledger, slope};
use super::{Adagrad, Step};

impl Adagrad {
    /// s ← s + g²; w ← w − lr/(1 + (t − 1)·lr_decay)·g / (√s + ε).
    pub(super) fn update<F: Float, L: Ledger<F>>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 1], &mut L) -> (F, [F; 1]) {
        let slope = slope(self.maximize, self.weight_decay);
        let rate = -(step.lr / (1.0 + (step.t - 1) as f64 * self.lr_decay));
        let (rate, eps) = (F::from_f64(rate), F::from_f64(self.eps));
        let initial = F::from_f64(self.initial_accumulator_value);
        move |w, g, [sum], ledger| {
            let g = slope(w, g, ledger);
            let sum = if step.t == 1 { initial } else { sum };
            let sum = ledger.addcmul(&["sum", "state_sum.addcmul_(grad, grad)"], sum, g, g, F::ONE);
            let root = ledger.sqrt(&["root", "state_sum.sqrt()"], sum);
            let root = ledger.plus(&["denom", ".add_(eps)"], root, eps);
            let code =
                &["step", "param.addcdiv_(grad, std, value=-lr / (1 + (step - 1) * lr_decay))"];
            (ledger.walk_over(code, w, g, root, rate), [sum])
        }
    }
}
