//! What is said is so, in odd states too: each held to a computation apart.

use gradwalk::lab::{Accord, Outcome, Unit};
use gradwalk::number::parse;

use super::{ALL, lab, read, trained};

fn number(text: &str) -> f64 {
    parse(text).unwrap_or_else(|| panic!("{text} is a number"))
}

#[test]
fn a_factor_has_two_digits_of_its_gap_to_1() {
    // |1 − 15·lr|
    for (lr, factor) in [
        ("0.01", "0.85"),
        ("0.001", "0.985"),
        ("0.000001", "0.999985"),
        ("0.14", "1.1"),
        ("0.13333", "0.99995"),
        ("0.06666666666666667", "0"),
        ("1", "14"),
    ] {
        assert_eq!(read(&mut lab(&format!("lr={lr}")), "factor"), factor, "{lr}");
    }
    // 15 · 10⁻⁹ · 10⁻¹⁰ is nothing beside 1.
    assert_eq!(read(&mut lab("lr=1e-9&x=1e-5,2e-5&y=1,2&precision=f64"), "factor"), "1");
}

#[test]
fn how_far_the_parameters_are_from_the_best_is_known_of_a_bowl() {
    // w* = 2; after k steps w − 2 = −2·(1 − 15·lr)ᵏ
    let run = "precision=f64&lr=0.1&iterations=3";
    assert_eq!(lab(run).distance(), Some(2.0));
    assert!((trained(run).distance().unwrap_or_default() - 0.25).abs() < 1e-12);
    for unknown in ["model=tanh(w*x)", "x=0,0&y=1,2", "x=1e200,1&y=1,1"] {
        assert_eq!(lab(unknown).distance(), None, "{unknown}");
    }
}

#[test]
fn a_limit_is_told_on_its_side_of_the_rate() {
    // 4/15 = 0.26666…, without zero_grad
    for rate in ["0.2667", "0.26667", "0.2666", "0.267", "0.1"] {
        let mut lab = lab(&format!("zero-grad=off&lr={rate}"));
        let limit = read(&mut lab, "limit");
        let told = number(limit.rsplit(' ').next().unwrap_or_default());
        let away = lab.verdict().code() == "runs-away";
        assert_eq!(number(&read(&mut lab, "lr")) > told, away, "{rate} beside {limit}");
    }
}

#[test]
fn the_best_is_told_in_the_digits_of_w() {
    // Σxy/Σx² = 60.12/30
    let mut near = trained("y=2,4,6,8.03&iterations=60");
    assert_eq!(
        (read(&mut near, "w"), read(&mut near, "about_optimum")),
        ("2.004".into(), "2.004".into())
    );
    for (y, best) in
        [("2,4,6,8", "2"), ("0,0,0,0", "0"), ("-1,-2,-3,-4", "-1"), ("1e-6,2e-6,3e-6,4e-6", "1e-6")]
    {
        assert_eq!(read(&mut lab(&format!("y={y}&w=5")), "about_optimum"), best);
    }
    assert_eq!(
        read(&mut lab("y=-2e6,-4e6,-6e6,-8e6"), "about_optimum"),
        "-2.000e6",
        "as w is told there"
    );
    // At the limit w jumps between two that are told apart.
    let mut jumps = lab("x=1,1&y=1.0001,1.0001&w=1&lr=1&precision=f64");
    assert_ne!(read(&mut jumps, "about_start"), read(&mut jumps, "opposite"));
}

#[test]
fn no_zero_has_a_sign() {
    let mut lab = trained("y=0,0,0,0&w=-1&iterations=200");
    for name in ["w", "loss", "grad", "optimum", "about_optimum"] {
        let told = read(&mut lab, name);
        assert!(number(&told) != 0.0 || !told.starts_with('-'), "{name} {told}");
    }
    // At w = −1 and a point at x = 0: −1 × 0
    let mut zero = super::lab("x=0,1&y=0,1&w=-1");
    zero.walk(Unit::Node, 1, ALL);
    assert!(!zero.opened(false, false).expect("a step").contains("-0\t"));
}

#[test]
fn halved_is_said_of_a_loss_that_stays_so() {
    assert_eq!(read(&mut trained(""), "halved"), "3");
    // Without zero_grad w swings: where the loss is back above its half it is not said.
    let mut swings = lab("zero-grad=off&lr=0.05&iterations=40");
    for epoch in 0..=40 {
        swings.seek(epoch, ALL);
        let halved = read(&mut swings, "halved");
        let losses: Vec<f64> =
            (0..=epoch).map(|epoch| number(&swings.read_at("loss", epoch))).collect();
        let above = losses.iter().rposition(|&loss| loss > 15.0).map_or(0, |last| last + 1);
        assert_eq!(
            halved,
            if above <= epoch { above.to_string() } else { String::new() },
            "{epoch}"
        );
    }
    assert_eq!(read(&mut trained("w=2"), "halved"), "", "a loss of 0 has no half");
}

#[test]
fn a_run_that_begins_at_the_best_is_still_at_any_rate() {
    for settings in [
        "w=2",
        "w=2&lr=0.14",
        "w=2&lr=0.13333333333333333",
        "y=0,0,0,0",
        "w=2&zero-grad=off",
        "w=2&gradient=manual-sum",
    ] {
        let mut lab = trained(settings);
        assert_eq!(lab.verdict().code(), "still", "{settings}");
        assert_eq!(lab.outcome(), Some(Outcome::There), "{settings}");
    }
    assert_eq!(lab("x=0,0&y=1,2").verdict().code(), "flat", "there every w is the best");
    let mut pinned = lab("w=2&pins=lr=0.14,w=2");
    assert_eq!(pinned.pinned(0).map(|pin| pin.verdict.code()), Some("still"));
}

#[test]
fn a_run_that_cannot_take_a_step_has_no_verdict_on_its_rate() {
    // 10³⁰ squared is beyond single precision, and 10²⁰⁰ beyond double.
    for settings in
        ["y=1e30,1,1,1", "y=1e200,1,1,1&precision=f64", "y=1e30,1,1,1&gradient=manual-sum"]
    {
        let mut lab = trained(settings);
        assert_eq!((lab.status().name(), lab.epoch()), ("diverged", 0), "{settings}");
        assert_eq!((lab.verdict().code(), lab.bands().len()), ("out-of-range", 0), "{settings}");
        assert_eq!((read(&mut lab, "limit"), lab.nudge()), (String::new(), vec![]), "{settings}");
        assert_eq!(lab.both_notebooks("0.01")[..2], ["0", "0.000"], "{settings}");
    }
}

#[test]
fn what_a_run_has_come_to_is_judged_on_its_own_scale() {
    for (settings, outcome) in [
        ("", Some(Outcome::Steps)),
        ("iterations=1", Some(Outcome::Steps)),
        ("hide=lr", Some(Outcome::Steps)),
        ("lock=iterations", Some(Outcome::Rate)),
        ("hide=all", Some(Outcome::NotYet)),
        ("iterations=60", Some(Outcome::There)),
        // From 1 towards 0, and from 0 towards 2·10⁻⁶: near is a thousandth of the way.
        ("y=0,0,0,0&w=1&iterations=160", Some(Outcome::There)),
        ("y=2e-6,4e-6,6e-6,8e-6&precision=f64", Some(Outcome::Steps)),
        ("y=2e-6,4e-6,6e-6,8e-6&precision=f64&iterations=60", Some(Outcome::There)),
        // From a million to 2 a thousandth of the way is not there.
        ("w=1e6&iterations=45", Some(Outcome::Steps)),
        // Single precision stops it at 1.996, and no step leads further.
        ("lr=0.000001&iterations=500000", Some(Outcome::Rate)),
        ("lr=0.14&iterations=3", Some(Outcome::Farther)),
        ("lr=0.13333333333333333&iterations=2&precision=f64", Some(Outcome::NoNearer)),
        ("x=0,0&y=1,2", None),
    ] {
        assert_eq!(trained(settings).outcome(), outcome, "{settings}");
    }
    // Without zero_grad it may end farther away: at 4/15 and above each swing is wider.
    assert_eq!(trained("zero-grad=off&lr=0.28&iterations=3").outcome(), Some(Outcome::Farther));
}

#[test]
fn a_run_that_single_precision_has_stopped_says_where() {
    let mut stuck = trained("lr=0.000001&iterations=500000");
    let settled: usize = read(&mut stuck, "settled").parse().expect("an epoch");
    assert_eq!((stuck.status().name(), read(&mut stuck, "w")), ("converged", "1.996".into()));
    let columns = |epoch| stuck_row(epoch);
    let last = columns(500_000);
    assert!(columns(settled) == last && columns(settled - 1) != last, "{settled}");
    assert_eq!(read(&mut trained(""), "settled"), "");
}

/// The parameter of that run at an epoch, in full.
fn stuck_row(epoch: usize) -> f64 {
    let mut lab = lab("lr=0.000001&iterations=500000");
    lab.seek(epoch, ALL);
    lab.state_row()[1]
}

#[test]
fn routes_are_one_where_they_are() {
    for (settings, accord) in [
        ("", Accord::Agree),
        ("w=2", Accord::Agree),
        ("epoch=20", Accord::Agree),
        // A residual of 10⁻⁷·x is a last digit or none in single precision.
        ("w=1.99999964", Accord::Rounded),
        // A nudge changes 10³⁰ by less than its last digit.
        ("y=1e15,1,1,1&precision=f64", Accord::Rounded),
        ("y=3e38,1,1,1", Accord::Overflow),
    ] {
        let mut lab = lab(settings);
        let (accord_said, bars) = (lab.accord(), lab.gradients());
        assert_eq!(accord_said, accord, "{settings} {bars:?}");
    }
}

#[test]
fn a_nudge_is_told_so_that_its_numbers_give_its_slope() {
    for settings in [
        "",
        "w=1.9999&precision=f64",
        "y=2,4,6,9&w=2.1334&precision=f64",
        "w=1000",
        "y=200,400,600,800.5&w=200.06",
    ] {
        let nudge = lab(settings).nudge();
        let [from, to, before, after, slope] =
            nudge.iter().map(|text| number(text)).collect::<Vec<_>>()[..]
        else {
            panic!("{settings}: {nudge:?}")
        };
        let told = (after - before) / (to - from);
        assert!((told - slope).abs() <= 0.03 * slope.abs(), "{settings}: {nudge:?} is {told}");
    }
    // Beside 10³⁰ what a nudge changes is lost.
    assert_eq!(lab("y=1e15,1,1,1&precision=f64").nudge(), [""; 0]);
    assert_eq!(lab("w=2").nudge()[4], "0.00");
}

#[test]
fn both_notebooks_end_where_their_runs_do() {
    // By hand at a rate of its own; autograd as its zero_grad and its end have it.
    let mut adds_up = trained("zero-grad=off");
    let w = read(&mut adds_up, "w");
    assert_eq!(adds_up.both_notebooks("0.01")[2..4], ["20".to_owned(), w]);
    let away = trained("lr=0.5&iterations=2000").both_notebooks("0.01");
    assert!(number(&away[2]) < 2000.0 && away[0] == "2000", "{away:?}");
}

#[test]
fn an_equation_holds_as_it_is_shown_or_says_that_it_is_rounded() {
    // ŷ = 0.555·x and its residuals have more digits than are shown, and 1/3 has.
    for settings in [
        "epoch=2",
        "epoch=7&lr=0.03",
        "x=1,2,3&y=1,5,2&epoch=1",
        "zero-grad=off&epoch=3",
        "gradient=manual&epoch=2",
    ] {
        let mut lab = lab(settings);
        let epoch = lab.epoch();
        let mut heard = 0;
        while lab.epoch() == epoch {
            for line in lab.opened(false, false).expect("a step").lines() {
                let parts: Vec<&str> = line.split('\t').collect();
                match parts[..] {
                    ["say", _, _, "square", _, _, value, residual, ..] => {
                        let exact = (number(residual).powi(2) - number(value)).abs() < 1e-9;
                        assert_eq!(parts[parts.len() - 1], if exact { "=" } else { "≈" }, "{line}");
                        heard += 1;
                    }
                    ["say", _, _, "moves", _, lr, grad, by, ..] => {
                        let grad = number(grad.trim_matches(['(', ')']));
                        let exact = (number(lr) * grad + number(by)).abs() < 1e-9;
                        assert_eq!(parts[parts.len() - 1], if exact { "=" } else { "≈" }, "{line}");
                        heard += 1;
                    }
                    _ => {}
                }
            }
            lab.walk(Unit::Node, 1, ALL);
        }
        assert!(heard > 2, "{settings}");
    }
}
