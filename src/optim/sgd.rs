//! `torch.optim.SGD`: down the gradient, with the velocity that is left of the steps before.
//!
//! Sutskever, Martens, Dahl, Hinton: *On the importance of initialization and momentum in deep learning* (2013), whose
//! velocity is this one times the rate. Product and difference are fused: one rounding, where the notebook's
//! `w -= lr * w.grad` has two.

use crate::autograd::Float;

use super::account::Part;
use super::tensor::{Ledger, slope};
use super::{Sgd, Step};

impl Sgd {
    /// v ← μ·v + (1 − dampening)·g, in the first step v ← g; w ← w − lr·v, or where Nesterov looks ahead
    /// w − lr·(g + μ·v).
    pub(super) fn update<F: Float, L: Ledger<F>>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 1], &mut L) -> (F, [F; 1]) {
        let momentum = step.momentum.unwrap_or(self.momentum);
        let nesterov = self.nesterov;
        let slope = slope(self.maximize, self.weight_decay);
        let (rate, kept) = (F::from_f64(-step.lr), F::from_f64(momentum));
        let taken = F::from_f64(1.0 - self.dampening);
        move |w, g, [velocity], ledger| {
            let g = slope(w, g, ledger);
            if momentum == 0.0 {
                return (
                    ledger.walk(&["step", "param.add_(grad, alpha=-lr)"], w, g, rate),
                    [velocity],
                );
            }
            // How much of a velocity the way has: where it looks ahead, the next step's part of it.
            let ahead = if nesterov { rate * kept } else { rate };
            let now = if nesterov { rate } else { F::ZERO };
            let velocity = if step.t == 1 {
                ledger.arrow("grad", Part::Now, || (now + ahead) * g);
                ledger.given(&["momentum_buffer", "buf = grad.clone()"], g)
            } else {
                ledger.arrow("grad", Part::Now, || (now + ahead * taken) * g);
                let left = ledger.mul(&["left", "buf.mul_(momentum)"], kept, velocity);
                ledger.arrow("left", Part::Left, || ahead * left);
                ledger.add(&["momentum_buffer", ".add_(grad, alpha=1 - dampening)"], left, g, taken)
            };
            if nesterov {
                let way = ledger.add(
                    &["ahead", "grad = grad.add(buf, alpha=momentum)"],
                    g,
                    velocity,
                    kept,
                );
                (ledger.walk(&["step", "param.add_(grad, alpha=-lr)"], w, way, rate), [velocity])
            } else {
                (
                    ledger.walk(&["step", "param.add_(buf, alpha=-lr)"], w, velocity, rate),
                    [velocity],
                )
            }
        }
    }
}
