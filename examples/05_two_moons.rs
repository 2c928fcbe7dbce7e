//! A network of 337 parameters learns to tell two moons apart, by the same gradient descent as the
//! line of the lesson: 2 inputs, two layers of 16 neurons, one score.
//!
//! After micrograd's demo: 1 − y·score should be negative on every row, and parameters small.

use std::error::Error;

use gradwalk::autograd::Var;
use gradwalk::model::{Dataset, Lanes, Loss, Model};

/// x0, x1, and on which moon: 1 or −1.
const MOONS: &str = include_str!("../benches/data/moons.csv");
/// Neuron by neuron, its weights, then its bias.
const START: &str = include_str!("../benches/data/moons_mlp_init.txt");

/// Neurons of a layer: Σ wᵢ·vᵢ + b of the layer before, and where `relu` is true what of it is
/// positive.
fn layer<'t>(
    before: &[Var<'t>],
    params: &mut impl Iterator<Item = Var<'t>>,
    neurons: usize,
    relu: bool,
) -> Vec<Var<'t>> {
    let neuron = |_| {
        let products: Vec<_> = before.iter().zip(&mut *params).map(|(&v, w)| w * v).collect();
        let sum = products.into_iter().reduce(|sum, product| sum + product);
        let sum = sum.into_iter().chain(params.next()).reduce(|sum, bias| sum + bias);
        let sum = sum.expect("a neuron has a bias");
        if relu { sum.relu() } else { sum }
    };
    (0..neurons).map(neuron).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut columns = vec![Vec::new(); 3];
    for row in MOONS.lines().skip(1) {
        for (column, number) in columns.iter_mut().zip(row.split(',')) {
            column.push(number.parse()?);
        }
    }
    let labels = columns.pop().unwrap_or_default();
    let data = Dataset::with_inputs(columns, labels)?;
    let mut params = START.lines().map(str::parse).collect::<Result<Vec<f64>, _>>()?;

    let names: Vec<String> = (0..params.len()).map(|k| format!("p{k}")).collect();
    let network = Model::new(&["x0", "x1"], &names, |inputs, params| {
        let mut params = params.iter().copied();
        let first = layer(inputs, &mut params, 16, true);
        let second = layer(&first, &mut params, 16, true);
        layer(&second, &mut params, 1, false)[0]
    });
    let hinge = Loss::new(|score, y| (1.0 - y * score).relu());
    let loss = hinge.with_penalty(params.len(), |params| {
        let squares = params.iter().map(|p| p.powi(2)).reduce(|sum, square| sum + square);
        1e-4 * squares.expect("there are parameters")
    });

    let mut lanes = Lanes::<f64>::new(&network, &loss, &data)?;
    let mut grads = vec![0.0; params.len()];
    for step in 0..20 {
        let loss = lanes.evaluate(&params, &mut grads);
        println!("step {step}: loss={loss:.12}");
        let lr = 1.0 - 0.9 * f64::from(step) / 100.0;
        for (param, grad) in params.iter_mut().zip(&grads) {
            *param -= lr * grad;
        }
    }

    let row = |i: usize| [data.columns()[0][i], data.columns()[1][i]];
    let right = |&i: &usize| network.predict(&params, &row(i)) * data.ys()[i] > 0.0;
    let right = (0..data.len()).filter(right).count();
    println!("{right} of {} points are on their moon", data.len());
    Ok(())
}
