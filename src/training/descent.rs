//! From one state of a run to the next.

use super::batches::Batches;
use super::checkpoint::Checkpoint;
use super::rates::Rates;
use super::{Objective, Precision};
use crate::optim::schedule::Schedule;
use crate::optim::{GradientDescent, Optimizer, Step};

/// What makes each state of a run from the one before.
pub struct Descent {
    rows: Rows,
    /// That of the objective, in which the parameters are kept.
    pub(super) precision: Precision,
    pub(super) optimizer: Box<dyn Optimizer>,
    /// The learning rate.
    lr: f64,
    /// What changes that from step to step.
    rates: Option<Rates>,
    /// Whether the gradients of the state before are emptied before each backward pass.
    pub(super) zero_grad: bool,
}

/// The loss, and on which rows.
enum Rows {
    All(Box<dyn Objective>),
    Some(Box<Batches>),
}

impl Descent {
    /// Gradient descent on all rows: the update by hand, at one rate.
    pub fn new(objective: Box<dyn Objective>, lr: f64) -> Self {
        Descent::on(Rows::All(objective), lr)
    }

    /// The same on some of the rows in each step.
    pub fn in_batches(batches: Batches, lr: f64) -> Self {
        Descent::on(Rows::Some(Box::new(batches)), lr)
    }

    fn on(rows: Rows, lr: f64) -> Self {
        let precision = match &rows {
            Rows::All(objective) => objective.precision(),
            Rows::Some(batches) => batches.usual().precision(),
        };
        let optimizer = Box::new(GradientDescent::default());
        Descent { rows, precision, optimizer, lr, rates: None, zero_grad: true }
    }

    /// The same with another update of the parameters.
    pub fn with_optimizer(self, optimizer: Box<dyn Optimizer>) -> Self {
        Descent { optimizer, ..self }
    }

    /// The same at a rate that changes.
    pub fn scheduled(self, schedule: Box<dyn Schedule>) -> Self {
        Descent { rates: Some(Rates::new(schedule, self.lr)), ..self }
    }

    /// The same where nobody calls `w.grad.zero_()`: each gradient is added to those of all states before, rounded to the
    /// objective's precision.
    pub fn without_zero_grad(self) -> Self {
        Descent { zero_grad: false, ..self }
    }

    /// About how many additions take as long as to compute one state.
    pub fn cost(&self) -> usize {
        match &self.rows {
            Rows::All(objective) => objective.cost(),
            Rows::Some(batches) => batches.usual().cost(),
        }
    }

    /// How many steps a pass over all rows has.
    pub fn steps_of_pass(&self) -> usize {
        self.batches().map_or(1, Batches::steps)
    }

    fn batches(&self) -> Option<&Batches> {
        match &self.rows {
            Rows::All(_) => None,
            Rows::Some(batches) => Some(batches),
        }
    }

    /// The rows that the step from a state that has been computed sees, by their places; `None` where those are all.
    pub fn seen(&self, step: usize) -> Option<Vec<usize>> {
        self.batches().map(|batches| batches.seen(step))
    }

    /// The gradient of each batch of the pass that the step from a state is part of, at these parameters: the first so many.
    /// None where every step sees all rows.
    pub(super) fn spread(&mut self, step: usize, params: &[f64], most: usize) -> Vec<Vec<f64>> {
        let Rows::Some(batches) = &mut self.rows else { return Vec::new() };
        let steps = batches.steps();
        let first = step - step % steps;
        let gradient = |step| {
            let mut grads = vec![0.0; params.len()];
            batches.objective(step).evaluate(params, &mut grads);
            grads
        };
        (first..first + steps.min(most)).map(gradient).collect()
    }

    /// Whether each step does as the one before: on the same rows, at the same rate.
    pub fn is_steady(&self) -> bool {
        self.rates.is_none() && self.batches().is_none()
    }

    /// What the step from a state is taken with.
    pub fn step(&mut self, epoch: usize) -> Step {
        let Descent { mut lr, precision, .. } = *self;
        let mut momentum = None;
        if self.rates.is_some() {
            let pass = epoch / self.steps_of_pass();
            if let Some(rates) = &mut self.rates {
                (lr, momentum) = rates.at(epoch, pass);
            }
        }
        Step { lr, momentum, t: epoch + 1, precision }
    }

    /// Goes on to state `epoch`, which is the one that comes next.
    pub(super) fn advance(&mut self, at: &mut Checkpoint, epoch: usize) {
        let Checkpoint { state, next, optimizer_state, fresh } = at;
        state.epoch = epoch;
        let next = next.as_mut_slice();
        // A loop with an index: a browser copies a few numbers sooner than it calls what copies many.
        for (k, param) in state.params.iter_mut().enumerate() {
            *param = next[k];
        }
        state.loss = match &mut self.rows {
            Rows::All(objective) => objective.evaluate(&state.params, fresh),
            Rows::Some(batches) => batches.objective(epoch).evaluate(&state.params, fresh),
        };
        let precision = self.precision;
        for (grad, &fresh) in state.grads.iter_mut().zip(&*fresh) {
            let before = if self.zero_grad { 0.0 } else { *grad };
            // Two numbers in single precision: their sum in double, rounded, is theirs in single.
            *grad = precision.round(before + fresh);
        }
        let step = self.step(epoch);
        state.lr = step.lr;
        self.optimizer.step(step, next, &state.grads, optimizer_state);
    }
}
