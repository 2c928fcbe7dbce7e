//! Walking through a run by epoch, by stage and by node.
//!
//! A position is a state and how much of the step from it is behind. The step is opened when
//! somebody looks at it, and not before: a lab that only trains has no graph of its rows.

use super::Lab;
use super::step::{Closed, Sight, Start, Step, Way, place};
use crate::settings::Settings;
use crate::training::{Gradient, Position, Stage};

/// By what one walks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// From state to state.
    Epoch,
    /// From stage to stage.
    Stage,
    /// From node to node; from stage to stage where the step cannot be opened.
    Node,
}

/// How many events come before each stage of a step that cannot be opened, and after the last:
/// each stage is one.
const STAGES: [usize; 5] = [0, 1, 2, 3, 4];

impl Lab {
    /// Where we stand.
    pub fn position(&mut self) -> Position {
        let epoch = self.epoch();
        let inside = !self.behind() && epoch < self.end();
        match self.within.filter(|_| inside) {
            None => Position::at(epoch),
            Some((stage, node)) => {
                let stages = self.stages();
                let (stage, node) = place(&stages, behind(&stages, stage, node));
                Position { epoch, stage, node }
            }
        }
    }

    /// Goes on by so many units, or back if that is negative, to the beginning of one; the states
    /// on the way are computed by at most `work` points visited. Who stands inside of a unit goes
    /// back to its beginning first.
    pub fn walk(&mut self, unit: Unit, n: i64, work: usize) -> Position {
        let Position { epoch, stage, node } = self.position();
        let stages = self.stages();
        let here = behind(&stages, stage, node);
        let mut beginnings: Vec<usize> = match unit {
            Unit::Epoch => vec![0],
            Unit::Stage => stages[..4].to_vec(),
            Unit::Node => (0..stages[4]).collect(),
        };
        // A stage without a node is passed by.
        beginnings.dedup();
        let unit = beginnings.partition_point(|&beginning| beginning <= here) - 1;
        let inside = i64::from(here > beginnings[unit] && n < 0);
        let count = beginnings.len() as i64;
        let there =
            (epoch as i64 * count + unit as i64).saturating_add(n).saturating_add(inside).max(0);
        let to = usize::try_from(there / count).unwrap_or(usize::MAX);
        self.seek(to, work);
        self.within = Some(place(&stages, beginnings[(there % count) as usize]));
        self.position()
    }

    /// Goes to a stage of the step from the state we stand at, with so many of its nodes behind, or
    /// as many as it has before the next stage.
    pub fn enter(&mut self, stage: Stage, node: usize) -> Position {
        self.held = None;
        self.within = Some((stage, node));
        self.position()
    }

    /// Stage and node as a link's `phase` has them; empty with the whole step before us.
    pub fn phase(&mut self) -> String {
        self.position().phase()
    }

    /// What is to be seen where we stand.
    ///
    /// # Errors
    /// Why the step cannot be opened.
    pub fn sight(&mut self) -> Result<Sight, Closed> {
        let Position { epoch, stage, node } = self.position();
        if epoch >= self.end() {
            return Err(Closed::End);
        }
        let start = match self.steps()?.epoch() {
            Some(opened) if opened == epoch => None,
            _ => Some(self.start(epoch)),
        };
        let step = self.steps()?;
        if let Some(start) = start {
            step.open(start);
        }
        step.sight(behind(&step.stages(), stage, node)).ok_or(Closed::End)
    }

    /// The steps of the run, as far as they can be opened.
    fn steps(&mut self) -> Result<&mut Step, Closed> {
        let (data, model, way) = (&self.data, &self.settings.model, way(&self.settings));
        let steps = self.steps.get_or_insert_with(|| Step::new(model, data, way));
        steps.as_mut().map_err(|&mut closed| closed)
    }

    /// How many events come before each stage, and after the last.
    fn stages(&mut self) -> [usize; 5] {
        self.steps().map_or(STAGES, |step| step.stages())
    }

    /// What there is to know of the step from a state before the end.
    fn start(&mut self, epoch: usize) -> Start {
        if self.head() == epoch {
            self.trainer.look_ahead(1);
        }
        let state = self.trainer.state(epoch);
        let Way { gradient, zero_grad, .. } = way(&self.settings);
        let kept = gradient == Gradient::Autograd && !zero_grad && epoch > 0;
        let grads = kept.then(|| self.trainer.state(epoch - 1).grads);
        let grads = grads.unwrap_or_else(|| vec![0.0; state.grads.len()]);
        Start { state, grads, after: self.trainer.state(epoch + 1).params }
    }
}

/// How these settings make a step.
pub(super) fn way(settings: &Settings) -> Way {
    let Settings { precision, gradient, zero_grad, .. } = *settings;
    Way { precision, gradient, zero_grad }
}

/// How many events are behind at a stage with so many of its nodes behind: not more than lead to
/// the next stage, nor all of the step.
fn behind(stages: &[usize; 5], stage: Stage, node: usize) -> usize {
    let stage = stage as usize;
    stages[stage].saturating_add(node).min(stages[stage + 1]).min(stages[4] - 1)
}
