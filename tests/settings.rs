//! Settings from arbitrary text: always usable, never silent.
#![cfg(not(target_arch = "wasm32"))]

use allocation_counter::measure;
use gradwalk::settings::{Kind, Layer, Preset, Settings, Slider};
use gradwalk::training::{Gradient, Precision};
use proptest::prelude::*;

fn resolve(layers: &[&str]) -> (Settings, Vec<&'static str>) {
    let (settings, notices) = Settings::resolve(layers.iter().map(|layer| Layer::parse(layer)));
    (settings, notices.iter().map(|notice| notice.problem.code()).collect())
}

#[test]
fn later_layers_are_stronger_and_a_preset_comes_before_its_layers_keys() {
    let (settings, notices) = resolve(&["lr=0.03&preset=notebook-manual&w=1", "lr=0.5"]);
    assert_eq!(notices, [""; 0]);
    assert_eq!(settings.gradient, Gradient::ManualSum);
    assert_eq!((settings.iterations, settings.lr, settings.w), (10, 0.5, 1.0));

    // A preset chosen by hand is a whole run: nothing of the attributes is left.
    // How it is shown is not part of a run.
    let layers = ["lr=0.03&iterations=7&views=w", "preset=notebook-autograd"];
    let expected = Settings { views: vec!["w"], ..Preset::NotebookAutograd.settings() };
    assert_eq!(resolve(&layers).0, expected);
}

#[test]
fn what_is_given_badly_is_said_and_the_rest_stands() {
    for (layer, code) in [
        ("lr=1e999", "above"),
        ("lr=-1", "below"),
        ("lr=0", "below"),
        ("lr=NaN", "malformed"),
        ("lr=fast", "malformed"),
        ("lr=inf", "malformed"),
        ("lr=0x1", "malformed"),
        ("lr=", "malformed"),
        ("iterations=20.5", "malformed"),
        ("iterations=0", "below"),
        ("iterations=1e7", "above"),
        ("gradient=magic", "malformed"),
        ("precision=f16", "malformed"),
        ("zero-grad=maybe", "malformed"),
        ("w=1e7", "above"),
        ("x=1,2,three,4", "malformed"),
        ("x=1,2,1e999,4", "malformed"),
        ("x=", "lengths"),
        ("x=&y=", "empty"),
        ("x=1,2,3", "lengths"),
        ("lrr=1", "unknown"),
        ("v=2", "version"),
        ("preset=mine", "malformed"),
        ("scale=wide", "malformed"),
        ("views=fit,film", "malformed"),
    ] {
        let (settings, notices) = resolve(&["iterations=7", layer]);
        assert_eq!(notices, [code], "{layer}");
        assert!(settings.dataset().is_ok(), "{layer}");
        assert_eq!(settings.iterations == 7, !layer.contains("iterations") || code == "malformed");
    }
}

#[test]
fn a_clamped_number_is_the_bound_itself() {
    assert_eq!(resolve(&["lr=1e999"]).0.lr, 1e3);
    assert_eq!(resolve(&["lr=-1e999"]).0.lr, 1e-9);
    assert_eq!(resolve(&["iterations=1e99"]).0.iterations, 1_000_000);
    assert_eq!(resolve(&["iterations=-3"]).0.iterations, 1);
}

#[test]
fn numbers_are_read_as_people_write_them() {
    assert_eq!(resolve(&["lr=0,03"]).0.lr, 0.03);
    assert_eq!(resolve(&["w=−2"]).0.w, -2.0);
    assert_eq!(resolve(&["iterations=1e3"]).0.iterations, 1_000);
    let (settings, notices) = resolve(&["x=1; 2.5 %20 -3e-1&y=1,2,3"]);
    assert_eq!((settings.x, notices), (vec![1.0, 2.5, -0.3], vec![]));
}

#[test]
fn x_and_y_of_one_layer_belong_together() {
    let (settings, notices) = resolve(&["y=1,2&lr=0.5&x=3,4"]);
    assert_eq!((settings.x, settings.y, notices), (vec![3.0, 4.0], vec![1.0, 2.0], vec![]));
}

#[test]
fn a_link_holds_what_differs_from_its_preset() {
    let link = |layer| resolve(&[layer]).0.query();
    assert_eq!(link(""), "v=1");
    assert_eq!(link("lr=0.03&epoch=7"), "v=1&lr=0.03&epoch=7");
    // The default of iterations, but not the preset's.
    let manual = "preset=notebook-manual&iterations=20";
    assert_eq!(link(manual), "v=1&preset=notebook-manual&iterations=20");
}

#[test]
fn only_what_computes_makes_another_run() {
    let base = Settings::default();
    for (layer, another) in [
        ("views=all&scale=log&epoch=3&preset=notebook-autograd", false),
        ("lr=0.02", true),
        ("x=1,2,3,5", true),
        ("zero-grad=off", true),
        ("preset=notebook-manual", true),
    ] {
        assert_eq!(resolve(&[layer]).0.makes_another_run(&base), another, "{layer}");
    }
}

#[test]
fn a_list_is_taken_whole_or_not_at_all() {
    for list in ["1,2,1e999,4", "1,2,-1e999,4", "1,2,NaN,4", "1,2,three,4"] {
        let (settings, notices) = Settings::resolve([Layer::parse(&format!("x={list}&lr=0.5"))]);
        assert_eq!((settings.x, settings.lr), (vec![1.0, 2.0, 3.0, 4.0], 0.5));
        let said: Vec<String> = notices.iter().map(ToString::to_string).collect();
        assert_eq!(said, [format!("x: “{list}” is not numbers separated by commas")]);
    }
}

#[test]
fn much_nonsense_is_read_once_and_said_shortly() {
    let keys: String = (0..20_000).map(|k| format!("key{k}=1&")).collect();
    let mut layer = Layer::default();
    let used = measure(|| layer = Layer::parse(&keys));
    // A few short texts for each key, none of which is kept but those that are said.
    assert!(used.count_total < 10 * 20_000 && used.bytes_max < 100_000, "{used:?}");
    let (settings, notices) = Settings::resolve([&layer]);
    assert_eq!((settings, notices.len()), (Settings::default(), 21));
    assert_eq!(notices[20].to_string(), "and 19980 more");
    assert_eq!(notices[20].problem.code(), "more");
}

#[test]
fn a_megabyte_of_numbers_is_counted_before_it_is_read() {
    let list = "1,".repeat(500_000);
    let mut layer = Layer::default();
    let used = measure(|| layer = Layer::parse(&format!("x={list}&lr=0.5")));
    assert!(used.count_total < 100, "{used:?}");
    let (settings, notices) = Settings::resolve([&layer]);
    assert_eq!((settings.x, settings.lr), (vec![1.0, 2.0, 3.0, 4.0], 0.5));
    let said: Vec<String> = notices.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["500000 points are too many; at most 100000 are allowed"]);
    assert_eq!((notices[0].setting.as_str(), notices[0].given.as_str()), ("x", "500000"));

    // The most there may be, laid over other settings again and again, is only copied.
    let list = vec!["0.5"; 100_000].join(",");
    let layer = Layer::parse(&format!("x={list}&y={list}"));
    let used = measure(|| assert_eq!(Settings::resolve([&layer]).1, []));
    assert!(used.count_total < 50, "{used:?}");
}

#[test]
fn a_query_is_encoded_where_it_must_be() {
    // What a browser's address bar and a person both read.
    for text in ["x=%31&lr=0.5", "?lr=5e-1&x=1"] {
        assert_eq!(resolve(&[text]).0.lr, 0.5, "{text}");
    }
    assert_eq!(resolve(&["views=fit+w"]).0.query(), "v=1&views=fit,w");
}

#[test]
fn views_are_named_in_any_order() {
    let views = |text: &str| resolve(&[&format!("views={text}")]).0.texts()[10].clone();
    assert_eq!(views("w fit  w"), ("views", "fit,w".to_owned()));
    assert_eq!(views("all"), ("views", "all".to_owned()));
    assert_eq!(views("printout,gradients,w,loss,fit"), ("views", "all".to_owned()));
    assert_eq!(views(""), ("views", String::new()));
}

#[test]
fn a_long_text_is_quoted_short() {
    let (_, notices) = Settings::resolve([Layer::parse(&format!("lr={}", "é".repeat(100_000)))]);
    assert!(notices[0].given.chars().count() < 50);
    assert!(notices[0].to_string().contains("lr"));
}

#[test]
fn each_stop_of_a_slider_has_two_digits_and_finds_itself() {
    let sliders: Vec<Slider> =
        Settings::table().iter().filter_map(|setting| setting.kind.slider().cloned()).collect();
    assert_eq!(sliders.len(), 2);
    for slider in sliders {
        for stop in 0..slider.len() {
            let value = slider.value(stop);
            assert_eq!(slider.stop(value), stop);
            assert_eq!(value, format!("{value:.1e}").parse::<f64>().unwrap());
            assert!(stop == 0 || value > slider.value(stop - 1));
        }
        assert_eq!((slider.fraction(slider.value(0)), slider.fraction(f64::MAX)), (0.0, 1.0));
        let (a, b) = (slider.value(3), slider.value(4));
        let between = slider.fraction((a + b) / 2.0) * (slider.len() - 1) as f64;
        assert!((between - 3.5).abs() < 1e-9);
        assert_eq!(slider.stop(-1.0), 0);
        assert_eq!(slider.stop(1e9), slider.len() - 1);
        assert_eq!(slider.value(usize::MAX), slider.value(slider.len() - 1));
    }
}

#[test]
fn the_table_names_each_setting_once_and_its_defaults_are_its_own_words() {
    let table = Settings::table();
    for setting in &table {
        assert_eq!(table.iter().filter(|other| other.name == setting.name).count(), 1);
        let (settings, notices) = resolve(&[&format!("{}={}", setting.name, setting.initial)]);
        assert_eq!((settings, notices), (Settings::default(), vec![]), "{}", setting.name);
        assert!(setting.doc().ends_with('.') && !setting.doc().contains("  "), "{}", setting.doc());
    }
}

/// A layer of the table's own names and texts that are nearly right, or anything at all.
fn layer() -> impl Strategy<Value = String> {
    let names: Vec<&str> = Settings::table().iter().map(|setting| setting.name).collect();
    let text = prop_oneof![
        any::<f64>().prop_map(|v| v.to_string()),
        any::<f64>().prop_map(|v| format!("{v:e}")),
        any::<i64>().prop_map(|v| v.to_string()),
        prop::collection::vec(any::<f64>(), 0..5).prop_map(|v| format!("{v:?}")),
        Just("on".to_owned()),
        Just("numeric".to_owned()),
        Just("notebook-manual".to_owned()),
        any::<String>(),
        "[%&=;, 0-9eE.-]{0,40}",
    ];
    let pair =
        (prop::sample::select(names), text).prop_map(|(name, text)| format!("{name}={text}"));
    let pairs = prop::collection::vec(prop_oneof![4 => pair, 1 => any::<String>()], 0..8);
    pairs.prop_map(|pairs| pairs.join("&"))
}

proptest! {
    #[test]
    fn any_layers_make_usable_settings(layers in prop::collection::vec(layer(), 0..3)) {
        let (settings, notices) = Settings::resolve(layers.iter().map(|layer| Layer::parse(layer)));
        prop_assert!(settings.dataset().is_ok());
        for ((name, value), setting) in settings.texts().iter().zip(Settings::table()) {
            match setting.kind {
                Kind::Number { min, max, .. } => {
                    prop_assert!((min..=max).contains(&value.parse::<f64>().unwrap()), "{name}");
                }
                Kind::Whole { min, max, .. } => {
                    prop_assert!((min..=max).contains(&value.parse::<usize>().unwrap()), "{name}");
                }
                Kind::Choice(names) => prop_assert!(names.contains(&value.as_str())),
                Kind::Names(names) => {
                    prop_assert!(value == "all" || value.split(',').all(|v| v.is_empty() || names.contains(&v)));
                }
                Kind::List => prop_assert!(value.split(',').all(|v| v.parse::<f64>().unwrap().is_finite())),
            }
        }
        for notice in notices {
            prop_assert!(notice.to_string().chars().count() < 300);
        }
    }

    #[test]
    fn a_link_restores_the_settings(layers in prop::collection::vec(layer(), 0..3)) {
        let (settings, _) = Settings::resolve(layers.iter().map(|layer| Layer::parse(layer)));
        let query = settings.query();
        let (restored, notices) = Settings::resolve([Layer::parse(&query)]);
        prop_assert_eq!(restored, settings);
        prop_assert_eq!(notices, vec![]);
        // It stays as it is in an address.
        prop_assert!(query.chars().all(|c| c.is_ascii_alphanumeric() || "=&,.-_*()/+%".contains(c)), "{}", query);
    }

    #[test]
    fn a_text_in_bounds_is_taken_exactly(lr in 1e-9..1e3, w in -1e6..1e6, n in 1usize..1_000_000) {
        let (settings, notices) = resolve(&[&format!("lr={lr}&w={w}&iterations={n}&precision=f64")]);
        prop_assert_eq!(notices, [""; 0]);
        prop_assert_eq!((settings.lr, settings.w, settings.iterations), (lr, w, n));
        prop_assert_eq!(settings.precision, Precision::F64);
    }
}
