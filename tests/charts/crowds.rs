//! Many points: the fit shows them all, and costs no more than a picture full of marks.

use gradwalk::charts::{Chart, Scene};

use super::{LOSS, draw_svg, elements, history, lesson, number, scene, style};

const INK: &str = "#17191C";

type Place = (f64, f64);

/// Points about y = 2x, and where the marks of the fit stand: each dot, each bar with its ends.
fn marks(count: usize) -> (Vec<Place>, Vec<Place>, Vec<[f64; 3]>) {
    let (w, loss) = lesson(0.01, 5);
    let xs: Vec<f64> = (0..count).map(|k| 1.0 + (k % 997) as f64 / 997.0).collect();
    let ys: Vec<f64> = (0..count).map(|k| 2.0 * xs[k] + (k as f64).sin()).collect();
    let run = history(&w, &loss);
    let scene = Scene { xs: &xs, ys: &ys, ..scene(run, 5, 5) };
    let (drawn, svg) = draw_svg(Chart::Fit, (352, 300), &scene, &style(1.0, 1));
    let places = xs.iter().zip(&ys).map(|(&x, &y)| drawn.mapping.to_pixel(x, y)).collect();
    let dots = elements(&svg, "circle", INK);
    let dots = dots.iter().map(|dot| (number(dot, "cx"), number(dot, "cy"))).collect();
    let bar = |bar: &&str| {
        let top = number(bar, "y");
        [number(bar, "x"), top, top + number(bar, "height")]
    };
    let bars = elements(&svg, "rect", LOSS);
    let bars = bars.iter().filter(|rect| number(rect, "opacity") == 1.0);
    (places, dots, bars.map(bar).collect())
}

#[test]
fn up_to_a_thousand_points_have_a_dot_and_a_bar_each() {
    for count in [1, 4, 1_000] {
        let (_, dots, bars) = marks(count);
        assert_eq!((dots.len(), bars.len()), (count, count));
    }
}

#[test]
fn of_many_points_every_place_is_inked_and_no_mark_is_drawn_in_vain() {
    let (places, dots, bars) = marks(100_000);
    assert!(dots.len() < 352 * 300 / 9, "{} dots", dots.len());
    assert!(bars.len() <= 352, "{} bars", bars.len());
    for &(x, y) in places.iter().step_by(37) {
        // A dot's radius is 4.5; an SVG's coordinates are whole.
        let near = |&&(dx, dy): &&Place| (dx - x).hypot(dy - y) <= 4.5 + 1.0;
        assert!(dots.iter().any(|dot| near(&dot)), "nothing at ({x}, {y})");
        let covers = |[left, top, bottom]: &[f64; 3]| {
            (left - x).abs() <= 3.0 && (top - 1.5..=bottom + 1.5).contains(&y)
        };
        assert!(bars.iter().any(covers), "no residual to ({x}, {y})");
    }
}
