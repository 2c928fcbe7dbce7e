//! Gradwalk's ways to a gradient.

use std::array;

use gradwalk::autograd::{Float, Graph, NodeId, Tape, Var};
use gradwalk::model::Lanes;

use super::work::{Engine, Number, Work, number};

number!(Var<'_, F>, F, |v: Self| v.powi(2), Var::relu; F: Float);

/// Recorded anew for each step, on one tape.
pub struct Anew<'a, F, W> {
    work: &'a W,
    tape: Tape<F>,
}

impl<'a, F: Float, W> Anew<'a, F, W> {
    pub fn new(work: &'a W) -> Self {
        Anew { work, tape: Tape::default() }
    }
}

impl<F: Float, const P: usize, W: Work<F, P>> Engine<F, P> for Anew<'_, F, W> {
    fn gradient(&mut self, params: &[F; P], grads: &mut [F; P]) -> F {
        self.tape.clear();
        let vars: [Var<F>; P] = array::from_fn(|k| self.tape.param("w", params[k]));
        let loss = self.work.loss(&vars);
        loss.backward();
        for (grad, var) in grads.iter_mut().zip(vars) {
            *grad = var.grad();
        }
        loss.value()
    }
}

/// Recorded once, replayed for each step.
pub struct Replayed<F, const P: usize> {
    graph: Graph<F>,
    params: [NodeId; P],
    loss: NodeId,
}

impl<F: Float, const P: usize> Replayed<F, P> {
    pub fn new(work: &impl Work<F, P>) -> Self {
        let tape = Tape::default();
        let vars = work.start().map(|value| tape.param("w", value));
        let (params, loss) = (vars.map(Var::id), work.loss(&vars).id());
        Replayed { graph: tape.into_graph(), params, loss }
    }
}

impl<F: Float, const P: usize> Engine<F, P> for Replayed<F, P> {
    fn gradient(&mut self, params: &[F; P], grads: &mut [F; P]) -> F {
        let Replayed { graph, params: ids, loss } = self;
        for (&id, &value) in ids.iter().zip(params) {
            graph.set(id, value);
        }
        graph.zero_grad();
        graph.forward();
        graph.backward(*loss);
        for (grad, &id) in grads.iter_mut().zip(&*ids) {
            *grad = graph.grad(id);
        }
        graph.value(*loss)
    }
}

impl<F: Float, const P: usize> Engine<F, P> for Lanes<F> {
    fn gradient(&mut self, params: &[F; P], grads: &mut [F; P]) -> F {
        self.evaluate(params, grads)
    }
}
