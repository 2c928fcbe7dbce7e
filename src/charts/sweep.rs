//! The loss that the run and the pinned ones come to, against the rate: both axes are logarithmic, and the best rate of
//! each is marked.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::curve::{Point, cut};
use super::over_epochs::OverEpochs;
use super::plane::{Plane, Shape};
use super::{Axis, Cut, Drawn, Result, Scene, Style};

/// The rate of the least loss and that loss, the least such rate where there are several; nothing where no rate makes a
/// difference.
pub fn best_rate(found: &[(f64, Option<f64>)]) -> Option<(f64, f64)> {
    let known = || found.iter().filter_map(|&(lr, loss)| Some((lr, loss?)));
    let best = known().reduce(|best, one| if one.1 < best.1 { one } else { best })?;
    let is_flat = found.iter().all(|&(_, loss)| loss == Some(best.1));
    if is_flat { None } else { Some(best) }
}

/// So many times the least loss at the start the axis reaches, and down to so small a part of it.
const HIGHEST: f64 = 10.0;
const DEEPEST: f64 = 1e-12;

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    let mut plane = Plane::draw(area, style, axes(scene));
    let map = plane.mapping;
    for (index, found) in scene.sweeps.iter().enumerate() {
        let places: Vec<Option<Point>> =
            found.iter().map(|&(lr, loss)| Some(map.to_pixel(lr, loss?))).collect();
        let lines = cut(places, &map);
        for line in &lines {
            match index.checked_sub(1) {
                None => plane.line(line, style.colours.loss.mix(1.0)),
                Some(pin) => plane.pin(pin, line),
            }
        }
        let Some((lr, loss)) = best_rate(found) else { continue };
        plane.hollow((lr, loss), Shape::Square, style.colours.ink);
        if let Some(pin) = index.checked_sub(1) {
            plane.letter(pin, map.nearest(map.to_pixel(lr, loss)));
        }
    }
    plane.finish(Cut::default())
}

pub(super) fn over_epochs(_: &Scene) -> Option<OverEpochs> {
    None
}

fn axes(scene: &Scene) -> [Axis; 2] {
    let all = || scene.sweeps.iter().flatten();
    let rates = || all().map(|&(lr, _)| lr);
    let x = Axis::logarithmic(rates().reduce(f64::min), rates().fold(0.0, f64::max), false);
    // A little before a run diverges its loss may be anything.
    let start = scene.sweeps.iter().filter_map(|found| found.first()?.1).fold(0.0, f64::max);
    let (most, least) = (HIGHEST * start, DEEPEST * start);
    let losses = || all().filter_map(|&(_, loss)| loss).filter(|&loss| loss <= most);
    let positive = losses().filter(|&loss| loss > 0.0).reduce(f64::min).map(|loss| loss.max(least));
    let zero = losses().any(|loss| loss < least || loss == 0.0);
    [x, Axis::logarithmic(positive, losses().fold(0.0, f64::max), zero)]
}
