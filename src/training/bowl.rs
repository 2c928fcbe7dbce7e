//! What is known of where a run of a linear model ends: the bowl that it goes down in. It is of the model and the data alone.

use super::Dataset;
use super::Unknown;
use super::curvature::{Curvature, MOST_BENT, hessian};
use crate::model::{Lanes, Loss, Model};

/// So small a part of the place of least loss is what rounding leaves.
const LEAST: f64 = 1e-13;

/// The least-squares facts of a model that is linear in its parameters: the mean squared error is a quadratic function of
/// them, L(w) = L(w*) + ½ Σ λₖ·(vₖ·(w − w*))², and each λ that of one direction v.
///
/// Of y = w·x there is one direction: λ = H = 2/N · Σxᵢ², w* = Σxᵢyᵢ / Σxᵢ².
#[derive(Clone, Debug, PartialEq)]
pub struct Bowl {
    /// The curvatures λ, the largest first; 0 along a direction in which the loss is level.
    pub curvatures: Vec<f64>,
    /// The directions v, unit vectors at right angles to each other.
    pub directions: Vec<Vec<f64>>,
    /// w*, parameters of least loss; of many, the ones nearest to 0.
    pub optimum: Vec<f64>,
    /// L(w*), the least loss.
    pub least_loss: f64,
}

/// The bowl of a single parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parabola {
    /// The second derivative of the loss.
    pub curvature: f64,
    /// w*, the parameter of least loss.
    pub optimum: f64,
    /// L(w*), the least loss.
    pub least_loss: f64,
}
impl Bowl {
    /// The bowl of the mean squared error of this model on these rows.
    ///
    /// # Errors
    /// If the model is not linear in its parameters, or has more than 16; if no parameter changes anything; or if a
    /// number is beyond the range of a double.
    pub fn of(model: &Model, data: &Dataset) -> Result<Bowl, Unknown> {
        if model.is_proportional() {
            return Bowl::of_line(data);
        }
        if !model.is_linear() || model.params().len() > MOST_BENT {
            return Err(Unknown::Model);
        }
        let mut lanes = Lanes::new(model, &Loss::default(), data).map_err(|_| Unknown::Model)?;
        Bowl::of_lanes(&mut lanes).ok_or(Unknown::Range)?
    }

    /// The same of y = w·x.
    fn of_line(data: &Dataset) -> Result<Bowl, Unknown> {
        if data.xs().iter().all(|&x| x == 0.0) {
            return Err(Unknown::Flat);
        }
        let n = data.len() as f64;
        // Adding to −0 changes nothing, not even the sign of a zero.
        let (mut squares, mut products, mut losses) = (-0.0, -0.0, -0.0);
        for (k, x) in data.xs().iter().enumerate() {
            squares += x * x;
            products += x * data.ys()[k];
        }
        let optimum = products / squares;
        for (k, x) in data.xs().iter().enumerate() {
            losses += (optimum * x - data.ys()[k]).powi(2);
        }
        let least_loss = losses / n;
        let curvature = 2.0 * squares / n;
        let known = curvature.is_finite() && optimum.is_finite() && least_loss.is_finite();
        // The square of a tiny x is 0.
        let known = known && curvature > 0.0;
        let (curvatures, directions) = (vec![curvature], vec![vec![1.0]]);
        let bowl = Bowl { curvatures, directions, optimum: vec![optimum], least_loss };
        if known { Ok(bowl) } else { Err(Unknown::Range) }
    }

    /// The same from the loss and its gradient, which is linear in the parameters: H is its difference over a step of 1,
    /// and w* where it vanishes. `None` where a number is beyond a double.
    fn of_lanes(lanes: &mut Lanes<f64>) -> Option<Result<Bowl, Unknown>> {
        let params = lanes.params();
        let bends = hessian(lanes, &vec![0.0; params], [0.0, 1.0], |_| 1.0)?;
        let Curvature { values: curvatures, directions } = Curvature::of(bends)?.levelled();
        if curvatures[0] == 0.0 {
            return Some(Err(Unknown::Flat));
        }
        let mut bowl = Bowl { curvatures, directions, optimum: vec![0.0; params], least_loss: 0.0 };
        let mut slope = vec![0.0; params];
        // What rounding has left of the way is gone the second time.
        for _ in 0..2 {
            lanes.evaluate(&bowl.optimum, &mut slope);
            for (&curvature, direction) in bowl.curvatures.iter().zip(&bowl.directions) {
                if curvature > 0.0 {
                    let way = dot(direction, &slope) / curvature;
                    bowl.optimum.iter_mut().zip(direction).for_each(|(w, v)| *w -= way * v);
                }
            }
        }
        // What rounding leaves of a zero is none.
        let size = norm(&bowl.optimum);
        for w in &mut bowl.optimum {
            *w = if w.abs() <= LEAST * size { 0.0 } else { *w };
        }
        bowl.least_loss = lanes.loss(&bowl.optimum);
        let known = bowl.least_loss.is_finite() && bowl.optimum.iter().all(|w| w.is_finite());
        if known { Some(Ok(bowl)) } else { None }
    }

    /// The bowl as that of a single parameter, where it is one.
    pub fn parabola(&self) -> Option<Parabola> {
        let (&[curvature], &[optimum]) = (self.curvatures.as_slice(), self.optimum.as_slice())
        else {
            return None;
        };
        Some(Parabola { curvature, optimum, least_loss: self.least_loss })
    }

    /// The largest curvature.
    pub fn curvature(&self) -> f64 {
        self.curvatures[0]
    }

    /// The least curvature; 0 where the loss is level along a direction.
    pub fn flattest(&self) -> f64 {
        self.curvatures[self.curvatures.len() - 1]
    }

    /// The least curvature but for level directions, in which nothing has to move.
    pub fn least_bent(&self) -> f64 {
        self.curvatures.iter().copied().rfind(|&bend| bend > 0.0).unwrap_or_default()
    }

    /// Whether there is one place of least loss, and not a whole line of them.
    pub fn has_one_optimum(&self) -> bool {
        self.flattest() > 0.0
    }

    /// How far these parameters are from the least loss along each direction; along a level one 0.
    pub fn away(&self, params: &[f64]) -> Vec<f64> {
        let from: Vec<f64> = params.iter().zip(&self.optimum).map(|(w, best)| w - best).collect();
        let along = |(&curvature, direction): (&f64, &Vec<f64>)| match curvature {
            0.0 => 0.0,
            _ => dot(direction, &from),
        };
        self.curvatures.iter().zip(&self.directions).map(along).collect()
    }

    /// How far these parameters are from the least loss.
    pub fn distance(&self, params: &[f64]) -> f64 {
        norm(&self.away(params))
    }

    /// The loss at these parameters.
    pub fn loss(&self, params: &[f64]) -> f64 {
        let mut loss = self.least_loss;
        for (curvature, direction) in self.curvatures.iter().zip(&self.directions) {
            let mut way = 0.0;
            for (v, (w, best)) in direction.iter().zip(params.iter().zip(&self.optimum)) {
                way += v * (w - best);
            }
            loss += curvature / 2.0 * way * way;
        }
        loss
    }

    /// The second derivatives of the loss in the parameters of these two indices: in the first, in both, in the second.
    pub fn bends(&self, [a, b]: [usize; 2]) -> [f64; 3] {
        let bend = |p: usize, q: usize| {
            let parts = self.curvatures.iter().zip(&self.directions);
            parts.map(|(curvature, v)| curvature * v[p] * v[q]).sum()
        };
        [bend(a, a), bend(a, b), bend(b, b)]
    }
}

fn norm(a: &[f64]) -> f64 {
    a.iter().fold(0.0, |length, a| libm::hypot(length, *a))
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
