//! An operation over many lanes at once: to the bit what it is over one, in any of them.

use gradwalk::autograd::{Float, Number, Op, Pack, Packed};
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
    let lanes = lanes.as_flattened();
    let packs = lanes.len() / F::LANES;
    let column = |k: usize| -> Vec<Pack<F>> {
        let pack = |pack: usize| {
            Packed::from_lanes(|lane: usize| F::from_f64(lanes[pack * F::LANES + lane][k]))
        };
        (0..packs).map(pack).collect()
    };
    let [a, b, g] = [0, 1, 2].map(column);
    let [mut y, mut to_a, mut to_b] = [(); 3].map(|()| vec![Pack::<F>::ONE; packs]);
    op.eval_lanes::<F>(&a, &b, &mut y);
    op.pull_lanes::<F>(false, [&a, &b, &y, &g], &mut to_a);
    op.pull_lanes::<F>(true, [&a, &b, &y, &g], &mut to_b);

    for i in 0..lanes.len() {
        let lane = |packs: &[Pack<F>]| -> F { packs[i / F::LANES].lane(i % F::LANES) };
        let [a, b, g, y, to_a, to_b] = [&a, &b, &g, &y, &to_a, &to_b].map(|packs| lane(packs));
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
    let ones = [Pack::<f64>::ONE];
    let [three, four] = [3.0, 4.0].map(Pack::<f64>::from_f64);
    for leaf in [Op::Const, Op::Input, Op::Param] {
        let (mut y, mut to) = ([three], [four]);
        leaf.eval_lanes::<f64>(&ones, &ones, &mut y);
        leaf.pull_lanes::<f64>(false, [&ones; 4], &mut to);
        leaf.pull_lanes::<f64>(true, [&ones; 4], &mut to);
        assert_eq!((y, to), ([three], [four]));
    }
}
