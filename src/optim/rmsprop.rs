//! `torch.optim.RMSprop`: each slope over the root of the average of its squares.
//!
//! Hinton: *Neural Networks for Machine Learning*, lecture 6e (2012); centered, Graves: *Generating Sequences With
//! Recurrent Neural Networks* (2013).

use crate::autograd::Float;

use super::tensor::{add, addcdiv, addcmul, lerp, slope};
use super::{RmsProp, Step};

impl RmsProp {
    /// s ← α·s + (1 − α)·g², centered also ḡ ← α·ḡ + (1 − α)·g; r = √s + ε or √(s − ḡ²) + ε; w ← w − lr·g/r, or with
    /// momentum b ← μ·b + g/r, w ← w − lr·b.
    pub(super) fn update<F: Float>(&self, step: Step) -> impl Fn(F, F, [F; 3]) -> (F, [F; 3]) {
        let momentum = step.momentum.unwrap_or(self.momentum);
        let centered = self.centered;
        let slope = slope(self.maximize, self.weight_decay);
        let (kept, taken) = (F::from_f64(self.alpha), F::from_f64(1.0 - self.alpha));
        let (rate, eps) = (F::from_f64(-step.lr), F::from_f64(self.eps));
        let left = F::from_f64(momentum);
        move |w, g, [square, velocity, mean]| {
            let g = slope(w, g);
            let square = addcmul(square * kept, g, g, taken);
            let mean = if centered { lerp(mean, g, taken) } else { mean };
            let spread = if centered { addcmul(square, mean, mean, -F::ONE) } else { square };
            let root = spread.sqrt() + eps;
            if momentum > 0.0 {
                let velocity = addcdiv(velocity * left, g, root, F::ONE);
                (add(w, velocity, rate), [square, velocity, mean])
            } else {
                (addcdiv(w, g, root, rate), [square, velocity, mean])
            }
        }
    }
}
