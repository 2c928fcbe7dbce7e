//! What a hand does to the fit: it tilts the line, and moves, adds and removes points.
//!
//! Tilting changes no setting: w is held in place of the state's until the run goes on. Points
//! are settings, so what would become of them is handed back as texts for `x` and `y`.

use super::Lab;
use crate::charts::{Axis, Chart, Place, frame, ground};
use crate::number::{Short, rounded, short};

/// The most points that a hand can move, and that can be added on the page.
pub const MOST_POINTS: usize = 100;
/// The farthest that w can be tilted.
const STEEPEST: f64 = 1e6;
/// One press of an arrow key tilts the line by this part of the way from w₀ to the optimum, and
/// moves a point by this part of its axis.
const PRESS: f64 = 0.025;

/// What a hand can take hold of on the fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grip {
    /// The index of a point; `None` for the line.
    pub point: Option<usize>,
    /// From where the hand is to where the thing is, in CSS pixels to the right and down.
    pub offset: (f64, f64),
}

impl Lab {
    /// Holds the line at this w and goes back to the start of the run. The best loss found so
    /// far is marked. NaN is no w, and what is no line through the origin cannot be held.
    pub fn hold(&mut self, w: f64) {
        if w.is_nan() || !self.is_line() {
            return;
        }
        self.seek(0, 0);
        let held = self.place(w);
        let before = self.shown().params[0];
        let [least, most] = self.touched.unwrap_or([before, before]);
        self.touched = Some([least.min(before).min(held.w), most.max(before).max(held.w)]);
        self.held = Some(held);
        if self.best.is_none_or(|best| held.loss < best.loss) {
            self.best = Some(held);
        }
    }

    /// The nearest w that a hand can hold, and the loss there.
    pub(super) fn place(&mut self, w: f64) -> Place {
        let w = self.trainer.precision().round(w.clamp(-STEEPEST, STEEPEST));
        Place { w, loss: self.comparison().at(&[w]).loss }
    }

    /// Whether a hand holds the line.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Holds the line so that it goes through this place of the chart, in CSS pixels.
    pub fn hold_at(&mut self, x: f64, y: f64) {
        let Some(map) = self.mapping(Chart::Fit) else { return };
        let (x, y) = map.to_data(x, y);
        // So near to x = 0 any line goes through.
        let least = 0.02 * (map.x.max() - map.x.min());
        if x.abs() >= least {
            self.hold(y / x);
        }
    }

    /// Tilts the line by this many presses of an arrow key.
    pub fn tilt(&mut self, presses: f64) {
        let start = self.trainer.state(0).params[0];
        let way = self.bowl.map_or(0.0, |bowl| (bowl.optimum - start).abs());
        let by = PRESS * if way > 0.0 { way } else { 1.0 };
        let w = self.shown().params[0];
        self.hold(w + presses * by);
    }

    /// The setting `w` with the start at `x` CSS pixels from the left of the landscape.
    pub fn start_at(&self, x: f64) -> Option<String> {
        let map = self.mapping(Chart::Landscape).filter(|_| self.is_line())?;
        Some(on_axis(map.to_data(x, 0.0).0, &map.x))
    }

    /// The setting `w` with the start moved by this many presses of an arrow key.
    pub fn start_pushed(&mut self, presses: f64) -> Option<String> {
        let map = *self.mapping(Chart::Landscape).filter(|_| self.is_line())?;
        let by = PRESS * (map.x.max() - map.x.min());
        let w = self.trainer.state(0).params[0] + presses * by;
        Some(rounded(w.clamp(-STEEPEST, STEEPEST), (by / 2.0).log10().floor() as i32))
    }

    /// While frozen, the axes of fit and landscape follow neither the points nor the line.
    pub fn freeze(&mut self, frozen: bool) {
        let scene = self.scene();
        let axes = frozen.then(|| (frame(&scene), ground(&scene)));
        (self.frame, self.ground) = axes.unzip();
    }

    /// `[x, y]` with the point of this index at a place of the chart, in CSS pixels; a place
    /// outside of the plot counts as its edge.
    pub fn moved(&self, index: usize, x: f64, y: f64) -> Option<[String; 2]> {
        self.edited(&|points, place| {
            if let Some(point) = points.get_mut(index) {
                *point = place(x, y);
            }
        })
    }

    /// `[x, y]` with the point of this index moved by presses of arrow keys, right and up.
    pub fn pushed(&self, index: usize, right: f64, up: f64) -> Option<[String; 2]> {
        let map = self.mapping(Chart::Fit)?;
        let (&x, &y) = self.data.xs().get(index).zip(self.data.ys().get(index))?;
        let by = |axis: &Axis| PRESS * (axis.max() - axis.min());
        let (x, y) = map.to_pixel(x + right * by(&map.x), y + up * by(&map.y));
        self.moved(index, x, y)
    }

    /// `[x, y]` with one more point at a place of the chart; nothing if there are
    /// [`MOST_POINTS`] already.
    pub fn added(&self, x: f64, y: f64) -> Option<[String; 2]> {
        if self.data.len() >= MOST_POINTS {
            return None;
        }
        self.edited(&|points, place| points.push(place(x, y)))
    }

    /// `[x, y]` without the point of this index; nothing if it is the last one.
    pub fn removed(&self, index: usize) -> Option<[String; 2]> {
        if self.data.len() < 2 || index >= self.data.len() {
            return None;
        }
        self.edited(&|points, _| {
            points.remove(index);
        })
    }

    /// The points as a table to edit: a line each, x and y separated by a tab; nothing if they
    /// are more than a hand can move.
    pub fn table(&self) -> Option<String> {
        if !self.in_reach() {
            return None;
        }
        let mut table = String::new();
        for (&x, &y) in self.data.xs().iter().zip(self.data.ys()) {
            table.push_str(&format!("{}\t{}\n", Short(x), Short(y)));
        }
        Some(table)
    }

    /// Whether a hand can move the points: with more of them none could be told from the next,
    /// and each would cost the page a node.
    pub(super) fn in_reach(&self) -> bool {
        self.data.len() <= MOST_POINTS
    }

    /// What of the fit is nearest to a place of the chart, at most `reach` CSS pixels away; the
    /// nearer to the top where two are as near.
    pub fn near(&mut self, x: f64, y: f64, reach: f64) -> Option<Grip> {
        let (line, points) = self.handles();
        let mut places = Vec::new();
        if let Some(place) = line {
            places.push((None, place));
        }
        for (index, place) in points.into_iter().enumerate() {
            places.push((Some(index), place));
        }
        let mut nearest = None;
        let mut least = reach;
        for (point, (px, py)) in places {
            let offset = (px - x, py - y);
            let away = offset.0.hypot(offset.1);
            if away <= least {
                least = away;
                nearest = Some(Grip { point, offset });
            }
        }
        nearest
    }
}

/// A point as texts.
type Point = [String; 2];
/// What is done to the points, with what makes a point of a place of the chart.
type Edit<'a> = &'a dyn Fn(&mut Vec<Point>, &dyn Fn(f64, f64) -> Point);

impl Lab {
    /// The points after an edit, as the texts of `x` and `y`. `place` turns CSS pixels of the
    /// chart into a point with no more digits than a hand can mean.
    fn edited(&self, edit: Edit) -> Option<[String; 2]> {
        let map = self.mapping(Chart::Fit).filter(|_| self.in_reach())?;
        let place = |x: f64, y: f64| {
            let (x, y) = map.to_data(x, y);
            [on_axis(x, &map.x), on_axis(y, &map.y)]
        };
        let mut points = Vec::new();
        for (&x, &y) in self.data.xs().iter().zip(self.data.ys()) {
            points.push([short(x), short(y)]);
        }
        edit(&mut points, &place);
        let [mut xs, mut ys] = [String::new(), String::new()];
        for (index, [x, y]) in points.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            xs = xs + comma + x;
            ys = ys + comma + y;
        }
        Some([xs, ys])
    }
}

/// A value within an axis, to about a hundredth of its length.
fn on_axis(value: f64, axis: &Axis) -> String {
    let hundredth = (axis.max() - axis.min()) / 100.0;
    let value = if value.is_nan() { 0.0 } else { value.clamp(axis.min(), axis.max()) };
    rounded(value, hundredth.log10().floor() as i32)
}
