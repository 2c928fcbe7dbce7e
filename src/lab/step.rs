//! One step of training, opened: every number of it, in the order in which it comes to be.
//!
//! A step is a list of events: nodes of the batch's graph get their values and their slopes, slopes
//! land at what all rows share, parameters move, gradients are emptied. The list is the same for
//! every step of a run. What is to be seen is a function of the step and of how many events are
//! behind: walking back is as exact as walking on, and nothing is ever undone.

use std::ops::Range;

use super::plan::{Cast, Plan};
use crate::autograd::{Float, Graph, NodeId, Operand};
use crate::diagram::Diagram;
use crate::model::{Dataset, Loss, Model, Unrolled, unroll};
use crate::training::{Gradient, Position, Precision, Stage, State};

/// The most rows that are opened.
pub(super) const MOST_ROWS: usize = 1_000;
/// The most nodes that are opened.
const MOST_NODES: usize = 100_000;

/// The room above a row for what it is called.
const NAMED: f64 = 32.0;

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
    /// Every gradient is emptied.
    Emptied,
}

/// A slope that has landed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Landed {
    /// The node that handed it on.
    pub from: usize,
    /// Where it landed.
    pub to: usize,
    /// What was handed on.
    pub slope: f64,
    /// What has landed there so far.
    pub sum: f64,
}

/// What is to be seen at a position within a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Sight {
    /// The position.
    pub position: Position,
    /// What has happened last; nothing if the whole step is before us.
    pub last: Option<Event>,
    /// What happens next.
    pub next: Event,
    /// The value of each node that has one already.
    pub values: Vec<Option<f64>>,
    /// ∂L/∂node of each node at which a slope has arrived, as far as it has come together.
    pub slopes: Vec<Option<f64>>,
    /// What has landed, in order.
    pub landed: Vec<Landed>,
    /// The parameters, each as it is before or after its update.
    pub params: Vec<f64>,
    /// What each parameter's `.grad` holds. The slopes that land are added to it once, when all
    /// have come together.
    pub grads: Vec<f64>,
}

/// How a step is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Way {
    pub precision: Precision,
    pub gradient: Gradient,
    pub zero_grad: bool,
}

/// A state, and what the step from it needs to know besides.
pub(super) struct Start {
    pub state: State,
    /// What each `.grad` holds before the step.
    pub grads: Vec<f64>,
    /// The state after the step.
    pub after: State,
}

/// The events of every step of a run, and the numbers of one of them.
pub(super) struct Step {
    batch: Unrolled<f64>,
    /// The graph of the batch in the precision of the run, if that is another.
    single: Option<Graph<f32>>,
    shape: Shape,
    plan: Plan,
    /// The step that has been opened last.
    opened: Option<(Start, Numbers)>,
    /// The drawing made last, by the row that is open in it.
    drawn: Option<((usize, bool), Cast, Diagram)>,
}

/// What is the same for every step.
struct Shape {
    precision: Precision,
    /// For each node whether it has its value before the step: constants and parameters.
    given: Vec<bool>,
    /// The nodes of the mean: the sums, and the division.
    mean: Range<usize>,
    events: Vec<Event>,
    /// How many events come before each stage.
    starts: [usize; 4],
    /// For each parameter how many events are behind when its slopes have come together.
    whole: Vec<usize>,
}

/// The numbers of one step.
struct Numbers {
    values: Vec<f64>,
    slopes: Vec<f64>,
    landed: Vec<Landed>,
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
        let single = way.precision == Precision::F32 && way.gradient != Gradient::Numeric;
        let loss = Loss::squared_error();
        let mut first_row = Vec::new();
        for column in data.columns() {
            first_row.push(vec![column[0]]);
        }
        let first_row = Dataset::with_inputs(first_row, vec![data.ys()[0]]);
        let first_row = first_row.expect("internal error: a row of points is a point");
        let one = unroll::<f64>(model, &loss, &first_row).map_err(|_| Closed::Nodes)?;
        if one.graph.nodes().len().saturating_mul(data.len()) > MOST_NODES {
            return Err(Closed::Nodes);
        }
        let batch = unroll::<f64>(model, &loss, data).map_err(|_| Closed::Nodes)?;
        let plan = Plan::new(&batch);
        let precision = if single { Precision::F32 } else { Precision::F64 };
        let single = single.then(|| batch.graph.in_precision());
        let shape = Shape::new(&plan, way, precision);
        Ok(Step { batch, single, shape, plan, opened: None, drawn: None })
    }

    /// All that happens in a step, in order.
    pub fn events(&self) -> &[Event] {
        &self.shape.events
    }

    /// The graph of the batch.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The loss after the step opened last.
    pub fn then(&self) -> f64 {
        self.opened.as_ref().map_or(f64::NAN, |(start, _)| start.after.loss)
    }

    /// What each `.grad` held before the step opened last.
    pub fn before(&self) -> &[f64] {
        self.opened.as_ref().map_or(&[], |(start, _)| &start.grads)
    }

    /// What the first parameter's `.grad` holds after one call of `backward` and after a second, if it
    /// was empty before; in double precision.
    pub fn twice(&mut self) -> Vec<f64> {
        let Unrolled { graph, params, loss, .. } = &mut self.batch;
        let Some((start, _)) = &self.opened else { return Vec::new() };
        forward(graph, params, &start.state.params);
        let mut grads = Vec::new();
        for _ in 0..2 {
            graph.backward(*loss);
            grads.push(graph.grad(params[0]));
        }
        grads
    }

    /// Makes the drawing in which this row is open, unless it is there; of what is narrow a folded one.
    pub fn draw(&mut self, row: usize, narrow: bool) {
        let open = super::plan::OPEN[usize::from(narrow)];
        // Where every row is open there is one drawing.
        let which = (if self.plan.rows.len() <= open { 0 } else { row }, narrow);
        if self.drawn.as_ref().is_none_or(|&(drawn, ..)| drawn != which) {
            let cast = Cast::new(&self.plan, which.0, open);
            // Where not all are open, each says which it is.
            let above = if cast.bands.len() < self.plan.rows.len() { NAMED } else { 0.0 };
            let draw = if narrow { Diagram::folded } else { Diagram::new };
            let diagram = draw(&cast.knots, above);
            self.drawn = Some((which, cast, diagram));
        }
    }

    /// The drawing made last.
    pub fn drawn(&self) -> Option<(&Cast, &Diagram)> {
        self.drawn.as_ref().map(|(_, cast, diagram)| (cast, diagram))
    }

    /// How many events there are before each stage, and after the last.
    pub fn stages(&self) -> [usize; 5] {
        let [a, b, c, d] = self.shape.starts;
        [a, b, c, d, self.shape.events.len()]
    }

    /// Forgets the numbers: another run has others.
    pub fn close(&mut self) {
        self.opened = None;
    }

    /// The state whose step has been opened last.
    pub fn epoch(&self) -> Option<usize> {
        self.opened.as_ref().map(|(start, _)| start.state.epoch)
    }

    /// Computes the numbers of the step from there.
    pub fn open(&mut self, start: Start) {
        let (events, params) = (&self.shape.events, &start.state.params);
        let Unrolled { graph, params: leaves, loss, .. } = &mut self.batch;
        let numbers = match &mut self.single {
            Some(graph) => Numbers::new(graph, leaves, *loss, events, params),
            None => Numbers::new(graph, leaves, *loss, events, params),
        };
        self.opened = Some((start, numbers));
    }

    /// What is to be seen of the step opened last with so many of its events behind; `None` if
    /// none is open, or if there are not more events than that.
    pub fn sight(&self, behind: usize) -> Option<Sight> {
        let (start, numbers) = self.opened.as_ref()?;
        let Shape { precision, given, mean, events, whole, .. } = &self.shape;
        let next = *events.get(behind)?;
        let (stage, node) = place(&self.stages(), behind);
        let mut values = vec![None; given.len()];
        let mut slopes = values.clone();
        for node in 0..given.len() {
            if given[node] {
                values[node] = Some(numbers.values[node]);
            }
        }
        let (mut params, mut grads) = (start.state.params.clone(), start.grads.clone());
        let mut landed = 0;
        let mut last = None;
        for &event in &events[..behind] {
            last = Some(event);
            match event {
                Event::Value(node) => values[node] = Some(numbers.values[node]),
                Event::Slope(node) if mean.contains(&node) => {
                    for node in mean.clone() {
                        slopes[node] = Some(numbers.slopes[node]);
                    }
                }
                Event::Slope(node) => slopes[node] = Some(numbers.slopes[node]),
                Event::Mean(_) => {
                    for node in mean.clone() {
                        values[node] = Some(numbers.values[node]);
                    }
                }
                Event::Landing { to, .. } => {
                    slopes[to] = Some(numbers.landed[landed].sum);
                    landed += 1;
                }
                Event::Given(k) => grads[k] = start.state.grads[k],
                Event::Moved(k) => params[k] = start.after.params[k],
                // The last event of all: nobody stands behind it.
                Event::Emptied => {}
            }
        }
        for (k, grad) in grads.iter_mut().enumerate() {
            if behind >= whole[k] {
                *grad = precision.round(*grad + numbers.slopes[self.plan.params[k]]);
            }
        }
        Some(Sight {
            position: Position { epoch: start.state.epoch, stage, node },
            last,
            next,
            values,
            slopes,
            landed: numbers.landed[..landed].to_vec(),
            params,
            grads,
        })
    }
}

/// Computes a graph from these parameters, with every gradient empty.
fn forward<F: Float>(graph: &mut Graph<F>, leaves: &[NodeId], params: &[f64]) {
    for (&leaf, &value) in leaves.iter().zip(params) {
        graph.set(leaf, F::from_f64(value));
    }
    graph.zero_grad();
    graph.forward();
}

impl Shape {
    fn new(plan: &Plan, way: Way, precision: Precision) -> Shape {
        let count = plan.parts.len();
        let computed = |node: usize| !plan.parts[node].reads.is_empty();
        let sum = plan.rows[0].loss + 1;
        let by_graph = way.gradient == Gradient::Autograd;
        let mut events = Vec::new();
        // What the rows share is recorded before them, and they from the last to the first.
        for node in 0..plan.shared() {
            if computed(node) {
                events.push(Event::Value(node));
            }
        }
        // Row by row to the prediction, then layer by layer to the losses.
        let mut predictions = Vec::new();
        let mut losses = Vec::new();
        for row in &plan.rows {
            for node in row.first..=row.loss {
                if computed(node) && node <= row.prediction {
                    events.push(Event::Value(node));
                }
            }
        }
        let row = plan.rows[0];
        for node in row.first..=row.loss {
            if computed(node) {
                let layers = if node <= row.prediction { &mut predictions } else { &mut losses };
                layers.push(node - row.first);
            }
        }
        let mut starts = [0, events.len(), 0, 0];
        for &layer in &losses {
            for row in &plan.rows {
                events.push(Event::Value(row.first + layer));
            }
        }
        events.push(Event::Mean(plan.mean));
        starts[2] = events.len();
        let mut whole = Vec::new();
        if by_graph {
            events.push(Event::Slope(plan.mean));
            for &layer in losses.iter().rev() {
                for row in &plan.rows {
                    events.push(Event::Slope(row.first + layer));
                }
            }
            for &layer in predictions.iter().rev() {
                for row in &plan.rows {
                    events.push(Event::Slope(row.first + layer));
                }
            }
            for from in (0..=plan.mean).rev() {
                for (input, to) in plan.parts[from].nodes() {
                    if plan.params.contains(&to) || (to < plan.shared() && computed(to)) {
                        events.push(Event::Landing { from, input, to });
                    }
                }
            }
            for &param in &plan.params {
                let mut behind = events.len();
                for (index, event) in events.iter().enumerate() {
                    if matches!(*event, Event::Landing { to, .. } if to == param) {
                        behind = index + 1;
                    }
                }
                whole.push(behind);
            }
        } else {
            for k in 0..plan.params.len() {
                events.push(Event::Given(k));
                whole.push(usize::MAX);
            }
        }
        starts[3] = events.len();
        for k in 0..plan.params.len() {
            events.push(Event::Moved(k));
        }
        // By hand a gradient is computed afresh: there is nothing to empty.
        if by_graph && way.zero_grad {
            events.push(Event::Emptied);
        }
        let mut given = Vec::new();
        for node in 0..count {
            given.push(!computed(node));
        }
        Shape { precision, given, mean: sum..plan.mean + 1, events, starts, whole }
    }
}

impl Numbers {
    /// Runs the graph forward and backward from these parameters.
    fn new<F: Float>(
        graph: &mut Graph<F>,
        leaves: &[NodeId],
        loss: NodeId,
        events: &[Event],
        params: &[f64],
    ) -> Numbers {
        forward(graph, leaves, params);
        graph.backward(loss);
        let mut sums = vec![F::ZERO; graph.nodes().len()];
        let mut landed = Vec::new();
        for &event in events {
            let Event::Landing { from, input, to } = event else { continue };
            let slope = handed_on(graph, from)[input];
            sums[to] += slope;
            landed.push(Landed { from, to, slope: slope.to_f64(), sum: sums[to].to_f64() });
        }
        let (mut values, mut slopes) = (Vec::new(), Vec::new());
        for (value, slope) in graph.values().zip(graph.adjoints()) {
            values.push(value.to_f64());
            slopes.push(slope.to_f64());
        }
        Numbers { values, slopes, landed }
    }
}

/// Stage and node after so many events of a step. Its beginning is that of the first stage, even
/// where that has no node: a prediction may be a parameter alone.
pub(super) fn place(stages: &[usize; 5], behind: usize) -> (Stage, usize) {
    let mut stage = 0;
    while behind > 0 && stage < 3 && stages[stage + 1] <= behind {
        stage += 1;
    }
    (Stage::ALL[stage], behind - stages[stage])
}

/// The place in a link of so many events of a step.
pub(super) fn phase(stages: &[usize; 5], behind: usize) -> String {
    let (stage, node) = place(stages, behind);
    Position { epoch: 0, stage, node }.phase()
}

/// What a node hands on to each of its inputs, as the sweep does: nothing if its slope is 0.
fn handed_on<F: Float>(graph: &Graph<F>, node: usize) -> [F; 2] {
    let (slope, node) = (graph.adjoints()[node], &graph.nodes()[node]);
    let mut operands = node.operands().map(|operand| match operand {
        Operand::Node(id) => graph.value(id),
        Operand::Number(number) => number,
    });
    let a = operands.next().unwrap_or(F::ZERO);
    let b = operands.next().unwrap_or(a);
    if slope == F::ZERO { [F::ZERO; 2] } else { node.op().pull(a, b, node.value(), slope) }
}
