//! From one state of a run to the next.

use super::checkpoint::Checkpoint;
use super::{Objective, Precision};
use crate::optim::{Optimizer, Step};

/// What makes each state from the one before.
pub(super) struct Descent {
    pub objective: Box<dyn Objective>,
    /// That of the objective, in which the parameters are kept.
    pub precision: Precision,
    pub optimizer: Box<dyn Optimizer>,
    /// The learning rate.
    pub lr: f64,
    /// Whether the gradients of the state before are emptied before each backward pass.
    pub zero_grad: bool,
}

impl Descent {
    /// Goes on to state `epoch`, which is the one that comes next.
    pub fn advance(&mut self, at: &mut Checkpoint, epoch: usize) {
        let Checkpoint { state, next, optimizer_state, fresh } = at;
        state.epoch = epoch;
        let next = next.as_mut_slice();
        // A loop with an index: a browser copies a few numbers sooner than it calls what copies many.
        for (k, param) in state.params.iter_mut().enumerate() {
            *param = next[k];
        }
        state.loss = self.objective.evaluate(&state.params, fresh);
        let precision = self.precision;
        for (grad, &fresh) in state.grads.iter_mut().zip(&*fresh) {
            let before = if self.zero_grad { 0.0 } else { *grad };
            // Two numbers in single precision: their sum in double, rounded, is theirs in single.
            *grad = precision.round(before + fresh);
        }
        let step = Step { lr: self.lr, momentum: None, t: epoch + 1, precision };
        self.optimizer.step(step, next, &state.grads, optimizer_state);
    }
}
