//! What a lab shows as text and numbers.

use super::Lab;
use super::readout::parameter;
use crate::charts::Place;
use crate::number::{few, significant};
use crate::settings::{Settings, View};
use crate::training::{Gradient, Nudge, Quantity, Row, State};

/// The most work for one of the two notebooks, in points visited; their ends are asked for once for
/// each change.
const NOTEBOOK: usize = 50_000;

/// One way to the gradient, as an arrow from zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The way, as the setting `gradient` calls it.
    pub name: &'static str,
    /// The gradient, as a person reads it.
    pub value: String,
    /// Where the arrow ends, from −1 to 1, on a scale that the start of the run sets: it changes only
    /// where a gradient becomes longer than any was there.
    pub length: f64,
    /// How far the gradient is from that by autograd.
    pub difference: String,
}

impl Lab {
    /// The parameters by name.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Why a view cannot show the model, as a code of the message files; empty where it can, and
    /// where there is no such view.
    pub fn unshown(&self, view: &str) -> &'static str {
        View::from_name(view).map_or("", |view| view.needs.unmet(&self.settings.model))
    }

    /// What the numbers of a row are, after its epoch: the parameters, the loss, the gradients.
    /// Of the lesson `w`, `loss`, `grad`.
    pub fn columns(&self) -> Vec<String> {
        let mut names = Vec::new();
        for quantity in Quantity::all(self.names.len()) {
            names.push(quantity.name(&self.names));
        }
        names
    }

    /// What is shown: the epoch, and each column's number there.
    pub fn state_row(&mut self) -> Vec<f64> {
        let state = self.shown();
        let mut numbers = vec![state.epoch as f64];
        for quantity in Quantity::all(self.names.len()) {
            numbers.push(state.value(quantity));
        }
        numbers
    }

    /// The steps `from..=to` as far as the state shown, the numbers of each column in turn: the
    /// parameters after the update, the loss and the gradients before it.
    pub fn rows(&mut self, from: usize, to: usize) -> Vec<f64> {
        let mut numbers = Vec::new();
        for epoch in from.max(1)..=to.min(self.epoch()) {
            let Row { params, loss, grads, .. } = self.trainer.row(epoch);
            numbers.extend(params);
            numbers.push(loss);
            numbers.extend(grads);
        }
        numbers
    }

    /// The steps as far as the state shown as comma-separated values, a heading first.
    pub fn csv(&mut self) -> String {
        let mut lines = Row::heading(&self.names);
        for epoch in 1..=self.epoch() {
            lines.push_str(&self.trainer.row(epoch).csv());
        }
        lines
    }

    /// The gradient at the w shown by each way: by hand, by hand with the sum, by autograd, by
    /// nudging. Nothing if the model is no line: by hand there is no other.
    pub fn gradients(&mut self) -> Vec<Bar> {
        if !self.is_line() {
            return Vec::new();
        }
        let (start, here) = (self.trainer.state(0).params, self.shown().params);
        let noise = self.rounding();
        let (start, here) = (self.comparison().at(&start), self.comparison().at(&here));
        let autograd = here.by(Gradient::Autograd)[0];
        let mut longest = noise.max(start.by(Gradient::ManualSum)[0].abs());
        for way in here.ways() {
            longest = longest.max(here.by(way)[0].abs());
        }
        let mut bars = Vec::new();
        for way in here.ways() {
            let g = here.by(way)[0];
            let measurable = longest > 0.0 && longest.is_finite();
            bars.push(Bar {
                name: way.name(),
                value: slope(if g.abs() < 1e-6 * noise { 0.0 } else { g }, 7),
                length: if measurable { g / longest } else { 0.0 },
                difference: slope(g - autograd, 2),
            });
        }
        bars
    }

    /// The rate at which autograd walks the path that the gradient with the sum walks at the
    /// present rate, lr·N.
    pub fn coinciding_lr(&self) -> String {
        few(self.settings.lr * self.data.len() as f64, 12)
    }

    /// The slope at the w shown, measured before one's eyes: w, w nudged, the loss at both, and
    /// the quotient of the differences. Nothing if the model is no line.
    pub fn nudge(&mut self) -> Vec<String> {
        if !self.is_line() {
            return Vec::new();
        }
        let here = self.shown().params;
        let Some(Nudge { at, loss, slope }) = self.comparison().nudge(&here, 0) else {
            return Vec::new();
        };
        vec![
            parameter(at[0]),
            parameter(at[1]),
            significant(loss[0], 5),
            significant(loss[1], 5),
            significant(slope, 3),
        ]
    }

    /// Where both notebooks are after all iterations with the present points and rate, and that by
    /// hand with the mean where it divides: `[w by hand with the sum, w by autograd, w by hand with the
    /// mean]`; nothing where that is more work than a change has time for, or if the model is no line.
    pub fn both_notebooks(&self) -> Vec<String> {
        if !self.is_line() || self.trainer.iterations().saturating_mul(self.data.len()) > NOTEBOOK {
            return Vec::new();
        }
        let end = |gradient| {
            let settings = Settings { gradient, zero_grad: true, ..self.settings.clone() };
            let mut trainer = settings.trainer(&self.data);
            trainer.step(usize::MAX);
            parameter(trainer.state(trainer.epoch()).params[0])
        };
        vec![end(Gradient::ManualSum), end(Gradient::Autograd), end(Gradient::Manual)]
    }
}

impl Lab {
    /// The state shown, or what it is with the w that a hand holds.
    pub(super) fn shown(&mut self) -> State {
        let epoch = self.epoch();
        let Some(Place { w, loss }) = self.held else { return self.trainer.state(epoch) };
        let gradient = self.settings.gradient;
        let grads = self.comparison().at(&[w]).by(gradient).to_vec();
        State { epoch, params: vec![w], loss, grads }
    }

    /// A bar shorter than this would show only how the terms of the gradient, 2/N·x(wx − y), have
    /// been rounded where they cancel.
    fn rounding(&mut self) -> f64 {
        let w = self.shown().params[0];
        let mut terms = 0.0;
        for (x, y) in self.data.xs().iter().zip(self.data.ys()) {
            terms += 2.0 * (x * (w * x)).abs() + 2.0 * (x * y).abs();
        }
        1e-6 * terms / self.data.len() as f64
    }
}

/// A gradient, also one beyond what its precision holds.
fn slope(gradient: f64, digits: usize) -> String {
    if gradient.is_finite() { few(gradient, digits) } else { significant(gradient, digits) }
}
