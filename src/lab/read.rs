//! What a lab shows as text and numbers.

use super::readout::parameter;
use super::{FRAME, Lab};
use crate::charts::Place;
use crate::number::{few, significant};
use crate::settings::Settings;
use crate::training::{Gradient, Gradients, Nudge, Printout};

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
    /// What is shown: epoch, w, and the loss and the gradient there.
    pub fn state_row(&mut self) -> Vec<f64> {
        self.shown().to_vec()
    }

    /// The steps `from..=to` as far as the state shown, three numbers each: w after the update,
    /// the loss and the gradient before it.
    pub fn rows(&self, from: usize, to: usize) -> Vec<f64> {
        let steps = (from.max(1)..=to.min(self.epoch())).map(|epoch| self.history().row(epoch));
        steps.flat_map(|row| [row.w, row.loss, row.grad]).collect()
    }

    /// The notebook's lines of the steps `from..=to` as far as the state shown, at most a
    /// thousand of them.
    pub fn printout(&self, from: usize, to: usize) -> Vec<String> {
        let steps = from.max(1)..=to.min(self.epoch());
        steps.take(LINES).map(|epoch| self.notebook().step(self.history().row(epoch))).collect()
    }

    /// The notebook's line before training.
    pub fn prediction_before(&self) -> String {
        self.notebook().before(self.state(0)[1], self.trainer.precision())
    }

    /// The notebook's line after training, with w as it is at the state shown.
    pub fn prediction_after(&self) -> String {
        self.notebook().after(self.state(self.epoch())[1], self.trainer.precision())
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
        let here = self.shown()[1];
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
            parameter(trainer.history().param(0).values()[trainer.epoch()])
        };
        vec![end(Gradient::ManualSum), end(Gradient::Autograd)]
    }
}

impl Lab {
    fn notebook(&self) -> Printout {
        Printout::from(self.settings.gradient)
    }

    /// Epoch, w, loss and gradient of a state that has been computed.
    pub(super) fn state(&self, epoch: usize) -> [f64; 4] {
        let history = self.history();
        let [w, loss, grad] = [history.param(0), history.loss(), history.grad(0)]
            .map(|series| series.values()[epoch]);
        [epoch as f64, w, loss, grad]
    }

    /// The same of what is shown: the w that a hand holds, or the state.
    pub(super) fn shown(&mut self) -> [f64; 4] {
        let epoch = self.epoch();
        let Some(Place { w, loss }) = self.held else { return self.state(epoch) };
        let gradients = self.comparison().at(w).1;
        [epoch as f64, w, loss, gradients.by(self.settings.gradient)]
    }

    /// A bar shorter than this would show only how the terms of the gradient, 2/N·x(wx − y), have
    /// been rounded where they cancel.
    fn rounding(&mut self) -> f64 {
        let w = self.shown()[1];
        let points = self.data.xs().iter().zip(self.data.ys());
        let terms: f64 = points.map(|(x, y)| 2.0 * (x * (w * x)).abs() + 2.0 * (x * y).abs()).sum();
        1e-6 * terms / self.data.len() as f64
    }

    fn gradients_shown(&mut self) -> Gradients {
        let w = self.shown()[1];
        self.comparison().at(w).1
    }
}

/// A gradient, also one beyond what its precision holds.
fn slope(gradient: f64, digits: usize) -> String {
    if gradient.is_finite() { few(gradient, digits) } else { significant(gradient, digits) }
}
