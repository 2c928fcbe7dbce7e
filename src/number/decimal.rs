//! Decimals as doubles: the nearest one, of two as near the even.
//!
//! Rust's own reader does the same, by tables of 10 kB that nothing compresses; readers that make do without have
//! been seen to take the wrong one of two doubles. Most decimals are two numbers that a double holds exactly, and one
//! rounding of their product or quotient. Of the others a guess is corrected, double by double, by comparing the
//! decimal with the middle between two of them in whole numbers: AlgorithmR of Clinger, *How to read floating point
//! numbers accurately*, 1990.

use std::cmp::Ordering;

use num_bigint::BigUint;

/// More digits than these tell nothing but that there is more: a middle between two doubles has at most 767.
const MOST: usize = 768;

/// So many digits are enough for a guess.
const GUESS: usize = 17;

/// The greatest power of five that fits into 32 bits.
const FIVES: u32 = 13;

/// The greatest whole number up to which each is a double, and the greatest power of ten that is one.
const EXACT: (u64, i32) = (1 << 53, 22);

/// The double nearest to a decimal as Rust writes one, `-1.5e-7`; beyond the range of doubles ∞. `None` for any other
/// text.
pub(super) fn read(text: &str) -> Option<f64> {
    let (unsigned, sign) = match text.as_bytes() {
        [b'-', rest @ ..] => (rest, -1.0),
        [b'+', rest @ ..] => (rest, 1.0),
        all => (all, 1.0),
    };
    let end = unsigned.iter().position(|byte| matches!(byte, b'e' | b'E'));
    let (mantissa, mut exponent) = match end {
        Some(end) => (&unsigned[..end], whole(&unsigned[end + 1..])?),
        None => (unsigned, 0),
    };
    let (mut value, mut digits, mut points) = (0u64, 0, 0);
    for &byte in mantissa {
        match byte {
            b'0'..=b'9' => {
                value = value.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
                digits += 1;
                exponent -= points;
            }
            b'.' if points == 0 => points = 1,
            _ => return None,
        }
    }
    if digits == 0 {
        return None;
    }
    let exact = value <= EXACT.0 && exponent.abs() <= EXACT.1;
    Some(sign * if exact { scaled(value as f64, exponent) } else { nearest(mantissa, exponent) })
}

/// A whole number with a sign; of one beyond all measure, as many as no double has room for.
fn whole(text: &[u8]) -> Option<i32> {
    let (digits, sign) = match text {
        [b'-', rest @ ..] => (rest, -1),
        [b'+', rest @ ..] => (rest, 1),
        all => (all, 1),
    };
    let mut value = 0i32;
    for &byte in digits {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value.saturating_mul(10).saturating_add(i32::from(byte - b'0')).min(1 << 24);
    }
    (!digits.is_empty()).then_some(sign * value)
}

/// Times a power of ten, with one rounding where that is a double.
fn scaled(value: f64, exponent: i32) -> f64 {
    let power = 10f64.powi(exponent.abs());
    if exponent < 0 { value / power } else { value * power }
}

/// The double nearest to these digits times a power of ten.
fn nearest(mantissa: &[u8], exponent: i32) -> f64 {
    let digits = mantissa.iter().filter(|byte| **byte != b'.').map(|byte| byte - b'0');
    let digits: Vec<u8> = digits.skip_while(|&digit| digit == 0).collect();
    let magnitude = exponent + digits.len() as i32;
    if digits.is_empty() || magnitude < -330 {
        return 0.0;
    }
    if magnitude > 310 {
        return f64::INFINITY;
    }
    let first = &digits[..digits.len().min(GUESS)];
    let guess = first.iter().fold(0.0, |sum, &digit| 10.0 * sum + f64::from(digit));
    let (power, half) = (magnitude - first.len() as i32, magnitude / 2);
    let mut value = scaled(scaled(guess, power - half), half).min(f64::MAX);
    let decimal = Decimal::new(&digits, magnitude);
    loop {
        let above = value.next_up();
        match decimal.cmp_middle_above(value) {
            Ordering::Greater if above.is_infinite() => return above,
            Ordering::Greater => value = above,
            Ordering::Equal => return if value.to_bits() % 2 == 0 { value } else { above },
            Ordering::Less if value == 0.0 => return value,
            Ordering::Less => match decimal.cmp_middle_above(value.next_down()) {
                Ordering::Greater => return value,
                Ordering::Equal if value.to_bits() % 2 == 0 => return value,
                _ => value = value.next_down(),
            },
        }
    }
}

/// A whole number times a power of ten.
struct Decimal {
    /// The number, already times the power of five that is one.
    number: BigUint,
    exponent: i32,
}

impl Decimal {
    /// 0.d₁d₂d₃… · 10ᵐ.
    fn new(digits: &[u8], magnitude: i32) -> Decimal {
        let (told, rest) = digits.split_at(digits.len().min(MOST));
        let more = u8::from(rest.iter().any(|&digit| digit > 0));
        let mut number = BigUint::ZERO;
        for &digit in told.iter().chain([&more]) {
            number *= 10u32;
            number += u32::from(digit);
        }
        let exponent = magnitude - told.len() as i32 - 1;
        Decimal { number: times_five(number, exponent), exponent }
    }

    /// How it compares with the middle between a double that is not negative and the next one.
    fn cmp_middle_above(&self, value: f64) -> Ordering {
        let bits = value.to_bits();
        let (place, fraction) = ((bits >> 52) as i32, bits & ((1 << 52) - 1));
        let whole = if place == 0 { fraction } else { fraction | 1 << 52 };
        let middle = times_five(BigUint::from(2 * whole + 1), -self.exponent);
        // The power of two of the decimal, less that of the middle.
        let up = self.exponent - (place.max(1) - 1076);
        let by = up.unsigned_abs();
        if up < 0 { self.number.cmp(&(middle << by)) } else { (&self.number << by).cmp(&middle) }
    }
}

/// Times five, so many times; as it is where that is negative.
fn times_five(mut number: BigUint, times: i32) -> BigUint {
    let mut left = u32::try_from(times).unwrap_or(0);
    while left > 0 {
        let some = left.min(FIVES);
        number *= 5u32.pow(some);
        left -= some;
    }
    number
}
