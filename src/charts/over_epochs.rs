//! Quantities of the states against the epoch: what the charts of the loss and of the parameters share.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::{Color, RGBColor};

use super::curve::{before, curve};
use super::plane::{Plane, Shape};
use super::scene::series;
use super::{Axis, Cut, DASHES, Drawn, Result, Scene, Style};
use crate::training::{History, Quantity, Series};

/// The most quantities in one chart: the first is a line, every other has dashes of its own.
pub(super) const MOST: usize = 1 + DASHES.len();

/// The least distance in CSS pixels between two states at which each is marked, so that steps are
/// seen to be steps.
const STATES_APART: f64 = 10.0;

/// So far down from its start a logarithmic axis follows a quantity.
const DEEPEST: f64 = 1e-18;

/// So many times as far as the run goes a pinned one may go before it is cut off.
const ASIDE: f64 = 2.0;

/// How strong the states after the position are drawn, and how strong the run before.
const AHEAD: f64 = 0.3;
const GHOST: f64 = 0.7;

/// Where the letter of the first pinned run stands, and how far that of the next is before it, of the
/// width of the plot.
const LETTERS: f64 = 0.94;
const LETTERS_APART: f64 = 0.08;

/// Quantities, and how they are drawn against the epoch.
pub(super) struct OverEpochs {
    /// From none to [`MOST`].
    pub quantities: Vec<Quantity>,
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
        let mut plane = Plane::draw(area, style, self.axes(scene));
        for index in 0..self.quantities.len() {
            self.curves(&mut plane, scene, index, colour);
        }
        let mut present = Vec::new();
        for &quantity in &self.quantities {
            let states = series(scene.run, quantity);
            let last = end(scene.position, scene, states);
            if plane.mapping.width >= STATES_APART * plane.ratio * plane.mapping.x.max() {
                for epoch in 0..last {
                    plane.state((epoch as f64, states[epoch]), self.shape, colour);
                }
            }
            let [_, held, best] = marks(scene, quantity);
            if let Some(best) = best {
                plane.hollow((0.0, best), self.shape, style.colours.ink);
            }
            let value = held.or(states.get(last)).filter(|value| !value.is_nan());
            present.extend(value.map(|value| (last as f64, value)));
        }
        if let Some(&(epoch, _)) = present.first() {
            plane.now(epoch);
        }
        for &at in &present {
            plane.position(at, self.shape, colour);
        }
        let several = scene.model.params().len() > 1
            && !matches!(self.quantities[..], [Quantity::Loss | Quantity::Rate]);
        if several && self.quantities.len() == present.len() {
            let names = self.quantities.iter().map(|quantity| quantity.name(scene.model.params()));
            plane.names(names.zip(present).collect(), colour);
        }
        let cut = self.cut(scene, &plane.mapping.y);
        plane.finish(cut)
    }

    /// The lines of the quantity of this index: where it ought to go, the run, the run before, and the
    /// pinned ones.
    fn curves<DB: DrawingBackend>(
        &self,
        plane: &mut Plane<DB>,
        scene: &Scene,
        index: usize,
        colour: RGBColor,
    ) {
        let (map, quantity) = (plane.mapping, self.quantities[index]);
        let states = series(scene.run, quantity);
        let [optimum, ..] = marks(scene, quantity);
        if let Some(optimum) = optimum.filter(|_| scene.found) {
            plane.level_dashes(optimum, colour);
        }
        let shown = end(scene.position, scene, states);
        let visited = if quantity == Quantity::Rate { usize::MAX } else { scene.visited };
        let ahead = end(visited, scene, states);
        for (last, strength) in [(ahead, AHEAD), (shown, 1.0)] {
            if last > shown || strength == 1.0 {
                for line in &curve(states, last, &map) {
                    plane.curve(index, line, colour.mix(strength));
                }
            }
        }
        // Over the run: where both take the same path, both are seen.
        if let Some(ghost) = scene.ghost.map(|ghost| series(ghost, quantity)) {
            for line in &curve(ghost, end(usize::MAX, scene, ghost), &map) {
                plane.dashed(line, plane.style.colours.ink.mix(GHOST));
            }
        }
        for (pin, run) in scene.pins.iter().enumerate() {
            let states = series(run.history(), quantity);
            let lines = curve(states, end(usize::MAX, scene, states), &map);
            for line in &lines {
                plane.pin(pin, line);
            }
            // One letter beside the other: those of two runs that coincide are both read.
            let across = LETTERS - LETTERS_APART * pin as f64;
            if let Some(at) = before(&lines, map.left + across * map.width) {
                plane.letter(pin, at);
            }
        }
    }

    /// The epochs from left to right, the quantities from bottom to top.
    pub fn axes(&self, scene: &Scene) -> [Axis; 2] {
        [Axis::epochs(scene.epochs), self.axis(scene)]
    }

    /// Spans all states computed, not only those shown: nothing moves while the position does.
    fn axis(&self, scene: &Scene) -> Axis {
        let within = |value: f64| value.max(self.limits.0).min(self.limits.1);
        let (mut values, mut beside) = (Vec::new(), Vec::new());
        let mut positive = f64::INFINITY;
        for &quantity in &self.quantities {
            let mut hold = |run: &History, values: &mut Vec<f64>| {
                let states = series(run, quantity);
                if let Some(extent) = states.extent(0, states.len()) {
                    values.extend([within(extent.min), within(extent.max)]);
                }
                positive = positive.min(states.least_positive().unwrap_or(f64::INFINITY));
            };
            [scene.run].into_iter().chain(scene.ghost).for_each(|run| hold(run, &mut values));
            scene.pins.iter().for_each(|run| hold(run.history(), &mut beside));
            let [optimum, held, best] = marks(scene, quantity);
            for mark in [held, best].into_iter().flatten() {
                values.push(within(mark));
                if mark > 0.0 {
                    positive = positive.min(mark);
                }
            }
            values.extend(optimum);
        }
        // A pinned run that leaves would press all others flat.
        let start = values.first().copied().unwrap_or_default();
        let far = values.iter().fold(0.0, |far: f64, &value| far.max((value - start).abs()));
        let reach = if self.log || far == 0.0 { f64::INFINITY } else { ASIDE * far };
        beside.retain(|value| (value - start).abs() <= reach);
        values.extend(beside);
        if !self.log {
            return Axis::linear(&values);
        }
        // What nearly vanishes must not press the rest flat.
        let start = self.quantities.first().and_then(|&first| scene.start(first));
        let positive = start.map_or(positive, |start| positive.max(DEEPEST * start));
        let zero = values.iter().any(|&value| value <= 0.0);
        let largest = values.iter().copied().fold(0.0, f64::max);
        Axis::logarithmic(Some(positive), largest, zero)
    }

    /// Where a state shown is beyond the axis.
    fn cut(&self, scene: &Scene, y: &Axis) -> Cut {
        let mut cut = Cut::default();
        for &quantity in &self.quantities {
            let states = series(scene.run, quantity);
            if let Some(states) = states.extent(0, end(scene.position, scene, states) + 1) {
                cut.above |= !y.shows(states.max) && states.max > y.max();
                cut.below |= !y.shows(states.min) && states.min < y.min();
            }
        }
        cut
    }
}

/// A quantity at the optimum, at the w that a hand holds, and at the best it has found.
fn marks(scene: &Scene, quantity: Quantity) -> [Option<f64>; 3] {
    let value = |place: Option<super::Place>| place?.value(quantity);
    [scene.optimum(quantity), value(scene.held), value(scene.best)]
}

/// The last of the states up to this one that there are.
fn end(state: usize, scene: &Scene, series: &Series) -> usize {
    state.min(scene.epochs).min(series.len().saturating_sub(1))
}
