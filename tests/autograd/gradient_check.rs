//! The oracle that ships to users: it passes what is right and finds what is not.

use gradwalk::autograd::Tape;
use gradwalk::autograd::check::{Mismatch, central_difference, check_gradients, nudge};
use proptest::prelude::*;

use super::expressions::expression;

proptest! {
    #[test]
    fn a_central_difference_measures_the_derivative_of_a_cubic(at in -100.0..100.0f64, c in -10.0..10.0f64) {
        // f = x³/3 + cx, f′ = x² + c; the error of the difference is h²/3, far below rounding.
        let measured = central_difference(|x| x.powi(3) / 3.0 + c * x, at);
        let exact = at * at + c;
        prop_assert!((measured - exact).abs() <= 1e-7 * exact.abs().max(1.0), "{measured} for {exact}");
    }

    #[test]
    fn right_gradients_pass_and_the_graph_is_left_alone(expression in expression(6)) {
        let mut recorded = expression.record::<f64>();
        let output = recorded.output();
        recorded.graph.backward(output);
        let before = recorded.graph.clone();
        let checked = check_gradients(&mut recorded.graph, output, 1e-3);
        prop_assert!(checked.is_ok(), "{checked:?}");
        prop_assert!(recorded.graph.values().eq(before.values()));
        prop_assert_eq!(recorded.graph.adjoints(), before.adjoints());
        for param in recorded.params {
            prop_assert_eq!(recorded.graph.grad(param), before.grad(param));
        }
    }
}

#[test]
fn a_nudge_grows_with_the_number_it_nudges() {
    assert_eq!(nudge(0.0), nudge(1.0));
    assert_eq!(nudge(-1000.0), 1000.0 * nudge(1.0));
    // ∛ε³ = ε
    assert!((nudge(1.0).powi(3) / f64::EPSILON - 1.0).abs() < 1e-12);
}

#[test]
fn a_wrong_gradient_is_found_and_named() {
    // y = u·(relu(v) + v) at u = 3, v = 0, where relu has derivative 0 to one side and 1 to the other:
    // ∂y/∂v is 3 by autograd, which takes 0, and 3·1.5 in the middle of both.
    let tape = Tape::new();
    let (u, v) = (tape.param("u", 3.0), tape.param("v", 0.0));
    let y = (u * (v.relu() + v)).id();
    let mut graph = tape.into_graph();
    let found = check_gradients(&mut graph, y, 1e-6).expect_err("a corner has no derivative");
    assert_eq!((found.name.as_str(), found.autograd), ("v", 3.0));
    assert!((found.measured - 4.5).abs() < 1e-9, "{}", found.measured);
    let said = Mismatch { measured: 4.5, ..found }.to_string();
    assert_eq!(said, "the gradient of v is 3 by autograd, but 4.5 as measured");
}

#[test]
fn what_is_not_a_number_is_never_right() {
    let tape = Tape::new();
    let y = tape.param("w", -1.0).sqrt().id();
    assert!(check_gradients(&mut tape.into_graph(), y, 1e-6).is_err());
}

#[test]
fn a_gradient_is_checked_at_the_present_values() {
    // L = w³ at 2, set after recording at 0: without a forward pass the gradient would be 0.
    let tape = Tape::new();
    let w = tape.param("w", 0.0);
    let y = w.powi(3).id();
    let w = w.id();
    let mut graph = tape.into_graph();
    graph.set(w, 2.0);
    assert_eq!(check_gradients(&mut graph, y, 1e-8), Ok(()));
    assert_eq!(graph.value(y), 8.0);
}
