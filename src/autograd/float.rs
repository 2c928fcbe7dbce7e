//! The two precisions, behind one sealed trait.
//!
//! Transcendental functions come from `libm` on every target: the platform's own differ in the
//! last bit between a native build and a browser. In single precision they are the double's,
//! rounded, which is nearer to the truth than `libm`'s own in single.

use std::fmt::{Debug, Display};
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

/// The precision that a computation rounds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// Single precision, PyTorch's default.
    F32,
    /// Double precision, NumPy's default.
    F64,
}

impl Precision {
    /// The nearest number of this precision.
    pub fn round(self, value: f64) -> f64 {
        match self {
            Precision::F32 => f64::from(value as f32),
            Precision::F64 => value,
        }
    }
}

/// A floating-point number a graph can compute with: `f32` or `f64`, and nothing else.
pub trait Float:
    sealed::Sealed
    + Copy
    + Debug
    + Default
    + Display
    + PartialEq
    + PartialOrd
    + Add<Output = Self>
    + AddAssign
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + 'static
{
    /// Which precision it is.
    const PRECISION: Precision;
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;

    /// The nearest number of this precision.
    fn from_f64(value: f64) -> Self;
    /// The same number as a double, exactly.
    fn to_f64(self) -> f64;

    /// xⁿ by repeated squaring, the same bits on every target.
    #[inline]
    fn powi(self, n: i32) -> Self {
        match n {
            // What a square and its derivative ask for, without the loop.
            1 => self,
            2 => self * self,
            _ => powi(self, n),
        }
    }

    /// xʸ.
    fn powf(self, y: Self) -> Self;
    /// √x.
    fn sqrt(self) -> Self;
    /// eˣ.
    fn exp(self) -> Self;
    /// The natural logarithm.
    fn ln(self) -> Self;
    /// Sine, of radians.
    fn sin(self) -> Self;
    /// Cosine, of radians.
    fn cos(self) -> Self;
    /// Hyperbolic tangent.
    fn tanh(self) -> Self;
}

#[inline(never)]
fn powi<F: Float>(x: F, n: i32) -> F {
    let mut square = x;
    let mut left = n.unsigned_abs();
    let mut power = F::ONE;
    while left > 0 {
        if left & 1 == 1 {
            power = power * square;
        }
        left >>= 1;
        square = square * square;
    }
    if n < 0 { F::ONE / power } else { power }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

macro_rules! float {
    ($($float:ty = $precision:ident),*) => {$(
        impl Float for $float {
            const PRECISION: Precision = Precision::$precision;
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;

            #[inline]
            fn from_f64(value: f64) -> Self {
                value as $float
            }
            #[inline]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
            float!(@functions powf = pow(y) sqrt = sqrt() exp = exp() ln = log() sin = sin() cos = cos() tanh = tanh());
        }
    )*};
    // In double precision and then rounded: one set of functions serves both.
    (@functions $($name:ident = $function:ident($($y:ident)?))*) => {$(
        #[inline(never)] // keeps the loops of a graph small
        fn $name(self $(, $y: Self)?) -> Self {
            Self::from_f64(libm::$function(self.to_f64() $(, $y.to_f64())?))
        }
    )*};
}

float!(f32 = F32, f64 = F64);
