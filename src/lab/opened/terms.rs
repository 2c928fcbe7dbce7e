//! What a node computes, as a text.

use crate::autograd::Op;
use crate::lab::step::{Part, Read};
use crate::number::{few, parse, raised};

impl Part {
    /// What it does to what it reads, as it stands on a wire: `× 3`, `− 6`, `( )²`, `tanh`.
    pub fn sign(&self) -> String {
        let sign = match self.op {
            Op::Powi(n) => "( )".to_owned() + &raised(n),
            Op::Abs => "| |".to_owned(),
            op => op.label().to_owned(),
        };
        match self.reads[..] {
            [Read::Number(number), Read::Node(_)] if self.op == Op::Mul => {
                sign + " " + &bracketed(few(number, 3))
            }
            [Read::Number(number), Read::Node(_)] => few(number, 3) + " " + &sign,
            [Read::Node(_), Read::Number(number)] => sign + " " + &bracketed(few(number, 3)),
            _ => sign,
        }
    }

    /// How that stands to its value: see [`equals`]. What a function gives is rounded.
    pub fn equals(&self, values: &[Option<f64>], value: f64) -> &'static str {
        let [a, b] = self.operands(values);
        let (a, b) = (seen(a), seen(b));
        let told = match self.op {
            Op::Add => a + b,
            Op::Sub => a - b,
            Op::Mul => a * b,
            Op::Powi(2) => a * a,
            // Of sums and products alone.
            Op::Abs | Op::Huber | Op::SmoothL1 => self.op.value(a, b),
            _ => f64::NAN,
        };
        equals(told, value)
    }

    /// What it computes with these numbers: `0 × 3`, `−6²`, `tanh(0.6)`.
    pub fn told(&self, values: &[Option<f64>]) -> String {
        let [a, b] = self.operands(values);
        let (a, b) = (few(a, 3), few(b, 3));
        match self.op {
            Op::Powi(n) => "(".to_owned() + &a + ")" + &raised(n),
            Op::Abs => "|".to_owned() + &a + "|",
            op if self.reads.len() > 1 && op.label().starts_with(char::is_alphabetic) => {
                format!("{}({a}, {b})", op.label())
            }
            op if self.reads.len() > 1 => a + " " + op.label() + " " + &bracketed(b),
            op => op.label().to_owned() + "(" + &a + ")",
        }
    }
}

/// The number as it is shown.
#[inline(never)]
pub(super) fn seen(number: f64) -> f64 {
    parse(&few(number, 3)).unwrap_or(number)
}

/// What stands between what is computed of numbers as they are shown, and what the run has come to: `=`, or `≈`
/// where a calculator would find another number.
#[inline(never)]
pub(super) fn equals(told: f64, number: f64) -> &'static str {
    let number = seen(number);
    if (told - number).abs() <= 1e-12 * number.abs() { "=" } else { "≈" }
}

/// A number behind a sign.
pub(super) fn bracketed(number: String) -> String {
    if number.starts_with('-') { "(".to_owned() + &number + ")" } else { number }
}
