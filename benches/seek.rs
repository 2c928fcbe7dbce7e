//! How long the way is to any state of a long run that was not kept: the network of two moons, 337
//! parameters, walked for a million epochs.
//!
//! To walk them takes about half a minute, before anything is measured.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use gradwalk::model::Lanes;
use gradwalk::training::{Dataset, MAX_ITERATIONS, Objective, Precision, Trainer};

#[path = "peers/src/ours.rs"]
#[allow(dead_code, reason = "the same work is measured otherwise elsewhere")]
mod ours;
#[path = "peers/src/work.rs"]
#[allow(dead_code, reason = "likewise")]
mod work;

use work::{Moons, Work};

/// The network's loss on its hundred points.
struct Network(Lanes<f64>);

impl Objective for Network {
    fn evaluate(&mut self, params: &[f64], grads: &mut [f64]) -> f64 {
        self.0.evaluate(params, grads)
    }

    fn look_at(&mut self, data: &Dataset) {
        self.0.look_at(data);
    }

    fn precision(&self) -> Precision {
        Precision::F64
    }

    fn cost(&self) -> usize {
        self.0.cost()
    }
}

/// Some state after another, far apart, as a hand jumps on the timeline.
fn somewhere(turn: &mut usize) -> usize {
    *turn = (*turn + 618_033) % MAX_ITERATIONS;
    *turn
}

fn seek(criterion: &mut Criterion) {
    let moons = Moons::<f64>::new();
    let objective = Box::new(Network(moons.lanes()));
    let mut trainer = Trainer::new(objective, 0.01, &moons.start(), MAX_ITERATIONS);
    trainer.step(MAX_ITERATIONS);

    let mut turn = 0;
    let mut slowest = Duration::ZERO;
    let mut group = criterion.benchmark_group("a million epochs of 337 parameters");
    group.bench_function("to any state", |bencher| {
        bencher.iter_batched(
            || somewhere(&mut turn),
            |epoch| {
                let start = Instant::now();
                black_box(trainer.state(epoch));
                slowest = slowest.max(start.elapsed());
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
    println!("the farthest state was reached within {slowest:.1?}");
}

criterion_group!(benches, seek);
criterion_main!(benches);
