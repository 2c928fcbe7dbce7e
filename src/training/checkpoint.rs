//! What a run goes on from, so that a state need not be kept to be seen again: its parameters, what
//! the optimizer remembers, and the gradients where nobody empties them.
//!
//! Checkpoints stand as far apart as makes the way from one to the next a fraction of a frame, and wider
//! where they would fill the memory.

use super::State;
use super::descent::Descent;

/// The most operations on the way from one checkpoint to the next, while there is room: some
/// milliseconds.
const WAY: usize = 5_000_000;

/// As so many operations a number counts that an optimizer remembers: what depends on it is asked for several times a frame.
const UPDATE: usize = 64;

/// The most numbers that all checkpoints hold together, 128 MB of them.
const ROOM: usize = 16_000_000;

/// A state, and with it all that the states after it follow from.
#[derive(Clone, Debug)]
pub(super) struct Checkpoint {
    pub state: State,
    /// The parameters of the state after it, whether or not that can be reached.
    pub next: Vec<f64>,
    /// What the optimizer remembers.
    pub optimizer_state: Vec<f64>,
    /// Scratch for the gradients of a state alone.
    pub fresh: Vec<f64>,
}

impl Checkpoint {
    /// Before state 0 of a run from `start`, whose optimizer remembers so many numbers.
    pub fn before(start: Vec<f64>, remembered: usize) -> Self {
        let zeros = vec![0.0; start.len()];
        let (params, grads) = (zeros.clone(), zeros.clone());
        let state = State { epoch: 0, params, loss: 0.0, grads, lr: 0.0 };
        Checkpoint { state, next: start, optimizer_state: vec![0.0; remembered], fresh: zeros }
    }

    /// Whether that checkpoint leads where this one leads.
    pub fn leads_as(&self, other: &Checkpoint) -> bool {
        self.state.params == other.state.params
            && self.state.grads == other.state.grads
            && self.next == other.next
            && self.optimizer_state == other.optimizer_state
    }
}

/// What the states from each multiple of `spacing` on follow from.
#[derive(Debug)]
pub(super) struct Checkpoints {
    spacing: usize,
    saved: Vec<Box<[f64]>>,
}

impl Checkpoints {
    /// None yet. Where every state is kept anyway, and an optimizer remembers nothing beside it, there will be only that of
    /// the start.
    pub fn new(descent: &Descent, params: usize, remembered: usize, is_whole: bool) -> Self {
        let cost = descent.cost().saturating_add(params).saturating_add(UPDATE * remembered);
        let alone = is_whole && remembered == 0;
        let spacing = if alone { usize::MAX } else { (WAY / cost).max(1) };
        Checkpoints { spacing, saved: Vec::new() }
    }

    /// Keeps what leads to state `epoch`, if that is one to keep: the checkpoint before it. States
    /// are offered in order, each once.
    pub fn offer(&mut self, epoch: usize, before: &Checkpoint, zero_grad: bool) {
        if epoch < self.saved.len().saturating_mul(self.spacing) {
            return;
        }
        // What is emptied first leads nowhere.
        let grads = if zero_grad { &[][..] } else { &before.state.grads };
        let mut numbers = before.next.clone();
        numbers.extend_from_slice(grads);
        numbers.extend_from_slice(&before.optimizer_state);
        if (self.saved.len() + 1) * numbers.len() > ROOM && self.saved.len() > 1 {
            // Every other one stays.
            let left = self.saved.len().div_ceil(2);
            for index in 1..left {
                self.saved.swap(index, 2 * index);
            }
            self.saved.truncate(left);
            self.spacing *= 2;
        }
        if epoch.is_multiple_of(self.spacing) {
            self.saved.push(numbers.into());
        }
    }

    /// The last state that is not after `epoch` and has a checkpoint.
    pub fn nearest(&self, epoch: usize) -> usize {
        epoch - epoch % self.spacing
    }

    /// Makes `at` what leads to a state that has a checkpoint.
    pub fn restore(&self, epoch: usize, at: &mut Checkpoint) {
        let numbers = &self.saved[epoch / self.spacing];
        let (next, rest) = numbers.split_at(at.next.len());
        let (grads, optimizer_state) = rest.split_at(rest.len() - at.optimizer_state.len());
        at.next.copy_from_slice(next);
        at.optimizer_state.copy_from_slice(optimizer_state);
        if !grads.is_empty() {
            at.state.grads.copy_from_slice(grads);
        }
    }
}
