//! The gradients derived by hand, of the model w·x alone: with the mean, and with the sum as the
//! notebook has it. They add up as NumPy does.

use super::Objective;
use crate::autograd::{Float, Precision};
use crate::model::Dataset;
use crate::sum::{buffered, dot, pairwise};

/// Which NumPy a gradient by hand is computed with: they part in the kind of number that w becomes, and in the
/// sums of more than 8192 points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numpy {
    /// NumPy 1, with which the notebook was made: a number of single precision times one of Python is one
    /// of double, and w with it.
    #[default]
    One,
    /// NumPy 2, in which it stays one of single precision (NEP 50).
    Two,
}

/// The points rounded to the precision of a computation.
#[derive(Clone, Debug)]
struct Points<F> {
    xs: Vec<F>,
    ys: Vec<F>,
    /// The residual of each.
    residuals: Vec<F>,
    /// What is to be added up.
    terms: Vec<F>,
}

impl<F: Float> Points<F> {
    fn new(data: &Dataset) -> Self {
        let rounded = |values: &[f64]| values.iter().map(|&v| F::from_f64(v)).collect();
        let zeros = vec![F::ZERO; data.len()];
        let (residuals, terms) = (zeros.clone(), zeros);
        Points { xs: rounded(data.xs()), ys: rounded(data.ys()), residuals, terms }
    }

    /// The mean squared error, for which it computes the residuals.
    fn loss(&mut self, w: F, numpy: Numpy) -> F {
        // Slices of one length: else each index would be asked whether it is one.
        let n = self.xs.len();
        let (xs, ys) = (&self.xs[..n], &self.ys[..n]);
        let (residuals, terms) = (&mut self.residuals[..n], &mut self.terms[..n]);
        for (i, term) in terms.iter_mut().enumerate() {
            let residual = w * xs[i] - ys[i];
            residuals[i] = residual;
            *term = residual * residual;
        }
        self.mean(numpy)
    }

    /// NumPy's `mean` of the terms.
    fn mean(&self, numpy: Numpy) -> F {
        let sum = match numpy {
            Numpy::One => buffered(&self.terms),
            Numpy::Two => pairwise(&self.terms),
        };
        sum / self.count()
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

/// The gradient derived by hand: 1/N · Σ 2·xᵢ·(w·xᵢ − yᵢ), with the sum of NumPy's `mean`.
#[derive(Clone, Debug)]
pub struct Manual<F> {
    points: Points<F>,
    numpy: Numpy,
}

impl<F: Float> Manual<F> {
    /// The objective on these points.
    pub fn new(data: &Dataset) -> Self {
        Manual { points: Points::new(data), numpy: Numpy::One }
    }

    /// The same as this NumPy has it.
    pub fn with(self, numpy: Numpy) -> Self {
        Manual { numpy, ..self }
    }
}

impl<F: Float> Objective for Manual<F> {
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64 {
        let Manual { points, numpy } = self;
        let loss = points.loss(F::from_f64(params[0]), *numpy);
        let n = points.xs.len();
        let (xs, residuals) = (&points.xs[..n], &points.residuals[..n]);
        let terms = &mut points.terms[..n];
        for (i, term) in terms.iter_mut().enumerate() {
            *term = (xs[i] + xs[i]) * residuals[i];
        }
        grads[0] = points.mean(*numpy).to_f64();
        loss.to_f64()
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
/// In single precision it rounds as NumPy does: points, predictions, residuals and loss in f32; the
/// [dot product](dot) in f64, rounded to f32, to the bit of up to 31 points. w and its update are in f64 in
/// [NumPy 1](Numpy::One), in f32 in [NumPy 2](Numpy::Two).
#[derive(Clone, Debug)]
pub struct ManualSum<F> {
    points: Points<F>,
    numpy: Numpy,
}

impl<F: Float> ManualSum<F> {
    /// The objective on these points.
    pub fn new(data: &Dataset) -> Self {
        ManualSum { points: Points::new(data), numpy: Numpy::One }
    }

    /// The same as this NumPy has it.
    pub fn with(self, numpy: Numpy) -> Self {
        ManualSum { numpy, ..self }
    }
}

impl<F: Float> Objective for ManualSum<F> {
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64 {
        let ManualSum { points, numpy } = self;
        let loss = points.loss(F::from_f64(params[0]), *numpy);
        let n = points.xs.len();
        let (xs, terms) = (&points.xs[..n], &mut points.terms[..n]);
        for (i, term) in terms.iter_mut().enumerate() {
            *term = xs[i] + xs[i];
        }
        grads[0] = dot(terms, &points.residuals).to_f64();
        loss.to_f64()
    }

    fn precision(&self) -> Precision {
        match self.numpy {
            Numpy::One => Precision::F64,
            Numpy::Two => F::PRECISION,
        }
    }

    fn cost(&self) -> usize {
        self.points.cost()
    }
}
