//! The lab as JavaScript has it.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlCanvasElement;

use super::reader::Reader;
use super::{canvas, convert};
use crate::charts::Chart;
use crate::lab::{Lab as Core, Limit, MOST_POINTS, Outcome, Slip, Unit};
use crate::settings::{Notice, Settings};
use crate::table::read_table;

/// One lab of the page.
#[wasm_bindgen]
pub struct Lab(pub(super) Core);

/// A count or an index from JavaScript: NaN is 0, what is out of range the nearest bound.
fn whole(number: f64) -> usize {
    number as usize
}

#[wasm_bindgen]
impl Lab {
    /// A lab with the default settings, at its start.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default, reason = "JavaScript has constructors only")]
    pub fn new() -> Lab {
        Lab(Core::new())
    }

    /// Takes the settings from these layers of query strings, weakest first, and returns what
    /// there is to say about them: `{code, field, given, allowed, layer}` each. A layer that is no
    /// string is as it was before. Changed settings make the run anew, within the work of a frame;
    /// the position stays where it can, and a finished run stays finished. A new value of `epoch`
    /// moves the position; with `seek` an old one does, too.
    pub fn configure(&mut self, layers: Vec<JsValue>, seek: Option<bool>) -> Array {
        let layers: Vec<Option<String>> = layers.iter().map(JsValue::as_string).collect();
        let layers: Vec<Option<&str>> = layers.iter().map(Option::as_deref).collect();
        told(&self.0.configure(&layers, seek.unwrap_or(false)))
    }

    /// What [`configure`](Lab::configure) would say about these layers; nothing is run.
    pub fn judge(&self, layers: Vec<JsValue>) -> Array {
        let layers: Vec<Option<String>> = layers.iter().map(JsValue::as_string).collect();
        let layers: Vec<Option<&str>> = layers.iter().map(Option::as_deref).collect();
        told(&self.0.judge(&layers))
    }

    /// The settings that have other values than when this was asked last; at first all of them.
    /// Never `epoch`, which changes with every step.
    pub fn changed(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        for name in self.0.changed() {
            names.push(name.to_owned());
        }
        names
    }

    /// The present value of a setting as text, empty if there is no such setting; of `epoch` the
    /// state shown.
    pub fn value(&mut self, name: &str) -> String {
        self.0.value(name)
    }

    /// The words that a setting of several names holds, as `views`, `hide` and `lock` do: each that it
    /// means, and `all` before them where it says that.
    pub fn words(&self, setting: &str) -> Vec<String> {
        self.0.words(setting).into_iter().map(str::to_owned).collect()
    }

    /// What the text of a model is understood as: `{inputs, used, params}`; or what is wrong with it, `{code, at, end, quote,
    /// args}`, where the place is counted in characters, and the arguments are those of the code; of a layer `{code, at, end,
    /// allowed}`.
    pub fn understand(&self, text: &str) -> JsValue {
        match self.0.read_model(text) {
            Ok(model) => convert::understood(&model),
            Err(problem) => convert::no_model(&problem),
        }
    }

    /// What the setting `optimizer` or `scheduler` constructs: its name, and the value of each argument as Python writes it;
    /// nothing where nothing is constructed.
    pub fn constructed(&self, setting: &str) -> Vec<String> {
        self.0.constructed(setting)
    }

    /// Whether the schedule says the rates itself, and that of the settings does not count.
    #[wasm_bindgen(getter)]
    pub fn schedule_sets_rates(&self) -> bool {
        self.0.schedule_sets_rates()
    }

    /// What a step of the schedule is where the run is in batches: `pass` or `batch`; empty where there is no difference.
    #[wasm_bindgen(getter)]
    pub fn schedule_counts(&self) -> String {
        self.0.schedule_counts().to_owned()
    }

    /// How many steps a pass over all rows has.
    #[wasm_bindgen(getter)]
    pub fn steps_of_pass(&self) -> usize {
        self.0.steps_of_pass()
    }

    /// Where each parameter starts, in the order of [`names`](Lab::names), as text.
    pub fn starts(&self) -> Vec<String> {
        self.0.starts()
    }

    /// The start of the run with the parameter of this index at the number of this text: `{setting, text}`, and what there
    /// is to say about it, `{code?, allowed?}`; the latter alone where the text is no number.
    pub fn start_with(&self, index: usize, text: &str) -> JsValue {
        match self.0.start_with(index, text) {
            Ok((entry, problem)) => convert::start(entry, problem.as_ref()),
            Err(problem) => convert::start(None, Some(&problem)),
        }
    }

    /// The preset whose gradient is in use, though other settings may differ.
    #[wasm_bindgen(getter)]
    pub fn preset(&self) -> Option<String> {
        self.0.preset().map(|preset| preset.name().to_owned())
    }

    /// What is worth keeping of a lab that is freed, beyond its layers: see
    /// [`restore`](Lab::restore).
    pub fn snapshot(&mut self) -> String {
        self.0.snapshot()
    }

    /// Makes a new lab, configured with the layers of one before, what that was.
    pub fn restore(&mut self, snapshot: &str, work: f64) {
        self.0.restore(snapshot, whole(work));
    }

    /// The whole state as the query of a link, with these controls hidden, too, names as the setting `hide` has
    /// them; and without the settings of these names.
    pub fn query(&mut self, hiding: &str, without: &str) -> String {
        self.0.query_of(hiding, without)
    }

    /// The stop at which a setting's slider stands; 0 for a setting without one.
    pub fn slider(&self, name: &str) -> usize {
        self.0.slider(name)
    }

    /// How many stops a setting's slider has; 0 for a setting without one.
    pub fn stops(&self, name: &str) -> usize {
        self.0.stops(name)
    }

    /// The value at a stop of a setting's slider, as text; empty for a setting without one.
    pub fn from_slider(&self, name: &str, stop: usize) -> String {
        self.0.from_slider(name, stop)
    }

    /// Goes to state `epoch`, or as near as the run allows, and returns where that is; what a
    /// hand held is let go. Computes states that are not there yet, by at most `work` points
    /// visited; where that is not enough, come again until the state is the target or the
    /// [`end`](Lab::end).
    pub fn seek(&mut self, epoch: f64, work: f64) -> usize {
        self.0.seek(whole(epoch), whole(work))
    }

    /// Goes `n` epochs on, or back if that is negative, from the state that was asked for last;
    /// otherwise as [`seek`](Lab::seek).
    pub fn step(&mut self, n: f64, work: f64) -> usize {
        self.0.step(n as i64, whole(work))
    }

    /// Where a walk to the end begins: at the state that was asked for last, or at the start for
    /// whoever asked for the end.
    #[wasm_bindgen(getter)]
    pub fn departure(&self) -> usize {
        self.0.departure()
    }

    /// Goes on towards the state that was asked for last, by at most `work` points visited, and
    /// returns where that is.
    pub fn advance(&mut self, work: f64) -> usize {
        self.0.advance(whole(work))
    }

    /// Computes the run ahead of the position, by at most `work` points visited, and returns
    /// whether it is computed to its end.
    pub fn look_ahead(&mut self, work: f64) -> bool {
        self.0.look_ahead(whole(work))
    }

    /// Whether the run is still on its way to the state that was asked for last.
    #[wasm_bindgen(getter)]
    pub fn behind(&self) -> bool {
        self.0.behind()
    }

    /// The state that was asked for last; beyond any end for whoever stays at the end.
    #[wasm_bindgen(getter)]
    pub fn target(&self) -> usize {
        self.0.target()
    }

    /// From the next change of settings on, the run that is there now is drawn behind the others.
    pub fn remember(&mut self) {
        self.0.remember();
    }

    /// Forgets the run before.
    pub fn forget(&mut self) {
        self.0.forget();
    }

    /// The state shown.
    #[wasm_bindgen(getter)]
    pub fn epoch(&self) -> usize {
        self.0.epoch()
    }

    /// The last state computed.
    #[wasm_bindgen(getter)]
    pub fn head(&self) -> usize {
        self.0.head()
    }

    /// The last state that can be reached, as far as is known.
    #[wasm_bindgen(getter)]
    pub fn end(&self) -> usize {
        self.0.end()
    }

    /// `ready`, `training`, `done`, `converged` or `diverged`.
    #[wasm_bindgen(getter)]
    pub fn status(&self) -> String {
        self.0.status().name().to_owned()
    }

    /// Why the run ends here: `{code, quantity?, epoch?}` with the code `none`, `completed`,
    /// `unchanged` or `not-finite`.
    #[wasm_bindgen(getter)]
    pub fn reason(&self) -> JsValue {
        convert::reason(self.0.reason(), self.0.names())
    }

    /// What the learning rate does: `straight`, `overshoots`, `circles` or `runs-away`; `still` where the
    /// slope is 0 at the start, `flat` where every x is 0; `unknown-…` or `out-of-range` where that is
    /// not known.
    #[wasm_bindgen(getter)]
    pub fn verdict(&self) -> String {
        self.0.verdict().code().to_owned()
    }

    /// What the run has come to: `there`, `steps`, `rate` or `not-yet` by what would bring it
    /// there, `farther`, `no-nearer`; empty where there is nothing to say.
    #[wasm_bindgen(getter)]
    pub fn outcome(&mut self) -> String {
        self.0.outcome().map_or("", Outcome::code).to_owned()
    }

    /// How far w is from the best, where that is known.
    #[wasm_bindgen(getter)]
    pub fn distance(&mut self) -> Option<f64> {
        self.0.distance()
    }

    /// The learning rate above which the run diverges, where it is known.
    #[wasm_bindgen(getter)]
    pub fn critical_lr(&self) -> Option<f64> {
        self.0.critical_lr()
    }

    /// Why the limit of the learning rate lies where it does: `bend`, `sum`, `adds-up`, `velocity` or `decay`; empty where
    /// it is not known, or there is none.
    #[wasm_bindgen(getter)]
    pub fn limit(&self) -> String {
        self.0.limit().map_or("", Limit::code).to_owned()
    }

    /// Where the bands of the learning rate end on its slider, as fractions of its length: the
    /// end of *goes straight*, where there is one, and that of *overshoots* or *circles*. Nothing where the bands
    /// are not known.
    pub fn bands(&self) -> Vec<f64> {
        self.0.bands()
    }
}

/// One step, opened.
#[wasm_bindgen]
impl Lab {
    /// Goes on by `n` units, `epoch`, `stage`, `column`, `told` or `node`, or back if that is negative;
    /// computes states on the way by at most `work` points visited.
    pub fn walk(&mut self, unit: &str, n: f64, work: f64) {
        self.0.walk(Unit::named(unit), n as i64, whole(work));
    }

    /// Goes to a place of the step from the state shown, as the setting `phase` has it.
    pub fn enter(&mut self, phase: &str) {
        self.0.enter_phase(phase);
    }

    /// Goes to what there is of the step from the state shown when so much of the time has gone by
    /// that a slow walk takes for it, from 0 to 1: the loss, then the slope, then the update.
    pub fn beat(&mut self, time: f64) {
        self.0.beat(time);
    }

    /// Opens the row of this index, until one walks on.
    pub fn choose(&mut self, row: f64) {
        self.0.choose(whole(row));
    }

    /// The step at the position, drawn: a mark in each line, its parts separated by tabs; or the
    /// one line `closed` with the reason `end`, `too-many-rows` or `too-many-nodes`.
    /// On a `narrow` screen the rows of the lesson's graph are folded but for one. The vessels show what the
    /// step does, or what `backward` called `again` leaves there.
    pub fn opened(&mut self, narrow: bool, again: bool) -> String {
        self.0.opened(narrow, again).unwrap_or_else(|closed| "closed\t".to_owned() + closed.code())
    }
}

/// What is shown as text and numbers.
#[wasm_bindgen]
impl Lab {
    /// The parameters by name.
    pub fn names(&self) -> Vec<String> {
        self.0.names().to_vec()
    }

    /// The parameters at a state that has been computed, or what is shown, as a person reads them,
    /// in the order of [`names`](Lab::names).
    pub fn params(&mut self, epoch: Option<f64>) -> Vec<String> {
        self.0.params(epoch.map(whole))
    }

    /// The parameters of least loss, in the order of [`names`](Lab::names); empty where they are not known, or not the only
    /// ones.
    pub fn optimum(&self) -> Vec<String> {
        self.0.optimum()
    }

    /// The slope of the loss at what is shown in each parameter of the landscape; empty where it would take long to ask
    /// for.
    pub fn slopes(&mut self) -> Vec<String> {
        self.0.slopes()
    }

    /// What a hand can do with the curve: `proportional` for y = w·x, `line` for y = w·x + b, or nothing.
    #[wasm_bindgen(getter)]
    pub fn shape(&self) -> String {
        self.0.shape().code().to_owned()
    }

    /// A number as a person reads it, by the name of a readout or of a quantity, as
    /// [`columns`](Lab::columns) has them; empty where there is none. A parameter that is called
    /// as a readout is read by [`params`](Lab::params) alone.
    pub fn readout(&mut self, name: &str) -> String {
        self.0.read(name)
    }

    /// The same at a state that has been computed; empty for what is no state's.
    pub fn readout_at(&mut self, name: &str, epoch: usize) -> String {
        self.0.read_at(name, epoch)
    }

    /// Whether the losses that are drawn are told apart on a logarithmic axis alone: of a run that leaves a linear one, or
    /// of pinned runs.
    pub fn spans_decades(&self) -> bool {
        self.0.spans_decades()
    }

    /// Why a view cannot show the model: `many-inputs`; empty where it can.
    pub fn unshown(&self, view: &str) -> String {
        self.0.unshown(view).to_owned()
    }

    /// What the numbers of a row are, after its epoch: the parameters, the loss, the gradients.
    /// Of the lesson `w`, `loss`, `grad`.
    pub fn columns(&self) -> Vec<String> {
        self.0.columns()
    }

    /// What is shown: the epoch, and each column's number there.
    pub fn state_row(&mut self) -> Vec<f64> {
        self.0.state_row()
    }

    /// The steps `from..=to` as far as the state shown, the numbers of each column in turn: the
    /// parameters after the update, the loss and the gradients before it.
    pub fn rows(&mut self, from: usize, to: usize) -> Vec<f64> {
        self.0.rows(from, to)
    }

    /// The lines `from..=to` of the steps as comma-separated values, as far as the state shown: line 0 is the
    /// heading.
    pub fn csv(&mut self, from: usize, to: usize) -> String {
        self.0.csv(from, to)
    }

    /// The gradient at what is shown by each way that knows it, parameter by parameter, of many the first few:
    /// `{name, of, value, length, difference}`, where the length, from −1 to 1, is on the scale of the run's start, and the difference is that from autograd. The names
    /// are those of the setting `gradient`, in the order `manual`, `manual-sum`, `autograd`,
    /// `numeric`.
    pub fn gradients(&mut self) -> Array {
        let bars = Array::new();
        for bar in self.0.gradients() {
            bars.push(&convert::bar(&bar));
        }
        bars
    }

    /// What becomes of the gradient by hand at the w shown if its mean no longer divides: `single`
    /// (the sum of one point is its mean), `level` (the sum of a gradient of zero is zero) or
    /// `longer`; empty where none is derived by hand.
    #[wasm_bindgen(getter)]
    pub fn slip(&mut self) -> String {
        self.0.slip().map_or("", Slip::code).to_owned()
    }

    /// The rate at which autograd walks the path that the gradient with the sum walks at the
    /// present rate, lr·N.
    #[wasm_bindgen(getter)]
    pub fn coinciding_lr(&self) -> String {
        self.0.coinciding_lr()
    }

    /// Why no gradient is derived by hand: `linear-only` or `square-only`; empty where one is.
    #[wasm_bindgen(getter)]
    pub fn underived(&self) -> String {
        self.0.underived().to_owned()
    }

    /// The slope at the w shown, measured before one's eyes: w, w nudged, the loss at both, and
    /// the quotient of the differences.
    pub fn nudge(&mut self) -> Vec<String> {
        self.0.nudge()
    }

    /// Where both notebooks end with the present settings, that by hand with this rate: the last step and w,
    /// by hand with the sum, by autograd, and by hand with the mean; nothing where that is more work than a frame
    /// has.
    pub fn both_notebooks(&self, rate: &str) -> Vec<String> {
        self.0.both_notebooks(rate)
    }

    /// The step from the state shown, and at the end of the run the last one, as the optimizer computes it for these parameters,
    /// by index; with `pin` of that pinned run: lines of parts, which `src/lab/inside.rs` lists. Nothing where there is no such
    /// step. With `whole` all digits of a number are told.
    pub fn inside(&mut self, pin: Option<usize>, params: &[usize], whole: bool) -> String {
        self.0.inside(pin, params, whole)
    }

    /// Takes note of the views that are in sight, by name with blanks between them.
    pub fn see(&mut self, views: &str) {
        self.0.see(views);
    }

    /// How the ways to the slope at the w shown agree: `agree`, `rounded` or `overflow`.
    #[wasm_bindgen(getter)]
    pub fn accord(&mut self) -> String {
        self.0.accord().code().to_owned()
    }
}

/// What is drawn, and where on the charts things stand.
#[wasm_bindgen]
impl Lab {
    /// Draws a chart onto a canvas of `width × height` CSS pixels, each of `ratio` pixels of the
    /// display. Colours are 0xRRGGBB, in the order of the table of colours. Returns
    /// where a part of the curve is cut off: `above`, `below`, `both`, or nothing; nothing too where there
    /// is no such chart.
    #[allow(clippy::too_many_arguments, reason = "JavaScript passes them one by one")]
    pub fn draw(
        &mut self,
        chart: &str,
        canvas: &HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
        colours: &[u32],
        font: String,
    ) -> String {
        let Some(chart) = Chart::from_name(chart) else { return String::new() };
        let ratio = canvas::ratio(ratio);
        let left = self.0.left(chart, (width, height), ratio);
        let page = canvas::Page { width, height, ratio, left, colours, font };
        let Some(drawn) = canvas::draw(chart, canvas, &self.0.scene(), page) else {
            return String::new();
        };
        self.0.drawn(chart, drawn.mapping);
        drawn.cut.code().to_owned()
    }

    /// The state that stands nearest to `x` CSS pixels from the left of a chart against the
    /// epoch, as far as the run has been computed.
    pub fn epoch_at(&self, chart: &str, x: f64) -> usize {
        Chart::from_name(chart).map_or(0, |chart| self.0.epoch_at(chart, x))
    }

    /// Where a state stands on a chart against the epoch, in CSS pixels from its left and top:
    /// `[x, y]`; empty if the chart has not been drawn.
    pub fn place_of(&self, chart: &str, epoch: usize) -> Vec<f64> {
        let place = Chart::from_name(chart).and_then(|chart| self.0.place_of(chart, epoch));
        place.map_or_else(Vec::new, |(x, y)| vec![x, y])
    }

    /// Where the plot of a chart begins and ends, in CSS pixels from the chart's left; empty if it has
    /// not been drawn.
    pub fn ends_of(&self, chart: &str) -> Vec<f64> {
        let ends = Chart::from_name(chart).and_then(|chart| self.0.ends_of(chart));
        ends.map_or_else(Vec::new, |(from, to)| vec![from, to])
    }

    /// Where the hand can take hold on the chart of the fit, in CSS pixels: x and y of the
    /// line's handle (NaN if the model is no line), then of each point, if these are at most
    /// [`most_points`](Lab::most_points). Empty if the chart has not been drawn.
    pub fn handles(&mut self) -> Vec<f64> {
        let (line, points) = self.0.handles();
        if line.is_none() && points.is_empty() {
            return Vec::new();
        }
        let line = line.unwrap_or((f64::NAN, f64::NAN));
        let mut handles = vec![line.0, line.1];
        for (x, y) in points {
            handles.push(x);
            handles.push(y);
        }
        handles
    }

    /// Where the hand can take hold of the ball in the landscape, in CSS pixels: `[x, y]`; empty if
    /// that has not been drawn.
    pub fn ball(&self) -> Vec<f64> {
        self.0.ball().map_or_else(Vec::new, |(x, y)| vec![x, y])
    }

    /// The start of the run with the ball at a place of the landscape, in CSS pixels: `[setting, text]`; empty if there is
    /// none.
    pub fn start_at(&self, x: f64, y: f64) -> Vec<String> {
        texts(self.0.start_at(x, y).map(|entry| vec![entry]))
    }

    /// The same moved by presses of an arrow key, right and up.
    pub fn start_pushed(&mut self, right: f64, up: f64) -> Vec<String> {
        texts(self.0.start_pushed(right, up).map(|entry| vec![entry]))
    }

    /// The handles of a line of two parameters on the chart of the fit: of each the index of the parameter that it moves,
    /// and x and y in CSS pixels. Empty for any other model, and if the chart has not been drawn.
    pub fn levers(&mut self) -> Vec<f64> {
        let levers = self.0.levers().into_iter();
        levers.flat_map(|(index, (x, y))| [index as f64, x, y]).collect()
    }

    /// The start of the run with the handle of the parameter of this index at a place of the fit, in CSS pixels:
    /// `[setting, text]`; empty if there is none.
    pub fn levered(&mut self, index: usize, x: f64, y: f64) -> Vec<String> {
        texts(self.0.levered(index, x, y).map(|entry| vec![entry]))
    }

    /// The same moved by this many presses of an arrow key.
    pub fn lever_pushed(&mut self, index: usize, presses: f64) -> Vec<String> {
        texts(self.0.lever_pushed(index, presses).map(|entry| vec![entry]))
    }

    /// The indices of the parameters that the landscape is drawn over; of one that there is twice.
    pub fn pair(&self) -> Vec<usize> {
        self.0.pair().to_vec()
    }

    /// Whether both parameters of the landscape are drawn to one scale.
    #[wasm_bindgen(getter)]
    pub fn has_one_scale(&self) -> bool {
        self.0.has_one_scale()
    }

    /// Whether the ground of the landscape is still being measured on all rows.
    #[wasm_bindgen(getter)]
    pub fn surveying(&self) -> bool {
        self.0.surveying()
    }

    /// What of the fit is nearest to a place of the chart, at most `reach` CSS pixels away:
    /// `[index, right, down]`, the index of a point or −1 for the line, and how far from there it
    /// is; empty if nothing is that near.
    pub fn near(&mut self, x: f64, y: f64, reach: f64) -> Vec<f64> {
        let Some(grip) = self.0.near(x, y, reach) else { return Vec::new() };
        let index = grip.point.map_or(-1.0, |index| index as f64);
        vec![index, grip.offset.0, grip.offset.1]
    }
}

/// What a hand does.
#[wasm_bindgen]
impl Lab {
    /// Holds the line at this w and goes back to the start of the run. The best loss found so
    /// far is marked. NaN is no w.
    pub fn hold(&mut self, w: f64) {
        self.0.hold(w);
    }

    /// Whether any of the landscape is drawn: that of one parameter is where the run or a hand has been.
    #[wasm_bindgen(getter)]
    pub fn explored(&self) -> bool {
        self.0.explored()
    }

    /// Whether a hand holds the line.
    #[wasm_bindgen(getter)]
    pub fn is_held(&self) -> bool {
        self.0.is_held()
    }

    /// Holds the line so that it goes through this place of the chart, in CSS pixels.
    pub fn hold_at(&mut self, x: f64, y: f64) {
        self.0.hold_at(x, y);
    }

    /// Tilts the line by this many presses of an arrow key.
    pub fn tilt(&mut self, presses: f64) {
        self.0.tilt(presses);
    }

    /// While frozen, the axes of fit and landscape follow neither the points nor the line.
    pub fn freeze(&mut self, frozen: bool) {
        self.0.freeze(frozen);
    }

    /// `[setting, text, …]` with the point of this index at a place of the chart, in CSS pixels; a place
    /// outside of the plot counts as its edge.
    pub fn moved(&self, index: usize, x: f64, y: f64) -> Vec<String> {
        texts(self.0.moved(index, x, y))
    }

    /// `[setting, text, …]` with the point of this index moved by presses of arrow keys, right and up.
    pub fn pushed(&self, index: usize, right: f64, up: f64) -> Vec<String> {
        texts(self.0.pushed(index, right, up))
    }

    /// `[setting, text, …]` with one more point at a place of the chart; nothing if there are 100 already.
    pub fn added(&self, x: f64, y: f64) -> Vec<String> {
        texts(self.0.added(x, y))
    }

    /// `[setting, text, …]` without the point of this index; nothing if it is the last one.
    pub fn removed(&self, index: usize) -> Vec<String> {
        texts(self.0.removed(index))
    }

    /// The most points that a hand can move, and that can be added on the page.
    #[wasm_bindgen(getter)]
    pub fn most_points(&self) -> usize {
        MOST_POINTS
    }

    /// The inputs and the targets of so many first points as lists; nothing where there are several inputs.
    pub fn lists(&self, most: usize) -> Vec<String> {
        self.0.lists(most).map_or_else(Vec::new, Vec::from)
    }

    /// How far a hand can push a point: the least x and y, the greatest; nothing if the fit has not been drawn.
    pub fn corners(&self) -> Vec<f64> {
        let Some([(left, low), (right, high)]) = self.0.corners() else { return Vec::new() };
        vec![left, low, right, high]
    }

    /// What the columns of the data are called, the target last; nothing where nobody has named them.
    pub fn labels(&self) -> Vec<String> {
        self.0.labels().to_vec()
    }

    /// Of each column that is normalized its name, its mean and its standard deviation, empty where it has none.
    pub fn normalized(&self) -> Vec<String> {
        self.0.normalized().concat()
    }

    /// What the formula calls the inputs.
    pub fn inputs(&self) -> Vec<String> {
        self.0.inputs().to_vec()
    }

    /// The rows as a table to edit: a line each, cells separated by tabs; `undefined` beyond
    /// [`most_points`](Lab::most_points).
    pub fn table(&self) -> Option<String> {
        self.0.table()
    }

    /// The same of any number of rows.
    pub fn tabled(&self) -> String {
        self.0.tabled()
    }

    /// Reads rows pasted as a table: the settings that say them, or `{code, allowed}` as a notice
    /// has them, or with the code `table-long` where there are more than 100 lines.
    pub fn read_table(&self, text: &str) -> JsValue {
        match read_table(text) {
            Ok(data) if data.len() > MOST_POINTS => convert::long_table(data.len()),
            Ok(data) => convert::settings(&Settings::saying(&data)),
            Err(problem) => convert::no_table(problem),
        }
    }

    /// A reader of this text: see [`Reader`].
    pub fn reader(&self, text: &str) -> Reader {
        Reader::new(text)
    }
}

/// The pinned runs.
#[wasm_bindgen]
impl Lab {
    /// Where the run of this index of the setting `pins` stands at the state shown, or as far as there
    /// is one: `[end, verdict, loss, …parameters]`, the end being empty where it is not before that
    /// state; nothing if there is no such run.
    pub fn pinned(&mut self, index: usize) -> Vec<String> {
        self.0.pinned(index).map_or_else(Vec::new, |pin| {
            let end = pin.end.map_or_else(String::new, |end| end.to_string());
            [vec![end, pin.verdict.code().to_owned(), pin.loss], pin.params].concat()
        })
    }

    /// The best rate of the run, and of each pinned one, as text; empty where it is not known, nothing where nobody looks.
    pub fn best_rates(&self) -> Vec<String> {
        self.0.best_rates()
    }

    /// Whether a pinned run, or any run at some rate, is still being computed.
    #[wasm_bindgen(getter)]
    pub fn comparing(&self) -> bool {
        self.0.comparing()
    }
}

fn told(notices: &[Notice]) -> Array {
    let told = Array::new();
    for notice in notices {
        told.push(&convert::notice(notice));
    }
    told
}

/// Settings, each by its name and its text; empty if there are none.
pub(super) fn texts(entries: Option<Vec<(&str, String)>>) -> Vec<String> {
    let mut texts = Vec::new();
    for (name, text) in entries.unwrap_or_default() {
        texts.push(name.to_owned());
        texts.push(text);
    }
    texts
}
