//! What is known of a run beforehand, held to runs on random data just inside and outside of each
//! band of the learning rate.

use gradwalk::model::Model;
use gradwalk::training::{Bands, Bowl, Dataset, Gradient, Precision, Unknown, Verdict};
use proptest::prelude::*;

use super::{GRADIENTS, Setup, lesson, points};

/// The bands on these points.
fn bands(data: &Dataset, gradient: Gradient, zero_grad: bool) -> Bands {
    let bowl = Bowl::of(&Model::line(), data).expect("some x is not 0");
    Bands::new(&bowl, data.len(), gradient, zero_grad).expect("in range")
}

/// The distances to the optimum of a run that starts 1 beside it, in double precision.
fn distances(
    data: &Dataset,
    gradient: Gradient,
    zero_grad: bool,
    lr: f64,
    steps: usize,
) -> Vec<f64> {
    let best = Bowl::of(&Model::line(), data).expect("some x is not 0").optimum;
    let (data, w, precision, iterations) = (data.clone(), best + 1.0, Precision::F64, steps);
    let mut trainer = Setup { gradient, data, precision, zero_grad, lr, w, iterations }.trainer();
    trainer.step(steps);
    (0..=trainer.epoch()).map(|epoch| trainer.state(epoch).params[0] - best).collect()
}

/// How far a run is from the optimum where it is farthest.
fn farthest(distances: &[f64]) -> f64 {
    distances.iter().fold(0.0, |far, distance| far.max(distance.abs()))
}

/// Points that w matters to, so that a central difference measures their gradient well.
fn curved() -> impl Strategy<Value = Dataset> {
    points().prop_filter("the loss is curved", |data| {
        data.xs().iter().map(|x| x * x).sum::<f64>() > 0.5 * data.len() as f64
    })
}

#[test]
fn the_bands_of_the_lesson() {
    // H = 2/4·(1 + 4 + 9 + 16) = 15: straight to 1/15, overshooting to 2/15, four times less for
    // the sum; without zero_grad circling to 4/15.
    let bowl = Bowl::of(&Model::line(), &lesson());
    assert_eq!(bowl, Ok(Bowl { curvature: 15.0, optimum: 2.0, least_loss: 0.0 }));
    let edges = |gradient, zero_grad| {
        let bands = bands(&lesson(), gradient, zero_grad);
        (bands.curvature, bands.straight_lr, bands.critical_lr)
    };
    for gradient in [Gradient::Autograd, Gradient::Manual, Gradient::Numeric] {
        assert_eq!(edges(gradient, true), (15.0, Some(1.0 / 15.0), 2.0 / 15.0));
    }
    assert_eq!(edges(Gradient::ManualSum, true), (60.0, Some(1.0 / 60.0), 1.0 / 30.0));
    assert_eq!(edges(Gradient::Autograd, false), (15.0, None, 4.0 / 15.0));
    for by_hand in [Gradient::Manual, Gradient::ManualSum, Gradient::Numeric] {
        assert_eq!(edges(by_hand, false), edges(by_hand, true), "zero_grad is autograd's");
    }
}

#[test]
fn each_band_ends_with_the_rate_that_bounds_it() {
    use Verdict::{Circles, Overshoots, RunsAway, Straight};
    let emptied = bands(&lesson(), Gradient::Autograd, true);
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
        assert_eq!(emptied.verdict(lr), verdict, "at {lr}");
    }
    let piled = bands(&lesson(), Gradient::Autograd, false);
    let critical = 4.0 / 15.0_f64;
    assert_eq!([1e-9, critical.next_down()].map(|lr| piled.verdict(lr)), [Circles; 2]);
    assert_eq!([critical, critical.next_up()].map(|lr| piled.verdict(lr)), [RunsAway; 2]);
    assert_eq!(
        [Straight, Overshoots, Circles, RunsAway].map(Verdict::code),
        ["straight", "overshoots", "circles", "runs-away"]
    );
    assert_eq!(
        [Unknown::Flat, Unknown::Model, Unknown::Range].map(|why| Verdict::Unknown(why).code()),
        ["flat", "unknown-model", "out-of-range"]
    );
    assert_eq!(
        (emptied.factor(0.0), emptied.factor(0.2), piled.factor(0.2)),
        (Some(1.0), Some(2.0), None)
    );
}

#[test]
fn what_is_not_known_says_why() {
    let bowl = |xs: &[f64], ys: &[f64]| {
        let data = Dataset::new(xs.to_vec(), ys.to_vec()).expect("finite points");
        Bowl::of(&Model::line(), &data)
    };
    let other = Model::parse("w*x + b").expect("a formula");
    assert_eq!(Bowl::of(&other, &lesson()), Err(Unknown::Model));
    assert_eq!(bowl(&[0.0, -0.0], &[1.0, 2.0]), Err(Unknown::Flat));
    for (xs, ys) in
        [([1e200, 1.0], [1.0, 1.0]), ([1e-200, 0.0], [1.0, 1.0]), ([1.0, 1.0], [1e200, -1e200])]
    {
        assert_eq!(bowl(&xs, &ys), Err(Unknown::Range), "{xs:?} {ys:?}");
    }
    // The square of 1.6·10⁻¹⁶² is the least number above 0, and an eighth of that is 0.
    let mut tiny = [0.0; 8];
    tiny[0] = 1.6e-162;
    assert_eq!(bowl(&tiny, &[0.0; 8]), Err(Unknown::Range));
    assert!(bowl(&[1.0], &[1e200]).is_ok(), "one point can always be met");
    // H = 2·10⁻³¹⁰ is a number, and 2/H none; 10¹⁵⁴ squared is one, and a hundred thousand of it none.
    let flat = bowl(&[1e-155], &[0.0]).expect("a bowl");
    assert_eq!(Bands::new(&flat, 1, Gradient::Manual, true), Err(Unknown::Range));
    let steep = bowl(&[9e153], &[0.0]).expect("a bowl");
    assert!(Bands::new(&steep, 100, Gradient::Manual, true).is_ok());
    assert_eq!(Bands::new(&steep, 100, Gradient::ManualSum, true), Err(Unknown::Range));
}

#[test]
fn only_a_rate_that_can_be_set_is_advised() {
    let advice = |x: f64| {
        let data = Dataset::new(vec![x], vec![x]).expect("points");
        bands(&data, Gradient::Manual, true).advice(1e-9..=1e3)
    };
    // 2/H = 1/x²: three quarters of that, no less than the least, no more than the greatest.
    assert_eq!(advice(1.0), Some(0.75));
    assert_eq!(advice(1e-3), Some(1e3));
    assert_eq!(advice(3.1e4), Some(1e-9));
    assert_eq!(advice(4e4), None);
    assert_eq!(advice(1e38), None, "0.75·10⁻⁷⁶ cannot be set");
}

proptest! {
    #[test]
    fn the_optimum_is_where_the_parabola_has_its_least(data in curved(), d in -3.0..3.0f64) {
        // L(w* + d) = L(w*) + ½·H·d²
        let known = Bowl::of(&Model::line(), &data).expect("known");
        let mut objective = Gradient::Manual.objective(&data, Precision::F64);
        let mut grads = [0.0];
        let loss = objective.evaluate(&[known.optimum + d], &mut grads);
        let expected = known.least_loss + known.curvature * d * d / 2.0;
        prop_assert!((loss - expected).abs() <= 1e-12 * (1.0 + loss), "{loss} for {expected}");
        let grad = known.curvature * d;
        prop_assert!((grads[0] - grad).abs() <= 1e-12 * (1.0 + loss + grad.abs()));
    }

    #[test]
    fn a_rate_one_percent_off_an_edge_does_what_its_band_says(
        data in curved(),
        size in prop::sample::select(vec![1e-6, 1.0, 1e6]),
    ) {
        // w* and the distances to it are the same at any size.
        let sized = |values: &[f64]| values.iter().map(|value| size * value).collect();
        let data = Dataset::new(sized(data.xs()), sized(data.ys())).expect("finite points");
        for gradient in GRADIENTS {
            let known = bands(&data, gradient, true);
            let straight = known.straight_lr.expect("with zero_grad there is one");
            // Each step multiplies the distance by 1 − lr·c, with a curvature c of 1/straight:
            // after 60 steps, 0.98⁶⁰ ≈ 0.3 and 1.02⁶⁰ ≈ 3.3.
            for (lr, base, steps, verdict) in [
                (0.99 * straight, 0.01, 1, Verdict::Straight),
                (1.01 * straight, -0.01, 1, Verdict::Overshoots),
                (0.99 * known.critical_lr, -0.98, 60, Verdict::Overshoots),
                (1.01 * known.critical_lr, -1.02, 60, Verdict::RunsAway),
            ] {
                let last = distances(&data, gradient, true, lr, steps)[steps];
                let expected = f64::powi(base, steps as i32);
                prop_assert!((last - expected).abs() < 1e-4, "{gradient:?}: {last}, {expected}");
                prop_assert_eq!(known.verdict(lr), verdict);
                let factor = known.factor(lr).expect("with zero_grad there is one");
                prop_assert!((factor - base.abs()).abs() < 1e-9, "{factor}");
            }
        }
    }

    #[test]
    fn without_zero_grad_w_circles_below_the_edge_and_runs_away_above(
        data in curved(),
        part in 0.01..0.99f64,
    ) {
        let known = bands(&data, Gradient::Autograd, false);
        let run = |lr| distances(&data, Gradient::Autograd, false, lr, 800);
        // dₖ₊₁ − 2dₖ + dₖ₋₁ = −lr·H·dₖ: swings of amplitude 1/√(1 − lr·H/4), 10 at lr·H = 3.96.
        for lr in [part * known.critical_lr, 0.99 * known.critical_lr] {
            let swing = run(lr);
            let amplitude = 1.0 / (1.0 - lr / known.critical_lr).sqrt();
            prop_assert!(farthest(&swing) < 1.001 * amplitude, "{} wide", farthest(&swing));
            prop_assert!(farthest(&swing[400..]) > 0.5, "it never settles");
            prop_assert_eq!(known.verdict(lr), Verdict::Circles);
        }
        // At lr·H = 4.04 each swing is 1.22 times as wide as the last.
        prop_assert!(farthest(&run(1.01 * known.critical_lr)) > 1e9);
        prop_assert_eq!(known.verdict(1.01 * known.critical_lr), Verdict::RunsAway);
    }
}
