//! Each operation alone: its value and derivatives against dual numbers and central differences.

use std::mem::discriminant;

use gradwalk::autograd::check::check_gradients;
use gradwalk::autograd::{Float, Op, Tape, Var};
use num_dual::{Dual64, DualNum};
use proptest::prelude::*;

use super::bits;

/// A row for each operation: how it is recorded, what it is of dual numbers, and where it is
/// smooth enough to be measured. No operation can be forgotten: the matches are exhaustive.
macro_rules! operations {
    ($($op:ident $(($n:ident in $exponents:expr))? |$a:ident, $b:ident|
        $record:expr, $dual:expr, if $smooth:expr;)*) => {
        /// Every operation, those with an exponent once for each of some exponents.
        pub fn all() -> impl Iterator<Item = Op> {
            let each = [$(operations!(@each $op $($n in $exponents)?)),*];
            each.concat().into_iter()
        }

        /// The operation recorded through the methods and operators that a user has.
        #[allow(unused_variables, reason = "half of the operations have one input")]
        pub fn record<'t, F: Float>(op: Op, a: Var<'t, F>, b: Var<'t, F>) -> Var<'t, F> {
            match op {
                Op::Const | Op::Input | Op::Param => unreachable!("a leaf is no operation"),
                $(Op::$op $(($n))? => { let ($a, $b) = (a, b); $record })*
            }
        }

        /// The operation on dual numbers of another crate, which knows nothing of ours.
        #[allow(unused_variables, reason = "half of the operations have one input")]
        pub fn dual(op: Op, a: Dual64, b: Dual64) -> Dual64 {
            match op {
                Op::Const | Op::Input | Op::Param => unreachable!("a leaf is no operation"),
                $(Op::$op $(($n))? => { let ($a, $b) = (a, b); $dual })*
            }
        }

        /// Whether the operation is smooth around these inputs, and none too steep.
        #[allow(unused_variables, reason = "not every place depends on everything")]
        pub fn smooth(op: Op, a: f64, b: f64) -> bool {
            match op {
                Op::Const | Op::Input | Op::Param => unreachable!("a leaf is no operation"),
                $(Op::$op $(($n))? => { let ($a, $b) = (a, b); $smooth })*
            }
        }
    };
    (@each $op:ident) => { vec![Op::$op] };
    (@each $op:ident $n:ident in $exponents:expr) => { $exponents.map(Op::$op).to_vec() };
}

operations! {
    Add |a, b| a + b, a + b, if true;
    Sub |a, b| a - b, a - b, if true;
    Mul |a, b| a * b, a * b, if true;
    Div |a, b| a / b, a / b, if b.abs() > 0.1;
    Neg |a, b| -a, -a, if true;
    Copy |a, b| a.copy(), a, if true;
    Powi(n in [-3, -2, -1, 0, 1, 2, 3, 5]) |a, b| a.powi(n), a.powi(n), if a.abs() > 0.3;
    Powf |a, b| a.powf(b), a.powd(b), if a > 0.1;
    Sqrt |a, b| a.sqrt(), a.sqrt(), if a > 0.1;
    Exp |a, b| a.exp(), a.exp(), if a < 4.0;
    Ln |a, b| a.ln(), a.ln(), if a > 0.1;
    Sin |a, b| a.sin(), a.sin(), if true;
    Cos |a, b| a.cos(), a.cos(), if true;
    Tanh |a, b| a.tanh(), a.tanh(), if true;
    Sigmoid |a, b| a.sigmoid(), ((-a).exp() + 1.0).recip(), if true;
    Relu |a, b| a.relu(), if a.re > 0.0 { a } else { a * 0.0 }, if a.abs() > 0.01;
    Abs |a, b| a.abs(), if a.re > 0.0 { a } else { -a }, if a.abs() > 0.01;
    Min |a, b| a.min(b), if a.re < b.re { a } else { b }, if (a - b).abs() > 0.01;
    Max |a, b| a.max(b), if a.re > b.re { a } else { b }, if (a - b).abs() > 0.01;
}

/// [y, ∂y/∂a, ∂y/∂b] by a sweep through a graph of the one operation.
fn by_autograd<F: Float>(op: Op, a: f64, b: f64) -> [f64; 3] {
    let tape = Tape::<F>::default();
    let (a, b) = (tape.param("a", F::from_f64(a)), tape.param("b", F::from_f64(b)));
    let y = record(op, a, b);
    let [a, b, y] = [a, b, y].map(Var::id);
    let mut graph = tape.into_graph();
    graph.backward(y);
    [graph.value(y), graph.grad(a), graph.grad(b)].map(Float::to_f64)
}

/// [y, ∂y/∂a, ∂y/∂b] by two runs on dual numbers, a + ε and then b + ε.
fn by_dual_numbers(op: Op, a: f64, b: f64) -> [f64; 3] {
    let run = |da, db| dual(op, Dual64::new(a, da), Dual64::new(b, db));
    let (in_a, in_b) = (run(1.0, 0.0), run(0.0, 1.0));
    [in_a.re, in_a.eps, in_b.eps]
}

/// Equal within `tolerance`, relative to the larger of the second and 1.
fn close(ours: [f64; 3], theirs: [f64; 3], tolerance: f64) -> bool {
    ours.iter().zip(theirs).all(|(o, t)| (o - t).abs() <= tolerance * t.abs().max(1.0))
}

proptest! {
    #[test]
    fn every_operation_agrees_with_dual_numbers(a in -4.0..4.0, b in -4.0..4.0) {
        for op in all().filter(|&op| smooth(op, a, b)) {
            let (double, exact) = (by_autograd::<f64>(op, a, b), by_dual_numbers(op, a, b));
            prop_assert!(close(double, exact, 1e-13), "{op:?}: {double:?}, dual {exact:?}");
        }
        // In single precision, from inputs that both can hold.
        let (a, b) = (f64::from(a as f32), f64::from(b as f32));
        for op in all().filter(|&op| smooth(op, a, b)) {
            let (single, exact) = (by_autograd::<f32>(op, a, b), by_dual_numbers(op, a, b));
            prop_assert!(close(single, exact, 3e-6), "{op:?}: {single:?}, dual {exact:?}");
        }
    }

    #[test]
    fn every_operation_agrees_with_central_differences(a in -4.0..4.0, b in -4.0..4.0) {
        for op in all().filter(|&op| smooth(op, a, b)) {
            let tape = Tape::new();
            let y = record(op, tape.param("a", a), tape.param("b", b)).id();
            let checked = check_gradients(&mut tape.into_graph(), y, 1e-6);
            prop_assert!(checked.is_ok(), "{op:?}: {checked:?}");
        }
    }
}

#[test]
fn every_operation_has_a_label_and_reads_what_it_is_given() {
    for op in all() {
        let tape = Tape::new();
        let (a, b) = (tape.param("a", 0.5), tape.param("b", 2.0));
        let y = record(op, a, b);
        let [a, b, y] = [a, b, y].map(Var::id);
        let graph = tape.into_graph();
        let node = graph.nodes()[y.index()];
        assert_eq!(node.op(), op);
        assert!(!op.label().is_empty(), "{op:?}");
        assert_eq!(node.inputs().collect::<Vec<_>>(), [a, b][..op.arity()], "{op:?}");
        assert!(op.arity() > 0, "{op:?}");
    }
    for leaf in [Op::Const, Op::Input, Op::Param] {
        assert_eq!((leaf.arity(), leaf.label(), leaf.eval(1.0, 1.0)), (0, "", None));
        assert_eq!(leaf.pullback(1.0, 1.0, 1.0, 1.0), [0.0, 0.0]);
    }
}

#[test]
fn every_operation_has_the_bits_that_the_browser_has() {
    bits::check();
    for op in all() {
        let mut rows = bits::FINGERPRINTS.iter().map(|(listed, ..)| discriminant(listed));
        assert!(rows.any(|row| row == discriminant(&op)), "{op:?}: add it to tests/common/bits.rs");
    }
}
