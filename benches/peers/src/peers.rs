//! Other crates' ways to a gradient: recorded anew for each step, each as its documentation has
//! it, with its memory kept where it can be.

use std::array;

use aad::Variable;
use reverse::Var;
use xad_rs::{AReal, math};

use super::work::{Engine, Number, Work, number};

/// 1 where relu lets its input pass, else 0.
fn passes(value: f64) -> f64 {
    if value > 0.0 { 1.0 } else { 0.0 }
}

number!(Variable<'_, f64>, f64, |v: Self| v.powi(2), |v: Self| v * passes(v.value()));
number!(Var<'_>, f64, |v: Self| v.powi(2), |v: Self| v * passes(v.val()));
number!(
    AReal<f64>,
    f64,
    |v: Self| math::ad::powi(&v, 2),
    // One operation with a constant, whose slope needs no multiplication.
    |v: Self| math::ad::max(&v, &AReal::new(0.0))
);

/// aad has no way to use a tape's memory again.
pub struct Aad<'a, W> {
    pub work: &'a W,
    pub nodes: usize,
}

impl<const P: usize, W: Work<f64, P>> Engine<f64, P> for Aad<'_, W> {
    fn gradient(&mut self, params: &[f64; P], grads: &mut [f64; P]) -> f64 {
        let tape = aad::Tape::with_capacity(self.nodes);
        let vars = tape.create_variables(params);
        let loss = self.work.loss(&vars);
        let gradients = loss.compute_gradients().expect("the loss is on the tape");
        *grads = gradients.get_gradients(&vars).expect("the parameters are on the tape");
        loss.value()
    }
}

/// reverse keeps the tape's memory, and allocates the gradients.
pub struct Reverse<'a, W> {
    pub work: &'a W,
    pub tape: reverse::Tape,
}

impl<const P: usize, W: Work<f64, P>> Engine<f64, P> for Reverse<'_, W> {
    fn gradient(&mut self, params: &[f64; P], grads: &mut [f64; P]) -> f64 {
        self.tape.clear();
        let vars: [Var; P] = array::from_fn(|k| self.tape.add_var(params[k]));
        let loss = self.work.loss(&vars);
        let gradients = loss.grad();
        // Its variables do not tell their places, but those are the first.
        grads.copy_from_slice(&gradients[..P]);
        loss.val()
    }
}

/// xad-rs keeps all memory.
pub struct Xad<'a, W> {
    pub work: &'a W,
    pub tape: xad_rs::Tape<f64>,
}

impl<const P: usize, W: Work<f64, P>> Engine<f64, P> for Xad<'_, W> {
    fn gradient(&mut self, params: &[f64; P], grads: &mut [f64; P]) -> f64 {
        let _recording = self.tape.record();
        let vars: [AReal<f64>; P] = array::from_fn(|k| AReal::input(params[k], &mut self.tape));
        let loss = self.work.loss(&vars);
        loss.set_adjoint(&mut self.tape, 1.0);
        self.tape.compute_adjoints();
        for (grad, var) in grads.iter_mut().zip(&vars) {
            *grad = var.adjoint(&self.tape);
        }
        loss.value()
    }
}
