//! Nothing in a graph allocates after recording, and nothing in a run once it has its room.
#![cfg(not(target_arch = "wasm32"))]

use std::hint::black_box;

use allocation_counter::measure;
use gradwalk::autograd::{Op, Tape};
use gradwalk::lab::Lab;
use gradwalk::model::{Lanes, Loss, Model};
use gradwalk::optim::{self, Step, TABLE};
use gradwalk::settings::Layer;
use gradwalk::training::{Dataset, Gradient, Precision, Trainer, mse};

fn points() -> Dataset {
    Dataset::new(vec![1.0, 2.0, 3.0, 4.0], vec![2.0, 4.0, 6.0, 8.0]).expect("points")
}

#[test]
fn a_graph_does_not_allocate() {
    let tape = Tape::new();
    let w = tape.param("w", 0.5);
    let loss = (mse(w, &points()) + w.tanh().max(w.exp())).id();
    let w = w.id();
    let mut graph = tape.into_graph();
    let used = measure(|| {
        graph.set(w, 1.5);
        graph.set_grad(w, 2.0);
        graph.zero_grad();
        graph.forward();
        graph.backward(loss);
        graph.start_backward(loss);
        (0..loss.index()).rev().for_each(|until| graph.sweep(until));
        black_box((graph.value(loss), graph.grad(w), graph.cursor()));
        black_box((graph.nodes(), graph.values().len(), graph.adjoints()));
        black_box(graph.edges().map(|edge| edge.local).sum::<f64>());
        black_box((graph.names().count(), graph.params().count()));
    });
    assert_eq!(used.count_total, 0);
    // The counter does count.
    assert!(measure(|| drop(black_box(graph.clone()))).count_total > 0);
    assert!(graph.nodes().iter().any(|node| node.op() == Op::Max));
}

#[test]
fn a_step_of_an_optimizer_does_not_allocate() {
    for row in TABLE {
        let initial = row.constructor.arguments().filter_map(|argument| argument.initial.clone());
        let optimizer = optim::create(row.constructor.name, &initial.collect::<Vec<_>>())
            .expect("its defaults");
        let (mut params, mut state) = ([0.5, -0.5], vec![0.0; 2 * row.state.len()]);
        for precision in [Precision::F32, Precision::F64] {
            for t in [1, 2, 100_000] {
                let step = Step { lr: row.lr, momentum: None, t, precision };
                let used = measure(|| optimizer.step(step, &mut params, &[0.25, -4.0], &mut state));
                assert_eq!(used.count_total, 0, "{} in {precision:?}", row.constructor.name);
            }
        }
    }
}

#[test]
fn a_tape_that_is_cleared_does_not_allocate_again() {
    let data = points();
    let mut tape = Tape::new();
    let mut record = |at| {
        tape.clear();
        let w = tape.param("w", at);
        let mut loss = w * 0.0;
        for (&x, &y) in data.xs().iter().zip(data.ys()).cycle().take(1_000) {
            loss = loss + (w * x - y).powi(2);
        }
        loss.backward();
        black_box((loss.value(), w.grad()));
    };
    record(0.0);
    assert_eq!(measure(|| record(1.0)).count_total, 0);
}

#[test]
fn lanes_do_not_allocate() {
    let model = Model::parse("a*sin(x)**2 + b*np.maximum(x, c) + a").expect("a formula");
    let loss = Loss::default().with_penalty(3, |p| p[0].abs() + p[1] * p[2]);
    let xs: Vec<f64> = (0..1_000).map(f64::from).collect();
    let data = Dataset::new(xs.clone(), xs).expect("points");
    let mut lanes = Lanes::<f32>::new(&model, &loss, &data).expect("it fits");
    let mut grads = [0.0; 3];
    let used = measure(|| {
        black_box(lanes.evaluate(&[0.1, 0.2, 0.3], &mut grads));
        black_box(lanes.loss(&[0.1, 0.2, 0.4]));
    });
    assert_eq!(used.count_total, 0);
}

#[test]
fn a_hundred_thousand_points_are_not_read_again_for_another_rate() {
    let points = |count: usize| {
        let list = (1..=count).map(|x| x.to_string()).collect::<Vec<_>>().join(",");
        format!("x={list}&y={list}&iterations=1")
    };
    let reading = |count| {
        let points = points(count);
        measure(|| drop(black_box(Layer::parse(&points)))).count_total
    };
    let change = |count| {
        let mut lab = Lab::new();
        lab.configure(&[Some(&points(count)), Some("")], false);
        let rate = |lab: &mut Lab, rate: &str| {
            lab.configure(&[None, Some(rate)], false);
            black_box((lab.slider("lr"), lab.changed()));
        };
        // The first change alone pays for whatever is made once.
        rate(&mut lab, "lr=1e-7");
        measure(|| rate(&mut lab, "lr=1e-8")).count_total
    };
    // A list that is read takes room again and again as it grows.
    let grows = |count: &dyn Fn(usize) -> u64| count(100_000) - count(100);
    assert!(grows(&change) < grows(&reading), "{} {}", grows(&change), grows(&reading));
}

#[test]
fn a_run_does_not_allocate_for_each_step() {
    for gradient in [Gradient::Autograd, Gradient::Manual, Gradient::ManualSum, Gradient::Numeric] {
        let steps = |iterations| {
            let objective = gradient.objective(&points(), Precision::F32);
            let mut trainer = Trainer::new(objective, 0.001, &[0.0], iterations);
            measure(|| trainer.step(iterations)).count_total
        };
        // A chunk of each series for some thousand steps, and a few blocks of extents.
        assert!(
            steps(10_000) < steps(10) + 100,
            "{gradient:?}: {} more",
            steps(10_000) - steps(10)
        );
    }
}
