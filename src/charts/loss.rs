//! The loss of each state against the epoch, above the least loss there is.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

use super::over_epochs::OverEpochs;
use super::plane::Shape;
use super::scene::HIGHEST;
use super::{Drawn, Result, Scene, Style};
use crate::training::Quantity;

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
