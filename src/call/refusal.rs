//! What is no constructor, and where: codes with arguments for the page, sentences for the rest.

use std::error::Error;
use std::fmt;

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
    /// What the sentence has to name, in the order that the problem says.
    pub names: Vec<String>,
}

/// What is wrong with a constructor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallProblem {
    /// There is none.
    Empty,
    /// It has more than [`MAX_CALL`] characters.
    TooLong,
    /// This, or nothing, stands where something else was expected: a sign, `name`, `value`, or `end`.
    Unexpected,
    /// There is no such name: the name, what may be meant or nothing, and all that there are.
    Unknown,
    /// A name stands without its parentheses.
    Uncalled,
    /// There is no such argument: the name, what may be meant or nothing, all that there are, and whose it would be.
    Argument,
    /// More arguments without names than whose there are.
    TooMany,
    /// An argument without a name follows one with a name, which Python refuses.
    Unnamed,
    /// The argument of this name is given twice.
    Twice,
    /// The argument of this name takes another kind of value: its name, the [kind](super::Kind::code), and the words that
    /// there are where it takes one.
    Value,
    /// The argument of this name has to be given: its name, and whose it is.
    Missing,
    /// This is a setting of its own: its name in Python.
    Elsewhere,
    /// The argument is out of range: its name, the least and the most that it may be.
    Range,
    /// Of this argument of PyTorch only this value is computed here.
    Fixed,
}

impl CallProblem {
    /// The problem's name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            CallProblem::Empty => "call-empty",
            CallProblem::TooLong => "call-long",
            CallProblem::Unexpected => "call-unexpected",
            CallProblem::Unknown => "call-unknown",
            CallProblem::Uncalled => "call-uncalled",
            CallProblem::Argument => "call-argument",
            CallProblem::TooMany => "call-too-many",
            CallProblem::Unnamed => "call-unnamed",
            CallProblem::Twice => "call-twice",
            CallProblem::Value => "call-value",
            CallProblem::Missing => "call-missing",
            CallProblem::Elsewhere => "call-elsewhere",
            CallProblem::Range => "call-range",
            CallProblem::Fixed => "call-fixed",
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.at + 1;
        let name = |place: usize| self.names.get(place).map_or("", String::as_str);
        let (first, second, third) = (name(0), name(1), name(2));
        match self.problem {
            CallProblem::Empty => write!(f, "there is nothing"),
            CallProblem::TooLong => write!(f, "it has more than {MAX_CALL} characters"),
            CallProblem::Unexpected => {
                let wanted = match second {
                    "name" => "a name",
                    "value" => "a value",
                    "end" => "the end",
                    sign => &format!("`{sign}`"),
                };
                match first {
                    "" => write!(f, "it ends where {wanted} was expected"),
                    _ => write!(
                        f,
                        "`{first}` stands where {wanted} was expected, at character {place}"
                    ),
                }
            }
            CallProblem::Unknown if second.is_empty() => {
                write!(f, "there is no `{first}`; there are {third}")
            }
            CallProblem::Unknown => {
                write!(f, "there is no `{first}`; did you mean {second}?")
            }
            CallProblem::Uncalled => {
                write!(f, "`{first}` stands without its parentheses; write {first}()")
            }
            CallProblem::Argument => {
                write!(f, "{} has no argument `{first}`, as at character {place}; ", name(3))?;
                match (second, third) {
                    ("", "") => write!(f, "it has none"),
                    ("", all) => write!(f, "it has {all}"),
                    (near, _) => write!(f, "did you mean {near}?"),
                }
            }
            CallProblem::TooMany => write!(f, "{first} has fewer arguments; see character {place}"),
            CallProblem::Unnamed => write!(
                f,
                "the argument at character {place} needs a name, since one before it has one"
            ),
            CallProblem::Twice => {
                write!(f, "`{first}` is given twice, again at character {place}")
            }
            CallProblem::Value => {
                let takes = match second {
                    "flag" => "True or False",
                    "pair" => "two numbers, as (0.5, 0.9)",
                    "whole" => "a whole number",
                    "maybe" => "a whole number or None",
                    "wholes" => "whole numbers, as [30, 80]",
                    "word" => &format!("one of {third}"),
                    _ => "a number",
                };
                write!(f, "{first} takes {takes}, unlike at character {place}")
            }
            CallProblem::Missing => write!(f, "{second} needs {first}"),
            CallProblem::Elsewhere => {
                write!(f, "{first} is said elsewhere, not at character {place}")
            }
            CallProblem::Range => write!(
                f,
                "{first} is a number from {second} to {third}, unlike at character {place}"
            ),
            CallProblem::Fixed => {
                write!(f, "{first} is {second} here, unlike at character {place}")
            }
        }
    }
}

impl Error for CallError {}
