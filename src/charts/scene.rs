//! What the charts show: a run as far as it has been computed, where the page stands in it, and what
//! stands beside it. Numbers alone; how they are drawn is each chart's own.

use super::{Axis, Relief};
use crate::model::{Measure, Model};
use crate::training::{Bowl, History, Parabola, Quantity, Series, Trainer};

/// How many times its start the loss may be before a chart cuts a run off: one that diverges would
/// press its own beginning flat.
pub(super) const HIGHEST: f64 = 10.0;
/// How many times as far from the best w as its start that is, in a bowl.
pub(super) const FARTHEST: f64 = 3.17;

/// What a chart shows: the points, a run as far as it has been computed, and where the page stands.
///
/// State k is what the parameters are after k updates. Values that are not finite interrupt a line.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// What is fitted to the points.
    pub model: &'a Model,
    /// By which loss: not every one is of residuals, let alone their squares.
    pub loss: Measure,
    /// The inputs of the points.
    pub xs: &'a [f64],
    /// The targets of the points, as many.
    pub ys: &'a [f64],
    /// Of rows of two inputs the second: then the fit is the plane of both.
    pub second: Option<&'a [f64]>,
    /// Whether each step sees some of the points: then a loss of the run is that of a batch.
    pub in_batches: bool,
    /// The run: of what a chart draws, it keeps a series.
    pub run: &'a History,
    /// The state shown: curves are drawn from state 0 to this one.
    pub position: usize,
    /// The farthest state shown so far: what comes after the position is drawn faintly.
    pub visited: usize,
    /// How many epochs the axis has room for.
    pub epochs: usize,
    /// The bowl that the run goes down in, if that is known.
    pub bowl: Option<&'a Bowl>,
    /// Whether a hand or a run has been where the loss is least: before that, nobody is told.
    pub found: bool,
    /// Whether the run has been shown to its end.
    pub ended: bool,
    /// The w between which a hand has been.
    pub touched: Option<[f64; 2]>,
    /// Whether the slope is known, and the update: within a step they are drawn once they have come to
    /// be.
    pub known: [bool; 2],
    /// Whether we stand within the update: the fit, too, shows where it leads.
    pub updating: bool,
    /// The w that a hand holds in place of the state's.
    pub held: Option<Place>,
    /// The best that a hand has found.
    pub best: Option<Place>,
    /// The run before this one.
    pub ghost: Option<&'a History>,
    /// Runs to be seen beside this one, each a dashed line of ink with its letter.
    pub pins: &'a [Trainer],
    /// What this run and the pinned ones come to at each rate, and the loss there; of one that diverges none.
    pub sweeps: &'a [Vec<(f64, Option<f64>)>],
    /// Whether the axis of the loss is logarithmic.
    pub log: bool,
    /// The axes of the fit, where they must not follow points and line: while a point is dragged.
    pub frame: Option<[Axis; 2]>,
    /// The axes of the landscape, likewise.
    pub ground: Option<[Axis; 2]>,
    /// The parameters that the landscape is drawn over, of one that there is twice; the others stand where they are.
    pub pair: [usize; 2],
    /// How wide the landscape is for its height.
    pub aspect: f64,
    /// The loss around the run, where a parabola does not tell it.
    pub relief: Option<&'a Relief>,
    /// The slopes of the loss here in the pair, where they are known; else the relief tells about what they are.
    pub slopes: Option<[f64; 2]>,
    /// The parts of the next step, where they are to be seen, in the order of the way.
    pub legs: &'a [Leg],
    /// The slopes by each batch of the pass.
    pub spread: &'a [[f64; 2]],
}

/// A part of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// Whether it is what the gradient says now; else it is what there is without that.
    pub is_new: bool,
    /// How far it goes in each parameter of the pair.
    pub by: [f64; 2],
}

/// The parameter of a model that has one, and its loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The parameter.
    pub w: f64,
    /// The loss there.
    pub loss: f64,
}

impl Place {
    /// The number of a quantity here, if the place tells it.
    pub(super) fn value(self, quantity: Quantity) -> Option<f64> {
        match quantity {
            Quantity::Loss => Some(self.loss),
            Quantity::Param(0) => Some(self.w),
            _ => None,
        }
    }
}

impl<'a> Scene<'a> {
    /// A run of this model at state `position` of `epochs`, and nothing else.
    pub fn new(model: &'a Model, run: &'a History, position: usize, epochs: usize) -> Self {
        Scene {
            model,
            loss: Measure::Square,
            xs: &[],
            ys: &[],
            second: None,
            in_batches: false,
            run,
            position,
            visited: position,
            epochs,
            bowl: None,
            found: false,
            ended: false,
            touched: None,
            known: [true; 2],
            updating: false,
            held: None,
            best: None,
            ghost: None,
            pins: &[],
            sweeps: &[],
            log: false,
            frame: None,
            ground: None,
            pair: [0, run.params().saturating_sub(1).min(1)],
            aspect: 1.0,
            relief: None,
            slopes: None,
            legs: &[],
            spread: &[],
        }
    }

    /// The first finite number of a quantity in the run: the start that a chart measures by.
    pub(super) fn start(&self, quantity: Quantity) -> Option<f64> {
        series(self.run, quantity).iter().find(|value| value.is_finite())
    }

    /// The parameter, where the model has one.
    pub(super) fn only(&self) -> Option<Quantity> {
        (self.run.params() == 1).then_some(Quantity::Param(0))
    }

    /// The bowl of a model of one parameter.
    pub(super) fn parabola(&self) -> Option<Parabola> {
        self.bowl?.parabola()
    }

    /// The number of a quantity where the loss is least, if that is known.
    pub(super) fn optimum(&self, quantity: Quantity) -> Option<f64> {
        let bowl = self.bowl?;
        match quantity {
            Quantity::Loss => Some(bowl.least_loss),
            Quantity::Param(index) if bowl.has_one_optimum() => bowl.optimum.get(index).copied(),
            _ => None,
        }
    }

    /// Where a hand has been, and where it is.
    pub(super) fn hands(&self) -> impl Iterator<Item = f64> + use<> {
        self.touched.into_iter().flatten().chain(self.held.map(|held| held.w))
    }

    /// The state that the next step leads to; none while a hand holds the line, for Train begins
    /// elsewhere.
    pub(super) fn next(&self) -> Option<usize> {
        (self.held.is_none() && self.position < self.epochs).then_some(self.position + 1)
    }

    /// The pinned runs, each with the state at which it is shown: that of the position, or its last.
    pub(super) fn pinned(&self) -> impl Iterator<Item = (&'a History, usize)> {
        let runs = self.pins.iter().map(Trainer::history);
        runs.map(|run| (run, self.position.min(run.head())))
    }
}

/// The parameters of a state, where the run keeps them and they are finite.
pub(super) fn params(run: &History, state: usize) -> Option<Vec<f64>> {
    let param = |k| series(run, Quantity::Param(k)).get(state).filter(|value| value.is_finite());
    (0..run.params()).map(param).collect()
}

/// How many states there are before the first whose loss is beyond what charts show.
pub(super) fn near(run: &History) -> usize {
    let losses = series(run, Quantity::Loss);
    let start = losses.get(0).filter(|&start| start > 0.0);
    let limit = start.map_or(f64::INFINITY, |start| HIGHEST * start);
    let within = |count: usize| losses.extent(0, count).is_none_or(|extent| extent.max <= limit);
    // The extent of more states is never smaller.
    let last = losses.len().saturating_sub(1);
    let lost = losses.get(last).is_some_and(|loss| !loss.is_finite());
    let (mut near, mut end) = (0, losses.len() - usize::from(lost));
    while near < end {
        let middle = near + (end - near).div_ceil(2);
        (near, end) = if within(middle) { (middle, end) } else { (near, middle - 1) };
    }
    near
}

/// Each state's number of a quantity; none where the run does not keep it.
pub(super) fn series(run: &History, quantity: Quantity) -> &Series {
    run.series(quantity).unwrap_or(NOTHING)
}

/// What a run that is not there has come through.
pub(super) const NOTHING: &Series = &Series::EMPTY;
