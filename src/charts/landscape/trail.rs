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

/// What is drawn from left to right, and what from bottom to top.
pub(super) struct Trail(pub Quantity, pub Quantity);

impl Trail {
    /// Where a state stands; nowhere if the run does not keep it.
    pub fn at(&self, run: &History, state: usize) -> Option<Point> {
        series(run, self.0).get(state).zip(series(run, self.1).get(state))
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
