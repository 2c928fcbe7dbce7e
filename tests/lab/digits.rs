//! What is said of last digits, held to runs that are made apart.

use gradwalk::lab::Digits;
use gradwalk::settings::{Layer, Settings};

use super::lab;

/// What is said, with the step.
fn said(query: &str) -> Vec<(&'static str, Option<usize>)> {
    lab(query).digits().iter().map(|&Digits { code, step }| (code, step)).collect()
}

/// The lines of both runs in which a parameter is another.
fn parted(one: &str, other: &str) -> Vec<usize> {
    let [one, other] = [one, other].map(|query| {
        let (settings, notices) = Settings::resolve([Layer::parse(query)]);
        assert!(notices.is_empty(), "{query}: {notices:?}");
        let mut run = settings.trainer(&settings.dataset().expect("points"));
        run.step(usize::MAX);
        (1..=run.epoch()).map(|step| run.row(step).params).collect::<Vec<_>>()
    });
    let lines = one.iter().zip(&other).enumerate();
    lines.filter(|(_, (one, other))| one != other).map(|(line, _)| line + 1).collect()
}

#[test]
fn where_one_rounding_parts_from_two_is_told() {
    // Within the twenty steps of the lesson both roundings come to the same, or they do not: the runs say it.
    for query in ["", "lr=0.03", "w=0.3&lr=0.0123", "w=0.3&precision=f64", "model=w*x%2Bb"] {
        let fused = format!("{query}&optimizer=SGD()");
        let lines = parted(query, &fused);
        let first = lines.first().copied();
        assert!(said(query).contains(&("fused", first)), "{query}: {:?}, {lines:?}", said(query));
        assert!(said(&fused).contains(&("twice", first)), "{fused}: {:?}, {lines:?}", said(&fused));
    }
    assert!(said("w=0.3&lr=0.0123")[0].1.is_some());
}

#[test]
fn where_a_layer_parts_from_its_formula_is_told() {
    let formula = "model=weight*x%2Bbias&seed=4&optimizer=SGD()&lr=0.003";
    let layer = "model=Linear(1,1)&seed=4&optimizer=SGD()&lr=0.003";
    for (points, parts) in [
        ("x=1,2,3,4&y=2,4,6,8", false),
        ("x=0.3,1.7,2.9,3.1,4.3,5.7,6.1,7.9,8.3&y=1.1,2.3,3.7,4.1,5.9,6.3,7.7,8.1,9.9", true),
        // Batches of four add alike.
        (
            "x=0.3,1.7,2.9,3.1,4.3,5.7,6.1,7.9,8.3&y=1.1,2.3,3.7,4.1,5.9,6.3,7.7,8.1,9.9&batch=4",
            false,
        ),
    ] {
        let [formula, layer] = [formula, layer].map(|query| format!("{query}&{points}"));
        let first = parted(&formula, &layer).first().copied();
        assert_eq!(first.is_some(), parts, "{points}");
        assert!(said(&formula).contains(&("layer", first)), "{points}: {:?}", said(&formula));
        assert!(said(&layer).contains(&("formula", first)), "{points}: {:?}", said(&layer));
    }
}

#[test]
fn what_depends_on_the_processor_is_told_of_what_does() {
    let depends = |query: &str| {
        let processor = |(code, _): &(&str, _)| ["root", "product"].contains(code);
        said(query)
            .into_iter()
            .map(|(code, _)| (code, ()))
            .filter(processor)
            .map(|(code, ())| code)
            .collect::<Vec<_>>()
    };
    for (query, codes) in [
        ("", &[][..]),
        ("optimizer=SGD(momentum=0.9)", &[]),
        ("optimizer=Rprop()", &[]),
        ("optimizer=Adam()", &["root"]),
        ("optimizer=RMSprop()&model=Linear(1,1)", &["root", "product"]),
        ("preset=notebook-module", &["product"]),
        // A product of one row is a product.
        ("preset=notebook-module&batch=1", &[]),
        ("preset=notebook-module&x=2&y=3", &[]),
    ] {
        assert_eq!(depends(query), codes, "{query}");
    }
}

#[test]
fn nothing_is_said_that_nobody_has_time_to_compute() {
    assert_eq!(said("iterations=100000"), []);
    assert_eq!(said("gradient=manual"), []);
    // Another way to write momentum or a schedule there is none.
    assert_eq!(said("optimizer=SGD(momentum=0.9)"), []);
    assert_eq!(said("optimizer=SGD()&scheduler=StepLR(step_size=3)"), []);
}

#[test]
fn other_settings_are_asked_anew() {
    let mut lab = lab("w=0.3&lr=0.0123");
    let first = lab.digits().to_vec();
    lab.configure(&[Some("w=0.3&lr=0.0123&optimizer=SGD()")], false);
    assert_eq!(lab.digits()[0].step, first[0].step);
    assert_eq!((first[0].code, lab.digits()[0].code), ("fused", "twice"));
}

#[test]
fn beside_what_is_pytorchs_there_is_no_notebook_by_hand() {
    assert_eq!((lab("").underived(), lab("").both_notebooks("0.01").len()), ("", 6));
    for query in ["optimizer=SGD()", "seed=1", "batch=2", "model=Linear(1,1)"] {
        let lab = lab(query);
        assert_eq!(lab.underived(), "autograd-only", "{query}");
        assert!(lab.both_notebooks("0.01").is_empty(), "{query}");
    }
    assert_eq!(lab("optimizer=SGD()&model=exp(w*x)").underived(), "linear-only");
}
