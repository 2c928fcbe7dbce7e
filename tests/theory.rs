//! The bands of the learning rate: a rate 1% to either side of each edge behaves as painted.
#![cfg(not(target_arch = "wasm32"))]

use gradwalk::training::{
    Comparison, Dataset, Gradient, Nudge, Precision, Theory, Trainer, Verdict,
};
use proptest::prelude::*;

/// The distances w − w* of a run in double precision.
fn distances(
    data: &Dataset,
    gradient: Gradient,
    zero_grad: bool,
    lr: f64,
    steps: usize,
) -> Vec<f64> {
    let optimum = Theory::new(data, gradient, zero_grad).expect("some x is not 0").optimum;
    let objective = gradient.objective(data, Precision::F64, zero_grad);
    let mut trainer = Trainer::new(objective, lr, &[optimum + 1.0], steps);
    trainer.step(steps);
    trainer.history().param(0).values().iter().map(|w| w - optimum).collect()
}

fn data() -> impl Strategy<Value = Dataset> {
    let point = (prop_oneof![0.1..5.0, -5.0..-0.1], -5.0..5.0);
    prop::collection::vec(point, 1..12).prop_map(|points| {
        let (xs, ys) = points.into_iter().unzip();
        Dataset::new(xs, ys).expect("points")
    })
}

fn gradient() -> impl Strategy<Value = Gradient> {
    use Gradient::{Autograd, Manual, ManualSum, Numeric};
    prop::sample::select(vec![Autograd, Manual, ManualSum, Numeric])
}

proptest! {
    #[test]
    fn each_edge_with_zero_grad(data in data(), gradient in gradient()) {
        let theory = Theory::new(&data, gradient, true).expect("some x is not 0");
        let straight = theory.straight_lr.expect("gradients start afresh");
        let run = |lr| distances(&data, gradient, true, lr, 60);

        // The distance shrinks by 1 − 0.99 = 0.01 a step and keeps its sign.
        let below = run(0.99 * straight);
        prop_assert_eq!(theory.verdict(0.99 * straight), Verdict::Straight);
        prop_assert!((below[1] - 0.01).abs() < 1e-4, "{}", below[1]);

        // 1 − 1.01 = −0.01: it changes sides, and shrinks.
        let above = run(1.01 * straight);
        prop_assert_eq!(theory.verdict(1.01 * straight), Verdict::Overshoots);
        prop_assert!((above[1] + 0.01).abs() < 1e-4, "{}", above[1]);

        // 1 − 1.98 = −0.98, to the 60th: 0.298.
        let settling = run(0.99 * theory.critical_lr);
        prop_assert_eq!(theory.verdict(0.99 * theory.critical_lr), Verdict::Overshoots);
        prop_assert!((settling[60] - 0.98_f64.powi(60)).abs() < 1e-3, "{}", settling[60]);

        // 1 − 2.02 = −1.02, to the 60th: 3.28.
        let leaving = run(1.01 * theory.critical_lr);
        prop_assert_eq!(theory.verdict(1.01 * theory.critical_lr), Verdict::RunsAway);
        prop_assert!((leaving[60] - 1.02_f64.powi(60)).abs() < 1e-2, "{}", leaving[60]);
        let factor = theory.factor(1.01 * theory.critical_lr).expect("gradients start afresh");
        prop_assert!((factor - 1.02).abs() < 1e-9);
    }

    #[test]
    fn without_zero_grad_w_swings_or_swings_ever_wider(data in data()) {
        let theory = Theory::new(&data, Gradient::Autograd, false).expect("some x is not 0");
        let run = |lr| distances(&data, Gradient::Autograd, false, lr, 800);
        let largest = |run: &[f64]| run.iter().fold(0.0_f64, |most, e| most.max(e.abs()));
        prop_assert_eq!(theory.straight_lr, None);

        // eₖ₊₁ = (2 − lr·H)·eₖ − eₖ₋₁: a swing of constant width, 1/cos(θ/2) ≈ 10 at lr·H = 3.96.
        for lr in [0.05 * theory.critical_lr, 0.5 * theory.critical_lr, 0.99 * theory.critical_lr] {
            let swing = run(lr);
            prop_assert_eq!(theory.verdict(lr), Verdict::Circles);
            prop_assert!(largest(&swing) < 12.0, "{}", largest(&swing));
            prop_assert!(largest(&swing[700..]) > 0.9, "{}", largest(&swing[700..]));
        }
        // At lr·H = 4.04 the wider root is −1.22.
        prop_assert_eq!(theory.verdict(1.01 * theory.critical_lr), Verdict::RunsAway);
        prop_assert!(largest(&run(1.01 * theory.critical_lr)) > 1e9);
    }

    #[test]
    fn three_routes_one_slope_and_the_sum_is_n_times_as_long(data in data(), w in -10.0..10.0) {
        let (loss, g) = Comparison::new(&data, Precision::F64).at(w);
        let theory = Theory::new(&data, Gradient::Autograd, true).expect("some x is not 0");
        // L = L(w*) + H/2·(w − w*)², dL/dw = H·(w − w*)
        let slope = theory.curvature * (w - theory.optimum);
        let near = |a: f64, b: f64, tolerance: f64| (a - b).abs() <= tolerance * (1.0 + loss);
        prop_assert!(near(g.autograd, slope, 1e-9) && near(g.manual, g.autograd, 1e-12));
        prop_assert!(near(g.numeric, g.autograd, 1e-6));
        prop_assert!(near(g.manual_sum, data.len() as f64 * g.manual, 1e-10));
    }
}

fn lesson() -> Dataset {
    Dataset::new(vec![1.0, 2.0, 3.0, 4.0], vec![2.0, 4.0, 6.0, 8.0]).expect("points")
}

#[test]
fn the_lessons_bands() {
    let data = lesson();
    let theory = |gradient, zero_grad| Theory::new(&data, gradient, zero_grad).expect("known");
    // H = 2/4·(1 + 4 + 9 + 16) = 15
    let autograd = theory(Gradient::Autograd, true);
    assert_eq!((autograd.curvature, autograd.optimum, autograd.least_loss), (15.0, 2.0, 0.0));
    assert_eq!((autograd.straight_lr, autograd.critical_lr), (Some(1.0 / 15.0), 2.0 / 15.0));
    assert_eq!(theory(Gradient::ManualSum, true).critical_lr, 2.0 / 60.0);
    assert_eq!(theory(Gradient::Autograd, false).critical_lr, 4.0 / 15.0);
    assert_eq!(theory(Gradient::Manual, false).critical_lr, 2.0 / 15.0);

    let verdicts = [0.066, 1.0 / 15.0, 0.12, 2.0 / 15.0, 0.14].map(|lr| autograd.verdict(lr));
    use Verdict::{Circles, Overshoots, RunsAway, Straight};
    assert_eq!(verdicts, [Straight, Straight, Overshoots, Circles, RunsAway]);
    // At 0.1 each step lands half as far away, at 0.14 1.1 times as far.
    assert!((autograd.factor(0.1).unwrap() - 0.5).abs() < 1e-12);
    assert!((autograd.factor(0.14).unwrap() - 1.1).abs() < 1e-12);
}

#[test]
fn a_nudge_measures_the_slope_before_ones_eyes() {
    // L(0.001) = 7.5·1.999² = 29.9700075
    let Nudge { w, loss, slope } = Comparison::new(&lesson(), Precision::F32).nudge(0.0);
    assert_eq!((w, loss[0]), ([0.0, 0.001], 30.0));
    assert!((loss[1] - 29.970_007_5).abs() < 1e-9 && (slope + 29.9925).abs() < 1e-6);
    assert_eq!(Comparison::new(&lesson(), Precision::F32).nudge(250.0).w, [250.0, 250.1]);
}

#[test]
fn nothing_is_known_where_w_changes_nothing() {
    let at_zero = Dataset::new(vec![0.0, 0.0], vec![1.0, 2.0]).expect("points");
    let beyond = Dataset::new(vec![1e300], vec![1.0]).expect("points");
    assert_eq!(Theory::new(&at_zero, Gradient::Autograd, true), None);
    assert_eq!(Theory::new(&beyond, Gradient::Autograd, true), None);
}
