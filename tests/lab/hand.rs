//! A hand on the fit: what it holds, what it makes of the points, and where things stand.

use gradwalk::charts::Chart;
use gradwalk::lab::{Lab, MOST_POINTS};

use super::{draw_all, drawn, lab, many_points, read, said};

#[test]
fn a_hand_holds_the_line_until_the_run_goes_on() {
    let mut lab = drawn("");
    lab.hold(1.5);
    assert_eq!((lab.is_held(), lab.epoch()), (true, 0));
    // L(w) = 7.5·(2 − w)², dL/dw = 15·(w − 2)
    assert_eq!(lab.state_row(), [0.0, 1.5, 1.875, -7.5]);
    lab.hold(1.0);
    assert_eq!((read(&mut lab, "w"), read(&mut lab, "loss")), ("1.000".into(), "7.50".into()));
    assert_eq!(read(&mut lab, "best_w"), "1.500");
    lab.hold(f64::NAN);
    assert_eq!(read(&mut lab, "w"), "1.000", "NaN is no w");
    lab.seek(0, 0);
    assert_eq!((lab.is_held(), lab.state_row()), (false, vec![0.0, 0.0, 30.0, -30.0]));
    assert_eq!(read(&mut lab, "best_loss"), "1.88", "the best is not forgotten");
    said(&mut lab, &["lr=0.02"]);
    assert_eq!(read(&mut lab, "best_loss"), "1.88", "nor for another rate");
    said(&mut lab, &["x=1,2&y=1,2"]);
    assert_eq!(read(&mut lab, "best_loss"), "", "but it is these points' best");
}

#[test]
fn the_line_goes_through_the_place_where_it_is_held() {
    let mut lab = drawn("");
    let third = lab.handles().1[2];
    lab.hold_at(third.0, third.1);
    assert!((lab.state_row()[1] - 2.0).abs() < 1e-6, "(3, 6) is on the line of w = 2");
    lab.hold_at(-1e9, f64::NAN);
    lab.hold_at(0.0, 0.0);
    assert!(lab.state_row()[1].is_finite());
}

#[test]
fn what_is_nearest_to_a_hand_is_taken() {
    let mut lab = drawn("");
    let (line, points) = lab.handles();
    assert_eq!(points.len(), 4);
    let points = points.into_iter().enumerate().map(|(index, place)| (Some(index), place));
    for (point, (x, y)) in [(None, line.expect("a line"))].into_iter().chain(points) {
        let grip = lab.near(x + 1.0, y - 2.0, 10.0).expect("a handle");
        assert_eq!((grip.point, grip.offset), (point, (-1.0, 2.0)));
        assert_eq!(lab.near(x + 1.0, y - 2.0, 2.0), None, "{point:?} is out of reach");
    }
    assert_eq!(lab.near(f64::NAN, 0.0, f64::INFINITY), None);
    assert_eq!(Lab::new().near(0.0, 0.0, f64::INFINITY), None, "nothing is drawn");
}

#[test]
fn points_are_moved_added_and_removed_as_texts() {
    let lab = drawn("");
    assert_eq!(lab.removed(1), Some(vec![("x", "1,3,4".into()), ("y", "2,6,8".into())]));
    assert_eq!(lab.removed(4), None);
    let pushed = lab.pushed(0, 1.0, 1.0).expect("points");
    let [(_, x), (_, y)] = &pushed[..] else { panic!("{pushed:?}") };
    assert!(x.ends_with(",2,3,4") && y.ends_with(",4,6,8") && *x != "1,2,3,4" && *y != "2,4,6,8");
    let far = lab.moved(0, f64::INFINITY, f64::NEG_INFINITY).expect("points");
    assert!(
        !far[0].1.contains("inf") && !far[1].1.contains("inf"),
        "the edge of the plot: {far:?}"
    );
    assert_eq!(lab.added(200.0, 150.0).expect("points")[0].1.split(',').count(), 5);
    assert_eq!(Lab::new().added(1.0, 1.0), None, "nothing has been drawn");
    assert_eq!(drawn("x=3&y=6").removed(0), None, "the last point stays");
    // What is called something stays called so.
    let named = drawn("data=m [kg],L;1,2;3,4");
    assert_eq!(named.removed(0), Some(vec![("data", "m [kg],L;3,4".into())]));
    assert_eq!(named.table().as_deref(), Some("m [kg]\tL\n1\t2\n3\t4\n"));
    // Rows of two inputs are no points of a plane.
    let mut rows = drawn("data=1,2,3;4,5,6");
    assert_eq!((rows.removed(0), rows.handles().1.len()), (None, 0));
    assert_eq!(rows.table().as_deref(), Some("1\t2\t3\n4\t5\t6\n"));
}

#[test]
fn more_points_than_a_hand_can_move_are_only_shown() {
    let mut most = drawn(&many_points(MOST_POINTS));
    assert_eq!(most.handles().1.len(), MOST_POINTS);
    assert_eq!(most.table().map(|table| table.lines().count()), Some(MOST_POINTS));
    assert!(most.moved(0, 50.0, 50.0).is_some() && most.added(1.0, 1.0).is_none());
    let mut more = drawn(&many_points(MOST_POINTS + 1));
    let (line, points) = more.handles();
    let (x, y) = line.expect("a line");
    assert_eq!(points, [], "the line's handle alone");
    assert_eq!(more.near(x, y, 1.0).map(|grip| grip.point), Some(None));
    assert_eq!((more.table(), more.moved(0, 1.0, 1.0), more.removed(0)), (None, None, None));
    assert_eq!((more.added(1.0, 1.0), more.pushed(0, 1.0, 0.0)), (None, None));
}

#[test]
fn a_line_held_below_the_points_stays_in_reach_of_the_hand() {
    let mut lab = drawn("");
    let points = lab.handles().1;
    let zero = points[0].0 - points[1].0 + points[0].0;
    // Down through the floor of the chart, and on: the axis gives way, and the handle stays.
    let mut w = f64::INFINITY;
    for y in (0..60).map(|step| 200.0 + 5.0 * f64::from(step)) {
        lab.hold_at(300.0, y);
        draw_all(&mut lab);
        let held = lab.state_row()[1];
        assert!(held <= w, "at {y} the line goes up from {w} to {held}");
        w = held;
        let (line, points) = lab.handles();
        let (x, y) = line.expect("a line");
        assert!((x - zero).hypot(y - points[0].1) > 20.0 && y <= 300.0, "{x} {y}");
    }
    assert!(w < -1.0);
    // A hand that stays where it is holds still, and one that comes back finds the line there.
    for y in [250.0, 150.0, 100.0] {
        let held = [0, 1, 2].map(|_| {
            lab.hold_at(300.0, y);
            draw_all(&mut lab);
            lab.state_row()[1]
        });
        assert_eq!(held, [held[0]; 3]);
    }
}

#[test]
fn time_begins_at_the_same_place_in_every_chart() {
    for settings in ["", "w=-123456", "lr=0.14&iterations=200", "scale=log", "views=w,loss"] {
        let mut lab = drawn(settings);
        draw_all(&mut lab);
        let place = |chart, epoch| lab.place_of(chart, epoch).expect("it is drawn").0;
        for epoch in [0, lab.head()] {
            assert_eq!(place(Chart::Loss, epoch), place(Chart::W, epoch), "{settings}");
        }
    }
}

#[test]
fn a_frozen_fit_keeps_its_axes() {
    let mut lab = drawn("");
    let before = lab.handles().1[1];
    lab.freeze(true);
    said(&mut lab, &["x=1,2,3,40&y=2,4,6,80"]);
    draw_all(&mut lab);
    assert_eq!(lab.handles().1[1], before);
    lab.freeze(false);
    draw_all(&mut lab);
    assert_ne!(lab.handles().1[1], before);
}

#[test]
fn a_press_tilts_by_a_fortieth_of_the_way() {
    let mut lab = drawn("");
    lab.seek(0, 0);
    lab.tilt(1.0);
    // From w = 0 towards 2.
    assert!((lab.state_row()[1] - 0.05).abs() < 1e-6);
    // Where there is no way to go, by a fortieth.
    let mut flat = drawn("x=0&y=1");
    flat.tilt(-2.0);
    assert!((flat.state_row()[1] + 0.05).abs() < 1e-6);
}

#[test]
fn a_place_on_a_chart_is_an_epoch_and_back() {
    let lab = drawn("");
    for chart in [Chart::Loss, Chart::W] {
        for epoch in [0, 1, 7, 20] {
            let (x, _) = lab.place_of(chart, epoch).expect("it is drawn");
            assert_eq!(lab.epoch_at(chart, x), epoch, "{chart:?}");
        }
        assert_eq!((lab.epoch_at(chart, -1e9), lab.epoch_at(chart, f64::INFINITY)), (0, 20));
    }
    assert_eq!(lab.place_of(Chart::Fit, 3), None);
    assert_eq!(super::lab("").place_of(Chart::W, 0), None, "nothing is drawn");
}

#[test]
fn holding_asks_for_no_run() {
    let mut lab = lab("iterations=1000000&lr=1e-6");
    let head = lab.head();
    lab.hold(1.0);
    lab.tilt(3.0);
    assert_eq!((lab.head(), lab.behind()), (head, false));
}
