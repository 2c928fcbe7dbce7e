//! One lab: settings, the run they make, a position in it, and a hand on its line.
//!
//! A machine of states that anybody can drive: `web` binds it to JavaScript, a test calls it. It
//! takes any number and any text, answers with numbers, texts and codes, and never panics for what
//! a user can do. Never names a canvas, web-sys or wasm-bindgen.
//!
//! It is made of parts that know each other one way, and no part reaches into another:
//!
//! ```text
//! run ← cursor ← hand, beside ← screen
//! ```
//!
//! The run is what the settings make; the cursor stands in it, and opens the step from there; a hand
//! holds another w in place of the state's; beside it are the run before and the pinned ones; the
//! screen is where all that has been drawn. `readout`, `scene` and `snapshot` say what they come to
//! together, `handling` what a hand does to them.

mod beside;
mod cursor;
mod hand;
mod handling;
mod inside;
mod opened;
mod readout;
mod run;
mod scene;
mod screen;
mod snapshot;
mod step;
mod sweep;

pub use beside::Pinned;
pub use cursor::Unit;
pub use hand::grip::Grip;
pub use hand::points::MOST_POINTS;
pub use readout::Readout;
pub use run::{Accord, Bar, Digits, Limit, Outcome, Slip};
pub use step::{Closed, Event, Landed, Sight};

use crate::charts::{Chart, Mapping, height, spans_decades};
use crate::model::Model;
use crate::notebook::Notebook;
use crate::number::short;
use crate::settings::{Notice, Preset, Problem, Settings, View};
use crate::training::{Gradient, Position, Reason, Stage, State, Status, Verdict};
use beside::Beside;
use cursor::Cursor;
use hand::{Hand, start};
use run::{Run, VISIT};
use screen::Screen;

/// Work that fits into a frame while a setting changes, in points that the lesson's run visits: once for the way to the
/// position, and once to look ahead. With every view drawn, that is a frame of 8 ms.
const FRAME: usize = 25_000;

/// A place on a chart, in CSS pixels from its left and top.
pub type Pixel = (f64, f64);

/// One lab.
pub struct Lab {
    run: Run,
    cursor: Cursor,
    hand: Hand,
    beside: Beside,
    screen: Screen,
}

impl Default for Lab {
    fn default() -> Self {
        Lab::new()
    }
}

/// Settings.
impl Lab {
    /// A lab with the default settings, at its start.
    pub fn new() -> Lab {
        Lab {
            run: Run::new(),
            cursor: Cursor::new(),
            hand: Hand::new(),
            beside: Beside::new(),
            screen: Screen::new(),
        }
    }

    /// Takes the settings from these layers of query strings, weakest first, and returns what
    /// there is to say about them. `None` stands for the layer that was there before. Changed
    /// settings make the run anew, within the work of a frame; the position stays where it can, and
    /// a finished run stays finished. A new value of `epoch` moves the position, and so does an old
    /// one where it is spoken again: `seek`. What a hand held is then let go.
    pub fn configure(&mut self, layers: &[Option<&str>], seek: bool) -> Vec<Notice> {
        let (notices, change) = self.run.configure(layers);
        let moved = self.cursor.follow(&self.run, &change, seek);
        self.hand.follow(&change);
        self.screen.follow(&change);
        if moved {
            self.hand.let_go();
        }
        self.beside.follow(&self.run, change);
        self.advance(FRAME);
        // The axes of the charts know where the run will go: nothing moves when it starts.
        self.look_ahead(FRAME);
        notices
    }

    /// What [`configure`](Lab::configure) would say about these layers; nothing is run.
    pub fn judge(&self, layers: &[Option<&str>]) -> Vec<Notice> {
        self.run.judge(layers)
    }

    /// The settings that have other values than when this was asked last, in the order of their
    /// changes: at first all of them. Never `epoch` and `phase`, which change with every step.
    pub fn changed(&mut self) -> Vec<&'static str> {
        self.run.changed()
    }

    /// The present value of a setting as text, empty if there is no such setting; of `epoch` the
    /// state shown, of `phase` the place in the step from there.
    pub fn value(&mut self, name: &str) -> String {
        match name {
            "epoch" => self.epoch().to_string(),
            "phase" => self.phase(),
            _ => self.run.settings().text(name).unwrap_or_default(),
        }
    }

    /// The words that a setting of several names holds, `all` among them where it says so.
    pub fn words(&self, setting: &str) -> Vec<&'static str> {
        self.run.settings().words(setting)
    }

    /// The whole state as the query of a link.
    pub fn query(&mut self) -> String {
        self.query_of("", "")
    }

    /// The same with these controls hidden, too, which are not hidden here, and without these settings: names with
    /// commas between them.
    pub fn query_of(&mut self, hiding: &str, without: &str) -> String {
        let at = self.position();
        self.run.query(at, hiding, without)
    }

    /// The preset whose gradient is in use, though other settings may differ: the run is still
    /// that notebook's.
    pub fn preset(&self) -> Option<Preset> {
        self.run.preset()
    }

    /// The stop at which a setting's slider stands; 0 for a setting without one.
    pub fn slider(&self, name: &str) -> usize {
        self.run.slider(name)
    }

    /// How many stops a setting's slider has; 0 for a setting without one. That of the rate has
    /// others for other points.
    pub fn stops(&self, name: &str) -> usize {
        self.run.stops(name)
    }

    /// The value at a stop of a setting's slider, as text; empty for a setting without one.
    pub fn from_slider(&self, name: &str, stop: usize) -> String {
        self.run.at_stop(name, stop)
    }

    /// The model that this text would be here.
    ///
    /// # Errors
    /// What is wrong with the text, and where.
    pub fn read_model(&self, text: &str) -> Result<Model, Problem> {
        Settings::read_model(text, self.run.data().labels())
    }

    /// What the setting `optimizer` or `scheduler` constructs: see [`Settings::constructed`].
    pub fn constructed(&self, setting: &str) -> Vec<String> {
        self.run.settings().constructed(setting)
    }

    /// Whether the schedule says the rates itself, and that of the settings does not count.
    pub fn schedule_sets_rates(&self) -> bool {
        self.run.schedule_sets_rates()
    }

    /// What a step of the schedule is where the run is in batches: `pass` or `batch`; empty where there is no difference.
    pub fn schedule_counts(&self) -> &'static str {
        self.run.schedule_counts()
    }

    /// How many steps a pass over all rows has: one, unless each step sees some of them.
    pub fn steps_of_pass(&self) -> usize {
        self.run.steps_of_pass()
    }

    /// Where each parameter starts, in the order of [`names`](Lab::names), as text.
    pub fn starts(&self) -> Vec<String> {
        self.run.settings().starts().into_iter().map(short).collect()
    }

    /// The start of the run with the parameter of this index at the number of this text: a setting and its text, `None`
    /// where there is no such parameter; and what there is to say about it.
    ///
    /// # Errors
    /// Why the text is no number.
    pub fn start_with(
        &self,
        index: usize,
        text: &str,
    ) -> Result<(Option<start::Entry>, Option<Problem>), Problem> {
        let (value, problem) = Settings::read_start(text)?;
        let there = index < self.names().len();
        let put = || start::put(self.run.settings(), &[(index, short(value))]);
        Ok((there.then(put), problem))
    }

    /// Whether the losses that are drawn are told apart on a logarithmic axis alone: see [`spans_decades`].
    pub fn spans_decades(&self) -> bool {
        spans_decades(&self.scene())
    }

    /// Why a view cannot show the model, as a code of the message files; empty where it can, and
    /// where there is no such view.
    pub fn unshown(&self, view: &str) -> &'static str {
        View::from_name(view).map_or("", |view| view.needs.unmet(self.run.settings()))
    }
}

/// The run, and what is known of it.
impl Lab {
    /// What the learning rate does, or why that is not known.
    pub fn verdict(&self) -> Verdict {
        self.run.verdict()
    }

    /// The learning rate above which the run diverges, where it is known.
    pub fn critical_lr(&self) -> Option<f64> {
        self.run.critical_lr()
    }

    /// Why the limit of the learning rate lies where it does, where it is known.
    pub fn limit(&self) -> Option<Limit> {
        self.run.limit()
    }

    /// Where the bands of the learning rate end on its slider, as fractions of its length: the end of *goes
    /// straight*, where there is one, and that of *overshoots* or *circles*. Nothing where they are not known.
    pub fn bands(&self) -> Vec<f64> {
        self.run.band_ends()
    }

    /// The last state computed.
    pub fn head(&self) -> usize {
        self.run.head()
    }

    /// The last state that can be reached, as far as is known.
    pub fn end(&self) -> usize {
        self.run.end()
    }

    /// How the run stands at the state shown.
    pub fn status(&self) -> Status {
        self.run.status()
    }

    /// Why the run ends at the state shown; `None` where it goes on.
    pub fn reason(&self) -> Option<Reason> {
        self.run.reason()
    }

    /// What the run has come to where it stands, and what would bring it nearer; `None` where there is
    /// nothing to say.
    pub fn outcome(&mut self) -> Option<Outcome> {
        self.run.outcome()
    }

    /// How far w is from the best at the state shown, where that is known.
    pub fn distance(&mut self) -> Option<f64> {
        self.run.distance()
    }

    /// The parameters by name.
    pub fn names(&self) -> &[String] {
        self.run.names()
    }

    /// What the numbers of a row are, after its epoch: the parameters, the loss, the gradients.
    /// Of the lesson `w`, `loss`, `grad`.
    pub fn columns(&self) -> Vec<String> {
        self.run.columns()
    }

    /// What is shown: the epoch, and each column's number there.
    pub fn state_row(&mut self) -> Vec<f64> {
        let state = self.shown();
        let mut row = vec![state.epoch as f64];
        for quantity in self.run.quantities() {
            row.push(state.value(quantity));
        }
        row
    }

    /// The steps `from..=to` as far as the state shown, the numbers of each column in turn: the
    /// parameters after the update, the loss and the gradients before it.
    pub fn rows(&mut self, from: usize, to: usize) -> Vec<f64> {
        self.run.rows(from, to)
    }

    /// The lines `from..=to` of the steps as comma-separated values, as far as the state shown: line 0 is the
    /// heading.
    pub fn csv(&mut self, from: usize, to: usize) -> String {
        self.run.csv(from, to)
    }

    /// The run as a notebook says it.
    pub fn notebook(&self) -> Notebook<'_> {
        self.run.notebook()
    }

    /// The same with the gradient of this name; `None` where there is no such gradient of the model.
    pub fn notebook_by(&self, gradient: &str) -> Option<Notebook<'_>> {
        self.run.notebook_by(gradient)
    }

    /// The notebook's lines of the steps `from..=to` as far as the state shown, at most a
    /// thousand of them, each in cells: the epoch, the parameters, the loss.
    pub fn printout(&mut self, from: usize, to: usize) -> Vec<Vec<String>> {
        self.run.printout(from, to)
    }

    /// Which of these lines the other NumPy prints otherwise; `None` where that is not known.
    pub fn other_numpy(&mut self, from: usize, to: usize) -> Option<Vec<usize>> {
        self.run.other_numpy(from, to)
    }

    /// What there is to say about the last digits of the run.
    pub fn digits(&mut self) -> &[Digits] {
        self.run.digits()
    }

    /// Whether the last digits by the gradient of this name depend on the processor.
    pub fn depends_on_processor(&self, gradient: &str) -> bool {
        self.run.depends_on_processor(gradient)
    }

    /// The notebook's line before training.
    pub fn prediction_before(&mut self) -> String {
        self.run.prediction_before()
    }

    /// The notebook's line after training, with the parameters as they are at the state shown.
    pub fn prediction_after(&mut self) -> String {
        self.run.prediction_after()
    }

    /// The gradient at what is shown by each way that knows it, parameter by parameter: by hand, by hand with the sum, by
    /// autograd, by nudging.
    pub fn gradients(&mut self) -> Vec<Bar> {
        let State { params, .. } = self.shown();
        self.run.gradients(&params)
    }

    /// Why no gradient is derived by hand, as a code of the message files; empty where one is.
    pub fn underived(&self) -> &'static str {
        let settings = self.run.settings();
        match Gradient::underived(&settings.model, &settings.loss) {
            "" if settings.is_pytorch() => "autograd-only",
            why => why,
        }
    }

    /// What becomes of the gradient by hand at what is shown if its mean no longer divides; `None`
    /// where there is none.
    pub fn slip(&mut self) -> Option<Slip> {
        let State { params, .. } = self.shown();
        self.run.slip(&params)
    }

    /// The rate at which autograd walks the path that the gradient with the sum walks at the
    /// present rate, lr·N.
    pub fn coinciding_lr(&self) -> String {
        self.run.coinciding_lr()
    }

    /// The slope at the w shown, measured before one's eyes: w nudged down and up, the loss at both,
    /// and the quotient of the differences; of another model in the parameter that is drawn.
    pub fn nudge(&mut self) -> Vec<String> {
        let State { params, .. } = self.shown();
        self.run.nudge(&params)
    }

    /// Where both notebooks end with the present settings, that by hand with the rate of this text: the last
    /// step and w, by hand with the sum, by autograd, and by hand with the mean where it divides; nothing where
    /// that is more work than a change has time for, or where there are no [`gradients`](Lab::gradients).
    pub fn both_notebooks(&self, rate: &str) -> Vec<String> {
        self.run.both_notebooks(rate)
    }

    /// How the three ways to the slope agree at what is shown.
    pub fn accord(&mut self) -> Accord {
        let State { params, .. } = self.shown();
        self.run.accord(&params)
    }
}

/// The position.
impl Lab {
    /// Goes to state `epoch`, or as near as the run allows, and returns where that is; what a
    /// hand held is let go. Computes states that are not there yet, by at most `work` points
    /// visited; where that is not enough, come again until the state is the target or the
    /// [`end`](Lab::end).
    pub fn seek(&mut self, epoch: usize, work: usize) -> usize {
        self.hand.let_go();
        self.cursor.aim(epoch);
        self.advance(work)
    }

    /// Goes `n` epochs on, or back if that is negative, from the state that was asked for last,
    /// whether or not the run has come there; otherwise as [`seek`](Lab::seek).
    pub fn step(&mut self, n: i64, work: usize) -> usize {
        self.hand.let_go();
        self.cursor.aim_by(&self.run, n);
        self.advance(work)
    }

    /// Goes on by so many units, or back if that is negative, to the beginning of one; the states
    /// on the way are computed by at most `work` points visited. Who stands inside of a unit goes
    /// back to its beginning first.
    pub fn walk(&mut self, unit: Unit, n: i64, work: usize) -> Position {
        self.hand.let_go();
        self.cursor.walk(&self.run, unit, n);
        self.advance(work);
        self.position()
    }

    /// Goes to a stage of the step from the state we stand at, with so many of its nodes behind, or
    /// as many as it has before the next stage.
    pub fn enter(&mut self, stage: Stage, node: usize) -> Position {
        self.hand.let_go();
        self.cursor.enter(stage, node);
        self.position()
    }

    /// Goes to a place of the step from the state we stand at, as a link's `phase` has it; a text
    /// that means none is ignored.
    pub fn enter_phase(&mut self, phase: &str) {
        if let Some(Position { stage, node, .. }) = Position::parse(0, phase) {
            self.enter(stage, node);
        }
    }

    /// Goes to what there is of the step from the state we stand at when so much of the time has gone
    /// by that a slow walk takes for it, from 0 to 1: the loss, then the slope, then the update.
    pub fn beat(&mut self, time: f64) -> Position {
        let (stage, node) = self.cursor.beat(&self.run, time);
        self.enter(stage, node)
    }

    /// Where a walk to the end begins: at the state that was asked for last, or at the start for
    /// whoever asked for the end.
    pub fn departure(&self) -> usize {
        self.cursor.departure(&self.run)
    }

    /// Goes on towards the state that was asked for last, by at most `work` points visited, and
    /// returns where that is.
    pub fn advance(&mut self, work: usize) -> usize {
        let reached = self.cursor.advance(&mut self.run, work);
        if !self.behind() {
            self.beside.compute(&self.run, work);
            self.screen.refine(work.saturating_mul(VISIT));
        }
        reached
    }

    /// Computes the run ahead of the position, by at most `work` points visited, and returns
    /// whether it is computed to its end.
    pub fn look_ahead(&mut self, work: usize) -> bool {
        let computed = self.run.look_ahead(work);
        if computed {
            self.beside.compute(&self.run, work);
        }
        computed
    }

    /// Whether the run is still on its way to the state that was asked for last.
    pub fn behind(&self) -> bool {
        self.cursor.behind(&self.run)
    }

    /// Whether the ground of the landscape is still being measured on all rows.
    pub fn surveying(&self) -> bool {
        self.screen.is_surveying()
    }

    /// Whether any of the landscape is drawn: that of one parameter is where the run or a hand has been.
    pub fn explored(&self) -> bool {
        self.names().len() > 1 || self.cursor.visited() > 0 || self.hand.touched().is_some()
    }

    /// The state that was asked for last; beyond any end for whoever stays at the end.
    pub fn target(&self) -> usize {
        self.cursor.target()
    }

    /// The state shown.
    pub fn epoch(&self) -> usize {
        self.run.epoch()
    }

    /// Where we stand.
    pub fn position(&mut self) -> Position {
        self.cursor.position(&self.run)
    }

    /// Stage and node as a link's `phase` has them; empty with the whole step before us.
    pub fn phase(&mut self) -> String {
        self.position().phase()
    }

    /// What is to be seen where we stand.
    ///
    /// # Errors
    /// Why the step cannot be opened.
    pub fn sight(&mut self) -> Result<Sight, Closed> {
        self.cursor.sight(&mut self.run)
    }

    /// The step at the position as it is drawn, a mark in each line: `src/lab/opened/mod.rs` lists them.
    /// On a `narrow` screen all rows but one are folded; the vessels show what the step does, or what `backward` called
    /// `again` leaves there.
    ///
    /// # Errors
    /// Why the step cannot be opened.
    pub fn opened(&mut self, narrow: bool, again: bool) -> Result<String, Closed> {
        self.cursor.opened(&mut self.run, narrow, again)
    }

    /// Opens this row, until one walks on.
    pub fn choose(&mut self, row: usize) {
        self.cursor.choose(&self.run, row);
    }
}

/// What is seen beside the run.
impl Lab {
    /// From the next change of settings on, the run that is there now is drawn behind the others.
    pub fn remember(&mut self) {
        self.beside.remember();
    }

    /// Forgets the run before.
    pub fn forget(&mut self) {
        self.beside.forget();
    }

    /// The pinned run of this index; `None` if there is no such run.
    pub fn pinned(&mut self, index: usize) -> Option<Pinned> {
        self.beside.pinned(&self.run, index)
    }

    /// The best rate of the run, and of each pinned one, as text; empty where it is not known, nothing where nobody looks.
    pub fn best_rates(&self) -> Vec<String> {
        self.beside.best_rates()
    }

    /// Whether a pinned run, or any run at some rate, is still being computed.
    pub fn comparing(&self) -> bool {
        self.beside.comparing()
    }
}

/// Places on the charts.
impl Lab {
    /// The room to the left of a chart's plot, in CSS pixels, that is enough for all charts
    /// against the epoch: time begins at the same place in each. The chart is about to be drawn in
    /// `size` CSS pixels, each of `ratio` pixels of the display.
    pub fn left(&mut self, chart: Chart, size: (f64, f64), ratio: f64) -> f64 {
        self.screen.resize(chart, size);
        if chart == Chart::Landscape {
            self.survey();
        }
        self.screen.left(chart, ratio, &self.scene(), &self.run.settings().views)
    }

    /// Takes note of where a chart has been drawn: whatever is asked about places on it is
    /// answered by this.
    pub fn drawn(&mut self, chart: Chart, mapping: Mapping) {
        self.screen.drawn(chart, mapping);
    }

    /// The state that stands nearest to `x` CSS pixels from the left of a chart against the
    /// epoch, as far as the run has been computed.
    pub fn epoch_at(&self, chart: Chart, x: f64) -> usize {
        self.screen.epoch_at(chart, x).min(self.head())
    }

    /// Where a state stands on a chart against the epoch, in CSS pixels from its left and top;
    /// `None` if the chart is another or has not been drawn.
    pub fn place_of(&self, chart: Chart, epoch: usize) -> Option<Pixel> {
        let epoch = epoch.min(self.head());
        let value = height(chart, &self.scene(), epoch)?;
        Some(self.screen.mapping(chart)?.to_pixel(epoch as f64, value))
    }

    /// Where the plot of a chart begins and ends, in CSS pixels from the chart's left; nowhere if it
    /// has not been drawn.
    pub fn ends_of(&self, chart: Chart) -> Option<(f64, f64)> {
        self.screen.mapping(chart).map(|map| (map.left, map.left + map.width))
    }
}
