//! Tables as people have them: a text of rows and columns becomes rows of numbers.
//!
//! What a program writes is read by [`exactly`], which takes all of it or nothing. What a person pastes or opens is
//! read by a [`Reader`]: it guesses what parts columns and decimals and where the names are, says so, and leaves out what
//! is no number, row by row with the reason; where a number may be two it asks. What a text means as a number, `number`
//! knows; nothing here knows of settings or of the page.
//!
//! Rows are split here, in a hundred lines: the crate that does it best, csv-core, weighs 2.1 kB on the first screen.

mod column;
mod exact;
mod guess;
mod reader;
mod rows;
mod told;

use std::fmt;

use crate::model::MAX_POINTS;
use crate::number::{readings, short};

pub use exact::{exactly, written};
pub use reader::{MOST_COLUMNS, Reader, read_table};
pub use told::{Doubt, Reason, Role, State};

/// What parts texts that are handed out together: no cell has it.
pub const PART: &str = "\u{1f}";

/// The most of a cell that is said again, in characters.
const QUOTED: usize = 40;

/// Why a text is no table. Lines are counted from 1, as an editor counts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableProblem {
    /// There is no row with a number.
    Empty,
    /// There are fewer than two columns with numbers, or another number of cells than in the other rows.
    Columns {
        /// Which line.
        line: usize,
        /// How many cells it has.
        found: usize,
        /// How many it should have; at least two where nothing else is known.
        wanted: usize,
    },
    /// There are more columns than can be read.
    Wide,
    /// A cell is no finite number.
    Cell {
        /// Which line.
        line: usize,
        /// The cell's text, cut to a length that can be read.
        text: String,
    },
    /// A cell could be taken for another number than was meant.
    Unclear {
        /// Which line.
        line: usize,
        /// The cell's text, cut to a length that can be read.
        text: String,
        /// What it may mean, with blanks between.
        readings: String,
    },
    /// There are more rows than can be taken.
    Long {
        /// How many.
        found: usize,
    },
}

impl TableProblem {
    /// The problem's name in the message files.
    pub fn code(&self) -> &'static str {
        match self {
            TableProblem::Empty => "table-empty",
            TableProblem::Columns { .. } => "table-columns",
            TableProblem::Wide => "table-wide",
            TableProblem::Cell { .. } => "table-cell",
            TableProblem::Unclear { .. } => "table-unclear",
            TableProblem::Long { .. } => "table-many",
        }
    }

    /// What the sentence of this code has to name, in order, parted by the unit separator.
    pub fn arguments(&self) -> String {
        match self {
            TableProblem::Empty => String::new(),
            TableProblem::Columns { line, found, wanted } => {
                line.to_string() + PART + &found.to_string() + PART + &wanted.to_string()
            }
            TableProblem::Wide => MOST_COLUMNS.to_string(),
            TableProblem::Long { found } => found.to_string(),
            TableProblem::Cell { line, text } => line.to_string() + PART + text,
            TableProblem::Unclear { line, text, readings } => {
                line.to_string() + PART + text + PART + readings
            }
        }
    }
}

impl fmt::Display for TableProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TableProblem::Empty => write!(f, "there is no row with two numbers"),
            TableProblem::Columns { line, found, wanted } => {
                write!(f, "line {line} has {found} columns and not {wanted}")
            }
            TableProblem::Wide => {
                write!(f, "there are too many columns; at most {MOST_COLUMNS} are read")
            }
            TableProblem::Cell { line, text } => {
                write!(f, "“{text}” in line {line} is not a number")
            }
            TableProblem::Unclear { line, text, readings } if readings.is_empty() => {
                write!(f, "“{text}” in line {line} could be misread")
            }
            TableProblem::Unclear { line, text, readings } => {
                let readings = readings.replace(' ', " or ");
                write!(f, "“{text}” in line {line} could be misread; write {readings}")
            }
            TableProblem::Long { found } => {
                write!(f, "{found} points are too many; at most {MAX_POINTS} are allowed")
            }
        }
    }
}

/// Why this cell is no number, or could be two.
fn refused(line: usize, text: &str) -> TableProblem {
    let readings = spelled(&readings(text, false));
    let text = beginning(text);
    if readings.is_empty() {
        TableProblem::Cell { line, text }
    } else {
        TableProblem::Unclear { line, text, readings }
    }
}

/// Numbers as they had better be written, with blanks between.
fn spelled(readings: &[f64]) -> String {
    let mut text = String::new();
    for &reading in readings {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&short(reading));
    }
    text
}

/// The beginning of a cell, of a length that can be read.
fn beginning(text: &str) -> String {
    let mut quoted = String::new();
    for (index, character) in text.chars().enumerate() {
        if index < QUOTED {
            quoted.push(character);
        }
    }
    quoted
}
