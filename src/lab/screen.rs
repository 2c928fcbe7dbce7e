//! Where on the charts things stand, as they have been drawn last, and the ground that has been
//! measured for the landscape.

use super::run::Change;
use crate::charts::{Chart, Mapping, Relief, Scene, left};

/// Where each chart drew its data last, how large it was, and the ground of the landscape.
pub(super) struct Screen {
    mappings: [Option<Mapping>; Chart::ALL.len()],
    /// In CSS pixels.
    sizes: [Option<(f64, f64)>; Chart::ALL.len()],
    relief: Option<Relief>,
}

impl Screen {
    /// With nothing drawn.
    pub fn new() -> Screen {
        let (mappings, sizes) = ([None; Chart::ALL.len()], [None; Chart::ALL.len()]);
        Screen { mappings, sizes, relief: None }
    }

    /// Follows a change of settings: another run has another ground.
    pub fn follow(&mut self, change: &Change) {
        if change.ended.is_some() {
            self.relief = None;
        }
    }

    /// The ground of the landscape.
    pub fn relief(&self) -> Option<&Relief> {
        self.relief.as_ref()
    }

    /// Takes note of the ground of the landscape.
    pub fn survey(&mut self, relief: Option<Relief>) {
        self.relief = relief;
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
