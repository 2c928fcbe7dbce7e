//! The three routes to one slope, side by side at one w.

use crate::model::{Loss, Model};
use crate::number::decimal;

use super::{Dataset, Gradient, Numeric, Objective, Precision};

/// Every way to the gradient, ready to be asked at any w. Asking changes no run: each has its own
/// objective.
pub struct Comparison {
    objectives: [Box<dyn Objective>; 4],
    numeric: Numeric,
}

/// A slope measured on one side, far enough for people to see.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nudge {
    /// w, and w a little to the right.
    pub w: [f64; 2],
    /// The loss at both.
    pub loss: [f64; 2],
    /// The difference of the losses over that of the w.
    pub slope: f64,
}

/// The gradient at one w by each of the four ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gradients {
    /// By hand with the mean.
    pub manual: f64,
    /// By hand with the sum, N times as long.
    pub manual_sum: f64,
    /// By autograd.
    pub autograd: f64,
    /// By nudging w.
    pub numeric: f64,
}

impl Gradients {
    /// The gradient by one way.
    pub fn by(&self, gradient: Gradient) -> f64 {
        match gradient {
            Gradient::Manual => self.manual,
            Gradient::ManualSum => self.manual_sum,
            Gradient::Autograd => self.autograd,
            Gradient::Numeric => self.numeric,
        }
    }
}

impl Comparison {
    /// A comparison on these points, each way in the given precision (nudging in f64).
    pub fn new(data: &Dataset, precision: Precision) -> Self {
        let by = |gradient: Gradient| gradient.objective(data, precision);
        let objectives = [
            by(Gradient::Manual),
            by(Gradient::ManualSum),
            by(Gradient::Autograd),
            by(Gradient::Numeric),
        ];
        let numeric = Numeric::new(&Model::line(), &Loss::default(), data)
            .expect("internal error: a line fits any points");
        Comparison { objectives, numeric }
    }

    /// The loss at `w`, by autograd, and the four gradients there.
    pub fn at(&mut self, w: f64) -> (f64, Gradients) {
        let [manual, manual_sum, autograd, numeric] = &mut self.objectives;
        let ask = |objective: &mut Box<dyn Objective>| {
            let mut grad = [0.0];
            let loss = objective.evaluate(&[w], &mut grad);
            (loss, grad[0])
        };
        let (loss, autograd) = ask(autograd);
        let gradients = Gradients {
            manual: ask(manual).1,
            manual_sum: ask(manual_sum).1,
            autograd,
            numeric: ask(numeric).1,
        };
        (loss, gradients)
    }

    /// The slope at `w` by a nudge to both sides, of a thousandth of w's power of ten (of 1 if w is
    /// smaller), in double precision. To one side it would have the wrong sign near the bottom.
    pub fn nudge(&mut self, w: f64) -> Nudge {
        let by = 1e-3 * decimal(1, w.abs().max(1.0).log10().floor() as i32);
        let w = [w - by, w + by];
        let loss = [self.numeric.loss(&w[..1]), self.numeric.loss(&w[1..])];
        Nudge { w, loss, slope: (loss[1] - loss[0]) / (w[1] - w[0]) }
    }
}
