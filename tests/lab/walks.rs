//! Walking through a step: what there is to be seen, in which order, and exactly back again.

use gradwalk::lab::{Closed, Event, Lab, Sight, Unit};
use gradwalk::training::{Position, Stage};
use proptest::prelude::*;

use super::{ALL, lab, many_points, said};

/// Every position of the step from the state shown, and what is to be seen there.
pub fn whole_step(lab: &mut Lab) -> Vec<Sight> {
    let epoch = lab.epoch();
    let mut sights = Vec::new();
    while lab.epoch() == epoch {
        sights.push(lab.sight().expect("a step"));
        lab.walk(Unit::Node, 1, ALL);
    }
    sights
}

/// The numbers that come to be, one by one: the value, the slope or the sum of each event.
pub fn numbers(sights: &[Sight], stage: Stage) -> Vec<f64> {
    let of_stage = |sight: &&[Sight]| sight[0].position.stage == stage;
    let number = |pair: &[Sight]| match pair[0].next {
        Event::Value(node) | Event::Mean(node) => pair[1].values[node],
        Event::Slope(node) => pair[1].slopes[node],
        Event::Landing { .. } => pair[1].landed.last().map(|landed| landed.slope),
        Event::Given(k) => Some(pair[1].grads[k]),
        Event::Moved(_) | Event::Over => None,
    };
    sights.windows(2).filter(of_stage).filter_map(number).collect()
}

#[test]
fn the_lessons_first_step_from_the_first_row_to_the_last() {
    let mut lab = lab("");
    let sights = whole_step(&mut lab);
    assert_eq!(lab.position(), Position::at(1));
    // ŷ = 0·x
    assert_eq!(numbers(&sights, Stage::Prediction), [0.0; 4]);
    // r = ŷ − y, r², and their mean
    let loss = [-2.0, -4.0, -6.0, -8.0, 4.0, 16.0, 36.0, 64.0, 30.0];
    assert_eq!(numbers(&sights, Stage::Loss), loss);
    // ∂L/∂L, ∂L/∂r² = ¼, ∂L/∂r = ¼·2r, ∂L/∂ŷ = ∂L/∂r, and what lands in w: that times x
    let slopes = [
        vec![1.0],
        vec![0.25; 4],
        vec![-1.0, -2.0, -3.0, -4.0],
        vec![-1.0, -2.0, -3.0, -4.0],
        vec![-1.0, -4.0, -9.0, -16.0],
    ];
    assert_eq!(numbers(&sights, Stage::Gradient), slopes.concat());
    let last = sights.last().expect("a step has positions");
    assert_eq!(last.next, Event::Over);
    let sums: Vec<f64> = last.landed.iter().map(|landed| landed.sum).collect();
    assert_eq!(sums, [-1.0, -5.0, -14.0, -30.0]);
    // w ← 0 − 0.01·(−30), with lr and product in single precision
    assert!((last.params[0] - 0.3).abs() < 1e-7 && last.grads == [-30.0]);
    assert_eq!(sights[0].params, [0.0]);
}

#[test]
fn a_number_is_seen_from_its_event_on_and_not_before() {
    let mut lab = lab("lr=0.03");
    lab.seek(3, ALL);
    let sights = whole_step(&mut lab);
    for pair in sights.windows(2) {
        let [before, after] = [&pair[0], &pair[1]];
        match before.next {
            Event::Value(node) => {
                assert_eq!((before.values[node], after.values[node].is_some()), (None, true));
            }
            Event::Slope(node) => {
                assert_eq!((before.slopes[node], after.slopes[node].is_some()), (None, true));
            }
            Event::Landing { to, .. } => {
                let landed = after.landed[after.landed.len() - 1];
                assert_eq!((landed.to, after.slopes[to]), (to, Some(landed.sum)));
                assert_eq!(before.landed, after.landed[..after.landed.len() - 1]);
            }
            Event::Moved(k) => assert_ne!(before.params[k], after.params[k]),
            Event::Mean(node) => assert!(after.values[node].is_some()),
            Event::Given(_) | Event::Over => {}
        }
        // Nothing that was seen is lost, but for what was emptied.
        let kept = |before: &[Option<f64>], after: &[Option<f64>]| {
            before.iter().zip(after).all(|(before, after)| before.is_none() || after.is_some())
        };
        assert!(kept(&before.values, &after.values) && kept(&before.slopes, &after.slopes));
    }
}

#[test]
fn grads_fill_when_all_has_landed_and_are_emptied_only_where_somebody_empties() {
    // Without zero_grad the second step's −25.5 is added to the first one's −30.
    let mut lab = lab("zero-grad=off&precision=f64");
    lab.seek(1, ALL);
    let sights = whole_step(&mut lab);
    let grads: Vec<f64> = sights.iter().map(|sight| sight.grads[0]).collect();
    let landings = sights.iter().filter(|sight| matches!(sight.next, Event::Landing { .. }));
    assert_eq!(landings.count(), 4);
    let (before, after) = (grads[0], grads[grads.len() - 1]);
    assert_eq!(before, -30.0);
    assert!((after + 55.5).abs() < 1e-12, "{after}");
    // All have landed before w moves, and what they have come to stays until the step is over.
    assert_eq!(grads.iter().position(|&grad| grad != before), Some(sights.len() - 2));
    // The next step begins with what this one has left.
    assert_eq!(lab.sight().expect("a step").grads, [after]);
}

#[test]
fn by_hand_and_by_nudging_there_is_a_gradient_but_no_sweep() {
    for gradient in ["manual", "manual-sum", "numeric"] {
        let mut lab = lab(&format!("gradient={gradient}"));
        lab.seek(2, ALL);
        let row = lab.state_row();
        let sights = whole_step(&mut lab);
        assert_eq!(numbers(&sights, Stage::Gradient), [row[3]], "{gradient}");
        let last = sights.last().expect("a step has positions");
        assert_eq!(
            (last.last, last.next, last.landed.len()),
            (Some(Event::Moved(0)), Event::Over, 0)
        );
        assert_eq!(numbers(&sights, Stage::Loss).last(), Some(&row[2]), "{gradient}");
    }
}

#[test]
fn one_walks_by_epoch_stage_and_node() {
    let mut lab = lab("");
    let at = |epoch, stage, node| Position { epoch, stage, node };
    assert_eq!(lab.walk(Unit::Node, 3, ALL), at(0, Stage::Prediction, 3));
    assert_eq!(lab.walk(Unit::Node, 1, ALL), at(0, Stage::Loss, 0));
    assert_eq!(lab.walk(Unit::Stage, 1, ALL), at(0, Stage::Gradient, 0));
    assert_eq!(lab.walk(Unit::Node, 2, ALL), at(0, Stage::Gradient, 2));
    // Who stands inside goes to the beginning first.
    assert_eq!(lab.walk(Unit::Stage, -1, ALL), at(0, Stage::Gradient, 0));
    assert_eq!(lab.walk(Unit::Stage, -1, ALL), at(0, Stage::Loss, 0));
    assert_eq!(lab.walk(Unit::Stage, 4, ALL), at(1, Stage::Loss, 0));
    assert_eq!(lab.walk(Unit::Epoch, -1, ALL), at(1, Stage::Prediction, 0));
    assert_eq!(lab.walk(Unit::Node, -1, ALL), at(0, Stage::Update, 1));
    assert_eq!(lab.walk(Unit::Epoch, 7, ALL), at(7, Stage::Prediction, 0));
    // The last state has no step, and before the first there is nothing.
    assert_eq!(lab.walk(Unit::Node, i64::MAX, ALL), at(20, Stage::Prediction, 0));
    assert_eq!(lab.sight(), Err(Closed::End));
    assert_eq!(lab.walk(Unit::Node, i64::MIN, ALL), at(0, Stage::Prediction, 0));
}

#[test]
fn a_position_within_a_step_is_a_text_and_back() {
    let mut lab = lab("epoch=4");
    assert_eq!(lab.phase(), "");
    lab.walk(Unit::Stage, 2, ALL);
    lab.walk(Unit::Node, 7, ALL);
    assert_eq!(lab.phase(), "gradient.7");
    let sight = lab.sight();
    let mut other = super::lab("epoch=4");
    let position = Position::parse(4, "gradient.7").expect("a place");
    assert_eq!(other.enter(position.stage, position.node), position);
    assert_eq!(other.sight(), sight);
    // Beyond the nodes of a stage begins the next; beyond the last there is none.
    assert_eq!(other.enter(Stage::Prediction, usize::MAX).stage, Stage::Loss);
    let last = other.enter(Stage::Update, usize::MAX);
    assert_eq!((last.stage, last.node), (Stage::Update, 1));
    other.seek(4, ALL);
    assert_eq!(other.position(), Position::at(4), "whoever goes to a state stands before its step");
}

#[test]
fn by_columns_one_walks_from_what_happens_to_all_rows_to_the_next() {
    let mut lab = lab("");
    let mut places = vec![lab.phase()];
    while lab.epoch() == 0 {
        lab.walk(Unit::Column, 1, ALL);
        places.push(lab.phase());
    }
    let expected = [
        "",
        "loss",
        "loss.4",
        "loss.8",
        "gradient",
        "gradient.1",
        "gradient.5",
        "gradient.9",
        "gradient.13",
        "update",
        "update.1",
        "",
    ];
    assert_eq!(places, expected);
    for place in expected.iter().rev().skip(1) {
        lab.walk(Unit::Column, -1, ALL);
        assert_eq!(lab.phase(), *place);
    }
    // From within a column back to its beginning.
    lab.enter_phase("gradient.7");
    lab.walk(Unit::Column, -1, ALL);
    assert_eq!(lab.phase(), "gradient.5");
}

#[test]
fn a_phase_is_a_setting_and_so_in_every_link() {
    let mut lab = lab("epoch=4&phase=gradient.7");
    assert_eq!((lab.epoch(), lab.value("phase").as_str()), (4, "gradient.7"));
    lab.walk(Unit::Node, 2, ALL);
    assert_eq!(lab.query(), "v=1&epoch=4&phase=gradient.9");
    // What no longer exists is the nearest that does; what is no place is said.
    lab.walk(Unit::Epoch, 100, ALL);
    assert_eq!(lab.phase(), "");
    assert_eq!(said(&mut lab, &["epoch=4&phase=gradient.4000"]), []);
    assert_eq!(lab.phase(), "", "at the end there is no step");
    lab.seek(2, ALL);
    assert_eq!(said(&mut lab, &["epoch=2&phase=dinner"]), [(0, "malformed")]);
    assert_eq!(said(&mut lab, &["epoch=2&phase=Gradient.4000"]), []);
    assert_eq!(lab.phase(), "update");
}

#[test]
fn slope_and_update_are_drawn_once_they_have_come_to_be() {
    let mut lab = lab("epoch=2");
    let expected = [
        ("", [true; 2]),
        ("prediction.2", [false; 2]),
        ("gradient.7", [false; 2]),
        ("update", [true, false]),
        ("update.1", [true; 2]),
    ];
    for (phase, known) in expected {
        lab.enter_phase(phase);
        assert_eq!(lab.scene().known, known, "{phase}");
    }
}

#[test]
fn a_slow_walk_shows_the_loss_then_the_slope_then_the_update_of_all() {
    for (settings, moved) in [("epoch=2", 1), ("model=w*x%2Bb&epoch=2", 2)] {
        let mut lab = lab(settings);
        let mut at = |time| {
            let Position { epoch, stage, node } = lab.beat(time);
            (epoch, stage, node)
        };
        assert_eq!([0.0, 0.33].map(&mut at), [(2, Stage::Gradient, 0); 2], "{settings}");
        assert_eq!([0.34, 0.66].map(&mut at), [(2, Stage::Update, 0); 2], "{settings}");
        // Whoever comes late or with no time at all is somewhere, too.
        assert_eq!([0.67, 1.0, 7.0].map(&mut at), [(2, Stage::Update, moved); 3], "{settings}");
        assert_eq!([f64::NAN, -1.0].map(&mut at), [(2, Stage::Gradient, 0); 2], "{settings}");
    }
}

#[test]
fn another_rate_leaves_one_where_one_stood() {
    let mut lab = lab("epoch=4");
    lab.enter(Stage::Gradient, 7);
    said(&mut lab, &["epoch=4&lr=0.02"]);
    assert_eq!(lab.phase(), "gradient.7");
    let w = lab.sight().expect("a step").params;
    assert_eq!(w, lab.state_row()[1..2], "but in another run");
    // Other points have other nodes.
    said(&mut lab, &["epoch=4&x=1&y=1"]);
    assert_eq!(lab.phase(), "gradient");
}

#[test]
fn the_step_from_the_last_state_computed_is_known_as_well() {
    let mut lab = lab("iterations=1000000&lr=1e-6");
    lab.seek(lab.head(), 0);
    assert!(lab.epoch() == lab.head() && lab.epoch() < lab.end());
    let before = lab.state_row()[1];
    lab.enter(Stage::Update, 1);
    assert!(lab.sight().expect("a step").params[0] > before, "w goes up to 2");
}

#[test]
fn too_many_rows_are_walked_by_stages_and_never_opened() {
    let mut lab = lab(&format!("{}&lr=1e-9", many_points(1_001)));
    assert_eq!(lab.sight(), Err(Closed::Rows));
    assert_eq!(lab.walk(Unit::Node, 1, ALL).stage, Stage::Loss);
    assert_eq!(lab.walk(Unit::Node, 4, ALL), Position { epoch: 1, stage: Stage::Loss, node: 0 });
    assert_eq!(lab.walk(Unit::Stage, -1, ALL), Position::at(1));
    let mut most = super::lab(&format!("{}&lr=1e-9", many_points(1_000)));
    assert!(most.sight().is_ok());
}

const GRADIENTS: [&str; 4] = ["autograd", "manual", "manual-sum", "numeric"];

/// Settings of runs that do not diverge at once.
fn settings() -> impl Strategy<Value = String> {
    let points = prop::collection::vec((-3.0..3.0f64, -3.0..3.0f64), 1..6);
    let choices = (prop::sample::select(&GRADIENTS[..]), any::<bool>(), any::<bool>());
    (points, choices, 0.001..0.05f64, -2.0..2.0f64).prop_map(
        |(points, (gradient, single, zero_grad), lr, w)| {
            let list = |numbers: Vec<f64>| {
                numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(",")
            };
            let (x, y) = points.into_iter().unzip();
            let precision = if single { "f32" } else { "f64" };
            let zero_grad = if zero_grad { "on" } else { "off" };
            format!(
                "x={}&y={}&w={w}&lr={lr}&gradient={gradient}&precision={precision}\
                 &zero-grad={zero_grad}&iterations=12",
                list(x),
                list(y)
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Forward and back again by nodes shows the same numbers, from wherever one sets out.
    #[test]
    fn walking_back_is_exact(
        settings in settings(), start in 0usize..12, moves in prop::collection::vec(-60i64..60, 1..8),
    ) {
        let mut lab = lab(&settings);
        lab.seek(start, ALL);
        let mut trail = vec![(lab.position(), lab.sight())];
        for &n in &moves {
            lab.walk(Unit::Node, n, ALL);
            trail.push((lab.position(), lab.sight()));
        }
        for (&n, was) in moves.iter().rev().zip(trail.iter().rev().skip(1)) {
            lab.walk(Unit::Node, -n, ALL);
            // At the ends of the run one is stopped, and comes back by less.
            if lab.position() != was.0 {
                prop_assert!(trail.iter().any(|(at, _)| *at == Position::at(0) || at.epoch == lab.end()));
                lab.seek(was.0.epoch, ALL);
                lab.enter(was.0.stage, was.0.node);
            }
            prop_assert_eq!(&(lab.position(), lab.sight()), was);
        }
    }

    /// At the end of each stage stand the numbers of the run, to the bit.
    #[test]
    fn every_step_ends_with_the_numbers_of_the_run(settings in settings()) {
        let mut lab = lab(&settings);
        lab.seek(usize::MAX, ALL);
        let rows = lab.rows(1, 12);
        let steps = lab.epoch();
        let bits = |numbers: &[f64]| numbers.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        for step in 0..steps {
            lab.seek(step, ALL);
            let sights = whole_step(&mut lab);
            let loss = *numbers(&sights, Stage::Loss).last().expect("a loss");
            let update = sights.iter().find(|sight| sight.position.stage == Stage::Update);
            let grad = update.expect("an update").grads[0];
            // Where nobody empties, the last event is the parameter's, and the next step has it.
            let after = match lab.sight() {
                Ok(next) => next.params[0],
                Err(_) => lab.state_row()[1],
            };
            let row = &rows[3 * step..3 * step + 3];
            prop_assert_eq!(bits(&[after, loss, grad]), bits(row), "step {} of {}", step + 1, settings);
        }
    }
}

#[test]
fn every_way_to_the_gradient_has_an_update_that_one_stands_behind() {
    for settings in
        ["", "zero-grad=off", "gradient=manual", "gradient=manual-sum", "gradient=numeric"]
    {
        let mut lab = lab(settings);
        let sights = whole_step(&mut lab);
        let last = &sights[sights.len() - 1];
        assert_eq!((last.last, last.next), (Some(Event::Moved(0)), Event::Over), "{settings}");
        lab.seek(0, ALL);
        assert_eq!(lab.walk(Unit::Stage, 3, ALL).stage, Stage::Update, "{settings}");
        // −lr · grad is what w moves by, from 0.
        lab.walk(Unit::Node, 1, ALL);
        let sight = lab.sight().expect("a step");
        assert!((sight.params[0] + 0.01 * sight.grads[0]).abs() < 1e-6, "{settings}");
        assert!(lab.opened(false, false).expect("a step").contains("\tmoves\t"), "{settings}");
        let there = lab.walk(Unit::Node, 1, ALL);
        assert_eq!((there.epoch, there.stage, there.node), (1, Stage::Prediction, 0), "{settings}");
    }
}

#[test]
fn what_is_told_alike_of_each_row_is_one_press() {
    let said = |lab: &mut Lab| {
        let marks = lab.opened(false, false).expect("a step");
        let say = marks.lines().find(|line| line.starts_with("say")).expect("a sentence");
        say.split('\t').nth(3).expect("its code").to_owned()
    };
    let mut lab = lab("");
    let mut told = Vec::new();
    while lab.epoch() == 0 {
        lab.walk(Unit::Told, 1, ALL);
        told.push(lab.position());
    }
    // 32 events, of which four shares of the mean are one, and four slopes that a number only shifts.
    assert_eq!(told.len(), 32 - 3 - 3);
    // What is left out is told as what follows it.
    lab.seek(0, ALL);
    let mut all = Vec::new();
    while lab.epoch() == 0 {
        lab.walk(Unit::Node, 1, ALL);
        if lab.epoch() == 0 {
            all.push((lab.position(), said(&mut lab)));
        }
    }
    for pair in all.windows(2) {
        if !told.contains(&pair[0].0) {
            assert_eq!(pair[0].1, pair[1].1);
            assert!(["share", "shifted"].contains(&pair[0].1.as_str()), "{}", pair[0].1);
        }
    }
    // And back the same way.
    let mut back = Vec::new();
    while lab.position() != Position::at(0) {
        lab.walk(Unit::Told, -1, ALL);
        back.push(lab.position());
    }
    back.reverse();
    assert_eq!(back[1..], told[..told.len() - 1]);
}
