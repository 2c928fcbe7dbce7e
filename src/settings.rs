//! The one table of settings.
//!
//! Attributes of the element, links, controls, the command line and the README all come from its
//! rows; a new setting is a new row. Nothing here knows of the page.
//!
//! Settings are a pure function of their sources, weakest first: the defaults, then for each
//! layer (the attributes, the user's hand) its preset and its own keys. What a source says badly
//! is answered with a [`Notice`], never with an error: a number out of range is clamped, a
//! malformed text leaves what stood before.

mod kind;
mod notice;
mod preset;
mod query;
mod table;
mod views;

pub use kind::{Kind, Slider};
pub use notice::{Notice, Problem};
pub use preset::Preset;
pub use table::{TableProblem, read_table};
pub use views::{Against, Room, View};

use crate::training::{
    Bands, Bowl, Dataset, Gradient, MAX_ITERATIONS, Precision, Trainer, Unknown,
};
use kind::{Choice, List, Number, Whole};
use views::Views;

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
}

impl Setting {
    /// What it means, in a sentence or two. Not a field, so that the page, which has words of its
    /// own, need not load it.
    pub fn doc(&self) -> &'static str {
        Settings::doc(self.name)
    }
}

macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:literal $field:ident: $value:ty = $initial:expr; $kind:expr; $control:ident)*) => {
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
                },)*]
            }

            fn doc(name: &str) -> &'static str {
                match name {
                    $($name => concat!($($doc),+).trim_ascii(),)*
                    _ => "",
                }
            }

            /// Each setting's name and present value, as a link would hold it, in the table's
            /// order.
            pub fn texts(&self) -> Vec<(&'static str, String)> {
                vec![$(($name, $kind.show(&self.$field)),)*]
            }

            /// The present value of one setting as a link would hold it; `None` if there is no such
            /// setting.
            pub fn text(&self, name: &str) -> Option<String> {
                match name {
                    $($name => Some($kind.show(&self.$field)),)*
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

            /// Gives one setting the value that the text says, or the nearest that is allowed.
            fn set(&mut self, name: &str, text: &str) -> Result<(), Problem> {
                match name {
                    $($name => $kind.read(text, &mut self.$field),)*
                    _ => Err(Problem::Unknown),
                }
            }
        }
    };
}

/// The learning rates that can be set.
const LR: Number = Number { min: 1e-9, max: 1e3, slider: Some((-4, 0)) };
const ON_OFF: Choice<bool> = Choice(&[("on", true), ("off", false)]);
const GRADIENTS: Choice<Gradient> = Choice(&[
    ("autograd", Gradient::Autograd),
    ("manual", Gradient::Manual),
    ("manual-sum", Gradient::ManualSum),
    ("numeric", Gradient::Numeric),
]);
const SCALES: Choice<bool> = Choice(&[("linear", false), ("log", true)]);
const PRECISIONS: Choice<Precision> = Choice(&[("f32", Precision::F32), ("f64", Precision::F64)]);

settings! {
    /// A whole run to start from: one of the two notebooks. Other settings apply on top of it.
    "preset" preset: Preset = Preset::NotebookAutograd; preset::PRESETS; None
    /// The learning rate: how far each step follows the gradient.
    "lr" lr: f64 = 0.01; LR; Main
    /// How many steps the run makes.
    "iterations" iterations: usize = 20;
        Whole { min: 1, max: MAX_ITERATIONS, slider: Some((0, 4)) }; Main
    /// How the gradient is computed: by autograd, by hand with the mean, by hand with the sum as
    /// the NumPy notebook has it, or by nudging w.
    "gradient" gradient: Gradient = Gradient::Autograd; GRADIENTS; More
    /// The w that the run starts from.
    "w" w: f64 = 0.0; Number { min: -1e6, max: 1e6, slider: None }; More
    /// The inputs of the points, as many as `y`.
    "x" x: Vec<f64> = vec![1.0, 2.0, 3.0, 4.0]; List; More
    /// The targets of the points, as many as `x`.
    "y" y: Vec<f64> = vec![2.0, 4.0, 6.0, 8.0]; List; More
    /// The precision that autograd and the hand gradients round to; nudging always uses f64.
    "precision" precision: Precision = Precision::F32; PRECISIONS; More
    /// Whether w.grad is emptied before each backward pass. Matters to autograd alone.
    "zero-grad" zero_grad: bool = true; ON_OFF; More
    /// The axis of the loss. A logarithmic one has a place for zero at its beginning.
    "scale" log: bool = false; SCALES; More
    /// What is shown beside the controls.
    "views" views: Vec<&'static str> = View::initial(); Views; None
    /// The state that the walk stands at when it is opened.
    "epoch" epoch: usize = 0; Whole { min: 0, max: MAX_ITERATIONS, slider: None }; None
}

impl Settings {
    /// The settings that these layers make, weakest first, and what there is to say about them.
    /// A layer is a query string, `lr=0.03&x=1,2,3`, with or without its question mark.
    pub fn resolve<'a>(layers: impl IntoIterator<Item = &'a str>) -> (Settings, Vec<Notice>) {
        let mut settings = Settings::default();
        let mut notices = Vec::new();
        for layer in layers {
            settings.apply(layer, &mut notices);
        }
        (settings, notices)
    }

    /// The points. Settings made by [`resolve`](Settings::resolve) always have some.
    ///
    /// # Errors
    /// If `x` and `y`, set by hand, are no [`Dataset`].
    pub fn dataset(&self) -> Result<Dataset, crate::training::DataError> {
        Dataset::new(self.x.clone(), self.y.clone())
    }

    /// The names of the parameters that the run fits.
    pub fn params(&self) -> Vec<String> {
        vec!["w".to_owned()]
    }

    /// The run that these settings describe, standing at its start.
    pub fn trainer(&self, data: &Dataset) -> Trainer {
        let objective = self.gradient.objective(data, self.precision);
        let trainer = Trainer::new(objective, self.lr, &[self.w], self.iterations);
        // By hand a gradient is computed afresh: there is nothing to empty.
        let accumulates = self.gradient == Gradient::Autograd && !self.zero_grad;
        if accumulates { trainer.without_zero_grad() } else { trainer }
    }

    /// Whether these settings make another run than those: how it is shown, and where the walk
    /// stands, is not part of it.
    pub fn makes_another_run(&self, than: &Settings) -> bool {
        let shown = ["preset", "scale", "views", "epoch"];
        self.differing(than).iter().any(|name| !shown.contains(name))
    }

    /// The bowl that the run goes down in.
    ///
    /// # Errors
    /// Why it is not known.
    pub fn bowl(&self, data: &Dataset) -> Result<Bowl, Unknown> {
        Bowl::of_line(data)
    }

    /// The bands of the learning rate in that bowl.
    ///
    /// # Errors
    /// Why they are not known.
    pub fn bands(&self, data: &Dataset) -> Result<Bands, Unknown> {
        Bands::new(&self.bowl(data)?, data.len(), self.gradient, self.zero_grad)
    }

    /// A rate that can be set and does not run away, if there is one.
    pub fn advice(bands: &Bands) -> Option<f64> {
        bands.advice(LR.min..=LR.max)
    }

    /// The state as a link's query, `v=1&lr=0.03&epoch=7`: only what differs from the preset.
    pub fn query(&self) -> String {
        let base = self.preset.settings();
        let mut query = format!("v={}", query::VERSION);
        for ((name, value), (_, initial)) in self.texts().into_iter().zip(base.texts()) {
            let stands =
                if name == "preset" { self.preset == Preset::default() } else { value == initial };
            if !stands {
                query.push_str(&format!("&{name}={value}"));
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
            format!("| `{name}` | {} | `{initial}` | {} |", kind.allowed(), setting.doc())
        }));
        lines.join("\n") + "\n"
    }
}
