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

    /// The steps as far as where the run stands as comma-separated values, a heading first.
    pub fn csv(&mut self) -> String {
        let mut lines = Row::heading(self.names());
        for epoch in 1..=self.epoch() {
            lines.push_str(&self.trainer.row(epoch).csv());
        }
        lines
    }
}
