//! What a hand is given and gives: places as numbers, points as texts, tables as objects.

use gradwalk::web::Lab;
use wasm_bindgen_test::wasm_bindgen_test;

use super::drawing::{COLOURS, canvas};
use super::{text, trained};

/// A lab at the end of its run, with all charts drawn at 400 × 300 pixels.
fn drawn(settings: &str) -> Lab {
    let mut lab = trained(settings);
    for chart in ["fit", "loss", "w"] {
        lab.draw(chart, &canvas(), 400.0, 300.0, 1.0, &COLOURS, "serif".to_owned());
    }
    lab
}

#[wasm_bindgen_test]
fn places_are_numbers_and_none_is_an_empty_list() {
    let mut lab = drawn("");
    let handles = lab.handles();
    assert_eq!(handles.len(), 2 + 2 * 4, "the line's, and each point's");
    assert_eq!(lab.near(handles[0], handles[1] + 1.0, 5.0), [-1.0, 0.0, -1.0]);
    assert_eq!(lab.near(handles[4] - 2.0, handles[5], 5.0), [1.0, 2.0, 0.0]);
    assert_eq!(lab.near(-1e9, 0.0, 5.0), [0.0; 0]);
    assert_eq!(lab.epoch_at("loss", lab.place_of("loss", 7)[0]), 7);
    assert_eq!((lab.place_of("fit", 3), lab.place_of("pie", 3)), (vec![], vec![]));
    assert_eq!((lab.epoch_at("pie", 3.0), Lab::new().handles()), (0, vec![]));
}

#[wasm_bindgen_test]
fn points_are_texts_and_none_is_an_empty_list() {
    let lab = drawn("");
    assert_eq!(lab.removed(1), ["x", "1,3,4", "y", "2,6,8"]);
    assert_eq!((lab.lists(2), lab.corners().len()), (vec!["1,2".to_owned(), "2,4".to_owned()], 4));
    assert_eq!(lab.removed(4), [""; 0]);
    assert_eq!((lab.moved(0, 50.0, 50.0).len(), lab.pushed(0, 1.0, 0.0).len()), (4, 4));
    assert_eq!((lab.added(200.0, 150.0).len(), Lab::new().added(1.0, 1.0).len()), (4, 0));
    assert_eq!(lab.most_points(), 100);
}

#[wasm_bindgen_test]
fn a_held_line_is_told_and_let_go() {
    let mut lab = drawn("");
    lab.hold(1.5);
    // L(w) = 7.5·(2 − w)², dL/dw = 15·(w − 2)
    assert_eq!((lab.is_held(), lab.state_row()), (true, vec![0.0, 1.5, 1.875, -7.5]));
    let mut again = Lab::new();
    again.restore(&lab.snapshot(), 1e6);
    assert_eq!((again.is_held(), again.state_row()), (true, lab.state_row()));
    lab.seek(0.0, 0.0);
    assert!(!lab.is_held());
}

#[wasm_bindgen_test]
fn tables_are_read_or_answered() {
    let lab = Lab::new();
    let read = |text: &str| lab.read_table(text);
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
    assert_eq!((text(&long, "code"), text(&long, "allowed")), ("table-long".into(), "101".into()));
    let table = trained("").table().expect("four points");
    assert_eq!(table, "1\t2\n2\t4\n3\t6\n4\t8\n");
    assert_eq!(text(&read(&table), "x"), "1,2,3,4");
}
