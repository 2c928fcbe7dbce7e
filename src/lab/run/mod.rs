//! The run that the present settings make, and what is known of it beforehand.
//!
//! A pure function of layers of settings, computed as far as somebody has asked. Never knows what
//! is looked at, what a hand holds or what is drawn.

mod digits;
mod notebook;
mod outcome;
mod rate;
mod rows;
mod ways;

pub use digits::Digits;
pub use outcome::Outcome;
pub use rate::Limit;
pub(super) use rate::verdict;
pub use ways::{Accord, Bar, Slip};

use std::borrow::Cow;
use std::mem;

use crate::model::Model;
use crate::settings::{Layer, Notice, Preset, Settings, Slider};
use crate::training::{
    Bands, Bowl, Comparison, Dataset, History, Inside, Parabola, Position, Precision, Quantity,
    Reason, State, Status, Trainer, Unknown,
};
use rate::Local;

/// Settings, points, the run, and what is known beforehand.
pub(super) struct Run {
    layers: Vec<Layer>,
    /// The settings that have changed since somebody asked.
    changed: Vec<&'static str>,
    settings: Settings,
    data: Dataset,
    bowl: Result<Bowl, Unknown>,
    bands: Result<Bands, Unknown>,
    /// The slider of the rate, where a limit is known to measure it in.
    rates: Option<Slider>,
    /// Made when it is asked for: it records the points once more.
    comparison: Option<Comparison>,
    /// How the loss bends where somebody has asked last.
    local: Option<Local>,
    /// The same run with the other NumPy, as far as somebody has asked.
    other_numpy: Option<Trainer>,
    /// What there is to say about last digits, once somebody has asked.
    digits: Option<Vec<Digits>>,
    trainer: Trainer,
}

/// What other layers have brought.
pub(super) struct Change {
    /// The settings before.
    pub before: Settings,
    /// The run before, where there is another one now.
    pub ended: Option<Trainer>,
    /// Whether the points are others.
    pub points: bool,
    /// Whether the loss is another, which the same parameters have on the same points.
    pub loss: bool,
}

impl Run {
    /// The run of the default settings, at its start.
    pub fn new() -> Run {
        let settings = Settings::default();
        let Ok(data) = settings.dataset() else {
            unreachable!("internal error: the default points are points")
        };
        let (bowl, bands) = (settings.bowl(&data), settings.bands(&data));
        Run {
            layers: Vec::new(),
            changed: Settings::NAMES.to_vec(),
            bowl,
            bands,
            rates: bands.ok().and_then(|bands| Settings::rates(&bands)),
            comparison: None,
            local: None,
            other_numpy: None,
            digits: None,
            trainer: settings.trainer(&data),
            settings,
            data,
        }
    }

    /// Takes the settings from these layers of query strings, weakest first; `None` stands for the
    /// layer that was there before. Returns what there is to say about them, and what is another
    /// now. Another run stands at its start.
    pub fn configure(&mut self, layers: &[Option<&str>]) -> (Vec<Notice>, Change) {
        self.layers.resize_with(layers.len(), Layer::default);
        for (layer, text) in self.layers.iter_mut().zip(layers) {
            // A layer that is there is not read again: it may be a megabyte.
            if let Some(text) = text {
                *layer = Layer::parse(text);
            }
        }
        let (settings, notices) = Settings::resolve(&self.layers);
        for name in settings.differing(&self.settings) {
            if !self.changed.contains(&name) {
                self.changed.push(name);
            }
        }
        let another = settings.makes_another_run(&self.settings);
        let before = mem::replace(&mut self.settings, settings);
        let points = another && self.take_points();
        let ended = another.then(|| self.begin(&before, points));
        let loss = self.settings.loss != before.loss;
        (notices, Change { before, ended, points, loss })
    }

    /// What [`configure`](Run::configure) would say about these layers; nothing is run.
    pub fn judge(&self, layers: &[Option<&str>]) -> Vec<Notice> {
        let empty = Layer::default();
        let layers = layers.iter().enumerate().map(|(index, text)| match text {
            Some(text) => Cow::Owned(Layer::parse(text)),
            None => Cow::Borrowed(self.layers.get(index).unwrap_or(&empty)),
        });
        Settings::resolve(layers).1
    }

    /// Takes the points of the settings, and returns whether they are others.
    fn take_points(&mut self) -> bool {
        match self.settings.dataset() {
            Ok(data) if data != self.data => {
                self.data = data;
                true
            }
            _ => false,
        }
    }

    /// Begins the run of the settings, and hands over the one before. What can be kept of that is
    /// kept: points may be many.
    fn begin(&mut self, before: &Settings, points: bool) -> Trainer {
        let Settings { model, loss, precision, .. } = &self.settings;
        if points || (model, loss, precision) != (&before.model, &before.loss, &before.precision) {
            self.comparison = None;
        }
        if points || (model, loss) != (&before.model, &before.loss) {
            self.bowl = self.settings.bowl(&self.data);
            self.local = None;
        }
        self.other_numpy = None;
        self.digits = None;
        let ended = mem::replace(&mut self.trainer, self.settings.trainer(&self.data));
        let critical = self.critical_lr();
        self.bands = self.bands_of(&self.settings);
        // Where no step can be taken at all, no rate does what it would do in a bowl.
        if self.trainer.end() == 0 {
            self.bands = self.bands.and(Err(Unknown::Range));
        }
        if self.critical_lr() != critical {
            self.rates = self.bands.ok().and_then(|bands| Settings::rates(&bands));
        }
        ended
    }

    /// The settings in use.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The settings that have other values than when this was asked last, in the order of their
    /// changes: at first all of them. Never `epoch` and `phase`, which change with every step.
    pub fn changed(&mut self) -> Vec<&'static str> {
        let mut names = mem::take(&mut self.changed);
        names.retain(|&name| name != "epoch" && name != "phase");
        names
    }

    /// The settings with a position in the run, and these controls hidden, as the query of a link; without
    /// these settings.
    pub fn query(&self, at: Position, hidden: &str, without: &str) -> String {
        let phase = Position { epoch: 0, ..at };
        let settings = Settings { epoch: at.epoch, phase, ..self.settings.clone() };
        settings.hiding(hidden).query_without(without)
    }

    /// The preset whose gradient, and layer where it has one, is in use, though other settings may differ: the run is still
    /// that notebook's.
    pub fn preset(&self) -> Option<Preset> {
        let (preset, now) = (self.settings.preset, &self.settings);
        let its = preset.settings();
        let layer = !its.model.is_layer() || now.model.is_layer() && !now.optimizer.is_manual();
        (its.gradient == now.gradient && layer).then_some(preset)
    }

    /// The points.
    pub fn data(&self) -> &Dataset {
        &self.data
    }

    /// What is fitted to them.
    pub fn model(&self) -> &Model {
        &self.settings.model
    }

    /// The parameters by name.
    pub fn names(&self) -> &[String] {
        self.model().params()
    }

    /// What each state has a number of, in the order of a row.
    pub fn quantities(&self) -> impl Iterator<Item = Quantity> + use<> {
        Quantity::all(self.names().len())
    }

    /// The bowl that the run goes down in, where it is known.
    pub fn bowl(&self) -> Option<&Bowl> {
        self.bowl.as_ref().ok()
    }

    /// The bowl of a model of one parameter, where it is known.
    pub fn parabola(&self) -> Option<Parabola> {
        self.bowl()?.parabola()
    }

    /// The bands of the rate of other settings of the same model, or why they are not known.
    pub fn bands_of(&self, settings: &Settings) -> Result<Bands, Unknown> {
        let bowl = self.bowl.as_ref().map_err(|&why| why)?;
        settings.bands_in(bowl, self.data.len())
    }

    /// Goes to state `epoch`, or as near as the run and `work` allow, and returns where that is.
    pub fn seek(&mut self, epoch: usize, work: usize) -> usize {
        self.trainer.seek(epoch, states(&self.trainer, work))
    }

    /// Computes the run ahead of where it stands, by at most this much work, and returns
    /// whether it is computed to its end.
    pub fn look_ahead(&mut self, work: usize) -> bool {
        self.trainer.look_ahead(states(&self.trainer, work))
    }

    /// The state at which the run stands.
    pub fn epoch(&self) -> usize {
        self.trainer.epoch()
    }

    /// The last state computed.
    pub fn head(&self) -> usize {
        self.history().head()
    }

    /// The last state that can be reached, as far as is known.
    pub fn end(&self) -> usize {
        self.trainer.end()
    }

    /// How many steps a pass over all rows has.
    pub fn steps_of_pass(&self) -> usize {
        self.trainer.steps_of_pass()
    }

    /// Whether the schedule says the rates itself, and that of the settings does not count.
    pub fn schedule_sets_rates(&self) -> bool {
        self.settings.scheduler.sets_rates()
    }

    /// What a step of the schedule is where the run is in batches: `pass` or `batch`; empty where there is no difference.
    pub fn schedule_counts(&self) -> &'static str {
        match self.settings.scheduler.create() {
            Some(schedule) if self.in_batches() && schedule.counts_batches() => "batch",
            Some(_) if self.in_batches() => "pass",
            _ => "",
        }
    }

    /// Whether each step sees some of the rows, and its loss and gradient are those of these.
    pub fn in_batches(&self) -> bool {
        self.steps_of_pass() > 1
    }

    /// The rows that the step from where the run stands sees, by their places, and at its end those of the last; `None` where
    /// those are all.
    pub fn seen(&self) -> Option<Vec<usize>> {
        let last = self.end().saturating_sub(1);
        if self.in_batches() { self.trainer.seen(self.epoch().min(last)) } else { None }
    }

    /// The gradients of the batches of this pass where the run stands, where these are few and it is little work.
    pub fn spread(&mut self) -> Vec<Vec<f64>> {
        let little = self.work().saturating_mul(MOST_BATCHES) <= SPREAD;
        let few = self.in_batches() && self.steps_of_pass() <= MOST_BATCHES && little;
        if few { self.trainer.spread(self.epoch(), MOST_BATCHES) } else { Vec::new() }
    }

    /// How many steps the run is to make.
    pub fn iterations(&self) -> usize {
        self.trainer.iterations()
    }

    /// How the run stands at its state.
    pub fn status(&self) -> Status {
        self.trainer.status()
    }

    /// Why the run ends at its state; `None` where it goes on.
    pub fn reason(&self) -> Option<Reason> {
        self.trainer.reason()
    }

    /// About how many additions take as long as one state of the run.
    pub fn work(&self) -> usize {
        self.trainer.cost()
    }

    /// The precision in which the parameters are kept.
    pub fn precision(&self) -> Precision {
        self.trainer.precision()
    }

    /// What is kept of every state computed.
    pub fn history(&self) -> &History {
        self.trainer.history()
    }

    /// A state, or the last one computed if that comes before.
    pub fn state(&mut self, epoch: usize) -> State {
        self.trainer.state(epoch)
    }

    /// The step from a state, or the last one, as the optimizer computes it for a parameter.
    pub fn inside(&mut self, epoch: usize, param: usize) -> Option<Inside> {
        self.trainer.inside(epoch, param)
    }
}

/// The most batches whose gradients are asked for at once, and the most work for these, in additions.
const MOST_BATCHES: usize = 16;
const SPREAD: usize = 200_000;

/// So many operations are a visit of a point: ×, −, ² of it, and back through each.
pub(super) const VISIT: usize = 6;

/// How many states of a run this much work makes; at least one. Work is counted in points that the
/// lesson's run visits: of another model or gradient the costs of its operations tell.
pub(super) fn states(run: &Trainer, work: usize) -> usize {
    let states = (work as u64).saturating_mul(VISIT as u64) / run.cost().max(1) as u64;
    usize::try_from(states).unwrap_or(usize::MAX).max(1)
}
