//! The optimizer of a run, as a text says it.

use super::{Optimizer, Row, Sgd, TABLE, create};
use crate::call::{Call, CallError, Constructor, Value};

/// An optimizer of the table with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Algorithm(Call);

/// Why the values of arguments exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Looking ahead needs a momentum, and no dampening.
    Nesterov,
    /// The least step is larger than the largest.
    StepSizes,
}

impl Conflict {
    /// The name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Conflict::Nesterov => "call-nesterov",
            Conflict::StepSizes => "call-step-sizes",
        }
    }
}

impl Default for Algorithm {
    /// The one that nobody needs to ask for.
    fn default() -> Self {
        Algorithm(Call { row: 0, values: Vec::new() })
    }
}

impl Algorithm {
    /// `SGD()`, as PyTorch has it.
    pub fn plain() -> Algorithm {
        match Algorithm::parse("SGD()") {
            Ok(plain) => plain,
            Err(_) => unreachable!("internal error: PyTorch has SGD"),
        }
    }

    /// The name of the first of the table, which PyTorch does not have: the update by hand.
    pub const MANUAL: &str = "manual";

    /// Those that PyTorch has.
    fn constructors() -> Vec<&'static Constructor> {
        TABLE[1..].iter().map(|row| &row.constructor).collect()
    }

    /// The optimizer that a text says as PyTorch's constructor, `SGD(momentum=0.9)`, or `manual`.
    ///
    /// # Errors
    /// What is wrong with the text and where, as a sentence.
    pub fn parse(text: &str) -> Result<Algorithm, CallError> {
        if text.trim().eq_ignore_ascii_case(Algorithm::MANUAL) {
            return Ok(Algorithm::default());
        }
        let Call { row, values } = Call::parse(text, &Algorithm::constructors())?;
        Ok(Algorithm(Call { row: row + 1, values }))
    }

    /// The text that [`parse`](Algorithm::parse) reads as this; what has its default is not written.
    pub fn text(&self) -> String {
        if self.is_manual() {
            Algorithm::MANUAL.to_owned()
        } else {
            self.0.text(&self.row().constructor)
        }
    }

    /// It as a program constructs it for these parameters, at the rate of this name.
    pub fn program(&self, params: &str, lr: &str) -> String {
        let first = format!("{params}, lr={lr}");
        "torch.optim.".to_owned() + &self.0.called_with(&self.row().constructor, &first)
    }

    /// Its row of the table.
    pub fn row(&self) -> &'static Row {
        &TABLE[self.0.row]
    }

    /// Whether it is the update by hand.
    pub fn is_manual(&self) -> bool {
        self.0.row == 0
    }

    /// Whether it takes the rate times the gradient off each parameter, and no more: by hand, or as `SGD()`.
    pub fn is_plain(&self) -> bool {
        self.is_manual() || *self == Algorithm::plain()
    }

    /// The optimizer, made.
    pub fn create(&self) -> Box<dyn Optimizer> {
        match create(self.row().constructor.name, &self.0.values) {
            Some(optimizer) => optimizer,
            None => unreachable!("internal error: a constructor has its arguments"),
        }
    }

    /// The values of its arguments, in the order of its row.
    pub fn values(&self) -> &[Value] {
        &self.0.values
    }

    /// What it is as SGD, which the update by hand is as well but for its roundings; `None` for any other.
    pub fn as_sgd(&self) -> Option<Sgd> {
        match self.row().constructor.name {
            _ if self.is_manual() => Some(Sgd::default()),
            name if name == Sgd::ROW.constructor.name => Sgd::from_values(&self.0.values),
            _ => None,
        }
    }

    /// The value of an argument, if it has one of that name.
    pub fn argument(&self, name: &str) -> Option<&Value> {
        let mut arguments = self.row().constructor.arguments().zip(&self.0.values);
        arguments.find(|(argument, _)| argument.name == name).map(|(_, value)| value)
    }

    /// Why its arguments exclude each other, if they do.
    pub fn conflict(&self) -> Option<Conflict> {
        let is = |name: &str, value: Value| self.argument(name) == Some(&value);
        let still = is("momentum", Value::Number(0.0));
        if is("nesterov", Value::Flag(true)) && (still || !is("dampening", Value::Number(0.0))) {
            return Some(Conflict::Nesterov);
        }
        match self.argument("step_sizes") {
            Some(Value::Pair([least, largest])) if least > largest => Some(Conflict::StepSizes),
            _ => None,
        }
    }

    /// Whether it takes square roots.
    pub fn takes_root(&self) -> bool {
        let root = ["Adam", "AdamW", "NAdam", "RAdam", "RMSprop", "Adagrad", "Adadelta"];
        root.contains(&self.row().constructor.name)
    }

    /// Whether a schedule can turn its momentum.
    pub fn has_momentum(&self) -> bool {
        self.argument("momentum").or_else(|| self.argument("betas")).is_some()
    }
}
