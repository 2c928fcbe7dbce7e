//! Four ways to one gradient, and how far each agrees with the others.

use gradwalk::model::{Criterion, Model};
use gradwalk::training::{
    Comparison, Dataset, Descent, Gradient, Nudge, Precision, State, Trainer,
};
use proptest::prelude::*;

use super::{GRADIENTS, lesson, points};

/// The loss and the gradient at w, afresh.
fn at(gradient: Gradient, precision: Precision, data: &Dataset, w: f64) -> (f64, f64) {
    let mut grads = [0.0];
    let loss = gradient.objective(data, precision).evaluate(&[w], &mut grads);
    (loss, grads[0])
}

/// 1/N · Σ |2·xᵢ·rᵢ|: how large the numbers are that the gradient is the mean of.
fn magnitude(data: &Dataset, w: f64) -> f64 {
    let terms = data.xs().iter().zip(data.ys()).map(|(x, y)| (2.0 * x * (w * x - y)).abs());
    terms.sum::<f64>() / data.len() as f64
}

#[test]
fn a_nudge_measures_the_slope_before_ones_eyes() {
    // L(∓0.001) = 7.5·(2 ± 0.001)² = 30.0300075 and 29.9700075
    let mut comparison =
        Comparison::new(&Model::line(), &Criterion::default(), &lesson(), Precision::F32);
    let Nudge { at, loss, slope } = comparison.nudge(&[0.0], 0).expect("it is quick");
    assert_eq!(at, [-0.001, 0.001]);
    assert!((loss[0] - 30.030_007_5).abs() < 1e-9 && (loss[1] - 29.970_007_5).abs() < 1e-9);
    assert!((slope + 30.0).abs() < 1e-9, "of a parabola it is the slope itself");
    for (w, at) in [(250.0, [249.9, 250.1]), (999.0, [998.9, 999.1]), (-1e3, [-1001.0, -999.0])] {
        assert_eq!(comparison.nudge(&[w], 0).expect("it is quick").at, at);
    }
}

#[test]
fn of_several_parameters_each_is_nudged_alone_and_has_its_slope_by_hand() {
    // At w = b = 0 of wx + b: ∂L/∂w = −30 as of the line, ∂L/∂b = ¼·Σ 2·(−2x) = −10.
    let model = Model::parse("w*x + b").expect("a formula");
    let mut comparison = Comparison::new(&model, &Criterion::default(), &lesson(), Precision::F64);
    let gradients = comparison.at(&[0.0, 0.0]);
    let ways: Vec<Gradient> = gradients.ways().collect();
    assert_eq!(
        ways,
        [Gradient::Manual, Gradient::ManualSum, Gradient::Autograd, Gradient::Numeric]
    );
    assert_eq!((gradients.loss, gradients.by(Gradient::Autograd)), (30.0, &[-30.0, -10.0][..]));
    assert_eq!(gradients.by(Gradient::Manual), [-30.0, -10.0]);
    assert_eq!(gradients.by(Gradient::ManualSum), [-120.0, -40.0]);
    for (k, slope) in [(0, -30.0), (1, -10.0)] {
        let nudge = comparison.nudge(&[0.0, 0.0], k).expect("it is quick");
        assert!((nudge.slope - slope).abs() < 1e-9, "{nudge:?}");
        assert!((gradients.by(Gradient::Numeric)[k] - slope).abs() < 1e-6);
    }
}

#[test]
fn at_the_start_of_the_lesson() {
    // At w = 0 the residuals are −y = −2x: L = ¼·Σ 4x² = 30, dL/dw = ¼·Σ 2x·(−2x) = −30; the
    // notebook by hand forgets the ¼.
    for precision in [Precision::F32, Precision::F64] {
        let start = |gradient| at(gradient, precision, &lesson(), 0.0);
        assert_eq!(start(Gradient::Autograd), (30.0, -30.0));
        assert_eq!(start(Gradient::Manual), (30.0, -30.0));
        assert_eq!(start(Gradient::ManualSum), (30.0, -120.0));
        let (loss, measured) = start(Gradient::Numeric);
        assert!(loss == 30.0 && (measured + 30.0).abs() < 1e-6, "{measured}");
    }
}

/// Models that are linear in their parameters.
const LINEAR: [&str; 7] = [
    "w*x + b",
    "a*x*x + b*x + c",
    "b - w*x",
    "w*x/3 + w",
    "a*sin(2*x) - (b*(x - 1) + c)/2",
    "2*w*x + 1",
    "w",
];

#[test]
fn by_hand_there_is_no_gradient_of_what_is_not_linear_nor_of_another_loss() {
    let square = Criterion::default();
    for formula in ["w*x*w", "exp(w*x)", "x/w", "(w*x + b)**2", "abs(w)*x", "x**w"] {
        let model = Model::parse(formula).expect("a formula");
        assert!(model.features().is_none(), "{formula}");
        assert!(!Gradient::Manual.knows(&model, &square), "{formula}");
    }
    for criterion in Criterion::all() {
        let knows = Gradient::Manual.knows(&Model::line(), &criterion);
        assert_eq!(knows, criterion == square, "{}", criterion.text());
    }
}

#[test]
fn what_a_parameter_is_multiplied_by_is_an_expression_of_the_inputs() {
    for (formula, features) in [
        ("w*x", &["x"][..]),
        ("w*x + b", &["x", "1"]),
        ("a*x*x + b*x + c", &["x*x", "x", "1"]),
        ("b - w*x", &["1", "-x"]),
        ("w*x/3 + w", &["x/3 + 1"]),
        ("2*w*x + 1", &["2*x"]),
        ("a*sin(2*x) - (b*(x - 1) + c)/2", &["sin(2*x)", "-((x - 1)/2)", "-0.5"]),
        ("w - w + b", &["0", "1"]),
    ] {
        let model = Model::parse(formula).expect("a formula");
        let written: Vec<_> =
            model.features().expect("it is linear").iter().map(Model::formula).collect();
        assert_eq!(
            written,
            features.iter().map(|&f| Some(f.to_owned())).collect::<Vec<_>>(),
            "{formula}"
        );
    }
}

proptest! {
    /// The mean by hand is autograd's but for rounding, and the sum is so many times the mean.
    #[test]
    fn by_hand_is_what_autograd_finds_of_every_linear_model(
        data in points(),
        formula in prop::sample::select(LINEAR.to_vec()),
        start in prop::collection::vec(-3.0..3.0f64, 3),
    ) {
        let model = Model::parse(formula).expect("a formula");
        let params = &start[..model.params().len()];
        let mut comparison =
            Comparison::new(&model, &Criterion::default(), &data, Precision::F64);
        let gradients = comparison.at(params);
        let reach = data.xs().iter().chain(data.ys()).fold(1.0f64, |most, v| most.max(v.abs()));
        for k in 0..params.len() {
            let by = |way| gradients.by(way)[k];
            let (mean, autograd) = (by(Gradient::Manual), by(Gradient::Autograd));
            let size = 1e-12 * reach.powi(4) * 100.0;
            prop_assert!((mean - autograd).abs() <= size, "{mean} and {autograd} of {formula}");
            let sum = mean * data.len() as f64;
            prop_assert!((by(Gradient::ManualSum) - sum).abs() <= size * data.len() as f64);
        }
    }

    #[test]
    fn all_agree_in_double_precision(data in points(), w in -5.0..5.0f64) {
        let at = |gradient| at(gradient, Precision::F64, &data, w);
        let magnitude = magnitude(&data, w);
        let [(loss, autograd), (loss_by_hand, manual), (loss_of_sum, sum), (loss_measured, measured)] =
            [Gradient::Autograd, Gradient::Manual, Gradient::ManualSum, Gradient::Numeric].map(at);
        prop_assert!((autograd - manual).abs() <= 1e-12 * magnitude, "{autograd} and {manual}");
        let n = data.len() as f64;
        prop_assert!((sum - n * manual).abs() <= 1e-12 * n * magnitude, "{sum}, {n}·{manual}");
        let scale = magnitude.max(1.0);
        prop_assert!((measured - manual).abs() <= 1e-6 * scale, "{measured} and {manual}");
        for other in [loss_by_hand, loss_of_sum, loss_measured] {
            prop_assert!((other - loss).abs() <= 1e-12 * loss, "{other} and {loss}");
        }
    }

    #[test]
    fn by_hand_and_by_autograd_differ_by_ulps_in_single_precision(
        data in points(),
        w in -5.0..5.0f64,
    ) {
        let at = |gradient| at(gradient, Precision::F32, &data, w).1;
        let (autograd, manual) = (at(Gradient::Autograd), at(Gradient::Manual));
        // A few roundings of each of the terms.
        let tolerance = 8.0 * f64::from(f32::EPSILON) * magnitude(&data, w);
        prop_assert!((autograd - manual).abs() <= tolerance, "{autograd} and {manual}");
        // Both are numbers of single precision.
        prop_assert!([autograd, manual].iter().all(|&g| f64::from(g as f32) == g));
    }

    #[test]
    fn without_zero_grad_gradients_pile_up(data in points(), lr in 0.001..0.02f64, w in -5.0..5.0f64) {
        let objective = Gradient::Autograd.objective(&data, Precision::F64);
        let mut piled = Trainer::of(Descent::new(objective, lr).without_zero_grad(), &[w], 8);
        piled.step(8);
        let mut sum = 0.0;
        for epoch in 0..=piled.epoch() {
            let State { params, grads, .. } = piled.state(epoch);
            sum += at(Gradient::Autograd, Precision::F64, &data, params[0]).1;
            prop_assert_eq!(grads[0], sum);
        }
    }

    #[test]
    fn an_objective_keeps_nothing_from_one_question_to_the_next(data in points()) {
        for gradient in GRADIENTS {
            let mut objective = gradient.objective(&data, Precision::F64);
            let mut grads = [0.0];
            for _ in 0..2 {
                objective.evaluate(&[1.0], &mut grads);
                prop_assert_eq!(grads[0], at(gradient, Precision::F64, &data, 1.0).1);
            }
        }
    }

    #[test]
    fn side_by_side_they_are_what_they_are_alone(
        data in points(),
        ws in prop::collection::vec(-5.0..5.0f64, 1..9),
        single in any::<bool>(),
    ) {
        let precision = if single { Precision::F32 } else { Precision::F64 };
        let mut comparison = Comparison::new(&Model::line(), &Criterion::default(), &data, precision);
        // Again and again: nothing piles up.
        for w in ws {
            let gradients = comparison.at(&[w]);
            prop_assert_eq!(gradients.loss, at(Gradient::Autograd, precision, &data, w).0);
            for gradient in GRADIENTS {
                prop_assert_eq!(gradients.by(gradient), [at(gradient, precision, &data, w).1]);
            }
        }
    }
}
