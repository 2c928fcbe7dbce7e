//! `torch.optim.NAdam`: Adam that looks ahead as Nesterov does.
//!
//! Dozat: *Incorporating Nesterov Momentum into Adam* (2016). The product of the momenta is kept in single precision
//! whatever that of the parameters is.

use crate::autograd::Float;

use super::moments::Moments;
use super::precise::power;
use super::tensor::{addcdiv, slope};
use super::{NAdam, Step};

impl NAdam {
    /// μₜ = β₁·(1 − ½·0.96^(t·ψ)), P ← P·μₜ; m and v as Adam's; w ← w − (lr·(1 − μₜ)/(1 − P)·g
    /// + lr·μₜ₊₁/(1 − P·μₜ₊₁)·m) / (√(v/(1 − β₂ᵗ)) + ε).
    pub(super) fn update<F: Float>(&self, step: Step) -> impl Fn(F, F, [F; 3]) -> (F, [F; 3]) {
        let slope = slope(self.maximize, self.weight_decay);
        let betas = step.betas(self.betas);
        let moments = Moments::new(betas, step.t);
        let momentum = |t: usize| {
            let fades = t as f64 * self.momentum_decay;
            // 0.96¹⁰⁰⁰ is nothing beside 1.
            let left = if fades > 1000.0 { 0.0 } else { power(0.96, fades) };
            betas[0] * (1.0 - 0.5 * left)
        };
        let (now, next) = (momentum(step.t), momentum(step.t + 1));
        let (correction, eps) = (F::from_f64(moments.correction2), F::from_f64(self.eps));
        move |w, g, [before, m, v]| {
            let before = if step.t == 1 { 1.0 } else { before.to_f64() as f32 };
            let product = f64::from(before * now as f32);
            let g = slope(w, g);
            let (m, v) = moments.next(g, m, v);
            let root = (v / correction).sqrt() + eps;
            let w = addcdiv(w, g, root, F::from_f64(-step.lr * (1.0 - now) / (1.0 - product)));
            let ahead = -step.lr * next / (1.0 - product * next);
            (addcdiv(w, m, root, F::from_f64(ahead)), [F::from_f64(product), m, v])
        }
    }
}
