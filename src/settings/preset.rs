//! Whole runs by name.

use crate::training::Gradient;

use super::Settings;
use super::kind::Choice;

/// A run to start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// The NumPy notebook: a gradient by hand, with the sum; ten iterations.
    NotebookManual,
    /// The PyTorch notebook: a gradient by autograd; twenty iterations.
    #[default]
    NotebookAutograd,
}

pub(super) const PRESETS: Choice<Preset> = Choice(&[
    (Preset::NotebookManual.name(), Preset::NotebookManual),
    (Preset::NotebookAutograd.name(), Preset::NotebookAutograd),
]);

impl Preset {
    /// The preset's name in attributes and links.
    pub const fn name(self) -> &'static str {
        match self {
            Preset::NotebookManual => "notebook-manual",
            Preset::NotebookAutograd => "notebook-autograd",
        }
    }

    /// The defaults, with the run that the preset is.
    pub fn settings(self) -> Settings {
        let (gradient, iterations) = match self {
            Preset::NotebookManual => (Gradient::ManualSum, 10),
            Preset::NotebookAutograd => (Gradient::Autograd, 20),
        };
        Settings { preset: self, gradient, iterations, ..Settings::default() }
    }

    /// Replaces the run in `settings`; how it is shown, and where the walk stands, stays.
    pub(super) fn apply_to(self, settings: &mut Settings) {
        settings.preset = self;
        settings.take_run(self.settings());
    }
}
