//! Random expressions in which any node may be read any number of times.

use gradwalk::autograd::{Float, Graph, NodeId, Op, Tape};
use num_dual::Dual64;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::table::{all, dual, record, smooth};

/// Three parameters and some operations, each on two nodes before it (by index); the last node is
/// the output. Every operation is smooth and not steep where it is evaluated.
#[derive(Clone, Debug)]
pub struct Expression {
    pub params: [f64; 3],
    pub steps: Vec<(Op, usize, usize)>,
}

/// The steepest local derivative: what is measured must not drown in rounding.
const STEEPEST: f64 = 20.0;

impl Expression {
    /// Keeps those of the wanted operations that are smooth on the nodes they would read.
    fn new(params: [f64; 3], wanted: Vec<(Op, Index, Index)>) -> Self {
        let mut values = params.to_vec();
        let mut steps = Vec::new();
        for (op, a, b) in wanted {
            let (i, j) = (a.index(values.len()), b.index(values.len()));
            let (a, b) = (values[i], values[j]);
            let Some(y) = op.eval(a, b).filter(|y| y.abs() < 1e3) else { continue };
            let gentle = op.pullback(a, b, y, 1.0).iter().all(|local| local.abs() < STEEPEST);
            if smooth(op, a, b) && gentle {
                values.push(y);
                steps.push((op, i, j));
            }
        }
        Expression { params, steps }
    }

    /// The expression in the graph's own words.
    pub fn record<F: Float>(&self) -> Recorded<F> {
        let tape = Tape::<F>::default();
        let mut vars = Vec::new();
        for (name, value) in ["u", "v", "w"].iter().zip(self.params) {
            vars.push(tape.param(name, F::from_f64(value)));
        }
        for &(op, i, j) in &self.steps {
            vars.push(record(op, vars[i], vars[j]));
        }
        let ids: Vec<_> = vars.iter().map(|var| var.id()).collect();
        Recorded { graph: tape.into_graph(), params: [ids[0], ids[1], ids[2]], ids }
    }

    /// The output and its derivative in one parameter, by dual numbers.
    fn dual(&self, param: usize) -> Dual64 {
        let seed = |(k, &value)| Dual64::new(value, if k == param { 1.0 } else { 0.0 });
        let mut values: Vec<_> = self.params.iter().enumerate().map(seed).collect();
        for &(op, i, j) in &self.steps {
            values.push(dual(op, values[i], values[j]));
        }
        values[values.len() - 1]
    }
}

/// A recorded expression.
pub struct Recorded<F> {
    pub graph: Graph<F>,
    pub params: [NodeId; 3],
    ids: Vec<NodeId>,
}

impl<F> Recorded<F> {
    pub fn output(&self) -> NodeId {
        self.ids[self.ids.len() - 1]
    }

    /// Some node.
    pub fn any(&self, index: Index) -> NodeId {
        self.ids[index.index(self.ids.len())]
    }
}

/// Any expression of at most this many operations.
pub fn expression(operations: usize) -> impl Strategy<Value = Expression> {
    let op = select(all().collect::<Vec<_>>());
    let wanted = prop::collection::vec((op, any::<Index>(), any::<Index>()), 1..operations);
    (prop::array::uniform3(-2.0..2.0), wanted)
        .prop_map(|(params, wanted)| Expression::new(params, wanted))
}

/// The bits of numbers, all NaN alike.
pub fn bits<F: Float>(values: impl IntoIterator<Item = F>) -> Vec<u64> {
    let one = |value: F| if value.to_f64().is_nan() { f64::NAN } else { value.to_f64() };
    values.into_iter().map(|value| one(value).to_bits()).collect()
}

/// Σ over all ways from the output to each node of |∏ local derivatives|: how large the numbers
/// are that a gradient is the sum of.
fn magnitudes(Recorded { graph, ids, .. }: &Recorded<f64>) -> Vec<f64> {
    let mut magnitudes = vec![0.0; graph.nodes().len()];
    magnitudes[ids[ids.len() - 1].index()] = 1.0;
    let edges: Vec<_> = graph.edges().collect();
    for edge in edges.iter().rev() {
        magnitudes[edge.input.index()] += magnitudes[edge.output.index()] * edge.local.abs();
    }
    magnitudes
}

proptest! {
    #[test]
    fn gradients_of_expressions_are_those_of_dual_numbers(expression in expression(40)) {
        let mut recorded = expression.record::<f64>();
        let magnitudes = magnitudes(&recorded);
        let output = recorded.output();
        recorded.graph.backward(output);
        for (k, param) in recorded.params.into_iter().enumerate() {
            let exact = expression.dual(k);
            let magnitude = 1.0 + magnitudes[param.index()];
            prop_assume!(magnitude < 1e4);
            let (y, grad) = (recorded.graph.value(output), recorded.graph.grad(param));
            // An error of a value moves each derivative behind it, hence the square.
            let tolerance = 1e-12 * magnitude.powi(2);
            prop_assert!((y - exact.re).abs() <= tolerance, "y = {y}, dual {exact}");
            prop_assert!((grad - exact.eps).abs() <= tolerance, "gradient {grad}, dual {exact}");
        }
    }
}
