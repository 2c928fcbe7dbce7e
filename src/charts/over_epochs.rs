//! One quantity of the states against the epoch: what the charts of the loss and of w share.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use super::curve::curve;
use super::plane::{Plane, Shape};
use super::{Axis, Drawn, Result, Scene, Style};
use crate::training::Series;

/// The least distance in CSS pixels between two states at which each is marked, so that steps are
/// seen to be steps.
const STATES_APART: f64 = 10.0;

/// A quantity, and how it is drawn against the epoch.
pub(super) struct OverEpochs<'a> {
    /// Its value at each state.
    pub series: &'a Series,
    /// The lowest and the highest value that the axis may reach for; what lies beyond is cut off.
    pub limits: (f64, f64),
    /// The value it has at the optimum, which the axis always shows.
    pub optimum: Option<f64>,
    pub colour: RGBColor,
    pub shape: Shape,
}

impl OverEpochs<'_> {
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        scene: &Scene,
        style: &Style,
    ) -> Result<Drawn, DB> {
        let (x, y) = (Axis::epochs(scene.epochs), self.axis());
        let plane = Plane::draw(area, style, x, y)?;
        if let Some(optimum) = self.optimum {
            plane.dashes(optimum, self.colour)?;
        }

        let last = scene.position.min(scene.epochs).min(self.series.len().saturating_sub(1));
        for line in curve(self.series, last, &plane.mapping) {
            plane.line(&line, self.colour)?;
        }
        let values = self.series.values();
        if plane.mapping.width >= STATES_APART * plane.ratio * x.max() {
            for (epoch, &value) in values.iter().enumerate().take(last) {
                plane.state((epoch as f64, value), self.shape, self.colour)?;
            }
        }
        if let Some(&value) = values.get(last) {
            plane.position((last as f64, value), self.shape, self.colour)?;
        }

        let shown = self.series.extent(0, last + 1);
        let cut = shown.is_some_and(|shown| shown.min < y.min() || shown.max > y.max());
        Ok(Drawn { mapping: plane.mapping.scaled(1.0 / plane.ratio), cut })
    }

    /// Spans all states computed, not only those shown: nothing moves while the position does.
    fn axis(&self) -> Axis {
        let within = |value: f64| value.max(self.limits.0).min(self.limits.1);
        let all = self.series.extent(0, self.series.len());
        let ends = all.map_or([f64::NAN; 2], |all| [within(all.min), within(all.max)]);
        Axis::linear(&[ends[0], ends[1], self.optimum.unwrap_or(f64::NAN)])
    }
}

/// The first value of `series` that is finite: the start that a chart measures by.
pub(super) fn first_finite(series: &Series) -> Option<f64> {
    series.values().iter().copied().find(|value| value.is_finite())
}
