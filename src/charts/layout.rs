//! The parts of a chart and the room that each has: the plot, the ticks beside it, their labels.
//!
//! Text is never measured: the width of a label follows from its characters. The constants are in CSS
//! pixels, all lengths in pixels of the display. Nothing here draws.

use super::marks::OUT;
use super::{Axis, Mapping, Tick};

/// The least room to the left of a chart against the epoch: enough for the labels of most runs, so
/// that time seldom begins elsewhere after the next one.
pub const LEFT: f64 = 38.0;
/// The room to the right of a plot: half of the thumb that stands below its last epoch.
pub const RIGHT: f64 = 10.0;
/// From the plot to the labels.
pub(super) const MARGIN: f64 = 8.0;
/// No browser has a canvas of more pixels in one direction.
pub(super) const LARGEST: f64 = 32_767.0;

/// Where the parts of a chart are.
pub(super) struct Layout {
    pub mapping: Mapping,
    /// The size of the labels.
    pub font: f64,
    pub x_ticks: Vec<Tick>,
    pub y_ticks: Vec<Tick>,
}

impl Layout {
    /// Gives the plot all the room that the labels leave; where they would take more than half,
    /// there are none. To its left it leaves `least` pixels at least.
    pub fn new([width, height]: [f64; 2], ratio: f64, least: f64, [x, y]: [Axis; 2]) -> Layout {
        let font = ratio
            * match width / ratio {
                ..200.0 => 11.0,
                ..560.0 => 12.0,
                _ => 13.0,
            };
        let edge = (OUT * ratio).ceil();
        let mut below = (MARGIN * ratio + 1.2 * font).ceil();
        if below > height / 2.0 {
            below = edge;
        }
        let plot_height = (height - edge - below).max(1.0);

        // At most five steps, and never so near that labels crowd.
        let gap = (2.2 * font / plot_height).max(0.2);
        let mut y_ticks = y.ticks(gap);
        let mut left = (widest(&y_ticks, font) + 1.5 * MARGIN * ratio).ceil();
        if left > width / 2.0 || gap > 0.5 {
            y_ticks.clear();
            left = edge;
        }
        if least <= width / 2.0 {
            left = left.max(least.round());
        }
        let plot_width = (width - left - edge.max(RIGHT * ratio)).max(1.0);

        // As many steps as their labels allow.
        let roomy = |ticks: &Vec<Tick>| match &ticks[..] {
            [first, second, ..] => {
                let apart = x.fraction(second.value) - x.fraction(first.value);
                apart * plot_width >= widest(ticks, font) + 1.5 * font
            }
            _ => true,
        };
        let steps = (1..=6).rev().map(|steps| x.ticks(1.0 / f64::from(steps)));
        let x_ticks = if below > edge { steps.into_iter().find(roomy) } else { None };
        Layout {
            mapping: Mapping { left, top: edge, width: plot_width, height: plot_height, x, y },
            font,
            x_ticks: x_ticks.unwrap_or_default(),
            y_ticks,
        }
    }
}

/// How wide the plot of a chart of `size` CSS pixels is for its height, with labels that fit into [`LEFT`].
pub fn aspect((width, height): (f64, f64)) -> f64 {
    const LABELS: f64 = 12.0;
    let below = (MARGIN + 1.2 * LABELS).ceil();
    (width - LEFT - RIGHT).max(1.0) / (height - OUT.ceil() - below).max(1.0)
}

/// How far from the left edge of a chart its plot begins, in CSS pixels.
pub(super) fn left(size: (f64, f64), ratio: f64, axes: [Axis; 2]) -> f64 {
    let pixels = |css: f64| (css * ratio).round().clamp(0.0, LARGEST);
    Layout::new([pixels(size.0), pixels(size.1)], ratio, 0.0, axes).mapping.left / ratio
}

fn widest(ticks: &[Tick], font: f64) -> f64 {
    ticks.iter().map(|tick| text_width(&tick.label, font)).fold(0.0, f64::max)
}

/// How wide a text of that size is at most, of the digits of any common sans-serif.
pub(super) fn text_width(label: &str, font: f64) -> f64 {
    let ems = |character| if matches!(character, '.' | '\u{2009}') { 0.32 } else { 0.64 };
    label.chars().map(ems).sum::<f64>() * font
}
