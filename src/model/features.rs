//! What each parameter of a linear model is multiplied by, as an expression of the inputs alone.

use super::prediction::Model;
use super::record::{Arg, Record, Step};
use crate::autograd::Op;

impl Model {
    /// φₖ for each parameter, where the prediction is φ₀(x) + Σ pₖ·φₖ(x): the derivative of the prediction, as a model
    /// without parameters. Of `a*x*x + b` they are `x*x` and `1`. `None` where the model is [no such](Model::is_linear).
    pub fn features(&self) -> Option<Vec<Model>> {
        let inputs = self.inputs().len();
        let feature = |param: usize| {
            let record = derivative(&self.record, inputs, inputs + param);
            Model::without_parameters(self.inputs().to_vec(), record)
        };
        self.is_linear().then(|| (0..self.params().len()).map(feature).collect())
    }

    /// Whether it is written as a sum or a difference: then a factor before it needs brackets.
    pub fn is_sum(&self) -> bool {
        match self.record.output {
            Arg::Step(step) => matches!(self.record.steps[step].op, Op::Add | Op::Sub),
            Arg::Number(_) | Arg::Leaf(_) => false,
        }
    }
}

/// The derivative in one of the leaves, none of whose relatives is multiplied by another: an expression of the first
/// `inputs` leaves.
fn derivative(of: &Record, inputs: usize, leaf: usize) -> Record {
    let mut steps = of.steps.clone();
    // Of each step of the expression; `None` is 0.
    let mut slopes: Vec<Option<Arg>> = Vec::with_capacity(of.steps.len());
    let slope = |arg, slopes: &[Option<Arg>]| match arg {
        Arg::Leaf(other) => (other == leaf).then_some(Arg::Number(1.0)),
        Arg::Step(step) => slopes[step],
        Arg::Number(_) => None,
    };
    for &Step { op, args: [a, b] } in &of.steps {
        let parts = [slope(a, &slopes), slope(b, &slopes)];
        slopes.push(match (op, parts) {
            (Op::Neg, [Some(part), _]) => Some(step(&mut steps, Op::Neg, [part; 2])),
            (Op::Add | Op::Sub, [Some(one), Some(other)]) => {
                Some(step(&mut steps, op, [one, other]))
            }
            (Op::Sub, [None, Some(part)]) => Some(step(&mut steps, Op::Neg, [part; 2])),
            (Op::Mul, [Some(part), _]) => Some(step(&mut steps, op, [part, b])),
            (Op::Mul, [None, Some(part)]) => Some(step(&mut steps, op, [a, part])),
            (Op::Div, [Some(part), _]) => Some(step(&mut steps, op, [part, b])),
            (_, [one, other]) => one.or(other),
        });
    }
    let output = slope(of.output, &slopes).unwrap_or(Arg::Number(0.0));
    needed(Record { leaves: inputs, steps, output })
}

/// Where the result of a step is; what only numbers go into is a number, and once something is that.
fn step(steps: &mut Vec<Step>, op: Op, args: [Arg; 2]) -> Arg {
    match (op, args) {
        (_, [Arg::Number(a), Arg::Number(b)]) => Arg::Number(op.value(a, b)),
        (Op::Mul, [Arg::Number(1.0), other]) | (Op::Mul | Op::Div, [other, Arg::Number(1.0)]) => {
            other
        }
        _ => {
            steps.push(Step { op, args });
            Arg::Step(steps.len() - 1)
        }
    }
}

/// The expression without the steps that its output does not need.
fn needed(record: Record) -> Record {
    let mut is_needed = vec![false; record.steps.len()];
    let need = |arg, is_needed: &mut [bool]| {
        if let Arg::Step(step) = arg {
            is_needed[step] = true;
        }
    };
    need(record.output, &mut is_needed);
    for (index, step) in record.steps.iter().enumerate().rev() {
        if is_needed[index] {
            step.inputs().iter().for_each(|&arg| need(arg, &mut is_needed));
        }
    }
    let mut places = vec![0; record.steps.len()];
    let mut steps = Vec::new();
    let moved = |arg, places: &[usize]| match arg {
        Arg::Step(step) => Arg::Step(places[step]),
        other => other,
    };
    for (index, &Step { op, args }) in record.steps.iter().enumerate() {
        if is_needed[index] {
            places[index] = steps.len();
            steps.push(Step { op, args: args.map(|arg| moved(arg, &places)) });
        }
    }
    Record { steps, output: moved(record.output, &places), ..record }
}
