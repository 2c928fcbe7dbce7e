//! What stands around the rows: the ground of the one that was visited last, the names of the columns, and
//! what the rows are where not all are open.

use super::{Kind, Marks, Opened};
use crate::training::Stage;

impl Opened<'_> {
    /// The ground of the row that was visited last, the names of the columns, and what the rows are
    /// where not all are open.
    pub(super) fn bands(&self, marks: &mut Marks) {
        let visited = self.sight.last.and_then(|event| self.find(event.node()?));
        let (mut left, mut right) = (f64::INFINITY, 0.0f64);
        for (index, knot) in self.drawing.cast.knots.iter().enumerate() {
            if let Kind::Row(_) = knot.kind {
                let rect = self.rect(index);
                (left, right) = (left.min(rect.x), right.max(rect.x + rect.width));
            }
        }
        let count = self.plan.rows.len();
        let part = self.drawing.cast.bands.len() < count;
        let (mut top, mut bottom) = (f64::INFINITY, 0.0f64);
        for (band, &(middle, high)) in self.drawing.diagram.bands.iter().enumerate() {
            let y = middle - high / 2.0 + self.drawing.diagram.room.1;
            (top, bottom) = (top.min(y), bottom.max(y + high));
            if count > 1
                && visited
                    .is_some_and(|index| self.drawing.cast.knots[index].kind == Kind::Row(band))
            {
                marks.open("row");
                marks.point((left - self.drawing.diagram.lead, y + 1.0));
                marks.point((right - left + self.drawing.diagram.lead + 8.0, high - 2.0));
            }
            if part {
                marks.open("word");
                marks.put("strong start");
                marks.point((left - self.drawing.diagram.lead + 4.0, y - 6.0));
                marks.put(if self.drawing.cast.bands[band].is_some() { "point" } else { "others" });
                marks.count(
                    self.drawing.cast.bands[band].map_or(count - 1, |row| self.number_of(row)),
                );
            }
        }
        let derived =
            self.autograd() && self.around.behind >= self.around.stages.before(Stage::Gradient);
        for (index, knot) in self.drawing.cast.knots.iter().enumerate() {
            let role = self.role(self.drawing.cast.nodes[index]);
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
            marks.put(if self.drawing.diagram.room.0 == 0.0 { "short" } else { "" });
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
                marks.put("");
                marks.point((middle, rect.y + rect.height + 15.0));
                marks.number(self.losses().iter().sum::<f64>());
                marks.more(" ÷ ");
                marks.more(&count.to_string());
            }
        }
    }
}
