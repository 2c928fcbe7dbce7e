//! A lab that is freed and made again from the same layers is the same lab.

use gradwalk::lab::Lab;
use gradwalk::training::Quantity;

use super::{ALL, lab, read, said};

/// The lab as a page would make it again.
fn again(lab: &mut Lab, layers: &str) -> Lab {
    let snapshot = lab.snapshot();
    let mut again = self::lab(layers);
    again.restore(&snapshot, ALL);
    assert_eq!(again.snapshot(), snapshot);
    again
}

#[test]
fn position_and_farthest_state_come_back() {
    let settings = "lr=0.03";
    let mut lab = lab(settings);
    lab.seek(15, ALL);
    lab.seek(4, 0);
    let mut same = again(&mut lab, settings);
    assert_eq!((same.epoch(), same.scene().visited), (4, 15));
    assert_eq!(same.state_row(), lab.state_row());
    // Whoever stands at the end stays at the end.
    lab.seek(usize::MAX, ALL);
    let mut same = again(&mut lab, settings);
    said(&mut same, &["lr=0.03&iterations=30"]);
    assert_eq!(same.epoch(), 30);
}

#[test]
fn what_a_hand_holds_and_its_best_come_back() {
    let mut lab = lab("");
    lab.hold(1.9);
    lab.hold(0.1);
    let mut same = again(&mut lab, "");
    assert_eq!((same.is_held(), same.state_row()), (true, lab.state_row()));
    assert_eq!(read(&mut same, "best_w"), "1.900");
    assert_eq!(same.scene().best, lab.scene().best);
}

#[test]
fn the_run_before_comes_back_to_the_bit() {
    let mut lab = lab("lr=0.12&x=1,2&y=3,5");
    lab.seek(12, ALL);
    lab.remember();
    said(&mut lab, &["lr=0.02"]);
    let same = again(&mut lab, "lr=0.02");
    let (before, after) = (lab.scene(), same.scene());
    let [before, after] = [before, after].map(|scene| scene.ghost.expect("a run before"));
    for quantity in Quantity::all(1) {
        let [before, after] = [before, after].map(|history| {
            let series = history.series(quantity).expect("of one parameter all is kept");
            series.iter().map(f64::to_bits).collect::<Vec<_>>()
        });
        assert!(before.len() > 12);
        assert_eq!(before, after);
    }
}

#[test]
fn what_is_no_snapshot_is_ignored() {
    for text in
        ["", "-", "1 2 3", "a b c d e f", "NaN inf - - - -", "1e99 -3 1e999 x -5 v=9&lr=&x=1"]
    {
        let mut lab = lab("iterations=7");
        lab.restore(text, 1_000);
        assert!(
            lab.epoch() <= 7 && lab.state_row().iter().all(|value| value.is_finite()),
            "{text}"
        );
    }
}

#[test]
fn the_place_within_a_step_comes_back() {
    let mut lab = lab("");
    lab.seek(4, ALL);
    lab.enter_phase("gradient.7");
    let mut same = again(&mut lab, "");
    assert_eq!((same.epoch(), same.phase().as_str()), (4, "gradient.7"));
    assert_eq!(same.opened(false, false), lab.opened(false, false));
}
