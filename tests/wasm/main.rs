//! In the browser: the same bits as on the host, and a lab that the page can ask anything.
#![cfg(target_arch = "wasm32")]

#[path = "../common/mod.rs"]
mod common;
mod drawing;
mod hand;
#[path = "../common/models.rs"]
mod models;
#[path = "../common/numbers.rs"]
mod numbers;
#[path = "../common/operations.rs"]
#[allow(dead_code, reason = "what is measured on the host alone")]
mod operations;
#[path = "../common/rows.rs"]
mod rows;
#[path = "../common/updates.rs"]
mod updates;

use gradwalk::settings::{Layer, Settings};
use gradwalk::training::{Dataset, Trainer};
use gradwalk::web::Lab;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A lab with these settings, at its start; they leave nothing to say.
fn lab(settings: &str) -> Lab {
    let mut lab = Lab::new();
    assert_eq!(lab.configure(vec![settings.into()], None).length(), 0, "{settings}");
    lab
}

/// The same, at the end of its run.
fn trained(settings: &str) -> Lab {
    let mut lab = lab(settings);
    lab.seek(f64::INFINITY, f64::INFINITY);
    lab
}

/// A property of an object; `undefined` if it has none.
fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("an object has properties")
}

fn text(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap_or_default()
}

/// The codes of what a lab says about some layers.
fn codes(lab: &mut Lab, layers: &[&str]) -> Vec<String> {
    let layers = layers.iter().map(|&layer| layer.into()).collect();
    lab.configure(layers, None).iter().map(|notice| text(&notice, "code")).collect()
}

fn bits_of(numbers: impl IntoIterator<Item = f64>) -> Vec<u64> {
    numbers.into_iter().map(f64::to_bits).collect()
}

#[wasm_bindgen_test]
fn notebooks_to_the_bit_and_to_the_character() {
    common::notebooks();
}

#[wasm_bindgen_test]
fn every_loss_of_pytorch_to_the_bit_or_to_the_units_that_are_said() {
    assert_eq!(rows::LOSSES.map(rows::losses).iter().sum::<usize>(), 2_016);
}

#[wasm_bindgen_test]
fn random_runs_to_the_bit() {
    assert_eq!(common::random_runs(), 1_200);
}

/// A test each: a browser that hears nothing for half a minute is given up.
macro_rules! any_number_of_rows {
    ($($name:ident: $model:literal $precision:literal $states:literal)*) => {$(
        #[wasm_bindgen_test]
        fn $name() {
            assert_eq!(rows::torch(rows::MODELS[$model], $precision), $states);
        }
    )*};
}
any_number_of_rows! {
    any_number_of_rows_by_one_parameter_in_single_precision: 0 "f32" 165
    any_number_of_rows_by_one_parameter_in_double_precision: 0 "f64" 165
    any_number_of_rows_by_two_parameters_in_single_precision: 1 "f32" 165
    any_number_of_rows_by_two_parameters_in_double_precision: 1 "f64" 165
    any_number_of_rows_by_three_parameters_in_single_precision: 2 "f32" 156
    any_number_of_rows_by_three_parameters_in_double_precision: 2 "f64" 156
}

#[wasm_bindgen_test]
fn any_number_of_rows_by_hand() {
    assert_eq!((rows::numpy(), rows::dots(), rows::linear()), (584, 138, 156));
}

#[wasm_bindgen_test]
fn every_optimizer_schedule_and_seed_of_pytorch_to_the_bit() {
    assert_eq!((updates::optimizers(), updates::schedules(), updates::seeds()), (2_272, 520, 16));
}

#[wasm_bindgen_test]
fn models_of_several_parameters_to_the_bit() {
    assert_eq!(models::models(), 3_432);
}

#[wasm_bindgen_test]
fn every_operation_has_the_bits_that_the_host_has() {
    operations::check_bits();
}

#[wasm_bindgen_test]
fn texts_are_read_as_the_host_reads_them() {
    common::texts();
}

#[wasm_bindgen_test]
fn numbers_are_written_as_the_host_writes_them() {
    numbers::check();
}

#[wasm_bindgen_test]
fn a_lab_has_the_rows_and_lines_of_the_notebooks() {
    for (preset, golden, before, after) in [
        ("notebook-manual", common::NOTEBOOK_MANUAL, "0.000", "9.999"),
        ("notebook-autograd", common::NOTEBOOK_AUTOGRAD, "0.0", "9.612405776977539"),
    ] {
        let mut lab = trained(&format!("preset={preset}"));
        let rows: Vec<Vec<&str>> =
            golden.lines().skip(1).map(|line| line.splitn(5, ',').collect()).collect();
        let numbers = rows.iter().flat_map(|row| &row[1..4]).map(|n| n.parse().expect("a number"));
        assert_eq!(bits_of(lab.rows(1, rows.len())), bits_of(numbers), "{preset}");
        let lines: Vec<&str> = rows.iter().map(|row| row[4].trim_matches('"')).collect();
        let printed = lab.printout(1, rows.len());
        assert!(
            printed.lines().all(|line| line.split('\t').count() == 3),
            "the epoch, w, the loss"
        );
        assert_eq!(printed.replace('\t', "").lines().collect::<Vec<_>>(), lines);
        assert_eq!(lab.prediction_before(), format!("Prediction before training: {before}"));
        assert_eq!(lab.prediction_after(), format!("Prediction after training: {after}"));
        assert_eq!(
            (lab.status().as_str(), text(&lab.reason(), "code").as_str()),
            ("done", "completed")
        );
    }
}

#[wasm_bindgen_test]
fn a_run_that_diverges_says_where_and_why() {
    let mut lab = trained("lr=0.2&iterations=1000");
    // Each step doubles the distance to 2; (2·2ᵏ)²·7.5 leaves the range of f32 at k = 62.
    assert_eq!((lab.epoch(), lab.end(), lab.status().as_str()), (61, 61, "diverged"));
    let reason = lab.reason();
    assert_eq!(
        (text(&reason, "code"), text(&reason, "quantity")),
        ("not-finite".into(), "loss".into())
    );
    assert_eq!(get(&reason, "epoch").as_f64(), Some(62.0));
    assert_eq!(lab.critical_lr(), Some(2.0 / 15.0));
    assert_eq!(lab.readout("critical_lr"), "0.133");
    assert!(lab.rows(1, 61).iter().all(|number| number.is_finite()));
}

#[wasm_bindgen_test]
fn a_million_iterations_come_in_slices_and_to_the_bit() {
    let settings = "gradient=manual&precision=f64&lr=1e-6&iterations=1000000";
    let mut lab = lab(settings);
    // As much work makes as many states, on top of what there is: about as many as four points each allow.
    let head = lab.head();
    let slice = lab.seek(1e6, 400_000.0) - head;
    assert!((50_000..=200_000).contains(&slice), "{slice}");
    while lab.epoch() < lab.end() {
        let head = lab.head();
        assert_eq!(lab.seek(1e6, 400_000.0), (head + slice).min(1_000_000));
    }
    assert_eq!(lab.status(), "done");
    let (settings, _) = Settings::resolve([Layer::parse(settings)]);
    let data: Dataset = settings.dataset().expect("points");
    let mut trainer: Trainer = settings.trainer(&data);
    trainer.step(1_000_000);
    for epoch in [1, 2, 64, 4_096, 99_999, 100_001, 999_999, 1_000_000] {
        let row = trainer.row(epoch);
        assert_eq!(
            bits_of(lab.rows(epoch, epoch)),
            bits_of([row.params[0], row.loss, row.grads[0]])
        );
    }
    assert_eq!(lab.printout(1, 1_000_000).lines().count(), 1_000, "no more at once");
}

#[wasm_bindgen_test]
fn settings_come_in_layers_and_what_is_wrong_is_said() {
    let mut lab = Lab::new();
    assert_eq!(codes(&mut lab, &["lr=0.03&iterations=7", "lr=0.05"]), [""; 0]);
    assert_eq!(
        (lab.readout("iterations"), lab.query("", "")),
        ("7".into(), "v=1&lr=0.05&iterations=7".into())
    );
    for (layer, code) in [
        ("lr=1e9", "above"),
        ("lr=-1", "below"),
        ("lr=fast", "malformed"),
        ("x=1,2", "lengths"),
        ("x=&y=", "empty"),
        ("colour=red", "unknown"),
        ("v=9", "version"),
    ] {
        assert_eq!(codes(&mut lab, &[layer]), [code], "{layer}");
        assert_eq!(codes(&mut lab, &["", layer]), [code], "{layer}");
    }
    let notices = Lab::new().judge(vec!["lr=%E2%88%921".into()]);
    let notice = notices.get(0);
    assert_eq!(
        ["code", "field", "given", "allowed"].map(|name| text(&notice, name)),
        ["below", "lr", "−1", "1e-9"]
    );
    // A pure function: nothing is left of what was said before.
    assert_eq!(codes(&mut lab, &[]), [""; 0]);
    assert_eq!(lab.query("", ""), "v=1");
}

#[wasm_bindgen_test]
fn a_slider_has_a_stop_for_each_setting_that_has_one() {
    let mut lab = Lab::new();
    for name in Settings::NAMES {
        let stops = lab.stops(name);
        assert_eq!(stops > 0, Settings::slider(name).is_some(), "{name}");
        let stop = lab.slider(name);
        if stops > 0 {
            assert!(stop < stops, "{name}");
            assert_eq!(lab.from_slider(name, stop), lab.value(name), "{name} starts on a stop");
        } else {
            assert_eq!((stop, lab.from_slider(name, 1).as_str()), (0, ""), "{name}");
        }
    }
}

#[wasm_bindgen_test]
fn what_is_read_has_names_and_shapes() {
    let mut lab = trained("");
    assert_eq!((lab.readout("w"), lab.readout_at("w", 1)), ("1.922".into(), "0.300".into()));
    assert_eq!((lab.readout("nonsense"), lab.readout_at("nonsense", 1)), ("".into(), "".into()));
    assert_eq!(lab.columns(), ["w", "loss", "grad"]);
    assert_eq!((lab.state_row().len(), lab.rows(4, 5).len()), (4, 6));
    let bars = lab.gradients();
    let names: Vec<String> = bars.iter().map(|bar| text(&bar, "name")).collect();
    assert_eq!(names, ["manual", "manual-sum", "autograd", "numeric"]);
    assert!(bars.iter().all(|bar| get(&bar, "length").as_f64().is_some()));
    assert_eq!(
        (lab.nudge().len(), lab.both_notebooks("0.01")),
        (5, ["20", "2.000", "20", "1.922", "20", "1.922"].map(String::from).to_vec())
    );
    assert_eq!((lab.accord(), lab.outcome()), ("agree".into(), "steps".into()));
    assert_eq!((lab.verdict(), lab.coinciding_lr()), ("straight".into(), "0.04".into()));
    assert_eq!((lab.bands().len(), lab.preset()), (2, Some("notebook-autograd".into())));
}

#[wasm_bindgen_test]
fn layers_may_be_left_out_and_notices_name_theirs() {
    let mut lab = lab("lr=0.03");
    assert_eq!(lab.changed().len(), Settings::table().len() - 2, "all but where one stands");
    let notices = lab.configure(vec![JsValue::UNDEFINED, "w=1e9&epoch=3".into()], None);
    let notice = notices.get(0);
    assert_eq!(
        (text(&notice, "code"), get(&notice, "layer").as_f64()),
        ("above".into(), Some(1.0))
    );
    assert_eq!((lab.changed(), lab.value("w")), (vec!["w".to_owned()], "1000000".into()));
    lab.step(-2.0, 0.0);
    assert_eq!((lab.epoch(), lab.departure(), lab.value("lr")), (1, 1, "0.03".into()));
    lab.configure(vec![JsValue::NULL, JsValue::NULL], Some(true));
    assert_eq!(lab.epoch(), 3);
}

#[wasm_bindgen_test]
fn hostile_numbers_are_only_numbers() {
    let hostile = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        -1.0,
        -0.0,
        0.5,
        2_147_483_648.0,
        4_294_967_295.0,
        4_294_967_296.0,
        1e300,
        -1e300,
        5e-324,
    ];
    // As the page calls: through JavaScript, which turns them into what Rust is given.
    let lab = JsValue::from(trained("lr=0.1&iterations=50"));
    let call = |method: &str, arguments: &[JsValue]| {
        let function: Function = get(&lab, method).unchecked_into();
        let answer = function.apply(&lab, &arguments.iter().collect::<Array>());
        assert!(answer.is_ok(), "{method}({arguments:?}) throws {:?}", answer.err());
    };
    for a in hostile {
        call("slider", &["lr".into()]);
        call("from_slider", &["lr".into(), a.into()]);
        for method in ["advance", "look_ahead", "hold", "tilt", "removed", "beat", "params"] {
            call(method, &[a.into()]);
        }
        for chart in ["fit", "loss", "w", "pie"] {
            call("epoch_at", &[chart.into(), a.into()]);
            call("place_of", &[chart.into(), a.into()]);
        }
        call("readout_at", &["loss".into(), a.into()]);
        for b in hostile {
            call("hold_at", &[a.into(), b.into()]);
            call("added", &[a.into(), b.into()]);
            for c in [f64::NAN, -1.0, 0.0, 4.0, 1e300] {
                call("moved", &[a.into(), b.into(), c.into()]);
                call("pushed", &[a.into(), b.into(), c.into()]);
            }
            call("seek", &[a.into(), b.into()]);
            call("step", &[a.into(), b.into()]);
            call("restore", &[format!("{a} {b} {b} {a} {b} v=1").into(), b.into()]);
            call("near", &[a.into(), b.into(), b.into()]);
            call("rows", &[a.into(), b.into()]);
            call("printout", &[a.into(), b.into()]);
        }
        let layer = |name: &str| Array::of1(&format!("{name}={a}").into()).into();
        for name in ["lr", "iterations", "w", "x", "y", "epoch", "precision"] {
            call("configure", &[layer(name)]);
        }
    }
}
