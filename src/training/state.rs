//! Where a run is, and how it came there: a state, and the step between two of them.

use std::fmt::Write;

use super::Quantity;
use crate::number::repr;

/// A state of a run: the parameters after `epoch` updates, and the loss and the gradients there.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// How many updates led here.
    pub epoch: usize,
    /// The parameters.
    pub params: Vec<f64>,
    /// The loss at the parameters.
    pub loss: f64,
    /// The gradient in each parameter, as the optimizer is given it: without zero_grad the sum of
    /// those of all states so far.
    pub grads: Vec<f64>,
    /// The learning rate of the step from here.
    pub lr: f64,
}

impl State {
    /// The number of this quantity.
    ///
    /// # Panics
    /// If there is no parameter of its index.
    pub fn value(&self, quantity: Quantity) -> f64 {
        match quantity {
            Quantity::Loss => self.loss,
            Quantity::Param(k) => self.params[k],
            Quantity::Grad(k) => self.grads[k],
            Quantity::Rate => self.lr,
        }
    }
}

/// One step of a run, as a notebook prints it: the loss and the gradients **before** the
/// parameters moved, the parameters **after** it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which step, counted from 1: the step from state `epoch − 1` to state `epoch`.
    pub epoch: usize,
    /// The parameters after the update.
    pub params: Vec<f64>,
    /// The loss before the update.
    pub loss: f64,
    /// The gradient in each parameter before the update.
    pub grads: Vec<f64>,
}

impl Row {
    /// The names of the columns of [`csv`](Row::csv), as a line: `epoch,w,loss,grad` for one
    /// parameter called w, `epoch,w,b,loss,grad_w,grad_b` for w and b.
    pub fn heading(params: &[impl AsRef<str>]) -> String {
        let names = Quantity::all(params.len()).map(|quantity| quantity.name(params));
        names.fold("epoch".to_owned(), |line, name| line + "," + &name) + "\n"
    }

    /// The step as a line of comma-separated values, each number as Python would write it.
    pub fn csv(&self) -> String {
        let mut line = self.epoch.to_string();
        for &value in self.params.iter().chain([&self.loss]).chain(&self.grads) {
            // Writing to a string cannot fail.
            let _ = write!(line, ",{}", repr(value));
        }
        line + "\n"
    }
}
