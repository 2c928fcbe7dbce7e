//! The kinds of settings: how a text becomes a value, and a value a text.

use crate::model::Criterion;
use crate::number::{decimal, few, meant, parse, readings, short};
use crate::optim::schedule::{self, Plan};
use crate::optim::{Algorithm, TABLE};
use crate::training::Position;

use super::Problem;

/// What a text says: a value, with what there is to say about it if it is not quite what was
/// given, or why it says none.
pub(super) type Reading<T> = Result<(T, Option<Problem>), Problem>;

/// What texts a setting takes, for whoever builds a control or a sentence from it.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Numbers with commas between them, or else semicolons or blanks.
    List,
    /// Names of columns.
    Columns,
    /// Rows of columns, or the name of an example set.
    Table,
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
    /// An expression of inputs and of parameters.
    Formula,
    /// One of PyTorch's losses, as its constructor.
    Loss,
    /// One of PyTorch's optimizers, as its constructor, or `manual`.
    Optimizer,
    /// One of PyTorch's schedules of the learning rate, as its constructor, or `none`.
    Scheduler,
    /// Names of parameters, each with its number, separated by commas or semicolons.
    Starts,
    /// Names of two parameters.
    Pair,
}

impl Kind {
    /// The kind's name.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::List => "list",
            Kind::Table => "table",
            Kind::Columns => "columns",
            Kind::Number { .. } => "number",
            Kind::Whole { .. } => "integer",
            Kind::Choice(_) => "choice",
            Kind::Names(_) => "names",
            Kind::Phase => "phase",
            Kind::Pins => "pins",
            Kind::Formula => "formula",
            Kind::Loss => "loss",
            Kind::Optimizer => "optimizer",
            Kind::Scheduler => "scheduler",
            Kind::Starts => "starts",
            Kind::Pair => "pair",
        }
    }

    /// What is allowed, in English.
    pub fn allowed(&self) -> String {
        match self {
            Kind::List => "numbers separated by commas".to_owned(),
            Kind::Columns => "names of columns, as `x,y`, or `all`".to_owned(),
            Kind::Table => "rows, as `1,2;2,4`, or an example set".to_owned(),
            Kind::Number { min, max, .. } => {
                format!("a number from {} to {}", short(*min), short(*max))
            }
            Kind::Whole { min, max, .. } => format!("a whole number from {min} to {max}"),
            Kind::Choice(names) => quoted(names).join(" or "),
            Kind::Names(names) => format!("any of {}, or `all`", quoted(names).join(", ")),
            Kind::Phase => "a stage and how many nodes of it, as `gradient.7`".to_owned(),
            Kind::Pins => "up to four runs, as `lr=0.1,gradient=manual;lr=0.14`".to_owned(),
            Kind::Formula => "a formula, as `w*x + b`".to_owned(),
            Kind::Loss => format!("one of {}", quoted_losses()),
            Kind::Optimizer => {
                let names: Vec<_> = TABLE[1..].iter().map(|row| row.constructor.name).collect();
                format!("`{}`, or one of {}", Algorithm::MANUAL, called(&names))
            }
            Kind::Scheduler => {
                let names: Vec<_> = schedule::TABLE.iter().map(|schedule| schedule.name).collect();
                format!("`{}`, or one of {}", Plan::NONE, called(&names))
            }
            Kind::Starts => "names and numbers, as `w=0,b=1`".to_owned(),
            Kind::Pair => "two parameters by name, as `a,b`".to_owned(),
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

/// The losses as their constructors, with every argument that may be given.
fn quoted_losses() -> String {
    let all: Vec<String> = Criterion::all().map(|loss| format!("`{}`", loss.text())).collect();
    all.join(", ")
}

/// Names as one begins to write their constructors.
fn called(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}(…)`")).collect::<Vec<_>>().join(", ")
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

impl<T> NoSlider for Choice<T> {}

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
