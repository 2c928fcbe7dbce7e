//! The reverse sweep: against its naive twin, in parts, twice, and where it could go wrong.

use gradwalk::autograd::{Float, Graph, NodeId, Op, Operand, Tape, Var};
use gradwalk::training::{Dataset, mse};
use proptest::prelude::*;
use proptest::sample::Index;

use super::expressions::{Recorded, bits, expression};
use super::table::{all, record};

/// The adjoints by the plainest sweep there is: each node from the output to the first hands
/// g·∂y/∂a and g·∂y/∂b to the nodes it reads, through memory, and leaves nothing out.
fn naive<F: Float>(graph: &Graph<F>, output: NodeId) -> Vec<F> {
    let mut adjoints = vec![F::ZERO; graph.nodes().len()];
    adjoints[output.index()] = F::ONE;
    for (index, node) in graph.nodes().iter().enumerate().rev() {
        let operands: Vec<_> = node.operands().collect();
        let value = |k: usize| match operands.get(k) {
            Some(&Operand::Node(id)) => graph.value(id),
            Some(&Operand::Number(number)) => number,
            None => F::ZERO,
        };
        let handed = node.op().pullback(value(0), value(1), node.value(), adjoints[index]);
        for (operand, part) in operands.iter().zip(handed) {
            if let Operand::Node(input) = operand {
                adjoints[input.index()] += part;
            }
        }
    }
    adjoints
}

fn equals_its_naive_twin<F: Float>(mut recorded: Recorded<F>) -> Result<(), TestCaseError> {
    let output = recorded.output();
    let expected = naive(&recorded.graph, output);
    recorded.graph.backward(output);
    let graph = &recorded.graph;
    prop_assert_eq!(bits(graph.adjoints().iter().copied()), bits(expected.iter().copied()));
    for param in recorded.params {
        prop_assert_eq!(graph.grad(param), expected[param.index()]);
    }
    Ok(())
}

/// L = ¼ Σ (w·xᵢ − yᵢ)² on the lesson's points, recorded at w = 0.
fn lesson() -> (Graph<f64>, NodeId, NodeId) {
    let data = Dataset::new(vec![1.0, 2.0, 3.0, 4.0], vec![2.0, 4.0, 6.0, 8.0]).expect("points");
    let tape = Tape::new();
    let w = tape.param("w", 0.0);
    let loss = mse(w, &data).id();
    let w = w.id();
    (tape.into_graph(), w, loss)
}

proptest! {
    #[test]
    fn a_sweep_equals_its_naive_twin_to_the_bit(expression in expression(40)) {
        equals_its_naive_twin(expression.record::<f64>())?;
        equals_its_naive_twin(expression.record::<f32>())?;
    }

    #[test]
    fn a_sweep_in_parts_equals_a_whole_one_to_the_bit(
        expression in expression(40),
        stops in prop::collection::vec(any::<Index>(), 0..6),
    ) {
        let mut whole = expression.record::<f32>();
        let output = whole.output();
        whole.graph.backward(output);
        let mut parts = expression.record::<f32>();
        parts.graph.start_backward(output);
        for stop in stops {
            // Also at a place where it has been already: then nothing happens.
            let (stop, before) = (stop.index(parts.graph.nodes().len()), parts.graph.cursor());
            parts.graph.sweep(stop);
            prop_assert_eq!(parts.graph.cursor(), stop.min(before));
        }
        parts.graph.sweep(0);
        let grads = |r: &Recorded<f32>| bits(r.params.map(|param| r.graph.grad(param)));
        prop_assert_eq!(grads(&parts), grads(&whole));
        let adjoints = |r: &Recorded<f32>| bits(r.graph.adjoints().to_vec());
        prop_assert_eq!(adjoints(&parts), adjoints(&whole));
    }

    #[test]
    fn a_sweep_stopped_anywhere_has_visited_what_lies_behind(expression in expression(40)) {
        // Node by node: a node's adjoint is whole as soon as it is visited, and stays.
        let mut recorded = expression.record::<f64>();
        let output = recorded.output();
        let whole = naive(&recorded.graph, output);
        recorded.graph.start_backward(output);
        for until in (0..=output.index()).rev() {
            recorded.graph.sweep(until);
            let visited = &recorded.graph.adjoints()[until..];
            prop_assert_eq!(bits(visited.to_vec()), bits(whole[until..].to_vec()));
        }
    }

    #[test]
    fn backward_twice_doubles_the_leaves_and_nothing_else(expression in expression(40)) {
        let mut recorded = expression.record::<f64>();
        let output = recorded.output();
        recorded.graph.backward(output);
        let once = recorded.graph.clone();
        recorded.graph.backward(output);
        let (values, adjoints) = (recorded.graph.values(), recorded.graph.adjoints());
        prop_assert_eq!(bits(values), bits(once.values()));
        prop_assert_eq!(bits(adjoints.to_vec()), bits(once.adjoints().to_vec()));
        for param in recorded.params {
            prop_assert_eq!(recorded.graph.grad(param), 2.0 * once.grad(param));
        }
        recorded.graph.zero_grad();
        prop_assert!(recorded.params.iter().all(|&param| recorded.graph.grad(param) == 0.0));
    }

    #[test]
    fn two_losses_add_up_in_the_leaves(expression in expression(40), other in any::<Index>()) {
        let mut recorded = expression.record::<f64>();
        let (first, second) = (recorded.any(other), recorded.output());
        let (one, two) = (naive(&recorded.graph, first), naive(&recorded.graph, second));
        recorded.graph.backward(first);
        recorded.graph.backward(second);
        for param in recorded.params {
            let index = param.index();
            prop_assert_eq!(recorded.graph.grad(param), one[index] + two[index]);
        }
        // Between the leaves and the output there is nothing left of the first sweep.
        prop_assert_eq!(bits(recorded.graph.adjoints().to_vec()), bits(two));
    }
}

/// Numbers, and what is none.
fn any_number() -> impl Strategy<Value = f64> {
    let special = [0.0, -0.0, 1.0, -1.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    prop_oneof![-4.0..4.0, prop::sample::select(special.to_vec())]
}

proptest! {
    #[test]
    fn an_infinite_gradient_is_handed_on_as_the_pullback_has_it(
        [a, b, g] in prop::array::uniform3(any_number()),
    ) {
        // L = g·op(a, b), and with a number on either side: its sweep reaches op with g, whatever
        // that is; a local derivative of 0 and an operation's own 0 are not the same then.
        for op in all().chain([i32::MIN, i32::MIN + 5, -1_000_000_000, i32::MAX].map(Op::Powi)) {
            for numbers in [[false, false], [false, true], [true, false]] {
                if op.arity() == 1 && numbers != [false, false] {
                    continue;
                }
                let tape = Tape::new();
                let vars = [a, b].map(|value| tape.param("", value));
                let y = match (op, numbers) {
                    (_, [false, false]) => record(op, vars[0], vars[1]),
                    (_, [false, true]) => record(op, vars[0], b),
                    (Op::Add, _) => a + vars[1],
                    (Op::Sub, _) => a - vars[1],
                    (Op::Mul, _) => a * vars[1],
                    (Op::Div, _) => a / vars[1],
                    _ => continue,
                };
                let (ids, y) = (vars.map(Var::id), (y * g).id());
                let mut graph = tape.into_graph();
                graph.backward(y);
                let value = op.eval(a, b).unwrap_or_default();
                let parts = if g == 0.0 { [0.0; 2] } else { op.pullback(a, b, value, g) };
                for k in (0..op.arity()).filter(|&k| !numbers[k]) {
                    // An adjoint begins at +0.
                    let expected = bits([0.0 + parts[k]]);
                    prop_assert_eq!(bits([graph.grad(ids[k])]), expected, "{:?} {}", op, k);
                }
                // A replay computes the same gradients.
                graph.forward();
                let once = ids.map(|id| graph.grad(id));
                graph.zero_grad();
                graph.backward(y);
                prop_assert_eq!(bits(ids.map(|id| graph.grad(id))), bits(once), "{:?}", op);
            }
        }
    }
}

#[test]
fn the_lessons_gradient_grows_point_by_point() {
    let (mut graph, w, loss) = lesson();
    graph.start_backward(loss);
    assert_eq!(graph.adjoints()[loss.index()], 1.0);
    assert_eq!(graph.adjoints().iter().filter(|&&adjoint| adjoint != 0.0).count(), 1);
    let mut seen = vec![0.0];
    for until in (0..=loss.index()).rev() {
        assert_eq!(graph.grad(w), 0.0, "w.grad is added to when the sweep comes to w");
        graph.sweep(until);
        let adjoint = graph.adjoints()[w.index()];
        if adjoint != seen[seen.len() - 1] {
            seen.push(adjoint);
        }
    }
    // ¼·2·rᵢ·xᵢ with rᵢ = 0·xᵢ − 2xᵢ is −xᵢ²: −1, −4, −9, −16 in the order of the points.
    assert_eq!(seen, [0.0, -1.0, -5.0, -14.0, -30.0]);
    assert_eq!(graph.grad(w), -30.0);
}

#[test]
fn a_sweep_adds_to_a_gradient_once() {
    // ε = 2⁻⁵³ is half of what can be told from 1: (1 + ε) + ε = 1, but 1 + (ε + ε) > 1.
    let half = 2f64.powi(-53);
    let tape = Tape::new();
    let w = tape.param("w", 1.0);
    let loss = (w * half + w * half).id();
    let w = w.id();
    let mut graph = tape.into_graph();
    graph.set_grad(w, 1.0);
    graph.backward(loss);
    assert_eq!((1.0 + half) + half, 1.0);
    assert_eq!(graph.grad(w), 1.0 + f64::EPSILON);
}

#[test]
fn what_the_output_does_not_depend_on_cannot_spoil_it() {
    // √w has derivative ∞ at 0. L = 3w knows nothing of it, and L = 3w + 0·√w does not notice.
    let tape = Tape::new();
    let w = tape.param("w", 0.0);
    let root = w.sqrt();
    let losses = [3.0 * w, 3.0 * w + 0.0 * root].map(Var::id);
    let w = w.id();
    let mut graph = tape.into_graph();
    for loss in losses {
        graph.zero_grad();
        graph.backward(loss);
        assert_eq!(graph.grad(w), 3.0);
    }
}

#[test]
fn a_sweep_may_start_anywhere() {
    // u = 3w, L = u²: ∂u/∂w = 3, and beyond u there is nothing. Of w itself: 1.
    let tape = Tape::new();
    let w = tape.param("w", 2.0);
    let u = 3.0 * w;
    let loss = u.powi(2);
    let [w, u, loss] = [w, u, loss].map(Var::id);
    let mut graph = tape.into_graph();
    graph.backward(loss);
    graph.zero_grad();
    graph.backward(u);
    assert_eq!([w, u, loss].map(|id| graph.grad(id)), [3.0, 1.0, 0.0]);
    graph.zero_grad();
    graph.backward(w);
    assert_eq!([w, u, loss].map(|id| graph.grad(id)), [1.0, 0.0, 0.0]);
}

#[test]
fn a_sweep_that_is_over_does_nothing_more() {
    let (mut graph, w, loss) = lesson();
    for until in [0, 5, usize::MAX] {
        graph.sweep(until);
        assert_eq!((graph.cursor(), graph.grad(w)), (0, 0.0), "none was begun");
    }
    graph.start_backward(loss);
    graph.sweep(usize::MAX);
    assert_eq!((graph.cursor(), graph.grad(w)), (loss.index() + 1, 0.0));
    graph.sweep(0);
    graph.sweep(0);
    assert_eq!((graph.cursor(), graph.grad(w)), (0, -30.0));
}
