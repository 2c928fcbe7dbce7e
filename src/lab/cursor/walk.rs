//! Walking through a run by epoch, by stage, by column and by node.

use std::mem;

use super::Cursor;
use super::look::Look;
use crate::lab::run::Run;
use crate::lab::step::{Event, RowPlan, Stages};
use crate::training::{Position, Stage};

/// By what one walks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// From state to state.
    Epoch,
    /// From stage to stage.
    Stage,
    /// From what happens to all rows to what happens to all rows next.
    Column,
    /// From node to node; from stage to stage where the step cannot be opened.
    Node,
    /// The same, but for what is told alike of each row: that is one.
    Told,
}

impl Unit {
    /// The unit of this name: `epoch`, `stage`, `column`, `told`; any other is `node`.
    pub fn named(name: &str) -> Unit {
        match name {
            "epoch" => Unit::Epoch,
            "stage" => Unit::Stage,
            "column" => Unit::Column,
            "told" => Unit::Told,
            _ => Unit::Node,
        }
    }
}

impl Cursor {
    /// Asks for the place so many units on, or back if that is negative, at the beginning of one.
    /// Who stands inside of a unit goes back to its beginning first.
    pub fn walk(&mut self, run: &Run, unit: Unit, n: i64) {
        let Position { epoch, stage, node } = self.position(run);
        let stages = self.stages(run);
        let here = stages.behind(stage, node);
        let beginnings = self.beginnings(run, unit, stages);
        let unit = beginnings.iter().rposition(|&beginning| beginning <= here).unwrap_or(0);
        let inside = i64::from(here > beginnings[unit] && n < 0);
        let count = beginnings.len() as i64;
        let there =
            (epoch as i64 * count + unit as i64).saturating_add(n).saturating_add(inside).max(0);
        self.aim(usize::try_from(there / count).unwrap_or(usize::MAX));
        self.row = None;
        self.within = Some(stages.place(beginnings[(there % count) as usize]));
    }

    /// What there is of a step when so much of the time has gone by that a slow walk takes for it:
    /// in each third another stage is over, and in the last every parameter has moved.
    pub fn beat(&self, run: &Run, time: f64) -> (Stage, usize) {
        let moved = run.names().len();
        let beats = [(Stage::Gradient, 0), (Stage::Update, 0), (Stage::Update, moved)];
        beats[((time * beats.len() as f64) as usize).min(beats.len() - 1)]
    }

    /// How many events come before each unit of a step.
    fn beginnings(&mut self, run: &Run, unit: Unit, stages: Stages) -> Vec<usize> {
        let mut beginnings = vec![0];
        let mut before = None;
        for behind in 0..stages.all() {
            let begins = match unit {
                Unit::Epoch => false,
                Unit::Stage => Stage::ALL.iter().any(|&stage| stages.before(stage) == behind),
                Unit::Node => true,
                Unit::Told => behind == 0 || !self.is_alike(run, behind),
                Unit::Column => {
                    let here = self.column(run, behind);
                    here.is_none() || mem::replace(&mut before, here) != here
                }
            };
            if begins && behind > 0 {
                beginnings.push(behind);
            }
        }
        beginnings
    }

    /// Whether what happens next has happened to the row before and is told alike: a slope is the row's share of the mean,
    /// or is handed on as it is to the prediction.
    fn is_alike(&mut self, run: &Run, behind: usize) -> bool {
        let Ok(Look { step, .. }) = self.look(run) else { return false };
        let (plan, Event::Slope(node)) = (step.plan(), step.events()[behind]) else { return false };
        plan.row_of(node).is_some_and(|row| {
            let RowPlan { loss, prediction, residual, .. } = plan.rows[row];
            row > 0 && (node == loss || node == prediction && residual.is_some())
        })
    }

    /// What happens next is the same for several rows: which kind of event it is, to which of a row's
    /// nodes. Of what happens once there is nothing to say.
    fn column(&mut self, run: &Run, behind: usize) -> Option<(usize, usize)> {
        let step = &self.look(run).ok()?.step;
        let (kind, node) = match *step.events().get(behind)? {
            Event::Value(node) => (0, node),
            Event::Slope(node) => (1, node),
            Event::Landing { from, to, .. } => (2 + to, from),
            _ => return None,
        };
        let plan = step.plan();
        Some((kind, node - plan.rows[plan.row_of(node)?].first))
    }
}
