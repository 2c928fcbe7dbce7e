//! `torch.optim.Adadelta`: each slope over the root of the average of its squares, times that of the steps before.
//!
//! Zeiler: *ADADELTA: An Adaptive Learning Rate Method* (2012).

use crate::autograd::Float;

use super::tensor::{Ledger, slope};
use super::{Adadelta, Step};

impl Adadelta {
    /// s ← ρ·s + (1 − ρ)·g², δ = √(a + ε)/√(s + ε)·g, a ← ρ·a + (1 − ρ)·δ²; w ← w − lr·δ.
    pub(super) fn update<F: Float, L: Ledger<F>>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 2], &mut L) -> (F, [F; 2]) {
        let slope = slope(self.maximize, self.weight_decay);
        let (kept, taken) = (F::from_f64(self.rho), F::from_f64(1.0 - self.rho));
        let (rate, eps) = (F::from_f64(-step.lr), F::from_f64(self.eps));
        move |w, g, [square, steps], ledger| {
            let g = slope(w, g, ledger);
            let left = ledger.mul(&["left_sq", "square_avg.mul_(rho)"], square, kept);
            let grown = &["square_avg", ".addcmul_(grad, grad, value=1 - rho)"];
            let square = ledger.addcmul(grown, left, g, g, taken);
            let root = ledger.plus(&["shifted_sq", "square_avg.add(eps)"], square, eps);
            let root = ledger.sqrt(&["root", "std = ….sqrt_()"], root);
            let before = ledger.plus(&["shifted_delta", "acc_delta.add(eps)"], steps, eps);
            let before = ledger.sqrt(&["root_delta", "….sqrt_()"], before);
            let own = ledger.div(&["own_rate", ".div_(std)"], before, root);
            let delta = ledger.mul(&["delta", ".mul_(grad)"], own, g);
            let left = ledger.mul(&["left_delta", "acc_delta.mul_(rho)"], steps, kept);
            let grown = &["acc_delta", ".addcmul_(delta, delta, value=1 - rho)"];
            let steps = ledger.addcmul(grown, left, delta, delta, taken);
            (
                ledger.walk(&["step", "param.add_(delta, alpha=-lr)"], w, delta, rate),
                [square, steps],
            )
        }
    }
}
