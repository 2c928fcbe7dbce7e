//! What a lab says of the rate, of the gradients, and of the run before.

use wasm_bindgen_test::wasm_bindgen_test;

use super::{codes, get, lab, text, trained};

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
    let mut lab = trained("lr=0.02");
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
