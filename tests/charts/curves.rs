//! Curves: what leaves the chart, and what is more than it can show.

use gradwalk::charts::{Axis, Chart, Cut, Scene, left};

use super::{LOSS, W, bowl, draw_svg, history, lesson, lessons, lines, scene, series, style};

const ABOVE: Cut = Cut { above: true, below: false };

#[test]
fn a_run_that_leaves_the_chart_is_cut_at_ten_times_its_start() {
    let (w, loss) = lesson(0.14, 200);
    let at = |position| Scene { bowl: lessons(), ..scene(history(&w, &loss), position, 200) };
    let (drawn, svg) = draw_svg(Chart::Loss, (352, 142), &at(200), &style(1.0, 1));
    assert_eq!((drawn.mapping.y.min(), drawn.mapping.y.max(), drawn.cut), (0.0, 300.0, ABOVE));
    // 30 · 1.1²ᵏ is 300 at k = ln 10 / (2 ln 1.1) = 12.08.
    let &(x, y) = lines(&svg, LOSS)[0].last().unwrap();
    assert!((x - drawn.mapping.to_pixel(12.08, 300.0).0).abs() < 1.0 && y == drawn.mapping.top);
    let (drawn, svg) = draw_svg(Chart::W, (352, 142), &at(200), &style(1.0, 1));
    assert_eq!(
        (drawn.mapping.y.min(), drawn.mapping.y.max(), drawn.cut),
        (-18.0, 22.0, Cut { below: true, ..ABOVE })
    );
    assert_eq!(lines(&svg, W).len(), 1, "what leaps from edge to edge is left out");
    let (before, _) = draw_svg(Chart::Loss, (352, 142), &at(12), &style(1.0, 1));
    assert_eq!((before.mapping.y, before.cut), (Axis::linear(&[0.0, 300.0]), Cut::default()));
}

#[test]
fn a_state_beyond_any_number_of_pixels_is_straight_above() {
    // 10³⁰⁵ on an axis that ends at 10⁻⁵ would be 10³¹² pixels up: no double has that many.
    let loss = series([1e-6, 1e305, 1e-6]);
    let run = history(&loss, &loss);
    let scene = Scene { bowl: lessons(), ..scene(run, 2, 2) };
    let (drawn, svg) = draw_svg(Chart::Loss, (352, 142), &scene, &style(1.0, 1));
    let [up, down] = [0.0, 2.0].map(|epoch| drawn.mapping.to_pixel(epoch, 1e-6));
    let [start, end] = [up, down].map(|(x, y)| (x.round(), y.round()));
    let top = drawn.mapping.top;
    let expected = [vec![start, (start.0, top)], vec![(end.0, top), end]];
    assert_eq!((lines(&svg, LOSS), drawn.cut), (expected.to_vec(), ABOVE));
}

#[test]
fn a_million_states_cost_no_more_than_the_chart_is_wide() {
    let states = series((0..=1_000_000).map(|k| f64::from(k % 2)));
    let scene = scene(history(&states, &states), 1_000_000, 1_000_000);
    let (drawn, svg) = draw_svg(Chart::W, (352, 142), &scene, &style(1.0, 1));
    let line = &lines(&svg, W)[0];
    assert!(line.len() as f64 <= 2.0 * (drawn.mapping.width + 1.0));
    // Each column is filled from 0 to 1.
    let column = drawn.mapping.width as usize + 1;
    let edges = line.chunks(2).filter(|ends| (ends[0].1 - ends[1].1).abs() == drawn.mapping.height);
    assert_eq!(edges.count(), column);
}

#[test]
fn a_chart_says_on_which_side_it_is_cut() {
    // From 2 by 1 above the optimum to 14 or down to −10: ten times the first distance is 10.
    let at = |last: f64| {
        let w = series([2.0, last]);
        let bowl = bowl(1.0, 1.0, 0.0);
        let run = history(&w, &w);
        let scene = Scene { bowl, ..scene(run, 1, 1) };
        draw_svg(Chart::W, (352, 142), &scene, &style(1.0, 1)).0.cut.code()
    };
    assert_eq!([at(14.0), at(-10.0), at(3.0), at(f64::NAN)], ["above", "below", "", ""]);
}

#[test]
fn a_ghost_that_swings_costs_no_more_than_a_smooth_one() {
    let dashes = |ghost: &dyn Fn(u32) -> f64| {
        let (w, ghost) = (series([0.0, 1.0]), series((0..=1_000).map(ghost)));
        let both = |w| history(w, w);
        let scene = Scene { ghost: Some(both(&ghost)), ..scene(both(&w), 0, 1_000) };
        let (_, svg) = draw_svg(Chart::W, (784, 232), &scene, &style(1.0, 1));
        lines(&svg, "#17191C").len()
    };
    let smooth = dashes(&|k| f64::from(k) / 1_000.0);
    // 1,000 swings through the whole height: some 200 pixels each, 20,000 dashes of 9 in a row.
    let swinging = dashes(&|k| f64::from(k % 2));
    assert!(smooth > 50 && swinging > 50, "{smooth} {swinging}");
    assert!(swinging <= 4 * smooth, "{smooth} {swinging}");
}

#[test]
fn charts_against_the_epoch_can_share_their_left_edge() {
    let (w, loss) = lesson(0.01, 20);
    let w = series((0..=20).map(|k| w[k] * 1e-5));
    let scene = scene(history(&w, &loss), 20, 20);
    let size = (352.0, 142.0);
    for ratio in [1.0, 1.5, 3.0] {
        let need = |chart| left(chart, size, ratio, &scene);
        let pixels = |css: f64| (css * ratio).round() as u32;
        let drawn = |chart, left| {
            let style = super::Style { left, ..style(ratio, 1) };
            draw_svg(chart, (pixels(size.0), pixels(size.1)), &scene, &style).0.mapping
        };
        for chart in [Chart::Loss, Chart::W] {
            assert!((drawn(chart, 0.0).left.max(38.0) - need(chart)).abs() < 1e-9);
        }
        let most = need(Chart::Loss).max(need(Chart::W));
        assert!(most > need(Chart::Loss).min(need(Chart::W)), "their labels differ in width");
        let [loss, w] = [Chart::Loss, Chart::W].map(|chart| drawn(chart, most));
        assert_eq!((loss.left, loss.width, loss.x), (w.left, w.width, w.x));
        assert!((w.left - most).abs() * ratio <= 0.5, "no more than that: {} of {most}", w.left);
        assert_eq!(need(Chart::Fit), 0.0);
    }
}
