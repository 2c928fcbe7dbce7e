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
        if left == 0 || !(LEAST..MOST).contains(&square.high) {
            break;
        }
        square = square.times(square);
    }
    let nearest = power.high + power.low;
    let had = left == 0 && (LEAST..MOST).contains(&nearest);
    if had { nearest } else { libm::pow(x, f64::from(n)) }
}

/// βⁿ for β from 0 to below 1, or 0 where that is less than e⁻⁶⁰: what is compared with 1, or taken n times from a
/// number of about 1/(1 − β), comes to the same.
pub(super) fn fading_power(beta: f64, n: u32) -> f64 {
    // ln β is at most β − 1.
    if f64::from(n) * (1.0 - beta) > 60.0 { 0.0 } else { whole_power(beta, n) }
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
    if turns.is_nan() || turns.abs() > 1e9 {
        return libm::cos(x);
    }
    let mut rest = Pair::from(x);
    for part in QUARTER {
        rest = rest.plus(product(-turns, part));
    }
    // 1 − r²/2! + …, or r − r³/3! + …: each quarter turn makes the one of the other.
    let quarters = turns.rem_euclid(4.0) as u32;
    let (first, odd) = if quarters.is_multiple_of(2) { (Pair::ONE, 0) } else { (rest, 1) };
    let square = rest.times(rest).scaled(-1.0);
    let mut series = Pair::ONE;
    for n in (1..=15).rev() {
        let n = 2 * n + odd;
        series = Pair::ONE.plus(square.times(series).by(f64::from(n * (n - 1))));
    }
    let cos = first.times(series).scaled(if matches!(quarters, 0 | 3) { 1.0 } else { -1.0 });
    cos.high + cos.low
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;

    use super::*;

    /// A positive double as a whole number and the power of two that it is times of.
    fn parts(x: f64) -> (u64, i64) {
        let bits = x.to_bits();
        (bits & ((1 << 52) - 1) | 1 << 52, (bits >> 52) as i64 - 1075)
    }

    /// Whether a double is the nearest to x to the power of up/down, or one of both, in whole numbers.
    fn is_nearest(near: f64, x: f64, [up, down]: [u32; 2]) -> bool {
        let (mantissa, twos) = parts(x);
        let (rounded, its_twos) = parts(near);
        // x^up against (near ± half a unit)^down, both times a power of two.
        let shift = twos * i64::from(up) - (its_twos - 1) * i64::from(down);
        let exact = BigUint::from(mantissa).pow(up);
        let [below, above] =
            [2 * rounded - 1, 2 * rounded + 1].map(|bound| BigUint::from(bound).pow(down));
        let by = shift.unsigned_abs();
        if shift >= 0 {
            let exact = exact << by;
            below <= exact && exact <= above
        } else {
            below << by <= exact && exact <= above << by
        }
    }

    #[test]
    fn whole_powers_are_the_nearest_numbers() {
        let mut missed = 0;
        for beta in [0.9, 0.999, 0.8, 0.99, 0.95, 0.3, 1.1] {
            for n in (1..400).chain([1_000, 1_501, 2_000]) {
                if (LEAST..MOST).contains(&libm::pow(beta, f64::from(n))) {
                    let power = whole_power(beta, n);
                    assert!(is_nearest(power, beta, [n, 1]), "{beta} to the power of {n}: {power}");
                    assert_eq!(super::power(beta, f64::from(n)), power);
                    missed += usize::from(libm::pow(beta, f64::from(n)) != power);
                }
            }
        }
        assert!(missed > 200, "what this is for: {missed}");
        assert_eq!([0, 1, 5_000].map(|n| whole_power(0.5, n)), [1.0, 0.5, 0.0]);
        assert_eq!([whole_power(0.0, 0), whole_power(0.0, 3), whole_power(10.0, 400)], {
            [1.0, 0.0, f64::INFINITY]
        });
    }

    #[test]
    fn what_fades_is_dropped_where_it_no_longer_counts() {
        for beta in [0.0, 0.5, 0.9, 0.999, 0.9999] {
            for n in [1, 30, 600, 700, 59_000, 61_000, 590_000, 610_000] {
                let (power, fading) = (whole_power(beta, n), fading_power(beta, n));
                assert!(fading == power || fading == 0.0 && power < 1e-26, "{beta}, {n}");
                assert_eq!(1.0 - fading, 1.0 - power);
                let most = 2.0 / (1.0 - beta) - 1.0;
                let seen = |power: f64| most - 2.0 * f64::from(n) * power / (1.0 - power);
                assert_eq!(seen(fading), seen(power), "{beta}, {n}");
            }
        }
        assert_eq!(fading_power(0.9, 601), 0.0);
    }

    #[test]
    fn parts_of_powers_are_the_nearest_numbers() {
        let mut missed = 0;
        for n in 1..3_000 {
            let x = 1.0 + f64::from(n) * 1e-4;
            for (y, parts) in [(0.75, [3, 4]), (1.5, [3, 2]), (0.5, [1, 2])] {
                let power = power(x, y);
                assert!(is_nearest(power, x, parts), "{x} to the power of {y}: {power}");
                missed += usize::from(libm::pow(x, y) != power);
            }
        }
        assert!(missed > 200, "what this is for: {missed}");
        assert_eq!(power(1.0, 0.3), 1.0);
        assert_eq!([power(0.0, 0.5), power(f64::INFINITY, 0.5)], [0.0, f64::INFINITY]);
    }

    #[test]
    fn what_has_been_computed_to_ninety_digits_is_rounded_correctly() {
        for (y, nearest) in [
            (7.516, 0.7357844199658087),
            (74.7, 0.047387206552707055),
            (39.524, 0.19919948654534606),
        ] {
            assert_eq!(power(0.96, y), nearest);
            assert!(libm::pow(0.96, y) != nearest, "what this is for");
        }
        for (angle, nearest) in [
            (3.7699111843077517, -0.8090169943749476),
            (8.853579296480326, -0.8412535328311812),
            (5.543987035746693, 0.7390089172206585),
            (8.60523205113726, -0.6825531432186548),
        ] {
            assert_eq!(cos(angle), nearest);
            assert!(libm::cos(angle) != nearest, "what this is for");
        }
        let right = std::f64::consts::FRAC_PI_2;
        assert_eq!([cos(0.0), cos(2.0 * right), cos(right)], [1.0, -1.0, 6.123233995736766e-17]);
        assert!(cos(f64::INFINITY).is_nan() && cos(f64::NAN).is_nan());
    }
}
