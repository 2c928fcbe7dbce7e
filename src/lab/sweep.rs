//! What each way down comes to at every rate: the fair way to compare those that suit different rates.

use super::run::{Run, states};
use crate::charts::best_rate;
use crate::model::Lanes;
use crate::number::{decimal, short};
use crate::settings::Settings;
use crate::training::{Quantity, Trainer};

/// The rates of a decade, in hundredths of its end: about as far apart as each other.
const DECADE: [i64; 10] = [10, 13, 16, 20, 25, 32, 40, 50, 63, 80];
/// The powers of ten that they go from and to.
const DECADES: (i32, i32) = (-5, 1);

/// A rate, and the loss of all rows that a run comes to with it; of one that diverges none.
pub type Found = (f64, Option<f64>);

/// The run on the page and the pinned ones, each at every rate.
pub(super) struct Sweep {
    ways: Vec<Settings>,
    found: Vec<Vec<Found>>,
    rates: Vec<f64>,
    /// The run that is being computed.
    trainer: Option<Trainer>,
}

impl Sweep {
    /// Nothing yet, of a run and its pins.
    pub fn new(run: &Run) -> Sweep {
        let ways = Sweep::ways(run);
        let mut rates = Vec::new();
        for exponent in DECADES.0..DECADES.1 {
            rates.extend(DECADE.map(|hundredths| decimal(hundredths, exponent - 1)));
        }
        rates.push(decimal(1, DECADES.1));
        Sweep { found: vec![Vec::new(); ways.len()], ways, rates, trainer: None }
    }

    /// The ways of a run and its pins, but for their rates.
    fn ways(run: &Run) -> Vec<Settings> {
        let settings = run.settings();
        let pinned = settings.pins.iter().map(|pin| settings.pinned(pin));
        let at_one = |settings| Settings { lr: 1.0, pins: Vec::new(), ..settings };
        [settings.clone()].into_iter().chain(pinned).map(at_one).collect()
    }

    /// Whether its ways are those of a run and its pins.
    pub fn is_of(&self, run: &Run) -> bool {
        let ways = Sweep::ways(run);
        let same = |(a, b): (&Settings, &Settings)| !a.makes_another_run(b);
        self.ways.len() == ways.len() && self.ways.iter().zip(&ways).all(same)
    }

    /// What has been found so far of each way, from the least rate on.
    pub fn found(&self) -> &[Vec<Found>] {
        &self.found
    }

    /// Whether there is more to find.
    pub fn goes_on(&self) -> bool {
        self.found.last().is_some_and(|found| found.len() < self.rates.len())
    }

    /// Goes on by so much work.
    pub fn go_on(&mut self, run: &Run, work: usize) {
        let mut left = work as u64;
        while left > 0 {
            // Rate by rate: so the curves grow together.
            let Some(way) = (0..self.ways.len()).min_by_key(|&way| self.found[way].len()) else {
                return;
            };
            let Some(&lr) = self.rates.get(self.found[way].len()) else { return };
            let trainer = self.trainer.get_or_insert_with(|| {
                let settings = Settings { lr, ..self.ways[way].clone() };
                settings.trainer(run.data()).keeping([Quantity::Loss])
            });
            let before = trainer.history().head();
            let ended = trainer.look_ahead(states(trainer, left.try_into().unwrap_or(usize::MAX)));
            let each = work as u64 / states(trainer, work).max(1) as u64;
            left = left
                .saturating_sub(each.max(1) * (trainer.history().head() - before).max(1) as u64);
            if ended {
                let iterations = trainer.iterations();
                let whole = trainer.end() == iterations;
                let last = trainer.state(iterations).params;
                self.trainer = None;
                self.found[way].push((lr, if whole { loss(run, &last) } else { None }));
            }
        }
    }

    /// The rate of the least loss of each way, as text; empty where there is none, where no rate makes a difference, or not yet.
    pub fn best(&self) -> Vec<String> {
        let best =
            |found: &Vec<Found>| best_rate(found).map_or_else(String::new, |(lr, _)| short(lr));
        if self.goes_on() {
            vec![String::new(); self.ways.len()]
        } else {
            self.found.iter().map(best).collect()
        }
    }
}

/// The loss of all rows.
fn loss(run: &Run, params: &[f64]) -> Option<f64> {
    let loss = run.settings().loss.loss();
    let mut lanes = Lanes::<f64>::new(run.model(), &loss, run.data()).ok()?;
    Some(lanes.loss(params)).filter(|loss| loss.is_finite())
}
