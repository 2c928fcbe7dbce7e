//! What a lab shows as text and numbers.

use super::readout::parameter;
use super::{FRAME, Lab};
use crate::charts::Place;
use crate::number::{few, significant};
use crate::settings::Settings;
use crate::training::{Gradient, Gradients, Nudge, Printout, Quantity, Row, State};

/// The most lines of a printout handed out at once.
const LINES: usize = 1_000;

/// One way to the gradient, as a bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The way, as the setting `gradient` calls it.
    pub name: &'static str,
    /// The gradient, as a person reads it.
    pub value: String,
    /// The length of the bar, as a fraction of the longest.
    pub length: f64,
    /// How far the gradient is from that by autograd.
    pub difference: String,
}

impl Lab {
    /// The parameters by name.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What the numbers of a row are, after its epoch: the parameters, the loss, the gradients.
    /// Of the lesson `w`, `loss`, `grad`.
    pub fn columns(&self) -> Vec<String> {
        Quantity::all(self.names.len()).map(|quantity| quantity.name(&self.names)).collect()
    }

    /// What is shown: the epoch, and each column's number there.
    pub fn state_row(&mut self) -> Vec<f64> {
        let state = self.shown();
        let numbers = Quantity::all(self.names.len()).map(|quantity| state.value(quantity));
        std::iter::once(state.epoch as f64).chain(numbers).collect()
    }

    /// The steps `from..=to` as far as the state shown, the numbers of each column in turn: the
    /// parameters after the update, the loss and the gradients before it.
    pub fn rows(&mut self, from: usize, to: usize) -> Vec<f64> {
        let mut numbers = Vec::new();
        for epoch in from.max(1)..=to.min(self.epoch()) {
            let Row { params, loss, grads, .. } = self.trainer.row(epoch);
            numbers.extend(params.into_iter().chain([loss]).chain(grads));
        }
        numbers
    }

    /// The notebook's lines of the steps `from..=to` as far as the state shown, at most a
    /// thousand of them.
    pub fn printout(&mut self, from: usize, to: usize) -> Vec<String> {
        let (steps, notebook) = (from.max(1)..=to.min(self.epoch()), self.notebook());
        let line = |epoch| notebook.step(&self.trainer.row(epoch), &self.names);
        steps.take(LINES).map(line).collect()
    }

    /// The notebook's line before training.
    pub fn prediction_before(&mut self) -> String {
        self.notebook().before(self.trainer.state(0).params[0], self.trainer.precision())
    }

    /// The notebook's line after training, with w as it is at the state shown.
    pub fn prediction_after(&mut self) -> String {
        let here = self.trainer.state(self.epoch());
        self.notebook().after(here.params[0], self.trainer.precision())
    }

    /// The gradient at the w shown by each way: by hand, by hand with the sum, by autograd, by
    /// nudging.
    pub fn gradients(&mut self) -> [Bar; 4] {
        let Gradients { manual, manual_sum, autograd, numeric } = self.gradients_shown();
        let ways = [
            ("manual", manual),
            ("manual-sum", manual_sum),
            ("autograd", autograd),
            ("numeric", numeric),
        ];
        let noise = self.rounding();
        let longest = ways.iter().map(|(_, g)| g.abs()).fold(noise, f64::max);
        let length =
            |g: f64| if longest > 0.0 && longest.is_finite() { g.abs() / longest } else { 0.0 };
        let shown = |g: f64| if g.abs() < 1e-6 * noise { 0.0 } else { g };
        ways.map(|(name, g)| Bar {
            name,
            value: slope(shown(g), 7),
            length: length(g),
            difference: slope(g - autograd, 2),
        })
    }

    /// The rate at which autograd walks the path that the gradient with the sum walks at the
    /// present rate, lr·N.
    pub fn coinciding_lr(&self) -> String {
        few(self.settings.lr * self.data.len() as f64, 12)
    }

    /// The slope at the w shown, measured before one's eyes: w, w nudged, the loss at both, and
    /// the quotient of the differences.
    pub fn nudge(&mut self) -> Vec<String> {
        let here = self.shown().params[0];
        let Nudge { w, loss, slope } = self.comparison().nudge(here);
        let loss = loss.map(|loss| significant(loss, 5));
        w.map(parameter).into_iter().chain(loss).chain([significant(slope, 3)]).collect()
    }

    /// Where both notebooks are after all iterations with the present points and rate, `[w by
    /// hand with the sum, w by autograd]`; nothing where that is more work than a frame has.
    pub fn both_notebooks(&self) -> Vec<String> {
        if self.trainer.iterations().saturating_mul(self.data.len()) > FRAME {
            return Vec::new();
        }
        let end = |gradient| {
            let settings = Settings { gradient, zero_grad: true, ..self.settings.clone() };
            let mut trainer = settings.trainer(&self.data);
            trainer.step(usize::MAX);
            parameter(trainer.state(trainer.epoch()).params[0])
        };
        vec![end(Gradient::ManualSum), end(Gradient::Autograd)]
    }
}

impl Lab {
    fn notebook(&self) -> Printout {
        Printout::from(self.settings.gradient)
    }

    /// The state shown, or what it is with the w that a hand holds.
    pub(super) fn shown(&mut self) -> State {
        let epoch = self.epoch();
        let Some(Place { w, loss }) = self.held else { return self.trainer.state(epoch) };
        let grad = self.comparison().at(w).1.by(self.settings.gradient);
        State { epoch, params: vec![w], loss, grads: vec![grad] }
    }

    /// A bar shorter than this would show only how the terms of the gradient, 2/N·x(wx − y), have
    /// been rounded where they cancel.
    fn rounding(&mut self) -> f64 {
        let w = self.shown().params[0];
        let points = self.data.xs().iter().zip(self.data.ys());
        let terms: f64 = points.map(|(x, y)| 2.0 * (x * (w * x)).abs() + 2.0 * (x * y).abs()).sum();
        1e-6 * terms / self.data.len() as f64
    }

    fn gradients_shown(&mut self) -> Gradients {
        let w = self.shown().params[0];
        self.comparison().at(w).1
    }
}

/// A gradient, also one beyond what its precision holds.
fn slope(gradient: f64, digits: usize) -> String {
    if gradient.is_finite() { few(gradient, digits) } else { significant(gradient, digits) }
}
