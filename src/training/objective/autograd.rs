//! The gradient by reverse-mode autograd, over many rows at once.

use super::Objective;
use crate::autograd::{Float, Precision};
use crate::model::{Dataset, FitError, Lanes, Loss, Model};

/// PyTorch's `l.backward()` on a model and its loss, recorded once: the way the page trains.
#[derive(Clone, Debug)]
pub struct Autograd<F: Float> {
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

    fn look_at(&mut self, data: &Dataset) {
        self.lanes.look_at(data);
    }

    fn precision(&self) -> Precision {
        F::PRECISION
    }

    fn cost(&self) -> usize {
        self.lanes.cost()
    }
}
