//! `ExponentialLR`: a rate that falls by the same part in each step.

use super::{At, ExponentialLr, Schedule};

impl Schedule for ExponentialLr {
    /// Times γ.
    fn rate(&self, At { behind, before, .. }: At) -> f64 {
        if behind == 0 { before } else { before * self.gamma }
    }
}
