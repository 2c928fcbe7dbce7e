//! `StepLR`: a rate that falls every so many steps.

use super::{At, Schedule, StepLr};

impl Schedule for StepLr {
    /// Times γ where t is a multiple of the size.
    fn rate(&self, At { behind, before, .. }: At) -> f64 {
        if behind > 0 && behind.is_multiple_of(self.step_size) {
            before * self.gamma
        } else {
            before
        }
    }
}
