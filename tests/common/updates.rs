//! Real runs of PyTorch's optimizers, schedules, seeds, batches and of `nn.Linear`, as the settings make them: on the host
//! and in the browser. The files are told in golden/README.md.

use std::collections::BTreeSet;

use gradwalk::model::{Criterion, Dataset, Model};
use gradwalk::optim::TABLE;
use gradwalk::settings::{Layer, Settings};
use gradwalk::training::{Naive, Objective, Trainer};

const OPTIMIZERS: [&str; 2] = [
    include_str!("../golden/optimizers.psv"),
    // The rest of the arguments, 200 steps, and momenta that a schedule turns.
    include_str!("../golden/optimizers_more.psv"),
];
const SCHEDULES: &str = include_str!("../golden/schedules.psv");
const SEEDS: &str = include_str!("../golden/seeds.psv");

/// The run of these settings, of which nothing is to be said.
fn run(settings: &[(&str, &str)]) -> (Trainer, Dataset) {
    let encoded = |text: &str| text.replace('%', "%25").replace('+', "%2B").replace(' ', "%20");
    let query: Vec<String> =
        settings.iter().map(|(name, text)| format!("{name}={}", encoded(text))).collect();
    let (settings, notices) = Settings::resolve([Layer::parse(&query.join("&"))]);
    assert!(notices.is_empty(), "{query:?}: {notices:?}");
    let data = settings.dataset().expect("points");
    (settings.trainer(&data), data)
}

fn parsed<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is a number"))
}

fn bits(numbers: impl IntoIterator<Item = f64>) -> Vec<u64> {
    numbers.into_iter().map(f64::to_bits).collect()
}

fn numbers(list: &str) -> Vec<f64> {
    list.split(';').map(parsed).collect()
}

/// Every optimizer, with schedules. Returns how many states there were.
pub fn optimizers() -> usize {
    let mut held = BTreeSet::new();
    let mut states = 0;
    for file in OPTIMIZERS {
        let rows: Vec<Vec<&str>> =
            file.lines().skip(1).map(|line| line.split('|').collect()).collect();
        // case, optimizer, schedule, model, precision, x, y, start, lr, epoch, loss before, parameters after
        for known in rows.chunk_by(|a, b| a[..9] == b[..9]) {
            let [case, optimizer, schedule, model, precision, x, y, start, lr, ..] = known[0][..]
            else {
                panic!("{:?}", known[0]);
            };
            let start: Vec<String> =
                ["w", "b"].iter().zip(start.split(';')).map(|(n, v)| format!("{n}={v}")).collect();
            let last = known.last().expect("a state")[9];
            let (mut trainer, _) = run(&[
                ("optimizer", optimizer),
                ("scheduler", if schedule.is_empty() { "none" } else { schedule }),
                ("model", model),
                ("precision", precision),
                ("x", x),
                ("y", y),
                ("start", &start.join(",")),
                ("lr", lr),
                ("iterations", last),
            ]);
            trainer.step(parsed(last));
            for state in known {
                let row = trainer.row(parsed(state[9]));
                let title = format!("case {case}: {optimizer} {schedule}, step {}", state[9]);
                assert_eq!(bits([row.loss]), bits(numbers(state[10])), "{title}");
                assert_eq!(bits(row.params), bits(numbers(state[11])), "{title}");
                states += 1;
            }
            held.insert(optimizer.split('(').next().expect("a name"));
        }
    }
    let all = TABLE[1..].iter().map(|row| row.constructor.name);
    assert_eq!(held, all.collect(), "every one is held");
    states
}

/// Every schedule. Returns how many rates there were.
pub fn schedules() -> usize {
    let mut rates = 0;
    for line in SCHEDULES.lines().skip(1) {
        let [schedule, lr, known] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let known = numbers(known);
        let iterations = known.len().to_string();
        // One whose momentum a schedule may turn.
        let (mut trainer, _) = run(&[
            ("optimizer", "SGD(momentum=0.5)"),
            ("scheduler", schedule),
            ("lr", lr),
            ("iterations", &iterations),
        ]);
        let ours = (0..known.len()).map(|step| trainer.step_from(step).lr);
        assert_eq!(bits(ours), bits(known.iter().copied()), "{schedule} from {lr}");
        rates += known.len();
    }
    rates
}

/// `nn.Linear` under a seed, all rows and in batches. Returns how many runs there were.
pub fn seeds() -> usize {
    let mut runs = 0;
    for line in SEEDS.lines().skip(1) {
        let [kind, seed, arguments, known] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        if !matches!(kind, "minibatch" | "module") {
            continue;
        }
        let given = |name: &str| {
            let mut all = arguments.split(',').filter_map(|argument| argument.split_once('='));
            all.find(|(key, _)| *key == name).map(|(_, value)| value)
        };
        let rows: usize = parsed(given("x").and_then(|x| x.strip_prefix("1..")).expect("from 1"));
        let list = |times: usize| {
            (1..=rows).map(|row| (times * row).to_string()).collect::<Vec<_>>().join(",")
        };
        let known = numbers(known);
        let (mut trainer, _) = run(&[
            ("preset", "notebook-module"),
            ("x", &list(1)),
            ("y", &list(2)),
            ("seed", seed),
            ("batch", given("batch").unwrap_or("0")),
            ("lr", given("lr").expect("a rate")),
            ("iterations", &(known.len() / 3).to_string()),
        ]);
        trainer.step(usize::MAX);
        for (step, known) in known.chunks(3).enumerate() {
            let row = trainer.row(step + 1);
            let ours = [row.params[0], row.params[1], row.loss];
            assert_eq!(bits(ours), bits(known.iter().copied()), "{line}, step {}", step + 1);
        }
        // Made again from the start, as by hand on a timeline.
        let (epoch, ahead) = (known.len() / 6, trainer.state(known.len() / 3));
        let there = trainer.state(epoch);
        assert_eq!((trainer.state(epoch), trainer.state(ahead.epoch)), (there, ahead));
        runs += 1;
    }
    runs
}

/// The model `Linear(1, 1)` on these rows, from there, against its naive twin.
pub fn layer(data: &Dataset, start: [f64; 2], steps: usize, lr: f64) -> Vec<[f64; 5]> {
    let text = format!(
        "model=Linear(1,1)&optimizer=SGD()&lr={lr}&iterations={steps}&start=weight={},bias={}",
        start[0], start[1]
    );
    let (settings, notices) = Settings::resolve([Layer::parse(&text)]);
    assert!(notices.is_empty(), "{notices:?}");
    let mut trainer = settings.trainer(data);
    trainer.step(steps);
    let loss = Criterion::default().loss();
    let mut naive = Naive::<f32>::new(&Model::linear(), &loss, data).expect("it fits");
    let row = |epoch: usize| {
        let before = trainer.state(epoch - 1);
        let mut grads = [0.0; 2];
        let loss = naive.evaluate(&before.params, &mut grads);
        assert_eq!((loss, &grads[..]), (before.loss, &before.grads[..]), "{} rows", data.len());
        let row = trainer.row(epoch);
        [row.loss, row.grads[0], row.grads[1], row.params[0], row.params[1]]
    };
    (1..=steps).map(row).collect()
}
