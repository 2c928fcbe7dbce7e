//! The parameter w of each state against the epoch, and where it ought to go.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

use super::over_epochs::{OverEpochs, first_finite};
use super::plane::Shape;
use super::{Axis, Drawn, Result, Scene, Style};

/// How many times its first distance from the optimum w may move away before the chart cuts it
/// off: a run that diverges would press its own beginning flat.
const FARTHEST: f64 = 10.0;

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    over_epochs(scene).draw(area, scene, style, style.w)
}

pub(super) fn axes_against_epochs(scene: &Scene) -> Option<[Axis; 2]> {
    Some(over_epochs(scene).axes(scene))
}

fn over_epochs<'a>(scene: &Scene<'a>) -> OverEpochs<'a> {
    let optimum = scene.optimum.map(|optimum| optimum.w);
    let limits = optimum.zip(first_finite(scene.run.w)).and_then(|(best, start)| {
        let reach = FARTHEST * (start - best).abs();
        (reach > 0.0).then_some((best - reach, best + reach))
    });
    OverEpochs {
        series: scene.run.w,
        ghost: scene.ghost.map(|ghost| ghost.w),
        limits: limits.unwrap_or((f64::NEG_INFINITY, f64::INFINITY)),
        log: false,
        optimum,
        held: scene.held.map(|held| held.w),
        best: scene.best.map(|best| best.w),
        shape: Shape::Dot,
    }
}
