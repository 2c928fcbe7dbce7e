//! The plane that a chart draws on: a frame of ticks and labels, and what all marks are made of,
//! lines, bars, dots and letters.
//!
//! Lengths of marks are in CSS pixels, places in pixels of the display; only what is handed to plotters
//! is in units of the area. What is drawn means nothing here: see `marks`.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBAColor, RGBColor, TextStyle};

use super::curve::{Point, dashes, distance};
use super::layout::{LARGEST, Layout, MARGIN, text_width};
use super::{Axis, Cut, Drawn, Mapping, Result, Style};

/// The shape of a mark, which tells a quantity apart where its colour does not.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Dot,
    Square,
}

/// The width of the finest lines.
pub(super) const HAIR: f64 = 1.0;
/// The length of a tick below the plot.
pub(super) const TICK: f64 = 4.0;
/// Half the width of each of two strokes where an axis is broken.
const BREAK: f64 = 3.0;
/// How strong gridlines and ticks are, of the colour of their labels.
const GRID: f64 = 0.2;
const TICKS: f64 = 0.5;
/// How many times as long as wide a line may be before its dashes become longer.
const LONGEST: f64 = 3.0;

/// The plot with its ticks drawn, ready for the data.
pub(super) struct Plane<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    pub style: &'a Style,
    /// Pixels of the display for each CSS pixel.
    pub ratio: f64,
    /// Units of the area for each pixel of the display.
    grain: f64,
    /// Where the data stands, in pixels of the display.
    pub mapping: Mapping,
    /// Where letters stand: none lies on another.
    pub(super) letters: Vec<Point>,
    /// The first failure of the backend; it is told at the end.
    outcome: Result<(), DB>,
}

impl<'a, DB: DrawingBackend> Plane<'a, DB> {
    /// Lays out the whole of `area` and draws everything but the data.
    pub fn draw(area: &'a DrawingArea<DB, Shift>, style: &'a Style, [x, y]: [Axis; 2]) -> Self {
        let ratio = if style.ratio.is_nan() { 1.0 } else { style.ratio.clamp(0.1, 10.0) };
        let grain = f64::from(style.grain.clamp(1, 100));
        let (width, height) = area.dim_in_pixel();
        let pixels = |units| (f64::from(units) / grain).min(LARGEST);
        let size = [pixels(width), pixels(height)];
        let layout = Layout::new(size, ratio, style.left * ratio, [x, y]);
        let outcome = area.fill(&style.colours.ground);
        let (mapping, letters) = (layout.mapping, Vec::new());
        let mut plane = Plane { area, style, ratio, grain, mapping, letters, outcome };
        plane.ticks(&layout, size[0]);
        plane
    }

    /// Gridlines, ticks and labels; the first and the last label stay within the width of the area.
    fn ticks(&mut self, layout: &Layout, width: f64) {
        let (map, ratio, muted) = (self.mapping, self.ratio, self.style.colours.muted);
        for tick in &layout.y_ticks {
            let at = map.to_pixel(0.0, tick.value).1;
            self.bar((map.left, at), (map.right(), at), HAIR, muted.mix(GRID));
            let end = (map.left - MARGIN * ratio, at);
            let anchor = Pos::new(HPos::Right, VPos::Center);
            self.text(&tick.label, end, layout.font, anchor, muted);
        }
        if let Some(middle) = map.y.breaks() {
            let (x, y) = (map.left, map.top + (1.0 - middle) * map.height);
            let (half, apart) = (BREAK * ratio, BREAK / 2.0 * ratio);
            for y in [y - apart, y + apart] {
                self.path(&[(x - half, y + apart), (x + half, y - apart)], HAIR, muted.mix(1.0));
            }
        }
        for tick in &layout.x_ticks {
            let at = map.to_pixel(tick.value, 0.0).0;
            let end = (at, map.bottom() + TICK * ratio);
            self.bar((at, map.bottom()), end, HAIR, muted.mix(TICKS));
            let half = text_width(&tick.label, layout.font) / 2.0;
            let top = (at.min(width - half).max(half), map.bottom() + MARGIN * ratio);
            self.text(&tick.label, top, layout.font, Pos::new(HPos::Center, VPos::Top), muted);
        }
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

    /// A line through `points`, so many CSS pixels wide.
    pub fn path(&mut self, points: &[Point], wide: f64, colour: RGBAColor) {
        let units: Vec<_> = points.iter().map(|&point| self.units(point)).collect();
        let stroke = (wide * self.scale()).round() as u32;
        self.keep(self.area.draw(&PathElement::new(units, colour.stroke_width(stroke))));
    }

    /// The same in dashes of that length, and gaps. Those of a line that goes up and down all the
    /// time are as much longer: there are never more than a smooth one has, or a few times more.
    pub fn dashed_path(
        &mut self,
        points: &[Point],
        (dash, gap): (f64, f64),
        wide: f64,
        colour: RGBAColor,
    ) {
        let length: f64 = points.windows(2).map(|ends| distance(ends[0], ends[1])).sum();
        let width = points.last().zip(points.first()).map_or(0.0, |(end, start)| end.0 - start.0);
        // A line as high as the chart is not yet long.
        let plain = LONGEST * width + self.mapping.height;
        let unit = self.ratio * (length / plain).max(1.0);
        for dash in &dashes(points, dash * unit, gap * unit) {
            self.path(dash, wide, colour);
        }
    }

    /// A level or upright bar. It is filled and covers whole pixels: backends differ in where they
    /// put a thin stroke, and half a pixel is a blur.
    pub fn bar(&mut self, from: Point, to: Point, wide: f64, colour: RGBAColor) {
        let round = |(x, y): Point| (x.round(), y.round());
        let ((x0, y0), (x1, y1)) = (round(from), round(to));
        let wide = self.whole(wide);
        let before = (wide / 2.0).floor();
        if y0 == y1 {
            self.fill((x0, y0 - before), (x1, y0 - before + wide), colour);
        } else {
            self.fill((x0 - before, y0), (x0 - before + wide, y1), colour);
        }
    }

    /// A filled rectangle.
    pub fn fill(&mut self, from: Point, to: Point, colour: RGBAColor) {
        let corners = [self.units(from), self.units(to)];
        self.keep(self.area.draw(&Rectangle::new(corners, colour.filled())));
    }

    /// A dot, or a square as large to the eye as a dot of that radius.
    pub fn mark(&mut self, at: Point, shape: Shape, radius: f64, colour: RGBColor) {
        let (x, y) = self.units(at);
        let radius = radius * self.scale();
        let outcome = match shape {
            Shape::Dot => {
                self.area.draw(&Circle::new((x, y), radius.round() as i32, colour.filled()))
            }
            Shape::Square => {
                let half = (radius * 0.9).round() as i32;
                let corners = [(x - half, y - half), (x + half, y + half)];
                self.area.draw(&Rectangle::new(corners, colour.filled()))
            }
        };
        self.keep(outcome);
    }

    /// A text of a size in pixels of the display.
    pub fn text(&mut self, text: &str, at: Point, size: f64, anchor: Pos, colour: RGBColor) {
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
    pub fn whole(&self, css: f64) -> f64 {
        (css * self.ratio).round().max(1.0)
    }

    fn units(&self, (x, y): Point) -> (i32, i32) {
        ((x * self.grain).round() as i32, (y * self.grain).round() as i32)
    }
}
