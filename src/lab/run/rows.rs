//! The run as a table.

use super::Run;
use crate::training::Row;

impl Run {
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
        let mut lines = if from == 0 { Row::heading(self.names()) } else { String::new() };
        for epoch in from.max(1)..=to.min(self.epoch()) {
            lines.push_str(&self.trainer.row(epoch).csv());
        }
        lines
    }
}
