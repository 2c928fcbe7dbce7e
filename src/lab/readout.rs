//! The numbers that a lab says, each as a person reads it.

use super::Lab;
use crate::number::{few, fixed, parse, significant};
use crate::settings::Settings;
use crate::training::{Bands, Bowl, Gradient, Quantity, State};

/// The table of readouts: what the page calls each, and what it is.
macro_rules! readouts {
    ($($(#[$doc:meta])* $Readout:ident = $name:literal;)+) => {
        /// A number that a lab can say.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Readout {
            $($(#[$doc])* $Readout,)+
        }

        impl Readout {
            /// Every readout.
            pub const ALL: &[Readout] = &[$(Readout::$Readout),+];

            /// What the page calls it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Readout::$Readout => $name,)+
                }
            }

            /// The readout of that name.
            pub fn from_name(name: &str) -> Option<Readout> {
                Readout::ALL.iter().copied().find(|readout| readout.name() == name)
            }
        }
    };
}

readouts! {
    /// The state shown.
    Epoch = "epoch";
    /// The w shown, of another model its first parameter; so in all that follows.
    W = "w";
    /// The loss there.
    Loss = "loss";
    /// The gradient there.
    Grad = "grad";
    /// The w shown, with the few digits of a sentence.
    AboutW = "about_w";
    /// The loss there, with the few digits of a sentence.
    AboutLoss = "about_loss";
    /// How many steps the run is to make.
    Iterations = "iterations";
    /// The learning rate.
    Lr = "lr";
    /// How many points there are.
    Points = "points";
    /// The w that the run starts from.
    StartW = "start_w";
    /// The loss there.
    StartLoss = "start_loss";
    /// The w that the run starts from, with the few digits of a sentence.
    AboutStart = "about_start";
    /// The slope of the loss at the w shown.
    Slope = "slope";
    /// The w of least loss, once a hand or a run has been there.
    Optimum = "optimum";
    /// The w of least loss, with the few digits of a sentence.
    AboutOptimum = "about_optimum";
    /// The w as far beyond the optimum as the start is before it.
    Opposite = "opposite";
    /// The second derivative of the loss.
    Curvature = "curvature";
    /// The limit of the learning rate, as a quotient and its value.
    Limit = "limit";
    /// The learning rate above which the run diverges.
    CriticalLr = "critical_lr";
    /// What the distance to the optimum is multiplied by in each step.
    Factor = "factor";
    /// A rate that does not run away, where there is one.
    Advice = "advice";
    /// The best w that a hand has found.
    BestW = "best_w";
    /// The loss there.
    BestLoss = "best_loss";
    /// The first epoch shown at which the loss is at most half of what it was at the start.
    Halved = "halved";
    /// The learning rate of the run before.
    GhostLr = "ghost_lr";
    /// The w that it came to.
    GhostW = "ghost_w";
}

impl Lab {
    /// A number by name, as a person reads it: that of a readout or of a quantity, as
    /// [`columns`](Lab::columns) has them; empty where there is none. A parameter that is called as
    /// a readout is read by [`params`](Lab::params) alone; but `w` is the parameter w, where there
    /// is one.
    pub fn read(&mut self, name: &str) -> String {
        match self.named(name) {
            Some(Named::Readout(readout)) => self.readout(readout),
            Some(Named::Quantity(quantity)) => shown(&self.shown(), quantity),
            None => String::new(),
        }
    }

    /// The same at a state, as far as it has been computed; empty for what is no state's.
    pub fn read_at(&mut self, name: &str, epoch: usize) -> String {
        match self.named(name) {
            Some(Named::Readout(readout)) => self.readout_at(readout, epoch),
            Some(Named::Quantity(quantity)) => shown(&self.trainer.state(epoch), quantity),
            None => String::new(),
        }
    }

    /// The parameters at a state, or what is shown, as a person reads them, in the order of
    /// [`names`](Lab::names).
    pub fn params(&mut self, epoch: Option<usize>) -> Vec<String> {
        let state = match epoch {
            Some(epoch) => self.trainer.state(epoch),
            None => self.shown(),
        };
        state.params.into_iter().map(parameter).collect()
    }

    fn named(&self, name: &str) -> Option<Named> {
        let readout = Readout::from_name(name);
        let mut quantities = Quantity::all(self.names().len());
        let quantity = quantities.find(|quantity| quantity.name(self.names()) == name);
        match (readout, quantity) {
            (None | Some(Readout::W), Some(quantity)) => Some(Named::Quantity(quantity)),
            (readout, _) => readout.map(Named::Readout),
        }
    }

    /// The number as a person reads it; empty where there is none.
    pub fn readout(&mut self, readout: Readout) -> String {
        let (bowl, bands) = (self.bowl.ok(), self.bands.ok());
        let (lr, start) = (self.settings.lr, self.trainer.state(0).params[0]);
        let bowl = |text: &dyn Fn(Bowl) -> String| bowl.map_or_else(String::new, text);
        let bands = |text: &dyn Fn(Bands) -> String| bands.map_or_else(String::new, text);
        match readout {
            Readout::Epoch => self.epoch().to_string(),
            Readout::W => parameter(self.shown().params[0]),
            Readout::Loss => significant(self.shown().loss, 3),
            Readout::Grad => significant(self.shown().grads[0], 3),
            Readout::AboutW => few(self.shown().params[0], 3),
            Readout::AboutLoss => match self.shown().loss {
                loss if loss < 1.0 => few(loss, 2),
                loss => significant(loss, 3),
            },
            Readout::Iterations => self.trainer.iterations().to_string(),
            Readout::Lr => few(lr, 4),
            Readout::Points => self.data.len().to_string(),
            Readout::StartW => self.readout_at(Readout::W, 0),
            Readout::StartLoss => self.readout_at(Readout::Loss, 0),
            Readout::AboutStart => few(start, 3),
            Readout::Slope => self.slope().map_or_else(String::new, |slope| significant(slope, 3)),
            Readout::Optimum if !self.found() => String::new(),
            Readout::Optimum => bowl(&|b| parameter(b.optimum)),
            Readout::AboutOptimum => bowl(&|b| few(b.optimum, 3)),
            Readout::Opposite => bowl(&|b| few(2.0 * b.optimum - start, 3)),
            Readout::Curvature => bowl(&|b| few(b.curvature, 4)),
            Readout::Limit => bands(&limit),
            Readout::CriticalLr => bands(&|b| few(b.critical_lr, 3)),
            Readout::Factor => bands(&|b| b.factor(lr).map_or_else(String::new, factor)),
            Readout::Advice => {
                bands(&|b| Settings::advice(&b).map_or_else(String::new, |lr| few(lr, 2)))
            }
            Readout::BestW => self.best.map_or_else(String::new, |best| parameter(best.w)),
            Readout::BestLoss => {
                self.best.map_or_else(String::new, |best| significant(best.loss, 3))
            }
            Readout::Halved => self.halved().map_or_else(String::new, |epoch| epoch.to_string()),
            Readout::GhostLr => {
                self.ghost.as_ref().map_or_else(String::new, |ghost| few(ghost.settings.lr, 4))
            }
            Readout::GhostW => {
                let ghost = self.ghost.as_ref().map(|ghost| &ghost.history);
                let w = ghost.and_then(|run| run.series(Quantity::Param(0))?.get(run.head()));
                w.map_or_else(String::new, parameter)
            }
        }
    }

    /// The first epoch shown at which the loss is at most half of what it was at the start.
    fn halved(&self) -> Option<usize> {
        let loss = self.history().series(Quantity::Loss)?;
        let half = loss.get(0)? / 2.0;
        let within = |epoch| loss.extent(0, epoch + 1).is_some_and(|losses| losses.min <= half);
        let (mut least, mut most) = (0, self.epoch());
        if !within(most) {
            return None;
        }
        while least < most {
            let middle = usize::midpoint(least, most);
            if within(middle) {
                most = middle;
            } else {
                least = middle + 1;
            }
        }
        Some(most)
    }

    /// The slope of the line's loss at the w shown, by autograd: that of the state, where the run goes
    /// by it and empties w.grad before.
    fn slope(&mut self) -> Option<f64> {
        let shown = self.shown();
        let Settings { gradient, zero_grad, .. } = self.settings;
        if !self.is_held() && gradient == Gradient::Autograd && zero_grad {
            return Some(shown.grads[0]);
        }
        if !self.is_line() {
            return None;
        }
        self.comparison().at(&shown.params).by(Gradient::Autograd).first().copied()
    }

    /// The epoch, or w, the loss or the gradient at it, as far as it has been computed; empty for
    /// what is no quantity of a state.
    pub fn readout_at(&mut self, readout: Readout, epoch: usize) -> String {
        let state = self.trainer.state(epoch);
        match readout {
            Readout::Epoch => state.epoch.to_string(),
            Readout::W => parameter(state.params[0]),
            Readout::Loss => significant(state.loss, 3),
            Readout::Grad => significant(state.grads[0], 3),
            _ => String::new(),
        }
    }
}

/// What a name means.
enum Named {
    Readout(Readout),
    Quantity(Quantity),
}

/// A state's number as a person reads it.
fn shown(state: &State, quantity: Quantity) -> String {
    let value = state.value(quantity);
    match quantity {
        Quantity::Param(_) => parameter(value),
        Quantity::Loss | Quantity::Grad(_) => significant(value, 3),
    }
}

/// w as the notebook by hand prints it, with three decimals, unless that would be too long.
pub(super) fn parameter(w: f64) -> String {
    if w.abs() < 1e6 { fixed(w, 3) } else { significant(w, 4) }
}

/// `2/15 ≈ 0.133`: 2/H, 2/(N·H), or 4/H without zero_grad.
fn limit(bands: Bands) -> String {
    let (over, under) = (few(bands.critical_lr * bands.slope, 1), few(bands.slope, 4));
    let value = few(bands.critical_lr, 3);
    let sign = if parse(&value) == Some(bands.critical_lr) { " = " } else { " ≈ " };
    over + "/" + &under + sign + &value
}

/// Two digits, or as many as tell a factor from 1: there lies the limit.
fn factor(factor: f64) -> String {
    let mut digits = 2;
    loop {
        let text = few(factor, digits);
        if text != "1" || digits == 17 {
            return text;
        }
        digits += 1;
    }
}
