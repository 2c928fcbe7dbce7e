//! What the graph and the lanes cost beside a loop by hand, with criterion's statistics; the work is that of
//! `benches/peers/`, where it is measured beside other crates too.
//!
//! Only the ratio between variants of one group means anything.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gradwalk::autograd::Float;

#[path = "peers/src/ours.rs"]
mod ours;
#[path = "peers/src/work.rs"]
#[allow(dead_code, reason = "what is watched where it is measured beside others")]
mod work;

use ours::{Anew, Replayed};
use work::{ByHand, Engine, Line, Moons, Vectorised, Work, descend};

/// Times the ways through one piece of work; an element is what a time is counted by.
fn compare<F: Float, const P: usize>(
    criterion: &mut Criterion,
    title: &str,
    elements: u64,
    work: &impl Work<F, P>,
) {
    let mut by_hand = ByHand(work);
    let mut replayed = Replayed::new(work);
    let mut anew = Anew::new(work);
    let mut lanes = work.lanes();
    let ends = [
        descend(work, &mut by_hand),
        descend(work, &mut replayed),
        descend(work, &mut anew),
        descend(work, &mut lanes),
    ];
    // By hand the sums are put together otherwise: they agree to rounding.
    let [reference, ends @ ..] = ends.map(|end| end.params + end.loss);
    assert!(ends[0] == ends[1], "{title}: {ends:?}");
    let close = |end: &f64| (end - reference).abs() < 5e-2 * reference.abs();
    assert!(ends.iter().all(close), "{title}: {ends:?}, {reference}");

    let mut group = criterion.benchmark_group(title);
    group.throughput(Throughput::Elements(elements));
    let mut time = |name: &str, engine: &mut dyn FnMut()| {
        group.bench_function(name, |bencher| bencher.iter(&mut *engine));
    };
    time("by hand", &mut || run(work, &mut by_hand));
    // Where it is written.
    let mut grads = work.start();
    if work.vectorised(&work.start(), &mut grads).is_some() {
        time("by hand, in vector registers", &mut || run(work, &mut Vectorised(work)));
    }
    time("replayed", &mut || run(work, &mut replayed));
    time("recorded anew", &mut || run(work, &mut anew));
    time("lanes", &mut || run(work, &mut lanes));
}

fn run<F: Float, const P: usize>(work: &impl Work<F, P>, engine: &mut impl Engine<F, P>) {
    black_box(descend(black_box(work), engine));
}

fn all<F: Float>(criterion: &mut Criterion, precision: &str) {
    compare(criterion, &format!("W1 in {precision}"), 100, &Line::<F>::new(4, 100));
    for n in [1_000, 100_000] {
        let title = format!("W2 with {n} points in {precision}");
        compare(criterion, &title, n.into(), &Line::<F>::new(n, 1));
    }
    compare(criterion, &format!("W3 in {precision}"), 20, &Moons::<F>::new());
}

fn lesson(criterion: &mut Criterion) {
    all::<f32>(criterion, "f32");
    all::<f64>(criterion, "f64");
}

criterion_group!(benches, lesson);
criterion_main!(benches);
