//! The nodes: a value above, a slope below, and what each half is to what was visited last.

use super::{Event, Kind, Marks, Opened, largest};
use crate::number::short;

/// So many bars stand for the other rows.
const BARS: usize = 28;

impl Opened<'_> {
    /// A node: its value above, its slope below.
    pub(super) fn node(&self, marks: &mut Marks, index: usize, node: usize) {
        let rect = self.rect(index);
        let many = self.is_many(index);
        marks.open("node");
        marks.put(self.role(node));
        marks.point((rect.x, rect.y));
        marks.point((rect.width, rect.height));
        marks.put(self.hue(node));
        let [value, slope] = self.marked(index);
        marks.put(value);
        marks.put(slope);
        match self.drawing.cast.knots[index].kind {
            Kind::Row(band) if !many => marks.count(self.drawing.cast.bands[band].unwrap_or(0) + 1),
            _ => marks.put(""),
        }
        marks.maybe(self.sight.values[node].filter(|_| self.has_value(index)));
        marks.maybe(self.sight.slopes[node].filter(|_| self.has_slope(index)));
        marks.put(&self.plan.parts[node].sign());
        for back in [false, true] {
            marks.put("");
            for (behind, event) in self.around.events.iter().enumerate() {
                let here = match *event {
                    Event::Value(n) | Event::Mean(n) => n == node && !back,
                    Event::Slope(n) => n == node && back,
                    _ => false,
                };
                if here {
                    marks.more(&self.around.stages.phase(behind + 1));
                }
            }
        }
        if many {
            self.bars(marks, index, &self.sight.values);
            self.bars(marks, index, &self.sight.slopes);
        }
    }

    /// How high the bar of each of the other rows is, in percent; of several next to each other that
    /// of the highest.
    pub(super) fn bars(&self, marks: &mut Marks, index: usize, numbers: &[Option<f64>]) {
        marks.put("");
        let Some(numbers) = self.all_of(index, numbers) else { return };
        let most = largest(&numbers);
        if !(most.is_finite() && most > 0.0) {
            return;
        }
        for some in numbers.chunks(numbers.len().div_ceil(BARS)) {
            marks.more(&short((largest(some) / most * 100.0).round()));
            marks.more(" ");
        }
    }

    /// What a node's halves are to the event that was visited last: `to`, where its number arrived,
    /// or `from`.
    pub(super) fn marked(&self, index: usize) -> [&'static str; 2] {
        let Some(event) = self.sight.last else { return [""; 2] };
        let reads = |of: usize, input: usize| self.drawing.cast.knots[of].inputs.contains(&input);
        match event {
            Event::Value(node) | Event::Mean(node) => match self.find(node) {
                Some(to) if to == index => ["to", ""],
                Some(to) if reads(to, index) => ["from", ""],
                _ => [""; 2],
            },
            Event::Slope(node) => match self.find(node) {
                Some(to) if to == index => ["", "to"],
                Some(to) if reads(index, to) => ["", "from"],
                _ => [""; 2],
            },
            Event::Landing { from, .. } if self.find(from) == Some(index) => ["", "from"],
            _ => [""; 2],
        }
    }
}
