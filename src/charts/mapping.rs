//! Where data stands on a chart: the plot within it, what its edges stand for, and which part of a
//! line lies between them. Geometry alone: nothing here draws.

use super::Axis;
use super::curve::Point;

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

    /// The same in other units, so many to each of these.
    pub(super) fn scaled(self, by: f64) -> Mapping {
        let (left, top) = (self.left * by, self.top * by);
        Mapping { left, top, width: self.width * by, height: self.height * by, ..self }
    }

    /// The right edge of the plot.
    pub(super) fn right(&self) -> f64 {
        self.left + self.width
    }

    /// The lower edge of the plot.
    pub(super) fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Whether a pixel is in the plot; half a pixel beside it still is.
    pub(super) fn holds(&self, (x, y): Point) -> bool {
        let inside =
            |at: f64, from: f64, length: f64| at >= from - 0.5 && at <= from + length + 0.5;
        inside(x, self.left, self.width) && inside(y, self.top, self.height)
    }

    /// The nearest pixel of the plot.
    pub(super) fn nearest(&self, (x, y): Point) -> Point {
        (x.max(self.left).min(self.right()), y.max(self.top).min(self.bottom()))
    }

    /// The part of a line that is in the plot, by Liang and Barsky.
    pub(super) fn clip(&self, from: Point, to: Point) -> Option<(Point, Point)> {
        let way = (to.0 - from.0, to.1 - from.1);
        let (mut start, mut end) = (0.0, 1.0);
        for (way, before, after) in [
            (way.0, from.0 - self.left, self.left + self.width - from.0),
            (way.1, from.1 - self.top, self.top + self.height - from.1),
        ] {
            if way == 0.0 {
                if before < 0.0 || after < 0.0 {
                    return None;
                }
                continue;
            }
            let (enters, leaves) = if way > 0.0 {
                (-before / way, after / way)
            } else {
                (-after / -way, before / -way)
            };
            (start, end) = (f64::max(start, enters), f64::min(end, leaves));
        }
        let at = |part: f64| {
            if part == 1.0 { to } else { (from.0 + part * way.0, from.1 + part * way.1) }
        };
        (start <= end && way.0.is_finite() && way.1.is_finite()).then(|| (at(start), at(end)))
    }
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
