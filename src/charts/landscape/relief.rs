//! The loss around a run, over one parameter or a pair of them, where no parabola tells it: on a grid, between
//! whose places it is taken for straight.

use crate::charts::curve::Point;
use crate::charts::scene::{near, params, series};
use crate::charts::{Axis, Scene};
use crate::training::{Extent, Quantity, Trainer};

/// How many places the grid has over one parameter.
const SIDE: usize = 128;
/// The room about the path, of its extent.
const ROOM: f64 = 0.35;
/// How many lines there are at least where each is twice the next, and how many at most.
const LINES: [usize; 2] = [4, 12];
/// Up to so many times the loss at the start there are lines.
const BEYOND: f64 = 4.0;
/// No piece.
const NONE: usize = usize::MAX;
/// Two parameters have one scale where neither would take so many times the room of the other.
const LOPSIDED: f64 = 4.0;

/// The loss on a grid over one parameter or two.
#[derive(Clone, Debug)]
pub struct Relief {
    /// The axis of each parameter.
    axes: Vec<Axis>,
    /// Which parameters these are.
    pair: [usize; 2],
    /// Where all others stand; of one or two parameters nobody asks.
    base: Vec<f64>,
    /// How many places the grid has to each side.
    side: usize,
    /// The loss at each place; of two parameters row by row, from the least second one. As many as there is one of.
    losses: Vec<f64>,
    /// The loss at the start of the run.
    start: f64,
}

impl Relief {
    /// How often the loss is computed for a relief of so many parameters, with so many places to a side.
    pub fn places(params: usize, side: usize) -> usize {
        if params == 1 { SIDE } else { side * side }
    }

    /// The ground that the run of this scene walks on, with so many places to a side where it is of two parameters; no
    /// loss is known yet. `None` for a run that is not finite at its start.
    pub fn begin(scene: &Scene, side: usize) -> Option<Relief> {
        let axes = around(scene)?;
        let start = series(scene.run, Quantity::Loss).get(0).filter(|loss| loss.is_finite())?;
        let side = if axes.len() == 1 { SIDE } else { side };
        let base = base(scene)?;
        let losses = Vec::with_capacity(side.pow(axes.len() as u32));
        Some(Relief { axes, pair: scene.pair, base, side, losses, start })
    }

    /// Asks for the loss at the next places, at most so many, and returns whether it is known at all of them.
    pub fn go_on(&mut self, places: usize, mut loss: impl FnMut(&[f64]) -> f64) -> bool {
        let all = self.side.pow(self.axes.len() as u32);
        let mut params = self.base.clone();
        for place in self.losses.len()..all.min(self.losses.len().saturating_add(places)) {
            self.put(place, &mut params);
            self.losses.push(loss(&params));
        }
        self.losses.len() == all
    }

    /// The ground with the loss at each place.
    pub fn new(scene: &Scene, side: usize, loss: impl FnMut(&[f64]) -> f64) -> Option<Relief> {
        let mut relief = Relief::begin(scene, side)?;
        relief.go_on(usize::MAX, loss);
        Some(relief)
    }

    /// Whether it still is the ground of this scene, whose run has gone on.
    pub fn is_of(&self, scene: &Scene) -> bool {
        around(scene).is_some_and(|axes| axes == self.axes)
            && self.pair == scene.pair
            && base(scene).is_some_and(|base| base == self.base)
    }

    /// The loss from one value of the one parameter to another, as far as the grid goes: its places,
    /// and both ends.
    pub(super) fn profile(&self, from: f64, to: f64) -> Vec<Point> {
        let axis = &self.axes[0];
        let inside = |at: f64| at.max(axis.min()).min(axis.max());
        let (from, to) = (inside(from), inside(to));
        let places = (0..self.losses.len()).map(|place| self.at(place).0);
        let inner = places.filter(|&at| from < at && at < to);
        let all = [from].into_iter().chain(inner).chain([to]);
        all.map(|at| (at, self.parabola(at).0)).collect()
    }

    /// The loss at a value of the one parameter.
    pub(super) fn height(&self, at: f64) -> f64 {
        self.parabola(at).0
    }

    /// The slope of the loss in the one parameter.
    pub(super) fn slope(&self, at: f64) -> f64 {
        self.parabola(at).1
    }

    /// The loss at a value of the one parameter, and its slope there: those of the parabola through the
    /// three places of the grid about it, whose bend is too small to be seen from one to the next.
    fn parabola(&self, at: f64) -> (f64, f64) {
        let (axis, last) = (&self.axes[0], SIDE - 1);
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

    /// The slopes of the loss in both parameters, by the differences about the nearest place of the grid, corrected for
    /// how far that is.
    pub(super) fn slopes(&self, a: f64, b: f64) -> [f64; 2] {
        let last = self.side - 1;
        let place = |k: usize, at: f64| self.axes[k].fraction(at) * last as f64;
        let middle = |at: f64| at.round().clamp(1.0, last as f64 - 1.0);
        let at = [place(0, a), place(1, b)];
        let [i, j] = at.map(middle);
        let loss = |di: f64, dj: f64| {
            let index = (j + dj) as usize * self.side + (i + di) as usize;
            self.losses.get(index).copied().unwrap_or(f64::NAN)
        };
        let (x, y) = (at[0] - i, at[1] - j);
        let both = (loss(1.0, 1.0) - loss(1.0, -1.0) - loss(-1.0, 1.0) + loss(-1.0, -1.0)) / 4.0;
        let bend = |di, dj| loss(di, dj) - 2.0 * loss(0.0, 0.0) + loss(-di, -dj);
        let slope = |di: f64, dj: f64| (loss(di, dj) - loss(-di, -dj)) / 2.0;
        let steps = [0, 1].map(|k: usize| (self.axes[k].max() - self.axes[k].min()) / last as f64);
        [
            (slope(1.0, 0.0) + x * bend(1.0, 0.0) + y * both) / steps[0],
            (slope(0.0, 1.0) + y * bend(0.0, 1.0) + x * both) / steps[1],
        ]
    }

    /// The levels at which there is a line, from the lowest: powers of two, so that each line is twice the loss of the one
    /// within it; where these are too few, what each is above the least loss is twice that of the next.
    pub fn levels(&self) -> Vec<f64> {
        let least = self.losses.iter().copied().filter(|loss| loss.is_finite()).reduce(f64::min);
        let Some(least) = least.filter(|&least| least < self.start) else { return Vec::new() };
        let top = BEYOND * self.start;
        let powers = |from: f64, above: f64| -> Vec<f64> {
            if !(above > 0.0 && above.is_finite()) {
                return Vec::new();
            }
            let last = above.log2().floor() as i32;
            let levels = (0..LINES[1] as i32).map(|k| libm::exp2(f64::from(last - k)));
            let mut levels: Vec<f64> = levels.take_while(|&level| level > from).collect();
            levels.reverse();
            levels
        };
        let levels = powers(least, top);
        if levels.len() >= LINES[0] {
            return levels;
        }
        powers(0.0, top - least).into_iter().map(|above| least + above).collect()
    }

    /// The line at this level, in pieces that go on from side to side of the cells of the grid, as values of the two
    /// parameters.
    pub fn line(&self, level: f64) -> Vec<Vec<Point>> {
        let side = self.side;
        // Each crossing by the edge that it lies on: the place that this begins at, and whether it goes up.
        let mut pieces: Vec<[(usize, Point); 2]> = Vec::new();
        let rows = self.losses.len() / side;
        for cell in (0..rows.saturating_sub(1) * side).filter(|cell| (cell + 1) % side != 0) {
            // Most cells are on one side of it.
            let below = |corner: usize| self.losses[corner] < level;
            let first = below(cell);
            if below(cell + 1) == first
                && below(cell + side) == first
                && below(cell + side + 1) == first
            {
                continue;
            }
            let edges = [
                (cell, cell + 1, 2 * cell),
                (cell + 1, cell + side + 1, 2 * (cell + 1) + 1),
                (cell + side, cell + side + 1, 2 * (cell + side)),
                (cell, cell + side, 2 * cell + 1),
            ];
            let crossing = |(from, to, edge)| Some((edge, self.crossing(from, to, level)?));
            let crossings: Vec<_> = edges.into_iter().filter_map(crossing).collect();
            // Of four crossings the first two belong together, and the last two.
            pieces.extend(crossings.chunks_exact(2).map(|pair| [pair[0], pair[1]]));
        }
        joined(&pieces, 2 * self.losses.len())
    }

    /// Where the way from one place of the grid to the next crosses a level.
    fn crossing(&self, from: usize, to: usize, level: f64) -> Option<Point> {
        let (start, end) = (self.losses[from], self.losses[to]);
        if (start < level) == (end < level) || !(start.is_finite() && end.is_finite()) {
            return None;
        }
        let part = (level - start) / (end - start);
        let (from, to) = (self.at(from), self.at(to));
        Some((from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1)))
    }

    /// The parameters at a place of the grid, of one that there is twice.
    fn at(&self, place: usize) -> Point {
        let along = |k: usize| k as f64 / (self.side - 1) as f64;
        let first = self.axes[0].value(along(place % self.side));
        (first, self.axes.get(1).map_or(first, |axis| axis.value(along(place / self.side))))
    }

    /// Puts what stands at a place of the grid among all parameters.
    fn put(&self, place: usize, params: &mut [f64]) {
        let (a, b) = self.at(place);
        params[self.pair[1]] = b;
        params[self.pair[0]] = a;
    }
}

/// Pieces between edges of these numbers, put together to lines.
fn joined(pieces: &[[(usize, Point); 2]], edges: usize) -> Vec<Vec<Point>> {
    // Two pieces at most meet at an edge.
    let mut at = vec![[NONE; 2]; edges];
    for (index, piece) in pieces.iter().enumerate() {
        for (edge, _) in piece {
            let place = usize::from(at[*edge][0] != NONE);
            at[*edge][place] = index;
        }
    }
    let mut taken = vec![false; pieces.len()];
    let mut lines = Vec::new();
    for first in 0..pieces.len() {
        if taken[first] {
            continue;
        }
        taken[first] = true;
        let [start, end] = pieces[first];
        let mut line = vec![start.1, end.1];
        for mut edge in [end.0, start.0] {
            while let Some(&next) = at[edge].iter().find(|&&next| next != NONE && !taken[next]) {
                taken[next] = true;
                let [one, other] = pieces[next];
                let (on, place) = if one.0 == edge { other } else { one };
                line.push(place);
                edge = on;
            }
            // Then on from where it begins.
            line.reverse();
        }
        lines.push(line);
    }
    lines
}

/// Where the parameters stand that are not drawn over; nothing to be asked for where there are none.
fn base(scene: &Scene) -> Option<Vec<f64>> {
    let count = scene.run.params();
    if count <= 2 {
        return Some(vec![0.0; count]);
    }
    let mut base = params(scene.run, scene.position)?;
    scene.pair.into_iter().for_each(|index| base[index] = 0.0);
    Some(base)
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

/// The axes of the parameters about the run, as far as it stays near its start; `None` where a number is not known.
fn around(scene: &Scene) -> Option<Vec<Axis>> {
    let params = scene.run.params().min(2);
    if let Some(frozen) = scene.ground {
        return Some(frozen[..params].to_vec());
    }
    let extent = |k: usize| {
        let mut extent: Option<Extent> = None;
        for run in [scene.run].into_iter().chain(scene.pins.iter().map(Trainer::history)) {
            let states = series(run, Quantity::Param(scene.pair[k])).extent(0, near(run).max(1))?;
            extent = Some(extent.map_or(states, |extent| extent.join(states)));
        }
        let Extent { min, max } = extent?;
        let hands = || scene.hands().filter(|_| params == 1);
        let (least, most) = (hands().fold(min, f64::min), hands().fold(max, f64::max));
        let room = ROOM * (most - least);
        let room = if room > 0.0 { room } else { 1.0 };
        Some([least - room, most + room])
    };
    let mut extents = (0..params).map(extent).collect::<Option<Vec<_>>>()?;
    if let [a, b] = &mut extents[..] {
        let (across, up) = (a[1] - a[0], scene.aspect * (b[1] - b[0]));
        let widen = |extent: &mut [f64; 2], times: f64| {
            let by = (times - 1.0) / 2.0 * (extent[1] - extent[0]);
            *extent = [extent[0] - by, extent[1] + by];
        };
        // One scale, so that the gradient is square to the level lines.
        if across.max(up) <= LOPSIDED * across.min(up) {
            if across < up { widen(a, up / across) } else { widen(b, across / up) }
        }
    }
    Some(extents.iter().map(|extent| Axis::linear(extent)).collect())
}

/// Whether both parameters are drawn to one scale.
pub fn has_one_scale(scene: &Scene, [x, y]: [Axis; 2]) -> bool {
    let (across, up) = (x.max() - x.min(), scene.aspect * (y.max() - y.min()));
    (across / up - 1.0).abs() < 1e-6
}
