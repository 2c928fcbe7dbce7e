//! `torch.optim.Adamax`: Adam with the largest slope of late in place of the root of an average.
//!
//! Kingma, Ba: *Adam: A Method for Stochastic Optimization* (2014), section 7.

use crate::autograd::Float;

use super::moments::Moments;
use super::tensor::{addcdiv, maximum, slope};
use super::{Adamax, Step};

impl Adamax {
    /// m ← β₁·m + (1 − β₁)·g, u ← max(β₂·u, |g| + ε); w ← w − lr/(1 − β₁ᵗ)·m / u.
    pub(super) fn update<F: Float>(&self, step: Step) -> impl Fn(F, F, [F; 2]) -> (F, [F; 2]) {
        let slope = slope(self.maximize, self.weight_decay);
        let betas = step.betas(self.betas);
        let moments = Moments::new(betas, step.t);
        let rate = F::from_f64(-(step.lr / moments.correction1));
        let (kept, eps) = (F::from_f64(betas[1]), F::from_f64(self.eps));
        move |w, g, [m, u]| {
            let g: F = slope(w, g);
            let m = moments.first(g, m);
            let steep = if g < F::ZERO { -g } else { g } + eps;
            let u = maximum(u * kept, steep);
            (addcdiv(w, m, u, rate), [m, u])
        }
    }
}
