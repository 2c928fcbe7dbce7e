//! `torch.optim.Adam`, and `AdamW` which differs in what weight decay is.
//!
//! Kingma, Ba: *Adam: A Method for Stochastic Optimization* (2014); Reddi, Kale, Kumar: *On the Convergence of Adam and
//! Beyond* (2018) for AMSGrad; Loshchilov, Hutter: *Decoupled Weight Decay Regularization* (2017) for AdamW.

use crate::autograd::Float;

use super::moments::Moments;
use super::tensor::{addcdiv, maximum, slope};
use super::{Adam, AdamW, Step};

impl Adam {
    /// m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g²; w ← w − lr/(1 − β₁ᵗ)·m / (√v/√(1 − β₂ᵗ) + ε).
    pub(super) fn update<F: Float>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 3]) -> (F, [F; 3]) + use<F> {
        let Adam { amsgrad, .. } = *self;
        let slope = slope(self.maximize, self.weight_decay);
        let betas = step.betas(self.betas);
        let moments = Moments::new(betas, step.t);
        let rate = F::from_f64(-(step.lr / moments.correction1));
        let correction = F::from_f64(libm::sqrt(moments.correction2));
        let eps = F::from_f64(self.eps);
        move |w, g, [m, v, most]| {
            let (m, v) = moments.next(slope(w, g), m, v);
            let most = if amsgrad { maximum(most, v) } else { most };
            let root = if amsgrad { most } else { v }.sqrt();
            (addcdiv(w, m, root / correction + eps, rate), [m, v, most])
        }
    }
}

impl AdamW {
    /// w ← w·(1 − lr·decay), then as [`Adam`] without decay.
    pub(super) fn update<F: Float>(&self, step: Step) -> impl Fn(F, F, [F; 3]) -> (F, [F; 3]) {
        let AdamW { betas, eps, weight_decay, amsgrad, maximize } = *self;
        let adam = Adam { betas, eps, weight_decay: 0.0, amsgrad, maximize };
        let adam = adam.update(step);
        let left = F::from_f64(1.0 - step.lr * weight_decay);
        move |w, g, state| adam(w * left, g, state)
    }
}
