//! The landscape: the loss for each w, the ball where w is now, its tangent, the step that comes
//! next, and the path behind it.
//!
//! The loss is drawn where a hand or the run has been; the rest of the bowl follows, faintly, when
//! a run has ended. The path joins the states, and that is what zigzags. When a run leaves, the
//! bowl grows with it, up to a limit; then the ball stands at the edge.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::curve::Point;
use super::over_epochs::OverEpochs;
use super::plane::{Plane, Shape};
use super::{Axis, Cut, Drawn, FARTHEST, Mapping, Place, Result, Scene, Style, pinned, series};
use crate::training::{Bowl, Quantity, Series};

/// The room on both sides of the farthest state, of its distance from the best w.
const ROOM: f64 = 0.3;
/// How far a tangent reaches to either side, in CSS pixels.
const TANGENT: f64 = 44.0;
/// How far below the plot a tangent may reach, in pixels of the display.
const BELOW: f64 = 6.0;
/// How strong the bowl is where nobody has been, and how strong the path.
const FAINT: f64 = 0.35;
const PATH: f64 = 0.8;
/// How many steps the path shows: of a longer one each so-manieth state, an odd number, so that one
/// that goes from side to side still does.
const STEPS: usize = 500;
/// So many lines make a parabola smooth.
const SMOOTH: usize = 96;

pub(super) fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    scene: &Scene,
    style: &Style,
) -> Result<Drawn, DB> {
    if let Some(levels) = scene.levels {
        return super::levels::draw(area, scene, style, levels);
    }
    let [x, y] = ground(scene);
    let mut plane = Plane::draw(area, style, x, y);
    if let Some(bowl) = scene.bowl {
        if scene.found {
            plane.upright_dashes(bowl.optimum, style.w);
        }
        if scene.ended {
            let all = parabola(&bowl, [x.min(), x.max()], &plane.mapping);
            plane.line(&all, style.loss.mix(FAINT));
        }
        if let Some(seen) = seen(scene) {
            let seen = parabola(&bowl, seen, &plane.mapping);
            plane.line(&seen, style.loss.mix(1.0));
        }
    }
    for step in path(scene, &plane.mapping) {
        plane.thin(&step, style.update.mix(PATH));
    }
    if let Some(best) = scene.best {
        plane.hollow((best.w, best.loss), Shape::Dot, style.ink);
    }
    for (index, run) in scene.pins.iter().enumerate() {
        let [w, loss] = [Quantity::Param(0), Quantity::Loss].map(|of| pinned(run, of, scene));
        if !(w.is_nan() || loss.is_nan()) {
            let at = place(scene, &Place { w, loss }, &plane.mapping);
            plane.flag(index, at);
        }
    }
    let mut cut = Cut::default();
    if let Some(ball) = here(scene) {
        let at = plane.mapping.to_pixel(ball.w, ball.loss);
        if within(at, &plane.mapping) {
            if let Some(bowl) = scene.bowl.filter(|_| scene.known[0]) {
                let reach = TANGENT * plane.ratio;
                let tangent = tangent(at, slope(&bowl, ball.w), reach, &plane.mapping);
                plane.line(&tangent, style.gradient.mix(1.0));
            }
            if let Some(next) = next(scene).filter(|_| scene.known[1]) {
                let tip = plane.mapping.to_pixel(next.w, ball.loss);
                let land = plane.mapping.to_pixel(next.w, next.loss);
                let end = clip(at, tip, &plane.mapping).map_or(at, |(_, end)| end);
                plane.arrow(at, end, style.update);
                if end == tip
                    && let Some((from, to)) = clip(tip, land, &plane.mapping)
                {
                    plane.dashed(&[from, to], style.update.mix(1.0));
                }
            }
            plane.ball(at, style.ink, true);
        } else {
            cut.above = true;
            plane.ball(edge(scene, &ball, &plane.mapping), style.ink, false);
        }
    }
    plane.finish(cut)
}

pub(super) fn over_epochs(_: &Scene) -> Option<OverEpochs> {
    None
}

/// Where the ball is, in CSS pixels, in a chart of the landscape.
pub fn ball(scene: &Scene, map: &Mapping) -> Option<Point> {
    Some(place(scene, &here(scene)?, map))
}

/// Where a place of the bowl is, in pixels, or where the bowl leaves the plot towards it.
fn place(scene: &Scene, of: &Place, map: &Mapping) -> Point {
    let at = map.to_pixel(of.w, of.loss);
    if within(at, map) { at } else { edge(scene, of, map) }
}

/// What is shown: what a hand holds, or the state.
fn here(scene: &Scene) -> Option<Place> {
    scene.held.or_else(|| state(scene, scene.position)).filter(|place| !place.w.is_nan())
}

fn state(scene: &Scene, k: usize) -> Option<Place> {
    let [w, loss] = [Quantity::Param(0), Quantity::Loss].map(|of| series(scene.run, of).get(k));
    Some(Place { w: w?, loss: loss? })
}

/// The state after the next step; none while a hand holds the line, for Train begins elsewhere.
pub(super) fn next(scene: &Scene) -> Option<Place> {
    if scene.held.is_some() || scene.position >= scene.epochs {
        return None;
    }
    state(scene, scene.position + 1).filter(|next| next.w.is_finite())
}

/// The w between which a hand or the states shown have been.
fn seen(scene: &Scene) -> Option<[f64; 2]> {
    let w = series(scene.run, Quantity::Param(0));
    let shown = w.extent(0, (scene.visited.max(scene.position) + 1).min(w.len()));
    let mut ends = Vec::new();
    if let Some(shown) = shown {
        ends.extend([shown.min, shown.max]);
    }
    ends.extend(scene.touched.into_iter().flatten());
    ends.extend(scene.held.map(|held| held.w));
    let least = ends.iter().copied().reduce(f64::min)?;
    let most = ends.iter().copied().reduce(f64::max)?;
    Some([least, most])
}

/// The axes: w on both sides of the best one alike, and the loss from zero to what it is there.
pub fn ground(scene: &Scene) -> [Axis; 2] {
    if let Some(ground) = scene.ground {
        return ground;
    }
    let w = series(scene.run, Quantity::Param(0));
    let start = scene.start(Quantity::Param(0)).unwrap_or_default();
    let Some(bowl) = scene.bowl else { return plain(scene, start) };
    let far = |w: f64| (w - bowl.optimum).abs();
    let mut reach = far(start);
    let limit = FARTHEST * if reach > 0.0 { reach } else { far(0.0).max(1.0) };
    let mut hold = |w: &Series| {
        if let Some(states) = w.extent(0, w.len()) {
            reach = reach.max(far(states.min)).max(far(states.max));
        }
    };
    hold(w);
    for run in scene.pins {
        hold(series(run.history(), Quantity::Param(0)));
    }
    // A hand goes as far as it likes.
    reach = reach.min(limit);
    let hands = scene.touched.into_iter().flatten().chain(scene.held.map(|held| held.w));
    reach = hands.map(far).fold(reach, f64::max);
    let reach = (1.0 + ROOM) * if reach > 0.0 { reach } else { 1.0 };
    let x = Axis::linear(&[bowl.optimum - reach, bowl.optimum + reach]);
    // The walls end above the farthest state, not at the corners.
    let top = loss(&bowl, bowl.optimum + reach / (1.0 + ROOM / 3.0));
    [x, Axis::linear(&[bowl.least_loss.min(0.0), top])]
}

/// The axes of a loss that is no bowl that we know.
fn plain(scene: &Scene, start: f64) -> [Axis; 2] {
    let mut ends = [vec![start - 1.0, start + 1.0], vec![0.0]];
    for (values, of) in ends.iter_mut().zip([Quantity::Param(0), Quantity::Loss]) {
        let states = series(scene.run, of);
        if let Some(states) = states.extent(0, states.len()) {
            values.extend([states.min, states.max]);
        }
    }
    ends.map(|values| Axis::linear(&values))
}

/// L(w) = L(w*) + H/2·(w − w*)².
fn loss(bowl: &Bowl, w: f64) -> f64 {
    bowl.least_loss + bowl.curvature / 2.0 * (w - bowl.optimum).powi(2)
}

/// dL/dw = H·(w − w*).
fn slope(bowl: &Bowl, w: f64) -> f64 {
    bowl.curvature * (w - bowl.optimum)
}

/// The bowl from one w to another, as far as it is within the plot.
fn parabola(bowl: &Bowl, [from, to]: [f64; 2], map: &Mapping) -> Vec<Point> {
    let height = (map.y.max() - bowl.least_loss).max(0.0);
    let half = (2.0 * height / bowl.curvature).sqrt();
    let from = from.max(bowl.optimum - half).max(map.x.min());
    let to = to.min(bowl.optimum + half).min(map.x.max());
    let mut points = Vec::new();
    if from <= to {
        for k in 0..=SMOOTH {
            let w = from + (to - from) * (k as f64 / SMOOTH as f64);
            points.push(map.to_pixel(w, loss(bowl, w)));
        }
    }
    points
}

/// The steps up to the position, one after the other, as far as they are within the plot.
fn path(scene: &Scene, map: &Mapping) -> Vec<[Point; 2]> {
    let mut steps = Vec::new();
    let every = (scene.position / STEPS) | 1;
    let mut from: Option<Point> = None;
    for k in (0..=scene.position).step_by(every) {
        let Some(place) = state(scene, k) else { break };
        if !(place.w.is_finite() && place.loss.is_finite()) {
            break;
        }
        let to = map.to_pixel(place.w, place.loss);
        if let Some(from) = from
            && let Some((from, to)) = clip(from, to, map)
        {
            steps.push([from, to]);
        }
        from = Some(to);
    }
    steps
}

/// The tangent at a place of the plot, as long in pixels wherever it stands.
fn tangent(at: Point, slope: f64, reach: f64, map: &Mapping) -> Vec<Point> {
    let across = map.width / (map.x.max() - map.x.min());
    let up = map.height / (map.y.max() - map.y.min());
    let (x, y) = (across, -slope * up);
    let length = x.hypot(y);
    let (x, y) = (reach * x / length, reach * y / length);
    if !(x.is_finite() && y.is_finite()) {
        return Vec::new();
    }
    // Near the bottom it reaches a little below the axis.
    let room = Mapping { height: map.height + BELOW, ..*map };
    let ends = clip((at.0 - x, at.1 - y), (at.0 + x, at.1 + y), &room);
    ends.map_or_else(Vec::new, |(from, to)| vec![from, to])
}

pub(super) fn within((x, y): Point, map: &Mapping) -> bool {
    let inside = |at: f64, from: f64, length: f64| at >= from - 0.5 && at <= from + length + 0.5;
    inside(x, map.left, map.width) && inside(y, map.top, map.height)
}

/// Where the bowl leaves the plot towards a place outside of it.
fn edge(scene: &Scene, ball: &Place, map: &Mapping) -> Point {
    let Some(bowl) = scene.bowl else {
        let (x, y) = map.to_pixel(ball.w, ball.loss);
        let clamp = |at: f64, from: f64, length: f64| at.max(from).min(from + length);
        return (clamp(x, map.left, map.width), clamp(y, map.top, map.height));
    };
    let wall = parabola(&bowl, [f64::NEG_INFINITY, f64::INFINITY], map);
    let end = if ball.w < bowl.optimum { wall.first() } else { wall.last() };
    end.copied().unwrap_or((map.left, map.top))
}

/// The part of a line that is within the plot, by Liang and Barsky.
pub(super) fn clip(from: Point, to: Point, map: &Mapping) -> Option<(Point, Point)> {
    let way = (to.0 - from.0, to.1 - from.1);
    let (mut start, mut end) = (0.0, 1.0);
    for (way, before, after) in [
        (way.0, from.0 - map.left, map.left + map.width - from.0),
        (way.1, from.1 - map.top, map.top + map.height - from.1),
    ] {
        if way == 0.0 {
            if before < 0.0 || after < 0.0 {
                return None;
            }
            continue;
        }
        let (enters, leaves) =
            if way > 0.0 { (-before / way, after / way) } else { (-after / -way, before / -way) };
        (start, end) = (f64::max(start, enters), f64::min(end, leaves));
    }
    let at = |part: f64| {
        if part == 1.0 { to } else { (from.0 + part * way.0, from.1 + part * way.1) }
    };
    (start <= end && way.0.is_finite() && way.1.is_finite()).then(|| (at(start), at(end)))
}
