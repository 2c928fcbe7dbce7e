//! One run as a notebook says it: the four steps as mathematics and as lines of Python, the whole
//! program that a reader takes along, and the lines that this prints.
//!
//! Whatever is said of a model, its gradient and its update comes from here, and says the same
//! everywhere. It knows what NumPy and PyTorch call things, and nothing of pages.

mod code;
mod losses;
mod mathematics;
mod names;
mod printout;
mod program;
mod template;
mod updates;

pub use mathematics::{held, update};
pub use printout::Printout;

use crate::settings::Settings;
use crate::training::{Gradient, ObjectiveError, Stage};

/// The run of some settings, by one way to its gradient.
#[derive(Clone, Debug)]
pub struct Notebook<'a> {
    settings: &'a Settings,
    gradient: Gradient,
    /// What the parameters are called in Python.
    names: Vec<String>,
}

impl<'a> Notebook<'a> {
    /// The notebook of these settings, as if their gradient were this one.
    ///
    /// # Errors
    /// If the gradient is derived by hand, and not for this model; or is not by autograd beside what PyTorch alone has.
    pub fn new(settings: &'a Settings, gradient: Gradient) -> Result<Self, ObjectiveError> {
        let apart = settings.is_pytorch() && gradient != Gradient::Autograd;
        if apart || !gradient.knows(&settings.model, &settings.loss) {
            return Err(ObjectiveError::ByHand);
        }
        let names = if settings.model.is_layer() {
            settings.model.params().iter().map(|param| "model.".to_owned() + param).collect()
        } else {
            names::identifiers(settings.model.params(), settings.model.inputs())
        };
        Ok(Notebook { settings, gradient, names })
    }

    /// Whether a step is a call of PyTorch, and not written out by hand.
    pub fn is_torch(&self, stage: Stage) -> bool {
        let Settings { model, loss, optimizer, .. } = self.settings;
        self.autograd()
            && match stage {
                Stage::Prediction => model.is_layer(),
                Stage::Loss => model.is_layer() || !loss.is_squared_error(),
                Stage::Gradient => true,
                Stage::Update => !optimizer.is_manual(),
            }
    }

    /// Whether PyTorch has an optimizer for the update.
    fn has_optimizer(&self) -> bool {
        self.is_torch(Stage::Update)
    }

    /// What the tensors of inputs and targets are called: of a layer they are matrices, but not the batches of these.
    fn tensors(&self) -> Vec<String> {
        let Settings { model, batch, .. } = self.settings;
        if model.is_layer() && *batch == 0 {
            return ["X", "Y"].map(str::to_owned).to_vec();
        }
        let mut names = model.inputs().to_vec();
        names.push("y".to_owned());
        names
    }

    fn autograd(&self) -> bool {
        self.gradient == Gradient::Autograd
    }
}
