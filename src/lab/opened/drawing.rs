//! The drawing of a graph with one of its rows open: who stands in it, and where.

use super::cast::Cast;
use crate::diagram::Diagram;
use crate::lab::step::Plan;

/// So many rows are open all at once; on a narrow screen so many.
const OPEN: [usize; 2] = [6, 1];
/// The room above a row for what it is called.
const NAMED: f64 = 32.0;

/// The nodes that are drawn, and where they stand.
pub(in crate::lab) struct Drawing {
    /// The row that is open in it, and whether it is folded for a narrow screen.
    of: (usize, bool),
    pub(super) cast: Cast,
    pub(super) diagram: Diagram,
}

impl Drawing {
    /// The drawing in which this row is open, of what is narrow a folded one: the one that is there,
    /// or a new one in its place.
    pub fn of<'a>(
        there: &'a mut Option<Drawing>,
        plan: &Plan,
        row: usize,
        narrow: bool,
    ) -> &'a Drawing {
        let open = OPEN[usize::from(narrow)];
        // Where every row is open there is one drawing.
        let of = (if plan.rows.len() <= open { 0 } else { row }, narrow);
        let drawing = there.take().filter(|drawing| drawing.of == of);
        there.insert(drawing.unwrap_or_else(|| {
            let cast = Cast::new(plan, of.0, open);
            // Where not all are open, each says which it is.
            let above = if cast.bands.len() < plan.rows.len() { NAMED } else { 0.0 };
            let draw = if narrow { Diagram::folded } else { Diagram::new };
            Drawing { of, diagram: draw(&cast.knots, above), cast }
        }))
    }
}
