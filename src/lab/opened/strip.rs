//! The strip of the four steps: each with its numbers as far as they are there.

use super::terms::{bracketed, equals, seen};
use super::{Marks, Opened, slopes};
use crate::model::Notation;
use crate::notebook::update;
use crate::number::few;
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
            if behind > before {
                self.told_of(marks, stage);
            }
        }
    }

    /// The numbers of a stage in a line; of what each parameter has of its own, a line for each.
    fn told_of(&self, marks: &mut Marks, stage: Stage) {
        let params = 0..self.around.names.len();
        match stage {
            Stage::Prediction => self.predictions(marks),
            Stage::Loss => self.loss(marks),
            Stage::Gradient => params
                .filter(|&k| self.given(k) || !self.landed_at(k).is_empty())
                .for_each(|k| self.slope_of(marks, k)),
            Stage::Update => {
                params.filter(|&k| self.has_moved(k)).for_each(|k| self.update_of(marks, k))
            }
        }
    }

    fn predictions(&self, marks: &mut Marks) {
        let rows = &self.plan.rows;
        marks.put("");
        if let Some(expression) = self.expression() {
            marks.more(&expression);
            marks.more(if self.is_exact() { " = " } else { " ≈ " });
        }
        let predictions = rows.iter().filter_map(|row| self.sight.values[row.prediction]);
        marks.list(&predictions.collect::<Vec<_>>(), rows.len());
    }

    /// Whether the predictions that are there are those of the numbers as they are shown.
    fn is_exact(&self) -> bool {
        let (mut params, mut inputs) = (Vec::new(), Vec::new());
        for k in 0..self.around.names.len() {
            params.push(seen(self.before(k)));
        }
        for (row, plan) in self.plan.rows.iter().enumerate() {
            let Some(value) = self.sight.values[plan.prediction] else { break };
            inputs.clear();
            for column in self.around.data.columns() {
                inputs.push(seen(column[row]));
            }
            if equals(self.around.model.predict(&params, &inputs), value) != "=" {
                return false;
            }
        }
        true
    }

    fn loss(&self, marks: &mut Marks) {
        let (losses, rows) = (self.losses(), self.plan.rows.len());
        if losses.is_empty() {
            return;
        }
        marks.put("(");
        marks.sum(&losses);
        marks.more(if losses.len() < rows { " + …) ÷ " } else { ") ÷ " });
        marks.more(&rows.to_string());
        if let Some(loss) = self.sight.values[self.plan.mean] {
            marks.comes(self.mean_of_seen(), loss);
        }
    }

    /// Begins the line of a parameter: which, where there are several.
    fn line_of(&self, marks: &mut Marks, k: usize) {
        let names = self.around.names;
        marks.put(&if names.len() > 1 { format!("{}: ", names[k]) } else { String::new() });
    }

    /// The prediction with numbers in place of names, all rows at once.
    fn expression(&self) -> Option<String> {
        let mut leaves = Vec::new();
        for numbers in self.around.data.columns() {
            let mut list = Marks::default();
            list.more("(");
            list.list(numbers, numbers.len());
            list.more(")");
            leaves.push(list.text());
        }
        for k in 0..self.around.names.len() {
            leaves.push(few(self.before(k), 3));
        }
        self.around.model.written(Notation::Mathematics, &leaves)
    }

    /// The slope of a parameter as far as it has come together.
    fn slope_of(&self, marks: &mut Marks, k: usize) {
        self.line_of(marks, k);
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
        self.line_of(marks, k);
        let (before, lr, grad) = (self.before(k), self.around.lr, self.sight.grads[k]);
        if self.around.optimizer.is_some() {
            let by = self.sight.params[k] - before;
            marks.sum_to(&[before, by], self.sight.params[k]);
            return;
        }
        marks.more(&update(&few(before, 3), &few(lr, 3), &bracketed(few(grad, 3))));
        marks.comes(seen(before) - seen(lr) * seen(grad), self.sight.params[k]);
    }

    /// The parameter before the step.
    pub(super) fn before(&self, k: usize) -> f64 {
        self.sight.values[self.plan.params[k]].unwrap_or(f64::NAN)
    }
}
