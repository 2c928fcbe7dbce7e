//! What is kept of every state of a run: a series for each quantity that is drawn.
//!
//! Nothing here computes a state: those of the quantities that are not kept, a
//! [`Trainer`](super::Trainer) makes again.

use super::{Quantity, Series, State};

/// The most parameters of a run of which every quantity is kept if nobody says otherwise.
const FEW: usize = 4;

/// The states of a run by quantity, from the start to the last one computed.
#[derive(Clone, Debug)]
pub struct History {
    states: usize,
    loss: Option<Series>,
    /// For each parameter.
    params: Vec<Option<Series>>,
    /// For each parameter.
    grads: Vec<Option<Series>>,
    rate: Option<Series>,
}

impl History {
    fn empty() -> Self {
        History { states: 0, loss: None, params: Vec::new(), grads: Vec::new(), rate: None }
    }

    /// The history of a run that was computed elsewhere: what is known of its states, by quantity.
    pub fn of(known: impl IntoIterator<Item = (Quantity, Series)>) -> Self {
        let mut history = History::empty();
        for (quantity, series) in known {
            history.states = history.states.max(series.len());
            if let Quantity::Param(k) | Quantity::Grad(k) = quantity {
                let params = history.params.len().max(k + 1);
                history.params.resize_with(params, || None);
                history.grads.resize_with(params, || None);
            }
            if let Some(slot) = history.slot(quantity) {
                *slot = Some(series);
            }
        }
        history
    }

    /// A history of this many parameters with no state yet, which keeps these quantities.
    pub(super) fn new(params: usize, kept: &[Quantity]) -> Self {
        let mut history = History::empty();
        history.params.resize_with(params, || None);
        history.grads.resize_with(params, || None);
        for &quantity in kept {
            if let Some(slot) = history.slot(quantity) {
                *slot = Some(Series::default());
            }
        }
        history
    }

    /// The quantities that are kept if nobody says otherwise: all of them while the parameters
    /// are few, else the loss.
    pub(super) fn usual(params: usize) -> Vec<Quantity> {
        if params <= FEW { Quantity::all(params).collect() } else { vec![Quantity::Loss] }
    }

    fn slot(&mut self, quantity: Quantity) -> Option<&mut Option<Series>> {
        match quantity {
            Quantity::Loss => Some(&mut self.loss),
            Quantity::Param(k) => self.params.get_mut(k),
            Quantity::Grad(k) => self.grads.get_mut(k),
            Quantity::Rate => Some(&mut self.rate),
        }
    }

    pub(super) fn push(&mut self, state: &State) {
        self.states += 1;
        if let Some(series) = &mut self.loss {
            series.push(state.loss);
        }
        if let Some(series) = &mut self.rate {
            series.push(state.lr);
        }
        for (kept, values) in [(&mut self.params, &state.params), (&mut self.grads, &state.grads)] {
            for (series, &value) in kept.iter_mut().zip(values) {
                if let Some(series) = series {
                    series.push(value);
                }
            }
        }
    }

    /// A state from which a step has this learning rate, where every other quantity of it is kept.
    pub(super) fn state(&self, epoch: usize, lr: f64) -> Option<State> {
        let all = |kept: &[Option<Series>]| {
            let mut values = Vec::with_capacity(kept.len());
            for series in kept {
                values.push(series.as_ref()?[epoch]);
            }
            Some(values)
        };
        let loss = self.loss.as_ref()?[epoch];
        Some(State { epoch, params: all(&self.params)?, loss, grads: all(&self.grads)?, lr })
    }

    /// The quantities that are kept.
    pub fn kept(&self) -> impl Iterator<Item = Quantity> {
        let all = Quantity::all(self.params.len()).chain([Quantity::Rate]);
        all.filter(|&quantity| self.series(quantity).is_some())
    }

    /// Whether every quantity is kept.
    pub(super) fn is_whole(&self) -> bool {
        Quantity::all(self.params.len()).all(|quantity| self.series(quantity).is_some())
    }

    /// The number of the last state computed; state 0 is the start.
    pub fn head(&self) -> usize {
        self.states - 1
    }

    /// How many parameters the run has.
    pub fn params(&self) -> usize {
        self.params.len()
    }

    /// Each state's number of this quantity; `None` where that is not kept. Only the last state
    /// may have a loss or a gradient that is infinite or NaN.
    pub fn series(&self, quantity: Quantity) -> Option<&Series> {
        match quantity {
            Quantity::Loss => self.loss.as_ref(),
            Quantity::Param(k) => self.params.get(k)?.as_ref(),
            Quantity::Grad(k) => self.grads.get(k)?.as_ref(),
            Quantity::Rate => self.rate.as_ref(),
        }
    }
}
