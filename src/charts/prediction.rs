//! What a model predicts for each x: the line of w·x by its two ends, any other curve from one column
//! of pixels to the next.

use super::curve::{Point, function};
use super::{Axis, Mapping};
use crate::model::Model;

/// A model of one input with the parameters of a state.
pub(super) struct Prediction<'a> {
    model: &'a Model,
    params: Vec<f64>,
    /// The w of the line w·x.
    slope: Option<f64>,
}

impl<'a> Prediction<'a> {
    /// `None` if the model has another number of parameters or inputs.
    pub fn new(model: &'a Model, params: Vec<f64>) -> Option<Self> {
        let fits = model.inputs().len() == 1 && model.params().len() == params.len();
        let slope = if model.is_proportional() { params.first().copied() } else { None };
        fits.then_some(Prediction { model, params, slope })
    }

    /// The prediction for this x.
    pub fn at(&self, x: f64) -> f64 {
        match self.slope {
            Some(w) => w * x,
            None => self.model.predict(&self.params, &[x]),
        }
    }

    /// As lines within the plot.
    pub fn lines(&self, map: &Mapping) -> Vec<Vec<Point>> {
        match self.slope {
            Some(w) => vec![ends(w, &map.x, &map.y).map(|x| map.to_pixel(x, w * x)).to_vec()],
            None => function(|x| self.at(x), map),
        }
    }

    /// The first and the last x at which it is in the plot.
    pub fn ends(&self, map: &Mapping) -> Option<[f64; 2]> {
        if let Some(w) = self.slope {
            return Some(ends(w, &map.x, &map.y));
        }
        let lines = self.lines(map);
        let [first, last] = [lines.first()?.first()?, lines.last()?.last()?];
        Some([map.to_data(first.0, first.1).0, map.to_data(last.0, last.1).0])
    }
}

/// The ends in x of the part of y = w·x that is within the axes, of which both hold 0.
pub(super) fn ends(w: f64, x: &Axis, y: &Axis) -> [f64; 2] {
    let [low, high] = [y.min() / w, y.max() / w];
    // A level line never leaves: its ends are infinite, or 0/0 where an axis ends at 0.
    let within = |a: f64, b: f64| [a.max(x.min()), b.min(x.max())];
    if w == 0.0 { [x.min(), x.max()] } else { within(low.min(high), low.max(high)) }
}
