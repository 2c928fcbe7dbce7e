//! Each operation alone: its value and derivatives against dual numbers and central differences.

use gradwalk::autograd::check::check_gradients;
use std::collections::BTreeSet;

use gradwalk::autograd::{Float, Op, Tape, Var};
use num_dual::Dual64;
use proptest::prelude::*;

use super::table::{all, check_bits, dual, names, record, smooth};

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
        assert!(op.arity() > 0 && op.cost() > 0, "{op:?}");
    }
    for leaf in [Op::Const, Op::Input, Op::Param] {
        assert_eq!((leaf.arity(), leaf.label(), leaf.eval(1.0, 1.0)), (0, "", None));
        assert_eq!((leaf.cost(), leaf.names()), (0, &[][..]));
        assert_eq!(leaf.pullback(1.0, 1.0, 1.0, 1.0), [0.0, 0.0]);
    }
}

#[test]
fn every_operation_has_the_bits_that_the_browser_has() {
    check_bits();
}

#[test]
fn functions_have_the_names_of_numpy_and_pytorch() {
    for op in all() {
        let last = |name: &'static str| name.rsplit('.').next().unwrap_or_default();
        let known: BTreeSet<_> = names(op).iter().map(|name| last(name)).collect();
        assert_eq!(op.names().iter().copied().collect::<BTreeSet<_>>(), known, "{op:?}");
        assert!(op.names().iter().all(|name| Op::from_name(name) == Some(op)), "{op:?}");
        // What a library has not under the first name is defined there; a power has an operator.
        for (library, definition) in [("np", op.in_numpy()), ("torch", op.in_torch())] {
            let Some(&first) = op.names().first().filter(|_| op != Op::Powf) else { continue };
            let defined = definition.is_some_and(|text| text.starts_with(&format!("def {first}(")));
            let has = names(op).contains(&format!("{library}.{first}").as_str());
            assert!(defined || has, "{op:?}: there is no {library}.{first}");
        }
    }
    // No name of mathematics, no operator, no leaf, and nothing in other letters.
    for name in ["", "ln", "aⁿ", "+", "add", "param", "Exp", "exp "] {
        assert_eq!(Op::from_name(name), None, "{name}");
    }
    // Every operation has a name but the operators, the whole power, what does nothing, and the losses.
    let operators = [Op::Add, Op::Sub, Op::Mul, Op::Div, Op::Neg, Op::Copy];
    let losses = [Op::Huber, Op::SmoothL1, Op::CrossEntropy, Op::SoftMargin];
    let unnamed: Vec<Op> = all().filter(|op| op.names().is_empty()).collect();
    assert!(
        unnamed
            .iter()
            .all(|op| operators.contains(op) || losses.contains(op) || matches!(op, Op::Powi(_))),
        "{unnamed:?}"
    );
}
