//! The gradient by the scalar graph of all rows: slow, and without a doubt.

use super::Objective;
use crate::autograd::{Float, Precision};
use crate::model::{Dataset, FitError, Loss, Model, Unrolled, unroll};

/// The naive twin of [`Autograd`](super::Autograd): one scalar graph of all rows, replayed for each state. The same
/// to the bit, and every number can be looked at.
#[derive(Clone, Debug)]
pub struct Naive<F> {
    model: Model,
    loss: Loss,
    unrolled: Unrolled<F>,
}

impl<F: Float> Naive<F> {
    /// The objective for this model on these rows.
    ///
    /// # Errors
    /// If the rows do not fit the model, or if the graph would be too large.
    pub fn new(model: &Model, loss: &Loss, data: &Dataset) -> Result<Self, FitError> {
        let unrolled = unroll(model, loss, data)?;
        Ok(Naive { model: model.clone(), loss: loss.clone(), unrolled })
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

    fn look_at(&mut self, data: &Dataset) {
        self.unrolled = unroll(&self.model, &self.loss, data)
            .expect("internal error: as many rows as before are not too many");
    }

    fn precision(&self) -> Precision {
        F::PRECISION
    }

    fn cost(&self) -> usize {
        // Forward, and back to each input.
        let nodes = self.unrolled.graph.nodes().iter();
        nodes.map(|node| (1 + node.inputs().count()) * node.op().cost()).sum()
    }
}
