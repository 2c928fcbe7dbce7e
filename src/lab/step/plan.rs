//! The graph of a batch as it is looked at: what each node computes and reads, whatever the precision.

use std::ops::Range;

use crate::autograd::{NodeId, Op, Operand};
use crate::model::Unrolled;

/// What a node reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::lab) enum Read {
    /// The node of this index.
    Node(usize),
    /// A number of the data or of the model.
    Number(f64),
}

/// A node.
#[derive(Clone, Debug)]
pub(in crate::lab) struct Part {
    pub op: Op,
    pub reads: Vec<Read>,
}

impl Part {
    /// The nodes that it reads, each with its place among what it reads.
    pub fn nodes(&self) -> Vec<(usize, usize)> {
        let node = |(place, read): (usize, &Read)| match *read {
            Read::Node(node) => Some((place, node)),
            Read::Number(_) => None,
        };
        self.reads.iter().enumerate().filter_map(node).collect()
    }

    /// The number that it reads, if there is one.
    pub fn number(&self) -> Option<f64> {
        self.reads.iter().find_map(|read| match *read {
            Read::Number(number) => Some(number),
            Read::Node(_) => None,
        })
    }

    /// The local derivative ∂self/∂input, where its value is `y`.
    pub fn factor(&self, input: usize, values: &[Option<f64>], y: f64) -> f64 {
        let [a, b] = self.operands(values);
        self.op.pull(a, b, y, 1.0)[input]
    }

    /// What it reads, two numbers: of an operation of one input the second is 0.
    pub fn operands(&self, values: &[Option<f64>]) -> [f64; 2] {
        let mut operands = [0.0; 2];
        for (place, read) in self.reads.iter().enumerate() {
            operands[place] = match *read {
                Read::Node(node) => values[node].unwrap_or(f64::NAN),
                Read::Number(number) => number,
            };
        }
        operands
    }
}

/// The graph of a batch.
#[derive(Clone, Debug)]
pub(in crate::lab) struct Plan {
    /// By the nodes' indices.
    pub parts: Vec<Part>,
    /// The parameters.
    pub params: Vec<usize>,
    /// How many nodes all rows share.
    pub shared: usize,
    /// From the first row to the last.
    pub rows: Vec<RowPlan>,
    /// The rows in the order in which they are added up.
    pub order: Vec<usize>,
    /// The mean of the rows' losses.
    pub mean: usize,
    /// The row of each node, if it is one's.
    owners: Vec<Option<u32>>,
}

/// A row's nodes.
#[derive(Clone, Copy, Debug)]
pub(in crate::lab) struct RowPlan {
    pub first: usize,
    pub prediction: usize,
    pub residual: Option<usize>,
    pub loss: usize,
}

impl Plan {
    /// The graph of these rows. Where running sums come together is not looked at: what reads one reads the
    /// scalar that it is of.
    pub fn new(unrolled: &Unrolled<f64>) -> Plan {
        let Unrolled { graph, params, shared, rows, order, mean, .. } = unrolled;
        let rows = rows.iter().map(|row| RowPlan {
            first: row.first.index(),
            prediction: row.prediction.index(),
            residual: row.residual.map(NodeId::index),
            loss: row.loss.index(),
        });
        let rows: Vec<RowPlan> = rows.collect();
        let mut owners = vec![None; graph.nodes().len()];
        for (row, plan) in rows.iter().enumerate() {
            owners[plan.first..=plan.loss].fill(Some(row as u32));
        }
        let mut plan = Plan {
            parts: Vec::new(),
            params: params.iter().map(|id| id.index()).collect(),
            shared: *shared,
            rows,
            order: order.clone(),
            mean: mean.index(),
            owners,
        };
        // Of each running sum, the scalar.
        let mut scalars: Vec<usize> = Vec::new();
        let averaging = plan.averaging();
        for (index, node) in graph.nodes().iter().enumerate() {
            let read = |operand| match operand {
                Operand::Node(id) if graph.nodes()[id.index()].op() == Op::Const => {
                    Read::Number(graph.value(id))
                }
                Operand::Node(id) => Read::Node(scalars[id.index()]),
                Operand::Number(number) => Read::Number(number),
            };
            let mut reads: Vec<Read> = node.operands().map(read).collect();
            let is_running =
                index >= *shared && index < averaging.start && plan.owners[index].is_none();
            scalars.push(match reads[..] {
                [Read::Node(scalar)] if is_running => scalar,
                _ => index,
            });
            if is_running {
                reads.clear();
            }
            plan.parts.push(Part { op: node.op(), reads });
        }
        plan
    }

    /// Whether a node is computed, and no constant and no parameter.
    pub fn is_computed(&self, node: usize) -> bool {
        !self.parts[node].reads.is_empty()
    }

    /// Whether slopes of several rows come together at a node: at a parameter, or at what is
    /// computed from parameters alone.
    pub fn collects(&self, node: usize) -> bool {
        self.params.contains(&node) || (node < self.shared && self.is_computed(node))
    }

    /// The nodes of the mean: the sums, and the division.
    pub fn averaging(&self) -> Range<usize> {
        let last = self.rows.iter().map(|row| row.loss).max();
        last.map_or(0, |last| last + 1)..self.mean + 1
    }

    /// Which nodes a row computes to its prediction, counted from its first.
    pub fn predictions(&self) -> Vec<usize> {
        self.layers(self.rows[0].first..self.rows[0].prediction + 1)
    }

    /// Which nodes a row computes from there to its loss, counted from its first.
    pub fn losses(&self) -> Vec<usize> {
        let RowPlan { first, prediction, loss, .. } = self.rows[0];
        self.layers(first.max(prediction + 1)..loss + 1)
    }

    fn layers(&self, nodes: Range<usize>) -> Vec<usize> {
        nodes.filter(|&node| self.is_computed(node)).map(|node| node - self.rows[0].first).collect()
    }

    /// The row that a node belongs to.
    pub fn row_of(&self, node: usize) -> Option<usize> {
        self.owners[node].map(|row| row as usize)
    }
}
