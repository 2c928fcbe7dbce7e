//! Gradient descent: four gradients that agree, a run that is a pure function of its settings, and
//! what is said of it.
#![cfg(not(target_arch = "wasm32"))]

mod batches;
mod bowls;
mod data;
mod gradients;
mod insides;
mod replays;
mod runs;
mod series;
mod statuses;
mod texts;
mod velocities;
mod walks;

use gradwalk::training::{Dataset, Descent, Gradient, Precision, Trainer};
use proptest::prelude::*;

/// Every way to the gradient.
const GRADIENTS: [Gradient; 4] =
    [Gradient::Autograd, Gradient::Manual, Gradient::ManualSum, Gradient::Numeric];

/// The points of the lesson, on y = 2x.
fn lesson() -> Dataset {
    Dataset::new(vec![1.0, 2.0, 3.0, 4.0], vec![2.0, 4.0, 6.0, 8.0]).expect("points")
}

/// What makes a run.
#[derive(Clone, Debug)]
struct Setup {
    gradient: Gradient,
    data: Dataset,
    precision: Precision,
    zero_grad: bool,
    lr: f64,
    w: f64,
    iterations: usize,
}

impl Setup {
    /// The lesson by autograd, in single precision from w = 0.
    fn lesson(lr: f64, iterations: usize) -> Setup {
        let (gradient, precision) = (Gradient::Autograd, Precision::F32);
        Setup { gradient, data: lesson(), precision, zero_grad: true, lr, w: 0.0, iterations }
    }

    fn trainer(&self) -> Trainer {
        let objective = self.gradient.objective(&self.data, self.precision);
        let descent = Descent::new(objective, self.lr);
        let descent = if self.zero_grad { descent } else { descent.without_zero_grad() };
        Trainer::of(descent, &[self.w], self.iterations)
    }
}

/// Points in a small range.
fn points() -> impl Strategy<Value = Dataset> {
    prop::collection::vec((-5.0..5.0f64, -5.0..5.0f64), 1..9).prop_map(|points| {
        let (xs, ys) = points.into_iter().unzip();
        Dataset::new(xs, ys).expect("finite points")
    })
}

/// Any run: some converge, some circle, some diverge.
fn setup() -> impl Strategy<Value = Setup> {
    let gradient = prop::sample::select(GRADIENTS.to_vec());
    let precision = prop_oneof![Just(Precision::F32), Just(Precision::F64)];
    let lr = (-4.0..1.0f64).prop_map(|exponent| 10f64.powf(exponent));
    (gradient, points(), precision, any::<bool>(), lr, -5.0..5.0f64, 0..150usize).prop_map(
        |(gradient, data, precision, zero_grad, lr, w, iterations)| Setup {
            gradient,
            data,
            precision,
            zero_grad,
            lr,
            w,
            iterations,
        },
    )
}
