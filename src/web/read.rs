//! What a lab shows as text and numbers.

use js_sys::Array;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert;
use super::lab::{FRAME, Lab};
use crate::charts::Place;
use crate::number::{few, fixed, parse, significant};
use crate::settings::Settings;
use crate::training::{Gradient, Gradients, Nudge, Printout, Theory};

/// The most lines of a printout handed out at once.
const LINES: usize = 1_000;

#[wasm_bindgen]
impl Lab {
    /// A number as a person reads it. At the state shown: `epoch`, `w`, `loss`, `grad`, and
    /// `about_w` and `about_loss` with the few digits of a sentence. Of the run: `iterations`,
    /// `lr`, `points`, `start_w`, `start_loss`, `about_start`. Of the theory: `optimum`,
    /// `about_optimum`, `opposite` (as far beyond the optimum as the start is before it),
    /// `curvature`, `limit` (as a quotient and its value), `critical_lr`, `factor` (of the
    /// distance to the optimum, in each step), `advice` (a rate that does not run away). Of the
    /// hand: `best_w`, `best_loss`. Empty where there is none.
    pub fn readout(&mut self, quantity: &str) -> String {
        let theory = |text: fn(Theory, f64) -> String| {
            self.theory.map_or_else(String::new, |theory| text(theory, self.settings.lr))
        };
        match quantity {
            "epoch" => self.epoch().to_string(),
            "w" | "loss" | "grad" => {
                let [_, w, loss, grad] = self.shown();
                read(quantity, [w, loss, grad])
            }
            "about_w" => few(self.shown()[1], 3),
            "about_loss" => match self.shown()[2] {
                loss if loss < 1.0 => few(loss, 2),
                loss => significant(loss, 3),
            },
            "about_start" => few(self.settings.w, 3),
            "start_w" => self.readout_at("w", 0),
            "start_loss" => self.readout_at("loss", 0),
            "iterations" => self.trainer.iterations().to_string(),
            "lr" => few(self.settings.lr, 4),
            "points" => self.data.len().to_string(),
            "optimum" => theory(|t, _| parameter(t.optimum)),
            "about_optimum" => theory(|t, _| few(t.optimum, 3)),
            "opposite" => {
                let start = self.settings.w;
                self.theory.map_or_else(String::new, |t| few(2.0 * t.optimum - start, 3))
            }
            "curvature" => theory(|t, _| few(t.curvature, 4)),
            "critical_lr" => theory(|t, _| few(t.critical_lr, 3)),
            "limit" => theory(|t, _| limit(t)),
            "advice" => theory(|t, _| few(0.75 * t.critical_lr, 2)),
            "factor" => theory(|t, lr| t.factor(lr).map_or_else(String::new, factor)),
            "best_w" => self.best.map_or_else(String::new, |best| parameter(best.w)),
            "best_loss" => self.best.map_or_else(String::new, |best| significant(best.loss, 3)),
            _ => String::new(),
        }
    }

    /// `w`, `loss` or `grad` at a state that has been computed, as a person reads it.
    pub fn readout_at(&self, quantity: &str, epoch: usize) -> String {
        let [_, w, loss, grad] = self.state(epoch.min(self.history().head()));
        read(quantity, [w, loss, grad])
    }

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
    #[wasm_bindgen(getter)]
    pub fn prediction_before(&self) -> String {
        self.notebook().before(self.state(0)[1], self.trainer.precision())
    }

    /// The notebook's line after training, with w as it is at the state shown.
    #[wasm_bindgen(getter)]
    pub fn prediction_after(&self) -> String {
        self.notebook().after(self.state(self.epoch())[1], self.trainer.precision())
    }

    /// The gradient at the w shown by each way: `{name, value, length, difference}`, where the
    /// length is a fraction of the longest, and the difference is that from autograd. The names
    /// are those of the setting `gradient`, in the order `manual`, `manual-sum`, `autograd`,
    /// `numeric`.
    pub fn gradients(&mut self) -> Array {
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
        let bar = |(name, g): (&str, f64)| {
            convert::bar(name, &slope(shown(g), 7), length(g), &slope(g - autograd, 2))
        };
        ways.into_iter().map(bar).collect()
    }

    /// The rate at which autograd walks the path that the gradient with the sum walks at the
    /// present rate, lr·N.
    #[wasm_bindgen(getter)]
    pub fn coinciding_lr(&self) -> String {
        few(self.settings.lr * self.data.len() as f64, 12)
    }

    /// The slope at the w shown, measured before one's eyes: w, w nudged, the loss at both, and
    /// the quotient of the differences.
    pub fn nudge(&mut self) -> Vec<String> {
        let here = self.shown()[1];
        let Nudge { w, loss, slope } = self.comparison.nudge(here);
        let loss = loss.map(|loss| significant(loss, 5));
        w.map(parameter).into_iter().chain(loss).chain([significant(slope, 3)]).collect()
    }

    /// Where both notebooks are after all iterations with the present points and rate, `[w by
    /// hand with the sum, w by autograd]`; nothing where that is more work than a frame has.
    pub fn both_notebooks(&self) -> Vec<String> {
        if self.trainer.iterations() * self.data.len() > FRAME as usize {
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
    fn state(&self, epoch: usize) -> [f64; 4] {
        let history = self.history();
        let [w, loss, grad] = [history.param(0), history.loss(), history.grad(0)]
            .map(|series| series.values()[epoch]);
        [epoch as f64, w, loss, grad]
    }

    /// The same of what is shown: the w that a hand holds, or the state.
    pub(super) fn shown(&mut self) -> [f64; 4] {
        let epoch = self.epoch();
        let Some(Place { w, loss }) = self.held else { return self.state(epoch) };
        let gradients = self.comparison.at(w).1;
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
        self.comparison.at(w).1
    }
}

fn read(quantity: &str, [w, loss, grad]: [f64; 3]) -> String {
    match quantity {
        "w" => parameter(w),
        "loss" => significant(loss, 3),
        "grad" => significant(grad, 3),
        _ => String::new(),
    }
}

/// A gradient, also one beyond what its precision holds.
fn slope(gradient: f64, digits: u32) -> String {
    if gradient.is_finite() { few(gradient, digits) } else { significant(gradient, digits) }
}

/// `2/15 ≈ 0.133`: 2/H, 2/(N·H), or 4/H without zero_grad.
fn limit(theory: Theory) -> String {
    let (over, under) = (few(theory.critical_lr * theory.slope, 1), few(theory.slope, 4));
    let value = few(theory.critical_lr, 3);
    let sign = if parse(&value) == Some(theory.critical_lr) { '=' } else { '≈' };
    format!("{over}/{under} {sign} {value}")
}

/// Two digits, or as many as tell a factor from 1: there lies the limit.
fn factor(factor: f64) -> String {
    let mut texts = (2..=17).map(|digits| few(factor, digits));
    texts.find(|text| text != "1").unwrap_or_else(|| "1".to_owned())
}

/// w as the notebook by hand prints it, with three decimals, unless that would be too long.
fn parameter(w: f64) -> String {
    if w.abs() < 1e6 { fixed(w, 3) } else { significant(w, 4) }
}
