//! What a run has come to at its end, and what would bring it nearer.

use super::Run;
use crate::settings::Settings;
use crate::training::{MAX_ITERATIONS, Precision, Verdict};

/// How near a run is when it is there, by its way from the start and by w, or by 1 where w is smaller.
const NEAR: f64 = 1e-3;
/// What is left of w, or of the way, by rounding.
const ROUNDING: f64 = 1e-6;

/// What a run of w·x has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// w is at the best.
    There,
    /// It is not, and more steps would do.
    Steps,
    /// It is not, and more steps would not do, but another rate would.
    Rate,
    /// It is not, and nothing that a reader can change here would do.
    NotYet,
    /// w is farther from the best than where it started.
    Farther,
    /// w is no nearer to it.
    NoNearer,
}

impl Outcome {
    /// The name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::There => "there",
            Outcome::Steps => "steps",
            Outcome::Rate => "rate",
            Outcome::NotYet => "not-yet",
            Outcome::Farther => "farther",
            Outcome::NoNearer => "no-nearer",
        }
    }
}

impl Run {
    /// How far w is from the best where the run stands; `None` where the best is not known.
    pub fn distance(&mut self) -> Option<f64> {
        let state = self.state(self.epoch());
        Some(self.bowl()?.distance(&state.params))
    }

    /// What the run has come to where it stands; `None` where there is nothing to say, or nothing known.
    pub fn outcome(&mut self) -> Option<Outcome> {
        let bands = self.bands()?;
        let (first, last) = (self.state(0).params, self.state(self.epoch()).params);
        let bowl = self.bowl()?;
        let best = bowl.optimum.iter().fold(0.0, |far: f64, best| libm::hypot(far, *best));
        let (start, here) = (bowl.distance(&first), bowl.distance(&last));
        let near = (NEAR * start.min(best.max(1.0))).max(ROUNDING * best);
        let arrives = match self.verdict() {
            Verdict::Still => return Some(Outcome::There),
            verdict => matches!(verdict, Verdict::Straight | Verdict::Overshoots),
        };
        if !arrives || here > near {
            if here > start * (1.0 + ROUNDING) {
                return Some(Outcome::Farther);
            }
            if !arrives {
                return (here > start * (1.0 - 10.0 * NEAR)).then_some(Outcome::NoNearer);
            }
        }
        let leads = |lr: f64, steps| bands.distance(bowl, &first, lr, steps) <= near;
        let lr = self.settings.lr;
        // A step this short is lost when it is added to w.
        let lost = match self.precision() {
            Precision::F32 => f64::from(f32::EPSILON) / 4.0 * best,
            Precision::F64 => 0.0,
        };
        let later = leads(lr, MAX_ITERATIONS) && lr * bands.least_bent(bowl) * near > lost;
        let faster = leads(Settings::settable(bands.straight_lr.unwrap_or(lr)), self.iterations());
        Some(match () {
            () if here <= near => Outcome::There,
            () if later && self.offers("iterations") => Outcome::Steps,
            () if faster && self.offers("lr") => Outcome::Rate,
            () => Outcome::NotYet,
        })
    }

    /// Whether a reader can set it here.
    fn offers(&self, control: &'static str) -> bool {
        !self.settings.hide.contains(&control) && !self.settings.lock.contains(&control)
    }
}
