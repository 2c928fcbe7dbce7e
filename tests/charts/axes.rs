//! Axes: a safe range for any numbers, and ticks whose labels do not lie.

use gradwalk::charts::{Axis, Tick};
use proptest::prelude::*;

use super::{anything, spoken};

fn labels(ticks: &[Tick]) -> Vec<&str> {
    ticks.iter().map(|tick| tick.label.as_str()).collect()
}

#[test]
fn labels_are_written_alike_and_as_short_as_is_honest() {
    let all = |ends: &[f64]| labels(&Axis::linear(ends).ticks(0.2)).join(" ");
    assert_eq!(all(&[0.0, 30.0]), "0 10 20 30");
    assert_eq!(all(&[0.0, 2.0]), "0 0.5 1.0 1.5 2.0");
    assert_eq!(all(&[-18.0, 22.0]), "−10 0 10 20");
    assert_eq!(all(&[0.06, 0.07]), "0.060 0.062 0.064 0.066 0.068 0.070");
    assert_eq!(all(&[0.0, 0.003]), "0 0.001 0.002 0.003");
    assert_eq!(all(&[0.999, 1.001]), "0.9990 0.9995 1.0000 1.0005 1.0010");
    assert_eq!(all(&[-0.0005, 0.0015]), "−0.0005 0 0.0005 0.0010 0.0015");
    assert_eq!(all(&[0.0, 0.0003]), "0 0.0001 0.0002 0.0003");
    assert_eq!(all(&[0.0, 0.00003]), "0 1e−5 2e−5 3e−5");
    assert_eq!(all(&[0.0, 3e-7]), "0 1e−7 2e−7 3e−7");
    assert_eq!(all(&[-2e-15, 2e-15]), "−2e−15 −1e−15 0 1e−15 2e−15");
    assert_eq!(all(&[0.0, 2e-7]), "0 0.5e−7 1.0e−7 1.5e−7 2.0e−7");
    assert_eq!(all(&[0.0, 9000.0]), "0 2000 4000 6000 8000");
    assert_eq!(all(&[0.0, 11_701.9]), "0 5\u{2009}000 10\u{2009}000");
    assert_eq!(all(&[0.0, 3e15]), "0 1e15 2e15 3e15");
    assert_eq!(all(&[2.0, 2.00001]), "2.000000 2.000002 2.000004 2.000006 2.000008 2.000010");
    let epochs = |last| labels(&Axis::epochs(last).ticks(0.2)).join(" ");
    assert_eq!(epochs(1), "0 1");
    assert_eq!(epochs(3), "0 1 2 3");
    assert_eq!(epochs(20), "0 5 10 15 20");
    assert_eq!(
        epochs(1_000_000),
        "0 200 000 400 000 600 000 800 000 1 000 000".replace(" 000", "\u{2009}000")
    );
}

#[test]
fn an_axis_of_nothing_to_tell_apart_starts_at_zero() {
    let ends = |values: &[f64]| (Axis::linear(values).min(), Axis::linear(values).max());
    assert_eq!(ends(&[]), (0.0, 1.0));
    assert_eq!(ends(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY]), (0.0, 1.0));
    assert_eq!(ends(&[0.0, 5e-324]), (0.0, 1.0));
    assert_eq!(ends(&[5.0, 5.0]), (0.0, 5.0));
    assert_eq!(ends(&[-5.0, -5.0 - 1e-9]), (-5.0 - 1e-9, 0.0));
    assert_eq!(ends(&[-f64::MAX, f64::MAX]), (-1e300, 1e300));
}

#[test]
fn a_logarithmic_axis_has_decades_and_a_place_for_zero() {
    let axis = |least, largest, zero| Axis::logarithmic(least, largest, zero);
    assert_eq!(
        labels(&axis(Some(0.02), 30.0, false).ticks(0.2)),
        ["0.01", "0.1", "1", "10", "100"]
    );
    assert_eq!(labels(&axis(Some(0.02), 30.0, true).ticks(0.01))[..2], ["0", "0.01"]);
    assert_eq!(labels(&axis(Some(1e-13), 30.0, true).ticks(0.2)).last(), Some(&"1e2"));
    // However many decades there are, each has as much room; zero is none, and stands below the last.
    let wide = axis(Some(1e-20), 1e280, true);
    let at = |value| wide.fraction(value);
    assert!((at(1e-20) - 36.0 / 336.0).abs() < 1e-9 && (at(1e130) - 186.0 / 336.0).abs() < 1e-9);
    assert_eq!((at(0.0), at(1e280)), (0.0, 1.0));
    assert_eq!(wide.breaks(), Some(18.0 / 336.0));
    assert_eq!(labels(&wide.ticks(0.2)), ["0", "1e76", "1e144", "1e212", "1e280"]);
    assert!(wide.shows(0.0) && wide.shows(1e-300) && !axis(Some(1.0), 10.0, false).shows(0.1));
    assert_eq!(axis(Some(1.0), 10.0, false).breaks(), None);
    // Half way between 1 and 100 is 10.
    let two = axis(Some(1.0), 100.0, false);
    assert!((two.fraction(10.0) - 0.5).abs() < 1e-12 && (two.value(0.5) - 10.0).abs() < 1e-9);
    // Nothing above zero at all.
    assert_eq!(
        (axis(None, 0.0, true).fraction(0.1), axis(None, f64::NAN, true).max()),
        (1.0 / 3.0, 1.0)
    );
    // Ticks that are written stand as far apart as what they say, but for zero.
    let places: Vec<f64> = axis(Some(0.02), 30.0, true)
        .ticks(0.01)
        .iter()
        .map(|tick| axis(Some(0.02), 30.0, true).fraction(tick.value))
        .collect();
    assert!(
        places[0] == 0.0 && (2.0 * places[1] - (places[2] - places[1])).abs() < 1e-9,
        "{places:?}"
    );
    assert!(!two.measures(0.0) && two.measures(1e-300) && Axis::linear(&[0.0, 1.0]).measures(0.0));
}

proptest! {
    #[test]
    fn an_axis_is_safe(values in prop::collection::vec(anything(), 0..5), gap in anything()) {
        let axis = Axis::linear(&values);
        prop_assert!(axis.min() < axis.max() && (axis.max() - axis.min()).is_finite());
        prop_assert_eq!((axis.fraction(axis.min()), axis.fraction(axis.max())), (0.0, 1.0));
        for value in values.into_iter().filter(|v| v.abs() <= 1e300) {
            prop_assert!((0.0..=1.0).contains(&axis.fraction(value)) || value.abs() < 1e-290);
        }
        ticks_are_sound(&axis, gap)?;
    }

    #[test]
    fn a_logarithmic_axis_is_safe(least in prop::option::of(anything()), largest in anything(), zero in any::<bool>(), gap in anything(), value in anything()) {
        let axis = Axis::logarithmic(least, largest, zero);
        prop_assert!(axis.min() > 0.0 && axis.min() < axis.max() && axis.max().is_finite());
        let ticks = axis.ticks(gap);
        prop_assert!(!ticks.is_empty() && ticks.len() <= Axis::MOST_TICKS);
        prop_assert!(ticks.windows(2).all(|pair| pair[0].value < pair[1].value && pair[0].label != pair[1].label));
        let fraction = axis.fraction(value);
        prop_assert!(value.is_nan() || fraction >= 0.0);
    }

    #[test]
    fn an_axis_of_close_values_is_safe(middle in anything(), width in -320f64..1.0, gap in 0.0..1.0) {
        ticks_are_sound(&Axis::linear(&[middle, middle * (1.0 + 10f64.powf(width))]), gap)?;
    }

    #[test]
    fn an_axis_of_epochs_has_whole_ticks(last in any::<usize>(), shift in 0..64, gap in 0.0..1.0) {
        let axis = Axis::epochs(last >> shift);
        ticks_are_sound(&axis, gap)?;
        prop_assert!(axis.ticks(gap).iter().all(|tick| tick.value.fract() == 0.0));
    }
}

/// What every axis owes: few ticks, in order, on it, told apart by their labels, which do not lie.
fn ticks_are_sound(axis: &Axis, gap: f64) -> Result<(), TestCaseError> {
    let ticks = axis.ticks(gap);
    prop_assert!(ticks.len() <= Axis::MOST_TICKS);
    for pair in ticks.windows(2) {
        let step = pair[1].value - pair[0].value;
        prop_assert!(step > 0.0, "{pair:?}");
        if gap > 0.0 {
            let least = gap.min(1.0) * (axis.max() - axis.min());
            prop_assert!(step >= least * (1.0 - 1e-6), "{pair:?}");
        }
        prop_assert_ne!(&pair[0].label, &pair[1].label);
        for tick in pair {
            prop_assert!((spoken(&tick.label) - tick.value).abs() <= 1e-6 * step, "{:?}", tick);
        }
    }
    for tick in &ticks {
        prop_assert!(
            (-1e-6..=1.000001).contains(&axis.fraction(tick.value)),
            "{:?} {:?}",
            tick,
            axis
        );
        prop_assert!(tick.label.chars().count() <= 17, "{:?}", tick);
    }
    // Wherever two may stand, at least one does.
    prop_assert!(!ticks.is_empty() || gap > 0.4 || gap.is_nan());
    Ok(())
}
