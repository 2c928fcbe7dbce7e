//! The strip of the four steps: each with its numbers as far as they are there.

use super::terms::bracketed;
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
        let expression = self.expression().map(|expression| expression + " = ");
        marks.put(&expression.unwrap_or_default());
        let predictions = rows.iter().filter_map(|row| self.sight.values[row.prediction]);
        marks.list(&predictions.collect::<Vec<_>>(), rows.len());
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
            marks.more(" = ");
            marks.add(loss);
        }
    }

    /// Begins the line of a parameter: which, where there are several.
    fn line_of(&self, marks: &mut Marks, k: usize) {
        let names = self.around.names;
        marks.put(&if names.len() > 1 { format!("{}: ", names[k]) } else { String::new() });
    }

    /// The prediction with numbers in place of names, all rows at once.
    fn expression(&self) -> Option<String> {
        let column = |numbers: &Vec<f64>| {
            let mut list = Marks::default();
            list.list(numbers, numbers.len());
            format!("({})", list.text())
        };
        let inputs = self.around.data.columns().iter().map(column);
        let params = (0..self.around.names.len()).map(|k| few(self.before(k), 3));
        let leaves: Vec<String> = inputs.chain(params).collect();
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
        let few = |number| few(number, 3);
        let (before, lr) = (few(self.before(k)), few(self.around.lr));
        marks.more(&update(&before, &lr, &bracketed(few(self.sight.grads[k]))));
        marks.more(" = ");
        marks.add(self.sight.params[k]);
    }

    /// The parameter before the step.
    pub(super) fn before(&self, k: usize) -> f64 {
        self.sight.values[self.plan.params[k]].unwrap_or(f64::NAN)
    }
}
