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

/// What an operation's formula computes with: one number, or a [`Pack`] of them side by side, each
/// lane for itself.
pub trait Number:
    sealed::Sealed
    + Copy
    + Debug
    + Add<Output = Self>
    + AddAssign
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + 'static
{
    /// What a comparison says, of each lane.
    type Mask: Copy;

    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;

    /// The nearest number of this precision, in every lane.
    fn from_f64(value: f64) -> Self;

    /// Whether self < other.
    fn less(self, other: Self) -> Self::Mask;
    /// Whether self ≤ other.
    fn at_most(self, other: Self) -> Self::Mask;
    /// Whether self = other: not where either is NaN, and 0 = −0.
    fn equals(self, other: Self) -> Self::Mask;
    /// `then` where the mask holds, else `otherwise`.
    fn choose(mask: Self::Mask, then: Self, otherwise: Self) -> Self;

    /// xⁿ by repeated squaring, the same bits on every target.
    #[inline(always)]
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
    /// ln(1 + x), to the last digit where x is small.
    fn ln_1p(self) -> Self;
    /// Sine, of radians.
    fn sin(self) -> Self;
    /// Cosine, of radians.
    fn cos(self) -> Self;
    /// Hyperbolic tangent.
    fn tanh(self) -> Self;
}

/// A floating-point number a graph can compute with: `f32` or `f64`, and nothing else.
pub trait Float: Number<Mask = bool> + Default + Display + PartialEq + PartialOrd {
    /// Which precision it is.
    const PRECISION: Precision;

    /// So many of them as fill a vector register of 128 bits: 4 in single precision, 2 in double.
    type Pack: Packed<Self>;
    /// How many that are.
    const LANES: usize;

    /// The same number as a double, exactly.
    fn to_f64(self) -> f64;
    /// self·a + b, rounded once.
    fn mul_add(self, a: Self, b: Self) -> Self;
}

/// The numbers that a vector register holds.
pub type Pack<F> = <F as Float>::Pack;

/// A pack and its lanes.
pub trait Packed<F>: Number {
    /// The pack with these lanes, from first to last.
    fn from_lanes(lane: impl FnMut(usize) -> F) -> Self;
    /// The number in every lane.
    #[inline(always)]
    fn splat(value: F) -> Self
    where
        F: Copy,
    {
        Self::from_lanes(|_| value)
    }
    /// Its lanes.
    fn lanes(&self) -> &[F];
    /// The lane at this place.
    #[inline(always)]
    fn lane(&self, place: usize) -> F
    where
        F: Copy,
    {
        self.lanes()[place]
    }
}

#[inline(never)]
fn powi<N: Number>(x: N, n: i32) -> N {
    let mut square = x;
    let mut left = n.unsigned_abs();
    let mut power = N::ONE;
    while left > 0 {
        if left & 1 == 1 {
            power = power * square;
        }
        left >>= 1;
        square = square * square;
    }
    if n < 0 { N::ONE / power } else { power }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
    impl Sealed for wide::f32x4 {}
    impl Sealed for wide::f64x2 {}
}

macro_rules! float {
    ($($float:ty = $precision:ident, $fused:ident, $pack:ty = $lanes:literal [$($lane:literal)*];)*) => {$(
        impl Number for $float {
            type Mask = bool;
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;

            #[inline]
            fn from_f64(value: f64) -> Self {
                value as $float
            }
            #[inline(always)]
            fn less(self, other: Self) -> bool {
                self < other
            }
            #[inline(always)]
            fn at_most(self, other: Self) -> bool {
                self <= other
            }
            #[inline(always)]
            fn equals(self, other: Self) -> bool {
                self == other
            }
            #[inline(always)]
            fn choose(mask: bool, then: Self, otherwise: Self) -> Self {
                if mask { then } else { otherwise }
            }
            float!(@functions powf = pow(y) sqrt = sqrt() exp = exp() ln = log() ln_1p = log1p() sin = sin() cos = cos() tanh = tanh());
        }

        impl Float for $float {
            const PRECISION: Precision = Precision::$precision;
            type Pack = $pack;
            const LANES: usize = $lanes;

            #[inline]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
            fn mul_add(self, a: Self, b: Self) -> Self {
                libm::$fused(self, a, b)
            }
        }

        impl Number for $pack {
            type Mask = Self;
            const ZERO: Self = Self::new([0.0; $lanes]);
            const ONE: Self = Self::new([1.0; $lanes]);

            #[inline(always)]
            fn from_f64(value: f64) -> Self {
                Packed::splat(value as $float)
            }
            #[inline(always)]
            fn less(self, other: Self) -> Self {
                self.simd_lt(other)
            }
            #[inline(always)]
            fn at_most(self, other: Self) -> Self {
                self.simd_le(other)
            }
            #[inline(always)]
            fn equals(self, other: Self) -> Self {
                self.simd_eq(other)
            }
            #[inline(always)]
            fn choose(mask: Self, then: Self, otherwise: Self) -> Self {
                mask.bitselect(then, otherwise)
            }
            float!(@lanes powf(y) sqrt() exp() ln() ln_1p() sin() cos() tanh());
        }

        impl Packed<$float> for $pack {
            #[inline(always)]
            fn from_lanes(mut lane: impl FnMut(usize) -> $float) -> Self {
                // One by one: of an array a compiler that saves bytes makes a loop in memory.
                Self::new([$(lane($lane)),*])
            }
            #[inline(always)]
            fn lanes(&self) -> &[$float] {
                self.as_array()
            }
        }
    )*};
    // In double precision and then rounded: one set of functions serves both.
    (@functions $($name:ident = $function:ident($($y:ident)?))*) => {$(
        #[inline(never)] // keeps the loops of a graph small
        fn $name(self $(, $y: Self)?) -> Self {
            Self::from_f64(libm::$function(self.to_f64() $(, $y.to_f64())?))
        }
    )*};
    (@lanes $($name:ident($($y:ident)?))*) => {$(
        #[inline(never)]
        fn $name(self $(, $y: Self)?) -> Self {
            Self::from_lanes(|lane| Number::$name(self.lane(lane) $(, $y.lane(lane))?))
        }
    )*};
}

float! {
    f32 = F32, fmaf, wide::f32x4 = 4 [0 1 2 3];
    f64 = F64, fma, wide::f64x2 = 2 [0 1];
}
