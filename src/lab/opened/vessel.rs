//! A parameter, and below it the vessel in which its gradient comes together.

use super::{Event, Marks, Opened, TERMS, largest};
use crate::diagram::Rect;

/// The least height of what has landed for its number to stand in it.
const READABLE: f64 = 18.0;
/// From one number to the next beside a vessel.
const NEXT: f64 = 15.0;
/// The room in a vessel for its name.
const NAME: f64 = 22.0;

impl Opened<'_> {
    /// A parameter: its value, and its vessel.
    pub(super) fn leaf(&self, marks: &mut Marks, index: usize, k: usize) {
        let rect = self.rect(index);
        let moved = self.has_moved(k);
        marks.open("leaf");
        marks.put(&self.around.names[k]);
        marks.put(&self.grad_of(k));
        marks.point((rect.x, rect.y));
        marks.point((rect.width, rect.height));
        marks.place(self.drawing.diagram.vessel);
        marks.put(match self.sight.last {
            Some(Event::Moved(moved)) if moved == k => "to",
            Some(Event::Value(node)) => {
                let reads = |to: usize| self.drawing.cast.knots[to].inputs.contains(&index);
                if self.find(node).is_some_and(reads) { "from" } else { "" }
            }
            _ => "",
        });
        marks.number(if moved { self.sight.params[k] } else { self.before(k) });
        marks.maybe(Some(self.before(k)).filter(|_| moved));
        marks.maybe(Some(self.around.lr).filter(|_| self.around.optimizer.is_none()));
        let (y, height) = (rect.y + rect.height, self.drawing.diagram.vessel);
        let vessel = Rect { y, height, ..rect };
        self.vessel(marks, k, vessel);
    }

    /// What lies in a vessel, from the bottom up: each with its number, the levels before the first and after each,
    /// whether all is there, and whether the last waits to drop. What was left in it is the first; or what two calls
    /// of `backward` leave in an empty one.
    fn layers(&self, k: usize, left: f64) -> (Vec<f64>, Vec<f64>, bool, bool) {
        if let Some(&[once, twice]) = self.around.twice.get(k).filter(|_| self.around.again) {
            return (vec![once, twice - once], vec![0.0, once, twice], true, false);
        }
        let (mut terms, mut levels) = (Vec::new(), vec![0.0]);
        if self.given(k) || left != 0.0 {
            let level = if self.given(k) { self.sight.grads[k] } else { left };
            terms.push(level);
            levels.push(level);
        }
        for landed in self.landed_at(k) {
            terms.push(landed.slope);
            levels.push(left + landed.sum);
        }
        let whole = self.is_whole(k);
        let waits = match self.sight.last {
            Some(Event::Landing { to, .. }) => to == self.plan.params[k] && !whole,
            _ => false,
        };
        (terms, levels, whole, waits)
    }

    /// What the vessel holds: what was left in it, and above that what has landed; what was visited
    /// last waits to drop. Heights are of the largest that it holds in this run.
    fn vessel(&self, marks: &mut Marks, k: usize, vessel: Rect) {
        let twice = self.around.again && self.autograd();
        let left = if self.autograd() && !twice { self.around.before[k] } else { 0.0 };
        let (terms, levels, whole, waits) = self.layers(k, left);
        let most = self.around.largest[k].max(largest(&levels));
        let inner = vessel.height - NAME;
        let high = |level: f64| {
            let part = level.abs() / most;
            if part.is_finite() { part.min(1.0) * inner } else { 0.0 }
        };
        let bottom = vessel.y + vessel.height;
        let mut block =
            |class: &str, from: f64, to: f64, width: f64, term: Option<f64>, beside: f64| {
                let (low, top) = (high(from).min(high(to)), high(from).max(high(to)));
                marks.open("block");
                marks.put(class);
                marks.point((vessel.x + vessel.width - 2.0 - width, bottom - top));
                marks.point((width, top - low));
                marks.maybe(term);
                marks.place(beside);
            };
        let across = vessel.width - 4.0;
        let solid = levels.len() - usize::from(waits);
        block("level", 0.0, levels[solid - 1], across, None, 0.0);
        // The numbers, from the bottom up: in the blocks where there is room, else beside them.
        let mut beside = bottom + 8.0;
        for (index, &term) in terms.iter().enumerate() {
            let (from, to) = (levels[index], levels[index + 1]);
            let wait = waits && index + 1 == terms.len();
            if terms.len() > TERMS + 1 && !wait {
                continue;
            }
            let fell = high(to) < high(from);
            let room = (high(to) - high(from)).abs();
            let middle = bottom - (high(to) + high(from)) / 2.0;
            if room < READABLE {
                beside = middle.min(beside - NEXT);
            }
            let class = if wait {
                "waits"
            } else if fell {
                "less"
            } else {
                "part"
            };
            let width = if fell { across / 4.0 } else { across };
            block(class, from, to, width, Some(term), if room < READABLE { beside } else { 0.0 });
        }
        marks.open("level");
        marks.put(match whole {
            _ if twice => "twice",
            true => "sum",
            false => "so-far",
        });
        marks.point((vessel.x + vessel.width / 2.0, bottom + 16.0));
        marks.put("");
        let (sum, level) = (&terms[..solid - 1], levels[solid - 1]);
        if sum.len() > TERMS {
            marks.add(level);
        } else if left != 0.0 && sum.len() > 1 {
            // What was left, and what this step adds to it.
            marks.sum_to(&[left, level - left], level);
        } else {
            marks.sum_to(sum, level);
        }
    }
}
