//! The landscape of one parameter: the loss for each w, the ball where w is now, its tangent, the step
//! that comes next, and the path behind it.
//!
//! The loss is drawn where a hand or the run has been; the rest of it follows, faintly, when a run
//! has ended. The path joins the states, and that is what zigzags. When a run leaves, the bowl grows
//! with it, up to a limit; then the ball stands at the edge.

use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::relief::Relief;
use super::trail::Trail;
use crate::charts::curve::{Point, cut};
use crate::charts::plane::{Plane, Shape};
use crate::charts::scene::{FARTHEST, series};
use crate::charts::{Axis, Mapping, Place, Scene};
use crate::training::{Parabola, Quantity, Series};

/// The room on both sides of the farthest state, of its distance from the best w.
const ROOM: f64 = 0.3;
/// How far a tangent reaches to either side, in CSS pixels.
const TANGENT: f64 = 44.0;
/// How strong those of other batches are.
const SPREAD: f64 = 0.6;
/// How far below the plot a tangent may reach, in pixels of the display.
const BELOW: f64 = 6.0;
/// How strong the hill is on a light ground where nobody has been.
const FAINT: f64 = 0.35;
/// So many lines make a parabola smooth.
const SMOOTH: usize = 96;

/// The parameter that the hill is drawn over.
const OVER: Quantity = Quantity::Param(0);

/// What the trail shows of a run: the parameter and the loss of each state; or, where that is the loss of some rows, the
/// loss of all of them.
fn trail<T>(scene: &Scene, show: impl FnOnce(Trail) -> T) -> T {
    let hill = if scene.in_batches { Hill::of(scene) } else { None };
    let height = hill.map(|hill| move |w: f64| hill.height(w));
    let height = height.as_ref().map(|height| height as &dyn Fn(f64) -> f64);
    show(Trail { x: OVER, y: Quantity::Loss, height })
}

/// Draws it all, and returns whether the ball is beyond the plot.
pub(super) fn draw<DB: DrawingBackend>(plane: &mut Plane<DB>, scene: &Scene) -> bool {
    let (map, colours) = (plane.mapping, plane.style.colours);
    let hill = Hill::of(scene);
    if let Some(bowl) = scene.parabola().filter(|_| scene.found) {
        plane.upright_dashes(bowl.optimum, colours.w);
    }
    if let Some(hill) = &hill {
        let all = scene.ended.then_some([map.x.min(), map.x.max()]);
        for (part, strength) in [(all, colours.faint(FAINT)), (seen(scene), 1.0)] {
            for line in part.map_or_else(Vec::new, |part| hill.lines(part, &map)) {
                plane.line(&line, colours.loss.mix(strength));
            }
        }
    }
    trail(scene, |trail| trail.draw(plane, scene));
    if let Some(best) = scene.best {
        plane.hollow((best.w, best.loss), Shape::Dot, colours.ink);
    }
    trail(scene, |trail| trail.flags(plane, scene, |at| place(scene, at, &map)));

    let Some((w, loss)) = here(scene) else { return false };
    let at = map.to_pixel(w, loss);
    if !map.holds(at) {
        plane.ball(edge(scene, (w, loss), &map), false);
        return true;
    }
    if let Some(hill) = hill.filter(|_| scene.known[0]) {
        // That of the batch is not the hill's, which is of all points.
        let batch = series(scene.run, Quantity::Grad(0)).get(scene.position);
        for &[slope, _] in scene.spread {
            let tangent = tangent(at, slope, TANGENT * plane.ratio, &map);
            plane.thin(&tangent, colours.gradient.mix(SPREAD));
        }
        let slope = batch.filter(|_| scene.in_batches).unwrap_or_else(|| hill.slope(w));
        let tangent = tangent(at, slope, TANGENT * plane.ratio, &map);
        plane.line(&tangent, colours.gradient.mix(1.0));
    }
    let next = scene.next().and_then(|next| state(scene, next));
    if let Some((next, land)) = next.filter(|(w, _)| scene.known[1] && w.is_finite()) {
        let tip = map.to_pixel(next, loss);
        let end = map.clip(at, tip).map_or(at, |(_, end)| end);
        plane.arrow(at, end, colours.update);
        if end == tip
            && let Some((from, to)) = map.clip(tip, map.to_pixel(next, land))
        {
            plane.dashed(&[from, to], colours.update.mix(1.0));
        }
    }
    plane.ball(at, true);
    false
}

/// Where the ball is, in CSS pixels.
pub(super) fn ball(scene: &Scene, map: &Mapping) -> Option<Point> {
    Some(place(scene, here(scene)?, map))
}

/// Where a place of the hill is, in pixels, or where the hill leaves the plot towards it.
fn place(scene: &Scene, of: Point, map: &Mapping) -> Point {
    let at = map.to_pixel(of.0, of.1);
    if map.holds(at) { at } else { edge(scene, of, map) }
}

/// Where the hill leaves the plot towards a place outside of it.
fn edge(scene: &Scene, (w, loss): Point, map: &Mapping) -> Point {
    let Some(bowl) = scene.parabola() else { return map.nearest(map.to_pixel(w, loss)) };
    let wall = parabola(&bowl, [f64::NEG_INFINITY, f64::INFINITY], map);
    let end = if w < bowl.optimum { wall.first() } else { wall.last() };
    end.copied().unwrap_or((map.left, map.top))
}

/// Where a state of the run stands.
fn state(scene: &Scene, state: usize) -> Option<Point> {
    trail(scene, |trail| trail.at(scene.run, state))
}

/// What is shown: what a hand holds, or the state.
fn here(scene: &Scene) -> Option<Point> {
    let held = scene.held.map(|Place { w, loss }| (w, loss));
    held.or_else(|| state(scene, scene.position)).filter(|(w, _)| !w.is_nan())
}

/// The w between which a hand or the states shown have been.
fn seen(scene: &Scene) -> Option<[f64; 2]> {
    let w = series(scene.run, OVER);
    let shown = w.extent(0, (scene.visited.max(scene.position) + 1).min(w.len()));
    let ends = || shown.iter().flat_map(|shown| [shown.min, shown.max]).chain(scene.hands());
    Some([ends().reduce(f64::min)?, ends().reduce(f64::max)?])
}

/// The axes of a bowl: w on both sides of the best one alike, and the loss from zero to what it is
/// there.
pub(super) fn ground(scene: &Scene, bowl: &Parabola) -> [Axis; 2] {
    let w = series(scene.run, OVER);
    let far = |w: f64| (w - bowl.optimum).abs();
    let mut reach = far(scene.start(OVER).unwrap_or_default());
    let limit = FARTHEST * if reach > 0.0 { reach } else { far(0.0).max(1.0) };
    let mut hold = |w: &Series| {
        if let Some(states) = w.extent(0, w.len()) {
            reach = reach.max(far(states.min)).max(far(states.max));
        }
    };
    hold(w);
    for run in scene.pins {
        hold(series(run.history(), OVER));
    }
    // A hand goes as far as it likes.
    reach = scene.hands().map(far).fold(reach.min(limit), f64::max);
    let reach = (1.0 + ROOM) * if reach > 0.0 { reach } else { 1.0 };
    let x = Axis::linear(&[bowl.optimum - reach, bowl.optimum + reach]);
    // The walls end above the farthest state, not at the corners.
    let top = loss(bowl, bowl.optimum + reach / (1.0 + ROOM / 3.0));
    [x, Axis::linear(&[bowl.least_loss.min(0.0), top])]
}

/// What is known of the loss.
enum Hill<'a> {
    Bowl(Parabola),
    Relief(&'a Relief),
}

impl<'a> Hill<'a> {
    fn of(scene: &Scene<'a>) -> Option<Hill<'a>> {
        scene.parabola().map(Hill::Bowl).or(scene.relief.map(Hill::Relief))
    }

    /// L(w).
    fn height(&self, w: f64) -> f64 {
        match self {
            Hill::Bowl(bowl) => loss(bowl, w),
            Hill::Relief(relief) => relief.height(w),
        }
    }

    /// dL/dw.
    fn slope(&self, w: f64) -> f64 {
        match self {
            // dL/dw = H·(w − w*)
            Hill::Bowl(bowl) => bowl.curvature * (w - bowl.optimum),
            Hill::Relief(relief) => relief.slope(w),
        }
    }

    /// The loss from one w to another, as far as it is within the plot.
    fn lines(&self, [from, to]: [f64; 2], map: &Mapping) -> Vec<Vec<Point>> {
        match self {
            Hill::Bowl(bowl) => vec![parabola(bowl, [from, to], map)],
            Hill::Relief(relief) => {
                let at = |(w, loss): Point| loss.is_finite().then(|| map.to_pixel(w, loss));
                cut(relief.profile(from, to).into_iter().map(at).collect(), map)
            }
        }
    }
}

/// L(w) = L(w*) + H/2·(w − w*)².
fn loss(bowl: &Parabola, w: f64) -> f64 {
    bowl.least_loss + bowl.curvature / 2.0 * (w - bowl.optimum).powi(2)
}

/// The bowl from one w to another, as far as it is within the plot.
fn parabola(bowl: &Parabola, [from, to]: [f64; 2], map: &Mapping) -> Vec<Point> {
    let height = (map.y.max() - bowl.least_loss).max(0.0);
    let half = (2.0 * height / bowl.curvature).sqrt();
    let from = from.max(bowl.optimum - half).max(map.x.min());
    let to = to.min(bowl.optimum + half).min(map.x.max());
    if from > to {
        return Vec::new();
    }
    let w = |k: usize| from + (to - from) * (k as f64 / SMOOTH as f64);
    (0..=SMOOTH).map(w).map(|w| map.to_pixel(w, loss(bowl, w))).collect()
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
    let ends = room.clip((at.0 - x, at.1 - y), (at.0 + x, at.1 + y));
    ends.map_or_else(Vec::new, |(from, to)| vec![from, to])
}
