//! The ways to the gradient side by side, and where both notebooks arrive: they are beside each other
//! where a gradient has been derived by hand, which is of models that are linear in their parameters.

use super::Run;
use crate::lab::readout::parameter;
use crate::model::{Columns, Model};
use crate::number::{few, parse, significant};
use crate::settings::{DRAWN, Settings};
use crate::training::{Comparison, Gradient, Gradients, Nudge};

/// The most work for one of the two notebooks, in points visited; their ends are asked for once for
/// each change.
const NOTEBOOK: usize = 50_000;

/// So many parameters have their arrows.
const SHOWN: usize = 6;
/// So many rows tell how large the numbers are that a gradient is the mean of.
const JUDGED: usize = 1_000;

/// One way to the slope in one parameter, as an arrow from zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The way, as the setting `gradient` calls it.
    pub name: &'static str,
    /// The parameter.
    pub of: String,
    /// The gradient, as a person reads it.
    pub value: String,
    /// Where the arrow ends, from −1 to 1, on a scale that the start of the run sets: it changes only
    /// where a gradient becomes longer than any was there.
    pub length: f64,
    /// How far the gradient is from that by autograd; empty where it is the same.
    pub difference: String,
}

/// What becomes of a gradient by hand whose mean is moved to where it no longer divides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// The sum of a single point is its mean.
    Single,
    /// Where the gradient is zero, the sum is, too.
    Level,
    /// It is as many times as long as there are points.
    Longer,
}

impl Slip {
    /// The name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Slip::Single => "single",
            Slip::Level => "level",
            Slip::Longer => "longer",
        }
    }
}

/// How the routes to one slope agree: by hand with the mean, by autograd, by nudging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accord {
    /// But for what no bar could show.
    Agree,
    /// Rounding parts them.
    Rounded,
    /// For one of them the numbers are too large.
    Overflow,
}

impl Accord {
    /// The name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Accord::Agree => "agree",
            Accord::Rounded => "rounded",
            Accord::Overflow => "overflow",
        }
    }
}

impl Run {
    /// The ways to the gradient of the model on the present points.
    fn comparison(&mut self) -> &mut Comparison {
        let Settings { model, loss, precision, .. } = &self.settings;
        let data = &self.data;
        self.comparison.get_or_insert_with(|| Comparison::new(model, loss, data, *precision))
    }

    /// The loss at these parameters, and the gradient there by each way that knows the model.
    pub fn ways_at(&mut self, params: &[f64]) -> Gradients {
        self.comparison().at(params)
    }

    /// The gradient at these parameters by each way that knows it, parameter by parameter: by hand, by hand with the sum,
    /// by autograd, by nudging. Of many parameters that of the first few.
    pub fn gradients(&mut self, params: &[f64]) -> Vec<Bar> {
        let start = self.state(0).params;
        let (start, here) = (self.ways_at(&start), self.ways_at(params));
        let noises = self.rounding(params);
        let slopes = |k: usize| {
            let slope = |way| Some((way, *here.by(way).get(k)?));
            here.ways().filter_map(slope).collect::<Vec<_>>()
        };
        // By hand with the sum it is the longest.
        let longest = [Gradient::ManualSum, Gradient::Autograd];
        let first =
            longest.into_iter().find_map(|way| Some(start.by(way)).filter(|by| !by.is_empty()));
        let mut longest = 0.0f64;
        for (k, &noise) in noises.iter().enumerate() {
            let first = first.and_then(|first| first.get(k)).map_or(0.0, |first| first.abs());
            longest = slopes(k)
                .iter()
                .fold(longest.max(first).max(noise), |most, (_, g)| most.max(g.abs()));
        }
        let measurable = longest > 0.0 && longest.is_finite();
        let mut bars = Vec::new();
        for (k, &noise) in noises.iter().enumerate() {
            let autograd = here.by(Gradient::Autograd).get(k).copied().unwrap_or(f64::NAN);
            for (way, g) in slopes(k) {
                bars.push(Bar {
                    name: way.name(),
                    of: self.names()[k].clone(),
                    value: slope(if is_level(g, noise) { 0.0 } else { g }, 7),
                    length: if measurable { g / longest } else { 0.0 },
                    difference: if g == autograd { String::new() } else { slope(g - autograd, 2) },
                });
            }
        }
        bars
    }

    /// What becomes of the gradient by hand at these parameters if its mean no longer divides; `None`
    /// where there is none.
    pub fn slip(&mut self, params: &[f64]) -> Option<Slip> {
        let here = self.ways_at(params);
        let mean = here.by(Gradient::Manual);
        let mut noises = mean.iter().zip(self.rounding(params));
        Some(match self.data.len() {
            _ if mean.is_empty() => return None,
            1 => Slip::Single,
            _ if noises.all(|(&mean, noise)| is_level(mean, noise)) => Slip::Level,
            _ => Slip::Longer,
        })
    }

    /// How the routes to the gradient at these parameters agree.
    pub fn accord(&mut self, params: &[f64]) -> Accord {
        let here = self.ways_at(params);
        let mut accord = Accord::Agree;
        for (k, noise) in self.rounding(params).into_iter().enumerate() {
            let by = |way| match here.by(way).get(k) {
                Some(&gradient) if !is_level(gradient, noise) => gradient,
                _ => 0.0,
            };
            let autograd = by(Gradient::Autograd);
            let mut apart = (by(Gradient::Numeric) - autograd).abs();
            if !here.by(Gradient::Manual).is_empty() {
                apart += (by(Gradient::Manual) - autograd).abs();
            }
            if !apart.is_finite() {
                return Accord::Overflow;
            }
            if apart > 1e-4 * autograd.abs() {
                accord = Accord::Rounded;
            }
        }
        accord
    }

    /// Of each parameter that has arrows, what a bar shorter than that would show: only how the terms of the gradient,
    /// 2/N·φ(ŷ − y), have been rounded where they cancel. Where it is not derived by hand, a millionth of what it
    /// was at the start.
    fn rounding(&mut self, params: &[f64]) -> Vec<f64> {
        let Settings { model, loss, .. } = &self.settings;
        let shown = params.len().min(SHOWN);
        let features = model.features().filter(|_| Gradient::Manual.knows(model, loss));
        let Some(features) = features else {
            let start = self.state(0).params;
            let start = self.ways_at(&start);
            let first = start.by(Gradient::Autograd).iter().take(shown);
            return first.map(|gradient| 1e-6 * gradient.abs()).collect();
        };
        let some = self.data.every(self.data.len().div_ceil(JUDGED));
        let column = |feature: &Model| {
            let mut numbers = vec![0.0; some.len()];
            Columns::<f64>::new(feature, &some).predict(&[], &mut numbers);
            numbers
        };
        let columns: Vec<Vec<f64>> = features.iter().map(column).collect();
        let mut sizes: Vec<f64> = some.ys().iter().map(|y| y.abs()).collect();
        for (param, column) in params.iter().zip(&columns) {
            for (size, number) in sizes.iter_mut().zip(column) {
                *size += (param * number).abs();
            }
        }
        let terms = |column: &Vec<f64>| {
            let terms = column.iter().zip(&sizes).map(|(number, size)| 2.0 * number.abs() * size);
            1e-6 * terms.sum::<f64>() / some.len() as f64
        };
        columns.iter().take(shown).map(terms).collect()
    }

    /// The rate at which autograd walks the path that the gradient with the sum walks at the
    /// present rate, lr·N.
    pub fn coinciding_lr(&self) -> String {
        few(self.settings.lr * self.data.len() as f64, 12)
    }

    /// The slope at these parameters, measured before one's eyes: the one that is drawn nudged down and up, the
    /// loss at both in as many digits as the slope takes, and the quotient of the differences. Nothing where
    /// rounding hides what a nudge does.
    pub fn nudge(&mut self, params: &[f64]) -> Vec<String> {
        let Some(Nudge { at, loss, slope }) = self.comparison().nudge(params, DRAWN) else {
            return Vec::new();
        };
        let across = at[1] - at[0];
        let error = 4.0 * f64::EPSILON * loss[0].max(loss[1]) / across;
        let level = slope.abs() < 50.0 * error;
        let by_hand = Gradient::underived(self.model(), &self.settings.loss).is_empty();
        let noise = if by_hand { self.rounding(params)[DRAWN] } else { f64::INFINITY };
        // The loss in the precision of the run, and that in double precision.
        if !(self.ways_at(params).loss + slope).is_finite() || level && error > noise {
            return Vec::new();
        }
        let slope = if level { 0.0 } else { slope };
        let mut digits = 5;
        loop {
            let (before, after) = (significant(loss[0], digits), significant(loss[1], digits));
            let (Some(low), Some(high)) = (parse(&before), parse(&after)) else {
                return Vec::new();
            };
            if level || digits == 17 || ((high - low) / across - slope).abs() <= 0.02 * slope.abs()
            {
                return vec![
                    parameter(at[0]),
                    parameter(at[1]),
                    before,
                    after,
                    significant(slope, 3),
                ];
            }
            digits += 1;
        }
    }

    /// Where both notebooks end with the present settings, that by hand with the rate of this text: the last step
    /// and w, with all other parameters by name, by hand with the sum, by autograd, and by hand with the mean where it divides; nothing where there is
    /// no gradient by hand, or where that is more work than a change has time for.
    pub fn both_notebooks(&self, rate: &str) -> Vec<String> {
        let work = self.iterations().saturating_mul(self.data.len());
        let by_hand = self.notebook_by(Gradient::Manual.name()).is_some();
        if !by_hand || work > NOTEBOOK {
            return Vec::new();
        }
        let here = self.settings.lr;
        let by_hand = parse(rate).unwrap_or(here);
        let mut ends = Vec::new();
        for (gradient, lr) in [
            (Gradient::ManualSum, by_hand),
            (Gradient::Autograd, here),
            (Gradient::Manual, by_hand),
        ] {
            let settings = Settings { gradient, lr, ..self.settings.clone() };
            let mut trainer = settings.trainer(&self.data);
            trainer.step(usize::MAX);
            ends.push(trainer.epoch().to_string());
            let last = trainer.state(trainer.epoch()).params;
            let mut end = parameter(last[DRAWN]);
            for (name, param) in self.names().iter().zip(last).skip(DRAWN + 1).take(SHOWN - 1) {
                end = end + ", " + name + " = " + &parameter(param);
            }
            ends.push(end);
        }
        ends
    }
}

/// Whether a gradient is zero but for what rounding leaves of it.
fn is_level(gradient: f64, noise: f64) -> bool {
    gradient == 0.0 || gradient.abs() < 1e-6 * noise
}

/// A gradient, also one beyond what its precision holds.
fn slope(gradient: f64, digits: usize) -> String {
    if gradient.is_finite() { few(gradient, digits) } else { significant(gradient, digits) }
}
