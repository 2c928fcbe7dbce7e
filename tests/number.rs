//! Reading numbers: what is read is the nearest double, of two as near the even, as Rust's own reader has it.
#![cfg(not(target_arch = "wasm32"))]

use gradwalk::number::parse;
use proptest::prelude::*;

/// The naive twin.
fn twin(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// Digits that lie just at, just below and just above the middle between two doubles, `odd`·2ᵏ with 54 bits.
fn about_the_middle(odd: u64, k: i32) -> Vec<String> {
    let odd = u128::from(odd);
    // 2⁻ᵏ is 5ᵏ·10⁻ᵏ.
    let (digits, exponent) = if k < 0 { (odd * 5u128.pow(-k as u32), k) } else { (odd << k, 0) };
    [digits - 1, digits, digits + 1]
        .iter()
        .flat_map(|digits| ["", "0000000000000000000001"].map(|more| (digits, more)))
        .map(|(digits, more)| format!("{digits}.{more}e{exponent}"))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn every_double_is_read_as_itself(bits: u64, digits in 17usize..40) {
        let value = f64::from_bits(bits);
        prop_assume!(!value.is_nan() && value.is_finite());
        for text in [format!("{value}"), format!("{value:e}"), format!("{value:.digits$e}")] {
            prop_assert_eq!(parse(&text).map(f64::to_bits), Some(bits), "{}", text);
        }
    }

    #[test]
    fn any_decimal_is_the_nearest_double(
        text in r"[+-]?([0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})([eE][+-]?[0-9]{1,3})?",
    ) {
        prop_assert_eq!(parse(&text).map(f64::to_bits), twin(&text).map(f64::to_bits), "{}", text);
    }

    #[test]
    fn in_the_middle_the_even_double_is_nearest(m in 1u64 << 52..1 << 53, k in -30..70) {
        for text in about_the_middle(2 * m + 1, k) {
            prop_assert_eq!(parse(&text).map(f64::to_bits), twin(&text).map(f64::to_bits), "{}", text);
        }
    }

    #[test]
    fn what_is_no_decimal_is_no_number(text in r"[0-9+.eE-]{0,8}") {
        prop_assert_eq!(parse(&text).map(f64::to_bits), twin(&text).map(f64::to_bits), "{}", text);
    }
}

#[test]
fn a_number_of_a_thousand_digits_is_read_as_any_other() {
    for digits in [1_000, 100_000] {
        let text = format!("0.{}1", "0".repeat(digits));
        assert_eq!(parse(&text), twin(&text));
        let text = format!("{}7", "1".repeat(digits));
        assert_eq!(parse(&text), Some(f64::INFINITY));
        let text = format!("1.{}7e-3", "3".repeat(digits));
        assert_eq!(parse(&text), twin(&text));
    }
}
