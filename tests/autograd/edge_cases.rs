//! Where an operation has no derivative, two of them, or no value: what PyTorch says there.

use gradwalk::autograd::{Op, Tape, Var};

use super::table::{all, record};

/// y and the local derivatives [∂y/∂a, ∂y/∂b].
fn at(op: Op, a: f64, b: f64) -> (f64, [f64; 2]) {
    let y = op.eval(a, b).expect("an operation has a value");
    (y, op.pullback(a, b, y, 1.0))
}

/// The gradients at two parameters with these values.
fn gradients(values: [f64; 2], f: impl Fn([Var<'_>; 2]) -> Var<'_>) -> [f64; 2] {
    let tape = Tape::new();
    let params = values.map(|value| tape.param("", value));
    let y = f(params).id();
    let ids = params.map(Var::id);
    let mut graph = tape.into_graph();
    graph.backward(y);
    ids.map(|id| graph.grad(id))
}

#[test]
fn a_tie_shares_the_gradient_equally() {
    for op in [Op::Min, Op::Max] {
        assert_eq!(at(op, 2.0, 2.0), (2.0, [0.5, 0.5]));
        assert_eq!(at(op, 0.0, -0.0).1, [0.5, 0.5]);
    }
    // min(w, w) = w, so its derivative is 1.
    assert_eq!(gradients([3.0, 0.0], |[w, _]| w.min(w))[0], 1.0);
    assert_eq!(at(Op::Min, 1.0, 2.0), (1.0, [1.0, 0.0]));
    assert_eq!(at(Op::Max, 1.0, 2.0), (2.0, [0.0, 1.0]));
}

#[test]
fn at_its_corner_relu_and_abs_are_flat() {
    for zero in [0.0, -0.0] {
        assert_eq!(at(Op::Relu, zero, 0.0), (0.0, [0.0, 0.0]));
        assert_eq!(at(Op::Abs, zero, 0.0), (0.0, [0.0, 0.0]));
        assert!(at(Op::Abs, zero, 0.0).0.is_sign_positive());
    }
}

#[test]
fn whole_powers_of_zero_and_to_zero() {
    // a⁰ = 1 everywhere, and is flat.
    for a in [-2.0, 0.0, 3.0, f64::INFINITY, f64::NAN] {
        assert_eq!(at(Op::Powi(0), a, 0.0), (1.0, [0.0, 0.0]));
    }
    // a¹ has derivative 1 at 0 too, a² has 0.
    assert_eq!(at(Op::Powi(1), 0.0, 0.0), (0.0, [1.0, 0.0]));
    assert_eq!(at(Op::Powi(2), 0.0, 0.0), (0.0, [0.0, 0.0]));
    // ∂a⁻¹/∂a = −a⁻² = −¼ at 2; at 0 the pole.
    assert_eq!(at(Op::Powi(-1), 2.0, 0.0), (0.5, [-0.25, 0.0]));
    assert_eq!(at(Op::Powi(-1), 0.0, 0.0), (f64::INFINITY, [f64::NEG_INFINITY, 0.0]));
    // The ends of the exponents: ∂1ⁿ/∂a = n.
    for n in [i32::MIN, i32::MAX] {
        assert_eq!(at(Op::Powi(n), 1.0, 0.0), (1.0, [f64::from(n), 0.0]));
    }
}

#[test]
fn powers_with_any_exponent_at_zero_and_below() {
    // ∂aᵇ/∂a = b·aᵇ⁻¹ at 0: 0 for b > 1, 1 for b = 1, ∞ below; ∂aᵇ/∂b = 0 there.
    assert_eq!(at(Op::Powf, 0.0, 2.5), (0.0, [0.0, 0.0]));
    assert_eq!(at(Op::Powf, 0.0, 1.0), (0.0, [1.0, 0.0]));
    assert_eq!(at(Op::Powf, 0.0, 0.5), (0.0, [f64::INFINITY, 0.0]));
    assert_eq!(at(Op::Powf, 0.0, 0.0), (1.0, [0.0, 0.0]));
    // 0⁻¹ = ∞: there is nothing to save.
    assert_eq!(at(Op::Powf, 0.0, -1.0).1, [f64::NEG_INFINITY; 2]);
    // (−2)² = 4 with derivative 2·(−2); the exponent cannot move, but does not spoil that.
    assert_eq!(gradients([-2.0, 0.0], |[w, _]| w.powf(2.0))[0], -4.0);
    assert!(at(Op::Powf, -2.0, 2.0).1[1].is_nan());
    // ∂a⁰/∂b = ln a
    assert_eq!(at(Op::Powf, std::f64::consts::E, 0.0), (1.0, [0.0, 1.0]));
}

#[test]
fn roots_logarithms_and_quotients_at_zero() {
    assert_eq!(at(Op::Sqrt, 0.0, 0.0), (0.0, [f64::INFINITY, 0.0]));
    assert_eq!(at(Op::Ln, 0.0, 0.0), (f64::NEG_INFINITY, [f64::INFINITY, 0.0]));
    assert_eq!(at(Op::Div, 1.0, 0.0), (f64::INFINITY, [f64::INFINITY, f64::NEG_INFINITY]));
    assert!(at(Op::Sqrt, -1.0, 0.0).0.is_nan() && at(Op::Ln, -1.0, 0.0).0.is_nan());
}

#[test]
fn what_saturates_is_flat_there() {
    assert_eq!(at(Op::Tanh, 40.0, 0.0), (1.0, [0.0, 0.0]));
    assert_eq!(at(Op::Sigmoid, 800.0, 0.0), (1.0, [0.0, 0.0]));
    assert_eq!(at(Op::Sigmoid, -800.0, 0.0), (0.0, [0.0, 0.0]));
    assert_eq!(at(Op::Exp, -800.0, 0.0), (0.0, [0.0, 0.0]));
    assert_eq!(at(Op::Exp, 800.0, 0.0), (f64::INFINITY, [f64::INFINITY, 0.0]));
}

#[test]
fn not_a_number_goes_through_every_operation() {
    // But for a⁰ = 1, as IEEE 754 has it.
    for op in all().filter(|&op| op != Op::Powi(0)) {
        assert!(at(op, f64::NAN, 2.0).0.is_nan(), "{op:?} of NaN and 2");
        assert!(op.arity() == 1 || at(op, 2.0, f64::NAN).0.is_nan(), "{op:?} of 2 and NaN");
    }
}

#[test]
fn a_gradient_that_is_not_a_number_is_handed_on() {
    // What is wrong must not be hidden: a NaN gradient arrives at every input that matters.
    for op in all().filter(|&op| op != Op::Powi(0)) {
        let handed = gradients([0.5, 2.0], |[a, b]| {
            let nan = f64::NAN;
            record(op, a, b) * nan
        });
        let matters = op.pullback(0.5, 2.0, op.eval(0.5, 2.0).unwrap_or_default(), 1.0);
        for (gradient, local) in handed.iter().zip(matters) {
            assert_eq!(gradient.is_nan(), local != 0.0, "{op:?}: {handed:?}");
        }
    }
}
