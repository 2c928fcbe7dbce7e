//! What a hand holds: the line y = w·x by its tilt, and what it has found by that.
//!
//! Tilting changes no setting and no run: w is held in place of the state's until the run goes on.
//! Points and the start of the run are settings, so what would become of them is handed back as
//! texts: see `points` and `start`.

pub(super) mod grip;
pub(super) mod lever;
pub(super) mod points;
pub(super) mod start;

use super::Pixel;
use super::run::{Change, Run};
use crate::charts::{Axis, Mapping, Place};
use crate::number::rounded;
use crate::training::State;

/// The farthest that w can be tilted, and put.
const STEEPEST: f64 = 1e6;
/// One press of an arrow key tilts the line by this part of the way from w₀ to the optimum, and
/// moves what stands on an axis by this part of it.
const PRESS: f64 = 0.025;

/// A hand on the line.
pub(super) struct Hand {
    /// The w that it holds in place of the state's, and the best it has found.
    held: Option<Place>,
    best: Option<Place>,
    /// The w between which it has been on these points.
    touched: Option<[f64; 2]>,
    /// The axes of the fit and of the landscape, while they must not follow the points.
    frozen: Option<[[Axis; 2]; 2]>,
}

impl Hand {
    /// A hand that has touched nothing.
    pub fn new() -> Hand {
        Hand { held: None, best: None, touched: None, frozen: None }
    }

    /// Follows a change of settings: another run is let go on, on other points nothing is found.
    pub fn follow(&mut self, change: &Change) {
        if change.ended.is_some() {
            self.held = None;
        }
        if change.points || change.loss {
            self.best = None;
            self.touched = None;
        }
    }

    /// Lets go.
    pub fn let_go(&mut self) {
        self.held = None;
    }

    /// What is held.
    pub fn held(&self) -> Option<Place> {
        self.held
    }

    /// The best that has been found.
    pub fn best(&self) -> Option<Place> {
        self.best
    }

    /// The w between which a hand has been on these points.
    pub fn touched(&self) -> Option<[f64; 2]> {
        self.touched
    }

    /// The axes of the fit and of the landscape, while they must not follow the points.
    pub fn frozen(&self) -> Option<[[Axis; 2]; 2]> {
        self.frozen
    }

    /// Keeps these axes, or none any more.
    pub fn freeze(&mut self, axes: Option<[[Axis; 2]; 2]>) {
        self.frozen = axes;
    }

    /// The state where the run stands, or what it is with the w that is held.
    pub fn shown(&self, run: &mut Run) -> State {
        let state = run.state(run.epoch());
        let Some(Place { w, loss }) = self.held else { return state };
        let gradient = run.settings().gradient;
        let grads = run.ways_at(&[w]).by(gradient).to_vec();
        State { params: vec![w], loss, grads, ..state }
    }

    /// Takes hold of the line at a [`place`], in a run that stands at its start.
    pub fn hold(&mut self, run: &mut Run, held: Place) {
        let &[before] = self.shown(run).params.as_slice() else { return };
        let [least, most] = self.touched.unwrap_or([before, before]);
        self.touched = Some([least.min(before).min(held.w), most.max(before).max(held.w)]);
        self.held = Some(held);
        if self.best.is_none_or(|best| held.loss < best.loss) {
            self.best = Some(held);
        }
    }

    /// The w by so many presses of an arrow key from the one shown, if there is a line to tilt.
    pub fn tilted(&self, run: &mut Run, presses: f64) -> Option<f64> {
        let (start, shown) = (run.state(0).params, self.shown(run).params);
        let (&[start], &[shown]) = (start.as_slice(), shown.as_slice()) else { return None };
        let way = run.parabola().map_or(0.0, |bowl| (bowl.optimum - start).abs());
        let by = PRESS * if way > 0.0 { way } else { 1.0 };
        Some(shown + presses * by)
    }

    /// What a snapshot keeps: the w held, the best, and those between which a hand has been.
    pub fn snapshot(&self) -> [Option<f64>; 4] {
        let (least, most) = match self.touched {
            Some([least, most]) => (Some(least), Some(most)),
            None => (None, None),
        };
        [self.held.map(|place| place.w), self.best.map(|place| place.w), least, most]
    }

    /// Brings back what a [`snapshot`](Hand::snapshot) kept.
    pub fn restore(&mut self, run: &mut Run, [held, best, least, most]: [Option<f64>; 4]) {
        self.held = held.and_then(|w| place(run, w));
        self.best = best.and_then(|w| place(run, w));
        self.touched = least.zip(most).map(|(least, most)| [least, most]);
    }
}

/// The nearest w that a hand can hold, and the loss there. NaN is no w, and what is no line through
/// the origin cannot be held.
pub(super) fn place(run: &mut Run, w: f64) -> Option<Place> {
    if w.is_nan() || !run.model().is_proportional() {
        return None;
    }
    let w = run.precision().round(w.clamp(-STEEPEST, STEEPEST));
    Some(Place { w, loss: run.ways_at(&[w]).loss })
}

/// The w of the line through a place of the fit, in CSS pixels; so near to x = 0 any line goes through.
pub(super) fn through(map: &Mapping, (x, y): Pixel) -> Option<f64> {
    let (x, y) = map.to_data(x, y);
    let least = 0.02 * (map.x.max() - map.x.min());
    (x.abs() >= least).then(|| y / x)
}

/// A value within an axis, to about a hundredth of its length.
fn on_axis(value: f64, axis: &Axis) -> String {
    let hundredth = (axis.max() - axis.min()) / 100.0;
    let value = if value.is_nan() { 0.0 } else { value.clamp(axis.min(), axis.max()) };
    rounded(value, hundredth.log10().floor() as i32)
}

/// By how much a press of an arrow key moves what stands on an axis.
fn press(axis: &Axis) -> f64 {
    PRESS * (axis.max() - axis.min())
}
