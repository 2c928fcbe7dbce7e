//! What is known of a run beforehand, held to runs on random data just inside and outside of each
//! band of the learning rate.

use gradwalk::model::Model;
use gradwalk::model::{Criterion, Lanes, Loss, Shape};
use gradwalk::optim::Sgd;
use gradwalk::training::{
    Bands, Bowl, Curvature, Dataset, Gradient, Numpy, Parabola, Precision, Trainer, Unknown,
    Verdict,
};
use proptest::prelude::*;

use super::{GRADIENTS, Setup, lesson, points};

/// The bands on these points.
fn bands(data: &Dataset, gradient: Gradient, zero_grad: bool) -> Bands {
    let bowl = Bowl::of(&Model::line(), data).expect("some x is not 0");
    Bands::new(&bowl, data.len(), gradient, zero_grad, Sgd::default()).expect("in range")
}

/// The distances to the optimum of a run that starts 1 beside it, in double precision.
fn distances(
    data: &Dataset,
    gradient: Gradient,
    zero_grad: bool,
    lr: f64,
    steps: usize,
) -> Vec<f64> {
    let best = Bowl::of(&Model::line(), data).expect("some x is not 0").optimum[0];
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
    let bowl = Bowl::of(&Model::line(), &lesson()).expect("known");
    let parabola = Parabola { curvature: 15.0, optimum: 2.0, least_loss: 0.0 };
    assert_eq!(bowl.parabola(), Some(parabola));
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
    let other = Model::parse("tanh(w*x)").expect("a formula");
    assert_eq!(Bowl::of(&other, &lesson()), Err(Unknown::Model));
    let nothing = Model::parse("a*(x - x) + b*(x - x)").expect("a formula");
    assert_eq!(Bowl::of(&nothing, &lesson()), Err(Unknown::Flat));
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
    assert_eq!(Bands::new(&flat, 1, Gradient::Manual, true, Sgd::default()), Err(Unknown::Range));
    let steep = bowl(&[9e153], &[0.0]).expect("a bowl");
    assert!(Bands::new(&steep, 100, Gradient::Manual, true, Sgd::default()).is_ok());
    assert_eq!(
        Bands::new(&steep, 100, Gradient::ManualSum, true, Sgd::default()),
        Err(Unknown::Range)
    );
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
        let known = known.parabola().expect("one parameter");
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

fn model(formula: &str) -> Model {
    Model::parse(formula).expect("a formula")
}

#[test]
fn what_is_linear_in_its_parameters_is_judged_by_how_it_is_written() {
    for formula in [
        "w*x",
        "w*x + b",
        "b",
        "a*x*x + b*x + c",
        "a*sin(3*x) + b*exp(x) - 2",
        "-(a + x)/x",
        "x*(a + b) - c/2",
    ] {
        assert!(model(formula).is_linear(), "{formula}");
    }
    for formula in [
        "a*b*x",
        "a*sin(b*x)",
        "1/w",
        "w**2*x",
        "relu(w*x)",
        "abs(w)",
        "x/(w + 1)",
        "w*w/w",
        "exp(b)",
    ] {
        assert!(!model(formula).is_linear(), "{formula}");
    }
}

#[test]
fn a_line_is_told_by_what_it_does() {
    let line = |tilt, lift| Shape::Line { tilt, lift };
    for (formula, shape) in [
        ("w*x", Shape::Proportional),
        ("w*x + b", line(0, 1)),
        ("b + w*x", line(1, 0)),
        ("x*a - -c", line(0, 1)),
        ("w*x + 2*b", Shape::Other),
        ("w*x + b + 1", Shape::Other),
        ("w*x - b", Shape::Other),
        ("w*x*x + b", Shape::Other),
        ("w*abs(x) + b", Shape::Other),
        ("a*x*(x*x - 3*x + 3) + b", Shape::Other),
        ("tanh(w*x + b)", Shape::Other),
    ] {
        assert_eq!(model(formula).shape(), shape, "{formula}");
    }
}

#[test]
fn the_bowl_of_a_line_on_a_spring() {
    // By hand: Σx = 2.8, Σx² = 1.4, so H = 2·(0.175, 0.35; 0.35, 1).
    let xs: Vec<f64> = (0..8).map(|k| f64::from(k) / 10.0).collect();
    let ys = vec![2.1, 2.5, 3.3, 3.7, 4.5, 4.9, 5.7, 6.1];
    let bowl = Bowl::of(&model("w*x + b"), &Dataset::new(xs, ys).expect("points")).expect("known");
    let near = |a: f64, b: f64| (a - b).abs() < 1e-12 * b.abs().max(1.0);
    let (mean, root) = (1.175, (0.825_f64.powi(2) + 0.49).sqrt());
    assert!(near(bowl.curvature(), mean + root) && near(bowl.flattest(), mean - root), "{bowl:?}");
    let [a, both, b] = bowl.bends([0, 1]);
    assert!(near(a, 0.35) && near(both, 0.7) && near(b, 2.0), "{a} {both} {b}");
    // Least squares: w = Sxy/Sxx = 2.5/0.42, b = ȳ − w·x̄.
    assert!(
        near(bowl.optimum[0], 2.48 / 0.42) && near(bowl.optimum[1], 4.1 - 0.35 * 2.48 / 0.42),
        "{bowl:?}"
    );
}

/// Rows of one input on which these models have a bowl that is neither level nor too long to be walked.
pub fn rows() -> impl Strategy<Value = Dataset> {
    prop::collection::vec((-2.0..2.0f64, -3.0..3.0f64), 4..12).prop_filter_map("spread", |rows| {
        let (xs, ys): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        Dataset::new(xs, ys).ok()
    })
}

const LINEAR: [&str; 5] = ["w*x + b", "b", "a*x*x + b*x + c", "a*sin(x) - b*x", "w*x/2 + x + 1"];

proptest! {
    #[test]
    fn the_loss_of_a_bowl_is_that_of_its_model(
        data in rows(),
        formula in prop::sample::select(&LINEAR[..]),
        params in prop::collection::vec(-3.0..3.0f64, 3),
    ) {
        let model = model(formula);
        let bowl = Bowl::of(&model, &data).expect("known");
        let params = &params[..model.params().len()];
        let mut lanes = Lanes::<f64>::new(&model, &Loss::default(), &data).expect("fits");
        let mut grads = vec![0.0; params.len()];
        let loss = lanes.evaluate(params, &mut grads);
        prop_assert!((bowl.loss(params) - loss).abs() <= 1e-8 * (1.0 + loss), "{} for {loss}", bowl.loss(params));
        // The directions are unit vectors at right angles, and H·v = λ·v.
        for (k, v) in bowl.directions.iter().enumerate() {
            for (l, other) in bowl.directions.iter().enumerate() {
                let product: f64 = v.iter().zip(other).map(|(a, b)| a * b).sum();
                prop_assert!((product - f64::from(k == l)).abs() < 1e-12);
            }
            for p in 0..v.len() {
                let row: f64 = (0..v.len()).map(|q| bowl.bends([p, q])[1] * v[q]).sum();
                prop_assert!((row - bowl.curvatures[k] * v[p]).abs() < 1e-9 * bowl.curvature());
            }
        }
        prop_assert!(bowl.curvatures.is_sorted_by(|a, b| a >= b));
        // No step from the optimum leads lower.
        prop_assert!(loss >= bowl.least_loss * (1.0 - 1e-9) - 1e-12);
    }

    #[test]
    fn a_rate_one_percent_off_the_edge_of_several_parameters_does_what_its_band_says(
        data in rows(),
        formula in prop::sample::select(&LINEAR[..]),
        by in prop::sample::select(vec![Gradient::Autograd, Gradient::Numeric]),
    ) {
        let model = model(formula);
        let bowl = Bowl::of(&model, &data).expect("known");
        let bands = Bands::new(&bowl, data.len(), by, true, Sgd::default()).expect("in range");
        let straight = bands.straight_lr.expect("with zero_grad");
        // From beside the optimum along the steepest direction: only this distance changes.
        let start: Vec<f64> = bowl.optimum.iter().zip(&bowl.directions[0]).map(|(w, v)| w + v).collect();
        for (lr, base, steps, verdict) in [
            (0.99 * straight, 0.01, 1, Verdict::Straight),
            (1.01 * straight, -0.01, 1, Verdict::Overshoots),
            (0.99 * bands.critical_lr, -0.98, 60, Verdict::Overshoots),
            (1.01 * bands.critical_lr, -1.02, 60, Verdict::RunsAway),
        ] {
            let objective = by.objective_of(&model, &Criterion::default(), &data, Precision::F64, Numpy::One).expect("fits");
            let mut run = Trainer::new(objective, lr, &start, steps);
            run.step(steps);
            let last = bowl.away(&run.state(steps).params)[0];
            let expected = f64::powi(base, steps as i32);
            prop_assert!((last - expected).abs() < 1e-3, "{last}, {expected}");
            prop_assert_eq!(bands.verdict(lr), verdict);
            prop_assert!((bands.factor(lr).expect("known") - base.abs()).abs() < 1e-9);
            let along = 1.0 - lr * bowl.flattest();
            prop_assert!((bands.factor_along(lr).expect("known") - along).abs() < 1e-9);
        }
    }

    #[test]
    fn the_curvature_at_a_place_is_that_of_the_formula(a in 0.3..2.0f64, b in 0.3..2.0f64, x in 0.5..2.0f64) {
        // L = (a·exp(b·x) − y)² of one point, whose second derivatives are written out here.
        let y = 1.0;
        let data = Dataset::new(vec![x], vec![y]).expect("a point");
        let mut lanes = Lanes::<f64>::new(&model("a*exp(b*x)"), &Loss::default(), &data).expect("fits");
        let known = Curvature::at(&mut lanes, &[a, b]).expect("known");
        let e = (b * x).exp();
        let residual = a * e - y;
        let (aa, ab, bb) = (2.0 * e * e, 2.0 * x * e * (a * e + residual), 2.0 * a * e * x * x * (a * e + residual));
        let root = ((aa - bb) * (aa - bb) / 4.0 + ab * ab).sqrt();
        let expected = f64::midpoint(aa, bb) + root;
        prop_assert!((known.values[0] - expected).abs() < 1e-5 * expected, "{} {expected}", known.values[0]);
    }
}

#[test]
fn along_a_level_direction_nothing_moves_and_no_best_is_told() {
    let bowl = Bowl::of(&model("a*x + b*x"), &lesson()).expect("known");
    assert_eq!((bowl.has_one_optimum(), bowl.flattest()), (false, 0.0));
    // H = (15, 15; 15, 15): λ = 30 along (1, 1), and a + b = 2 is best.
    assert!((bowl.curvature() - 30.0).abs() < 1e-12);
    assert!(bowl.distance(&[5.0, -3.0]) < 1e-12);
    assert!((bowl.loss(&[1.0, 0.0]) - 7.5).abs() < 1e-12);
}

#[test]
fn at_a_corner_nothing_bends_by_a_number() {
    // |w·x − y| of one point has its corner at w = 2, and to either side of it a straight line.
    let data = Dataset::new(vec![1.0], vec![2.0]).expect("a point");
    let l1 = Criterion::parse("L1Loss()").expect("a loss");
    let bends = |formula, w: f64| {
        let mut lanes = Lanes::<f64>::new(&model(formula), &l1.loss(), &data).expect("fits");
        Curvature::at(&mut lanes, &[w]).map(|bends| bends.values[0])
    };
    assert_eq!(bends("w*x", 2.0), None);
    assert_eq!(bends("w*x", 2.000004), None, "a step of the difference crosses it");
    assert_eq!((bends("w*x", 1.0), bends("w*x", 3.0)), (Some(0.0), Some(0.0)));
}
