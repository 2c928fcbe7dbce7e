//! The run as its notebook says it.

use super::Run;
use crate::notebook::{Notebook, Printout};
use crate::training::Gradient;

/// The most lines of a printout handed out at once.
const LINES: usize = 1_000;

impl Run {
    /// The run as a notebook says it.
    pub fn notebook(&self) -> Notebook<'_> {
        let Ok(notebook) = Notebook::new(&self.settings, self.settings.gradient) else {
            unreachable!("internal error: settings that are resolved fit each other")
        };
        notebook
    }

    /// The same with the gradient of this name; `None` where there is no such gradient of the model.
    pub fn notebook_by(&self, gradient: &str) -> Option<Notebook<'_>> {
        Notebook::new(&self.settings, Gradient::from_name(gradient)?).ok()
    }

    /// The notebook's lines of the steps `from..=to` as far as where the run stands, at most a
    /// thousand of them, each in cells: the epoch, the parameters, the loss.
    pub fn printout(&mut self, from: usize, to: usize) -> Vec<Vec<String>> {
        let printout = self.printed();
        let from = from.max(1);
        let to = to.min(self.epoch()).min(from.saturating_add(LINES - 1));
        let names = self.settings.model.params();
        (from..=to).map(|epoch| printout.cells(&self.trainer.row(epoch), names)).collect()
    }

    /// The notebook's line before training.
    pub fn prediction_before(&mut self) -> String {
        let start = self.state(0).params;
        self.printed().before(self.model(), &start, self.precision())
    }

    /// The notebook's line after training, with the parameters as they are where the run stands.
    pub fn prediction_after(&mut self) -> String {
        let here = self.state(self.epoch()).params;
        self.printed().after(self.model(), &here, self.precision())
    }

    fn printed(&self) -> Printout {
        Printout::from(self.settings.gradient)
    }
}
