//! One lab: settings, the run they make, a position in it, and a hand on its line.
//!
//! A machine of states that anybody can drive: `web` binds it to JavaScript, a test calls it. It
//! takes any number and any text, answers with numbers, texts and codes, and never panics for what
//! a user can do. Never names a canvas, web-sys or wasm-bindgen.

mod hand;
mod position;
mod read;
mod readout;
mod scene;

pub use hand::MOST_POINTS;
pub use read::Bar;
pub use readout::Readout;

use std::mem;

use crate::charts::{Axis, Chart, Mapping, Place};
use crate::number::{parse, short};
use crate::settings::{Layer, Notice, Setting, Settings, Slider};
use crate::training::{Bands, Bowl, Comparison, Dataset, History, Trainer, Unknown, Verdict};

/// Work that fits into a frame while a setting changes, in points visited.
const FRAME: usize = 50_000;

/// One lab.
pub struct Lab {
    table: Vec<Setting>,
    settings: Settings,
    data: Dataset,
    bowl: Option<Bowl>,
    bands: Result<Bands, Unknown>,
    comparison: Comparison,
    trainer: Trainer,
    /// The state that was asked for; the run may still be on its way there.
    target: usize,
    /// The farthest state shown since the run was made.
    visited: usize,
    /// The run before, and whether the present one is to become it.
    ghost: Option<History>,
    remember: bool,
    /// The w that a hand holds in place of the state's, and the best it has found.
    held: Option<Place>,
    best: Option<Place>,
    /// Where each chart drew its data last.
    mappings: [Option<Mapping>; Chart::ALL.len()],
    /// The axes of the fit, while they must not follow the points.
    frame: Option<[Axis; 2]>,
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
        Lab {
            table: Settings::table(),
            bowl: settings.bowl(&data).ok(),
            bands: settings.bands(&data),
            comparison: Comparison::new(&data, settings.precision),
            trainer: settings.trainer(&data),
            settings,
            data,
            target: 0,
            visited: 0,
            ghost: None,
            remember: false,
            held: None,
            best: None,
            mappings: [None; Chart::ALL.len()],
            frame: None,
        }
    }

    /// Takes the settings from these layers of query strings, weakest first, and returns what
    /// there is to say about them. Changed settings make the run anew, within the work of a frame;
    /// the position stays where it can, and a finished run stays finished. A new value of `epoch`
    /// moves the position.
    pub fn configure(&mut self, layers: &[String]) -> Vec<Notice> {
        let (settings, notices) = Settings::resolve(layers.iter().map(|layer| Layer::parse(layer)));
        if settings.epoch != self.settings.epoch {
            self.target = settings.epoch;
        }
        if settings.makes_another_run(&self.settings)
            && let Ok(data) = settings.dataset()
        {
            if data != self.data {
                self.best = None;
            }
            self.bowl = settings.bowl(&data).ok();
            self.bands = settings.bands(&data);
            self.comparison = Comparison::new(&data, settings.precision);
            let before = mem::replace(&mut self.trainer, settings.trainer(&data));
            if mem::take(&mut self.remember) && before.epoch() > 0 {
                self.ghost = Some(before.into_history());
            }
            self.data = data;
            self.held = None;
            self.visited = 0;
        }
        self.settings = settings;
        self.advance(FRAME);
        // The axes of the charts know where the run will go: nothing moves when it starts.
        self.look_ahead(FRAME);
        notices
    }

    /// The present value of each setting as text, in the table's order.
    pub fn values(&self) -> Vec<String> {
        self.here().texts().into_iter().map(|(_, text)| text).collect()
    }

    /// The whole state as the query of a link.
    pub fn query(&self) -> String {
        self.here().query()
    }

    /// The stop at which a setting's slider stands; 0 for a setting without one.
    pub fn slider(&self, name: &str) -> usize {
        let texts = self.settings.texts();
        let value = texts.iter().find(|(n, _)| *n == name).and_then(|(_, text)| parse(text));
        value.zip(self.slider_of(name)).map_or(0, |(value, slider)| slider.stop(value))
    }

    /// The value at a stop of a setting's slider, as text; empty for a setting without one.
    pub fn from_slider(&self, name: &str, stop: usize) -> String {
        self.slider_of(name).map_or_else(String::new, |slider| short(slider.value(stop)))
    }

    /// From the next change of settings on, the run that is there now is drawn behind the others.
    pub fn remember(&mut self) {
        self.remember = true;
    }

    /// Forgets the run before.
    pub fn forget(&mut self) {
        self.ghost = None;
    }

    /// What the learning rate does.
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
        let Some((bands, slider)) = self.bands.ok().zip(self.slider_of("lr")) else {
            return Vec::new();
        };
        let ends = [bands.straight_lr.unwrap_or(0.0), bands.critical_lr];
        ends.map(|lr| slider.fraction(lr)).to_vec()
    }

    fn slider_of(&self, name: &str) -> Option<&Slider> {
        self.table.iter().find(|setting| setting.name == name)?.kind.slider()
    }

    /// The settings with the position we stand at.
    fn here(&self) -> Settings {
        Settings { epoch: self.epoch(), ..self.settings.clone() }
    }
}
