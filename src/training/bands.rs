//! What a learning rate does in a bowl: its bands, which are of the way down, too.

use std::ops::RangeInclusive;

use super::bowl::dot;
use super::{Bowl, Gradient};
use crate::optim::Sgd;

/// The bands of the learning rate in a bowl, for one way to go down.
///
/// Along each direction the gradient is c·(w − w*), where the curvature c is λ, or N·λ for the gradient with the sum: each
/// step multiplies the distance to w* by 1 − lr·c. Weight decay adds to each c and draws w* to 0.
///
/// With a velocity a distance follows from the two before it, z² − T·z + D = 0: with momentum μ and dampening d of
/// T = 1 + μ − (1 − d)·lr·c and D = μ, looking ahead as Nesterov does of T = (1 + μ)·(1 − lr·c) and D = μ·(1 − lr·c). It
/// shrinks where both roots are within 1, and goes straight where both are above 0 and the first step, which is a whole
/// gradient, stays above the lesser. Without zero_grad the step follows the sum of all gradients so far, a velocity of which
/// nothing is lost: w swings about w* like a pendulum, for ever below lr = 4/λ, ever wider from there on.
///
/// All of these are so from a rate of 0 on, so that the steepest direction bounds the rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bands {
    /// The largest curvature of the gradient that is followed: λ, or N·λ.
    pub curvature: f64,
    /// The least of them; of one parameter the same.
    pub flattest: f64,
    /// The largest rate at which w comes to w* from one side in every direction, 1/c without a velocity; `None` where w
    /// never settles, 0 where it does, but at no rate so.
    pub straight_lr: Option<f64>,
    /// The rate above which the run diverges; 0 where it does at every rate.
    pub critical_lr: f64,
    /// How many times the loss's own gradient the one that is followed is.
    times: f64,
    /// How that is followed.
    update: Sgd,
}

/// Why something is not known of a run beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// No parameter changes anything: of w·x, every x is 0.
    Flat,
    /// Nothing is known of this model: it is not linear in its parameters.
    Model,
    /// Nothing is known of this loss.
    Loss,
    /// Nothing is known of this optimizer.
    Optimizer,
    /// Nothing is known of it without zero_grad.
    Piled,
    /// A schedule changes the rate.
    Schedule,
    /// Each step is along the gradient of other rows.
    Batches,
    /// The numbers are beyond what a double holds.
    Range,
}

/// What a learning rate does to a run that is long enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// w comes to w* from one side.
    Straight,
    /// w crosses w* with each step, but comes nearer.
    Overshoots,
    /// w neither arrives nor runs away.
    Circles,
    /// Each step lands farther from w* than the last, or each swing is wider.
    RunsAway,
    /// The slope is 0 where the run starts: at no rate it moves.
    Still,
    /// That is not known.
    Unknown(Unknown),
}

impl Verdict {
    /// The verdict's name in the message files: that of the band, or why none is known.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Straight => "straight",
            Verdict::Overshoots => "overshoots",
            Verdict::Circles => "circles",
            Verdict::RunsAway => "runs-away",
            Verdict::Still => "still",
            Verdict::Unknown(Unknown::Flat) => "flat",
            Verdict::Unknown(Unknown::Model) => "unknown-model",
            Verdict::Unknown(Unknown::Loss) => "unknown-loss",
            Verdict::Unknown(Unknown::Optimizer) => "unknown-optimizer",
            Verdict::Unknown(Unknown::Piled) => "unknown-piled",
            Verdict::Unknown(Unknown::Schedule) => "unknown-schedule",
            Verdict::Unknown(Unknown::Batches) => "unknown-batches",
            Verdict::Unknown(Unknown::Range) => "out-of-range",
        }
    }
}

impl Bands {
    /// The bands in this bowl of so many points, for plain descent or what [`Sgd`] makes of it.
    ///
    /// # Errors
    /// If nothing is known of such an update, or a rate is beyond the range of a double.
    pub fn new(
        bowl: &Bowl,
        points: usize,
        gradient: Gradient,
        zero_grad: bool,
        update: Sgd,
    ) -> Result<Bands, Unknown> {
        let mut update = match update {
            Sgd { momentum: 0.0, weight_decay, maximize, .. } => {
                Sgd { weight_decay, maximize, ..Sgd::default() }
            }
            _ => update,
        };
        if gradient == Gradient::Autograd && !zero_grad {
            // The sum of all gradients is a velocity of which nothing is lost.
            update = match update {
                Sgd { momentum: 0.0, weight_decay: 0.0, maximize: false, .. } => {
                    Sgd { momentum: 1.0, ..update }
                }
                _ => return Err(Unknown::Piled),
            };
        }
        let times = if gradient == Gradient::ManualSum { points as f64 } else { 1.0 };
        let mut bands = Bands {
            curvature: f64::NEG_INFINITY,
            flattest: f64::INFINITY,
            straight_lr: None,
            critical_lr: 0.0,
            times,
            update,
        };
        let mut falls = true;
        for &bend in &bowl.curvatures {
            let bends = bands.bend(bend);
            // Along a level direction nothing is followed.
            falls &= bends > 0.0 || bend == 0.0;
            bands.curvature = bands.curvature.max(bends);
            bands.flattest = bands.flattest.min(bends);
        }
        let (straight, critical) = edges(update)?;
        if falls {
            bands.straight_lr = straight.map(|straight| straight / bands.curvature);
            bands.critical_lr = critical / bands.curvature;
        }
        let known = bands.curvature.is_finite() && bands.critical_lr.is_finite();
        if known { Ok(bands) } else { Err(Unknown::Range) }
    }

    /// The curvature of the gradient that is followed, along a direction in which the loss bends so.
    fn bend(&self, bend: f64) -> f64 {
        let Sgd { weight_decay, maximize, .. } = self.update;
        let bend = self.times * bend;
        if maximize { weight_decay - bend } else { bend + weight_decay }
    }

    /// The least curvature of the gradient that is followed, but for level directions of the loss.
    pub fn least_bent(&self, bowl: &Bowl) -> f64 {
        self.bend(bowl.least_bent())
    }

    /// What a rate does. Each band ends with the rate that bounds it.
    pub fn verdict(&self, lr: f64) -> Verdict {
        match self.straight_lr {
            Some(straight) if lr <= straight => Verdict::Straight,
            Some(_) if lr < self.critical_lr => Verdict::Overshoots,
            Some(_) if lr == self.critical_lr => Verdict::Circles,
            None if lr < self.critical_lr => Verdict::Circles,
            _ => Verdict::RunsAway,
        }
    }

    /// How many times as far from w* each step lands as the last in the steepest direction, |1 − lr·c|; `None` with a
    /// velocity, and without zero_grad, where it is not always the same.
    pub fn factor(&self, lr: f64) -> Option<f64> {
        Some((1.0 - lr / self.plain()?).abs())
    }

    /// The same in the flattest direction, with its sign: below 0 each step crosses w* there, too.
    pub fn factor_along(&self, lr: f64) -> Option<f64> {
        self.plain().map(|_| 1.0 - lr * self.flattest)
    }

    /// The end of *goes straight*, where each step goes by its own gradient alone.
    fn plain(&self) -> Option<f64> {
        self.straight_lr.filter(|_| self.update.momentum == 0.0)
    }

    /// What follows the gradient.
    pub fn update(&self) -> Sgd {
        self.update
    }

    /// A rate within `bounds` that does not run away: three quarters of the critical one, or the
    /// bound nearest to that; `None` where each one within the bounds runs away.
    pub fn advice(&self, bounds: RangeInclusive<f64>) -> Option<f64> {
        let advice = (0.75 * self.critical_lr).max(*bounds.start()).min(*bounds.end());
        (advice < self.critical_lr).then_some(advice)
    }

    /// Where a run in this bowl comes to rest, if it does: at its optimum, but for weight decay, which draws it from there.
    pub fn rest(&self, bowl: &Bowl) -> Vec<f64> {
        let mut rest = bowl.optimum.clone();
        for (drawn, direction) in self.drawn(bowl).zip(&bowl.directions) {
            rest.iter_mut().zip(direction).for_each(|(w, v)| *w += drawn * v);
        }
        rest
    }

    /// How far that is from the optimum along each direction.
    fn drawn(&self, bowl: &Bowl) -> impl Iterator<Item = f64> {
        let Sgd { weight_decay, .. } = self.update;
        bowl.curvatures.iter().zip(&bowl.directions).map(move |(&bend, direction)| {
            match weight_decay {
                0.0 => 0.0,
                _ => -weight_decay * dot(direction, &bowl.optimum) / self.bend(bend),
            }
        })
    }

    /// How far from the optimum a run from there is after so many steps.
    pub fn distance(&self, bowl: &Bowl, start: &[f64], lr: f64, steps: usize) -> f64 {
        let ways = bowl.away(start).into_iter().zip(self.drawn(bowl)).zip(&bowl.curvatures);
        ways.fold(0.0, |distance, ((away, drawn), &bend)| {
            // Along a level direction every place is as good.
            let left = if bend > 0.0 { self.left(self.bend(bend), lr, steps) } else { 0.0 };
            let away = if bend > 0.0 { drawn + (away - drawn) * left } else { 0.0 };
            libm::hypot(distance, away)
        })
    }

    /// What is left of a distance after so many steps from rest, where the gradient bends by `bend`.
    fn left(&self, bend: f64, lr: f64, steps: usize) -> f64 {
        let Sgd { momentum, dampening, nesterov, .. } = self.update;
        let turn = lr * bend;
        // Of a distance and the velocity times the rate, the next, where so much of the gradient is taken.
        let step = |taken: f64| {
            let velocity = [taken * turn, momentum];
            let way = if nesterov {
                [turn + momentum * velocity[0], momentum * velocity[1]]
            } else {
                velocity
            };
            [[1.0 - way[0], -way[1]], velocity]
        };
        let Some(mut steps) = steps.checked_sub(1) else { return 1.0 };
        let mut after = step(1.0).map(|row| row[0]);
        let mut times = step(1.0 - dampening);
        while steps > 0 {
            if steps % 2 == 1 {
                after = times.map(|row| dot(&row, &after));
            }
            let columns = [0, 1].map(|column| times.map(|row| row[column]));
            times = times.map(|row| columns.map(|column| dot(&row, &column)));
            steps /= 2;
        }
        after[0]
    }
}

/// Where the bands of an update end, times the curvature: *goes straight*, and *overshoots*. See [`Bands`].
fn edges(update: Sgd) -> Result<(Option<f64>, f64), Unknown> {
    let Sgd { momentum, dampening, nesterov, .. } = update;
    let taken = 1.0 - dampening;
    // Both roots are alike where the distance begins to swing.
    let swings = |root: f64| (momentum < 1.0).then_some(root * root);
    match () {
        () if nesterov && (dampening != 0.0 || momentum > 1.0) => Err(Unknown::Optimizer),
        () if nesterov => {
            let straight = swings((1.0 - momentum) / (1.0 + momentum)).unwrap_or(0.0);
            Ok((Some(straight), 2.0 * (1.0 + momentum) / (1.0 + 2.0 * momentum)))
        }
        () if momentum > 1.0 => Ok((None, 0.0)),
        // After its first step the velocity takes no gradient: what comes of it is where it fades.
        () if taken <= 0.0 => Err(Unknown::Optimizer),
        () => {
            let straight = swings(1.0 - libm::sqrt(momentum)).map(|root| {
                // The first step is whole, whatever the dampening: it may be too long for those after it.
                let level = (1.0 - momentum) / (1.0 + dampening);
                let whole = if dampening > 0.0 { 1.0 - momentum / dampening } else { level };
                (root / taken).min(level.max(whole))
            });
            Ok((straight, 2.0 * (1.0 + momentum) / taken))
        }
    }
}
