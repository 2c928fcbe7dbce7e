//! The kinds of settings: how a text becomes a value, and a value a text.

use crate::number::{bare, decimal, few, list, meant, parse, readings, short};
use crate::training::{DataError, MAX_POINTS, Position};

use super::Problem;

/// What a text says: a value, with what there is to say about it if it is not quite what was
/// given, or why it says none.
pub(super) type Reading<T> = Result<(T, Option<Problem>), Problem>;

/// What texts a setting takes, for whoever builds a control or a sentence from it.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Numbers with commas between them, or else semicolons or blanks.
    List,
    /// A number within the bounds, both allowed.
    Number {
        /// The least.
        min: f64,
        /// The greatest.
        max: f64,
        /// The slider that goes with it, if any.
        slider: Option<Slider>,
    },
    /// A whole number within the bounds, both allowed.
    Whole {
        /// The least.
        min: usize,
        /// The greatest.
        max: usize,
        /// The slider that goes with it, if any.
        slider: Option<Slider>,
    },
    /// One of these words.
    Choice(Vec<&'static str>),
    /// Any of these words, separated by spaces or commas, or `all`.
    Names(Vec<&'static str>),
    /// A place within a step: a stage, and how many of its nodes are behind, or nothing.
    Phase,
    /// Runs, each by its rate and what else it has of its own.
    Pins,
    /// An expression of the input x and of parameters.
    Formula,
    /// Names of parameters, each with its number, separated by commas or semicolons.
    Starts,
}

impl Kind {
    /// The kind's name.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::List => "list",
            Kind::Number { .. } => "number",
            Kind::Whole { .. } => "integer",
            Kind::Choice(_) => "choice",
            Kind::Names(_) => "names",
            Kind::Phase => "phase",
            Kind::Pins => "pins",
            Kind::Formula => "formula",
            Kind::Starts => "starts",
        }
    }

    /// What is allowed, in English.
    pub fn allowed(&self) -> String {
        match self {
            Kind::List => "numbers separated by commas".to_owned(),
            Kind::Number { min, max, .. } => {
                format!("a number from {} to {}", short(*min), short(*max))
            }
            Kind::Whole { min, max, .. } => format!("a whole number from {min} to {max}"),
            Kind::Choice(names) => quoted(names).join(" or "),
            Kind::Names(names) => format!("any of {}, or `all`", quoted(names).join(", ")),
            Kind::Phase => "a stage and how many nodes of it, as `gradient.7`".to_owned(),
            Kind::Pins => "up to four runs, as `lr=0.1,gradient=manual;lr=0.14`".to_owned(),
            Kind::Formula => "a formula, as `w*x + b`".to_owned(),
            Kind::Starts => "names and numbers, as `w=0,b=1`".to_owned(),
        }
    }

    /// The slider that goes with the setting, if any.
    pub fn slider(&self) -> Option<&Slider> {
        match self {
            Kind::Number { slider, .. } | Kind::Whole { slider, .. } => slider.as_ref(),
            _ => None,
        }
    }
}

fn quoted(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("`{name}`")).collect()
}

/// The stops of a slider, logarithmic or about a limit. They are round numbers, so that each press of
/// an arrow key changes the number as little as one would say it aloud.
#[derive(Clone, Debug, PartialEq)]
pub struct Slider {
    stops: Vec<f64>,
}

impl Slider {
    /// Stops from 10^`low` to 10^`high`; only whole numbers if `whole`.
    fn new((low, high): (i32, i32), whole: bool) -> Self {
        let mut stops = Vec::new();
        for exponent in low - 1..high - 1 {
            for mantissa in 10..100 {
                let stop = decimal(mantissa, exponent);
                if !whole || stop.fract() == 0.0 {
                    stops.push(stop);
                }
            }
        }
        stops.push(decimal(1, high));
        Slider { stops }
    }

    /// Stops measured in a limit: the middle half runs evenly from half of it to one and a half, the
    /// quarters beside it are logarithmic, over two to three powers of ten each. So the limit is in the
    /// middle, whatever it is. `None` if there is no room for that between the bounds.
    pub fn around(limit: f64, (min, max): (f64, f64)) -> Option<Slider> {
        let (low, high) = (0.5 * limit, 1.5 * limit);
        let (below, above) = (low / min, max / high);
        if !(below >= 100.0 && above >= 100.0) {
            return None;
        }
        let (below, above) = (below.log10().min(3.0), above.log10().min(3.0));
        // Steps of one, two or five, a hundred or two of them to the limit.
        let exponent = (limit / 100.0).log10().floor() as i32;
        let times = match limit / 100.0 / decimal(1, exponent) {
            ratio if ratio < 2.0 => 1,
            ratio if ratio < 5.0 => 2,
            _ => 5,
        };
        let step = decimal(times, exponent);
        let (first, last) = ((low / step).ceil() as i64, (high / step).floor() as i64);
        let quarter = (last - first) / 2;
        let mut stops = Vec::new();
        for k in -quarter..=last - first + quarter {
            let stop = match k {
                _ if k < 0 => low * libm::pow(10.0, below * k as f64 / quarter as f64),
                _ if k > last - first => {
                    let beyond = (k - (last - first)) as f64 / quarter as f64;
                    high * libm::pow(10.0, above * beyond)
                }
                _ => decimal((first + k) * times, exponent),
            };
            // Two digits are enough where each stop is a tenth more than the last.
            let evenly = (0..=last - first).contains(&k);
            let stop = if evenly { stop } else { parse(&few(stop, 2)).unwrap_or(stop) };
            if stop >= min && stop <= max && stops.last().is_none_or(|&last| last < stop) {
                stops.push(stop);
            }
        }
        Some(Slider { stops })
    }

    /// How many stops there are.
    #[allow(clippy::len_without_is_empty, reason = "a slider is never empty")]
    pub fn len(&self) -> usize {
        self.stops.len()
    }

    /// The number at a stop; at the last one for any beyond.
    pub fn value(&self, stop: usize) -> f64 {
        self.stops[stop.min(self.stops.len() - 1)]
    }

    /// Where a number stands between the first stop and the last, as a fraction of the slider.
    pub fn fraction(&self, value: f64) -> f64 {
        let above = self.stops.partition_point(|&stop| stop < value).min(self.stops.len() - 1);
        let below = above.saturating_sub(1);
        let (from, to) = (self.stops[below], self.stops[above]);
        let between = if to > from { ((value - from) / (to - from)).clamp(0.0, 1.0) } else { 0.0 };
        (below as f64 + between) / (self.stops.len() - 1) as f64
    }

    /// The stop nearest to a number.
    pub fn stop(&self, value: f64) -> usize {
        let above = self.stops.partition_point(|&stop| stop < value).min(self.stops.len() - 1);
        let below = above.saturating_sub(1);
        if value - self.stops[below] < self.stops[above] - value { below } else { above }
    }
}

/// A kind whose settings have no slider.
pub(super) trait NoSlider {
    fn slider(&self) -> Option<Slider> {
        None
    }
}

impl NoSlider for List {}
impl<T> NoSlider for Choice<T> {}

/// `1,2,3` → the numbers.
pub(super) struct List;

impl List {
    pub fn describe(&self) -> Kind {
        Kind::List
    }

    pub fn show(&self, values: &[f64]) -> String {
        list(values)
    }

    /// Reads all numbers or none, and none of more than a dataset has. Commas part them, or else
    /// semicolons and blanks: of both at once, one may be a decimal comma.
    pub fn read(&self, text: &str) -> Reading<Vec<f64>> {
        let text = bare(text);
        let points = parts(text).count();
        if points > MAX_POINTS {
            return Err(Problem::Points(DataError::TooMany { points }));
        }
        let mut values = Vec::new();
        if text.is_empty() {
            return Ok((values, None));
        }
        if unclear(text) {
            return Err(Problem::Unclear(Vec::new()));
        }
        let bytes = text.as_bytes();
        let comma = bytes.contains(&b',');
        let ends = if comma { b',' } else { b';' };
        // Where this number began, and whether there is none yet since the last comma or semicolon.
        let (mut start, mut missing) = (0, true);
        for at in 0..=bytes.len() {
            let byte = bytes.get(at).copied();
            let blank = byte.is_none_or(|byte| !comma && byte.is_ascii_whitespace());
            if !blank && byte != Some(ends) {
                continue;
            }
            let word = bare(text.get(start..at).unwrap_or_default());
            start = at + 1;
            if !word.is_empty() {
                values.push(number(word)?);
            } else if missing && !blank {
                return Err(Problem::Malformed);
            }
            missing = !blank || (missing && word.is_empty());
        }
        Ok((values, None))
    }
}

/// One of a list. What has no letter may be several.
fn number(part: &str) -> Result<f64, Problem> {
    match meant(part) {
        Ok(value) if value.is_finite() => Ok(value),
        Err(_) if !part.bytes().any(|byte| byte.is_ascii_alphabetic()) => {
            Err(Problem::Unclear(Vec::new()))
        }
        _ => Err(Problem::Malformed),
    }
}

/// Whether what parts the numbers of a list may be meant to part the digits of one: commas between digits where
/// others stand beside a blank, and blanks before three digits. Commas at the end of a line may only break a list
/// that is long.
fn unclear(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut run, mut longest, mut blank, mut line) = (0, 0, false, false);
    // The digits before the point, of this number and, where a blank is between, of the one before.
    let (mut size, mut last, mut whole, mut threes) = (0, 0, true, false);
    for (at, byte) in bytes.iter().chain(b"\n").enumerate() {
        match byte {
            b'0'..=b'9' => size += usize::from(whole),
            b'.' => whole = false,
            _ => {
                threes |= size == 3 && (1..=3).contains(&last);
                last = if *byte == b' ' && size == 0 {
                    last
                } else {
                    size * usize::from(*byte == b' ' && whole)
                };
                (size, whole) = (0, true);
            }
        }
        if *byte == b',' {
            run += 1;
            for beside in [at.wrapping_sub(1), at + 1] {
                match bytes.get(beside) {
                    Some(b'\n' | b'\r') => (run, line) = (0, true),
                    Some(b' ' | b'\t') => (run, blank) = (0, true),
                    _ => {}
                }
            }
            longest = longest.max(run);
        }
    }
    threes || (blank && longest > 0) || (line && longest == 1)
}

/// What stands between commas, semicolons and blanks.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let separator = |c: char| matches!(c, ',' | ';') || c.is_whitespace();
    text.split(separator).filter(|part| !part.is_empty())
}

/// A number within bounds.
pub(super) struct Number {
    pub min: f64,
    pub max: f64,
    pub slider: Option<(i32, i32)>,
}

impl Number {
    pub fn describe(&self) -> Kind {
        Kind::Number { min: self.min, max: self.max, slider: self.slider() }
    }

    pub fn slider(&self) -> Option<Slider> {
        Some(Slider::new(self.slider?, false))
    }

    pub fn show(&self, value: &f64) -> String {
        short(*value)
    }

    pub fn read(&self, text: &str) -> Reading<f64> {
        let given = meant(text).map_err(unread)?;
        let problem = match given {
            g if g < self.min => Some(Problem::Below(self.min)),
            g if g > self.max => Some(Problem::Above(self.max)),
            _ => None,
        };
        Ok((given.clamp(self.min, self.max), problem))
    }
}

/// Why no number was read from a text with these readings.
fn unread(readings: Vec<f64>) -> Problem {
    if readings.is_empty() { Problem::Malformed } else { Problem::Unclear(readings) }
}

/// A whole number within bounds.
pub(super) struct Whole {
    pub min: usize,
    pub max: usize,
    pub slider: Option<(i32, i32)>,
}

impl Whole {
    pub fn describe(&self) -> Kind {
        Kind::Whole { min: self.min, max: self.max, slider: self.slider() }
    }

    pub fn slider(&self) -> Option<Slider> {
        Some(Slider::new(self.slider?, true))
    }

    pub fn show(&self, value: &usize) -> String {
        value.to_string()
    }

    /// Also takes `1e3` and `20.0`: what counts is the number. A point before three digits, as in
    /// `10.000`, may part thousands.
    pub fn read(&self, text: &str) -> Reading<usize> {
        let readings = readings(text, true);
        if !readings.is_empty() {
            return Err(unread(readings));
        }
        let bounds = Number { min: self.min as f64, max: self.max as f64, slider: None };
        match bounds.read(text) {
            Ok((number, problem)) if number.fract() == 0.0 => Ok((number as usize, problem)),
            Err(problem) => Err(problem),
            _ => Err(Problem::Malformed),
        }
    }
}

/// One of some words, each standing for a value.
pub(super) struct Choice<T: 'static>(pub &'static [(&'static str, T)]);

impl<T: Copy + PartialEq> Choice<T> {
    pub fn describe(&self) -> Kind {
        Kind::Choice(self.0.iter().map(|&(name, _)| name).collect())
    }

    pub fn show(&self, value: &T) -> String {
        for (name, named) in self.0 {
            if named == value {
                return (*name).to_owned();
            }
        }
        String::new()
    }

    pub fn read(&self, text: &str) -> Reading<T> {
        for &(name, value) in self.0 {
            if is_called(name, text) {
                return Ok((value, None));
            }
        }
        Err(Problem::Malformed)
    }
}

/// Whether a text is this name, in capitals or not. Said once for choices of any kind.
#[inline(never)]
fn is_called(name: &str, text: &str) -> bool {
    name.eq_ignore_ascii_case(text.trim())
}

/// A place within a step, as `gradient.7`.
pub(super) struct Phase;

impl NoSlider for Phase {}

impl Phase {
    pub fn describe(&self) -> Kind {
        Kind::Phase
    }

    pub fn show(&self, value: &Position) -> String {
        value.phase()
    }

    pub fn read(&self, text: &str) -> Reading<Position> {
        Position::parse(0, text).map(|position| (position, None)).ok_or(Problem::Malformed)
    }
}
