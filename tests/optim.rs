//! Optimizers: each formula by itself, and the table that tells what there is to know of them.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use gradwalk::call::{Argument, Constructor, Kind, Value};
use gradwalk::optim::schedule::{self, At, Plan, Schedule};
use gradwalk::optim::{
    self, Algorithm, Conflict, DOCS, Doc, GradientDescent, Line, Optimizer, Part, Step, TABLE,
};
use gradwalk::settings::Settings;
use gradwalk::training::Precision;
use proptest::prelude::*;

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
fn a_schedule_goes_on_from_the_rate_or_sets_it() {
    for (text, sets) in [
        ("none", false),
        ("StepLR(step_size=3)", false),
        ("LinearLR()", false),
        ("CosineAnnealingLR(T_max=3)", false),
        ("CyclicLR(base_lr=0.1, max_lr=1)", true),
        ("OneCycleLR(max_lr=1, total_steps=9)", true),
    ] {
        assert_eq!(Plan::parse(text).expect(text).sets_rates(), sets, "{text}");
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

/// A value of an argument: its default, or one of those that it may have.
fn value(argument: &Argument, part: f64) -> Value {
    let of = |range: &RangeInclusive<f64>, part| {
        range.start() + part * (range.end() - range.start()).min(1.0)
    };
    match (&argument.kind, argument.initial.clone()) {
        (_, Some(initial)) if part < 0.3 => initial,
        (Kind::Number(range), _) => Value::Number(of(range, part)),
        (Kind::Flag, _) => Value::Flag(part > 0.65),
        // The least step is at most the largest.
        (Kind::Pair([first, second]), _) => Value::Pair([of(first, part / 2.0), of(second, part)]),
        (kind, _) => panic!("no optimizer has {kind:?}"),
    }
}

/// What a line says is computed, in doubles and without rounding, and how large what is added is.
fn worked(line: &Line) -> (f64, f64) {
    let n = |index: usize| line.numbers[index];
    let sum =
        |terms: &[f64]| (terms.iter().sum::<f64>(), terms.iter().map(|term| term.abs()).sum());
    match line.work {
        "" => sum(&[line.value]),
        "−({0})" => sum(&[-n(0)]),
        "√{0}" => sum(&[n(0).sqrt()]),
        "max({0}, {1})" => sum(&[n(0).max(n(1))]),
        "{0} + {1}" => sum(&[n(0), n(1)]),
        "{0} − {1}" => sum(&[n(0), -n(1)]),
        "{0} × {1}" => sum(&[n(0) * n(1)]),
        "{0} ÷ {1}" => sum(&[n(0) / n(1)]),
        "{0} × {1} ÷ {2}" => sum(&[n(0) * n(1) / n(2)]),
        "{0} + {1} × {2}" => sum(&[n(0), n(1) * n(2)]),
        "{0} + {1} × {2} × {3}" => sum(&[n(0), n(1) * n(2) * n(3)]),
        "{0} + {1} × ({2} − {0})" => sum(&[n(0), n(1) * n(2), -n(1) * n(0)]),
        "{2} + {1} × ({2} − {0})" => sum(&[n(2), n(1) * n(2), -n(1) * n(0)]),
        other => panic!("{other:?} is not understood"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn an_account_tells_the_very_numbers_of_the_step(
        row in 0..TABLE.len(),
        parts in prop::collection::vec(0.0..1.0f64, 6),
        single in any::<bool>(),
        (lr, turned) in (1e-4..1.0f64, prop::option::of(0.0..0.99f64)),
        start in -5.0..5.0f64,
        grads in prop::collection::vec(-5.0..5.0f64, 1..12),
    ) {
        let row = &TABLE[row];
        let values: Vec<_> = row.constructor.arguments().zip(&parts).map(|(argument, &part)| value(argument, part)).collect();
        let optimizer = optim::create(row.constructor.name, &values).expect("values of the right kinds");
        let precision = if single { Precision::F32 } else { Precision::F64 };
        let epsilon = if single { f64::from(f32::EPSILON) } else { f64::EPSILON };
        let (mut param, mut state) = (precision.round(start), vec![0.0; row.state.len()]);
        for (k, &grad) in grads.iter().enumerate() {
            let step = Step { lr, momentum: turned, t: k + 1, precision };
            let grad = precision.round(grad);
            let lines = optimizer.account(step, param, grad, &state);
            let before = param;
            optimizer.step(step, std::slice::from_mut(&mut param), &[grad], &mut state);
            prop_assume!(param.is_finite() && state.iter().all(|number| number.is_finite()));

            let told = |name: &str| lines.iter().rfind(|line| line.name == name);
            let last = lines.last().expect("a line");
            prop_assert_eq!((last.name, last.value.to_bits()), ("param", param.to_bits()), "{:?} {:#?}", values, lines);
            prop_assert_eq!(lines.iter().find(|line| line.name == "grad").map(|line| line.value), Some(grad));
            for (name, after) in row.state.iter().zip(&state) {
                if let Some(line) = told(name) {
                    prop_assert_eq!(line.value.to_bits(), after.to_bits(), "{}", name);
                    prop_assert!(line.is_computed);
                }
            }
            for line in &lines {
                prop_assert!(!line.name.is_empty() && line.value == precision.round(line.value), "{line:?}");
                let (value, size) = worked(line);
                // The product of the momenta is kept in single precision.
                let epsilon = if line.name == "mu_product" { f64::from(f32::EPSILON) } else { epsilon };
                prop_assert!((value - line.value).abs() <= 4.0 * epsilon * size + 1e-40, "{line:?}: {value}");
            }
            // The parts of a step come to the step.
            let arrows: Vec<_> = lines.iter().filter_map(|line| line.arrow).collect();
            let (whole, parts): (Vec<_>, Vec<_>) = arrows.iter().partition(|(part, _)| *part == Part::Step);
            prop_assert_eq!(&whole[..], &[(Part::Step, param - before)][..]);
            let (sum, size) = parts.iter().fold((0.0, 0.0), |(sum, size), (_, way)| (sum + way, size + way.abs()));
            let rounding = 8.0 * epsilon * (size + param.abs() + before.abs());
            prop_assert!(parts.is_empty() || (sum - (param - before)).abs() <= rounding, "{:?} {:#?}", values, lines);
        }
    }
}

#[test]
fn an_account_is_read_as_a_calculators_tape() {
    let account = |text: &str, t, param, grad, state: &[f64]| -> Vec<_> {
        let optimizer = Algorithm::parse(text).expect("an optimizer").create();
        let step = Step { lr: 0.5, momentum: None, t, precision: Precision::F64 };
        let lines = optimizer.account(step, param, grad, state).into_iter();
        lines.map(|line| (line.name, line.work, line.numbers, line.value, line.arrow)).collect()
    };
    // Half of a velocity of 4 is left, and the slope is 1: −0.5·3 in all, of which −0.5·2 are from before.
    assert_eq!(
        account("SGD(momentum=0.5)", 2, 8.0, 1.0, &[4.0]),
        [
            ("grad", "", vec![], 1.0, Some((Part::Now, -0.5))),
            ("left", "{0} × {1}", vec![0.5, 4.0], 2.0, Some((Part::Left, -1.0))),
            ("momentum_buffer", "{0} + {1} × {2}", vec![2.0, 1.0, 1.0], 3.0, None),
            ("step", "{0} × {1}", vec![-0.5, 3.0], -1.5, None),
            ("param", "{0} + {1} × {2}", vec![8.0, -0.5, 3.0], 6.5, Some((Part::Step, -1.5))),
        ]
    );
    // In the first step nothing is left from before.
    assert_eq!(
        account("SGD(momentum=0.5)", 1, 8.0, 1.0, &[0.0])[..2],
        [
            ("grad", "", vec![], 1.0, Some((Part::Now, -0.5))),
            ("momentum_buffer", "", vec![], 1.0, None),
        ]
    );
    // Adam's first step is as long as the rate, whatever the slope is.
    for grad in [0.25, 1000.0] {
        let lines = account("Adam(eps=0)", 1, 8.0, grad, &[0.0; 3]);
        let &(name, _, _, step, _) = &lines[lines.len() - 2];
        assert!(name == "step" && (step + 0.5).abs() < 1e-12, "{lines:?}");
    }
}
