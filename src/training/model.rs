//! The model y = w·x with mean squared error, as plain arithmetic and as a graph.

use crate::autograd::{Float, Var};

use super::Dataset;

/// The points rounded to the precision of a computation.
#[derive(Clone, Debug)]
pub(super) struct Points<F> {
    pub xs: Vec<F>,
    pub ys: Vec<F>,
}

impl<F: Float> Points<F> {
    pub fn new(data: &Dataset) -> Self {
        let rounded = |values: &[f64]| values.iter().map(|&v| F::from_f64(v)).collect();
        Points { xs: rounded(data.xs()), ys: rounded(data.ys()) }
    }

    /// x and the residual w·x − y of each point, from first to last.
    pub fn residuals(&self, w: F) -> impl Iterator<Item = (F, F)> {
        self.xs.iter().zip(&self.ys).map(move |(&x, &y)| (x, w * x - y))
    }

    /// N as a number.
    pub fn count(&self) -> F {
        F::from_f64(self.xs.len() as f64)
    }

    /// About how many operations loss and gradient take: seven for each point.
    pub fn cost(&self) -> usize {
        7 * self.xs.len()
    }
}

/// The loss as PyTorch's `((w*x - y)**2).mean()`: 1/N · Σ (w·xᵢ − yᵢ)², recorded on w's tape.
///
/// The squares add up from first to last, but the points are recorded from last to first. The
/// reverse sweep thus reaches the first point first, and w's gradient adds up in PyTorch's order:
/// the other order differs in the last bit.
pub fn mse<'t, F: Float>(w: Var<'t, F>, data: &Dataset) -> Var<'t, F> {
    let Points { xs, ys } = Points::<F>::new(data);
    let mut squares: Vec<_> =
        xs.iter().zip(&ys).rev().map(|(&x, &y)| (w * x - y).powi(2)).collect();
    let first = squares.pop().expect("internal error: a dataset has at least one point");
    let sum = squares.into_iter().rev().fold(first, |sum, square| sum + square);
    sum / F::from_f64(xs.len() as f64)
}
