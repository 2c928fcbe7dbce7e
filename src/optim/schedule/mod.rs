//! Learning rates that change from step to step, as `torch.optim.lr_scheduler` has them: a file for each schedule, and
//! one table of them all.
//!
//! Most compute a rate from the one before, as PyTorch does, and not from the first: the last digits differ. A
//! schedule keeps nothing: what it goes on from it is handed, so that a run goes on from any checkpoint.

mod constant;
mod cosine;
mod cyclic;
mod exponential;
mod linear;
mod multi_step;
mod one_cycle;
mod polynomial;
mod step;
mod warm_restarts;

use super::{Doc, MOST};
use crate::call::argument::{held, parameters, types};
use crate::call::{Call, CallError, Constructor, Value};

/// How the learning rate changes.
pub trait Schedule {
    /// The learning rate of a step.
    fn rate(&self, at: At) -> f64;

    /// The momentum of that step, or β₁, where the schedule turns that as well.
    fn momentum(&self, _behind: usize) -> Option<f64> {
        None
    }

    /// Whether it is stepped after each batch; PyTorch's notebooks step all others after each pass over the data.
    fn counts_batches(&self) -> bool {
        false
    }

    /// How many steps it is made for, where PyTorch refuses any more; the rate stays there.
    fn most(&self) -> Option<usize> {
        None
    }
}

/// The schedule of a run: one of the table with its arguments, or none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan(Option<Call>);

impl Plan {
    /// The name of there being none.
    pub const NONE: &str = "none";

    /// The plan that a text says as PyTorch's constructor, `StepLR(step_size=4)`, or `none`.
    ///
    /// # Errors
    /// What is wrong with the text and where, as a sentence.
    pub fn parse(text: &str) -> Result<Plan, CallError> {
        if text.trim().eq_ignore_ascii_case(Plan::NONE) {
            return Ok(Plan(None));
        }
        let table: Vec<&Constructor> = TABLE.iter().collect();
        Call::parse(text, &table).map(|call| Plan(Some(call)))
    }

    /// The text that [`parse`](Plan::parse) reads as this; what has its default is not written.
    pub fn text(&self) -> String {
        self.0.as_ref().map_or_else(|| Plan::NONE.to_owned(), |call| call.text(&TABLE[call.row]))
    }

    /// It as a program constructs it for the optimizer of this name; `None` where there is none.
    pub fn program(&self, optimizer: &str) -> Option<String> {
        let call = self.0.as_ref()?;
        let constructed = call.called_with(&TABLE[call.row], optimizer);
        Some("torch.optim.lr_scheduler.".to_owned() + &constructed)
    }

    /// The schedule and the values of its arguments, if there is one.
    pub fn call(&self) -> Option<(&'static Constructor, &[Value])> {
        let call = self.0.as_ref()?;
        Some((&TABLE[call.row], &call.values))
    }

    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// Whether it says the rates itself, whatever the optimizer's own is.
    pub fn sets_rates(&self) -> bool {
        let rate = |initial| {
            let at = At { behind: 0, initial, before: initial };
            self.create().map(|schedule| schedule.rate(at))
        };
        !self.is_none() && rate(1.0) == rate(2.0)
    }

    /// Whether it turns the momentum, too.
    pub fn turns_momentum(&self) -> bool {
        self.create().is_some_and(|schedule| schedule.momentum(0).is_some())
    }

    /// The schedule, made.
    pub fn create(&self) -> Option<Box<dyn Schedule>> {
        let call = self.0.as_ref()?;
        create(TABLE[call.row].name, &call.values)
    }
}

/// Where in a run a rate is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct At {
    /// How many steps have been taken.
    pub behind: usize,
    /// The optimizer's own rate.
    pub initial: f64,
    /// The rate of the step before; at the first step the optimizer's.
    pub before: f64,
}

/// The most steps that anything is counted to.
const STEPS: usize = 1_000_000;

const THIRD: f64 = 1.0 / 3.0;

/// The least factor that something is divided by.
const LEAST: f64 = 1e-9;

macro_rules! schedules {
    ($(
        $(#[doc = $doc:literal])+
        $schedule:ident $name:literal ($(
            $(#[doc = $about:literal])+
            $argument:ident: $kind:ident $(= $initial:tt)? $(in $allowed:tt)?
        ),* $(,)?) $(fixed ($($fixed:literal = $only:literal),*))?
    )*) => {
        /// All schedules, as PyTorch constructs them.
        pub static TABLE: &[Constructor] = &[$($schedule::CONSTRUCTOR),*];

        /// What there is to say of each, in the order of the table.
        pub const DOCS: &[Doc] = &[$(Doc {
            about: concat!($($doc),+).trim_ascii(),
            arguments: &[$(concat!($($about),+).trim_ascii()),*],
        }),*];

        /// The schedule of this name, with a value for each argument in the order of its row; or nothing, where there
        /// is none or the values are of other kinds.
        pub fn create(name: &str, values: &[Value]) -> Option<Box<dyn Schedule>> {
            match name {
                $($name => Some(Box::new($schedule::from_values(values)?)),)*
                _ => None,
            }
        }

        $(
            $(#[doc = $doc])+
            #[allow(non_snake_case)] // the arguments have PyTorch's names
            #[derive(Clone, Debug, PartialEq)]
            pub struct $schedule {
                $($(#[doc = $about])+ pub $argument: types::$kind,)*
            }

            impl $schedule {
                /// Its row of the table.
                pub const CONSTRUCTOR: Constructor = Constructor {
                    name: $name,
                    parameters: parameters![
                        ["optimizer"] $($argument: $kind $(= $initial)? $(in $allowed)?),*;
                        "last_epoch" = "-1" $($($fixed = $only)*)?
                    ],
                };

                #[allow(non_snake_case)]
                fn from_values(values: &[Value]) -> Option<Self> {
                    let [$($argument),*] = values else { return None };
                    Some($schedule { $($argument: held::$kind($argument)?),* })
                }
            }
        )*
    };
}

schedules! {
    /// A part of the rate for some steps, then the whole.
    ConstantLr "ConstantLR" (
        /// Which part.
        factor: Number = THIRD in (LEAST..=1.0),
        /// For how many steps.
        total_iters: Whole = 5 in (0..=STEPS),
    )

    /// From one part of the rate to another in equal steps: a warm-up.
    LinearLr "LinearLR" (
        /// The part at the start.
        start_factor: Number = THIRD in (LEAST..=1.0),
        /// The part at the end.
        end_factor: Number = 1.0 in (0.0..=1.0),
        /// In how many steps.
        total_iters: Whole = 5 in (0..=STEPS),
    )

    /// Times a factor every so many steps.
    StepLr "StepLR" (
        /// Every how many steps.
        step_size: Whole in (1..=STEPS),
        /// The factor.
        gamma: Number = 0.1 in (0.0..=MOST),
    )

    /// Times a factor after each of these numbers of steps.
    MultiStepLr "MultiStepLR" (
        /// After how many steps each time.
        milestones: Wholes in (0..=STEPS),
        /// The factor.
        gamma: Number = 0.1 in (0.0..=MOST),
    )

    /// Times a factor after every step.
    ExponentialLr "ExponentialLR" (
        /// The factor.
        gamma: Number in (0.0..=MOST),
    )

    /// Down to 0 along a power of what is left of the steps.
    PolynomialLr "PolynomialLR" (
        /// In how many steps.
        total_iters: Whole = 5 in (0..=STEPS),
        /// The power.
        power: Number = 1.0 in (0.0..=100.0),
    )

    /// Along half a wave of the cosine down to the least rate, and up again.
    CosineAnnealingLr "CosineAnnealingLR" (
        /// How many steps down.
        T_max: Whole in (1..=STEPS),
        /// The least rate.
        eta_min: Number = 0.0 in (0.0..=MOST),
    )

    /// Along half a wave of the cosine down, then at once back to the start.
    CosineAnnealingWarmRestarts "CosineAnnealingWarmRestarts" (
        /// How many steps the first time.
        T_0: Whole in (1..=STEPS),
        /// How many times as many each time.
        T_mult: Whole = 1 in (1..=STEPS),
        /// The least rate.
        eta_min: Number = 0.0 in (0.0..=MOST),
    )

    /// Up and down between two rates, again and again.
    CyclicLr "CyclicLR" (
        /// The lower rate.
        base_lr: Number in (0.0..=MOST),
        /// The upper rate.
        max_lr: Number in (0.0..=MOST),
        /// How many steps up.
        step_size_up: Whole = 2000 in (1..=STEPS),
        /// How many steps down, or as many as up.
        step_size_down: Maybe = None in (1..=STEPS),
        /// Whether every wave is as high, each half as high, or each step's height less by a factor.
        mode: Word = "triangular" in (&["triangular", "triangular2", "exp_range"]),
        /// The factor of each step.
        gamma: Number = 1.0 in (0.0..=MOST),
        /// Whether the momentum goes down while the rate goes up.
        cycle_momentum: Flag = true,
        /// The lower momentum.
        base_momentum: Number = 0.8 in (0.0..=1.0),
        /// The upper momentum.
        max_momentum: Number = 0.9 in (0.0..=1.0),
    ) fixed ("scale_fn" = "None", "scale_mode" = "'cycle'")

    /// Once up, and then down to nearly nothing.
    OneCycleLr "OneCycleLR" (
        /// The highest rate.
        max_lr: Number in (0.0..=MOST),
        /// How many steps in all.
        total_steps: Whole in (1..=STEPS),
        /// Which part of the steps goes up.
        pct_start: Number = 0.3 in (0.0..=1.0),
        /// Whether along the cosine or along a line.
        anneal_strategy: Word = "cos" in (&["cos", "linear"]),
        /// Whether the momentum goes down while the rate goes up.
        cycle_momentum: Flag = true,
        /// The lower momentum.
        base_momentum: Number = 0.85 in (0.0..=1.0),
        /// The upper momentum.
        max_momentum: Number = 0.95 in (0.0..=1.0),
        /// Which part of the highest rate the first is.
        div_factor: Number = 25.0 in (LEAST..=MOST),
        /// Which part of the first rate the last is.
        final_div_factor: Number = 1e4 in (LEAST..=MOST),
        /// Whether it comes down as far as it went up first.
        three_phase: Flag = false,
    ) fixed ("epochs" = "None", "steps_per_epoch" = "None")
}
