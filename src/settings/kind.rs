//! The kinds of settings: how a text becomes a value, and a value a text.

use crate::number::{parse, short};

use super::Problem;

/// What texts a setting takes, for whoever builds a control or a sentence from it.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Numbers separated by commas, semicolons or spaces.
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

/// The stops of a logarithmic slider: every number of two significant digits, so that each press
/// of an arrow key changes the number as little as one would say it aloud.
#[derive(Clone, Debug, PartialEq)]
pub struct Slider {
    stops: Vec<f64>,
}

impl Slider {
    /// Stops from 10^`low` to 10^`high`; only whole numbers if `whole`.
    fn new((low, high): (i32, i32), whole: bool) -> Self {
        // Through decimal text, so that a stop is the very double that its digits mean.
        let stop = |mantissa: u32, exponent: i32| {
            let text = format!("{mantissa}e{exponent}");
            parse(&text).expect("internal error: digits and an exponent are a number")
        };
        let decades = (low..high).flat_map(|e| (10..100).map(move |m| stop(m, e - 1)));
        let stops = decades.chain([stop(1, high)]).filter(|s: &f64| !whole || s.fract() == 0.0);
        Slider { stops: stops.collect() }
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

/// `1,2,3` → the numbers.
pub(super) struct List;

impl List {
    pub fn describe(&self) -> Kind {
        Kind::List
    }

    pub fn show(&self, values: &[f64]) -> String {
        values.iter().map(|&v| short(v)).collect::<Vec<_>>().join(",")
    }

    /// Reads all numbers or none. How many there may be is the dataset's to judge.
    pub fn read(&self, text: &str, values: &mut Vec<f64>) -> Result<(), Problem> {
        let separator = |c: char| matches!(c, ',' | ';') || c.is_whitespace();
        let parts = text.split(separator).filter(|part| !part.is_empty());
        *values = parts
            .map(|part| parse(part).filter(|v| v.is_finite()))
            .collect::<Option<_>>()
            .ok_or(Problem::Malformed(self.describe()))?;
        Ok(())
    }
}

/// A number within bounds.
pub(super) struct Number {
    pub min: f64,
    pub max: f64,
    pub slider: Option<(i32, i32)>,
}

impl Number {
    pub fn describe(&self) -> Kind {
        let Number { min, max, slider } = *self;
        Kind::Number { min, max, slider: slider.map(|decades| Slider::new(decades, false)) }
    }

    pub fn show(&self, value: &f64) -> String {
        short(*value)
    }

    pub fn read(&self, text: &str, value: &mut f64) -> Result<(), Problem> {
        let given = parse(text).ok_or_else(|| Problem::Malformed(self.describe()))?;
        *value = given.clamp(self.min, self.max);
        match given {
            g if g < self.min => Err(Problem::Below(self.min)),
            g if g > self.max => Err(Problem::Above(self.max)),
            _ => Ok(()),
        }
    }
}

/// A whole number within bounds.
pub(super) struct Whole {
    pub min: usize,
    pub max: usize,
    pub slider: Option<(i32, i32)>,
}

impl Whole {
    pub fn describe(&self) -> Kind {
        let Whole { min, max, slider } = *self;
        Kind::Whole { min, max, slider: slider.map(|decades| Slider::new(decades, true)) }
    }

    pub fn show(&self, value: &usize) -> String {
        value.to_string()
    }

    /// Also takes `1e3` and `20.0`: what counts is the number.
    pub fn read(&self, text: &str, value: &mut usize) -> Result<(), Problem> {
        let bounds = Number { min: self.min as f64, max: self.max as f64, slider: None };
        let mut number = 0.0;
        let read = bounds.read(text, &mut number);
        if matches!(read, Err(Problem::Malformed(_))) || number.fract() != 0.0 {
            return Err(Problem::Malformed(self.describe()));
        }
        *value = number as usize;
        read
    }
}

/// One of some words, each standing for a value.
pub(super) struct Choice<T: 'static>(pub &'static [(&'static str, T)]);

impl<T: Copy + PartialEq> Choice<T> {
    pub fn describe(&self) -> Kind {
        Kind::Choice(self.0.iter().map(|&(name, _)| name).collect())
    }

    pub fn show(&self, value: &T) -> String {
        let named = self.0.iter().find(|(_, v)| v == value);
        named.map_or("", |(name, _)| name).to_owned()
    }

    pub fn read(&self, text: &str, value: &mut T) -> Result<(), Problem> {
        let wanted = text.trim();
        let found = self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        *value = found.ok_or_else(|| Problem::Malformed(self.describe()))?.1;
        Ok(())
    }
}
