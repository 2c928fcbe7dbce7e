//! What a lab draws.

use super::Lab;
use crate::charts::{Axis, Chart, Relief, Scene, frame};
use crate::settings::DRAWN;
use crate::training::{Dataset, Numeric, Quantity};

/// The most work for the relief of a landscape at once, in additions.
const RELIEF: usize = 3_000_000;
/// How many places it has to each side, where a formula tells it, where it is measured, and where that takes long.
const FINE: usize = 72;
const SIDE: usize = 48;
const COARSE: usize = 16;
/// The fewest rows that are measured.
const FEW: usize = 64;

impl Lab {
    /// What every chart shows of this lab.
    pub fn scene(&self) -> Scene<'_> {
        let Lab { run, cursor, hand, beside, .. } = self;
        let (frame, ground) = match hand.frozen() {
            Some([frame, ground]) => (Some(frame), Some(ground)),
            None => (None, None),
        };
        let scene = Scene {
            loss: run.settings().loss.measure(),
            xs: run.data().xs(),
            ys: run.data().ys(),
            second: (run.data().columns().len() == 2).then(|| run.data().column(1)),
            in_batches: run.in_batches(),
            visited: cursor.visited(),
            bowl: run.bowl(),
            found: self.found(),
            ended: cursor.has_ended(run),
            touched: hand.touched(),
            known: cursor.known(),
            updating: cursor.is_updating(),
            held: hand.held(),
            best: hand.best(),
            // Who pins runs has chosen what to compare with.
            ghost: beside.ghost().filter(|_| beside.pins().is_empty()).map(|ghost| ghost.history()),
            pins: beside.pins(),
            sweeps: beside.sweeps(),
            log: run.settings().log,
            frame,
            ground,
            pair: run.settings().pair(),
            relief: self.screen.relief(),
            slopes: self.screen.slopes(),
            legs: self.screen.legs(),
            spread: self.screen.spread(),
            ..Scene::new(run.model(), run.history(), run.epoch(), run.iterations())
        };
        let aspect = self.screen.aspect().unwrap_or(scene.aspect);
        Scene { frame: self.kept(&scene), aspect, ..scene }
    }

    /// Sees to the relief that the landscape stands on: while a run goes on, the one that is there
    /// lasts as long as that is its ground. How steep it is here the run knows better.
    pub(super) fn survey(&mut self) {
        let there = self.screen.relief().is_some_and(|relief| relief.is_of(&self.scene()));
        if !there {
            let (relief, finer) = self.measured();
            self.screen.survey(relief, finer);
        }
        let several = self.run.names().len() > 1;
        let slopes = several.then(|| self.pair_slopes()).flatten();
        let pair = self.run.settings().pair();
        let spread = self.run.spread().iter().map(|grads| pair.map(|index| grads[index])).collect();
        self.screen.tilt(slopes, spread);
        let legs = self.legs();
        self.screen.take_legs(legs);
    }

    /// The loss around the run, where a parabola does not tell it: by the formula of the bowl, or measured within the time
    /// of a frame. Where all rows at all places take longer, first on some of the rows, or at fewer places; then what is
    /// to be measured on all.
    fn measured(&self) -> (Option<Relief>, Option<(Relief, Numeric)>) {
        let (run, data, scene) = (&self.run, self.run.data(), self.scene());
        if run.parabola().is_some() {
            return (None, None);
        }
        if let Some(bowl) = run.bowl() {
            return (Relief::new(&scene, FINE, |params| bowl.loss(params)), None);
        }
        let loss = run.settings().loss.loss();
        let numeric = |data: &Dataset| Numeric::new(run.model(), &loss, data).ok();
        let Some(mut all) = numeric(data) else { return (None, None) };
        let places = |side| Relief::places(run.names().len(), side);
        let row = (all.loss_cost() / data.len()).max(1);
        if all.loss_cost().saturating_mul(places(SIDE)) <= RELIEF {
            return (Relief::new(&scene, SIDE, |params| all.loss(params)), None);
        }
        // As many rows as there is time for, but not so few that it would be the landscape of others.
        let rows = (RELIEF / row / places(SIDE)).max(FEW);
        let mut some = numeric(&data.every(data.len().div_ceil(rows)));
        let side = (RELIEF / row / rows.min(data.len())).isqrt().clamp(COARSE, SIDE);
        let coarse = Relief::new(&scene, side, |params| {
            some.as_mut().map_or(f64::NAN, |numeric| numeric.loss(params))
        });
        (coarse, Relief::begin(&scene, SIDE).map(|relief| (relief, all)))
    }

    /// Whether a hand or the run has been at the least loss, or will not come there any more.
    pub(super) fn found(&self) -> bool {
        let Lab { run, cursor, hand, .. } = self;
        let Some(bowl) = run.parabola() else {
            return run.bowl().is_some() && cursor.has_ended(run);
        };
        let w = run.history().series(Quantity::Param(DRAWN));
        let shown = w.and_then(|w| w.extent(0, cursor.visited() + 1)).map(|w| [w.min, w.max]);
        let over = |[least, most]: [f64; 2]| least <= bowl.optimum && bowl.optimum <= most;
        cursor.has_ended(run) || shown.is_some_and(over) || hand.touched().is_some_and(over)
    }

    /// The axes of the fit where they do not follow the run alone. While the line is held they
    /// only grow: what gave way under a hand that comes back would draw the line away from it.
    fn kept(&self, scene: &Scene) -> Option<[Axis; 2]> {
        let (Some(_), Some(before)) = (scene.held, self.screen.mapping(Chart::Fit)) else {
            return scene.frame;
        };
        let [x, y] = frame(scene);
        let ends = [y.min(), y.max(), before.y.min(), before.y.max()];
        Some([x, if before.x == x { Axis::linear(&ends) } else { y }])
    }
}
