//! The loss of each state against the epoch, above the least loss there is.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

use super::over_epochs::OverEpochs;
use super::plane::Shape;
use super::{Drawn, Result, Scene, Style};
use crate::training::Quantity;

/// How many times its start the loss may reach before the chart cuts it off: a run that diverges
/// would press its own beginning flat. A logarithmic axis has room for both.
const HIGHEST: f64 = 10.0;

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    of(scene).draw(area, scene, style, style.loss)
}

pub(super) fn over_epochs(scene: &Scene) -> Option<OverEpochs> {
    Some(of(scene))
}

fn of(scene: &Scene) -> OverEpochs {
    let top = scene.start(Quantity::Loss).filter(|&start| start > 0.0 && !scene.log);
    OverEpochs {
        quantity: Quantity::Loss,
        limits: (f64::NEG_INFINITY, top.map_or(f64::INFINITY, |start| HIGHEST * start)),
        log: scene.log,
        shape: Shape::Square,
    }
}
