//! How a chart looks, as whoever shows it decides: sizes, font, colours.

use plotters::style::RGBColor;

/// The dashes of the pinned runs, and the gaps behind them, in CSS pixels: each is told from the
/// others also where two runs take the same path.
pub const DASHES: [(f64, f64); 4] = [(9.0, 4.0), (3.0, 3.0), (14.0, 3.0), (1.5, 4.0)];

/// How a chart looks.
#[derive(Clone, Debug)]
pub struct Style {
    /// Pixels of the display for each CSS pixel; fonts, margins and strokes follow it.
    pub ratio: f64,
    /// Units of the drawing area for each pixel of the display, in both directions. Plotters
    /// counts in whole numbers: a curve of whole pixels has stairs, one of eighths is smooth.
    pub grain: u32,
    /// The least room to the left of a plot, in CSS pixels: charts below one another that share an
    /// axis share its ends, see [`left`](super::left).
    pub left: f64,
    /// The font family of the labels, as CSS names it.
    pub font: String,
    /// The colours.
    pub colours: Colours,
}

/// The table of colours: what a style sheet calls each, and what it is for.
macro_rules! colours {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// The colours of a chart.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Colours {
            $($(#[$doc])* pub $name: RGBColor,)+
        }

        impl Colours {
            /// What a style sheet calls them.
            pub const NAMES: &[&str] = &[$(stringify!($name)),+];

            /// The colours of these codes, 0xRRGGBB, in the order of their
            /// [names](Colours::NAMES); black where there are too few.
            pub fn of(codes: &[u32]) -> Colours {
                let mut codes = codes.iter().copied();
                let mut next = || {
                    let [_, red, green, blue] = codes.next().unwrap_or_default().to_be_bytes();
                    RGBColor(red, green, blue)
                };
                Colours { $($name: next()),+ }
            }
        }
    };
}

colours! {
    /// What belongs to the run as such: the present position.
    ink,
    /// Ticks and labels.
    muted,
    /// Behind everything.
    ground,
    /// The parameters.
    w,
    /// The loss.
    loss,
    /// The gradient.
    gradient,
    /// The update.
    update,
}

/// How much stronger a faint mark has to be on a dark ground.
const DARK: f64 = 1.6;

impl Colours {
    /// How strong a mark is to be that is faint, `strength` on a light ground: a dark one swallows more of it.
    pub(super) fn faint(&self, strength: f64) -> f64 {
        let RGBColor(red, green, blue) = self.ground;
        let light = [red, green, blue].map(u32::from).iter().sum::<u32>() > 3 * 128;
        if light { strength } else { DARK * strength }
    }
}
