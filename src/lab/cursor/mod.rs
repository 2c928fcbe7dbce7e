//! Where a lab stands in its run: at a state, and within the step from there.
//!
//! The state that was asked for may still be on its way: the cursor aims, and comes nearer by as
//! much work as it is given. Never knows what a hand holds or what is drawn.

mod look;
mod walk;

pub use walk::Unit;

use super::run::{Change, Run};
use super::step::{Closed, Stages};
use crate::training::{Position, Stage};
use look::Look;

/// A position in a run, and what is looked at there.
pub(super) struct Cursor {
    /// The state that was asked for; the run may still be on its way there.
    target: usize,
    /// How far we stand within the step from the state shown, if not before it: the stage, and how
    /// many of its nodes are behind.
    within: Option<(Stage, usize)>,
    /// The row that somebody chose to look at.
    row: Option<usize>,
    /// The farthest state shown since the run was made.
    visited: usize,
    /// The steps of the run, opened when somebody looks at one.
    look: Option<Result<Look, Closed>>,
}

impl Cursor {
    /// At the start, with nothing opened.
    pub fn new() -> Cursor {
        Cursor { target: 0, within: None, row: None, visited: 0, look: None }
    }

    /// Follows the run that a change of settings has made: we stay where we can, and whoever stands
    /// at the end stays there. A new value of `epoch` moves us, and so does an old one with `seek`;
    /// returns whether one has.
    pub fn follow(&mut self, run: &Run, change: &Change, seek: bool) -> bool {
        let (settings, before) = (run.settings(), &change.before);
        if change.ended.is_some() {
            self.visited = 0;
            if change.points || settings.model != before.model || look::differ(settings, before) {
                // Another graph has other nodes.
                self.look = None;
                self.row = None;
                self.within = self.within.map(|(stage, _)| (stage, 0));
            } else if let Some(Ok(look)) = &mut self.look {
                look.close();
            }
        }
        let moved = seek || settings.epoch != before.epoch;
        if moved {
            self.target = settings.epoch;
        }
        let phase = settings.phase;
        if moved || phase != before.phase {
            self.within = (phase != Position::default()).then_some((phase.stage, phase.node));
            self.row = None;
        }
        moved
    }

    /// Asks for a state, with the whole step from there before us.
    pub fn aim(&mut self, epoch: usize) {
        self.target = epoch;
        self.within = None;
    }

    /// Asks for the state `n` on, or back if that is negative, from the one that was asked for
    /// last, whether or not the run has come there.
    pub fn aim_by(&mut self, run: &Run, n: i64) {
        let from = self.target.min(run.end());
        let by = usize::try_from(n.unsigned_abs()).unwrap_or(usize::MAX);
        self.aim(if n < 0 { from.saturating_sub(by) } else { from.saturating_add(by) });
    }

    /// Goes on towards the state that was asked for, by at most `work` points visited, and returns
    /// where that is.
    pub fn advance(&mut self, run: &mut Run, work: usize) -> usize {
        let reached = run.seek(self.target, work);
        self.visited = self.visited.max(reached);
        if reached > 0 && reached == run.end() {
            // Whoever stands at the end stays there when the run changes.
            self.target = usize::MAX;
        }
        reached
    }

    /// Whether the run is still on its way to the state that was asked for.
    pub fn behind(&self, run: &Run) -> bool {
        run.epoch() < self.target.min(run.end())
    }

    /// Where a walk to the end begins: at the state that was asked for last, or at the start for
    /// whoever asked for the end.
    pub fn departure(&self, run: &Run) -> usize {
        if self.target < run.end() { self.target } else { 0 }
    }

    /// The state that was asked for last; beyond any end for whoever stays at the end.
    pub fn target(&self) -> usize {
        self.target
    }

    /// The farthest state shown since the run was made.
    pub fn visited(&self) -> usize {
        self.visited
    }

    /// Whether the run has been shown to its end.
    pub fn has_ended(&self, run: &Run) -> bool {
        self.visited > 0 && self.visited >= run.end()
    }

    /// Whether the slope at the state is known, and the update from there: within a step they are
    /// once they have come to be.
    pub fn known(&self) -> [bool; 2] {
        match self.within {
            None | Some((Stage::Prediction, 0)) => [true; 2],
            Some((Stage::Update, node)) => [true, node > 0],
            Some(_) => [false; 2],
        }
    }

    /// Whether we stand within the update.
    pub fn is_updating(&self) -> bool {
        matches!(self.within, Some((Stage::Update, 1..)))
    }

    /// Where we stand.
    pub fn position(&mut self, run: &Run) -> Position {
        let epoch = run.epoch();
        let inside = !self.behind(run) && epoch < run.end();
        match self.within.filter(|_| inside) {
            None => Position::at(epoch),
            Some((stage, node)) => {
                let stages = self.stages(run);
                let (stage, node) = stages.place(stages.behind(stage, node));
                Position { epoch, stage, node }
            }
        }
    }

    /// Goes to a stage of the step from the state we stand at, with so many of its nodes behind, or
    /// as many as it has before the next stage.
    pub fn enter(&mut self, stage: Stage, node: usize) {
        self.row = None;
        self.within = Some((stage, node));
    }

    /// Opens this row, until one walks on.
    pub fn choose(&mut self, run: &Run, row: usize) {
        self.row = Some(row.min(run.data().len() - 1));
    }

    /// How many events come before each stage, and after the last.
    fn stages(&mut self, run: &Run) -> Stages {
        self.look(run).map_or(Stages::CLOSED, |look| look.step.stages())
    }
}
