//! Recording a graph as one writes mathematics.

use std::cell::RefCell;
use std::ops::{Add, Div, Mul, Neg, Sub};
use std::ptr;

use super::{Float, Graph, NodeId, Op};

/// Records every operation on its variables; [`into_graph`](Tape::into_graph) hands over the
/// result. In double precision by default, in single as `Tape::<f32>::default()`.
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

    /// A constant. Numbers in expressions become constants by themselves.
    pub fn constant(&self, value: F) -> Var<'_, F> {
        self.leaf(Op::Const, "", value)
    }

    /// Ends the recording. Handles end here; keep the ids ([`Var::id`]) of what you will ask for.
    pub fn into_graph(self) -> Graph<F> {
        self.graph.into_inner()
    }

    fn leaf(&self, op: Op, name: &str, value: F) -> Var<'_, F> {
        Var { tape: self, id: self.graph.borrow_mut().leaf(op, name, value) }
    }
}

/// A node being recorded: copy it freely, compute with it as with a number.
#[derive(Clone, Copy, Debug)]
pub struct Var<'t, F = f64> {
    tape: &'t Tape<F>,
    id: NodeId,
}

impl<'t, F: Float> Var<'t, F> {
    /// Which node it is, valid in the graph too.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// Its value as recorded.
    pub fn value(self) -> F {
        self.tape.graph.borrow().value(self.id)
    }

    /// Records `op` on this variable and another operand (any, if the operation has one input).
    pub(crate) fn apply(self, op: Op, other: impl Operand<'t, F>) -> Self {
        let other = other.on(self.tape);
        assert!(ptr::eq(self.tape, other.tape), "variables of two tapes cannot be combined");
        Var { tape: self.tape, id: self.tape.graph.borrow_mut().record(op, self.id, other.id) }
    }
}

/// What can stand beside a variable: another of the same tape, or a number.
pub trait Operand<'t, F> {
    /// The operand as a variable of `tape`.
    fn on(self, tape: &'t Tape<F>) -> Var<'t, F>;
}

impl<'t, F> Operand<'t, F> for Var<'t, F> {
    fn on(self, _: &'t Tape<F>) -> Var<'t, F> {
        self
    }
}

impl<'t, F: Float> Operand<'t, F> for F {
    fn on(self, tape: &'t Tape<F>) -> Var<'t, F> {
        tape.constant(self)
    }
}

macro_rules! operators {
    ($($operator:ident $method:ident)*) => {$(
        impl<'t, F: Float, R: Operand<'t, F>> $operator<R> for Var<'t, F> {
            type Output = Self;
            fn $method(self, other: R) -> Self {
                self.apply(Op::$operator, other)
            }
        }
        operators!(@number $operator $method f32 f64);
    )*};
    (@number $operator:ident $method:ident $($number:ty)*) => {$(
        impl<'t> $operator<Var<'t, $number>> for $number {
            type Output = Var<'t, $number>;
            fn $method(self, other: Var<'t, $number>) -> Self::Output {
                self.on(other.tape).$method(other)
            }
        }
    )*};
}

operators!(Add add  Sub sub  Mul mul  Div div);

impl<F: Float> Neg for Var<'_, F> {
    type Output = Self;
    fn neg(self) -> Self {
        self.apply(Op::Neg, self)
    }
}
