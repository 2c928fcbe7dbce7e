//! What a run fits: the names of its parameters, and where they start.

use super::Settings;
use super::kind::Number;

/// The parameters that a run may start from.
pub(super) const START: Number = Number { min: -1e6, max: 1e6, slider: None };

impl Settings {
    /// The names of the parameters that the run fits, in the order of their columns.
    pub fn params(&self) -> Vec<String> {
        self.model.params().to_vec()
    }
}
