//! What a program prints. The right-hand sides come from CPython 3.11.

use gradwalk::model::Model;
use gradwalk::notebook::Printout;
use gradwalk::training::{Gradient, Precision, Row};

use super::settings;

fn fixed() -> Printout {
    Printout::new(Gradient::ManualSum, "epoch")
}

fn full() -> Printout {
    Printout::new(Gradient::Autograd, "epoch")
}

#[test]
fn numbers_are_written_as_by_a_fixed_format() {
    // `f"{value:.3f}"` and `f"{value:.8f}"`: rounded from the exact value, ties to even.
    for (value, three, eight) in [
        (0.0, "0.000", "0.00000000"),
        (-0.0, "-0.000", "-0.00000000"),
        (0.0005, "0.001", "0.00050000"),
        (0.0015, "0.002", "0.00150000"),
        (0.0025, "0.003", "0.00250000"),
        (0.0625, "0.062", "0.06250000"),
        (0.1875, "0.188", "0.18750000"),
        (-0.0004, "-0.000", "-0.00040000"),
        (2.0005, "2.001", "2.00050000"),
        (0.9995, "1.000", "0.99950000"),
        (-1.2345, "-1.234", "-1.23450000"),
        (9.9999, "10.000", "9.99990000"),
        (123456.7895, "123456.789", "123456.78950000"),
        (1e22, "10000000000000000000000.000", "10000000000000000000000.00000000"),
        (5e-9, "0.000", "0.00000001"),
        (1.5e-8, "0.000", "0.00000001"),
        (30.000000005, "30.000", "30.00000001"),
        (4.799999237060547, "4.800", "4.79999924"),
        (2.061843632705859e-6, "0.000", "0.00000206"),
    ] {
        let row = Row { epoch: 7, params: vec![value], loss: value, grads: vec![0.0] };
        assert_eq!(fixed().step(&row, &["w"]), format!("epoch 7: w={three}, loss={eight}"));
    }
}

#[test]
fn predictions_are_for_five_and_in_the_runs_precision() {
    assert_eq!(
        full().before(&Model::line(), &[0.1], Precision::F64),
        "Prediction before training: 0.5"
    );
    // The single next to 1.9 is a little less; five times it is a single only when rounded.
    let single = f64::from(1.9f32);
    assert_eq!(
        full().after(&Model::line(), &[single], Precision::F32),
        "Prediction after training: 9.5"
    );
    assert_eq!(
        full().after(&Model::line(), &[single], Precision::F64),
        "Prediction after training: 9.49999988079071"
    );
    assert_eq!(
        fixed().after(&Model::line(), &[1.99979], Precision::F64),
        "Prediction after training: 9.999"
    );
    for by_hand in [Gradient::Manual, Gradient::ManualSum, Gradient::Numeric] {
        assert_eq!(Printout::new(by_hand, "epoch"), fixed());
    }
}

#[test]
fn a_line_is_its_cells() {
    let row = Row { epoch: 3, params: vec![0.5, 1e-5], loss: 2.0, grads: vec![-1.0, 1e16] };
    let names = ["w", "b"];
    assert_eq!(
        fixed().cells(&row, &names),
        ["epoch 3: ", "w=0.500, ", "b=0.000, ", "loss=2.00000000"]
    );
    assert_eq!(full().cells(&row, &names), ["epoch 3: ", "w=0.5, ", "b=1e-05, ", "loss=2.0"]);
    assert_eq!(fixed().step(&row, &names), "epoch 3: w=0.500, b=0.000, loss=2.00000000");
}

#[test]
fn in_batches_a_line_is_a_step() {
    let row = Row { epoch: 3, params: vec![0.5], loss: 2.0, grads: vec![-1.0] };
    for (query, line) in [
        ("seed=1", "epoch 3: w=0.5, loss=2.0"),
        ("batch=2", "step 3: w=0.5, loss=2.0"),
        // One batch is a pass.
        ("batch=4", "epoch 3: w=0.5, loss=2.0"),
    ] {
        let settings = settings(query);
        let run = settings.trainer(&settings.dataset().expect("points"));
        let printout = Printout::new(settings.gradient, run.unit());
        assert_eq!(printout.step(&row, &["w"]), line, "{query}");
    }
}
