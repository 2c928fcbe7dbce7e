//! The account of a step: what an update comes to, line by line, with the numbers that it computes itself.

use crate::autograd::Float;

use super::tensor::{Ledger, What};

/// A line of an account: a number of the step, and how it comes about.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is, by PyTorch's name where it has one: what is remembered goes by the name that it has in the state.
    pub name: &'static str,
    /// The operation in PyTorch, in short; empty where it is that of the line before.
    pub code: &'static str,
    /// What is computed, with a place for each number: `{0} × {1}`.
    pub work: &'static str,
    /// These numbers.
    pub numbers: Vec<f64>,
    /// What it comes to.
    pub value: f64,
    /// Whether the update itself has this number. It has not what it fuses, or corrects elsewhere: that is told rounded by
    /// itself.
    pub is_computed: bool,
    /// Which part of the step it makes, and how far that moves the parameter.
    pub arrow: Option<(Part, f64)>,
}

/// A part of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is left of the steps before.
    Left,
    /// What the gradient says now.
    Now,
    /// What the average of the gradients says.
    Average,
    /// What the weight loses by itself.
    Decay,
    /// The whole step.
    Step,
}

impl Part {
    /// The name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Part::Left => "left",
            Part::Now => "now",
            Part::Average => "average",
            Part::Decay => "decay",
            Part::Step => "step",
        }
    }
}

impl<F: Float> Ledger<F> for Vec<Line> {
    #[inline(never)]
    fn line(&mut self, [name, code]: What, work: &'static str, numbers: &[F], value: F) {
        let numbers = numbers.iter().map(|number| number.to_f64()).collect();
        let value = value.to_f64();
        self.push(Line { name, code, work, numbers, value, is_computed: true, arrow: None });
    }

    fn aside(&mut self, what: What, work: &'static str, numbers: &[F], value: impl FnOnce() -> F) {
        self.line(what, work, numbers, value());
        if let Some(line) = self.last_mut() {
            line.is_computed = false;
        }
    }

    fn arrow(&mut self, name: &'static str, part: Part, way: impl FnOnce() -> F) {
        if let Some(line) = self.iter_mut().rfind(|line| line.name == name) {
            line.arrow = Some((part, way().to_f64()));
        }
    }
}

/// The account of what an update makes of a parameter, whose last line is the parameter after it.
pub(super) fn account<F: Float, const N: usize>(
    update: impl Fn(F, F, [F; N], &mut Vec<Line>) -> (F, [F; N]),
    param: f64,
    grad: f64,
    state: &[f64],
) -> Vec<Line> {
    let mut lines = Vec::new();
    let before = std::array::from_fn(|name| F::from_f64(state[name]));
    let (next, _) = update(F::from_f64(param), F::from_f64(grad), before, &mut lines);
    if let Some(last) = lines.last_mut() {
        last.arrow = Some((Part::Step, next.to_f64() - param));
    }
    lines
}
