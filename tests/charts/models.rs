//! Other models than the lesson's: each chart draws what they predict, and what their parameters do.

use gradwalk::charts::{
    Axis, Chart, Mapping, Place, Relief, Scene, frame, ground, has_one_scale, height, left,
};
use gradwalk::model::Model;
use gradwalk::settings::Settings;
use gradwalk::training::{History, Precision, Quantity, Trainer};
use proptest::prelude::*;

use super::{LOSS, W, draw_svg, elements, lines, number, series, style};

const INK: &str = "#17191C";
const UPDATE: &str = "#CC79A7";
const GRADIENT: &str = "#009E73";
const SIZE: (u32, u32) = (400, 300);
const XS: [f64; 4] = [-1.0, 0.5, 1.0, 3.0];
const YS: [f64; 4] = [1.0, 2.0, 3.5, 4.0];

fn model(formula: &str) -> Model {
    Model::parse(formula).expect("a formula")
}

/// A run of that model on the points above, computed to its end.
fn trained(
    formula: &str,
    start: &[(&str, f64)],
    lr: f64,
    iterations: usize,
) -> (Settings, Trainer) {
    let settings = Settings {
        model: model(formula),
        start: start.iter().map(|&(name, at)| (name.to_owned(), at)).collect(),
        precision: Precision::F64,
        x: XS.to_vec(),
        y: YS.to_vec(),
        iterations,
        lr,
        ..Settings::default()
    };
    let mut run = settings.trainer(&settings.dataset().expect("points"));
    run.look_ahead(usize::MAX);
    (settings, run)
}

/// A run of one state with these parameters.
fn state(params: &[f64]) -> &'static History {
    let known = params.iter().enumerate().map(|(k, &at)| (Quantity::Param(k), series([at])));
    let loss = [(Quantity::Loss, series([1.0]))];
    Box::leak(Box::new(History::of(known.chain(loss))))
}

fn fit<'a>(model: &'a Model, run: &'a History) -> Scene<'a> {
    Scene { xs: &XS, ys: &YS, ..Scene::new(model, run, 0, 20) }
}

/// The curve of the fit in pixels, drawn as fine as on the page.
fn curve(scene: &Scene) -> (Mapping, Vec<Vec<(f64, f64)>>) {
    let (drawn, svg) = draw_svg(Chart::Fit, (SIZE.0 * 8, SIZE.1 * 8), scene, &style(1.0, 8));
    let fine = |line: Vec<(f64, f64)>| line.into_iter().map(|(x, y)| (x / 8.0, y / 8.0)).collect();
    (drawn.mapping, lines(&svg, W).into_iter().map(fine).collect())
}

/// How far a drawn corner is from the graph of `f`, in pixels along either axis.
fn off(at: (f64, f64), map: &Mapping, f: impl Fn(f64) -> f64) -> f64 {
    let (x, _) = map.to_data(at.0, at.1);
    let beside = [-0.5, 0.0, 0.5].map(|by| map.to_pixel(0.0, f(map.to_data(at.0 + by, 0.0).0)).1);
    assert!(x.is_finite());
    let (low, high) = (
        beside.iter().copied().fold(f64::MAX, f64::min),
        beside.iter().copied().fold(f64::MIN, f64::max),
    );
    (low - at.1).max(at.1 - high).max(0.0)
}

#[test]
fn the_fit_draws_what_the_model_predicts_from_edge_to_edge() {
    type Curve = (&'static str, &'static [f64], fn(f64) -> f64);
    let curves: [Curve; 5] = [
        ("w*x+b", &[0.5, 2.0], |x| 0.5 * x + 2.0),
        ("a*x*x+b*x+c", &[0.3, -0.5, 1.0], |x| 0.3 * x * x - 0.5 * x + 1.0),
        ("a*sin(b*x)+c", &[1.5, 3.0, 2.0], |x| 1.5 * (3.0 * x).sin() + 2.0),
        ("relu(w*x+b)", &[1.0, -1.0], |x| f64::max(x - 1.0, 0.0)),
        ("b", &[1.5], |_| 1.5),
    ];
    for (formula, params, f) in curves {
        let model = model(formula);
        let (map, lines) = curve(&fit(&model, state(params)));
        let [line] = &lines[..] else { panic!("{formula} is one line, not {}", lines.len()) };
        let edges = [line[0].0, line.last().expect("an end").0];
        assert!((edges[0] - map.left).abs() < 0.2, "{formula}: {edges:?}");
        assert!((edges[1] - map.left - map.width).abs() < 0.2, "{formula}: {edges:?}");
        for &at in line {
            assert!(off(at, &map, f) < 0.2, "{formula}: {at:?}");
        }
        // No two corners are farther apart than a column of pixels.
        assert!(line.windows(2).all(|pair| pair[1].0 - pair[0].0 <= 1.2), "{formula}");
    }
}

#[test]
fn residuals_and_their_squares_end_on_the_prediction() {
    let model = model("w*x+b");
    let (drawn, svg) = draw_svg(Chart::Fit, SIZE, &fit(&model, state(&[0.5, 2.0])), &style(1.0, 1));
    let (squares, bars): (Vec<&str>, Vec<&str>) =
        elements(&svg, "rect", LOSS).iter().partition(|rect| number(rect, "opacity") < 1.0);
    assert_eq!((squares.len(), bars.len()), (4, 4));
    for ((bar, square), (&x, &y)) in bars.iter().zip(&squares).zip(XS.iter().zip(&YS)) {
        let ends = [y, 0.5 * x + 2.0].map(|y| drawn.mapping.to_pixel(x, y).1);
        let (top, bottom) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        for rect in [bar, square] {
            let (y, height) = (number(rect, "y"), number(rect, "height"));
            assert!((y - top).abs() <= 1.5 && (y + height - bottom).abs() <= 1.5, "{rect}");
        }
    }
}

#[test]
fn a_curve_is_cut_where_it_is_no_number_and_never_drawn_across_a_pole() {
    // 1/x leaps at 0 from below to above; between the plot's edges nothing joins the two branches.
    let pole = model("w/x");
    let (map, lines) = curve(&fit(&pole, state(&[0.5])));
    assert_eq!(lines.len(), 2, "two branches");
    let zero = map.to_pixel(0.0, 0.0).0;
    assert!(lines[0].iter().all(|at| at.0 < zero) && lines[1].iter().all(|at| at.0 > zero));
    for &at in lines.iter().flatten() {
        assert!(off(at, &map, |x| 0.5 / x) < 1.0, "{at:?}");
    }
    // Left of 0 the logarithm is not a number.
    let log = model("w*log(x)");
    let (map, lines) = curve(&fit(&log, state(&[1.0])));
    assert_eq!(lines.len(), 1);
    let zero = map.to_pixel(0.0, 0.0).0;
    assert!(lines[0][0].0 >= zero && lines[0][0].0 < zero + 12.0, "from where it is in the plot");
}

#[test]
fn a_line_as_steep_as_a_wall_is_seen_all_the_same() {
    let model = model("w*x+b");
    for w in [1e3, -1e5, 1e9] {
        let (map, lines) = curve(&fit(&model, state(&[w, 0.5])));
        let corners: Vec<_> = lines.into_iter().flatten().collect();
        let (top, bottom) =
            corners.iter().fold((f64::MAX, f64::MIN), |(t, b), at| (t.min(at.1), b.max(at.1)));
        assert!(bottom - top > 0.95 * map.height, "{w}: {top} to {bottom}");
        let zero = map.to_pixel(0.0, 0.0).0;
        assert!(corners.iter().all(|at| (at.0 - zero).abs() < 3.0), "{w}");
    }
}

#[test]
fn the_axes_of_the_fit_hold_the_curves_of_the_run_within_reason() {
    let (settings, run) = trained("w*x+b", &[("b", -3.0)], 0.05, 40);
    let scene = fit(&settings.model, run.history());
    let [x, y] = frame(&scene);
    assert!(y.shows(-3.0), "where the run begins: {y:?}");
    // Nothing moves with the position.
    assert_eq!(frame(&Scene { position: 40, ..scene }), [x, y]);
    // A wave has its crests in the chart, whatever the points are.
    let wave = model("a*sin(b*x)");
    let [x, y] = frame(&fit(&wave, state(&[2.0, 3.0])));
    assert!(x.min() < -1.0 && y.min() <= -1.99 && y.min() >= -2.0, "{y:?}");
    // A run that leaves presses no point flat: as far on the one side of zero as on the other, no more.
    let (settings, away) = trained("w*x+b", &[], 3.0, 100);
    let [_, y] = frame(&fit(&settings.model, away.history()));
    assert!(y.max() <= 4.5 && y.min() >= -4.5, "{y:?}");
}

#[test]
fn pinned_runs_and_the_next_step_are_curves_of_their_own_parameters() {
    let (settings, run) = trained("w*x+b", &[("b", 1.0)], 0.05, 20);
    let (_, other) = trained("w*x+b", &[("w", -1.0)], 0.02, 20);
    let pins = [other];
    let scene =
        Scene { pins: &pins, position: 2, updating: true, ..fit(&settings.model, run.history()) };
    let (drawn, svg) = draw_svg(Chart::Fit, (SIZE.0 * 8, SIZE.1 * 8), &scene, &style(1.0, 8));
    let at = |run: &Trainer, state| {
        let [w, b] = [0, 1].map(|k| run.history().series(Quantity::Param(k)).expect("kept")[state]);
        move |x: f64| w * x + b
    };
    let dashes = lines(&svg, INK);
    assert!(dashes.len() > 10, "dashes of ink");
    for (x, y) in dashes.into_iter().flatten() {
        assert!(off((x / 8.0, y / 8.0), &drawn.mapping, at(&pins[0], 2)) < 0.3);
    }
    let update = lines(&svg, UPDATE);
    let (dashes, arrow) = update.split_at(update.len() - 3);
    assert!(dashes.len() > 10);
    for &(x, y) in dashes.iter().flatten() {
        assert!(off((x / 8.0, y / 8.0), &drawn.mapping, at(&run, 3)) < 0.3);
    }
    for (&(x, y), state) in arrow[0].iter().zip([2, 3]) {
        assert!(
            off((x / 8.0, y / 8.0), &drawn.mapping, at(&run, state)) < 0.5,
            "from this curve to the next"
        );
    }
}

#[test]
fn every_parameter_has_its_curve_and_says_its_name() {
    let (settings, run) = trained("w*x+b", &[("b", 1.0)], 0.05, 20);
    let model = &settings.model;
    let scene = Scene { xs: &XS, ys: &YS, ..Scene::new(model, run.history(), 20, 20) };
    let (drawn, svg) = draw_svg(Chart::W, (784, 232), &scene, &style(1.0, 1));
    let all = lines(&svg, W);
    let param = |k| run.history().series(Quantity::Param(k)).expect("kept");
    // The first is a line through its states, as ever.
    let pixels = |k: usize| (0..=20).map(move |state| (state, param(k)[state]));
    let place = |(state, value): (usize, f64)| drawn.mapping.to_pixel(state as f64, value);
    let expected: Vec<_> = pixels(0).map(place).map(|(x, y)| (x.round(), y.round())).collect();
    assert_eq!(all[0], expected);
    // The second is dashed, and on its own states.
    assert!(all.len() > 20, "{} dashes", all.len());
    let corners: Vec<_> = pixels(1).map(place).collect();
    for &(x, y) in all[1..].iter().flatten() {
        let step = corners.windows(2).find(|ends| x <= ends[1].0 + 0.5).expect("within the run");
        let part = ((x - step[0].0) / (step[1].0 - step[0].0)).clamp(0.0, 1.0);
        assert!((step[0].1 + part * (step[1].1 - step[0].1) - y).abs() <= 1.5, "({x}, {y})");
    }
    let said: Vec<&str> =
        svg.split("<text").filter_map(|text| text.split(['>', '<']).nth(1)).collect();
    for name in ["w", "b"] {
        assert_eq!(said.iter().filter(|text| text.trim() == name).count(), 1, "{name} in {said:?}");
    }
    // Both are marked where the run stands, on one hairline.
    let marks: Vec<_> = elements(&svg, "circle", W);
    let large = marks.iter().filter(|mark| number(mark, "r") > 4.0).map(|mark| number(mark, "cy"));
    assert_eq!(large.collect::<Vec<_>>(), [0, 1].map(|k| place((20, param(k)[20])).1.round()));
    let hairlines = elements(&svg, "rect", INK);
    assert_eq!(hairlines.iter().filter(|bar| number(bar, "height") > 100.0).count(), 1);
    for k in [0, 1] {
        assert!(param(k).iter().all(|value| drawn.mapping.y.shows(value)), "parameter {k}");
    }
    assert_eq!(height(Chart::W, &scene, 7), Some(param(0)[7]));
    assert!(left(Chart::W, (784.0, 232.0), 1.0, &scene) > 0.0);
    // Of one parameter nothing is dashed, and nobody need be told its name.
    let (settings, run) = trained("b", &[], 0.05, 20);
    let scene = Scene::new(&settings.model, run.history(), 20, 20);
    let (_, svg) = draw_svg(Chart::W, (784, 232), &scene, &style(1.0, 1));
    assert!(lines(&svg, W).len() == 1 && !svg.contains("\nb\n"));
}

#[test]
fn names_stand_apart_and_on_ground_where_two_parameters_take_the_same_path() {
    let model = model("w*x+bias");
    let known = [0, 1].map(|k| (Quantity::Param(k), series([0.0, 0.5, 1.0, 1.5])));
    let run =
        History::of(known.into_iter().chain([(Quantity::Loss, series([4.0, 3.0, 2.0, 1.0]))]));
    let (_, svg) = draw_svg(Chart::W, SIZE, &Scene::new(&model, &run, 3, 3), &style(1.0, 1));
    let place = |name: &str| {
        let text =
            svg.split("<text").find(|text| text.contains(&format!("\n{name}\n"))).expect(name);
        let text = format!(" {text}");
        (number(&text, "x"), number(&text, "y"))
    };
    let ground = elements(&svg, "rect", "#FFFFFF");
    for (name, wide) in [("w", 6.0), ("bias", 24.0)] {
        let (x, y) = place(name);
        let below = |rect: &&&str| {
            let [left, top, width, height] =
                ["x", "y", "width", "height"].map(|of| number(rect, of));
            let beside = |at: f64, from: f64, length: f64, room: f64| {
                from <= at - room && at + room <= from + length && length < 100.0
            };
            beside(x + wide / 2.0, left, width, wide / 2.0) && beside(y, top, height, 5.0)
        };
        assert!(ground.iter().any(|rect| below(&rect)), "{name} at ({x}, {y})");
    }
    let [w, bias] = ["w", "bias"].map(place);
    assert!((w.1 - bias.1).abs() >= 12.0, "{w:?} {bias:?}");
}

#[test]
fn of_more_parameters_than_a_few_everything_is_drawn_that_a_run_can_keep() {
    let formula = "a*relu(b*x+c)+d*relu(e*x+f)+g+h*x+k";
    let start = [("a", 1.0), ("b", 1.0), ("d", -1.0), ("e", -1.0), ("g", 0.5)];
    let (settings, run) = trained(formula, &start, 0.01, 20);
    let scene = Scene { position: 0, ..fit(&settings.model, run.history()) };
    let (map, lines) = curve(&scene);
    assert_eq!(lines.len(), 1);
    for &at in &lines[0] {
        assert!(off(at, &map, |x| x.max(0.0) - (-x).max(0.0) + 0.5) < 0.2, "{at:?}");
    }
    // Of very many steps only what is drawn of any run is kept, and what is drawn says its name.
    let long = Settings { iterations: 1_000_000, ..settings.clone() };
    let long = long.trainer(&long.dataset().expect("points"));
    let kept: Vec<Quantity> = long.history().kept().collect();
    assert_eq!(kept, [Quantity::Param(0), Quantity::Loss, Quantity::Grad(0)]);
    let (_, svg) =
        draw_svg(Chart::Fit, SIZE, &fit(&settings.model, long.history()), &style(1.0, 1));
    assert!(self::lines(&svg, W).is_empty() && elements(&svg, "circle", INK).len() == 4);
    let known = [(Quantity::Param(0), series([0.0, 1.0])), (Quantity::Loss, series([1.0, 0.5]))];
    let run = History::of(known);
    let scene = Scene::new(&settings.model, &run, 1, 1);
    let (_, svg) = draw_svg(Chart::W, (784, 232), &scene, &style(1.0, 1));
    assert!(svg.contains("\na\n"), "one of several says which");
}

#[test]
fn of_many_parameters_as_many_are_drawn_as_can_be_told_apart() {
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let model = model(&names.join("*x+"));
    let known = (0..names.len()).map(|k| (Quantity::Param(k), series([k as f64, k as f64 + 0.5])));
    let run = History::of(known.chain([(Quantity::Loss, series([1.0, 0.5]))]));
    let scene = Scene::new(&model, &run, 1, 1);
    let (drawn, svg) = draw_svg(Chart::W, (784, 232), &scene, &style(1.0, 1));
    let said: Vec<&str> =
        names.into_iter().filter(|name| svg.contains(&format!("\n{name}\n"))).collect();
    assert_eq!(said, ["a", "b", "c", "d", "e"]);
    assert!(drawn.mapping.y.max() < 5.0, "what is not drawn takes no room: {:?}", drawn.mapping.y);
}

#[test]
fn parameters_that_run_away_do_not_press_their_beginning_flat() {
    let (settings, away) = trained("w*x+b", &[("b", 1.0)], 2.0, 200);
    let scene = Scene::new(&settings.model, away.history(), away.history().head(), 200);
    let (drawn, _) = draw_svg(Chart::W, (784, 232), &scene, &style(1.0, 1));
    assert!(drawn.mapping.y.max() < 1e3 && drawn.mapping.y.min() > -1e3, "{:?}", drawn.mapping.y);
    assert!(drawn.cut.above || drawn.cut.below);
}

#[test]
fn a_state_whose_loss_is_no_number_takes_no_room() {
    let model = model("w*x+b");
    let known = [
        (Quantity::Param(0), series([0.0, 1e200])),
        (Quantity::Param(1), series([0.0, 0.5])),
        (Quantity::Loss, series([1.0, f64::INFINITY])),
    ];
    let run = History::of(known);
    let scene = Scene { xs: &XS, ys: &YS, ..Scene::new(&model, &run, 1, 20) };
    let (drawn, _) = draw_svg(Chart::W, SIZE, &scene, &style(1.0, 1));
    assert!(drawn.mapping.y.max() < 10.0 && drawn.cut.above, "{:?}", drawn.mapping.y);
    assert!(ground(&scene)[0].max() < 10.0);
    assert!(frame(&scene)[1].max() < 10.0);
}

/// The mean of the squared residuals of `predict` on the points above.
fn loss(predict: impl Fn(f64) -> f64) -> f64 {
    XS.iter().zip(&YS).map(|(&x, &y)| (predict(x) - y).powi(2)).sum::<f64>() / 4.0
}

#[test]
fn one_parameter_of_any_model_goes_down_its_own_loss() {
    // L(w) of w²·x is no parabola: it has two valleys.
    let of = |w: f64| loss(|x| w * w * x);
    let (settings, run) = trained("w*w*x", &[("w", 0.2)], 0.05, 40);
    let scene =
        Scene { visited: 40, ended: true, ..Scene::new(&settings.model, run.history(), 3, 40) };
    let relief = Relief::new(&scene, 48, |params| of(params[0])).expect("of one parameter");
    let scene = Scene { relief: Some(&relief), ..scene };
    let (drawn, svg) = draw_svg(Chart::Landscape, (SIZE.0 * 8, SIZE.1 * 8), &scene, &style(1.0, 8));
    let map = drawn.mapping;
    let curves = lines(&svg, LOSS);
    assert!(!curves.is_empty());
    for &(x, y) in curves.iter().flatten() {
        assert!(off((x / 8.0, y / 8.0), &map, of) < 0.5, "({x}, {y})");
    }
    let opacities = elements(&svg, "polyline", LOSS);
    assert!(opacities.iter().any(|line| number(line, "opacity") == 0.35), "the rest is faint");
    let [tangent] = &lines(&svg, GRADIENT)[..] else { panic!("one tangent") };
    let ends = [tangent[0], tangent[1]].map(|(x, y)| map.to_data(x / 8.0, y / 8.0));
    let slope = (ends[1].1 - ends[0].1) / (ends[1].0 - ends[0].0);
    let w = run.history().series(Quantity::Param(0)).expect("kept")[3];
    let expected = (of(w + 1e-6) - of(w - 1e-6)) / 2e-6;
    assert!((slope - expected).abs() < 0.02 * expected.abs(), "{slope} is {expected}");
    // On both sides of where the run has been there is room.
    let states =
        run.history().series(Quantity::Param(0)).expect("kept").extent(0, 41).expect("states");
    let room = 0.3 * (states.max - states.min);
    assert!(map.x.shows(states.min - room) && map.x.shows(states.max + room), "{:?}", map.x);
    // The path and its next step are the run's.
    assert!(lines(&svg, UPDATE).len() >= 3 + 3);
    assert_eq!(ground(&scene), [map.x, map.y]);
}

#[test]
fn without_a_known_loss_nothing_is_made_up() {
    let (settings, run) = trained("w*w*x", &[("w", 0.2)], 0.05, 40);
    let scene = Scene { ended: true, ..Scene::new(&settings.model, run.history(), 3, 40) };
    let (_, svg) = draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 1));
    assert!(lines(&svg, LOSS).is_empty() && lines(&svg, GRADIENT).is_empty());
    assert!(!lines(&svg, UPDATE).is_empty(), "the path is known all the same");
}

#[test]
fn the_landscape_of_three_parameters_is_a_slice_through_two() {
    let (settings, run) = trained("a*x*x+b*x+c", &[], 0.01, 20);
    let at =
        |pair, position| Scene { pair, ..Scene::new(&settings.model, run.history(), position, 20) };
    let scene = at([0, 2], 3);
    let stands = run.history().series(Quantity::Param(1)).expect("kept")[3];
    let relief = Relief::new(&scene, 48, |params| {
        assert_eq!(params[1], stands, "b as it stands");
        loss(|x| params[0] * x * x + params[1] * x + params[2])
    });
    let relief = relief.expect("a slice");
    assert!(relief.is_of(&scene) && !relief.is_of(&at([0, 2], 4)) && !relief.is_of(&at([0, 1], 3)));
    let scene = Scene { relief: Some(&relief), ..scene };
    let (drawn, svg) = draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 1));
    let [a, c] = [0, 2].map(|k| run.history().series(Quantity::Param(k)).expect("kept")[3]);
    let (x, y) = drawn.mapping.to_pixel(a, c);
    let ball = elements(&svg, "circle", INK);
    let ball = ball.last().expect("a ball");
    assert_eq!((number(ball, "cx"), number(ball, "cy")), (x.round(), y.round()));
    assert!(!lines(&svg, LOSS).is_empty(), "level lines");
    // No arrow lies over the name of an axis.
    let arrows = svg.rfind(GRADIENT).max(svg.rfind(UPDATE)).expect("arrows");
    for name in ["\na\n</text>", "\nc\n</text>"] {
        assert!(svg.find(name).expect("a name") > arrows);
    }
}

/// The relief of w·x + b about the run of a scene.
fn relief(scene: &Scene) -> Relief {
    Relief::new(scene, 48, |params| loss(|x| params[0] * x + params[1])).expect("of two parameters")
}

#[test]
fn each_level_line_is_twice_the_loss_of_the_one_within() {
    let (settings, run) = trained("w*x+b", &[("w", -1.0), ("b", 4.0)], 0.05, 400);
    let relief = relief(&Scene::new(&settings.model, run.history(), 0, 40));
    let levels = relief.levels();
    let start = run.history().series(Quantity::Loss).expect("kept")[0];
    assert!((4..=12).contains(&levels.len()), "{levels:?}");
    assert!(levels.windows(2).all(|pair| pair[1] == 2.0 * pair[0]), "{levels:?}");
    assert!(levels.iter().all(|level| level.log2().fract() == 0.0), "powers of two: {levels:?}");
    assert!(levels.last().is_some_and(|&last| last <= 4.0 * start && last > 2.0 * start));
    // And the innermost holds the least loss there is.
    let [sx, sy] = [XS, YS].map(|values| values.iter().sum::<f64>());
    let [sxx, sxy] = [XS, YS].map(|by| XS.iter().zip(by).map(|(x, by)| x * by).sum::<f64>());
    let w = (4.0 * sxy - sx * sy) / (4.0 * sxx - sx * sx);
    let best = loss(|x| w * x + (sy - w * sx) / 4.0);
    assert!(levels[0] > best, "{} and {best}", levels[0]);
    // Each line goes round the middle or to the edges: all its pieces are one line or few, and none is lost.
    for &level in &levels {
        for line in relief.line(level) {
            assert!(line.len() >= 2);
            for &(w, b) in &line {
                let here = loss(|x| w * x + b);
                assert!((here - level).abs() < 0.25 * level, "{here} on the line of {level}");
            }
        }
    }
}

#[test]
fn where_the_least_loss_is_high_the_levels_halve_what_is_above_it() {
    let (settings, run) = trained("w*x+b", &[("w", -1.0), ("b", 4.0)], 0.05, 400);
    let scene = Scene::new(&settings.model, run.history(), 0, 40);
    let high = |params: &[f64]| 30.0 + loss(|x| params[0] * x + params[1]);
    let start = run.history().series(Quantity::Loss).expect("kept")[0];
    assert!(start < 31.0, "four lines at least would not be powers of two");
    let relief =
        Relief::new(&scene, 48, |params| start - 1.0 + high(params) / 1e3).expect("a ground");
    let levels = relief.levels();
    assert!(levels.len() >= 4 && levels.is_sorted());
    let steps: Vec<f64> = levels.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(steps.windows(2).all(|pair| (pair[1] / pair[0] - 2.0).abs() < 1e-6), "{levels:?}");
}

proptest! {
    #[test]
    fn the_arrow_uphill_is_square_to_the_level_lines_on_one_scale(
        w in -4.0..4.0f64, b in -4.0..4.0f64, aspect in 0.5..2.0f64,
    ) {
        let (settings, run) = trained("w*x+b", &[("w", w), ("b", b)], 0.05, 40);
        let scene = Scene { aspect, ..Scene::new(&settings.model, run.history(), 0, 40) };
        let axes = ground(&scene);
        let scales = axes.map(|axis| axis.max() - axis.min());
        let lopsided = scales[0] / (aspect * scales[1]);
        prop_assert_eq!(has_one_scale(&scene, axes), (lopsided - 1.0).abs() < 1e-6);
        // Where both need about the same room, they have one scale.
        prop_assert!((lopsided - 1.0).abs() < 1e-6 || !(0.25..=4.0).contains(&lopsided), "{lopsided}");
    }
}

#[test]
fn the_arrow_uphill_goes_by_the_slopes_that_are_known_and_where_it_is_level_there_is_none() {
    let (settings, run) = trained("w*x+b", &[("w", -1.0), ("b", 4.0)], 0.05, 40);
    let scene = Scene::new(&settings.model, run.history(), 5, 40);
    let relief = relief(&scene);
    let arrow = |slopes| {
        let scene = Scene { relief: Some(&relief), slopes, ..scene };
        lines(&draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 1)).1, GRADIENT)
    };
    let along = |slopes| {
        arrow(Some(slopes)).first().map(|line| (line[1].0 - line[0].0, line[1].1 - line[0].1))
    };
    assert!(along([1.0, 0.0]).is_some_and(|(right, down)| right > 0.0 && down == 0.0));
    assert!(along([0.0, 1.0]).is_some_and(|(right, down)| right == 0.0 && down < 0.0));
    assert!(arrow(Some([0.0; 2])).is_empty(), "a relief of measured places is never quite level");
    assert!(!arrow(None).is_empty());
}

#[test]
fn two_parameters_walk_over_their_map() {
    let (settings, run) = trained("w*x+b", &[("w", -1.0), ("b", 4.0)], 0.05, 40);
    let (_, other) = trained("w*x+b", &[("w", 1.0)], 0.05, 40);
    let pins = [other];
    let scene = Scene { pins: &pins, ..Scene::new(&settings.model, run.history(), 5, 40) };
    let relief = relief(&scene);
    let scene = Scene { relief: Some(&relief), ..scene };
    let (drawn, svg) = draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 1));
    let place = |run: &Trainer, state: usize| {
        let [w, b] = [0, 1].map(|k| run.history().series(Quantity::Param(k)).expect("kept")[state]);
        let (x, y) = drawn.mapping.to_pixel(w, b);
        (x.round(), y.round())
    };
    let update = lines(&svg, UPDATE);
    for state in 0..5 {
        assert!(update.contains(&vec![place(&run, state), place(&run, state + 1)]), "step {state}");
    }
    assert!(update.contains(&vec![place(&run, 5), place(&run, 6)]), "the step that comes next");
    let ball = elements(&svg, "circle", INK);
    let ball = ball.last().expect("a ball");
    assert_eq!((number(ball, "cx"), number(ball, "cy")), place(&run, 5));
    // A pinned run has its flag where it is.
    let flags = lines(&svg, INK);
    assert!(flags.iter().any(|line| line[0] == place(&pins[0], 5)), "{flags:?}");
    // A relief is of the run that it was made of, however far the page has walked.
    assert!(relief.is_of(&Scene { position: 9, ..scene }));
    let moved = Scene::new(&settings.model, pins[0].history(), 0, 40);
    assert!(!relief.is_of(&moved));
    // Within a step the next one is drawn once it is known.
    let unknown = Scene { known: [true, false], ..scene };
    let (_, svg) = draw_svg(Chart::Landscape, SIZE, &unknown, &style(1.0, 1));
    assert!(!lines(&svg, UPDATE).contains(&vec![place(&run, 5), place(&run, 6)]));
}

#[test]
fn a_map_whose_axes_are_frozen_stays_where_it_is() {
    let (settings, run) = trained("w*x+b", &[("w", -1.0), ("b", 4.0)], 0.05, 40);
    let frozen = [Axis::linear(&[-1.0, 1.0]), Axis::linear(&[0.0, 2.0])];
    let scene = Scene::new(&settings.model, run.history(), 0, 40);
    let scene = Scene { ground: Some(frozen), ..scene };
    assert_eq!(ground(&scene), frozen);
    let relief = relief(&scene);
    assert!(relief.is_of(&scene) && !relief.is_of(&Scene { ground: None, ..scene }));
    let places: Vec<_> =
        relief.levels().into_iter().flat_map(|level| relief.line(level)).flatten().collect();
    assert!(!places.is_empty());
    assert!(places.iter().all(|&(w, b)| frozen[0].shows(w) && frozen[1].shows(b)));
    // The run begins outside of it: there the ball stands at the edge, hollow, and no arrow leaves it.
    let scene = Scene { relief: Some(&relief), ..scene };
    let (drawn, svg) = draw_svg(Chart::Landscape, SIZE, &scene, &style(1.0, 1));
    assert!(drawn.cut.above);
    assert_eq!(elements(&svg, "circle", "#FFFFFF").len(), 2);
    let map = drawn.mapping;
    let circles = elements(&svg, "circle", INK);
    let ball = circles.last().expect("a ball");
    assert_eq!((number(ball, "cx"), number(ball, "cy")), (map.left, map.top), "towards (−1, 4)");
    assert!(lines(&svg, UPDATE).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the parameters, every chart of every model is drawn, and nothing leaves the plot.
    #[test]
    fn any_model_can_be_drawn(
        formula in prop::sample::select(&["w*x+b", "w/x", "exp(w*x)", "w*log(x)", "a*sin(b*x)", "w**x", "b", "a*x*x+b*x+c", "a+b+c+d+e+f"][..]),
        states in prop::collection::vec(prop::collection::vec(super::anything(), 6), 1..6),
        losses in prop::collection::vec(super::anything(), 6),
        position in 0..8usize,
        (updating, ended) in any::<(bool, bool)>(),
        points in prop::collection::vec((super::anything(), super::anything()), 0..6),
        size in prop_oneof![(0..30u32, 0..30u32), (0..500u32, 0..300u32)],
    ) {
        let model = model(formula);
        let param = |k: usize| (Quantity::Param(k), series(states.iter().map(|state| state[k])));
        let loss = (Quantity::Loss, series(losses.iter().copied().take(states.len())));
        let run = History::of((0..model.params().len()).map(param).chain([loss]));
        let (xs, ys): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
        let scene = Scene { xs: &xs, ys: &ys, updating, ended, ..Scene::new(&model, &run, position, 6) };
        let mut losses = losses.iter().copied().cycle();
        let relief = Relief::new(&scene, 48, |_| losses.next().unwrap_or_default());
        let scene = Scene { relief: relief.as_ref(), ..scene };
        for &chart in Chart::ALL {
            let (_, svg) = draw_svg(chart, size, &scene, &style(1.0, 1));
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf"), "{chart:?}: {svg}");
        }
    }

    /// What a hand or a run holds of w·x is a line by its two ends, whatever its name.
    #[test]
    fn a_line_through_zero_is_never_sampled(w in -1e3..1e3f64, held in prop::option::of(-1e3..1e3f64)) {
        let model = model("slope*x");
        let held = held.map(|w| Place { w, loss: 0.0 });
        let (_, lines) = curve(&Scene { held, ..fit(&model, state(&[w])) });
        prop_assert!(lines.len() == 1 && lines[0].len() == 2);
    }
}
