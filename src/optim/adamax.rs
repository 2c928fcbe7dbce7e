//! `torch.optim.Adamax`: Adam with the largest slope of late in place of the root of an average.
//!
//! Kingma, Ba: *Adam: A Method for Stochastic Optimization* (2014), section 7.

use crate::autograd::Float;

use super::moments::Moments;
use super::tensor::{Ledger, slope};
use super::{Adamax, Step};

impl Adamax {
    /// m ← β₁·m + (1 − β₁)·g, u ← max(β₂·u, |g| + ε); w ← w − lr/(1 − β₁ᵗ)·m / u.
    pub(super) fn update<F: Float, L: Ledger<F>>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 2], &mut L) -> (F, [F; 2]) {
        let slope = slope(self.maximize, self.weight_decay);
        let betas = step.betas(self.betas);
        let moments = Moments::new(betas, step.t);
        let rate = F::from_f64(-(step.lr / moments.correction1));
        let (kept, eps) = (F::from_f64(betas[1]), F::from_f64(self.eps));
        move |w, g, [m, u], ledger: &mut L| {
            let g: F = slope(w, g, ledger);
            let m = moments.first(g, m, ledger);
            let left = ledger.mul(&["left_inf", "exp_inf.mul_(beta2)"], u, kept);
            let steep = if g < F::ZERO { -g } else { g };
            let steep = ledger.plus(&["steep", "grad.abs().add_(eps)"], steep, eps);
            let u = ledger.maximum(&["exp_inf", "torch.maximum(exp_inf, …)"], left, steep);
            moments.tell_corrected(m, ledger);
            let code = &["step", "param.addcdiv_(exp_avg, exp_inf, value=-lr / (1 - beta1**step))"];
            (ledger.walk_over(code, w, m, u, rate), [m, u])
        }
    }
}
