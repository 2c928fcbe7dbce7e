//! What a hand changes: the fit, where the line is held, and the run before.

use gradwalk::charts::{Chart, Mapping, Place, Scene, frame, handle};

use super::{LOSS, W, draw_svg, elements, history, lesson, lines, number, scene, series, style};

const XS: [f64; 4] = [1.0, 2.0, 3.0, 4.0];
const YS: [f64; 4] = [2.0, 4.0, 6.0, 8.0];

#[test]
fn the_line_of_the_fit_goes_through_zero_and_residuals_end_on_it() {
    let (w, loss) = lesson(0.01, 20);
    let (xs, ys) = (XS, YS);
    let scene = |held| {
        let run = history(&w, &loss);
        Scene { xs: &xs, ys: &ys, held, ..scene(run, 20, 20) }
    };
    // Held by hand at w = 1: ŷ = x.
    let held = scene(Some(Place { w: 1.0, loss: 7.5 }));
    let (drawn, svg) = draw_svg(Chart::Fit, (400, 300), &held, &style(1.0, 1));
    let map = drawn.mapping;
    let [line] = &lines(&svg, W)[..] else { panic!("one line") };
    for ((x, y), (px, py)) in [(0.0, 0.0), (map.x.max(), map.x.max())].into_iter().zip(line.clone())
    {
        let at = map.to_pixel(x, y);
        assert!((at.0 - px).abs() <= 1.0 && (at.1 - py).abs() <= 1.0, "{at:?} {px} {py}");
    }
    let (squares, bars): (Vec<&str>, Vec<&str>) =
        elements(&svg, "rect", LOSS).iter().partition(|rect| number(rect, "opacity") < 1.0);
    assert_eq!((squares.len(), bars.len()), (4, 4));
    // The square of a residual is one in pixels, and ends at its bar.
    for (square, bar) in squares.iter().zip(&bars) {
        let [width, height] = ["width", "height"].map(|name| number(square, name));
        let right = number(square, "x") + width;
        assert!(
            (height - number(bar, "height")).abs() <= 2.0
                && (right - number(bar, "x")).abs() <= 2.0
        );
        assert!((width - height).abs() <= 1.0, "{width} × {height}");
    }
    for (bar, (x, y)) in bars.iter().zip(xs.iter().zip(ys)) {
        let (top, height) = (number(bar, "y"), number(bar, "height"));
        assert!((top - map.to_pixel(*x, y).1).abs() <= 1.5);
        assert!((top + height - map.to_pixel(*x, *x).1).abs() <= 1.5);
    }
    assert_eq!(elements(&svg, "circle", "#17191C").len(), 4);

    // At the run's last state the line is the run's; the axes stay.
    let (at_end, _) = draw_svg(Chart::Fit, (400, 300), &scene(None), &style(1.0, 1));
    assert_eq!(at_end.mapping, map);
}

#[test]
fn the_handle_is_on_the_visible_line() {
    let nowhere = series([]);
    let scene = Scene { xs: &XS, ys: &YS, ..scene(history(&nowhere, &nowhere), 0, 20) };
    let [x, y] = frame(&scene);
    let map = Mapping { left: 30.0, top: 10.0, width: 300.0, height: 200.0, x, y };
    for w in [0.0, 2.0, -2.0, 0.5, 100.0, -1e9, 1e-300] {
        let (px, py) = handle(w, &map);
        assert!((30.0..=330.0).contains(&px) && (10.0..=210.0).contains(&py), "{w}: {px} {py}");
        let (x, y) = map.to_data(px, py);
        assert!((w * x - y).abs() <= 1e-6 * (1.0 + y.abs()), "{w}: ({x}, {y})");
    }
}

#[test]
fn the_run_before_is_dashed_and_what_is_ahead_is_faint() {
    let ((w, loss), (before, _)) = (lesson(0.01, 20), lesson(0.02, 20));
    let run = history(&w, &loss);
    let ghost = Some(history(&before, &loss));
    let scene = Scene { ghost, visited: 20, ..scene(run, 5, 20) };
    let (_, svg) = draw_svg(Chart::W, (352, 142), &scene, &style(1.0, 1));
    assert!(lines(&svg, "#17191C").len() > 10, "dashes of ink");
    let opacities: Vec<f64> =
        elements(&svg, "polyline", W).iter().map(|line| number(line, "opacity")).collect();
    assert_eq!(opacities, [0.3, 1.0]);
    let [ahead, walked] = &lines(&svg, W)[..] else { panic!("two lines") };
    assert_eq!((ahead.len(), walked.len()), (21, 6));
}

#[test]
fn the_best_that_a_hand_has_found_is_a_ring() {
    let (w, loss) = lesson(0.01, 20);
    let best = Some(Place { w: 1.0, loss: 7.5 });
    for chart in [Chart::W, Chart::Landscape] {
        let scene = Scene { best, ..scene(history(&w, &loss), 20, 20) };
        let (drawn, svg) = draw_svg(chart, (352, 242), &scene, &style(1.0, 1));
        let (x, y) = match chart {
            Chart::W => drawn.mapping.to_pixel(0.0, 1.0),
            _ => drawn.mapping.to_pixel(1.0, 7.5),
        };
        let here =
            |circle: &&&str| (number(circle, "cx"), number(circle, "cy")) == (x.round(), y.round());
        let radius = |colour| {
            let circles = elements(&svg, "circle", colour);
            circles.iter().find(here).map(|circle| number(circle, "r"))
        };
        let [ink, ground] = ["#17191C", "#FFFFFF"].map(radius);
        let (ink, ground) = ink.zip(ground).expect("a ring");
        assert!((1.0..=2.0).contains(&(ink - ground)), "{chart:?}: {ink} and {ground}");
    }
}

#[test]
fn the_axis_follows_the_line_wherever_it_is_tilted() {
    let (before, _) = lesson(0.01, 20);
    for w in [-1e-3, -0.5, -2.0, -300.0, -1e6, f64::MIN, 0.5, 1e6] {
        let run = series([w]);
        let scene = Scene { xs: &XS, ys: &YS, ..scene(history(&run, &run), 0, 20) };
        let (drawn, svg) = draw_svg(Chart::Fit, (400, 300), &scene, &style(1.0, 1));
        let map = drawn.mapping;
        let [line] = &lines(&svg, W)[..] else { panic!("one line") };
        let length = (line[1].0 - line[0].0).hypot(line[1].1 - line[0].1);
        assert!(length > 0.45 * map.height, "at w = {w} the line is {length} pixels long");
        let (x, y) = handle(w, &map);
        let away = (map.to_pixel(0.0, 0.0).0 - x).hypot(map.to_pixel(0.0, 0.0).1 - y);
        assert!(away > 0.45 * map.height, "at w = {w} the handle is {away} pixels from zero");
        // The points have at least half of the chart, and all of it where the line is among them.
        let points = map.to_pixel(0.0, 0.0).1 - map.top;
        assert!(points >= 0.49 * map.height && (w < 0.0 || points == map.height), "{w}: {points}");
        // Neither the position nor the run before decides an axis.
        let ghost = Some(history(&before, &before));
        let other = frame(&Scene { ghost, position: 9, ..scene });
        assert_eq!(other, [map.x, map.y]);
        // Held by hand it is just the same.
        let none = series([]);
        let held = Some(Place { w, loss: 0.0 });
        let held = frame(&Scene { run: history(&none, &none), held, ..scene });
        assert_eq!(held, [map.x, map.y]);
    }
}

#[test]
fn within_the_update_the_fit_shows_where_it_leads() {
    let (w, loss) = lesson(0.05, 20);
    let (xs, ys) = (XS, YS);
    let at = |position, updating| {
        let run = scene(history(&w, &loss), position, 20);
        draw_svg(
            Chart::Fit,
            (400, 300),
            &Scene { xs: &xs, ys: &ys, updating, ..run },
            &style(1.0, 1),
        )
    };
    const UPDATE: &str = "#CC79A7";
    assert!(lines(&at(0, false).1, UPDATE).is_empty(), "it is not there before it is known");
    for position in [0, 1] {
        let (drawn, svg) = at(position, true);
        let next = w.get(position + 1).unwrap();
        let all = lines(&svg, UPDATE);
        // The dashes of the next line, then the arrow, upright from this line to that, and its head.
        let (dashes, arrow) = all.split_at(all.len() - 3);
        for &(px, py) in dashes.iter().flatten() {
            let (x, y) = drawn.mapping.to_data(px, py);
            assert!((y - next * x).abs() < 0.05, "{position}: ({x}, {y})");
        }
        let [from, to] = arrow[0][..] else { panic!("an arrow") };
        assert!((from.0 - to.0).abs() <= 1.0);
        let ends = [from, to].map(|(x, y)| drawn.mapping.to_data(x, y));
        assert!((ends[0].1 - w.get(position).unwrap() * ends[0].0).abs() < 0.05);
        assert!((ends[1].1 - next * ends[1].0).abs() < 0.05);
    }
}
