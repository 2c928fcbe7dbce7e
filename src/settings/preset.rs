//! Whole runs by name.

use crate::model::Model;
use crate::optim::Algorithm;
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
    /// The PyTorch notebook whose every step is PyTorch's: `nn.Linear`, `nn.MSELoss`, autograd, `torch.optim.SGD`; under
    /// `torch.manual_seed(0)`, twenty iterations.
    NotebookModule,
}

pub(super) const PRESETS: Choice<Preset> = Choice(&[
    (Preset::NotebookManual.name(), Preset::NotebookManual),
    (Preset::NotebookAutograd.name(), Preset::NotebookAutograd),
    (Preset::NotebookModule.name(), Preset::NotebookModule),
]);

impl Preset {
    /// The preset's name in attributes and links.
    pub const fn name(self) -> &'static str {
        match self {
            Preset::NotebookManual => "notebook-manual",
            Preset::NotebookAutograd => "notebook-autograd",
            Preset::NotebookModule => "notebook-module",
        }
    }

    /// The defaults, with the run that the preset is.
    pub fn settings(self) -> Settings {
        let settings = Settings { preset: self, ..Settings::default() };
        match self {
            Preset::NotebookManual => {
                Settings { gradient: Gradient::ManualSum, iterations: 10, ..settings }
            }
            Preset::NotebookAutograd => settings,
            Preset::NotebookModule => Settings {
                model: Model::linear(),
                optimizer: Algorithm::plain(),
                seed: Some(0),
                ..settings
            },
        }
    }

    /// Replaces the run in `settings`; how it is shown, and where the walk stands, stays.
    pub(super) fn apply_to(self, settings: &mut Settings) {
        settings.preset = self;
        settings.take_run(self.settings());
    }
}
