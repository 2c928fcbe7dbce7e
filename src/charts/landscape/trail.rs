//! The states of a run on a landscape: each stands where two of its quantities say, and the path goes
//! from one to the next.

use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use crate::charts::curve::Point;
use crate::charts::plane::Plane;
use crate::charts::scene::series;
use crate::charts::{Mapping, Scene};
use crate::training::{History, Quantity};

/// How strong the path is.
const PATH: f64 = 0.8;
/// How many steps it shows: of a longer one each so-manieth state, an odd number, so that one that
/// goes from side to side still does.
const STEPS: usize = 500;
/// In about so many pieces its outline is told.
const PIECES: usize = 40;

/// What is drawn from left to right, and what from bottom to top.
pub(super) struct Trail<'a> {
    pub x: Quantity,
    pub y: Quantity,
    /// Where the second is not what the run has of each state, but of the first.
    pub height: Option<&'a dyn Fn(f64) -> f64>,
}

impl Trail<'_> {
    /// Where a state stands; nowhere if the run does not keep it.
    pub fn at(&self, run: &History, state: usize) -> Option<Point> {
        let x = series(run, self.x).get(state)?;
        let y = match self.height {
            Some(height) => height(x),
            None => series(run, self.y).get(state)?,
        };
        Some((x, y))
    }

    /// Draws the steps up to the position.
    pub fn draw<DB: DrawingBackend>(&self, plane: &mut Plane<DB>, scene: &Scene) {
        let colour = plane.style.colours.update.mix(PATH);
        for step in self.steps(scene, &plane.mapping) {
            plane.thin(&step, colour);
        }
    }

    /// Draws the flags of the pinned runs, each where `place` has the state at which it is shown.
    pub fn flags<DB: DrawingBackend>(
        &self,
        plane: &mut Plane<DB>,
        scene: &Scene,
        place: impl Fn(Point) -> Point,
    ) {
        for (index, (run, state)) in scene.pinned().enumerate() {
            let at = self.at(run, state).filter(|(x, y)| !(x.is_nan() || y.is_nan()));
            if let Some(at) = at {
                plane.flag(index, place(at));
            }
        }
    }

    /// The way as far as it has been shown, in at most about forty pieces, also where it is beyond the plot; where it
    /// has not begun, its start.
    pub fn outline(&self, scene: &Scene, map: &Mapping) -> Vec<[Point; 2]> {
        let last = scene.visited.max(scene.position);
        let every = (last / PIECES) | 1;
        let states = (0..last).step_by(every).chain([last]);
        let place = |state| self.at(scene.run, state).map(|(x, y)| map.to_pixel(x, y));
        let finite = |&(x, y): &Point| x.is_finite() && y.is_finite();
        let places: Vec<Point> = states.filter_map(place).filter(finite).collect();
        match places[..] {
            [only] => vec![[only; 2]],
            _ => places.windows(2).map(|ends| [ends[0], ends[1]]).collect(),
        }
    }

    /// The steps up to the position, one after the other, as far as they are within the plot.
    fn steps(&self, scene: &Scene, map: &Mapping) -> Vec<[Point; 2]> {
        let mut steps = Vec::new();
        let every = (scene.position / STEPS) | 1;
        let mut from: Option<Point> = None;
        for state in (0..=scene.position).step_by(every) {
            let finite = |&(x, y): &Point| x.is_finite() && y.is_finite();
            let Some((x, y)) = self.at(scene.run, state).filter(finite) else { break };
            let to = map.to_pixel(x, y);
            if let Some((from, to)) = from.and_then(|from| map.clip(from, to)) {
                steps.push([from, to]);
            }
            from = Some(to);
        }
        steps
    }
}
