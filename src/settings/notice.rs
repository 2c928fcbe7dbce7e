//! What there is to say about a setting that was not taken as it was given.

use std::fmt;

use crate::number::short;
use crate::training::{DataError, MAX_POINTS};

use super::Kind;

/// The most of a given text that is said again, in characters.
const QUOTED: usize = 40;

/// A setting that was not taken as it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
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
    /// Not a text of this kind; what stood before is kept.
    Malformed(Kind),
    /// `x` and `y` are no dataset; the points that stood before are kept.
    Points(DataError),
    /// There is no such setting; ignored.
    Unknown,
    /// The link was made by another version; read as far as it is understood.
    Version,
}

impl Notice {
    pub(super) fn new(setting: &str, given: &str, problem: Problem) -> Self {
        // By characters: slicing a text by bytes would bring the code of its panic into the page.
        let cut = |text: &str| -> String {
            let mut characters = text.chars();
            let quoted: String = characters.by_ref().take(QUOTED).collect();
            if characters.next().is_some() { quoted + "…" } else { quoted }
        };
        Notice { setting: cut(setting), given: cut(given), problem }
    }
}

impl Notice {
    /// Points that are none: what was given are their numbers.
    pub(super) fn of_points(setting: &str, error: DataError) -> Self {
        let given = match error {
            DataError::Lengths { xs, .. } => xs.to_string(),
            DataError::TooMany { points } => points.to_string(),
            DataError::NotFinite { value, .. } => short(value),
            DataError::Empty => String::new(),
        };
        Notice { setting: setting.to_owned(), given, problem: Problem::Points(error) }
    }
}

impl Problem {
    /// The problem's name in the message files.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Below(_) => "below",
            Problem::Above(_) => "above",
            Problem::Malformed(_) => "malformed",
            Problem::Points(DataError::Empty) => "empty",
            Problem::Points(DataError::Lengths { .. }) => "lengths",
            Problem::Points(DataError::TooMany { .. }) => "too-many",
            Problem::Points(DataError::NotFinite { .. }) => "malformed",
            Problem::Unknown => "unknown",
            Problem::Version => "version",
        }
    }

    /// The number that is allowed, or used instead; empty where that is no number.
    pub fn allowed(&self) -> String {
        match self {
            Problem::Below(bound) | Problem::Above(bound) => short(*bound),
            Problem::Points(DataError::Lengths { ys, .. }) => ys.to_string(),
            Problem::Points(DataError::TooMany { .. }) => MAX_POINTS.to_string(),
            _ => String::new(),
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Notice { setting, given, problem } = self;
        match problem {
            Problem::Below(bound) => write!(f, "{setting}: {given} is below {}", short(*bound)),
            Problem::Above(bound) => write!(f, "{setting}: {given} is above {}", short(*bound)),
            Problem::Malformed(kind) => write!(f, "{setting}: “{given}” is not {}", kind.allowed()),
            Problem::Points(error) => write!(f, "{error}"),
            Problem::Unknown => write!(f, "there is no setting “{setting}”"),
            Problem::Version => write!(f, "version {given} of links is not known"),
        }
    }
}
