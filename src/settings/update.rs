//! The texts of how parameters move: the optimizer, what turns its rate, and what is drawn for the run.

use crate::optim::Algorithm;
use crate::optim::schedule::Plan;
use crate::random::{Generator, bound};
use crate::training::{Batches, Dataset, Descent, Gradient};

use super::kind::{Kind, NoSlider, Reading, Whole};
use super::{Problem, Settings};

/// `SGD(momentum=0.9)` → the optimizer.
pub(super) struct Algorithms;

impl NoSlider for Algorithms {}

impl Algorithms {
    pub fn describe(&self) -> Kind {
        Kind::Optimizer
    }

    pub fn show(&self, optimizer: &Algorithm) -> String {
        optimizer.text()
    }

    pub fn read(&self, text: &str) -> Reading<Algorithm> {
        let optimizer = Algorithm::parse(text).map_err(Problem::Call)?;
        match optimizer.conflict() {
            Some(conflict) => Err(Problem::Conflict(conflict)),
            None => Ok((optimizer, None)),
        }
    }
}

/// `StepLR(step_size=4)` → the schedule.
pub(super) struct Plans;

impl NoSlider for Plans {}

impl Plans {
    pub fn describe(&self) -> Kind {
        Kind::Scheduler
    }

    pub fn show(&self, plan: &Plan) -> String {
        plan.text()
    }

    pub fn read(&self, text: &str) -> Reading<Plan> {
        Plan::parse(text).map(|plan| (plan, None)).map_err(Problem::Call)
    }
}

/// A whole number, or nothing.
pub(super) struct Maybe(pub Whole);

impl NoSlider for Maybe {}

impl Maybe {
    pub fn describe(&self) -> Kind {
        self.0.describe()
    }

    pub fn show(&self, value: &Option<usize>) -> String {
        value.map(|value| value.to_string()).unwrap_or_default()
    }

    pub fn read(&self, text: &str) -> Reading<Option<usize>> {
        if text.trim().is_empty() {
            return Ok((None, None));
        }
        self.0.read(text).map(|(value, problem)| (Some(value), problem))
    }
}

impl Settings {
    /// What is drawn under the seed before the run, where there is one: a start for each parameter, as `nn.Linear` draws
    /// it; and the generator as it stands then.
    pub fn drawn(&self) -> Option<(Vec<f64>, Generator)> {
        let mut random = Generator::new(self.seed? as u64);
        let bound = bound(self.model.inputs().len());
        let params = self.model.params().iter();
        let starts = params.map(|_| random.uniform(-bound, bound).into()).collect();
        Some((starts, random))
    }

    /// Whether the start of the parameter of this index is the one that is drawn: no setting says another.
    pub fn is_drawn(&self, index: usize) -> bool {
        let param = &self.model.params()[index];
        let named = self.start.iter().any(|(name, _)| name == param);
        self.seed.is_some() && !named && !self.says_start_of(param)
    }

    /// How the run goes down on these rows.
    ///
    /// # Panics
    /// If the settings, set by hand, do not fit each other.
    pub(super) fn descent(&self, data: &Dataset) -> Descent {
        let Settings { gradient, model, loss, precision, numpy, lr, batch, .. } = self;
        let objective =
            |data: &Dataset| gradient.objective_of(model, loss, data, *precision, *numpy);
        let descent = if *batch == 0 {
            objective(data).map(|objective| Descent::new(objective, *lr))
        } else {
            let random = self.drawn().map(|(_, random)| random);
            let batches = Batches::new(data, *batch, random, objective);
            batches.map(|batches| Descent::in_batches(batches, *lr))
        };
        let Ok(descent) = descent else {
            unreachable!("internal error: settings that are resolved fit each other")
        };
        let descent = descent.with_optimizer(self.optimizer.create());
        // By hand a gradient is computed afresh: there is nothing to empty.
        let accumulates = self.gradient == Gradient::Autograd && !self.zero_grad;
        let descent = if accumulates { descent.without_zero_grad() } else { descent };
        match self.scheduler.create() {
            Some(schedule) => descent.scheduled(schedule),
            None => descent,
        }
    }

    /// What the setting `optimizer` or `scheduler` constructs: the name, and the value of each argument in the order of its
    /// table, as Python writes it. Nothing of another setting, of the update by hand, and of no schedule.
    pub fn constructed(&self, setting: &str) -> Vec<String> {
        let call = match setting {
            "optimizer" if !self.optimizer.is_manual() => {
                Some((&self.optimizer.row().constructor, self.optimizer.values()))
            }
            "scheduler" => self.scheduler.call(),
            _ => None,
        };
        let Some((constructor, values)) = call else { return Vec::new() };
        let mut texts = vec![constructor.name.to_owned()];
        for value in values {
            texts.push(value.text());
        }
        texts
    }

    /// Takes SGD where a schedule needs an optimizer, leaves out a schedule that the optimizer cannot follow, and a
    /// gradient by hand beside what is PyTorch's; says so, and where a schedule ends before the run.
    pub(super) fn settle_update(&mut self, say: &mut dyn FnMut(&str, &str, Problem)) {
        if self.gradient != Gradient::Autograd && self.is_pytorch() {
            say("gradient", &self.text("gradient").unwrap_or_default(), Problem::AutogradOnly);
            self.gradient = Gradient::Autograd;
        }
        let text = self.scheduler.text();
        if self.scheduler.turns_momentum() && !self.optimizer.has_momentum() {
            say("scheduler", &text, Problem::NoMomentum);
            self.scheduler = Plan::default();
        }
        if !self.scheduler.is_none() && self.optimizer.is_manual() {
            say("scheduler", &text, Problem::NoOptimizer);
            self.optimizer = Algorithm::plain();
        }
        let most = self.scheduler.create().and_then(|schedule| schedule.most());
        if let Some(most) = most.filter(|&most| self.iterations > most) {
            say("scheduler", &text, Problem::Ends(most));
        }
    }

    /// Whether the run has what PyTorch alone has.
    pub fn is_pytorch(&self) -> bool {
        !self.optimizer.is_manual()
            || !self.scheduler.is_none()
            || self.batch > 0
            || self.seed.is_some()
            || self.model.is_layer()
    }
}
