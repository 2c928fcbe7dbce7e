//! The learning rate of the step from each state, against the epoch: what is to come of it is set, not found.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

use super::over_epochs::OverEpochs;
use super::plane::Shape;
use super::{Drawn, Result, Scene, Style};
use crate::training::Quantity;

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    of().draw(area, scene, style, style.colours.update)
}

pub(super) fn over_epochs(_: &Scene) -> Option<OverEpochs> {
    Some(of())
}

fn of() -> OverEpochs {
    let limits = (f64::NEG_INFINITY, f64::INFINITY);
    OverEpochs { quantities: vec![Quantity::Rate], limits, log: false, shape: Shape::Dot }
}
