//! Optimizers: each formula by itself, and the table that tells what there is to know of them.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use gradwalk::autograd::Float;
use gradwalk::model::{Dataset, Lanes, Loss, Model};
use gradwalk::optim::schedule::{self, At, Schedule};
use gradwalk::optim::{self, Argument, GradientDescent, Kind, Optimizer, Step, TABLE, Value};
use gradwalk::settings::Settings;
use gradwalk::training::Precision;

/// Runs of PyTorch's optimizers, and the rates of its schedules; see golden/README.md.
const OPTIMIZERS: &str = include_str!("golden/optimizers.psv");
const MORE: &str = include_str!("golden/optimizers_more.psv");
const MOMENTA: &str = include_str!("golden/momenta.psv");
const SCHEDULES: &str = include_str!("golden/schedules.psv");

#[test]
fn the_table_tells_of_each_what_there_is_to_know() {
    let names: BTreeSet<_> = TABLE.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), TABLE.len(), "no two have one name");
    for row in TABLE {
        assert!(row.doc.ends_with('.') && row.lr > 0.0, "{row:?}");
        for argument in row.arguments {
            let initial = argument.initial.as_ref().expect("every argument has a default");
            assert!(argument.kind.holds(initial), "{argument:?}");
            assert!(argument.doc.ends_with('.'), "{argument:?}");
        }
        let defaults: Vec<Value> = row.arguments.iter().filter_map(|a| a.initial.clone()).collect();
        let optimizer = optim::create(row.name, &defaults).expect("it is made of its defaults");
        assert_eq!(optimizer.state(), row.state);
    }
}

#[test]
fn the_table_of_schedules_tells_of_each_what_there_is_to_know() {
    let names: BTreeSet<_> = schedule::TABLE.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), schedule::TABLE.len(), "no two have one name");
    for row in schedule::TABLE {
        assert!(row.doc.ends_with('.'), "{row:?}");
        for argument in row.arguments {
            assert!(argument.initial.as_ref().is_none_or(|value| argument.kind.holds(value)));
            assert!(argument.doc.ends_with('.'), "{argument:?}");
        }
    }
}

#[test]
fn the_first_is_the_one_that_nobody_asks_for() {
    assert_eq!(TABLE[0], GradientDescent::ROW);
    assert_eq!(Settings::default().lr, TABLE[0].lr);
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

/// The name and the values of a constructor of these, as Python has it.
fn read(text: &str, arguments: impl Fn(&str) -> &'static [Argument]) -> (&str, Vec<Value>) {
    let (name, given) = text.strip_suffix(')').expect("its end").split_once('(').expect("a call");
    let find = |argument: &Argument| {
        let (_, rest) = given.split_once(&format!("{}=", argument.name))?;
        let end = |list: &str| rest.find(list).map(|end| &rest[1..end]);
        Some(match (&argument.kind, rest.split(',').next()?) {
            (Kind::Number(_), number) => Value::Number(parsed(number)),
            (Kind::Flag, flag) => Value::Flag(flag == "True"),
            (Kind::Whole(_), whole) => Value::Whole(parsed(whole)),
            (Kind::Maybe(_), whole) => Value::Maybe(Some(parsed(whole))),
            (Kind::Word(words), word) => {
                Value::Word(words.iter().find(|known| format!("'{known}'") == word)?)
            }
            (Kind::Pair(_), _) => {
                let (first, second) = end(")")?.split_once(", ")?;
                Value::Pair([parsed(first), parsed(second)])
            }
            (Kind::Wholes(_), _) => Value::Wholes(end("]")?.split(", ").map(parsed).collect()),
        })
    };
    let value = |argument: &Argument| find(argument).or(argument.initial.clone()).expect("a value");
    let values: Vec<Value> = arguments(name).iter().map(value).collect();
    let said = given.matches('=').count();
    assert_eq!(arguments(name).iter().filter_map(find).count(), said, "{text} is understood");
    (name, values)
}

fn parsed<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is a number"))
}

fn numbers(list: &str) -> Vec<f64> {
    list.split(';').map(parsed).collect()
}

fn optimizer(text: &str) -> Box<dyn Optimizer> {
    let row = |name: &str| TABLE.iter().find(|row| row.name == name).expect("a row").arguments;
    let (name, values) = read(text, row);
    optim::create(name, &values).expect("values of the right kind")
}

fn schedule(text: &str) -> Box<dyn Schedule> {
    let rows = schedule::TABLE;
    let (name, values) =
        read(text, |name| rows.iter().find(|row| row.name == name).expect("a row").arguments);
    schedule::create(name, &values).expect("values of the right kind")
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

#[test]
fn every_optimizer_of_pytorch_to_the_bit() {
    // The rest of the arguments, 200 steps, and momenta that a schedule turns.
    assert_eq!((hold(OPTIMIZERS), hold(MORE)), (1_488, 784));
}

/// Holds all of a file, and returns how many states there were.
fn hold(file: &str) -> usize {
    let rows: Vec<Vec<&str>> = file.lines().skip(1).map(|line| line.split('|').collect()).collect();
    // case, optimizer, schedule, model, precision, x, y, start, lr, epoch, loss before, parameters after
    let mut held = BTreeSet::new();
    for states in rows.chunk_by(|a, b| a[..9] == b[..9]) {
        match states[0][4] {
            "f32" => descend::<f32>(states),
            _ => descend::<f64>(states),
        }
        held.insert(states[0][1].split('(').next().expect("a name"));
    }
    let mut all: BTreeSet<_> = TABLE.iter().map(|row| row.name).collect();
    all.remove("GradientDescent");
    assert_eq!(held, all, "every one is held");
    rows.len()
}

fn descend<F: Float>(states: &[Vec<&str>]) {
    let [_, text, scheduled, formula, _, x, y, start, lr, ..] = states[0][..] else { panic!() };
    let (optimizer, model) = (optimizer(text), Model::parse(formula).expect("a formula"));
    let schedule = (!scheduled.is_empty()).then(|| schedule(scheduled));
    let data = Dataset::new(numbers(x), numbers(y)).expect("points");
    let mut lanes = Lanes::<F>::new(&model, &Loss::default(), &data).expect("it fits");
    let mut params: Vec<F> = numbers(start).into_iter().map(F::from_f64).collect();
    let mut slopes = params.clone();
    let mut state = vec![0.0; params.len() * optimizer.state().len()];
    let last: usize = parsed(states.last().expect("a state")[9]);
    let rates = rates(schedule.as_deref(), parsed(lr), last);
    for (t, lr) in (1..).zip(rates) {
        let loss = lanes.evaluate(&params, &mut slopes);
        let mut next: Vec<f64> = params.iter().map(|p| p.to_f64()).collect();
        let grads: Vec<f64> = slopes.iter().map(|g| g.to_f64()).collect();
        let momentum = schedule.as_ref().and_then(|schedule| schedule.momentum(t - 1));
        let step = Step { lr, momentum, t, precision: F::PRECISION };
        optimizer.step(step, &mut next, &grads, &mut state);
        if let Some(known) = states.iter().find(|known| known[9] == t.to_string()) {
            let title = format!(
                "case {}: {text} {scheduled} of {formula} in {:?}, step {t}",
                known[0],
                F::PRECISION
            );
            assert_eq!(loss.to_f64().to_bits(), parsed::<f64>(known[10]).to_bits(), "{title}");
            let bits = |numbers: &[f64]| numbers.iter().map(|n| n.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&next), bits(&numbers(known[11])), "{title}");
        }
        params = next.into_iter().map(F::from_f64).collect();
    }
}
