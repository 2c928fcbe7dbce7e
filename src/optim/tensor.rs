//! PyTorch's operations on tensors that its optimizers are made of, each for one number.
//!
//! On processors with AVX2 it fuses a product and the sum that it goes into, and rounds once. A scalar of Python is
//! a double, rounded to the precision of the tensor.

use crate::autograd::Float;

/// `a.add(b, alpha=scale)`
#[inline(always)]
pub(super) fn add<F: Float>(a: F, b: F, scale: F) -> F {
    scale.mul_add(b, a)
}

/// `a.addcmul(b, c, value=scale)`: a product is rounded before the fused one.
#[inline(always)]
pub(super) fn addcmul<F: Float>(a: F, b: F, c: F, scale: F) -> F {
    (scale * b).mul_add(c, a)
}

/// `a.addcdiv(b, c, value=scale)`: nothing is fused.
#[inline(always)]
pub(super) fn addcdiv<F: Float>(a: F, b: F, c: F, scale: F) -> F {
    a + scale * b / c
}

/// `a.lerp(b, weight)`: from the nearer end.
#[inline(always)]
pub(super) fn lerp<F: Float>(a: F, b: F, weight: F) -> F {
    if weight.to_f64().abs() < 0.5 {
        weight.mul_add(b - a, a)
    } else {
        (weight - F::ONE).mul_add(b - a, b)
    }
}

/// `torch.maximum(a, b)`: what is no number stays none.
#[inline(always)]
pub(super) fn maximum<F: Float>(a: F, b: F) -> F {
    if a < b || b.to_f64().is_nan() { b } else { a }
}

/// The gradient that an optimizer goes against, of a parameter and its gradient: turned round where the loss is to
/// grow, and with the decay of the weight.
#[inline(always)]
pub(super) fn slope<F: Float>(maximize: bool, weight_decay: f64) -> impl Fn(F, F) -> F {
    let decay = F::from_f64(weight_decay);
    move |w, g| {
        let g = if maximize { -g } else { g };
        if weight_decay == 0.0 { g } else { add(g, w, decay) }
    }
}
