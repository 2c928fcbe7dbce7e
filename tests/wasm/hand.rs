//! What a hand does to the fit, and what the lab says of the rate and of the gradients.

use wasm_bindgen_test::wasm_bindgen_test;

use super::drawing::drawn;
use super::{bits_of, codes, get, lab, text, trained};
use gradwalk::web::Lab;

#[wasm_bindgen_test]
fn a_hand_holds_w_until_the_run_goes_on() {
    let mut lab = trained("");
    // L(1) = 7.5·(1 − 2)² = 7.5, dL/dw = 15·(1 − 2) = −15
    lab.hold(1.0);
    assert_eq!((lab.is_held(), lab.state_row()), (true, vec![0.0, 1.0, 7.5, -15.0]));
    lab.hold(1.8);
    lab.hold(3.0);
    assert_eq!((lab.readout("w"), lab.readout("loss")), ("3.000".to_owned(), "7.50".to_owned()));
    assert_eq!((lab.readout("best_w"), lab.readout("best_loss")), ("1.800".into(), "0.300".into()));
    // The run starts from w₀ as if nobody had touched the line.
    lab.seek(20.0, 1e6);
    assert_eq!(
        (lab.is_held(), bits_of(lab.rows(1, 20))),
        (false, bits_of(trained("").rows(1, 20)))
    );
    // Other points make another best.
    assert_eq!(codes(&mut lab, &["x=1,2&y=1,2"]), [""; 0]);
    assert_eq!(lab.readout("best_w"), "");
}

#[wasm_bindgen_test]
fn the_line_goes_through_the_place_where_it_is_held() {
    let mut lab = drawn(lab(""));
    let handles = lab.handles();
    assert_eq!(handles.len(), 2 + 2 * 4);
    // The second point is (2, 4): through it goes w = 2.
    lab.hold_at(handles[4], handles[5]);
    assert!((lab.state_row()[1] - 2.0).abs() < 1e-6);
    let at_two = lab.handles();
    lab.tilt(-1.0);
    // A press is a fortieth of the way from w₀ = 0 to w* = 2.
    assert!((lab.state_row()[1] - 1.95).abs() < 1e-6);
    assert!(lab.handles()[1] != at_two[1] || lab.handles()[0] != at_two[0]);
}

#[wasm_bindgen_test]
fn points_are_moved_added_and_removed_as_texts_for_x_and_y() {
    let mut lab = drawn(lab(""));
    let at = lab.handles();
    assert_eq!(lab.moved(0, at[4], at[5]), ["2,2,3,4", "4,4,6,8"]);
    assert_eq!(lab.added(at[4], at[5]), ["1,2,3,4,2", "2,4,6,8,4"]);
    assert_eq!(lab.removed(3), ["1,2,3", "2,4,6"]);
    assert_eq!(lab.removed(4), [""; 0]);
    // Out of the plot counts as its edge: nothing leaves it.
    let [x, y] = <[String; 2]>::try_from(lab.moved(0, 1e9, -1e9)).expect("two lists");
    assert_eq!((x.as_str(), y.as_str()), ("4.48,2,3,4", "8.96,4,6,8"));
    let full = (1..=100).map(|i| i.to_string()).collect::<Vec<_>>().join(",");
    let full = drawn(super::lab(&format!("x={full}&y={full}")));
    assert_eq!(full.added(100.0, 100.0), [""; 0]);
    assert_eq!(drawn(super::lab("x=1&y=1")).removed(0), [""; 0]);
}

#[wasm_bindgen_test]
fn pasted_tables_are_read_or_refused_with_a_code() {
    let table = Lab::read_table("x;y\n1;2\n2,5;5\n");
    assert_eq!((text(&table, "x"), text(&table, "y")), ("1,2.5".into(), "2,5".into()));
    let long = "1 2\n".repeat(101);
    for (given, code, line) in [
        ("", "table-empty", None),
        ("1\n2", "table-columns", Some(1.0)),
        ("1 2\n3 x", "table-cell", Some(2.0)),
        (&long, "table-long", None),
    ] {
        let problem = Lab::read_table(given);
        assert_eq!((text(&problem, "code").as_str(), get(&problem, "line").as_f64()), (code, line));
    }
    assert_eq!(lab("").table(), "1\t2\n2\t4\n3\t6\n4\t8\n");
}

#[wasm_bindgen_test]
fn the_rate_is_judged_apart_from_the_run() {
    for (settings, verdict, limit) in [
        ("lr=0.06", "straight", "2/15"),
        ("lr=0.12", "overshoots", "2/15"),
        ("lr=0.14", "runs-away", "2/15"),
        ("lr=0.03&gradient=manual-sum", "overshoots", "2/60"),
        ("lr=0.2&zero-grad=off", "circles", "4/15"),
        ("lr=0.3&zero-grad=off", "runs-away", "4/15"),
        ("x=0,0&y=1,2", "flat", ""),
    ] {
        let mut lab = lab(settings);
        assert_eq!(lab.verdict(), verdict, "{settings}");
        assert!(lab.readout("limit").starts_with(limit), "{settings}: {}", lab.readout("limit"));
        assert_eq!(lab.bands().len(), if verdict == "flat" { 0 } else { 2 });
    }
    // At 0.14 each step lands |1 − 0.14·15| = 1.1 times as far from 2.
    let mut away = lab("lr=0.14");
    assert_eq!((away.readout("factor"), away.readout("advice")), ("1.1".into(), "0.1".into()));
}

#[wasm_bindgen_test]
fn three_routes_and_the_sum() {
    let mut lab = lab("");
    let bars: Vec<(String, String, f64)> = lab
        .gradients()
        .iter()
        .map(|bar| {
            (
                text(&bar, "name"),
                text(&bar, "value"),
                get(&bar, "length").as_f64().expect("a length"),
            )
        })
        .collect();
    let bar = |name: &str, value: &str, length: f64| (name.to_owned(), value.to_owned(), length);
    assert_eq!(
        bars[..3],
        [bar("manual", "-30", 0.25), bar("manual-sum", "-120", 1.0), bar("autograd", "-30", 0.25)]
    );
    assert_eq!((bars[3].0.as_str(), bars[3].1.as_str()), ("numeric", "-30"));
    assert_eq!(lab.coinciding_lr(), "0.04");
    assert_eq!(lab.nudge()[..4], ["0.000", "0.001", "30.000", "29.970"]);
    assert_eq!(lab.both_notebooks(), ["2.000", "1.922"]);
}

#[wasm_bindgen_test]
fn the_run_before_is_kept_from_the_next_change_on() {
    let mut lab = drawn(trained("lr=0.02"));
    lab.remember();
    assert_eq!(codes(&mut lab, &["lr=0.01"]), [""; 0]);
    assert_eq!((lab.epoch(), lab.status().as_str()), (20, "done"));
    lab.forget();
    // A run that is behind comes on when it is asked to.
    assert_eq!(codes(&mut lab, &["lr=0.05&iterations=1000000"]), [""; 0]);
    assert!(lab.behind() && lab.epoch() < 1_000_000);
    while lab.behind() {
        lab.advance(1e6);
    }
    assert_eq!((lab.epoch(), lab.status().as_str()), (1_000_000, "converged"));
}
