//! The gradient of each parameter, as each step uses it, against the epoch.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

use super::over_epochs::{MOST, OverEpochs};
use super::plane::Shape;
use super::scene::HIGHEST;
use super::{Drawn, Result, Scene, Style};
use crate::training::Quantity;

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    of(scene).draw(area, scene, style, style.colours.gradient)
}

pub(super) fn over_epochs(scene: &Scene) -> Option<OverEpochs> {
    Some(of(scene))
}

fn of(scene: &Scene) -> OverEpochs {
    let kept = |&quantity: &Quantity| scene.run.series(quantity).is_some();
    let grads = (0..scene.run.params()).map(Quantity::Grad).filter(kept);
    let quantities: Vec<Quantity> = grads.take(MOST).collect();
    // A run that diverges would press its own beginning flat.
    let starts = quantities.iter().filter_map(|&of| scene.start(of)).map(f64::abs);
    let reach = HIGHEST * starts.fold(0.0, f64::max);
    let reach = if reach > 0.0 { reach } else { f64::INFINITY };
    OverEpochs { quantities, limits: (-reach, reach), log: false, shape: Shape::Dot }
}
