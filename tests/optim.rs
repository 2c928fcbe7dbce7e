//! Optimizers: each formula by itself, and the table that tells what there is to know of them.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use gradwalk::optim::{GradientDescent, Optimizer, Step, TABLE};
use gradwalk::settings::Settings;
use gradwalk::training::Precision;

#[test]
fn the_table_tells_of_each_what_there_is_to_know() {
    let names: BTreeSet<_> = TABLE.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), TABLE.len(), "no two have one name");
    for row in TABLE {
        assert!(row.doc.ends_with('.') && row.lr > 0.0, "{row:?}");
        for argument in row.arguments {
            assert!(argument.range.contains(&argument.initial), "{argument:?}");
            assert!(argument.doc.ends_with('.'), "{argument:?}");
        }
    }
}

#[test]
fn the_first_is_the_one_that_nobody_asks_for() {
    assert_eq!(TABLE[0], GradientDescent::ROW);
    assert_eq!(Settings::default().lr, TABLE[0].lr);
}

#[test]
fn gradient_descent_rounds_the_product_and_the_difference() {
    // 0.1·10 is 1 once it is rounded, in either precision: nothing is left of 1 − 1. Fused, as
    // `torch.optim.SGD` has it, the product's error of 10·(T(0.1) − 0.1) would stay.
    for precision in [Precision::F32, Precision::F64] {
        let mut params = [1.0, 0.0];
        let step = Step { lr: 0.1, t: 1, precision };
        GradientDescent::default().step(step, &mut params, &[10.0, -1.0], &mut []);
        assert_eq!(params, [0.0, precision.round(0.1)]);
    }
    assert!((-0.1f64).mul_add(10.0, 1.0) != 0.0 && (-0.1f32).mul_add(10.0, 1.0) != 0.0);
}
