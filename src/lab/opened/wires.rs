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
        for &(x, y) in &wire.points {
            marks.point((x + self.drawing.diagram.room.0, y + self.drawing.diagram.room.1));
        }
    }

    /// What happens on a wire: forward above it, backward below; and what it hands to what collects.
    pub(super) fn labels(&self, marks: &mut Marks, wire: &Wire) {
        let node = self.drawing.cast.nodes[wire.to];
        let part = &self.plan.parts[node];
        let lit = self.lit(wire);
        let many = self.is_many(wire.to);
        let mean = node == self.plan.mean;
        let (x, y) = (
            wire.label.0 + self.drawing.diagram.room.0,
            wire.label.1 + self.drawing.diagram.room.1,
        );
        let joins = self.drawing.cast.knots[wire.to].inputs.len() > 1;
        if !(mean || joins && wire.input > 0) {
            marks.open("label");
            let by = lit == Some(false) && !joins;
            marks.put("sign middle");
            marks.more(if by { " " } else { "" });
            marks.more(if by { self.hue(node) } else { "" });
            marks.put(if by { "by" } else { "" });
            if joins {
                // Where two meet, before the node.
                let (x, y) = wire.points[wire.points.len() - 1];
                marks.point((
                    x + self.drawing.diagram.room.0 - 14.0,
                    y + self.drawing.diagram.room.1 + OVER - 2.0,
                ));
            } else {
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
            marks.put(if lit == Some(true) { "by" } else { "" });
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
        let (x, y) = (
            wire.handed.0 + self.drawing.diagram.room.0,
            wire.handed.1 + self.drawing.diagram.room.1,
        );
        if let (Kind::Row(band), true) =
            (self.drawing.cast.knots[wire.to].kind, self.collects(wire))
        {
            if let (Some(row), true) =
                (self.drawing.cast.bands[band], self.around.model.is_proportional())
            {
                marks.open("label");
                marks.put("point middle");
                marks.put("");
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
                marks.put(if lit == Some(true) { "to" } else { "" });
                marks.point((x, y + UNDER));
                marks.number(handed);
            }
        }
    }
}
