//! One lab: settings, the run they make, a position in it, and a hand on its line.
//!
//! A machine of states that anybody can drive: `web` binds it to JavaScript, a test calls it. It
//! takes any number and any text, answers with numbers, texts and codes, and never panics for what
//! a user can do. Never names a canvas, web-sys or wasm-bindgen.

mod hand;
mod notebook;
mod opened;
mod pins;
mod plan;
mod position;
mod read;
mod readout;
mod scene;
mod snapshot;
mod step;
mod walk;

pub use hand::{Grip, MOST_POINTS};
pub use pins::Pinned;
pub use read::Bar;
pub use readout::Readout;
pub use scene::Pixel;
pub use step::{Closed, Event, Landed, Sight};
pub use walk::Unit;

use std::borrow::Cow;
use std::mem;

use crate::charts::{Axis, Chart, Mapping, Place};
use crate::number::{parse, short};
use crate::settings::{Layer, Notice, Preset, Settings, Slider};
use crate::training::{
    Bands, Bowl, Comparison, Dataset, History, Position, Stage, Trainer, Unknown, Verdict,
};
use step::Step;

/// Work that fits into a frame while a setting changes, in points visited: once for the way to the
/// position, and once to look ahead. With every view drawn, that is a frame of 8 ms.
const FRAME: usize = 25_000;

/// A run that is no more.
struct Ghost {
    settings: Settings,
    history: History,
}

/// One lab.
pub struct Lab {
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
    trainer: Trainer,
    /// The parameters by name.
    names: Vec<String>,
    /// The state that was asked for; the run may still be on its way there.
    target: usize,
    /// How far we stand within the step from the state shown, if not before it: the stage, and how
    /// many of its nodes are behind.
    within: Option<(Stage, usize)>,
    /// The row that somebody chose to look at.
    row: Option<usize>,
    /// The steps of the run, opened when somebody looks at one.
    steps: Option<Result<Step, Closed>>,
    /// The farthest state shown since the run was made.
    visited: usize,
    /// The run before, and whether the present one is to become it.
    ghost: Option<Ghost>,
    remember: bool,
    /// The pinned runs.
    pins: Vec<Trainer>,
    /// The w that a hand holds in place of the state's, and the best it has found.
    held: Option<Place>,
    best: Option<Place>,
    /// The w between which a hand has been on these points.
    touched: Option<[f64; 2]>,
    /// Where each chart drew its data last.
    mappings: [Option<Mapping>; Chart::ALL.len()],
    /// The size of each chart when it was drawn last, in CSS pixels.
    sizes: [Option<(f64, f64)>; Chart::ALL.len()],
    /// The axes of the fit, while they must not follow the points.
    frame: Option<[Axis; 2]>,
    /// Those of the landscape, likewise.
    ground: Option<[Axis; 2]>,
}

impl Default for Lab {
    fn default() -> Self {
        Lab::new()
    }
}

impl Lab {
    /// A lab with the default settings, at its start.
    pub fn new() -> Lab {
        let settings = Settings::default();
        let data = settings.dataset().expect("internal error: the default points are points");
        let bands = settings.bands(&data);
        Lab {
            layers: Vec::new(),
            changed: Settings::NAMES.to_vec(),
            bowl: settings.bowl(&data),
            bands,
            rates: bands.ok().and_then(|bands| Settings::rates(&bands)),
            comparison: None,
            trainer: settings.trainer(&data),
            names: settings.params(),
            settings,
            data,
            target: 0,
            within: None,
            row: None,
            steps: None,
            visited: 0,
            ghost: None,
            remember: false,
            pins: Vec::new(),
            held: None,
            best: None,
            touched: None,
            mappings: [None; Chart::ALL.len()],
            sizes: [None; Chart::ALL.len()],
            frame: None,
            ground: None,
        }
    }

    /// Takes the settings from these layers of query strings, weakest first, and returns what
    /// there is to say about them. `None` stands for the layer that was there before. Changed
    /// settings make the run anew, within the work of a frame; the position stays where it can, and
    /// a finished run stays finished. A new value of `epoch` moves the position, and so does an old
    /// one where it is spoken again: `seek`. What a hand held is then let go.
    pub fn configure(&mut self, layers: &[Option<&str>], seek: bool) -> Vec<Notice> {
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
        if another {
            self.run(&settings);
        }
        if another || settings.pins != self.settings.pins {
            self.make_pins(&settings);
        }
        let moved = seek || settings.epoch != self.settings.epoch;
        if moved {
            self.target = settings.epoch;
            self.held = None;
        }
        let phase = settings.phase;
        if moved || phase != self.settings.phase {
            self.within = (phase != Position::default()).then_some((phase.stage, phase.node));
            self.row = None;
        }
        self.settings = settings;
        self.advance(FRAME);
        // The axes of the charts know where the run will go: nothing moves when it starts.
        self.look_ahead(FRAME);
        notices
    }

    /// What [`configure`](Lab::configure) would say about these layers; nothing is run.
    pub fn judge(&self, layers: &[Option<&str>]) -> Vec<Notice> {
        let empty = Layer::default();
        let layers = layers.iter().enumerate().map(|(index, text)| match text {
            Some(text) => Cow::Owned(Layer::parse(text)),
            None => Cow::Borrowed(self.layers.get(index).unwrap_or(&empty)),
        });
        Settings::resolve(layers).1
    }

    /// Begins the run that these settings describe. What can be kept of the one before is kept:
    /// points may be many.
    fn run(&mut self, settings: &Settings) {
        let moved = settings.x != self.data.xs() || settings.y != self.data.ys();
        if moved && let Ok(data) = settings.dataset() {
            self.data = data;
            self.best = None;
            self.touched = None;
        }
        let other = moved || settings.model != self.settings.model;
        if other || settings.precision != self.settings.precision {
            self.comparison = None;
        }
        if other || walk::way(settings) != walk::way(&self.settings) {
            // Another graph has other nodes.
            self.steps = None;
            self.row = None;
            self.within = self.within.map(|(stage, _)| (stage, 0));
        } else if let Some(Ok(step)) = &mut self.steps {
            step.close();
        }
        self.bowl = settings.bowl(&self.data);
        let critical = self.critical_lr();
        self.bands = settings.bands(&self.data);
        if self.critical_lr() != critical {
            self.rates = self.bands.ok().and_then(|bands| Settings::rates(&bands));
        }
        let before = mem::replace(&mut self.trainer, settings.trainer(&self.data));
        if mem::take(&mut self.remember) && before.epoch() > 0 {
            let settings = self.settings.clone();
            self.ghost = Some(Ghost { settings, history: before.into_history() });
        }
        self.names = settings.params();
        self.held = None;
        self.visited = 0;
    }

    /// The settings that have other values than when this was asked last, in the order of their
    /// changes: at first all of them. Never `epoch` and `phase`, which change with every step.
    pub fn changed(&mut self) -> Vec<&'static str> {
        let mut names = mem::take(&mut self.changed);
        names.retain(|&name| name != "epoch" && name != "phase");
        names
    }

    /// The present value of a setting as text, empty if there is no such setting; of `epoch` the
    /// state shown, of `phase` the place in the step from there.
    pub fn value(&mut self, name: &str) -> String {
        match name {
            "epoch" => self.epoch().to_string(),
            "phase" => self.phase(),
            _ => self.settings.text(name).unwrap_or_default(),
        }
    }

    /// The whole state as the query of a link.
    pub fn query(&mut self) -> String {
        let at = self.position();
        let phase = Position { epoch: 0, ..at };
        Settings { epoch: at.epoch, phase, ..self.settings.clone() }.query()
    }

    /// The preset whose gradient is in use, though other settings may differ: the run is still
    /// that notebook's.
    pub fn preset(&self) -> Option<Preset> {
        let preset = self.settings.preset;
        (preset.settings().gradient == self.settings.gradient).then_some(preset)
    }

    /// The stop at which a setting's slider stands; 0 for a setting without one.
    pub fn slider(&self, name: &str) -> usize {
        let Some(slider) = self.slider_of(name) else { return 0 };
        self.settings.text(name).and_then(|text| parse(&text)).map_or(0, |v| slider.stop(v))
    }

    /// How many stops a setting's slider has; 0 for a setting without one. That of the rate has
    /// others for other points.
    pub fn stops(&self, name: &str) -> usize {
        self.slider_of(name).map_or(0, |slider| slider.len())
    }

    /// The value at a stop of a setting's slider, as text; empty for a setting without one.
    pub fn from_slider(&self, name: &str, stop: usize) -> String {
        self.slider_of(name).map_or_else(String::new, |slider| short(slider.value(stop)))
    }

    /// A setting's slider: that of the rate is measured in its limit, where this is known.
    fn slider_of(&self, name: &str) -> Option<Cow<'_, Slider>> {
        match &self.rates {
            Some(rates) if name == "lr" => Some(Cow::Borrowed(rates)),
            _ => Settings::slider(name).map(Cow::Owned),
        }
    }

    /// From the next change of settings on, the run that is there now is drawn behind the others.
    pub fn remember(&mut self) {
        self.remember = true;
    }

    /// Forgets the run before.
    pub fn forget(&mut self) {
        self.ghost = None;
    }

    /// What the learning rate does, or why that is not known.
    pub fn verdict(&self) -> Verdict {
        self.bands.map_or_else(Verdict::Unknown, |bands| bands.verdict(self.settings.lr))
    }

    /// The learning rate above which the run diverges, where it is known.
    pub fn critical_lr(&self) -> Option<f64> {
        self.bands.ok().map(|bands| bands.critical_lr)
    }

    /// Where the bands of the learning rate end on its slider, as fractions of its length: the
    /// end of *goes straight* and that of *overshoots*. Nothing where the bands are not known.
    pub fn bands(&self) -> Vec<f64> {
        let (Ok(bands), Some(slider)) = (self.bands, self.slider_of("lr")) else {
            return Vec::new();
        };
        let straight = bands.straight_lr.unwrap_or(0.0);
        vec![slider.fraction(straight), slider.fraction(bands.critical_lr)]
    }

    /// Whether the model is the lesson's line, of which more is known than of others.
    fn is_line(&self) -> bool {
        self.settings.model.is_proportional()
    }

    /// The ways to the gradient of the model on the present points.
    fn comparison(&mut self) -> &mut Comparison {
        let Settings { model, precision, .. } = &self.settings;
        let new = || Comparison::new(model, &self.data, *precision);
        self.comparison.get_or_insert_with(new)
    }
}
