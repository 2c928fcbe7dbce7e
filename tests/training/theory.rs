//! What is known of a run beforehand, held to runs on random data just inside and outside of each
//! band of the learning rate.

use gradwalk::training::{Dataset, Gradient, Precision, Status, Theory, Verdict};
use proptest::prelude::*;

use super::{GRADIENTS, Setup, lesson, points};

/// The distances to the optimum of a run from one beside it, in double precision.
struct Run {
    distances: Vec<f64>,
    diverged: bool,
}

impl Run {
    fn new(gradient: Gradient, zero_grad: bool, data: &Dataset, w_best: f64, lr: f64) -> Run {
        let (w, precision, iterations) = (w_best + 1.0, Precision::F64, 1_000);
        let setup = Setup { gradient, data: data.clone(), precision, zero_grad, lr, w, iterations };
        let mut trainer = setup.trainer();
        trainer.step(iterations);
        let states = trainer.history().param(0).values().iter();
        Run {
            distances: states.map(|w| w - w_best).collect(),
            diverged: trainer.status() == Status::Diverged,
        }
    }

    fn farthest(&self) -> f64 {
        self.distances.iter().fold(0.0, |far, distance| far.max(distance.abs()))
    }

    fn last(&self) -> f64 {
        self.distances[self.distances.len() - 1].abs()
    }

    fn runs_away(&self) -> bool {
        self.diverged || self.farthest() > 1e6
    }
}

/// Points that w matters to, so that a nudge measures their slope well.
fn sloped() -> impl Strategy<Value = Dataset> {
    points().prop_filter("the slope is a slope", |data| {
        data.xs().iter().map(|x| x * x).sum::<f64>() > 0.5 * data.len() as f64
    })
}

#[test]
fn the_bands_of_the_lesson() {
    // H = 2/4·(1 + 4 + 9 + 16) = 15: straight to 1/15, overshooting to 2/15, four times less for
    // the sum; without zero_grad circling to 4/15.
    let theory = |gradient, zero_grad| Theory::new(&lesson(), gradient, zero_grad).expect("known");
    for gradient in [Gradient::Autograd, Gradient::Manual, Gradient::Numeric] {
        let known = theory(gradient, true);
        assert_eq!((known.curvature, known.optimum, known.least_loss), (15.0, 2.0, 0.0));
        assert_eq!((known.straight_lr, known.critical_lr), (Some(1.0 / 15.0), 2.0 / 15.0));
    }
    let sum = theory(Gradient::ManualSum, true);
    assert_eq!((sum.straight_lr, sum.critical_lr), (Some(1.0 / 60.0), 1.0 / 30.0));
    let piled = theory(Gradient::Autograd, false);
    assert_eq!((piled.straight_lr, piled.critical_lr), (None, 4.0 / 15.0));
    for by_hand in [Gradient::Manual, Gradient::ManualSum, Gradient::Numeric] {
        assert_eq!(theory(by_hand, false), theory(by_hand, true), "zero_grad is autograd's");
    }
}

#[test]
fn each_band_ends_with_the_rate_that_bounds_it() {
    use Verdict::{Circles, Overshoots, RunsAway, Straight};
    let theory = Theory::new(&lesson(), Gradient::Autograd, true).expect("known");
    let (straight, critical) = (1.0 / 15.0_f64, 2.0 / 15.0_f64);
    for (lr, verdict) in [
        (1e-9, Straight),
        (straight, Straight),
        (straight.next_up(), Overshoots),
        (critical.next_down(), Overshoots),
        (critical, Circles),
        (critical.next_up(), RunsAway),
        (1e3, RunsAway),
    ] {
        assert_eq!(theory.verdict(lr), verdict, "at {lr}");
    }
    let piled = Theory::new(&lesson(), Gradient::Autograd, false).expect("known");
    let critical = 4.0 / 15.0_f64;
    assert_eq!([1e-9, critical.next_down()].map(|lr| piled.verdict(lr)), [Circles; 2]);
    assert_eq!([critical, critical.next_up()].map(|lr| piled.verdict(lr)), [RunsAway; 2]);
    assert_eq!(
        [Straight, Overshoots, Circles, RunsAway].map(Verdict::code),
        ["straight", "overshoots", "circles", "runs-away"]
    );
    assert_eq!(
        (theory.factor(0.0), theory.factor(0.2), piled.factor(0.2)),
        (Some(1.0), Some(2.0), None)
    );
}

#[test]
fn nothing_is_known_where_w_changes_nothing_or_numbers_end() {
    let unknown = |xs: &[f64], ys: &[f64]| {
        let data = Dataset::new(xs.to_vec(), ys.to_vec()).expect("finite points");
        GRADIENTS.iter().all(|&gradient| Theory::new(&data, gradient, true).is_none())
    };
    assert!(unknown(&[0.0, 0.0], &[1.0, 2.0]));
    assert!(unknown(&[1e200], &[1.0]));
    assert!(unknown(&[1e-200], &[1.0]));
    assert!(unknown(&[1.0, 1.0], &[1e200, -1e200]));
    assert!(!unknown(&[1.0], &[1e200]), "one point can always be met");
}

proptest! {
    // Each case is a dozen runs of a thousand steps.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_optimum_is_where_the_parabola_has_its_least(data in sloped(), d in -3.0..3.0f64) {
        // L(w* + d) = L(w*) + ½·H·d²
        let known = Theory::new(&data, Gradient::Manual, true).expect("known");
        let mut objective = Gradient::Manual.objective(&data, Precision::F64, true);
        let mut grads = [0.0];
        let loss = objective.evaluate(&[known.optimum + d], &mut grads);
        let expected = known.least_loss + known.curvature * d * d / 2.0;
        prop_assert!((loss - expected).abs() <= 1e-12 * (1.0 + loss), "{loss} for {expected}");
        let slope = known.curvature * d;
        prop_assert!((grads[0] - slope).abs() <= 1e-12 * (1.0 + loss + slope.abs()));
    }

    #[test]
    fn a_rate_one_percent_off_an_edge_does_what_its_band_says(data in sloped()) {
        for gradient in GRADIENTS {
            let known = Theory::new(&data, gradient, true).expect("known");
            let run = |lr| Run::new(gradient, true, &data, known.optimum, lr);
            let straight = known.straight_lr.expect("with zero_grad there is one");

            // The distance shrinks by 1 − lr·slope: 0.01 below the edge, −0.01 above.
            let (below, above) = (run(0.99 * straight), run(1.01 * straight));
            prop_assert!(below.distances[1] > 0.0 && above.distances[1] < 0.0, "{gradient:?}");
            prop_assert_eq!(known.verdict(0.99 * straight), Verdict::Straight);
            prop_assert_eq!(known.verdict(1.01 * straight), Verdict::Overshoots);

            // And by −0.98 or −1.02: 0.98¹⁰⁰⁰ ≈ 2·10⁻⁹, 1.02¹⁰⁰⁰ ≈ 4·10⁸.
            let (below, above) = (run(0.99 * known.critical_lr), run(1.01 * known.critical_lr));
            prop_assert!(below.last() < 1e-3, "{gradient:?}: still {}", below.last());
            prop_assert!(above.runs_away(), "{gradient:?}: at most {}", above.farthest());
            prop_assert_eq!(known.verdict(0.99 * known.critical_lr), Verdict::Overshoots);
            prop_assert_eq!(known.verdict(1.01 * known.critical_lr), Verdict::RunsAway);
        }
    }

    #[test]
    fn without_zero_grad_w_circles_below_the_edge_and_runs_away_above(
        data in sloped(),
        part in 0.01..0.99f64,
    ) {
        let known = Theory::new(&data, Gradient::Autograd, false).expect("known");
        let run = |lr| Run::new(Gradient::Autograd, false, &data, known.optimum, lr);
        // dₖ₊₁ − 2dₖ + dₖ₋₁ = −lr·H·dₖ: swings of amplitude 1/√(1 − lr·H/4) at most 10 times d₀.
        for lr in [part * known.critical_lr, 0.99 * known.critical_lr] {
            let circling = run(lr);
            prop_assert_eq!(known.verdict(lr), Verdict::Circles);
            prop_assert!(circling.farthest() < 10.1, "as far as {}", circling.farthest());
            let late = circling.distances.iter().rev().take(400).fold(0.0, |far: f64, d| far.max(d.abs()));
            prop_assert!(late > 0.5, "it never settles, but comes to {late}");
        }
        prop_assert!(run(1.01 * known.critical_lr).runs_away());
        prop_assert_eq!(known.verdict(1.01 * known.critical_lr), Verdict::RunsAway);
    }

    #[test]
    fn each_step_shrinks_the_distance_by_the_factor(data in sloped(), part in 0.01..2.5f64) {
        for gradient in GRADIENTS {
            let known = Theory::new(&data, gradient, true).expect("known");
            let lr = part * known.critical_lr / 2.0;
            let distances = Run::new(gradient, true, &data, known.optimum, lr).distances;
            let factor = known.factor(lr).expect("with zero_grad there is one");
            prop_assert!((distances[1].abs() - factor).abs() < 1e-6, "{gradient:?}: {factor}");
        }
    }
}
