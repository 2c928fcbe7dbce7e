//! Pinned runs: computed beside the lab's own, and shown at the same state.

use std::mem;

use super::Lab;
use super::readout::parameter;
use crate::charts::DASHES;
use crate::number::significant;
use crate::settings::{MOST_PINS, Settings};
use crate::training::{Quantity, Verdict};

/// Where a pinned run stands at the state shown, or at its last if that is before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pinned {
    /// The state that its run ends at, if that is before the one shown.
    pub end: Option<usize>,
    /// The parameter there, as a person reads it.
    pub w: String,
    /// The loss there.
    pub loss: String,
    /// What its learning rate does.
    pub verdict: Verdict,
}

const _: () =
    assert!(DASHES.len() == MOST_PINS, "internal error: each that can be pinned has its dashes");

impl Lab {
    /// The pinned run of this index; `None` if there is no such run.
    pub fn pinned(&mut self, index: usize) -> Option<Pinned> {
        let at = self.epoch();
        let run = self.pins.get_mut(index)?;
        let head = run.history().head();
        let end = Some(head).filter(|&head| head < at && head == run.end());
        let state = run.state(at.min(head));
        let settings = self.settings.pinned(self.settings.pins.get(index)?);
        let bands = settings.bands(&self.data);
        Some(Pinned {
            end,
            w: parameter(state.params[0]),
            loss: significant(state.loss, 3),
            verdict: bands.map_or_else(Verdict::Unknown, |bands| bands.verdict(settings.lr)),
        })
    }

    /// Whether a pinned run is still being computed.
    pub fn comparing(&self) -> bool {
        self.pins.iter().any(|run| run.history().head() < run.end())
    }

    /// Computes the pinned runs by at most `work` points visited in all.
    pub(super) fn compute_pins(&mut self, work: usize) {
        let states = self.states(work / MOST_PINS);
        for run in &mut self.pins {
            run.look_ahead(states);
        }
    }

    /// Makes the runs that these settings pin; those that `self.settings` made are kept where they are
    /// the same.
    pub(super) fn make_pins(&mut self, settings: &Settings) {
        let mut before = mem::take(&mut self.pins);
        let mut made = Vec::new();
        for pin in &self.settings.pins {
            made.push(self.settings.pinned(pin));
        }
        for pin in &settings.pins {
            let wanted = settings.pinned(pin);
            let same = made.iter().position(|made| !wanted.makes_another_run(made));
            self.pins.push(if let Some(index) = same {
                made.remove(index);
                before.remove(index)
            } else {
                let drawn = vec![Quantity::Loss, Quantity::Param(0)];
                wanted.trainer(&self.data).keeping(drawn)
            });
        }
    }
}
