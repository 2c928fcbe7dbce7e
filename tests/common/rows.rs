//! Any number of rows: the real PyTorch and both real NumPy, and ours held to them. Compiled for the host
//! and for the browser.

use super::updates::layer;
use gradwalk::autograd::Float;
use gradwalk::model::{Criterion, Dataset, Model, Targets, unroll};
use gradwalk::sum::dot;
use gradwalk::training::{Autograd, Gradient, Numpy, Objective, Precision, Trainer};

const TORCH: &str = include_str!("../golden/rows_torch.psv");
const LOSS_TRACES: &str = include_str!("../golden/losses.psv");
const LINEAR: &str = include_str!("../golden/rows_linear.psv");
const DOTS: &str = include_str!("../golden/dot_haswell.psv");
const NUMPY: [&str; 2] =
    [include_str!("../golden/rows_numpy1.psv"), include_str!("../golden/rows_numpy2.psv")];

/// By how many units in the last place, of 1 where a number is smaller, a loss of exponentials may differ.
const UNITS: f64 = 1.0;

/// The distance from 1 to the next number.
fn epsilon<F: Float>() -> f64 {
    match F::PRECISION {
        Precision::F32 => f32::EPSILON.into(),
        Precision::F64 => f64::EPSILON,
    }
}

/// What has been drawn, as `golden/README.md` says: from the seed on, each number in single precision.
struct Drawn(u32);

impl Drawn {
    fn number(&mut self, low: f64, high: f64) -> f64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from((low + (high - low) * (f64::from(self.0) / 4_294_967_296.0)) as f32)
    }

    fn points(&mut self, rows: usize) -> Dataset {
        self.points_for(Targets::Any, rows)
    }

    /// With targets of one of two classes where a loss is made for these.
    fn points_for(&mut self, targets: Targets, rows: usize) -> Dataset {
        let xs = (0..rows).map(|_| self.number(-2.0, 2.0)).collect();
        let target = |y: f64| match targets {
            Targets::Any => y,
            Targets::Probabilities => f64::from(y > 0.0),
            Targets::Signs => {
                if y > 0.0 {
                    1.0
                } else {
                    -1.0
                }
            }
        };
        let ys = (0..rows).map(|_| target(self.number(-3.0, 3.0))).collect();
        Dataset::new(xs, ys).expect("points")
    }
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is a number"))
}

fn bits<'a>(numbers: impl IntoIterator<Item = &'a f64>) -> Vec<u64> {
    numbers.into_iter().map(|number| number.to_bits()).collect()
}

/// The models of the traces.
pub const MODELS: [&str; 3] = ["w*x", "w*x + b", "a*x*x + b*x + c"];

/// The losses of the traces.
pub const LOSSES: [&str; 11] = [
    "MSELoss()",
    "L1Loss()",
    "HuberLoss()",
    "HuberLoss(delta=0.5)",
    "HuberLoss(delta=0.3)",
    "HuberLoss(delta=1.5)",
    "SmoothL1Loss()",
    "SmoothL1Loss(beta=0.25)",
    "SmoothL1Loss(beta=1.5)",
    "BCEWithLogitsLoss()",
    "SoftMarginLoss()",
];

/// One of these on 1 to 100,000 rows in one precision, each state of three epochs, by lanes and by the graph of all
/// rows. Returns how many states there were.
pub fn torch(model: &str, precision: &str) -> usize {
    let rows: Vec<Vec<&str>> =
        TORCH.lines().skip(1).map(|line| line.split('|').collect()).collect();
    // model, precision, rows, seed, lr, epoch, loss, grads, params
    let cases = rows.chunk_by(|a, b| a[..5] == b[..5]);
    let cases = cases.filter(|states| states[0][..2] == [model, precision]);
    let run = |states: &[Vec<&str>]| match precision {
        "f32" => descend::<f32>(states, &Criterion::default()),
        _ => descend::<f64>(states, &Criterion::default()),
    };
    cases.map(run).sum()
}

/// Each of PyTorch's losses, written so, on 1 to 1000 rows in both precisions, each state of three epochs; see
/// [`torch`].
pub fn losses(criterion: &str) -> usize {
    let rows: Vec<Vec<&str>> =
        LOSS_TRACES.lines().skip(1).map(|line| line.split('|').collect()).collect();
    // criterion, model, precision, rows, seed, lr, epoch, loss, grads, params
    let cases = rows.chunk_by(|a, b| a[..6] == b[..6]);
    let cases = cases.filter(|states| states[0][0] == criterion);
    let loss = Criterion::parse(criterion).expect("a loss");
    let run = |states: &[Vec<&str>]| {
        let columns: Vec<Vec<&str>> = states.iter().map(|state| state[1..].to_vec()).collect();
        match states[0][2] {
            "f32" => descend::<f32>(&columns, &loss),
            _ => descend::<f64>(&columns, &loss),
        }
    };
    cases.map(run).sum()
}

fn descend<F: Float>(states: &[Vec<&str>], criterion: &Criterion) -> usize {
    let [formula, _, rows, seed, lr, ..] = states[0][..] else { panic!("nine columns") };
    let model = Model::parse(formula).expect("a formula");
    let mut drawn = Drawn(seed.parse().expect("a seed"));
    let data = drawn.points_for(criterion.targets(), rows.parse().expect("how many rows"));
    let loss = criterion.loss();
    let mut lanes = Autograd::<F>::new(&model, &loss, &data).expect("it fits");
    let mut unrolled = unroll::<F>(&model, &loss, &data).expect("it fits");
    let lr = F::from_f64(number(lr));
    let mut params: Vec<f64> = model.params().iter().map(|_| drawn.number(-1.0, 1.0)).collect();
    let exact = criterion.measure().has_residual();
    for state in states {
        let title = format!(
            "{} of {formula} in {:?} on {rows} rows, epoch {}",
            criterion.text(),
            F::PRECISION,
            state[5]
        );
        let known = |list: &str| list.split(';').map(number).collect::<Vec<f64>>();
        let same = |ours: &[f64], text: &str, what: &str| {
            let theirs = known(text);
            if exact {
                assert_eq!(bits(ours), bits(&theirs), "{what} of {title}");
            }
            for (ours, theirs) in ours.iter().zip(theirs) {
                let units = (ours - theirs).abs() / (epsilon::<F>() * theirs.abs().max(1.0));
                assert!(units <= UNITS, "{what} of {title}: {ours} and {theirs}, {units} units");
            }
        };
        let mut grads = vec![0.0; params.len()];
        let loss = lanes.evaluate(&params, &mut grads);
        same(&[loss], state[6], "loss");
        same(&grads, state[7], "gradients");

        let graph = &mut unrolled.graph;
        for (&id, &param) in unrolled.params.iter().zip(&params) {
            graph.set(id, F::from_f64(param));
        }
        graph.zero_grad();
        graph.forward();
        graph.backward(unrolled.loss);
        let by_graph: Vec<f64> =
            unrolled.params.iter().map(|&id| graph.grad(id).to_f64()).collect();
        let loss_by_graph = graph.value(unrolled.loss).to_f64();
        assert_eq!(bits(&[loss_by_graph]), bits(&[loss]), "graph of {title}");
        assert_eq!(bits(&by_graph), bits(&grads), "gradients by the graph of {title}");

        let theirs = known(state[7]);
        for (param, &grad) in params.iter_mut().zip(&theirs) {
            *param = (F::from_f64(*param) - lr * F::from_f64(grad)).to_f64();
        }
        assert_eq!(bits(&params), bits(&known(state[8])), "parameters of {title}");
    }
    states.len()
}

/// By hand on 1 to 100,000 rows with either NumPy, each state of three or four epochs. Returns how many
/// states there were.
pub fn numpy() -> usize {
    let lines = NUMPY.iter().flat_map(|file| file.lines().skip(1));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split('|').collect()).collect();
    // numpy, gradient, rows, seed, lr, epoch, the type of w, w after, loss before, gradient
    let cases = rows.chunk_by(|a, b| a[..5] == b[..5]);
    let run = |states: &[Vec<&str>]| {
        let [version, gradient, rows, seed, lr, ..] = states[0][..] else { panic!("ten columns") };
        let numpy = if version.starts_with('1') { Numpy::One } else { Numpy::Two };
        let gradient = Gradient::from_name(gradient).expect("a gradient");
        let mut drawn = Drawn(seed.parse().expect("a seed"));
        let data = drawn.points(rows.parse().expect("how many rows"));
        let objective = gradient.objective_of(
            &Model::line(),
            &Criterion::default(),
            &data,
            Precision::F32,
            numpy,
        );
        let objective = objective.expect("a line fits points");
        let kept = objective.precision();
        let start = drawn.number(-1.0, 1.0);
        let mut trainer = Trainer::new(objective, number(lr), &[start], states.len());
        trainer.step(states.len());
        for (state, epoch) in states.iter().zip(1..) {
            let title =
                format!("NumPy {version}, {} on {rows} rows, epoch {epoch}", gradient.name());
            let kind = if kept == Precision::F32 { "float32" } else { "float64" };
            assert_eq!(kind, state[6], "{title}");
            let row = trainer.row(epoch);
            let known: Vec<f64> = state[7..].iter().map(|text| number(text)).collect();
            let ours = [row.params[0], row.loss, row.grads[0]];
            assert_eq!(bits(&ours), bits(&known), "{title}");
        }
        states.len()
    };
    cases.map(run).sum()
}

/// `np.dot` of single precision as OpenBLAS has it on Haswell. Returns how many there were.
pub fn dots() -> usize {
    let check = |line: &str| {
        let [rows, seed, known] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("three columns")
        };
        let rows: usize = rows.parse().expect("how many rows");
        let mut drawn = Drawn(seed.parse().expect("a seed"));
        let a: Vec<f32> = (0..rows).map(|_| drawn.number(-2.0, 2.0) as f32).collect();
        let b: Vec<f32> = (0..rows).map(|_| drawn.number(-3.0, 3.0) as f32).collect();
        assert_eq!(f64::from(dot(&a, &b)).to_bits(), number(known).to_bits(), "{line}");
    };
    DOTS.lines().skip(1).map(check).count()
}

/// `nn.Linear(1, 1)` with `MSELoss` and `SGD` on 1 to 20,000 rows. Returns how many states there were.
pub fn linear() -> usize {
    let rows: Vec<Vec<&str>> =
        LINEAR.lines().skip(1).map(|line| line.split('|').collect()).collect();
    // rows, seed, lr, epoch, loss, gradients of weight and bias, weight and bias after
    let cases = rows.chunk_by(|a, b| a[..3] == b[..3]);
    let run = |states: &[Vec<&str>]| {
        let count: usize = states[0][0].parse().expect("how many rows");
        let mut drawn = Drawn(states[0][1].parse().expect("a seed"));
        let data = drawn.points(count);
        let start = [(); 2].map(|()| drawn.number(-1.0, 1.0));
        let ours = layer(&data, start, states.len(), number(states[0][2]));
        for (ours, state) in ours.iter().zip(states) {
            let known: Vec<f64> = state[4..].iter().map(|text| number(text)).collect();
            assert_eq!(bits(ours), bits(&known), "{count} rows, epoch {}", state[3]);
        }
        states.len()
    };
    cases.map(run).sum()
}
