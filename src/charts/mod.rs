//! Pictures of a run: each chart takes a scene and draws it onto any backend of plotters.
//!
//! A test draws to SVG, the page to a canvas. Never names a DOM type, never measures text, and
//! never changes a run: it reads series of numbers. Titles, legends and words are the page's.
//!
//! A new chart is a new file and a row in the table below. Of a quantity against the epoch it says
//! no more than how: see `loss`.

mod axis;
mod crowd;
mod curve;
mod fit;
mod landscape;
mod levels;
mod loss;
mod over_epochs;
mod plane;
mod w;

pub use axis::{Axis, Tick};
pub use fit::{frame, handle};
pub use landscape::{ball, ground};
pub use levels::Levels;
use over_epochs::OverEpochs;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use crate::training::{Bowl, History, Quantity, Series, Trainer};

/// What a chart shows: the points, a run as far as it has been computed, and where the page stands.
///
/// State k is the parameter after k updates. Values that are not finite interrupt a line.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The inputs of the points.
    pub xs: &'a [f64],
    /// The targets of the points, as many.
    pub ys: &'a [f64],
    /// The run: of what a chart draws, it keeps a series.
    pub run: &'a History,
    /// The state shown: curves are drawn from state 0 to this one.
    pub position: usize,
    /// The farthest state shown so far: what comes after the position is drawn faintly.
    pub visited: usize,
    /// How many epochs the axis has room for.
    pub epochs: usize,
    /// Where the loss is least, if that is known.
    pub optimum: Option<Place>,
    /// The bowl that the run goes down in, if that is known.
    pub bowl: Option<Bowl>,
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
    /// Whether the axis of the loss is logarithmic.
    pub log: bool,
    /// The axes of the fit, where they must not follow points and line: while a point is dragged.
    pub frame: Option<[Axis; 2]>,
    /// The axes of the landscape, likewise.
    pub ground: Option<[Axis; 2]>,
    /// The landscape of two parameters.
    pub levels: Option<&'a Levels>,
}

/// A parameter and its loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The parameter.
    pub w: f64,
    /// The loss there.
    pub loss: f64,
}

impl Place {
    /// The number of a quantity here, if the place tells it.
    fn value(self, quantity: Quantity) -> Option<f64> {
        match quantity {
            Quantity::Loss => Some(self.loss),
            Quantity::Param(0) => Some(self.w),
            _ => None,
        }
    }
}

impl<'a> Scene<'a> {
    /// A run at state `position` of `epochs`, and nothing else.
    pub fn new(run: &'a History, position: usize, epochs: usize) -> Self {
        Scene {
            xs: &[],
            ys: &[],
            run,
            position,
            visited: position,
            epochs,
            optimum: None,
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
            log: false,
            frame: None,
            ground: None,
            levels: None,
        }
    }

    /// The first finite number of a quantity in the run: the start that a chart measures by.
    fn start(&self, quantity: Quantity) -> Option<f64> {
        let states = series(self.run, quantity);
        states.iter().find(|value| value.is_finite())
    }
}

/// How many times as far from the best w as its start a run may be before fit and landscape cut it
/// off: its loss is then ten times what it was, where the chart of the loss cuts it off, too.
const FARTHEST: f64 = 3.17;

/// The number of a quantity of a pinned run at the position, or at its last state.
fn pinned(run: &Trainer, quantity: Quantity, scene: &Scene) -> f64 {
    let states = series(run.history(), quantity);
    states.get(scene.position.min(states.len().saturating_sub(1))).unwrap_or(f64::NAN)
}

/// Each state's number of a quantity; none where the run does not keep it.
fn series(run: &History, quantity: Quantity) -> &Series {
    run.series(quantity).unwrap_or(NOTHING)
}

/// The least room to the left of a chart against the epoch, in CSS pixels: enough for the labels of
/// most runs, so that time seldom begins elsewhere after the next one. See the scrubber in figure.css.
const LEFT: f64 = 38.0;

/// The dashes of the pinned runs, and the gaps behind them, in CSS pixels: each is told from the
/// others also where two runs take the same path.
pub const DASHES: [(f64, f64); 4] = [(9.0, 4.0), (3.0, 3.0), (14.0, 3.0), (1.5, 4.0)];

/// What a run that is not there has come through.
const NOTHING: &Series = &Series::EMPTY;

/// How a chart looks.
#[derive(Clone, Debug)]
pub struct Style {
    /// Pixels of the display for each CSS pixel; fonts, margins and strokes follow it.
    pub ratio: f64,
    /// Units of the drawing area for each pixel of the display, in both directions. Plotters
    /// counts in whole numbers: a curve of whole pixels has stairs, one of eighths is smooth.
    pub grain: u32,
    /// The least room to the left of a plot, in CSS pixels: charts below one another that share an
    /// axis share its ends, see [`left`].
    pub left: f64,
    /// The font family of the labels, as CSS names it.
    pub font: String,
    /// The colour of what belongs to the run as such: the present position.
    pub ink: RGBColor,
    /// The colour of ticks and labels.
    pub muted: RGBColor,
    /// The colour behind everything.
    pub ground: RGBColor,
    /// The colour of w.
    pub w: RGBColor,
    /// The colour of the loss.
    pub loss: RGBColor,
    /// The colour of the gradient.
    pub gradient: RGBColor,
    /// The colour of the update.
    pub update: RGBColor,
}

/// What has been drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// Where the data stands, in CSS pixels.
    pub mapping: Mapping,
    /// Where finite values of the states shown lie outside of the chart.
    pub cut: Cut,
}

/// On which sides of a chart something is cut off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Above its upper edge.
    pub above: bool,
    /// Below its lower edge.
    pub below: bool,
}

impl Cut {
    /// Its name in the message files: `above`, `below`, `both`, or empty where nothing is cut off.
    pub fn code(self) -> &'static str {
        match (self.above, self.below) {
            (true, true) => "both",
            (true, false) => "above",
            (false, true) => "below",
            (false, false) => "",
        }
    }
}

/// The plot within a chart, and the data that its edges stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mapping {
    /// From the left edge of the chart to that of the plot, where `x` begins.
    pub left: f64,
    /// From the upper edge of the chart to that of the plot, where `y` ends.
    pub top: f64,
    /// The width of the plot.
    pub width: f64,
    /// The height of the plot.
    pub height: f64,
    /// What is drawn from left to right.
    pub x: Axis,
    /// What is drawn from bottom to top.
    pub y: Axis,
}

impl Mapping {
    /// The pixel at which data stands, counted from the upper left corner of the chart.
    pub fn to_pixel(&self, x: f64, y: f64) -> (f64, f64) {
        let (across, up) = (self.x.fraction(x), self.y.fraction(y));
        (self.left + across * self.width, self.top + (1.0 - up) * self.height)
    }

    /// The data that stands at a pixel; the inverse of [`Mapping::to_pixel`] to rounding.
    pub fn to_data(&self, x: f64, y: f64) -> (f64, f64) {
        let (across, down) = ((x - self.left) / self.width, (y - self.top) / self.height);
        (self.x.value(across), self.y.value(1.0 - down))
    }

    fn scaled(self, by: f64) -> Mapping {
        let (left, top) = (self.left * by, self.top * by);
        Mapping { left, top, width: self.width * by, height: self.height * by, ..self }
    }
}

/// Drawing fails only where the backend does.
pub type Result<T, DB> =
    std::result::Result<T, DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// The table of charts: what a person or a link calls it, and the module that draws it.
macro_rules! charts {
    ($($(#[$doc:meta])* $Chart:ident = $module:ident;)+) => {
        /// One of the charts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Chart {
            $($(#[$doc])* $Chart,)+
        }

        impl Chart {
            /// Every chart.
            pub const ALL: &[Chart] = &[$(Chart::$Chart),+];

            /// What the page calls it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Chart::$Chart => stringify!($module),)+
                }
            }

            /// The chart of that name.
            pub fn from_name(name: &str) -> Option<Chart> {
                Chart::ALL.iter().copied().find(|chart| chart.name() == name)
            }
        }

        /// The room that a chart against the epoch of `size` CSS pixels, each of `ratio` pixels of
        /// the display, needs to the left of its plot, in CSS pixels; 0 for any other chart.
        pub fn left(chart: Chart, size: (f64, f64), ratio: f64, scene: &Scene) -> f64 {
            let left = |over: OverEpochs| plane::left(size, ratio, over.axes(scene)).max(LEFT);
            over_epochs(chart, scene).map_or(0.0, left)
        }

        /// What a chart against the epoch shows of the run at `state`; nothing for any other chart.
        pub fn height(chart: Chart, scene: &Scene, state: usize) -> Option<f64> {
            series(scene.run, over_epochs(chart, scene)?.quantity).get(state)
        }

        fn over_epochs(chart: Chart, scene: &Scene) -> Option<OverEpochs> {
            match chart {
                $(Chart::$Chart => $module::over_epochs(scene),)+
            }
        }

        /// Draws a chart over the whole of `area`.
        pub fn draw<DB: DrawingBackend>(
            chart: Chart,
            area: &DrawingArea<DB, Shift>,
            scene: &Scene,
            style: &Style,
        ) -> Result<Drawn, DB> {
            match chart {
                $(Chart::$Chart => $module::draw(area, scene, style),)+
            }
        }
    };
}

charts! {
    /// The loss against the epoch.
    Loss = loss;
    /// The parameter w against the epoch.
    W = w;
    /// The points, the line y = w·x, and the residuals between them.
    Fit = fit;
    /// The loss for each w, and the way down.
    Landscape = landscape;
}
