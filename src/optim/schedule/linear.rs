//! `LinearLR`: a rate that grows or falls in equal steps.

use super::{At, LinearLr, Schedule};

impl Schedule for LinearLr {
    /// The first lr·start; then times 1 + (end − start)/(T·start + (t − 1)·(end − start)) while t ≤ T.
    fn rate(&self, At { behind, before, .. }: At) -> f64 {
        let LinearLr { start_factor, end_factor, total_iters } = *self;
        if behind == 0 {
            before * start_factor
        } else if behind > total_iters {
            before
        } else {
            let grown = (behind - 1) as f64 * (end_factor - start_factor);
            let here = total_iters as f64 * start_factor + grown;
            before * (1.0 + (end_factor - start_factor) / here)
        }
    }
}
