//! `torch.optim.Rprop`: of a slope only the sign counts; the step grows while it stays and shrinks where it turns.
//!
//! Riedmiller, Braun: *A Direct Adaptive Method for Faster Backpropagation Learning* (1993).

use crate::autograd::Float;

use super::tensor::{Ledger, slope};
use super::{Rprop, Step};

impl Rprop {
    /// η, at first lr, times η⁺ where g has the sign that it had, times η⁻ where it has turned, and then g ← 0;
    /// w ← w − sign(g)·η.
    pub(super) fn update<F: Float, L: Ledger<F>>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 2], &mut L) -> (F, [F; 2]) {
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
        move |w, g, [before, size], ledger: &mut L| {
            let (before, size) = if step.t == 1 { (F::ZERO, first) } else { (before, size) };
            let g = slope(w, g, ledger);
            let turns = ledger.mul(&["turns", "grad.mul(prev)"], g, before);
            let same = ledger.given(&["sign", ".sign()"], sign(turns));
            let factor = if same > F::ZERO {
                grows
            } else if same < F::ZERO {
                shrinks
            } else {
                F::ONE
            };
            let size = ledger.mul(&["grown", "step_size.mul_(etaplus or etaminus)"], size, factor);
            let size = if size < least {
                least
            } else if size > most {
                most
            } else {
                size
            };
            let size = ledger.given(&["step_size", ".clamp_(step_size_min, step_size_max)"], size);
            let g = if factor == shrinks {
                ledger.given(&["grad", "grad[sign == -1] = 0"], F::ZERO)
            } else {
                g
            };
            let g = ledger.given(&["prev", "prev.copy_(grad)"], g);
            let code = &["step", "param.addcmul_(grad.sign(), step_size, value=-1)"];
            (ledger.walk(code, w, size, -sign(g)), [g, size])
        }
    }
}
