//! What is seen beside the run: the run before it, and the pinned ones.
//!
//! Each is a run of its own, computed on its own; here they are kept and compared.

use std::mem;

use super::readout::shown;
use super::run::{Change, Run, states, verdict};
use super::sweep::{Found, Sweep};
use crate::charts::DASHES;
use crate::settings::{DRAWN, Layer, MOST_PINS, Settings, View};
use crate::training::{History, Inside, Quantity, Trainer, Verdict};

/// Where a pinned run stands at the state shown, or at its last if that is before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pinned {
    /// The state that its run ends at, if that is before the one shown.
    pub end: Option<usize>,
    /// The parameters there, as a person reads them.
    pub params: Vec<String>,
    /// The loss there.
    pub loss: String,
    /// What its learning rate does.
    pub verdict: Verdict,
}

const _: () =
    assert!(DASHES.len() == MOST_PINS, "internal error: each that can be pinned has its dashes");

/// The view of the runs at each rate.
const SWEEP: &str = "sweep";

/// A run that is no more.
pub(super) struct Ghost {
    settings: Settings,
    history: History,
}

impl Ghost {
    /// Its learning rate.
    pub fn lr(&self) -> f64 {
        self.settings.lr
    }

    /// What is kept of its states.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Where a quantity came to, if that is known.
    pub fn end(&self, quantity: Quantity) -> Option<f64> {
        self.history.series(quantity)?.get(self.history.head())
    }
}

/// The run before, and the pinned runs.
pub(super) struct Beside {
    ghost: Option<Ghost>,
    /// Whether the present run is to become the one before.
    remember: bool,
    pins: Vec<Trainer>,
    /// All of these at every rate, where somebody looks at that.
    sweep: Option<Sweep>,
}

impl Beside {
    /// Nothing.
    pub fn new() -> Beside {
        Beside { ghost: None, remember: false, pins: Vec::new(), sweep: None }
    }

    /// Follows a change of settings: a run to be remembered is kept, and others may be pinned.
    pub fn follow(&mut self, run: &Run, change: Change) {
        let Change { before, ended, points, .. } = change;
        self.sweep = match self.sweep.take().filter(|_| !points) {
            _ if !run.settings().views.contains(&SWEEP) => None,
            Some(sweep) if sweep.is_of(run) => Some(sweep),
            _ => Some(Sweep::new(run)),
        };
        if ended.is_some() || run.settings().pins != before.pins {
            self.make_pins(run, &before);
        }
        let Some(ended) = ended else { return };
        if mem::take(&mut self.remember) && ended.epoch() > 0 {
            self.ghost = Some(Ghost { settings: before, history: ended.into_history() });
        }
    }

    /// From the next change of settings on, the run that is there now is the one before.
    pub fn remember(&mut self) {
        self.remember = true;
    }

    /// Forgets the run before.
    pub fn forget(&mut self) {
        self.ghost = None;
    }

    /// The run before.
    pub fn ghost(&self) -> Option<&Ghost> {
        self.ghost.as_ref()
    }

    /// The pinned runs.
    pub fn pins(&self) -> &[Trainer] {
        &self.pins
    }

    /// The pinned run of this index; `None` if there is no such run.
    pub fn pinned(&mut self, run: &Run, index: usize) -> Option<Pinned> {
        let (at, pinned) = (run.epoch(), self.pins.get_mut(index)?);
        let head = pinned.history().head();
        let end = Some(head).filter(|&head| head < at && head == pinned.end());
        let state = pinned.state(at.min(head));
        let settings = run.settings().pinned(run.settings().pins.get(index)?);
        let params = 0..state.params.len();
        // Of a pinned run no gradient is kept.
        let first = pinned.history().series(Quantity::Param(DRAWN));
        let still = first.is_some_and(|w| w.get(0) == w.get(1));
        Some(Pinned {
            end,
            params: params.map(|k| shown(&state, Quantity::Param(k))).collect(),
            loss: shown(&state, Quantity::Loss),
            verdict: verdict(run.bands_of(&settings), settings.lr, pinned, still),
        })
    }

    /// The step of the pinned run of this index from a state, or its last, as the optimizer computes it for a parameter.
    pub fn inside(&mut self, index: usize, at: usize, param: usize) -> Option<Inside> {
        let pinned = self.pins.get_mut(index)?;
        pinned.inside(at.min(pinned.history().head()), param)
    }

    /// Whether a pinned run is still being computed.
    pub fn comparing(&self) -> bool {
        let computing = |pinned: &Trainer| pinned.history().head() < pinned.end();
        self.pins.iter().any(computing) || self.sweep.as_ref().is_some_and(Sweep::goes_on)
    }

    /// What all of these come to at each rate, as far as that is known.
    pub fn sweeps(&self) -> &[Vec<Found>] {
        self.sweep.as_ref().map_or(&[], Sweep::found)
    }

    /// The best rate of the run, and of each pinned one, as text; empty where that is not known.
    pub fn best_rates(&self) -> Vec<String> {
        self.sweep.as_ref().map_or_else(Vec::new, Sweep::best)
    }

    /// Computes the pinned runs by at most this much work in all, and then all of them at each rate.
    pub fn compute(&mut self, run: &Run, work: usize) {
        if !self.pins.iter().any(|pinned| pinned.history().head() < pinned.end())
            && let Some(sweep) = &mut self.sweep
        {
            sweep.go_on(run, work);
        }
        for pinned in &mut self.pins {
            pinned.look_ahead(states(pinned, work / MOST_PINS));
        }
    }

    /// Makes the runs that the settings pin; those that the settings before made are kept where they
    /// are the same.
    fn make_pins(&mut self, run: &Run, before: &Settings) {
        let settings = run.settings();
        let mut there = mem::take(&mut self.pins);
        let mut made: Vec<Settings> = before.pins.iter().map(|pin| before.pinned(pin)).collect();
        for pin in &settings.pins {
            let wanted = settings.pinned(pin);
            let same = made.iter().position(|made| !wanted.makes_another_run(made));
            self.pins.push(match same {
                Some(index) => {
                    made.remove(index);
                    there.remove(index)
                }
                None => {
                    let drawn = View::drawn(&wanted);
                    wanted.trainer(run.data()).keeping(drawn)
                }
            });
        }
    }

    /// What a snapshot keeps of the run before: its length, and its settings as a query.
    pub fn snapshot(&self) -> Option<(usize, String)> {
        let ghost = self.ghost.as_ref()?;
        Some((ghost.history.head(), ghost.settings.query()))
    }

    /// Makes the run before anew from what a [`snapshot`](Beside::snapshot) kept, computed by at
    /// most this much work.
    pub fn restore(&mut self, run: &Run, snapshot: Option<(usize, &str)>, work: usize) {
        self.ghost = snapshot.map(|(length, query)| {
            let (settings, _) = Settings::resolve([Layer::parse(query)]);
            let data = settings.dataset().unwrap_or_else(|_| run.data().clone());
            let mut trainer = settings.trainer(&data);
            trainer.seek(length, states(&trainer, work));
            Ghost { settings, history: trainer.into_history() }
        });
    }
}
