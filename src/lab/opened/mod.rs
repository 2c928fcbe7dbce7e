//! One step of training as it is drawn: what is to be seen at a position, mark by mark.
//!
//! The page draws each mark where it is told to, and says the words that belong to its code. What
//! a number is worth, where it stands, where it came from and whether it is there yet is decided
//! here; what a node or a pill looks like, there. The marks:
//!
//! - `size` width, height
//! - `stage` name, `to-come`, `now` or `done`, the place of its first node, the place of its end,
//!   its numbers
//! - `row` x, y, width, height: of the band that was visited last
//! - `word` class, x, y, code, arguments
//! - `wire` class, then the points of its way
//! - `label` class, x, y, text
//! - `node` role, x, y, width, height, hue, the marks of its two halves, row, value, slope, sign, the
//!   places where these two come to be, and of several rows together the heights of their bars
//! - `leaf` name, what its gradient is called, x, y, width, height, the height of its vessel, mark, value, the value before its
//!   update, the rate
//! - `block` class, x, y, width, height, number
//! - `level` code, x, y, sum
//! - `say` stage, step, code, row, arguments
//! - `kept` sum; `twice` once, twice

mod bands;
mod marks;
mod nodes;
mod says;
mod strip;
mod vessel;
mod wires;

use super::plan::{Cast, Plan, Read};
use super::step::{Event, Landed, Sight};
use crate::autograd::Op;
use crate::diagram::{Diagram, Kind, Rect, Wire};
use crate::training::{Dataset, Gradient};
use marks::{Marks, TERMS};

/// The room to the right of the drawing, and for names below it.
const RIGHT: f64 = 14.0;
const BELOW: f64 = 32.0;

/// What is known of a step beside what is to be seen of it.
pub(super) struct Around<'a> {
    pub data: &'a Dataset,
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
    /// What w.grad holds in the first and in the second step, where nobody empties it.
    pub added_up: Option<[f64; 2]>,
    /// What w.grad holds after one call of `backward`, and after a second, if it was empty before.
    pub twice: &'a [f64],
    /// Whether the model is the lesson's line.
    pub line: bool,
    /// Where the events of each stage begin, and how many there are.
    pub stages: [usize; 5],
    /// How many of them are behind, and all of them.
    pub behind: usize,
    pub events: &'a [Event],
}

/// The drawing of a step.
pub(super) struct Opened<'a> {
    pub plan: &'a Plan,
    pub cast: &'a Cast,
    pub diagram: &'a Diagram,
    pub sight: &'a Sight,
    pub around: &'a Around<'a>,
}

impl Opened<'_> {
    /// All of it.
    pub fn marks(&self) -> String {
        let mut marks = Marks::default();
        marks.open("size");
        marks.place(self.diagram.width + self.diagram.room.0 + RIGHT);
        marks.place(self.diagram.height + self.diagram.room.1 + BELOW);
        self.strip(&mut marks);
        self.bands(&mut marks);
        for wire in &self.diagram.wires {
            self.wire(&mut marks, wire);
        }
        for wire in &self.diagram.wires {
            self.labels(&mut marks, wire);
        }
        for (index, &node) in self.cast.nodes.iter().enumerate() {
            match self.param_of(node) {
                Some(k) => self.leaf(&mut marks, index, k),
                None => self.node(&mut marks, index, node),
            }
        }
        self.say(&mut marks);
        if let Some([first, second]) = self.around.added_up {
            marks.open("kept");
            marks.put("");
            marks.sum_to(&[first, second - first], second);
        }
        if let [once, twice] = *self.around.twice {
            marks.open("twice");
            marks.number(once);
            marks.number(twice);
        }
        marks.text()
    }

    /// The place of a node of the drawing, moved to make room around it.
    fn rect(&self, index: usize) -> Rect {
        let Rect { x, y, width, height } = self.diagram.boxes[index];
        Rect { x: x + self.diagram.room.0, y: y + self.diagram.room.1, width, height }
    }

    /// The place in the drawing of a node of the graph.
    fn find(&self, node: usize) -> Option<usize> {
        self.cast.find(self.plan, node)
    }

    fn autograd(&self) -> bool {
        self.around.gradient == Gradient::Autograd
    }

    /// Whether this place in the drawing stands for several rows.
    fn is_many(&self, index: usize) -> bool {
        matches!(self.cast.knots[index].kind, Kind::Row(band) if self.cast.bands[band].is_none())
    }

    /// The nodes that stand at this place: one, or one for each of the other rows.
    fn nodes_at(&self, index: usize) -> Vec<usize> {
        let node = self.cast.nodes[index];
        let (true, Some(of)) = (self.is_many(index), self.plan.row_of(node)) else {
            return vec![node];
        };
        let offset = node - self.plan.rows[of].first;
        let mut nodes = Vec::new();
        for (row, plan) in self.plan.rows.iter().enumerate() {
            if Some(row) != self.cast.bands[0] {
                nodes.push(plan.first + offset);
            }
        }
        nodes
    }

    /// The numbers of the nodes at this place, if each has one.
    fn all_of(&self, index: usize, numbers: &[Option<f64>]) -> Option<Vec<f64>> {
        let mut all = Vec::new();
        for node in self.nodes_at(index) {
            all.push(numbers[node]?);
        }
        Some(all)
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
            row.map_or(node < self.plan.shared(), |row| node <= self.plan.rows[row].prediction);
        if before && node <= self.plan.rows[0].loss { "w" } else { "loss" }
    }

    /// Which parameter a node is, if it is one.
    fn param_of(&self, node: usize) -> Option<usize> {
        for (k, &param) in self.plan.params.iter().enumerate() {
            if param == node {
                return Some(k);
            }
        }
        None
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
        let mut all = Vec::new();
        for &landed in &self.sight.landed {
            if landed.to == self.plan.params[k] {
                all.push(landed);
            }
        }
        all
    }

    /// Whether all that lands there has landed.
    fn is_whole(&self, k: usize) -> bool {
        for event in &self.around.events[self.around.behind..] {
            if matches!(*event, Event::Landing { to, .. } if to == self.plan.params[k]) {
                return false;
            }
        }
        true
    }

    /// The losses of the rows, as far as they are there.
    fn losses(&self) -> Vec<f64> {
        let mut losses = Vec::new();
        for row in &self.plan.rows {
            losses.extend(self.sight.values[row.loss]);
        }
        losses
    }

    /// The place in a link of so many events of this step.
    fn phase(&self, behind: usize) -> String {
        super::step::phase(&self.around.stages, behind.min(self.around.stages[4] - 1))
    }
}

/// The largest of some numbers without their signs.
fn largest(numbers: &[f64]) -> f64 {
    let mut most = 0.0;
    for number in numbers {
        most = f64::max(most, number.abs());
    }
    most
}

/// What each that has landed brought.
fn slopes(landed: &[Landed]) -> Vec<f64> {
    let mut slopes = Vec::new();
    for landed in landed {
        slopes.push(landed.slope);
    }
    slopes
}
