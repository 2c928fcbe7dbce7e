//! What a lab draws, and where on its charts things stand.

use super::Lab;
use crate::charts::{Chart, Mapping, Place, Run, Scene, handle};
use crate::training::{History, Quantity, Series};

impl Lab {
    /// What every chart shows of this lab.
    pub fn scene(&self) -> Scene<'_> {
        let run = |history| Run {
            w: drawn(history, Quantity::Param(0)),
            loss: drawn(history, Quantity::Loss),
        };
        Scene {
            xs: self.data.xs(),
            ys: self.data.ys(),
            visited: self.visited,
            optimum: self.bowl.ok().map(|b| Place { w: b.optimum, loss: b.least_loss }),
            held: self.held,
            best: self.best,
            ghost: self.ghost.as_ref().map(|ghost| run(&ghost.history)),
            log: self.settings.log,
            frame: self.frame,
            ..Scene::new(run(self.history()), self.epoch(), self.trainer.iterations())
        }
    }

    /// Takes note of where a chart has been drawn: whatever is asked about places on it is
    /// answered by this.
    pub fn drawn(&mut self, chart: Chart, mapping: Mapping) {
        self.mappings[chart as usize] = Some(mapping);
    }

    /// The state that stands nearest to `x` CSS pixels from the left of a chart against the
    /// epoch, as far as the run has been computed.
    pub fn epoch_at(&self, chart: Chart, x: f64) -> usize {
        let epoch = self.mapping(chart).map_or(0.0, |map| map.to_data(x, 0.0).0);
        (epoch.round() as usize).min(self.head())
    }

    /// Where a state stands on a chart against the epoch, in CSS pixels from its left and top;
    /// `None` if the chart is another or has not been drawn.
    pub fn place_of(&self, chart: Chart, epoch: usize) -> Option<(f64, f64)> {
        let epoch = epoch.min(self.head());
        let quantity = match chart {
            Chart::Loss => Quantity::Loss,
            Chart::W => Quantity::Param(0),
            Chart::Fit => return None,
        };
        let value = drawn(self.history(), quantity)[epoch];
        Some(self.mapping(chart)?.to_pixel(epoch as f64, value))
    }

    /// Where the hand can take hold on the chart of the fit, in CSS pixels: of the line, then of
    /// each point, if these are not more than a hand can move. Empty if the chart has not been
    /// drawn.
    pub fn handles(&mut self) -> Vec<(f64, f64)> {
        let w = self.shown().params[0];
        let Some(map) = self.mapping(Chart::Fit) else { return Vec::new() };
        let points = self.data.xs().iter().zip(self.data.ys());
        let places = points.map(|(&x, &y)| map.to_pixel(x, y));
        let most = if self.in_reach() { usize::MAX } else { 0 };
        [handle(w, map)].into_iter().chain(places.take(most)).collect()
    }

    pub(super) fn mapping(&self, chart: Chart) -> Option<&Mapping> {
        self.mappings[chart as usize].as_ref()
    }
}

/// What a run keeps because it is drawn.
fn drawn(history: &History, quantity: Quantity) -> &Series {
    history.series(quantity).expect("internal error: what is drawn is kept")
}
