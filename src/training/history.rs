//! Every state of a run, exactly.

use std::fmt::Write;

use super::Series;
use crate::number::repr;

/// One step of a run, as a notebook prints it: the loss and gradient **before** w moved, the
/// parameter **after** it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Which step, counted from 1: the step from state `epoch − 1` to state `epoch`.
    pub epoch: usize,
    /// The first parameter after the update.
    pub w: f64,
    /// The loss before the update.
    pub loss: f64,
    /// The gradient in the first parameter before the update.
    pub grad: f64,
}

/// The states of a run, from the start to the last one computed: for each the parameters, and the
/// loss and the gradients there.
#[derive(Clone, Debug)]
pub struct History {
    /// One series for each parameter.
    params: Vec<Series>,
    /// One series for each parameter.
    grads: Vec<Series>,
    losses: Series,
}

impl History {
    /// A history for this many parameters, with no state yet.
    pub(super) fn new(params: usize) -> Self {
        History {
            params: vec![Series::default(); params],
            grads: vec![Series::default(); params],
            losses: Series::default(),
        }
    }

    pub(super) fn push(&mut self, params: &[f64], loss: f64, grads: &[f64]) {
        for (series, &value) in self.params.iter_mut().zip(params) {
            series.push(value);
        }
        for (series, &value) in self.grads.iter_mut().zip(grads) {
            series.push(value);
        }
        self.losses.push(loss);
    }

    pub(super) fn reserve(&mut self, more: usize) {
        let series = self.params.iter_mut().chain(&mut self.grads);
        series.chain([&mut self.losses]).for_each(|series| series.reserve(more));
    }

    /// The number of the last state computed; state 0 is the start.
    pub fn head(&self) -> usize {
        self.losses.len() - 1
    }

    /// Each parameter's values, state by state.
    pub fn params(&self) -> impl Iterator<Item = &Series> {
        self.params.iter()
    }

    /// Each state's value of parameter `k`.
    pub fn param(&self, k: usize) -> &Series {
        &self.params[k]
    }

    /// Each state's gradient in parameter `k`, as the optimizer is given it.
    pub fn grad(&self, k: usize) -> &Series {
        &self.grads[k]
    }

    /// Each state's loss. Only the last may be infinite or NaN.
    pub fn loss(&self) -> &Series {
        &self.losses
    }

    /// The step that led to state `epoch`.
    ///
    /// # Panics
    /// If `epoch` is 0, to which no step led, or beyond the head.
    pub fn row(&self, epoch: usize) -> Row {
        Row {
            epoch,
            w: self.params[0].values()[epoch],
            loss: self.losses.values()[epoch - 1],
            grad: self.grads[0].values()[epoch - 1],
        }
    }

    /// The steps 1 to `last` as comma-separated values under `epoch,w,loss,grad`, each number as
    /// Python would write it.
    ///
    /// # Panics
    /// If `last` is beyond the head.
    pub fn csv(&self, last: usize) -> String {
        let mut csv = "epoch,w,loss,grad\n".to_owned();
        for Row { epoch, w, loss, grad } in (1..=last).map(|epoch| self.row(epoch)) {
            // Writing to a string cannot fail.
            let _ = writeln!(csv, "{epoch},{},{},{}", repr(w), repr(loss), repr(grad));
        }
        csv
    }
}
