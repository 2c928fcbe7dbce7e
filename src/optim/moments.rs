//! The two running averages that Adam and its kin keep of the gradient, and what corrects these for having begun at 0.

use crate::autograd::Float;

use super::precise::fading_power;
use super::tensor::{addcmul, lerp};

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
    #[inline(always)]
    pub fn first(&self, g: F, m: F) -> F {
        lerp(m, g, self.first)
    }

    /// Both, the second v ← β₂·v + (1 − β₂)·g².
    #[inline(always)]
    pub fn next(&self, g: F, m: F, v: F) -> (F, F) {
        (self.first(g, m), addcmul(v * self.kept, g, g, self.second))
    }
}
