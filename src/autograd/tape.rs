//! Recording a graph as one writes mathematics.
//!
//! A variable carries its value, so that recording reads nothing back: an operation is one entry
//! at the end of one vector.

use std::cell::RefCell;
use std::ops::{Add, Div, Mul, Neg, Sub};
use std::ptr;

use super::{Float, Graph, NodeId, Op};

/// Records every operation on its variables. In double precision by default, in single as
/// `Tape::<f32>::default()`.
///
/// Record once and replay: [`into_graph`](Tape::into_graph) hands over the graph. Or record anew
/// for each step, as an eager framework does: [`Var::backward`], [`Var::grad`], and
/// [`clear`](Tape::clear), which keeps the memory.
///
/// ```
/// use gradwalk::autograd::Tape;
///
/// let (mut tape, mut at) = (Tape::new(), 0.0);
/// for _ in 0..50 {
///     tape.clear();
///     let w = tape.param("w", at);
///     let loss = (w - 2.0).powi(2);
///     loss.backward();
///     at -= 0.25 * w.grad();
/// }
/// assert!((at - 2.0f64).abs() < 1e-12);
/// ```
#[derive(Debug, Default)]
pub struct Tape<F = f64> {
    graph: RefCell<Graph<F>>,
}

impl Tape<f64> {
    /// An empty tape in double precision.
    pub fn new() -> Self {
        Self::default()
    }
}

impl<F: Float> Tape<F> {
    /// A parameter: a named leaf that training moves.
    pub fn param(&self, name: &str, value: F) -> Var<'_, F> {
        self.leaf(Op::Param, name, value)
    }

    /// An input: a named leaf that is fed from outside before a forward pass.
    pub fn input(&self, name: &str, value: F) -> Var<'_, F> {
        self.leaf(Op::Input, name, value)
    }

    /// A constant that is a node of its own, to be read many times. A number that stands in an
    /// expression belongs to the node that reads it.
    pub fn constant(&self, value: F) -> Var<'_, F> {
        self.leaf(Op::Const, "", value)
    }

    /// How many nodes have been recorded.
    pub fn count(&self) -> usize {
        self.graph.borrow().nodes().len()
    }

    /// Forgets what was recorded and keeps the memory, so that recording as much again allocates
    /// nothing. All handles have ended by then.
    pub fn clear(&mut self) {
        self.graph.get_mut().clear();
    }

    /// Ends the recording. Handles end here; keep the ids ([`Var::id`]) of what you will ask for.
    pub fn into_graph(self) -> Graph<F> {
        let mut graph = self.graph.into_inner();
        graph.finish();
        graph
    }

    #[inline(always)]
    pub(crate) fn record(&self, op: Op, operands: [(Option<NodeId>, F); 2]) -> Var<'_, F> {
        let (id, value) = self.graph.borrow_mut().record(op, operands);
        Var { tape: self, id, value }
    }

    fn leaf(&self, op: Op, name: &str, value: F) -> Var<'_, F> {
        Var { tape: self, id: self.graph.borrow_mut().leaf(op, name, value), value }
    }
}

/// A node being recorded: copy it freely, compute with it as with a number.
#[derive(Clone, Copy, Debug)]
pub struct Var<'t, F = f64> {
    tape: &'t Tape<F>,
    id: NodeId,
    value: F,
}

impl<'t, F: Float> Var<'t, F> {
    /// Which node it is, valid in the graph too.
    #[inline]
    pub fn id(self) -> NodeId {
        self.id
    }

    /// Its value as recorded.
    #[inline]
    pub fn value(self) -> F {
        self.value
    }

    /// Adds ∂self/∂leaf to the gradient of every leaf recorded so far: [`Graph::backward`] while
    /// the tape still records.
    pub fn backward(self) {
        self.tape.graph.borrow_mut().backward(self.id);
    }

    /// Its gradient so far: [`Graph::grad`] while the tape still records.
    pub fn grad(self) -> F {
        self.tape.graph.borrow().grad(self.id)
    }

    /// Records `op` on this variable and another term (any, if the operation has one input).
    #[inline(always)]
    pub(crate) fn apply(self, op: Op, other: impl Term<'t, F>) -> Self {
        let (tape, node) = other.place(self.tape);
        tape.record(op, [(Some(self.id), self.value), (node, other.value())])
    }

    /// Records `op` on a number and this variable.
    #[inline(always)]
    fn apply_after(self, op: Op, number: F) -> Self {
        self.tape.record(op, [(None, number), (Some(self.id), self.value)])
    }
}

/// What can stand beside a variable: another of the same tape, or a number.
pub trait Term<'t, F>: sealed::Sealed + Copy {
    /// Its value.
    fn value(self) -> F;
    /// Its tape and its node there; a number is on any tape, this one say, and is no node.
    fn place(self, tape: &'t Tape<F>) -> (&'t Tape<F>, Option<NodeId>);
}

mod sealed {
    pub trait Sealed {}
    impl<F> Sealed for super::Var<'_, F> {}
    impl<F: super::Float> Sealed for F {}
}

impl<'t, F: Float> Term<'t, F> for Var<'t, F> {
    #[inline(always)]
    fn value(self) -> F {
        self.value
    }
    #[inline(always)]
    fn place(self, tape: &'t Tape<F>) -> (&'t Tape<F>, Option<NodeId>) {
        assert!(ptr::eq(tape, self.tape), "variables of two tapes cannot be combined");
        // Not the other of two equal pointers: this variable was most likely the last recorded,
        // as in `sum + w * x`, and what the compiler knows of its tape need not be read again.
        (self.tape, Some(self.id))
    }
}

impl<'t, F: Float> Term<'t, F> for F {
    #[inline(always)]
    fn value(self) -> F {
        self
    }
    #[inline(always)]
    fn place(self, tape: &'t Tape<F>) -> (&'t Tape<F>, Option<NodeId>) {
        (tape, None)
    }
}

macro_rules! operators {
    ($($operator:ident $method:ident)*) => {$(
        impl<'t, F: Float, R: Term<'t, F>> $operator<R> for Var<'t, F> {
            type Output = Self;
            #[inline]
            fn $method(self, other: R) -> Self {
                self.apply(Op::$operator, other)
            }
        }
        operators!(@number $operator $method f32 f64);
    )*};
    (@number $operator:ident $method:ident $($number:ty)*) => {$(
        impl<'t> $operator<Var<'t, $number>> for $number {
            type Output = Var<'t, $number>;
            #[inline]
            fn $method(self, other: Var<'t, $number>) -> Self::Output {
                other.apply_after(Op::$operator, self)
            }
        }
    )*};
}

operators!(Add add  Sub sub  Mul mul  Div div);

impl<F: Float> Neg for Var<'_, F> {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        self.apply(Op::Neg, self)
    }
}
