//! Where on the charts things stand, as they have been drawn last, and the ground that has been
//! measured for the landscape.

use super::run::Change;
use crate::charts::{Chart, LEFT, Leg, Mapping, Relief, Scene, aspect, left};
use crate::training::Numeric;

/// Where each chart drew its data last, how large it was, and the ground of the landscape.
pub(super) struct Screen {
    mappings: [Option<Mapping>; Chart::ALL.len()],
    /// In CSS pixels.
    sizes: [Option<(f64, f64)>; Chart::ALL.len()],
    relief: Option<Relief>,
    /// The same, not yet measured everywhere, and what asks for the loss: on many rows that takes more than a frame.
    finer: Option<(Relief, Numeric)>,
    /// How steep the ground is where the ball stands, in each parameter of the pair.
    slopes: Option<[f64; 2]>,
    /// Whether somebody looks inside the optimizer, and the parts of its next step.
    inside: bool,
    legs: Vec<Leg>,
    /// How steep it is there by each batch of the pass.
    spread: Vec<[f64; 2]>,
}

impl Screen {
    /// With nothing drawn.
    pub fn new() -> Screen {
        let (mappings, sizes) = ([None; Chart::ALL.len()], [None; Chart::ALL.len()]);
        let (relief, finer, slopes, inside) = (None, None, None, false);
        let (legs, spread) = (Vec::new(), Vec::new());
        Screen { mappings, sizes, relief, finer, slopes, inside, legs, spread }
    }

    /// Follows a change of settings: another run has another ground.
    pub fn follow(&mut self, change: &Change) {
        if change.ended.is_some() {
            self.survey(None, None);
        }
    }

    /// How wide the landscape is for its height.
    pub fn aspect(&self) -> Option<f64> {
        self.sizes[Chart::Landscape as usize].map(aspect)
    }

    /// The ground of the landscape.
    pub fn relief(&self) -> Option<&Relief> {
        self.relief.as_ref()
    }

    /// How steep it is where the ball stands.
    pub fn slopes(&self) -> Option<[f64; 2]> {
        self.slopes
    }

    /// How steep it is there by each batch of the pass.
    pub fn spread(&self) -> &[[f64; 2]] {
        &self.spread
    }

    /// Takes note of how steep it is where the ball stands, and by each batch.
    pub fn tilt(&mut self, slopes: Option<[f64; 2]>, spread: Vec<[f64; 2]>) {
        (self.slopes, self.spread) = (slopes, spread);
    }

    /// Takes note of whether somebody looks inside the optimizer.
    pub fn look_inside(&mut self, inside: bool) {
        self.inside = inside;
    }

    /// Whether somebody does.
    pub fn looks_inside(&self) -> bool {
        self.inside
    }

    /// The parts of the next step, where somebody looks.
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// Takes note of them.
    pub fn take_legs(&mut self, legs: Vec<Leg>) {
        self.legs = legs;
    }

    /// Takes note of the ground of the landscape, and of what is to become of it.
    pub fn survey(&mut self, relief: Option<Relief>, finer: Option<(Relief, Numeric)>) {
        self.relief = relief;
        self.finer = finer;
    }

    /// Whether the ground is still being measured.
    pub fn is_surveying(&self) -> bool {
        self.finer.is_some()
    }

    /// Measures the ground on by so many operations.
    pub fn refine(&mut self, work: usize) {
        let Some((relief, numeric)) = &mut self.finer else { return };
        let places = work.div_ceil(numeric.loss_cost().max(1));
        if relief.go_on(places, |params| numeric.loss(params)) {
            self.relief = self.finer.take().map(|(relief, _)| relief);
        }
    }

    /// Takes note of the size of a chart that is about to be drawn.
    pub fn resize(&mut self, chart: Chart, size: (f64, f64)) {
        self.sizes[chart as usize] = Some(size);
    }

    /// Takes note of where a chart has been drawn.
    pub fn drawn(&mut self, chart: Chart, mapping: Mapping) {
        self.mappings[chart as usize] = Some(mapping);
    }

    /// Where a chart has been drawn.
    pub fn mapping(&self, chart: Chart) -> Option<&Mapping> {
        self.mappings[chart as usize].as_ref()
    }

    /// The room to the left of a chart's plot, in CSS pixels, that is enough for all charts against
    /// the epoch of those `views` that are shown: time begins at the same place in each. 0 for any
    /// other chart.
    pub fn left(&self, chart: Chart, ratio: f64, scene: &Scene, views: &[&str]) -> f64 {
        let size = self.sizes[chart as usize].unwrap_or_default();
        if chart == Chart::Landscape && scene.run.params() > 1 {
            return LEFT;
        }
        let own = left(chart, size, ratio, scene);
        if own == 0.0 {
            return 0.0;
        }
        let shown = Chart::ALL.iter().filter(|chart| views.contains(&chart.name()));
        let room =
            |&chart: &Chart| left(chart, self.sizes[chart as usize].unwrap_or(size), ratio, scene);
        shown.map(room).fold(own, f64::max)
    }

    /// The epoch that stands `x` CSS pixels from the left of a chart against the epoch.
    pub fn epoch_at(&self, chart: Chart, x: f64) -> usize {
        self.mapping(chart).map_or(0, |map| map.to_data(x, 0.0).0.round() as usize)
    }
}
