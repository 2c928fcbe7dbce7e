//! The points, the line y = w·x, and the residuals between them.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::crowd;
use super::landscape::{clip, next};
use super::over_epochs::OverEpochs;
use super::plane::Plane;
use super::{Axis, Cut, Drawn, FARTHEST, Mapping, Result, Scene, Style, pinned, series};
use crate::training::Quantity;

/// The room beyond the outermost point, of the axis's length: lines and points can be dragged
/// there.
const ROOM: f64 = 0.12;
/// How strong the square of a residual is, and up to how many points have one.
const SQUARE: f64 = 0.1;
const SQUARES: usize = 40;
/// Where on its visible line the letter of the first pinned run stands, and how far that of the next is
/// before it, of the line's length.
const LETTERS: f64 = 0.86;
const LETTERS_APART: f64 = 0.1;
/// Where on the visible line the hand takes hold of it.
const HANDLE: f64 = 0.97;

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    let [x, y] = frame(scene);
    let mut plane = Plane::draw(area, style, x, y);
    for (index, run) in scene.pins.iter().enumerate() {
        let w = pinned(run, Quantity::Param(0), scene);
        if w.is_finite() {
            let [from, to] = line(w, &x, &y);
            let map = plane.mapping;
            let at = |x: f64| map.to_pixel(x, w * x);
            plane.pin(index, &[at(from), at(to)]);
            plane.letter(index, at(from + (to - from) * (LETTERS - LETTERS_APART * index as f64)));
        }
    }
    let state = series(scene.run, Quantity::Param(0)).get(scene.position);
    let w = scene.held.map_or(state, |held| Some(held.w));
    if let Some(w) = w.filter(|w| w.is_finite()) {
        if scene.xs.len() <= SQUARES {
            for (&x, &y) in scene.xs.iter().zip(scene.ys) {
                plane.square(x, y, w * x, style.loss.mix(SQUARE));
            }
        }
        for (x, [from, to]) in crowd::bars(scene, w, &plane.mapping, plane.ratio) {
            plane.upright(x, from, to, style.loss);
        }
        let [from, to] = line(w, &x, &y);
        let at = |x: f64| plane.mapping.to_pixel(x, w * x);
        plane.line(&[at(from), at(to)], style.w.mix(1.0));
        if let Some(next) = next(scene).filter(|_| scene.updating) {
            let [from, to] = line(next.w, &x, &y);
            let map = plane.mapping;
            plane.dashed(&[from, to].map(|x| map.to_pixel(x, next.w * x)), style.update.mix(1.0));
            let x = HANDLE * if to.abs() >= from.abs() { to } else { from };
            let [start, end] = [w, next.w].map(|w| map.to_pixel(x, w * x));
            if let Some((start, end)) = clip(start, end, &map) {
                plane.arrow(start, end, style.update);
            }
        }
    }
    for point in crowd::dots(scene, &plane.mapping, plane.ratio) {
        plane.point(point, style.ink);
    }
    plane.finish(Cut::default())
}

pub(super) fn over_epochs(_: &Scene) -> Option<OverEpochs> {
    None
}

/// The axes of the fit: both hold zero, through which the line goes, every point, and some room.
/// They follow the line of a run that leaves, as the landscape does. The line that a hand holds has as
/// much room on the one side of zero as on the other: it never leaves the chart from its very
/// beginning on.
pub fn frame(scene: &Scene) -> [Axis; 2] {
    if let Some(frame) = scene.frame {
        return frame;
    }
    let (x, y) = (around(scene.xs), around(scene.ys));
    let reach = y.max().max(-y.min());
    let mut heights = vec![y.min(), y.max()];
    let mut turn = |w: f64, reach: f64| {
        if w.is_finite() {
            heights.push((w * x.min()).clamp(-reach, reach));
            heights.push((w * x.max()).clamp(-reach, reach));
        }
    };
    let start = scene.start(Quantity::Param(0));
    let limits = scene.bowl.zip(start).map(|(bowl, start)| {
        let far = FARTHEST * (start - bowl.optimum).abs();
        [bowl.optimum - far, bowl.optimum + far]
    });
    let states = series(scene.run, Quantity::Param(0));
    if let Some(states) = states.extent(0, states.len()) {
        for w in [states.min, states.max] {
            match limits {
                Some([least, most]) => turn(w.max(least).min(most), f64::MAX),
                None => turn(w, reach),
            }
        }
    }
    if let Some(held) = scene.held {
        turn(held.w, reach);
    }
    let y = Axis::linear(&heights);
    [x, y]
}

/// The axis of zero, all `values`, and some room.
fn around(values: &[f64]) -> Axis {
    let (mut least, mut most) = (0.0, 0.0);
    for &value in values {
        (least, most) = (f64::min(least, value), f64::max(most, value));
    }
    let room = ROOM * (most - least);
    Axis::linear(&[
        if least < 0.0 { least - room } else { least },
        if most > 0.0 { most + room } else { most },
    ])
}

/// Where the hand takes hold of the line y = w·x in a chart of the fit, in CSS pixels.
pub fn handle(w: f64, map: &Mapping) -> (f64, f64) {
    let [from, to] = line(w, &map.x, &map.y);
    let x = HANDLE * if to.abs() >= from.abs() { to } else { from };
    map.to_pixel(x, w * x)
}

/// The ends in x of the part of y = w·x that is within the axes, of which both hold 0.
fn line(w: f64, x: &Axis, y: &Axis) -> [f64; 2] {
    let [low, high] = [y.min() / w, y.max() / w];
    // A level line never leaves: its ends are infinite, or 0/0 where an axis ends at 0.
    let within = |a: f64, b: f64| [a.max(x.min()), b.min(x.max())];
    if w == 0.0 { [x.min(), x.max()] } else { within(low.min(high), low.max(high)) }
}
