//! The same graph on a narrow screen: the parameter on top, below it the rows, each as a level chain, the
//! loss below them. A rail on the left leads from the parameter to every row, one on the right from
//! every row to the loss.

use super::{CHARACTER, Diagram, Kind, Knot, LONE, NODE, Rect, Wire};

/// The width of a node: on a phone there is room for three of them.
const WIDE: f64 = 50.0;
/// Where the parameter stands, with its update to the left of it.
const LEAF: f64 = 96.0;
/// Where the rails stand: the left one, and how far the right one is from the last nodes.
const RAIL: f64 = 10.0;
const RIGHT: f64 = 10.0;
/// Where a row's first node begins, and before it the middles of what it hands back and of its label.
const FIRST: f64 = 98.0;
const HANDED: f64 = 34.0;
const LABEL: f64 = 78.0;
/// The least room between two nodes of a row, what stands around a label, and the most characters it has
/// room for.
const LEAST: f64 = 36.0;
const AROUND: f64 = 10.0;
const MOST: usize = 6;
/// How high a row is, and the room between the vessel and the first row, for its sum and for names.
const ROW: f64 = 60.0;
const BELOW_LEAF: f64 = 48.0;
/// From the last row to the loss.
const ABOVE_LOSS: f64 = 52.0;
/// From the upper edge of the parameter to the wire that leaves it.
const LEAVES: f64 = 10.0;

/// Draws these nodes where the rows are chains that read one parameter; `None` of any other graph.
pub(super) fn draw(knots: &[Knot], columns: &[usize], above: f64) -> Option<Diagram> {
    let last = knots.len() - 1;
    let mut rows = 0;
    for (index, knot) in knots.iter().enumerate() {
        let chained = match knot.kind {
            Kind::Param => index == 0,
            Kind::Row(band) => {
                rows = band + 1;
                let previous = &knots[index - 1];
                let first = knot.inputs == [0] && previous.kind != knot.kind;
                first || knot.inputs == [index - 1] && previous.kind == knot.kind
            }
            Kind::Shared => false,
            Kind::Loss => index == last && columns[index] > 1,
        };
        if !chained {
            return None;
        }
    }
    // The left edge of each column of the rows.
    let mut lefts = vec![FIRST];
    for column in 1..columns[last] {
        let mut letters = 0;
        for (knot, &of) in knots.iter().zip(columns) {
            if of == column + 1 && knot.kind != Kind::Loss {
                letters = letters.max(knot.label.min(MOST));
            }
        }
        if letters > 0 {
            let gap = LEAST.max(CHARACTER * letters as f64 + AROUND);
            lefts.push(lefts[column - 1] + WIDE + gap);
        }
    }
    let end = lefts[lefts.len() - 1] + WIDE;
    let mut top = LONE.value + LONE.vessel + BELOW_LEAF;
    let mut bands = Vec::new();
    for _ in 0..rows {
        top += above;
        bands.push((top + ROW / 2.0, ROW));
        top += ROW;
    }
    let mut boxes = Vec::new();
    for (knot, &column) in knots.iter().zip(columns) {
        boxes.push(match knot.kind {
            Kind::Row(band) => {
                let y = bands[band].0 - NODE.1 / 2.0;
                Rect { x: lefts[column - 1], y, width: WIDE, height: NODE.1 }
            }
            Kind::Loss => {
                Rect { x: end - NODE.0, y: top + ABOVE_LOSS, width: NODE.0, height: NODE.1 }
            }
            _ => Rect { x: LEAF, y: 0.0, width: LONE.width, height: LONE.value },
        });
    }
    let middle = |rect: Rect| rect.y + rect.height / 2.0;
    let mut wires = Vec::new();
    for (to, knot) in knots.iter().enumerate() {
        for (input, &from) in knot.inputs.iter().enumerate() {
            let (here, there) = (boxes[from], boxes[to]);
            let (right, y) = (here.x + here.width, middle(here));
            let points = if knots[from].kind == Kind::Param {
                let leaves = here.y + LEAVES;
                let y = middle(there);
                vec![(here.x, leaves), (RAIL, leaves), (RAIL, y), (there.x, y)]
            } else if knot.kind == Kind::Loss {
                let rail = end + RIGHT;
                let arrives = middle(there);
                vec![(right, y), (rail, y), (rail, arrives), (there.x + there.width, arrives)]
            } else {
                vec![(right, y), (there.x, y)]
            };
            let label = match knot.kind {
                // The same for all rows, before the loss.
                Kind::Loss => (there.x - 40.0, middle(there)),
                _ if knots[from].kind == Kind::Param => (LABEL, middle(there)),
                _ => ((right + there.x) / 2.0, y),
            };
            let handed = (HANDED, middle(there));
            wires.push(Wire { from, to, input, points, label, handed });
        }
    }
    let height = top + ABOVE_LOSS + NODE.1;
    Some(Diagram {
        boxes,
        vessel: LONE.vessel,
        columns: columns.to_vec(),
        bands,
        wires,
        room: (0.0, 8.0),
        lead: FIRST - 4.0,
        width: end - 2.0,
        height,
    })
}
