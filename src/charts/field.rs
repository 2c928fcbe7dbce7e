//! The fit of two inputs: what is predicted for each place of their plane, the rows in it, and how far each is off.

use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::crowd::{self, FEW};
use super::plane::{Plane, Shape};
use super::{Scene, Style};
use crate::model::Model;

/// The side of a cell of the field, in CSS pixels.
const CELL: f64 = 8.0;
/// How strong the field is where the prediction is as far from 0 as any target: above it, and below.
const ABOVE: f64 = 0.25;
const BELOW: f64 = 0.29;
/// How high the bar of a residual is that is as large as the largest target, and the highest, in CSS pixels.
const HIGH: f64 = 24.0;
const HIGHEST: f64 = 48.0;
/// How wide it is.
const WIDE: f64 = 2.0;

/// Draws the field of these parameters, where there are some, and the rows with their second inputs.
pub(super) fn draw<DB: DrawingBackend>(
    plane: &mut Plane<DB>,
    scene: &Scene,
    style: &Style,
    second: &[f64],
    params: Option<&[f64]>,
) {
    let (map, colours) = (plane.mapping, style.colours);
    let most = scene.ys.iter().fold(0.0, |most: f64, y| most.max(y.abs()));
    let unit = if most > 0.0 { most } else { 1.0 };
    let at = |model: &Model, inputs: [f64; 2]| params.map(|params| model.predict(params, &inputs));
    let side = CELL * plane.ratio;
    let count = |length: f64| (length / side).ceil() as usize;
    for column in 0..count(map.width) {
        for row in 0..count(map.height) {
            let (left, top) = (map.left + side * column as f64, map.top + side * row as f64);
            let (x, y) = map.to_data(left + side / 2.0, top + side / 2.0);
            let Some(out) = at(scene.model, [x, y]).filter(|out| out.is_finite()) else { continue };
            let strength = (out.abs() / unit).min(1.0);
            let colour = match out > 0.0 {
                true => colours.w.mix(colours.faint(ABOVE) * strength),
                false => colours.ink.mix(colours.faint(BELOW) * strength),
            };
            let (right, bottom) = ((left + side).min(map.right()), (top + side).min(map.bottom()));
            plane.fill((left.round(), top.round()), (right.round(), bottom.round()), colour);
        }
    }
    // Of many rows there are dots alone.
    if scene.xs.len() > FEW {
        for point in crowd::dots(&Scene { ys: second, ..*scene }, &map, plane.ratio) {
            plane.point(point, colours.ink);
        }
        return;
    }
    for (row, (&x, &y)) in scene.xs.iter().zip(second).enumerate() {
        let target = scene.ys[row];
        let place = map.to_pixel(x, y);
        if let Some(out) = at(scene.model, [x, y]).filter(|out| out.is_finite()) {
            // Up where the prediction is too high, as on any fit.
            let high = (HIGH * (out - target) / unit).clamp(-HIGHEST, HIGHEST) * plane.ratio;
            if high.abs() >= 1.0 {
                let end = (place.1 - high).clamp(map.top, map.bottom());
                let ends = (place.1.min(end), place.1.max(end));
                plane.bar((place.0, ends.0), (place.0, ends.1), WIDE, colours.loss.mix(1.0));
            }
        }
        if target < 0.0 {
            plane.hollow((x, y), Shape::Dot, colours.ink);
        } else {
            plane.point((x, y), colours.ink);
        }
    }
}
