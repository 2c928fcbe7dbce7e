//! What a lab draws, and where on its charts things stand.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

use super::{Lab, canvas};
use crate::charts::{Chart, Mapping, Place, Run, Scene, handle};
use crate::training::Quantity;

#[wasm_bindgen]
impl Lab {
    /// Draws a chart onto a canvas of `width × height` CSS pixels, each of `ratio` pixels of the
    /// display. Colours are 0xRRGGBB: ink, muted, ground, w, loss. Returns whether a part of the
    /// curve is cut off; false too where there is no such chart.
    #[allow(clippy::too_many_arguments, reason = "JavaScript passes them one by one")]
    pub fn draw(
        &mut self,
        chart: &str,
        canvas: &HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
        colours: &[u32],
        font: String,
    ) -> bool {
        let Some(chart) = Chart::from_name(chart) else { return false };
        let page = canvas::Page { width, height, ratio, colours, font };
        let Some(drawn) = canvas::draw(chart, canvas, &self.scene(), page) else { return false };
        self.mappings[chart as usize] = Some(drawn.mapping);
        drawn.cut
    }

    /// The state that stands nearest to `x` CSS pixels from the left of a chart against the
    /// epoch, as far as the run has been computed.
    pub fn epoch_at(&self, chart: &str, x: f64) -> usize {
        let epoch = self.mapping(chart).map_or(0.0, |map| map.to_data(x, 0.0).0);
        (epoch.round() as usize).min(self.history().head())
    }

    /// Where a state stands on a chart against the epoch, in CSS pixels from its left and top:
    /// `[x, y]`; empty if the chart has not been drawn.
    pub fn place_of(&self, chart: &str, epoch: usize) -> Vec<f64> {
        let epoch = epoch.min(self.history().head());
        let quantity = match Chart::from_name(chart) {
            Some(Chart::Loss) => Quantity::Loss,
            Some(Chart::W) => Quantity::Param(0),
            _ => return Vec::new(),
        };
        let value = Lab::series(self.history(), quantity)[epoch];
        let place = |map: &Mapping| map.to_pixel(epoch as f64, value);
        self.mapping(chart).map_or_else(Vec::new, |map| <[f64; 2]>::from(place(map)).to_vec())
    }

    /// Where the hand can take hold on the chart of the fit, in CSS pixels: x and y of the
    /// line's handle, then of each point. Empty if the chart has not been drawn.
    pub fn handles(&mut self) -> Vec<f64> {
        let w = self.shown()[1];
        let Some(map) = self.mapping("fit") else { return Vec::new() };
        let points = self.data.xs().iter().zip(self.data.ys());
        let places = points.map(|(&x, &y)| map.to_pixel(x, y));
        [handle(w, map)].into_iter().chain(places).flat_map(<[f64; 2]>::from).collect()
    }
}

impl Lab {
    pub(super) fn mapping(&self, chart: &str) -> Option<&Mapping> {
        self.mappings[Chart::from_name(chart)? as usize].as_ref()
    }

    fn scene(&self) -> Scene<'_> {
        let run = |history| Run {
            w: Lab::series(history, Quantity::Param(0)),
            loss: Lab::series(history, Quantity::Loss),
        };
        Scene {
            xs: self.data.xs(),
            ys: self.data.ys(),
            visited: self.visited,
            optimum: self.theory.map(|t| Place { w: t.optimum, loss: t.least_loss }),
            held: self.held,
            best: self.best,
            ghost: self.ghost.as_ref().map(run),
            log: self.settings.log,
            frame: self.frame,
            ..Scene::new(run(self.history()), self.epoch(), self.trainer.iterations())
        }
    }
}
