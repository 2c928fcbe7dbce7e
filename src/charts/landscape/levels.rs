//! The landscape of two parameters: level lines of the loss, and the path over them.

use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::trail::Trail;
use crate::charts::Scene;
use crate::charts::plane::Plane;
use crate::training::Quantity;

/// How strong the lines are.
const LINE: f64 = 0.5;

/// Draws the level lines, the path over them, the step that comes next, and the ball. Returns whether
/// this is beyond the plot.
pub(super) fn draw<DB: DrawingBackend>(plane: &mut Plane<DB>, scene: &Scene) -> bool {
    let Some(relief) = scene.relief else { return false };
    let (map, colours) = (plane.mapping, plane.style.colours);
    for level in relief.levels() {
        for piece in relief.line(level) {
            plane.thin(&piece.map(|(a, b)| map.to_pixel(a, b)), colours.loss.mix(LINE));
        }
    }
    let trail = Trail(Quantity::Param(0), Quantity::Param(1));
    trail.draw(plane, scene);
    trail.flags(plane, scene, |(a, b)| map.nearest(map.to_pixel(a, b)));
    let place = |state| {
        let (a, b) = trail.at(scene.run, state).filter(|(a, b)| !(a.is_nan() || b.is_nan()))?;
        Some(map.to_pixel(a, b))
    };
    let Some(at) = place(scene.position) else { return false };
    let within = map.holds(at);
    let next = scene.next().filter(|_| within && scene.known[1]).and_then(place);
    if let Some((from, to)) = next.and_then(|tip| map.clip(at, tip)) {
        plane.arrow(from, to, colours.update);
    }
    plane.ball(map.nearest(at), within);
    !within
}
