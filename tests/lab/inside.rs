//! Inside the optimizer: what is told of the step from the state shown, and its parts in the landscape.

use gradwalk::charts::Leg;
use gradwalk::lab::Lab;
use gradwalk::training::Quantity;

use super::{ALL, draw_all, lab};

/// A spring in half the kilograms: a valley that is long and narrow.
const FINE: &str = "model=w*x%2Bb&x=0,0.05,0.1,0.15,0.2,0.25,0.3,0.35&y=2.1,2.5,3.3,3.7,4.5,4.9,5.7,6.1\
    &precision=f64&lr=0.3&iterations=60&optimizer=SGD(momentum=0.9)";

fn at(settings: &str, epoch: usize) -> Lab {
    let mut lab = lab(settings);
    lab.seek(epoch, ALL);
    lab
}

/// The lines that are told of each parameter: name, value and the numbers of the work.
fn told(text: &str) -> Vec<String> {
    let line = |line: &str| {
        let parts: Vec<&str> = line.split('\t').collect();
        match parts[..] {
            ["line", name, _, _, value, _, _, part, way, _, ref numbers @ ..] => {
                format!("{name} {} = {value} {part} {way}", numbers.join(" "))
            }
            ["kept", name, ref after @ ..] => format!("{name} of {}", after.len()),
            _ => parts.join(" "),
        }
    };
    text.lines().map(line).collect()
}

#[test]
fn a_velocity_is_told_as_what_is_left_and_what_the_slope_says_now() {
    let text = at(FINE, 18).inside(None, &[0, 1], false);
    let expected = [
        "19 SGD(momentum=0.9)",
        "param w",
        "grad  = 0.451 now -0.135",
        "left 0.9 -2.105 = -1.894 left 0.568",
        "momentum_buffer -1.894 1 0.451 = -1.443  ",
        "step -0.3 -1.443 = 0.433  ",
        "param 8.173 -0.3 -1.443 = 8.606 step 0.433",
        "momentum_buffer of 19",
        "param b",
        "grad  = 3.124 now -0.937",
        "left 0.9 -2.939 = -2.645 left 0.794",
        "momentum_buffer -2.645 1 3.124 = 0.478  ",
        "step -0.3 0.478 = -0.143  ",
        "param 4.232 -0.3 0.478 = 4.088 step -0.143",
        "momentum_buffer of 19",
    ];
    assert_eq!(told(&text), expected);
    // In the first step nothing is left from before.
    let first = at(FINE, 0).inside(None, &[0], false);
    assert!(!first.contains("\tleft\t"), "{first}");
}

#[test]
fn all_digits_are_those_of_the_precision() {
    let mut double = at(FINE, 18);
    let mut single = at(&FINE.replace("&precision=f64", ""), 18);
    for (lab, is_single) in [(&mut double, false), (&mut single, true)] {
        let text = lab.inside(None, &[1], true);
        let next =
            text.lines().find(|line| line.starts_with("line\tparam")).expect("the last line");
        let value: f64 =
            next.split('\t').nth(4).and_then(|text| text.parse().ok()).expect("a number");
        let state = at_next(lab);
        assert!(if is_single { value as f32 == state as f32 } else { value == state }, "{next}");
    }
}

fn at_next(lab: &mut Lab) -> f64 {
    lab.seek(19, ALL);
    lab.state_row()[2]
}

#[test]
fn at_the_end_the_last_step_is_told_and_of_a_pinned_run_the_same_step() {
    let settings = format!("{FINE}&pins=lr=0.5,precision=f64,optimizer=Adam()");
    let mut lab = at(&settings, 60);
    assert!(lab.inside(None, &[0], false).starts_with("60\tSGD(momentum=0.9)\n"));
    lab.seek(18, ALL);
    let own = lab.inside(None, &[0, 1], false);
    let pinned = lab.inside(Some(0), &[0, 1], false);
    assert!(pinned.starts_with("19\tAdam()\n"), "{pinned}");
    let alone = FINE.replace("lr=0.3", "lr=0.5").replace("SGD(momentum=0.9)", "Adam()");
    assert_eq!(pinned, at(&alone, 18).inside(None, &[0, 1], false));
    assert_ne!(own, pinned);
    // What is not there is not told.
    assert_eq!(lab.inside(Some(1), &[0], false), "");
    assert_eq!(lab.inside(None, &[2, usize::MAX], false), "");
    assert_eq!(lab.inside(None, &[], false), "");
}

#[test]
fn while_a_hand_holds_the_line_no_step_is_told() {
    let mut lab = at("optimizer=Adam()", 3);
    assert!(lab.inside(None, &[0], false).starts_with("4\tAdam()\n"));
    lab.hold(1.5);
    assert_eq!(lab.inside(None, &[0], false), "");
}

#[test]
fn the_parts_of_the_step_are_in_the_landscape_while_somebody_looks_inside() {
    for (optimizer, parts) in [
        ("SGD(momentum=0.9)", 2),
        ("SGD(momentum=0.9, nesterov=True)", 2),
        ("AdamW()", 2),
        ("NAdam()", 2),
        ("RMSprop(momentum=0.5)", 2),
        ("Adam()", 0),
        ("manual", 0),
    ] {
        let settings = FINE.replace("SGD(momentum=0.9)", optimizer);
        let mut lab = at(&format!("{settings}&views=landscape,inside"), 18);
        let mut look = |views: &str, epoch| -> Vec<Leg> {
            lab.see(views);
            lab.seek(epoch, ALL);
            draw_all(&mut lab);
            lab.scene().legs.to_vec()
        };
        assert_eq!(look("landscape", 18), [], "nobody looks");
        let legs = look("landscape inside", 18);
        assert_eq!(legs.len(), parts, "{optimizer}");
        assert_eq!(look("inside", 60), [], "no step comes");
        assert_eq!(look("", 18), []);
        if parts == 0 {
            continue;
        }
        let run = lab.scene().run;
        for axis in 0..2 {
            let w = run.series(Quantity::Param(axis)).expect("it is kept");
            let sum: f64 = legs.iter().map(|leg| leg.by[axis]).sum();
            assert!((sum - (w[19] - w[18])).abs() < 1e-9 * w[18].abs(), "{optimizer}: {legs:?}");
        }
    }
}

#[test]
fn of_many_parameters_the_pair_has_its_parts() {
    let settings =
        "model=a*x**2%2Bw*x%2Bb&x=0,1,2,3&y=1,2,1,0&pair=b,w&lr=0.01&optimizer=SGD(momentum=0.9)";
    let mut lab = at(settings, 5);
    lab.see("inside");
    draw_all(&mut lab);
    let legs = lab.scene().legs.to_vec();
    let pair = lab.pair();
    for (axis, param) in pair.into_iter().enumerate() {
        let text = lab.inside(None, &[param], true);
        let left = text.lines().find(|line| line.starts_with("line\tleft")).expect("what is left");
        let way: f64 = left.split('\t').nth(9).and_then(|way| way.parse().ok()).expect("a number");
        assert_eq!(legs[0].by[axis], way, "{text}");
    }
}
