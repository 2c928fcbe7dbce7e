//! The learning rate of each step.

use crate::optim::schedule::{At, Schedule};

/// The rates that a schedule makes, one after the other, as far as somebody has asked.
pub(super) struct Rates {
    schedule: Box<dyn Schedule>,
    /// The optimizer's own rate.
    initial: f64,
    known: Vec<f64>,
}

impl Rates {
    pub fn new(schedule: Box<dyn Schedule>, initial: f64) -> Self {
        Rates { schedule, initial, known: Vec::new() }
    }

    /// The rate of a step, and the momentum where the schedule turns that; of which pass it is part counts where the
    /// schedule counts passes.
    pub fn at(&mut self, step: usize, pass: usize) -> (f64, Option<f64>) {
        let behind = if self.schedule.counts_batches() { step } else { pass };
        while self.known.len() <= behind {
            let before = self.known.last().copied().unwrap_or(self.initial);
            let at = At { behind: self.known.len(), initial: self.initial, before };
            self.known.push(self.schedule.rate(at));
        }
        (self.known[behind], self.schedule.momentum(behind))
    }
}
