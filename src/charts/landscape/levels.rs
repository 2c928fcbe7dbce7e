//! The landscape of two parameters: level lines of the loss, the path over them, the way uphill, and the step that comes
//! next. Of more parameters it is a slice: the others are held where they stand now.
//!
//! The lines show where the run has been; the rest of them follow, faintly, when it has ended: whole rings would tell
//! their middle.

use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::trail::Trail;
use crate::charts::curve::{Point, distance};
use crate::charts::plane::{Plane, Shape};
use crate::charts::{Leg, Mapping, Scene};
use crate::training::Quantity;

/// How strong the lines are where the run has been, and where nobody has.
const LINE: f64 = 0.8;
const FAINT: f64 = 0.4;
/// Within so many CSS pixels of the path the lines are whole, and so many farther away they end.
const SEEN: f64 = 40.0;
const FADES: f64 = 28.0;
/// So many places of a line are as strong as the first of them.
const EACH: usize = 3;
/// In so many steps they fade.
const SHADES: f64 = 5.0;
/// Up to so many states of a path have a dot each.
const STATES: usize = 60;
/// How long the arrow uphill is, in CSS pixels, whatever the slope.
const UPHILL: f64 = 72.0;
/// How wide the step is beside its parts, in CSS pixels.
const BOLD: f64 = 4.0;
/// How strong the gradients of other batches are.
const SPREAD: f64 = 0.6;
/// So many lines carry their number, and how far from the edges those stand.
const NUMBERS: usize = 3;
const EDGE: f64 = 14.0;
/// From the corner to the name of an axis, in CSS pixels.
const NAME: f64 = 12.0;

/// Draws it all, and returns whether the ball is beyond the plot.
pub(super) fn draw<DB: DrawingBackend>(plane: &mut Plane<DB>, scene: &Scene) -> bool {
    let (map, colours, ratio) = (plane.mapping, plane.style.colours, plane.ratio);
    let [a, b] = scene.pair.map(Quantity::Param);
    let trail = Trail { x: a, y: b, height: None };
    lines(plane, scene, &trail);
    if scene.found
        && let Some((a, b)) = scene.optimum(a).zip(scene.optimum(b))
    {
        plane.upright_dashes(a, colours.w);
        plane.level_dashes(b, colours.w);
    }
    trail.draw(plane, scene);
    if scene.position <= STATES {
        for state in (0..scene.position).filter_map(|state| trail.at(scene.run, state)) {
            plane.state(state, Shape::Dot, colours.update);
        }
    }
    trail.flags(plane, scene, |(a, b)| map.nearest(map.to_pixel(a, b)));
    let place = |state| {
        let (a, b) = trail.at(scene.run, state).filter(|(a, b)| !(a.is_nan() || b.is_nan()))?;
        Some(map.to_pixel(a, b))
    };
    let at = place(scene.position);
    if let Some(at) = at.filter(|&at| map.holds(at)) {
        if scene.known[0] {
            for &slopes in scene.spread {
                if let Some((from, to)) = batch(scene, &map, at, slopes, UPHILL * ratio) {
                    plane.thin(&[from, to], colours.gradient.mix(SPREAD));
                }
            }
            let tip = uphill(scene, &map, at, UPHILL * ratio);
            if let Some((from, to)) = tip.and_then(|tip| map.clip(at, tip)) {
                plane.arrow(from, to, colours.gradient);
            }
        }
        let next = scene.next().filter(|_| scene.known[1]).and_then(place);
        if let Some((from, to)) = next.and_then(|tip| map.clip(at, tip)) {
            if !scene.legs.is_empty() {
                legs(plane, scene, at);
                plane.path(&[from, to], BOLD, colours.update.mix(1.0));
            }
            plane.arrow(from, to, colours.update);
        }
    }
    let params = scene.model.params();
    let inset = NAME * ratio;
    plane.label(&params[scene.pair[0]], (map.right() - inset, map.bottom() - inset), colours.w);
    plane.label(&params[scene.pair[1]], (map.left + inset, map.top + inset), colours.w);
    let Some(at) = at else { return false };
    plane.ball(map.nearest(at), map.holds(at));
    !map.holds(at)
}

/// Draws the parts of the next step, one from where the last ends: what is left is dashed, what the gradient says now has its
/// colour, and their sum is the step.
fn legs<DB: DrawingBackend>(plane: &mut Plane<DB>, scene: &Scene, ball: Point) {
    let (map, colours) = (plane.mapping, plane.style.colours);
    let (mut at, mut from) = (map.to_data(ball.0, ball.1), ball);
    for &Leg { is_new, by: [a, b] } in scene.legs {
        at = (at.0 + a, at.1 + b);
        let to = map.to_pixel(at.0, at.1);
        match map.clip(from, to) {
            Some((from, to)) if is_new => plane.arrow(from, to, colours.gradient),
            Some((from, to)) => plane.dashed_arrow(from, to, colours.update),
            None => {}
        }
        from = to;
    }
}

/// Where the ball is, in CSS pixels; at the edge where it is beyond the plot.
pub(super) fn ball(scene: &Scene, map: &Mapping) -> Option<Point> {
    let [a, b] = scene.pair.map(Quantity::Param);
    let (a, b) = Trail { x: a, y: b, height: None }.at(scene.run, scene.position)?;
    (!(a.is_nan() || b.is_nan())).then(|| map.nearest(map.to_pixel(a, b)))
}

/// The tip of an arrow of this length from the ball to where the loss grows fastest; where it is level, there is none.
fn uphill(scene: &Scene, map: &Mapping, at: Point, length: f64) -> Option<Point> {
    let about = || {
        let (a, b) = map.to_data(at.0, at.1);
        Some(scene.relief?.slopes(a, b))
    };
    let (across, down) = moves(map, scene.slopes.or_else(about)?);
    let by = across.hypot(down);
    (by > 0.0 && by.is_finite()).then(|| (at.0 + length * across / by, at.1 + length * down / by))
}

/// As the parameters would move along a gradient, in pixels, on axes that may differ.
fn moves(map: &Mapping, [along, up]: [f64; 2]) -> (f64, f64) {
    let across = along * map.width / (map.x.max() - map.x.min());
    (across, -up * map.height / (map.y.max() - map.y.min()))
}

/// From the ball along the gradient of another batch, as long beside the arrow of this one as it is steep beside it.
fn batch(
    scene: &Scene,
    map: &Mapping,
    at: Point,
    slopes: [f64; 2],
    length: f64,
) -> Option<(Point, Point)> {
    let (own, other) = (moves(map, scene.slopes?), moves(map, slopes));
    let times = length / own.0.hypot(own.1);
    let tip = (at.0 + times * other.0, at.1 + times * other.1);
    if tip.0.is_finite() && tip.1.is_finite() { map.clip(at, tip) } else { None }
}

/// Draws the level lines, each as strong as somebody has been near, and the numbers of a few.
fn lines<DB: DrawingBackend>(plane: &mut Plane<DB>, scene: &Scene, trail: &Trail) {
    let Some(relief) = scene.relief else { return };
    let (map, loss) = (plane.mapping, plane.style.colours.loss);
    let faint = if scene.ended { plane.style.colours.faint(FAINT) } else { 0.0 };
    let path = trail.outline(scene, &map);
    let (seen, fades) = (SEEN * plane.ratio, FADES * plane.ratio);
    let shade = |at: Point| {
        let far = path.iter().map(|ends| apart(at, ends)).fold(f64::INFINITY, f64::min);
        let part = (1.0 - (far - seen) / fades).clamp(0.0, 1.0);
        (part * SHADES).round() / SHADES
    };
    let edge = EDGE * plane.ratio;
    let inside = |at: &Point| {
        at.0 > map.left + edge
            && at.0 < map.right() - edge
            && at.1 > map.top + edge
            && at.1 < map.bottom() - edge
    };
    let mut numbers = Vec::new();
    for level in relief.levels() {
        let (mut best, mut room) = (None, 0.0);
        for line in relief.line(level) {
            let line: Vec<Point> = line.iter().map(|&(a, b)| map.to_pixel(a, b)).collect();
            // Of each so many places it is asked how near somebody has been: as fine as it fades.
            let shades: Vec<f64> = line.iter().step_by(EACH).map(|&at| shade(at)).collect();
            let mut from = 0;
            while from + 1 < line.len() {
                let strength = shades[from / EACH];
                let mut to = from + 1;
                while to + 1 < line.len() && shades[to / EACH] == strength {
                    to += 1;
                }
                let strong = LINE * strength.max(faint);
                if strong > 0.0 {
                    plane.thin(&line[from..=to], loss.mix(strong));
                    let long: f64 =
                        line[from..=to].windows(2).map(|ends| distance(ends[0], ends[1])).sum();
                    if long > room {
                        (best, room) = (Some(line[from + (to - from) / 4]), long);
                    }
                }
                from = to;
            }
        }
        numbers.extend(best.filter(inside).filter(|_| room > 4.0 * edge).map(|at| (level, at)));
    }
    // The outermost, where there is room, and each second one within.
    for (level, at) in numbers.into_iter().rev().step_by(2).take(NUMBERS) {
        plane.number(level, at, loss);
    }
}

/// How far a place is from a line between two others.
fn apart(at: Point, [from, to]: &[Point; 2]) -> f64 {
    let way = (to.0 - from.0, to.1 - from.1);
    let square = way.0 * way.0 + way.1 * way.1;
    let along = ((at.0 - from.0) * way.0 + (at.1 - from.1) * way.1) / square;
    let along = if square > 0.0 { along.clamp(0.0, 1.0) } else { 0.0 };
    distance(at, (from.0 + along * way.0, from.1 + along * way.1))
}
