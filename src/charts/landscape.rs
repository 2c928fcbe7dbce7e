//! The landscape: the loss around a run, and the way down. Of one parameter it is a hill in profile,
//! of several a map of level lines over two of them.

mod hill;
mod levels;
mod relief;
mod trail;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

use super::curve::Point;
use super::over_epochs::OverEpochs;
use super::plane::Plane;
use super::{Axis, Cut, Drawn, Mapping, Result, Scene, Style};
pub use relief::{Relief, has_one_scale};

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    let mut plane = Plane::draw(area, style, ground(scene));
    let beyond = match scene.run.params() {
        1 => hill::draw(&mut plane, scene),
        _ => levels::draw(&mut plane, scene),
    };
    plane.finish(Cut { above: beyond, below: false })
}

pub(super) fn over_epochs(_: &Scene) -> Option<OverEpochs> {
    None
}

/// The axes of the landscape: of one parameter this and the loss, of two both.
pub fn ground(scene: &Scene) -> [Axis; 2] {
    let ground = || {
        scene.parabola().map_or_else(|| relief::ground(scene), |bowl| hill::ground(scene, &bowl))
    };
    scene.ground.unwrap_or_else(ground)
}

/// Where the ball is, in CSS pixels, in a chart of the landscape.
pub fn ball(scene: &Scene, map: &Mapping) -> Option<Point> {
    match scene.run.params() {
        1 => hill::ball(scene, map),
        _ => levels::ball(scene, map),
    }
}
