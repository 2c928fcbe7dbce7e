//! The run as a table.

use std::sync::Arc;

use super::Run;
use crate::model::{Dataset, usual_labels};
use crate::number::few;
use crate::training::Row;

impl Run {
    /// The rows before anything is normalized.
    pub fn rows_of_settings(&self) -> Arc<Dataset> {
        let Ok(rows) = self.settings.rows() else {
            unreachable!("internal error: settings that are resolved have points")
        };
        rows
    }

    /// The points, where a hand can move them: those of normalized columns would all move with one.
    pub fn movable(&self) -> Option<&Dataset> {
        self.settings.normalize.is_empty().then_some(&self.data)
    }

    /// Of each column that is normalized its name, its mean and its standard deviation, which is empty where there is none
    /// and it stays as it is.
    pub fn normalized(&self) -> Vec<[String; 3]> {
        let rows = self.rows_of_settings();
        let mut told = Vec::new();
        for place in self.settings.normalized(rows.columns().len()) {
            let name = usual_labels(rows.columns().len()).swap_remove(place);
            told.push(match rows.spread(place) {
                Some((mean, deviation)) => [name, few(mean, 4), few(deviation, 4)],
                None => [name, String::new(), String::new()],
            });
        }
        told
    }

    /// The names of the numbers of a row, in their order.
    pub fn columns(&self) -> Vec<String> {
        self.quantities().map(|quantity| quantity.name(self.names())).collect()
    }

    /// The steps `from..=to` as far as where the run stands, the numbers of each column in turn.
    pub fn rows(&mut self, from: usize, to: usize) -> Vec<f64> {
        let mut numbers = Vec::new();
        for epoch in from.max(1)..=to.min(self.epoch()) {
            let Row { params, loss, grads, .. } = self.trainer.row(epoch);
            numbers.extend(params);
            numbers.push(loss);
            numbers.extend(grads);
        }
        numbers
    }

    /// The lines `from..=to` of the steps as comma-separated values, as far as where the run stands; line 0 is
    /// the heading.
    pub fn csv(&mut self, from: usize, to: usize) -> String {
        let mut lines =
            if from == 0 { Row::heading(self.trainer.unit(), self.names()) } else { String::new() };
        for epoch in from.max(1)..=to.min(self.epoch()) {
            lines.push_str(&self.trainer.row(epoch).csv());
        }
        lines
    }
}
