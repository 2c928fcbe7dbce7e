//! The two running averages that Adam and its kin keep of the gradient, and what corrects these for having begun at 0.

use crate::autograd::Float;

use super::precise::fading_power;
use super::tensor::Ledger;

/// How the averages of the gradient and of its square go on in one step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments<F> {
    /// 1 − β₁, β₂ and 1 − β₂.
    first: F,
    kept: F,
    second: F,
    /// β₂ᵗ, while it counts.
    pub power2: f64,
    /// 1 − β₁ᵗ and 1 − β₂ᵗ.
    pub correction1: f64,
    pub correction2: f64,
}

impl<F: Float> Moments<F> {
    pub fn new([beta1, beta2]: [f64; 2], t: usize) -> Self {
        let [power1, power2] = [beta1, beta2].map(|beta| fading_power(beta, t as u32));
        Moments {
            first: F::from_f64(1.0 - beta1),
            kept: F::from_f64(beta2),
            second: F::from_f64(1.0 - beta2),
            power2,
            correction1: 1.0 - power1,
            correction2: 1.0 - power2,
        }
    }

    /// m ← β₁·m + (1 − β₁)·g, as the way from m to g.
    #[inline]
    pub fn first(&self, g: F, m: F, ledger: &mut impl Ledger<F>) -> F {
        ledger.lerp(&["exp_avg", "exp_avg.lerp_(grad, 1 - beta1)"], m, g, self.first)
    }

    /// Both, the second v ← β₂·v + (1 − β₂)·g².
    #[inline]
    pub fn next(&self, g: F, m: F, v: F, ledger: &mut impl Ledger<F>) -> (F, F) {
        let m = self.first(g, m, ledger);
        let left = ledger.mul(&["left_sq", "exp_avg_sq.mul_(beta2)"], v, self.kept);
        let grown = &["exp_avg_sq", ".addcmul_(grad, grad, value=1 - beta2)"];
        (m, ledger.addcmul(grown, left, g, g, self.second))
    }

    /// m as it would be had it not begun at 0, for whoever reads: PyTorch corrects the rate in its place.
    #[inline]
    pub fn tell_corrected(&self, m: F, ledger: &mut impl Ledger<F>) {
        let correction = F::from_f64(self.correction1);
        let what = &["exp_avg_hat", "exp_avg / (1 - beta1**step)"];
        ledger.aside(what, "{0} ÷ {1}", &[m, correction], || m / correction);
    }
}
