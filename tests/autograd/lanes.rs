//! An operation over many lanes at once: to the bit what it is over one, in any of them.

use gradwalk::autograd::{Float, Op, Pack};
use proptest::prelude::*;

use super::expressions::bits;
use super::table::all;

/// Numbers, and what is none: zeros of either sign, infinities, NaN.
fn number() -> impl Strategy<Value = f64> {
    let special = [0.0, -0.0, 1.0, -1.0, 2.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    prop_oneof![3 => -4.0..4.0, 2 => prop::sample::select(special.to_vec())]
}

/// One lane: a, b, and the gradient g of y.
type Lane = [f64; 3];

/// The bits of one lane after another, the sign of zero among them.
fn lanes_equal_single_nodes<F: Float>(op: Op, lanes: &[[Lane; 4]]) -> Result<(), TestCaseError> {
    let column = |k: usize| -> Vec<Pack<F>> {
        lanes.iter().map(|pack| pack.map(|lane| F::from_f64(lane[k]))).collect()
    };
    let [a, b, g] = [0, 1, 2].map(column);
    let [mut y, mut to_a, mut to_b] = [(); 3].map(|()| vec![[F::ONE; 4]; lanes.len()]);
    op.eval_lanes(&a, &b, &mut y);
    op.pull_a(&a, &b, &y, &g, &mut to_a);
    op.pull_b(&a, &b, &y, &g, &mut to_b);

    let all = [&a, &b, &g, &y, &to_a, &to_b].map(|lanes| lanes.as_flattened());
    for i in 0..all[0].len() {
        let [a, b, g, y, to_a, to_b] = all.map(|lanes| lanes[i]);
        let value = op.eval(a, b).expect("an operation has a value");
        // As the sweep has it: an adjoint of 0 hands on nothing, not even 0·∞.
        let parts = if g == F::ZERO { [F::ZERO; 2] } else { op.pullback(a, b, value, g) };
        // What has no second input is left as it was.
        let parts = if op.arity() == 2 { parts } else { [parts[0], F::ONE] };
        prop_assert_eq!(bits([y, to_a, to_b]), bits([value, parts[0], parts[1]]), "{:?}", op);
    }
    Ok(())
}

proptest! {
    #[test]
    fn lanes_equal_single_nodes_to_the_bit(
        // As many packs as two vector registers hold, some more, and none.
        lanes in prop::collection::vec(prop::array::uniform4(prop::array::uniform3(number())), 0..6),
    ) {
        for op in all() {
            lanes_equal_single_nodes::<f32>(op, &lanes)?;
            lanes_equal_single_nodes::<f64>(op, &lanes)?;
        }
    }
}

#[test]
fn a_leaf_has_nothing_to_compute_in_any_lane() {
    let ones = [[1.0; 4]];
    for leaf in [Op::Const, Op::Input, Op::Param] {
        let (mut y, mut to) = ([[3.0; 4]], [[4.0; 4]]);
        leaf.eval_lanes(&ones, &ones, &mut y);
        leaf.pull_a(&ones, &ones, &ones, &ones, &mut to);
        leaf.pull_b(&ones, &ones, &ones, &ones, &mut to);
        assert_eq!((y, to), ([[3.0; 4]], [[4.0; 4]]));
    }
}
