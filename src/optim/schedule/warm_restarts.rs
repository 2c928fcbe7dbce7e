//! `CosineAnnealingWarmRestarts`: a rate that falls along the cosine, and starts again.
//!
//! Loshchilov, Hutter: *SGDR: Stochastic Gradient Descent with Warm Restarts* (2016).

use std::f64::consts::PI;

use crate::optim::precise::cos;

use super::{At, CosineAnnealingWarmRestarts, Schedule};

impl Schedule for CosineAnnealingWarmRestarts {
    /// min + (lr₀ − min)·(1 + cos(π·t/T))/2, where t and T are those of the present wave.
    fn rate(&self, At { behind, initial, .. }: At) -> f64 {
        let (mut t, mut steps) = (behind, self.T_0);
        if self.T_mult == 1 {
            t %= steps;
        }
        while t >= steps {
            t -= steps;
            steps = steps.saturating_mul(self.T_mult);
        }
        let least = self.eta_min;
        least + (initial - least) * (1.0 + cos(PI * t as f64 / steps as f64)) / 2.0
    }
}
