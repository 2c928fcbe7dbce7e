//! What parts the columns of a text, as far as its beginning tells.

use super::rows::Rows;
use crate::number::Shape;

/// So many rows tell what parts them, of at most so many bytes.
const ROWS: usize = 100;
const BYTES: usize = 20_000;

/// How a separator parts the beginning of a text.
#[derive(Clone, Copy, Default)]
struct Fit {
    /// The cells of most rows that have two or more.
    width: usize,
    /// How many rows have so many, and how many rows there are.
    rows: usize,
    all: usize,
    /// How many of the cells of those are numbers, of all cells of all rows.
    numbers: usize,
    cells: usize,
}

impl Fit {
    fn of(text: &str, separator: u8) -> Fit {
        let rows = Rows { separator, ends: None };
        let text = text.get(..text.floor_char_boundary(BYTES)).unwrap_or_default();
        let (mut at, mut cells, mut widths, mut fit) = (0, Vec::new(), Vec::new(), Fit::default());
        while at < text.len() && fit.all < ROWS {
            at = rows.split(text, at, &mut cells).0;
            if cells.iter().all(|cell| cell.text.is_empty()) {
                continue;
            }
            let numbers = cells.iter().filter(|cell| Shape::of(&cell.text) != Shape::Text).count();
            widths.push((cells.len(), numbers));
            fit.all += 1;
            fit.cells += cells.len();
        }
        for &(width, _) in widths.iter().filter(|(width, _)| *width > 1) {
            let same = widths.iter().filter(|(other, _)| *other == width);
            let (rows, numbers) = same.fold((0, 0), |(rows, sum), (_, n)| (rows + 1, sum + n));
            if rows > fit.rows {
                fit = Fit { width, rows, numbers, ..fit };
            }
        }
        fit
    }

    /// Whether it parts more of the text into numbers.
    fn is_better(&self, than: &Fit) -> bool {
        self.numbers * than.cells.max(1) > than.numbers * self.cells.max(1)
    }
}

/// What parts columns: tabs before all, semicolons before what may stand within a number; else what leaves the most
/// numbers. Blanks come before the comma, which may be a decimal sign between them.
pub(super) fn separator(text: &str) -> u8 {
    for separator in [b'\t', b';'] {
        let fit = Fit::of(text, separator);
        if fit.width > 1 && 2 * fit.rows >= fit.all {
            return separator;
        }
    }
    let mut best = (b',', Fit::default());
    for separator in [b'\t', b';', b'|', b' ', b','] {
        let fit = Fit::of(text, separator);
        if fit.width > 1 && (fit.is_better(&best.1) || best.1.width == 0) {
            best = (separator, fit);
        }
    }
    best.0
}

/// How many columns this separator makes.
pub(super) fn width(text: &str, separator: u8) -> usize {
    Fit::of(text, separator).width
}
