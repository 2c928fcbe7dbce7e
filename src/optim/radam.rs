//! `torch.optim.RAdam`: Adam that does without the second average while that has seen too little to be trusted.
//!
//! Liu and others: *On the Variance of the Adaptive Learning Rate and Beyond* (2019).

use crate::autograd::Float;

use super::moments::Moments;
use super::tensor::{Ledger, slope};
use super::{RAdam, Step};

impl RAdam {
    /// m and v as Adam's; ρ is how many gradients v is an average of. w ← w − lr·m/(1 − β₁ᵗ), from ρ > 5 on times
    /// √(1 − β₂ᵗ)/(√v + ε) and a factor that grows to 1.
    pub(super) fn update<F: Float, L: Ledger<F>>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 2], &mut L) -> (F, [F; 2]) {
        let slope = slope(self.maximize, self.weight_decay);
        let betas = step.betas(self.betas);
        let moments = Moments::new(betas, step.t);
        let (rate, correction) = (F::from_f64(step.lr), F::from_f64(moments.correction1));
        let root_correction = F::from_f64(libm::sqrt(moments.correction2));
        let eps = F::from_f64(self.eps);
        let most = 2.0 / (1.0 - betas[1]) - 1.0;
        let seen = most - 2.0 * step.t as f64 * moments.power2 / moments.correction2;
        let trusted =
            libm::sqrt((seen - 4.0) * (seen - 2.0) * most / ((most - 4.0) * (most - 2.0) * seen));
        let trusted = F::from_f64(trusted);
        move |w, g, [m, v], ledger: &mut L| {
            let g = slope(w, g, ledger);
            let (m, v) = moments.next(g, m, v, ledger);
            let way = ledger.div(&["exp_avg_hat", "exp_avg / (1 - beta1**step)"], m, correction);
            let way = ledger.mul(&["step", "* lr"], way, rate);
            let way = if seen > 5.0 {
                let root = ledger.sqrt(&["root", "exp_avg_sq.sqrt()"], v);
                let root = ledger.plus(&["denom", ".add_(eps)"], root, eps);
                let over = ledger.div(&["over", "1 / denom"], F::ONE, root);
                let adapted = &["adaptive", "* (1 - beta2**step)**0.5"];
                let adaptive = ledger.mul(adapted, over, root_correction);
                let way = ledger.mul(&["step", "* adaptive"], way, adaptive);
                ledger.mul(&["step", "* rect"], way, trusted)
            } else {
                way
            };
            let next = w - way;
            ledger.line(&["param", "param.add_(step, alpha=-1)"], "{0} − {1}", &[w, way], next);
            (next, [m, v])
        }
    }
}
