//! Where the nodes stand: each in the column that its longest path leads to, and there as near to the
//! height of what it reads as the others allow. A wire that passes a column has its own place in it,
//! like a node. Knows heights; how wide a column is, and how wires bend, it does not.

use super::{Kind, Knot, Leaf, Link};

/// From one node to the next in a column.
const PITCH: f64 = 60.0;
/// The same for a wire that passes the column.
const LANE: f64 = 36.0;
/// From one parameter's vessel to the next parameter's value.
const BETWEEN: f64 = 28.0;

/// Columns and heights, counted from the middle of the drawing downwards.
pub(super) struct Ranks {
    /// The column of each node.
    pub columns: Vec<usize>,
    /// The band of each row: its middle, and how high it is.
    pub bands: Vec<(f64, f64)>,
    /// The middle of each node; of a parameter the lower edge of its value, where there is one.
    pub heights: Vec<f64>,
    /// Where each link passes the columns between its ends, from left to right.
    pub lanes: Vec<Vec<f64>>,
}

/// What has a place in a column.
#[derive(Clone, Copy)]
enum Entry {
    /// The node of this index.
    Node(usize),
    /// The link of this index, on its way to a node.
    Lane(usize),
}

impl Entry {
    /// Half the height that it needs.
    fn half(self) -> f64 {
        match self {
            Entry::Node(_) => PITCH / 2.0,
            Entry::Lane(_) => LANE / 2.0,
        }
    }
}

impl Ranks {
    /// Ranks these nodes, with a band for each row and so much room `above` it.
    pub fn new(knots: &[Knot], links: &[Link], leaf: &Leaf, above: f64) -> Ranks {
        let columns = columns(knots);
        let (heights, span) = params(knots, leaf);
        let bands = bands(knots, links, &columns, span, above);
        let last = columns.iter().copied().max().unwrap_or(0);
        let mut ranks = Ranks { columns, bands, heights, lanes: vec![Vec::new(); links.len()] };
        for column in 1..=last {
            // All the bands, and beside them what belongs to none.
            let rows = (0..ranks.bands.len()).map(Kind::Row);
            for kind in rows.chain([Kind::Shared, Kind::Loss]) {
                let (middle, high) = match kind {
                    Kind::Row(band) => ranks.bands[band],
                    _ => (0.0, f64::INFINITY),
                };
                for (entry, y) in spread(ranks.entries(knots, links, kind, column), middle, high) {
                    match entry {
                        Entry::Node(node) => ranks.heights[node] = y,
                        Entry::Lane(link) => ranks.lanes[link].push(y),
                    }
                }
            }
        }
        ranks
    }

    /// What stands in a column of what is of this kind, with the height that it would like, from top
    /// to bottom.
    fn entries(
        &self,
        knots: &[Knot],
        links: &[Link],
        kind: Kind,
        column: usize,
    ) -> Vec<(Entry, f64)> {
        // The height at which a link arrives here: that of its node, or of the lane it came by.
        let arrives = |link: usize| {
            self.lanes[link].last().copied().unwrap_or(self.heights[links[link].from])
        };
        let mut entries: Vec<(Entry, f64)> = Vec::new();
        // Of those that wish for the same height, in the order in which they were recorded.
        let mut put = |entry, wish| {
            let after = entries.partition_point(|&(_, other)| other <= wish);
            entries.insert(after, (entry, wish));
        };
        for (node, knot) in knots.iter().enumerate() {
            if knot.kind == kind && self.columns[node] == column {
                let to = (0..links.len()).filter(|&link| links[link].to == node);
                let wish = to.map(arrives).fold(0.0, |sum, y| sum + y);
                put(Entry::Node(node), wish / knot.inputs.len().max(1) as f64);
            }
        }
        for (index, link) in links.iter().enumerate() {
            if link.passes(knots, &self.columns, kind, column) {
                put(Entry::Lane(index), arrives(index));
            }
        }
        entries
    }
}

impl Link {
    /// Whether it passes a column on its way to a node of this kind.
    fn passes(&self, knots: &[Knot], columns: &[usize], kind: Kind, column: usize) -> bool {
        let (from, to) = (columns[self.from], columns[self.to]);
        knots[self.to].kind == kind && from < column && column < to
    }
}

/// The column of each node: that of the longest path; what belongs to a row stands right of what all
/// share, and the loss right of all.
pub(super) fn columns(knots: &[Knot]) -> Vec<usize> {
    let mut columns: Vec<usize> = Vec::new();
    let (mut shared, mut last) = (0, 0);
    for knot in knots {
        let least = match knot.kind {
            Kind::Param => 0,
            Kind::Shared => 1,
            Kind::Row(_) => shared + 1,
            Kind::Loss => last + 1,
        };
        let column =
            knot.inputs.iter().fold(least, |column, &input| column.max(columns[input] + 1));
        if knot.kind == Kind::Shared {
            shared = shared.max(column);
        }
        last = last.max(column);
        columns.push(column);
    }
    columns
}

/// The heights of the parameters, about the middle (of all other nodes 0), and how high they are
/// together.
fn params(knots: &[Knot], leaf: &Leaf) -> (Vec<f64>, f64) {
    let count = knots.iter().filter(|knot| knot.kind == Kind::Param).count();
    let pitch = leaf.value + leaf.vessel + BETWEEN;
    let span = pitch * count as f64 - BETWEEN;
    let mut top = -span / 2.0;
    let mut heights = vec![0.0; knots.len()];
    for (knot, y) in knots.iter().zip(&mut heights) {
        if knot.kind == Kind::Param {
            *y = if count == 1 { 0.0 } else { top + leaf.value };
            top += pitch;
        }
    }
    (heights, span)
}

/// The bands of the rows, one below the other, about the middle: each as high as the fullest of its
/// columns, and that of an only row as high as the parameters.
fn bands(
    knots: &[Knot],
    links: &[Link],
    columns: &[usize],
    params: f64,
    above: f64,
) -> Vec<(f64, f64)> {
    let rows = knots.iter().map(|knot| if let Kind::Row(band) = knot.kind { band + 1 } else { 0 });
    let rows = rows.max().unwrap_or(0);
    let last = columns.iter().copied().max().unwrap_or(0);
    let least = if rows == 1 { PITCH.max(params) } else { PITCH };
    let mut bands = Vec::new();
    let mut top = 0.0;
    for band in 0..rows {
        let room = |column| room(knots, links, columns, Kind::Row(band), column);
        let high = (1..last).map(room).fold(least, f64::max);
        bands.push((0.0, high));
        top -= (high + above) / 2.0;
    }
    for (middle, high) in &mut bands {
        *middle = top + above + *high / 2.0;
        top += above + *high;
    }
    bands
}

/// How high a column of what is of this kind has to be.
fn room(knots: &[Knot], links: &[Link], columns: &[usize], kind: Kind, column: usize) -> f64 {
    let here = |(knot, of): &(&Knot, &usize)| knot.kind == kind && **of == column;
    let nodes = knots.iter().zip(columns).filter(here).count();
    let lanes = links.iter().filter(|link| link.passes(knots, columns, kind, column)).count();
    PITCH * nodes as f64 + LANE * lanes as f64
}

/// Gives each entry a height as near to its wish as the others allow, in the order of the wishes, and
/// within a band.
fn spread(entries: Vec<(Entry, f64)>, middle: f64, high: f64) -> Vec<(Entry, f64)> {
    let (top, bottom) = (middle - high / 2.0, middle + high / 2.0);
    let mut after: f64 = entries.iter().map(|(entry, _)| 2.0 * entry.half()).sum();
    let mut placed: Vec<(Entry, f64)> = Vec::new();
    let (mut least, mut off) = (top, 0.0);
    for (entry, wish) in entries {
        let half = entry.half();
        // Not so low that those that follow would have no room.
        let y = wish.min(bottom - after + half).max(least + half);
        after -= 2.0 * half;
        least = y + half;
        off += y - wish;
        placed.push((entry, y));
    }
    // What was pushed down is brought back, on average, as far as all can go together.
    if let (Some((first, above)), Some((last, below))) = (placed.first(), placed.last()) {
        let up = (above - first.half() - top).max(0.0);
        let down = (bottom - below - last.half()).max(0.0);
        let by = (off / placed.len() as f64).min(up).max(-down);
        for (_, y) in &mut placed {
            *y -= by;
        }
    }
    placed
}
