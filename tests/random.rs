//! Random numbers, starts and batches: those of the real PyTorch under its seeds.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;

use gradwalk::optim::{Optimizer, Sgd, Step};
use gradwalk::random::{Generator, Linear, Loader};
use gradwalk::training::Precision;

/// See golden/README.md.
const SEEDS: &str = include_str!("golden/seeds.psv");

fn parsed<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is a number"))
}

/// The argument of this name.
fn given<'a>(arguments: &'a str, name: &str) -> &'a str {
    let mut all = arguments.split(',').filter_map(|argument| argument.split_once('='));
    all.find(|(known, _)| *known == name).expect("it is given").1
}

fn bits(numbers: impl IntoIterator<Item = f32>) -> Vec<u32> {
    numbers.into_iter().map(f32::to_bits).collect()
}

fn start(inputs: usize, outputs: usize, random: &mut Generator) -> Vec<f32> {
    let Linear { weight, bias } = Linear::start(inputs, outputs, random);
    [weight, bias].concat()
}

#[test]
fn every_number_that_pytorch_draws_to_the_bit() {
    let mut held = BTreeMap::new();
    for line in SEEDS.lines().skip(1) {
        let [kind, seed, arguments, known] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let mut random = Generator::new(parsed(seed));
        let floats = || bits(known.split(';').map(|number| parsed::<f64>(number) as f32));
        let number = |name: &str| parsed::<usize>(given(arguments, name));
        match kind {
            "rand" => {
                let all: Vec<f32> = (0..number("n")).map(|_| random.rand()).collect();
                assert_eq!(bits(all.into_iter().step_by(70)), floats(), "{line}");
            }
            "randperm" => {
                let order: Vec<usize> = known.split(';').map(parsed).collect();
                assert_eq!(random.permutation(number("n")), order, "{line}");
            }
            "linear" => {
                let ours = start(number("in"), number("out"), &mut random);
                assert_eq!(bits(ours), floats(), "{line}");
            }
            "sequential" => {
                let sizes: Vec<usize> = arguments.split('-').map(parsed).collect();
                let layer = |pair: &[usize]| start(pair[0], pair[1], &mut random);
                assert_eq!(bits(sizes.windows(2).flat_map(layer)), floats(), "{line}");
            }
            "batches" => {
                let drop_last = given(arguments, "drop_last") == "True";
                let loader = Loader { rows: number("n"), batch: number("batch"), drop_last };
                let mut ours = Vec::new();
                for _ in 0..number("epochs") {
                    let pass = loader.pass(&mut random);
                    for batch in 0..loader.batches() {
                        ours.extend(loader.of(&pass, batch).iter().map(usize::to_string));
                        ours.push("'/'".to_owned());
                    }
                }
                assert_eq!(ours.join(";"), known, "{line}");
            }
            "minibatch" | "module" => {
                let rows: usize =
                    parsed(given(arguments, "x").strip_prefix("1..").expect("from 1"));
                let batch = if kind == "module" { None } else { Some(number("batch")) };
                let lr = parsed(given(arguments, "lr"));
                assert_eq!(
                    bits(train(rows, batch, lr, number("epochs"), random)),
                    floats(),
                    "{line}"
                );
            }
            other => panic!("there is no {other}"),
        }
        *held.entry(kind).or_insert(0usize) += 1;
    }
    assert_eq!((held.len(), held.values().sum::<usize>()), (7, 144), "{held:?}");
}

/// `nn.Linear(1, 1)`, `MSELoss` and `SGD` on y = 2x for x from 1 on: weight and bias after each step, and the loss before.
/// Up to four rows are added in their order.
fn train(
    rows: usize,
    batch: Option<usize>,
    lr: f64,
    epochs: usize,
    mut random: Generator,
) -> Vec<f32> {
    let mut params: Vec<f64> = start(1, 1, &mut random).into_iter().map(f64::from).collect();
    let loader = Loader { rows, batch: batch.unwrap_or(rows), drop_last: false };
    let mut told = Vec::new();
    for _ in 0..epochs {
        let pass = match batch {
            Some(_) => loader.pass(&mut random),
            None => (0..rows).collect(),
        };
        for batch in 0..loader.batches() {
            let batch = loader.of(&pass, batch);
            let (w, b, n) = (params[0] as f32, params[1] as f32, batch.len() as f32);
            let (mut loss, mut grads) = (0.0, [0.0f32; 2]);
            for &row in batch {
                let x = (row + 1) as f32;
                let residual = w * x + b - 2.0 * x;
                let slope = 2.0 / n * residual;
                loss += residual * residual;
                grads = [grads[0] + slope * x, grads[1] + slope];
            }
            let step = Step { lr, momentum: None, t: 1, precision: Precision::F32 };
            Sgd::default().step(step, &mut params, &grads.map(f64::from), &mut [0.0; 2]);
            told.extend([params[0] as f32, params[1] as f32, loss / n]);
        }
    }
    told
}

#[test]
fn the_low_half_of_a_seed_counts_and_nothing_is_drawn_for_nothing() {
    assert_eq!(Generator::new(7 + (1 << 32)), Generator::new(7));
    let mut random = Generator::new(7);
    assert_eq!((random.permutation(0), random.permutation(1)), (vec![], vec![0]));
    assert_eq!(random, Generator::new(7));
}
