//! Numbers of a table, all written by one decimal mark: what a cell is with a mark, and what it says of which.

use super::{bare, meant, parts};

/// What parts the decimals of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `0.5`
    Point,
    /// `0,5`
    Comma,
}

/// What a cell is, with either mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// No number.
    Text,
    /// The same number: `12`, `1 200`.
    Plain,
    /// A number with this mark alone; whether the other mark, or a sign of its kind, parts its thousands: `1,234.5`.
    Only(Mark, bool),
    /// Two numbers: `1,234`, in which this mark may part decimals or else thousands.
    Either(Mark),
}

impl Mark {
    /// The mark that is not this one.
    pub fn other(self) -> Mark {
        match self {
            Mark::Point => Mark::Comma,
            Mark::Comma => Mark::Point,
        }
    }

    /// The mark itself.
    pub fn sign(self) -> char {
        match self {
            Mark::Point => '.',
            Mark::Comma => ',',
        }
    }

    /// The number that a text is with this mark; blanks, apostrophes or the other mark may part its thousands.
    pub fn read(self, text: &str) -> Option<f64> {
        let text = bare(text);
        let mut plain = String::with_capacity(text.len());
        // The sign that parts thousands, the digits since the last of them, and whether they are no whole number any more.
        let (mut parting, mut size, mut beyond) = (None, 0, false);
        for character in text.chars() {
            let parted = parting.is_none() || size == 3;
            match character {
                _ if beyond => plain.push(character),
                '0'..='9' => {
                    size += 1;
                    plain.push(character);
                }
                _ if character == self.sign() || matches!(character, 'e' | 'E') => {
                    if !parted {
                        return None;
                    }
                    beyond = true;
                    plain.push(if character == self.sign() { '.' } else { character });
                }
                '+' | '-' | '−' if plain.is_empty() => plain.push(character),
                _ if character == self.other().sign() || (parts(character) && character != ',') => {
                    let first = parting.is_none() && (1..=3).contains(&size);
                    if !(first || (parting == Some(character) && size == 3)) {
                        return None;
                    }
                    (parting, size) = (Some(character), 0);
                }
                _ => return None,
            }
        }
        if parting.is_some() && !beyond && size != 3 {
            return None;
        }
        // A comma at the end separates, or ends a phrase; one beyond the mark is none.
        let ends = plain.contains(',') || text.ends_with(',');
        meant(&plain).ok().filter(|value| !ends && value.is_finite())
    }
}

impl Shape {
    /// What a cell is.
    pub fn of(text: &str) -> Shape {
        let holds = |mark: Mark| text.contains(mark.sign());
        match (Mark::Point.read(text), Mark::Comma.read(text)) {
            (None, None) => Shape::Text,
            (Some(_), None) => Shape::Only(Mark::Point, holds(Mark::Comma)),
            (None, Some(_)) => Shape::Only(Mark::Comma, holds(Mark::Point)),
            (Some(point), Some(comma)) if point == comma => Shape::Plain,
            _ if holds(Mark::Comma) => Shape::Either(Mark::Comma),
            _ => Shape::Either(Mark::Point),
        }
    }

    /// Whether it is a number with this mark.
    pub fn fits(self, mark: Mark) -> bool {
        match self {
            Shape::Text => false,
            Shape::Plain | Shape::Either(_) => true,
            Shape::Only(only, _) => only == mark,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_by_its_mark() {
        for (text, point, comma) in [
            ("12", Some(12.0), Some(12.0)),
            ("0.5", Some(0.5), None),
            ("0,5", None, Some(0.5)),
            ("−1,5e3", None, Some(-1500.0)),
            ("1,234", Some(1234.0), Some(1.234)),
            ("1.234", Some(1.234), Some(1234.0)),
            ("0,123", None, Some(0.123)),
            ("1,234.5", Some(1234.5), None),
            ("1.234,5", None, Some(1234.5)),
            ("1 234,5", None, Some(1234.5)),
            ("1\u{a0}234.5", Some(1234.5), None),
            ("1'234'567", Some(1_234_567.0), Some(1_234_567.0)),
            ("1,234,567", Some(1_234_567.0), None),
            ("12,34", None, Some(12.34)),
            ("1,23,456", None, None),
            ("1,2345.6", None, None),
            ("1.2.3", None, None),
            ("12.03.2024", None, None),
            ("2024-01-01", None, None),
            ("", None, None),
            ("-", None, None),
            ("NA", None, None),
            ("nan", None, None),
            ("1e999", None, None),
            ("12,", None, None),
        ] {
            assert_eq!(Mark::Point.read(text), point, "{text:?}");
            assert_eq!(Mark::Comma.read(text), comma, "{text:?}");
        }
    }
}
