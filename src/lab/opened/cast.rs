//! Which nodes of a graph are drawn: those of all rows, or those of one, and of the others together.

use crate::autograd::Op;
use crate::diagram::{Kind, Knot};
use crate::lab::step::{Plan, RowPlan};

/// The nodes that a drawing shows.
#[derive(Clone, Debug)]
pub(super) struct Cast {
    /// The row of each band; `None` for the others together.
    pub bands: Vec<Option<usize>>,
    /// The node in each place of the drawing; of the others, that of one of them.
    pub nodes: Vec<usize>,
    pub knots: Vec<Knot>,
}

impl Cast {
    /// Of few rows all, of more than may be `open` this one and the others.
    pub fn new(plan: &Plan, row: usize, open: usize) -> Cast {
        let mut cast = Cast { bands: Vec::new(), nodes: Vec::new(), knots: Vec::new() };
        if plan.rows.len() <= open {
            cast.bands = (0..plan.rows.len()).map(Some).collect();
        } else {
            cast.bands = vec![Some(row), None];
        }
        for node in 0..plan.shared {
            if plan.params.contains(&node) {
                cast.add(plan, node, Kind::Param);
            } else if plan.is_computed(node) {
                cast.add(plan, node, Kind::Shared);
            }
        }
        // Of the others, one stands for all.
        let other = usize::from(row == 0);
        let mut inputs = Vec::new();
        for band in 0..cast.bands.len() {
            let RowPlan { first, loss, .. } = plan.rows[cast.bands[band].unwrap_or(other)];
            for node in first..=loss {
                if plan.is_computed(node) {
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
        if plan.averaging().contains(&node) {
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
