//! Pinned runs: each is the run that its settings make alone, at the state shown.

use gradwalk::lab::{Lab, Pinned};
use gradwalk::training::{Quantity, Trainer, Verdict};

use super::{ALL, lab, said, trained};

/// The losses of a run, to the bit.
fn losses(run: &Trainer) -> Vec<u64> {
    let series = run.history().series(Quantity::Loss).expect("the loss is kept");
    series.iter().map(f64::to_bits).collect()
}

#[test]
fn a_pinned_run_is_the_run_of_its_settings_alone() {
    let mut lab = lab("pins=lr=0.12;lr=0.01,gradient=manual-sum;lr=0.03,zero-grad=off,w=1");
    let alone = ["lr=0.12", "gradient=manual-sum", "lr=0.03&zero-grad=off&w=1"];
    for epoch in [0, 1, 7, 20] {
        lab.seek(epoch, ALL);
        for (index, settings) in alone.iter().enumerate() {
            let mut other = trained(settings);
            other.seek(epoch, ALL);
            let Pinned { end, params, loss, verdict } = lab.pinned(index).expect("a pinned run");
            assert_eq!((end, verdict), (None, other.verdict()), "{settings}");
            let said = ["w", "loss"].map(|name| super::read(&mut other, name));
            assert_eq!([params.join(" "), loss], said, "{settings} at {epoch}");
            let run = losses(&lab.scene().pins[index]);
            let series = other.scene().run.series(Quantity::Loss).expect("the loss is kept");
            assert_eq!(run, series.iter().map(f64::to_bits).collect::<Vec<_>>());
        }
    }
    assert_eq!(lab.pinned(3), None);
}

#[test]
fn pinned_runs_follow_the_points_and_the_steps() {
    let mut lab = trained("pins=0.05");
    said(&mut lab, &["pins=0.05&x=1,2&y=3,6&iterations=40"]);
    let alone = trained("lr=0.05&x=1,2&y=3,6&iterations=40");
    let series = alone.scene().run.series(Quantity::Loss).expect("the loss is kept");
    assert_eq!(losses(&lab.scene().pins[0]), series.iter().map(f64::to_bits).collect::<Vec<_>>());
}

#[test]
fn a_run_that_stays_pinned_is_not_computed_again() {
    let mut lab = lab("iterations=1000000&pins=0.1;0.05");
    lab.seek(usize::MAX, ALL);
    assert!(!lab.comparing());
    // Another rate of the lab's own, another name, one less: what is there stays there.
    for settings in [
        "iterations=1000000&lr=0.02&pins=0.1;0.05",
        "iterations=1000000&pins=lr=0.1,name=Slow;0.05",
        "iterations=1000000&pins=0.05",
    ] {
        said(&mut lab, &[settings]);
        assert!(!lab.comparing(), "{settings}");
    }
    said(&mut lab, &["iterations=1000000&pins=0.05;0.07"]);
    assert!(lab.comparing(), "a new one is under way, a slice at a time");
    lab.advance(ALL);
    assert!(!lab.comparing());
}

#[test]
fn pinned_runs_share_the_work_of_a_slice() {
    let mut lab = lab("iterations=30000&lr=1e-6&pins=1e-6;lr=1e-6,gradient=numeric");
    while !lab.look_ahead(40_000) {}
    let heads = |lab: &Lab| lab.scene().pins.iter().map(|run| run.history().head()).collect();
    let before: Vec<usize> = heads(&lab);
    lab.look_ahead(4_800);
    let after: Vec<usize> = heads(&lab);
    // A quarter of it for each of four that may be pinned, and four points in each state; a central
    // difference costs half as much again.
    let made: Vec<usize> =
        after.iter().zip(&before).map(|(after, before)| after - before).collect();
    assert_eq!(made, [4_800 / 4 / 4, 4_800 / 4 / 6]);
}

#[test]
fn one_that_runs_away_stands_at_its_last_state() {
    let mut lab = trained("iterations=2000&pins=0.2");
    let pinned = lab.pinned(0).expect("a pinned run");
    assert_eq!(pinned.verdict, Verdict::RunsAway);
    assert!(pinned.end.is_some_and(|end| end < 2000), "{pinned:?}");
    assert!(!pinned.loss.contains("NaN"), "{pinned:?}");
}

#[test]
fn one_that_is_still_computed_has_not_ended() {
    let mut lab = trained("iterations=1000000");
    said(&mut lab, &["iterations=1000000&pins=0.1"]);
    assert!(lab.comparing());
    assert_eq!(lab.pinned(0).expect("a pinned run").end, None);
}

#[test]
fn who_pins_runs_is_shown_no_run_before() {
    let mut lab = trained("lr=0.02");
    lab.remember();
    said(&mut lab, &["lr=0.03"]);
    assert!(lab.scene().ghost.is_some());
    said(&mut lab, &["lr=0.03&pins=0.1"]);
    assert!(lab.scene().ghost.is_none());
}

#[test]
fn at_every_rate_a_run_is_swept_to_what_it_comes_to_alone() {
    let own = "model=w*x %2B b&iterations=30&optimizer=SGD(momentum=0.5)";
    let pin = "optimizer=Adam(betas=(0.8, 0.9))";
    let mut lab = lab(&format!("{own}&pins={pin}&views=sweep&lr=0.01"));
    // In small slices, as a page has time for it.
    while lab.comparing() {
        lab.look_ahead(50);
    }
    let best = lab.best_rates();
    let found = lab.scene().sweeps.to_vec();
    assert_eq!((found.len(), best.len()), (2, 2));
    for (found, way) in found.iter().zip([own.to_owned(), format!("{own}&{pin}")]) {
        assert_eq!(found.len(), 61, "ten rates a decade, and the last");
        let mut least = (f64::INFINITY, 0.0);
        for &(lr, loss) in found {
            let mut alone = trained(&format!("{way}&lr={lr}"));
            let whole = alone.end() == 30;
            assert_eq!(loss.is_some(), whole, "{way} at {lr}");
            let Some(loss) = loss else { continue };
            // Of all points, in double precision.
            let said: f64 = alone.read("loss").parse().expect("a number");
            assert!((loss - said).abs() <= 0.006 * loss + 1e-9, "{way} at {lr}: {loss} and {said}");
            if loss < least.0 {
                least = (loss, lr);
            }
        }
        let told = if way == own { &best[0] } else { &best[1] };
        assert_eq!(told.parse(), Ok(least.1), "{way}");
    }
    // Another rate of the run is no other sweep; who looks elsewhere has none.
    said(&mut lab, &[&format!("{own}&pins={pin}&views=sweep&lr=0.02")]);
    assert!(!lab.comparing() && lab.best_rates() == best);
    said(&mut lab, &[&format!("{own}&pins={pin}&views=loss")]);
    assert!(lab.best_rates().is_empty());
}
