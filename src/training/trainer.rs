//! One run: its states, and where we stand in it.

use std::fmt;

use super::checkpoint::{Checkpoint, Checkpoints};
use super::descent::Descent;
use super::{History, Objective, Position, Precision, Quantity, Reason, Row, Stage, State, Status};
use crate::optim::{Line, Step};

/// The largest number of iterations of a run.
pub const MAX_ITERATIONS: usize = 1_000_000;

/// A run of gradient descent and a position in it.
///
/// The run is a pure function of what the trainer is made from; it is computed as far as somebody
/// has asked. Moving back and forth changes only the position, so every state is the same to the
/// bit however one came there.
pub struct Trainer {
    descent: Descent,
    iterations: usize,
    history: History,
    checkpoints: Checkpoints,
    /// The last state computed.
    head: Checkpoint,
    /// The state that was made again last.
    again: Option<Checkpoint>,
    /// What somebody has asked last of what the optimizer remembers.
    memory: Memory,
    /// Whether the step to the head led from a checkpoint to its like.
    unchanged: bool,
    /// Why the state after the head cannot be reached, if so.
    obstacle: Option<Reason>,
    epoch: usize,
    stage: Stage,
}

/// How many steps back it is told what an optimizer remembers.
const SHOWN: usize = 24;

/// What an optimizer remembers, of all parameters, after each of the steps from state `since` on.
#[derive(Default)]
struct Memory {
    since: usize,
    after: Vec<Vec<f64>>,
}

/// A step as the optimizer computes it for one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Inside {
    /// The state that it leads from.
    pub epoch: usize,
    /// In which precision.
    pub precision: Precision,
    /// What it comes to, line by line; the last is the parameter of the next state.
    pub lines: Vec<Line>,
    /// What the optimizer remembers, by name.
    pub names: &'static [&'static str],
    /// The numbers of these names after this step, and after each of the steps before it, at most so many; the last is this
    /// one's.
    pub after: Vec<Vec<f64>>,
}

impl fmt::Debug for Trainer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trainer").field("history", self.history()).finish_non_exhaustive()
    }
}

impl Trainer {
    /// A run of gradient descent from `start` (one entry for each parameter, rounded to the objective's precision)
    /// of at most `iterations` steps, and at most [`MAX_ITERATIONS`]. It stands at the start.
    pub fn new(objective: Box<dyn Objective>, lr: f64, start: &[f64], iterations: usize) -> Self {
        Trainer::of(Descent::new(objective, lr), start, iterations)
    }

    /// The same of any way down.
    pub fn of(descent: Descent, start: &[f64], iterations: usize) -> Self {
        let start: Vec<f64> = start.iter().map(|&w| descent.precision.round(w)).collect();
        let kept = History::usual(start.len());
        Trainer::at_start(descent, start, iterations.min(MAX_ITERATIONS), &kept)
    }

    fn at_start(descent: Descent, start: Vec<f64>, iterations: usize, kept: &[Quantity]) -> Self {
        let history = History::new(start.len(), kept);
        let remembered = start.len() * descent.optimizer.state().len();
        let mut trainer = Trainer {
            checkpoints: Checkpoints::new(&descent, start.len(), remembered, history.is_whole()),
            descent,
            iterations,
            history,
            head: Checkpoint::before(start, remembered),
            again: None,
            memory: Memory::default(),
            unchanged: false,
            obstacle: None,
            epoch: 0,
            stage: Stage::Prediction,
        };
        trainer.compute(0);
        trainer
    }

    /// The same run from its start, which keeps a series of these quantities in its history and of
    /// no other; unless said otherwise those are all while there are at most four parameters, else
    /// the loss. Every [`state`](Trainer::state) can be had all the same.
    pub fn keeping(mut self, quantities: impl IntoIterator<Item = Quantity>) -> Self {
        let start = self.state(0).params;
        let kept: Vec<Quantity> = quantities.into_iter().collect();
        Trainer::at_start(self.descent, start, self.iterations, &kept)
    }

    /// What is kept of the states computed so far.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// State `epoch`, or the last one computed if that comes before: read where its every quantity
    /// is kept, else made again from the nearest checkpoint, the same to the bit. That takes
    /// a fraction of a frame, and the next state one step from there.
    pub fn state(&mut self, epoch: usize) -> State {
        let epoch = epoch.min(self.history.head());
        if epoch == self.head.state.epoch {
            return self.head.state.clone();
        }
        if let Some(state) = self.history.state(epoch, self.descent.step(epoch).lr) {
            return state;
        }
        self.again(epoch).state.clone()
    }

    /// What state `epoch`, which has been computed, leaves behind: made again from the nearest checkpoint.
    fn again(&mut self, epoch: usize) -> &Checkpoint {
        let Trainer { again, head, checkpoints, descent, .. } = self;
        let at = again.get_or_insert_with(|| head.clone());
        let from = checkpoints.nearest(epoch);
        let mut here = at.state.epoch;
        if !(from..=epoch).contains(&here) {
            checkpoints.restore(from, at);
            descent.advance(at, from);
            here = from;
        }
        for epoch in here + 1..=epoch {
            descent.advance(at, epoch);
        }
        at
    }

    /// The step from state `epoch` as the optimizer computes it for the parameter of this index, and at the end of the run the
    /// last step; `None` where no step leads to a state. As quickly as a state that is not kept.
    pub fn inside(&mut self, epoch: usize, param: usize) -> Option<Inside> {
        let last = self.end().checked_sub(1)?;
        let from = self.state(epoch.min(last));
        let (grad, value) = (*from.grads.get(param)?, from.params[param]);
        self.remember(from.epoch);
        let Trainer { memory, descent, .. } = self;
        let names = descent.optimizer.state();
        let numbers = |after: &[f64]| -> Vec<f64> {
            (0..names.len()).map(|name| after[name * from.params.len() + param]).collect()
        };
        let mut after: Vec<Vec<f64>> = memory.after.iter().map(|after| numbers(after)).collect();
        let before = match memory.after.len().checked_sub(2) {
            Some(before) => after[before].clone(),
            None => vec![0.0; names.len()],
        };
        if memory.after.len() > SHOWN {
            after.remove(0);
        }
        let step = descent.step(from.epoch);
        let lines = descent.optimizer.account(step, value, grad, &before);
        Some(Inside { epoch: from.epoch, precision: step.precision, lines, names, after })
    }

    /// Sees to it that what the optimizer remembers after the step from state `epoch` is there, and after the steps before.
    fn remember(&mut self, epoch: usize) {
        let first = (epoch + 1).saturating_sub(SHOWN + 1);
        let there = self.memory.since..self.memory.since + self.memory.after.len();
        if there.contains(&first) && epoch + 1 >= there.end {
            self.memory.after.drain(..first - there.start);
        } else {
            self.memory.after.clear();
        }
        self.memory.since = first;
        for epoch in first + self.memory.after.len()..=epoch {
            let after = self.again(epoch).optimizer_state.clone();
            self.memory.after.push(after);
        }
    }

    /// The step that led to state `epoch`.
    ///
    /// # Panics
    /// If `epoch` is 0, to which no step led, or beyond the head.
    pub fn row(&mut self, epoch: usize) -> Row {
        assert!((1..=self.history.head()).contains(&epoch), "no step led to state {epoch}");
        let State { loss, grads, .. } = self.state(epoch - 1);
        Row { epoch, params: self.state(epoch).params, loss, grads }
    }

    /// The precision in which the parameters are kept.
    pub fn precision(&self) -> Precision {
        self.descent.precision
    }

    /// About how many additions take as long as to compute one state: see [`Objective::cost`].
    pub fn cost(&self) -> usize {
        self.descent.cost()
    }

    /// How many steps a pass over all rows has: one, unless it is in batches.
    pub fn steps_of_pass(&self) -> usize {
        self.descent.steps_of_pass()
    }

    /// What a step is called: an `epoch` is a pass over all rows, and where that has several, each is a `step`.
    pub fn unit(&self) -> &'static str {
        if self.steps_of_pass() > 1 { "step" } else { "epoch" }
    }

    /// The rows that the step from state `epoch`, or from the last one computed, sees, by their places; `None` where those
    /// are all.
    pub fn seen(&self, epoch: usize) -> Option<Vec<usize>> {
        self.descent.seen(epoch.min(self.history.head()))
    }

    /// The gradient of each batch of the pass that the step from state `epoch` is part of, at that state: the first so many.
    /// None where every step sees all rows.
    pub fn spread(&mut self, epoch: usize, most: usize) -> Vec<Vec<f64>> {
        let State { epoch, params, .. } = self.state(epoch);
        self.descent.spread(epoch, &params, most)
    }

    /// What the step from state `epoch` is taken with: its learning rate, and the momentum where a schedule turns that.
    pub fn step_from(&mut self, epoch: usize) -> Step {
        self.descent.step(epoch)
    }

    /// How many steps the run is to make.
    pub fn iterations(&self) -> usize {
        self.iterations
    }

    /// The state we stand at.
    pub fn epoch(&self) -> usize {
        self.epoch
    }

    /// Where we stand, at the beginning of a stage: which nodes it has, the trainer does not know.
    pub fn position(&self) -> Position {
        Position { stage: self.stage, ..Position::at(self.epoch) }
    }

    /// The last state that can be reached, as far as is known: the iterations, or the last state
    /// before the run diverges.
    pub fn end(&self) -> usize {
        if self.obstacle.is_some() { self.history.head() } else { self.iterations }
    }

    /// Goes to state `epoch`, or as near as the run and `budget` allow, and returns where that
    /// is. States not computed yet are, at most `budget` of them, so that a caller can stay
    /// responsive and come again.
    pub fn seek(&mut self, epoch: usize, budget: usize) -> usize {
        self.extend(epoch, budget);
        self.epoch = epoch.min(self.history.head());
        self.stage = Stage::Prediction;
        self.epoch
    }

    /// Computes the run to its end, at most `budget` states of it, without moving; returns
    /// whether the end is reached.
    pub fn look_ahead(&mut self, budget: usize) -> bool {
        self.extend(self.iterations, budget);
        self.history.head() >= self.end()
    }

    /// Ends the run and hands over what is kept of it.
    pub fn into_history(self) -> History {
        self.history
    }

    /// Goes forward by `n` steps, or to the end.
    pub fn step(&mut self, n: usize) {
        self.seek(self.epoch.saturating_add(n), usize::MAX);
    }

    /// Goes back by `n` steps, or to the start.
    pub fn back(&mut self, n: usize) {
        self.seek(self.epoch.saturating_sub(n), 0);
    }

    /// Goes back to the start.
    pub fn reset(&mut self) {
        self.seek(0, 0);
    }

    /// Goes forward (or back, if negative) by `stages`, four of which make a step.
    pub fn walk(&mut self, stages: i64) {
        let here = (self.epoch * Stage::ALL.len() + self.stage as usize) as i64;
        let there = usize::try_from(here.saturating_add(stages)).unwrap_or(0);
        let target = there / Stage::ALL.len();
        // The last state has no step before it: the walk ends where that would begin.
        if self.seek(target, usize::MAX) == target && target < self.end() {
            self.stage = Stage::ALL[there % Stage::ALL.len()];
        }
    }

    /// How the run stands here.
    pub fn status(&self) -> Status {
        match self.reason() {
            Some(Reason::NotFinite { .. }) => Status::Diverged,
            Some(Reason::Unchanged) => Status::Converged,
            Some(Reason::Completed) => Status::Done,
            None if self.epoch == 0 => Status::Ready,
            None => Status::Training,
        }
    }

    /// Why the run ends here; `None` where it goes on.
    pub fn reason(&self) -> Option<Reason> {
        if self.epoch == self.iterations {
            return Some(if self.unchanged { Reason::Unchanged } else { Reason::Completed });
        }
        self.obstacle.filter(|_| self.epoch == self.history.head())
    }

    /// Computes states up to `epoch` or the end, at most `budget` of them.
    fn extend(&mut self, epoch: usize, budget: usize) {
        for _ in 0..budget {
            let head = self.history.head();
            if head >= epoch.min(self.end()) {
                break;
            }
            // Whether the end is one that would stay: asked once, there.
            let asks = head + 1 == self.iterations && self.descent.is_steady();
            let before = asks.then(|| self.head.clone());
            self.compute(head + 1);
            self.unchanged = before.is_some_and(|before| before.leads_as(&self.head));
        }
    }

    /// Makes the state after the head the head, and looks one step ahead.
    fn compute(&mut self, epoch: usize) {
        self.checkpoints.offer(epoch, &self.head, self.descent.zero_grad);
        self.descent.advance(&mut self.head, epoch);
        let Checkpoint { state, next, .. } = &self.head;
        self.history.push(state);

        // In the order in which a step computes them.
        let quantity = (!state.loss.is_finite())
            .then_some(Quantity::Loss)
            .or_else(|| lost(&state.grads).map(Quantity::Grad))
            .or_else(|| lost(next).map(Quantity::Param));
        let epoch = epoch + 1;
        self.obstacle = quantity.map(|quantity| Reason::NotFinite { quantity, epoch });
    }
}

/// The first that is not finite.
fn lost(values: &[f64]) -> Option<usize> {
    values.iter().position(|value| !value.is_finite())
}
