//! The numbers that a lab says, each as a person reads it.

use super::Lab;
use crate::number::{few, fixed, parse, rounded, short, significant};
use crate::settings::{DRAWN, Settings};
use crate::training::{Bands, Bowl, Gradient, Quantity, State, Status};

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

/// The most work, in additions, for a gradient that the run itself does not compute.
const ASKED: usize = 100_000;

readouts! {
    /// The state shown.
    Epoch = "epoch";
    /// The w shown, of another model the parameter that is drawn; so in all that follows.
    W = "w";
    /// The loss there.
    Loss = "loss";
    /// The gradient there.
    Grad = "grad";
    /// The learning rate of the step from there.
    Rate = "rate";
    /// How many steps the run is to make.
    Iterations = "iterations";
    /// The learning rate that is set.
    Lr = "lr";
    /// How many points there are.
    Points = "points";
    /// The w that the run starts from.
    StartW = "start_w";
    /// The loss there.
    StartLoss = "start_loss";
    /// The w that the run starts from, as short as a sentence has it.
    AboutStart = "about_start";
    /// The slope of the loss at the w shown.
    Slope = "slope";
    /// The w of least loss, once a hand or a run has been there.
    Optimum = "optimum";
    /// The w of least loss, as short as a sentence has it.
    AboutOptimum = "about_optimum";
    /// The w at which a run comes to rest, where weight decay draws it from there.
    Rest = "rest";
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
    /// The same in the flattest direction, with its sign: below 0 each step crosses the optimum there, too.
    FactorAlong = "factor_along";
    /// The least second derivative of the loss of several parameters: that along the valley.
    Flattest = "flattest";
    /// How many times as much the loss bends across the valley as along it.
    Ratio = "ratio";
    /// The largest second derivative at what is shown, where it is another at every place.
    Local = "local";
    /// The limit of the learning rate that it makes there.
    LocalLimit = "local_limit";
    /// A rate that does not run away, where there is one.
    Advice = "advice";
    /// The best w that a hand has found.
    BestW = "best_w";
    /// The loss there.
    BestLoss = "best_loss";
    /// The first epoch from which on the loss is at most half of what it was at the start.
    Halved = "halved";
    /// The first epoch from which on no parameter changes, where nothing ever will.
    Settled = "settled";
    /// The learning rate of the run before.
    GhostLr = "ghost_lr";
    /// The w that it came to.
    GhostW = "ghost_w";
}

impl Readout {
    /// The quantity of a state that it is, if it is one.
    fn quantity(self) -> Option<Quantity> {
        match self {
            Readout::W => Some(Quantity::Param(DRAWN)),
            Readout::Loss => Some(Quantity::Loss),
            Readout::Grad => Some(Quantity::Grad(DRAWN)),
            Readout::Rate => Some(Quantity::Rate),
            _ => None,
        }
    }
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
            Some(Named::Quantity(quantity)) => shown(&self.run.state(epoch), quantity),
            None => String::new(),
        }
    }

    fn named(&self, name: &str) -> Option<Named> {
        let readout = Readout::from_name(name);
        let quantity = self.run.quantities().find(|of| of.name(self.names()) == name);
        match (readout, quantity) {
            (None | Some(Readout::W), Some(quantity)) => Some(Named::Quantity(quantity)),
            (readout, _) => readout.map(Named::Readout),
        }
    }

    /// The parameters at a state, or what is shown, as a person reads them, in the order of
    /// [`names`](Lab::names).
    pub fn params(&mut self, epoch: Option<usize>) -> Vec<String> {
        let state = match epoch {
            Some(epoch) => self.run.state(epoch),
            None => self.shown(),
        };
        state.params.into_iter().map(parameter).collect()
    }

    /// The epoch, or the number of a quantity at it, as far as it has been computed; empty for what
    /// is no quantity of a state.
    pub fn readout_at(&mut self, readout: Readout, epoch: usize) -> String {
        let state = self.run.state(epoch);
        match (readout, readout.quantity()) {
            (Readout::Epoch, _) => state.epoch.to_string(),
            (_, Some(quantity)) => shown(&state, quantity),
            _ => String::new(),
        }
    }

    /// The number as a person reads it; empty where there is none.
    pub fn readout(&mut self, readout: Readout) -> String {
        self.known(readout).unwrap_or_default()
    }

    /// The same. What is said of a bowl, of its bands and of a hand is known of w·x alone: of every
    /// other model there are neither.
    fn known(&mut self, readout: Readout) -> Option<String> {
        let lr = self.run.settings().lr;
        Some(match readout {
            Readout::Epoch => self.epoch().to_string(),
            Readout::W | Readout::Loss | Readout::Grad | Readout::Rate => {
                shown(&self.shown(), readout.quantity()?)
            }
            Readout::Iterations => self.run.iterations().to_string(),
            Readout::Lr => short(lr),
            Readout::Points => self.run.data().len().to_string(),
            Readout::StartW => self.readout_at(Readout::W, 0),
            Readout::StartLoss => self.readout_at(Readout::Loss, 0),
            Readout::AboutStart => self.swing()?[0].clone(),
            Readout::Slope => significant(self.slope()?, 3),
            Readout::Optimum if !self.found() => return None,
            Readout::Optimum => parameter(self.run.parabola()?.optimum),
            Readout::AboutOptimum => about(self.run.parabola()?.optimum),
            Readout::Rest => about(*self.run.rest()?.get(DRAWN)?),
            Readout::Opposite => self.swing()?[1].clone(),
            Readout::Curvature => few(self.run.bowl()?.curvature(), 4),
            Readout::Limit => limit(self.run.limited()?, lr),
            Readout::CriticalLr => beside(self.run.limited()?.critical_lr, lr),
            Readout::Factor => factor(self.run.bands()?.factor(lr)?),
            Readout::FactorAlong => {
                let along = self.run.bands()?.factor_along(lr)?;
                let sign = if along < -1e-12 { "-" } else { "" };
                sign.to_owned() + &factor(along.abs())
            }
            Readout::Flattest => few(self.several()?.flattest(), 2),
            Readout::Ratio => {
                let bowl = self.several().filter(|bowl| bowl.has_one_optimum())?;
                few(bowl.curvature() / bowl.flattest(), 2)
            }
            Readout::Local => few(self.local()?, 2),
            Readout::LocalLimit => few(2.0 / self.local().filter(|&bend| bend > 0.0)?, 2),
            Readout::Advice => few(Settings::advice(&self.run.bands()?)?, 2),
            Readout::BestW => parameter(self.hand.best()?.w),
            Readout::BestLoss => significant(self.hand.best()?.loss, 3),
            Readout::Halved => self.halved()?.to_string(),
            Readout::Settled => self.settled()?.to_string(),
            Readout::GhostLr => short(self.beside.ghost()?.lr()),
            Readout::GhostW => parameter(self.beside.ghost()?.end(Quantity::Param(DRAWN))?),
        })
    }

    /// The first epoch from which on the loss is at most half of what it was at the start.
    fn halved(&self) -> Option<usize> {
        let loss = self.run.history().series(Quantity::Loss)?;
        let (half, here) = (loss.get(0)? / 2.0, self.epoch());
        let mut since =
            |epoch| loss.extent(epoch, here + 1).is_some_and(|losses| losses.max <= half);
        // A loss of 0 has no half.
        if half > 0.0 { first(here, &mut since) } else { None }
    }

    /// The first epoch from which on no parameter changes, where nothing ever will.
    fn settled(&mut self) -> Option<usize> {
        let end = self.epoch();
        if self.run.status() != Status::Converged {
            return None;
        }
        let last = self.run.state(end).params;
        // What has come to rest stays there: no epoch after the first is another's.
        first(end, &mut |epoch| self.run.state(epoch).params == last)
    }

    /// The bowl of several parameters.
    fn several(&self) -> Option<&Bowl> {
        self.run.bowl().filter(|bowl| bowl.parabola().is_none())
    }

    /// The parameters of least loss, as short as a sentence has them; nothing where they are not known, or not the only
    /// ones.
    pub fn optimum(&self) -> Vec<String> {
        let bowl = self.run.bowl().filter(|bowl| bowl.has_one_optimum());
        bowl.map_or_else(Vec::new, |bowl| bowl.optimum.iter().map(|&best| about(best)).collect())
    }

    /// The largest second derivative at what is shown, where it is another at every place.
    fn local(&mut self) -> Option<f64> {
        let State { params, .. } = self.shown();
        self.run.local_curvature(&params)
    }

    /// The w that the run starts from, and the w as far beyond where it would come to rest: told apart.
    fn swing(&mut self) -> Option<[String; 2]> {
        let start = self.run.state(0).params[DRAWN];
        let middle = match self.run.rest() {
            Some(rest) => rest[DRAWN],
            None => self.run.parabola()?.optimum,
        };
        let beyond = 2.0 * middle - start;
        let (here, there) = (about(start), about(beyond));
        Some(if here == there { [short(start), short(beyond)] } else { [here, there] })
    }

    /// The slope of the loss at what is shown, by autograd: that of the state, where the run goes by
    /// it and empties the gradient before; else it is asked of w·x alone, where that is little work.
    fn slope(&mut self) -> Option<f64> {
        let shown = self.shown();
        let Settings { gradient, zero_grad, .. } = *self.run.settings();
        if !self.is_held() && gradient == Gradient::Autograd && zero_grad {
            return Some(shown.grads[DRAWN]);
        }
        let known = self.run.model().is_proportional();
        known.then(|| self.run.ways_at(&shown.params).by(Gradient::Autograd)[DRAWN])
    }

    /// The slope of the loss at what is shown in each parameter of the landscape, where the run goes by it, or where it is
    /// little work to ask for.
    pub fn slopes(&mut self) -> Vec<String> {
        let slopes = self.pair_slopes().into_iter().flatten();
        slopes.map(|slope| significant(slope, 2)).collect()
    }

    /// The same as numbers.
    pub(super) fn pair_slopes(&mut self) -> Option<[f64; 2]> {
        let shown = self.shown();
        let Settings { gradient, zero_grad, .. } = *self.run.settings();
        let grads = match () {
            () if gradient == Gradient::Autograd && zero_grad => shown.grads,
            () if self.run.work() > ASKED => return None,
            () => self.run.ways_at(&shown.params).by(Gradient::Autograd).to_vec(),
        };
        Some(self.pair().map(|index| grads[index]))
    }
}

/// What a name means.
enum Named {
    Readout(Readout),
    Quantity(Quantity),
}

/// A state's number as a person reads it.
pub(super) fn shown(state: &State, quantity: Quantity) -> String {
    let value = state.value(quantity);
    match quantity {
        Quantity::Param(_) => parameter(value),
        Quantity::Loss | Quantity::Grad(_) => significant(value, 3),
        Quantity::Rate => few(value, 3),
    }
}

/// w as the notebook by hand prints it, with three decimals, unless that would be too long; a zero has no
/// sign.
pub(super) fn parameter(w: f64) -> String {
    if w.abs() >= 1e6 {
        return significant(w, 4);
    }
    let text = fixed(w, 3);
    if text == "-0.000" { "0.000".to_owned() } else { text }
}

/// The same as short as it goes, for a sentence; what is no more than a zero of it with digits of its own.
fn about(w: f64) -> String {
    let text = parameter(w);
    match parse(&text) {
        Some(0.0) => few(w, 3),
        Some(told) if w.abs() < 1e6 => short(told),
        _ => text,
    }
}

/// The first epoch up to `last` of which something is so, if it is of all after it.
fn first(last: usize, so: &mut dyn FnMut(usize) -> bool) -> Option<usize> {
    let (mut least, mut most) = (0, last);
    if !so(last) {
        return None;
    }
    while least < most {
        let middle = usize::midpoint(least, most);
        if so(middle) {
            most = middle;
        } else {
            least = middle + 1;
        }
    }
    Some(most)
}

/// A rate in three digits, or in as many as it takes to be on its side of another.
fn beside(rate: f64, other: f64) -> String {
    let mut digits = 3;
    loop {
        let text = few(rate, digits);
        let side = parse(&text).and_then(|told| told.partial_cmp(&other));
        if digits == 17 || side == rate.partial_cmp(&other) {
            return text;
        }
        digits += 1;
    }
}

/// `2/15 ≈ 0.133`: 2/H, 2/(N·H), 4/H without zero_grad, or what a velocity makes of it.
fn limit(bands: Bands, lr: f64) -> String {
    let (over, under) = (few(bands.critical_lr * bands.curvature, 4), few(bands.curvature, 4));
    let value = beside(bands.critical_lr, lr);
    let sign = if parse(&value) == Some(bands.critical_lr) { " = " } else { " ≈ " };
    over + "/" + &under + sign + &value
}

/// Two digits of a factor, and of what it is more or less than 1: there lies the limit. What only rounding
/// leaves of either is none.
fn factor(factor: f64) -> String {
    let least = factor.min((factor - 1.0).abs());
    if least < 1e-12 {
        short(factor.round())
    } else {
        rounded(factor, least.log10().floor() as i32 - 1)
    }
}
