//! Lanes and the unrolled graph: two ways to run one record, equal to the bit.

use gradwalk::autograd::{Float, Op, Var};
use gradwalk::model::{Dataset, FitError, Lanes, Loss, Model, unroll};
use gradwalk::training::{Autograd, Gradient, Naive, Objective, Precision};
use proptest::prelude::*;

use super::formula::formula;

/// The bits; which NaN it is and which sign it has, nobody promises.
fn bits<F: Float>(numbers: &[F]) -> Vec<u64> {
    let bits = |n: f64| if n.is_nan() { f64::NAN.to_bits() } else { n.to_bits() };
    numbers.iter().map(|n| bits(n.to_f64())).collect()
}

/// The loss and the gradients by the unrolled graph.
fn by_graph<F: Float>(model: &Model, loss: &Loss, data: &Dataset, params: &[F]) -> (F, Vec<F>) {
    let mut unrolled = unroll::<F>(model, loss, data).expect("it fits");
    let graph = &mut unrolled.graph;
    unrolled.params.iter().zip(params).for_each(|(&id, &param)| graph.set(id, param));
    graph.forward();
    graph.backward(unrolled.loss);
    let grads = unrolled.params.iter().map(|&id| graph.grad(id)).collect();
    // What there is to see of a row is what the model predicts.
    for (i, row) in unrolled.rows.iter().enumerate() {
        let inputs: Vec<F> = data.columns().iter().map(|xs| F::from_f64(xs[i])).collect();
        let prediction = model.predict(params, &inputs);
        assert_eq!(bits(&[graph.value(row.prediction)]), bits(&[prediction]));
        if let Some(residual) = row.residual {
            let y = F::from_f64(data.ys()[i]);
            assert_eq!(bits(&[graph.value(residual)]), bits(&[prediction - y]));
        }
    }
    (graph.value(unrolled.loss), grads)
}

fn twins<F: Float>(model: &Model, loss: &Loss, data: &Dataset, at: &[Vec<f64>]) {
    let mut lanes = Lanes::<F>::new(model, loss, data).expect("it fits");
    for params in at {
        let params: Vec<F> = params.iter().map(|&param| F::from_f64(param)).collect();
        let mut grads = vec![F::ONE; params.len()];
        let loss_of_lanes = lanes.evaluate(&params, &mut grads);
        let (loss_of_graph, grads_of_graph) = by_graph(model, loss, data, &params);
        assert_eq!(bits(&[loss_of_lanes]), bits(&[loss_of_graph]), "the loss at {params:?}");
        assert_eq!(bits(&grads), bits(&grads_of_graph), "the gradients at {params:?}");
        assert_eq!(bits(&[lanes.loss(&params)]), bits(&[loss_of_graph]), "the loss alone");
    }
}

/// Mostly tame, sometimes what makes infinities and NaN.
fn number() -> impl Strategy<Value = f64> {
    let wild = vec![0.0, -0.0, 1.0, -1.0, 0.5, 1e30, -1e200, 1e-30, 3e38];
    prop_oneof![4 => -3.0..3.0f64, 1 => prop::sample::select(wild)]
}

fn rows(columns: usize) -> impl Strategy<Value = Dataset> {
    // A row, a few, some rounds of the sums, and more than the lanes of one block.
    prop_oneof![4 => 1..10usize, 4 => 28..70usize, 2 => 125..132usize, 1 => 500..1_100usize]
        .prop_flat_map(move |rows| {
            let column = || prop::collection::vec(number(), rows);
            (prop::collection::vec(column(), columns), column())
                .prop_map(|(xs, ys)| Dataset::with_inputs(xs, ys).expect("finite numbers"))
        })
}

/// One step of a random program: what to do with which of all values so far.
type Random = (u8, usize, usize);

fn program() -> impl Strategy<Value = Vec<Random>> {
    prop::collection::vec((0..18u8, any::<usize>(), any::<usize>()), 1..14)
}

/// Builds on these variables; any value may be read any number of times.
fn build<'t>(program: &[Random], leaves: &[Var<'t>]) -> Var<'t> {
    let mut values = leaves.to_vec();
    for &(op, a, b) in program {
        // What came last is read the most.
        let pick = |k: usize| values[values.len() - 1 - (k % values.len()).min(k % 5)];
        let (a, b) = (pick(a), pick(b));
        values.push(match op {
            0 | 1 => a + b,
            2 => a - b,
            3..=5 => a * b,
            6 => a / b,
            7 => -a,
            8 => a.powi(2),
            9 => a.relu(),
            10 => a.abs(),
            11 => a.max(b),
            12 => 2.0 * a,
            13 => a.tanh(),
            14 => a.sqrt(),
            15 => 0.1 - a,
            16 => a.powf(b),
            _ => a.copy(),
        });
    }
    values[values.len() - 1]
}

proptest! {
    #[test]
    fn of_any_formula(
        formula in formula(),
        data in rows(1),
        at in prop::collection::vec(prop::collection::vec(number(), 4), 1..3),
    ) {
        if let Ok(model) = Model::parse(&formula) {
            let at: Vec<_> = at.iter().map(|at| at[..model.params().len()].to_vec()).collect();
            twins::<f32>(&model, &Loss::default(), &data, &at);
            twins::<f64>(&model, &Loss::default(), &data, &at);
        }
    }

    #[test]
    fn of_any_model_with_any_loss_and_penalty(
        predict in program(),
        row_loss in program(),
        penalty in prop::option::of(program()),
        data in rows(2),
        at in prop::collection::vec(prop::collection::vec(number(), 3), 1..3),
    ) {
        let model = Model::new(&["x0", "x1"], &["a", "b", "c"], |x, p| {
            // At least one parameter is in it.
            build(&predict, &[x[0], p[0], p[1], x[1], p[2]]) + p[0] * x[0]
        });
        let mut loss = Loss::new(|prediction, y| build(&row_loss, &[prediction, y]));
        if let Some(penalty) = penalty {
            loss = loss.with_penalty(3, |params| build(&penalty, params));
        }
        twins::<f32>(&model, &loss, &data, &at);
        twins::<f64>(&model, &loss, &data, &at);
    }
}

#[test]
fn of_the_objectives_that_train() {
    let model = Model::parse("a*relu(w*x + b) + w").expect("a formula");
    let data = Dataset::new(vec![1.0, -2.0, 0.3], vec![0.1, 0.2, 0.4]).expect("points");
    let loss = Loss::default();
    let both: [[Box<dyn Objective>; 2]; 2] = [
        [
            Box::new(Autograd::<f32>::new(&model, &loss, &data).expect("it fits")),
            Box::new(Naive::<f32>::new(&model, &loss, &data).expect("it fits")),
        ],
        [
            Box::new(Autograd::<f64>::new(&model, &loss, &data).expect("it fits")),
            Box::new(Naive::<f64>::new(&model, &loss, &data).expect("it fits")),
        ],
    ];
    for mut twins in both {
        for at in [[0.3, -0.2, 0.7], [1.0, 2.0, 3.0]] {
            let [fast, naive] = twins.each_mut().map(|objective| {
                let mut grads = [0.0; 3];
                let loss = objective.evaluate(&at, &mut grads);
                (loss, grads)
            });
            assert_eq!(fast, naive);
            assert!(fast.1.iter().all(|&grad| grad != 0.0), "{fast:?}");
        }
        assert_eq!(twins[0].precision(), twins[1].precision());
    }
}

#[test]
fn what_an_evaluation_takes_is_counted_in_the_operations_own_costs() {
    let data = Dataset::new(vec![1.0; 4], vec![2.0; 4]).expect("points");
    let costs = |formula: &str| {
        let model = Model::parse(formula).expect(formula);
        let lanes = Lanes::<f64>::new(&model, &Loss::default(), &data).expect("it fits");
        (lanes.loss_cost(), lanes.cost())
    };
    // Of each row ×, −, ², and back to one input of each; e to the power of something is dear.
    assert_eq!(costs("w*x"), (4 * 3, 4 * (3 + 3)));
    let dear = Op::Exp.cost();
    assert!(dear > 3);
    assert_eq!(costs("exp(w*x)"), (4 * (3 + dear), 4 * 2 * (3 + dear)));
    // Back to both w and b.
    assert_eq!(costs("w*x + b"), (4 * 4, 4 * (4 + 5)));
    // What is computed once counts for nothing.
    assert_eq!(costs("exp(b)*x").0, costs("w*x").0);

    let model = Model::line();
    let cost = |gradient: Gradient| gradient.objective(&data, Precision::F64).cost();
    assert_eq!(cost(Gradient::Autograd), 4 * 6);
    // w·x, the residual, its square, times 2x, and two sums.
    assert_eq!([Gradient::Manual, Gradient::ManualSum].map(cost), [4 * 6; 2]);
    assert_eq!(cost(Gradient::Numeric), 3 * 4 * 3);
    // In the graph three sums of two are seen as well, and the division by N.
    let naive = Naive::<f64>::new(&model, &Loss::default(), &data).expect("it fits");
    assert_eq!(naive.cost(), 4 * 6 + 3 * 3 + 2);
}

#[test]
fn of_what_is_the_same_for_every_row() {
    let data = Dataset::new(vec![1.0, 2.0, 3.0], vec![0.1, 0.2, 0.4]).expect("points");
    // A prediction without x; a loss that is the prediction; one that is the target.
    for formula in ["b", "b*b + b", "exp(b)"] {
        let model = Model::parse(formula).expect(formula);
        for loss in [Loss::default(), Loss::new(|prediction, _| prediction), Loss::new(|_, y| y)] {
            twins::<f32>(&model, &loss, &data, &[vec![0.3]]);
            let penalized = loss.with_penalty(1, |p| p[0]);
            twins::<f64>(&model, &penalized, &data, &[vec![0.3], vec![-2.0]]);
        }
    }
}

#[test]
fn the_graph_of_the_lesson_has_nothing_but_the_lesson() {
    let data = Dataset::new(vec![1.0, 2.0, 3.0, 4.0], vec![2.0, 4.0, 6.0, 8.0]).expect("points");
    let unrolled = unroll::<f32>(&Model::line(), &Loss::default(), &data).expect("it fits");
    let ops: Vec<Op> = unrolled.graph.nodes().iter().map(|node| node.op()).collect();
    let computed: Vec<Op> = ops.into_iter().filter(|op| op.arity() > 0).collect();
    // Four rows of w·x, − y, square; three sums; the mean.
    let row = [Op::Mul, Op::Sub, Op::Powi(2)];
    assert_eq!(computed, [&row[..], &row, &row, &row, &[Op::Add; 3], &[Op::Div]].concat());
    // From the last row to the first, so that the sweep reaches the first one first.
    assert!(unrolled.rows.windows(2).all(|pair| pair[0].loss > pair[1].loss));
}

#[test]
fn each_use_but_the_last_has_a_node_where_its_rows_meet() {
    let data = Dataset::new(vec![1.0, 2.0], vec![1.0, 1.0]).expect("points");
    let copies = |formula: &str| {
        let model = Model::parse(formula).expect(formula);
        let unrolled = unroll::<f64>(&model, &Loss::default(), &data).expect("it fits");
        unrolled.graph.nodes().iter().filter(|node| node.op() == Op::Copy).count()
    };
    assert_eq!(copies("w*x + b"), 0);
    assert_eq!(copies("w*x*w"), 1);
    assert_eq!(copies("w*x*w*w"), 2);
    // w meets w before it meets a row, and then nothing comes after.
    assert_eq!(copies("w*w*x"), 0);
    assert_eq!(copies("2*w - x*w*w"), 1);
}

#[test]
fn what_does_not_fit_is_refused_with_a_sentence() {
    let two = Dataset::with_inputs(vec![vec![1.0], vec![2.0]], vec![3.0]).expect("a row");
    let error = Lanes::<f64>::new(&Model::line(), &Loss::default(), &two).expect_err("two inputs");
    assert_eq!(error, FitError::Inputs { model: 1, data: 2 });
    assert_eq!(error.to_string(), "each row of the data has 2 inputs, but the model 1");

    let many = Dataset::new(vec![1.0; 100_000], vec![1.0; 100_000]).expect("points");
    let long = Model::parse(&["sin(w*x)"; 150].join("+")).expect("a formula");
    let error = Lanes::<f32>::new(&long, &Loss::default(), &many).expect_err("too much");
    assert_eq!(error.code(), "too-much");
    assert!(error.to_string().contains("at most 200000000 are allowed"), "{error}");
    assert!(unroll::<f32>(&long, &Loss::default(), &many).is_err());
    // The largest that the lesson may have.
    assert!(unroll::<f32>(&Model::line(), &Loss::default(), &many).is_ok());
}

#[test]
fn ten_thousand_parameters() {
    let names: Vec<String> = (0..10_000).map(|k| format!("p{k}")).collect();
    let model = Model::new(&["x"], &names, |x, params| {
        // Σ pₖ·xₖ with xₖ = x: nobody's model, but as wide as it gets.
        let first = params[0] * x[0];
        params[1..].iter().fold(first, |sum, &param| sum + param * x[0])
    });
    let data = Dataset::new(vec![1.0, -0.5, 0.25], vec![1.0, 2.0, 3.0]).expect("points");
    let at: Vec<f64> = (0..10_000).map(|k| f64::from(k) * 1e-6).collect();
    twins::<f32>(&model, &Loss::default(), &data, &[at]);
}
