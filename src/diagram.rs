//! Where the nodes of a graph stand when it is drawn, and how its wires run: a layered drawing, from
//! the parameters on the left to the loss on the right.
//!
//! Geometry alone, in CSS pixels: it knows no numbers and no words. A node stands in the column that
//! its longest path from a parameter leads to. The rows of a batch have the same nodes, and each has
//! a band of its own; within it a node stands at the height of what it reads, as far as there is
//! room. A wire that passes a column has its own place in it, so that it crosses no node. Labels stand
//! where a wire is straight.

mod folded;
mod ranks;
mod wires;

use ranks::Ranks;

/// The width of a node, and the height of its two halves together.
pub const NODE: (f64, f64) = (64.0, 46.0);
/// A parameter: its width, the height of its value, the height of the vessel of its gradient.
const LONE: Leaf = Leaf { width: 152.0, value: 52.0, vessel: 120.0 };
/// The same where it is one of several.
const ONE_OF_MANY: Leaf = Leaf { width: 112.0, value: 36.0, vessel: 56.0 };
/// The width of a character of a label.
const CHARACTER: f64 = 8.5;
/// The room to the left of the drawing and above it.
const ROOM: (f64, f64) = (96.0, 52.0);
/// From the first node of a row to the left of its band.
const LEAD: f64 = 132.0;

/// How a parameter is drawn.
struct Leaf {
    width: f64,
    value: f64,
    vessel: f64,
}

/// What a node of the drawing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A parameter.
    Param,
    /// Computed from parameters alone.
    Shared,
    /// A node of the row in this band.
    Row(usize),
    /// The loss of them all.
    Loss,
}

/// A node of the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knot {
    /// What it is.
    pub kind: Kind,
    /// The nodes that it reads, all of which come before it.
    pub inputs: Vec<usize>,
    /// How many characters the longest label at its wires has.
    pub label: usize,
}

/// A rectangle: its left, its top, its width, its height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// From the left of the drawing.
    pub x: f64,
    /// From its top.
    pub y: f64,
    /// To the right.
    pub width: f64,
    /// Down.
    pub height: f64,
}

/// How a wire runs from one node to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    /// The node whose value it brings.
    pub from: usize,
    /// The node that reads it.
    pub to: usize,
    /// As which of its inputs.
    pub input: usize,
    /// Where it begins, where each bend begins and ends, and where it arrives.
    pub points: Vec<(f64, f64)>,
    /// The middle of the label that says what happens on it.
    pub label: (f64, f64),
    /// The middle of the label that says what it hands back.
    pub handed: (f64, f64),
}

/// The drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    /// Where each node stands: of a parameter its value, and below it the vessel.
    pub boxes: Vec<Rect>,
    /// How high the vessel of a parameter is.
    pub vessel: f64,
    /// In which column each node stands.
    pub columns: Vec<usize>,
    /// The band of each row: the height of its middle, and how high it is.
    pub bands: Vec<(f64, f64)>,
    /// The wires.
    pub wires: Vec<Wire>,
    /// The room to its left, for the update of a parameter, and above it, for names.
    pub room: (f64, f64),
    /// From a row's first node to the left edge of its band.
    pub lead: f64,
    /// The width of it all.
    pub width: f64,
    /// The height of it all.
    pub height: f64,
}

/// That a node reads another.
struct Link {
    from: usize,
    to: usize,
    /// As which of its inputs.
    input: usize,
}

impl Diagram {
    /// The same for a narrow screen, where that can be: a graph of one parameter whose rows are
    /// chains. Any other is as wide as it is.
    pub fn folded(knots: &[Knot], above: f64) -> Diagram {
        folded::draw(knots, &ranks::columns(knots), above)
            .unwrap_or_else(|| Diagram::new(knots, above))
    }

    /// Draws these nodes, with a band for each row, and so much room above each.
    pub fn new(knots: &[Knot], above: f64) -> Diagram {
        let params = knots.iter().filter(|knot| knot.kind == Kind::Param).count();
        let leaf = if params == 1 { LONE } else { ONE_OF_MANY };
        let links = links(knots);
        let ranks = Ranks::new(knots, &links, &leaf, above);
        let gaps = wires::gaps(knots, &links, &ranks);

        // The left and the right edge of each column.
        let mut edges = vec![(0.0, leaf.width)];
        for gap in &gaps {
            let left = edges[edges.len() - 1].1 + gap.width();
            edges.push((left, left + NODE.0));
        }
        let stands = |(index, knot): (usize, &Knot)| {
            let (left, right) = edges[ranks.columns[index]];
            let (above, height) = match knot.kind {
                Kind::Param => (leaf.value, leaf.value),
                _ => (NODE.1 / 2.0, NODE.1),
            };
            Rect { x: left, y: ranks.heights[index] - above, width: right - left, height }
        };
        let boxes = knots.iter().enumerate().map(stands).collect();
        let wire = |index| wires::wire(index, &links, knots, &ranks, &gaps, &edges);
        let mut diagram = Diagram {
            boxes,
            vessel: leaf.vessel,
            wires: (0..links.len()).map(wire).collect(),
            columns: ranks.columns,
            bands: ranks.bands,
            room: ROOM,
            lead: LEAD,
            width: edges[edges.len() - 1].1,
            height: 0.0,
        };
        diagram.settle(knots);
        diagram
    }

    /// Moves it all below 0, and finds how high it is.
    fn settle(&mut self, knots: &[Knot]) {
        let (mut top, mut bottom) = (0.0f64, 0.0f64);
        for (rect, knot) in self.boxes.iter().zip(knots) {
            let below = if knot.kind == Kind::Param { self.vessel } else { 0.0 };
            (top, bottom) = (top.min(rect.y), bottom.max(rect.y + rect.height + below));
        }
        for &(middle, high) in &self.bands {
            (top, bottom) = (top.min(middle - high / 2.0), bottom.max(middle + high / 2.0));
        }
        self.height = bottom - top;
        let boxes = self.boxes.iter_mut().map(|rect| &mut rect.y);
        let bands = self.bands.iter_mut().map(|(middle, _)| middle);
        boxes.chain(bands).for_each(|y| *y -= top);
        for wire in &mut self.wires {
            let labels = [&mut wire.label, &mut wire.handed];
            wire.points.iter_mut().chain(labels).for_each(|(_, y)| *y -= top);
        }
    }
}

/// Who reads whom, in the order of those that read.
fn links(knots: &[Knot]) -> Vec<Link> {
    let mut links = Vec::new();
    for (to, knot) in knots.iter().enumerate() {
        for (input, &from) in knot.inputs.iter().enumerate() {
            links.push(Link { from, to, input });
        }
    }
    links
}
