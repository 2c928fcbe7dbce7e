//! The parameter w of each state against the epoch, and where it ought to go.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

use super::over_epochs::OverEpochs;
use super::plane::Shape;
use super::{Drawn, Result, Scene, Style};
use crate::training::Quantity;

/// How many times its first distance from the optimum w may move away before the chart cuts it
/// off: a run that diverges would press its own beginning flat.
const FARTHEST: f64 = 10.0;

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    of(scene).draw(area, scene, style, style.w)
}

pub(super) fn over_epochs(scene: &Scene) -> Option<OverEpochs> {
    Some(of(scene))
}

fn of(scene: &Scene) -> OverEpochs {
    let quantity = Quantity::Param(0);
    let optimum = scene.optimum.map(|optimum| optimum.w);
    let limits = optimum.zip(scene.start(quantity)).and_then(|(best, start)| {
        let reach = FARTHEST * (start - best).abs();
        (reach > 0.0).then_some((best - reach, best + reach))
    });
    OverEpochs {
        quantity,
        limits: limits.unwrap_or((f64::NEG_INFINITY, f64::INFINITY)),
        log: false,
        shape: Shape::Dot,
    }
}
