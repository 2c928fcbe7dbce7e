//! Moments of a run to go on from, so that a state need not be kept to be seen again.
//!
//! They stand as far apart as makes the way from one to the next a fraction of a frame, and wider
//! where they would fill the memory.

use super::descent::{Descent, Moment};

/// The most operations on the way from one checkpoint to the next, while there is room: some
/// milliseconds.
const WAY: usize = 5_000_000;

/// The most numbers that all checkpoints hold together, 128 MB of them.
const ROOM: usize = 16_000_000;

/// What the states from each multiple of `spacing` on follow from.
#[derive(Debug)]
pub(super) struct Checkpoints {
    spacing: usize,
    saved: Vec<Box<[f64]>>,
}

impl Checkpoints {
    /// None yet. Where every state is kept anyway, there will be only that of the start.
    pub fn new(descent: &Descent, params: usize, every_state_is_kept: bool) -> Self {
        let cost = descent.objective.cost().saturating_add(params);
        let spacing = if every_state_is_kept { usize::MAX } else { (WAY / cost).max(1) };
        Checkpoints { spacing, saved: Vec::new() }
    }

    /// Keeps what leads to state `epoch`, if that is one to keep: the moment before it. States are
    /// offered in order, each once.
    pub fn offer(&mut self, epoch: usize, before: &Moment, zero_grad: bool) {
        if epoch < self.saved.len().saturating_mul(self.spacing) {
            return;
        }
        // What is emptied first leads nowhere.
        let grads = if zero_grad { &[][..] } else { &before.state.grads };
        let mut numbers = before.next.clone();
        numbers.extend_from_slice(grads);
        numbers.extend_from_slice(&before.memory);
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

    /// Makes `at` the moment before a state that has a checkpoint.
    pub fn restore(&self, epoch: usize, at: &mut Moment) {
        let numbers = &self.saved[epoch / self.spacing];
        let (next, rest) = numbers.split_at(at.next.len());
        let (grads, memory) = rest.split_at(rest.len() - at.memory.len());
        at.next.copy_from_slice(next);
        at.memory.copy_from_slice(memory);
        if !grads.is_empty() {
            at.state.grads.copy_from_slice(grads);
        }
    }
}
