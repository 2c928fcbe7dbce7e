//! The one table of settings.
//!
//! Attributes of the element, links, controls, the command line and the README all come from its
//! rows; a new setting is a new row. Nothing here knows of the page.
//!
//! Settings are a pure function of their sources, weakest first: the defaults, then for each
//! [`Layer`] (the attributes, the user's hand, what a script says after that) its preset and its
//! own keys. A preset counts below the keys of its own layer, and above every layer before it. What
//! a source says badly is answered with a [`Notice`], never with an error: a number out of range is
//! clamped, a malformed text leaves what stood before.

mod data;
mod examples;
mod formula;
mod kind;
mod layer;
mod list;
mod notice;
mod pins;
mod preset;
mod slider;
mod update;
mod views;

use std::borrow::Borrow;

pub use data::Data;
pub use examples::Example;
pub use kind::Kind;
pub use layer::Layer;
pub use notice::{Notice, Problem};
pub use pins::MOST_PINS;
pub use preset::Preset;
pub use slider::Slider;
pub use views::{Against, DRAWN, Needs, Room, View};

use crate::model::{Criterion, Model};
use crate::optim::schedule::Plan;
use crate::optim::{Algorithm, GradientDescent};
use crate::training::{
    Bands, Bowl, Dataset, Gradient, MAX_ITERATIONS, MAX_POINTS, Numpy, Position, Precision,
    Trainer, Unknown,
};
use data::{Columns, Table};
use formula::{Formula, Losses, Pair, Starts};
use kind::{Choice, NoSlider, Number, Phase, Reading, Whole};
use list::{List, parts};
use pins::Pins;
use update::{Algorithms, Maybe, Plans};
use views::{HIDDEN, LOCKED, Views};

/// Where the page offers a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Beside the Train button.
    Main,
    /// Under *More*.
    More,
    /// Nowhere: it is set by attribute or link alone.
    None,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The name in attributes, links and the command line.
    pub name: &'static str,
    /// What texts it takes.
    pub kind: Kind,
    /// The default, as text.
    pub initial: String,
    /// Where the page offers it.
    pub control: Control,
    /// Whether it is part of the run, and not of how that is shown.
    pub run: bool,
    /// Whether a pinned run has it of its own.
    pub pinned: bool,
}

impl Setting {
    /// What it means, in a sentence or two. Not a field, so that the page, which has words of its
    /// own, need not load it.
    pub fn doc(&self) -> &'static str {
        Settings::doc(self.name)
    }
}

macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:literal $field:ident: $value:ty = $initial:expr; $kind:expr; $control:ident $part:ident)*) => {
        /// A value for every setting of the table.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Settings {
            $($(#[doc = $doc])+ pub $field: $value,)*
        }

        impl Default for Settings {
            fn default() -> Self {
                Settings { $($field: $initial,)* }
            }
        }

        impl Settings {
            /// The table, in the order in which settings are offered.
            pub fn table() -> Vec<Setting> {
                let initial = Settings::default();
                vec![$(Setting {
                    name: $name,
                    kind: $kind.describe(),
                    initial: $kind.show(&initial.$field),
                    control: Control::$control,
                    run: $part,
                    pinned: pins::WAY.contains(&$name),
                }),*]
            }

            fn doc(name: &str) -> &'static str {
                match name {
                    $($name => concat!($($doc),+).trim_ascii(),)*
                    _ => "",
                }
            }

            /// The names of all settings, in the table's order.
            pub const NAMES: &[&str] = &[$($name),*];

            /// The present value of one setting as a link would hold it; `None` if there is no such
            /// setting.
            pub fn text(&self, name: &str) -> Option<String> {
                match name {
                    $($name => Some($kind.show(&self.$field)),)*
                    _ => None,
                }
            }

            /// The slider of one setting; `None` if there is no such setting or it has none.
            pub fn slider(name: &str) -> Option<Slider> {
                match name {
                    $($name => $kind.slider(),)*
                    _ => None,
                }
            }

            /// The names of the settings whose values are others than in `than`, in the table's
            /// order.
            pub fn differing(&self, than: &Settings) -> Vec<&'static str> {
                let mut names = Vec::new();
                $(if self.$field != than.$field {
                    names.push($name);
                })*
                names
            }

            /// Takes the run of other settings, not how it is shown.
            fn take_run(&mut self, from: Settings) {
                $(if $part {
                    self.$field = from.$field;
                })*
            }

            /// Whether these settings make another run than those: how it is shown, and where the
            /// walk stands, is not part of it.
            pub fn makes_another_run(&self, than: &Settings) -> bool {
                $(if $part && self.$field != than.$field {
                    return true;
                })*
                false
            }

            /// Takes what a layer gives.
            fn take(&mut self, given: &Given) {
                $(if let Some(value) = &given.$field {
                    self.$field.clone_from(value);
                })*
            }
        }

        /// The values that a layer gives.
        #[derive(Clone, Debug, Default, PartialEq)]
        struct Given {
            $($field: Option<$value>,)*
        }

        impl Given {
            /// Gives one setting the value that the text says, or the nearest that is allowed;
            /// returns what there is to say about that.
            fn read(&mut self, name: &str, text: &str) -> Result<Option<Problem>, Problem> {
                match name {
                    $($name => keep(&mut self.$field, $kind.read(text)),)*
                    _ => Err(Problem::Unknown),
                }
            }
        }
    };
}

/// Keeps what was read, and returns what there is to say about it.
#[inline(never)]
fn keep<T>(place: &mut Option<T>, reading: Reading<T>) -> Result<Option<Problem>, Problem> {
    let (value, problem) = reading?;
    *place = Some(value);
    Ok(problem)
}

/// The parameters that a run may start from.
const START: Number = Number { min: -1e6, max: 1e6, slider: None };
/// The learning rates that can be set.
const LR: Number = Number { min: 1e-9, max: 1e3, slider: Some((-4, 0)) };
const ON_OFF: Choice<bool> = Choice(&[("on", true), ("off", false)]);
const GRADIENTS: Choice<Gradient> = Choice(&[
    (Gradient::Autograd.name(), Gradient::Autograd),
    (Gradient::Manual.name(), Gradient::Manual),
    (Gradient::ManualSum.name(), Gradient::ManualSum),
    (Gradient::Numeric.name(), Gradient::Numeric),
]);
const SCALES: Choice<bool> = Choice(&[("linear", false), ("log", true)]);
const THEMES: Choice<&str> = Choice(&[("auto", "auto"), ("light", "light"), ("dark", "dark")]);
const PRECISIONS: Choice<Precision> = Choice(&[("f32", Precision::F32), ("f64", Precision::F64)]);

const NUMPYS: Choice<Numpy> = Choice(&[("1", Numpy::One), ("2", Numpy::Two)]);

/// What a setting is part of: the run, or how that is shown and where the walk stands in it.
const RUN: bool = true;
const SHOWN: bool = false;

settings! {
    /// A whole run to start from: one of the three notebooks. Other settings apply on top of it.
    "preset" preset: Preset = Preset::NotebookAutograd; preset::PRESETS; None SHOWN
    /// The learning rate: how far each step follows the gradient.
    "lr" lr: f64 = GradientDescent::ROW.lr; LR; Main RUN
    /// How many steps the run makes.
    "iterations" iterations: usize = 20;
        Whole { min: 1, max: MAX_ITERATIONS, slider: Some((0, 4)) }; Main RUN
    /// How the gradient is computed: by autograd, by hand with the mean, by hand with the sum as
    /// the NumPy notebook has it, or by central differences, nudging each parameter. By hand there is
    /// one of `MSELoss()` where the model is linear in its parameters.
    "gradient" gradient: Gradient = Gradient::Autograd; GRADIENTS; More RUN
    /// What is fitted to the points: an expression of the inputs, as Python writes it. Every other name in
    /// it is a parameter.
    "model" model: Model = Model::line(); Formula; None RUN
    /// What the fit is judged by: one of PyTorch's losses, as its constructor; an argument that is left out has
    /// PyTorch's default. Of `MSELoss()` the digits are those of the notebook's `((y_pred - y)**2).mean()`.
    "loss" loss: Criterion = Criterion::default(); Losses; More RUN
    /// What moves the parameters along their gradients: by hand, as the notebook writes it, or one of PyTorch's optimizers, as
    /// its constructor without `lr`; an argument that is left out has PyTorch's default.
    "optimizer" optimizer: Algorithm = Algorithm::default(); Algorithms; None RUN
    /// What changes the learning rate on the way: one of PyTorch's schedules, as its constructor. It steps after each pass
    /// over the data; `CyclicLR` and `OneCycleLR` step after each batch.
    "scheduler" scheduler: Plan = Plan::default(); Plans; None RUN
    /// How many rows each step sees, in the order of the data, or of a shuffling `DataLoader` under the seed; the last batch
    /// of a pass may have fewer. 0 means all of them, in their order.
    "batch" batch: usize = 0; Whole { min: 0, max: MAX_POINTS, slider: None }; None RUN
    /// The seed of `torch.manual_seed`: parameters that `start` does not name, and a `w` of 0, start as `nn.Linear` draws them, and batches
    /// are shuffled. Without one nothing is drawn.
    "seed" seed: Option<usize> = None; Maybe(Whole { min: 0, max: u32::MAX as usize, slider: None }); None RUN
    /// The w that the run starts from.
    "w" w: f64 = 0.0; START; More RUN
    /// Where the parameters start, by name; it counts more than the setting w. One that is not
    /// named starts at 0.
    "start" start: Vec<(String, f64)> = Vec::new(); Starts; None RUN
    /// The two parameters that the landscape is drawn over, by name; the first two unless others are said.
    "pair" pair: Vec<String> = Vec::new(); Pair; None SHOWN
    /// The inputs of the points, as many as `y`.
    "x" x: Vec<f64> = vec![1.0, 2.0, 3.0, 4.0]; List; More RUN
    /// The targets of the points, as many as `x`.
    "y" y: Vec<f64> = vec![2.0, 4.0, 6.0, 8.0]; List; More RUN
    /// The rows that are fitted, in the place of `x` and `y`: columns by commas or tabs, the last being the target, rows by
    /// semicolons or lines, the first with names or not; or the name of an example set. A model names its inputs x, or x1,
    /// x2, … where they are several, or as the first row has them.
    "data" data: Data = Data::Nothing; Table; None RUN
    /// Which columns are normalized, each less its mean and in units of its standard deviation over all rows; `x`, or `x1`,
    /// `x2`, …, and `y`, or `all`. The parameters are then those of the normalized columns.
    "normalize" normalize: Vec<String> = Vec::new(); Columns; None RUN
    /// The precision that autograd and the hand gradients round to; central differences
    /// always use f64.
    "precision" precision: Precision = Precision::F32; PRECISIONS; More RUN
    /// Which NumPy a gradient by hand is computed with, as far as they part: with the sum, 1 keeps w in double
    /// precision, 2 in that of the points; more than 8192 points they add in another order.
    "numpy" numpy: Numpy = Numpy::One; NUMPYS; None RUN
    /// Whether w.grad is emptied before each backward pass. Matters to autograd alone.
    "zero-grad" zero_grad: bool = true; ON_OFF; More RUN
    /// The axis of the loss. A logarithmic one has a place for zero at its beginning.
    "scale" log: bool = false; SCALES; More SHOWN
    /// Up to four runs to be seen beside this one, each by its rate and what else it has of its own.
    "pins" pins: Vec<String> = Vec::new(); Pins; None SHOWN
    /// What is shown beside the controls.
    "views" views: Vec<&'static str> = View::initial(); Views; None SHOWN
    /// How many times as fast as usual Train walks.
    "speed" speed: f64 = 1.0; Number { min: 0.1, max: 10.0, slider: None }; None SHOWN
    /// Whether Train starts by itself, when the lab is first in sight.
    "autoplay" autoplay: bool = false; Choice(&[("off", false), ("on", true)]); None SHOWN
    /// The controls that are not offered, which `all` means; what they set can still be set. `verdict`, `limit`, `bands` and
    /// `status` are answers, covered until somebody asks.
    "hide" hide: Vec<&'static str> = Vec::new(); HIDDEN; None SHOWN
    /// What a reader cannot change by hand, though it is shown. `epoch` holds the position; `all` leaves that free.
    "lock" lock: Vec<&'static str> = Vec::new(); LOCKED; None SHOWN
    /// Light or dark; `auto` follows the page.
    "theme" theme: &'static str = "auto"; THEMES; None SHOWN
    /// The state that the walk stands at when it is opened.
    "epoch" epoch: usize = 0; Whole { min: 0, max: MAX_ITERATIONS, slider: None }; None SHOWN
    /// Where in the step from there: `prediction`, `loss`, `gradient` or `update`, and how many
    /// of its nodes are behind.
    "phase" phase: Position = Position::default(); Phase; None SHOWN
}

impl Settings {
    /// The settings that these layers make, weakest first, and what there is to say about them.
    pub fn resolve<L: Borrow<Layer>>(
        layers: impl IntoIterator<Item = L>,
    ) -> (Settings, Vec<Notice>) {
        let layers: Vec<L> = layers.into_iter().collect();
        let mut settings = Settings::default();
        let mut notices = Vec::new();
        for (index, layer) in layers.iter().enumerate() {
            layer.borrow().apply_to(&mut settings, index, &mut notices);
        }
        // Only now it is known what a formula may call a column, and which model is used with which gradient.
        settings.take_formulas(&layers, &mut notices);
        settings.settle(layers.len().saturating_sub(1), &mut notices);
        (settings, notices)
    }

    /// The run that these settings describe, standing at its start. Of many parameters it keeps
    /// a series of what a page draws.
    ///
    /// # Panics
    /// If the model, the loss, the gradient or the points, set by hand, do not fit each other: those made by
    /// [`resolve`](Settings::resolve) do.
    pub fn trainer(&self, data: &Dataset) -> Trainer {
        let trainer = Trainer::of(self.descent(data), &self.starts(), self.iterations);
        let drawn = View::quantities(self);
        let all = drawn.iter().all(|&quantity| trainer.history().series(quantity).is_some());
        if all { trainer } else { trainer.keeping(drawn) }
    }

    /// The bowl that the run goes down in.
    ///
    /// # Errors
    /// Why it is not known.
    pub fn bowl(&self, data: &Dataset) -> Result<Bowl, Unknown> {
        let bowl = Bowl::of(&self.model, data)?;
        if self.loss.is_squared_error() { Ok(bowl) } else { Err(Unknown::Loss) }
    }

    /// The bands of the learning rate in that bowl.
    ///
    /// # Errors
    /// Why they are not known.
    pub fn bands(&self, data: &Dataset) -> Result<Bands, Unknown> {
        self.bands_in(&self.bowl(data)?, data.len())
    }

    /// The same in a bowl that is known, of so many points.
    ///
    /// # Errors
    /// Why they are not known.
    pub fn bands_in(&self, bowl: &Bowl, points: usize) -> Result<Bands, Unknown> {
        match self.optimizer.as_sgd() {
            None => Err(Unknown::Optimizer),
            Some(_) if !self.scheduler.is_none() => Err(Unknown::Schedule),
            Some(_) if self.batch > 0 && self.batch < points => Err(Unknown::Batches),
            Some(update) => Bands::new(bowl, points, self.gradient, self.zero_grad, update),
        }
    }

    /// The slider of the learning rate, measured in its limit.
    pub fn rates(bands: &Bands) -> Option<Slider> {
        Slider::around(bands.critical_lr, (LR.min, LR.max))
    }

    /// The nearest rate that can be set.
    pub fn settable(lr: f64) -> f64 {
        lr.clamp(LR.min, LR.max)
    }

    /// A rate that can be set and does not run away, if there is one.
    pub fn advice(bands: &Bands) -> Option<f64> {
        bands.advice(LR.min..=LR.max)
    }

    /// Each setting's name and present value, as a link would hold it, in the table's order.
    pub fn texts(&self) -> Vec<(&'static str, String)> {
        let text = |&name| (name, self.text(name).unwrap_or_default());
        Settings::NAMES.iter().map(text).collect()
    }

    /// The words that a setting of several names holds, in the table's order, and `all` before them where
    /// its text says that; none if there is no such setting.
    pub fn words(&self, name: &str) -> Vec<&'static str> {
        let names = match name {
            "views" => &self.views,
            "hide" => &self.hide,
            "lock" => &self.lock,
            _ => return Vec::new(),
        };
        let text = self.text(name).unwrap_or_default();
        let mut words = names.clone();
        if parts(&text).any(|word| word == "all") {
            words.insert(0, "all");
        }
        words
    }

    /// The same with these hidden, too: names as the setting `hide` has them; what is none is not
    /// taken.
    pub fn hiding(mut self, names: &str) -> Settings {
        let both = HIDDEN.show(&self.hide) + "," + names;
        if let Ok((hide, _)) = HIDDEN.read(&both) {
            self.hide = hide;
        }
        self
    }

    /// The state as a link's query, `v=1&lr=0.03&epoch=7`: only what differs from the preset.
    pub fn query(&self) -> String {
        self.query_without("")
    }

    /// The same without the settings of these names, with commas between them: of many points the text is long, and
    /// made for nothing where nobody has room for it.
    pub fn query_without(&self, names: &str) -> String {
        let (preset, first) = (self.preset.settings(), Settings::default());
        let mut query = "v=".to_owned() + layer::VERSION;
        for &name in Settings::NAMES {
            if parts(names).any(|one| one == name) {
                continue;
            }
            let base = if name == "preset" { &first } else { &preset };
            let value = self.text(name);
            // Data are said alone: that there is no x is no setting of its own.
            let value = value.filter(|value| !matches!(name, "x" | "y") || !value.is_empty());
            if let Some(value) = value.filter(|value| base.text(name).as_ref() != Some(value)) {
                query = query + "&" + name + "=" + &layer::encode(&value);
            }
        }
        query
    }

    /// The table as the README shows it, in Markdown.
    pub fn markdown() -> String {
        let mut lines = vec![
            "| setting | values | default | meaning |".to_owned(),
            "|---|---|---|---|".to_owned(),
        ];
        lines.extend(Settings::table().iter().map(|setting| {
            let Setting { name, kind, initial, .. } = setting;
            let initial = if initial.is_empty() { "" } else { &format!("`{initial}`") };
            format!("| `{name}` | {} | {initial} | {} |", kind.allowed(), setting.doc())
        }));
        lines.join("\n") + "\n"
    }
}
