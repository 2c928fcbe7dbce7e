//! What the graph costs: the lesson replayed, recorded anew for each iteration, and as a loop
//! written by hand, which computes the same loss and the same gradient.
//!
//! - **W1**: four points, a hundred iterations from w = 0. Time per iteration.
//! - **W2**: a thousand and a hundred thousand points, one iteration from w = 0. Time per point.
//!
//! Only the ratio between variants of one run means anything, so it is printed too: of the
//! fastest of many short rounds in which the variants take turns, which other work on the machine
//! disturbs least. Before a variant is timed, its w is compared with that of the loop.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gradwalk::autograd::{Float, Graph, NodeId, Tape};
use gradwalk::training::{Dataset, Sgd, mse};

const LR: f64 = 0.01;

/// N points on y = 2x, x from 4/N to 4.
fn points(n: u32) -> Dataset {
    let xs: Vec<f64> = (1..=n).map(|i| 4.0 * f64::from(i) / f64::from(n)).collect();
    let ys = xs.iter().map(|x| 2.0 * x).collect();
    Dataset::new(xs, ys).expect("one x for each y")
}

/// The loop that everything else is measured by.
struct HandWritten<F> {
    points: Vec<(F, F)>,
}

impl<F: Float> HandWritten<F> {
    fn new(data: &Dataset) -> Self {
        let pairs = data.xs().iter().zip(data.ys());
        HandWritten { points: pairs.map(|(&x, &y)| (F::from_f64(x), F::from_f64(y))).collect() }
    }

    fn train(&self, iterations: usize) -> F {
        let sgd = Sgd::<F>::new(LR);
        let n = self.points.len() as f64;
        let (mean, twice_mean) = (F::from_f64(1.0 / n), F::from_f64(2.0 / n));
        let mut w = F::ZERO;
        for _ in 0..iterations {
            let (mut squares, mut products) = (F::ZERO, F::ZERO);
            for &(x, y) in &self.points {
                let r = w * x - y;
                squares += r * r;
                products += x * r;
            }
            black_box(mean * squares);
            w = sgd.step(w, twice_mean * products);
        }
        w
    }
}

/// The loss recorded once, replayed for each iteration.
struct Replayed<F> {
    graph: Graph<F>,
    w: NodeId,
    loss: NodeId,
}

impl<F: Float> Replayed<F> {
    fn new(data: &Dataset) -> Self {
        let tape = Tape::<F>::default();
        let w = tape.param("w", F::ZERO);
        let loss = mse(w, data).id();
        let w = w.id();
        Replayed { graph: tape.into_graph(), w, loss }
    }

    fn train(&mut self, iterations: usize) -> F {
        let Replayed { graph, w, loss } = self;
        let sgd = Sgd::<F>::new(LR);
        graph.set(*w, F::ZERO);
        for _ in 0..iterations {
            graph.zero_grad();
            graph.forward();
            graph.backward(*loss);
            black_box(graph.value(*loss));
            graph.set(*w, sgd.step(graph.value(*w), graph.grad(*w)));
        }
        graph.value(*w)
    }
}

/// The loss recorded for each iteration and thrown away, as an eager framework does.
fn recorded_anew<F: Float>(data: &Dataset, iterations: usize) -> F {
    let sgd = Sgd::<F>::new(LR);
    let mut at = F::ZERO;
    for _ in 0..iterations {
        let tape = Tape::<F>::default();
        let w = tape.param("w", at);
        let loss = mse(w, data).id();
        let w = w.id();
        let mut graph = tape.into_graph();
        graph.backward(loss);
        black_box(graph.value(loss));
        at = sgd.step(at, graph.grad(w));
    }
    at
}

/// A way to train, by name.
type Variant<'a, F> = (&'static str, &'a mut dyn FnMut() -> F);

/// Times the three variants of `iterations` iterations on N points.
fn compare<F: Float>(criterion: &mut Criterion, title: &str, n: u32, iterations: usize) {
    let data = &points(n);
    let by_hand = HandWritten::<F>::new(data);
    let mut replayed = Replayed::<F>::new(data);
    let mut variants: [Variant<F>; 3] = [
        ("hand-written", &mut || black_box(&by_hand).train(iterations)),
        ("replayed", &mut || black_box(&mut replayed).train(iterations)),
        ("recorded anew", &mut || recorded_anew(black_box(data), iterations)),
    ];

    // The loop takes the factor 2/N out of its sum: it agrees with the graph to rounding.
    let [by_hand, replayed, anew] = variants.each_mut().map(|(_, train)| train().to_f64());
    assert!((replayed - by_hand).abs() < 1e-3 * by_hand, "w is {replayed}, by hand {by_hand}");
    assert!(replayed == anew, "w is {replayed} replayed, recorded anew {anew}");

    print_ratios(title, &mut variants, (100_000 / data.len()).div_ceil(iterations));
    let mut group = criterion.benchmark_group(title);
    // An iteration on four points is the unit of W1, a point of one iteration that of W2.
    group.throughput(Throughput::Elements(if n == 4 { iterations as u64 } else { n.into() }));
    for (name, train) in variants {
        group.bench_function(name, |b| b.iter(&mut *train));
    }
}

/// Prints how many times as long as the first variant each other one takes.
fn print_ratios<F>(title: &str, variants: &mut [Variant<F>; 3], repetitions: usize) {
    let mut fastest = [Duration::MAX; 3];
    for _ in 0..100 {
        for ((_, train), fastest) in variants.iter_mut().zip(&mut fastest) {
            let start = Instant::now();
            (0..repetitions).for_each(|_| _ = black_box(train()));
            *fastest = start.elapsed().min(*fastest);
        }
    }
    for ((name, _), time) in variants.iter().zip(fastest).skip(1) {
        let ratio = time.as_secs_f64() / fastest[0].as_secs_f64();
        println!("{title}: {name} takes {ratio:.1} times as long as {}", variants[0].0);
    }
}

fn lesson(criterion: &mut Criterion) {
    compare::<f32>(criterion, "W1 in f32", 4, 100);
    compare::<f64>(criterion, "W1 in f64", 4, 100);
    for n in [1_000, 100_000] {
        compare::<f32>(criterion, &format!("W2 with {n} points in f32"), n, 1);
        compare::<f64>(criterion, &format!("W2 with {n} points in f64"), n, 1);
    }
}

criterion_group!(benches, lesson);
criterion_main!(benches);
