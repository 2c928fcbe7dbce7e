//! One axis of a chart: a safe range of numbers, where each stands on it, its ticks and their
//! labels.
//!
//! A run that diverges hands over NaN, infinities and differences that overflow. [`Axis`] is the
//! one place that meets them: whatever it is made from, its ends are finite and apart, and it has
//! at most [`Axis::MOST_TICKS`] ticks. It knows numbers from 0 to 1 and nothing of pixels.

use crate::number::decimal;

/// What is nearer to zero than this is zero to an axis: its ticks must not become subnormal.
const TINY: f64 = 1e-290;

/// Ends are cut here, so that no difference of two numbers on an axis overflows.
const HUGE: f64 = 1e300;

/// The least width of an axis against its distance from zero: some eight steps of an f32. What
/// varies less is rounding, and its ticks would need more digits than a label has room for.
const NARROW: f64 = 1e-6;

/// The least and the largest number above zero on a logarithmic axis.
const LEAST_LOG: f64 = 1e-200;

/// The room for zero below the first decade of a logarithmic axis: so many decades, and at least so much of them all.
const FOR_ZERO: (f64, f64) = (0.5, 0.12);

/// Stands between thousands, in every language.
const THIN_SPACE: char = '\u{2009}';

/// A range of numbers to draw against, from `min` at the fraction 0 to `max` at 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    min: f64,
    max: f64,
    scale: Scale,
}

/// How numbers are spread over an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Scale {
    Linear,
    /// Linear, and only whole numbers mean anything.
    Whole,
    /// By their logarithms. What is not above the beginning stands at the beginning.
    Log {
        /// How many decades of its beginning are the room for zero, which has no logarithm; there the axis is broken.
        zero: f64,
    },
}

/// A number that an axis marks, and how it is written there.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The number: 1, 2 or 5 times a power of ten, times a whole number.
    pub value: f64,
    /// The number with a true minus sign, and thin spaces between thousands from 10,000 on.
    pub label: String,
}

impl Axis {
    /// The most ticks that [`Axis::ticks`] gives.
    pub const MOST_TICKS: usize = 100;
    /// The narrowest axis that holds every finite one of `values`.
    ///
    /// Values that differ by less than a millionth of themselves are shown from zero on, and where
    /// there is nothing but zero, or nothing at all, the axis goes from 0 to 1. Beyond ±1e300 it
    /// is cut.
    pub fn linear(values: &[f64]) -> Axis {
        let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
        for &value in values {
            if value.is_finite() {
                (min, max) = (min.min(value), max.max(value));
            }
        }
        (min, max) = (min.clamp(-HUGE, HUGE), max.clamp(-HUGE, HUGE));
        let far = min.abs().max(max.abs());
        if min > max || far < TINY {
            (min, max) = (0.0, 1.0);
        } else if max - min < NARROW * far {
            (min, max) = (min.min(0.0), max.max(0.0));
        }
        Axis { min, max, scale: Scale::Linear }
    }

    /// The axis of epochs 0 to `last` (0 to 1 if that is 0), which has ticks at whole numbers only.
    pub fn epochs(last: usize) -> Axis {
        Axis { min: 0.0, max: last.max(1) as f64, scale: Scale::Whole }
    }

    /// The axis of whole powers of ten around `least` and `largest`, both above 0. With `zero`, there is room below
    /// them: its beginning stands for zero, which has no logarithm and is no decade. Where there is nothing above
    /// 0, the axis goes from 0.1 to 1.
    pub fn logarithmic(least: Option<f64>, largest: f64, zero: bool) -> Axis {
        let largest = if largest.is_finite() && largest > TINY { largest.min(HUGE) } else { 1.0 };
        let largest = largest.max(LEAST_LOG);
        let end = largest.log10().ceil() as i32;
        let least = least.map_or(largest, |least| least.max(LEAST_LOG)).min(largest);
        let start = (least.log10().floor() as i32).min(end - 1);
        let (decades, share) = FOR_ZERO;
        let zero = if zero { decades.max(share * f64::from(end - start)) } else { 0.0 };
        let min = decimal(1, start) / libm::pow(10.0, zero);
        Axis { min, max: decimal(1, end), scale: Scale::Log { zero } }
    }

    /// The number at its beginning.
    pub fn min(&self) -> f64 {
        self.min
    }

    /// The number at its end, larger than [`Axis::min`].
    pub fn max(&self) -> f64 {
        self.max
    }

    /// Where `value` stands: 0 at the beginning, 1 at the end, less or more outside of it (as far
    /// as infinity), NaN for NaN.
    pub fn fraction(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Log { .. } if value <= self.min => 0.0,
            Scale::Log { .. } => (value.log10() - self.min.log10()) / self.decades(),
            _ => (value - self.min) / (self.max - self.min),
        }
    }

    /// The number that stands at `fraction`; the inverse of [`Axis::fraction`] to rounding.
    pub fn value(&self, fraction: f64) -> f64 {
        match self.scale {
            Scale::Log { .. } => libm::pow(10.0, self.min.log10() + fraction * self.decades()),
            _ => self.min + fraction * (self.max - self.min),
        }
    }

    /// Whether `value` has a place between the ends. On a logarithmic axis that begins with zero,
    /// everything small has.
    pub fn shows(&self, value: f64) -> bool {
        let least = if self.breaks().is_some() { f64::NEG_INFINITY } else { self.min };
        (least..=self.max).contains(&value)
    }

    /// The middle of the room for zero on a logarithmic axis that has one: there it is broken.
    pub fn breaks(&self) -> Option<f64> {
        match self.scale {
            Scale::Log { zero } if zero > 0.0 => Some(zero / 2.0 / self.decades()),
            _ => None,
        }
    }

    /// How many decades a logarithmic axis spans.
    fn decades(&self) -> f64 {
        self.max.log10() - self.min.log10()
    }

    /// Whether `value` has a place of its own: on a logarithmic axis what is not above zero has none.
    pub fn measures(&self, value: f64) -> bool {
        value > 0.0 || !matches!(self.scale, Scale::Log { .. })
    }

    /// The ticks from beginning to end, the closest together that leave at least `gap` from one to
    /// the next. `gap` is a fraction of the axis; above 2/5 there may be no tick at all. All are
    /// written alike: with as many decimals, or with one exponent.
    pub fn ticks(&self, gap: f64) -> Vec<Tick> {
        let gap = gap.max(1.0 / (Self::MOST_TICKS - 1) as f64).min(1.0);
        if let Scale::Log { zero } = self.scale {
            return self.powers(gap, zero);
        }
        let whole = self.scale == Scale::Whole;
        let least = gap * (self.max - self.min);
        let (factor, exponent) = nice_step(if whole { least.max(1.0) } else { least });
        let step = decimal(factor, exponent);
        // The tolerance keeps a tick at an end that division has put a hair outside.
        let first = (self.min / step - 1e-9).ceil() as i64 * factor;
        let last = (self.max / step + 1e-9).floor() as i64 * factor;
        let largest = first.unsigned_abs().max(last.unsigned_abs());
        // A whole number is counted, not measured: it is spelled out for longer.
        let writing = Writing::new(largest, exponent, if whole { 9 } else { 6 });
        let mut ticks = Vec::new();
        let mut n = first;
        while n <= last {
            ticks.push(Tick { value: decimal(n, exponent), label: writing.write(n) });
            n += factor;
        }
        ticks
    }

    /// The ticks of a logarithmic axis: every power of ten, or every second, third, …; and zero, for which so many decades
    /// are the room.
    fn powers(&self, gap: f64, zero: f64) -> Vec<Tick> {
        let first = (self.min.log10() + zero).round() as i32;
        let last = self.max.log10().round() as i32;
        let apart = gap * self.decades() - 1e-9;
        let every = apart.ceil().max(1.0) as i32;
        let spelled = first >= -4 && last <= 5;
        let label = |exponent: i32| match exponent {
            e if spelled => Writing::new(1, e, 9).write(1),
            e => "1e".to_owned() + &signed(e),
        };
        // Counted from the upper end, so that the largest power is always named.
        let mut ticks = Vec::new();
        let mut exponent = last;
        while exponent >= first && (zero == 0.0 || f64::from(exponent - first) + zero >= apart) {
            ticks.push(Tick { value: decimal(1, exponent), label: label(exponent) });
            exponent -= every;
        }
        if zero > 0.0 {
            ticks.push(Tick { value: 0.0, label: "0".to_owned() });
        }
        ticks.reverse();
        ticks
    }
}

/// The smallest 1, 2 or 5 × 10ᵏ that is at least `least`, as its factor and k.
fn nice_step(least: f64) -> (i64, i32) {
    let exponent = least.log10().floor() as i32;
    for factor in [1, 2, 5] {
        if decimal(factor, exponent) >= least * (1.0 - 1e-9) {
            return (factor, exponent);
        }
    }
    (1, exponent + 1)
}

/// How all numbers n × 10ᵏ of one axis are written. Digits come from the whole number n, so that
/// no two ticks can look alike and none is rounded.
struct Writing {
    /// The power of ten k.
    exponent: i32,
    /// The power of ten behind the e, if there is one.
    shown: Option<i32>,
    /// Whether thousands are set apart.
    grouped: bool,
}

impl Writing {
    /// Chooses for numbers up to `largest` × 10ᵏ: spelled out where that takes at most `room`
    /// characters, or no more than with an exponent.
    fn new(largest: u64, exponent: i32, room: i32) -> Writing {
        let digits = largest.checked_ilog10().unwrap_or(0) as i32 + 1;
        let plain = if exponent < 0 { digits.max(1 - exponent) + 1 } else { digits + exponent };
        let leading = digits - 1 + exponent;
        let scientific = digits + i32::from(digits > 1) + 1 + leading.to_string().len() as i32;
        let shown = (plain > room.max(scientific)).then_some(leading);
        Writing { exponent, shown, grouped: digits + exponent > 4 }
    }

    fn write(&self, n: i64) -> String {
        if n == 0 {
            return "0".to_string(); // A zero needs no decimals.
        }
        let places = (self.shown.unwrap_or(0) - self.exponent).max(0) as usize;
        let mut text = n.unsigned_abs().to_string();
        while text.len() <= places {
            text.insert(0, '0');
        }
        let point = text.len() - places;
        if places > 0 {
            text.insert(point, '.');
        }
        if let Some(exponent) = self.shown {
            text = text + "e" + &signed(exponent);
        } else {
            let zeros = self.exponent.max(0) as usize;
            for _ in 0..zeros {
                text.push('0');
            }
            let mut thousands = if self.grouped { point + zeros } else { 0 };
            while thousands > 3 {
                thousands -= 3;
                text.insert(thousands, THIN_SPACE);
            }
        }
        if n < 0 {
            text.insert(0, '−');
        }
        text
    }
}

/// A whole number with a true minus sign.
fn signed(n: i32) -> String {
    let digits = n.unsigned_abs().to_string();
    if n < 0 { "−".to_owned() + &digits } else { digits }
}
