//! `ConstantLR`: a part of the rate, then all of it.

use super::{At, ConstantLr, Schedule};

impl Schedule for ConstantLr {
    /// The first lr·factor; once the steps are over, times 1/factor.
    fn rate(&self, At { behind, before, .. }: At) -> f64 {
        if behind == 0 {
            before * self.factor
        } else if behind == self.total_iters {
            before * (1.0 / self.factor)
        } else {
            before
        }
    }
}
