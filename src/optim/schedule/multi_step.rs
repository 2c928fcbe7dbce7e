//! `MultiStepLR`: a rate that falls at certain steps.

use crate::optim::precise::whole_power;

use super::{At, MultiStepLr, Schedule};

impl Schedule for MultiStepLr {
    /// Times γ to the power of how often t stands among the milestones.
    fn rate(&self, At { behind, before, .. }: At) -> f64 {
        match self.milestones.iter().filter(|&&milestone| milestone == behind).count() {
            0 => before,
            times => before * whole_power(self.gamma, times as u32),
        }
    }
}
