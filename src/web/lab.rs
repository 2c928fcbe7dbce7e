//! One lab: settings, the run they make, and a position in it.

use std::mem;

use js_sys::Array;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert;
use crate::charts::{Axis, Chart, Mapping, Place};
use crate::number::{parse, short};
use crate::settings::{Setting, Settings, Slider};
use crate::training::{Comparison, Dataset, History, Quantity, Series, Theory, Trainer};

/// Work that fits into a frame while a setting changes, in points visited.
pub(super) const FRAME: f64 = 50_000.0;

/// One lab of the page.
#[wasm_bindgen]
pub struct Lab {
    pub(super) table: Vec<Setting>,
    pub(super) settings: Settings,
    pub(super) data: Dataset,
    pub(super) theory: Option<Theory>,
    pub(super) comparison: Comparison,
    pub(super) trainer: Trainer,
    /// The state that was asked for; the run may still be on its way there.
    target: usize,
    /// The farthest state shown since the run was made.
    pub(super) visited: usize,
    /// The run before, and whether the present one is to become it.
    pub(super) ghost: Option<History>,
    remember: bool,
    /// The w that a hand holds in place of the state's, and the best it has found.
    pub(super) held: Option<Place>,
    pub(super) best: Option<Place>,
    /// Where each chart drew its data last.
    pub(super) mappings: [Option<Mapping>; Chart::ALL.len()],
    /// The axes of the fit, while they must not follow the points.
    pub(super) frame: Option<[Axis; 2]>,
}

#[wasm_bindgen]
impl Lab {
    /// The table of settings, for whoever builds controls:
    /// `{name, kind, control, initial, min?, max?, stops?, choices?}` each.
    pub fn settings() -> Array {
        Settings::table().iter().map(convert::setting).collect()
    }

    /// A lab with the default settings, at its start.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default, reason = "JavaScript has constructors only")]
    pub fn new() -> Lab {
        let settings = Settings::default();
        let data = settings.dataset().expect("internal error: the default points are points");
        Lab {
            table: Settings::table(),
            theory: settings.theory(&data),
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

    /// What [`configure`](Lab::configure) would say about these layers; nothing is run.
    pub fn check(layers: Vec<String>) -> Array {
        let (_, notices) = Settings::resolve(layers.iter().map(String::as_str));
        notices.iter().map(convert::notice).collect()
    }

    /// Takes the settings from these layers of query strings, weakest first, and returns what
    /// there is to say about them: `{code, field, given, allowed}` each. Changed settings make
    /// the run anew, within the work of a frame; the position stays where it can, and a finished
    /// run stays finished. A new value of `epoch` moves the position.
    pub fn configure(&mut self, layers: Vec<String>) -> Array {
        let (settings, notices) = Settings::resolve(layers.iter().map(String::as_str));
        if settings.epoch != self.settings.epoch {
            self.target = settings.epoch;
        }
        if settings.makes_another_run(&self.settings)
            && let Ok(data) = settings.dataset()
        {
            if data != self.data {
                self.best = None;
            }
            self.theory = settings.theory(&data);
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
        notices.iter().map(convert::notice).collect()
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

    /// Goes to state `epoch`, or as near as the run allows, and returns where that is; what a
    /// hand held is let go. Computes states that are not there yet, by at most `work` points
    /// visited; where that is not enough, come again until the state is the target or the
    /// [`end`](Lab::end).
    pub fn seek(&mut self, epoch: f64, work: f64) -> usize {
        self.held = None;
        // A cast of NaN gives 0, of what is out of range the nearest bound.
        self.target = epoch as usize;
        self.advance(work)
    }

    /// Goes on towards the state that was asked for last, by at most `work` points visited, and
    /// returns where that is.
    pub fn advance(&mut self, work: f64) -> usize {
        let budget = (work / self.data.len() as f64).max(1.0) as usize;
        let reached = self.trainer.seek(self.target, budget);
        self.visited = self.visited.max(reached);
        if reached > 0 && reached == self.trainer.end() {
            // Whoever stands at the end stays there when the run changes.
            self.target = usize::MAX;
        }
        reached
    }

    /// Computes the run ahead of the position, by at most `work` points visited, and returns
    /// whether it is computed to its end.
    pub fn look_ahead(&mut self, work: f64) -> bool {
        let budget = (work / self.data.len() as f64).max(1.0) as usize;
        self.trainer.look_ahead(budget)
    }

    /// Whether the run is still on its way to the state that was asked for last.
    #[wasm_bindgen(getter)]
    pub fn behind(&self) -> bool {
        self.trainer.epoch() < self.target.min(self.trainer.end())
    }

    /// The state that was asked for last; beyond any end for whoever stays at the end.
    #[wasm_bindgen(getter)]
    pub fn target(&self) -> usize {
        self.target
    }

    /// From the next change of settings on, the run that is there now is drawn behind the others.
    pub fn remember(&mut self) {
        self.remember = true;
    }

    /// Forgets the run before.
    pub fn forget(&mut self) {
        self.ghost = None;
    }

    /// The state shown.
    #[wasm_bindgen(getter)]
    pub fn epoch(&self) -> usize {
        self.trainer.epoch()
    }

    /// The last state computed.
    #[wasm_bindgen(getter)]
    pub fn head(&self) -> usize {
        self.history().head()
    }

    /// The last state that can be reached, as far as is known.
    #[wasm_bindgen(getter)]
    pub fn end(&self) -> usize {
        self.trainer.end()
    }

    /// `ready`, `training`, `done`, `converged` or `diverged`.
    #[wasm_bindgen(getter)]
    pub fn status(&self) -> String {
        self.trainer.status().name().to_owned()
    }

    /// Why the run ends here: `{code, quantity?, epoch?}` with the code `none`, `completed`,
    /// `unchanged` or `not-finite`.
    #[wasm_bindgen(getter)]
    pub fn reason(&self) -> wasm_bindgen::JsValue {
        convert::reason(self.trainer.reason())
    }

    /// What the learning rate does: `straight`, `overshoots`, `circles` or `runs-away`; `flat`
    /// where every x is 0 and it does nothing; empty where that is not known.
    #[wasm_bindgen(getter)]
    pub fn verdict(&self) -> String {
        let flat = || if self.data.xs().iter().all(|&x| x == 0.0) { "flat" } else { "" };
        self.theory.map_or_else(flat, |t| t.verdict(self.settings.lr).code()).to_owned()
    }

    /// The learning rate above which the run diverges, where it is known.
    #[wasm_bindgen(getter)]
    pub fn critical_lr(&self) -> Option<f64> {
        self.theory.map(|theory| theory.critical_lr)
    }

    /// Where the bands of the learning rate end on its slider, as fractions of its length: the
    /// end of *goes straight* and that of *overshoots*. Nothing where the bands are not known.
    pub fn bands(&self) -> Vec<f64> {
        let Some((theory, slider)) = self.theory.zip(self.slider_of("lr")) else {
            return Vec::new();
        };
        let ends = [theory.straight_lr.unwrap_or(0.0), theory.critical_lr];
        ends.map(|lr| slider.fraction(lr)).to_vec()
    }
}

impl Lab {
    pub(super) fn history(&self) -> &History {
        self.trainer.history()
    }

    /// The series that the charts draw: a lab has one parameter, of which everything is kept.
    pub(super) fn series(history: &History, quantity: Quantity) -> &Series {
        history.series(quantity).expect("internal error: a lab keeps every series")
    }

    /// A state that has been computed.
    pub(super) fn state(&self, epoch: usize) -> [f64; 4] {
        let at = |quantity| Lab::series(self.history(), quantity)[epoch];
        [epoch as f64, at(Quantity::Param(0)), at(Quantity::Loss), at(Quantity::Grad(0))]
    }

    fn slider_of(&self, name: &str) -> Option<&Slider> {
        self.table.iter().find(|setting| setting.name == name)?.kind.slider()
    }

    /// The settings with the position we stand at.
    fn here(&self) -> Settings {
        Settings { epoch: self.epoch(), ..self.settings.clone() }
    }
}
