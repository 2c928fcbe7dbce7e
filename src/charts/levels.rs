//! The landscape of two parameters: level lines of the loss, and the path over them.
//!
//! The loss is known on a grid; between two places of it a level is where a straight line says. The
//! outermost line goes through the start, and the others come closer towards the least loss, as on a
//! map whose contours tell the slope by how near they are.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::curve::Point;
use super::landscape::{clip, within};
use super::plane::Plane;
use super::{Axis, Cut, Drawn, Result, Scene, Style, series};
use crate::training::{History, Quantity};

/// How many places the grid has to each side.
const SIDE: usize = 48;
/// How many lines are drawn.
const LINES: usize = 9;
/// The room about the path, of its extent.
const ROOM: f64 = 0.35;
/// How strong the lines are, and the path.
const LINE: f64 = 0.5;
const PATH: f64 = 0.9;
/// How many steps the path shows.
const STEPS: usize = 500;

/// The loss for each pair of parameters on a grid.
#[derive(Clone, Debug)]
pub struct Levels {
    axes: [Axis; 2],
    /// Row by row, from the least second parameter.
    losses: Vec<f64>,
    /// The loss at the start of the run.
    start: f64,
}

impl Levels {
    /// The ground that a run of two parameters walks on; `loss` is asked at each place of the grid.
    /// `None` for a run of more or fewer parameters, or one that is not finite at its start.
    pub fn new(run: &History, mut loss: impl FnMut([f64; 2]) -> f64) -> Option<Levels> {
        if run.params() != 2 {
            return None;
        }
        let axes = [0, 1].map(|k| {
            let values = series(run, Quantity::Param(k));
            let extent = values.extent(0, values.len())?;
            let room = ROOM * (extent.max - extent.min);
            let room = if room > 0.0 { room } else { 1.0 };
            Some(Axis::linear(&[extent.min - room, extent.max + room]))
        });
        let [Some(x), Some(y)] = axes else { return None };
        let start = series(run, Quantity::Loss).get(0).filter(|loss| loss.is_finite())?;
        let place = |axis: &Axis, k: usize| {
            axis.min() + (axis.max() - axis.min()) * (k as f64 / (SIDE - 1) as f64)
        };
        let mut losses = Vec::with_capacity(SIDE * SIDE);
        for row in 0..SIDE {
            for column in 0..SIDE {
                losses.push(loss([place(&x, column), place(&y, row)]));
            }
        }
        Some(Levels { axes: [x, y], losses, start })
    }

    /// The levels at which there is a line, from the innermost to that of the start.
    pub fn levels(&self) -> Vec<f64> {
        let least = self.losses.iter().copied().filter(|loss| loss.is_finite()).reduce(f64::min);
        let Some(least) = least.filter(|&least| least < self.start) else { return Vec::new() };
        let part = |k: usize| (k as f64 / LINES as f64).powi(2);
        (1..=LINES).map(|k| least + (self.start - least) * part(k)).collect()
    }

    /// The pieces of the line at this level, each from one side of a cell of the grid to another, as
    /// values of the two parameters.
    pub fn line(&self, level: f64) -> Vec<[Point; 2]> {
        let mut pieces = Vec::new();
        for row in 0..SIDE - 1 {
            for column in 0..SIDE - 1 {
                let corners =
                    [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
                let mut crossings = Vec::new();
                for side in 0..4 {
                    crossings.extend(self.crossing(corners[side], corners[(side + 1) % 4], level));
                }
                // Of four crossings the first two belong together, and the last two.
                pieces.extend(crossings.chunks_exact(2).map(|pair| [pair[0], pair[1]]));
            }
        }
        pieces
    }

    /// Where a side of a cell crosses a level.
    fn crossing(&self, a: (usize, usize), b: (usize, usize), level: f64) -> Option<Point> {
        let loss = |(column, row): (usize, usize)| self.losses[row * SIDE + column];
        let (from, to) = (loss(a), loss(b));
        if (from < level) == (to < level) || !(from.is_finite() && to.is_finite()) {
            return None;
        }
        let part = (level - from) / (to - from);
        let at = |axis: &Axis, a: usize, b: usize| {
            let place = a as f64 + part * (b as f64 - a as f64);
            axis.min() + (axis.max() - axis.min()) * place / (SIDE - 1) as f64
        };
        Some((at(&self.axes[0], a.0, b.0), at(&self.axes[1], a.1, b.1)))
    }
}

/// Draws the level lines, the path over them, the step that comes next, and the ball.
pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
    levels: &Levels,
) -> Result<Drawn, DB> {
    let [x, y] = levels.axes;
    let mut plane = Plane::draw(area, style, x, y);
    for level in levels.levels() {
        for piece in levels.line(level) {
            let piece = piece.map(|(a, b)| plane.mapping.to_pixel(a, b));
            plane.thin(&piece, style.loss.mix(LINE));
        }
    }
    let place = |k: usize| {
        let [a, b] = [0, 1].map(|param| series(scene.run, Quantity::Param(param)).get(k));
        a.zip(b).filter(|(a, b)| a.is_finite() && b.is_finite())
    };
    let mut from = None;
    for k in (0..=scene.position).step_by((scene.position / STEPS) | 1) {
        let Some((a, b)) = place(k) else { break };
        let to = plane.mapping.to_pixel(a, b);
        if let Some((from, to)) = from.and_then(|from| clip(from, to, &plane.mapping)) {
            plane.thin(&[from, to], style.update.mix(PATH));
        }
        from = Some(to);
    }
    let mut cut = Cut::default();
    if let Some((a, b)) = place(scene.position) {
        let at = plane.mapping.to_pixel(a, b);
        let next =
            place(scene.position + 1).filter(|_| scene.position < scene.epochs && scene.known[1]);
        if let Some((a, b)) = next {
            let tip = plane.mapping.to_pixel(a, b);
            plane.arrow(at, clip(at, tip, &plane.mapping).map_or(at, |(_, end)| end), style.update);
        }
        cut.above = !within(at, &plane.mapping);
        plane.ball(at, style.ink, true);
    }
    plane.finish(cut)
}
