//! What there is to say about a setting that was not taken as it was given.

use std::fmt;

use crate::call::CallError;
use crate::model::{FitError, FormulaError, Targets};
use crate::number::short;
use crate::optim::Conflict;
use crate::training::{DataError, MAX_POINTS};

use super::{MOST_PINS, Settings};
use crate::table::TableProblem;

/// The most of a given text that is said again, in characters.
const QUOTED: usize = 40;

/// A setting that was not taken as it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Which layer it is about, counted from 0, the weakest.
    pub layer: usize,
    /// The setting's name, as given.
    pub setting: String,
    /// The text that was given, cut to a length that can be read.
    pub given: String,
    /// What was wrong, and what was done about it.
    pub problem: Problem,
}

/// What was wrong with a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// Too small; this least value is used.
    Below(f64),
    /// Too large; this greatest value is used.
    Above(f64),
    /// Not a text of the setting's kind; what stood before is kept.
    Malformed,
    /// A text that could be taken for another number than was meant, with what it may mean, if that can be
    /// told; what stood before is kept.
    Unclear(Vec<f64>),
    /// `x` and `y` are no dataset; the points that stood before are kept.
    Points(DataError),
    /// No rows are written like that; those that stood before are kept.
    Table(TableProblem),
    /// There is no example set of that name; what stood before is kept.
    NoExample,
    /// The rows of this example set are not here yet.
    Coming,
    /// A list of points beside `data`, which counts.
    Beside,
    /// There is no column of that name, but these; it is left out.
    NoColumn(String),
    /// No input occurs in the model, though there are these; every name is a parameter.
    NoInput(String),
    /// No model is written like that; the one that stood before is kept.
    Formula(FormulaError),
    /// No loss is written like that; the one that stood before is kept.
    Call(CallError),
    /// This parameter is given two starts; what stood before is kept.
    Twice(String),
    /// The model has no parameter of that name; it is left out.
    NoParameter,
    /// The model cannot be fitted to so many points; the line through the origin is.
    Fit(FitError),
    /// This gradient was derived for models that are linear in their parameters; autograd is used.
    LinearOnly,
    /// This gradient was derived for the squared error alone; autograd is used.
    SquareOnly,
    /// The loss puts a sigmoid over the prediction, which ends with one already; nothing is changed.
    SigmoidTwice,
    /// The loss is made for other targets than that of this row; the squared error is used.
    Targets {
        /// The name of the loss.
        of: &'static str,
        /// The targets that it is made for.
        targets: Targets,
        /// The first row with another target, counted from 0.
        row: usize,
    },
    /// The values of arguments exclude each other; what stood before is kept.
    Conflict(Conflict),
    /// What is PyTorch's goes with the gradient of autograd alone; that is used.
    AutogradOnly,
    /// A schedule turns the rate of an optimizer, and there is none; `SGD()` is used.
    NoOptimizer,
    /// A schedule turns the momentum, which the optimizer does not have; it is left out.
    NoMomentum,
    /// The schedule is made for so many steps, and the run has more: from there on the rate stays.
    Ends(usize),
    /// More runs than can be pinned; the first are.
    Pins,
    /// There is no such setting; ignored.
    Unknown,
    /// The link was made by another version; read as far as it is understood.
    Version,
    /// So many further texts were not taken as they were given.
    More(usize),
}

/// The beginning of a text, of a length that can be read.
pub(super) fn beginning(text: &str) -> String {
    // By characters: slicing a text by bytes would bring the code of its panic into the page.
    let mut quoted = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == QUOTED {
            break;
        }
        quoted.push(character);
    }
    quoted
}

/// Numbers as they had better be written.
pub(super) fn spelled(readings: &[f64], between: &str) -> String {
    let mut text = String::new();
    for &reading in readings {
        if !text.is_empty() {
            text.push_str(between);
        }
        text.push_str(&short(reading));
    }
    text
}

/// The same, with a sign that there is more.
fn cut(text: &str) -> String {
    let mut quoted = beginning(text);
    if quoted.len() < text.len() {
        quoted.push('…');
    }
    quoted
}

impl Notice {
    pub(super) fn new(setting: &str, given: &str, problem: Problem) -> Self {
        Notice { layer: 0, setting: cut(setting), given: cut(given), problem }
    }

    /// The end of a long list.
    pub(super) fn more(unsaid: usize) -> Self {
        let problem = Problem::More(unsaid);
        Notice { layer: 0, setting: String::new(), given: unsaid.to_string(), problem }
    }

    /// Points that are none: what was given are their numbers.
    pub(super) fn of_points(setting: &str, error: DataError) -> Self {
        let given = match error {
            DataError::Lengths { xs, .. } => xs.to_string(),
            DataError::TooMany { points } => points.to_string(),
            DataError::NotFinite { value, .. } => short(value),
            DataError::Empty => String::new(),
        };
        Notice { layer: 0, setting: setting.to_owned(), given, problem: Problem::Points(error) }
    }
}

impl Problem {
    /// Whether all is taken as it was given: what there is to say is a remark.
    pub fn is_remark(&self) -> bool {
        matches!(self, Problem::SigmoidTwice | Problem::Ends(_))
    }

    /// The problem's name in the message files.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Below(_) => "below",
            Problem::Above(_) => "above",
            Problem::Malformed => "malformed",
            Problem::Unclear(_) => "unclear",
            Problem::Points(DataError::Empty) => "empty",
            Problem::Points(DataError::Lengths { .. }) => "lengths",
            Problem::Points(DataError::TooMany { .. }) => "too-many",
            Problem::Points(DataError::NotFinite { .. }) => "malformed",
            Problem::Table(problem) => problem.code(),
            Problem::NoExample => "no-example",
            Problem::Coming => "coming",
            Problem::Beside => "beside",
            Problem::NoColumn(_) => "no-column",
            Problem::NoInput(_) => "no-input",
            Problem::Formula(_) => "formula",
            Problem::Call(error) => error.problem.code(),
            Problem::Twice(_) => "twice",
            Problem::NoParameter => "no-parameter",
            Problem::Fit(_) => "too-much",
            Problem::LinearOnly => "linear-only",
            Problem::SquareOnly => "square-only",
            Problem::SigmoidTwice => "sigmoid-twice",
            Problem::Targets { targets, .. } => targets.code(),
            Problem::Conflict(conflict) => conflict.code(),
            Problem::AutogradOnly => "autograd-only",
            Problem::NoOptimizer => "no-optimizer",
            Problem::NoMomentum => "no-momentum",
            Problem::Ends(_) => "schedule-ends",
            Problem::Pins => "pins",
            Problem::Unknown => "unknown",
            Problem::Version => "version",
            Problem::More(_) => "more",
        }
    }

    /// The number that is allowed, or used instead, those that may be meant, with blanks between, what is wrong with a
    /// table, parted by the unit separator, or the name that is there twice; of a loss line by line where it goes wrong and
    /// what its sentence names, or which loss it is and the point whose target it is not made for; else empty.
    pub fn allowed(&self) -> String {
        match self {
            Problem::Below(bound) | Problem::Above(bound) => short(*bound),
            Problem::Ends(steps) => steps.to_string(),
            Problem::Unclear(readings) => spelled(readings, " "),
            Problem::Points(DataError::Lengths { ys, .. }) => ys.to_string(),
            Problem::Points(DataError::TooMany { .. }) => MAX_POINTS.to_string(),
            Problem::Table(problem) => problem.arguments(),
            Problem::Twice(name) | Problem::NoInput(name) | Problem::NoColumn(name) => {
                name.to_string()
            }
            Problem::Call(error) => {
                let mut lines = vec![(error.at + 1).to_string()];
                lines.extend_from_slice(&error.names);
                lines.join("\n")
            }
            Problem::Targets { of, row, .. } => format!("{of}\n{}", row + 1),
            _ => String::new(),
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Notice { setting, given, problem, .. } = self;
        match problem {
            Problem::Below(bound) => write!(f, "{setting}: {given} is below {}", short(*bound)),
            Problem::Above(bound) => write!(f, "{setting}: {given} is above {}", short(*bound)),
            Problem::Malformed => {
                let table = Settings::table();
                let row = table.iter().find(|row| row.name == setting);
                let allowed = row.map(|row| row.kind.allowed()).unwrap_or_default();
                write!(f, "{setting}: “{given}” is not {allowed}")
            }
            Problem::Unclear(readings) if readings.is_empty() => write!(
                f,
                "{setting}: “{given}” could be misread; put commas between numbers, and points before \
                 decimals"
            ),
            Problem::Unclear(readings) => write!(
                f,
                "{setting}: “{given}” could be misread; write {}",
                spelled(readings, " or ")
            ),
            Problem::Points(error) => write!(f, "{error}"),
            Problem::Table(problem) => write!(f, "{setting}: {problem}"),
            Problem::NoExample => write!(f, "{setting}: there is no example set “{given}”"),
            Problem::Coming => write!(f, "{setting}: {given} is not here yet"),
            Problem::Beside => write!(f, "{setting} does not count beside data"),
            Problem::NoColumn(columns) => {
                write!(f, "{setting}: there is no column {given}; there are {columns}")
            }
            Problem::NoInput(inputs) => {
                write!(f, "{setting}: no input occurs in {given}; the inputs are {inputs}")
            }
            Problem::Formula(error) => write!(f, "{setting}: {error}"),
            Problem::Call(error) => write!(f, "{setting}: {error}"),
            Problem::Fit(error) => write!(f, "{setting}: {error}"),
            Problem::Twice(name) => write!(f, "{setting}: {name} is there twice"),
            Problem::NoParameter => write!(f, "{setting}: the model has no parameter “{given}”"),
            Problem::LinearOnly => write!(
                f,
                "{setting}: {given} is derived for models linear in their parameters; take autograd or numeric"
            ),
            Problem::SigmoidTwice => write!(
                f,
                "{setting}: {given}() puts a sigmoid over the prediction, and the model ends with one already"
            ),
            Problem::SquareOnly => write!(
                f,
                "{setting}: {given} is derived for MSELoss() alone; take autograd or numeric"
            ),
            Problem::Targets { of, targets, row } => {
                let allowed = match targets {
                    Targets::Any => "any number",
                    Targets::Probabilities => "a number from 0 to 1",
                    Targets::Signs => "1 or −1",
                };
                write!(
                    f,
                    "{setting}: to {of} each y is {allowed}, and that of point {} is {given}",
                    row + 1
                )
            }
            Problem::Conflict(Conflict::Nesterov) => {
                write!(f, "{setting}: nesterov=True needs a momentum above 0, and dampening 0")
            }
            Problem::Conflict(Conflict::StepSizes) => {
                write!(f, "{setting}: the first of step_sizes is at most the second")
            }
            Problem::AutogradOnly => write!(
                f,
                "{setting}: {given} is not for PyTorch's optimizers, schedules, batches, seeds and layers; take autograd"
            ),
            Problem::NoOptimizer => {
                write!(f, "{setting}: {given} turns the rate of an optimizer; SGD() is used")
            }
            Problem::Ends(steps) => {
                write!(
                    f,
                    "{setting}: {given} is made for {steps} steps; from there on the rate stays"
                )
            }
            Problem::NoMomentum => write!(
                f,
                "{setting}: {given} turns a momentum, which the optimizer does not have; write cycle_momentum=False"
            ),
            Problem::Pins => write!(f, "{setting}: at most {MOST_PINS} runs can be pinned"),
            Problem::Unknown => write!(f, "there is no setting “{setting}”"),
            Problem::Version => write!(f, "version {given} of links is not known"),
            Problem::More(_) => write!(f, "and {given} more"),
        }
    }
}
