//! Powers and cosines as the C library of Linux has them, which rounds nearly all of them correctly.
//!
//! `libm`'s power is a unit in the last place off in a tenth of all cases. So they are computed in pairs of doubles,
//! to some ninety bits, and rounded once: the result is the nearest double except where the exact one is within a
//! billionth of a unit of the middle between two.

/// The least and the most that is had to the bit.
const LEAST: f64 = 1e-270;
const MOST: f64 = 1e270;

/// What is at most half a unit of `high` from it: the sum of both.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pair {
    high: f64,
    low: f64,
}

/// π/2, ln 2 in as many doubles as it takes.
const QUARTER: [f64; 3] =
    [std::f64::consts::FRAC_PI_2, 6.123_233_995_736_766e-17, -1.497_384_904_859_169_8e-33];
const LN_2: Pair = Pair { high: std::f64::consts::LN_2, low: 2.319_046_813_846_299_6e-17 };

/// a + b and what its rounding lost.
fn sum(a: f64, b: f64) -> Pair {
    let high = a + b;
    let of_b = high - a;
    Pair { high, low: (a - (high - of_b)) + (b - of_b) }
}

/// a·b and what its rounding lost.
fn product(a: f64, b: f64) -> Pair {
    let halves = |x: f64| {
        let shifted = 134_217_729.0 * x; // 2²⁷ + 1
        let upper = shifted - (shifted - x);
        (upper, x - upper)
    };
    let high = a * b;
    let ((a1, a2), (b1, b2)) = (halves(a), halves(b));
    Pair { high, low: a2 * b2 - (((high - a1 * b1) - a2 * b1) - a1 * b2) }
}

impl Pair {
    const ONE: Pair = Pair { high: 1.0, low: 0.0 };

    fn from(high: f64) -> Pair {
        Pair { high, low: 0.0 }
    }

    fn plus(self, other: Pair) -> Pair {
        let (high, low) = (sum(self.high, other.high), sum(self.low, other.low));
        let high = sum(high.high, high.low + low.high);
        sum(high.high, high.low + low.low)
    }

    fn times(self, other: Pair) -> Pair {
        let Pair { high, low } = product(self.high, other.high);
        sum(high, low + (self.high * other.low + self.low * other.high))
    }

    /// Divided by a number.
    fn by(self, divisor: f64) -> Pair {
        let quotient = self.high / divisor;
        let back = product(quotient, divisor);
        sum(quotient, (((self.high - back.high) - back.low) + self.low) / divisor)
    }

    fn scaled(self, factor: f64) -> Pair {
        Pair { high: self.high * factor, low: self.low * factor }
    }
}

/// xʸ, for x from 0 on.
pub(super) fn power(x: f64, y: f64) -> f64 {
    if y >= 0.0 && y <= f64::from(u32::MAX) && y == f64::from(y as u32) {
        return whole_power(x, y as u32);
    }
    let about = libm::pow(x, y);
    // Of 1 and of infinite numbers every power is exact.
    if x == 1.0 || !(LEAST..MOST).contains(&x) || !(LEAST..MOST).contains(&about) {
        return about;
    }
    let power = exp(ln(x).times(Pair::from(y)));
    power.high + power.low
}

/// xⁿ, by repeated squaring.
pub(super) fn whole_power(x: f64, n: u32) -> f64 {
    let (mut power, mut square, mut left) = (Pair::ONE, Pair::from(x), n);
    loop {
        if left & 1 == 1 {
            power = power.times(square);
        }
        left >>= 1;
        if left == 0 {
            return power.high + power.low;
        }
        square = square.times(square);
        if !(LEAST..MOST).contains(&square.high) {
            return libm::pow(x, f64::from(n));
        }
    }
}

/// The natural logarithm: what is known of it, and what that is wrong by.
fn ln(x: f64) -> Pair {
    let about = libm::log(x);
    let ratio = exp(Pair::from(-about)).times(Pair::from(x));
    let beyond = ratio.plus(Pair::from(-1.0));
    // ln(1 + e) is e − ½e², to more than there are bits.
    let lost = beyond.plus(beyond.times(beyond).scaled(-0.5));
    Pair::from(about).plus(lost)
}

/// eˣ, where that is far from being too large or too small.
fn exp(x: Pair) -> Pair {
    const HALVINGS: u32 = 8;
    let twos = libm::rint(x.high / LN_2.high);
    let rest = x.plus(LN_2.times(Pair::from(-twos))).scaled(1.0 / f64::from(1 << HALVINGS));
    let mut series = Pair::ONE;
    for n in (2..=11).rev() {
        series = Pair::ONE.plus(rest.times(series).by(f64::from(n)));
    }
    // What it is beyond 1, which keeps its last bits while it is doubled.
    let mut beyond = rest.times(series);
    for _ in 0..HALVINGS {
        beyond = beyond.scaled(2.0).plus(beyond.times(beyond));
    }
    Pair::ONE.plus(beyond).scaled(libm::scalbn(1.0, twos as i32))
}

/// The cosine of an angle in radians.
pub(super) fn cos(x: f64) -> f64 {
    let turns = libm::rint(x / QUARTER[0]);
    if !(turns.abs() < 1e9) {
        return libm::cos(x);
    }
    let mut rest = Pair::from(x);
    for part in QUARTER {
        rest = rest.plus(product(-turns, part));
    }
    // 1 − r²/2! + …, or r − r³/3! + …: each quarter turn makes the one of the other.
    let quarters = turns.rem_euclid(4.0) as u32;
    let (first, odd) = if quarters % 2 == 0 { (Pair::ONE, 0) } else { (rest, 1) };
    let square = rest.times(rest).scaled(-1.0);
    let mut series = Pair::ONE;
    for n in (1..=15).rev() {
        let n = 2 * n + odd;
        series = Pair::ONE.plus(square.times(series).by(f64::from(n * (n - 1))));
    }
    let cos = first.times(series).scaled(if matches!(quarters, 0 | 3) { 1.0 } else { -1.0 });
    cos.high + cos.low
}
