//! The lesson's loss as one writes it on a tape.

use crate::autograd::{Float, Var};
use crate::sum::{backwards, fold, order};

use super::Dataset;

/// The loss as PyTorch's `((w*x - y)**2).mean()`: 1/N · Σ (w·xᵢ − yᵢ)², recorded on w's tape.
///
/// The squares add up in PyTorch's [order], and so does what the points hand back to w: what is added
/// last is recorded first, so that the reverse sweep reaches it last. Any other order differs in the
/// last bit.
pub fn mse<'t, F: Float>(w: Var<'t, F>, data: &Dataset) -> Var<'t, F> {
    let order = order(data.len(), F::PRECISION);
    let mut squares = vec![None; data.len()];
    backwards(&order, w, |&w, point| match point {
        Some(point) => {
            let (x, y) = (F::from_f64(data.xs()[point]), F::from_f64(data.ys()[point]));
            squares[point] = Some((w * x - y).powi(2));
            None
        }
        // A running sum of its own comes together in a node of its own.
        None => Some(w.copy()),
    });
    let squares: Vec<Var<F>> = squares.into_iter().flatten().collect();
    let sum = fold(&order, |point| squares[point], |sum, square| sum + square);
    sum / F::from_f64(data.len() as f64)
}
