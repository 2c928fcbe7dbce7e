//! What stands around the rows: the ground of the one that was visited last, the names of the columns, and
//! what the rows are where not all are open.

use super::{Event, Kind, Marks, Opened};

impl Opened<'_> {
    /// The ground of the row that was visited last, the names of the columns, and what the rows are
    /// where not all are open.
    pub(super) fn bands(&self, marks: &mut Marks) {
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
            let y = middle - high / 2.0 + self.diagram.room.1;
            (top, bottom) = (top.min(y), bottom.max(y + high));
            if count > 1
                && visited.is_some_and(|index| self.cast.knots[index].kind == Kind::Row(band))
            {
                marks.open("row");
                marks.point((left - self.diagram.lead, y + 1.0));
                marks.point((right - left + self.diagram.lead + 8.0, high - 2.0));
            }
            if part {
                marks.open("word");
                marks.put("strong start");
                marks.point((left - self.diagram.lead + 4.0, y - 6.0));
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
            // Where it is folded there is room for the word alone.
            marks.put(if self.diagram.room.0 == 0.0 { "short" } else { "" });
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
}
