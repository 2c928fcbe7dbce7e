//! Where a lab stands: asked for, reached, stepped from.

use gradwalk::autograd::Op;
use gradwalk::training::Status;
use proptest::prelude::*;

use super::{ALL, lab, said, trained};

#[test]
fn a_step_counts_from_where_the_lab_was_sent() {
    let mut lab = lab("iterations=1000000&lr=1e-6");
    // Four points in each state: this computes 25,000 states more.
    assert!(lab.seek(500_000, 100_000) < 50_000);
    assert_eq!((lab.target(), lab.behind()), (500_000, true));
    lab.step(1, 100_000);
    assert_eq!(lab.target(), 500_001, "not one on from where the computing is");
    while lab.behind() {
        lab.advance(10_000_000);
    }
    assert_eq!(lab.epoch(), 500_001);
    lab.step(-500_000, 0);
    assert_eq!((lab.epoch(), lab.departure()), (1, 1));
    lab.step(i64::MIN, 0);
    assert_eq!(lab.epoch(), 0);
}

#[test]
fn a_slice_is_as_much_work_whatever_the_operations_cost() {
    let states = |settings: &str| {
        let mut lab = lab(&format!("iterations=1000000&lr=1e-9&{settings}"));
        let before = lab.head();
        lab.look_ahead(120_000);
        lab.head() - before
    };
    // Four points in each state.
    assert_eq!(states(""), 30_000);
    // A central difference takes three losses, each half of the work of a loss with its gradient.
    assert_eq!(states("gradient=numeric"), 20_000);
    // Three additions forward and three back become as many more as a sine costs.
    assert_eq!(states("model=sin(w*x)"), 30_000 * 3 / (3 + Op::Sin.cost()));
}

#[test]
fn whoever_stands_at_the_end_steps_back_from_there_and_departs_from_the_start() {
    let mut lab = trained("");
    assert_eq!((lab.epoch(), lab.departure()), (20, 0));
    lab.step(-3, 0);
    assert_eq!((lab.epoch(), lab.departure()), (17, 17));
    lab.step(i64::MAX, ALL);
    assert_eq!((lab.epoch(), lab.status()), (20, Status::Done));
    // Also where that end is that of a run that diverges.
    let mut away = trained("lr=0.2&iterations=1000");
    away.step(-1, 0);
    assert_eq!((away.epoch(), away.end()), (60, 61));
}

#[test]
fn a_finished_run_stays_finished_longer_or_shorter() {
    let mut lab = trained("");
    for iterations in [30, 5] {
        assert_eq!(said(&mut lab, &[&format!("iterations={iterations}")]), []);
        assert_eq!((lab.epoch(), lab.status()), (iterations, Status::Done));
    }
    // Also where somebody asked for its last state by number.
    lab.seek(5, 0);
    assert_eq!(said(&mut lab, &["iterations=9"]), []);
    assert_eq!(lab.epoch(), 9);
    // A link opens where its maker stood, and a change of another setting leaves that.
    said(&mut lab, &["epoch=3"]);
    said(&mut lab, &["epoch=3", "lr=0.05"]);
    assert_eq!((lab.epoch(), lab.query().as_str()), (3, "v=1&lr=0.05&epoch=3"));
}

#[test]
fn only_what_is_behind_the_position_is_told() {
    let mut lab = trained("");
    lab.seek(5, 0);
    assert_eq!((lab.epoch(), lab.head(), lab.end()), (5, 20, 20));
    assert_eq!((lab.rows(1, 20).len(), lab.printout(4, 20).len()), (15, 2));
    assert_eq!((lab.rows(3, 2).len(), lab.rows(6, 20).len()), (0, 0));
    assert_eq!((lab.state_row()[0], lab.status()), (5.0, Status::Training));
}

#[test]
fn the_run_before_is_kept_from_the_next_change_on() {
    let mut lab = trained("lr=0.02");
    lab.remember();
    assert!(lab.scene().ghost.is_none());
    said(&mut lab, &["lr=0.01"]);
    assert_eq!((lab.epoch(), lab.scene().ghost.is_some()), (20, true));
    said(&mut lab, &["lr=0.03"]);
    assert!(lab.scene().ghost.is_some(), "it stays until another one is to be remembered");
    lab.forget();
    assert!(lab.scene().ghost.is_none());
}

proptest! {
    /// However one seeks, steps and comes again, the state is that of its epoch, to the bit.
    #[test]
    fn every_state_is_the_same_however_one_came(
        moves in prop::collection::vec((any::<bool>(), -30i64..60, 0usize..200), 0..20),
    ) {
        let settings = "iterations=50&gradient=autograd&zero-grad=off";
        let mut lab = lab(settings);
        for (steps, n, work) in moves {
            if steps { lab.step(n, work) } else { lab.seek(n.unsigned_abs() as usize, work) };
        }
        let mut fresh = trained(settings);
        fresh.seek(lab.epoch(), 0);
        let bits = |row: Vec<f64>| row.into_iter().map(f64::to_bits).collect::<Vec<_>>();
        prop_assert_eq!(bits(lab.state_row()), bits(fresh.state_row()));
    }
}
