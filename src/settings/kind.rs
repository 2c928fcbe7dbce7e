//! The kinds of settings: how a text becomes a value, and a value a text.

use crate::model::Criterion;
use crate::number::{meant, readings, short};
use crate::optim::schedule::{self, Plan};
use crate::optim::{Algorithm, TABLE};
use crate::training::Position;

use super::{Problem, Slider};

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
