//! What is no dataset, and how that is said.

use gradwalk::training::{DataError, Dataset, MAX_POINTS};
use proptest::prelude::*;

fn refused(xs: &[f64], ys: &[f64]) -> String {
    let refused = Dataset::new(xs.to_vec(), ys.to_vec()).expect_err("no dataset");
    refused.to_string()
}

#[test]
fn each_refusal_says_what_is_wrong_and_what_is_allowed() {
    assert_eq!(refused(&[], &[]), "there is no point; give at least one");
    assert_eq!(
        refused(&[1.0, 2.0, 3.0], &[1.0, 2.0]),
        "x has 3 numbers and y has 2; each x needs its y"
    );
    assert_eq!(refused(&[], &[1.0]), "x has 0 numbers and y has 1; each x needs its y");
    assert_eq!(
        refused(&[1.0, f64::INFINITY], &[1.0, f64::NAN]),
        "number 2 of x is inf; only finite numbers are allowed"
    );
    assert_eq!(
        refused(&[1.0], &[f64::NAN]),
        "number 1 of y is NaN; only finite numbers are allowed"
    );
    let many = vec![1.0; MAX_POINTS + 1];
    assert_eq!(refused(&many, &many), "100001 points are too many; at most 100000 are allowed");
    // An error like any other.
    let _: Box<dyn std::error::Error> = Box::new(DataError::Empty);
}

#[test]
fn the_largest_dataset_is_allowed() {
    let many = vec![1.0; MAX_POINTS];
    assert_eq!(Dataset::new(many.clone(), many).map(|data| data.len()), Ok(100_000));
}

proptest! {
    #[test]
    fn any_finite_points_are_taken_as_they_are(points in prop::collection::vec(
        (prop::num::f64::NORMAL, prop::num::f64::SUBNORMAL), 1..20,
    )) {
        let (xs, ys): (Vec<_>, Vec<_>) = points.into_iter().unzip();
        let data = Dataset::new(xs.clone(), ys.clone()).expect("finite points");
        prop_assert_eq!((data.xs(), data.ys(), data.len()), (&xs[..], &ys[..], xs.len()));
    }
}
