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

pub use mathematics::{held, update};
pub use printout::Printout;

use crate::settings::Settings;
use crate::training::{Gradient, ObjectiveError};

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
    /// If the gradient is derived by hand, and not for this model.
    pub fn new(settings: &'a Settings, gradient: Gradient) -> Result<Self, ObjectiveError> {
        if !gradient.knows(&settings.model, &settings.loss) {
            return Err(ObjectiveError::ByHand);
        }
        let names = names::identifiers(settings.model.params(), settings.model.inputs());
        Ok(Notebook { settings, gradient, names })
    }

    fn autograd(&self) -> bool {
        self.gradient == Gradient::Autograd
    }
}
