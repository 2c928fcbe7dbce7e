//! Whether a prediction is linear in its parameters: then the mean squared error is a quadratic function of them.

use super::prediction::Model;
use super::record::Arg;
use crate::autograd::Op;

/// How a number depends on the parameters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Degree {
    /// Not at all.
    Free,
    /// As p₀ + Σ pₖ·φₖ, where the φ are free of them.
    Linear,
    /// Otherwise, as far as is known.
    Higher,
}

/// What a hand can do with the curve of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// y = w·x: tilt it.
    Proportional,
    /// y = w·x + b, whatever they are called: tilt it by the one parameter, lift it by the other.
    Line {
        /// The index of the parameter that x is multiplied by.
        tilt: usize,
        /// The index of the one that is added.
        lift: usize,
    },
    /// Nothing of that kind.
    Other,
}

impl Shape {
    /// The name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Shape::Proportional => "proportional",
            Shape::Line { .. } => "line",
            Shape::Other => "",
        }
    }
}

/// Places at which the shape is judged: what is a line at all of them is one.
const PLACES: [f64; 7] = [0.0, 1.0, -1.0, 2.0, 0.3, -1.7, 5.1];

impl Model {
    /// What a hand can do with the curve.
    pub fn shape(&self) -> Shape {
        if self.is_proportional() {
            return Shape::Proportional;
        }
        if self.inputs().len() != 1 || self.params().len() != 2 || !self.is_linear() {
            return Shape::Other;
        }
        let is = |params: [f64; 2], line: fn(f64) -> f64| {
            PLACES.iter().all(|&x| self.predict(&params, &[x]) == line(x))
        };
        let tilts: fn(f64) -> f64 = |x| x;
        let lifts: fn(f64) -> f64 = |_| 1.0;
        match () {
            () if !is([0.0, 0.0], |_| 0.0) => Shape::Other,
            () if is([1.0, 0.0], tilts) && is([0.0, 1.0], lifts) => {
                Shape::Line { tilt: 0, lift: 1 }
            }
            () if is([0.0, 1.0], tilts) && is([1.0, 0.0], lifts) => {
                Shape::Line { tilt: 1, lift: 0 }
            }
            () => Shape::Other,
        }
    }

    /// Whether the prediction is φ₀(x) + Σ pₖ·φₖ(x), as that of `a*x*x + b*sin(x) + 1` is. Judged by how it is written:
    /// `w*w/w` is not.
    pub fn is_linear(&self) -> bool {
        use Degree::{Free, Higher, Linear};
        let inputs = self.inputs().len();
        let mut degrees: Vec<Degree> = Vec::with_capacity(self.record.steps.len());
        let of = |arg, degrees: &[Degree]| match arg {
            Arg::Number(_) => Free,
            Arg::Leaf(leaf) if leaf < inputs => Free,
            Arg::Leaf(_) => Linear,
            Arg::Step(step) => degrees[step],
        };
        for step in &self.record.steps {
            let [a, b] = step.args.map(|arg| of(arg, &degrees));
            degrees.push(match (step.op, a, b) {
                (_, Free, Free) => Free,
                (Op::Add | Op::Sub, Free | Linear, Free | Linear) => Linear,
                (Op::Mul, Linear, Free) | (Op::Mul, Free, Linear) | (Op::Div, Linear, Free) => {
                    Linear
                }
                (Op::Neg, Linear, _) => Linear,
                _ => Higher,
            });
        }
        of(self.record.output, &degrees) != Higher
    }
}
