//! The points, what the model predicts, and the residuals between them.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::crowd;
use super::curve::before;
use super::field;
use super::over_epochs::OverEpochs;
use super::plane::Plane;
use super::prediction::{Prediction, ends};
use super::scene::{FARTHEST, near, params, series};
use super::{Axis, Cut, Drawn, Mapping, Result, Scene, Style};
use crate::model::Measure;
use crate::training::History;

/// The room beyond the outermost point, of the axis's length: lines and points can be dragged
/// there.
const ROOM: f64 = 0.12;
/// How strong the square of a residual is on a light ground, and up to how many points have one.
const SQUARE: f64 = 0.1;
const SQUARES: usize = 40;
/// Where on its visible line the letter of the first pinned run stands, and how far that of the next is
/// before it, of the line's length.
const LETTERS: f64 = 0.86;
const LETTERS_APART: f64 = 0.1;
/// Where on the visible line the hand takes hold of it.
const HANDLE: f64 = 0.97;
/// Of a curve, at so many states and so many places of each it is asked how high it goes.
const STATES: usize = 8;
const PLACES: usize = 128;

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    let mut plane = Plane::draw(area, style, frame(scene));
    let (map, colours) = (plane.mapping, style.colours);
    if let Some(second) = scene.second {
        let shown = params(scene.run, scene.position);
        field::draw(&mut plane, scene, style, second, shown.as_deref());
        return plane.finish(Cut::default());
    }
    for (index, (run, state)) in scene.pinned().enumerate() {
        let lines = predicted(scene, run, state).map_or_else(Vec::new, |pin| pin.lines(&map));
        for line in &lines {
            plane.pin(index, line);
        }
        let all = || lines.iter().flatten();
        if let (Some(from), Some(to)) = (all().next(), all().next_back()) {
            let part = LETTERS - LETTERS_APART * index as f64;
            if let Some(at) = before(&lines, from.0 + (to.0 - from.0) * part) {
                plane.letter(index, at);
            }
        }
    }
    if let Some(shown) = shown(scene) {
        if scene.xs.len() <= SQUARES && scene.loss == Measure::Square {
            for (&x, &y) in scene.xs.iter().zip(scene.ys) {
                plane.square(x, y, shown.at(x), colours.loss.mix(colours.faint(SQUARE)));
            }
        }
        if scene.loss.has_residual() {
            for (x, [from, to]) in crowd::bars(scene, &|x| shown.at(x), &map, plane.ratio) {
                plane.residual(x, from, to, colours.loss);
            }
        }
        for line in shown.lines(&map) {
            plane.line(&line, colours.w.mix(1.0));
        }
        let next = scene.next().filter(|_| scene.updating);
        if let Some(next) = next.and_then(|next| predicted(scene, scene.run, next)) {
            for line in next.lines(&map) {
                plane.dashed(&line, colours.update.mix(1.0));
            }
            if let Some(ends) = next.ends(&map) {
                let x = handle_x(ends);
                let (start, end) = (map.to_pixel(x, shown.at(x)), map.to_pixel(x, next.at(x)));
                if let Some((start, end)) = map.clip(start, end) {
                    plane.arrow(start, end, colours.update);
                }
            }
        }
    }
    for point in crowd::dots(scene, &map, plane.ratio) {
        plane.point(point, colours.ink);
    }
    plane.finish(Cut::default())
}

pub(super) fn over_epochs(_: &Scene) -> Option<OverEpochs> {
    None
}

/// What is predicted with the parameters that a hand holds, or those of the state shown.
fn shown<'a>(scene: &Scene<'a>) -> Option<Prediction<'a>> {
    match scene.held {
        Some(held) if held.w.is_finite() => Prediction::new(scene.model, vec![held.w]),
        Some(_) => None,
        None => predicted(scene, scene.run, scene.position),
    }
}

/// What is predicted with the parameters of a state; nothing where the run does not keep them.
fn predicted<'a>(scene: &Scene<'a>, run: &History, state: usize) -> Option<Prediction<'a>> {
    Prediction::new(scene.model, params(run, state)?)
}

/// The axes of the fit: both hold zero, every point, and some room. They follow the curve of a run that
/// leaves, as the landscape does. The line that a hand holds has as much room on the one side of
/// zero as on the other: it never leaves the chart from its very beginning on.
pub fn frame(scene: &Scene) -> [Axis; 2] {
    if let Some(frame) = scene.frame {
        return frame;
    }
    if let Some(second) = scene.second {
        return [around(scene.xs), around(second)];
    }
    let (x, y) = (around(scene.xs), around(scene.ys));
    let reach = y.max().max(-y.min());
    let mut heights = vec![y.min(), y.max()];
    let line = scene.only().filter(|_| scene.model.is_proportional());
    let mut turn = |w: f64, reach: f64| {
        if w.is_finite() {
            let height = |x: f64| (w * x).clamp(-reach, reach);
            heights.extend([height(x.min()), height(x.max())]);
        }
    };
    if let Some(w) = line {
        let limits = scene.parabola().zip(scene.start(w)).map(|(bowl, start)| {
            let far = FARTHEST * (start - bowl.optimum).abs();
            [bowl.optimum - far, bowl.optimum + far]
        });
        let states = series(scene.run, w);
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
    } else {
        let last = near(scene.run).saturating_sub(1);
        for part in 0..=STATES.min(last) {
            let curve = predicted(scene, scene.run, last * part / STATES.min(last).max(1));
            for place in 0..=PLACES {
                let at = x.value(place as f64 / PLACES as f64);
                heights.extend(curve.as_ref().map(|curve| curve.at(at).clamp(-reach, reach)));
            }
        }
    }
    [x, Axis::linear(&heights)]
}

/// The axis of zero, all `values`, and some room.
fn around(values: &[f64]) -> Axis {
    let least = values.iter().copied().fold(0.0, f64::min);
    let most = values.iter().copied().fold(0.0, f64::max);
    let room = ROOM * (most - least);
    Axis::linear(&[
        if least < 0.0 { least - room } else { least },
        if most > 0.0 { most + room } else { most },
    ])
}

/// Where the hand takes hold of the line y = w·x in a chart of the fit, in CSS pixels.
pub fn handle(w: f64, map: &Mapping) -> (f64, f64) {
    let x = handle_x(ends(w, &map.x, &map.y));
    map.to_pixel(x, w * x)
}

/// Where the hand takes hold of the line y = w·x + b to tilt it, in CSS pixels.
pub fn grip(w: f64, b: f64, map: &Mapping) -> (f64, f64) {
    let height = |at: f64| (at - b) / w;
    let (from, to) = (height(map.y.min()), height(map.y.max()));
    let within = |x: f64| if x.is_nan() { 0.0 } else { x.clamp(map.x.min(), map.x.max()) };
    let ends = if w == 0.0 {
        [map.x.min(), map.x.max()]
    } else {
        [within(from.min(to)), within(from.max(to))]
    };
    let x = handle_x(ends);
    map.to_pixel(x, w * x + b)
}

/// Near the end that is farther from zero.
fn handle_x([from, to]: [f64; 2]) -> f64 {
    HANDLE * if to.abs() >= from.abs() { to } else { from }
}
