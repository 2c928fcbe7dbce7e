//! What is known of a run beforehand: where it ends, and what a learning rate does.
//!
//! The bowl is of the model and the data alone; its bands are of the way down, too.

use std::ops::RangeInclusive;

use super::curvature::{Curvature, MOST_BENT, hessian};
use super::{Dataset, Gradient};
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

/// The bands of the learning rate in a bowl, for one way to go down.
///
/// Along each direction the gradient is c·(w − w*), where the curvature c is λ, or N·λ for the gradient with the sum: each
/// step multiplies the distance to w* by 1 − lr·c. Without zero_grad the step follows the
/// sum of all gradients so far, and w swings about w* like a pendulum: for ever below lr = 4/λ,
/// ever wider from there on. The steepest direction bounds the rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bands {
    /// The largest curvature of the gradient that is followed: λ, or N·λ.
    pub curvature: f64,
    /// The least of them; of one parameter the same.
    pub flattest: f64,
    /// The largest rate at which w comes to w* from one side in every direction, 1/c; `None` where no rate does.
    pub straight_lr: Option<f64>,
    /// The rate above which the run diverges.
    pub critical_lr: f64,
}

/// Why something is not known of a run beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// No parameter changes anything: of w·x, every x is 0.
    Flat,
    /// Nothing is known of this model: it is not linear in its parameters.
    Model,
    /// Nothing is known of this loss.
    Loss,
    /// The numbers are beyond what a double holds.
    Range,
}

/// What a learning rate does to a run that is long enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// w comes to w* from one side.
    Straight,
    /// w crosses w* with each step, but comes nearer.
    Overshoots,
    /// w neither arrives nor runs away.
    Circles,
    /// Each step lands farther from w* than the last, or each swing is wider.
    RunsAway,
    /// The slope is 0 where the run starts: at no rate it moves.
    Still,
    /// That is not known.
    Unknown(Unknown),
}

impl Verdict {
    /// The verdict's name in the message files: that of the band, or why none is known.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Straight => "straight",
            Verdict::Overshoots => "overshoots",
            Verdict::Circles => "circles",
            Verdict::RunsAway => "runs-away",
            Verdict::Still => "still",
            Verdict::Unknown(Unknown::Flat) => "flat",
            Verdict::Unknown(Unknown::Model) => "unknown-model",
            Verdict::Unknown(Unknown::Loss) => "unknown-loss",
            Verdict::Unknown(Unknown::Range) => "out-of-range",
        }
    }
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

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl Bands {
    /// The bands in this bowl of so many points.
    ///
    /// # Errors
    /// If a rate is beyond the range of a double.
    pub fn new(
        bowl: &Bowl,
        points: usize,
        gradient: Gradient,
        zero_grad: bool,
    ) -> Result<Bands, Unknown> {
        let times = if gradient == Gradient::ManualSum { points as f64 } else { 1.0 };
        let (curvature, flattest) = (times * bowl.curvature(), times * bowl.flattest());
        let (straight_lr, critical_lr) = match gradient {
            Gradient::Autograd if !zero_grad => (None, 4.0 / curvature),
            _ => (Some(1.0 / curvature), 2.0 / curvature),
        };
        let known = curvature.is_finite() && critical_lr.is_finite();
        let bands = Bands { curvature, flattest, straight_lr, critical_lr };
        if known { Ok(bands) } else { Err(Unknown::Range) }
    }

    /// What a rate does. Each band ends with the rate that bounds it.
    pub fn verdict(&self, lr: f64) -> Verdict {
        match self.straight_lr {
            Some(straight) if lr <= straight => Verdict::Straight,
            Some(_) if lr < self.critical_lr => Verdict::Overshoots,
            Some(_) if lr == self.critical_lr => Verdict::Circles,
            None if lr < self.critical_lr => Verdict::Circles,
            _ => Verdict::RunsAway,
        }
    }

    /// How many times as far from w* each step lands as the last in the steepest direction, |1 − lr·c|; `None` without
    /// zero_grad, where it is not always the same.
    pub fn factor(&self, lr: f64) -> Option<f64> {
        self.straight_lr.map(|straight| (1.0 - lr / straight).abs())
    }

    /// The same in the flattest direction, with its sign: below 0 each step crosses w* there, too.
    pub fn factor_along(&self, lr: f64) -> Option<f64> {
        self.straight_lr.map(|_| 1.0 - lr * self.flattest)
    }

    /// A rate within `bounds` that does not run away: three quarters of the critical one, or the
    /// bound nearest to that; `None` where each one within the bounds runs away.
    pub fn advice(&self, bounds: RangeInclusive<f64>) -> Option<f64> {
        let advice = (0.75 * self.critical_lr).max(*bounds.start()).min(*bounds.end());
        (advice < self.critical_lr).then_some(advice)
    }
}
