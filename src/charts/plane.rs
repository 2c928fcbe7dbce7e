//! The plane that a chart draws on: its layout, its ticks and labels, and the few marks that all
//! charts are made of.
//!
//! The constants are in CSS pixels, the layout and all points in pixels of the display; only what
//! is handed to plotters is in units of the area. Text is never measured: the width of a label
//! follows from its characters.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBAColor, RGBColor, TextStyle};

use super::curve::{Point, dashes, distance};
use super::{Axis, Cut, DASHES, Drawn, Mapping, Result, Style, Tick};

/// The shape of a mark, which tells a quantity apart where its colour does not.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Dot,
    Square,
}

/// The radius of the mark at the present position. Marks may stand out of the plot by this much.
const POSITION: f64 = 4.5;
/// The radius of the mark of any other state.
const STATE: f64 = 2.0;
/// The ring of ground that sets the present position off from what is below it.
const RING: f64 = 2.0;
/// The radius of the ball.
const BALL: f64 = 6.5;
/// The width of a curve.
const LINE: f64 = 2.0;
/// The width of a path.
const THIN: f64 = 1.25;
/// The sides of an arrow's head, along the arrow and across.
const HEAD: (f64, f64) = (7.0, 4.0);
/// A dash of the optimum and the gap behind it.
const DASH: (f64, f64) = (5.0, 4.0);
/// How many times as long as wide a line may be before its dashes become longer.
const LONGEST: f64 = 3.0;
/// How strong a pinned run is drawn, the ground around its letter, and the letter's size.
const PIN: f64 = 0.85;
const LETTER: f64 = 7.5;
const LETTERS: f64 = 12.0;
/// The height of the first flag, and by how much the next is higher.
const FLAG: f64 = 20.0;
const FLAGS: f64 = 15.0;
/// The room to the right of a plot: half of the thumb that stands below its last epoch.
const RIGHT: f64 = 10.0;
/// From the plot to the labels.
const MARGIN: f64 = 8.0;
/// The length of a tick below the plot.
const TICK: f64 = 4.0;
/// The width of all other lines.
const HAIR: f64 = 1.0;
/// How strong gridlines and ticks are, of the colour of their labels.
const GRID: f64 = 0.2;
const TICKS: f64 = 0.5;
/// How strong the hairline is that goes up from the present position.
const NOW: f64 = 0.35;

/// No browser has a canvas of more pixels in one direction.
const LARGEST: f64 = 32_767.0;

/// The plot with its ticks drawn, ready for the data.
pub(super) struct Plane<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    style: &'a Style,
    /// Pixels of the display for each CSS pixel.
    pub ratio: f64,
    /// Units of the area for each pixel of the display.
    grain: f64,
    /// Where the data stands, in pixels of the display.
    pub mapping: Mapping,
    /// The first failure of the backend; it is told at the end.
    outcome: Result<(), DB>,
}

impl<'a, DB: DrawingBackend> Plane<'a, DB> {
    /// Lays out the whole of `area` and draws everything but the data.
    pub fn draw(area: &'a DrawingArea<DB, Shift>, style: &'a Style, x: Axis, y: Axis) -> Self {
        let ratio = if style.ratio.is_nan() { 1.0 } else { style.ratio.clamp(0.1, 10.0) };
        let grain = f64::from(style.grain.clamp(1, 100));
        let (width, height) = area.dim_in_pixel();
        let pixels = |units| (f64::from(units) / grain).min(LARGEST);
        let size = [pixels(width), pixels(height)];
        let Layout { mapping, font, x_ticks, y_ticks } =
            Layout::new(size, ratio, style.left * ratio, [x, y]);
        let mut plane =
            Plane { area, style, ratio, grain, mapping, outcome: area.fill(&style.ground) };

        let (right, bottom) = (mapping.left + mapping.width, mapping.top + mapping.height);
        for tick in &y_ticks {
            let at = mapping.to_pixel(0.0, tick.value).1;
            plane.bar((mapping.left, at), (right, at), HAIR, style.muted.mix(GRID));
            let end = (mapping.left - MARGIN * ratio, at);
            plane.label(&tick.label, end, font, Pos::new(HPos::Right, VPos::Center));
        }
        for tick in &x_ticks {
            let at = mapping.to_pixel(tick.value, 0.0).0;
            let end = (at, bottom + TICK * ratio);
            plane.bar((at, bottom), end, HAIR, style.muted.mix(TICKS));
            // The first and the last label stay within the area.
            let half = text_width(&tick.label, font) / 2.0;
            let middle = at.min(size[0] - half).max(half);
            let top = (middle, bottom + MARGIN * ratio);
            plane.label(&tick.label, top, font, Pos::new(HPos::Center, VPos::Top));
        }
        plane
    }

    /// Ends the drawing: where the data stands, with `cut`, or the first failure of the backend.
    pub fn finish(self, cut: Cut) -> Result<Drawn, DB> {
        self.outcome.map(|()| Drawn { mapping: self.mapping.scaled(1.0 / self.ratio), cut })
    }

    fn keep(&mut self, outcome: Result<(), DB>) {
        if self.outcome.is_ok() {
            self.outcome = outcome;
        }
    }

    /// A dashed line across the plot at the height of `y`, if that is within it. What is behind
    /// it, such as the gridline of the same number, does not show through its gaps.
    pub fn dashes(&mut self, y: f64, colour: RGBColor) {
        if !self.shows(y) {
            return;
        }
        let (start, at) = self.mapping.to_pixel(self.mapping.x.min(), y);
        let end = start + self.mapping.width;
        self.bar((start, at), (end, at), HAIR, self.style.ground.mix(1.0));
        let (dash, gap) = (self.whole(DASH.0), self.whole(DASH.1));
        let mut from = start;
        while from < end {
            let to = (from + dash).min(end);
            self.bar((from, at), (to, at), HAIR, colour.mix(1.0));
            from += dash + gap;
        }
    }

    /// A line through `points`.
    pub fn line(&mut self, points: &[Point], colour: RGBAColor) {
        self.path(points, LINE, colour);
    }

    /// A line through `points` that stands behind the others.
    pub fn thin(&mut self, points: &[Point], colour: RGBAColor) {
        self.path(points, THIN, colour);
    }

    /// An arrow; one that is shorter than its head is a line.
    pub fn arrow(&mut self, from: Point, to: Point, colour: RGBColor) {
        self.line(&[from, to], colour.mix(1.0));
        let (along, across) = (HEAD.0 * self.ratio, HEAD.1 * self.ratio);
        let length = distance(from, to);
        if length > along {
            let (x, y) = ((to.0 - from.0) / length, (to.1 - from.1) / length);
            for side in [-across, across] {
                let end = (to.0 - along * x - side * y, to.1 - along * y + side * x);
                self.line(&[end, to], colour.mix(1.0));
            }
        }
    }

    /// The ball at a place of the plot, in pixels, hollow where it is beyond.
    pub fn ball(&mut self, at: Point, colour: RGBColor, within: bool) {
        self.mark(at, Shape::Dot, BALL + RING, self.style.ground);
        self.mark(at, Shape::Dot, BALL, colour);
        if !within {
            self.mark(at, Shape::Dot, BALL - RING, self.style.ground);
        }
    }

    /// A dashed line from the bottom of the plot to its top at `x`, if that is within it.
    pub fn upright_dashes(&mut self, x: f64, colour: RGBColor) {
        if self.mapping.x.shows(x) {
            let at = self.mapping.to_pixel(x, 0.0).0;
            let ends = [(at, self.mapping.top + self.mapping.height), (at, self.mapping.top)];
            self.dashed(&ends, colour.mix(1.0));
        }
    }

    /// A thin dashed line through `points`.
    pub fn dashed(&mut self, points: &[Point], colour: RGBAColor) {
        self.dashed_by(DASH, points, HAIR, colour);
    }

    /// A line of the pinned run of this index.
    pub fn pin(&mut self, index: usize, points: &[Point]) {
        self.dashed_by(DASHES[index % DASHES.len()], points, THIN, self.style.ink.mix(PIN));
    }

    /// The letter of the pinned run of this index, at a place of the plot in pixels.
    pub fn letter(&mut self, index: usize, at: Point) {
        self.mark(at, Shape::Dot, LETTER, self.style.ground);
        let letter = char::from(b'A' + index as u8).to_string();
        let ink = self.style.ink;
        let middle = Pos::new(HPos::Center, VPos::Center);
        self.text(&letter, at, LETTERS * self.ratio, middle, ink);
    }

    /// A flag at a place of the plot in pixels, with the letter of the pinned run of this index: each
    /// is higher than the last, so that those at one place are all read.
    pub fn flag(&mut self, index: usize, at: Point) {
        let height = (FLAG + FLAGS * index as f64) * self.ratio;
        let top = (at.0, (at.1 - height).max(self.mapping.top + LETTER * self.ratio));
        self.path(&[at, top], HAIR, self.style.ink.mix(PIN));
        self.mark(at, Shape::Dot, STATE + HAIR, self.style.ink);
        self.letter(index, top);
    }

    /// Dashes of that length, and gaps, in CSS pixels. Those of a line that goes up and down all the
    /// time are as much longer: there are never more than a smooth one has, or a few times more.
    fn dashed_by(
        &mut self,
        (dash, gap): (f64, f64),
        points: &[Point],
        wide: f64,
        colour: RGBAColor,
    ) {
        let mut length = 0.0;
        for ends in points.windows(2) {
            length += distance(ends[0], ends[1]);
        }
        let width = points.last().zip(points.first()).map_or(0.0, |(end, start)| end.0 - start.0);
        // A line as high as the chart is not yet long.
        let plain = LONGEST * width + self.mapping.height;
        let unit = self.ratio * (length / plain).max(1.0);
        for dash in &dashes(points, dash * unit, gap * unit) {
            self.path(dash, wide, colour);
        }
    }

    fn path(&mut self, points: &[Point], wide: f64, colour: RGBAColor) {
        let mut units = Vec::new();
        for &point in points {
            units.push(self.units(point));
        }
        let stroke = (wide * self.scale()).round() as u32;
        self.keep(self.area.draw(&PathElement::new(units, colour.stroke_width(stroke))));
    }

    /// An upright bar from one height of the data to another, cut at the edges of the plot.
    pub fn upright(&mut self, x: f64, from: f64, to: f64, colour: RGBColor) {
        if !self.mapping.x.shows(x) || from.is_nan() || to.is_nan() {
            return;
        }
        let (top, bottom) = (self.mapping.top, self.mapping.top + self.mapping.height);
        let height = |y: f64| self.mapping.to_pixel(x, y).1.clamp(top, bottom);
        let (from, to) = (height(from), height(to));
        let at = self.mapping.to_pixel(x, 0.0).0;
        // A bar without a length would be level.
        let to = if (to - from).abs() < 1.0 { from + 1.0 } else { to };
        self.bar((at, from.min(to)), (at, from.max(to)), LINE, colour.mix(1.0));
    }

    /// The square of the residual between two heights of the data at `x`: to its left, as wide in
    /// pixels as it is high, and cut at the edges of the plot.
    pub fn square(&mut self, x: f64, from: f64, to: f64, colour: RGBAColor) {
        let (from, to) = (self.mapping.to_pixel(x, from), self.mapping.to_pixel(x, to));
        let (left, top) = (self.mapping.left, self.mapping.top);
        let side = (to.1 - from.1).abs();
        if !side.is_finite() || !self.mapping.x.shows(x) {
            return;
        }
        let height = |y: f64| y.clamp(top, top + self.mapping.height).round();
        let corners = [
            ((from.0 - side).max(left).round(), height(from.1.min(to.1))),
            (from.0.round(), height(from.1.max(to.1))),
        ];
        let corners = corners.map(|corner| self.units(corner));
        self.keep(self.area.draw(&Rectangle::new(corners, colour.filled())));
    }

    /// The small mark of a state, if it is within the plot.
    pub fn state(&mut self, data: Point, shape: Shape, colour: RGBColor) {
        if self.shows(data.1) {
            self.mark(self.mapping.to_pixel(data.0, data.1), shape, STATE, colour);
        }
    }

    /// The ring of a value that is not the run's, if it is within the plot.
    pub fn hollow(&mut self, data: Point, shape: Shape, colour: RGBColor) {
        if !self.shows(data.1) {
            return;
        }
        let at = self.mapping.to_pixel(data.0, data.1);
        self.mark(at, shape, POSITION, colour);
        self.mark(at, shape, POSITION - 1.5 * HAIR, self.style.ground);
    }

    /// The mark of a point of the data, if it is within the plot.
    pub fn point(&mut self, data: Point, colour: RGBColor) {
        if self.shows(data.1) && self.mapping.x.shows(data.0) {
            let at = self.mapping.to_pixel(data.0, data.1);
            self.mark(at, Shape::Dot, POSITION, colour);
        }
    }

    /// The mark of the present position, a hairline through it, and a tick of ink below. If it is outside of the plot,
    /// the mark stands hollow at the edge; if it is not a number, nowhere.
    pub fn position(&mut self, data: Point, shape: Shape, colour: RGBColor) {
        if data.1.is_nan() {
            return;
        }
        let (x, y) = self.mapping.to_pixel(data.0, data.1);
        let bottom = self.mapping.top + self.mapping.height;
        let at = (x, y.clamp(self.mapping.top, bottom));
        let tick = (x, bottom + TICK * self.ratio);
        self.bar((x, self.mapping.top), (x, bottom), HAIR, self.style.ink.mix(NOW));
        self.bar((x, bottom), tick, HAIR, self.style.ink.mix(1.0));
        self.mark(at, shape, POSITION + RING, self.style.ground);
        self.mark(at, shape, POSITION, colour);
        if !self.shows(data.1) {
            self.mark(at, shape, POSITION - RING, self.style.ground);
        }
    }

    /// Whether data of this height is within the plot.
    fn shows(&self, y: f64) -> bool {
        self.mapping.y.shows(y)
    }

    fn mark(&mut self, at: Point, shape: Shape, radius: f64, colour: RGBColor) {
        let (x, y) = self.units(at);
        let radius = radius * self.scale();
        let outcome = match shape {
            Shape::Dot => {
                self.area.draw(&Circle::new((x, y), radius.round() as i32, colour.filled()))
            }
            Shape::Square => {
                // As large to the eye as a dot of that radius.
                let half = (radius * 0.9).round() as i32;
                let corners = [(x - half, y - half), (x + half, y + half)];
                self.area.draw(&Rectangle::new(corners, colour.filled()))
            }
        };
        self.keep(outcome);
    }

    /// A level or upright bar. It is filled and covers whole pixels: backends differ in where they
    /// put a thin stroke, and half a pixel is a blur.
    fn bar(&mut self, from: Point, to: Point, wide: f64, colour: RGBAColor) {
        let round = |(x, y): Point| (x.round(), y.round());
        let ((x0, y0), (x1, y1)) = (round(from), round(to));
        let wide = self.whole(wide);
        let before = (wide / 2.0).floor();
        let (from, to) = if y0 == y1 {
            ((x0, y0 - before), (x1, y0 - before + wide))
        } else {
            ((x0 - before, y0), (x0 - before + wide, y1))
        };
        let corners = [self.units(from), self.units(to)];
        self.keep(self.area.draw(&Rectangle::new(corners, colour.filled())));
    }

    fn label(&mut self, text: &str, at: Point, size: f64, anchor: Pos) {
        self.text(text, at, size, anchor, self.style.muted);
    }

    fn text(&mut self, text: &str, at: Point, size: f64, anchor: Pos, colour: RGBColor) {
        let family = FontFamily::Name(&self.style.font);
        let font = FontDesc::new(family, size * self.grain, FontStyle::Normal);
        let style = TextStyle { pos: anchor, ..font.color(&colour) };
        self.keep(self.area.draw_text(text, &style, self.units(at)));
    }

    /// Units of the area for each CSS pixel.
    fn scale(&self) -> f64 {
        self.ratio * self.grain
    }

    /// A length of CSS pixels in whole pixels of the display, at least one.
    fn whole(&self, css: f64) -> f64 {
        (css * self.ratio).round().max(1.0)
    }

    fn units(&self, (x, y): Point) -> (i32, i32) {
        ((x * self.grain).round() as i32, (y * self.grain).round() as i32)
    }
}

/// How far from the left edge of a chart its plot begins, in CSS pixels.
pub(super) fn left(size: (f64, f64), ratio: f64, axes: [Axis; 2]) -> f64 {
    let pixels = |css: f64| (css * ratio).round().clamp(0.0, LARGEST);
    Layout::new([pixels(size.0), pixels(size.1)], ratio, 0.0, axes).mapping.left / ratio
}

/// Where the parts of a chart are.
struct Layout {
    mapping: Mapping,
    font: f64,
    x_ticks: Vec<Tick>,
    y_ticks: Vec<Tick>,
}

impl Layout {
    /// Gives the plot all the room that the labels leave; where they would take more than half,
    /// there are none. To its left it leaves `least` pixels at least.
    fn new([width, height]: [f64; 2], ratio: f64, least: f64, [x, y]: [Axis; 2]) -> Layout {
        let font = ratio
            * match width / ratio {
                ..200.0 => 11.0,
                ..560.0 => 12.0,
                _ => 13.0,
            };
        let edge = ((POSITION + RING) * ratio).ceil();
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
        let mut x_ticks = Vec::new();
        if below > edge {
            let mut steps = 6.0;
            x_ticks = x.ticks(1.0 / steps);
            while steps > 1.0 && !roomy(&x_ticks) {
                steps -= 1.0;
                x_ticks = x.ticks(1.0 / steps);
            }
            if !roomy(&x_ticks) {
                x_ticks.clear();
            }
        }
        let mapping = Mapping { left, top: edge, width: plot_width, height: plot_height, x, y };
        Layout { mapping, font, x_ticks, y_ticks }
    }
}

fn widest(ticks: &[Tick], font: f64) -> f64 {
    let mut widest = 0.0;
    for tick in ticks {
        widest = f64::max(widest, text_width(&tick.label, font));
    }
    widest
}

/// How wide a label is at most, for the digits of any common sans-serif.
fn text_width(label: &str, font: f64) -> f64 {
    let mut ems = 0.0;
    for character in label.chars() {
        ems += if matches!(character, '.' | '\u{2009}') { 0.32 } else { 0.64 };
    }
    ems * font
}
