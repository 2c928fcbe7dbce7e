//! A prediction over all rows, step by step and each in the rows' own order: as NumPy computes an expression of arrays.

use super::Dataset;
use super::prediction::Model;
use super::record::{Arg, Record, Step};
use crate::autograd::{Float, Op};

/// The prediction of a model on some rows.
#[derive(Clone, Debug)]
pub struct Columns<F> {
    record: Record,
    inputs: Vec<Vec<F>>,
    rows: usize,
    /// The result of each step, a number for each row.
    results: Vec<Vec<F>>,
}

/// A number for each row, or one for all.
#[derive(Clone, Copy)]
enum Column<'a, F> {
    Rows(&'a [F]),
    Number(F),
}

impl<F: Float> Column<'_, F> {
    #[inline(always)]
    fn at(self, row: usize) -> F {
        match self {
            Column::Rows(rows) => rows[row],
            Column::Number(number) => number,
        }
    }
}

impl<F: Float> Columns<F> {
    /// Of this model on these rows, which have its inputs.
    pub fn new(model: &Model, data: &Dataset) -> Self {
        let rounded = |column: &Vec<f64>| column.iter().map(|&v| F::from_f64(v)).collect();
        Columns {
            record: model.record.clone(),
            inputs: data.columns().iter().map(rounded).collect(),
            rows: data.len(),
            results: model.record.steps.iter().map(|_| vec![F::ZERO; data.len()]).collect(),
        }
    }

    /// Takes these rows, as many as it was made for, in the place of its own.
    pub fn look_at(&mut self, data: &Dataset) {
        for (own, column) in self.inputs.iter_mut().zip(data.columns()) {
            for (own, &number) in own.iter_mut().zip(column) {
                *own = F::from_f64(number);
            }
        }
    }

    /// Writes the prediction of each row, in the precision of the numbers.
    pub fn predict(&mut self, params: &[F], predictions: &mut [F]) {
        for (index, &Step { op, args }) in self.record.steps.iter().enumerate() {
            let (before, rest) = self.results.split_at_mut(index);
            let [a, b] = args.map(|arg| column(arg, &self.inputs, params, before));
            let Some(result) = rest.first_mut() else { continue };
            match op {
                // What nearly every model is made of.
                Op::Mul => each(result, |row| a.at(row) * b.at(row)),
                Op::Add => each(result, |row| a.at(row) + b.at(row)),
                _ => each(result, |row| op.value(a.at(row), b.at(row))),
            }
        }
        let output = column(self.record.output, &self.inputs, params, &self.results);
        each(predictions, |row| output.at(row));
    }

    /// About how many additions one takes.
    pub fn cost(&self) -> usize {
        let each: usize = self.record.steps.iter().map(|step| step.op.cost()).sum();
        each.saturating_mul(self.rows)
    }
}

/// Where a step finds its numbers.
fn column<'a, F: Float>(
    arg: Arg,
    inputs: &'a [Vec<F>],
    params: &[F],
    results: &'a [Vec<F>],
) -> Column<'a, F> {
    match arg {
        Arg::Number(number) => Column::Number(F::from_f64(number)),
        Arg::Leaf(leaf) => match leaf.checked_sub(inputs.len()) {
            None => Column::Rows(&inputs[leaf]),
            Some(param) => Column::Number(params[param]),
        },
        Arg::Step(step) => Column::Rows(&results[step]),
    }
}

#[inline(always)]
fn each<F>(numbers: &mut [F], of: impl Fn(usize) -> F) {
    for (row, number) in numbers.iter_mut().enumerate() {
        *number = of(row);
    }
}
