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
    ("notebook-manual", Preset::NotebookManual),
    ("notebook-autograd", Preset::NotebookAutograd),
]);

impl Preset {
    /// Every setting as the preset has it.
    pub fn settings(self) -> Settings {
        let (gradient, iterations) = match self {
            Preset::NotebookManual => (Gradient::ManualSum, 10),
            Preset::NotebookAutograd => (Gradient::Autograd, 20),
        };
        Settings { preset: self, gradient, iterations, ..Settings::default() }
    }
}
