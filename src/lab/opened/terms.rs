//! What a node computes, as a text.

use crate::autograd::Op;
use crate::lab::step::{Part, Read};
use crate::number::{few, raised};

impl Part {
    /// What it does to what it reads, as it stands on a wire: `× 3`, `− 6`, `( )²`, `tanh`.
    pub fn sign(&self) -> String {
        let sign = match self.op {
            Op::Powi(n) => "( )".to_owned() + &raised(n),
            op => op.label().to_owned(),
        };
        match self.reads[..] {
            [Read::Number(number), Read::Node(_)] if self.op == Op::Mul => {
                sign + " " + &few(number, 3)
            }
            [Read::Number(number), Read::Node(_)] => few(number, 3) + " " + &sign,
            [Read::Node(_), Read::Number(number)] => sign + " " + &few(number, 3),
            _ => sign,
        }
    }

    /// What it computes with these numbers: `0 × 3`, `−6²`, `tanh(0.6)`.
    pub fn told(&self, values: &[Option<f64>]) -> String {
        let [a, b] = self.operands(values);
        let (a, b) = (few(a, 3), few(b, 3));
        match self.op {
            Op::Powi(n) => "(".to_owned() + &a + ")" + &raised(n),
            op if self.reads.len() > 1 => a + " " + op.label() + " " + &bracketed(b),
            op => op.label().to_owned() + "(" + &a + ")",
        }
    }
}

/// A number behind a sign.
pub(super) fn bracketed(number: String) -> String {
    if number.starts_with('-') { "(".to_owned() + &number + ")" } else { number }
}
