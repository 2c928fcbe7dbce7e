//! How gradients move parameters: a file for each optimizer, and one table of them all.
//!
//! A row of the table tells what there is to know of an optimizer but its formula: name, default
//! learning rate, arguments, and what it remembers of each parameter. Its file has the formula for
//! one parameter, rounded in the order of the original. An optimizer itself keeps nothing: what it
//! remembers it is handed with each step, so that a run goes on from any checkpoint. Nothing here
//! allocates, and nothing knows where gradients come from, what a run is, charts or the page.

mod gradient_descent;

use std::array;
use std::ops::RangeInclusive;

use crate::autograd::{Float, Precision};

/// Moves parameters along their gradients.
pub trait Optimizer {
    /// What it remembers of each parameter from one step to the next, by the names that PyTorch's
    /// `state_dict()` has.
    fn state(&self) -> &'static [&'static str];

    /// Replaces `params` by what they are after one step along `grads`, of the same length, and
    /// `state` by what the next step is to be handed: a number for each parameter under the first
    /// name, then under the second, and so on; zeros before the first step. Every number is one of
    /// the step's precision.
    fn step(&self, step: Step, params: &mut [f64], grads: &[f64], state: &mut [f64]);
}

/// What a step is taken with, besides the gradients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The learning rate, a double as in Python.
    pub lr: f64,
    /// Which step of the run it is, counted from 1.
    pub t: usize,
    /// The precision in which parameters are kept. Scalars are computed in doubles, and rounded
    /// to it once.
    pub precision: Precision,
}

/// What there is to know of an optimizer: a row of [`TABLE`].
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The name that a notebook has for it.
    pub name: &'static str,
    /// What it does, in a sentence or two.
    pub doc: &'static str,
    /// The learning rate unless another is given.
    pub lr: f64,
    /// What else may be given.
    pub arguments: &'static [Argument],
    /// What it remembers of each parameter, by name.
    pub state: &'static [&'static str],
}

/// An argument of an optimizer.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// The name in Python.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub doc: &'static str,
    /// Its value unless another is given.
    pub initial: f64,
    /// The values that it may have.
    pub range: RangeInclusive<f64>,
}

macro_rules! optimizers {
    ($(
        $(#[doc = $doc:literal])+
        $optimizer:ident $name:literal lr = $lr:literal ($(
            $(#[doc = $about:literal])+
            $argument:ident = $initial:literal in $range:expr
        ),*) [$($state:ident),*]
    )*) => {
        /// All optimizers; the first is the one that nobody needs to ask for.
        pub const TABLE: &[Row] = &[$($optimizer::ROW),*];

        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, Debug, PartialEq)]
            pub struct $optimizer {
                $($(#[doc = $about])+ pub $argument: f64,)*
            }

            impl $optimizer {
                /// Its row of the table.
                pub const ROW: Row = Row {
                    name: $name,
                    doc: concat!($($doc),+).trim_ascii(),
                    lr: $lr,
                    arguments: &[$(Argument {
                        name: stringify!($argument),
                        doc: concat!($($about),+).trim_ascii(),
                        initial: $initial,
                        range: $range,
                    }),*],
                    state: &[$(stringify!($state)),*],
                };
            }

            impl Default for $optimizer {
                fn default() -> Self {
                    $optimizer { $($argument: $initial),* }
                }
            }

            impl Optimizer for $optimizer {
                fn state(&self) -> &'static [&'static str] {
                    Self::ROW.state
                }

                fn step(&self, step: Step, params: &mut [f64], grads: &[f64], state: &mut [f64]) {
                    match step.precision {
                        Precision::F32 => each(self.update::<f32>(step), params, grads, state),
                        Precision::F64 => each(self.update::<f64>(step), params, grads, state),
                    }
                }
            }
        )*
    };
}

optimizers! {
    /// Gradient descent as one writes it by hand, `w -= lr * w.grad`: against the gradient, and as
    /// far as the learning rate says.
    GradientDescent "GradientDescent" lr = 0.01 () []
}

/// Moves each parameter by what an optimizer says of one: of w, its gradient and what is remembered
/// of it, the next w and what is to be remembered.
#[inline(always)]
fn each<F: Float, const N: usize>(
    update: impl Fn(F, F, [F; N]) -> (F, [F; N]),
    params: &mut [f64],
    grads: &[f64],
    state: &mut [f64],
) {
    let count = params.len();
    for (k, (param, &grad)) in params.iter_mut().zip(grads).enumerate() {
        let before = array::from_fn(|name| F::from_f64(state[name * count + k]));
        let (next, after) = update(F::from_f64(*param), F::from_f64(grad), before);
        *param = next.to_f64();
        for (name, number) in after.into_iter().enumerate() {
            state[name * count + k] = number.to_f64();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    optimizers! {
        /// v ← keeps·v + g, s ← s + t, w ← w − lr·v.
        Ball "Ball" lr = 0.5 (
            /// How much of its speed it keeps
            /// from one step to the next.
            keeps = 0.25 in 0.0..=1.0
        ) [speed, steps]
    }

    impl Ball {
        fn update<F: Float>(&self, step: Step) -> impl Fn(F, F, [F; 2]) -> (F, [F; 2]) {
            let (lr, keeps, t) =
                (F::from_f64(step.lr), F::from_f64(self.keeps), F::from_f64(step.t as f64));
            move |w, g, [speed, steps]| {
                let speed = keeps * speed + g;
                (w - lr * speed, [speed, steps + t])
            }
        }
    }

    #[test]
    fn a_row_tells_what_an_optimizer_is() {
        let expected = Row {
            name: "Ball",
            doc: "v ← keeps·v + g, s ← s + t, w ← w − lr·v.",
            lr: 0.5,
            arguments: &[Argument {
                name: "keeps",
                doc: "How much of its speed it keeps from one step to the next.",
                initial: 0.25,
                range: 0.0..=1.0,
            }],
            state: &["speed", "steps"],
        };
        assert_eq!(TABLE, [expected]);
        assert_eq!(
            (Ball::default(), Ball::default().state()),
            (Ball { keeps: 0.25 }, TABLE[0].state)
        );
    }

    #[test]
    fn each_parameter_is_handed_what_is_remembered_of_it() {
        let (mut params, mut state) = ([1.0, 2.0], [0.0; 4]);
        for t in 1..=2 {
            let step = Step { lr: 0.5, t, precision: Precision::F32 };
            Ball { keeps: 0.25 }.step(step, &mut params, &[4.0, 8.0], &mut state);
        }
        // The speeds are 4 and 8, then 5 and 10; 1 + 2 steps.
        assert_eq!(state, [5.0, 10.0, 3.0, 3.0]);
        assert_eq!(params, [1.0 - 0.5 * 9.0, 2.0 - 0.5 * 18.0]);
    }

    #[test]
    fn every_number_is_rounded_to_the_precision_of_the_step() {
        let third = 1.0 / 3.0;
        for (precision, expected) in [
            (Precision::F32, f64::from(0.1f32 - 0.5 * third as f32)),
            (Precision::F64, 0.1 - 0.5 * third),
        ] {
            let (mut params, mut state) = ([precision.round(0.1)], [0.0; 2]);
            let step = Step { lr: 0.5, t: 1, precision };
            Ball::default().step(step, &mut params, &[precision.round(third)], &mut state);
            assert_eq!((params, state), ([expected], [precision.round(third), 1.0]));
        }
    }
}
