//! Numbers as Python writes them, and a run as a table. The right-hand sides come from CPython 3.11.

use gradwalk::number::{parse, repr, short};
use gradwalk::training::Row;
use proptest::prelude::*;

use super::setup;

#[test]
fn numbers_are_written_as_by_repr() {
    for (value, text) in [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (-1.0, "-1.0"),
        (30.0, "30.0"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1.0 / 3.0, "0.3333333333333333"),
        (0.30000001192092896, "0.30000001192092896"),
        (21.674999237060547, "21.674999237060547"),
        (1e-4, "0.0001"),
        (9.999999999999999e-5, "9.999999999999999e-05"),
        (-1e-5, "-1e-05"),
        (123e-7, "1.23e-05"),
        (1.5e-7, "1.5e-07"),
        // 2⁻²⁵ = 2.98023223876953125e-8, half-way between two texts of as many digits.
        (2f64.powi(-25), "2.9802322387695312e-08"),
        (100_000.0, "100000.0"),
        (123_456_789.125, "123456789.125"),
        (1e15, "1000000000000000.0"),
        (9_007_199_254_740_992.0, "9007199254740992.0"),
        (9_999_999_999_999_998.0, "9999999999999998.0"),
        (1e16, "1e+16"),
        (-1e16, "-1e+16"),
        (1.2345678901234567e16, "1.2345678901234568e+16"),
        (2f64.powi(63), "9.223372036854776e+18"),
        (1e22, "1e+22"),
        (1e23, "1e+23"),
        (f64::from(f32::MAX), "3.4028234663852886e+38"),
        (f64::from(f32::from_bits(1)), "1.401298464324817e-45"),
        (f64::MAX, "1.7976931348623157e+308"),
        (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
        (-5e-324, "-5e-324"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
        (f64::NAN, "nan"),
    ] {
        assert_eq!(repr(value), text);
    }
}

proptest! {
    #[test]
    fn a_number_survives_its_text(value in any::<f64>()) {
        // Python and Rust read the same texts.
        prop_assert_eq!(repr(value).parse::<f64>().map(f64::to_bits), Ok(value.to_bits()));
    }

    /// The naive twin: Rust writes the same, unless two texts are as near to the number.
    #[test]
    fn a_short_number_is_written_as_rust_writes_it(value in prop_oneof![any::<f64>(), -1e6..1e6, -1e-3..1e-3]) {
        let text = short(value);
        let spelled = value == 0.0 || (1e-5..1e16).contains(&value.abs());
        let rust = if spelled || !value.is_finite() { format!("{value}") } else { format!("{value:e}") };
        let last = |text: &str| text.bytes().take_while(|&c| c != b'e').last();
        let (ours, theirs) = (last(&text), last(&rust));
        prop_assert!(text == rust || (ours.map(|digit| digit + 1) == theirs && text.parse() == Ok(value)), "{} {}", text, rust);
    }

    #[test]
    fn a_text_is_read_to_the_nearest_double(text in "[-+]?[0-9]{0,17}\\.?[0-9]{0,17}(e-?[0-9]{1,3})?") {
        prop_assert_eq!(parse(&text).map(f64::to_bits), text.parse::<f64>().ok().map(f64::to_bits));
    }

    #[test]
    fn a_line_holds_its_row_to_the_bit(setup in setup(), part in 0.0..1.0f64) {
        let mut trainer = setup.trainer();
        trainer.step(setup.iterations);
        let last = (part * trainer.epoch() as f64) as usize;
        for epoch in 1..=last {
            let row = trainer.row(epoch);
            let line = row.csv();
            let numbers: Vec<f64> = line.trim_end().split(',').flat_map(str::parse).collect();
            prop_assert_eq!(numbers, [epoch as f64, row.params[0], row.loss, row.grads[0]]);
            prop_assert_eq!(line.find('\n'), Some(line.len() - 1));
        }
    }
}

#[test]
fn each_parameter_has_its_columns() {
    assert_eq!(Row::heading("epoch", &["w"]), "epoch,w,loss,grad\n");
    assert_eq!(Row::heading("step", &["w", "b"]), "step,w,b,loss,grad_w,grad_b\n");
    let row = Row { epoch: 3, params: vec![0.5, 1e-5], loss: 2.0, grads: vec![-1.0, 1e16] };
    assert_eq!(row.csv(), "3,0.5,1e-05,2.0,-1.0,1e+16\n");
}
