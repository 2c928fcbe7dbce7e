//! From one state of a run to the next.

use super::{Objective, Optimizer, Precision, State};

/// What makes each state from the one before.
pub(super) struct Descent {
    pub objective: Box<dyn Objective>,
    pub optimizer: Box<dyn Optimizer>,
    /// Whether the gradients of the state before are emptied before each backward pass.
    pub zero_grad: bool,
}

/// A state, and with it all that the states after it follow from.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    pub state: State,
    /// The parameters of the state after it, whether or not that can be reached.
    pub next: Vec<f64>,
    /// What the optimizer remembers.
    pub memory: Vec<f64>,
    /// Scratch for the gradients of a state alone.
    fresh: Vec<f64>,
}

impl Moment {
    /// Before the state 0 of a run from `start`.
    pub fn before(start: Vec<f64>, memory: usize) -> Self {
        let zeros = vec![0.0; start.len()];
        let state = State { epoch: 0, params: zeros.clone(), loss: 0.0, grads: zeros.clone() };
        Moment { state, next: start, memory: vec![0.0; memory], fresh: zeros }
    }

    /// Whether that moment leads where this one leads.
    pub fn leads_as(&self, other: &Moment) -> bool {
        self.state.params == other.state.params
            && self.state.grads == other.state.grads
            && self.next == other.next
            && self.memory == other.memory
    }
}

impl Descent {
    /// The precision in which the parameters are kept.
    pub fn precision(&self) -> Precision {
        self.objective.precision()
    }

    /// Goes on to the state `epoch`, which is the one that comes next.
    pub fn advance(&mut self, at: &mut Moment, epoch: usize) {
        let Moment { state, next, memory, fresh } = at;
        state.epoch = epoch;
        // Loops with an index: a browser copies a few numbers sooner than it calls what copies many.
        for (k, param) in state.params.iter_mut().enumerate() {
            *param = next[k];
        }
        state.loss = self.objective.evaluate(&state.params, fresh);
        let precision = self.objective.precision();
        for (k, grad) in state.grads.iter_mut().enumerate() {
            let before = if self.zero_grad { 0.0 } else { *grad };
            // Two numbers in single precision: their sum in double, rounded, is theirs in single.
            *grad = precision.round(before + fresh[k]);
        }
        self.optimizer.update(next, &state.grads, memory);
    }
}
