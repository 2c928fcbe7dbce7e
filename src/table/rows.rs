//! A text split into rows, and rows into cells.

use std::borrow::Cow;
use std::ops::Range;

/// The most bytes between two quotes: a quote that is open for longer is a sign of inches.
const LONGEST: usize = 10_000;

/// The most cells of a row that are told: no table that is read has so many.
const MOST_CELLS: usize = 1_000;

/// What parts a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    /// What parts the cells of a row, an ASCII character; a blank stands for any number of them.
    pub separator: u8,
    /// What ends a row beside the end of a line.
    pub ends: Option<u8>,
}

/// A cell: what it says without blanks and quotes around it, and where it stands with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    pub text: Cow<'a, str>,
    pub range: Range<usize>,
}

impl Rows {
    /// Puts the cells of the row that begins at this byte into `cells`, and returns where the next begins, and how many
    /// lines this one ends.
    pub fn split<'a>(
        self,
        text: &'a str,
        mut at: usize,
        cells: &mut Vec<Cell<'a>>,
    ) -> (usize, usize) {
        cells.clear();
        let bytes = text.as_bytes();
        let mut lines = 0;
        loop {
            let start = at;
            let (content, end) = match self.quoted(text, at) {
                Some((content, end)) => {
                    let within = bytes.get(at..end).unwrap_or_default();
                    lines += within.iter().filter(|&&byte| byte == b'\n').count();
                    (content, end)
                }
                None => {
                    let end = at + self.open(bytes.get(at..).unwrap_or_default());
                    (Cow::Borrowed(text.get(start..end).unwrap_or_default().trim()), end)
                }
            };
            at = end;
            let parted = bytes.get(at) == Some(&self.separator);
            // Blanks part once, and before the end of a row not at all.
            let last = self.separator == b' ' && content.is_empty();
            if (!last || (!parted && cells.is_empty())) && cells.len() < MOST_CELLS {
                cells.push(Cell { text: content, range: start..end });
            }
            match bytes.get(at) {
                None => return (at, lines),
                Some(_) if parted => at += 1,
                Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => return (at + 2, lines + 1),
                Some(b'\n' | b'\r') => return (at + 1, lines + 1),
                Some(_) => return (at + 1, lines),
            }
        }
    }

    fn is_end(self, byte: u8) -> bool {
        byte == self.separator || matches!(byte, b'\n' | b'\r') || Some(byte) == self.ends
    }

    /// How many bytes there are before the end of a cell.
    fn open(self, bytes: &[u8]) -> usize {
        bytes.iter().position(|&byte| self.is_end(byte)).unwrap_or(bytes.len())
    }

    /// The cell in quotes that begins here, and where it ends; a quote within is doubled.
    fn quoted(self, text: &str, at: usize) -> Option<(Cow<'_, str>, usize)> {
        let bytes = text.as_bytes();
        let blank = |at: usize| bytes.get(at) == Some(&b' ') && self.separator != b' ';
        let mut start = at;
        while blank(start) {
            start += 1;
        }
        if bytes.get(start) != Some(&b'"') {
            return None;
        }
        let (mut end, mut doubled) = (start + 1, false);
        loop {
            match bytes.get(end)? {
                b'"' if bytes.get(end + 1) == Some(&b'"') => {
                    doubled = true;
                    end += 2;
                }
                b'"' => break,
                _ => end += 1,
            }
            if end - start > LONGEST {
                return None;
            }
        }
        let content = text.get(start + 1..end)?;
        end += 1;
        while blank(end) {
            end += 1;
        }
        if bytes.get(end).is_some_and(|&byte| !self.is_end(byte)) {
            return None;
        }
        if !doubled {
            return Some((content.into(), end));
        }
        let (mut single, mut before) = (String::new(), false);
        for character in content.chars() {
            before = character == '"' && !before;
            if !before {
                single.push(character);
            }
        }
        Some((single.into(), end))
    }
}

/// A cell as it is written: in quotes where it would not be read as it is.
pub fn quoted(text: &str) -> Cow<'_, str> {
    let parts = |c: char| matches!(c, ';' | ',' | '|' | '"' | '\n' | '\r' | '\t');
    if text.contains(parts) || text.trim() != text { enclosed(text).into() } else { text.into() }
}

/// A cell in quotes.
pub fn enclosed(text: &str) -> String {
    let mut cell = String::from('"');
    for character in text.chars() {
        cell.push(character);
        if character == '"' {
            cell.push('"');
        }
    }
    cell.push('"');
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, separator: u8) -> Vec<Vec<String>> {
        let (mut rows, mut at, mut cells) = (Vec::new(), 0, Vec::new());
        while at < text.len() {
            at = Rows { separator, ends: None }.split(text, at, &mut cells).0;
            rows.push(cells.iter().map(|cell| cell.text.to_string()).collect());
        }
        rows
    }

    #[test]
    fn rows_are_split_as_programs_write_them() {
        assert_eq!(all("a,b\r\n1, 2\r3,\n", b','), [["a", "b"], ["1", "2"], ["3", ""]]);
        assert_eq!(all("\"a,\"\"b\"\"\nc\", \"d\"\n", b','), [["a,\"b\"\nc", "d"]]);
        assert_eq!(all("5\" pipe,\"open\n1,2", b','), [["5\" pipe", "\"open"], ["1", "2"]]);
        assert_eq!(all("  1   2 \n\"a b\" c", b' '), [["1", "2"], ["a b", "c"]]);
    }
}
