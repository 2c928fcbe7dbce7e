//! Points as people paste them.
#![cfg(not(target_arch = "wasm32"))]

use gradwalk::settings::{TableProblem, read_table};
use proptest::prelude::*;

#[test]
fn any_usual_separator() {
    let expected = Ok((vec![1.0, 2.5, -3.0], vec![2.0, 5.0, 6e9]));
    for text in [
        "1\t2\n2.5\t5\n-3\t6e9",
        "1,2\n2.5,5\n-3,6e9\n",
        "1, 2\r\n2.5, 5\r\n-3, 6e9",
        "1;2\n2,5;5\n−3;6e9",
        "1; 2\n2.5; 5\n-3; 6e9",
        "1 2\n2,5 5\n-3   6e9",
        "1 | 2\n2.5 | 5\n-3 | 6e9",
        "\n\n x  y\n1 2\n\n2.5 5\n-3 6e9\n\n",
        "x,y\n1,2\n2.5,5\n-3,6e9",
        "\"x\";\"y\"\n\"1\";\"2\"\n\"2,5\";\"5\"\n\"-3\";\"6e9\"",
        "width (cm)\theight (cm)\n1\t2\n2,5\t5\n-3\t6e9",
    ] {
        assert_eq!(read_table(text), expected, "{text:?}");
    }
}

#[test]
fn what_is_no_table_is_told_by_its_line() {
    let columns = |line, found| Err(TableProblem::Columns { line, found });
    let cell = |line, text: &str| Err(TableProblem::Cell { line, text: text.to_owned() });
    assert_eq!(read_table(""), Err(TableProblem::Empty));
    assert_eq!(read_table("  \n\t\n"), Err(TableProblem::Empty));
    assert_eq!(read_table("x,y"), cell(1, "x"));
    assert_eq!(read_table("1\n2\n3"), columns(1, 1));
    assert_eq!(read_table("1,2,3\n4,5,6"), columns(1, 3));
    assert_eq!(read_table("1,2\n3,\n5,6"), cell(2, ""));
    assert_eq!(read_table("1\t2\n3\tfour"), cell(2, "four"));
    assert_eq!(read_table("1;2\n3;1e999"), cell(2, "1e999"));
    assert_eq!(read_table("1;2\n3;NaN"), cell(2, "NaN"));
    let novel = "It was the best of times, it was the worst of times.\n".repeat(5_000);
    assert!(read_table(&novel).is_err());
}

#[test]
fn a_heading_may_have_a_digit_and_a_mark_before_all_is_no_cell() {
    let expected = Ok((vec![1.0, 2.0], vec![3.0, 4.0]));
    for text in [
        "x1\ty1\n1\t3\n2\t4",
        "x1,x2\n1,3\n2,4",
        "CO2 (ppm)\tT\n1\t3\n2\t4",
        "CO2 (ppm);T 2\n1;3\n2;4",
        "x1 y1\n1 3\n2 4",
        "\u{feff}x1,y1\n1,3\n2,4",
        "\u{feff}1,3\n2,4",
        "\u{feff}\"x1\",\"y1\"\r\n1,3\r\n2,4",
        "#1|#2\n1|3\n2|4",
    ] {
        assert_eq!(read_table(text), expected, "{text:?}");
    }
    // A first line that was meant as numbers is none.
    for text in ["1O\t2O\n1\t3\n2\t4", "3O,1\n1,3", "NaN,NaN\n1,3", "inf;inf\n1;3", "1,5a;2\n1;3"] {
        assert!(read_table(text).is_err(), "{text:?}");
    }
}

#[test]
fn what_could_be_misread_is_told_with_how_to_write_it() {
    let unclear = |line, text: &str, readings: &str| {
        Err(TableProblem::Unclear { line, text: text.to_owned(), readings: readings.to_owned() })
    };
    assert_eq!(read_table("1,200\t900\n1\t2"), unclear(1, "1,200", "1200 1.2"));
    assert_eq!(read_table("1\t900\n1 200\t2"), unclear(2, "1 200", "1200"));
    assert_eq!(read_table("1\t900\n1\u{a0}200\t2"), unclear(2, "1\u{a0}200", "1200"));
    assert_eq!(read_table("1;900\n1'200;2"), unclear(2, "1'200", "1200"));
    assert_eq!(read_table("1,000\n2,000"), unclear(1, "000", "0"));
    assert_eq!(
        read_table("1 9007199254740993"),
        unclear(1, "9007199254740993", "9007199254740992")
    );
    for text in [
        "\"1,200\",900",
        "\"1,200\"",
        "1,200 900",
        "1,200, 900",
        "1\u{a0}200\n1\u{a0}500",
        "1,200,900",
    ] {
        assert!(read_table(text).is_err(), "{text:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_a_sentence(text in any::<String>()) {
        match read_table(&text) {
            Ok((xs, ys)) => {
                prop_assert!(!xs.is_empty() && xs.len() == ys.len());
                prop_assert!(xs.iter().chain(&ys).all(|v| v.is_finite()));
            }
            Err(problem) => prop_assert!(problem.to_string().chars().count() < 120),
        }
    }

    #[test]
    fn what_is_written_is_read(points in prop::collection::vec((-1e9..1e9, -1e9..1e9), 1..40), separator in "[\t;|, ]") {
        let text: String = points.iter().map(|(x, y)| format!("{x}{separator}{y}\n")).collect();
        let (xs, ys): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
        prop_assert_eq!(read_table(&text), Ok((xs, ys)));
    }
}
