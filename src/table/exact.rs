//! A table as a program writes it, and as a link holds it: rows parted by semicolons or lines, columns by commas or tabs.

use std::borrow::Cow;

use super::rows::{Cell, Rows, enclosed, quoted};
use super::{TableProblem, refused};
use crate::model::{Dataset, MAX_POINTS};
use crate::number::{bare, meant, short};

/// The rows of a text, all of them or none: each has as many numbers as the others, the target being the last; the first
/// may have names.
///
/// # Errors
/// What is wrong with the first line that has no place in a table; rows count as lines.
pub fn exactly(text: &str) -> Result<Dataset, TableProblem> {
    let text = bare(text);
    let separator = if text.contains('\t') { b'\t' } else { b',' };
    let rows = Rows { separator, ends: Some(b';') };
    let (mut at, mut line, mut cells) = (0, 0, Vec::new());
    let (mut columns, mut labels) = (Vec::<Vec<f64>>::new(), Vec::new());
    while at < text.len() {
        at = rows.split(text, at, &mut cells).0;
        if let [cell] = &cells[..]
            && cell.text.is_empty()
        {
            continue;
        }
        line += 1;
        if line == 1 {
            if cells.len() < 2 {
                return Err(TableProblem::Columns { line, found: cells.len(), wanted: 2 });
            }
            columns.resize_with(cells.len(), Vec::new);
            let is_quoted = |cell: &Cell| text.as_bytes().get(cell.range.start) == Some(&b'"');
            let named = |cell: &Cell| {
                is_name(&cell.text) || (is_quoted(cell) && meant(&cell.text).is_err())
            };
            if cells.iter().all(named) {
                for cell in &cells {
                    labels.push(cell.text.clone().into_owned());
                }
                continue;
            }
        }
        if cells.len() != columns.len() {
            return Err(TableProblem::Columns { line, found: cells.len(), wanted: columns.len() });
        }
        if columns[0].len() == MAX_POINTS {
            return Err(TableProblem::Long { found: MAX_POINTS + 1 });
        }
        for (column, cell) in columns.iter_mut().zip(&cells) {
            match meant(&cell.text) {
                Ok(value) if value.is_finite() => column.push(value),
                _ => return Err(refused(line, &cell.text)),
            }
        }
    }
    let ys = columns.pop().unwrap_or_default();
    match Dataset::with_inputs(columns, ys) {
        Ok(data) => Ok(data.labelled(labels)),
        Err(_) => Err(TableProblem::Empty),
    }
}

/// Whether a cell may be a name, as `x1` or `CO2 (ppm)`: it is no number, and does not begin like one.
pub(super) fn is_name(cell: &str) -> bool {
    for character in cell.chars() {
        match character {
            '-' | '−' | '+' | '.' | ',' | '"' => {}
            '0'..='9' => return false,
            _ => break,
        }
    }
    !["nan", "inf", "-inf"].iter().any(|name| cell.eq_ignore_ascii_case(name))
}

/// Rows as [`exactly`] reads them, with their names where they have some: cells that end with `between`, and rows with `end`.
pub fn written(data: &Dataset, between: char, end: char) -> String {
    let mut text = String::new();
    if !data.is_unlabelled() {
        for label in data.labels() {
            text.push_str(&heading(label));
            text.push(between);
        }
        text.pop();
        text.push(end);
    }
    for row in 0..data.len() {
        for place in 0..data.labels().len() {
            text.push_str(&short(data.column(place)[row]));
            text.push(between);
        }
        text.pop();
        text.push(end);
    }
    text
}

/// A name as it stands in the first row; in quotes if it might be a number.
pub(super) fn heading(label: &str) -> Cow<'_, str> {
    if is_name(label) { quoted(label) } else { enclosed(label).into() }
}
