//! Walking through a run by epoch, by stage and by node.
//!
//! A position is a state and how much of the step from it is behind. The step is opened when
//! somebody looks at it, and not before: a lab that only trains has no graph of its rows.

use std::mem;

use super::Lab;
use super::opened::{Around, Opened};
use super::step::{Closed, Event, Sight, Start, Step, Way, place};
use crate::settings::Settings;
use crate::training::{Gradient, Position, Quantity, Stage};

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
}

impl Unit {
    /// The unit of this name: `epoch`, `stage`, `column`; any other is `node`.
    pub fn named(name: &str) -> Unit {
        match name {
            "epoch" => Unit::Epoch,
            "stage" => Unit::Stage,
            "column" => Unit::Column,
            _ => Unit::Node,
        }
    }
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
        let beginnings = self.beginnings(unit, &stages);
        let mut unit = 0;
        while unit + 1 < beginnings.len() && beginnings[unit + 1] <= here {
            unit += 1;
        }
        let inside = i64::from(here > beginnings[unit] && n < 0);
        let count = beginnings.len() as i64;
        let there =
            (epoch as i64 * count + unit as i64).saturating_add(n).saturating_add(inside).max(0);
        let to = usize::try_from(there / count).unwrap_or(usize::MAX);
        self.seek(to, work);
        self.row = None;
        self.within = Some(place(&stages, beginnings[(there % count) as usize]));
        self.position()
    }

    /// Goes to a stage of the step from the state we stand at, with so many of its nodes behind, or
    /// as many as it has before the next stage.
    pub fn enter(&mut self, stage: Stage, node: usize) -> Position {
        self.held = None;
        self.row = None;
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

    /// The step at the position as it is drawn, a mark in each line: `src/lab/opened/mod.rs` lists them.
    /// On a `narrow` screen all rows but one are folded.
    ///
    /// # Errors
    /// Why the step cannot be opened.
    pub fn opened(&mut self, narrow: bool) -> Result<String, Closed> {
        let sight = self.sight()?;
        let behind = behind(&self.stages(), sight.position.stage, sight.position.node);
        let mut largest = vec![0.0; sight.params.len()];
        for (k, largest) in largest.iter_mut().enumerate() {
            let grads = self.history().series(Quantity::Grad(k));
            if let Some(extent) = grads.and_then(|grads| grads.extent(0, usize::MAX)) {
                *largest = f64::max(extent.min.abs(), extent.max.abs());
            }
        }
        let line = self.is_line();
        let grads = self.history().series(Quantity::Grad(0));
        let grads = grads.and_then(|grads| Some([grads.get(0)?, grads.get(1)?]));
        let Way { gradient, zero_grad, .. } = way(&self.settings);
        let chosen = self.row;
        let steps = self.steps()?;
        let visited = sight.last.and_then(|event| match event {
            Event::Value(node) | Event::Slope(node) => steps.plan().row_of(node),
            Event::Landing { from, .. } => steps.plan().row_of(from),
            _ => None,
        });
        let most = steps.plan().rows.len() - 1;
        steps.draw(chosen.or(visited).unwrap_or(0).min(most), narrow);
        let stages = steps.stages();
        let twice = if gradient == Gradient::Autograd { steps.twice() } else { Vec::new() };
        let steps = match &self.steps {
            Some(Ok(steps)) => steps,
            _ => return Err(Closed::End),
        };
        let Some((cast, diagram)) = steps.drawn() else { return Err(Closed::End) };
        let around = Around {
            data: &self.data,
            names: &self.names,
            gradient,
            zero_grad,
            lr: self.settings.lr,
            before: steps.before(),
            largest: &largest,
            then: steps.then(),
            added_up: grads.filter(|_| gradient == Gradient::Autograd && !zero_grad),
            twice: &twice,
            line,
            stages,
            behind,
            events: steps.events(),
        };
        let opened = Opened { plan: steps.plan(), cast, diagram, sight: &sight, around: &around };
        Ok(opened.marks())
    }

    /// Opens this row, until one walks on.
    pub fn choose(&mut self, row: usize) {
        self.row = Some(row.min(self.data.len() - 1));
    }

    /// Goes to a place of the step from the state we stand at, as a link's `phase` has it; a text
    /// that means none is ignored.
    pub fn enter_phase(&mut self, phase: &str) {
        if let Some(Position { stage, node, .. }) = Position::parse(0, phase) {
            self.enter(stage, node);
        }
    }

    /// How many events come before each unit of a step.
    fn beginnings(&mut self, unit: Unit, stages: &[usize; 5]) -> Vec<usize> {
        let mut beginnings = vec![0];
        let mut before = None;
        for behind in 0..stages[4] {
            let begins = match unit {
                Unit::Epoch => false,
                Unit::Stage => stages[..4].contains(&behind),
                Unit::Node => true,
                Unit::Column => {
                    let here = self.column(behind);
                    here.is_none() || mem::replace(&mut before, here) != here
                }
            };
            if begins && behind > 0 {
                beginnings.push(behind);
            }
        }
        beginnings
    }

    /// What happens next is the same for several rows: which kind of event it is, to which of a row's
    /// nodes. Of what happens once there is nothing to say.
    fn column(&mut self, behind: usize) -> Option<(usize, usize)> {
        let steps = self.steps().ok()?;
        let (kind, node) = match *steps.events().get(behind)? {
            Event::Value(node) => (0, node),
            Event::Slope(node) => (1, node),
            Event::Landing { from, to, .. } => (2 + to, from),
            _ => return None,
        };
        let plan = steps.plan();
        Some((kind, node - plan.rows[plan.row_of(node)?].first))
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
        Start { state, grads, after: self.trainer.state(epoch + 1) }
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
