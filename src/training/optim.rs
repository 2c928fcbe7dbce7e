//! The update of the parameters.

use crate::autograd::Float;

use super::Precision;

/// Moves parameters by their gradients.
///
/// What an optimizer remembers from one step to the next it is handed with each step, so that a
/// run can go on from any state that was kept.
pub trait Optimizer {
    /// Replaces `params` by what they are after one step along `grads`, of the same length, and
    /// `memory` by what the next step is to be handed.
    fn update(&self, params: &mut [f64], grads: &[f64], memory: &mut [f64]);

    /// How many numbers are remembered for so many parameters. They are zeros before the first
    /// step.
    fn memory(&self, params: usize) -> usize;
}

/// Gradient descent, w ← w − lr·∂L/∂w, as `torch.optim.SGD` without momentum. It remembers
/// nothing.
#[derive(Clone, Copy, Debug)]
pub struct Sgd<F = f64> {
    lr: F,
}

impl<F: Float> Sgd<F> {
    /// The learning rate, rounded to the precision.
    pub fn new(lr: f64) -> Self {
        Sgd { lr: F::from_f64(lr) }
    }

    /// w − lr·grad.
    #[inline]
    pub fn step(&self, w: F, grad: F) -> F {
        w - self.lr * grad
    }
}

impl<F: Float> Optimizer for Sgd<F> {
    fn update(&self, params: &mut [f64], grads: &[f64], _: &mut [f64]) {
        for (k, w) in params.iter_mut().enumerate() {
            *w = self.step(F::from_f64(*w), F::from_f64(grads[k])).to_f64();
        }
    }

    fn memory(&self, _: usize) -> usize {
        0
    }
}

/// Gradient descent that keeps the parameters in the given precision.
pub(super) fn sgd(lr: f64, precision: Precision) -> Box<dyn Optimizer> {
    match precision {
        Precision::F32 => Box::new(Sgd::<f32>::new(lr)),
        Precision::F64 => Box::new(Sgd::<f64>::new(lr)),
    }
}
