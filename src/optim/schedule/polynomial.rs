//! `PolynomialLR`: a rate that falls to 0 along a power.

use crate::optim::precise::power;

use super::{At, PolynomialLr, Schedule};

impl Schedule for PolynomialLr {
    /// Times ((1 − t/T) / (1 − (t − 1)/T))^power while t ≤ T.
    fn rate(&self, At { behind, before, .. }: At) -> f64 {
        if behind == 0 || behind > self.total_iters {
            return before;
        }
        let left = |behind: usize| 1.0 - behind as f64 / self.total_iters as f64;
        before * power(left(behind) / left(behind - 1), self.power)
    }
}
