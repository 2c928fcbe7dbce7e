//! Charts: what stands where, and that nothing a run can produce makes them panic or hang.
#![cfg(not(target_arch = "wasm32"))]

mod axes;
mod crowds;
mod curves;
mod fields;
mod fit;
mod landscape;
mod layout;
mod models;
mod pins;

use std::sync::LazyLock;

use gradwalk::charts::{Chart, Colours, Cut, Drawn, Place, Scene, Style, draw};
use gradwalk::model::Model;
use gradwalk::training::{Bowl, History, Quantity, Series};
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use proptest::prelude::*;

const W: &str = "#0072B2";
const LOSS: &str = "#D55E00";
const UPDATE: &str = "#CC79A7";
const MUTED: &str = "#5B6066";

fn style(ratio: f64, grain: u32) -> Style {
    Style {
        ratio,
        grain,
        left: 0.0,
        font: "system-ui".to_string(),
        colours: Colours::of(&[
            0x17191C, 0x5B6066, 0xFFFFFF, 0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7,
        ]),
    }
}

fn series(values: impl IntoIterator<Item = f64>) -> Series {
    let mut series = Series::default();
    values.into_iter().for_each(|value| series.push(value));
    series
}

/// The lesson's model.
static LINE: LazyLock<Model> = LazyLock::new(Model::line);

/// A run of the lesson's model, as [`Scene::new`] has it.
fn scene(run: &History, position: usize, epochs: usize) -> Scene<'_> {
    Scene::new(&LINE, run, position, epochs)
}

/// A run of these states; it lives as long as the test.
fn history(w: &Series, loss: &Series) -> &'static History {
    let known = [(Quantity::Param(0), w.clone()), (Quantity::Loss, loss.clone())];
    Box::leak(Box::new(History::of(known)))
}

/// The lesson in closed form: w − 2 shrinks by 1 − 15·lr in each step, and L = 7.5·(w − 2)².
fn lesson(lr: f64, epochs: i32) -> (Series, Series) {
    let distance = |k| -2.0 * (1.0 - 15.0 * lr).powi(k);
    let w = series((0..=epochs).map(|k| 2.0 + distance(k)));
    (w, series((0..=epochs).map(|k| 7.5 * distance(k).powi(2))))
}

/// The bowl of one parameter, for as long as the tests take.
fn bowl(curvature: f64, optimum: f64, least_loss: f64) -> Option<&'static Bowl> {
    let (curvatures, directions) = (vec![curvature], vec![vec![1.0]]);
    Some(Box::leak(Box::new(Bowl { curvatures, directions, optimum: vec![optimum], least_loss })))
}

/// That of the lesson, L = 7.5·(w − 2)².
fn lessons() -> Option<&'static Bowl> {
    bowl(15.0, 2.0, 0.0)
}

fn draw_svg(chart: Chart, size: (u32, u32), scene: &Scene, style: &Style) -> (Drawn, String) {
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
    let drawn = draw(chart, &area, scene, style).expect("a string takes everything");
    drop(area);
    (drawn, svg)
}

/// The value of an attribute of one element of a drawing.
fn attribute<'a>(element: &'a str, name: &str) -> &'a str {
    let start = element.find(&format!(" {name}=\"")).expect(name) + name.len() + 3;
    element[start..].split('"').next().unwrap()
}

fn number(element: &str, name: &str) -> f64 {
    attribute(element, name).parse().unwrap()
}

/// The elements of one kind and colour, in the order drawn.
fn elements<'a>(svg: &'a str, kind: &str, colour: &str) -> Vec<&'a str> {
    let painted = |line: &&str| line.starts_with(&format!("<{kind} ")) && line.contains(colour);
    svg.lines().filter(painted).collect()
}

/// The corners of each line of that colour.
fn lines(svg: &str, colour: &str) -> Vec<Vec<(f64, f64)>> {
    let corner = |pair: &str| {
        let (x, y) = pair.split_once(',').unwrap();
        (x.parse().unwrap(), y.parse().unwrap())
    };
    let polylines = elements(svg, "polyline", colour);
    polylines
        .iter()
        .map(|line| attribute(line, "points").split_whitespace().map(corner).collect())
        .collect()
}

/// What a label says, read back.
fn spoken(label: &str) -> f64 {
    label.replace('−', "-").replace('\u{2009}', "").parse().unwrap()
}

#[test]
fn the_curve_goes_through_the_states() {
    let (w, loss) = lesson(0.01, 20);
    let scene = Scene { bowl: lessons(), ..scene(history(&w, &loss), 20, 20) };
    for (chart, values, colour) in [(Chart::W, &w, W), (Chart::Loss, &loss, LOSS)] {
        let (drawn, svg) = draw_svg(chart, (352, 142), &scene, &style(1.0, 1));
        let expected = (0..=20).map(|k| {
            let (x, y) = drawn.mapping.to_pixel(f64::from(k), values[k as usize]);
            (x.round(), y.round())
        });
        assert_eq!(lines(&svg, colour), [expected.collect::<Vec<_>>()]);
        assert_eq!(drawn.cut, Cut::default());
    }
}

#[test]
fn the_rate_to_come_is_drawn_faintly_though_nobody_has_been_there() {
    let rates = series((0..=20).map(|k| if k < 10 { 0.4 } else { 0.1 }));
    let run = History::of([(Quantity::Rate, rates)]);
    let scene = Scene { visited: 5, ..scene(&run, 5, 20) };
    let (drawn, svg) = draw_svg(Chart::Lr, (352, 142), &scene, &style(1.0, 1));
    let at = |epoch: f64, rate| {
        let (x, y) = drawn.mapping.to_pixel(epoch, rate);
        (x.round(), y.round())
    };
    let lines = lines(&svg, UPDATE);
    let ends: Vec<_> = lines.iter().filter_map(|line| line.last()).copied().collect();
    assert_eq!(ends, [at(20.0, 0.1), at(5.0, 0.4)], "the whole way, and as far as one is");
}

#[test]
fn the_dashes_are_at_the_height_of_the_optimum() {
    let (w, loss) = lesson(0.01, 20);
    let scene = Scene { bowl: lessons(), found: true, ..scene(history(&w, &loss), 0, 20) };
    let hidden = Scene { found: false, ..scene };
    assert!(
        elements(&draw_svg(Chart::W, (352, 142), &hidden, &style(1.0, 1)).1, "rect", W).is_empty()
    );
    for (chart, best, colour) in [(Chart::W, 2.0, W), (Chart::Loss, 0.0, LOSS)] {
        let (drawn, svg) = draw_svg(chart, (352, 142), &scene, &style(1.0, 1));
        let height = drawn.mapping.to_pixel(0.0, best).1.round();
        let dashes: Vec<_> = elements(&svg, "rect", colour)
            .into_iter()
            .filter(|dash| number(dash, "height") == 1.0)
            .collect();
        assert!(dashes.len() > 30, "5 and 4 pixels by turns over 300");
        assert!(dashes.iter().all(|dash| number(dash, "y") == height));
    }
}

#[test]
fn gridlines_and_labels_are_at_their_ticks() {
    let (w, loss) = lesson(0.01, 20);
    let scene = scene(history(&w, &loss), 20, 20);
    let (drawn, svg) = draw_svg(Chart::Loss, (352, 142), &scene, &style(1.0, 1));
    let heights = [10.0, 20.0, 30.0].map(|loss| drawn.mapping.to_pixel(0.0, loss).1.round());
    let grid = elements(&svg, "rect", MUTED).into_iter().filter(|bar| number(bar, "height") == 1.0);
    assert_eq!(grid.map(|bar| number(bar, "y")).collect::<Vec<_>>(), heights);
    let texts: Vec<_> =
        svg.split("<text").skip(1).map(|text| text.split(['>', '<']).nth(1)).collect();
    let expected = ["10", "20", "30", "0", "5", "10", "15", "20"];
    assert_eq!(texts.iter().map(|text| text.unwrap().trim()).collect::<Vec<_>>(), expected);
}

#[test]
fn marks_have_the_shape_of_their_quantity() {
    let (w, loss) = lesson(0.01, 20);
    let mut scene = Scene { bowl: lessons(), ..scene(history(&w, &loss), 7, 20) };
    let (drawn, svg) = draw_svg(Chart::W, (352, 142), &scene, &style(1.0, 1));
    let dots = elements(&svg, "circle", W);
    assert_eq!(dots.len(), 8, "seven states before the present one");
    let (x, y) = drawn.mapping.to_pixel(7.0, w[7]);
    assert_eq!((number(dots[7], "cx"), number(dots[7], "cy")), (x.round(), y.round()));
    assert!(number(dots[7], "r") > number(dots[6], "r"));
    let (_, svg) = draw_svg(Chart::Loss, (352, 142), &scene, &style(1.0, 1));
    assert!(elements(&svg, "circle", LOSS).is_empty(), "the loss has squares");
    scene.epochs = 200;
    let (_, svg) = draw_svg(Chart::W, (352, 142), &scene, &style(1.0, 1));
    assert_eq!(elements(&svg, "circle", W).len(), 1, "states too near for marks of their own");
}

#[test]
fn nothing_moves_while_the_position_does() {
    let (w, loss) = lesson(0.12, 40);
    for &chart in Chart::ALL {
        let at = |position| Scene { bowl: lessons(), ..scene(history(&w, &loss), position, 50) };
        let mapping =
            |position| draw_svg(chart, (352, 142), &at(position), &style(1.0, 1)).0.mapping;
        assert!((0..=40).all(|position| mapping(position) == mapping(40)));
        let scene = at(17);
        let twice = [0, 0].map(|_| draw_svg(chart, (352, 142), &scene, &style(1.0, 1)).1);
        assert_eq!(twice[0], twice[1], "a picture is a pure function of the scene");
    }
}

#[test]
fn the_mapping_is_in_css_pixels_and_goes_both_ways() {
    let (w, loss) = lesson(0.01, 20);
    let scene = Scene { bowl: lessons(), ..scene(history(&w, &loss), 20, 20) };
    let (plain, _) = draw_svg(Chart::W, (352, 142), &scene, &style(1.0, 1));
    for (ratio, grain) in [(1.0, 8), (2.0, 1), (3.0, 8), (1.5, 4)] {
        let units = |css: u32| (f64::from(css) * ratio) as u32 * grain;
        let size = (units(352), units(142));
        let (fine, _) = draw_svg(Chart::W, size, &scene, &style(ratio, grain));
        for (x, y) in [(0.0, 0.0), (20.0, 2.0), (7.0, 1.3)] {
            let (here, there) = (plain.mapping.to_pixel(x, y), fine.mapping.to_pixel(x, y));
            assert!((here.0 - there.0).abs() <= 1.0 && (here.1 - there.1).abs() <= 1.0);
            let back = fine.mapping.to_data(there.0, there.1);
            assert!((back.0 - x).abs() < 1e-9 && (back.1 - y).abs() < 1e-9);
        }
    }
}

#[test]
fn charts_are_found_by_name() {
    assert_eq!(
        Chart::ALL.iter().map(|chart| chart.name()).collect::<Vec<_>>(),
        ["loss", "w", "grad", "lr", "sweep", "fit", "landscape"]
    );
    assert!(Chart::ALL.iter().all(|&chart| Chart::from_name(chart.name()) == Some(chart)));
    assert_eq!(Chart::from_name("Loss"), None);
}

/// What a run ends with, or a person types.
const AWKWARD: &[f64] = &[
    0.0,
    -0.0,
    1.0,
    5e-324,
    1e-308,
    f64::MAX,
    f64::MIN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

fn anything() -> impl Strategy<Value = f64> {
    prop_oneof![proptest::num::f64::ANY, -10.0..10.0, prop::sample::select(AWKWARD)]
}

proptest! {
    #[test]
    fn any_scene_can_be_drawn(
        w in prop::collection::vec(anything(), 0..200),
        loss in prop::collection::vec(anything(), 0..200),
        position in prop_oneof![0..200usize, any::<usize>()],
        epochs in prop_oneof![0..200usize, 0..1_000_000usize, any::<usize>()],
        marks in prop::array::uniform2(prop::option::of((anything(), anything()))),
        points in prop::collection::vec((anything(), anything()), 0..20),
        (log, found, ended, visited) in any::<(bool, bool, bool, usize)>(),
        bowls in prop::option::of((anything(), anything(), anything())),
        touched in prop::option::of(prop::array::uniform2(anything())),
        pinned in prop::collection::vec((1e-9..1e3f64, -1e6..1e6f64, 0..200usize), 0..=4),
        size in prop_oneof![(0..30u32, 0..30u32), (0..900u32, 0..300u32)],
        ratio in prop_oneof![Just(1.0), 0.5..4.0, anything()],
        grain in 0..9u32,
    ) {
        let (w, loss) = (series(w), series(loss));
        let [held, best] = marks.map(|mark| mark.map(|(w, loss)| Place { w, loss }));
        let (xs, ys): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
        let run = history(&w, &loss);
        // The ghost is the same run the wrong way round.
        let ghost = Some(history(&loss, &w));
        let pins: Vec<_> = pinned.into_iter().map(|(lr, w, epochs)| pins::run(lr, w, epochs)).collect();
        let scene = Scene {
            xs: &xs,
            ys: &ys,
            pins: &pins,
            visited,
            held,
            best,
            ghost,
            log,
            found,
            ended,
            touched,
            bowl: bowls.and_then(|(curvature, optimum, least)| bowl(curvature, optimum, least)),
            ..scene(run, position, epochs)
        };
        for &chart in Chart::ALL {
            let (drawn, svg) = draw_svg(chart, size, &scene, &style(ratio, grain));
            prop_assert!(drawn.mapping.width > 0.0 && drawn.mapping.height > 0.0);
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
        }
    }

    #[test]
    fn labels_have_room(
        values in prop::collection::vec(anything(), 2..40),
        epochs in prop_oneof![1..50usize, 1..1_000_000usize],
        size in prop::sample::select(vec![(140, 112), (288, 152), (352, 142), (784, 232), (800, 240)]),
    ) {
        let run = series(values);
        let scene = scene(history(&run, &run), 39, epochs);
        let (drawn, svg) = draw_svg(Chart::W, size, &scene, &style(1.0, 1));
        let texts: Vec<&str> = svg.split("<text ").skip(1).collect();
        let (down, across): (Vec<&str>, Vec<&str>) =
            texts.iter().partition(|text| attribute(&format!(" {text}"), "text-anchor") == "end");
        let place = |text: &str, name| number(&format!(" {text}"), name);
        for pair in down.windows(2) {
            prop_assert!(place(pair[0], "y") - place(pair[1], "y") >= 20.0, "{:?}", down);
        }
        prop_assert!(across.len() >= 2 || drawn.mapping.width < 120.0, "{:?}", across);
        let half = |text: &str| {
            let label = text.split_once('>').unwrap().1.split('<').next().unwrap().trim();
            0.32 * 11.0 * label.chars().filter(|c| c.is_ascii_digit()).count() as f64
        };
        for pair in across.windows(2) {
            let ends = place(pair[0], "x") + half(pair[0]);
            prop_assert!(ends + 4.0 <= place(pair[1], "x") - half(pair[1]), "{:?}", across);
        }
        for text in across {
            let (start, end) = (place(text, "x") - half(text), place(text, "x") + half(text));
            prop_assert!(start >= -0.5 && end <= f64::from(size.0) + 0.5, "{text}");
        }
    }
}
