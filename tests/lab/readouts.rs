//! What a lab says in numbers, and of the rate, and of the ways to the gradient.

use gradwalk::lab::{Lab, Readout};

use super::{ALL, lab, many_points, read, trained};

#[test]
fn readouts_are_for_people() {
    let mut lab = trained("");
    for (name, shown) in [
        ("w", "1.922"),
        ("loss", "0.0451"),
        ("grad", "-1.16"),
        ("epoch", "20"),
        ("iterations", "20"),
        ("points", "4"),
        ("lr", "0.01"),
        ("start_w", "0.000"),
        ("start_loss", "30.0"),
        ("critical_lr", "0.133"),
        ("limit", "2/15 ≈ 0.133"),
        ("optimum", "2.000"),
        ("opposite", "4"),
        ("curvature", "15"),
        ("factor", "0.85"),
        ("best_w", ""),
        ("halved", "3"),
        ("ghost_w", ""),
    ] {
        assert_eq!(read(&mut lab, name), shown, "{name}");
    }
    assert_eq!(lab.readout_at(Readout::W, 1), "0.300");
    assert_eq!(lab.readout_at(Readout::Epoch, 1_000), "20", "as far as it is computed");
    assert_eq!(lab.readout_at(Readout::Limit, 1), "", "not a state's");
}

#[test]
fn every_readout_has_one_name() {
    for &readout in Readout::ALL {
        assert_eq!(Readout::from_name(readout.name()), Some(readout));
    }
    assert_eq!(Readout::from_name("nonsense"), None);
}

#[test]
fn three_routes_and_the_sum() {
    let mut lab = lab("");
    let bars = lab.gradients().into_iter().map(|bar| (bar.name, bar.value, bar.length));
    let bars: Vec<_> = bars.collect();
    let bar = |name, value: &str, length| (name, value.to_owned(), length);
    assert_eq!(
        bars[..3],
        [
            bar("manual", "-30", -0.25),
            bar("manual-sum", "-120", -1.0),
            bar("autograd", "-30", -0.25)
        ]
    );
    assert_eq!((bars[3].0, bars[3].1.as_str()), ("numeric", "-30"));
    assert_eq!(lab.coinciding_lr(), "0.04");
    assert_eq!(lab.nudge()[..4], ["-0.001", "0.001", "30.030", "29.970"]);
    assert_eq!(lab.both_notebooks("0.01"), ["20", "2.000", "20", "1.922", "20", "1.922"]);
}

#[test]
fn the_arrows_keep_the_scale_of_the_start_and_point_the_way_of_their_sign() {
    let mut lab = lab("lr=0.1");
    let mut lengths = |epoch| {
        lab.seek(epoch, ALL);
        lab.gradients().iter().map(|bar| bar.length).collect::<Vec<_>>()
    };
    for (start, next) in lengths(0).into_iter().zip(lengths(1)) {
        // Each step crosses the best w and lands half as far away: 1 − 15·0.1.
        assert!((next + 0.5 * start).abs() < 1e-6, "{start} {next}");
    }
    // Beyond the start's it is the longest that fills the scale.
    let mut away = trained("lr=0.2&iterations=3");
    let lengths: Vec<f64> = away.gradients().iter().map(|bar| bar.length).collect();
    assert_eq!(lengths.iter().map(|length| length.abs()).fold(0.0, f64::max), 1.0);
}

#[test]
fn what_is_left_by_rounding_is_no_arrow_of_any_length() {
    // The terms 2x·wx and 2x·y are 2·60 on average at w = 2: a millionth of that is 6·10⁻⁵, and fills
    // the scale though no gradient is as long. At 2 + d the gradient is 15d, with the sum 60d.
    let bars = |d: f64| lab(&format!("precision=f64&w={}", 2.0 + d)).gradients();
    let noise = 1e-6 * 2.0 * (60.0 + 60.0) / 4.0;
    let lengths: Vec<f64> = bars(5e-7).iter().map(|bar| bar.length).collect();
    for (length, gradient) in lengths.iter().zip([15.0, 60.0, 15.0, 15.0]) {
        assert!((length - 5e-7 * gradient / noise).abs() < 1e-4, "{lengths:?}");
    }
    // A millionth of that again is nothing, and is said so: 15d < 6·10⁻¹¹ < 60d.
    let values: Vec<String> = bars(2e-12).into_iter().map(|bar| bar.value).collect();
    assert_eq!((values[0].as_str(), values[2].as_str()), ("0", "0"));
    assert!(values[1].ends_with("10⁻¹⁰") || values[1].contains("e-10"), "{values:?}");
}

#[test]
fn it_is_said_why_the_limit_lies_there_and_what_a_moved_mean_does() {
    for (settings, limit, slip) in [
        ("", Some("bend"), Some("longer")),
        ("gradient=manual-sum", Some("sum"), Some("longer")),
        ("zero-grad=off", Some("adds-up"), Some("longer")),
        // The sum of one is the mean of one, and has its limit.
        ("gradient=manual-sum&x=2&y=4", Some("bend"), Some("single")),
        ("w=2", Some("bend"), Some("level")),
        ("x=0,0&y=1,2", None, Some("level")),
        ("model=w*x%2Bb", Some("bend"), Some("longer")),
        ("model=w*x%2Bb&zero-grad=off", Some("adds-up"), Some("longer")),
        ("model=tanh(w*x)", None, None),
    ] {
        let mut lab = lab(settings);
        let codes = (lab.limit().map(|limit| limit.code()), lab.slip().map(|slip| slip.code()));
        assert_eq!(codes, (limit, slip), "{settings}");
        assert_eq!(limit.is_none(), read(&mut lab, "limit").is_empty(), "{settings}");
    }
    let bars = super::lab("").gradients();
    let apart: Vec<&str> = bars.iter().map(|bar| bar.difference.as_str()).collect();
    // By hand with the sum it is 4 · −30 beside −30.
    assert_eq!(apart[..3], ["", "-90", ""]);
}

#[test]
fn both_notebooks_are_run_only_where_a_frame_has_the_time() {
    // 8192 · 524288 = 2³², which a count of 32 bits would take for nothing.
    let settings = format!("{}&iterations=524288&lr=1e-9", many_points(8_192));
    assert_eq!(lab(&settings).both_notebooks(""), [""; 0]);
    assert_eq!(Lab::new().both_notebooks("").len(), 6);
}

#[test]
fn the_rate_is_judged_apart_from_the_run() {
    for (settings, verdict, limit) in [
        ("lr=0.06", "straight", "2/15"),
        ("lr=0.12", "overshoots", "2/15"),
        ("lr=0.14", "runs-away", "2/15"),
        ("lr=0.03&gradient=manual-sum", "overshoots", "2/60"),
        ("lr=0.2&zero-grad=off", "circles", "4/15"),
        ("lr=0.3&zero-grad=off", "runs-away", "4/15"),
        ("x=0,0&y=1,2", "flat", ""),
    ] {
        let mut lab = lab(settings);
        assert_eq!(lab.verdict().code(), verdict, "{settings}");
        let shown = read(&mut lab, "limit");
        assert!(shown.starts_with(limit) && shown.is_empty() == limit.is_empty(), "{shown}");
        // Without zero_grad no rate goes straight.
        let ends = if settings.contains("zero-grad") { 1 } else { 2 };
        assert_eq!(lab.bands().len(), if verdict == "flat" { 0 } else { ends });
        assert_eq!(lab.critical_lr().is_none(), verdict == "flat");
    }
    // At 0.14 each step lands |1 − 0.14·15| = 1.1 times as far from 2.
    let mut away = lab("lr=0.14");
    assert_eq!(
        (read(&mut away, "factor"), read(&mut away, "advice")),
        ("1.1".into(), "0.1".into())
    );
}

#[test]
fn the_rate_is_judged_by_what_the_optimizer_makes_of_it() {
    let told = |settings: &str| {
        let mut lab = lab(settings);
        let limit = lab.limit().map_or("", |limit| limit.code());
        let verdict = lab.verdict().code();
        (verdict, limit, read(&mut lab, "limit"), read(&mut lab, "factor"), read(&mut lab, "rest"))
    };
    // On the lesson, where the loss bends by 15 and is least at 2.
    for (settings, verdict, limit, shown, factor, rest) in [
        ("lr=0.12&optimizer=SGD()", "overshoots", "bend", "2/15 ≈ 0.133", "0.8", ""),
        // (1 − √0.25)²/15 = 1/60, 2·1.25/15.
        ("lr=0.016&optimizer=SGD(momentum=0.25)", "straight", "velocity", "2.5/15 ≈ 0.167", "", ""),
        (
            "lr=0.14&optimizer=SGD(momentum=0.25)",
            "overshoots",
            "velocity",
            "2.5/15 ≈ 0.167",
            "",
            "",
        ),
        ("lr=0.17&optimizer=SGD(momentum=0.25)", "runs-away", "velocity", "2.5/15 ≈ 0.167", "", ""),
        ("lr=0.2&optimizer=SGD(momentum=1)", "circles", "velocity", "4/15 ≈ 0.267", "", ""),
        // 15·2/(15 + 5): weight decay draws w to 0.
        ("lr=0.04&optimizer=SGD(weight_decay=5)", "straight", "decay", "2/20 = 0.1", "0.2", "1.5"),
        ("lr=0.11&optimizer=SGD(weight_decay=5)", "runs-away", "decay", "2/20 = 0.1", "1.2", "1.5"),
        // It starts where the loss is least, and does not stand still.
        (
            "w=2&lr=0.04&optimizer=SGD(weight_decay=5)",
            "straight",
            "decay",
            "2/20 = 0.1",
            "0.2",
            "1.5",
        ),
        ("lr=1e-6&optimizer=SGD(maximize=True)", "runs-away", "", "", "", ""),
        ("lr=0.01&optimizer=Adam()", "unknown-optimizer", "", "", "", ""),
        ("lr=0.01&zero-grad=off&optimizer=SGD(momentum=0.5)", "unknown-piled", "", "", "", ""),
        (
            "lr=0.01&optimizer=SGD()&scheduler=StepLR(step_size=2)",
            "unknown-schedule",
            "",
            "",
            "",
            "",
        ),
        ("lr=0.01&optimizer=SGD()&batch=3", "unknown-batches", "", "", "", ""),
        ("lr=0.01&optimizer=SGD()&batch=4", "straight", "bend", "2/15 ≈ 0.133", "0.85", ""),
    ] {
        let expected = (verdict, limit, shown.to_owned(), factor.to_owned(), rest.to_owned());
        assert_eq!(told(settings), expected, "{settings}");
    }
    // With a velocity more steps do, and it is said so; with the weights drawn away none do.
    let outcome = |settings: &str| {
        let outcome = trained(settings).outcome();
        outcome.map(|outcome| outcome.code())
    };
    assert_eq!(outcome("lr=0.1&optimizer=SGD(momentum=0.9)&iterations=20"), Some("steps"));
    assert_eq!(outcome("lr=0.1&optimizer=SGD(momentum=0.9)&iterations=300"), Some("there"));
    assert_eq!(outcome("lr=0.04&optimizer=SGD(weight_decay=5)&iterations=60"), Some("not-yet"));
}
