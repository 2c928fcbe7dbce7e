//! One lab: settings, the run they make, and a position in it.

use js_sys::Array;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

use super::{canvas, convert};
use crate::charts::{Chart, Place, Scene};
use crate::number::{parse, short, significant};
use crate::settings::{Setting, Settings, Slider};
use crate::training::{Dataset, History, Precision, Printout, Theory, Trainer};

/// Work that fits into a frame while a setting changes, in points visited.
const FRAME: f64 = 400_000.0;
/// The most lines of a printout handed out at once.
const LINES: usize = 1_000;

/// One lab of the page.
#[wasm_bindgen]
pub struct Lab {
    table: Vec<Setting>,
    settings: Settings,
    data: Dataset,
    theory: Option<Theory>,
    trainer: Trainer,
    /// The state that was asked for; the run may still be on its way there.
    target: usize,
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
        let (theory, trainer) = (settings.theory(&data), settings.trainer(&data));
        Lab { table: Settings::table(), settings, data, theory, trainer, target: 0 }
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
        let changed = Settings { epoch: self.settings.epoch, ..settings.clone() } != self.settings;
        if changed && let Ok(data) = settings.dataset() {
            self.theory = settings.theory(&data);
            self.trainer = settings.trainer(&data);
            self.data = data;
        }
        self.settings = settings;
        self.seek(self.target as f64, FRAME);
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

    /// Goes to state `epoch`, or as near as the run allows, and returns where that is. Computes
    /// states that are not there yet, by at most `work` points visited; where that is not enough,
    /// come again until the state is [`target`](Lab::target)'s or the [`end`](Lab::end).
    pub fn seek(&mut self, epoch: f64, work: f64) -> usize {
        // Casts of NaN and of what is out of range give 0 and the nearest bound.
        let budget = (work / self.data.len() as f64).max(1.0) as usize;
        self.target = epoch as usize;
        let reached = self.trainer.seek(self.target, budget);
        if reached > 0 && reached == self.trainer.end() {
            // Whoever stands at the end stays there when the run changes.
            self.target = usize::MAX;
        }
        reached
    }

    /// The state that was asked for last, or 4294967295 for the end, whatever that is.
    #[wasm_bindgen(getter)]
    pub fn target(&self) -> usize {
        self.target
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

    /// The learning rate above which the run diverges, where it is known.
    #[wasm_bindgen(getter)]
    pub fn critical_lr(&self) -> Option<f64> {
        self.theory.map(|theory| theory.critical_lr)
    }

    /// A number as a person reads it, at the state shown: `w`, `loss`, `grad`, `epoch`, and of
    /// the whole run `iterations`, `start_w`, `start_loss`, `critical_lr`, `optimum`. Empty where
    /// there is none.
    pub fn readout(&self, quantity: &str) -> String {
        let [_, w, loss, grad] = self.state(self.epoch());
        let [_, start_w, start_loss, _] = self.state(0);
        let theory = |digits, value: fn(Theory) -> f64| {
            self.theory.map_or_else(String::new, |theory| significant(value(theory), digits))
        };
        match quantity {
            "w" => parameter(w),
            "start_w" => parameter(start_w),
            "loss" => significant(loss, 3),
            "start_loss" => significant(start_loss, 3),
            "grad" => significant(grad, 3),
            "epoch" => self.epoch().to_string(),
            "iterations" => self.trainer.iterations().to_string(),
            "critical_lr" => theory(3, |t| t.critical_lr),
            "optimum" => theory(4, |t| t.optimum),
            _ => String::new(),
        }
    }

    /// The state shown: epoch, w, and the loss and the gradient there.
    pub fn state_row(&self) -> Vec<f64> {
        self.state(self.epoch()).to_vec()
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

    /// The steps as far as the state shown, as a table of comma-separated values.
    pub fn csv(&self) -> String {
        self.history().csv(self.epoch())
    }

    /// The notebook's line before training.
    #[wasm_bindgen(getter)]
    pub fn prediction_before(&self) -> String {
        self.notebook().before(self.state(0)[1], self.precision())
    }

    /// The notebook's line after training, with w as it is at the state shown.
    #[wasm_bindgen(getter)]
    pub fn prediction_after(&self) -> String {
        self.notebook().after(self.state(self.epoch())[1], self.precision())
    }

    /// Draws a chart onto a canvas of `width × height` CSS pixels, each of `ratio` pixels of the
    /// display. Colours are 0xRRGGBB: ink, muted, ground, w, loss. Returns whether a part of the
    /// curve is cut off; false too where there is no such chart.
    #[allow(clippy::too_many_arguments, reason = "JavaScript passes them one by one")]
    pub fn draw(
        &self,
        chart: &str,
        canvas: &HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
        colours: &[u32],
        font: String,
    ) -> bool {
        let optimum = self.theory.map(|t| Optimum { w: t.optimum, loss: t.least_loss });
        let scene = Scene {
            w: self.history().param(0),
            loss: self.history().loss(),
            position: self.epoch(),
            epochs: self.trainer.iterations(),
            optimum,
        };
        let page = canvas::Page { width, height, ratio, colours, font };
        Chart::from_name(chart).is_some_and(|chart| canvas::draw(chart, canvas, &scene, page))
    }
}

impl Lab {
    fn slider_of(&self, name: &str) -> Option<&Slider> {
        self.table.iter().find(|setting| setting.name == name)?.kind.slider()
    }

    fn history(&self) -> &History {
        self.trainer.history()
    }

    /// The settings with the position we stand at.
    fn here(&self) -> Settings {
        Settings { epoch: self.epoch(), ..self.settings.clone() }
    }

    fn notebook(&self) -> Printout {
        Printout::from(self.settings.gradient)
    }

    fn precision(&self) -> Precision {
        self.trainer.precision()
    }

    fn state(&self, epoch: usize) -> [f64; 4] {
        let history = self.history();
        let [w, loss, grad] = [history.param(0), history.loss(), history.grad(0)]
            .map(|series| series.values()[epoch]);
        [epoch as f64, w, loss, grad]
    }
}

/// w as the notebook by hand prints it, with three decimals, unless that would be too long.
fn parameter(w: f64) -> String {
    if w.abs() < 1e6 { format!("{w:.3}") } else { significant(w, 4) }
}
