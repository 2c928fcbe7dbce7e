//! Where the nodes of a graph stand when it is drawn, and how its wires run: a layered drawing, from
//! the parameters on the left to the loss on the right.
//!
//! Geometry alone, in CSS pixels: it knows no numbers and no words. A node stands in the column that
//! its longest path from a parameter leads to. The rows of a batch have the same nodes, and each has
//! a band of its own; within it a node stands at the height of what it reads, as far as there is
//! room. A wire that passes a column has its own place in it, so that it crosses no node. Labels stand
//! where a wire is straight.

mod folded;

/// The width of a node, and the height of its two halves together.
pub const NODE: (f64, f64) = (64.0, 46.0);
/// From one node to the next in a column.
const PITCH: f64 = 60.0;
/// The same for a wire that passes the column.
const LANE: f64 = 36.0;
/// A parameter: its width, the height of its value, the height of the vessel of its gradient.
const LONE: Leaf = Leaf { width: 152.0, value: 52.0, vessel: 120.0 };
/// The same where it is one of several.
const ONE_OF_MANY: Leaf = Leaf { width: 112.0, value: 36.0, vessel: 56.0 };
/// From one parameter's vessel to the next parameter's value.
const BETWEEN: f64 = 28.0;
/// The room in which a wire that leaves a node for another height bends; and one that joins others.
const FAN: f64 = 76.0;
const MERGE: f64 = 52.0;
/// The room for what a wire hands to a node that has several.
const HANDED: f64 = 56.0;
/// The width of a character of a label, what stands around a label, and the least for both.
const CHARACTER: f64 = 8.5;
const AROUND: f64 = 20.0;
const LEAST: f64 = 72.0;

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

/// A place in a column: a node, or the wire that goes on from here to a node.
#[derive(Clone, Copy)]
struct Entry {
    node: Option<usize>,
    /// Where it would like to stand.
    wish: f64,
    /// Which wire passes: its index, if there is one.
    wire: usize,
}

impl Diagram {
    /// The same for a narrow screen, where that can be: a graph of one parameter whose rows are
    /// chains. Any other is as wide as it is.
    pub fn folded(knots: &[Knot], above: f64) -> Diagram {
        folded::draw(knots, &columns(knots), above).unwrap_or_else(|| Diagram::new(knots, above))
    }

    /// Draws these nodes, with a band for each row, and so much room above each.
    pub fn new(knots: &[Knot], above: f64) -> Diagram {
        let columns = columns(knots);
        let mut last = 0;
        let (mut params, mut count) = (0, 0);
        for (knot, &column) in knots.iter().zip(&columns) {
            last = last.max(column);
            match knot.kind {
                Kind::Param => params += 1,
                Kind::Row(band) => count = count.max(band + 1),
                Kind::Shared | Kind::Loss => {}
            }
        }
        let mut wires = Vec::new();
        for (to, knot) in knots.iter().enumerate() {
            for (input, &from) in knot.inputs.iter().enumerate() {
                let none = (0.0, 0.0);
                wires.push(Wire { from, to, input, points: Vec::new(), label: none, handed: none });
            }
        }
        let leaf = if params == 1 { LONE } else { ONE_OF_MANY };
        let mut ys = vec![0.0; knots.len()];
        let mut lanes: Vec<Vec<f64>> = vec![Vec::new(); wires.len()];

        // The parameters, about the middle.
        let pitch = leaf.value + leaf.vessel + BETWEEN;
        let span = pitch * params as f64 - BETWEEN;
        let mut top = -span / 2.0;
        for (knot, y) in knots.iter().zip(&mut ys) {
            if knot.kind == Kind::Param {
                *y = if params == 1 { 0.0 } else { top + leaf.value };
                top += pitch;
            }
        }
        // The rows, one below the other.
        let mut bands = Vec::new();
        let mut from = 0.0;
        for band in 0..count {
            let mut high = if count == 1 { f64::max(PITCH, span) } else { PITCH };
            for column in 1..last {
                high = high.max(room(knots, &columns, &wires, band, column));
            }
            bands.push((0.0, high));
            from -= (high + above) / 2.0;
        }
        for (middle, high) in &mut bands {
            *middle = from + above + *high / 2.0;
            from += above + *high;
        }
        for column in 1..=last {
            // All the bands, and beside them what belongs to none.
            for band in 0..count + 2 {
                let kind = match band {
                    _ if band < count => Kind::Row(band),
                    _ if band == count => Kind::Shared,
                    _ => Kind::Loss,
                };
                let entries = entries(knots, &columns, &wires, &ys, &lanes, kind, column);
                let (middle, high) = match kind {
                    Kind::Row(band) => bands[band],
                    _ => (0.0, f64::INFINITY),
                };
                for (entry, y) in spread(entries, middle, high) {
                    match entry.node {
                        Some(node) => ys[node] = y,
                        None => lanes[entry.wire].push(y),
                    }
                }
            }
        }
        let gaps = gaps(knots, &columns, &wires, &ys, last);
        let mut diagram = Diagram {
            boxes: Vec::new(),
            vessel: leaf.vessel,
            columns,
            bands,
            wires,
            room: ROOM,
            lead: LEAD,
            width: 0.0,
            height: 0.0,
        };
        diagram.place(knots, &ys, &lanes, &gaps, &leaf);
        diagram
    }

    /// Gives every node its rectangle and every wire its way, and moves it all below and right of 0.
    fn place(&mut self, knots: &[Knot], ys: &[f64], lanes: &[Vec<f64>], gaps: &[Gap], leaf: &Leaf) {
        // The left and the right edge of each column.
        let mut edges = vec![(0.0, leaf.width)];
        for gap in gaps {
            let left = edges[edges.len() - 1].1 + gap.width();
            edges.push((left, left + NODE.0));
        }
        let (mut top, mut bottom) = (0.0f64, 0.0f64);
        for (index, knot) in knots.iter().enumerate() {
            let (left, right) = edges[self.columns[index]];
            let (above, height) = match knot.kind {
                Kind::Param => (leaf.value, leaf.value),
                _ => (NODE.1 / 2.0, NODE.1),
            };
            let y = ys[index] - above;
            self.boxes.push(Rect { x: left, y, width: right - left, height });
            let below = if knot.kind == Kind::Param { leaf.vessel } else { 0.0 };
            (top, bottom) = (top.min(y), bottom.max(y + height + below));
        }
        for &(middle, high) in &self.bands {
            (top, bottom) = (top.min(middle - high / 2.0), bottom.max(middle + high / 2.0));
        }
        for (wire, lanes) in self.wires.iter_mut().zip(lanes) {
            let (first, end) = (self.columns[wire.from], self.columns[wire.to]);
            let joins = knots[wire.to].inputs.len() > 1;
            let mut y = ys[wire.from];
            wire.points.push((edges[first].1, y));
            for column in first..end {
                let gap = &gaps[column];
                let (from, last) = (edges[column].1, column + 1 == end);
                let next = if last { ys[wire.to] } else { lanes[column - first] };
                let bend = if last && joins {
                    let to = from + gap.width();
                    [to - gap.merge, to]
                } else {
                    [from, from + gap.fan]
                };
                let straight = if last && joins { y } else { next };
                let handed = from + gap.fan + gap.handed / 2.0;
                if column == first {
                    wire.handed = (handed, straight);
                }
                if last {
                    let label = from + gap.fan + gap.handed + gap.label / 2.0;
                    wire.label = (label, straight);
                }
                if (next - y).abs() > 0.5 {
                    wire.points.extend([(bend[0], y), (bend[1], next)]);
                }
                y = next;
            }
            wire.points.push((edges[end].0, y));
        }
        self.width = edges[edges.len() - 1].1;
        self.height = bottom - top;
        for rect in &mut self.boxes {
            rect.y -= top;
        }
        for (middle, _) in &mut self.bands {
            *middle -= top;
        }
        for wire in &mut self.wires {
            for (_, y) in &mut wire.points {
                *y -= top;
            }
            wire.label.1 -= top;
            wire.handed.1 -= top;
        }
    }
}

/// The column of each node: that of the longest path; what belongs to a row stands right of what all
/// share, and the loss right of all.
fn columns(knots: &[Knot]) -> Vec<usize> {
    let mut columns: Vec<usize> = Vec::new();
    let (mut shared, mut last) = (0, 0);
    for knot in knots {
        let least = match knot.kind {
            Kind::Param => 0,
            Kind::Shared => 1,
            Kind::Row(_) => shared + 1,
            Kind::Loss => last + 1,
        };
        let mut column = least;
        for &input in &knot.inputs {
            column = column.max(columns[input] + 1);
        }
        if knot.kind == Kind::Shared {
            shared = shared.max(column);
        }
        last = last.max(column);
        columns.push(column);
    }
    columns
}

/// Whether a wire passes a column on its way to a node of this kind.
fn passes(knots: &[Knot], columns: &[usize], wire: &Wire, kind: Kind, column: usize) -> bool {
    knots[wire.to].kind == kind && columns[wire.from] < column && column < columns[wire.to]
}

/// How high a column of a band has to be.
fn room(knots: &[Knot], columns: &[usize], wires: &[Wire], band: usize, column: usize) -> f64 {
    let kind = Kind::Row(band);
    let mut room = 0.0;
    for (knot, &of) in knots.iter().zip(columns) {
        room += if knot.kind == kind && of == column { PITCH } else { 0.0 };
    }
    for wire in wires {
        room += if passes(knots, columns, wire, kind, column) { LANE } else { 0.0 };
    }
    room
}

/// What stands in a column of what is of this kind, and where it would like to.
fn entries(
    knots: &[Knot],
    columns: &[usize],
    wires: &[Wire],
    ys: &[f64],
    lanes: &[Vec<f64>],
    kind: Kind,
    column: usize,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (node, knot) in knots.iter().enumerate() {
        if knot.kind != kind || columns[node] != column {
            continue;
        }
        // The height at which each input arrives: that of its node, or of the lane it came by.
        let mut heights = 0.0;
        for (wire, lanes) in wires.iter().zip(lanes) {
            if wire.to == node {
                heights += lanes.last().map_or(ys[wire.from], |&lane| lane);
            }
        }
        let wish = heights / knot.inputs.len().max(1) as f64;
        insert(&mut entries, Entry { node: Some(node), wish, wire: 0 });
    }
    for (index, wire) in wires.iter().enumerate() {
        if passes(knots, columns, wire, kind, column) {
            let wish = lanes[index].last().map_or(ys[wire.from], |&lane| lane);
            insert(&mut entries, Entry { node: None, wish, wire: index });
        }
    }
    entries
}

/// Puts an entry behind all that wish to stand as high or higher.
fn insert(entries: &mut Vec<Entry>, entry: Entry) {
    let mut at = entries.len();
    while at > 0 && entries[at - 1].wish > entry.wish {
        at -= 1;
    }
    entries.insert(at, entry);
}

/// Half the height that an entry needs.
fn half(entry: &Entry) -> f64 {
    if entry.node.is_some() { PITCH / 2.0 } else { LANE / 2.0 }
}

/// Gives each entry a height as near to its wish as the others allow, in the order of the wishes, and
/// within a band.
fn spread(entries: Vec<Entry>, middle: f64, high: f64) -> Vec<(Entry, f64)> {
    let (top, bottom) = (middle - high / 2.0, middle + high / 2.0);
    let mut after = 0.0;
    for entry in &entries {
        after += 2.0 * half(entry);
    }
    let mut placed: Vec<(Entry, f64)> = Vec::new();
    let (mut least, mut off) = (top, 0.0);
    for entry in entries {
        // Not so low that those that follow would have no room.
        let most = bottom - after + half(&entry);
        let y = entry.wish.min(most).max(least + half(&entry));
        after -= 2.0 * half(&entry);
        least = y + half(&entry);
        off += y - entry.wish;
        placed.push((entry, y));
    }
    // What was pushed down is brought back as far as all can go together.
    if let (Some((first, above)), Some((last, below))) = (placed.first(), placed.last()) {
        let up = (above - half(first) - top).max(0.0);
        let down = (bottom - below - half(last)).max(0.0);
        let by = (off / placed.len() as f64).min(up).max(-down);
        for (_, y) in &mut placed {
            *y -= by;
        }
    }
    placed
}

/// The room between two columns: for bends, for what is handed back, for labels, for bends again.
struct Gap {
    fan: f64,
    handed: f64,
    label: f64,
    merge: f64,
}

impl Gap {
    fn width(&self) -> f64 {
        self.fan + self.handed + self.label + self.merge
    }
}

/// The room behind each column but the last.
fn gaps(knots: &[Knot], columns: &[usize], wires: &[Wire], ys: &[f64], last: usize) -> Vec<Gap> {
    let mut uses = vec![0; knots.len()];
    for wire in wires {
        uses[wire.from] += 1;
    }
    let mut gaps = Vec::new();
    for column in 0..last {
        let mut gap = Gap { fan: 0.0, handed: 0.0, label: LEAST, merge: 0.0 };
        for wire in wires {
            let (from, to) = (columns[wire.from], columns[wire.to]);
            if column < from || column >= to {
                continue;
            }
            let joins = knots[wire.to].inputs.len() > 1;
            let arrives = column + 1 == to;
            if arrives {
                let label = CHARACTER * knots[wire.to].label as f64 + AROUND;
                gap.label = gap.label.max(label);
            }
            if arrives && joins {
                gap.merge = MERGE;
            } else if to - from > 1 || (ys[wire.from] - ys[wire.to]).abs() > 0.5 {
                gap.fan = FAN;
            }
            if column == from && (uses[wire.from] > 1 || knots[wire.from].kind == Kind::Param) {
                gap.handed = HANDED;
            }
        }
        gaps.push(gap);
    }
    gaps
}
