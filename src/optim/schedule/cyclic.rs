//! `CyclicLR`: a rate that goes up and down.
//!
//! Smith: *Cyclical Learning Rates for Training Neural Networks* (2015).

use crate::optim::precise::whole_power;

use super::{At, CyclicLr, Schedule};

impl CyclicLr {
    /// How far up the wave a step stands, and what that counts in this wave or at this step.
    fn height(&self, behind: usize) -> [f64; 2] {
        let up = self.step_size_up as f64;
        let size = up + self.step_size_down.unwrap_or(self.step_size_up) as f64;
        let (ratio, at) = (up / size, behind as f64 / size);
        let wave = (1.0 + at).floor();
        let x = 1.0 + at - wave;
        let part = if x <= ratio { x / ratio } else { (x - 1.0) / (ratio - 1.0) };
        let scale = match self.mode {
            "triangular2" => 1.0 / whole_power(2.0, wave as u32 - 1),
            "exp_range" => whole_power(self.gamma, behind as u32),
            _ => 1.0,
        };
        [part, scale]
    }
}

impl Schedule for CyclicLr {
    fn counts_batches(&self) -> bool {
        true
    }

    /// base + (max − base)·part·scale
    fn rate(&self, at: At) -> f64 {
        let [part, scale] = self.height(at.behind);
        self.base_lr + (self.max_lr - self.base_lr) * part * scale
    }

    /// max − (max − base)·part·scale
    fn momentum(&self, behind: usize) -> Option<f64> {
        let [part, scale] = self.height(behind);
        let down = (self.max_momentum - self.base_momentum) * part * scale;
        self.cycle_momentum.then_some(self.max_momentum - down)
    }
}
