//! One run: its states, and where we stand in it.

use super::optim::sgd;
use super::{History, Objective, Optimizer, Precision, Quantity, Reason, Status};

/// The largest number of iterations of a run.
pub const MAX_ITERATIONS: usize = 1_000_000;

/// The four steps of training, in order. A trainer that stands in a phase has that step before
/// it; zero_grad is a moment within the update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// ŷᵢ = w·xᵢ.
    Prediction,
    /// L = 1/N · Σ (ŷᵢ − yᵢ)².
    Loss,
    /// ∂L/∂w.
    Gradient,
    /// w ← w − lr·∂L/∂w.
    Update,
}

impl Phase {
    /// The phases in order.
    pub const ALL: [Phase; 4] = [Phase::Prediction, Phase::Loss, Phase::Gradient, Phase::Update];
}

/// A run of gradient descent and a position in it.
///
/// The history is a pure function of what the trainer is made from; it is computed as far as
/// somebody has asked. Moving back and forth changes only the position, so every state is the
/// same to the bit however one came there.
pub struct Trainer {
    objective: Box<dyn Objective>,
    optimizer: Box<dyn Optimizer>,
    iterations: usize,
    history: History,
    /// The parameters of the state after the head, whether or not it can be reached.
    next: Vec<f64>,
    /// Why the state after the head cannot be reached, if so.
    obstacle: Option<Reason>,
    /// Whether the gradients of the state before are emptied before each backward pass.
    zero_grad: bool,
    /// The gradients of the head, as the optimizer was given them.
    grads: Vec<f64>,
    /// Scratch for those of the state being computed.
    fresh: Vec<f64>,
    epoch: usize,
    phase: Phase,
}

impl Trainer {
    /// A run from `start` (one entry for each parameter, rounded to the objective's precision)
    /// of at most `iterations` steps, and at most [`MAX_ITERATIONS`]. It stands at the start.
    pub fn new(objective: Box<dyn Objective>, lr: f64, start: &[f64], iterations: usize) -> Self {
        let precision = objective.precision();
        let mut trainer = Trainer {
            optimizer: sgd(lr, precision),
            objective,
            iterations: iterations.min(MAX_ITERATIONS),
            history: History::new(start.len()),
            next: start.iter().map(|&w| precision.round(w)).collect(),
            obstacle: None,
            zero_grad: true,
            grads: vec![0.0; start.len()],
            fresh: vec![0.0; start.len()],
            epoch: 0,
            phase: Phase::Prediction,
        };
        trainer.compute_next();
        trainer
    }

    /// The same run where nobody calls `w.grad.zero_()`: each gradient is added to those of all
    /// states before, rounded to the objective's precision.
    pub fn without_zero_grad(mut self) -> Self {
        self.zero_grad = false;
        self
    }

    /// The states computed so far.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The precision in which the parameters are kept.
    pub fn precision(&self) -> Precision {
        self.objective.precision()
    }

    /// How many steps the run is to make.
    pub fn iterations(&self) -> usize {
        self.iterations
    }

    /// The state we stand at.
    pub fn epoch(&self) -> usize {
        self.epoch
    }

    /// The step before us on the way to the next state.
    pub fn phase(&self) -> Phase {
        self.phase
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
        self.phase = Phase::Prediction;
        self.epoch
    }

    /// Computes the run to its end, at most `budget` states of it, without moving; returns
    /// whether the end is reached.
    pub fn look_ahead(&mut self, budget: usize) -> bool {
        self.extend(self.iterations, budget);
        self.history.head() >= self.end()
    }

    /// Ends the run and hands over its states.
    pub fn into_history(self) -> History {
        self.history
    }

    /// Goes forward by `n` epochs, or to the end.
    pub fn step(&mut self, n: usize) {
        self.seek(self.epoch.saturating_add(n), usize::MAX);
    }

    /// Goes back by `n` epochs, or to the start.
    pub fn back(&mut self, n: usize) {
        self.seek(self.epoch.saturating_sub(n), 0);
    }

    /// Goes back to the start.
    pub fn reset(&mut self) {
        self.seek(0, 0);
    }

    /// Goes forward (or back, if negative) by `phases`, four of which make an epoch.
    pub fn walk(&mut self, phases: i64) {
        let here = (self.epoch * Phase::ALL.len() + self.phase as usize) as i64;
        let there = usize::try_from(here.saturating_add(phases)).unwrap_or(0);
        let target = there / Phase::ALL.len();
        // The last state has no step before it: the walk ends where that would begin.
        if self.seek(target, usize::MAX) == target && target < self.end() {
            self.phase = Phase::ALL[there % Phase::ALL.len()];
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
            let unchanged = self.epoch > 0
                && self
                    .history
                    .params()
                    .all(|w| w.values()[self.epoch] == w.values()[self.epoch - 1]);
            return Some(if unchanged { Reason::Unchanged } else { Reason::Completed });
        }
        self.obstacle.filter(|_| self.epoch == self.history.head())
    }

    /// Computes states up to `epoch` or the end, at most `budget` of them.
    fn extend(&mut self, epoch: usize, budget: usize) {
        let head = self.history.head();
        if epoch > head && budget > 0 {
            // Once a run is under way it is likely to be wanted whole.
            self.history.reserve(self.iterations.saturating_sub(head));
        }
        for _ in 0..budget {
            if self.history.head() >= epoch.min(self.end()) {
                break;
            }
            self.compute_next();
        }
    }

    /// Appends the state that `next` holds, and looks one step ahead.
    fn compute_next(&mut self) {
        let loss = self.objective.evaluate(&self.next, &mut self.fresh);
        if self.zero_grad {
            self.grads.fill(0.0);
        }
        let precision = self.objective.precision();
        for (grad, &fresh) in self.grads.iter_mut().zip(&self.fresh) {
            // Two numbers in single precision: their sum in double, rounded, is theirs in single.
            *grad = precision.round(*grad + fresh);
        }
        self.history.push(&self.next, loss, &self.grads);
        self.optimizer.update(&mut self.next, &self.grads);

        // In the order in which a step computes them.
        let lost = |values: &[f64]| values.iter().position(|value| !value.is_finite());
        let quantity = (!loss.is_finite())
            .then_some(Quantity::Loss)
            .or_else(|| lost(&self.grads).map(Quantity::Grad))
            .or_else(|| lost(&self.next).map(Quantity::Param));
        let epoch = self.history.head() + 1;
        self.obstacle = quantity.map(|quantity| Reason::NotFinite { quantity, epoch });
    }
}
