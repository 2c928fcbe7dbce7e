//! Settings from arbitrary text: always usable, never silent.
#![cfg(not(target_arch = "wasm32"))]

use allocation_counter::measure;
use gradwalk::model::{Criterion, Model};
use gradwalk::optim::Algorithm;
use gradwalk::optim::schedule::Plan;
use gradwalk::random::{Generator, Linear, bound};
use gradwalk::settings::{Data, Kind, Layer, MOST_PINS, Notice, Preset, Settings, Slider, View};
use gradwalk::training::{Gradient, Precision, Unknown};
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
fn what_could_be_misread_is_refused_with_how_to_write_it() {
    for (layer, allowed) in [
        ("iterations=10,000", "10000 10"),
        ("iterations=10.000", "10000 10"),
        ("iterations=1,000,000", "1000000"),
        ("iterations=1 000", "1000"),
        ("iterations=1\u{a0}000", "1000"),
        ("iterations=10'000", "10000"),
        ("iterations=10’000", "10000"),
        ("iterations=1_000", "1000"),
        ("iterations=010", "10"),
        ("w=-1,200", "-1200 -1.2"),
        ("w=−1,200.5", "-1200.5"),
        ("w=9007199254740993", "9007199254740992"),
        ("epoch=1,000", "1000 1"),
    ] {
        let (settings, notices) = Settings::resolve([Layer::parse(layer)]);
        assert_eq!(settings, Settings::default(), "{layer}");
        let said: Vec<_> =
            notices.iter().map(|n| (n.problem.code(), n.problem.allowed())).collect();
        assert_eq!(said, [("unclear", allowed.to_owned())], "{layer}");
    }
    // What a script writes of a double is that double, however long it is.
    for text in [
        "123456789012345680000",
        "100000000000000000000000",
        "9007199254740994",
        "-9007199254740992",
    ] {
        let (settings, notices) = resolve(&[&format!("x={text}&y=1")]);
        assert_eq!((settings.x, notices), (vec![text.parse::<f64>().unwrap()], vec![]));
    }
    // Where a comma can be nothing but decimal, it is.
    for (text, lr) in [
        ("0,123", 0.123),
        ("12,5", 12.5),
        ("0,1234", 0.1234),
        ("0.125", 0.125),
        ("\u{feff}0.5", 0.5),
    ] {
        assert_eq!(
            resolve(&[&format!("lr={text}")]),
            (Settings { lr, ..Settings::default() }, vec![])
        );
    }
    for (text, w) in [("1234,567", 1234.567), ("1.234", 1.234), ("9007", 9007.0), ("-0", 0.0)] {
        assert_eq!(
            resolve(&[&format!("w={text}")]),
            (Settings { w, ..Settings::default() }, vec![])
        );
    }
    for bad in ["1,2,3", "1.234,5", "12,34,56", "1 2", "5,", "1'00", "\u{feff}", "0é"] {
        assert_eq!(resolve(&[&format!("w={bad}")]).1, ["malformed"], "{bad}");
    }
}

#[test]
fn a_list_has_one_kind_of_sign_between_its_numbers() {
    for (text, numbers) in [
        ("1,2,3", &[1.0, 2.0, 3.0][..]),
        (" 1, 2,  3 ", &[1.0, 2.0, 3.0]),
        ("1 ,2 ,3", &[1.0, 2.0, 3.0]),
        ("\u{feff}1,2,3", &[1.0, 2.0, 3.0]),
        ("1,2,3,", &[1.0, 2.0, 3.0]),
        ("1,2,3,\n4,5,6", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
        ("100,200,300", &[100.0, 200.0, 300.0]),
        ("1,200", &[1.0, 200.0]),
        ("0.5 1.5\t2.5\n", &[0.5, 1.5, 2.5]),
        ("1\n200", &[1.0, 200.0]),
        ("1; 2;3", &[1.0, 2.0, 3.0]),
        ("1e3 −2", &[1000.0, -2.0]),
    ] {
        let (settings, notices) =
            resolve(&[&format!("x={text}&y={}", vec!["1"; numbers.len()].join(","))]);
        assert_eq!((&settings.x[..], notices), (numbers, vec![]), "{text:?}");
    }
    for (text, code) in [
        ("0,5 1,5 2,5", "unclear"),
        ("0,5; 1,5; 2,5", "unclear"),
        ("0,5;1,5", "unclear"),
        ("0,5\n1,5", "unclear"),
        ("0,5\t1,5", "unclear"),
        ("0,5, 1,5", "unclear"),
        ("1,200, 1,500", "unclear"),
        ("1,200,300, 1,500,600", "unclear"),
        ("1,000", "unclear"),
        ("1 200 1 500", "unclear"),
        ("1\u{202f}200;900", "unclear"),
        ("1'200;900", "unclear"),
        ("1, 2 3", "unclear"),
        ("1, 2,3", "unclear"),
        ("0,5,\n1,5", "unclear"),
        ("9007199254740993,1", "unclear"),
        ("1,,2", "malformed"),
        (",1,2", "malformed"),
        ("1;;2", "malformed"),
        (",", "malformed"),
        ("1,2,,", "malformed"),
        ("[1, 2]", "unclear"),
        ("1 two", "malformed"),
    ] {
        // However many points there are to go with it.
        let layer = format!("x={}&y={}", percent(text), "1");
        assert_eq!(resolve(&[&layer]).1.first(), Some(&code), "{text:?}");
        assert_eq!(resolve(&[&layer]).0.x, [1.0, 2.0, 3.0, 4.0], "{text:?}");
    }
}

/// The numbers of a text as somebody means it who has these signs between numbers, before decimals, and
/// between thousands.
fn meant(text: &str, parts: fn(char) -> bool, decimal: char, thousands: char) -> Option<Vec<f64>> {
    let number = |part: &str| {
        let (whole, fraction) = part.split_once(decimal).unwrap_or((part, "0"));
        let groups: Vec<&str> = whole.split(thousands).collect();
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let threes = groups.len() == 1
            || (groups[0].len() <= 3
                && !groups[0].starts_with('0')
                && groups[1..].iter().all(|g| g.len() == 3));
        let good = threes && groups.iter().all(|group| digits(group)) && digits(fraction);
        good.then(|| format!("{}.{fraction}", groups.concat()).parse().expect("a number"))
    };
    text.split(parts).map(str::trim).filter(|part| !part.is_empty()).map(number).collect()
}

proptest! {
    /// Whatever signs somebody writes with, a list is what they meant, or it is refused. One of commas alone is by
    /// definition what the commas part; what is taken reads back as itself.
    #[test]
    fn no_list_is_taken_as_another(
        numbers in prop::collection::vec("[0-9]{1,3}([,.' ][0-9]{1,3}){0,2}", 1..5),
        between in prop::sample::select(vec![",", ", ", " ", ";", "; ", "\n", "\t", "\u{a0}"]),
    ) {
        let text = numbers.join(between);
        let (settings, notices) = Settings::resolve([Layer::parse(&format!("x={}", percent(&text)))]);
        let refused = notices.iter().any(|notice| ["unclear", "malformed"].contains(&notice.problem.code()));
        // Of another length than y it is no list of points, but was read all the same.
        let count = notices.iter().find(|n| n.problem.code() == "lengths").map(|n| n.given.clone());
        if refused {
            return Ok(());
        }
        let count = count.map_or(settings.x.len(), |count| count.parse().expect("a count"));
        let ones = vec!["1"; count].join(",");
        let (settings, notices) = resolve(&[&format!("x={}&y={ones}", percent(&text))]);
        prop_assert_eq!(notices, [""; 0]);
        let again = settings.text("x").expect("is one");
        prop_assert_eq!(&resolve(&[&format!("x={again}&y={ones}")]).0.x, &settings.x);
        if !text.contains([' ', '\n', '\t', ';', '\u{a0}']) {
            let by_definition: Vec<f64> = text.split(',').map(|part| part.parse().expect("a number")).collect();
            prop_assert_eq!(settings.x, by_definition);
            return Ok(());
        }
        let ways: [fn(char) -> bool; 4] =
            [|c| c == ',', |c| c == ';', char::is_whitespace, |c| matches!(c, ';' | '\n' | '\t')];
        for parts in ways {
            for decimal in ['.', ','] {
                for thousands in [',', '.', ' ', '\'', '\u{a0}', '_'] {
                    if decimal == thousands || parts(thousands) || parts(decimal) {
                        continue;
                    }
                    // A point is always decimal: as in Python.
                    if thousands == '.' && text.contains('.') {
                        continue;
                    }
                    if let Some(meant) = meant(&text, parts, decimal, thousands) {
                        prop_assert_eq!(&settings.x, &meant, "{:?}", text);
                    }
                }
            }
        }
    }
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
fn a_formula_is_written_into_a_link_and_read_back() {
    let (settings, notices) = resolve(&["model=w*x %2B b/(1 %2b x**2)&start=b=1,w=-2.5"]);
    assert_eq!(notices, [""; 0]);
    assert_eq!(settings.model.params(), ["w", "b"]);
    assert_eq!(settings.starts(), [-2.5, 1.0]);
    let link = "v=1&model=w*x+%2B+b/(1+%2B+x**2)&start=b=1,w=-2.5";
    assert_eq!(settings.query(), link, "it can be read");
    assert_eq!(resolve(&[link]).0, settings);
    // What a form or a browser makes of it is the same.
    assert_eq!(
        resolve(&[&link.replace('=', "%3D").replace("%3D", "=").replace(',', "%2C")]).0,
        settings
    );
}

#[test]
fn a_bad_formula_keeps_what_stood_and_says_where() {
    let (settings, notices) = Settings::resolve(["model=a*x", "model=w*x%2B"].map(Layer::parse));
    assert_eq!(settings.model.params(), ["a"]);
    let said: Vec<(usize, String)> = notices.iter().map(|n| (n.layer, n.to_string())).collect();
    assert_eq!(said, [(1, "model: `w*x+` ends where a value was expected".to_owned())]);
}

#[test]
fn a_loss_is_written_into_a_link_and_a_bad_one_keeps_what_stood() {
    let (settings, notices) = resolve(&["loss=nn.HuberLoss(delta%3D1.50)"]);
    assert_eq!(notices, [""; 0]);
    assert_eq!(settings.query(), "v=1&loss=HuberLoss(delta=1.5)");
    assert_eq!(resolve(&[&settings.query()]), (settings, vec![]));
    // What has its default is not said: in a link neither.
    assert_eq!(resolve(&["loss=MSELoss(reduction='mean')"]).0.query(), "v=1");

    let layers = ["loss=L1Loss()", "loss=HubertLoss()"].map(Layer::parse);
    let (settings, notices) = Settings::resolve(layers);
    assert_eq!(settings.loss.text(), "L1Loss()");
    let said: Vec<(usize, String)> = notices.iter().map(|n| (n.layer, n.to_string())).collect();
    let sentence = "loss: there is no `HubertLoss`; did you mean HuberLoss?".to_owned();
    assert_eq!(said, [(1, sentence)]);
}

#[test]
fn a_loss_is_judged_by_the_targets_as_they_are_fitted_and_its_sigmoid_beside_the_models() {
    // Normalized, 0 and 1 are −1 and 1.
    assert_eq!(resolve(&["loss=BCEWithLogitsLoss()&y=0,1,0,1"]).1, [""; 0]);
    assert_eq!(resolve(&["loss=BCEWithLogitsLoss()&y=0,1,0,1&normalize=y"]).1, ["probabilities"]);
    assert_eq!(resolve(&["loss=SoftMarginLoss()&y=0,1,0,1&normalize=y"]).1, [""; 0]);
    // A sigmoid of a sigmoid is what was asked for, and hardly what was meant.
    let twice = "loss=BCEWithLogitsLoss()&y=0,1,0,1&model=sigmoid(w*x)";
    let (settings, notices) = resolve(&[twice]);
    assert_eq!(
        (settings.loss.text(), notices),
        ("BCEWithLogitsLoss()".into(), vec!["sigmoid-twice"])
    );
    for once in
        ["y=0,1,0,1&model=sigmoid(w*x)", "loss=BCEWithLogitsLoss()&y=0,1,0,1&model=2*sigmoid(w*x)"]
    {
        assert_eq!(resolve(&[once]).1, [""; 0], "{once}");
    }
}

#[test]
fn a_loss_is_used_on_the_targets_that_it_is_made_for() {
    for (layer, loss, notice) in [
        ("loss=BCEWithLogitsLoss()&y=0,1,0.5,1", "BCEWithLogitsLoss()", None),
        ("loss=SoftMarginLoss()&y=1,-1,1,-1", "SoftMarginLoss()", None),
        (
            "loss=BCEWithLogitsLoss()&y=0,1,-1,2",
            "MSELoss()",
            Some((
                "probabilities",
                "loss: to BCEWithLogitsLoss each y is a number from 0 to 1, and that of point 3 is -1",
            )),
        ),
        (
            "loss=SoftMarginLoss()&y=1,-1,1,0",
            "MSELoss()",
            Some(("signs", "loss: to SoftMarginLoss each y is 1 or −1, and that of point 4 is 0")),
        ),
    ] {
        let (settings, notices) = Settings::resolve([Layer::parse(layer)]);
        assert_eq!(settings.loss.text(), loss, "{layer}");
        let said: Vec<_> = notices.iter().map(|n| (n.problem.code(), n.to_string())).collect();
        let notice = notice.map(|(code, sentence)| (code, sentence.to_owned()));
        assert_eq!(said, notice.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn by_hand_there_is_the_gradient_of_the_squared_error_alone() {
    let (settings, notices) = resolve(&["gradient=manual&loss=L1Loss()"]);
    assert_eq!((settings.gradient, notices), (Gradient::Autograd, vec!["square-only"]));
    assert_eq!(settings.bowl(&settings.dataset().expect("points")), Err(Unknown::Loss));
}

#[test]
fn parameters_start_where_it_is_said_and_else_at_zero() {
    for (layers, starts) in [
        (&["w=3"][..], &[3.0][..]),
        (&["w=3&start=w=4"], &[4.0]),
        (&["model=a*x%2Bw&w=3&start=a=1"], &[1.0, 3.0]),
        (&["model=w*x%2Bb&start=b=1;w=2"], &[2.0, 1.0]),
        (&["model=w*x%2Bb&start=b=1", "start=w=2"], &[2.0, 0.0]),
        (&["model=w*x%2Bb&start=b=1", "model=b*x"], &[1.0]),
        (&["start=w=1e9"], &[1e6]),
        (&["start=w=2&start="], &[0.0]),
    ] {
        assert_eq!(resolve(layers).0.starts(), starts, "{layers:?}");
    }
    for (layer, code, sentence) in [
        ("start=b=1", "no-parameter", "start: the model has no parameter “b”"),
        ("start=w=1,w=2", "twice", "start: w is there twice"),
        ("start=w=fast", "malformed", "start: “w=fast” is not names and numbers, as `w=0,b=1`"),
        ("start=w", "malformed", "start: “w” is not names and numbers, as `w=0,b=1`"),
        ("start=w=-1e7", "below", "start: w=-1e7 is below -1000000"),
    ] {
        let (settings, notices) = Settings::resolve([Layer::parse(&format!("w=3&{layer}"))]);
        let said: Vec<_> = notices.iter().map(|n| (n.problem.code(), n.to_string())).collect();
        assert_eq!(said, [(code, sentence.to_owned())]);
        assert_eq!(settings.starts(), [if code == "below" { -1e6 } else { 3.0 }], "{layer}");
    }
    // What is left out is in no link, and neither is what the model of a stronger layer has not.
    assert_eq!(resolve(&["start=b=1"]).0, Settings::default());
    assert_eq!(resolve(&["model=w*x%2Bb&start=b=1", "model=w*x"]).1, ["no-parameter"]);
}

#[test]
fn a_gradient_by_hand_is_for_what_is_linear_in_its_parameters() {
    for gradient in ["manual", "manual-sum"] {
        let (settings, notices) =
            Settings::resolve([Layer::parse(&format!("gradient={gradient}&model=w*x*w"))]);
        assert_eq!(settings.gradient, Gradient::Autograd);
        let said: Vec<String> = notices.iter().map(ToString::to_string).collect();
        let sentence = "is derived for models linear in their parameters; take autograd or numeric";
        assert_eq!(said, [format!("gradient: {gradient} {sentence}")]);
        for linear in ["slope*x", "w*x%2Bb", "a*x*x-b*sin(x)", "w"] {
            assert_eq!(resolve(&[&format!("gradient={gradient}&model={linear}")]).1, [""; 0]);
        }
    }
    assert_eq!(resolve(&["preset=notebook-manual&model=exp(w*x)"]).1, ["linear-only"]);
    let layers = ["gradient=manual&model=exp(w*x)", "model=w*x"];
    let (settings, notices) = resolve(&layers);
    assert_eq!((settings.gradient, notices), (Gradient::Manual, vec![]), "what is used counts");
}

#[test]
fn a_model_that_would_take_for_ever_is_refused() {
    // 20 additions for each of 200 sines of each of 100,000 points, for nudging three times.
    let slow = "w*x".to_owned() + &"%2Bsin(x)".repeat(200);
    let list = vec!["1"; 100_000].join(",");
    let layer = |gradient| format!("x={list}&y={list}&model={slow}&gradient={gradient}&start=w=1");
    for (gradient, words) in [
        ("autograd", "420300000 operations for each step; at most 200000000"),
        ("numeric", "at most 66666666"),
    ] {
        let (settings, notices) = Settings::resolve([Layer::parse(&layer(gradient))]);
        assert_eq!((settings.model, settings.start.len()), (Model::line(), 1));
        assert_eq!(notices.iter().map(|n| n.problem.code()).collect::<Vec<_>>(), ["too-much"]);
        assert!(notices[0].to_string().contains(words), "{}", notices[0]);
    }
    // Fewer points are not too many for autograd, but for nudging.
    let list = vec!["1"; 40_000].join(",");
    let layer = |gradient| format!("x={list}&y={list}&model={slow}&gradient={gradient}");
    assert_eq!(resolve(&[&layer("autograd")]).1, [""; 0]);
    assert_eq!(resolve(&[&layer("numeric")]).1, ["too-much"]);
}

#[test]
fn nudging_measures_any_model_and_autograd_agrees() {
    let run = |gradient: &str| {
        let layer = format!("model=a*sin(b*x)&start=a=1,b=0.5&precision=f64&gradient={gradient}");
        let (settings, notices) = resolve(&[&layer]);
        assert_eq!(notices, [""; 0]);
        let mut trainer = settings.trainer(&settings.dataset().expect("points"));
        trainer.step(20);
        (0..=20).map(|epoch| trainer.state(epoch)).collect::<Vec<_>>()
    };
    for (exact, measured) in run("autograd").iter().zip(run("numeric")) {
        for (a, b) in exact.grads.iter().zip(&measured.grads) {
            assert!((a - b).abs() < 1e-6 * (1.0 + a.abs()), "{exact:?} {measured:?}");
        }
    }
}

#[test]
fn a_setting_of_several_names_tells_which_it_holds() {
    let words = |query: &str, name| resolve(&[query]).0.words(name);
    assert_eq!(words("", "views"), ["fit", "landscape", "loss", "w"]);
    assert_eq!(words("views=w;fit\n,w", "views"), ["fit", "w"]);
    let all: Vec<&str> = View::TABLE.iter().filter(|view| view.all).map(|view| view.name).collect();
    assert_eq!(words("views=all", "views"), [&["all"], &all[..]].concat());
    assert_eq!(words("views=film", "views"), words("", "views"), "what is no view changes nothing");
    assert_eq!(words("lock=y,lr", "lock"), ["lr", "y"]);
    assert_eq!(words("lock=all", "lock"), [&["all"], Settings::NAMES].concat());
    assert_eq!(words("hide=keys more", "hide"), ["more", "keys"]);
    // Answers are no controls: who hid all of those before there were any goes on seeing them.
    let controls = ["presets", "train", "lr", "iterations", "more", "keys", "present"];
    assert_eq!(words("hide=all", "hide"), [&["all"], &controls[..]].concat());
    assert_eq!(words("hide=status,all", "hide"), [&["all"], &controls[..], &["status"]].concat());
    assert_eq!(
        words("hide=verdict limit bands status", "hide"),
        ["verdict", "limit", "bands", "status"]
    );
    for name in ["lr", "x", "", "view"] {
        assert_eq!(words("views=all&lr=1", name), [""; 0], "{name}");
    }
}

#[test]
fn a_link_may_hide_more_than_is_hidden() {
    let link = |query: &str, names: &str| resolve(&[query]).0.hiding(names).query();
    let points = resolve(&["x=1,2&y=3,4&lr=0.03&hide=lr"]).0;
    assert_eq!(points.query_without("x, y"), "v=1&lr=0.03&hide=lr");
    assert_eq!(points.query_without(""), points.query());
    assert_eq!(link("lr=0.1", ""), "v=1&lr=0.1");
    assert_eq!(link("lr=0.1&epoch=3", "keys,lr"), "v=1&lr=0.1&hide=lr,keys&epoch=3");
    assert_eq!(link("hide=keys", "lr,keys"), "v=1&hide=lr,keys");
    assert_eq!(link("hide=keys", "all"), "v=1&hide=all");
    assert_eq!(link("hide=bands", "all"), "v=1&hide=all,bands");
    assert_eq!(link("hide=presets,train,lr,iterations,more,keys,present", ""), "v=1&hide=all");
    assert_eq!(
        link("hide=keys", "nothing&lr=5"),
        "v=1&hide=keys",
        "what is no control is not taken"
    );
}

#[test]
fn views_are_named_in_any_order() {
    let views = |text: &str| {
        ("views", resolve(&[&format!("views={text}")]).0.text("views").expect("is one"))
    };
    assert_eq!(views("w fit  w"), ("views", "fit,w".to_owned()));
    assert_eq!(views("all"), ("views", "all".to_owned()));
    assert_eq!(
        views("share,compare,printout,step,gradients,w,loss,landscape,fit"),
        ("views", "all".to_owned())
    );
    assert_eq!(views(""), ("views", String::new()));
}

#[test]
fn pinned_runs_are_told_by_what_they_have_of_their_own() {
    let pins = |text: &str| {
        let (settings, notices) =
            resolve(&[&format!("lr=0.02&w=1&iterations=7&pins={}", percent(text))]);
        (settings, notices.first().copied())
    };
    let (settings, said) =
        pins(" lr=0.1 , gradient=manual-sum,name=By hand; 0.14;;zero-grad=off,lr=0.03");
    assert_eq!(said, None);
    let text = "lr=0.1,gradient=manual-sum,name=By hand;lr=0.14;zero-grad=off,lr=0.03";
    assert_eq!(settings.text("pins").as_deref(), Some(text));
    let [hand, rate, kept] = [0, 1, 2].map(|pin| settings.pinned(&settings.pins[pin]));
    assert_eq!((hand.lr, hand.gradient, hand.w), (0.1, Gradient::ManualSum, 0.0));
    assert_eq!((rate.lr, rate.gradient, rate.iterations), (0.14, Gradient::Autograd, 7));
    assert_eq!((kept.lr, kept.zero_grad), (0.03, false));
    // Points and steps are the run's; a preset is another run, and the pinned ones stay.
    let (notebook, _) = resolve(&["pins=0.1", "preset=notebook-manual"]);
    assert_eq!(notebook.pinned(&notebook.pins[0]).iterations, 10);
    // A fifth, a rate that is too high, what is no setting of a run, what is no text of one.
    assert_eq!(pins("1;2;3;4;5").1, Some("pins"));
    assert_eq!(pins("1;2;3;4;5").0.text("pins").as_deref(), Some("lr=1;lr=2;lr=3;lr=4"));
    assert_eq!(pins("lr=5000").1, Some("above"));
    assert_eq!(settings.pinned(&pins("lr=5000").0.pins[0]).lr, 1000.0);
    for bad in ["lr", "lr=", "x=1", "lr=0.1,gradient=best", "pins=0.1", "<b>"] {
        assert_eq!((pins(bad).0.pins.len(), pins(bad).1), (0, Some("malformed")), "{bad}");
    }
    // A number may be as long as one is written, and no longer.
    assert_eq!(pins(&format!("lr=0.1{}", "0".repeat(60))).1, Some("malformed"));
    // Commas within parentheses part no settings.
    let (settings, said) = pins(
        "optimizer=SGD(momentum=0.5, nesterov=True),lr=0.2; scheduler=MultiStepLR(milestones=[3, 8])",
    );
    assert_eq!(said, None);
    assert_eq!(
        settings.pinned(&settings.pins[0]).optimizer.text(),
        "SGD(momentum=0.5, nesterov=True)"
    );
    let second = settings.pinned(&settings.pins[1]);
    assert_eq!(second.scheduler.text(), "MultiStepLR(milestones=[3, 8])");
    assert_eq!(second.optimizer.text(), "SGD()", "a schedule needs an optimizer");
    assert_eq!(pins("optimizer=SGD(momentum=0.5,lr=0.2").1, Some("malformed"));
    // A name of any length is one of forty characters.
    let name = format!("lr=1,name={}", "a b".repeat(400_000));
    assert_eq!(pins(&name).0.pins[0].chars().count(), "lr=1,name=".len() + 40);
}

#[test]
fn what_is_shown_outlives_another_preset() {
    let shown = "scale=log&views=w&hide=more&speed=2&autoplay=on&epoch=3&phase=loss.1&pins=0.1";
    let (settings, _) = resolve(&[shown, "preset=notebook-manual"]);
    let (before, _) = resolve(&[shown]);
    assert_eq!(settings.differing(&before), ["preset", "iterations", "gradient"]);
}

#[test]
fn a_long_text_is_quoted_short() {
    let (_, notices) = Settings::resolve([Layer::parse(&format!("lr={}", "é".repeat(100_000)))]);
    assert!(notices[0].given.chars().count() < 50);
    assert!(notices[0].to_string().contains("lr"));
}

#[test]
fn the_lessons_rates_are_round_and_a_thumb_apart() {
    let slider = Slider::around(2.0 / 15.0, (1e-9, 1e3)).expect("there is room");
    for rate in [0.07, 0.1, 0.12, 0.13, 0.14, 0.2] {
        assert_eq!(slider.value(slider.stop(rate)), rate);
    }
    // On a slider of 330 pixels a thumb of 20 pixels lies between 0.12 and 0.14.
    assert!(330.0 * (slider.fraction(0.14) - slider.fraction(0.12)) > 20.0);
    for hopeless in [f64::NAN, 0.0, -1.0, f64::INFINITY, 1e-12, 1e6] {
        assert_eq!(Slider::around(hopeless, (1e-9, 1e3)), None);
    }
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

/// A formula, or nearly one.
fn formula() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![Just("x"), Just("w"), Just("b"), Just("2"), Just("1e3"), Just("%")];
    leaf.prop_map(str::to_owned).prop_recursive(4, 24, 2, |part| {
        let operator = prop::sample::select(vec![" + ", "-", "*", "/", "**", "&"]);
        prop_oneof![
            (part.clone(), operator, part.clone()).prop_map(|(a, o, b)| format!("({a}{o}{b})")),
            (prop::sample::select(vec!["relu", "np.sin", "-"]), part)
                .prop_map(|(f, a)| format!("{f}({a})")),
        ]
    })
}

/// A value as a link must write it, by the letter of RFC 3986: whatever means something, encoded.
fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
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
        formula(),
        "(;?(lr=[0-9.]{1,3}|gradient=manual|w=-?1|optimizer=Adam[(]eps=1, amsgrad=True[)]|name=[a-c +&]{0,50}|0[.]1),?){0,9}",
        "(x|x[0-9]|y|all)(,y|,x2)?",
        "(x,y|mass,\"t;[s]\")?;?1,2;-?[0-9.]{1,4},4(,5|;3,[0-9])?",
        prop::sample::select(vec!["cars", "moons", "nothing"]).prop_map(str::to_owned),
        "[abw](=[0-9.e-]{0,4}|),?[abw]=-?[0-9]{1,9}",
        Just("numeric".to_owned()),
        "(nn[.])?(HuberLoss|SmoothL1Loss|BCEWithLogitsLoss|SoftMarginLoss)[(]((delta|beta)=[0-9.]{1,4})?[)]?",
        Just("notebook-manual".to_owned()),
        Just("notebook-module".to_owned()),
        "(nn[.])?Linear[(][12], 1[)]",
        "(SGD|Adam|Adagrad|ASGD)[(]((momentum|eps)=[0-9.]{1,4})?(,nesterov=True)?[)]",
        "(StepLR|ExponentialLR|CyclicLR)[(]((gamma|step_size)=[0-9.]{1,4})?(base_lr=0.1, max_lr=1)?[)]",
        any::<String>(),
        "[%&=;, 0-9eE.-]{0,40}",
    ];
    let pair =
        (prop::sample::select(names), text, any::<bool>()).prop_map(|(name, text, encoded)| {
            format!("{name}={}", if encoded { percent(&text) } else { text })
        });
    let pairs = prop::collection::vec(prop_oneof![4 => pair, 1 => any::<String>()], 0..8);
    pairs.prop_map(|pairs| pairs.join("&"))
}

proptest! {
    /// Whatever the limit, it stands in the middle of its slider, and half of it a quarter before: the
    /// bands never move. Each stop finds itself, and the next is another number.
    #[test]
    fn a_slider_is_measured_in_its_limit(mantissa in 1.0..10.0f64, exponent in -7i32..2) {
        let limit = mantissa * 10f64.powi(exponent);
        let Some(slider) = Slider::around(limit, (1e-9, 1e3)) else {
            prop_assert!(!(2e-7..=6.6).contains(&limit), "there is room for {limit}");
            return Ok(());
        };
        for (of_limit, at) in [(0.5, 0.25), (1.0, 0.5), (1.5, 0.75)] {
            let fraction = slider.fraction(of_limit * limit);
            prop_assert!((fraction - at).abs() < 0.03, "{of_limit} of {limit} at {fraction}");
        }
        for stop in 0..slider.len() {
            let value = slider.value(stop);
            prop_assert_eq!(slider.stop(value), stop);
            prop_assert!((1e-9..=1e3).contains(&value));
            prop_assert!(stop == 0 || value > slider.value(stop - 1));
        }
    }

    #[test]
    fn any_layers_make_usable_settings(layers in prop::collection::vec(layer(), 0..3)) {
        let (settings, notices) = Settings::resolve(layers.iter().map(|layer| Layer::parse(layer)));
        prop_assert!(settings.dataset().is_ok());
        for ((name, value), setting) in settings.texts().iter().zip(Settings::table()) {
            match setting.kind {
                Kind::Number { min, max, .. } => {
                    prop_assert!((min..=max).contains(&value.parse::<f64>().unwrap()), "{name}");
                }
                Kind::Whole { .. } if value.is_empty() => prop_assert_eq!(*name, "seed"),
                Kind::Whole { min, max, .. } => {
                    prop_assert!((min..=max).contains(&value.parse::<usize>().unwrap()), "{name}");
                }
                Kind::Choice(names) => prop_assert!(names.contains(&value.as_str())),
                Kind::Names(names) => {
                    prop_assert!(value == "all" || value.split(',').all(|v| v.is_empty() || names.contains(&v)));
                }
                Kind::Pins => {
                    prop_assert!(settings.pins.len() <= MOST_PINS);
                    for pin in &settings.pins {
                        // Each is a run that can be begun.
                        let pinned = settings.pinned(pin);
                        let _ = pinned.trainer(&pinned.dataset().expect("points"));
                    }
                }
                Kind::Phase => {
                    let phase = settings.phase;
                    prop_assert_eq!(gradwalk::training::Position::parse(0, value), Some(phase));
                }
                Kind::Loss => prop_assert_eq!(Criterion::parse(value), Ok(settings.loss.clone())),
                Kind::Optimizer => {
                    prop_assert_eq!(Algorithm::parse(value), Ok(settings.optimizer.clone()));
                    prop_assert_eq!(settings.optimizer.conflict(), None);
                }
                Kind::Scheduler => prop_assert_eq!(Plan::parse(value), Ok(settings.scheduler.clone())),
                Kind::Formula if settings.model.is_layer() => prop_assert_eq!(value, "Linear(1, 1)"),
                Kind::Formula => {
                    let labels = settings.dataset().expect("points").labels().to_vec();
                    prop_assert_eq!(Model::parse_for(value, &labels), Ok(settings.model.clone()));
                }
                Kind::Columns => {
                    let columns = ["all".to_owned(), "x".into(), "x1".into(), "x2".into(), "y".into()];
                    prop_assert!(settings.normalize.iter().all(|name| columns.contains(name)), "{value}");
                }
                Kind::Table => prop_assert!(
                    value.is_empty() || settings.x.is_empty() && settings.y.is_empty(),
                    "points are said one way"
                ),
                Kind::Starts => {
                    let known = |start: &str| {
                        let (name, number) = start.split_once('=')?;
                        let number = number.parse::<f64>().ok()?;
                        Some(settings.model.params().iter().any(|p| p == name) && number.abs() <= 1e6)
                    };
                    let starts = value.split(',').filter(|start| !start.is_empty());
                    prop_assert!(starts.clone().all(|start| known(start) == Some(true)), "{value}");
                }
                Kind::Pair => {
                    let known = |name| settings.model.params().iter().any(|param| param == name);
                    prop_assert!(value.is_empty() || value.split(',').all(known), "{value}");
                    let [a, b] = settings.pair();
                    prop_assert!(a != b || settings.model.params().len() == 1);
                }
                Kind::List if settings.data != Data::Nothing => prop_assert_eq!(value, ""),
                Kind::List => prop_assert!(value.split(',').all(|v| v.parse::<f64>().unwrap().is_finite())),
            }
        }
        // There is a run, and it can be begun.
        let mut trainer = settings.trainer(&settings.dataset().expect("points"));
        prop_assert_eq!(trainer.state(0).params.len(), settings.model.params().len());
        for notice in notices {
            prop_assert!(notice.to_string().chars().count() < 400);
        }
    }

    #[test]
    fn a_link_restores_the_settings(layers in prop::collection::vec(layer(), 0..3)) {
        let (settings, _) = Settings::resolve(layers.iter().map(|layer| Layer::parse(layer)));
        let query = settings.query();
        let (restored, notices) = Settings::resolve([Layer::parse(&query)]);
        prop_assert_eq!(restored, settings);
        // But for what is said of any state that is so.
        let said: Vec<_> = notices.iter().filter(|n| n.problem.code() != "no-input").collect();
        prop_assert_eq!(said, Vec::<&Notice>::new());
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

#[test]
fn a_constructor_of_pytorch_is_taken_or_refused_with_a_code() {
    let said = |query: &str| {
        let (settings, notices) = resolve(&[query]);
        let text = ["gradient", "optimizer", "scheduler", "model", "batch", "seed"]
            .map(|name| settings.text(name).expect("a setting"))
            .join(" ");
        (text, notices)
    };
    for (query, text, notices) in [
        ("", "autograd manual none w*x 0 ", vec![]),
        ("optimizer=SGD(momentum=0.9)", "autograd SGD(momentum=0.9) none w*x 0 ", vec![]),
        ("optimizer=SGD(momentum=0)&batch=2&seed=7", "autograd SGD() none w*x 2 7", vec![]),
        ("optimizer=SGD(nesterov=True)", "autograd manual none w*x 0 ", vec!["call-nesterov"]),
        (
            "optimizer=Rprop(step_sizes=(3, 2))",
            "autograd manual none w*x 0 ",
            vec!["call-step-sizes"],
        ),
        ("optimizer=SGD(lr=1)", "autograd manual none w*x 0 ", vec!["call-elsewhere"]),
        ("optimizer=Adam()&gradient=manual", "autograd Adam() none w*x 0 ", vec!["autograd-only"]),
        ("batch=2&gradient=numeric", "autograd manual none w*x 2 ", vec!["autograd-only"]),
        (
            "scheduler=StepLR(step_size=3)",
            "autograd SGD() StepLR(step_size=3) w*x 0 ",
            vec!["no-optimizer"],
        ),
        (
            "optimizer=Adagrad()&scheduler=CyclicLR(base_lr=0.1, max_lr=1)",
            "autograd Adagrad() none w*x 0 ",
            vec!["no-momentum"],
        ),
        (
            "optimizer=Adagrad()&scheduler=CyclicLR(base_lr=0.1, max_lr=1, cycle_momentum=False)",
            "autograd Adagrad() CyclicLR(base_lr=0.1, max_lr=1.0, cycle_momentum=False) w*x 0 ",
            vec![],
        ),
        (
            "optimizer=SGD()&iterations=5&scheduler=OneCycleLR(max_lr=1, total_steps=4)",
            "autograd SGD() OneCycleLR(max_lr=1.0, total_steps=4) w*x 0 ",
            vec![],
        ),
        ("scheduler=StepLR()", "autograd manual none w*x 0 ", vec!["call-missing"]),
        ("scheduler=", "autograd manual none w*x 0 ", vec!["call-empty"]),
        ("model=nn.Linear(1, 1)", "autograd manual none Linear(1, 1) 0 ", vec![]),
        ("model=Linear", "autograd manual none w*x 0 ", vec!["call-uncalled"]),
        // A name that begins so is a name.
        ("model=Linearity*x", "autograd manual none Linearity*x 0 ", vec![]),
        ("model=Linear(2, 1)", "autograd manual none w*x 0 ", vec!["call-range"]),
        (
            "model=Linear(1, 1)&data=1,2,3;4,5,6",
            "autograd manual none w1*x1 + w2*x2 + b 0 ",
            vec!["too-much"],
        ),
        ("seed=-1", "autograd manual none w*x 0 0", vec!["below"]),
        ("seed=x", "autograd manual none w*x 0 ", vec!["malformed"]),
        ("batch=1.5", "autograd manual none w*x 0 ", vec!["malformed"]),
        ("preset=notebook-module", "autograd SGD() none Linear(1, 1) 0 0", vec![]),
        ("preset=notebook-module&seed=", "autograd SGD() none Linear(1, 1) 0 ", vec![]),
        ("preset=notebook-module&model=w*x", "autograd SGD() none w*x 0 0", vec![]),
    ] {
        assert_eq!(said(query), (text.to_owned(), notices), "{query}");
        // What was resolved is written as a link that says the same, and nothing more.
        let link = resolve(&[query]).0.query();
        assert_eq!(said(&link), (text.to_owned(), vec![]), "{query}: {link}");
    }
}

#[test]
fn under_a_seed_parameters_start_as_a_layer_draws_them() {
    for inputs in 1..=64 {
        let low = |bound: f64| (-bound) as f32;
        let layer = Linear::start(inputs, 1, &mut Generator::new(3));
        let mut random = Generator::new(3);
        let ours: Vec<f32> = (0..=inputs)
            .map(|_| random.uniform(low(bound(inputs)).into(), bound(inputs)))
            .collect();
        assert_eq!(ours, [layer.weight, layer.bias].concat(), "{inputs} inputs");
    }
    let starts = |query: &str| resolve(&[query]).0.starts();
    let drawn = starts("model=w*x %2B b&seed=0");
    assert_eq!(drawn, starts("preset=notebook-module"));
    assert_eq!(drawn, [-0.007486820220947266, 0.5364435911178589]);
    assert_eq!(starts("model=w*x %2B b&seed=0&start=b=2"), [drawn[0], 2.0]);
    assert_eq!(starts("model=w*x %2B b&seed=&w=2"), [2.0, 0.0]);
    assert_eq!(starts("model=w*x %2B b&seed=0&w=2"), [2.0, drawn[1]], "what is said counts");
    assert_eq!(starts("model=w*x %2B b&seed=0&w=2&start=w=0"), [0.0, drawn[1]]);
    // One step more than the schedule is made for.
    let (_, said) =
        resolve(&["optimizer=SGD()&iterations=6&scheduler=OneCycleLR(max_lr=1, total_steps=4)"]);
    assert_eq!(said, ["schedule-ends"]);
}
