//! The loss around a run of one or two parameters, where no formula of it is known: on a grid, between
//! whose places it is taken for straight.

use crate::charts::curve::Point;
use crate::charts::scene::{near, series};
use crate::charts::{Axis, Scene};
use crate::training::{Extent, Quantity, Trainer};

/// How many places the grid has to each side, of one parameter and of two.
const SIDES: [usize; 2] = [128, 48];
/// The room about the path, of its extent.
const ROOM: f64 = 0.35;
/// How many level lines there are.
const LINES: usize = 9;

/// The loss on a grid over one parameter or two.
#[derive(Clone, Debug)]
pub struct Relief {
    /// The axis of each parameter.
    axes: Vec<Axis>,
    /// The loss at each place; of two parameters row by row, from the least second one.
    losses: Vec<f64>,
    /// The loss at the start of the run.
    start: f64,
}

impl Relief {
    /// How often the loss is computed for a relief of so many parameters; never if there is none.
    pub fn places(params: usize) -> usize {
        let side = params.checked_sub(1).and_then(|index| SIDES.get(index));
        side.map_or(0, |side| side.pow(params as u32))
    }

    /// The ground that the run of this scene walks on; `loss` is asked at each place of the grid.
    /// `None` for a run of more parameters, or one that is not finite at its start.
    pub fn new(scene: &Scene, mut loss: impl FnMut(&[f64]) -> f64) -> Option<Relief> {
        let axes = around(scene)?;
        let start = series(scene.run, Quantity::Loss).get(0).filter(|loss| loss.is_finite())?;
        let places = Relief::places(axes.len());
        let mut relief = Relief { axes, losses: Vec::with_capacity(places), start };
        for place in 0..places {
            relief.losses.push(loss(&relief.params(place)));
        }
        Some(relief)
    }

    /// Whether it still is the ground of this scene, whose run has gone on.
    pub fn is_of(&self, scene: &Scene) -> bool {
        around(scene).is_some_and(|axes| axes == self.axes)
    }

    /// The loss from one value of the one parameter to another, as far as the grid goes: its places,
    /// and both ends.
    pub(super) fn profile(&self, from: f64, to: f64) -> Vec<Point> {
        let axis = &self.axes[0];
        let inside = |at: f64| at.max(axis.min()).min(axis.max());
        let (from, to) = (inside(from), inside(to));
        let places = (0..self.losses.len()).map(|place| self.params(place)[0]);
        let inner = places.filter(|&at| from < at && at < to);
        let all = [from].into_iter().chain(inner).chain([to]);
        all.map(|at| (at, self.parabola(at).0)).collect()
    }

    /// The slope of the loss in the one parameter.
    pub(super) fn slope(&self, at: f64) -> f64 {
        self.parabola(at).1
    }

    /// The loss at a value of the one parameter, and its slope there: those of the parabola through the
    /// three places of the grid about it, whose bend is too small to be seen from one to the next.
    fn parabola(&self, at: f64) -> (f64, f64) {
        let (axis, last) = (&self.axes[0], SIDES[0] - 1);
        let place = axis.fraction(at) * last as f64;
        let middle = place.round().clamp(1.0, last as f64 - 1.0);
        let index = middle as usize;
        let (before, after) = (self.losses[index - 1], self.losses[index + 1]);
        let here = self.losses[index];
        let (slope, bend) = ((after - before) / 2.0, after - 2.0 * here + before);
        let beside = place - middle;
        let step = (axis.max() - axis.min()) / last as f64;
        (here + beside * slope, (slope + beside * bend) / step)
    }

    /// The levels at which there is a line, from the innermost to that of the start. They come closer
    /// towards the least loss, as on a map whose contours tell the slope by how near they are.
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
        let side = SIDES[1];
        for cell in (0..self.losses.len()).filter(|cell| (cell + 1) % side != 0) {
            if cell + side >= self.losses.len() {
                break;
            }
            let corners = [cell, cell + 1, cell + side + 1, cell + side];
            let sides = (0..4).map(|k| (corners[k], corners[(k + 1) % 4]));
            let crossings: Vec<Point> =
                sides.filter_map(|(from, to)| self.crossing(from, to, level)).collect();
            // Of four crossings the first two belong together, and the last two.
            pieces.extend(crossings.chunks_exact(2).map(|pair| [pair[0], pair[1]]));
        }
        pieces
    }

    /// Where the way from one place of the grid to the next crosses a level.
    fn crossing(&self, from: usize, to: usize, level: f64) -> Option<Point> {
        let (start, end) = (self.losses[from], self.losses[to]);
        if (start < level) == (end < level) || !(start.is_finite() && end.is_finite()) {
            return None;
        }
        let part = (level - start) / (end - start);
        let (from, to) = (self.params(from), self.params(to));
        let at = |k: usize| from[k] + part * (to[k] - from[k]);
        Some((at(0), at(1)))
    }

    /// The parameters at a place of the grid.
    fn params(&self, place: usize) -> Vec<f64> {
        let side = SIDES[self.axes.len() - 1];
        let along = |k: usize| k as f64 / (side - 1) as f64;
        let along = [along(place % side), along(place / side)];
        self.axes.iter().zip(along).map(|(axis, along)| axis.value(along)).collect()
    }
}

/// The axes of a landscape without a bowl: of one parameter this and the loss, of two both.
pub(super) fn ground(scene: &Scene) -> [Axis; 2] {
    let axes = around(scene).unwrap_or_default();
    let losses = series(scene.run, Quantity::Loss).extent(0, near(scene.run).max(1));
    let heights = losses.iter().flat_map(|losses| [losses.min.min(0.0), losses.max]);
    let heights = || Axis::linear(&heights.clone().collect::<Vec<_>>());
    let axis = |k: usize| axes.get(k).copied().unwrap_or_else(heights);
    [axis(0), axis(1)]
}

/// The axes of the parameters about the run, as far as it stays near its start; `None` where there is
/// no landscape.
fn around(scene: &Scene) -> Option<Vec<Axis>> {
    let params = scene.run.params();
    if Relief::places(params) == 0 {
        return None;
    }
    if let Some(frozen) = scene.ground {
        return Some(frozen[..params].to_vec());
    }
    let axis = |k| {
        let mut extent: Option<Extent> = None;
        for run in [scene.run].into_iter().chain(scene.pins.iter().map(Trainer::history)) {
            let states = series(run, Quantity::Param(k)).extent(0, near(run).max(1))?;
            extent = Some(extent.map_or(states, |extent| extent.join(states)));
        }
        let Extent { min, max } = extent?;
        let hands = || scene.hands().filter(|_| k == 0);
        let (least, most) = (hands().fold(min, f64::min), hands().fold(max, f64::max));
        let room = ROOM * (most - least);
        let room = if room > 0.0 { room } else { 1.0 };
        Some(Axis::linear(&[least - room, most + room]))
    };
    (0..params).map(axis).collect()
}
