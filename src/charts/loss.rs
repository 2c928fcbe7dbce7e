//! The loss of each state against the epoch, above the least loss there is.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

use super::over_epochs::{OverEpochs, first_finite};
use super::plane::Shape;
use super::{Axis, Drawn, Result, Scene, Style};

/// How many times its start the loss may reach before the chart cuts it off: a run that diverges
/// would press its own beginning flat. A logarithmic axis has room for both.
const HIGHEST: f64 = 10.0;

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    over_epochs(scene).draw(area, scene, style, style.loss)
}

pub(super) fn axes_against_epochs(scene: &Scene) -> Option<[Axis; 2]> {
    Some(over_epochs(scene).axes(scene))
}

fn over_epochs<'a>(scene: &Scene<'a>) -> OverEpochs<'a> {
    let top = first_finite(scene.run.loss).filter(|&start| start > 0.0 && !scene.log);
    OverEpochs {
        series: scene.run.loss,
        ghost: scene.ghost.map(|ghost| ghost.loss),
        limits: (f64::NEG_INFINITY, top.map_or(f64::INFINITY, |start| HIGHEST * start)),
        log: scene.log,
        optimum: scene.optimum.map(|optimum| optimum.loss),
        held: scene.held.map(|held| held.loss),
        best: scene.best.map(|best| best.loss),
        shape: Shape::Square,
    }
}
