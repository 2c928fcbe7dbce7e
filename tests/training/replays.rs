//! States that are not kept are made again: the same to the bit, by few evaluations, in bounded
//! memory.

use std::cell::Cell;
use std::rc::Rc;

use allocation_counter::measure;
use gradwalk::optim::{Line, Optimizer, Step};
use gradwalk::training::{
    Dataset, Descent, MAX_ITERATIONS, Objective, Precision, Quantity, State, Trainer,
};
use proptest::prelude::*;

/// Σₖ (k + 1)·(pₖ − k)²/N, and a count of how often that was asked.
struct Bowls {
    precision: Precision,
    cost: usize,
    evaluations: Rc<Cell<usize>>,
}

impl Objective for Bowls {
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64 {
        self.evaluations.set(self.evaluations.get() + 1);
        let n = params.len() as f64;
        let mut loss = 0.0;
        for (k, (&p, grad)) in params.iter().zip(grads).enumerate() {
            let (weight, distance) = ((k + 1) as f64 / n, p - k as f64);
            loss += weight * distance * distance;
            *grad = self.precision.round(2.0 * weight * distance);
        }
        self.precision.round(loss)
    }

    fn look_at(&mut self, _: &Dataset) {}

    fn precision(&self) -> Precision {
        self.precision
    }

    fn cost(&self) -> usize {
        self.cost
    }
}

/// v ← ½v + g/t, s ← s + |g|, p ← p − lr·v/(1 + s) in step t: what remembers two numbers of each
/// parameter, and knows which step it is.
struct Heavy;

impl Optimizer for Heavy {
    fn state(&self) -> &'static [&'static str] {
        &["speed", "length"]
    }

    fn step(&self, step: Step, params: &mut [f64], grads: &[f64], state: &mut [f64]) {
        let (speed, length) = state.split_at_mut(params.len());
        for (k, p) in params.iter_mut().enumerate() {
            speed[k] = 0.5 * speed[k] + grads[k] / step.t as f64;
            length[k] += grads[k].abs();
            *p -= step.lr * speed[k] / (1.0 + length[k]);
        }
    }

    fn account(&self, _: Step, _: f64, _: f64, _: &[f64]) -> Vec<Line> {
        Vec::new()
    }
}

#[derive(Clone, Debug)]
struct Setup {
    params: usize,
    precision: Precision,
    cost: usize,
    zero_grad: bool,
    momentum: bool,
    lr: f64,
    iterations: usize,
}

impl Setup {
    fn trainer(&self, evaluations: &Rc<Cell<usize>>) -> Trainer {
        let Setup { precision, cost, lr, .. } = *self;
        let objective = Box::new(Bowls { precision, cost, evaluations: evaluations.clone() });
        let start = vec![0.1; self.params];
        let descent = Descent::new(objective, lr);
        let descent = if self.momentum { descent.with_optimizer(Box::new(Heavy)) } else { descent };
        let descent = if self.zero_grad { descent } else { descent.without_zero_grad() };
        Trainer::of(descent, &start, self.iterations)
    }

    /// The states as one would write them down.
    fn plain_loop(&self) -> Vec<State> {
        let (precision, n) = (self.precision, self.params);
        let evaluations = Rc::default();
        let mut objective = Bowls { precision, cost: self.cost, evaluations };
        let (mut params, mut grads) = (vec![precision.round(0.1); n], vec![0.0; n]);
        let (mut fresh, mut speed, mut length) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
        let mut states: Vec<State> = Vec::new();
        for epoch in 0..=self.iterations {
            let loss = objective.evaluate(&params, &mut fresh);
            for k in 0..n {
                let before = if self.zero_grad { 0.0 } else { grads[k] };
                grads[k] = precision.round(before + fresh[k]);
            }
            states.push(State {
                epoch,
                params: params.clone(),
                loss,
                grads: grads.clone(),
                lr: self.lr,
            });
            for k in 0..n {
                if self.momentum {
                    speed[k] = 0.5 * speed[k] + grads[k] / (epoch + 1) as f64;
                    length[k] += grads[k].abs();
                    params[k] -= self.lr * speed[k] / (1.0 + length[k]);
                } else {
                    let step = precision.round(precision.round(self.lr) * grads[k]);
                    params[k] = precision.round(params[k] - step);
                }
            }
            if !params.iter().chain(&grads).chain([&loss]).all(|number| number.is_finite()) {
                break;
            }
        }
        states
    }
}

fn setup() -> impl Strategy<Value = Setup> {
    let few_or_many = prop_oneof![1..5usize, 5..40usize];
    let precision = prop_oneof![Just(Precision::F32), Just(Precision::F64)];
    // From a checkpoint at each state to one for the whole run.
    let cost = prop_oneof![Just(1usize), 20_000..2_000_000usize, Just(usize::MAX)];
    let rates = (-3.0..0.5f64).prop_map(|exponent| 10f64.powf(exponent));
    (few_or_many, precision, cost, any::<[bool; 2]>(), rates, 0..400usize).prop_map(
        |(params, precision, cost, [zero_grad, momentum], lr, iterations)| Setup {
            params,
            precision,
            cost,
            zero_grad,
            momentum,
            lr,
            iterations,
        },
    )
}

/// The bits of a state: a number that is not one is a number like any other.
fn bits(state: &State) -> Vec<u64> {
    let numbers = state.params.iter().chain([&state.loss]).chain(&state.grads);
    numbers.map(|number| number.to_bits()).chain([state.epoch as u64]).collect()
}

proptest! {
    #[test]
    fn a_state_made_again_is_the_plain_loops_to_the_bit(
        setup in setup(),
        keeps_loss: bool,
        seeks in prop::collection::vec((0..500usize, any::<bool>()), 1..30),
    ) {
        let expected = setup.plain_loop();
        let mut trainer = setup.trainer(&Rc::default());
        if keeps_loss {
            trainer = trainer.keeping([Quantity::Loss]);
        }
        for (epoch, moves) in seeks {
            if moves {
                trainer.seek(epoch, 100);
            }
            let head = trainer.history().head();
            prop_assert_eq!(bits(&trainer.state(epoch)), bits(&expected[epoch.min(head)]));
        }
        trainer.seek(usize::MAX, usize::MAX);
        prop_assert_eq!(trainer.history().head() + 1, expected.len());
        for state in &expected {
            prop_assert_eq!(bits(&trainer.state(state.epoch)), bits(state));
            let loss = trainer.history().series(Quantity::Loss).expect("is kept");
            prop_assert_eq!(loss[state.epoch].to_bits(), state.loss.to_bits());
        }
    }

    #[test]
    fn what_is_kept_is_what_was_asked_for(params in 1..12usize, asked in prop::collection::btree_set(0..24usize, 0..24)) {
        let all: Vec<Quantity> = Quantity::all(params).collect();
        let kept: Vec<Quantity> =
            all.iter().enumerate().filter(|(i, _)| asked.contains(i)).map(|(_, &q)| q).collect();
        let setup = Setup {
            params,
            precision: Precision::F64,
            cost: 1,
            zero_grad: true,
            momentum: false,
            lr: 0.1,
            iterations: 9,
        };
        let mut trainer = setup.trainer(&Rc::default());
        let usual = if params <= 4 { all.clone() } else { vec![Quantity::Loss] };
        prop_assert_eq!(trainer.history().kept().collect::<Vec<_>>(), usual);
        // What is asked for of parameters that the run has not is nothing.
        trainer = trainer.keeping(kept.iter().copied().chain([Quantity::Grad(params)]));
        trainer.step(9);
        for &quantity in &all {
            let series: Option<Vec<f64>> = trainer.history().series(quantity).map(|s| s.iter().collect());
            let states: Vec<f64> = (0..=9).map(|epoch| trainer.state(epoch).value(quantity)).collect();
            prop_assert_eq!(series, kept.contains(&quantity).then_some(states));
        }
        prop_assert_eq!(trainer.history().head(), 9);
        prop_assert!(trainer.history().series(Quantity::Param(params)).is_none());
    }
}

/// A run of as many parameters as the network of two moons has, as cheap as can be.
fn network(cost: usize, params: usize) -> Setup {
    Setup {
        params,
        precision: Precision::F64,
        cost,
        zero_grad: true,
        momentum: false,
        lr: 1e-6,
        iterations: MAX_ITERATIONS,
    }
}

#[test]
fn a_million_epochs_of_337_parameters_fit_into_memory_and_any_is_near() {
    // Memory grows with the epochs: without optimization, a quarter of them tells the same.
    let epochs = if cfg!(debug_assertions) { MAX_ITERATIONS / 4 } else { MAX_ITERATIONS };
    let evaluations = Rc::new(Cell::new(0));
    // A state costs 65,410 operations forward and as many back: it pays to keep each 38th.
    let setup = Setup { iterations: epochs, ..network(130_820, 337) };
    let mut trainer = setup.trainer(&evaluations);
    let used = measure(|| trainer.step(epochs));
    assert!(used.bytes_max < 100 * epochs as u64, "{} bytes", used.bytes_max);
    assert_eq!(evaluations.get(), epochs + 1, "each state is evaluated once");
    for epoch in (1..epochs).step_by(19_991).chain([epochs - 1, 37, 38, epochs / 2]) {
        evaluations.set(0);
        let used = measure(|| drop(trainer.state(epoch)));
        assert!(evaluations.get() <= 38, "{} evaluations to state {epoch}", evaluations.get());
        assert!(used.bytes_max < 50_000, "{} bytes", used.bytes_max);
    }
    // The next state is a step from there.
    trainer.state(50_000);
    evaluations.set(0);
    (50_001..50_101).for_each(|epoch| drop(trainer.state(epoch)));
    assert!(evaluations.get() <= 103, "{} evaluations for 100 states", evaluations.get());
}

#[test]
fn ten_thousand_parameters_never_fill_the_memory() {
    // By its cost each state is worth keeping, but 1,600 of them are all that there is room for.
    let setup = |iterations| Setup { iterations, ..network(usize::MAX, 10_000) };
    let mut trainer = setup(2_500).trainer(&Rc::default());
    let used = measure(|| trainer.step(2_500));
    assert!(used.bytes_max < 150_000_000, "{} bytes", used.bytes_max);
    let mut afresh = setup(1_333).trainer(&Rc::default());
    afresh.step(1_333);
    assert_eq!(trainer.state(1_333), afresh.state(1_333));
}

#[test]
fn a_long_series_is_not_copied_to_grow() {
    let mut trainer = network(1, 1).trainer(&Rc::default());
    let used = measure(|| trainer.step(MAX_ITERATIONS));
    // Three series of a million doubles, and a thirty-second of that for their extents.
    assert!(used.bytes_max < 26_000_000, "{} bytes", used.bytes_max);
}
