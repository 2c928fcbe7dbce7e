//! Four ways to one gradient: by autograd, by hand with the mean, by hand as the notebook has it,
//! and by nudging w.
//!
//! Every objective takes and gives doubles and rounds inside, each in the order that its original
//! has, so that its numbers are the original's to the bit.

use std::error::Error;
use std::fmt;

use crate::autograd::Float;
use crate::autograd::check::central_difference;
use crate::model::{FitError, Lanes, Loss, Model, Unrolled, unroll};

use super::model::Points;
use super::{Dataset, Precision};

/// A loss and its gradient in the parameters.
pub trait Objective {
    /// The loss at `params`; writes ∂loss/∂params into `grads`, which has the same length. The
    /// same parameters give the same answer, whatever was asked before.
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64;

    /// The precision in which the parameters are kept and updated.
    fn precision(&self) -> Precision;

    /// About how many arithmetic operations one evaluation takes: how far apart the states may
    /// lie that a run can go on from.
    fn cost(&self) -> usize;
}

/// How the gradient is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gradient {
    /// Recorded, then swept backward: [`Autograd`].
    Autograd,
    /// Derived by hand, with the mean: [`Manual`].
    Manual,
    /// Derived by hand, as the notebook has it, with the sum: [`ManualSum`].
    ManualSum,
    /// Measured by a central difference: [`Numeric`].
    Numeric,
}

impl Gradient {
    /// The name of the way in the element's contract.
    pub const fn name(self) -> &'static str {
        match self {
            Gradient::Autograd => "autograd",
            Gradient::Manual => "manual",
            Gradient::ManualSum => "manual-sum",
            Gradient::Numeric => "numeric",
        }
    }

    /// The objective of the lesson's line on these points.
    pub fn objective(self, data: &Dataset, precision: Precision) -> Box<dyn Objective> {
        self.objective_of(&Model::line(), data, precision)
            .expect("internal error: a line fits any points")
    }

    /// The mean squared error of a model on some rows.
    ///
    /// # Errors
    /// If the gradient is one by hand and the model not the line that it was derived for, or if
    /// the rows do not fit the model.
    pub fn objective_of(
        self,
        model: &Model,
        data: &Dataset,
        precision: Precision,
    ) -> Result<Box<dyn Objective>, ObjectiveError> {
        use Precision::{F32, F64};
        let loss = &Loss::default();
        self.check(model, data)?;
        Ok(match (self, precision) {
            (Gradient::Autograd, F32) => Box::new(Autograd::<f32>::new(model, loss, data)?),
            (Gradient::Autograd, F64) => Box::new(Autograd::<f64>::new(model, loss, data)?),
            (Gradient::Manual, F32) => Box::new(Manual::<f32>::new(data)),
            (Gradient::Manual, F64) => Box::new(Manual::<f64>::new(data)),
            (Gradient::ManualSum, F32) => Box::new(ManualSum::<f32>::new(data)),
            (Gradient::ManualSum, F64) => Box::new(ManualSum::<f64>::new(data)),
            (Gradient::Numeric, _) => Box::new(Numeric::new(model, loss, data)?),
        })
    }

    /// Whether this is a way to the gradient of that model: by hand one is derived for w·x alone.
    pub fn knows(self, model: &Model) -> bool {
        match self {
            Gradient::Autograd | Gradient::Numeric => true,
            Gradient::Manual | Gradient::ManualSum => model.is_proportional(),
        }
    }

    /// Whether there is an [`objective_of`](Gradient::objective_of) this model, and why not.
    ///
    /// # Errors
    /// Those of [`objective_of`](Gradient::objective_of).
    pub fn check(self, model: &Model, data: &Dataset) -> Result<(), ObjectiveError> {
        if !self.knows(model) {
            return Err(ObjectiveError::ByHand);
        }
        let times = match self {
            Gradient::Autograd | Gradient::Manual | Gradient::ManualSum => 1,
            Gradient::Numeric => Numeric::losses(model.params().len()),
        };
        Ok(Lanes::<f64>::check(model, &Loss::default(), data, times)?)
    }
}

/// Why a gradient cannot be had of a model on some rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectiveError {
    /// The gradient is derived by hand, for the line through the origin alone.
    ByHand,
    /// The rows do not fit the model, or are too many for it.
    Fit(FitError),
}

impl From<FitError> for ObjectiveError {
    fn from(error: FitError) -> Self {
        ObjectiveError::Fit(error)
    }
}

impl fmt::Display for ObjectiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ObjectiveError::ByHand => {
                write!(f, "this gradient is derived by hand for the model w*x alone")
            }
            ObjectiveError::Fit(error) => write!(f, "{error}"),
        }
    }
}

impl Error for ObjectiveError {}

/// PyTorch's `l.backward()` on a model and its loss, recorded once: the way the page trains.
#[derive(Clone, Debug)]
pub struct Autograd<F> {
    lanes: Lanes<F>,
}

impl<F: Float> Autograd<F> {
    /// The objective for this model on these rows.
    ///
    /// # Errors
    /// If the rows do not fit the model, or are too many for it.
    pub fn new(model: &Model, loss: &Loss, data: &Dataset) -> Result<Self, FitError> {
        Ok(Autograd { lanes: Lanes::new(model, loss, data)? })
    }
}

impl<F: Float> Objective for Autograd<F> {
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64 {
        self.lanes.evaluate(params, grads)
    }

    fn precision(&self) -> Precision {
        F::PRECISION
    }

    fn cost(&self) -> usize {
        // Forward, and backward to both inputs of an operation.
        3 * self.lanes.work()
    }
}

/// The naive twin of [`Autograd`]: one scalar graph of all rows, replayed for each state. The same
/// to the bit, and every number can be looked at.
#[derive(Clone, Debug)]
pub struct Naive<F> {
    unrolled: Unrolled<F>,
}

impl<F: Float> Naive<F> {
    /// The objective for this model on these rows.
    ///
    /// # Errors
    /// If the rows do not fit the model, or if the graph would be too large.
    pub fn new(model: &Model, loss: &Loss, data: &Dataset) -> Result<Self, FitError> {
        Ok(Naive { unrolled: unroll(model, loss, data)? })
    }
}

impl<F: Float> Objective for Naive<F> {
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64 {
        let Unrolled { graph, params: ids, loss, .. } = &mut self.unrolled;
        for (&id, &param) in ids.iter().zip(params) {
            graph.set(id, F::from_f64(param));
        }
        graph.zero_grad();
        graph.forward();
        graph.backward(*loss);
        for (&id, grad) in ids.iter().zip(grads) {
            *grad = graph.grad(id).to_f64();
        }
        graph.value(*loss).to_f64()
    }

    fn precision(&self) -> Precision {
        F::PRECISION
    }

    fn cost(&self) -> usize {
        // Forward and backward.
        2 * self.unrolled.graph.nodes().len()
    }
}

/// The gradient derived by hand: 1/N · Σ 2·xᵢ·(w·xᵢ − yᵢ), the terms added from first to last.
#[derive(Clone, Debug)]
pub struct Manual<F> {
    points: Points<F>,
}

impl<F: Float> Manual<F> {
    /// The objective on these points.
    pub fn new(data: &Dataset) -> Self {
        Manual { points: Points::new(data) }
    }
}

impl<F: Float> Objective for Manual<F> {
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64 {
        let mut sums = (F::ZERO, F::ZERO);
        for (x, r) in self.points.residuals(F::from_f64(params[0])) {
            sums = (sums.0 + r * r, sums.1 + (x + x) * r);
        }
        grads[0] = (sums.1 / self.points.count()).to_f64();
        (sums.0 / self.points.count()).to_f64()
    }

    fn precision(&self) -> Precision {
        F::PRECISION
    }

    fn cost(&self) -> usize {
        self.points.cost()
    }
}

/// The notebook's gradient, `np.dot(2*x, y_predicted - y).mean()`. The dot product has already
/// added the points up, and the mean of one number is itself: N times too large.
///
/// In single precision it rounds as NumPy 1.26 does: points, predictions, residuals and loss in
/// f32; the products added in f64 and rounded to f32; w and its update in f64, because NumPy
/// widens a single-precision scalar times a Python number.
#[derive(Clone, Debug)]
pub struct ManualSum<F> {
    points: Points<F>,
}

impl<F: Float> ManualSum<F> {
    /// The objective on these points.
    pub fn new(data: &Dataset) -> Self {
        ManualSum { points: Points::new(data) }
    }
}

impl<F: Float> Objective for ManualSum<F> {
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64 {
        let (mut squares, mut dot) = (F::ZERO, 0.0);
        for (x, r) in self.points.residuals(F::from_f64(params[0])) {
            squares += r * r;
            dot += ((x + x) * r).to_f64();
        }
        grads[0] = F::from_f64(dot).to_f64();
        (squares / self.points.count()).to_f64()
    }

    fn precision(&self) -> Precision {
        Precision::F64
    }

    fn cost(&self) -> usize {
        self.points.cost()
    }
}

/// The slopes measured: each parameter nudged to either side, the difference of the losses over
/// the distance. Always in double precision.
#[derive(Clone, Debug)]
pub struct Numeric {
    lanes: Lanes<f64>,
    /// The parameters, one of them nudged.
    nudged: Vec<f64>,
}

impl Numeric {
    /// The objective for this model on these rows.
    ///
    /// # Errors
    /// If the rows do not fit the model, or are too many for it.
    pub fn new(model: &Model, loss: &Loss, data: &Dataset) -> Result<Self, FitError> {
        let lanes = Lanes::new(model, loss, data)?;
        Ok(Numeric { nudged: vec![0.0; lanes.params()], lanes })
    }

    /// How often the loss is computed for one gradient.
    fn losses(params: usize) -> usize {
        // At the parameters, and to either side of each.
        2 * params + 1
    }

    /// The loss at these parameters.
    pub fn loss(&mut self, params: &[f64]) -> f64 {
        self.lanes.loss(params)
    }
}

impl Objective for Numeric {
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64 {
        let Numeric { lanes, nudged } = self;
        nudged.copy_from_slice(params);
        for (k, grad) in grads.iter_mut().enumerate() {
            let loss = |param| {
                nudged[k] = param;
                lanes.loss(nudged)
            };
            *grad = central_difference(loss, params[k]);
            nudged[k] = params[k];
        }
        lanes.loss(params)
    }

    fn precision(&self) -> Precision {
        Precision::F64
    }

    fn cost(&self) -> usize {
        Numeric::losses(self.nudged.len()) * self.lanes.work()
    }
}
