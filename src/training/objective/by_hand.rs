//! The gradients derived by hand, of models that are linear in their parameters: with the mean, and with the sum as the
//! notebook has it. They add up as NumPy does.

use super::Objective;
use crate::autograd::{Float, Precision};
use crate::model::{Columns, Dataset, Lanes, Loss, Model};
use crate::sum::{buffered, dot, pairwise};
use crate::training::ObjectiveError;

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

/// The points rounded to the precision of a computation, and what is computed of them in each step.
#[derive(Clone, Debug)]
struct Points<F> {
    model: Columns<F>,
    ys: Vec<F>,
    /// φ as an expression of the inputs, for each parameter.
    features: Vec<Columns<F>>,
    /// 2φ of each point, for each parameter.
    doubled: Vec<Vec<F>>,
    params: Vec<F>,
    /// The residual of each.
    residuals: Vec<F>,
    /// What is to be added up.
    terms: Vec<F>,
    numpy: Numpy,
}

impl<F: Float> Points<F> {
    fn new(model: &Model, data: &Dataset, numpy: Numpy) -> Result<Self, ObjectiveError> {
        Lanes::<f64>::check(model, &Loss::default(), data, 1)?;
        let features = model.features().ok_or(ObjectiveError::ByHand)?;
        let zeros = vec![F::ZERO; data.len()];
        let mut points = Points {
            model: Columns::new(model, data),
            ys: zeros.clone(),
            features: features.iter().map(|feature| Columns::new(feature, data)).collect(),
            doubled: vec![zeros.clone(); features.len()],
            params: vec![F::ZERO; model.params().len()],
            residuals: zeros.clone(),
            terms: zeros,
            numpy,
        };
        points.take(data);
        Ok(points)
    }

    /// Computes what stays while the parameters move.
    fn take(&mut self, data: &Dataset) {
        for (own, &y) in self.ys.iter_mut().zip(data.ys()) {
            *own = F::from_f64(y);
        }
        for (feature, numbers) in self.features.iter_mut().zip(&mut self.doubled) {
            feature.predict(&[], numbers);
            numbers.iter_mut().for_each(|number| *number = *number + *number);
        }
    }

    /// Takes other rows, as many.
    fn look_at(&mut self, data: &Dataset) {
        self.model.look_at(data);
        for feature in &mut self.features {
            feature.look_at(data);
        }
        self.take(data);
    }

    /// The mean squared error, for which it computes the residuals.
    fn loss(&mut self, params: &[f64]) -> f64 {
        for (own, &param) in self.params.iter_mut().zip(params) {
            *own = F::from_f64(param);
        }
        self.model.predict(&self.params, &mut self.residuals);
        // Slices of one length: else each index would be asked whether it is one.
        let n = self.ys.len();
        let (ys, residuals, terms) =
            (&self.ys[..n], &mut self.residuals[..n], &mut self.terms[..n]);
        for (i, term) in terms.iter_mut().enumerate() {
            let residual = residuals[i] - ys[i];
            residuals[i] = residual;
            *term = residual * residual;
        }
        self.mean().to_f64()
    }

    /// NumPy's `mean` of the terms.
    fn mean(&self) -> F {
        let sum = match self.numpy {
            Numpy::One => buffered(&self.terms),
            Numpy::Two => pairwise(&self.terms),
        };
        sum / F::from_f64(self.ys.len() as f64)
    }

    /// Of each point the prediction, the residual, its square, and a sum; for each parameter a product and a sum.
    fn cost(&self) -> usize {
        self.model.cost() + (3 + 2 * self.doubled.len()) * self.ys.len()
    }
}

/// The gradient derived by hand: 1/N · Σ 2·φₖ(xᵢ)·(ŷᵢ − yᵢ) for each parameter, with the sum of NumPy's `mean`. Of w·x
/// the φ is x.
#[derive(Clone, Debug)]
pub struct Manual<F>(Points<F>);

impl<F: Float> Manual<F> {
    /// The objective of the lesson's line on these points, as NumPy 1 has it.
    pub fn new(data: &Dataset) -> Self {
        Manual::of(&Model::line(), data, Numpy::One).expect("internal error: a line fits points")
    }

    /// The objective for this model on these rows, as this NumPy has it.
    ///
    /// # Errors
    /// If the model is not linear in its parameters, or if the rows do not fit it or are too many for it.
    pub fn of(model: &Model, data: &Dataset, numpy: Numpy) -> Result<Self, ObjectiveError> {
        Points::new(model, data, numpy).map(Manual)
    }
}

impl<F: Float> Objective for Manual<F> {
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64 {
        let points = &mut self.0;
        let loss = points.loss(params);
        for (k, grad) in grads.iter_mut().enumerate() {
            let n = points.ys.len();
            let (doubled, residuals) = (&points.doubled[k][..n], &points.residuals[..n]);
            let terms = &mut points.terms[..n];
            for (i, term) in terms.iter_mut().enumerate() {
                *term = doubled[i] * residuals[i];
            }
            *grad = points.mean().to_f64();
        }
        loss
    }

    fn look_at(&mut self, data: &Dataset) {
        self.0.look_at(data);
    }

    fn precision(&self) -> Precision {
        F::PRECISION
    }

    fn cost(&self) -> usize {
        self.0.cost()
    }
}

/// The notebook's gradient, `np.dot(2*x, y_predicted - y).mean()`. The dot product has already
/// added the points up, and the mean of one number is itself: N times too large.
///
/// In single precision it rounds as NumPy does: points, predictions, residuals and loss in f32; the
/// [dot product](dot) in f64, rounded to f32, to the bit of up to 31 points. Parameters and their update are in f64 in
/// [NumPy 1](Numpy::One), in f32 in [NumPy 2](Numpy::Two).
#[derive(Clone, Debug)]
pub struct ManualSum<F>(Points<F>);

impl<F: Float> ManualSum<F> {
    /// The objective of the lesson's line on these points, as NumPy 1 has it.
    pub fn new(data: &Dataset) -> Self {
        ManualSum::of(&Model::line(), data, Numpy::One).expect("internal error: a line fits points")
    }

    /// The objective for this model on these rows, as this NumPy has it.
    ///
    /// # Errors
    /// If the model is not linear in its parameters, or if the rows do not fit it or are too many for it.
    pub fn of(model: &Model, data: &Dataset, numpy: Numpy) -> Result<Self, ObjectiveError> {
        Points::new(model, data, numpy).map(ManualSum)
    }
}

impl<F: Float> Objective for ManualSum<F> {
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64 {
        let loss = self.0.loss(params);
        for (doubled, grad) in self.0.doubled.iter().zip(grads) {
            *grad = dot(doubled, &self.0.residuals).to_f64();
        }
        loss
    }

    fn look_at(&mut self, data: &Dataset) {
        self.0.look_at(data);
    }

    fn precision(&self) -> Precision {
        match self.0.numpy {
            Numpy::One => Precision::F64,
            Numpy::Two => F::PRECISION,
        }
    }

    fn cost(&self) -> usize {
        self.0.cost()
    }
}
