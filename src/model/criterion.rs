//! The losses that a run may have, by the names and arguments that PyTorch has for them: one table.
//!
//! A row tells what there is to know of one: the constructor, what it measures, and which targets it is made for; what
//! is recorded of it for a row of the data stands in [`Criterion::loss`]. How it is written elsewhere it does not know.

use crate::autograd::Op;
use crate::call::{Argument, Call, CallError, Constructor, Kind, Parameter, Value};

use super::Loss;
use super::record::{Arg, Record, Step};

/// A row of the table.
struct Row {
    constructor: Constructor,
    measure: Measure,
    targets: Targets,
}

/// What kind of loss it is, whatever its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// e²
    Square,
    /// |e|
    Absolute,
    /// ½e² near 0, δ·(|e| − ½δ) beyond δ.
    Huber,
    /// ½e²/β near 0, |e| − ½β beyond β.
    SmoothL1,
    /// −y·ln σ(ŷ) − (1 − y)·ln(1 − σ(ŷ))
    CrossEntropy,
    /// ln(1 + e^(−yŷ))
    SoftMargin,
}

impl Measure {
    /// Whether it is of the residual, the prediction minus the target.
    pub fn has_residual(self) -> bool {
        !matches!(self, Measure::CrossEntropy | Measure::SoftMargin)
    }

    /// The name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Measure::Square => "square",
            Measure::Absolute => "absolute",
            Measure::Huber => "huber",
            Measure::SmoothL1 => "smooth-l1",
            Measure::CrossEntropy => "cross-entropy",
            Measure::SoftMargin => "soft-margin",
        }
    }
}

/// The targets that a loss is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Targets {
    /// Any number.
    Any,
    /// 0, 1, or what lies between.
    Probabilities,
    /// 1 and −1.
    Signs,
}

impl Criterion {
    /// Whether it puts a sigmoid over the prediction itself.
    pub fn has_sigmoid(&self) -> bool {
        self.measure() == Measure::CrossEntropy
    }
}

impl Targets {
    /// Whether a target is one of them.
    pub fn hold(self, y: f64) -> bool {
        match self {
            Targets::Any => true,
            Targets::Probabilities => (0.0..=1.0).contains(&y),
            Targets::Signs => y.abs() == 1.0,
        }
    }

    /// The name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Targets::Any => "any",
            Targets::Probabilities => "probabilities",
            Targets::Signs => "signs",
        }
    }
}

/// PyTorch's default of what has been deprecated, and of weights.
const fn none(name: &'static str) -> Parameter {
    Parameter::Fixed { name, only: "None" }
}

/// An argument that is 1 unless another is given, and at least so much.
const fn taken(name: &'static str, least: f64) -> Parameter {
    let initial = Some(Value::Number(1.0));
    Parameter::Taken(Argument { name, initial, kind: Kind::Number(least..=1e9) })
}

const MEAN: Parameter = Parameter::Fixed { name: "reduction", only: "'mean'" };
const PLAIN: &[Parameter] = &[none("size_average"), none("reduce"), MEAN];

static TABLE: [Row; 6] = [
    Row {
        constructor: Constructor { name: "MSELoss", parameters: PLAIN },
        measure: Measure::Square,
        targets: Targets::Any,
    },
    Row {
        constructor: Constructor { name: "L1Loss", parameters: PLAIN },
        measure: Measure::Absolute,
        targets: Targets::Any,
    },
    Row {
        constructor: Constructor { name: "HuberLoss", parameters: &[MEAN, taken("delta", 1e-9)] },
        measure: Measure::Huber,
        targets: Targets::Any,
    },
    Row {
        constructor: Constructor {
            name: "SmoothL1Loss",
            parameters: &[none("size_average"), none("reduce"), MEAN, taken("beta", 0.0)],
        },
        measure: Measure::SmoothL1,
        targets: Targets::Any,
    },
    Row {
        constructor: Constructor {
            name: "BCEWithLogitsLoss",
            parameters: &[
                none("weight"),
                none("size_average"),
                none("reduce"),
                MEAN,
                none("pos_weight"),
            ],
        },
        measure: Measure::CrossEntropy,
        targets: Targets::Probabilities,
    },
    Row {
        constructor: Constructor { name: "SoftMarginLoss", parameters: PLAIN },
        measure: Measure::SoftMargin,
        targets: Targets::Signs,
    },
];

/// The criterion by which a run is judged: one of PyTorch's losses with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion(Call);

impl Default for Criterion {
    /// `MSELoss()`.
    fn default() -> Self {
        Criterion::new(0)
    }
}

impl Criterion {
    /// The loss of this row with its defaults.
    fn new(row: usize) -> Criterion {
        let Some(call) = Call::new(row, &TABLE[row].constructor) else {
            unreachable!("internal error: every argument of a loss has a default")
        };
        Criterion(call)
    }

    fn row(&self) -> &'static Row {
        &TABLE[self.0.row]
    }

    /// All of them, each with its defaults, the usual one first.
    pub fn all() -> impl Iterator<Item = Criterion> {
        (0..TABLE.len()).map(Criterion::new)
    }

    /// The loss that a text says as PyTorch's constructor, `HuberLoss(delta=1.5)`.
    ///
    /// # Errors
    /// What is wrong with the text and where, as a sentence.
    pub fn parse(text: &str) -> Result<Criterion, CallError> {
        let table = TABLE.each_ref().map(|row| &row.constructor);
        Call::parse(text, &table).map(Criterion)
    }

    /// The text that [`parse`](Criterion::parse) reads as this; what has its default is not written.
    pub fn text(&self) -> String {
        self.0.text(&self.row().constructor)
    }

    /// The name of the class in PyTorch.
    pub fn name(&self) -> &'static str {
        self.row().constructor.name
    }

    /// What kind of loss it is.
    pub fn measure(&self) -> Measure {
        match self.row().measure {
            // As PyTorch has it: nothing is left to be rounded off.
            Measure::SmoothL1 if self.argument() == 0.0 => Measure::Absolute,
            measure => measure,
        }
    }

    /// What it is, in a sentence or two. Not a part of the table, so that the page need not load it.
    pub fn doc(&self) -> &'static str {
        match self.row().measure {
            Measure::Square => "The mean of the squared residuals.",
            Measure::Absolute => "The mean of the residuals without their signs.",
            Measure::Huber => {
                "Half the square of a residual up to delta, beyond it a straight line of that slope."
            }
            Measure::SmoothL1 => {
                "The residual without its sign, rounded off up to beta; at 0 that is L1Loss."
            }
            Measure::CrossEntropy => {
                "The cross entropy of targets from 0 to 1, where the prediction is a logit."
            }
            Measure::SoftMargin => {
                "ln(1 + exp(−y·ŷ)) of targets that are 1 or −1, where the prediction is a score."
            }
        }
    }

    /// Whether it is the mean squared error.
    pub fn is_squared_error(&self) -> bool {
        self.measure() == Measure::Square
    }

    /// The targets that it is made for.
    pub fn targets(&self) -> Targets {
        self.row().targets
    }

    /// Its one argument; 1 where it has none.
    pub fn argument(&self) -> f64 {
        match self.0.values.first() {
            Some(&Value::Number(number)) => number,
            _ => 1.0,
        }
    }

    /// What is recorded of it for each row, rounded in PyTorch's order.
    pub fn loss(&self) -> Loss {
        let [prediction, target] = [Arg::Leaf(0), Arg::Leaf(1)];
        let residual = Step { op: Op::Sub, args: [prediction, target] };
        let steps = match self.measure() {
            Measure::Square => return Loss::squared_error(),
            Measure::Absolute => vec![residual, Step { op: Op::Abs, args: [Arg::Step(0); 2] }],
            Measure::Huber => vec![residual, self.bent(Op::Huber)],
            Measure::SmoothL1 => vec![residual, self.bent(Op::SmoothL1)],
            Measure::CrossEntropy => {
                vec![Step { op: Op::CrossEntropy, args: [prediction, target] }]
            }
            Measure::SoftMargin => vec![Step { op: Op::SoftMargin, args: [prediction, target] }],
        };
        let output = Arg::Step(steps.len() - 1);
        Loss { row: Record { leaves: 2, steps, output }, penalty: None }
    }

    /// The step that bends the loss of the residual.
    fn bent(&self, op: Op) -> Step {
        Step { op, args: [Arg::Step(0), Arg::Number(self.argument())] }
    }
}
