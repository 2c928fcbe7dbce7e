//! What a tape records, what a graph shows of it, and that a replay is as good as a recording.

use gradwalk::autograd::{Edge, Float, Op, Tape, Var};
use proptest::prelude::*;

use super::expressions::{Expression, bits, expression};

fn replay_equals_recording<F: Float>(
    expression: &Expression,
    params: [f64; 3],
) -> Result<(), TestCaseError> {
    let mut replayed = expression.record::<F>();
    let mut fresh = Expression { params, ..expression.clone() }.record::<F>();
    let output = replayed.output();
    replayed.graph.backward(output);
    for (id, value) in replayed.params.into_iter().zip(params) {
        replayed.graph.set(id, F::from_f64(value));
    }
    for graph in [&mut replayed.graph, &mut fresh.graph] {
        graph.zero_grad();
        graph.forward();
        graph.backward(output);
    }
    let (ours, theirs) = (&replayed.graph, &fresh.graph);
    prop_assert_eq!(bits(ours.values()), bits(theirs.values()));
    prop_assert_eq!(bits(ours.adjoints().to_vec()), bits(theirs.adjoints().to_vec()));
    for param in fresh.params {
        prop_assert_eq!(bits([ours.grad(param)]), bits([theirs.grad(param)]));
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_replay_equals_a_fresh_recording_to_the_bit(
        expression in expression(40),
        // Also where operations have no value.
        params in prop::array::uniform3(prop_oneof![3 => -3.0..3.0, 1 => any::<f64>()]),
    ) {
        replay_equals_recording::<f64>(&expression, params)?;
        replay_equals_recording::<f32>(&expression, params)?;
    }

    #[test]
    fn every_input_comes_before_its_node(expression in expression(40)) {
        let graph = expression.record::<f64>().graph;
        for (index, node) in graph.nodes().iter().enumerate() {
            prop_assert!(node.inputs().all(|input| input.index() < index));
        }
        for edge in graph.edges() {
            prop_assert!(edge.input < edge.output);
        }
        let reads: usize = graph.nodes().iter().map(|node| node.inputs().count()).sum();
        prop_assert_eq!(graph.edges().count(), reads);
    }
}

#[test]
fn numbers_stand_on_either_side_of_a_variable_in_both_precisions() {
    fn check<F: Float>(f: impl Fn(Var<'_, F>) -> Var<'_, F>, value: f64, grad: f64) {
        let tape = Tape::<F>::default();
        let w = tape.param("w", F::from_f64(0.5));
        let y = f(w);
        assert_eq!(y.value().to_f64(), value);
        let [w, y] = [w, y].map(Var::id);
        let mut graph = tape.into_graph();
        graph.backward(y);
        assert_eq!((graph.value(y).to_f64(), graph.grad(w).to_f64()), (value, grad));
    }
    // At w = ½: 3 − w, 1/w, w/2 and −2w + 1.
    check::<f64>(|w| 3.0 - w, 2.5, -1.0);
    check::<f32>(|w| 3.0 - w, 2.5, -1.0);
    check::<f64>(|w| 1.0 / w, 2.0, -4.0);
    check::<f32>(|w| 1.0 / w, 2.0, -4.0);
    check::<f64>(|w| w / 2.0, 0.25, 0.5);
    check::<f32>(|w| -(2.0 * w) + 1.0, 0.0, -2.0);
    check::<f64>(|w| w.min(0.25).max(w), 0.5, 1.0);
    check::<f32>(|w| w.powf(2.0), 0.25, 1.0);
}

#[test]
fn leaves_have_names_and_parameters_are_those_that_train() {
    let tape = Tape::new();
    let x = tape.input("x", 2.0);
    let w = tape.param("w", 3.0);
    let y = w * x + tape.constant(1.0);
    let b = tape.param("b", 0.5);
    let [x, w, b, y] = [x, w, b, y + b].map(Var::id);
    let mut graph = tape.into_graph();
    assert_eq!(graph.names().collect::<Vec<_>>(), [(x, "x"), (w, "w"), (b, "b")]);
    assert_eq!(graph.params().collect::<Vec<_>>(), [w, b]);

    // y = wx + 1 + b: inputs have gradients as well, constants none.
    graph.set(x, 5.0);
    graph.forward();
    graph.backward(y);
    assert_eq!([x, w, b].map(|id| graph.grad(id)), [3.0, 5.0, 1.0]);
    assert_eq!(graph.value(y), 16.5);
    let constant =
        graph.nodes().iter().position(|node| node.op() == Op::Const).expect("there is 1");
    let one = graph.edges().find(|edge| edge.input.index() == constant).expect("it is read").input;
    assert_eq!((graph.value(one), graph.grad(one)), (1.0, 0.0));
}

#[test]
fn each_edge_has_the_local_derivative_of_its_own_use() {
    // u = w·w is read twice as one node: ∂(w·w)/∂w = w for each use. q = u/w: 1/w and −u/w².
    let tape = Tape::new();
    let w = tape.param("w", 4.0);
    let u = w * w;
    let q = u / w;
    let [w, u, q] = [w, u, q].map(Var::id);
    let graph = tape.into_graph();
    let edge = |input, output, local| Edge { input, output, local };
    let expected = [edge(w, u, 4.0), edge(w, u, 4.0), edge(u, q, 0.25), edge(w, q, -1.0)];
    assert_eq!(graph.edges().collect::<Vec<_>>(), expected);
}

#[test]
fn a_chain_a_million_deep_is_no_deeper_than_a_loop() {
    // y = w·c·c·…: y = w·cⁿ, ∂y/∂w = cⁿ with cⁿ = 2 for c = 2^(1/n).
    let n = 1_000_000;
    let tape = Tape::new();
    let w = tape.param("w", 3.0);
    let c = tape.constant(2f64.powf(1.0 / f64::from(n)));
    let y = (0..n).fold(w, |y, _| y * c).id();
    let w = w.id();
    let mut graph = tape.into_graph();
    graph.set(w, 5.0);
    graph.forward();
    graph.backward(y);
    assert!((graph.value(y) - 10.0).abs() < 1e-9 && (graph.grad(w) - 2.0).abs() < 1e-9);
}

#[test]
fn a_graph_of_a_million_nodes_adds_up() {
    // Σ i·w for i = 1…n: the gradient is n(n + 1)/2, exactly.
    let n = 333_333;
    let tape = Tape::new();
    let w = tape.param("w", 1.0);
    let terms = (2..=n).map(|i| w * f64::from(i));
    let sum = terms.fold(w * 1.0, |sum, term| sum + term).id();
    let w = w.id();
    let mut graph = tape.into_graph();
    // w, n products, n − 1 sums: the numbers belong to the products.
    assert_eq!(graph.nodes().len(), 2 * 333_333);
    graph.backward(sum);
    let expected = f64::from(n) * f64::from(n + 1) / 2.0;
    assert_eq!((graph.value(sum), graph.grad(w)), (expected, expected));
}

#[test]
#[should_panic(expected = "only an input or a parameter can be set")]
fn a_computed_node_cannot_be_set() {
    let tape = Tape::new();
    let y = (tape.param("w", 1.0) + 1.0).id();
    tape.into_graph().set(y, 3.0);
}

#[test]
#[should_panic(expected = "only an input or a parameter can be set")]
fn a_constant_cannot_be_set() {
    let tape = Tape::new();
    let c = tape.constant(1.0).id();
    tape.into_graph().set(c, 3.0);
}

#[test]
#[should_panic(expected = "only an input or a parameter keeps a gradient")]
fn a_constant_keeps_no_gradient() {
    let tape = Tape::new();
    let c = tape.constant(1.0).id();
    tape.into_graph().set_grad(c, 3.0);
}

#[test]
#[should_panic(expected = "variables of two tapes cannot be combined")]
fn variables_of_two_tapes_cannot_be_combined() {
    let (one, other) = (Tape::new(), Tape::new());
    let _ = one.param("u", 1.0) + other.param("v", 1.0);
}

proptest! {
    /// A graph in another precision is what would have been recorded in that precision.
    #[test]
    fn a_graph_in_single_precision_is_as_if_recorded_so(expression in expression(12)) {
        let double = expression.record::<f64>();
        let recorded = expression.record::<f32>();
        let (mut cast, mut fresh) = (double.graph.in_precision::<f32>(), recorded.graph.clone());
        for graph in [&mut cast, &mut fresh] {
            graph.forward();
            graph.backward(recorded.output());
            graph.backward(recorded.output());
        }
        prop_assert_eq!(bits(cast.values()), bits(fresh.values()));
        prop_assert_eq!(bits(cast.adjoints().iter().copied()), bits(fresh.adjoints().iter().copied()));
        let grads = |graph: &gradwalk::autograd::Graph<f32>| {
            recorded.params.iter().map(|&id| graph.grad(id)).collect::<Vec<_>>()
        };
        prop_assert_eq!(bits(grads(&cast)), bits(grads(&fresh)));
        prop_assert_eq!(cast.names().collect::<Vec<_>>(), fresh.names().collect::<Vec<_>>());
    }
}
