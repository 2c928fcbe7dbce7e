//! A loss and its gradient: a file for each way to it.
//!
//! Every objective takes and gives doubles and rounds inside, each in the order that its original
//! has, so that its numbers are the original's to the bit. None knows how parameters are updated.

mod autograd;
mod by_hand;
mod naive;
mod numeric;

pub use autograd::Autograd;
pub use by_hand::{Manual, ManualSum, Numpy};
pub use naive::Naive;
pub use numeric::Numeric;

use super::{Dataset, Precision};

/// A loss and its gradient in the parameters.
pub trait Objective {
    /// The loss at `params`; writes ∂loss/∂params into `grads`, which has the same length. The
    /// same parameters give the same answer, whatever was asked before.
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64;

    /// Takes these rows, as many as it was made for, in the place of its own.
    fn look_at(&mut self, data: &Dataset);

    /// The precision in which the parameters are kept and updated.
    fn precision(&self) -> Precision;

    /// About how many additions take as long as one evaluation, as [`Op::cost`](crate::autograd::Op::cost)
    /// counts them: how far apart checkpoints may lie.
    fn cost(&self) -> usize;
}
