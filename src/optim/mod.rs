//! How gradients move parameters: a file for each optimizer, and one table of them all.
//!
//! A row of the table tells what there is to know of an optimizer but its formula: name, default
//! learning rate, arguments, and what it remembers of each parameter. Its file has the formula for
//! one parameter, rounded in the order of the original. An optimizer itself keeps nothing: what it
//! remembers it is handed with each step, so that a run goes on from any checkpoint. Nothing here
//! allocates, and nothing knows where gradients come from, what a run is, charts or the page.

mod account;
mod adadelta;
mod adagrad;
mod adam;
mod adamax;
mod algorithm;
mod asgd;
mod gradient_descent;
mod moments;
mod nadam;
mod precise;
mod radam;
mod rmsprop;
mod rprop;
pub mod schedule;
mod sgd;
mod tensor;

use std::array;

use crate::autograd::{Float, Precision};
use crate::call::argument::{held, parameters, types};
use crate::call::{Constructor, Value};

use account::account;
pub use account::{Line, Part};
pub use algorithm::{Algorithm, Conflict};

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

    /// How such a step comes about for one parameter, with its gradient and what is remembered of it, a number under each
    /// name: what the update itself computes, line by line. The last line is the parameter after the step.
    fn account(&self, step: Step, param: f64, grad: f64, state: &[f64]) -> Vec<Line>;
}

/// What a step is taken with, besides the gradients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The learning rate, a double as in Python.
    pub lr: f64,
    /// The momentum, or β₁, where a schedule turns it.
    pub momentum: Option<f64>,
    /// Which step of the run it is, counted from 1.
    pub t: usize,
    /// The precision in which parameters are kept. Scalars are computed in doubles, and rounded
    /// to it once.
    pub precision: Precision,
}

impl Step {
    /// Those of an optimizer, of which a schedule may turn the first.
    fn betas(self, [beta1, beta2]: [f64; 2]) -> [f64; 2] {
        [self.momentum.unwrap_or(beta1), beta2]
    }
}

/// What there is to know of an optimizer: a row of [`TABLE`].
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The name that PyTorch has for it, and what it may be given besides the learning rate.
    pub constructor: Constructor,
    /// The learning rate unless another is given.
    pub lr: f64,
    /// What it remembers of each parameter, by name.
    pub state: &'static [&'static str],
}

/// What a row of a table says in sentences: what it does, and then what each of its arguments does. Apart from the row, so
/// that the page need not load it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doc {
    /// What it does, in a sentence or two.
    pub about: &'static str,
    /// What each argument does, in the order of the row.
    pub arguments: &'static [&'static str],
}

/// The most that a number without another bound may be.
const MOST: f64 = 1e9;

/// The numbers beside 1.
const BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;
const ABOVE_ONE: f64 = 1.0 + f64::EPSILON;

macro_rules! optimizers {
    ($(
        $(#[doc = $doc:literal])+
        $optimizer:ident $name:literal lr = $lr:literal ($(
            $(#[doc = $about:literal])+
            $argument:ident: $kind:ident = $initial:tt $(in $allowed:tt)?
        ),* $(,)?) [$($state:ident),*] $(fixed ($($fixed:literal = $only:literal),*))?
    )*) => {
        /// All optimizers; the first is the one that nobody needs to ask for.
        pub static TABLE: &[Row] = &[$($optimizer::ROW),*];

        /// What there is to say of each, in the order of the table.
        pub const DOCS: &[Doc] = &[$(Doc {
            about: concat!($($doc),+).trim_ascii(),
            arguments: &[$(concat!($($about),+).trim_ascii()),*],
        }),*];

        /// The optimizer of this name, with a value for each argument in the order of its row; or
        /// nothing, where there is none or the values are of other kinds.
        pub fn create(name: &str, values: &[Value]) -> Option<Box<dyn Optimizer>> {
            match name {
                $($name => Some(Box::new($optimizer::from_values(values)?)),)*
                _ => None,
            }
        }

        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, Debug, PartialEq)]
            pub struct $optimizer {
                $($(#[doc = $about])+ pub $argument: types::$kind,)*
            }

            impl $optimizer {
                /// Its row of the table.
                pub const ROW: Row = Row {
                    constructor: Constructor {
                        name: $name,
                        parameters: parameters![
                            ["params" "lr"]
                            $($argument: $kind = $initial $(in $allowed)?),*;
                            "foreach" = "None" "differentiable" = "False" $($($fixed = $only)*)?
                        ],
                    },
                    lr: $lr,
                    state: &[$(stringify!($state)),*],
                };

                fn from_values(values: &[Value]) -> Option<Self> {
                    let [$($argument),*] = values else { return None };
                    Some($optimizer { $($argument: held::$kind($argument)?),* })
                }
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
                        Precision::F32 => each(self.update::<f32, ()>(step), params, grads, state),
                        Precision::F64 => each(self.update::<f64, ()>(step), params, grads, state),
                    }
                }

                fn account(&self, step: Step, param: f64, grad: f64, state: &[f64]) -> Vec<Line> {
                    match step.precision {
                        Precision::F32 => account(self.update::<f32, _>(step), param, grad, state),
                        Precision::F64 => account(self.update::<f64, _>(step), param, grad, state),
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

    /// Stochastic gradient descent, as PyTorch has it: against the gradient, and on with what is
    /// left of the velocity.
    Sgd "SGD" lr = 0.001 (
        /// How much of the velocity is left from one step to the next.
        momentum: Number = 0.0 in (0.0..=2.0),
        /// How much of each gradient but the first the velocity does without.
        dampening: Number = 0.0 in (-1.0..=1.0),
        /// How much of the weight is added to its gradient.
        weight_decay: Number = 0.0 in (0.0..=MOST),
        /// Whether to look ahead: the gradient, and the velocity that comes of it.
        nesterov: Flag = false,
        /// Whether to climb.
        maximize: Flag = false,
    ) [momentum_buffer]
        fixed ("fused" = "None")

    /// Adam: the average of the gradients over the root of the average of their squares, so that
    /// each parameter has a step of about the learning rate.
    Adam "Adam" lr = 0.001 (
        /// How much is left of both averages from one step to the next.
        betas: Pair = [0.9, 0.999] in ([0.0..=BELOW_ONE, 0.0..=BELOW_ONE]),
        /// What is added to the root, so that nothing is divided by 0.
        eps: Number = 1e-8 in (0.0..=MOST),
        /// How much of the weight is added to its gradient.
        weight_decay: Number = 0.0 in (0.0..=MOST),
        /// Whether the average of the squares counts as the largest that it has been.
        amsgrad: Flag = false,
        /// Whether to climb.
        maximize: Flag = false,
    ) [exp_avg, exp_avg_sq, max_exp_avg_sq]
        fixed ("capturable" = "False", "fused" = "None", "decoupled_weight_decay" = "False")

    /// Adam whose weight decay leaves the averages alone: the weight shrinks by itself.
    AdamW "AdamW" lr = 0.001 (
        /// How much is left of both averages from one step to the next.
        betas: Pair = [0.9, 0.999] in ([0.0..=BELOW_ONE, 0.0..=BELOW_ONE]),
        /// What is added to the root, so that nothing is divided by 0.
        eps: Number = 1e-8 in (0.0..=MOST),
        /// How much of the weight goes in a step, times the learning rate.
        weight_decay: Number = 0.01 in (0.0..=MOST),
        /// Whether the average of the squares counts as the largest that it has been.
        amsgrad: Flag = false,
        /// Whether to climb.
        maximize: Flag = false,
    ) [exp_avg, exp_avg_sq, max_exp_avg_sq]
        fixed ("capturable" = "False", "fused" = "None")

    /// Adam with the largest slope of late in place of the root.
    Adamax "Adamax" lr = 0.002 (
        /// How much is left of the average and of the largest slope from one step to the next.
        betas: Pair = [0.9, 0.999] in ([0.0..=BELOW_ONE, 0.0..=BELOW_ONE]),
        /// What is added to each slope, so that nothing is divided by 0.
        eps: Number = 1e-8 in (0.0..=MOST),
        /// How much of the weight is added to its gradient.
        weight_decay: Number = 0.0 in (0.0..=MOST),
        /// Whether to climb.
        maximize: Flag = false,
    ) [exp_avg, exp_inf]
        fixed ("capturable" = "False")

    /// Adam that looks ahead, as Nesterov does.
    NAdam "NAdam" lr = 0.002 (
        /// How much is left of both averages from one step to the next.
        betas: Pair = [0.9, 0.999] in ([0.0..=BELOW_ONE, 0.0..=BELOW_ONE]),
        /// What is added to the root, so that nothing is divided by 0.
        eps: Number = 1e-8 in (0.0..=MOST),
        /// How much of the weight is added to its gradient.
        weight_decay: Number = 0.0 in (0.0..=MOST),
        /// How soon the momentum comes to be all that it may be.
        momentum_decay: Number = 0.004 in (0.0..=MOST),
        /// Whether to climb.
        maximize: Flag = false,
    ) [mu_product, exp_avg, exp_avg_sq]
        fixed ("decoupled_weight_decay" = "False", "capturable" = "False")

    /// Adam that does without the root until that has seen enough.
    RAdam "RAdam" lr = 0.001 (
        /// How much is left of both averages from one step to the next.
        betas: Pair = [0.9, 0.999] in ([0.0..=BELOW_ONE, 0.0..=BELOW_ONE]),
        /// What is added to the root, so that nothing is divided by 0.
        eps: Number = 1e-8 in (0.0..=MOST),
        /// How much of the weight is added to its gradient.
        weight_decay: Number = 0.0 in (0.0..=MOST),
        /// Whether to climb.
        maximize: Flag = false,
    ) [exp_avg, exp_avg_sq]
        fixed ("decoupled_weight_decay" = "False", "capturable" = "False")

    /// Each gradient over the root of the average of its squares.
    RmsProp "RMSprop" lr = 0.01 (
        /// How much is left of the average from one step to the next.
        alpha: Number = 0.99 in (0.0..=1.0),
        /// What is added to the root, so that nothing is divided by 0.
        eps: Number = 1e-8 in (0.0..=MOST),
        /// How much of the weight is added to its gradient.
        weight_decay: Number = 0.0 in (0.0..=MOST),
        /// How much of the velocity is left from one step to the next.
        momentum: Number = 0.0 in (0.0..=2.0),
        /// Whether the squares are counted from the average gradient.
        centered: Flag = false,
        /// Whether to climb.
        maximize: Flag = false,
    ) [square_avg, momentum_buffer, grad_avg]
        fixed ("capturable" = "False")

    /// Each gradient over the root of the sum of its squares, which only grows.
    Adagrad "Adagrad" lr = 0.01 (
        /// How fast the learning rate falls.
        lr_decay: Number = 0.0 in (0.0..=MOST),
        /// How much of the weight is added to its gradient.
        weight_decay: Number = 0.0 in (0.0..=MOST),
        /// What the sum begins with.
        initial_accumulator_value: Number = 0.0 in (0.0..=MOST),
        /// What is added to the root, so that nothing is divided by 0.
        eps: Number = 1e-10 in (0.0..=MOST),
        /// Whether to climb.
        maximize: Flag = false,
    ) [sum]
        fixed ("fused" = "None")

    /// Each gradient over the root of the average of its squares, times that of the steps before:
    /// a rate that comes from the run itself.
    Adadelta "Adadelta" lr = 1.0 (
        /// How much is left of both averages from one step to the next.
        rho: Number = 0.9 in (0.0..=1.0),
        /// What is added to both averages before the root.
        eps: Number = 1e-6 in (0.0..=MOST),
        /// How much of the weight is added to its gradient.
        weight_decay: Number = 0.0 in (0.0..=MOST),
        /// Whether to climb.
        maximize: Flag = false,
    ) [square_avg, acc_delta]
        fixed ("capturable" = "False")

    /// By the sign of the gradient alone: the step grows while that stays, and shrinks where it
    /// turns.
    Rprop "Rprop" lr = 0.01 (
        /// By what the step shrinks, and by what it grows.
        etas: Pair = [0.5, 1.2] in ([1e-9..=BELOW_ONE, ABOVE_ONE..=MOST]),
        /// The least and the largest step.
        step_sizes: Pair = [1e-6, 50.0] in ([0.0..=MOST, 0.0..=MOST]),
        /// Whether to climb.
        maximize: Flag = false,
    ) [prev, step_size]
        fixed ("capturable" = "False")

    /// Gradient descent with a rate that falls, and an average of where that has been.
    Asgd "ASGD" lr = 0.01 (
        /// How much the weight shrinks and the rate falls.
        lambd: Number = 0.0001 in (0.0..=MOST),
        /// To which power the rate falls.
        alpha: Number = 0.75 in (0.0..=100.0),
        /// After how many steps it begins to average.
        t0: Number = 1e6 in (0.0..=MOST),
        /// How much of the weight is added to its gradient.
        weight_decay: Number = 0.0 in (0.0..=MOST),
        /// Whether to climb.
        maximize: Flag = false,
    ) [eta, mu, ax]
        fixed ("capturable" = "False")
}

/// Moves each parameter by what an optimizer says of one: of w, its gradient and what is remembered
/// of it, the next w and what is to be remembered.
#[inline(always)]
fn each<F: Float, const N: usize>(
    update: impl Fn(F, F, [F; N], &mut ()) -> (F, [F; N]),
    params: &mut [f64],
    grads: &[f64],
    state: &mut [f64],
) {
    let count = params.len();
    for (k, (param, &grad)) in params.iter_mut().zip(grads).enumerate() {
        let before = array::from_fn(|name| F::from_f64(state[name * count + k]));
        let (next, after) = update(F::from_f64(*param), F::from_f64(grad), before, &mut ());
        *param = next.to_f64();
        for (name, number) in after.into_iter().enumerate() {
            state[name * count + k] = number.to_f64();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Argument, Kind, Parameter};

    optimizers! {
        /// v ← keeps·v + g, s ← s + t, w ← w − lr·v.
        Ball "Ball" lr = 0.5 (
            /// How much of its speed it keeps
            /// from one step to the next.
            keeps: Number = 0.25 in (0.0..=1.0),
            /// Whether it is watched.
            watched: Flag = true
        ) [speed, steps] fixed ("fused" = "None")
    }

    impl Ball {
        fn update<F: Float, L>(&self, step: Step) -> impl Fn(F, F, [F; 2], &mut L) -> (F, [F; 2]) {
            let (lr, keeps, t) =
                (F::from_f64(step.lr), F::from_f64(self.keeps), F::from_f64(step.t as f64));
            move |w, g, [speed, steps], _| {
                let speed = keeps * speed + g;
                (w - lr * speed, [speed, steps + t])
            }
        }
    }

    #[test]
    fn a_row_tells_what_an_optimizer_is() {
        let expected = Row {
            constructor: Constructor {
                name: "Ball",
                parameters: &[
                    Parameter::Elsewhere("params"),
                    Parameter::Elsewhere("lr"),
                    Parameter::Taken(Argument {
                        name: "keeps",
                        initial: Some(Value::Number(0.25)),
                        kind: Kind::Number(0.0..=1.0),
                    }),
                    Parameter::Taken(Argument {
                        name: "watched",
                        initial: Some(Value::Flag(true)),
                        kind: Kind::Flag,
                    }),
                    Parameter::Fixed { name: "foreach", only: "None" },
                    Parameter::Fixed { name: "differentiable", only: "False" },
                    Parameter::Fixed { name: "fused", only: "None" },
                ],
            },
            lr: 0.5,
            state: &["speed", "steps"],
        };
        assert_eq!(TABLE, [expected]);
        let expected = Doc {
            about: "v ← keeps·v + g, s ← s + t, w ← w − lr·v.",
            arguments: &[
                "How much of its speed it keeps from one step to the next.",
                "Whether it is watched.",
            ],
        };
        assert_eq!(DOCS, [expected]);
        assert!(create("Ball", &[Value::Number(0.5), Value::Flag(false)]).is_some());
        assert!(create("Ball", &[Value::Number(0.5), Value::Number(0.0)]).is_none());
        assert!(create("Ball", &[]).is_none() && create("Bell", &[]).is_none());
        assert_eq!(
            (Ball::default(), Ball::default().state()),
            (Ball { keeps: 0.25, watched: true }, TABLE[0].state)
        );
    }

    #[test]
    fn each_parameter_is_handed_what_is_remembered_of_it() {
        let (mut params, mut state) = ([1.0, 2.0], [0.0; 4]);
        for t in 1..=2 {
            let step = Step { lr: 0.5, momentum: None, t, precision: Precision::F32 };
            Ball { keeps: 0.25, ..Ball::default() }.step(
                step,
                &mut params,
                &[4.0, 8.0],
                &mut state,
            );
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
            let step = Step { lr: 0.5, momentum: None, t: 1, precision };
            Ball::default().step(step, &mut params, &[precision.round(third)], &mut state);
            assert_eq!((params, state), ([expected], [precision.round(third), 1.0]));
        }
    }
}
