//! One step of training as it is drawn: what is to be seen at a position, mark by mark.
//!
//! The page draws each mark where it is told to, and says the words that belong to its code. What
//! a number is worth, where it stands, where it came from and whether it is there yet is decided
//! here; what a node or a pill looks like, there. The marks:
//!
//! - `size` width, height
//! - `stage` name, `to-come`, `now` or `done`, the place of its first node, the place of its end,
//!   the lines of its numbers
//! - `row` x, y, width, height: of the band that was visited last
//! - `word` class, x, y, code, arguments
//! - `wire` `idle`, `back` or a hue, whether it was used last (`now`), then the points of its way
//! - `label` class, whether a number came by it last or came to it (`by`, `to`), x, y, text
//! - `node` role, x, y, width, height, hue, the marks of its two halves, row, value, slope, sign, the
//!   places where these two come to be, and of several rows together the heights of their bars
//! - `leaf` name, what its gradient is called, x, y, width, height, the height of its vessel, mark, value, the value before its
//!   update, the rate where the update is that times the gradient
//! - `block` class, x, y, width, height, number
//! - `level` code, x, y, sum
//! - `say` stage, step, code, row, arguments
//! - `ended`, where the run ends with this step
//! - `kept` sum, what the gradient is called
//! - `twice` once, twice, what the gradient is called

mod bands;
mod cast;
mod drawing;
mod marks;
mod nodes;
mod says;
mod strip;
mod terms;
mod vessel;
mod wires;

pub(super) use drawing::Drawing;

use super::step::{Event, Landed, Plan, Read, Sight, Stages};
use crate::autograd::Op;
use crate::diagram::{Diagram, Kind, Rect, Wire};
use crate::model::Model;
use crate::training::{Dataset, Gradient};
use marks::{Marks, TERMS};

/// The room to the right of the drawing, and for names below it.
const RIGHT: f64 = 14.0;
const BELOW: f64 = 32.0;

/// What is known of a step beside what is to be seen of it.
pub(super) struct Around<'a> {
    /// The rows of the step.
    pub data: &'a Dataset,
    /// Where they stand among all rows; `None` where those are all.
    pub rows: Option<&'a [usize]>,
    /// The optimizer, where it does more than to take the rate times the gradient off.
    pub optimizer: Option<&'static str>,
    pub model: &'a Model,
    /// The parameters by name.
    pub names: &'a [String],
    pub gradient: Gradient,
    pub zero_grad: bool,
    pub lr: f64,
    /// What each `.grad` held before the step.
    pub before: &'a [f64],
    /// The largest that each `.grad` has been in this run.
    pub largest: &'a [f64],
    /// The loss after the step.
    pub then: f64,
    /// What each `.grad` holds in the first and in the second step, where nobody empties it.
    pub added_up: &'a [[f64; 2]],
    /// What each `.grad` holds after one call of `backward`, and after a second, if it was empty
    /// before.
    pub twice: &'a [[f64; 2]],
    /// Whether the vessels show that.
    pub again: bool,
    /// Whether we stand behind it, at the end of the run.
    pub ended: bool,
    /// Where the events of each stage begin, and how many there are.
    pub stages: Stages,
    /// How many of them are behind, and all of them.
    pub behind: usize,
    pub events: &'a [Event],
}

/// The drawing of a step.
pub(super) struct Opened<'a> {
    pub plan: &'a Plan,
    pub drawing: &'a Drawing,
    pub sight: &'a Sight,
    pub around: &'a Around<'a>,
}

impl Opened<'_> {
    /// All of it.
    pub fn marks(&self) -> String {
        let mut marks = Marks::default();
        marks.open("size");
        let Diagram { width, height, .. } = self.drawing.diagram;
        marks.point(self.place((width + RIGHT, height + BELOW)));
        self.strip(&mut marks);
        self.bands(&mut marks);
        for wire in &self.drawing.diagram.wires {
            self.wire(&mut marks, wire);
        }
        for wire in &self.drawing.diagram.wires {
            self.labels(&mut marks, wire);
        }
        for (index, &node) in self.drawing.cast.nodes.iter().enumerate() {
            match self.param_of(node) {
                Some(k) => self.leaf(&mut marks, index, k),
                None => self.node(&mut marks, index, node),
            }
        }
        self.say(&mut marks);
        if self.around.ended {
            marks.open("ended");
        }
        for (k, &[first, second]) in self.around.added_up.iter().enumerate() {
            marks.open("kept");
            marks.put("");
            marks.sum_to(&[first, second - first], second);
            marks.put(&self.grad_of(k));
        }
        for (k, &[once, twice]) in self.around.twice.iter().enumerate() {
            marks.open("twice");
            marks.number(once);
            marks.number(twice);
            marks.put(&self.grad_of(k));
        }
        marks.text()
    }

    /// The number of a row of the step among all rows, counted from 1.
    fn number_of(&self, row: usize) -> usize {
        1 + self.around.rows.map_or(row, |rows| rows[row])
    }

    /// A place of the drawing, moved to make room around it.
    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (left, above) = self.drawing.diagram.room;
        (x + left, y + above)
    }

    /// The place of a node of the drawing.
    fn rect(&self, index: usize) -> Rect {
        let Rect { x, y, width, height } = self.drawing.diagram.boxes[index];
        let (x, y) = self.place((x, y));
        Rect { x, y, width, height }
    }

    /// The place in the drawing of a node of the graph.
    fn find(&self, node: usize) -> Option<usize> {
        self.drawing.cast.find(self.plan, node)
    }

    fn autograd(&self) -> bool {
        self.around.gradient == Gradient::Autograd
    }

    /// Whether this place in the drawing stands for several rows.
    fn is_many(&self, index: usize) -> bool {
        matches!(self.drawing.cast.knots[index].kind, Kind::Row(band) if self.drawing.cast.bands[band].is_none())
    }

    /// The nodes that stand at this place: one, or one for each of the other rows.
    fn nodes_at(&self, index: usize) -> Vec<usize> {
        let node = self.drawing.cast.nodes[index];
        let (true, Some(of)) = (self.is_many(index), self.plan.row_of(node)) else {
            return vec![node];
        };
        let offset = node - self.plan.rows[of].first;
        let mut nodes = Vec::new();
        for (row, plan) in self.plan.rows.iter().enumerate() {
            if Some(row) != self.drawing.cast.bands[0] {
                nodes.push(plan.first + offset);
            }
        }
        nodes
    }

    /// The numbers of the nodes at this place, if each has one.
    fn all_of(&self, index: usize, numbers: &[Option<f64>]) -> Option<Vec<f64>> {
        self.nodes_at(index).into_iter().map(|node| numbers[node]).collect()
    }

    fn has_value(&self, index: usize) -> bool {
        self.all_of(index, &self.sight.values).is_some()
    }

    fn has_slope(&self, index: usize) -> bool {
        self.all_of(index, &self.sight.slopes).is_some()
    }

    /// The colour of what this node computes: a prediction's or a loss's.
    fn hue(&self, node: usize) -> &'static str {
        let row = self.plan.row_of(node);
        let before =
            row.map_or(node < self.plan.shared, |row| node <= self.plan.rows[row].prediction);
        if before { "w" } else { "loss" }
    }

    /// Which parameter a node is, if it is one.
    fn param_of(&self, node: usize) -> Option<usize> {
        self.plan.params.iter().position(|&param| param == node)
    }

    /// What a node of the lesson is called.
    fn role(&self, node: usize) -> &'static str {
        if node == self.plan.mean {
            return "loss";
        }
        let Some(row) = self.plan.row_of(node) else { return "value" };
        let row = self.plan.rows[row];
        match node {
            _ if node == row.prediction => "prediction",
            _ if Some(node) == row.residual => "residual",
            _ if node == row.loss && self.plan.parts[node].op == Op::Powi(2) => "square",
            _ if node == row.loss => "row-loss",
            _ => "value",
        }
    }

    fn given(&self, k: usize) -> bool {
        self.around.events[..self.around.behind].contains(&Event::Given(k))
    }

    fn has_moved(&self, k: usize) -> bool {
        self.around.events[..self.around.behind].contains(&Event::Moved(k))
    }

    /// What has landed at a parameter.
    fn landed_at(&self, k: usize) -> Vec<Landed> {
        let here = |landed: &&Landed| landed.to == self.plan.params[k];
        self.sight.landed.iter().filter(here).copied().collect()
    }

    /// Whether all that lands there has landed.
    fn is_whole(&self, k: usize) -> bool {
        let param = self.plan.params[k];
        let lands = |event: &Event| matches!(*event, Event::Landing { to, .. } if to == param);
        !self.around.events[self.around.behind..].iter().any(lands)
    }

    /// Whether the loss of a row is the square of its residual.
    fn is_square(&self) -> bool {
        self.role(self.plan.rows[0].loss) == "square"
    }

    /// The losses of the rows, as far as they are there, in the order in which they are added up.
    fn losses(&self) -> Vec<f64> {
        let rows = self.plan.order.iter().map(|&row| self.plan.rows[row]);
        rows.filter_map(|row| self.sight.values[row.loss]).collect()
    }
}

/// The largest of some numbers without their signs.
fn largest(numbers: &[f64]) -> f64 {
    numbers.iter().map(|number| number.abs()).fold(0.0, f64::max)
}

/// What each that has landed brought.
fn slopes(landed: &[Landed]) -> Vec<f64> {
    landed.iter().map(|landed| landed.slope).collect()
}
