//! Eleven models in the real PyTorch, and ours held to them both ways. Compiled for the host and
//! for the browser.

use gradwalk::autograd::Float;
use gradwalk::model::{Dataset, Lanes, Loss, Model, unroll};

const MODELS: &str = include_str!("../golden/models_autograd.csv");

fn numbers(list: &str) -> Vec<f64> {
    list.split(';').map(|text| text.parse().expect("a number")).collect()
}

fn bits<F: Float>(numbers: &[F]) -> Vec<u64> {
    numbers.iter().map(|n| n.to_f64().to_bits()).collect()
}

/// One state: the parameters, and the loss and gradients there.
struct State {
    params: Vec<f64>,
    loss: f64,
    grads: Vec<f64>,
}

/// Gradient descent through all states of one case; each is PyTorch's to the bit.
fn descend<F: Float>(title: &str, model: &Model, data: &Dataset, lr: f64, states: &[State]) {
    let loss = Loss::default();
    let mut lanes = Lanes::<F>::new(model, &loss, data).expect("it fits");
    let mut unrolled = unroll::<F>(model, &loss, data).expect("it fits");
    let mut params: Vec<F> = states[0].params.iter().map(|&p| F::from_f64(p)).collect();
    let mut grads = params.clone();
    for (epoch, state) in states.iter().enumerate() {
        let loss = lanes.evaluate(&params, &mut grads);
        assert_eq!(bits(&params), bits(&state.params), "parameters of {title}, epoch {epoch}");
        assert_eq!(bits(&[loss]), bits(&[state.loss]), "loss of {title}, epoch {epoch}");
        assert_eq!(bits(&grads), bits(&state.grads), "gradients of {title}, epoch {epoch}");
        assert_eq!(bits(&[lanes.loss(&params)]), bits(&[loss]), "loss alone of {title}");

        let graph = &mut unrolled.graph;
        unrolled.params.iter().zip(&params).for_each(|(&id, &param)| graph.set(id, param));
        graph.zero_grad();
        graph.forward();
        graph.backward(unrolled.loss);
        let by_graph: Vec<F> = unrolled.params.iter().map(|&id| graph.grad(id)).collect();
        assert_eq!(bits(&[graph.value(unrolled.loss)]), bits(&[state.loss]), "graph of {title}");
        assert_eq!(bits(&by_graph), bits(&state.grads), "graph of {title}, epoch {epoch}");

        for (param, &grad) in params.iter_mut().zip(&grads) {
            *param = *param - F::from_f64(lr) * grad;
        }
    }
}

/// Every case of `models_autograd.csv`; returns how many states there were.
pub fn models() -> usize {
    let rows: Vec<Vec<&str>> =
        MODELS.lines().skip(1).map(|line| line.split(',').collect()).collect();
    // case, model, precision, x, y, lr, epoch, loss, params, grads
    let cases = rows.chunk_by(|a, b| a[..6] == b[..6]);
    let run = |case: &[Vec<&str>]| {
        let first = &case[0];
        let model = Model::parse(first[1]).expect("a formula");
        let data = Dataset::new(numbers(first[3]), numbers(first[4])).expect("points");
        let lr = numbers(first[5])[0];
        // The file has the parameters in the order of the alphabet.
        let mut names: Vec<&String> = model.params().iter().collect();
        names.sort();
        let ordered = |list: &str| -> Vec<f64> {
            let numbers = numbers(list);
            let place = |name| names.iter().position(|&other| other == name);
            model.params().iter().filter_map(place).map(|place| numbers[place]).collect()
        };
        let state = |row: &Vec<&str>| State {
            params: ordered(row[8]),
            loss: numbers(row[7])[0],
            grads: ordered(row[9]),
        };
        let states: Vec<State> = case.iter().map(state).collect();
        let title = format!("case {}, {} in {}", first[0], first[1], first[2]);
        match first[2] {
            "f32" => descend::<f32>(&title, &model, &data, lr, &states),
            _ => descend::<f64>(&title, &model, &data, lr, &states),
        }
        states.len()
    };
    cases.map(run).sum()
}
