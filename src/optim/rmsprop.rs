//! `torch.optim.RMSprop`: each slope over the root of the average of its squares.
//!
//! Hinton: *Neural Networks for Machine Learning*, lecture 6e (2012); centered, Graves: *Generating Sequences With
//! Recurrent Neural Networks* (2013).

use crate::autograd::Float;

use super::account::Part;
use super::tensor::{Ledger, slope};
use super::{RmsProp, Step};

impl RmsProp {
    /// s ← α·s + (1 − α)·g², centered also ḡ ← α·ḡ + (1 − α)·g; r = √s + ε or √(s − ḡ²) + ε; w ← w − lr·g/r, or with
    /// momentum b ← μ·b + g/r, w ← w − lr·b.
    pub(super) fn update<F: Float, L: Ledger<F>>(
        &self,
        step: Step,
    ) -> impl Fn(F, F, [F; 3], &mut L) -> (F, [F; 3]) {
        let momentum = step.momentum.unwrap_or(self.momentum);
        let centered = self.centered;
        let slope = slope(self.maximize, self.weight_decay);
        let (kept, taken) = (F::from_f64(self.alpha), F::from_f64(1.0 - self.alpha));
        let (rate, eps) = (F::from_f64(-step.lr), F::from_f64(self.eps));
        let left = F::from_f64(momentum);
        move |w, g, [square, velocity, mean], ledger| {
            let g = slope(w, g, ledger);
            let before = ledger.mul(&["left_sq", "square_avg.mul_(alpha)"], square, kept);
            let grown = &["square_avg", ".addcmul_(grad, grad, value=1 - alpha)"];
            let square = ledger.addcmul(grown, before, g, g, taken);
            let (mean, spread) = if centered {
                let mean =
                    ledger.lerp(&["grad_avg", "grad_avg.lerp_(grad, 1 - alpha)"], mean, g, taken);
                let spread = &["spread", "square_avg.addcmul(grad_avg, grad_avg, value=-1)"];
                (mean, ledger.addcmul(spread, square, mean, mean, -F::ONE))
            } else {
                (mean, square)
            };
            let root = ledger.sqrt(&["root", "avg = ….sqrt()"], spread);
            let root = ledger.plus(&["denom", "avg.add_(eps)"], root, eps);
            let next = if momentum > 0.0 {
                let kept = ledger.mul(&["left", "buf.mul_(momentum)"], velocity, left);
                ledger.arrow("left", Part::Left, || rate * kept);
                let now = ledger.div(&["now", ".addcdiv_(grad, avg)"], g, root);
                ledger.arrow("now", Part::Now, || rate * now);
                let velocity = ledger.plus(&["momentum_buffer", ""], kept, now);
                let next = ledger.walk(&["step", "param.add_(buf, alpha=-lr)"], w, velocity, rate);
                (next, velocity)
            } else {
                let code = &["step", "param.addcdiv_(grad, avg, value=-lr)"];
                (ledger.walk_over(code, w, g, root, rate), velocity)
            };
            (next.0, [square, next.1, mean])
        }
    }
}
