//! Points pasted as a table: two columns, whatever separates them.

use std::fmt;

use super::notice::{beginning, spelled};
use crate::number::{bare, meant, readings};

/// Why a text is no table of points. Lines are counted from 1 among those that are not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableProblem {
    /// There is no line with a number.
    Empty,
    /// A line has another number of columns than two.
    Columns {
        /// Which line.
        line: usize,
        /// How many columns it has.
        found: usize,
    },
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
}

impl TableProblem {
    /// The problem's name in the message files.
    pub fn code(&self) -> &'static str {
        match self {
            TableProblem::Empty => "table-empty",
            TableProblem::Columns { .. } => "table-columns",
            TableProblem::Cell { .. } => "table-cell",
            TableProblem::Unclear { .. } => "table-unclear",
        }
    }
}

impl fmt::Display for TableProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TableProblem::Empty => write!(f, "there is no line with two numbers"),
            TableProblem::Columns { line, found } => {
                write!(f, "line {line} has {found} columns; each line needs x and y")
            }
            TableProblem::Cell { line, text } => {
                write!(f, "“{text}” in line {line} is not a number")
            }
            TableProblem::Unclear { line, text, readings } => {
                let readings = readings.replace(' ', " or ");
                write!(f, "“{text}” in line {line} could be misread; write {readings}")
            }
        }
    }
}

/// Reads x and y from the lines of a text, as pasted from a spreadsheet or typed: columns
/// separated by tabs, semicolons, bars, spaces or commas, decimals with a point or a comma, with
/// or without a line of headings.
///
/// # Errors
/// What is wrong with the first line that fits no way of reading it, by the way that fits the
/// most lines.
pub fn read_table(text: &str) -> Result<(Vec<f64>, Vec<f64>), TableProblem> {
    let mut lines = Vec::new();
    for line in bare(text).split('\n') {
        let line = line.trim();
        if !line.is_empty() {
            lines.push(line);
        }
    }
    let mut nearest = Failure { fitting: 0, line: 0, wrong: Wrong::Empty };
    // The comma comes last: it may be a decimal comma between other separators.
    for separator in ['\t', ';', '|', ' ', ','] {
        match read_columns(&lines, separator) {
            Ok(points) => return Ok(points),
            Err(failure) if failure.rank() > nearest.rank() => nearest = failure,
            Err(_) => {}
        }
    }
    let Failure { line, wrong, .. } = nearest;
    Err(match wrong {
        Wrong::Empty => TableProblem::Empty,
        Wrong::Columns(found) => TableProblem::Columns { line, found },
        Wrong::Cell(text) => {
            let (readings, text) = (spelled(&readings(text, false), " "), beginning(text));
            if readings.is_empty() {
                TableProblem::Cell { line, text }
            } else {
                TableProblem::Unclear { line, text, readings }
            }
        }
    })
}

type Columns = (Vec<f64>, Vec<f64>);

/// Why a way of reading fails.
#[derive(Clone, Copy)]
struct Failure<'a> {
    /// How many lines fitted.
    fitting: usize,
    /// The next, and what is wrong with it.
    line: usize,
    wrong: Wrong<'a>,
}

#[derive(Clone, Copy)]
enum Wrong<'a> {
    Empty,
    Columns(usize),
    Cell(&'a str),
}

impl Failure<'_> {
    /// How near a way of reading came: two columns with a bad cell are nearer than three columns,
    /// and these nearer than a line that the separator does not separate.
    fn rank(self) -> (usize, usize) {
        let nearness = match self.wrong {
            Wrong::Cell(_) => 3,
            Wrong::Columns(2..) => 2,
            Wrong::Columns(_) => 1,
            Wrong::Empty => 0,
        };
        (self.fitting, nearness)
    }
}

/// Reads all lines with one separator.
fn read_columns<'a>(lines: &[&'a str], separator: char) -> Result<Columns, Failure<'a>> {
    let mut columns = Columns::default();
    for (index, line) in lines.iter().enumerate() {
        match read_line(line, separator) {
            Ok((x, y)) => {
                columns.0.push(x);
                columns.1.push(y);
            }
            // Headings: nothing that looks like a number, and numbers below.
            Err(_)
                if index == 0 && lines.len() > 1 && cells(line, separator).iter().all(is_name) => {}
            Err(wrong) => {
                return Err(Failure { fitting: columns.0.len(), line: index + 1, wrong });
            }
        }
    }
    if columns.0.is_empty() {
        return Err(Failure { fitting: 0, line: 0, wrong: Wrong::Empty });
    }
    Ok(columns)
}

fn read_line(line: &str, separator: char) -> Result<(f64, f64), Wrong<'_>> {
    let cells = cells(line, separator);
    let &[x, y] = cells.as_slice() else { return Err(Wrong::Columns(cells.len())) };
    Ok((number(x)?, number(y)?))
}

/// The cells of a line, without the quotes around them.
fn cells(line: &str, separator: char) -> Vec<&str> {
    // Runs of blanks separate once; an empty cell between other separators is a missing number.
    let blank = separator == ' ';
    let mut cells = Vec::new();
    for cell in line.split(|c: char| c == separator || (blank && c == '\t')) {
        let cell = cell.trim();
        if !blank || !cell.is_empty() {
            let bare = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
            cells.push(bare.unwrap_or(cell));
        }
    }
    cells
}

/// Whether a cell may be a heading, as `x1` or `CO2 (ppm)`: it is no number, and does not begin like one.
fn is_name(cell: &&str) -> bool {
    for character in cell.chars() {
        match character {
            '-' | '−' | '+' | '.' | ',' | '"' => {}
            '0'..='9' => return false,
            _ => break,
        }
    }
    !["nan", "inf", "-inf"].iter().any(|name| cell.eq_ignore_ascii_case(name))
}

fn number(cell: &str) -> Result<f64, Wrong<'_>> {
    match meant(cell) {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err(Wrong::Cell(cell)),
    }
}
