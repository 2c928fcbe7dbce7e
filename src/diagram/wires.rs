//! How wires run: the room that they need between two columns, and where in it each of them bends and
//! has its labels. Heights are what the ranks say.

use super::ranks::Ranks;
use super::{CHARACTER, Kind, Knot, Link, Wire};

/// The room in which a wire that leaves a node for another height bends; and one that joins others.
const FAN: f64 = 76.0;
const MERGE: f64 = 52.0;
/// The room for what a wire hands to a node that has several.
const HANDED: f64 = 56.0;
/// What stands around a label, and the least room for both.
const AROUND: f64 = 20.0;
const LEAST: f64 = 72.0;
/// What differs less in height is level.
const LEVEL: f64 = 0.5;

/// The room between two columns: for bends, for what is handed back, for labels, for bends again.
pub(super) struct Gap {
    fan: f64,
    handed: f64,
    label: f64,
    merge: f64,
}

impl Gap {
    pub fn width(&self) -> f64 {
        self.fan + self.handed + self.label + self.merge
    }
}

/// The room behind each column but the last.
pub(super) fn gaps(knots: &[Knot], links: &[Link], ranks: &Ranks) -> Vec<Gap> {
    let Ranks { columns, heights, .. } = ranks;
    let last = columns.iter().copied().max().unwrap_or(0);
    let mut uses = vec![0; knots.len()];
    links.iter().for_each(|link| uses[link.from] += 1);
    let mut gaps = Vec::new();
    for column in 0..last {
        let mut gap = Gap { fan: 0.0, handed: 0.0, label: LEAST, merge: 0.0 };
        for link in links {
            let (from, to) = (columns[link.from], columns[link.to]);
            if column < from || column >= to {
                continue;
            }
            let arrives = column + 1 == to;
            if arrives {
                gap.label = gap.label.max(CHARACTER * knots[link.to].label as f64 + AROUND);
            }
            if arrives && joins(knots, link) {
                gap.merge = MERGE;
            } else if to - from > 1 || (heights[link.from] - heights[link.to]).abs() > LEVEL {
                gap.fan = FAN;
            }
            if column == from && (uses[link.from] > 1 || knots[link.from].kind == Kind::Param) {
                gap.handed = HANDED;
            }
        }
        gaps.push(gap);
    }
    gaps
}

/// The wire of the link of this index, where `edges` are the left and the right edge of each column.
pub(super) fn wire(
    index: usize,
    links: &[Link],
    knots: &[Knot],
    ranks: &Ranks,
    gaps: &[Gap],
    edges: &[(f64, f64)],
) -> Wire {
    let link = &links[index];
    let Link { from, to, input } = *link;
    let (first, end) = (ranks.columns[from], ranks.columns[to]);
    let mut y = ranks.heights[from];
    let mut points = vec![(edges[first].1, y)];
    let (mut label, mut handed) = ((0.0, 0.0), (0.0, 0.0));
    for column in first..end {
        let gap = &gaps[column];
        let (left, last) = (edges[column].1, column + 1 == end);
        let next = if last { ranks.heights[to] } else { ranks.lanes[index][column - first] };
        let merges = last && joins(knots, link);
        // Labels stand where the wire is straight: before a bend that merges, behind any other.
        let straight = if merges { y } else { next };
        if column == first {
            handed = (left + gap.fan + gap.handed / 2.0, straight);
        }
        if last {
            label = (left + gap.fan + gap.handed + gap.label / 2.0, straight);
        }
        if (next - y).abs() > LEVEL {
            let right = left + gap.width();
            let bend = if merges { [right - gap.merge, right] } else { [left, left + gap.fan] };
            points.extend([(bend[0], y), (bend[1], next)]);
        }
        y = next;
    }
    points.push((edges[end].0, y));
    Wire { from, to, input, points, label, handed }
}

/// Whether a link joins others where it arrives.
fn joins(knots: &[Knot], link: &Link) -> bool {
    knots[link.to].inputs.len() > 1
}
