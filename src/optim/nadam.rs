//! `torch.optim.NAdam`: Adam that looks ahead as Nesterov does.
//!
//! Dozat: *Incorporating Nesterov Momentum into Adam* (2016). The product of the momenta is kept in single precision
//! whatever that of the parameters is.

use crate::autograd::Float;

use super::account::Part;
use super::moments::Moments;
use super::precise::power;
use super::tensor::{Ledger, slope};
use super::{NAdam, Step};

impl NAdam {
    /// μₜ = β₁·(1 − ½·0.96^(t·ψ)), P ← P·μₜ; m and v as Adam's; w ← w − (lr·(1 − μₜ)/(1 − P)·g
    /// + lr·μₜ₊₁/(1 − P·μₜ₊₁)·m) / (√(v/(1 − β₂ᵗ)) + ε).
    pub(super) fn update<F: Float, L: Ledger<F>>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 3], &mut L) -> (F, [F; 3]) {
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
        move |w, g, [before, m, v], ledger: &mut L| {
            let before = if step.t == 1 { 1.0 } else { before.to_f64() as f32 };
            let product = f64::from(before * now as f32);
            let g = slope(w, g, ledger);
            let kept = F::from_f64(product);
            let factors = [before, now as f32].map(|factor| F::from_f64(factor.into()));
            ledger.line(&["mu_product", "mu_product *= mu"], "{0} × {1}", &factors, kept);
            let (m, v) = moments.next(g, m, v, ledger);
            let root =
                ledger.div(&["exp_avg_sq_hat", "exp_avg_sq.div(1 - beta2**step)"], v, correction);
            let root = ledger.sqrt(&["root_hat", ".sqrt()"], root);
            let root = ledger.plus(&["denom", ".add_(eps)"], root, eps);
            let rate = F::from_f64(-step.lr * (1.0 - now) / (1.0 - product));
            let code =
                &["step", "param.addcdiv_(grad, denom, value=-lr * (1 - mu) / (1 - mu_product))"];
            let there = ledger.walk_over(code, w, g, root, rate);
            ledger.arrow("step", Part::Now, || there - w);
            let rate = F::from_f64(-step.lr * next / (1.0 - product * next));
            let code = &[
                "step",
                "param.addcdiv_(exp_avg, denom, value=-lr * mu_next / (1 - mu_product * mu_next))",
            ];
            let next = ledger.walk_over(code, there, m, root, rate);
            ledger.arrow("step", Part::Average, || next - there);
            (next, [kept, m, v])
        }
    }
}
