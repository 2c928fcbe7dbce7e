//! What is known of the learning rate: what it does, where its limit lies, how its slider is
//! measured.

use std::borrow::Cow;

use super::Run;
use crate::model::Lanes;
use crate::number::{parse, short};
use crate::settings::{Settings, Slider};
use crate::training::{Bands, Curvature, MOST_BENT, Quantity, Trainer, Unknown, Verdict};

/// Why the limit of the rate lies where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The bowl bends: 2/H.
    Bend,
    /// The gradient is a sum, N times the mean: 2/(N·H).
    Sum,
    /// Nobody empties the gradient: 4/H.
    AddsUp,
    /// What is left of the velocity counts, too.
    Velocity,
    /// Weight decay bends the loss more.
    Decay,
}

impl Limit {
    /// The name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Limit::Bend => "bend",
            Limit::Sum => "sum",
            Limit::AddsUp => "adds-up",
            Limit::Velocity => "velocity",
            Limit::Decay => "decay",
        }
    }
}

/// The most work for the second derivatives at one place, in operations of one row.
const BENDS: usize = 2_000_000;

/// How the loss bends at a place, where that differs from place to place.
pub(super) struct Local {
    /// What asks; `None` where it would take too long.
    lanes: Option<Lanes<f64>>,
    /// The last place, and the largest curvature there.
    known: Option<(Vec<f64>, Option<f64>)>,
}

/// What the rate does to this run with these bands, or why that is not known. A run that is not to move at any
/// rate is `still`.
pub(in crate::lab) fn verdict(
    bands: Result<Bands, Unknown>,
    lr: f64,
    run: &Trainer,
    still: bool,
) -> Verdict {
    match bands.map(|bands| bands.verdict(lr)) {
        Err(why) => Verdict::Unknown(why),
        Ok(_) if still => Verdict::Still,
        Ok(Verdict::RunsAway) => Verdict::RunsAway,
        // It stops, and that is no fault of the rate.
        Ok(_) if run.end() < run.iterations() => Verdict::Unknown(Unknown::Range),
        Ok(known) => known,
    }
}

impl Run {
    /// Why the limit of the rate lies where it does, where there is one.
    pub fn limit(&self) -> Option<Limit> {
        let (bands, bowl) = (self.limited()?, self.bowl()?);
        let update = self.settings.optimizer.as_sgd().unwrap_or_default();
        Some(match () {
            () if update.momentum > 0.0 => Limit::Velocity,
            () if update.weight_decay > 0.0 => Limit::Decay,
            () if bands.straight_lr.is_none() => Limit::AddsUp,
            () if bands.curvature == bowl.curvature() => Limit::Bend,
            () => Limit::Sum,
        })
    }

    /// The bands of the rate, where some of these rates do not run away.
    pub fn limited(&self) -> Option<Bands> {
        self.bands().filter(|bands| bands.critical_lr > 0.0)
    }

    /// The bands of the rate, where they are known.
    pub fn bands(&self) -> Option<Bands> {
        self.bands.ok()
    }

    /// Where the run comes to rest, if it does, where weight decay draws it from the least loss.
    pub fn rest(&self) -> Option<Vec<f64>> {
        let decays = |bands: &Bands| bands.update().weight_decay > 0.0;
        Some(self.limited().filter(decays)?.rest(self.bowl()?))
    }

    /// What the rate does, or why that is not known.
    pub fn verdict(&self) -> Verdict {
        let level = |index| {
            let grads = self.history().series(Quantity::Grad(index));
            grads.is_some_and(|grads| grads.get(0) == Some(0.0))
        };
        // Where the weights decay no rest is of the loss alone.
        let decays = self.bands().is_some_and(|bands| bands.update().weight_decay > 0.0);
        let still = !decays && (0..self.names().len()).all(level);
        verdict(self.bands, self.settings.lr, &self.trainer, still)
    }

    /// The largest curvature of the loss at these parameters, where the loss is no bowl: it is another at every place.
    /// `None` where it is not known.
    pub fn local_curvature(&mut self, params: &[f64]) -> Option<f64> {
        if !matches!(self.bowl, Err(Unknown::Model | Unknown::Loss)) {
            return None;
        }
        let (model, data, loss) = (&self.settings.model, &self.data, self.settings.loss.loss());
        let local = self.local.get_or_insert_with(|| {
            let lanes = Lanes::new(model, &loss, data).ok();
            let work = |lanes: &Lanes<f64>| 4 * params.len().saturating_mul(lanes.cost());
            let lanes = lanes.filter(|lanes| params.len() <= MOST_BENT && work(lanes) <= BENDS);
            Local { lanes, known: None }
        });
        match &local.known {
            Some((place, known)) if place == params => *known,
            _ => {
                let bends = local.lanes.as_mut().and_then(|lanes| Curvature::at(lanes, params));
                let known = bends.and_then(|bends| bends.values.first().copied());
                local.known = Some((params.to_vec(), known));
                known
            }
        }
    }

    /// The rate above which the run diverges, where it is known.
    pub fn critical_lr(&self) -> Option<f64> {
        self.bands().map(|bands| bands.critical_lr)
    }

    /// Where the bands of the rate end on its slider, as fractions of its length: the end of *goes straight*,
    /// where there is one, and that of *overshoots* or *circles*. Nothing where the bands are not known.
    pub fn band_ends(&self) -> Vec<f64> {
        let (Ok(bands), Some(slider)) = (self.bands, self.slider_of("lr")) else {
            return Vec::new();
        };
        let critical = slider.fraction(bands.critical_lr);
        match bands.straight_lr {
            Some(straight) => vec![slider.fraction(straight), critical],
            None => vec![critical],
        }
    }

    /// The stop at which a setting's slider stands; 0 for a setting without one.
    pub fn slider(&self, name: &str) -> usize {
        let Some(slider) = self.slider_of(name) else { return 0 };
        self.settings.text(name).and_then(|text| parse(&text)).map_or(0, |v| slider.stop(v))
    }

    /// How many stops a setting's slider has; 0 for a setting without one. That of the rate has
    /// others for other points.
    pub fn stops(&self, name: &str) -> usize {
        self.slider_of(name).map_or(0, |slider| slider.len())
    }

    /// The value at a stop of a setting's slider, as text; empty for a setting without one.
    pub fn at_stop(&self, name: &str, stop: usize) -> String {
        self.slider_of(name).map_or_else(String::new, |slider| short(slider.value(stop)))
    }

    /// A setting's slider: that of the rate is measured in its limit, where this is known.
    fn slider_of(&self, name: &str) -> Option<Cow<'_, Slider>> {
        match &self.rates {
            Some(rates) if name == "lr" => Some(Cow::Borrowed(rates)),
            _ => Settings::slider(name).map(Cow::Owned),
        }
    }
}
