//! One step of training, opened: every number of it, in the order in which it comes to be.
//!
//! A step is a list of [`Event`]s over the graph of the batch. A step is opened at a state, where it
//! has its numbers; what is to be seen of these depends on how many events are behind. Never knows
//! where anybody stands, or how anything is drawn.

mod events;
mod numbers;
mod plan;
mod sight;

pub use events::Event;
pub(super) use events::Stages;
pub use numbers::Landed;
pub(super) use plan::{Part, Plan, Read, RowPlan};
pub use sight::Sight;

use crate::autograd::Graph;
use crate::model::{Criterion, Dataset, Model, Unrolled, unroll, unroll_for};
use crate::training::{Gradient, Precision, State};
use events::Events;
use numbers::Numbers;

/// The most rows that are opened.
pub(super) const MOST_ROWS: usize = 1_000;
/// The most nodes that are opened.
const MOST_NODES: usize = 100_000;

/// Why a step cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The run ends here: there is no step.
    End,
    /// There are more than 1,000 rows.
    Rows,
    /// On these rows the graph would have more than 100,000 nodes.
    Nodes,
}

impl Closed {
    /// The reason's name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Closed::End => "end",
            Closed::Rows => "too-many-rows",
            Closed::Nodes => "too-many-nodes",
        }
    }
}

/// How a step is made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Way {
    pub loss: Criterion,
    pub precision: Precision,
    pub gradient: Gradient,
}

/// A state, and what the step from it needs to know besides.
pub(super) struct Start {
    pub state: State,
    /// What each `.grad` holds before the step.
    pub grads: Vec<f64>,
    /// The state after the step.
    pub after: State,
}

/// The steps of a run, and the numbers of the one that has been opened last.
pub(super) struct Step {
    batch: Unrolled<f64>,
    /// The graph of the batch in the precision of the run, if that is another.
    single: Option<Graph<f32>>,
    precision: Precision,
    plan: Plan,
    events: Events,
    opened: Option<(Start, Numbers)>,
}

impl Step {
    /// The steps of this model on these rows.
    ///
    /// # Errors
    /// If the graph would be too large to be looked at.
    pub fn new(model: &Model, data: &Dataset, way: Way) -> Result<Step, Closed> {
        if data.len() > MOST_ROWS {
            return Err(Closed::Rows);
        }
        let loss = way.loss.loss();
        let first_row = data.columns().iter().map(|column| vec![column[0]]).collect();
        let Ok(first_row) = Dataset::with_inputs(first_row, vec![data.ys()[0]]) else {
            unreachable!("internal error: a row of points is a point")
        };
        let one = unroll::<f64>(model, &loss, &first_row).map_err(|_| Closed::Nodes)?;
        if one.graph.nodes().len().saturating_mul(data.len()) > MOST_NODES {
            return Err(Closed::Nodes);
        }
        let is_single = way.precision == Precision::F32 && way.gradient != Gradient::Numeric;
        let precision = if is_single { Precision::F32 } else { Precision::F64 };
        let batch = unroll_for(precision, model, &loss, data).map_err(|_| Closed::Nodes)?;
        let plan = Plan::new(&batch);
        Ok(Step {
            single: is_single.then(|| batch.graph.in_precision()),
            precision,
            events: Events::new(&plan, way.gradient),
            batch,
            plan,
            opened: None,
        })
    }

    /// The graph of the batch.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Computes the numbers of the step from there.
    pub fn open(&mut self, start: Start) {
        let (events, params) = (&self.events.all, &start.state.params);
        let Unrolled { graph, params: leaves, loss, .. } = &mut self.batch;
        let mut numbers = match &mut self.single {
            Some(graph) => Numbers::new(graph, leaves, *loss, events, params),
            None => Numbers::new(graph, leaves, *loss, events, params),
        };
        // By hand NumPy adds up, in an order of its own.
        numbers.values[self.plan.mean] = start.state.loss;
        self.opened = Some((start, numbers));
    }

    /// Forgets the numbers: another run has others.
    pub fn close(&mut self) {
        self.opened = None;
    }

    /// The state whose step has been opened last.
    pub fn epoch(&self) -> Option<usize> {
        self.opened.as_ref().map(|(start, _)| start.state.epoch)
    }

    /// The learning rate of the step opened last.
    pub fn lr(&self) -> f64 {
        self.opened.as_ref().map_or(f64::NAN, |(start, _)| start.state.lr)
    }

    /// The loss after the step opened last.
    pub fn then(&self) -> f64 {
        self.opened.as_ref().map_or(f64::NAN, |(start, _)| start.after.loss)
    }

    /// What each `.grad` held before the step opened last.
    pub fn before(&self) -> &[f64] {
        self.opened.as_ref().map_or(&[], |(start, _)| &start.grads)
    }

    /// What each parameter's `.grad` holds after one call of `backward` and after a second, if it
    /// was empty before; in double precision.
    pub fn twice(&mut self) -> Vec<[f64; 2]> {
        let Some((start, _)) = &self.opened else { return Vec::new() };
        let Unrolled { graph, params, loss, .. } = &mut self.batch;
        numbers::twice(graph, params, *loss, &start.state.params)
    }
}
