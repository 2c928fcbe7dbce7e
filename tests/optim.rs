//! Optimizers: each formula by itself, and the table that tells what there is to know of them.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use gradwalk::call::{Constructor, Value};
use gradwalk::optim::schedule::{self, At, Plan, Schedule};
use gradwalk::optim::{
    self, Algorithm, Conflict, DOCS, Doc, GradientDescent, Optimizer, Step, TABLE,
};
use gradwalk::settings::Settings;
use gradwalk::training::Precision;

/// Runs of PyTorch's optimizers, and the rates of its schedules; see golden/README.md.
const MOMENTA: &str = include_str!("golden/momenta.psv");
const SCHEDULES: &str = include_str!("golden/schedules.psv");

#[test]
fn the_table_tells_of_each_what_there_is_to_know() {
    let names: BTreeSet<_> = TABLE.iter().map(|row| row.constructor.name).collect();
    assert_eq!((names.len(), DOCS.len()), (TABLE.len(), TABLE.len()), "no two have one name");
    for (row, doc) in TABLE.iter().zip(DOCS) {
        assert!(row.lr > 0.0, "{row:?}");
        tells(&row.constructor, doc);
        let defaults: Option<Vec<Value>> =
            row.constructor.arguments().map(|a| a.initial.clone()).collect();
        let defaults = defaults.expect("every argument has a default");
        let optimizer =
            optim::create(row.constructor.name, &defaults).expect("it is made of its defaults");
        assert_eq!(optimizer.state(), row.state);
    }
}

#[test]
fn the_table_of_schedules_tells_of_each_what_there_is_to_know() {
    let names: BTreeSet<_> = schedule::TABLE.iter().map(|row| row.name).collect();
    assert_eq!((names.len(), schedule::DOCS.len()), (schedule::TABLE.len(), schedule::TABLE.len()));
    for (constructor, doc) in schedule::TABLE.iter().zip(schedule::DOCS) {
        tells(constructor, doc);
    }
}

/// A sentence for it and for each argument, and defaults that are in range.
fn tells(constructor: &Constructor, doc: &Doc) {
    assert!(doc.about.ends_with('.'), "{doc:?}");
    assert_eq!(constructor.arguments().count(), doc.arguments.len());
    for (argument, about) in constructor.arguments().zip(doc.arguments) {
        assert!(
            argument.initial.as_ref().is_none_or(|value| argument.kind.holds(value)),
            "{argument:?}"
        );
        assert!(about.ends_with('.'), "{argument:?}");
    }
}

#[test]
fn the_first_is_the_one_that_nobody_asks_for() {
    assert_eq!(TABLE[0], GradientDescent::ROW);
    assert_eq!(Settings::default().lr, TABLE[0].lr);
    assert_eq!(Algorithm::parse("manual"), Ok(Algorithm::default()));
    assert!(Algorithm::parse("GradientDescent()").is_err(), "PyTorch has none of that name");
}

#[test]
fn a_text_is_an_optimizer_or_a_schedule_as_pytorch_has_it_or_is_refused() {
    for (text, written) in [
        ("MANUAL ", "manual"),
        ("torch.optim.SGD(momentum=0.9, nesterov=True)", "SGD(momentum=0.9, nesterov=True)"),
        ("SGD(momentum=0, foreach=None, fused=None)", "SGD()"),
        ("Adam(betas=(.9, 0.99), eps=1e-8)", "Adam(betas=(0.9, 0.99))"),
        ("Adam( betas = [0.5,0.25,] , amsgrad=False)", "Adam(betas=(0.5, 0.25))"),
        ("ASGD(t0=10)", "ASGD(t0=10.0)"),
        ("Rprop(step_sizes=(1e-6, 50))", "Rprop()"),
    ] {
        let read = Algorithm::parse(text).expect(text);
        assert_eq!(read.text(), written);
        assert_eq!(Algorithm::parse(written), Ok(read));
    }
    for (text, written) in [
        ("none", "none"),
        ("torch.optim.lr_scheduler.StepLR(step_size=4)", "StepLR(step_size=4)"),
        (
            "lr_scheduler.MultiStepLR(milestones=(3, 8), gamma=0.1)",
            "MultiStepLR(milestones=[3, 8])",
        ),
        ("MultiStepLR(milestones=[])", "MultiStepLR(milestones=[])"),
        (
            "CyclicLR(base_lr=0.1, max_lr=1, step_size_down=None)",
            "CyclicLR(base_lr=0.1, max_lr=1.0)",
        ),
        (
            "OneCycleLR(max_lr=1, total_steps=9, anneal_strategy=\"linear\")",
            "OneCycleLR(max_lr=1.0, total_steps=9, anneal_strategy='linear')",
        ),
    ] {
        let read = Plan::parse(text).expect(text);
        assert_eq!(read.text(), written);
        assert_eq!(Plan::parse(written), Ok(read));
    }
    for (text, sentence) in [
        ("SGD(lr=0.1)", "lr is said elsewhere, not at character 8"),
        ("SGD(model.parameters(), lr=0.1)", "params is said elsewhere, not at character 5"),
        (
            "SGD(momentun=0.9)",
            "SGD has no argument `momentun`, as at character 5; did you mean momentum?",
        ),
        ("SGD(nesterov=1)", "nesterov takes True or False, unlike at character 14"),
        ("SGD(momentum=True)", "momentum takes a number, unlike at character 14"),
        ("SGD(foreach=True)", "foreach is None here, unlike at character 13"),
        ("Adam(betas=0.9)", "betas takes two numbers, as (0.5, 0.9), unlike at character 12"),
        ("Adam(betas=(0.9))", "betas takes two numbers, as (0.5, 0.9), unlike at character 12"),
        ("Adam(betas=(0.9, x))", "betas takes two numbers, as (0.5, 0.9), unlike at character 12"),
        (
            "Adam(betas=(0.9, 1))",
            "betas[1] is a number from 0 to 0.9999999999999999, unlike at character 12",
        ),
        ("Adm()", "there is no `Adm`; did you mean Adam?"),
    ] {
        assert_eq!(Algorithm::parse(text).expect_err(text).to_string(), sentence);
    }
    for (text, sentence) in [
        ("StepLR()", "StepLR needs step_size"),
        ("StepLR(optimizer, 4)", "optimizer is said elsewhere, not at character 8"),
        ("StepLR(step_size=4.0)", "step_size takes a whole number, unlike at character 18"),
        ("StepLR(step_size=0)", "step_size is a number from 1 to 1000000, unlike at character 18"),
        (
            "MultiStepLR(milestones=3)",
            "milestones takes whole numbers, as [30, 80], unlike at character 24",
        ),
        (
            "MultiStepLR(milestones=[3,,4])",
            "milestones takes whole numbers, as [30, 80], unlike at character 24",
        ),
        (
            "MultiStepLR(milestones=(3])",
            "milestones takes whole numbers, as [30, 80], unlike at character 24",
        ),
        (
            "CyclicLR(base_lr=0.1, max_lr=1, step_size_down=x)",
            "step_size_down takes a whole number or None, unlike at character 48",
        ),
        (
            "OneCycleLR(max_lr=1, total_steps=9, anneal_strategy='sin')",
            "anneal_strategy takes one of cos, linear, unlike at character 53",
        ),
    ] {
        assert_eq!(Plan::parse(text).expect_err(text).to_string(), sentence);
    }
}

#[test]
fn arguments_may_exclude_each_other() {
    for (text, expected) in [
        ("SGD(nesterov=True)", Some(Conflict::Nesterov)),
        ("SGD(nesterov=True, momentum=0.9, dampening=0.1)", Some(Conflict::Nesterov)),
        ("SGD(nesterov=True, momentum=0.9)", None),
        ("Rprop(step_sizes=(2, 1))", Some(Conflict::StepSizes)),
        ("Rprop()", None),
        ("Adam()", None),
        ("manual", None),
    ] {
        assert_eq!(Algorithm::parse(text).expect(text).conflict(), expected, "{text}");
    }
}

#[test]
fn gradient_descent_rounds_the_product_and_the_difference() {
    // 0.1·10 is 1 once it is rounded, in either precision: nothing is left of 1 − 1. Fused, as
    // `torch.optim.SGD` has it, the product's error of 10·(T(0.1) − 0.1) would stay.
    for precision in [Precision::F32, Precision::F64] {
        let mut params = [1.0, 0.0];
        let step = Step { lr: 0.1, momentum: None, t: 1, precision };
        GradientDescent::default().step(step, &mut params, &[10.0, -1.0], &mut []);
        assert_eq!(params, [0.0, precision.round(0.1)]);
    }
    assert!((-0.1f64).mul_add(10.0, 1.0) != 0.0 && (-0.1f32).mul_add(10.0, 1.0) != 0.0);
}

fn parsed<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is a number"))
}

fn numbers(list: &str) -> Vec<f64> {
    list.split(';').map(parsed).collect()
}

fn schedule(text: &str) -> Box<dyn Schedule> {
    Plan::parse(text).expect(text).create().expect("there is one")
}

/// The rates of so many steps.
fn rates(schedule: Option<&dyn Schedule>, initial: f64, steps: usize) -> Vec<f64> {
    let mut before = initial;
    let mut rates = Vec::new();
    for behind in 0..steps {
        before = schedule.map_or(initial, |schedule| schedule.rate(At { behind, initial, before }));
        rates.push(before);
    }
    rates
}

#[test]
fn every_schedule_of_pytorch_to_the_bit() {
    let mut forms = BTreeSet::new();
    for line in SCHEDULES.lines().skip(1) {
        let [text, lr, known] = line.split('|').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let known = numbers(known);
        let ours = rates(Some(schedule(text).as_ref()), parsed(lr), known.len());
        for (step, (ours, theirs)) in ours.iter().zip(&known).enumerate() {
            assert_eq!(ours.to_bits(), theirs.to_bits(), "{text} from {lr} after {step} steps");
        }
        forms.insert(text);
    }
    assert_eq!(forms.len(), 13);
    let names: BTreeSet<_> = forms.iter().filter_map(|text| text.split('(').next()).collect();
    assert_eq!(names, schedule::TABLE.iter().map(|row| row.name).collect(), "every one is held");
}

#[test]
fn every_momentum_that_a_schedule_turns_to_the_bit() {
    for line in MOMENTA.lines().skip(1) {
        let [text, lr, known, momenta] = line.split('|').collect::<Vec<_>>()[..] else { panic!() };
        let schedule = schedule(text);
        assert_eq!(rates(Some(schedule.as_ref()), parsed(lr), 20), numbers(known), "{text}");
        let ours: Vec<f64> = (0..20).filter_map(|behind| schedule.momentum(behind)).collect();
        assert_eq!(ours, numbers(momenta), "{text}");
    }
    for (text, most) in [
        ("CyclicLR(base_lr=0.1, max_lr=1, cycle_momentum=False)", None),
        ("OneCycleLR(max_lr=1, total_steps=9, cycle_momentum=False)", Some(10)),
    ] {
        assert_eq!((schedule(text).momentum(3), schedule(text).most()), (None, most));
    }
}
