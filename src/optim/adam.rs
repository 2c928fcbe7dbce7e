//! `torch.optim.Adam`, and `AdamW` which differs in what weight decay is.
//!
//! Kingma, Ba: *Adam: A Method for Stochastic Optimization* (2014); Reddi, Kale, Kumar: *On the Convergence of Adam and
//! Beyond* (2018) for AMSGrad; Loshchilov, Hutter: *Decoupled Weight Decay Regularization* (2017) for AdamW.

use crate::autograd::Float;

use super::account::Part;
use super::moments::Moments;
use super::tensor::{Ledger, slope};
use super::{Adam, AdamW, Step};

impl Adam {
    /// m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g²; w ← w − lr/(1 − β₁ᵗ)·m / (√v/√(1 − β₂ᵗ) + ε).
    pub(super) fn update<F: Float, L: Ledger<F>>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 3], &mut L) -> (F, [F; 3]) + use<F, L> {
        let Adam { amsgrad, .. } = *self;
        let slope = slope(self.maximize, self.weight_decay);
        let betas = step.betas(self.betas);
        let moments = Moments::new(betas, step.t);
        let rate = F::from_f64(-(step.lr / moments.correction1));
        let correction = F::from_f64(libm::sqrt(moments.correction2));
        let eps = F::from_f64(self.eps);
        move |w, g, [m, v, most], ledger| {
            let g = slope(w, g, ledger);
            let (m, v) = moments.next(g, m, v, ledger);
            let (most, root) = if amsgrad {
                let larger = &["max_exp_avg_sq", "torch.maximum(max_exp_avg_sqs, exp_avg_sq)"];
                let most = ledger.maximum(larger, most, v);
                (most, ledger.sqrt(&["root", "max_exp_avg_sqs.sqrt()"], most))
            } else {
                (most, ledger.sqrt(&["root", "exp_avg_sq.sqrt()"], v))
            };
            moments.tell_corrected(m, ledger);
            let root = ledger.div(&["root_hat", "/ (1 - beta2**step)**0.5"], root, correction);
            let root = ledger.plus(&["denom", ".add_(eps)"], root, eps);
            let code = &["step", "param.addcdiv_(exp_avg, denom, value=-lr / (1 - beta1**step))"];
            (ledger.walk_over(code, w, m, root, rate), [m, v, most])
        }
    }
}

impl AdamW {
    /// w ← w·(1 − lr·decay), then as [`Adam`] without decay.
    pub(super) fn update<F: Float, L: Ledger<F>>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 3], &mut L) -> (F, [F; 3]) {
        let AdamW { betas, eps, weight_decay, amsgrad, maximize } = *self;
        let adam = Adam { betas, eps, weight_decay: 0.0, amsgrad, maximize };
        let adam = adam.update(step);
        let left = F::from_f64(1.0 - step.lr * weight_decay);
        move |w, g, state, ledger| {
            let shrunk = ledger.mul(&["decayed", "param.mul_(1 - lr * weight_decay)"], w, left);
            ledger.arrow("decayed", Part::Decay, || shrunk - w);
            let after = adam(shrunk, g, state, ledger);
            ledger.arrow("step", Part::Average, || after.0 - shrunk);
            after
        }
    }
}
