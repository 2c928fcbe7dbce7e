//! An operation over many lanes at once: to the bit what it is over one, in any of them.

use gradwalk::autograd::{Float, Op};
use proptest::prelude::*;

use super::expressions::bits;
use super::operations::all;

/// Numbers, and what is none: zeros of either sign, infinities, NaN.
fn number() -> impl Strategy<Value = f64> {
    let special = [0.0, -0.0, 1.0, -1.0, 2.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    prop_oneof![3 => -4.0..4.0, 2 => prop::sample::select(special.to_vec())]
}

/// One lane: a, b, the gradient g of y, and what the adjoints of a and b were before.
type Lane = [f64; 5];

/// The bits of one lane after another, the sign of zero among them.
fn lanes_equal_single_nodes<F: Float>(op: Op, lanes: &[Lane]) -> Result<(), TestCaseError> {
    let column = |k: usize| lanes.iter().map(|lane| F::from_f64(lane[k])).collect::<Vec<F>>();
    let [a, b, g, mut to_a, mut to_b] = [0, 1, 2, 3, 4].map(column);
    let mut y = vec![F::ZERO; lanes.len()];

    let (mut values, mut sums) = (Vec::new(), [to_a.clone(), to_b.clone()]);
    for i in 0..lanes.len() {
        let value = op.eval(a[i], b[i]).expect("an operation has a value");
        values.push(value);
        // As the sweep has it: an adjoint of 0 hands on nothing, not even 0·∞.
        if g[i] != F::ZERO {
            let parts = op.pullback(a[i], b[i], value, g[i]);
            for (sum, part) in sums.iter_mut().zip(parts).take(op.arity()) {
                sum[i] += part;
            }
        }
    }

    op.eval_lanes(&a, &b, &mut y);
    prop_assert_eq!(bits(y.iter().copied()), bits(values), "{:?}", op);
    op.pull_a(&a, &b, &y, &g, &mut to_a);
    op.pull_b(&a, &b, &y, &g, &mut to_b);
    for (ours, theirs) in [to_a, to_b].into_iter().zip(sums) {
        prop_assert_eq!(bits(ours), bits(theirs), "{:?}", op);
    }
    Ok(())
}

proptest! {
    #[test]
    fn lanes_equal_single_nodes_to_the_bit(
        // As many as a vector register holds, some more, and none.
        lanes in prop::collection::vec(prop::array::uniform5(number()), 0..20),
    ) {
        for op in all() {
            lanes_equal_single_nodes::<f32>(op, &lanes)?;
            lanes_equal_single_nodes::<f64>(op, &lanes)?;
        }
    }
}

#[test]
fn a_leaf_has_nothing_to_compute_in_any_lane() {
    for leaf in [Op::Const, Op::Input, Op::Param] {
        let (mut y, mut to) = ([3.0], [4.0]);
        leaf.eval_lanes(&[1.0], &[1.0], &mut y);
        leaf.pull_a(&[1.0], &[1.0], &[1.0], &[1.0], &mut to);
        leaf.pull_b(&[1.0], &[1.0], &[1.0], &[1.0], &mut to);
        assert_eq!((y, to), ([3.0], [4.0]));
    }
}

#[test]
fn functions_have_the_names_of_numpy_and_pytorch() {
    let names = [
        ("exp", Op::Exp),
        ("log", Op::Ln),
        ("sqrt", Op::Sqrt),
        ("sin", Op::Sin),
        ("cos", Op::Cos),
        ("tanh", Op::Tanh),
        ("sigmoid", Op::Sigmoid),
        ("relu", Op::Relu),
        ("abs", Op::Abs),
        ("minimum", Op::Min),
        ("min", Op::Min),
        ("maximum", Op::Max),
        ("max", Op::Max),
        ("pow", Op::Powf),
        ("power", Op::Powf),
    ];
    for (name, op) in names {
        assert_eq!(Op::from_name(name), Some(op), "{name}");
        assert!(op.names().contains(&name), "{name}");
    }
    // No name of mathematics, no operator, no leaf, and nothing in other letters.
    for name in ["", "ln", "aⁿ", "+", "add", "param", "Exp", "exp "] {
        assert_eq!(Op::from_name(name), None, "{name}");
    }
    // Every operation has a name but the operators, the whole power and what does nothing.
    let named = |op: &Op| names.iter().any(|(_, named)| named == op);
    let unnamed: Vec<Op> = all().filter(|op| !named(op)).collect();
    let operators = [Op::Add, Op::Sub, Op::Mul, Op::Div, Op::Neg, Op::Copy];
    assert!(
        unnamed.iter().all(|op| operators.contains(op) || matches!(op, Op::Powi(_))),
        "{unnamed:?}"
    );
}
