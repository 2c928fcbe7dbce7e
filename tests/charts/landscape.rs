//! The landscape: what is drawn lies on the parabola, and says only what has been seen.

use gradwalk::charts::{Axis, Chart, Leg, Place, Scene, ball, ground};
use gradwalk::model::Model;
use gradwalk::training::{History, Quantity};
use proptest::prelude::*;

use super::{
    LOSS, draw_svg, elements, history, lesson, lessons, lines, number, scene, series, style,
};

const GRADIENT: &str = "#009E73";
const UPDATE: &str = "#CC79A7";
const INK: &str = "#17191C";
const SIZE: (u32, u32) = (384, 300);

fn run(lr: f64, epochs: i32) -> &'static History {
    let (w, loss) = lesson(lr, epochs);
    history(&w, &loss)
}

fn at(run: &'static History, position: usize) -> Scene<'static> {
    Scene { bowl: lessons(), ..scene(run, position, 20) }
}

/// How far a corner is from the parabola, in pixels.
fn off(corner: (f64, f64), map: &gradwalk::charts::Mapping) -> f64 {
    let (w, _) = map.to_data(corner.0, corner.1);
    (map.to_pixel(w, 7.5 * (w - 2.0).powi(2)).1 - corner.1).abs()
}

#[test]
fn nothing_is_drawn_of_the_bowl_before_anybody_has_been_there() {
    let (drawn, svg) = draw_svg(Chart::Landscape, SIZE, &at(run(0.01, 20), 0), &style(1.0, 1));
    let seen: f64 = lines(&svg, LOSS).iter().map(|line| line[0].0 - line.last().unwrap().0).sum();
    assert_eq!(seen, 0.0, "the parabola has no length yet");
    assert!(
        drawn.mapping.x.shows(0.0) && drawn.mapping.x.shows(4.0),
        "and does not lean to the start"
    );
    // A hand that has been from 0 to 1.3 has uncovered that much.
    let touched = Scene { touched: Some([0.0, 1.3]), ..at(run(0.01, 20), 0) };
    let (drawn, svg) = draw_svg(Chart::Landscape, SIZE, &touched, &style(1.0, 8));
    let [curve] = &lines(&svg, LOSS)[..] else { panic!("one piece") };
    let map = drawn.mapping;
    let ends = [curve[0], *curve.last().unwrap()].map(|(x, y)| map.to_data(x / 8.0, y / 8.0).0);
    assert!(ends[0].abs() < 0.03 && (ends[1] - 1.3).abs() < 0.03, "{ends:?}");
}

#[test]
fn the_curve_is_the_parabola_and_the_rest_of_it_is_faint() {
    let scene = Scene { ended: true, visited: 20, ..at(run(0.12, 20), 20) };
    let (drawn, svg) = draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 1));
    let curves = elements(&svg, "polyline", LOSS);
    assert_eq!(
        curves.iter().map(|curve| number(curve, "opacity")).collect::<Vec<_>>(),
        [0.35, 1.0]
    );
    for line in lines(&svg, LOSS) {
        // A pixel to the side is some pixels up a steep wall.
        assert!(line.iter().all(|&corner| off(corner, &drawn.mapping) < 8.0));
    }
}

#[test]
fn within_a_step_slope_and_update_are_drawn_once_they_are_known() {
    for known in [[false, false], [true, false], [true, true]] {
        let scene = Scene { known, ..at(run(0.03, 20), 3) };
        let (_, svg) = draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 8));
        let tangents = lines(&svg, GRADIENT).len();
        assert_eq!(tangents, usize::from(known[0]), "{known:?}");
        assert_eq!(svg.matches(UPDATE).count() > path_alone(), known[1], "{known:?}");
    }
}

/// How many marks in the colour of the update a path of three steps takes.
fn path_alone() -> usize {
    let scene = Scene { known: [true, false], ..at(run(0.03, 20), 3) };
    draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 8)).1.matches(UPDATE).count()
}

#[test]
fn the_tangent_has_the_slope_of_the_loss_at_the_ball() {
    for position in [0, 1, 5, 20] {
        let scene = at(run(0.12, 20), position);
        let (drawn, svg) = draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 8));
        let [tangent] = &lines(&svg, GRADIENT)[..] else { panic!("one tangent") };
        let ends = [tangent[0], tangent[1]].map(|(x, y)| drawn.mapping.to_data(x / 8.0, y / 8.0));
        let slope = (ends[1].1 - ends[0].1) / (ends[1].0 - ends[0].0);
        let w = 2.0 - 2.0 * (1.0f64 - 1.8).powi(position as i32);
        assert!((slope - 15.0 * (w - 2.0)).abs() < 0.02 * slope.abs() + 0.1, "{slope} at {w}");
    }
}

#[test]
fn the_arrow_ends_above_the_next_state_and_the_path_joins_the_others() {
    let run = run(0.12, 20);
    let (drawn, svg) = draw_svg(Chart::Landscape, SIZE, &at(run, 3), &style(1.0, 1));
    let place = |k: i32| {
        let w = 2.0 - 2.0 * (1.0f64 - 1.8).powi(k);
        (w, 7.5 * (w - 2.0).powi(2))
    };
    let pixel = |(w, loss)| {
        let (x, y) = drawn.mapping.to_pixel(w, loss);
        (x.round(), y.round())
    };
    let all = lines(&svg, UPDATE);
    for k in 0..3 {
        assert!(all.contains(&vec![pixel(place(k)), pixel(place(k + 1))]), "step {k}");
    }
    let tip = pixel((place(4).0, place(3).1));
    assert!(all.contains(&vec![pixel(place(3)), tip]), "level, to the next w");
    // At the end no step comes next, nor while a hand holds the line elsewhere.
    let held = Scene { held: Some(Place { w: 1.0, loss: 7.5 }), ..at(run, 0) };
    for scene in [at(run, 20), held] {
        let (drawn, svg) = draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 1));
        let ball = ball(&scene, &drawn.mapping).expect("there is a ball");
        let from = (ball.0.round(), ball.1.round());
        // The last steps of the path are some pixels long.
        let level = |line: &Vec<(f64, f64)>| {
            line[0] == from && line[1].1 == from.1 && (line[1].0 - from.0).abs() > 10.0
        };
        assert!(!lines(&svg, UPDATE).iter().any(level));
    }
}

#[test]
fn a_run_that_leaves_is_cut_at_ten_times_its_loss_and_the_ball_waits_on_the_wall() {
    let run = run(0.14, 20);
    let scene = at(run, 20);
    let (drawn, svg) = draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 1));
    let map = drawn.mapping;
    assert!(drawn.cut.above && map.y.max() < 600.0 && map.y.max() > 300.0, "{:?}", map.y);
    let (x, y) = ball(&scene, &map).expect("there is a ball");
    assert!(off((x, y), &map) < 1.0 && y <= map.top + 1.0, "at the edge, on the wall: {x} {y}");
    // Each step leaps over the best w, from wall to wall.
    let middle = map.to_pixel(2.0, 0.0).0;
    let [left, right] = [20, 19].map(|state| ball(&at(run, state), &map).expect("a ball").0);
    assert!(left < middle && middle < right, "{left} {middle} {right}");
    let circles = elements(&svg, "circle", INK);
    assert_eq!(number(circles.last().unwrap(), "cx"), x.round());
    let (before, _) = draw_svg(Chart::Landscape, SIZE, &at(run, 3), &style(1.0, 1));
    assert_eq!((before.mapping, before.cut.above), (map, false), "nothing moves with the position");
}

#[test]
fn a_million_states_cost_no_more_than_some_hundred_lines() {
    let side = |k: i32| if k % 2 == 0 { 0.0 } else { 4.0 };
    let states = series((0..=1_000_000).map(side));
    let losses = series((0..=1_000_000).map(|_| 30.0));
    let scene = Scene { bowl: lessons(), ..scene(history(&states, &losses), 1_000_000, 1_000_000) };
    let (drawn, svg) = draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 1));
    let all = lines(&svg, UPDATE);
    assert!(all.len() <= 600, "{} lines", all.len());
    let width = drawn.mapping.to_pixel(4.0, 0.0).0 - drawn.mapping.to_pixel(0.0, 0.0).0;
    let across = |line: &&Vec<(f64, f64)>| ((line[0].0 - line[1].0).abs() - width).abs() < 2.0;
    assert!(all.iter().filter(across).count() > 400, "from side to side, as the run goes");
}

#[test]
fn a_ball_beyond_the_edge_is_hollow_however_near_it_is() {
    let scene = at(run(0.01, 20), 0);
    let loss = |top: f64| {
        let ground = Some([Axis::linear(&[-1.0, 5.0]), Axis::linear(&[0.0, top])]);
        draw_svg(Chart::Landscape, SIZE, &Scene { ground, ..scene }, &style(1.0, 1)).0.cut.above
    };
    // It starts at 30; a tenth is a pixel.
    assert_eq!([30.5, 30.0, 29.5, 28.0].map(loss), [false, false, true, true]);
}

#[test]
fn a_hand_goes_as_far_as_it_likes_and_the_landscape_with_it() {
    for w in [-40.0, 60.0] {
        let held = Place { w, loss: 7.5 * (w - 2.0f64).powi(2) };
        let scene = Scene { held: Some(held), ..at(run(0.01, 20), 0) };
        let [x, y] = ground(&scene);
        assert!(x.shows(w) && y.shows(held.loss), "{x:?} {y:?}");
        let (drawn, svg) = draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 1));
        assert!(!drawn.cut.above);
        // A ball in the plot is whole, one beyond it hollow.
        let rings = |svg: &str| elements(svg, "circle", "#FFFFFF").len();
        let beyond = at(run(0.14, 20), 20);
        let (_, hollow) = draw_svg(Chart::Landscape, SIZE, &beyond, &style(1.0, 1));
        assert_eq!((rings(&svg), rings(&hollow)), (1, 2));
    }
}

proptest! {
    /// Whatever the run, the ball is within the chart, and on the parabola where that is known.
    #[test]
    fn the_ball_is_always_in_sight(lr in 1e-4..0.3f64, position in 0..40usize, held in prop::option::of(-1e6..1e6f64)) {
        let (w, loss) = lesson(lr, 40);
        let place = |w: f64| Place { w, loss: 7.5 * (w - 2.0).powi(2) };
        let scene = Scene { bowl: lessons(), held: held.map(place), ..scene(history(&w, &loss), position, 40) };
        let (drawn, _) = draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 1));
        let (x, y) = ball(&scene, &drawn.mapping).expect("there is a ball");
        prop_assert!((0.0..=384.0).contains(&x) && (0.0..=300.0).contains(&y), "{} {}", x, y);
        prop_assert!(off((x, y), &drawn.mapping) < 1.0, "{} {}", x, y);
    }
}

#[test]
fn in_batches_the_ball_stays_on_the_hill_of_all_points() {
    // What the run has are the losses of some points: nowhere on the hill.
    let (w, loss) = lesson(0.01, 20);
    let batch = series(loss.iter().map(|loss| 3.0 * loss + 1.0));
    let here = |loss, in_batches| {
        let scene = Scene { bowl: lessons(), in_batches, ..scene(history(&w, loss), 4, 20) };
        let (drawn, _) = draw_svg(Chart::Landscape, (352, 384), &scene, &style(1.0, 1));
        ball(&scene, &drawn.mapping)
    };
    let (all, some) = (here(&loss, false), here(&batch, true));
    let apart = all.zip(some).map(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1));
    assert!(apart.is_some_and(|apart| apart < 0.01), "{all:?} and {some:?}");
    assert_ne!(here(&batch, false), all);
}

#[test]
fn the_parts_of_a_step_go_from_the_ball_to_where_it_leads() {
    let states = |values: [f64; 3]| series(values);
    let known = [
        (Quantity::Param(0), states([0.0, 1.0, 3.0])),
        (Quantity::Param(1), states([0.0, 2.0, 1.0])),
        (Quantity::Loss, states([9.0, 4.0, 1.0])),
    ];
    let run = History::of(known);
    let model = Model::parse("w*x + b").expect("a line");
    let legs = [Leg { is_new: false, by: [2.5, 1.0] }, Leg { is_new: true, by: [-0.5, -2.0] }];
    let large = (SIZE.0 * 8, SIZE.1 * 8);
    let ground = Some([Axis::linear(&[-1.0, 5.0]), Axis::linear(&[-1.0, 5.0])]);
    let plain = Scene { ground, ..Scene::new(&model, &run, 1, 2) };
    let (_, without) = draw_svg(Chart::Landscape, large, &plain, &style(1.0, 8));
    let (drawn, svg) =
        draw_svg(Chart::Landscape, large, &Scene { legs: &legs, ..plain }, &style(1.0, 8));
    let corner = |(a, b)| drawn.mapping.to_pixel(a, b);
    let near = |(x, y): (f64, f64), (a, b): (f64, f64)| (x / 8.0 - a).hypot(y / 8.0 - b) < 0.3;
    // What the gradient says now goes from where what is left ends to the next state.
    let green = &lines(&svg, GRADIENT)[0];
    assert!(near(green[0], corner((3.5, 3.0))) && near(green[1], corner((3.0, 1.0))), "{green:?}");
    // What is left is dashed, and begins at the ball.
    let pink = lines(&svg, UPDATE);
    assert!(pink.iter().any(|line| near(line[0], corner((1.0, 2.0)))));
    let more = pink.len() - lines(&without, UPDATE).len();
    assert!(more > 5, "{more} dashes: {pink:?}");
    assert!(lines(&without, GRADIENT).is_empty());
}
