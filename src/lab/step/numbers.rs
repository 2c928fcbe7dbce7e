//! The numbers of one step: every value, every slope, and what lands where.

use super::Event;
use std::mem;

use crate::autograd::{Float, Graph, NodeId, Operand};

/// A slope that has landed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Landed {
    /// The node that handed it on.
    pub from: usize,
    /// Where it landed.
    pub to: usize,
    /// What was handed on.
    pub slope: f64,
    /// What has landed there so far.
    pub sum: f64,
}

/// The numbers of one step, by the nodes' indices; what lands in its order.
pub(super) struct Numbers {
    pub values: Vec<f64>,
    pub slopes: Vec<f64>,
    pub landed: Vec<Landed>,
}

impl Numbers {
    /// Runs the graph forward and backward from these parameters.
    pub fn new<F: Float>(
        graph: &mut Graph<F>,
        leaves: &[NodeId],
        loss: NodeId,
        events: &[Event],
        params: &[f64],
    ) -> Numbers {
        forward(graph, leaves, params);
        graph.backward(loss);
        let mut sums = vec![F::ZERO; graph.nodes().len()];
        let mut landed = Vec::new();
        for &event in events {
            let Event::Landing { from, input, to } = event else { continue };
            let slope = handed_on(graph, from)[input];
            sums[to] += slope;
            landed.push(Landed { from, to, slope: slope.to_f64(), sum: sums[to].to_f64() });
        }
        // Where running sums come together apart from each other, all is what the sweep has come to.
        let mut whole = vec![false; sums.len()];
        for landed in landed.iter_mut().rev() {
            if !mem::replace(&mut whole[landed.to], true) {
                landed.sum = graph.adjoints()[landed.to].to_f64();
            }
        }
        Numbers {
            values: graph.values().map(Float::to_f64).collect(),
            slopes: graph.adjoints().iter().map(|slope| slope.to_f64()).collect(),
            landed,
        }
    }
}

/// What each parameter's gradient is after one call of `backward` and after a second, if it was
/// empty before.
pub(super) fn twice<F: Float>(
    graph: &mut Graph<F>,
    leaves: &[NodeId],
    loss: NodeId,
    params: &[f64],
) -> Vec<[f64; 2]> {
    forward(graph, leaves, params);
    let mut grads = || {
        graph.backward(loss);
        leaves.iter().map(|&leaf| graph.grad(leaf).to_f64()).collect::<Vec<_>>()
    };
    let (once, twice) = (grads(), grads());
    once.into_iter().zip(twice).map(|(once, twice)| [once, twice]).collect()
}

/// Computes a graph from these parameters, with every gradient empty.
fn forward<F: Float>(graph: &mut Graph<F>, leaves: &[NodeId], params: &[f64]) {
    for (&leaf, &value) in leaves.iter().zip(params) {
        graph.set(leaf, F::from_f64(value));
    }
    graph.zero_grad();
    graph.forward();
}

/// What a node hands on to each of its inputs, as the sweep does: nothing if its slope is 0.
fn handed_on<F: Float>(graph: &Graph<F>, node: usize) -> [F; 2] {
    let (slope, node) = (graph.adjoints()[node], &graph.nodes()[node]);
    let mut operands = node.operands().map(|operand| match operand {
        Operand::Node(id) => graph.value(id),
        Operand::Number(number) => number,
    });
    let a = operands.next().unwrap_or(F::ZERO);
    let b = operands.next().unwrap_or(a);
    if slope == F::ZERO { [F::ZERO; 2] } else { node.op().pull(a, b, node.value(), slope) }
}
