//! A constructor as one writes it in Python, `HuberLoss(delta=1.5)`: held to a table of what there is, read from
//! text, and written again.
//!
//! A row of a table is a [`Constructor`], as PyTorch declares it: its parameters in PyTorch's order, each either
//! [taken](Parameter::Taken) here, [fixed](Parameter::Fixed) to PyTorch's default, or said
//! [elsewhere](Parameter::Elsewhere). What a text leaves out has its
//! default, and is not written again. Nothing here knows what is constructed.

pub(crate) mod argument;
mod parser;
mod refusal;

pub use argument::{Argument, Kind, Value};
pub use refusal::{CallError, CallProblem};

/// The largest number of characters of a constructor.
pub const MAX_CALL: usize = 500;

/// What there is to know of a constructor.
#[derive(Clone, Debug, PartialEq)]
pub struct Constructor {
    /// The name of the class.
    pub name: &'static str,
    /// What it may be given, in PyTorch's order.
    pub parameters: &'static [Parameter],
}

/// A parameter of a constructor.
#[derive(Clone, Debug, PartialEq)]
pub enum Parameter {
    /// One that may be given.
    Taken(Argument),
    /// One that PyTorch has, of which only the default is computed here.
    Fixed {
        /// The name in Python.
        name: &'static str,
        /// The default, as Python writes it.
        only: &'static str,
    },
    /// One that is a setting of its own, by its name in Python.
    Elsewhere(&'static str),
}

impl Parameter {
    /// The name in Python.
    pub fn name(&self) -> &'static str {
        match self {
            Parameter::Taken(argument) => argument.name,
            Parameter::Fixed { name, .. } | Parameter::Elsewhere(name) => name,
        }
    }
}

impl Constructor {
    /// The arguments that may be given.
    pub fn arguments(&self) -> impl Iterator<Item = &'static Argument> + Clone + use<> {
        self.parameters.iter().filter_map(|parameter| match parameter {
            Parameter::Taken(argument) => Some(argument),
            _ => None,
        })
    }
}

/// A constructor of a table, with a value for each argument that may be given.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its place in the table.
    pub row: usize,
    /// The values, in the order of the arguments.
    pub values: Vec<Value>,
}

impl Call {
    /// The constructor of this place with all its defaults; `None` where an argument has none.
    pub fn new(row: usize, of: &Constructor) -> Option<Call> {
        let mut values = Vec::new();
        for argument in of.arguments() {
            values.push(argument.initial.clone()?);
        }
        Some(Call { row, values })
    }

    /// The constructor that a text says, with the name of PyTorch's modules before it or not: one of these.
    ///
    /// # Errors
    /// What is wrong with the text and where, as a sentence.
    pub fn parse(text: &str, table: &[&Constructor]) -> Result<Call, CallError> {
        parser::parse(text, table)
    }

    /// The text that reads as this one of the table: as short as it goes, without what has its default.
    pub fn text(&self, of: &Constructor) -> String {
        self.called_with(of, "")
    }

    /// The same with what is said elsewhere before its arguments, as a program calls it.
    pub fn called_with(&self, of: &Constructor, first: &str) -> String {
        let mut text = of.name.to_owned() + "(" + first;
        for (argument, value) in of.arguments().zip(&self.values) {
            if argument.initial.as_ref() != Some(value) {
                text.push_str(if text.ends_with('(') { "" } else { ", " });
                text = text + argument.name + "=" + &value.text();
            }
        }
        text + ")"
    }
}
