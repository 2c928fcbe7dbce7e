//! What happens in a step, in order: the same list for every step of a run.
//!
//! Nodes of the batch's graph get their values and their slopes, slopes land at what all rows
//! share, parameters move, gradients are emptied.

use super::Step;
use super::plan::Plan;
use crate::training::{Gradient, Position, Stage};

/// What happens at a place of a walk. Nodes are told by their index in the graph of the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A node gets its value.
    Value(usize),
    /// The rows' losses add up, from first to last, and are divided by N: this node's value.
    Mean(usize),
    /// A node of the loss or of a row has its whole slope ∂L/∂node.
    Slope(usize),
    /// A slope lands at what all rows share, a parameter or what is computed from parameters
    /// alone, and is added to what has landed there before.
    Landing {
        /// The node that hands it on.
        from: usize,
        /// Which of its inputs that is.
        input: usize,
        /// Where it lands.
        to: usize,
    },
    /// The gradient in the parameter of this index is there at once: by hand or by nudging.
    Given(usize),
    /// The parameter of this index moves.
    Moved(usize),
    /// The step is over: where autograd has filled gradients and they are not to add up, each is emptied.
    Over,
}

impl Event {
    /// The node at which it happens, which may be a row's; the node that hands on what lands.
    pub(in crate::lab) fn node(self) -> Option<usize> {
        match self {
            Event::Value(node) | Event::Slope(node) | Event::Landing { from: node, .. } => {
                Some(node)
            }
            _ => None,
        }
    }
}

/// How many events come before each stage of a step, and after the last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::lab) struct Stages([usize; 5]);

impl Stages {
    /// Those of a step that cannot be opened: each stage is one.
    pub const CLOSED: Stages = Stages([0, 1, 2, 3, 4]);

    /// How many events come before a stage.
    pub fn before(self, stage: Stage) -> usize {
        self.0[stage as usize]
    }

    /// How many events have come when a stage is over.
    pub fn after(self, stage: Stage) -> usize {
        self.0[stage as usize + 1]
    }

    /// How many events there are.
    pub fn all(self) -> usize {
        self.0[4]
    }

    /// How many events are behind at a stage with so many of its nodes behind: not more than lead to
    /// the next stage, nor all of the step.
    pub fn behind(self, stage: Stage, node: usize) -> usize {
        self.before(stage).saturating_add(node).min(self.after(stage)).min(self.all() - 1)
    }

    /// Stage and node after so many events of a step. Its beginning is that of the first stage, even
    /// where that has no node: a prediction may be a parameter alone.
    pub fn place(self, behind: usize) -> (Stage, usize) {
        let over = |&stage: &Stage| behind > 0 && self.after(stage) <= behind;
        let past = Stage::ALL[..3].iter().take_while(|&stage| over(stage)).count();
        let stage = Stage::ALL[past];
        (stage, behind - self.before(stage))
    }

    /// The place in a link of so many events of a step, or of as many as lead to its last place.
    pub fn phase(self, behind: usize) -> String {
        let (stage, node) = self.place(behind.min(self.all() - 1));
        Position { epoch: 0, stage, node }.phase()
    }
}

/// The events of a step.
pub(super) struct Events {
    pub all: Vec<Event>,
    pub stages: Stages,
    /// For each parameter how many events are behind when its slopes have come together.
    pub whole: Vec<usize>,
}

impl Events {
    pub fn new(plan: &Plan, gradient: Gradient) -> Events {
        let by_graph = gradient == Gradient::Autograd;
        let mut all = Vec::new();
        let mut starts = [0; 5];
        predict(plan, &mut all);
        starts[Stage::Loss as usize] = all.len();
        lose(plan, &mut all);
        starts[Stage::Gradient as usize] = all.len();
        if by_graph {
            sweep(plan, &mut all);
        } else {
            all.extend((0..plan.params.len()).map(Event::Given));
        }
        starts[Stage::Update as usize] = all.len();
        all.extend((0..plan.params.len()).map(Event::Moved));
        // Until then one stands where everything has moved.
        all.push(Event::Over);
        starts[4] = all.len();
        let whole = |&param: &usize| {
            let lands = |event: &Event| matches!(*event, Event::Landing { to, .. } if to == param);
            let last = all.iter().rposition(lands);
            // A parameter that nothing reads is whole at once; by hand nothing comes together.
            let none = if by_graph { starts[Stage::Update as usize] } else { usize::MAX };
            last.map_or(none, |last| last + 1)
        };
        let whole = plan.params.iter().map(whole).collect();
        Events { all, stages: Stages(starts), whole }
    }
}

/// What the rows share is computed once, then row by row each prediction.
fn predict(plan: &Plan, events: &mut Vec<Event>) {
    let shared = 0..plan.shared;
    events.extend(shared.filter(|&node| plan.is_computed(node)).map(Event::Value));
    for row in &plan.rows {
        let nodes = row.first..=row.prediction;
        events.extend(nodes.filter(|&node| plan.is_computed(node)).map(Event::Value));
    }
}

/// Layer by layer to the losses of the rows, and their mean.
fn lose(plan: &Plan, events: &mut Vec<Event>) {
    for layer in plan.losses() {
        events.extend(plan.rows.iter().map(|row| Event::Value(row.first + layer)));
    }
    events.push(Event::Mean(plan.mean));
}

/// Layer by layer back through the rows, then to what they share.
fn sweep(plan: &Plan, events: &mut Vec<Event>) {
    events.push(Event::Slope(plan.mean));
    let layers = [plan.predictions(), plan.losses()].concat();
    for layer in layers.into_iter().rev() {
        events.extend(plan.rows.iter().map(|row| Event::Slope(row.first + layer)));
    }
    for from in (0..=plan.mean).rev() {
        for (input, to) in plan.parts[from].nodes() {
            if plan.collects(to) {
                events.push(Event::Landing { from, input, to });
            }
        }
    }
}

impl Step {
    /// All that happens in a step, in order.
    pub fn events(&self) -> &[Event] {
        &self.events.all
    }

    /// How many events there are before each stage, and after the last.
    pub fn stages(&self) -> Stages {
        self.events.stages
    }
}
