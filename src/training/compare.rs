//! The ways to one gradient, side by side at the same parameters.

use crate::model::{Criterion, Model};
use crate::number::decimal;

use super::{Dataset, Gradient, Numpy, Objective, Precision};

/// Every way to the gradient of a model, ready to be asked at any parameters. Asking changes no run:
/// each has its own objective.
pub struct Comparison {
    ways: Vec<(Gradient, Box<dyn Objective>)>,
}

/// A central difference that people can see: the slope of the loss, measured far to either side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nudge {
    /// The parameter, a little less and a little more.
    pub at: [f64; 2],
    /// The loss at both.
    pub loss: [f64; 2],
    /// The difference of the losses over that of the parameter.
    pub slope: f64,
}

/// The loss at some parameters, and its gradient there by each way.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradients {
    /// The loss, by autograd.
    pub loss: f64,
    ways: Vec<(Gradient, Vec<f64>)>,
}

impl Gradients {
    /// ∂L/∂p of each parameter p by one way; nothing where that does not know the model.
    pub fn by(&self, way: Gradient) -> &[f64] {
        self.ways.iter().find(|(known, _)| *known == way).map_or(&[], |(_, grads)| grads)
    }

    /// The ways that know the model: those by hand first, the measured one last.
    pub fn ways(&self) -> impl Iterator<Item = Gradient> {
        self.ways.iter().map(|&(way, _)| way)
    }
}

impl Comparison {
    /// The ways that there are to the gradient of this model on these points, by this criterion, each in the given
    /// precision (central differences in f64).
    pub fn new(model: &Model, criterion: &Criterion, data: &Dataset, precision: Precision) -> Self {
        let order = [Gradient::Manual, Gradient::ManualSum, Gradient::Autograd, Gradient::Numeric];
        let known = order.into_iter().filter_map(|way| {
            // In either NumPy the gradient is the same; only what w becomes of it is not.
            let objective = way.objective_of(model, criterion, data, precision, Numpy::One).ok()?;
            Some((way, objective))
        });
        Comparison { ways: known.collect() }
    }

    /// The loss and the gradients at these parameters.
    pub fn at(&mut self, params: &[f64]) -> Gradients {
        let mut gradients = Gradients { loss: f64::NAN, ways: Vec::new() };
        for (way, objective) in &mut self.ways {
            let mut grads = vec![0.0; params.len()];
            let loss = objective.evaluate(params, &mut grads);
            if *way == Gradient::Autograd {
                gradients.loss = loss;
            }
            gradients.ways.push((*way, grads));
        }
        gradients
    }

    /// The slope of the loss in the parameter of this index: the central difference over a thousandth of
    /// the parameter's power of ten (of 1 if it is smaller) to either side, in double precision. To one
    /// side it would have the wrong sign near the bottom. `None` where measuring takes longer than a person waits.
    pub fn nudge(&mut self, params: &[f64], index: usize) -> Option<Nudge> {
        let (_, numeric) = self.ways.iter_mut().find(|(way, _)| *way == Gradient::Numeric)?;
        let here = params[index];
        let by = 1e-3 * decimal(1, libm::log10(here.abs().max(1.0)) as i32);
        let at = [here - by, here + by];
        let mut nudged = params.to_vec();
        let mut grads = vec![0.0; params.len()];
        let loss = at.map(|param| {
            nudged[index] = param;
            numeric.evaluate(&nudged, &mut grads)
        });
        Some(Nudge { at, loss, slope: (loss[1] - loss[0]) / (at[1] - at[0]) })
    }
}
