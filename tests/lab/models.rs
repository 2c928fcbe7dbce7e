//! Other models than the lesson's line: everything works that is known for them, the rest is not
//! there.

use gradwalk::charts::{Chart, Colours, Style, draw};
use gradwalk::lab::{Accord, Event, Lab, Slip, Unit};
use gradwalk::settings::View;
use gradwalk::training::{Position, Stage};
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use proptest::prelude::*;

use super::walks::{numbers, whole_step};
use super::{ALL, draw_all, drawn, drawn_at_start, lab, read, said, trained};

/// A line that need not go through the origin, at b = 1.
const LINE: &str = "model=w*x%2Bb&start=b=1";

#[test]
fn rows_have_a_column_for_each_parameter_and_each_gradient() {
    let mut lab = trained(LINE);
    assert_eq!(lab.columns(), ["w", "b", "loss", "grad_w", "grad_b"]);
    assert_eq!((lab.state_row().len(), lab.rows(1, 20).len()), (6, 100));
    lab.seek(0, ALL);
    // r = 1 − y = −1, −3, −5, −7: L = 84/4, ∂L/∂w = ¼·2·Σ r·x = −25, ∂L/∂b = ¼·2·Σ r = −8
    assert_eq!(lab.state_row(), [0.0, 0.0, 1.0, 21.0, -25.0, -8.0]);
    lab.seek(1, ALL);
    let line = lab.printout(1, 1).remove(0).concat();
    assert!(line.starts_with("epoch 1: w=0.25, b=1.08") && line.ends_with(", loss=21.0"), "{line}");
    assert_eq!(lab.prediction_before(), "Prediction before training: 1.0");
    assert!(lab.query().contains("model=w*x+%2B+b&start=b=1"), "{}", lab.query());
}

#[test]
fn the_readouts_of_w_are_those_of_the_first_parameter() {
    let mut lab = super::lab("model=b%2Ba*x&start=b=3");
    let shown = ["w", "start_w"].map(|name| read(&mut lab, name));
    assert_eq!(shown, ["3.000", "3.000"]);
    for name in ["optimum", "opposite", "local"] {
        assert_eq!(read(&mut lab, name), "", "{name} is of one parameter, or of another model");
    }
    let mut lab = super::lab("model=b%2Btanh(a*x)&start=b=3");
    for name in
        ["optimum", "limit", "advice", "factor", "factor_along", "curvature", "flattest", "ratio"]
    {
        assert_eq!(read(&mut lab, name), "", "{name} is not known");
    }
    assert_eq!(lab.verdict().code(), "unknown-model");
    assert_eq!((lab.bands().len(), lab.critical_lr()), (0, None));
}

#[test]
fn of_a_line_with_a_height_is_known_what_is_known_of_the_line() {
    // The spring of a lesson: λ = 2.257 across the valley, 0.093 along it.
    let spring = "model=w*x%2Bb&x=0,0.1,0.2,0.3,0.4,0.5,0.6,0.7&y=2.1,2.5,3.3,3.7,4.5,4.9,5.7,6.1&precision=f64";
    let mut lab = super::lab(&format!("{spring}&lr=0.75&iterations=40&epoch=5"));
    assert_eq!((lab.verdict().code(), lab.bands().len()), ("overshoots", 2));
    let names =
        ["w", "b", "loss", "curvature", "flattest", "ratio", "limit", "factor", "factor_along"];
    let expected =
        ["2.955", "3.786", "0.985", "2.257", "0.093", "24", "2/2.257 ≈ 0.886", "0.69", "0.93"];
    assert_eq!(names.map(|name| lab.read(name)), expected);
    assert_eq!(lab.optimum(), ["5.905", "2.033"]);
    assert_eq!(lab.slopes(), ["0.19", "1.4"]);
    // The arrow on the map is the readout's, not that of measured places.
    lab.left(Chart::Landscape, (400.0, 300.0), 1.0);
    let drawn = lab.scene().slopes.expect("known").map(|slope| (slope * 100.0).round() / 100.0);
    assert_eq!(drawn, [0.19, 1.44]);
    let mut level = super::lab("model=a*sin(b*x%2Bc)&x=1,2&y=1,-1");
    level.left(Chart::Landscape, (400.0, 300.0), 1.0);
    assert_eq!(level.scene().slopes, Some([0.0; 2]));
    assert_eq!(lab.outcome().map(|outcome| outcome.code()), Some("steps"));
    // A run that is long enough is there.
    let mut lab = trained(&format!("{spring}&lr=0.75&iterations=400"));
    assert_eq!(lab.outcome().map(|outcome| outcome.code()), Some("there"));
    assert!(lab.distance().is_some_and(|distance| distance < 1e-6));
    // Above the limit it runs away, and a rate is advised that does not.
    let mut lab = trained(&format!("{spring}&lr=0.9"));
    assert_eq!((lab.verdict().code(), lab.read("advice")), ("runs-away", "0.66".into()));
    assert_eq!(lab.outcome().map(|outcome| outcome.code()), Some("farther"));
    // What goes along the valley crosses it, too, where that is as steep.
    let mut lab = super::lab("model=w*x%2Bb&x=-1,1&y=0,1&lr=0.9");
    assert_eq!((lab.read("factor"), lab.read("factor_along")), ("0.8".into(), "-0.8".into()));
}

#[test]
fn where_a_direction_is_level_more_steps_arrive_all_the_same() {
    // a + b = 2 is best: along (1, −1) nothing moves, and nothing has to.
    let mut lab = trained("model=a*x%2Bb*x&lr=0.01&iterations=3");
    assert_eq!(lab.outcome().map(|outcome| outcome.code()), Some("steps"));
    assert_eq!(lab.optimum(), [""; 0], "there is no one best");
}

#[test]
fn several_that_start_where_the_loss_is_least_stand_still() {
    let mut lab = super::lab("model=w*x%2Bb&start=w=2");
    assert_eq!(lab.verdict().code(), "still");
    assert_eq!(super::lab("model=w*x%2Bb&start=w=2,b=1").verdict().code(), "straight");
    assert_eq!(lab.outcome().map(|outcome| outcome.code()), Some("there"));
}

#[test]
fn what_bends_from_place_to_place_has_a_curvature_where_it_stands() {
    let mut lab = super::lab("model=a*exp(b*x)&x=1&y=1&start=a=1,b=0&lr=0.01&iterations=5");
    // L = (a·eᵇ − 1)² bends by (2, 2; 2, 2) there.
    assert_eq!((lab.read("local"), lab.read("local_limit")), ("4".into(), "0.5".into()));
    lab.seek(0, ALL);
    // Of more parameters than are asked for it is not known, nor is a limit where nothing bends upward.
    let many: Vec<String> = (0..17).map(|k| format!("tanh(p{k}*x)")).collect();
    assert_eq!(super::lab(&format!("model={}", many.join("%2B"))).read("local"), "");
    let mut lab = super::lab("model=tanh(w*x)&start=w=2&x=1&y=-1");
    assert!(lab.read("local").starts_with('-'), "{}", lab.read("local"));
    assert_eq!(lab.read("local_limit"), "");
}

#[test]
fn handles_of_a_line_tilt_and_lift_it_and_set_its_start() {
    let (mut lab, map) = drawn_at_start("model=w*x%2Bb&start=w=1,b=2", Chart::Fit);
    let levers = lab.levers();
    assert_eq!(levers.iter().map(|lever| lever.0).collect::<Vec<_>>(), [0, 1]);
    let (x, y) = map.to_data(levers[0].1.0, levers[0].1.1);
    assert!((y - (x + 2.0)).abs() < 1e-9 && x > 0.5 * map.x.max(), "on the line, near its end");
    assert_eq!(map.to_data(levers[1].1.0, levers[1].1.1).0, 0.0);
    // Where they are put, the line goes.
    let at = map.to_pixel(0.0, 3.0);
    assert_eq!(lab.levered(1, at.0, at.1), Some(("start", "w=1,b=3".into())));
    let at = map.to_pixel(4.0, 4.0);
    assert_eq!(lab.levered(0, at.0, at.1), Some(("start", "w=0.5,b=2".into())));
    // At x = 0 any tilt goes through; keys move by so much of the axis.
    let at = map.to_pixel(0.0, 4.0);
    assert_eq!(lab.levered(0, at.0, at.1), None);
    let up = lab.lever_pushed(1, 1.0).expect("a start").1;
    let b: f64 = up.rsplit_once("b=").expect("b").1.parse().expect("a number");
    assert!(b > 2.0 && b < 2.0 + 0.05 * map.y.max(), "{up}");
    assert_eq!(lab.lever_pushed(7, 1.0), None);
    for other in ["", "model=tanh(w*x%2Bb)", "model=b"] {
        assert_eq!(drawn(other).levers(), [], "{other}");
    }
}

#[test]
fn the_ball_of_any_two_parameters_can_be_put_elsewhere() {
    let (mut lab, _) =
        drawn_at_start("model=a*x*x%2Bb*x%2Bw&pair=a,w&start=b=1,w=2&lr=0.001", Chart::Landscape);
    assert_eq!(lab.pair(), [0, 2]);
    let ball = lab.ball().expect("drawn");
    let (setting, text) = lab.start_at(ball.0, ball.1).expect("a start");
    assert_eq!((setting, text.as_str()), ("start", "b=1,w=2"), "where it stands");
    // Right and up, each along its own parameter; the third stays.
    let (_, text) = lab.start_pushed(1.0, 0.0).expect("a start");
    assert!(text.starts_with("a=") && text.contains("b=1") && text.ends_with("w=2"), "{text}");
    assert_eq!(said(&mut lab, &["model=a*x*x%2Bb*x%2Bw&pair=a,c"]), [(0, "no-parameter")]);
    // Of the lesson it is the setting w, of another single parameter its start.
    assert_eq!(drawn("").start_pushed(1.0, 0.0).map(|(setting, _)| setting), Some("w"));
    let (setting, text) = drawn("model=tanh(v*x)").start_pushed(1.0, 0.0).expect("a start");
    assert!(setting == "start" && text.starts_with("v="), "{setting} {text}");
    let (setting, _) = drawn("start=w=3").start_pushed(1.0, 0.0).expect("a start");
    assert_eq!(setting, "start", "that counts more than w");
}

#[test]
fn a_landscape_of_many_points_is_measured_on_some_of_them_first() {
    let xs: Vec<String> = (0..5_000).map(|k| format!("{}", f64::from(k) / 1e3)).collect();
    let ys: Vec<String> = (0..5_000).map(|k| format!("{}", (f64::from(k) / 1e3).sin())).collect();
    let mut lab =
        drawn(&format!("model=tanh(w*x)%2Bb&x={}&y={}&iterations=5", xs.join(","), ys.join(",")));
    assert!(lab.surveying());
    let first = lab.scene().relief.expect("some").levels();
    for _ in 0..10_000 {
        if !lab.surveying() {
            break;
        }
        lab.advance(25_000);
    }
    assert!(!lab.surveying(), "it comes to an end");
    let whole = lab.scene().relief.expect("all").levels();
    assert_eq!((first.len(), whole.len() > 3), (whole.len(), true), "near enough at first");
    // Few points are measured at once, and of a bowl nobody asks.
    assert!(!drawn("model=tanh(w*x)%2Bb").surveying());
    assert!(!drawn(&format!("model=w*x%2Bb&x={}&y={}", xs.join(","), ys.join(","))).surveying());
}

#[test]
fn a_hand_holds_no_other_line_and_nothing_is_compared() {
    let mut lab = drawn(LINE);
    let before = lab.state_row();
    lab.hold(1.0);
    lab.tilt(1.0);
    lab.hold_at(200.0, 100.0);
    assert_eq!((lab.is_held(), lab.state_row()), (false, before));
    let (line, points) = lab.handles();
    assert_eq!((line, points.len()), (None, 4), "points are moved all the same");
    assert_eq!(lab.near(points[1].0, points[1].1, 5.0).and_then(|grip| grip.point), Some(1));
    assert!(lab.moved(1, 50.0, 50.0).is_some());
    assert_eq!((lab.gradients().len(), lab.both_notebooks("").len()), (2 * 4, 3 * 2));
    // And back again.
    assert_eq!(said(&mut lab, &[""]), []);
    draw_all(&mut lab);
    lab.hold(1.0);
    assert!(lab.is_held() && lab.handles().0.is_some());
}

#[test]
fn a_snapshot_of_another_model_comes_back() {
    let mut lab = trained(LINE);
    lab.remember();
    said(&mut lab, &["model=w*x%2Bb&start=b=2"]);
    lab.seek(5, ALL);
    let snapshot = lab.snapshot();
    let mut again = super::lab("model=w*x%2Bb&start=b=2");
    again.restore(&snapshot, ALL);
    assert_eq!((again.snapshot(), again.state_row()), (snapshot, lab.state_row()));
    assert!(again.scene().ghost.is_some());
}

#[test]
fn slopes_land_at_every_parameter_row_by_row() {
    let mut lab = lab("model=w*x%2Bb&start=b=1&precision=f64");
    let sights = whole_step(&mut lab);
    // The sum of each row reads b, its product reads w.
    let landed = &sights[sights.len() - 1].landed;
    let slopes: Vec<f64> = landed.iter().map(|landed| landed.slope).collect();
    // ∂L/∂ŷ = ½·r = −½, −1½, −2½, −3½, and that times x
    assert_eq!(slopes, [-0.5, -0.5, -1.5, -3.0, -2.5, -7.5, -3.5, -14.0]);
    let update: Vec<Event> = sights.iter().map(|sight| sight.next).skip(sights.len() - 3).collect();
    assert_eq!(update, [Event::Moved(0), Event::Moved(1), Event::Over]);
    // Two nodes for each row's prediction, row after row.
    lab.seek(0, ALL);
    assert_eq!(lab.walk(Unit::Node, 7, ALL).stage, Stage::Prediction);
    assert_eq!(lab.walk(Unit::Node, 1, ALL).stage, Stage::Loss);
}

#[test]
fn a_prediction_that_is_a_parameter_alone_is_there_from_the_beginning() {
    let mut lab = lab("model=b");
    assert_eq!(lab.sight().map(|sight| sight.position), Ok(Position::at(0)));
    let stages = [1, 1, 1, -1, -1].map(|n| {
        let Position { epoch, stage, node } = lab.walk(Unit::Stage, n, ALL);
        assert_eq!(node, 0);
        (epoch, stage)
    });
    let [first, second] = [Stage::Prediction, Stage::Update];
    let expected =
        [(0, Stage::Gradient), (0, second), (1, first), (0, second), (0, Stage::Gradient)];
    assert_eq!(stages, expected, "the loss begins where the step does");
}

const FORMULAS: [&str; 9] = [
    "w*x%2Bb",
    "a*x*x%2Bb*x%2Bc",
    "relu(w*x%2Bb)*a",
    "a*sin(b*x)",
    "w*w*x",
    "w*x*w*w",
    "b",
    "a/(1%2Bb*b)*x-2**a",
    "abs(w*x)-w",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Of any model the walk ends with the numbers that the run has, to the bit, however often a
    /// parameter is used.
    #[test]
    fn every_step_ends_with_the_numbers_of_the_run(
        formula in prop::sample::select(&FORMULAS[..]),
        points in prop::collection::vec((-2.0..2.0f64, -2.0..2.0f64), 1..5),
        starts in prop::collection::vec(-1.0..1.0f64, 3),
        single in any::<bool>(),
        zero_grad in any::<bool>(),
    ) {
        let list = |numbers: Vec<f64>| numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
        let (x, y) = points.into_iter().unzip();
        let precision = if single { "f32" } else { "f64" };
        let zero_grad = if zero_grad { "on" } else { "off" };
        let run = format!(
            "model={formula}&x={}&y={}&precision={precision}&zero-grad={zero_grad}&iterations=4",
            list(x),
            list(y)
        );
        let names = lab(&run).names().to_vec();
        let starts = names.iter().zip(starts).map(|(name, at)| format!("{name}={at}"));
        let mut lab = lab(&format!("{run}&start={}", starts.collect::<Vec<_>>().join(",")));
        lab.seek(usize::MAX, ALL);
        let (steps, columns) = (lab.epoch(), lab.columns().len());
        let rows = lab.rows(1, steps);
        let bits = |numbers: &[f64]| numbers.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        for (step, row) in rows.chunks(columns).enumerate() {
            lab.seek(step, ALL);
            let sights = whole_step(&mut lab);
            let loss = *numbers(&sights, Stage::Loss).last().expect("a loss");
            let update = sights.iter().find(|sight| sight.position.stage == Stage::Update);
            let grads = update.expect("an update").grads.clone();
            let params = lab.state_row()[1..=names.len()].to_vec();
            let found = [params, vec![loss], grads].concat();
            prop_assert_eq!(bits(&found), bits(row), "step {} of {}", step + 1, run);
        }
    }
}

/// The landscape of the line with two parameters, drawn at 400 × 300 pixels.
fn landscape(lab: &mut Lab) -> String {
    let mut svg = String::new();
    let colours = Colours::of(&[0, 0x010101, 0xFFFFFF, 0x020202, 0xD55E00, 0x030303, 0xCC79A7]);
    let font = "sans-serif".to_owned();
    let style = Style { ratio: 1.0, grain: 1, left: 30.0, font, colours };
    lab.left(Chart::Landscape, (400.0, 300.0), 1.0);
    let scene = lab.scene();
    let area = SVGBackend::with_string(&mut svg, (400, 300)).into_drawing_area();
    draw(Chart::Landscape, &area, &scene, &style).expect("a drawing");
    drop(area);
    svg
}

#[test]
fn two_parameters_have_level_lines_and_the_path_over_them() {
    let mut lab = trained("model=w*x%2Bb&start=w=-1,b=4&lr=0.05&iterations=40");
    lab.left(Chart::Landscape, (400.0, 300.0), 1.0);
    let relief = lab.scene().relief.expect("of two parameters").clone();
    // Each piece lies where the loss is what the line says: L(w, b) = ¼·Σ (w·x + b − 2x)².
    let loss = |w: f64, b: f64| {
        (1..=4).map(|x| (w * f64::from(x) + b - 2.0 * f64::from(x)).powi(2)).sum::<f64>() / 4.0
    };
    let (start, mut before) = (loss(-1.0, 4.0), 0.0);
    for level in relief.levels() {
        assert!(level > before, "the lines go outwards");
        before = level;
        let line = relief.line(level);
        assert!(!line.is_empty(), "level {level}");
        for (w, b) in line.into_iter().flatten() {
            // Within a cell the loss is taken for straight.
            assert!(
                (loss(w, b) - level).abs() < 0.03 * start,
                "{} at {w}, {b} is {level}",
                loss(w, b)
            );
        }
    }
    assert!(before > 2.0 * start && before <= 4.0 * start, "the outermost lie beyond the start");
    let svg = landscape(&mut lab);
    assert!(svg.matches("#D55E00").count() > 20, "lines");
    assert!(svg.matches("#CC79A7").count() >= 30, "a path of forty steps");
    // Walked back, the path is shorter; before the first step there is only what comes next.
    lab.seek(0, ALL);
    assert!(landscape(&mut lab).matches("#CC79A7").count() < 8);
}

#[test]
fn only_where_no_bowl_tells_it_the_ground_is_measured() {
    assert!(drawn("").scene().relief.is_none());
    let ground = |lab: &Lab| lab.scene().relief.map(|relief| relief.levels());
    let mut lab = drawn(LINE);
    let before = ground(&lab);
    assert!(before.is_some());
    // On other points the same place is as high as it never was, also on axes that stand still.
    lab.freeze(true);
    said(&mut lab, &[&format!("{LINE}&y=2,4,6,9")]);
    assert_eq!(ground(&lab), None);
    draw_all(&mut lab);
    assert_ne!(ground(&lab), before);
    lab.freeze(false);
    // A run that is gone at once has a start, and nothing panics.
    let mut lab = trained("model=w*x%2Bb&lr=1000&precision=f64");
    let svg = landscape(&mut lab);
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn level_lines_are_drawn_of_any_points(
        points in prop::collection::vec((-5.0..5.0f64, -5.0..5.0f64), 1..6),
        lr in 0.0001..0.5f64, w in -5.0..5.0f64,
    ) {
        let list = |numbers: Vec<f64>| numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
        let (x, y): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
        let mut lab = trained(&format!("model=w*x%2Bb&start=w={w}&x={}&y={}&lr={lr}", list(x), list(y)));
        let svg = landscape(&mut lab);
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}

#[test]
fn every_quantity_is_read_by_its_name_and_every_parameter_by_its_place() {
    let mut lab = lab("model=a*x%2Bw&start=a=1,w=3");
    assert_eq!(lab.names(), ["a", "w"]);
    // r = x + 3 − 2x = 3 − x = 2, 1, 0, −1: L = 6/4, ∂L/∂a = ½·Σ r·x = 0, ∂L/∂w = ½·Σ r = 1
    let start = ["a", "w", "loss", "grad_a", "grad_w"].map(|name| lab.read(name));
    assert_eq!(start, ["1.000", "3.000", "1.50", "0.00", "1.00"]);
    assert_eq!(
        (lab.params(None), lab.params(Some(0))),
        (vec!["1.000".into(), "3.000".into()], vec!["1.000".into(), "3.000".into()])
    );
    lab.seek(1, ALL);
    // w ← 3 − 0.01·1
    assert_eq!((lab.read("w"), lab.read_at("w", 0)), ("2.990".into(), "3.000".into()));
    assert_eq!((lab.read_at("grad_w", 0), lab.read_at("epoch", 1)), ("1.00".into(), "1".into()));
    assert_eq!((lab.read("v"), lab.read_at("grad_v", 0)), (String::new(), String::new()));
    // A readout of that name comes first: sentences speak of it.
    let mut lab = super::lab("model=slope*x&start=slope=1");
    assert_eq!((lab.read("slope"), lab.params(None)), ("-15.0".into(), vec!["1.000".to_owned()]));
}

#[test]
fn a_view_says_what_it_cannot_show() {
    let shown = |settings: &str| {
        let lab = lab(settings);
        let codes = View::TABLE.iter().map(|view| (view.name, lab.unshown(view.name)));
        let unshown = codes.filter(|(name, code)| !code.is_empty() && *name != "lr");
        unshown.collect::<Vec<_>>()
    };
    assert_eq!(shown(""), []);
    // A rate that stays is no curve; in batches there is no gradient of all points.
    let scheduled = "optimizer=SGD()&scheduler=ExponentialLR(gamma=0.9)";
    assert_eq!((lab("").unshown("lr"), lab(scheduled).unshown("lr")), ("no-schedule", ""));
    assert_eq!(shown("batch=3"), [("gradients", "in-batches")]);
    assert_eq!(shown("batch=4"), []);
    assert_eq!(shown("model=slope*x"), [], "the line, whatever its parameter is called");
    for settings in [LINE, "model=w*w*x", "loss=L1Loss()", "model=a*x*x%2Bb*x%2Bc"] {
        assert_eq!(shown(settings), [], "{settings}");
    }
    assert_eq!(lab(LINE).unshown("film"), "");
}

#[test]
fn of_every_model_the_ways_to_the_gradient_stand_side_by_side() {
    let pair = "model=w*x%2Bb";
    let bars = |settings: &str| {
        let bars = lab(settings).gradients();
        let told = bars.iter().map(|bar| format!("{} {} {}", bar.of, bar.name, bar.value));
        (told.collect::<Vec<_>>(), lab(settings).underived())
    };
    // At w = b = 0: ∂L/∂w = −30 and ∂L/∂b = −10; the sums are four times as long.
    let line = [
        "w manual -30",
        "w manual-sum -120",
        "w autograd -30",
        "w numeric -30",
        "b manual -10",
        "b manual-sum -40",
        "b autograd -10",
        "b numeric -10",
    ];
    assert_eq!(bars(pair), (line.map(str::to_owned).to_vec(), ""));
    let longest = lab(pair).gradients()[1].length;
    assert_eq!(longest, -1.0, "one scale for both");
    // Where none is derived by hand, two are left. ∂L/∂w = ¼·Σ −x
    let absolute = ["w autograd -2.5", "w numeric -2.5"].map(str::to_owned).to_vec();
    assert_eq!(bars("loss=L1Loss()"), (absolute, "square-only"));
    assert_eq!(bars("model=exp(w*x)").1, "linear-only");
    assert_eq!(bars("model=exp(w*x)").0.len(), 2);
    // Of many the first few, and none of them is lost where one is level.
    assert_eq!(bars("model=a*x%2Bb%2Bc%2Bd%2Be%2Bf%2Bg").0.len(), 6 * 4);
    for (settings, accord, slip) in [
        (pair, Accord::Agree, Some(Slip::Longer)),
        ("model=w*x%2Bb&start=w=2", Accord::Agree, Some(Slip::Level)),
        ("loss=L1Loss()", Accord::Agree, None),
        // A corner at 0, where autograd takes 0 and a nudge the half of both sides.
        ("model=w*x%2Brelu(b)&y=1,1,1,1", Accord::Rounded, None),
    ] {
        let mut lab = lab(settings);
        assert_eq!((lab.accord(), lab.slip()), (accord, slip), "{settings}");
    }
}
