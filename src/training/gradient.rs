//! The four ways to one gradient: by autograd, by hand with the mean, by hand as the notebook has it,
//! and by central differences.

use std::error::Error;
use std::fmt;

use super::{Autograd, Dataset, Manual, ManualSum, Numeric, Numpy, Objective, Precision};
use crate::model::{Criterion, FitError, Lanes, Model};
use crate::sum::DOT_BLOCK;

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
    /// All of them, the usual one first.
    pub const ALL: [Gradient; 4] =
        [Gradient::Autograd, Gradient::Manual, Gradient::ManualSum, Gradient::Numeric];

    /// The name of the way in the element's contract.
    pub const fn name(self) -> &'static str {
        match self {
            Gradient::Autograd => "autograd",
            Gradient::Manual => "manual",
            Gradient::ManualSum => "manual-sum",
            Gradient::Numeric => "numeric",
        }
    }

    /// The way of this name.
    pub fn from_name(name: &str) -> Option<Gradient> {
        Gradient::ALL.into_iter().find(|gradient| gradient.name() == name)
    }

    /// The objective of the lesson's line on these points.
    pub fn objective(self, data: &Dataset, precision: Precision) -> Box<dyn Objective> {
        self.objective_of(&Model::line(), &Criterion::default(), data, precision, Numpy::One)
            .expect("internal error: a line fits any points")
    }

    /// The loss of a model on some rows, by a criterion; `numpy` counts by hand alone.
    ///
    /// # Errors
    /// If the gradient is one by hand, and model or criterion not those that it was derived for; or if
    /// the rows do not fit the model.
    pub fn objective_of(
        self,
        model: &Model,
        criterion: &Criterion,
        data: &Dataset,
        precision: Precision,
        numpy: Numpy,
    ) -> Result<Box<dyn Objective>, ObjectiveError> {
        use Precision::{F32, F64};
        self.check(model, criterion, data)?;
        let loss = &criterion.loss();
        Ok(match (self, precision) {
            (Gradient::Autograd, F32) => Box::new(Autograd::<f32>::new(model, loss, data)?),
            (Gradient::Autograd, F64) => Box::new(Autograd::<f64>::new(model, loss, data)?),
            (Gradient::Manual, F32) => known(Manual::<f32>::new(model, data, numpy)?)?,
            (Gradient::Manual, F64) => known(Manual::<f64>::new(model, data, numpy)?)?,
            (Gradient::ManualSum, F32) => known(ManualSum::<f32>::new(model, data, numpy)?)?,
            (Gradient::ManualSum, F64) => known(ManualSum::<f64>::new(model, data, numpy)?)?,
            (Gradient::Numeric, _) => Box::new(Numeric::new(model, loss, data)?),
        })
    }

    /// Whether this is a way to the gradient of that model by that criterion: by hand one is derived for the squared
    /// error of models that are linear in their parameters.
    pub fn knows(self, model: &Model, criterion: &Criterion) -> bool {
        match self {
            Gradient::Autograd | Gradient::Numeric => true,
            Gradient::Manual | Gradient::ManualSum => {
                model.is_linear() && criterion.is_squared_error()
            }
        }
    }

    /// Whether the last digits of what it stands for depend on the processor: `np.dot` is OpenBLAS's, which has an
    /// order of its own for each kind. In single precision fewer than 32 points are added alike by all that have AVX;
    /// in double precision one product alone is.
    pub fn depends_on_processor(self, points: usize, precision: Precision) -> bool {
        let alike = match precision {
            Precision::F32 => DOT_BLOCK,
            Precision::F64 => 2,
        };
        self == Gradient::ManualSum && points >= alike
    }

    /// Whether there is an [`objective_of`](Gradient::objective_of) this model, and why not.
    ///
    /// # Errors
    /// Those of [`objective_of`](Gradient::objective_of).
    pub fn check(
        self,
        model: &Model,
        criterion: &Criterion,
        data: &Dataset,
    ) -> Result<(), ObjectiveError> {
        if !self.knows(model, criterion) {
            return Err(ObjectiveError::ByHand);
        }
        let times = match self {
            Gradient::Autograd | Gradient::Manual | Gradient::ManualSum => 1,
            Gradient::Numeric => Numeric::losses(model.params().len()),
        };
        Ok(Lanes::<f64>::check(model, &criterion.loss(), data, times)?)
    }
}

/// A gradient by hand, where there is one.
fn known<O: Objective + 'static>(by_hand: Option<O>) -> Result<Box<dyn Objective>, ObjectiveError> {
    Ok(Box::new(by_hand.ok_or(ObjectiveError::ByHand)?))
}

/// Why a gradient cannot be had of a model on some rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectiveError {
    /// The gradient is derived by hand, for the squared error of models that are linear in their parameters.
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
                write!(
                    f,
                    "this gradient is derived by hand for MSELoss() and models linear in their parameters"
                )
            }
            ObjectiveError::Fit(error) => write!(f, "{error}"),
        }
    }
}

impl Error for ObjectiveError {}
