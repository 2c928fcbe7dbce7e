//! What is no formula, and where: codes with arguments for the page, sentences for the rest.

use std::error::Error;
use std::fmt;

/// The largest number of characters of a formula.
pub const MAX_FORMULA: usize = 2_000;
/// How many brackets, signs and powers may stand within each other.
pub const MAX_DEPTH: usize = 100;
/// The largest number of characters of a name.
pub const MAX_NAME: usize = 32;

/// The most of a formula that is said again before the place, in characters.
pub(super) const QUOTED: usize = 40;

/// Why a text is no formula of a [`Model`](super::Model), and where.
#[derive(Clone, Debug, PartialEq)]
pub struct FormulaError {
    /// How many characters stand before the place.
    pub at: usize,
    /// How many stand before its end: the same where it is the formula's end.
    pub end: usize,
    /// The formula up to and with what is wrong there, cut at its beginning to a length that can
    /// be read.
    pub quote: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// There is none.
    Empty,
    /// It has more than [`MAX_FORMULA`] characters.
    TooLong,
    /// More than [`MAX_DEPTH`] brackets, signs or powers stand within each other.
    TooDeep,
    /// It ends where a value was expected.
    End,
    /// It ends with an open parenthesis.
    Unclosed,
    /// This stands where a value was expected.
    Value(String),
    /// An operator is missing between these two: `2` and `x`.
    Operator(String, String),
    /// This closing parenthesis or comma belongs to nothing.
    Unopened(char),
    /// `^`, where Python has `**`.
    Caret,
    /// `=`: only what stands to the right of it is asked for.
    Equals,
    /// A character that no formula has.
    Character(char),
    /// There is no such function; and the one that may be meant.
    Function(String, Option<&'static str>),
    /// A function is given another number of arguments than it takes.
    Arguments {
        /// Its name.
        function: String,
        /// How many it takes.
        takes: usize,
        /// How many there are.
        given: usize,
    },
    /// A function stands without its arguments.
    Uncalled(String),
    /// A name has more than [`MAX_NAME`] characters.
    Name,
    /// A name that means something else: the target `y`, a column of a trace.
    Reserved(String),
    /// `x`, where no column is called so; and how the inputs are called.
    Column(String, String),
    /// Two columns are called so; and what the inputs are called else.
    Ambiguous(String, String),
    /// A number beyond the range of a double.
    Number(String),
    /// A whole number with zeros in front, or one that no double holds; and how to write what is near to it.
    Inexact(String, String),
    /// These numbers have no real and finite value: 1/0.
    Undefined,
    /// No name but x occurs: there is nothing to learn.
    NoParameter,
}

impl Problem {
    /// The problem's name in the message files.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Empty => "empty",
            Problem::TooLong => "too-long",
            Problem::TooDeep => "too-deep",
            Problem::End => "end",
            Problem::Unclosed => "unclosed",
            Problem::Value(_) => "value",
            Problem::Operator(..) => "operator",
            Problem::Unopened(_) => "unopened",
            Problem::Caret => "caret",
            Problem::Equals => "equals",
            Problem::Character(_) => "character",
            Problem::Function(..) => "function",
            Problem::Arguments { .. } => "arguments",
            Problem::Uncalled(_) => "uncalled",
            Problem::Name => "name",
            Problem::Reserved(_) => "reserved",
            Problem::Column(..) => "column",
            Problem::Ambiguous(..) => "ambiguous",
            Problem::Number(_) => "number",
            Problem::Inexact(..) => "inexact",
            Problem::Undefined => "undefined",
            Problem::NoParameter => "no-parameter",
        }
    }

    /// What the sentence of this code has to name, in order.
    pub fn arguments(&self) -> Vec<String> {
        match self {
            Problem::TooLong => vec![MAX_FORMULA.to_string()],
            Problem::TooDeep => vec![MAX_DEPTH.to_string()],
            Problem::Name => vec![MAX_NAME.to_string()],
            Problem::Function(text, meant) => {
                vec![text.clone(), meant.unwrap_or_default().to_owned()]
            }
            Problem::Value(text)
            | Problem::Uncalled(text)
            | Problem::Reserved(text)
            | Problem::Number(text) => vec![text.clone()],
            Problem::Operator(left, right)
            | Problem::Inexact(left, right)
            | Problem::Column(left, right)
            | Problem::Ambiguous(left, right) => {
                vec![left.clone(), right.clone()]
            }
            Problem::Unopened(character) | Problem::Character(character) => {
                vec![character.to_string()]
            }
            Problem::Arguments { function, takes, given } => {
                vec![function.clone(), takes.to_string(), given.to_string()]
            }
            _ => Vec::new(),
        }
    }
}

impl FormulaError {
    pub(super) fn new(formula: &[char], at: usize, end: usize, problem: Problem) -> Self {
        let start = end.saturating_sub(QUOTED);
        let cut = if start > 0 { "…" } else { "" };
        let quote: String = formula.iter().take(end).skip(start).collect();
        FormulaError { at, end, quote: format!("{cut}{}", quote.trim()), problem }
    }
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FormulaError { at, quote, problem, .. } = self;
        let place = at + 1;
        match problem {
            Problem::Empty => write!(f, "there is no formula; one is w*x + b"),
            Problem::TooLong => write!(f, "a formula has at most {MAX_FORMULA} characters"),
            Problem::TooDeep => {
                write!(f, "more than {MAX_DEPTH} levels stand within each other at `{quote}`")
            }
            Problem::End => write!(f, "`{quote}` ends where a value was expected"),
            Problem::Unclosed => {
                write!(f, "`{quote}` ends where a closing parenthesis was expected")
            }
            Problem::Value(found) => {
                write!(f, "`{found}` stands where a value was expected, at character {place}")
            }
            Problem::Operator(left, right) => write!(
                f,
                "an operator is missing between `{left}` and `{right}`, at character {place}; \
                 write {left}*{right} for a product"
            ),
            Problem::Unopened(',') => {
                write!(f, "the comma at character {place} separates no arguments")
            }
            Problem::Unopened(found) => {
                write!(f, "the `{found}` at character {place} belongs to no open parenthesis")
            }
            Problem::Caret => {
                write!(f, "a power is written **, not ^ as at character {place}")
            }
            Problem::Equals => {
                write!(f, "there is an `=` at character {place}; write only what is right of it")
            }
            Problem::Character(found) => {
                write!(f, "no formula has the character `{found}`, as at character {place}")
            }
            Problem::Function(name, None) => {
                write!(f, "there is no function `{name}`, as at character {place}")
            }
            Problem::Function(name, Some(meant)) => write!(
                f,
                "there is no function `{name}`, as at character {place}; did you mean `{meant}`?"
            ),
            Problem::Arguments { function, takes, given } => {
                let plural = if *takes == 1 { "" } else { "s" };
                write!(
                    f,
                    "`{function}` takes {takes} argument{plural}, not {given} as at character {place}"
                )
            }
            Problem::Uncalled(name) => {
                write!(f, "`{name}` is a function; write {name}(…) at character {place}")
            }
            Problem::Name => {
                write!(f, "a name has at most {MAX_NAME} characters; see character {place}")
            }
            Problem::Reserved(name) => {
                write!(f, "`{name}` at character {place} cannot name a parameter: it is taken")
            }
            Problem::Column(name, inputs) => {
                write!(
                    f,
                    "no column is called `{name}`, as at character {place}: the inputs are {inputs}"
                )
            }
            Problem::Ambiguous(name, inputs) => {
                write!(
                    f,
                    "two columns are called `{name}`, as at character {place}: write {inputs}"
                )
            }
            Problem::Number(text) => {
                write!(f, "the number {text} at character {place} is too large")
            }
            Problem::Inexact(text, nearest) => write!(
                f,
                "no number here is {text}, as at character {place}: write {nearest} for the nearest"
            ),
            Problem::Undefined => {
                write!(f, "the numbers in `{quote}` have no finite real value")
            }
            Problem::NoParameter => {
                write!(f, "there is nothing to learn in `{quote}`: every name but x is a parameter")
            }
        }
    }
}

impl Error for FormulaError {}

/// Why a model cannot be fitted to some data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FitError {
    /// The data has another number of inputs than the model.
    Inputs {
        /// How many inputs the model has.
        model: usize,
        /// How many columns the data has.
        data: usize,
    },
    /// Rows times operations are too many: one step would take longer than a person waits.
    TooMuch {
        /// Rows times operations, slow functions counted several times.
        work: usize,
        /// The most that is computed.
        most: usize,
    },
}

impl FitError {
    /// The error's name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            FitError::Inputs { .. } => "inputs",
            FitError::TooMuch { .. } => "too-much",
        }
    }
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FitError::Inputs { model, data } => {
                write!(f, "each row of the data has {data} inputs, but the model {model}")
            }
            FitError::TooMuch { work, most } => write!(
                f,
                "this model on so many rows takes {work} operations for each step; at most {most} \
                 are allowed"
            ),
        }
    }
}

impl Error for FitError {}
