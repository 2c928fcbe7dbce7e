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

mod marks;
mod says;
mod strip;
mod vessel;

use super::plan::{Cast, Plan, Read};
use super::step::{Event, Landed, Sight};
use crate::autograd::Op;
use crate::diagram::{Diagram, Kind, Rect, Wire};
use crate::number::short;
use crate::training::{Dataset, Gradient};
use marks::{Marks, TERMS};

/// The room around the drawing: for the update left of the parameters, for names above and below.
const LEFT: f64 = 96.0;
const RIGHT: f64 = 14.0;
const ABOVE: f64 = 52.0;
const BELOW: f64 = 32.0;
/// From the middle of a wire to the middle of a label above it, and of one below.
const OVER: f64 = -12.0;
const UNDER: f64 = 14.0;
/// From the first node of a row to the left of its band.
const LEAD: f64 = 132.0;
/// So many bars stand for the other rows.
const BARS: usize = 28;

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
        marks.place(self.diagram.width + LEFT + RIGHT);
        marks.place(self.diagram.height + ABOVE + BELOW);
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
        Rect { x: x + LEFT, y: y + ABOVE, width, height }
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

    /// The ground of the row that was visited last, the names of the columns, and what the rows are
    /// where not all are open.
    fn bands(&self, marks: &mut Marks) {
        let visited = match self.sight.last {
            Some(Event::Value(node) | Event::Slope(node)) => self.find(node),
            Some(Event::Landing { from, .. }) => self.find(from),
            _ => None,
        };
        let (mut left, mut right) = (f64::INFINITY, 0.0f64);
        for (index, knot) in self.cast.knots.iter().enumerate() {
            if let Kind::Row(_) = knot.kind {
                let rect = self.rect(index);
                (left, right) = (left.min(rect.x), right.max(rect.x + rect.width));
            }
        }
        let count = self.plan.rows.len();
        let part = self.cast.bands.len() < count;
        let (mut top, mut bottom) = (f64::INFINITY, 0.0f64);
        for (band, &(middle, high)) in self.diagram.bands.iter().enumerate() {
            let y = middle - high / 2.0 + ABOVE;
            (top, bottom) = (top.min(y), bottom.max(y + high));
            if count > 1
                && visited.is_some_and(|index| self.cast.knots[index].kind == Kind::Row(band))
            {
                marks.open("row");
                marks.point((left - LEAD, y + 1.0));
                marks.point((right - left + LEAD + 8.0, high - 2.0));
            }
            if part {
                marks.open("word");
                marks.put("strong start");
                marks.point((left - LEAD + 4.0, y - 6.0));
                marks.put(if self.cast.bands[band].is_some() { "point" } else { "others" });
                marks.count(self.cast.bands[band].map_or(count - 1, |row| row + 1));
            }
        }
        let derived = self.autograd() && self.around.behind >= self.around.stages[2];
        for (index, knot) in self.cast.knots.iter().enumerate() {
            let role = self.role(self.cast.nodes[index]);
            let loss = knot.kind == Kind::Loss;
            if role == "value" || !(loss || knot.kind == Kind::Row(0)) {
                continue;
            }
            let rect = self.rect(index);
            let middle = rect.x + rect.width / 2.0;
            let over = if loss { rect.y - 14.0 } else { top - if part { 32.0 } else { 12.0 } };
            marks.open("word");
            marks.put("strong middle");
            marks.point((middle, over));
            marks.put(role);
            if derived && !loss {
                marks.open("word");
                marks.put("back middle");
                marks.point((middle, bottom + 14.0));
                marks.put("slope-of");
                marks.put(role);
            }
            if loss && self.has_value(index) && count > 1 {
                marks.open("label");
                marks.put("loss middle");
                marks.point((middle, rect.y + rect.height + 15.0));
                marks.number(self.losses().iter().sum::<f64>());
                marks.more(" ÷ ");
                marks.more(&count.to_string());
            }
        }
    }

    /// The losses of the rows, as far as they are there.
    fn losses(&self) -> Vec<f64> {
        let mut losses = Vec::new();
        for row in &self.plan.rows {
            losses.extend(self.sight.values[row.loss]);
        }
        losses
    }

    /// Whether the event that was visited last came by this wire, and whether backwards.
    fn lit(&self, wire: &Wire) -> Option<bool> {
        match self.sight.last? {
            Event::Value(node) | Event::Mean(node) => {
                (self.find(node) == Some(wire.to)).then_some(false)
            }
            Event::Slope(node) => (self.find(node) == Some(wire.from)).then_some(true),
            Event::Landing { from, to, .. } => {
                let here = self.find(from) == Some(wire.to) && self.find(to) == Some(wire.from);
                here.then_some(true)
            }
            _ => None,
        }
    }

    /// Whether what is read by this wire collects what lands there.
    fn collects(&self, wire: &Wire) -> bool {
        matches!(self.cast.knots[wire.from].kind, Kind::Param | Kind::Shared)
    }

    /// What has come back along a wire, of several rows the sum; nothing if not all has.
    fn handed(&self, wire: &Wire) -> Option<f64> {
        if !self.autograd() {
            return None;
        }
        let from = self.cast.nodes[wire.from];
        if !self.collects(wire) {
            return self.sight.slopes[from].filter(|_| self.has_slope(wire.from));
        }
        let nodes = self.nodes_at(wire.to);
        let (mut sum, mut count) = (0.0, 0);
        for landed in &self.sight.landed {
            if landed.to == from && nodes.contains(&landed.from) {
                (sum, count) = (sum + landed.slope, count + 1);
            }
        }
        (count >= nodes.len()).then_some(sum)
    }

    /// The local derivative of a node by one of what it reads, at the present values.
    fn factor(&self, node: usize, read: usize) -> f64 {
        let y = self.sight.values[node].unwrap_or(f64::NAN);
        self.plan.parts[node].factor(read, &self.sight.values, y)
    }

    fn wire(&self, marks: &mut Marks, wire: &Wire) {
        marks.open("wire");
        marks.put(match () {
            () if self.handed(wire).is_some() => "back",
            () if self.has_value(wire.to) => self.hue(self.cast.nodes[wire.to]),
            () => "idle",
        });
        marks.more(if self.lit(wire).is_some() { " now" } else { "" });
        for &(x, y) in &wire.points {
            marks.point((x + LEFT, y + ABOVE));
        }
    }

    /// What happens on a wire: forward above it, backward below; and what it hands to what collects.
    fn labels(&self, marks: &mut Marks, wire: &Wire) {
        let node = self.cast.nodes[wire.to];
        let part = &self.plan.parts[node];
        let lit = self.lit(wire);
        let many = self.is_many(wire.to);
        let mean = node == self.plan.mean;
        let (x, y) = (wire.label.0 + LEFT, wire.label.1 + ABOVE);
        let joins = self.cast.knots[wire.to].inputs.len() > 1;
        if !(mean || joins && wire.input > 0) {
            marks.open("label");
            marks.put("sign middle");
            if joins {
                // Where two meet, before the node.
                let (x, y) = wire.points[wire.points.len() - 1];
                marks.point((x + LEFT - 14.0, y + ABOVE + OVER - 2.0));
            } else {
                if lit == Some(false) {
                    marks.more(" ");
                    marks.more(self.hue(node));
                    marks.more(" by");
                }
                marks.point((x, y + OVER));
            }
            marks.put("");
            if many && part.number().is_some() {
                marks.more(part.op.label());
                marks.more(" …");
            } else {
                marks.more(&part.sign());
            }
        }
        if self.autograd() && self.has_slope(wire.to) {
            marks.open("label");
            marks.put("back middle");
            marks.more(if lit == Some(true) { " by" } else { "" });
            marks.point((x, y + UNDER));
            marks.put("× ");
            let steady = matches!(part.op, Op::Add | Op::Sub | Op::Copy);
            if mean {
                marks.more("1/");
                marks.more(&self.plan.rows.len().to_string());
            } else if many && !steady {
                marks.more("…");
            } else {
                let read = part.nodes().get(wire.input).map_or(0, |&(read, _)| read);
                marks.add(self.factor(node, read));
            }
        }
        let (x, y) = (wire.handed.0 + LEFT, wire.handed.1 + ABOVE);
        if let (Kind::Row(band), true) = (self.cast.knots[wire.to].kind, self.collects(wire)) {
            if let (Some(row), true) = (self.cast.bands[band], self.around.line) {
                marks.open("label");
                marks.put("point middle");
                marks.point((x, y + OVER));
                marks.put("(");
                marks.add(self.around.data.xs()[row]);
                marks.more(", ");
                marks.add(self.around.data.ys()[row]);
                marks.more(")");
            }
            if let Some(handed) = self.handed(wire) {
                marks.open("label");
                marks.put("back strong middle");
                marks.more(if lit == Some(true) { " to" } else { "" });
                marks.point((x, y + UNDER));
                marks.number(handed);
            }
        }
    }

    /// A node: its value above, its slope below.
    fn node(&self, marks: &mut Marks, index: usize, node: usize) {
        let rect = self.rect(index);
        let many = self.is_many(index);
        marks.open("node");
        marks.put(self.role(node));
        marks.point((rect.x, rect.y));
        marks.point((rect.width, rect.height));
        marks.put(self.hue(node));
        let [value, slope] = self.marked(index);
        marks.put(value);
        marks.put(slope);
        match self.cast.knots[index].kind {
            Kind::Row(band) if !many => marks.count(self.cast.bands[band].unwrap_or(0) + 1),
            _ => marks.put(""),
        }
        marks.maybe(self.sight.values[node].filter(|_| self.has_value(index)));
        marks.maybe(self.sight.slopes[node].filter(|_| self.has_slope(index)));
        marks.put(&self.plan.parts[node].sign());
        for back in [false, true] {
            marks.put("");
            for (behind, event) in self.around.events.iter().enumerate() {
                let here = match *event {
                    Event::Value(n) | Event::Mean(n) => n == node && !back,
                    Event::Slope(n) => n == node && back,
                    _ => false,
                };
                if here {
                    marks.more(&self.phase(behind + 1));
                }
            }
        }
        if many {
            self.bars(marks, index, &self.sight.values);
            self.bars(marks, index, &self.sight.slopes);
        }
    }

    /// The place in a link of so many events of this step.
    fn phase(&self, behind: usize) -> String {
        super::step::phase(&self.around.stages, behind.min(self.around.stages[4] - 1))
    }

    /// How high the bar of each of the other rows is, in percent; of several next to each other that
    /// of the highest.
    fn bars(&self, marks: &mut Marks, index: usize, numbers: &[Option<f64>]) {
        marks.put("");
        let Some(numbers) = self.all_of(index, numbers) else { return };
        let most = largest(&numbers);
        if !(most.is_finite() && most > 0.0) {
            return;
        }
        for some in numbers.chunks(numbers.len().div_ceil(BARS)) {
            marks.more(&short((largest(some) / most * 100.0).round()));
            marks.more(" ");
        }
    }

    /// What a node's halves are to the event that was visited last: `to`, where its number arrived,
    /// or `from`.
    fn marked(&self, index: usize) -> [&'static str; 2] {
        let Some(event) = self.sight.last else { return [""; 2] };
        let reads = |of: usize, input: usize| self.cast.knots[of].inputs.contains(&input);
        match event {
            Event::Value(node) | Event::Mean(node) => match self.find(node) {
                Some(to) if to == index => ["to", ""],
                Some(to) if reads(to, index) => ["from", ""],
                _ => [""; 2],
            },
            Event::Slope(node) => match self.find(node) {
                Some(to) if to == index => ["", "to"],
                Some(to) if reads(index, to) => ["", "from"],
                _ => [""; 2],
            },
            Event::Landing { from, .. } if self.find(from) == Some(index) => ["", "from"],
            _ => [""; 2],
        }
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
