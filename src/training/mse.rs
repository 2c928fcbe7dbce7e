//! The lesson's loss as one writes it on a tape.

use crate::autograd::{Float, Var};

use super::Dataset;

/// The loss as PyTorch's `((w*x - y)**2).mean()`: 1/N · Σ (w·xᵢ − yᵢ)², recorded on w's tape.
///
/// The squares add up from first to last, but the points are recorded from last to first. The
/// reverse sweep thus reaches the first point first, and w's gradient adds up in PyTorch's order:
/// the other order differs in the last bit.
pub fn mse<'t, F: Float>(w: Var<'t, F>, data: &Dataset) -> Var<'t, F> {
    let square = |(&x, &y): (&f64, &f64)| (w * F::from_f64(x) - F::from_f64(y)).powi(2);
    let mut squares: Vec<_> = data.xs().iter().zip(data.ys()).rev().map(square).collect();
    let first = squares.pop().expect("internal error: a dataset has at least one point");
    let sum = squares.into_iter().rev().fold(first, |sum, square| sum + square);
    sum / F::from_f64(data.len() as f64)
}
