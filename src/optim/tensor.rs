//! PyTorch's operations on tensors that its optimizers are made of, each for one number.
//!
//! On processors with AVX2 it fuses a product and the sum that it goes into, and rounds once. A scalar of Python is
//! a double, rounded to the precision of the tensor.

use crate::autograd::Float;

use super::account::Part;

/// The two texts of a number in an account: its name, and the line of PyTorch that it comes of; see [`Line`](super::Line).
pub(super) type What = &'static [&'static str; 2];

/// Computes, and is told what each operation comes to: `()` keeps nothing of that, and costs nothing.
pub(super) trait Ledger<F: Float> {
    /// A number that the update has, and from what.
    fn line(&mut self, what: What, work: &'static str, numbers: &[F], value: F);

    /// A number for whoever reads, which the update has not.
    fn aside(&mut self, what: What, work: &'static str, numbers: &[F], value: impl FnOnce() -> F);

    /// What the last number of this name makes of the step.
    fn arrow(&mut self, name: &'static str, part: Part, way: impl FnOnce() -> F);

    /// `value` itself.
    #[inline]
    fn given(&mut self, what: What, value: F) -> F {
        self.line(what, "", &[], value);
        value
    }

    /// `a.neg()`
    #[inline]
    fn neg(&mut self, what: What, a: F) -> F {
        let value = -a;
        self.line(what, "−({0})", &[a], value);
        value
    }

    /// `a + b`
    #[inline]
    fn plus(&mut self, what: What, a: F, b: F) -> F {
        let value = a + b;
        self.line(what, "{0} + {1}", &[a, b], value);
        value
    }

    /// `a.mul(b)`
    #[inline]
    fn mul(&mut self, what: What, a: F, b: F) -> F {
        let value = a * b;
        self.line(what, "{0} × {1}", &[a, b], value);
        value
    }

    /// `a.div(b)`
    #[inline]
    fn div(&mut self, what: What, a: F, b: F) -> F {
        let value = a / b;
        self.line(what, "{0} ÷ {1}", &[a, b], value);
        value
    }

    /// `a.sqrt()`
    #[inline]
    fn sqrt(&mut self, what: What, a: F) -> F {
        let value = a.sqrt();
        self.line(what, "√{0}", &[a], value);
        value
    }

    /// `a.add(b, alpha=scale)`
    #[inline]
    fn add(&mut self, what: What, a: F, b: F, scale: F) -> F {
        let value = scale.mul_add(b, a);
        self.line(what, "{0} + {1} × {2}", &[a, scale, b], value);
        value
    }

    /// `a.addcmul(b, c, value=scale)`: a product is rounded before the fused one.
    #[inline]
    fn addcmul(&mut self, what: What, a: F, b: F, c: F, scale: F) -> F {
        let value = (scale * b).mul_add(c, a);
        self.line(what, "{0} + {1} × {2} × {3}", &[a, scale, b, c], value);
        value
    }

    /// `a.lerp(b, weight)`: from the nearer end.
    #[inline]
    fn lerp(&mut self, what: What, a: F, b: F, weight: F) -> F {
        if weight.to_f64().abs() < 0.5 {
            let value = weight.mul_add(b - a, a);
            self.line(what, "{0} + {1} × ({2} − {0})", &[a, weight, b], value);
            value
        } else {
            let weight = weight - F::ONE;
            let value = weight.mul_add(b - a, b);
            self.line(what, "{2} + {1} × ({2} − {0})", &[a, weight, b], value);
            value
        }
    }

    /// `torch.maximum(a, b)`: what is no number stays none.
    #[inline]
    fn maximum(&mut self, what: What, a: F, b: F) -> F {
        let value = if a < b || b.to_f64().is_nan() { b } else { a };
        self.line(what, "max({0}, {1})", &[a, b], value);
        value
    }

    /// `w.add_(way, alpha=rate)`: the step, and where it leads.
    #[inline]
    fn walk(&mut self, what: What, w: F, way: F, rate: F) -> F {
        self.aside(what, "{0} × {1}", &[rate, way], || rate * way);
        let next = rate.mul_add(way, w);
        self.line(&["param", ""], "{0} + {1} × {2}", &[w, rate, way], next);
        next
    }

    /// `w.addcdiv_(way, root, value=rate)`: the same, where nothing is fused.
    #[inline]
    fn walk_over(&mut self, what: What, w: F, way: F, root: F, rate: F) -> F {
        let step = rate * way / root;
        self.line(what, "{0} × {1} ÷ {2}", &[rate, way, root], step);
        self.plus(&["param", ""], w, step)
    }
}

impl<F: Float> Ledger<F> for () {
    #[inline]
    fn line(&mut self, _: What, _: &'static str, _: &[F], _: F) {}

    #[inline]
    fn aside(&mut self, _: What, _: &'static str, _: &[F], _: impl FnOnce() -> F) {}

    #[inline]
    fn arrow(&mut self, _: &'static str, _: Part, _: impl FnOnce() -> F) {}
}

/// The gradient that an optimizer goes against, of a parameter and its gradient: turned round where the loss is to
/// grow, and with the decay of the weight.
#[inline]
pub(super) fn slope<F: Float, L: Ledger<F>>(
    maximize: bool,
    weight_decay: f64,
) -> impl Fn(F, F, &mut L) -> F {
    let decay = F::from_f64(weight_decay);
    move |w, g, ledger| {
        let g = ledger.given(&["grad", "grad = param.grad"], g);
        let g = if maximize { ledger.neg(&["grad", "grad = -grad"], g) } else { g };
        if weight_decay == 0.0 {
            g
        } else {
            ledger.add(&["grad", "grad = grad.add(param, alpha=weight_decay)"], g, w, decay)
        }
    }
}
