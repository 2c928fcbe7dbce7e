//! What is no constructor, and where: codes with arguments for the page, sentences for the rest.

use std::error::Error;
use std::fmt;

use crate::number::short;

use super::MAX_CALL;

/// Why a text is no constructor of a table, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct CallError {
    /// How many characters stand before the place.
    pub at: usize,
    /// How many characters are wrong there; none where the text ends.
    pub length: usize,
    /// What is wrong.
    pub problem: CallProblem,
}

/// What is wrong with a constructor.
#[derive(Clone, Debug, PartialEq)]
pub enum CallProblem {
    /// There is none.
    Empty,
    /// It has more than [`MAX_CALL`] characters.
    TooLong,
    /// Something else stands where this was expected: a sign, `name`, `value`, or `end`.
    Unexpected {
        /// What stands there; empty where the text ends.
        found: String,
        /// What was expected.
        wanted: &'static str,
    },
    /// There is no such name.
    Unknown {
        /// The name.
        name: String,
        /// What may be meant, or else all that there is.
        meant: Result<&'static str, Vec<&'static str>>,
    },
    /// A name stands without its parentheses.
    Uncalled(String),
    /// There is no such argument.
    Argument {
        /// The argument's name.
        name: String,
        /// Whose argument it would be.
        of: &'static str,
        /// What may be meant, or else all that there are.
        meant: Result<&'static str, Vec<&'static str>>,
    },
    /// More arguments without names than there are.
    TooMany(&'static str),
    /// An argument without a name follows one with a name, which Python refuses.
    Unnamed,
    /// The argument of this name is given twice.
    Twice(String),
    /// The argument takes a number.
    NoNumber(&'static str),
    /// The argument is out of range.
    Range {
        /// The argument's name.
        name: &'static str,
        /// The least that it may be.
        min: f64,
        /// The most that it may be.
        max: f64,
    },
    /// Of this argument of PyTorch only one value is computed here.
    Fixed {
        /// The argument's name.
        name: &'static str,
        /// The value.
        only: &'static str,
    },
}

impl CallProblem {
    /// The problem's name in the message files.
    pub fn code(&self) -> &'static str {
        match self {
            CallProblem::Empty => "call-empty",
            CallProblem::TooLong => "call-long",
            CallProblem::Unexpected { .. } => "call-unexpected",
            CallProblem::Unknown { .. } => "call-unknown",
            CallProblem::Uncalled(_) => "call-uncalled",
            CallProblem::Argument { .. } => "call-argument",
            CallProblem::TooMany(_) => "call-too-many",
            CallProblem::Unnamed => "call-unnamed",
            CallProblem::Twice(_) => "call-twice",
            CallProblem::NoNumber(_) => "call-no-number",
            CallProblem::Range { .. } => "call-range",
            CallProblem::Fixed { .. } => "call-fixed",
        }
    }

    /// What the sentence of this code has to name, in order.
    pub fn arguments(&self) -> Vec<String> {
        let texts: Vec<&str> = match self {
            CallProblem::Empty | CallProblem::Unnamed => vec![],
            CallProblem::TooLong => return vec![MAX_CALL.to_string()],
            CallProblem::Unexpected { found, wanted } => vec![found, wanted],
            CallProblem::Unknown { name, meant } => match meant {
                Ok(near) => vec![name, near],
                Err(all) => return vec![name.clone(), String::new(), all.join(", ")],
            },
            CallProblem::Argument { name, of, meant } => match meant {
                Ok(near) => vec![name, near, of],
                Err(all) => {
                    return vec![name.clone(), String::new(), (*of).to_owned(), all.join(", ")];
                }
            },
            CallProblem::Uncalled(name) | CallProblem::Twice(name) => vec![name],
            CallProblem::TooMany(name) | CallProblem::NoNumber(name) => vec![name],
            CallProblem::Range { name, min, max } => {
                return vec![(*name).to_owned(), short(*min), short(*max)];
            }
            CallProblem::Fixed { name, only } => vec![name, only],
        };
        texts.into_iter().map(str::to_owned).collect()
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.at + 1;
        match &self.problem {
            CallProblem::Empty => write!(f, "there is nothing"),
            CallProblem::TooLong => write!(f, "it has more than {MAX_CALL} characters"),
            CallProblem::Unexpected { found, wanted } => {
                let wanted = match *wanted {
                    "name" => "a name",
                    "value" => "a value",
                    "end" => "the end",
                    sign => &format!("`{sign}`"),
                };
                match found.as_str() {
                    "" => write!(f, "it ends where {wanted} was expected"),
                    _ => write!(
                        f,
                        "`{found}` stands where {wanted} was expected, at character {place}"
                    ),
                }
            }
            CallProblem::Unknown { name, meant: Ok(near) } => {
                write!(f, "there is no `{name}`; did you mean {near}?")
            }
            CallProblem::Unknown { name, meant: Err(all) } => {
                write!(f, "there is no `{name}`; there are {}", all.join(", "))
            }
            CallProblem::Uncalled(name) => {
                write!(f, "`{name}` stands without its parentheses; write {name}()")
            }
            CallProblem::Argument { name, of, meant: Ok(near) } => write!(
                f,
                "{of} has no argument `{name}`, as at character {place}; did you mean {near}?"
            ),
            CallProblem::Argument { name, of, meant: Err(all) } if all.is_empty() => {
                write!(f, "{of} has no argument `{name}`, as at character {place}; it has none")
            }
            CallProblem::Argument { name, of, meant: Err(all) } => write!(
                f,
                "{of} has no argument `{name}`, as at character {place}; it has {}",
                all.join(", ")
            ),
            CallProblem::TooMany(of) => {
                write!(f, "{of} has fewer arguments; see character {place}")
            }
            CallProblem::Unnamed => write!(
                f,
                "the argument at character {place} needs a name, since one before it has one"
            ),
            CallProblem::Twice(name) => {
                write!(f, "`{name}` is given twice, again at character {place}")
            }
            CallProblem::NoNumber(name) => {
                write!(f, "{name} takes a number, unlike at character {place}")
            }
            CallProblem::Range { name, min, max } => write!(
                f,
                "{name} is a number from {} to {}, unlike at character {place}",
                short(*min),
                short(*max)
            ),
            CallProblem::Fixed { name, only } => {
                write!(f, "{name} is {only} here, unlike at character {place}")
            }
        }
    }
}

impl Error for CallError {}
