//! Pictures of a run: each chart takes a scene and draws it onto any backend of plotters.
//!
//! A test draws to SVG, the page to a canvas. Never names a DOM type, never measures text, and
//! never changes a run: it reads series of numbers, and asks the model what it predicts. Titles and words
//! are the page's; of the model it writes the names of parameters, where there are several.
//!
//! A new chart is a new file and a row in the table below. Of a quantity against the epoch it says
//! no more than how: see `loss`.

mod axis;
mod crowd;
mod curve;
mod field;
mod fit;
mod grad;
mod landscape;
mod layout;
mod loss;
mod lr;
mod mapping;
mod marks;
mod over_epochs;
mod plane;
mod prediction;
mod scene;
mod style;
mod sweep;
mod w;

pub use axis::{Axis, Tick};
pub use fit::{frame, grip, handle};
pub use landscape::{Relief, ball, ground, has_one_scale};
pub use layout::{LEFT, RIGHT, aspect};
pub use loss::spans_decades;
pub use mapping::{Cut, Drawn, Mapping};
pub use scene::{Leg, Place, Scene};
pub use style::{Colours, DASHES, Style};
pub use sweep::best_rate;

use over_epochs::OverEpochs;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::prelude::DrawingBackend;
use scene::series;

/// Drawing fails only where the backend does.
pub type Result<T, DB> =
    std::result::Result<T, DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// The room that a chart against the epoch of `size` CSS pixels, each of `ratio` pixels of the display,
/// needs to the left of its plot, in CSS pixels; 0 for any other chart.
pub fn left(chart: Chart, size: (f64, f64), ratio: f64, scene: &Scene) -> f64 {
    let left = |over: OverEpochs| layout::left(size, ratio, over.axes(scene)).max(LEFT);
    over_epochs(chart, scene).map_or(0.0, left)
}

/// What a chart against the epoch shows of the run at `state`, the first of what it shows; nothing for
/// any other chart.
pub fn height(chart: Chart, scene: &Scene, state: usize) -> Option<f64> {
    let first = *over_epochs(chart, scene)?.quantities.first()?;
    series(scene.run, first).get(state)
}

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
    /// The parameters against the epoch.
    W = w;
    /// The gradients against the epoch.
    Grad = grad;
    /// The learning rate against the epoch.
    Lr = lr;
    /// What the runs come to at each rate.
    Sweep = sweep;
    /// The points, what the model predicts, and the residuals between them.
    Fit = fit;
    /// The loss around the run, and the way down.
    Landscape = landscape;
}
