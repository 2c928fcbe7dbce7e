//! A list of numbers as a text: what parts them, and whether it may be meant to part the digits of one.

use super::Problem;
use super::kind::{Kind, NoSlider, Reading};
use crate::number::{bare, list, meant};
use crate::training::{DataError, MAX_POINTS};

/// `1,2,3` → the numbers.
pub(super) struct List;

impl NoSlider for List {}

impl List {
    pub fn describe(&self) -> Kind {
        Kind::List
    }

    pub fn show(&self, values: &[f64]) -> String {
        list(values)
    }

    /// Reads all numbers or none, and none of more than a dataset has. Commas part them, or else
    /// semicolons and blanks: of both at once, one may be a decimal comma.
    pub fn read(&self, text: &str) -> Reading<Vec<f64>> {
        let text = bare(text);
        let points = parts(text).count();
        if points > MAX_POINTS {
            return Err(Problem::Points(DataError::TooMany { points }));
        }
        let mut values = Vec::new();
        if text.is_empty() {
            return Ok((values, None));
        }
        if unclear(text) {
            return Err(Problem::Unclear(Vec::new()));
        }
        let bytes = text.as_bytes();
        let comma = bytes.contains(&b',');
        let ends = if comma { b',' } else { b';' };
        // Where this number began, and whether there is none yet since the last comma or semicolon.
        let (mut start, mut missing) = (0, true);
        for at in 0..=bytes.len() {
            let byte = bytes.get(at).copied();
            let blank = byte.is_none_or(|byte| !comma && byte.is_ascii_whitespace());
            if !blank && byte != Some(ends) {
                continue;
            }
            let word = bare(text.get(start..at).unwrap_or_default());
            start = at + 1;
            if !word.is_empty() {
                values.push(number(word)?);
            } else if missing && !blank {
                return Err(Problem::Malformed);
            }
            missing = !blank || (missing && word.is_empty());
        }
        Ok((values, None))
    }
}

/// One of a list. What has no letter may be several.
fn number(part: &str) -> Result<f64, Problem> {
    match meant(part) {
        Ok(value) if value.is_finite() => Ok(value),
        Err(_) if !part.bytes().any(|byte| byte.is_ascii_alphabetic()) => {
            Err(Problem::Unclear(Vec::new()))
        }
        _ => Err(Problem::Malformed),
    }
}

/// Whether what parts the numbers of a list may be meant to part the digits of one: commas between digits where
/// others stand beside a blank, and blanks before three digits. Commas at the end of a line may only break a list
/// that is long.
fn unclear(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut run, mut longest, mut blank, mut line) = (0, 0, false, false);
    // The digits before the point, of this number and, where a blank is between, of the one before.
    let (mut size, mut last, mut whole, mut threes) = (0, 0, true, false);
    for (at, byte) in bytes.iter().chain(b"\n").enumerate() {
        match byte {
            b'0'..=b'9' => size += usize::from(whole),
            b'.' => whole = false,
            _ => {
                threes |= size == 3 && (1..=3).contains(&last);
                last = if *byte == b' ' && size == 0 {
                    last
                } else {
                    size * usize::from(*byte == b' ' && whole)
                };
                (size, whole) = (0, true);
            }
        }
        if *byte == b',' {
            run += 1;
            for beside in [at.wrapping_sub(1), at + 1] {
                match bytes.get(beside) {
                    Some(b'\n' | b'\r') => (run, line) = (0, true),
                    Some(b' ' | b'\t') => (run, blank) = (0, true),
                    _ => {}
                }
            }
            longest = longest.max(run);
        }
    }
    threes || (blank && longest > 0) || (line && longest == 1)
}

/// What stands between commas, semicolons and blanks.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let separator = |c: char| matches!(c, ',' | ';') || c.is_whitespace();
    text.split(separator).filter(|part| !part.is_empty())
}
