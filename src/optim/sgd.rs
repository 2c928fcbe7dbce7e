//! `torch.optim.SGD`: down the gradient, with the velocity that is left of the steps before.
//!
//! Sutskever, Martens, Dahl, Hinton: *On the importance of initialization and momentum in deep learning* (2013), whose
//! velocity is this one times the rate. Product and difference are fused: one rounding, where the notebook's
//! `w -= lr * w.grad` has two.

use crate::autograd::Float;

use super::tensor::{add, slope};
use super::{Sgd, Step};

impl Sgd {
    /// v ← μ·v + (1 − dampening)·g, in the first step v ← g; w ← w − lr·v, or where Nesterov looks ahead
    /// w − lr·(g + μ·v).
    pub(super) fn update<F: Float>(&self, step: Step) -> impl Fn(F, F, [F; 1]) -> (F, [F; 1]) {
        let momentum = step.momentum.unwrap_or(self.momentum);
        let nesterov = self.nesterov;
        let slope = slope(self.maximize, self.weight_decay);
        let (rate, kept) = (F::from_f64(-step.lr), F::from_f64(momentum));
        let taken = F::from_f64(1.0 - self.dampening);
        move |w, g, [velocity]| {
            let g = slope(w, g);
            if momentum == 0.0 {
                return (add(w, g, rate), [velocity]);
            }
            let velocity = if step.t == 1 { g } else { add(velocity * kept, g, taken) };
            let way = if nesterov { add(g, velocity, kept) } else { velocity };
            (add(w, way, rate), [velocity])
        }
    }
}
