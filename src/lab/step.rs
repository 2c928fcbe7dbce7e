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
use crate::model::{Dataset, Loss, Model, Row, Unrolled, unroll};
use crate::training::{Gradient, Position, Precision, Stage, State};

/// The most rows that are opened.
const MOST_ROWS: usize = 1_000;
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
    /// The parameters after the step.
    pub after: Vec<f64>,
}

/// The events of every step of a run, and the numbers of one of them.
pub(super) struct Step {
    batch: Batch,
    shape: Shape,
    plan: Plan,
    /// The step that has been opened last.
    opened: Option<(Start, Numbers)>,
    /// The drawing made last, by the row that is open in it.
    drawn: Option<(usize, Cast, Diagram)>,
}

/// The graph of all rows, in either precision.
enum Batch {
    Single(Unrolled<f32>),
    Double(Unrolled<f64>),
}

/// What is the same for every step.
struct Shape {
    precision: Precision,
    params: Vec<usize>,
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
        let (batch, shape, plan) = if single {
            let unrolled = batch::<f32>(model, data)?;
            let shape = Shape::new(&unrolled, way, Precision::F32);
            let plan = Plan::new(&unrolled);
            (Batch::Single(unrolled), shape, plan)
        } else {
            let unrolled = batch::<f64>(model, data)?;
            let shape = Shape::new(&unrolled, way, Precision::F64);
            let plan = Plan::new(&unrolled);
            (Batch::Double(unrolled), shape, plan)
        };
        Ok(Step { batch, shape, plan, opened: None, drawn: None })
    }

    /// All that happens in a step, in order.
    pub fn events(&self) -> &[Event] {
        &self.shape.events
    }

    /// The graph of the batch.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What each `.grad` held before the step opened last.
    pub fn before(&self) -> &[f64] {
        self.opened.as_ref().map_or(&[], |(start, _)| &start.grads)
    }

    /// What the first parameter's `.grad` holds after one call of `backward` and after a second, if it
    /// was empty before.
    pub fn twice(&mut self) -> Vec<f64> {
        match &mut self.batch {
            Batch::Single(unrolled) => twice(unrolled),
            Batch::Double(unrolled) => twice(unrolled),
        }
    }

    /// Makes the drawing in which this row is open, unless it is there.
    pub fn draw(&mut self, row: usize) {
        // Where every row is open there is one drawing.
        let row = if self.plan.rows.len() <= super::plan::OPEN { 0 } else { row };
        if self.drawn.as_ref().is_none_or(|&(drawn, ..)| drawn != row) {
            let cast = Cast::new(&self.plan, row);
            let diagram = Diagram::new(&cast.knots);
            self.drawn = Some((row, cast, diagram));
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
        let numbers = match &mut self.batch {
            Batch::Single(unrolled) => Numbers::new(unrolled, events, params),
            Batch::Double(unrolled) => Numbers::new(unrolled, events, params),
        };
        self.opened = Some((start, numbers));
    }

    /// What is to be seen of the step opened last with so many of its events behind; `None` if
    /// none is open, or if there are not more events than that.
    pub fn sight(&self, behind: usize) -> Option<Sight> {
        let (start, numbers) = self.opened.as_ref()?;
        let Shape { precision, params, given, mean, events, whole, .. } = &self.shape;
        let (stage, node) = place(&self.stages(), behind);
        let position = Position { epoch: start.state.epoch, stage, node };
        let values = given.iter().zip(&numbers.values).map(|(&has, &value)| has.then_some(value));
        let mut sight = Sight {
            position,
            last: behind.checked_sub(1).map(|last| events[last]),
            next: *events.get(behind)?,
            values: values.collect(),
            slopes: vec![None; given.len()],
            landed: Vec::new(),
            params: start.state.params.clone(),
            grads: start.grads.clone(),
        };
        let mut landings = numbers.landed.iter();
        for &event in &events[..behind] {
            match event {
                Event::Value(node) => sight.values[node] = Some(numbers.values[node]),
                Event::Slope(node) if mean.contains(&node) => {
                    mean.clone().for_each(|node| sight.slopes[node] = Some(numbers.slopes[node]));
                }
                Event::Slope(node) => sight.slopes[node] = Some(numbers.slopes[node]),
                Event::Mean(_) => {
                    mean.clone().for_each(|node| sight.values[node] = Some(numbers.values[node]));
                }
                Event::Landing { to, .. } => {
                    let landed = landings.next().copied();
                    let landed = landed.expect("internal error: every landing has its numbers");
                    sight.slopes[to] = Some(landed.sum);
                    sight.landed.push(landed);
                }
                Event::Given(k) => sight.grads[k] = start.state.grads[k],
                Event::Moved(k) => sight.params[k] = start.after[k],
                // The last event of all: nobody stands behind it.
                Event::Emptied => {}
            }
        }
        for (k, grad) in sight.grads.iter_mut().enumerate().filter(|&(k, _)| behind >= whole[k]) {
            *grad = precision.round(*grad + numbers.slopes[params[k]]);
        }
        Some(sight)
    }
}

/// Calls `backward` two times on the graph as it stands.
fn twice<F: Float>(unrolled: &mut Unrolled<F>) -> Vec<f64> {
    let Unrolled { graph, params, loss, .. } = unrolled;
    graph.zero_grad();
    let mut grads = Vec::new();
    for _ in 0..2 {
        graph.backward(*loss);
        grads.push(graph.grad(params[0]).to_f64());
    }
    grads
}

/// Records the batch, if it is not too large.
fn batch<F: Float>(model: &Model, data: &Dataset) -> Result<Unrolled<F>, Closed> {
    let loss = Loss::squared_error();
    let first_row = data.columns().iter().map(|column| vec![column[0]]).collect();
    let first_row = Dataset::with_inputs(first_row, vec![data.ys()[0]]);
    let first_row = first_row.expect("internal error: a row of points is a point");
    let nodes = |unrolled: &Unrolled<F>| unrolled.graph.nodes().len();
    let one = unroll::<F>(model, &loss, &first_row).map_err(|_| Closed::Nodes)?;
    if nodes(&one).saturating_mul(data.len()) > MOST_NODES {
        return Err(Closed::Nodes);
    }
    unroll(model, &loss, data).map_err(|_| Closed::Nodes)
}

impl Shape {
    fn new<F: Float>(unrolled: &Unrolled<F>, way: Way, precision: Precision) -> Shape {
        let Unrolled { graph, params, rows, mean, loss } = unrolled;
        let params: Vec<usize> = params.iter().map(|param| param.index()).collect();
        let leaf = |node: usize| graph.nodes()[node].operands().next().is_none();
        let computed = |node: &usize| !leaf(*node);
        let (mean, loss) = (mean.index(), loss.index());
        // The rows are recorded from the last to the first, what they share before them.
        let last = rows.last().map_or(0, |row| row.first.index());
        let shared: Vec<usize> = (0..last).filter(computed).collect();
        let parts = |part: fn(&Row) -> [usize; 2]| -> Vec<Vec<usize>> {
            let nodes = |row: &Row| {
                let [from, to] = part(row);
                (from..to).filter(computed).collect()
            };
            rows.iter().map(nodes).collect()
        };
        // Where the prediction is what the rows share, no row has a node of it.
        let predictions = parts(|row| {
            let first = row.first.index();
            [first, first.max(row.prediction.index() + 1)]
        });
        let losses =
            parts(|row| [row.first.index().max(row.prediction.index() + 1), row.loss.index() + 1]);
        // The first node of each row, then the second of each, …
        let layers = |parts: &[Vec<usize>]| -> Vec<Vec<usize>> {
            let depth = parts.first().map_or(0, Vec::len);
            (0..depth).map(|layer| parts.iter().map(|row| row[layer]).collect()).collect()
        };
        let sum = rows.first().map_or(0, |row| row.loss.index() + 1);
        let penalty: Vec<usize> = (mean + 1..=loss).filter(computed).collect();

        let values = |nodes: Vec<usize>| nodes.into_iter().map(Event::Value);
        let prediction: Vec<Event> =
            values(shared.clone()).chain(values(predictions.concat())).collect();
        let of_loss = values(layers(&losses).concat()).chain([Event::Mean(mean)]);
        let of_loss: Vec<Event> = of_loss.chain(values(penalty.clone())).collect();

        let mut gradient: Vec<Event> = Vec::new();
        if way.gradient == Gradient::Autograd {
            let rows = layers(&predictions).into_iter().chain(layers(&losses)).rev();
            let down = penalty.into_iter().rev().chain([mean]);
            gradient.extend(down.chain(rows.flatten()).map(Event::Slope));
            let is_shared = |node: usize| params.contains(&node) || (node < last && !leaf(node));
            for from in (0..=loss).rev() {
                let inputs = inputs(graph, from).map(|(input, to)| (input, to.index()));
                let landings = inputs.filter(|&(_, to)| is_shared(to));
                gradient.extend(landings.map(|(input, to)| Event::Landing { from, input, to }));
            }
        } else {
            gradient.extend((0..params.len()).map(Event::Given));
        }
        let mut update: Vec<Event> = (0..params.len()).map(Event::Moved).collect();
        // By hand a gradient is computed afresh: there is nothing to empty.
        if way.gradient == Gradient::Autograd && way.zero_grad {
            update.push(Event::Emptied);
        }

        let mut starts = [0, prediction.len(), of_loss.len(), gradient.len()];
        (1..4).for_each(|stage| starts[stage] += starts[stage - 1]);
        let events = [prediction, of_loss, gradient, update].concat();
        let whole = params.iter().map(|&param| {
            if way.gradient != Gradient::Autograd {
                return usize::MAX;
            }
            let lands = |event: &Event| matches!(event, Event::Landing { to, .. } if *to == param);
            events.iter().rposition(lands).map_or(starts[3], |index| index + 1)
        });
        let (whole, given) = (whole.collect(), (0..graph.nodes().len()).map(leaf).collect());
        Shape { precision, params, given, mean: sum..mean + 1, events, starts, whole }
    }
}

impl Numbers {
    /// Runs the graph forward and backward from these parameters.
    fn new<F: Float>(unrolled: &mut Unrolled<F>, events: &[Event], params: &[f64]) -> Numbers {
        let Unrolled { graph, params: leaves, loss, .. } = unrolled;
        for (&leaf, &value) in leaves.iter().zip(params) {
            graph.set(leaf, F::from_f64(value));
        }
        graph.zero_grad();
        graph.forward();
        graph.backward(*loss);
        let mut sums = vec![F::ZERO; graph.nodes().len()];
        let mut landed = Vec::new();
        for &event in events {
            let Event::Landing { from, input, to } = event else { continue };
            let slope = handed_on(graph, from)[input];
            sums[to] += slope;
            landed.push(Landed { from, to, slope: slope.to_f64(), sum: sums[to].to_f64() });
        }
        let values = graph.values().map(F::to_f64).collect();
        let slopes = graph.adjoints().iter().map(|slope| slope.to_f64()).collect();
        Numbers { values, slopes, landed }
    }
}

/// Stage and node after so many events of a step. Its beginning is that of the first stage, even
/// where that has no node: a prediction may be a parameter alone.
pub(super) fn place(stages: &[usize; 5], behind: usize) -> (Stage, usize) {
    let begun = stages[1..4].iter().filter(|&&before| before <= behind).count();
    let stage = if behind == 0 { 0 } else { begun };
    (Stage::ALL[stage], behind - stages[stage])
}

/// The place in a link of so many events of a step.
pub(super) fn phase(stages: &[usize; 5], behind: usize) -> String {
    let (stage, node) = place(stages, behind);
    Position { epoch: 0, stage, node }.phase()
}

/// The nodes that a node reads, each with its place among what it reads.
fn inputs<F: Float>(graph: &Graph<F>, node: usize) -> impl Iterator<Item = (usize, NodeId)> {
    graph.nodes()[node].operands().enumerate().filter_map(|(place, operand)| match operand {
        Operand::Node(id) => Some((place, id)),
        Operand::Number(_) => None,
    })
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
    if slope == F::ZERO { [F::ZERO; 2] } else { node.op().pullback(a, b, node.value(), slope) }
}
