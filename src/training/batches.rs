//! Which rows each step sees, where that is not all of them.

use super::{Dataset, Objective, ObjectiveError};
use crate::random::{Generator, Loader};

/// The batches of a run: so many rows a step, pass by pass over all of them, in the order of `DataLoader`. A pass has a
/// last batch of the rows that are left over, which may be fewer.
pub struct Batches {
    data: Dataset,
    loader: Loader,
    /// What shuffles; without it each pass has the rows in their order.
    random: Option<Generator>,
    /// From what each pass drawn so far is shuffled.
    seeds: Vec<u64>,
    /// The order of the rows in a pass, and which that is.
    order: Vec<usize>,
    pass: Option<usize>,
    /// A loss for batches of the usual size, and one for the last where that has fewer rows: with the rows that it
    /// looks at.
    losses: Vec<(Dataset, Box<dyn Objective>)>,
}

impl Batches {
    /// Batches of so many of these rows, at least one, shuffled by a generator as it stands or in their order. An
    /// `objective` is made for each size that there is.
    ///
    /// # Errors
    /// Those of the objective.
    pub fn new(
        data: &Dataset,
        batch: usize,
        random: Option<Generator>,
        objective: impl Fn(&Dataset) -> Result<Box<dyn Objective>, ObjectiveError>,
    ) -> Result<Self, ObjectiveError> {
        let rows = data.len();
        let loader = Loader { rows, batch: batch.clamp(1, rows), drop_last: false };
        let order: Vec<usize> = (0..rows).collect();
        let mut losses = Vec::new();
        for batch in [0, loader.batches() - 1] {
            let some = data.rows(loader.of(&order, batch));
            if batch == 0 || some.len() < loader.batch {
                let loss = objective(&some)?;
                losses.push((some, loss));
            }
        }
        let (data, seeds) = (data.clone(), Vec::new());
        Ok(Batches { data, loader, random, seeds, order, pass: None, losses })
    }

    /// How many steps a pass over all rows has.
    pub fn steps(&self) -> usize {
        self.loader.batches()
    }

    /// Puts the rows of the pass that a step is part of in their order.
    fn turn(&mut self, step: usize) {
        let pass = step / self.steps();
        if let Some(random) = self.random.as_mut().filter(|_| self.pass != Some(pass)) {
            while self.seeds.len() <= pass {
                self.seeds.push(Loader::seed(random));
            }
            self.loader.shuffle(self.seeds[pass], &mut self.order);
            self.pass = Some(pass);
        }
    }

    /// The rows of the step from a state that has been computed.
    pub fn seen(&self, step: usize) -> Vec<usize> {
        let (pass, batch) = (step / self.steps(), step % self.steps());
        let mut order: Vec<usize> = (0..self.loader.rows).collect();
        if let Some(&seed) = self.seeds.get(pass) {
            self.loader.shuffle(seed, &mut order);
        }
        self.loader.of(&order, batch).to_vec()
    }

    /// The loss on the rows of the step from a state.
    pub(super) fn objective(&mut self, step: usize) -> &mut dyn Objective {
        self.turn(step);
        let rows = self.loader.of(&self.order, step % self.steps());
        let last = self.losses.len() - 1;
        let which = if rows.len() < self.loader.batch { last } else { 0 };
        let (some, loss) = &mut self.losses[which];
        some.take(&self.data, rows);
        loss.look_at(some);
        loss.as_mut()
    }

    /// The loss on batches of the usual size.
    pub(super) fn usual(&self) -> &dyn Objective {
        self.losses[0].1.as_ref()
    }
}
