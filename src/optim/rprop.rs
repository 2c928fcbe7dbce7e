//! `torch.optim.Rprop`: of a slope only the sign counts; the step grows while it stays and shrinks where it turns.
//!
//! Riedmiller, Braun: *A Direct Adaptive Method for Faster Backpropagation Learning* (1993).

use crate::autograd::Float;

use super::tensor::{add, slope};
use super::{Rprop, Step};

impl Rprop {
    /// η, at first lr, times η⁺ where g has the sign that it had, times η⁻ where it has turned, and then g ← 0;
    /// w ← w − sign(g)·η.
    pub(super) fn update<F: Float>(&self, step: Step) -> impl Fn(F, F, [F; 2]) -> (F, [F; 2]) {
        let [shrinks, grows] = self.etas.map(F::from_f64);
        let [least, most] = self.step_sizes.map(F::from_f64);
        let slope = slope(self.maximize, 0.0);
        let first = F::from_f64(step.lr);
        let sign = |x: F| {
            if x > F::ZERO {
                F::ONE
            } else if x < F::ZERO {
                -F::ONE
            } else {
                F::ZERO
            }
        };
        move |w, g, [before, size]| {
            let (before, size) = if step.t == 1 { (F::ZERO, first) } else { (before, size) };
            let g = slope(w, g);
            let same = sign(g * before);
            let factor = if same > F::ZERO {
                grows
            } else if same < F::ZERO {
                shrinks
            } else {
                F::ONE
            };
            let size = size * factor;
            let size = if size < least {
                least
            } else if size > most {
                most
            } else {
                size
            };
            let g = if factor == shrinks { F::ZERO } else { g };
            (add(w, size, -sign(g)), [g, size])
        }
    }
}
