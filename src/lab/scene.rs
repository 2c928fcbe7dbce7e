//! What a lab draws, and where on its charts things stand.

use super::Lab;
use crate::charts::{
    Axis, Chart, Mapping, Place, Relief, Scene, ball, frame, handle, height, left,
};
use crate::training::{Quantity, Stage};

/// The most work for the relief of a landscape, in points visited; it is made once for each run.
const RELIEF: usize = 250_000;

/// A place on a chart, in CSS pixels from its left and top.
pub type Pixel = (f64, f64);

impl Lab {
    /// What every chart shows of this lab.
    pub fn scene(&self) -> Scene<'_> {
        let mut scene = Scene {
            xs: self.data.xs(),
            ys: self.data.ys(),
            visited: self.visited,
            optimum: self.bowl.ok().map(|b| Place { w: b.optimum, loss: b.least_loss }),
            bowl: self.bowl.ok(),
            found: self.found(),
            ended: self.ended(),
            touched: self.touched,
            known: match self.within {
                None | Some((Stage::Prediction, 0)) => [true; 2],
                Some((Stage::Update, node)) => [true, node > 0],
                Some(_) => [false; 2],
            },
            updating: matches!(self.within, Some((Stage::Update, 1..))),
            held: self.held,
            best: self.best,
            // Who pins runs has chosen what to compare with.
            ghost: self.ghost.as_ref().filter(|_| self.pins.is_empty()).map(|ghost| &ghost.history),
            pins: &self.pins,
            log: self.settings.log,
            frame: self.frame,
            ground: self.ground,
            ..Scene::new(
                &self.settings.model,
                self.history(),
                self.epoch(),
                self.trainer.iterations(),
            )
        };
        scene.frame = self.kept(&scene);
        scene
    }

    /// The loss around the run, for [`Scene::relief`]; `None` where a bowl tells it, of a model of
    /// more parameters, and of more points than there is time for.
    pub fn relief(&self) -> Option<Relief> {
        let work = Relief::places(self.names.len()).saturating_mul(self.data.len());
        if self.bowl.is_ok() || work > RELIEF {
            return None;
        }
        let (model, loss) = (&self.settings.model, crate::model::Loss::squared_error());
        let mut numeric = crate::training::Numeric::new(model, &loss, &self.data).ok()?;
        Relief::new(&self.scene(), |params| numeric.loss(params))
    }

    /// Whether the run has been shown to its end.
    fn ended(&self) -> bool {
        self.visited > 0 && self.visited >= self.end()
    }

    /// Whether a hand or the run has been at the least loss, or will not come there any more.
    pub(super) fn found(&self) -> bool {
        let Ok(bowl) = self.bowl else { return false };
        let w = self.history().series(Quantity::Param(0));
        let shown = w.and_then(|w| w.extent(0, self.visited + 1)).map(|w| [w.min, w.max]);
        let over = |[least, most]: [f64; 2]| least <= bowl.optimum && bowl.optimum <= most;
        self.ended() || shown.is_some_and(over) || self.touched.is_some_and(over)
    }

    /// Where the ball of the landscape is, in CSS pixels from its left and top; nowhere if the
    /// chart has not been drawn or the model is no line.
    pub fn ball(&self) -> Option<Pixel> {
        let map = self.mapping(Chart::Landscape).filter(|_| self.is_line())?;
        ball(&self.scene(), map)
    }

    /// The axes of the fit where they do not follow the run alone. While the line is held they
    /// only grow: what gave way under a hand that comes back would draw the line away from it.
    fn kept(&self, scene: &Scene) -> Option<[Axis; 2]> {
        let (Some(_), Some(before)) = (self.held, self.mapping(Chart::Fit)) else {
            return self.frame;
        };
        let [x, y] = frame(scene);
        let ends = [y.min(), y.max(), before.y.min(), before.y.max()];
        Some([x, if before.x == x { Axis::linear(&ends) } else { y }])
    }

    /// The room to the left of a chart's plot, in CSS pixels, that is enough for all charts
    /// against the epoch: time begins at the same place in each. The chart is about to be drawn in
    /// `size` CSS pixels, each of `ratio` pixels of the display.
    pub fn left(&mut self, chart: Chart, size: (f64, f64), ratio: f64) -> f64 {
        self.sizes[chart as usize] = Some(size);
        let scene = self.scene();
        let mut widest = left(chart, size, ratio, &scene);
        if widest == 0.0 {
            return 0.0;
        }
        for &chart in Chart::ALL {
            if self.settings.views.contains(&chart.name()) {
                let size = self.sizes[chart as usize].unwrap_or(size);
                widest = widest.max(left(chart, size, ratio, &scene));
            }
        }
        widest
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
    pub fn place_of(&self, chart: Chart, epoch: usize) -> Option<Pixel> {
        let epoch = epoch.min(self.head());
        let value = height(chart, &self.scene(), epoch)?;
        Some(self.mapping(chart)?.to_pixel(epoch as f64, value))
    }

    /// Where the plot of a chart begins and ends, in CSS pixels from the chart's left; nowhere if it
    /// has not been drawn.
    pub fn ends_of(&self, chart: Chart) -> Option<(f64, f64)> {
        self.mapping(chart).map(|map| (map.left, map.left + map.width))
    }

    /// Where the hand can take hold on the chart of the fit, in CSS pixels: of the line, if the
    /// model is one, and of each point, if these are not more than a hand can move. Nowhere if the
    /// chart has not been drawn.
    pub fn handles(&mut self) -> (Option<Pixel>, Vec<Pixel>) {
        let w = self.shown().params[0];
        let Some(map) = self.mapping(Chart::Fit) else { return (None, Vec::new()) };
        let mut points = Vec::new();
        if self.in_reach() {
            for (&x, &y) in self.data.xs().iter().zip(self.data.ys()) {
                points.push(map.to_pixel(x, y));
            }
        }
        (self.is_line().then(|| handle(w, map)), points)
    }

    pub(super) fn mapping(&self, chart: Chart) -> Option<&Mapping> {
        self.mappings[chart as usize].as_ref()
    }
}
