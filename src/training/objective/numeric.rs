//! The gradient by central differences, which needs no calculus.

use super::Objective;
use crate::autograd::Precision;
use crate::autograd::check::central_difference;
use crate::model::{Dataset, FitError, Lanes, Loss, Model};

/// Central differences: each parameter nudged to either side, the difference of the losses over the
/// distance. Always in double precision.
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
    pub(in crate::training) fn losses(params: usize) -> usize {
        // At the parameters, and to either side of each.
        2 * params + 1
    }

    /// About how many additions take as long as the loss once.
    pub fn loss_cost(&self) -> usize {
        self.lanes.loss_cost()
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

    fn look_at(&mut self, data: &Dataset) {
        self.lanes.look_at(data);
    }

    fn precision(&self) -> Precision {
        Precision::F64
    }

    fn cost(&self) -> usize {
        Numeric::losses(self.nudged.len()) * self.lanes.loss_cost()
    }
}
