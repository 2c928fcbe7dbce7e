//! One quantity of the states against the epoch: what the charts of the loss and of w share.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::{Color, RGBColor};

use super::curve::curve;
use super::plane::{Plane, Shape};
use super::{Axis, Cut, Drawn, Result, Scene, Style};
use crate::training::Series;

/// The least distance in CSS pixels between two states at which each is marked, so that steps are
/// seen to be steps.
const STATES_APART: f64 = 10.0;

/// How strong the states after the position are drawn, and how strong the run before.
const AHEAD: f64 = 0.3;
const GHOST: f64 = 0.7;

/// A quantity, and how it is drawn against the epoch.
pub(super) struct OverEpochs<'a> {
    /// Its value at each state.
    pub series: &'a Series,
    /// Its value at each state of the run before.
    pub ghost: Option<&'a Series>,
    /// The lowest and the highest value that the axis may reach for; what lies beyond is cut off.
    pub limits: (f64, f64),
    /// Whether the axis is logarithmic.
    pub log: bool,
    /// The value it has at the optimum, which the axis always shows.
    pub optimum: Option<f64>,
    /// The value at the w that a hand holds.
    pub held: Option<f64>,
    /// The value at the best w that a hand has found.
    pub best: Option<f64>,
    pub shape: Shape,
}

impl OverEpochs<'_> {
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        scene: &Scene,
        style: &Style,
        colour: RGBColor,
    ) -> Result<Drawn, DB> {
        let [x, y] = self.axes(scene);
        let mut plane = Plane::draw(area, style, x, y);
        if let Some(optimum) = self.optimum {
            plane.dashes(optimum, colour);
        }

        let within = |state: usize, series: &Series| {
            state.min(scene.epochs).min(series.len().saturating_sub(1))
        };
        let last = within(scene.position, self.series);
        for (end, strength) in [(within(scene.visited, self.series), AHEAD), (last, 1.0)] {
            if end > last || strength == 1.0 {
                for line in &curve(self.series, end, &plane.mapping) {
                    plane.line(line, colour.mix(strength));
                }
            }
        }
        // Over the run: where both take the same path, both are seen.
        if let Some(ghost) = self.ghost {
            for line in &curve(ghost, within(usize::MAX, ghost), &plane.mapping) {
                plane.dashed(line, style.ink.mix(GHOST));
            }
        }
        if plane.mapping.width >= STATES_APART * plane.ratio * x.max() {
            for epoch in 0..last {
                plane.state((epoch as f64, self.series[epoch]), self.shape, colour);
            }
        }
        if let Some(best) = self.best {
            plane.hollow((0.0, best), self.shape, style.ink);
        }
        let shown = self.held.or(self.series.get(last));
        if let Some(value) = shown {
            plane.position((last as f64, value), self.shape, colour);
        }

        let states = self.series.extent(0, last + 1);
        let cut = states.map_or_else(Cut::default, |states| Cut {
            above: !y.shows(states.max) && states.max > y.max(),
            below: !y.shows(states.min) && states.min < y.min(),
        });
        plane.finish(cut)
    }

    /// The epochs from left to right, the quantity from bottom to top.
    pub fn axes(&self, scene: &Scene) -> [Axis; 2] {
        [Axis::epochs(scene.epochs), self.axis()]
    }

    /// Spans all states computed, not only those shown: nothing moves while the position does.
    fn axis(&self) -> Axis {
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
        span(self.series);
        if let Some(ghost) = self.ghost {
            span(ghost);
        }
        for mark in [self.held, self.best].into_iter().flatten() {
            values.push(within(mark));
            if mark > 0.0 {
                positive = positive.min(mark);
            }
        }
        values.extend(self.optimum);
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

/// The first value of `series` that is finite: the start that a chart measures by.
pub(super) fn first_finite(series: &Series) -> Option<f64> {
    for epoch in 0..series.len() {
        if series[epoch].is_finite() {
            return Some(series[epoch]);
        }
    }
    None
}
