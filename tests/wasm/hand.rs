//! A hand on the fit: what it holds, what it makes of the points, and where things stand.

use gradwalk::web::Lab;
use wasm_bindgen_test::wasm_bindgen_test;

use super::drawing::{COLOURS, canvas};
use super::{codes, get, text, trained};

/// A lab at the end of its run, with all charts drawn at 400 × 300 pixels.
fn drawn(settings: &str) -> Lab {
    let mut lab = trained(settings);
    draw(&mut lab);
    lab
}

fn draw(lab: &mut Lab) {
    for chart in ["fit", "loss", "w"] {
        lab.draw(chart, &canvas(), 400.0, 300.0, 1.0, &COLOURS, "serif".to_owned());
    }
}

#[wasm_bindgen_test]
fn a_hand_holds_the_line_until_the_run_goes_on() {
    let mut lab = drawn("");
    lab.hold(1.5);
    assert_eq!((lab.is_held(), lab.epoch(), lab.status().as_str()), (true, 0, "ready"));
    // L(w) = 7.5·(2 − w)², dL/dw = 15·(w − 2)
    assert_eq!(lab.state_row(), [0.0, 1.5, 1.875, -7.5]);
    lab.hold(1.0);
    assert_eq!((lab.readout("w"), lab.readout("loss")), ("1.000".into(), "7.50".into()));
    assert_eq!((lab.readout("best_w"), lab.readout("best_loss")), ("1.500".into(), "1.88".into()));
    lab.hold(f64::NAN);
    assert_eq!(lab.readout("w"), "1.000", "NaN is no w");
    lab.seek(0.0, 0.0);
    assert_eq!((lab.is_held(), lab.state_row()), (false, vec![0.0, 0.0, 30.0, -30.0]));
    assert_eq!(lab.readout("best_loss"), "1.88", "the best is not forgotten");
    assert_eq!(codes(&mut lab, &["x=1,2&y=1,2"]), [""; 0]);
    assert_eq!(lab.readout("best_loss"), "", "but it is these points' best");
}

#[wasm_bindgen_test]
fn the_line_goes_through_the_place_where_it_is_held() {
    let mut lab = drawn("");
    let handles = lab.handles();
    assert_eq!(handles.len(), 2 + 2 * 4, "the line's, and each point's");
    // Through the third point, (3, 6): to the pixel, so nearly w = 2.
    lab.hold_at(handles[6], handles[7]);
    assert!((lab.state_row()[1] - 2.0).abs() < 1e-6);
    let w = lab.state_row()[1];
    lab.hold_at(handles[2] - 1e9, f64::NAN);
    lab.hold_at(0.0, 0.0);
    assert!(lab.state_row()[1].is_finite(), "beyond the axes as well: {w}");
}

#[wasm_bindgen_test]
fn points_are_moved_added_and_removed_as_texts() {
    let lab = drawn("");
    assert_eq!(lab.removed(1), ["1,3,4", "2,6,8"]);
    assert_eq!(lab.removed(4), [""; 0]);
    let [x, y] = lab.pushed(0, 1.0, 1.0).try_into().expect("x and y");
    assert!(x.ends_with(",2,3,4") && y.ends_with(",4,6,8") && x != "1,2,3,4" && y != "2,4,6,8");
    let far = lab.moved(0, f64::INFINITY, f64::NEG_INFINITY);
    assert!(!far[0].contains("inf") && !far[1].contains("inf"), "the edge of the plot: {far:?}");
    assert_eq!(lab.added(200.0, 150.0)[0].split(',').count(), 5);
    assert_eq!(Lab::new().added(1.0, 1.0), [""; 0], "nothing has been drawn");
    let one = drawn("x=3&y=6");
    assert_eq!(one.removed(0), [""; 0], "the last point stays");
    let list = vec!["1"; 100].join(",");
    assert_eq!(drawn(&format!("x={list}&y={list}")).added(1.0, 1.0), [""; 0]);
}

#[wasm_bindgen_test]
fn a_frozen_fit_keeps_its_axes() {
    let mut lab = drawn("");
    let second = |lab: &mut Lab| lab.handles()[4..6].to_vec();
    let before = second(&mut lab);
    lab.freeze(true);
    assert_eq!(codes(&mut lab, &["x=1,2,3,9&y=2,4,6,30"]), [""; 0]);
    draw(&mut lab);
    assert_eq!(second(&mut lab), before);
    lab.freeze(false);
    draw(&mut lab);
    assert_ne!(second(&mut lab), before);
}

#[wasm_bindgen_test]
fn a_place_on_a_chart_is_an_epoch_and_back() {
    let lab = drawn("");
    for chart in ["loss", "w"] {
        for epoch in [0, 1, 7, 20] {
            let place = lab.place_of(chart, epoch);
            assert_eq!(lab.epoch_at(chart, place[0]), epoch, "{chart}");
        }
        assert_eq!((lab.epoch_at(chart, -1e9), lab.epoch_at(chart, f64::INFINITY)), (0, 20));
    }
    assert_eq!(lab.place_of("fit", 3), [0.0; 0]);
    assert_eq!(lab.readout_at("w", 1), "0.300");
}

#[wasm_bindgen_test]
fn tables_are_read_or_answered() {
    let read = |text: &str| Lab::read_table(text);
    let table = read("x;y\n0,5;1\n2;3");
    assert_eq!((text(&table, "x"), text(&table, "y")), ("0.5,2".into(), "1,3".into()));
    for (given, code) in [
        ("", "table-empty"),
        ("1\n2", "table-columns"),
        ("1 2\n3 many", "table-cell"),
        ("1 2\n3 1e999", "table-cell"),
    ] {
        assert_eq!(text(&read(given), "code"), code, "{given}");
    }
    let long = read(&"1 2\n".repeat(101));
    assert_eq!(
        (text(&long, "code"), get(&long, "found").as_f64()),
        ("table-long".into(), Some(101.0))
    );
    let lab = trained("");
    let table = lab.table().expect("four points");
    assert_eq!(table, "1\t2\n2\t4\n3\t6\n4\t8\n");
    assert_eq!(text(&read(&table), "x"), "1,2,3,4");
}
