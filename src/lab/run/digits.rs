//! Where the last digits of a run part from those of another way to write it, and from those of another processor.

use super::{Run, VISIT};
use crate::optim::Algorithm;
use crate::settings::Settings;
use crate::training::Gradient;

/// The most work for a run beside this one, in points visited.
const OTHER: usize = 50_000;

/// What there is to say about last digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digits {
    /// The name in the message files: `fused` where PyTorch's `SGD` rounds once and this run twice, `twice` the other way
    /// round; `layer` where `nn.Linear` adds otherwise than this formula, `formula` the other way round; `root` and
    /// `product` where PyTorch's depend on the processor.
    pub code: &'static str,
    /// The first step after which a parameter is another, if there is one.
    pub step: Option<usize>,
}

impl Run {
    /// What there is to say about the last digits of this run.
    pub fn digits(&mut self) -> &[Digits] {
        if self.digits.is_none() {
            self.digits = Some(self.told_digits());
        }
        self.digits.as_deref().unwrap_or_default()
    }

    fn told_digits(&self) -> Vec<Digits> {
        let Settings { optimizer, scheduler, model, batch, .. } = &self.settings;
        let mut told = Vec::new();
        let work = self.trainer.cost().saturating_mul(self.iterations());
        if self.settings.gradient == Gradient::Autograd && work <= OTHER * VISIT {
            let mut other = self.settings.clone();
            let code = if optimizer.is_manual() { "fused" } else { "twice" };
            if optimizer.is_plain() && scheduler.is_none() {
                let manual = optimizer.is_manual();
                other.optimizer = if manual { Algorithm::plain() } else { Algorithm::default() };
                told.push(Digits { code, step: self.parts_from(&other) });
            }
            if let Some(line) = model.other_line() {
                let code = if model.is_layer() { "formula" } else { "layer" };
                other.optimizer.clone_from(optimizer);
                other.model = line;
                told.push(Digits { code, step: self.parts_from(&other) });
            }
        }
        let always = |code| Digits { code, step: None };
        if optimizer.takes_root() {
            told.push(always("root"));
        }
        let rows = self.data.len();
        if model.is_layer() && (if *batch == 0 { rows } else { rows.min(*batch) }) > 1 {
            told.push(always("product"));
        }
        told
    }

    /// The first step after which a parameter is another than with these settings.
    fn parts_from(&self, settings: &Settings) -> Option<usize> {
        let whole = |settings: &Settings| {
            let mut run = settings.trainer(&self.data);
            run.step(usize::MAX);
            run
        };
        let (mut ours, mut theirs) = (whole(&self.settings), whole(settings));
        let (here, there) = (ours.epoch(), theirs.epoch());
        let last = here.max(there);
        (1..=last).find(|&step| {
            step > here.min(there) || ours.state(step).params != theirs.state(step).params
        })
    }
}
