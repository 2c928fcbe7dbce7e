//! The graph of a batch as it is looked at: what each node computes and reads, whatever the precision.

use crate::autograd::{Float, NodeId, Op, Operand};
use crate::diagram::{Kind, Knot};
use crate::model::{Row, Unrolled};
use crate::number::few;

/// What a node reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Read {
    /// The node of this index.
    Node(usize),
    /// A number of the data or of the model.
    Number(f64),
}

/// A node.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub op: Op,
    pub reads: Vec<Read>,
}

impl Part {
    /// The nodes that it reads, each with its place among what it reads.
    pub fn nodes(&self) -> impl Iterator<Item = (usize, usize)> {
        self.reads.iter().enumerate().filter_map(|(place, read)| match *read {
            Read::Node(node) => Some((place, node)),
            Read::Number(_) => None,
        })
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

    fn operands(&self, values: &[Option<f64>]) -> [f64; 2] {
        let value = |read: &Read| match *read {
            Read::Node(node) => values[node].unwrap_or(f64::NAN),
            Read::Number(number) => number,
        };
        let a = self.reads.first().map_or(0.0, value);
        [a, self.reads.get(1).map_or(a, value)]
    }

    /// What it does to what it reads, as it stands on a wire: `× 3`, `− 6`, `( )²`, `tanh`.
    pub fn sign(&self) -> String {
        let sign = match self.op {
            Op::Powi(n) => "( )".to_owned() + &raised(n),
            op => op.label().to_owned(),
        };
        match self.reads[..] {
            [Read::Number(number), Read::Node(_)] if self.op == Op::Mul => {
                sign + " " + &few(number, 3)
            }
            [Read::Number(number), Read::Node(_)] => few(number, 3) + " " + &sign,
            [Read::Node(_), Read::Number(number)] => sign + " " + &few(number, 3),
            _ => sign,
        }
    }

    /// What it computes with these numbers: `0 × 3`, `−6²`, `tanh(0.6)`.
    pub fn told(&self, values: &[Option<f64>]) -> String {
        let [a, b] = self.operands(values).map(|number| few(number, 3));
        match self.op {
            Op::Powi(n) => "(".to_owned() + &a + ")" + &raised(n),
            op if self.reads.len() > 1 => a + " " + op.label() + " " + &bracketed(b),
            op => op.label().to_owned() + "(" + &a + ")",
        }
    }
}

/// A number behind a sign.
pub(super) fn bracketed(number: String) -> String {
    if number.starts_with('-') { "(".to_owned() + &number + ")" } else { number }
}

/// An exponent.
fn raised(n: i32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = n.unsigned_abs().to_string().into_bytes().into_iter();
    let mut text = String::from(if n < 0 { "⁻" } else { "" });
    digits.for_each(|digit| text.push(DIGITS[usize::from(digit - b'0')]));
    text
}

/// The graph of a batch.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// By the nodes' indices.
    pub parts: Vec<Part>,
    /// The parameters.
    pub params: Vec<usize>,
    /// From the first row to the last.
    pub rows: Vec<RowPlan>,
    /// The mean of the rows' losses.
    pub mean: usize,
}

/// A row's nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowPlan {
    pub first: usize,
    pub prediction: usize,
    pub residual: Option<usize>,
    pub loss: usize,
}

impl Plan {
    pub fn new<F: Float>(unrolled: &Unrolled<F>) -> Plan {
        let Unrolled { graph, params, rows, mean, .. } = unrolled;
        let params: Vec<usize> = params.iter().map(|id| id.index()).collect();
        let read = |operand: Operand<F>| match operand {
            Operand::Node(id) => {
                let constant = graph.nodes()[id.index()].op() == Op::Const;
                if constant { Read::Number(graph.value(id).to_f64()) } else { Read::Node(id.index()) }
            }
            Operand::Number(number) => Read::Number(number.to_f64()),
        };
        let mut parts = Vec::new();
        for node in graph.nodes() {
            parts.push(Part { op: node.op(), reads: node.operands().map(read).collect() });
        }
        let row = |row: &Row| RowPlan {
            first: row.first.index(),
            prediction: row.prediction.index(),
            residual: row.residual.map(NodeId::index),
            loss: row.loss.index(),
        };
        Plan { parts, params, rows: rows.iter().map(row).collect(), mean: mean.index() }
    }

    /// The row that a node belongs to.
    pub fn row_of(&self, node: usize) -> Option<usize> {
        self.rows.iter().position(|row| (row.first..=row.loss).contains(&node))
    }
}

/// Which nodes a drawing shows: those of all rows, or those of one, and of the others together.
#[derive(Clone, Debug)]
pub(super) struct Cast {
    /// The row of each band; `None` for the others together.
    pub bands: Vec<Option<usize>>,
    /// The node in each place of the drawing; of the others, that of one of them.
    pub nodes: Vec<usize>,
    pub knots: Vec<Knot>,
}

/// So many rows are open all at once.
pub(super) const OPEN: usize = 6;

impl Cast {
    /// Of so many rows all, or this one and the others.
    pub fn new(plan: &Plan, row: usize) -> Cast {
        let count = plan.rows.len();
        let bands = if count <= OPEN { (0..count).map(Some).collect() } else { vec![Some(row), None] };
        let mut cast = Cast { bands, nodes: Vec::new(), knots: Vec::new() };
        let shared = plan.rows.last().map_or(0, |row| row.first);
        for node in 0..shared {
            if plan.params.contains(&node) {
                cast.add(plan, node, Kind::Param);
            } else if !plan.parts[node].reads.is_empty() {
                cast.add(plan, node, Kind::Shared);
            }
        }
        for band in 0..cast.bands.len() {
            let other = if row == 0 { 1 } else { 0 };
            let RowPlan { first, loss, .. } = plan.rows[cast.bands[band].unwrap_or(other)];
            for node in first..=loss {
                if !plan.parts[node].reads.is_empty() {
                    cast.add(plan, node, Kind::Row(band));
                }
            }
        }
        let losses = cast.bands.iter().map(|band| band.unwrap_or(if row == 0 { 1 } else { 0 }));
        let losses: Vec<usize> = losses.map(|row| plan.rows[row].loss).collect();
        let inputs = losses.iter().filter_map(|&node| cast.place_of(node)).collect();
        cast.nodes.push(plan.mean);
        cast.knots.push(Knot { kind: Kind::Loss, inputs, label: 6 });
        cast
    }

    fn add(&mut self, plan: &Plan, node: usize, kind: Kind) {
        let part = &plan.parts[node];
        let inputs = part.nodes().filter_map(|(_, input)| self.place_of(input)).collect();
        // What is added, taken away or multiplied by a number has the same factor at every position.
        let steady = match part.op {
            Op::Add | Op::Sub | Op::Copy => true,
            Op::Mul => part.number().is_some(),
            _ => false,
        };
        let sign = part.sign().chars().count();
        self.nodes.push(node);
        self.knots.push(Knot { kind, inputs, label: if steady { sign } else { sign.max(8) } });
    }

    fn place_of(&self, node: usize) -> Option<usize> {
        self.nodes.iter().position(|&other| other == node)
    }

    /// The place of a node in the drawing, if it is one of those that are drawn; where the others
    /// stand for each other, that which stands for it.
    pub fn find(&self, plan: &Plan, node: usize) -> Option<usize> {
        if node >= plan.rows.first().map_or(0, |row| row.loss + 1) && node <= plan.mean {
            return Some(self.nodes.len() - 1);
        }
        self.place_of(node).or_else(|| {
            let band = self.bands.iter().position(Option::is_none)?;
            let offset = node - plan.rows[plan.row_of(node)?].first;
            let of_band = |&place: &usize| self.knots[place].kind == Kind::Row(band);
            let first = plan.rows[plan.row_of(self.nodes[(0..self.nodes.len()).find(of_band)?])?].first;
            self.place_of(first + offset)
        })
    }
}
