//! The run as its notebook says it.

use super::Run;
use crate::notebook::{Notebook, Printout};
use crate::settings::Settings;
use crate::training::{Gradient, Numpy};

/// The most lines of a printout handed out at once.
const LINES: usize = 1_000;

/// The most work for the run with the other NumPy, in points visited.
const OTHER: usize = 50_000;

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

    /// Which of the steps `from..=to`, as far as where the run stands, the other NumPy prints otherwise; `None`
    /// where the gradient is not by hand, or where that is more work than a frame has time for.
    pub fn other_numpy(&mut self, from: usize, to: usize) -> Option<Vec<usize>> {
        let by_hand = matches!(self.settings.gradient, Gradient::Manual | Gradient::ManualSum);
        let (from, to) = (from.max(1), to.min(self.epoch()));
        if !by_hand || to.saturating_mul(self.data.len()) > OTHER {
            return None;
        }
        if self.other_numpy.is_none() {
            let numpy = match self.settings.numpy {
                Numpy::One => Numpy::Two,
                Numpy::Two => Numpy::One,
            };
            let settings = Settings { numpy, ..self.settings.clone() };
            self.other_numpy = Some(settings.trainer(&self.data));
        }
        let (printout, names) = (self.printed(), self.settings.model.params());
        let other = self.other_numpy.as_mut()?;
        other.step(to.saturating_sub(other.epoch()));
        let there = other.epoch();
        let mut otherwise = Vec::new();
        for epoch in from..=to {
            let ours = printout.step(&self.trainer.row(epoch), names);
            if epoch > there || ours != printout.step(&other.row(epoch), names) {
                otherwise.push(epoch);
            }
        }
        Some(otherwise)
    }

    /// Whether the last digits by the gradient of this name depend on the processor.
    pub fn depends_on_processor(&self, gradient: &str) -> bool {
        let gradient = Gradient::from_name(gradient);
        gradient.is_some_and(|gradient| {
            gradient.depends_on_processor(self.data.len(), self.settings.precision)
        })
    }

    fn printed(&self) -> Printout {
        Printout::new(self.settings.gradient, self.trainer.unit())
    }
}
