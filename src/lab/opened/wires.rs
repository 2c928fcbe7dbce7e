//! The wires: how far each has come, what happens on it, and what it hands to what collects.

use super::{Event, Kind, Marks, Op, Opened, Wire};

/// From the middle of a wire to the middle of a label above it, and of one below.
const OVER: f64 = -12.0;
const UNDER: f64 = 14.0;

impl Opened<'_> {
    /// Whether the event that was visited last came by this wire, and whether backwards.
    pub(super) fn lit(&self, wire: &Wire) -> Option<bool> {
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
    pub(super) fn collects(&self, wire: &Wire) -> bool {
        matches!(self.drawing.cast.knots[wire.from].kind, Kind::Param | Kind::Shared)
    }

    /// What has come back along a wire, of several rows the sum; nothing if not all has.
    pub(super) fn handed(&self, wire: &Wire) -> Option<f64> {
        if !self.autograd() {
            return None;
        }
        let from = self.drawing.cast.nodes[wire.from];
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
    pub(super) fn factor(&self, node: usize, read: usize) -> f64 {
        let y = self.sight.values[node].unwrap_or(f64::NAN);
        self.plan.parts[node].factor(read, &self.sight.values, y)
    }

    pub(super) fn wire(&self, marks: &mut Marks, wire: &Wire) {
        marks.open("wire");
        marks.put(match () {
            () if self.handed(wire).is_some() => "back",
            () if self.has_value(wire.to) => self.hue(self.drawing.cast.nodes[wire.to]),
            () => "idle",
        });
        marks.put(if self.lit(wire).is_some() { "now" } else { "" });
        for &point in &wire.points {
            marks.point(self.place(point));
        }
    }

    /// What happens on a wire: forward above it, backward below; and what it hands to what collects.
    pub(super) fn labels(&self, marks: &mut Marks, wire: &Wire) {
        self.forward(marks, wire);
        self.backward(marks, wire);
        self.handing(marks, wire);
    }

    /// What a node does to what it reads by this wire.
    fn forward(&self, marks: &mut Marks, wire: &Wire) {
        let node = self.drawing.cast.nodes[wire.to];
        let part = &self.plan.parts[node];
        let joins = self.drawing.cast.knots[wire.to].inputs.len() > 1;
        if node == self.plan.mean || joins && wire.input > 0 {
            return;
        }
        let by = self.lit(wire) == Some(false) && !joins;
        marks.open("label");
        marks.put("sign middle");
        marks.more(if by { " " } else { "" });
        marks.more(if by { self.hue(node) } else { "" });
        marks.put(if by { "by" } else { "" });
        // Where two meet, before the node.
        let (x, y) = match wire.points.last() {
            Some(&(x, y)) if joins => (x - 14.0, y - 2.0),
            _ => wire.label,
        };
        marks.point(self.place((x, y + OVER)));
        match part.number() {
            Some(_) if self.is_many(wire.to) => marks.put(&format!("{} …", part.op.label())),
            _ => marks.put(&part.sign()),
        }
    }

    /// By what the slope that comes back along a wire is multiplied.
    fn backward(&self, marks: &mut Marks, wire: &Wire) {
        if !(self.autograd() && self.has_slope(wire.to)) {
            return;
        }
        let node = self.drawing.cast.nodes[wire.to];
        let part = &self.plan.parts[node];
        let (x, y) = wire.label;
        marks.open("label");
        marks.put("back middle");
        marks.put(if self.lit(wire) == Some(true) { "by" } else { "" });
        marks.point(self.place((x, y + UNDER)));
        marks.put("× ");
        let steady = matches!(part.op, Op::Add | Op::Sub | Op::Copy);
        if node == self.plan.mean {
            marks.more("1/");
            marks.more(&self.plan.rows.len().to_string());
        } else if self.is_many(wire.to) && !steady {
            marks.more("…");
        } else {
            let read = part.nodes().get(wire.input).map_or(0, |&(read, _)| read);
            marks.add(self.factor(node, read));
        }
    }

    /// What a row hands to what collects, and of the line the point that it is.
    fn handing(&self, marks: &mut Marks, wire: &Wire) {
        let (Kind::Row(band), true) = (self.drawing.cast.knots[wire.to].kind, self.collects(wire))
        else {
            return;
        };
        let (x, y) = wire.handed;
        let row = self.drawing.cast.bands[band].filter(|_| self.around.model.is_proportional());
        if let Some(row) = row {
            marks.open("label");
            marks.put("point middle");
            marks.put("");
            marks.point(self.place((x, y + OVER)));
            marks.put("(");
            marks.add(self.around.data.xs()[row]);
            marks.more(", ");
            marks.add(self.around.data.ys()[row]);
            marks.more(")");
        }
        if let Some(handed) = self.handed(wire) {
            marks.open("label");
            marks.put("back strong middle");
            marks.put(if self.lit(wire) == Some(true) { "to" } else { "" });
            marks.point(self.place((x, y + UNDER)));
            marks.number(handed);
        }
    }
}
