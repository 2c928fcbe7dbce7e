//! The graph of a batch as it is looked at: what each node computes and reads, whatever the precision.

use crate::autograd::{NodeId, Op, Operand};
use crate::diagram::{Kind, Knot};
use crate::model::Unrolled;
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
    pub fn nodes(&self) -> Vec<(usize, usize)> {
        let mut nodes = Vec::new();
        for (place, read) in self.reads.iter().enumerate() {
            if let Read::Node(node) = *read {
                nodes.push((place, node));
            }
        }
        nodes
    }

    /// The number that it reads, if there is one.
    pub fn number(&self) -> Option<f64> {
        for read in &self.reads {
            if let Read::Number(number) = *read {
                return Some(number);
            }
        }
        None
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
fn bracketed(number: String) -> String {
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
    pub fn new(unrolled: &Unrolled<f64>) -> Plan {
        let Unrolled { graph, params, rows, mean, .. } = unrolled;
        let mut plan =
            Plan { parts: Vec::new(), params: Vec::new(), rows: Vec::new(), mean: mean.index() };
        for node in graph.nodes() {
            let mut reads = Vec::new();
            for operand in node.operands() {
                reads.push(match operand {
                    Operand::Node(id) if graph.nodes()[id.index()].op() == Op::Const => {
                        Read::Number(graph.value(id))
                    }
                    Operand::Node(id) => Read::Node(id.index()),
                    Operand::Number(number) => Read::Number(number),
                });
            }
            plan.parts.push(Part { op: node.op(), reads });
        }
        for id in params {
            plan.params.push(id.index());
        }
        for row in rows {
            plan.rows.push(RowPlan {
                first: row.first.index(),
                prediction: row.prediction.index(),
                residual: row.residual.map(NodeId::index),
                loss: row.loss.index(),
            });
        }
        plan
    }

    /// How many nodes all rows share.
    pub fn shared(&self) -> usize {
        self.rows[self.rows.len() - 1].first
    }

    /// The row that a node belongs to.
    pub fn row_of(&self, node: usize) -> Option<usize> {
        let Plan { rows, .. } = self;
        // All rows have as many nodes, and they stand from the last to the first.
        let size = match rows[..] {
            [first, second, ..] => first.first - second.first,
            _ => rows[0].loss + 1 - rows[0].first,
        };
        let from = node.checked_sub(self.shared())? / size;
        rows.len().checked_sub(from + 1)
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

/// So many rows are open all at once; on a narrow screen so many.
pub(super) const OPEN: [usize; 2] = [6, 1];

impl Cast {
    /// Of few rows all, of more than may be `open` this one and the others.
    pub fn new(plan: &Plan, row: usize, open: usize) -> Cast {
        let mut cast = Cast { bands: Vec::new(), nodes: Vec::new(), knots: Vec::new() };
        if plan.rows.len() <= open {
            for row in 0..plan.rows.len() {
                cast.bands.push(Some(row));
            }
        } else {
            cast.bands = vec![Some(row), None];
        }
        for node in 0..plan.shared() {
            if plan.params.contains(&node) {
                cast.add(plan, node, Kind::Param);
            } else if !plan.parts[node].reads.is_empty() {
                cast.add(plan, node, Kind::Shared);
            }
        }
        // Of the others, one stands for all.
        let other = usize::from(row == 0);
        let mut inputs = Vec::new();
        for band in 0..cast.bands.len() {
            let RowPlan { first, loss, .. } = plan.rows[cast.bands[band].unwrap_or(other)];
            for node in first..=loss {
                if !plan.parts[node].reads.is_empty() {
                    cast.add(plan, node, Kind::Row(band));
                }
            }
            inputs.push(cast.nodes.len() - 1);
        }
        cast.nodes.push(plan.mean);
        cast.knots.push(Knot { kind: Kind::Loss, inputs, label: 6 });
        cast
    }

    fn add(&mut self, plan: &Plan, node: usize, kind: Kind) {
        let part = &plan.parts[node];
        let mut inputs = Vec::new();
        for (_, input) in part.nodes() {
            if let Some(place) = self.place_of(input) {
                inputs.push(place);
            }
        }
        // What is added, taken away or multiplied by a number has the same factor at every position.
        let steady = match part.op {
            Op::Add | Op::Sub | Op::Copy => true,
            Op::Mul => part.number().is_some(),
            _ => false,
        };
        let sign = letters(&part.sign());
        self.nodes.push(node);
        self.knots.push(Knot { kind, inputs, label: if steady { sign } else { sign.max(8) } });
    }

    fn place_of(&self, node: usize) -> Option<usize> {
        self.nodes.iter().position(|&other| other == node)
    }

    /// The place of a node in the drawing, if it is one of those that are drawn; where the others
    /// stand for each other, that which stands for it.
    pub fn find(&self, plan: &Plan, node: usize) -> Option<usize> {
        if node > plan.rows[0].loss && node <= plan.mean {
            return Some(self.nodes.len() - 1);
        }
        if let Some(place) = self.place_of(node) {
            return Some(place);
        }
        let offset = node - plan.rows[plan.row_of(node)?].first;
        for (place, &other) in self.nodes.iter().enumerate() {
            let row = plan.row_of(other).filter(|&row| plan.rows[row].first + offset == other);
            if self.knots[place].kind == Kind::Row(1) && row.is_some() {
                return Some(place);
            }
        }
        None
    }
}

/// How many characters a text has.
fn letters(text: &str) -> usize {
    let mut letters = 0;
    for byte in text.bytes() {
        // All but those that go on with a character.
        letters += usize::from(byte & 0xc0 != 0x80);
    }
    letters
}
