//! The loss of each state against the epoch, above the least loss there is.

use std::iter;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

use super::over_epochs::OverEpochs;
use super::plane::Shape;
use super::scene::{HIGHEST, near, series};
use super::{Drawn, Result, Scene, Style};
use crate::training::{Quantity, Trainer};

/// Losses so many times each other are not told apart on a linear axis.
const APART: f64 = 100.0;

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    of(scene).draw(area, scene, style, style.colours.loss)
}

pub(super) fn over_epochs(scene: &Scene) -> Option<OverEpochs> {
    Some(of(scene))
}

/// Whether the losses that are drawn are told apart on a logarithmic axis alone: a run leaves a linear one, or two of them
/// come to losses of which one is a hundred times the other.
pub fn spans_decades(scene: &Scene) -> bool {
    let runs = || iter::once(scene.run).chain(scene.pins.iter().map(Trainer::history));
    let ends = runs().filter_map(|run| {
        let losses = series(run, Quantity::Loss);
        losses.get(losses.len().checked_sub(1)?)
    });
    let [least, most] =
        ends.fold([f64::INFINITY, 0.0], |[least, most], loss| [loss.min(least), loss.max(most)]);
    most > APART * least || runs().any(|run| near(run) < series(run, Quantity::Loss).len())
}

fn of(scene: &Scene) -> OverEpochs {
    // A logarithmic axis has room for a run that diverges and for its beginning.
    let top = scene.start(Quantity::Loss).filter(|&start| start > 0.0 && !scene.log);
    OverEpochs {
        quantities: vec![Quantity::Loss],
        limits: (f64::NEG_INFINITY, top.map_or(f64::INFINITY, |start| HIGHEST * start)),
        log: scene.log,
        shape: Shape::Square,
    }
}
