//! `CosineAnnealingLR`: a rate that falls along the cosine.
//!
//! Loshchilov, Hutter: *SGDR: Stochastic Gradient Descent with Warm Restarts* (2016), without the restarts.

use std::f64::consts::PI;

use crate::optim::precise::cos;

use super::{At, CosineAnnealingLr, Schedule};

impl Schedule for CosineAnnealingLr {
    /// (1 + cos(π·t/T)) / (1 + cos(π·(t − 1)/T)) · (lr − min) + min; from the lowest place, where that is nothing
    /// over nothing, lr + (lr₀ − min)·(1 − cos(π/T))/2.
    fn rate(&self, At { behind, initial, before }: At) -> f64 {
        let (steps, least) = (self.T_max, self.eta_min);
        if behind == 0 {
            before
        } else if (behind - 1) % (2 * steps) == steps {
            before + (initial - least) * (1.0 - cos(PI / steps as f64)) / 2.0
        } else {
            let height = |behind: usize| 1.0 + cos(PI * behind as f64 / steps as f64);
            height(behind) / height(behind - 1) * (before - least) + least
        }
    }
}
