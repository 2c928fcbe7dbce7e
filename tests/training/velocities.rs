//! The bands of momentum, of Nesterov's look ahead and of weight decay, held to runs just inside and outside of each.

use gradwalk::model::{Criterion, Model};
use gradwalk::optim::Sgd;
use gradwalk::training::{
    Bands, Bowl, Descent, Gradient, Numpy, Precision, Trainer, Unknown, Verdict,
};
use proptest::prelude::*;

use super::bowls::rows;

/// Updates of which a limit is known: of every momentum up to 1, the ends among them.
fn updates() -> impl Strategy<Value = Sgd> {
    let momentum = prop_oneof![0.0..0.98f64, 0.9..0.98f64, Just(0.0)];
    let decay = prop_oneof![Just(0.0), 0.001..2.0f64];
    let dampening = prop_oneof![Just(0.0), -1.0..0.99f64];
    (momentum, dampening, decay, any::<bool>()).prop_map(
        |(momentum, dampening, weight_decay, nesterov)| {
            let dampening = if nesterov { 0.0 } else { dampening };
            Sgd { momentum, dampening, weight_decay, nesterov, maximize: false }
        },
    )
}

/// A bowl of two directions, the second so many times less bent, whose optimum is 0.
fn bowl(steep: f64, ratio: f64) -> Bowl {
    let directions = vec![vec![1.0, 0.0], vec![0.0, 1.0]];
    let curvatures = vec![steep, steep / ratio];
    Bowl { curvatures, directions, optimum: vec![0.0; 2], least_loss: 0.0 }
}

/// The distances of a run that starts at rest 1 beside its rest, where the gradient bends so: as PyTorch writes it.
fn walk(update: Sgd, bend: f64, lr: f64, steps: usize) -> Vec<f64> {
    let (mut w, mut v) = (1.0, 0.0);
    let mut distances = vec![w];
    for t in 1..=steps {
        let g = bend * w;
        v = if t == 1 { g } else { update.momentum * v + (1.0 - update.dampening) * g };
        w -= lr
            * match update {
                Sgd { momentum: 0.0, .. } => g,
                Sgd { momentum, nesterov: true, .. } => g + momentum * v,
                _ => v,
            };
        distances.push(w);
        if w.abs() > 1e9 || w.abs() < 1e-200 && v.abs() < 1e-200 {
            break;
        }
    }
    distances
}

fn last(distances: &[f64]) -> f64 {
    distances[distances.len() - 1].abs()
}

#[test]
fn the_edges_of_the_field() {
    let edges = |update| {
        let bands = Bands::new(&bowl(2.0, 8.0), 4, Gradient::Autograd, true, update);
        bands.map(|bands| (bands.straight_lr, bands.critical_lr))
    };
    let sgd = Sgd { momentum: 0.25, ..Sgd::default() };
    // Momentum: (1 − √μ)²/λ and 2(1 + μ)/λ; Nesterov: ((1 − μ)/(1 + μ))²/λ and 2(1 + μ)/(1 + 2μ)/λ.
    assert_eq!(edges(sgd), Ok((Some(0.125), 1.25)));
    assert_eq!(edges(Sgd { nesterov: true, ..sgd }), Ok((Some(0.18), 1.25 / 1.5)));
    // Half of each gradient: twice the limit. The first step, a whole one, may go no farther than ½·(1 − μ/d).
    assert_eq!(edges(Sgd { dampening: 0.5, ..sgd }), Ok((Some(0.25), 2.5)));
    let (straight, critical) = edges(Sgd { dampening: 0.75, ..sgd }).expect("known");
    assert!((straight.expect("some") - 1.0 / 3.0).abs() < 1e-15 && critical == 5.0);
    // Weight decay bends every direction more.
    assert_eq!(edges(Sgd { weight_decay: 0.5, ..sgd }), Ok((Some(0.1), 1.0)));
    // Nothing of the velocity is lost: w swings as without zero_grad; looking ahead it settles.
    let kept = Sgd { momentum: 1.0, ..sgd };
    assert_eq!(edges(kept), Ok((None, 2.0)));
    assert_eq!(edges(Sgd { nesterov: true, ..kept }), Ok((Some(0.0), 2.0 / 3.0)));
    // Without a momentum the rest of it is none.
    let plain = Sgd { momentum: 0.0, dampening: 0.5, nesterov: true, ..sgd };
    assert_eq!(edges(plain), Ok((Some(0.5), 1.0)));
    let none = (None, 0.0);
    assert_eq!(edges(Sgd { maximize: true, ..sgd }), Ok(none), "uphill there is no end");
    assert_eq!(edges(Sgd { momentum: 1.5, ..sgd }), Ok(none), "it only grows");
    // A decay that is more than the bowl holds a run that climbs.
    let held = Sgd { maximize: true, weight_decay: 6.0, ..sgd };
    assert_eq!(edges(held), Ok((Some(0.25 / 5.75), 2.5 / 5.75)));
    let away =
        Bands::new(&bowl(2.0, 8.0), 4, Gradient::Autograd, true, Sgd { maximize: true, ..sgd });
    let away = away.expect("known");
    assert_eq!(away.verdict(1e-9), Verdict::RunsAway);
    assert_eq!(away.advice(1e-9..=1e3), None);
}

#[test]
fn where_no_limit_is_known_nothing_is_said() {
    let sgd = Sgd { momentum: 0.5, ..Sgd::default() };
    let bands =
        |update, zero_grad| Bands::new(&bowl(2.0, 8.0), 4, Gradient::Autograd, zero_grad, update);
    for update in [
        Sgd { nesterov: true, dampening: 0.5, ..sgd },
        Sgd { nesterov: true, momentum: 1.5, ..sgd },
        Sgd { dampening: 1.0, ..sgd },
    ] {
        assert_eq!(bands(update, true), Err(Unknown::Optimizer), "{update:?}");
    }
    let decays = Sgd { weight_decay: 0.5, ..Sgd::default() };
    for update in [sgd, decays, Sgd { maximize: true, ..Sgd::default() }] {
        assert!(bands(update, true).is_ok());
        assert_eq!(bands(update, false), Err(Unknown::Piled), "{update:?}");
    }
    let codes = [Unknown::Optimizer, Unknown::Piled, Unknown::Schedule, Unknown::Batches];
    assert_eq!(
        codes.map(|why| Verdict::Unknown(why).code()),
        ["unknown-optimizer", "unknown-piled", "unknown-schedule", "unknown-batches"]
    );
}

proptest! {
    #[test]
    fn a_rate_one_percent_off_an_edge_does_what_its_band_says(
        update in updates(),
        steep in 0.01..100.0f64,
        ratio in 1.0..100.0f64,
    ) {
        let bowl = bowl(steep, ratio);
        let bands = Bands::new(&bowl, 4, Gradient::Manual, true, update).expect("known");
        let bends = [&bowl.curvatures[0], &bowl.curvatures[1]].map(|bend| bend + update.weight_decay);
        prop_assert_eq!([bands.curvature, bands.flattest], bends);
        let straight = bands.straight_lr.expect("it settles");
        let walks = |lr: f64| bends.map(|bend| walk(update, bend, lr, 60_000));
        let crosses = |distances: &Vec<f64>| distances.iter().any(|&distance| distance < 0.0);

        prop_assert_eq!(bands.verdict(0.99 * straight), Verdict::Straight);
        for distances in walks(0.99 * straight) {
            prop_assert!(!crosses(&distances) && last(&distances) < 0.5, "{}", last(&distances));
        }
        prop_assert_eq!(bands.verdict(1.01 * straight), Verdict::Overshoots);
        let walked = walks(1.01 * straight);
        prop_assert!(crosses(&walked[0]), "{:?} {:?}", update, &walked[0][..20.min(walked[0].len())]);
        prop_assert_eq!(bands.verdict(0.99 * bands.critical_lr), Verdict::Overshoots);
        for lr in [1.01 * straight, bands.advice(0.0..=1e9).expect("some"), 0.99 * bands.critical_lr] {
            for distances in walks(lr) {
                prop_assert!(last(&distances) < 0.5, "{lr}: {}", last(&distances));
            }
        }
        prop_assert_eq!(bands.verdict(1.01 * bands.critical_lr), Verdict::RunsAway);
        prop_assert!(last(&walks(1.01 * bands.critical_lr)[0]) > 1e9);

        // Either there is one factor for all steps, or none is told.
        let lr = 0.7 * bands.critical_lr;
        let [across, along] = walks(lr);
        match (bands.factor(lr), bands.factor_along(lr)) {
            (Some(factor), Some(factor_along)) => {
                prop_assert!((factor - (across[2] / across[1]).abs()).abs() < 1e-9);
                prop_assert!((factor_along - along[2] / along[1]).abs() < 1e-9);
            }
            told => prop_assert!(told == (None, None) && update.momentum > 0.0, "{told:?}"),
        }
    }

    #[test]
    fn a_velocity_of_which_nothing_is_lost_swings_for_ever(dampening in -1.0..0.9f64, steep in 0.01..100.0f64, part in 0.01..0.99f64) {
        let update = Sgd { momentum: 1.0, dampening, ..Sgd::default() };
        let bands = Bands::new(&bowl(steep, 1.0), 4, Gradient::Manual, true, update).expect("known");
        let lr = part * bands.critical_lr;
        prop_assert_eq!(bands.verdict(lr), Verdict::Circles);
        let swing = walk(update, steep, lr, 5000);
        let widest = |distances: &[f64]| distances.iter().fold(0.0f64, |far, d| far.max(d.abs()));
        let (early, late) = (widest(&swing[..2500]), widest(&swing[2500..]));
        prop_assert!((0.5..2.0).contains(&(early / late)), "{early} {late}");
        // It settles where it looks ahead.
        let ahead = Sgd { nesterov: true, dampening: 0.0, ..update };
        let bands = Bands::new(&bowl(steep, 1.0), 4, Gradient::Manual, true, ahead).expect("known");
        let lr = part * bands.critical_lr;
        prop_assert_eq!(bands.verdict(lr), Verdict::Overshoots);
        let distances = walk(ahead, steep, lr, 5000);
        prop_assert!(last(&distances) < 0.5 && distances.iter().any(|&d| d < 0.0));
    }

    #[test]
    fn uphill_and_with_a_momentum_above_1_it_runs_away_at_every_rate(
        momentum in 1.001..2.0f64,
        uphill in any::<bool>(),
        steep in 0.01..100.0f64,
        lr in 1e-4..10.0f64,
    ) {
        let momentum = if uphill { momentum - 1.0 } else { momentum };
        let update = Sgd { momentum, maximize: uphill, ..Sgd::default() };
        let bands = Bands::new(&bowl(steep, 3.0), 4, Gradient::Manual, true, update).expect("known");
        prop_assert_eq!(bands.verdict(lr), Verdict::RunsAway);
        let bend = if uphill { -steep } else { steep };
        prop_assert!(last(&walk(update, bend, lr, 2_000_000)) > 1e9);
    }

    #[test]
    fn what_is_foretold_of_a_run_is_what_it_comes_to(
        data in rows(),
        formula in prop::sample::select(&["w*x", "w*x + b", "a*x*x + b*x + c"][..]),
        by in prop::sample::select(vec![Gradient::Autograd, Gradient::ManualSum]),
        update in updates(),
        start in prop::collection::vec(-3.0..3.0f64, 3),
        part in 0.05..0.95f64,
        steps in 0..60usize,
    ) {
        let model = Model::parse(formula).expect("a formula");
        let bowl = Bowl::of(&model, &data).expect("known");
        let bands = Bands::new(&bowl, data.len(), by, true, update).expect("known");
        let (lr, start) = (part * bands.critical_lr, &start[..model.params().len()]);
        let run = |steps| {
            let objective = by.objective_of(&model, &Criterion::default(), &data, Precision::F64, Numpy::One);
            let descent = Descent::new(objective.expect("fits"), lr).with_optimizer(Box::new(update));
            let mut trainer = Trainer::of(descent, start, steps);
            trainer.step(steps);
            trainer.state(trainer.epoch()).params
        };
        let (known, there) = (bands.distance(&bowl, start, lr, steps), bowl.distance(&run(steps)));
        prop_assert!((known - there).abs() < 1e-6 * (1.0 + there), "{known} {there}");
        // In the end it is where it comes to rest, which is at the optimum unless the weights decay.
        let rest = bands.rest(&bowl);
        let beside = bowl.distance(&rest);
        prop_assert!((bands.distance(&bowl, start, lr, 1 << 40) - beside).abs() < 1e-9 * (1.0 + beside));
        prop_assert!(beside == 0.0 || update.weight_decay > 0.0);
        if update.weight_decay > 0.1 {
            for (w, rest) in run(20_000).iter().zip(&rest) {
                prop_assert!((w - rest).abs() < 1e-3, "{w} {rest}");
            }
        }
    }
}
