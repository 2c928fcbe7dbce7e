//! `torch.optim.ASGD`: down the gradient with a rate that falls, and an average of where that has been.
//!
//! Polyak, Juditsky: *Acceleration of Stochastic Approximation by Averaging* (1992). The rate and the weight of the
//! average are kept in single precision whatever that of the parameters is.

use crate::autograd::Float;

use super::account::Part;
use super::precise::power;
use super::tensor::{Ledger, slope};
use super::{Asgd, Step};

impl Asgd {
    /// w ← w·(1 − λη) − η·g; the average ← the average + μ·(w − the average), or w while μ is 1;
    /// η ← lr/(1 + λ·lr·t)^α, μ ← 1/max(1, t − t₀).
    pub(super) fn update<F: Float, L: Ledger<F>>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 3], &mut L) -> (F, [F; 3]) {
        let Asgd { lambd, .. } = *self;
        let slope = slope(self.maximize, self.weight_decay);
        let t = step.t as f64;
        let kept = |scalar: f64| f64::from(scalar as f32);
        let first = kept(step.lr);
        let next = kept(step.lr / power(1.0 + lambd * step.lr * t, self.alpha));
        let beyond = t - self.t0;
        let weight = kept(1.0 / if beyond > 1.0 { beyond } else { 1.0 });
        move |w, g, [eta, mu, mean], ledger: &mut L| {
            let (eta, mu) = if step.t == 1 { (first, F::ONE) } else { (eta.to_f64(), mu) };
            let g = slope(w, g, ledger);
            let shrinks = F::from_f64(1.0 - lambd * eta);
            let shrunk = ledger.mul(&["decayed", "param.mul_(1 - lambd * eta)"], w, shrinks);
            ledger.arrow("decayed", Part::Decay, || shrunk - w);
            let w = ledger.walk(
                &["step", "param.add_(grad, alpha=-eta)"],
                shrunk,
                g,
                F::from_f64(-eta),
            );
            ledger.arrow("step", Part::Now, || w - shrunk);
            let mean = if mu == F::ONE { w } else { mean + (w - mean) * mu };
            (w, [F::from_f64(next), F::from_f64(weight), mean])
        }
    }
}
