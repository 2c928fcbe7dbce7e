//! `OneCycleLR`: a rate that goes up once and down for good.
//!
//! Smith, Topin: *Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates* (2017).

use std::f64::consts::PI;

use crate::optim::precise::cos;

use super::{At, OneCycleLr, Schedule};

/// What a phase goes from and to: of rates the first, the highest, the last; of momenta the upper, the lower, the upper.
#[derive(Clone, Copy)]
enum Level {
    First,
    Peak,
    Last,
}

impl OneCycleLr {
    /// The phase that a step stands in: from where, to where, and how much of it is behind.
    fn phase(&self, behind: usize) -> (Level, Level, f64) {
        let behind = behind.min(self.total_steps) as f64;
        let (steps, up) = (self.total_steps as f64, self.pct_start);
        let peak = up * steps - 1.0;
        let back = 2.0 * up * steps - 2.0;
        let (from, to, start, end) = if behind <= peak {
            (Level::First, Level::Peak, 0.0, peak)
        } else if !self.three_phase {
            (Level::Peak, Level::Last, peak, steps - 1.0)
        } else if behind <= back {
            (Level::Peak, Level::First, peak, back)
        } else {
            (Level::First, Level::Last, back, steps - 1.0)
        };
        (from, to, (behind - start) / (end - start))
    }

    fn between(&self, from: f64, to: f64, part: f64) -> f64 {
        match self.anneal_strategy {
            "linear" => (to - from) * part + from,
            _ => to + (from - to) / 2.0 * (cos(PI * part) + 1.0),
        }
    }
}

impl Schedule for OneCycleLr {
    fn counts_batches(&self) -> bool {
        true
    }

    /// Between max/div, max and max/div/final.
    fn rate(&self, at: At) -> f64 {
        let first = self.max_lr / self.div_factor;
        let rate = |level| match level {
            Level::First => first,
            Level::Peak => self.max_lr,
            Level::Last => first / self.final_div_factor,
        };
        let (from, to, part) = self.phase(at.behind);
        self.between(rate(from), rate(to), part)
    }

    fn momentum(&self, behind: usize) -> Option<f64> {
        let momentum = |level| match level {
            Level::Peak => self.base_momentum,
            Level::First | Level::Last => self.max_momentum,
        };
        let (from, to, part) = self.phase(behind);
        self.cycle_momentum.then(|| self.between(momentum(from), momentum(to), part))
    }

    /// PyTorch asks once more after the last of its steps.
    fn most(&self) -> Option<usize> {
        Some(self.total_steps + 1)
    }
}
