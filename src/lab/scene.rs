//! What a lab draws.

use super::Lab;
use crate::charts::{Axis, Chart, Place, Relief, Scene, frame};
use crate::settings::DRAWN;
use crate::training::{Numeric, Quantity};

/// The most work for the relief of a landscape, in points visited.
const RELIEF: usize = 250_000;

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
            visited: cursor.visited(),
            optimum: run.bowl().map(|b| Place { w: b.optimum, loss: b.least_loss }),
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
            log: run.settings().log,
            frame,
            ground,
            relief: self.screen.relief(),
            ..Scene::new(run.model(), run.history(), run.epoch(), run.iterations())
        };
        Scene { frame: self.kept(&scene), ..scene }
    }

    /// Sees to the relief that the landscape stands on: while a run goes on, the one that is there
    /// lasts as long as that is its ground.
    pub(super) fn survey(&mut self) {
        let there = self.screen.relief().is_some_and(|relief| relief.is_of(&self.scene()));
        if !there {
            self.screen.survey(self.measured());
        }
    }

    /// The loss around the run; `None` where a bowl tells it, of a model of more parameters than a
    /// landscape has, and of more points than there is time for.
    fn measured(&self) -> Option<Relief> {
        let (run, data) = (&self.run, self.run.data());
        let work = Relief::places(run.names().len()).saturating_mul(data.len());
        if run.bowl().is_some() || work > RELIEF {
            return None;
        }
        let mut numeric = Numeric::new(run.model(), &run.settings().loss.loss(), data).ok()?;
        Relief::new(&self.scene(), |params| numeric.loss(params))
    }

    /// Whether a hand or the run has been at the least loss, or will not come there any more.
    pub(super) fn found(&self) -> bool {
        let Lab { run, cursor, hand, .. } = self;
        let Some(bowl) = run.bowl() else { return false };
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
