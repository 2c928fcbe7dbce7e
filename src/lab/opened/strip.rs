//! The strip of the four steps: each with its numbers as far as they are there.

use super::{Marks, Opened, slopes};
use crate::training::Stage;

impl Opened<'_> {
    /// The four steps: whether each was visited last, is done, or to come.
    pub(super) fn strip(&self, marks: &mut Marks) {
        let (stages, behind) = (self.around.stages, self.around.behind);
        for stage in Stage::ALL {
            let (before, after) = (stages.before(stage), stages.after(stage));
            marks.open("stage");
            marks.put(stage.name());
            marks.put(match () {
                () if behind <= before => "to-come",
                () if behind <= after => "now",
                () => "done",
            });
            marks.put(&stages.phase(before + 1));
            marks.put(&stages.phase(after));
            marks.put("");
            if behind > before {
                self.told_of(marks, stage as usize);
            }
        }
    }

    /// The numbers of a stage in a line.
    fn told_of(&self, marks: &mut Marks, stage: usize) {
        let rows = &self.plan.rows;
        match stage {
            0 => {
                if self.around.line {
                    marks.add(self.sight.values[self.plan.params[0]].unwrap_or(f64::NAN));
                    marks.more(" · (");
                    let xs = self.around.data.xs();
                    marks.list(xs, xs.len());
                    marks.more(") = ");
                }
                let mut predictions = Vec::new();
                for row in rows {
                    predictions.extend(self.sight.values[row.prediction]);
                }
                marks.list(&predictions, rows.len());
            }
            1 => {
                let losses = self.losses();
                if losses.is_empty() {
                    return;
                }
                marks.more("(");
                marks.sum(&losses);
                marks.more(if losses.len() < rows.len() { " + …) ÷ " } else { ") ÷ " });
                marks.more(&rows.len().to_string());
                if let Some(loss) = self.sight.values[self.plan.mean] {
                    marks.more(" = ");
                    marks.add(loss);
                }
            }
            _ => {
                for (k, name) in self.around.names.iter().enumerate() {
                    let there = if stage == 2 {
                        self.given(k) || !self.landed_at(k).is_empty()
                    } else {
                        self.has_moved(k)
                    };
                    if there && self.around.names.len() > 1 {
                        marks.more(if k > 0 { "   " } else { "" });
                        marks.more(name);
                        marks.more(": ");
                    }
                    if there && stage == 2 {
                        self.slope_of(marks, k);
                    } else if there {
                        self.update_of(marks, k);
                    }
                }
            }
        }
    }

    /// The slope of a parameter as far as it has come together.
    fn slope_of(&self, marks: &mut Marks, k: usize) {
        let landed = self.landed_at(k);
        match landed.last() {
            None => marks.add(self.sight.grads[k]),
            Some(last) if self.is_whole(k) => marks.sum_to(&slopes(&landed), last.sum),
            Some(_) => {
                marks.sum(&slopes(&landed));
                marks.more(" …");
            }
        }
    }

    /// The update of a parameter that has moved.
    fn update_of(&self, marks: &mut Marks, k: usize) {
        marks.add(self.before(k));
        marks.more(" − ");
        marks.add(self.around.lr);
        marks.more(" · ");
        marks.add_bracketed(self.sight.grads[k]);
        marks.more(" = ");
        marks.add(self.sight.params[k]);
    }

    /// The parameter before the step.
    pub(super) fn before(&self, k: usize) -> f64 {
        self.sight.values[self.plan.params[k]].unwrap_or(f64::NAN)
    }
}
