//! The step from where we stand, opened: the numbers of the run are handed to it, and what is to be
//! seen of it is drawn.
//!
//! It is opened when somebody looks at it, and not before: a lab that only trains has no graph of
//! its rows.

use super::Cursor;
use crate::lab::opened::{Around, Drawing, Opened};
use crate::lab::run::Run;
use crate::lab::step::{Closed, Sight, Start, Step, Way};
use crate::settings::Settings;
use crate::training::{Dataset, Gradient, Position, Quantity};

/// The steps of a run, and the drawing made last.
pub(super) struct Look {
    pub step: Step,
    /// The rows of the step, by their places and as they are; `None` where those are all.
    batch: Option<(Vec<usize>, Dataset)>,
    drawing: Option<Drawing>,
}

impl Look {
    /// Forgets the numbers: another run has others.
    pub fn close(&mut self) {
        self.step.close();
    }
}

impl Cursor {
    /// The steps of the run, as far as they can be opened.
    pub(super) fn look(&mut self, run: &Run) -> Result<&mut Look, Closed> {
        let seen = run.seen();
        let other = |look: &Result<Look, Closed>| {
            look.as_ref()
                .is_ok_and(|look| look.batch.as_ref().map(|(rows, _)| rows) != seen.as_ref())
        };
        if self.look.as_ref().is_some_and(other) {
            // Other rows make another graph.
            self.look = None;
        }
        let look = self.look.get_or_insert_with(|| {
            let batch = seen.map(|rows| {
                let some = run.data().rows(&rows);
                (rows, some)
            });
            let data = batch.as_ref().map_or(run.data(), |(_, some)| some);
            let step = Step::new(run.model(), data, way(run.settings()))?;
            Ok(Look { step, batch, drawing: None })
        });
        look.as_mut().map_err(|&mut closed| closed)
    }

    /// What is to be seen where we stand.
    ///
    /// # Errors
    /// Why the step cannot be opened.
    pub fn sight(&mut self, run: &mut Run) -> Result<Sight, Closed> {
        let Position { epoch, stage, node } = self.position(run);
        if epoch >= run.end() {
            return Err(Closed::End);
        }
        let behind = self.look(run)?.step.stages().behind(stage, node);
        self.seen(run, epoch, behind)
    }

    /// What is to be seen of the step from a state, with so many of its events behind.
    fn seen(&mut self, run: &mut Run, epoch: usize, behind: usize) -> Result<Sight, Closed> {
        let step = &mut self.look(run)?.step;
        if step.epoch() != Some(epoch) {
            step.open(start(run, epoch));
        }
        step.sight(behind).ok_or(Closed::End)
    }

    /// What is drawn of a step: that of the position, and at the end of the run the last one, all of it behind.
    fn drawn(&mut self, run: &mut Run) -> Result<Sight, Closed> {
        let end = run.end();
        if run.epoch() < end || end == 0 {
            return self.sight(run);
        }
        let all = self.look(run)?.step.stages().all();
        self.seen(run, end - 1, all - 1)
    }

    /// The step where we stand as it is drawn, a mark in each line: `opened/mod.rs` lists them. On
    /// a `narrow` screen all rows but one are folded; the vessels show what the step does, or what `backward` called
    /// `again` leaves there.
    ///
    /// # Errors
    /// Why the step cannot be opened.
    pub fn opened(&mut self, run: &mut Run, narrow: bool, again: bool) -> Result<String, Closed> {
        let sight = self.drawn(run)?;
        let ended = run.epoch() > sight.position.epoch;
        let chosen = self.row;
        let Look { step, batch, drawing } = self.look(run)?;
        let visited = sight.last.and_then(|event| step.plan().row_of(event.node()?));
        let open = chosen.or(visited).unwrap_or(0).min(step.plan().rows.len() - 1);
        let drawing = Drawing::of(drawing, step.plan(), open, narrow);
        let Settings { gradient, zero_grad, ref optimizer, .. } = *run.settings();
        let autograd = gradient == Gradient::Autograd;
        let twice = if autograd { step.twice() } else { Vec::new() };
        let stages = step.stages();
        let around = Around {
            data: batch.as_ref().map_or(run.data(), |(_, some)| some),
            rows: batch.as_ref().map(|(rows, _)| rows.as_slice()),
            optimizer: Some(optimizer.row().constructor.name).filter(|_| !optimizer.is_plain()),
            model: run.model(),
            names: run.names(),
            gradient,
            zero_grad,
            lr: step.lr(),
            before: step.before(),
            largest: &largest(run),
            then: step.then(),
            added_up: &if autograd && !zero_grad { added_up(run) } else { Vec::new() },
            twice: &twice,
            again,
            ended,
            stages,
            behind: stages.behind(sight.position.stage, sight.position.node),
            events: step.events(),
        };
        Ok(Opened { plan: step.plan(), drawing, sight: &sight, around: &around }.marks())
    }
}

/// Whether a step is made in another way with these settings than with those.
pub(super) fn differ(settings: &Settings, than: &Settings) -> bool {
    way(settings) != way(than)
}

/// How these settings make a step.
fn way(settings: &Settings) -> Way {
    let Settings { ref loss, precision, gradient, .. } = *settings;
    Way { loss: loss.clone(), precision, gradient }
}

/// What there is to know of the step from a state before the end.
fn start(run: &mut Run, epoch: usize) -> Start {
    if run.head() == epoch {
        run.look_ahead(0);
    }
    let state = run.state(epoch);
    let Settings { gradient, zero_grad, .. } = *run.settings();
    let kept = gradient == Gradient::Autograd && !zero_grad && epoch > 0;
    let grads = kept.then(|| run.state(epoch - 1).grads);
    let grads = grads.unwrap_or_else(|| vec![0.0; state.grads.len()]);
    Start { state, grads, after: run.state(epoch + 1) }
}

/// The largest that each `.grad` has been in the run.
fn largest(run: &Run) -> Vec<f64> {
    let largest = |k| {
        let grads = run.history().series(Quantity::Grad(k))?;
        let extent = grads.extent(0, usize::MAX)?;
        Some(f64::max(extent.min.abs(), extent.max.abs()))
    };
    (0..run.names().len()).map(|k| largest(k).unwrap_or(0.0)).collect()
}

/// What each `.grad` holds in the first and in the second step of the run, where a series of it is
/// kept.
fn added_up(run: &Run) -> Vec<[f64; 2]> {
    let grads = |k| {
        let grads = run.history().series(Quantity::Grad(k))?;
        Some([grads.get(0)?, grads.get(1)?])
    };
    (0..run.names().len()).map_while(grads).collect()
}
