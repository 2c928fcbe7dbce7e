//! `torch.optim.Adadelta`: each slope over the root of the average of its squares, times that of the steps before.
//!
//! Zeiler: *ADADELTA: An Adaptive Learning Rate Method* (2012).

use crate::autograd::Float;

use super::tensor::{add, addcmul, slope};
use super::{Adadelta, Step};

impl Adadelta {
    /// s ← ρ·s + (1 − ρ)·g², δ = √(a + ε)/√(s + ε)·g, a ← ρ·a + (1 − ρ)·δ²; w ← w − lr·δ.
    pub(super) fn update<F: Float>(&self, step: Step) -> impl Fn(F, F, [F; 2]) -> (F, [F; 2]) {
        let slope = slope(self.maximize, self.weight_decay);
        let (kept, taken) = (F::from_f64(self.rho), F::from_f64(1.0 - self.rho));
        let (rate, eps) = (F::from_f64(-step.lr), F::from_f64(self.eps));
        move |w, g, [square, steps]| {
            let g = slope(w, g);
            let square = addcmul(square * kept, g, g, taken);
            let delta = (steps + eps).sqrt() / (square + eps).sqrt() * g;
            (add(w, delta, rate), [square, addcmul(steps * kept, delta, delta, taken)])
        }
    }
}
