//! A run is a pure function of its settings: however it is computed, and however far, each state
//! is the one that a plain loop makes.

use gradwalk::training::{Gradient, History, MAX_ITERATIONS, Precision, Quantity};
use proptest::prelude::*;

use super::{Setup, lesson, setup};

/// A state: w, and the loss and the gradient there.
type State = [f64; 3];

/// The run as one would write it down: evaluate, keep, update, until a number is not finite.
pub fn plain_loop(setup: &Setup) -> Vec<State> {
    let mut objective = setup.gradient.objective(&setup.data, setup.precision);
    let single = objective.precision() == Precision::F32;
    let mut w = if single { f64::from(setup.w as f32) } else { setup.w };
    let mut states = Vec::new();
    let mut grads = [0.0];
    while states.len() <= setup.iterations {
        let before = if setup.zero_grad { 0.0 } else { grads[0] };
        let loss = objective.evaluate(&[w], &mut grads);
        grads[0] = match single {
            true => f64::from(before as f32 + grads[0] as f32),
            false => before + grads[0],
        };
        states.push([w, loss, grads[0]]);
        w = match single {
            true => f64::from(w as f32 - setup.lr as f32 * grads[0] as f32),
            false => w - setup.lr * grads[0],
        };
        if ![w, loss, grads[0]].iter().all(|number| number.is_finite()) {
            break;
        }
    }
    states
}

/// The bits of the states of a history.
pub fn bits(history: &History) -> Vec<[u64; 3]> {
    let [w, loss, grad] = [Quantity::Param(0), Quantity::Loss, Quantity::Grad(0)]
        .map(|quantity| history.series(quantity).expect("of one parameter all is kept"));
    (0..=history.head()).map(|e| [w[e], loss[e], grad[e]].map(f64::to_bits)).collect()
}

fn bits_of(states: &[State]) -> Vec<[u64; 3]> {
    states.iter().map(|state| state.map(f64::to_bits)).collect()
}

proptest! {
    #[test]
    fn a_run_is_the_plain_loop_to_the_bit(setup in setup()) {
        let mut trainer = setup.trainer();
        trainer.step(setup.iterations);
        let expected = plain_loop(&setup);
        prop_assert_eq!(bits(trainer.history()), bits_of(&expected));
        prop_assert_eq!(trainer.epoch(), expected.len() - 1);
        prop_assert_eq!(trainer.end(), expected.len() - 1);
    }

    #[test]
    fn slices_make_the_same_run(setup in setup(), budgets in prop::collection::vec(0..40usize, 1..20)) {
        let mut whole = setup.trainer();
        whole.step(usize::MAX);
        let mut sliced = setup.trainer();
        for budget in budgets {
            let before = sliced.history().head();
            let reached = sliced.seek(setup.iterations, budget);
            prop_assert_eq!((reached, reached), (sliced.epoch(), sliced.history().head()));
            prop_assert!(reached - before <= budget);
            prop_assert!(reached == before + budget || reached == whole.end());
        }
        sliced.seek(usize::MAX, usize::MAX);
        prop_assert_eq!(bits(sliced.history()), bits(whole.history()));
    }

    #[test]
    fn only_finite_rows_are_kept(setup in setup(), lr in 1.0..1e3f64) {
        let mut trainer = Setup { lr, iterations: 2_000, ..setup }.trainer();
        trainer.step(2_000);
        for epoch in 1..=trainer.history().head() {
            let row = trainer.row(epoch);
            prop_assert!([row.params[0], row.loss, row.grads[0]].iter().all(|v| v.is_finite()), "{row:?}");
        }
    }
}

#[test]
fn a_row_is_the_step_between_two_states() {
    let mut trainer = Setup::lesson(0.01, 20).trainer();
    trainer.step(5);
    for epoch in 1..=5 {
        let (row, before, after) =
            (trainer.row(epoch), trainer.state(epoch - 1), trainer.state(epoch));
        assert_eq!((row.epoch, row.params), (epoch, after.params));
        assert_eq!((row.loss, row.grads), (before.loss, before.grads));
    }
    assert_eq!(trainer.history().params(), 1);
}

#[test]
fn the_history_is_exact_at_every_epoch_of_a_million() {
    let setup = Setup {
        gradient: Gradient::Manual,
        precision: Precision::F64,
        ..Setup::lesson(1e-6, MAX_ITERATIONS)
    };
    let mut trainer = setup.trainer();
    // As a page computes it, in slices.
    while trainer.seek(MAX_ITERATIONS, 77_777) < MAX_ITERATIONS {}
    let history = trainer.history();
    let [ws, losses, grads] = [Quantity::Param(0), Quantity::Loss, Quantity::Grad(0)]
        .map(|quantity| history.series(quantity).expect("of one parameter all is kept"));
    let (mut w, data) = (0.0, lesson());
    for epoch in 0..=MAX_ITERATIONS {
        let residual = |i: usize| w * data.xs()[i] - data.ys()[i];
        let loss = (0..4).fold(0.0, |sum, i| sum + residual(i) * residual(i)) / 4.0;
        let grad = (0..4).fold(0.0, |sum, i| sum + 2.0 * data.xs()[i] * residual(i)) / 4.0;
        assert_eq!(ws[epoch], w, "epoch {epoch}");
        assert_eq!((losses[epoch], grads[epoch]), (loss, grad), "epoch {epoch}");
        w -= 1e-6 * grad;
    }
    // wₖ = 2 − 2(1 − 15·10⁻⁶)ᵏ → 2 − 2e⁻¹⁵
    assert!((trainer.row(MAX_ITERATIONS).params[0] - 2.0 + 2.0 * (-15f64).exp()).abs() < 1e-9);
}

#[test]
fn a_run_has_at_most_a_million_iterations() {
    let trainer = Setup::lesson(0.01, usize::MAX).trainer();
    assert_eq!((trainer.iterations(), trainer.end()), (MAX_ITERATIONS, MAX_ITERATIONS));
}

#[test]
fn the_start_is_rounded_to_the_precision_of_the_run() {
    let start = |gradient, precision| {
        let mut trainer = Setup { gradient, precision, w: 0.1, ..Setup::lesson(0.01, 1) }.trainer();
        (trainer.state(0).params[0], trainer.precision())
    };
    assert_eq!(start(Gradient::Autograd, Precision::F32), (f64::from(0.1f32), Precision::F32));
    assert_eq!(start(Gradient::Autograd, Precision::F64), (0.1, Precision::F64));
    // NumPy keeps w in double precision even where its arrays are single.
    assert_eq!(start(Gradient::ManualSum, Precision::F32), (0.1, Precision::F64));
    assert_eq!(start(Gradient::Numeric, Precision::F32), (0.1, Precision::F64));
}
