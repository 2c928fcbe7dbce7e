//! A network of 337 parameters, both ways, against the real PyTorch.

use gradwalk::model::{Dataset, Lanes, Loss, Model, unroll};

const MOONS: &str = include_str!("../../benches/data/moons.csv");
const START: &str = include_str!("../../benches/data/moons_mlp_init.txt");
const LOSSES: &str = include_str!("../golden/moons_mlp_f64.csv");

fn number(text: &str) -> f64 {
    text.parse().expect("a number")
}

fn moons() -> Dataset {
    let column = |k: usize| -> Vec<f64> {
        MOONS.lines().skip(1).filter_map(|row| row.split(',').nth(k)).map(number).collect()
    };
    Dataset::with_inputs(vec![column(0), column(1)], column(2)).expect("a hundred rows")
}

/// 2-16-16-1 with relu; a neuron's parameters are its weights, then its bias.
fn network() -> Model {
    let names: Vec<String> = (0..337).map(|k| format!("p{k}")).collect();
    Model::new(&["x0", "x1"], &names, |inputs, params| {
        let (mut values, mut next) = (inputs.to_vec(), 0);
        for neurons in [16, 16, 1] {
            values = (0..neurons)
                .map(|_| {
                    let products = values.iter().enumerate().map(|(k, &v)| params[next + k] * v);
                    let sum = products.reduce(|sum, product| sum + product).expect("inputs");
                    let neuron = sum + params[next + values.len()];
                    next += values.len() + 1;
                    if neurons == 1 { neuron } else { neuron.relu() }
                })
                .collect();
        }
        values[0]
    })
}

#[test]
fn twenty_losses_are_pytorchs_both_ways() {
    let loss = Loss::new(|score, y| (1.0 - y * score).relu()).with_penalty(337, |params| {
        let squares = params.iter().map(|p| p.powi(2)).reduce(|sum, square| sum + square);
        1e-4 * squares.expect("parameters")
    });
    let (model, data) = (network(), moons());
    let mut lanes = Lanes::<f64>::new(&model, &loss, &data).expect("it fits");
    let mut unrolled = unroll::<f64>(&model, &loss, &data).expect("it fits");
    let mut params: Vec<f64> = START.lines().map(number).collect();
    let mut grads = vec![0.0; 337];
    for (step, row) in LOSSES.lines().skip(1).enumerate() {
        let columns: Vec<f64> = row.split(',').map(number).collect();
        let loss = lanes.evaluate(&params, &mut grads);
        assert!((loss - columns[1]).abs() < 1e-9, "step {step}: {loss} and {}", columns[1]);
        let norm = grads.iter().map(|grad| grad * grad).sum::<f64>().sqrt();
        assert!((norm - columns[2]).abs() < 1e-9, "step {step}: {norm} and {}", columns[2]);
        let right = (0..data.len()).filter(|&i| {
            let inputs = [data.columns()[0][i], data.columns()[1][i]];
            model.predict(&params, &inputs) * data.ys()[i] > 0.0
        });
        assert_eq!(right.count() as f64 / 100.0, columns[3], "step {step}");

        let graph = &mut unrolled.graph;
        unrolled.params.iter().zip(&params).for_each(|(&id, &param)| graph.set(id, param));
        graph.zero_grad();
        graph.forward();
        graph.backward(unrolled.loss);
        assert_eq!(graph.value(unrolled.loss).to_bits(), loss.to_bits(), "step {step}");
        for (&id, grad) in unrolled.params.iter().zip(&grads) {
            assert_eq!(graph.grad(id).to_bits(), grad.to_bits(), "step {step}");
        }

        let lr = 1.0 - 0.9 * step as f64 / 100.0;
        params.iter_mut().zip(&grads).for_each(|(param, grad)| *param -= lr * grad);
    }
}
