//! Where a lab stands in its run, and the computing that takes it there, a slice at a time.

use super::Lab;
use crate::training::{History, Reason, Status};

impl Lab {
    /// Goes to state `epoch`, or as near as the run allows, and returns where that is; what a
    /// hand held is let go. Computes states that are not there yet, by at most `work` points
    /// visited; where that is not enough, come again until the state is the target or the
    /// [`end`](Lab::end).
    pub fn seek(&mut self, epoch: usize, work: usize) -> usize {
        self.held = None;
        self.within = None;
        self.target = epoch;
        self.advance(work)
    }

    /// Goes `n` epochs on, or back if that is negative, from the state that was asked for last,
    /// whether or not the run has come there; otherwise as [`seek`](Lab::seek).
    pub fn step(&mut self, n: i64, work: usize) -> usize {
        let from = self.target.min(self.end());
        let by = usize::try_from(n.unsigned_abs()).unwrap_or(usize::MAX);
        let to = if n < 0 { from.saturating_sub(by) } else { from.saturating_add(by) };
        self.seek(to, work)
    }

    /// Where a walk to the end begins: at the state that was asked for last, or at the start for
    /// whoever asked for the end.
    pub fn departure(&self) -> usize {
        if self.target < self.end() { self.target } else { 0 }
    }

    /// Goes on towards the state that was asked for last, by at most `work` points visited, and
    /// returns where that is.
    pub fn advance(&mut self, work: usize) -> usize {
        let reached = self.trainer.seek(self.target, self.states(work));
        self.visited = self.visited.max(reached);
        if reached > 0 && reached == self.trainer.end() {
            // Whoever stands at the end stays there when the run changes.
            self.target = usize::MAX;
        }
        if !self.behind() {
            self.compute_pins(work);
        }
        reached
    }

    /// Computes the run ahead of the position, by at most `work` points visited, and returns
    /// whether it is computed to its end.
    pub fn look_ahead(&mut self, work: usize) -> bool {
        let computed = self.trainer.look_ahead(self.states(work));
        if computed {
            self.compute_pins(work);
        }
        computed
    }

    /// Whether the run is still on its way to the state that was asked for last.
    pub fn behind(&self) -> bool {
        self.trainer.epoch() < self.target.min(self.trainer.end())
    }

    /// The state that was asked for last; beyond any end for whoever stays at the end.
    pub fn target(&self) -> usize {
        self.target
    }

    /// The state shown.
    pub fn epoch(&self) -> usize {
        self.trainer.epoch()
    }

    /// The last state computed.
    pub fn head(&self) -> usize {
        self.history().head()
    }

    /// The last state that can be reached, as far as is known.
    pub fn end(&self) -> usize {
        self.trainer.end()
    }

    /// How the run stands at the state shown.
    pub fn status(&self) -> Status {
        self.trainer.status()
    }

    /// Why the run ends at the state shown; `None` where it goes on.
    pub fn reason(&self) -> Option<Reason> {
        self.trainer.reason()
    }

    pub(super) fn history(&self) -> &History {
        self.trainer.history()
    }

    /// How many states this many points visited make; at least one.
    pub(super) fn states(&self, work: usize) -> usize {
        (work / self.data.len()).max(1)
    }
}
