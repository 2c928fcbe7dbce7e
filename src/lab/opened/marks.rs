//! A text of marks: one in each line, its parts separated by tabs.

use super::terms::{equals, seen};
use crate::number::{few, short};

/// Writes marks, part by part.
#[derive(Default)]
pub(super) struct Marks(String);

impl Marks {
    /// The text.
    pub fn text(self) -> String {
        self.0
    }

    /// Begins a mark of this kind.
    pub fn open(&mut self, kind: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(kind);
    }

    /// A part.
    #[inline(never)]
    pub fn put(&mut self, part: &str) {
        self.0.push('\t');
        self.0.push_str(part);
    }

    /// More of the part written last.
    #[inline(never)]
    pub fn more(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// A number as a person reads it.
    #[inline(never)]
    pub fn number(&mut self, number: f64) {
        self.0.push('\t');
        self.add(number);
    }

    /// The same; nothing if there is none.
    pub fn maybe(&mut self, number: Option<f64>) {
        match number {
            Some(number) => self.number(number),
            None => self.0.push('\t'),
        }
    }

    /// A number as more of the part written last.
    #[inline(never)]
    pub fn add(&mut self, number: f64) {
        self.0.push_str(&few(number, 3));
    }

    /// A count.
    #[inline(never)]
    pub fn count(&mut self, count: usize) {
        self.0.push('\t');
        self.0.push_str(&count.to_string());
    }

    /// A place, in whole CSS pixels.
    #[inline(never)]
    pub fn place(&mut self, place: f64) {
        self.put(&short(place.round()));
    }

    /// A point.
    pub fn point(&mut self, (x, y): (f64, f64)) {
        self.place(x);
        self.place(y);
    }

    /// Numbers added up, as more of the part written last: `−1 − 4 − 9`; of many the first two and the
    /// last.
    pub fn sum(&mut self, numbers: &[f64]) {
        for (index, &number) in numbers.iter().enumerate() {
            if numbers.len() > TERMS && index > 1 && index + 1 < numbers.len() {
                self.more(if index == 2 { " …" } else { "" });
                continue;
            }
            match index {
                0 => self.add(number),
                _ => {
                    self.more(if number.is_sign_negative() { " − " } else { " + " });
                    self.add(number.abs());
                }
            }
        }
    }

    /// The same with what it comes to, where there is anything to add.
    pub fn sum_to(&mut self, numbers: &[f64], total: f64) {
        self.sum(numbers);
        if numbers.len() > 1 {
            let mut told = 0.0;
            for &number in numbers {
                told += seen(number);
            }
            self.comes(told, total);
        }
    }

    /// What something computed of numbers as they are shown comes to, as more of the part written last.
    #[inline(never)]
    pub fn comes(&mut self, told: f64, number: f64) {
        self.more(" ");
        self.more(equals(told, number));
        self.more(" ");
        self.add(number);
    }

    /// Numbers as far as they are there, one after the other: of many the first two and the last.
    pub fn list(&mut self, numbers: &[f64], all: usize) {
        let whole = numbers.len() == all;
        for (index, &number) in numbers.iter().enumerate() {
            if numbers.len() <= TERMS || index < 2 || (whole && index + 1 == all) {
                self.more(if index > 0 { ", " } else { "" });
                self.add(number);
            } else if index == 2 {
                self.more(", …");
            }
        }
        if !whole && numbers.len() <= TERMS {
            self.more(if numbers.is_empty() { "…" } else { ", …" });
        }
    }
}

/// So many numbers are written out.
pub(super) const TERMS: usize = 6;
