//! The marks that charts are made of, each with one meaning: points and residuals, curves and steps,
//! the present position, the ball, and what stands for a pinned run.
//!
//! Each is drawn as far as it is in the plot. The constants are in CSS pixels.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBAColor, RGBColor};

use super::DASHES;
use super::curve::{Point, distance};
use super::layout::text_width;
use super::plane::{HAIR, Plane, Shape, TICK};
use crate::number::few;

/// The radius of the mark at the present position.
const POSITION: f64 = 4.5;
/// The ring of ground that sets the present position off from what is below it.
const RING: f64 = 2.0;
/// How far marks may stand out of the plot.
pub(super) const OUT: f64 = POSITION + RING;
/// The radius of the mark of any other state.
const STATE: f64 = 2.0;
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
/// How strong a pinned run is drawn, the ground around its letter, and the letter's size.
const PIN: f64 = 0.85;
const LETTER: f64 = 7.5;
const LETTERS: f64 = 12.0;
/// The height of the first flag, and by how much the next is higher.
const FLAG: f64 = 20.0;
const FLAGS: f64 = 15.0;
/// How strong the hairline is that goes up from the present position.
const NOW: f64 = 0.35;

impl<DB: DrawingBackend> Plane<'_, DB> {
    /// A curve of several in one chart: the first is a line, every other has dashes of its own.
    pub fn curve(&mut self, index: usize, points: &[Point], colour: RGBAColor) {
        match index.checked_sub(1) {
            None => self.line(points, colour),
            Some(index) => {
                self.dashed_path(points, DASHES[index % DASHES.len()], LINE, colour);
            }
        }
    }

    /// A curve.
    pub fn line(&mut self, points: &[Point], colour: RGBAColor) {
        self.path(points, LINE, colour);
    }

    /// A line that stands behind the others.
    pub fn thin(&mut self, points: &[Point], colour: RGBAColor) {
        self.path(points, THIN, colour);
    }

    /// A thin dashed line.
    pub fn dashed(&mut self, points: &[Point], colour: RGBAColor) {
        self.dashed_path(points, DASH, HAIR, colour);
    }

    /// An arrow; one that is shorter than its head is a line.
    pub fn arrow(&mut self, from: Point, to: Point, colour: RGBColor) {
        self.line(&[from, to], colour.mix(1.0));
        self.head(from, to, colour);
    }

    /// The same dashed.
    pub fn dashed_arrow(&mut self, from: Point, to: Point, colour: RGBColor) {
        self.dashed_path(&[from, to], DASH, LINE, colour.mix(1.0));
        self.head(from, to, colour);
    }

    fn head(&mut self, from: Point, to: Point, colour: RGBColor) {
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

    /// A dashed line across the plot at the height of `y`. What is behind it, such as the gridline
    /// of the same number, does not show through its gaps.
    pub fn level_dashes(&mut self, y: f64, colour: RGBColor) {
        if !self.mapping.y.shows(y) {
            return;
        }
        let (start, at) = self.mapping.to_pixel(self.mapping.x.min(), y);
        let end = start + self.mapping.width;
        self.bar((start, at), (end, at), HAIR, self.style.colours.ground.mix(1.0));
        let (dash, gap) = (self.whole(DASH.0), self.whole(DASH.1));
        let mut from = start;
        while from < end {
            let to = (from + dash).min(end);
            self.bar((from, at), (to, at), HAIR, colour.mix(1.0));
            from += dash + gap;
        }
    }

    /// A dashed line from the bottom of the plot to its top at `x`.
    pub fn upright_dashes(&mut self, x: f64, colour: RGBColor) {
        if self.mapping.x.shows(x) {
            let at = self.mapping.to_pixel(x, 0.0).0;
            self.dashed(&[(at, self.mapping.bottom()), (at, self.mapping.top)], colour.mix(1.0));
        }
    }

    /// A point of the data.
    pub fn point(&mut self, data: Point, colour: RGBColor) {
        if self.mapping.y.shows(data.1) && self.mapping.x.shows(data.0) {
            let at = self.mapping.to_pixel(data.0, data.1);
            self.mark(at, Shape::Dot, POSITION, colour);
        }
    }

    /// The residual between two heights of the data at `x`, cut at the edges of the plot.
    pub fn residual(&mut self, x: f64, from: f64, to: f64, colour: RGBColor) {
        if !self.mapping.x.shows(x) || from.is_nan() || to.is_nan() {
            return;
        }
        let (top, bottom) = (self.mapping.top, self.mapping.bottom());
        let height = |y: f64| self.mapping.to_pixel(x, y).1.clamp(top, bottom);
        let (from, to) = (height(from), height(to));
        let at = self.mapping.to_pixel(x, 0.0).0;
        // A bar without a length would be level.
        let to = if (to - from).abs() < 1.0 { from + 1.0 } else { to };
        self.bar((at, from.min(to)), (at, from.max(to)), LINE, colour.mix(1.0));
    }

    /// The square of that residual: to its left, as wide in pixels as it is high, and cut at the
    /// edges of the plot.
    pub fn square(&mut self, x: f64, from: f64, to: f64, colour: RGBAColor) {
        let (from, to) = (self.mapping.to_pixel(x, from), self.mapping.to_pixel(x, to));
        let (left, top, bottom) = (self.mapping.left, self.mapping.top, self.mapping.bottom());
        let side = (to.1 - from.1).abs();
        if !side.is_finite() || !self.mapping.x.shows(x) {
            return;
        }
        let height = |y: f64| y.clamp(top, bottom).round();
        self.fill(
            ((from.0 - side).max(left).round(), height(from.1.min(to.1))),
            (from.0.round(), height(from.1.max(to.1))),
            colour,
        );
    }

    /// The small mark of a state.
    pub fn state(&mut self, data: Point, shape: Shape, colour: RGBColor) {
        if self.mapping.y.shows(data.1) {
            self.mark(self.mapping.to_pixel(data.0, data.1), shape, STATE, colour);
        }
    }

    /// The ring of a value that is not the run's.
    pub fn hollow(&mut self, data: Point, shape: Shape, colour: RGBColor) {
        if self.mapping.y.shows(data.1) {
            let at = self.mapping.to_pixel(data.0, data.1);
            self.mark(at, shape, POSITION, colour);
            self.mark(at, shape, POSITION - 1.5 * HAIR, self.style.colours.ground);
        }
    }

    /// A hairline through the present position, and a tick of ink below.
    pub fn now(&mut self, x: f64) {
        let ink = self.style.colours.ink;
        let x = self.mapping.to_pixel(x, 0.0).0;
        let (top, bottom) = (self.mapping.top, self.mapping.bottom());
        let tick = (x, bottom + TICK * self.ratio);
        self.bar((x, top), (x, bottom), HAIR, ink.mix(NOW));
        self.bar((x, bottom), tick, HAIR, ink.mix(1.0));
    }

    /// The mark of the present position. If it is outside of the plot, it stands hollow at the edge.
    pub fn position(&mut self, data: Point, shape: Shape, colour: RGBColor) {
        let (x, y) = self.mapping.to_pixel(data.0, data.1);
        let at = (x, y.clamp(self.mapping.top, self.mapping.bottom()));
        self.mark(at, shape, POSITION + RING, self.style.colours.ground);
        self.mark(at, shape, POSITION, colour);
        if !self.mapping.y.shows(data.1) {
            self.mark(at, shape, POSITION - RING, self.style.colours.ground);
        }
    }

    /// The ball at a place in pixels, hollow where it is beyond the plot.
    pub fn ball(&mut self, at: Point, within: bool) {
        let (ink, ground) = (self.style.colours.ink, self.style.colours.ground);
        self.mark(at, Shape::Dot, BALL + RING, ground);
        self.mark(at, Shape::Dot, BALL, ink);
        if !within {
            self.mark(at, Shape::Dot, BALL - RING, ground);
        }
    }

    /// A line of the pinned run of this index.
    pub fn pin(&mut self, index: usize, points: &[Point]) {
        let ink = self.style.colours.ink.mix(PIN);
        self.dashed_path(points, DASHES[index % DASHES.len()], THIN, ink);
    }

    /// The letter of the pinned run of this index, at a place in pixels or as near to it as no other
    /// letter stands.
    pub fn letter(&mut self, index: usize, at: Point) {
        let (colours, at) = (self.style.colours, self.free(at));
        self.letters.push(at);
        self.mark(at, Shape::Dot, LETTER, colours.ground);
        let letter = char::from(b'A' + index as u8).to_string();
        let middle = Pos::new(HPos::Center, VPos::Center);
        self.text(&letter, at, LETTERS * self.ratio, middle, colours.ink);
    }

    /// The place nearest to this one at which a letter lies on no other, and is within the plot.
    fn free(&self, wish: Point) -> Point {
        let (map, room) = (self.mapping, LETTER * self.ratio);
        let [left, right] = [map.left + room, map.left + map.width - room];
        let [top, bottom] = [map.top + room, map.bottom() - room];
        let clear = |at: Point| self.letters.iter().all(|&other| distance(at, other) >= 2.0 * room);
        for steps in 0..=4 * self.letters.len() {
            let by = room * steps as f64;
            for (x, y) in [(0.0, -by), (0.0, by), (-by, 0.0), (by, 0.0)] {
                let at = ((wish.0 + x).max(left).min(right), (wish.1 + y).max(top).min(bottom));
                if clear(at) {
                    return at;
                }
            }
        }
        wish
    }

    /// The names of curves beside where they stand now, as `data`, one below the other where these are near.
    pub fn names(&mut self, mut names: Vec<(String, Point)>, colour: RGBColor) {
        let (size, gap) = (LETTERS * self.ratio, POSITION * 2.0 * self.ratio);
        for (_, at) in &mut names {
            *at = self.mapping.nearest(self.mapping.to_pixel(at.0, at.1));
        }
        // From top to bottom; of a handful the place of each is looked for.
        for k in 1..names.len() {
            for later in (1..=k).rev() {
                if names[later].1.1 < names[later - 1].1.1 {
                    names.swap(later, later - 1);
                }
            }
        }
        let pitch = size * 1.1;
        let mut free = self.mapping.top + size / 2.0;
        let room = (names.len() as f64 - 0.5) * pitch;
        let highest = (self.mapping.bottom() - room).max(free);
        for (k, (name, at)) in names.into_iter().enumerate() {
            let wide = text_width(&name, size);
            let left = at.0 + gap + wide > self.mapping.right();
            let x = at.0 + if left { -gap - wide } else { gap };
            let y = at.1.max(free).min(highest + k as f64 * pitch);
            free = y + pitch;
            let corners = [(x - 1.0, y - size * 0.55), (x + wide + 1.0, y + size * 0.55)];
            self.fill(corners[0], corners[1], self.style.colours.ground.mix(0.8));
            self.text(&name, (x, y), size, Pos::new(HPos::Left, VPos::Center), colour);
        }
    }

    /// A name at a place in pixels, in the colour of what it names, whatever lies there.
    pub fn label(&mut self, name: &str, at: Point, colour: RGBColor) {
        let half = text_width(name, LETTERS * self.ratio) / 2.0;
        let x = at.0.min(self.mapping.right() - half).max(self.mapping.left + half);
        self.written(name, (x, at.1), colour);
    }

    /// The number of a level, on its line at a place in pixels.
    pub fn number(&mut self, level: f64, at: Point, colour: RGBColor) {
        let (text, size) = (few(level, 3), LETTERS * self.ratio);
        let reach = text_width(&text, size).max(1.2 * size);
        if self.letters.iter().any(|letter| distance(*letter, at) < reach) {
            return;
        }
        self.letters.push(at);
        self.written(&text, at, colour);
    }

    /// A text about a place in pixels, on the ground.
    fn written(&mut self, text: &str, at: Point, colour: RGBColor) {
        let size = LETTERS * self.ratio;
        let half = (text_width(text, size) / 2.0, size * 0.6);
        let corner = |side: f64| (at.0 + side * half.0, at.1 + side * half.1);
        self.fill(corner(-1.0), corner(1.0), self.style.colours.ground.mix(1.0));
        self.text(text, at, size, Pos::new(HPos::Center, VPos::Center), colour);
    }

    /// A flag at a place in pixels, with the letter of the pinned run of this index: each is higher
    /// than the last, so that those at one place are all read.
    pub fn flag(&mut self, index: usize, at: Point) {
        let ink = self.style.colours.ink;
        let height = (FLAG + FLAGS * index as f64) * self.ratio;
        let top = self.free((at.0, at.1 - height));
        self.path(&[at, top], HAIR, ink.mix(PIN));
        self.mark(at, Shape::Dot, STATE + HAIR, ink);
        self.letter(index, top);
    }
}
