//! The extent of any stretch of a series, against a plain scan.

use gradwalk::training::{Extent, Series};
use proptest::prelude::*;

/// Numbers as a run that goes wrong has them.
fn number() -> impl Strategy<Value = f64> {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, f64::MAX, f64::MIN, 5e-324];
    prop_oneof![6 => -1e3..1e3f64, 1 => any::<f64>(), 1 => prop::sample::select(odd.to_vec())]
}

/// Series of up to three levels of blocks (64² = 4,096), some with long stretches of nothing.
fn values() -> impl Strategy<Value = Vec<f64>> {
    let piece = prop_oneof![
        4 => prop::collection::vec(number(), 0..300),
        1 => (0..3_000usize).prop_map(|length| vec![f64::NAN; length]),
        1 => (0..3_000usize, number()).prop_map(|(length, value)| vec![value; length]),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// The smallest and largest finite number, found by looking at each.
fn scan(values: &[f64]) -> Option<Extent> {
    let mut finite = values.iter().copied().filter(|value| value.is_finite());
    let first = finite.next()?;
    let (min, max) = finite.fold((first, first), |(min, max), v| (min.min(v), max.max(v)));
    Some(Extent { min, max })
}

proptest! {
    #[test]
    fn an_extent_equals_a_scan(
        values in values(),
        stretches in prop::collection::vec((0..10_000usize, 0..10_000usize), 20),
    ) {
        let mut series = Series::default();
        values.iter().for_each(|&value| series.push(value));
        prop_assert_eq!((series.len(), series.is_empty()), (values.len(), values.is_empty()));
        prop_assert_eq!(series.extent(0, usize::MAX), scan(&values));
        for (start, end) in stretches {
            let cut = |index: usize| index.min(values.len());
            let stretch = &values[cut(start)..cut(end).max(cut(start))];
            prop_assert_eq!(series.extent(start, end), scan(stretch), "{}..{}", start, end);
        }
    }

    #[test]
    fn an_extent_is_right_while_the_series_grows(values in prop::collection::vec(number(), 0..200)) {
        let mut series = Series::default();
        for (index, &value) in values.iter().enumerate() {
            series.push(value);
            prop_assert_eq!(series.extent(0, series.len()), scan(&values[..=index]));
        }
        prop_assert!(series.iter().zip(&values).all(|(a, b)| a.to_bits() == b.to_bits()));
    }
}
