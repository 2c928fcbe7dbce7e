//! What is to be seen at a position within a step.
//!
//! It is a function of the step and of how many events are behind: walking back is as exact as
//! walking on, and nothing is ever undone.

use super::{Event, Landed, Step};
use crate::training::Position;

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

impl Step {
    /// What is to be seen of the step opened last with so many of its events behind; `None` if
    /// none is open, or if there are not more events than that.
    pub fn sight(&self, behind: usize) -> Option<Sight> {
        let (start, numbers) = self.opened.as_ref()?;
        let next = *self.events().get(behind)?;
        let past = &self.events()[..behind];
        let (stage, node) = self.stages().place(behind);
        let (plan, mean) = (&self.plan, self.plan.averaging());
        let mut values: Vec<Option<f64>> = vec![None; plan.parts.len()];
        let mut slopes = values.clone();
        for (node, value) in values.iter_mut().enumerate() {
            *value = (!plan.is_computed(node)).then(|| numbers.values[node]);
        }
        let (mut params, mut grads) = (start.state.params.clone(), start.grads.clone());
        let mut landed = numbers.landed.iter();
        for &event in past {
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
                Event::Landing { to, .. } => slopes[to] = landed.next().map(|landed| landed.sum),
                Event::Given(k) => grads[k] = start.state.grads[k],
                Event::Moved(k) => params[k] = start.after.params[k],
                // The last event of all: nobody stands behind it.
                Event::Over => {}
            }
        }
        for (k, grad) in grads.iter_mut().enumerate() {
            if behind >= self.events.whole[k] {
                *grad = self.precision.round(*grad + numbers.slopes[plan.params[k]]);
            }
        }
        let ahead = landed.len();
        Some(Sight {
            position: Position { epoch: start.state.epoch, stage, node },
            last: past.last().copied(),
            next,
            values,
            slopes,
            landed: numbers.landed[..numbers.landed.len() - ahead].to_vec(),
            params,
            grads,
        })
    }
}
