//! The parameters of each state against the epoch, and where the only one ought to go.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

use super::over_epochs::{MOST, OverEpochs};
use super::plane::Shape;
use super::scene::{near, series};
use super::{Drawn, Result, Scene, Style};
use crate::training::{Extent, Quantity};

/// How many times its first distance from the optimum w may move away before the chart cuts it
/// off: a run that diverges would press its own beginning flat.
const FARTHEST: f64 = 10.0;

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    of(scene).draw(area, scene, style, style.colours.w)
}

pub(super) fn over_epochs(scene: &Scene) -> Option<OverEpochs> {
    Some(of(scene))
}

fn of(scene: &Scene) -> OverEpochs {
    let kept = |&quantity: &Quantity| scene.run.series(quantity).is_some();
    let params = (0..scene.run.params()).map(Quantity::Param).filter(kept);
    let quantities: Vec<Quantity> = params.take(MOST).collect();
    let limits = about_optimum(scene).or_else(|| about_start(scene, &quantities));
    OverEpochs {
        quantities,
        limits: limits.unwrap_or((f64::NEG_INFINITY, f64::INFINITY)),
        log: false,
        shape: Shape::Dot,
    }
}

/// How far the only parameter may go, where its optimum is known.
fn about_optimum(scene: &Scene) -> Option<(f64, f64)> {
    let only = scene.only()?;
    let (optimum, start) = scene.optimum(only).zip(scene.start(only))?;
    let reach = FARTHEST * (start - optimum).abs();
    (reach > 0.0).then_some((optimum - reach, optimum + reach))
}

/// How far any parameters may go of a run that leaves: as far again as they were while it stayed near
/// its start.
fn about_start(scene: &Scene, quantities: &[Quantity]) -> Option<(f64, f64)> {
    let states = near(scene.run).max(1);
    if states >= series(scene.run, Quantity::Loss).len() {
        return None;
    }
    let extents = quantities.iter().filter_map(|&of| series(scene.run, of).extent(0, states));
    let extent = extents.reduce(Extent::join)?;
    let reach = if extent.max > extent.min { extent.max - extent.min } else { 1.0 };
    Some((extent.min - reach, extent.max + reach))
}
