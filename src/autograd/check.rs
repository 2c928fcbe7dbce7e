//! Central differences: the oracle that needs no calculus.

use std::error::Error;
use std::fmt;

use super::{Graph, NodeId};

/// ∛ε, where ε is the distance from 1 to the next double.
pub const CUBE_ROOT_OF_EPSILON: f64 = 6.055_454_452_393_343e-6;

/// The distance to nudge a parameter at `at`: ∛ε·max(1, |at|), where the error of the difference
/// and that of rounding are about as large.
pub fn nudge(at: f64) -> f64 {
    CUBE_ROOT_OF_EPSILON * at.abs().max(1.0)
}

/// The derivative of `f` at `at` by a central difference, (f(at + h) − f(at − h)) / 2h with h =
/// [`nudge`]`(at)`; good to about ten digits where `f` is smooth. Always in double precision: in
/// single it is off by percents near an optimum.
pub fn central_difference(mut f: impl FnMut(f64) -> f64, at: f64) -> f64 {
    // The distance that was really taken, after rounding.
    let (low, high) = (at - nudge(at), at + nudge(at));
    (f(high) - f(low)) / (high - low)
}

/// A parameter whose gradient by autograd is not the derivative that a central difference measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch {
    /// The parameter's name.
    pub name: String,
    /// Its gradient by [`Graph::backward`].
    pub autograd: f64,
    /// Its gradient by [`central_difference`].
    pub measured: f64,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mismatch { name, autograd, measured } = self;
        write!(f, "the gradient of {name} is {autograd} by autograd, but {measured} as measured")
    }
}

impl Error for Mismatch {}

/// Compares the gradient of `output` in every parameter with a central difference, within
/// `tolerance` relative to the larger of the two and 1. The graph is left as it was found, but
/// for the values, which are brought up to date.
///
/// # Errors
/// The first parameter for which they differ.
pub fn check_gradients(
    graph: &mut Graph<f64>,
    output: NodeId,
    tolerance: f64,
) -> Result<(), Mismatch> {
    graph.forward();
    let mut probe = graph.clone();
    for param in graph.params() {
        let at = graph.value(param);
        probe.zero_grad();
        probe.backward(output);
        let autograd = probe.grad(param);
        let measured = central_difference(
            |w| {
                probe.set(param, w);
                probe.forward();
                probe.value(output)
            },
            at,
        );
        probe.set(param, at);
        probe.forward();
        let scale = autograd.abs().max(measured.abs()).max(1.0);
        // NaN is not close to anything.
        let close = (autograd - measured).abs() <= tolerance * scale;
        if !close {
            let name = graph.names().find(|&(id, _)| id == param);
            let name = name.map_or_else(String::new, |(_, name)| name.to_owned());
            return Err(Mismatch { name, autograd, measured });
        }
    }
    Ok(())
}
