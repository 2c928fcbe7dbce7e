//! One quantity of the states against the epoch: what the charts of the loss and of w share.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::{Color, RGBColor};

use super::curve::{Point, curve};
use super::plane::{Plane, Shape};
use super::{Axis, Cut, Drawn, NOTHING, Result, Scene, Style, series};
use crate::training::{Quantity, Series};

/// The least distance in CSS pixels between two states at which each is marked, so that steps are
/// seen to be steps.
const STATES_APART: f64 = 10.0;

/// How strong the states after the position are drawn, and how strong the run before.
const AHEAD: f64 = 0.3;
const GHOST: f64 = 0.7;

/// Where the letter of the first pinned run stands, and how far that of the next is before it, of the
/// width of the plot.
const LETTERS: f64 = 0.94;
const LETTERS_APART: f64 = 0.08;

/// A quantity, and how it is drawn against the epoch.
pub(super) struct OverEpochs {
    pub quantity: Quantity,
    /// The lowest and the highest value that the axis may reach for; what lies beyond is cut off.
    pub limits: (f64, f64),
    /// Whether the axis is logarithmic.
    pub log: bool,
    pub shape: Shape,
}

impl OverEpochs {
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        scene: &Scene,
        style: &Style,
        colour: RGBColor,
    ) -> Result<Drawn, DB> {
        let [states, ghost] = self.runs(scene);
        let [optimum, held, best] = self.marks(scene);
        let [x, y] = self.axes(scene);
        let mut plane = Plane::draw(area, style, x, y);
        if let Some(optimum) = optimum.filter(|_| scene.found) {
            plane.dashes(optimum, colour);
        }

        let within = |state: usize, series: &Series| {
            state.min(scene.epochs).min(series.len().saturating_sub(1))
        };
        let last = within(scene.position, states);
        for (end, strength) in [(within(scene.visited, states), AHEAD), (last, 1.0)] {
            if end > last || strength == 1.0 {
                for line in &curve(states, end, &plane.mapping) {
                    plane.line(line, colour.mix(strength));
                }
            }
        }
        // Over the run: where both take the same path, both are seen.
        for line in &curve(ghost, within(usize::MAX, ghost), &plane.mapping) {
            plane.dashed(line, style.ink.mix(GHOST));
        }
        for (index, run) in scene.pins.iter().enumerate() {
            let states = series(run.history(), self.quantity);
            let lines = curve(states, within(usize::MAX, states), &plane.mapping);
            for line in &lines {
                plane.pin(index, line);
            }
            // One letter beside the other: those of two runs that coincide are both read.
            let across = plane.mapping.width * (LETTERS - LETTERS_APART * index as f64);
            if let Some(at) = before(&lines, plane.mapping.left + across) {
                plane.letter(index, at);
            }
        }
        if plane.mapping.width >= STATES_APART * plane.ratio * x.max() {
            for epoch in 0..last {
                plane.state((epoch as f64, states[epoch]), self.shape, colour);
            }
        }
        if let Some(best) = best {
            plane.hollow((0.0, best), self.shape, style.ink);
        }
        let shown = held.or(states.get(last));
        if let Some(value) = shown {
            plane.position((last as f64, value), self.shape, colour);
        }

        let extent = states.extent(0, last + 1);
        let cut = extent.map_or_else(Cut::default, |states| Cut {
            above: !y.shows(states.max) && states.max > y.max(),
            below: !y.shows(states.min) && states.min < y.min(),
        });
        plane.finish(cut)
    }

    /// The epochs from left to right, the quantity from bottom to top.
    pub fn axes(&self, scene: &Scene) -> [Axis; 2] {
        [Axis::epochs(scene.epochs), self.axis(scene)]
    }

    /// The quantity of each state of the run, and of the run before.
    fn runs<'a>(&self, scene: &Scene<'a>) -> [&'a Series; 2] {
        let ghost = scene.ghost.map_or(NOTHING, |ghost| series(ghost, self.quantity));
        [series(scene.run, self.quantity), ghost]
    }

    /// The quantity at the optimum, at the w that a hand holds, and at the best it has found.
    fn marks(&self, scene: &Scene) -> [Option<f64>; 3] {
        [scene.optimum, scene.held, scene.best].map(|place| place?.value(self.quantity))
    }

    /// Spans all states computed, not only those shown: nothing moves while the position does.
    fn axis(&self, scene: &Scene) -> Axis {
        let within = |value: f64| value.max(self.limits.0).min(self.limits.1);
        let mut values = Vec::new();
        let mut positive = f64::INFINITY;
        let mut span = |series: &Series| {
            if let Some(extent) = series.extent(0, series.len()) {
                values.push(within(extent.min));
                values.push(within(extent.max));
            }
            positive = positive.min(series.least_positive().unwrap_or(f64::INFINITY));
        };
        for series in self.runs(scene) {
            span(series);
        }
        for run in scene.pins {
            span(series(run.history(), self.quantity));
        }
        let [optimum, held, best] = self.marks(scene);
        for mark in [held, best].into_iter().flatten() {
            values.push(within(mark));
            if mark > 0.0 {
                positive = positive.min(mark);
            }
        }
        values.extend(optimum);
        if !self.log {
            return Axis::linear(&values);
        }
        let (mut zero, mut largest) = (false, 0.0);
        for value in values {
            zero |= value <= 0.0;
            largest = f64::max(largest, value);
        }
        Axis::logarithmic(Some(positive), largest, zero)
    }
}

/// Where lines that run from left to right are at `x`, or where they end before it.
fn before(lines: &[Vec<Point>], x: f64) -> Option<Point> {
    let mut last: Option<Point> = None;
    for &to in lines.iter().flatten() {
        if to.0 > x {
            return last.map(|from| {
                let part = (x - from.0) / (to.0 - from.0);
                (x, from.1 + part * (to.1 - from.1))
            });
        }
        last = Some(to);
    }
    last
}
