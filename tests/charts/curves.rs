//! Curves: what leaves the chart, and what is more than it can show.

use gradwalk::charts::{Axis, Chart, Run, Scene};

use super::{LOSS, OPTIMUM, W, draw_svg, lesson, lines, series, style};

#[test]
fn a_run_that_leaves_the_chart_is_cut_at_ten_times_its_start() {
    let (w, loss) = lesson(0.14, 200);
    let at = |position| Scene {
        optimum: OPTIMUM,
        ..Scene::new(Run { w: &w, loss: &loss }, position, 200)
    };
    let (drawn, svg) = draw_svg(Chart::Loss, (352, 142), &at(200), &style(1.0, 1));
    assert_eq!((drawn.mapping.y.min(), drawn.mapping.y.max(), drawn.cut), (0.0, 300.0, true));
    // 30 · 1.1²ᵏ is 300 at k = ln 10 / (2 ln 1.1) = 12.08.
    let &(x, y) = lines(&svg, LOSS)[0].last().unwrap();
    assert!((x - drawn.mapping.to_pixel(12.08, 300.0).0).abs() < 1.0 && y == drawn.mapping.top);
    let (drawn, svg) = draw_svg(Chart::W, (352, 142), &at(200), &style(1.0, 1));
    assert_eq!((drawn.mapping.y.min(), drawn.mapping.y.max(), drawn.cut), (-18.0, 22.0, true));
    assert_eq!(lines(&svg, W).len(), 1, "what leaps from edge to edge is left out");
    let (before, _) = draw_svg(Chart::Loss, (352, 142), &at(12), &style(1.0, 1));
    assert_eq!((before.mapping.y, before.cut), (Axis::linear(&[0.0, 300.0]), false));
}

#[test]
fn a_state_beyond_any_number_of_pixels_is_straight_above() {
    // 10³⁰⁵ on an axis that ends at 10⁻⁵ would be 10³¹² pixels up: no double has that many.
    let loss = series([1e-6, 1e305, 1e-6]);
    let run = Run { w: &loss, loss: &loss };
    let scene = Scene { optimum: OPTIMUM, ..Scene::new(run, 2, 2) };
    let (drawn, svg) = draw_svg(Chart::Loss, (352, 142), &scene, &style(1.0, 1));
    let [up, down] = [0.0, 2.0].map(|epoch| drawn.mapping.to_pixel(epoch, 1e-6));
    let [start, end] = [up, down].map(|(x, y)| (x.round(), y.round()));
    let top = drawn.mapping.top;
    let expected = [vec![start, (start.0, top)], vec![(end.0, top), end]];
    assert_eq!((lines(&svg, LOSS), drawn.cut), (expected.to_vec(), true));
}

#[test]
fn a_million_states_cost_no_more_than_the_chart_is_wide() {
    let states = series((0..=1_000_000).map(|k| f64::from(k % 2)));
    let scene = Scene::new(Run { w: &states, loss: &states }, 1_000_000, 1_000_000);
    let (drawn, svg) = draw_svg(Chart::W, (352, 142), &scene, &style(1.0, 1));
    let line = &lines(&svg, W)[0];
    assert!(line.len() as f64 <= 2.0 * (drawn.mapping.width + 1.0));
    // Each column is filled from 0 to 1.
    let column = drawn.mapping.width as usize + 1;
    let edges = line.chunks(2).filter(|ends| (ends[0].1 - ends[1].1).abs() == drawn.mapping.height);
    assert_eq!(edges.count(), column);
}
