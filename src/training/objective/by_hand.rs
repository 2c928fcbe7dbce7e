//! The gradients derived by hand, of the model w·x alone: with the mean, and with the sum as the
//! notebook has it.

use super::Objective;
use crate::autograd::{Float, Precision};
use crate::model::Dataset;

/// The points rounded to the precision of a computation.
#[derive(Clone, Debug)]
struct Points<F> {
    xs: Vec<F>,
    ys: Vec<F>,
}

impl<F: Float> Points<F> {
    fn new(data: &Dataset) -> Self {
        let rounded = |values: &[f64]| values.iter().map(|&v| F::from_f64(v)).collect();
        Points { xs: rounded(data.xs()), ys: rounded(data.ys()) }
    }

    /// x and the residual w·x − y of each point, from first to last.
    fn residuals(&self, w: F) -> impl Iterator<Item = (F, F)> {
        self.xs.iter().zip(&self.ys).map(move |(&x, &y)| (x, w * x - y))
    }

    /// N as a number.
    fn count(&self) -> F {
        F::from_f64(self.xs.len() as f64)
    }

    /// Of each point w·x, the residual, its square, 2x, their product, and two sums.
    fn cost(&self) -> usize {
        7 * self.xs.len()
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
