//! Tables as people paste and open them.
#![cfg(not(target_arch = "wasm32"))]

use gradwalk::number::Mark;
use gradwalk::table::{Doubt, MOST_COLUMNS, Reader, Role, TableProblem, read_table};
use gradwalk::training::MAX_POINTS;
use proptest::prelude::*;

/// All of a text, read.
fn read(text: &str) -> Reader {
    let mut reader = Reader::new(text);
    while !reader.step(7) {}
    reader
}

/// What a person sees of it: what parts it, the mark, the line of names, and for each column its role.
fn understood(reader: &Reader) -> (char, char, Option<usize>, String) {
    let roles = reader.roles().iter().map(|role| match role {
        Role::Input => 'x',
        Role::Target => 'y',
        Role::Unused => '-',
    });
    (reader.separator(), reader.mark().sign(), reader.names_in(), roles.collect())
}

/// What is left out: `text 7` for each reason, with its lines.
fn left(reader: &Reader) -> Vec<String> {
    let told = reader.left().into_iter();
    told.map(|(reason, count, lines)| format!("{count} {} {lines:?}", reason.code())).collect()
}

/// Columns, labels.
fn taken(reader: &Reader) -> (Vec<Vec<f64>>, Vec<String>) {
    let data = reader.data().expect("there is something to take");
    ([data.columns(), &[data.ys().to_vec()]].concat(), data.labels().to_vec())
}

macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("tables/", $name))
    };
}

#[test]
fn eight_messy_files_come_out_as_a_person_would_expect() {
    // A German spreadsheet: a mark before all, a title, decimal commas, a gap, a missing number.
    let reader = read(file!("federversuch.csv"));
    assert_eq!(understood(&reader), (';', ',', Some(2), "xxy".into()));
    assert_eq!(left(&reader), ["1 text [7]"]);
    let (columns, labels) = taken(&reader);
    assert_eq!(labels, ["Masse [kg]", "Raum [°C]", "Länge [cm]"]);
    assert_eq!(columns[0], [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    assert_eq!(columns[2], [2.6, 2.2, 3.6, 3.1, 5.1, 4.6, 5.3, 6.5]);

    // An American one: names with commas and line breaks in quotes, thousands, NA.
    let reader = read(file!("cars_us.csv"));
    assert_eq!(understood(&reader), (',', '.', Some(1), "-xxy".into()));
    assert_eq!(left(&reader), ["1 text [6]"]);
    let (columns, labels) = taken(&reader);
    assert_eq!(labels, ["hp (kW)", "weight, dry (kg)", "price"]);
    assert_eq!(columns[1], [1080.5, 1140.0, 1310.25, 1520.0]);
    assert_eq!(columns[2], [12_490.0, 14_900.0, 21_350.0, 41_000.0]);
    assert_eq!(reader.cells(1)[0], "Fox \"S\"");

    // A French one: tabs, blanks that do not break within numbers, dates.
    let reader = read(file!("ventes.tsv"));
    assert_eq!(understood(&reader), ('\t', ',', Some(1), "-xy".into()));
    assert_eq!(left(&reader), ["1 blank [5]"]);
    assert_eq!(taken(&reader).0[0], [1234.5, 1100.0, 999.95, 950.0]);

    // A logger's: remarks, columns that blanks line up.
    let reader = read(file!("logger.txt"));
    assert_eq!(understood(&reader), (' ', '.', Some(4), "xxy".into()));
    assert_eq!(left(&reader), ["1 text [8]", "1 cells [11]"]);
    assert_eq!(taken(&reader).0[2], [0.01, 0.21, 0.46, 0.93]);

    // Rows of other lengths.
    let reader = read(file!("ragged.csv"));
    assert_eq!(
        (understood(&reader).3, left(&reader)),
        ("xy".into(), vec!["2 cells [4, 5]".into()])
    );
    assert_eq!(taken(&reader).0, [[1.0, 2.0, 5.0], [2.0, 4.1, 10.2]]);

    // Bars, also at the end, and numbers with zeros in front, which are no quantity.
    let reader = read(file!("bars.txt"));
    assert_eq!(understood(&reader), ('|', '.', Some(1), "-xy-".into()));
    assert_eq!(left(&reader), ["1 text [4]"]);
    assert_eq!(taken(&reader).0, [[1.5, 2.5, 4.5], [3.0, 5.0, 9.0]]);

    // Points that part thousands, as one of the numbers proves.
    let reader = read(file!("tausender.tsv"));
    assert_eq!((understood(&reader).1, reader.doubt()), (',', None));
    assert_eq!(taken(&reader).0[0], [1234.5, 2345.5, 3456.0]);

    // Both marks: it asks.
    let mut reader = read(file!("both.tsv"));
    let both = [(2, "0.2".to_owned()), (1, "0,1".to_owned())];
    assert_eq!((reader.doubt(), reader.data()), (Some(Doubt::Both(both)), None));
    reader.choose_mark(Some(Mark::Comma));
    while !reader.step(1) {}
    assert_eq!((reader.doubt(), left(&reader)), (None, vec!["1 text [2]".into()]));
    assert_eq!(taken(&reader).0[0], [0.1, 0.3]);
}

#[test]
fn a_number_that_may_be_two_is_asked_for() {
    for (text, line, cell) in [
        ("1,234\t1\n2,500\t2", 1, "1,234"),
        ("5\t1\n\n1,234\t2", 3, "1,234"),
        // Beside a decimal comma a point may part thousands, or be another's decimal.
        ("0,5\t1\n1.234\t2", 2, "1.234"),
        // Beside a decimal point a comma, likewise.
        ("0.5\t1\n1,234\t2", 2, "1,234"),
    ] {
        let reader = read(text);
        assert_eq!(reader.doubt(), Some(Doubt::Thousands(line, cell.into())), "{text:?}");
        assert_eq!(reader.data(), None);
        for mark in [Mark::Point, Mark::Comma] {
            let mut reader = reader.clone();
            reader.choose_mark(Some(mark));
            while !reader.step(1) {}
            assert_eq!(reader.doubt(), None);
        }
    }
    let columns = |text: &str| taken(&read(text)).0;
    // What the rest of the text proves is not asked for.
    assert_eq!(columns("0,5\t1\n1,234\t2")[0], [0.5, 1.234]);
    assert_eq!(columns("1,234.5\t1\n1,234\t2")[0], [1234.5, 1234.0]);
    assert_eq!(columns("1.234\t1\n2.5\t2")[0], [1.234, 2.5]);
    // A column of text asks nothing.
    assert_eq!(columns("a,b\t1.5\t1\nc,d\t2.5\t2").len(), 2);
}

#[test]
fn a_part_that_is_chosen_is_read_anew_and_the_rest_is_guessed_again() {
    let mut reader = read("a;b;c\n1;2;3\n4;5;6");
    assert_eq!(understood(&reader).3, "xxy");
    reader.choose_role(0, Role::Target);
    while !reader.step(1) {}
    assert_eq!(understood(&reader).3, "yxx");
    assert_eq!(
        taken(&reader),
        (
            vec![vec![2.0, 5.0], vec![3.0, 6.0], vec![1.0, 4.0]],
            ["b", "c", "a"].map(String::from).to_vec()
        )
    );
    reader.choose_role(1, Role::Unused);
    while !reader.step(1) {}
    assert_eq!(taken(&reader).1, ["c", "a"]);
    reader.choose_role(9, Role::Input);
    reader.choose_names(None);
    while !reader.step(1) {}
    // Without a line of names that is a line above.
    assert_eq!((reader.names_in(), taken(&reader).1), (None, vec!["x".into(), "y".into()]));
    reader.choose_names(Some(2));
    while !reader.step(1) {}
    assert_eq!((taken(&reader).1, reader.taken()), (vec!["3".into(), "1".into()], 1));
    reader.choose_separator(Some(','));
    while !reader.step(1) {}
    assert!(reader.problem().is_some());
    reader.choose_separator(None);
    while !reader.step(1) {}
    assert_eq!(understood(&reader).3, "xxy");
}

#[test]
fn a_cell_that_is_written_over_takes_its_row_in() {
    let mut reader = read(file!("federversuch.csv"));
    let row = (0..reader.len()).find(|&row| reader.row(row).unwrap().0 == 7).unwrap();
    reader.edit(row, 2, "5.5");
    while !reader.step(1) {}
    // It is written by the mark in use.
    assert_eq!((reader.cells(row)[2].as_str(), reader.doubt()), ("5,5", None));
    assert_eq!((left(&reader), reader.taken()), (vec![], 9));
    assert_eq!(reader.point_of(row), Some(4));
    assert_eq!(reader.row_of(4), Some(row));
    let added = reader.add_row();
    while !reader.step(1) {}
    assert_eq!((reader.cells(added).len(), reader.taken()), (3, 9));
    for (column, text) in ["0.8", "23", "7"].into_iter().enumerate() {
        reader.edit(added, column, text);
        while !reader.step(1) {}
    }
    assert_eq!((reader.taken(), reader.point_of(added)), (10, Some(9)));
    // What parts columns does not part a cell.
    reader.edit(added, 0, "a;b\"c");
    while !reader.step(1) {}
    assert_eq!((reader.cells(added)[0].as_str(), reader.taken()), ("a;b\"c", 9));
}

#[test]
fn any_usual_separator() {
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
        "\u{feff}width (cm)\theight (cm)\n1\t2\n2,5\t5\n-3\t6e9",
        "CO2 (ppm);T 2\n1;2\n2.5;5\n-3;6e9",
    ] {
        let data = read_table(text).unwrap_or_else(|problem| panic!("{text:?}: {problem}"));
        assert_eq!(
            (data.xs(), data.ys()),
            (&[1.0, 2.5, -3.0][..], &[2.0, 5.0, 6e9][..]),
            "{text:?}"
        );
    }
}

#[test]
fn what_is_no_table_is_told_by_its_line() {
    let columns = |line, found, wanted| Err(TableProblem::Columns { line, found, wanted });
    let cell = |line, text: &str| Err(TableProblem::Cell { line, text: text.to_owned() });
    assert_eq!(read_table(""), Err(TableProblem::Empty));
    assert_eq!(read_table("  \n\t\n"), Err(TableProblem::Empty));
    assert_eq!(read_table("x,y"), Err(TableProblem::Empty));
    assert_eq!(read_table("1\n2\n3"), columns(1, 1, 2));
    assert_eq!(read_table("1,2\n3,\n5,6"), cell(2, ""));
    assert_eq!(read_table("1\t2\n\n3\tfour"), cell(3, "four"));
    assert_eq!(read_table("1;2\n3;1e999"), cell(2, "1e999"));
    assert_eq!(read_table("1;2\n3;NaN"), cell(2, "NaN"));
    assert_eq!(read_table("1;2\n3;4;5"), columns(2, 3, 2));
    let unclear = read_table("1,200\t900\n1\t2").expect_err("it may be two");
    assert_eq!(unclear.to_string(), "“1,200” in line 1 could be misread; write 1200 or 1.2");
    let wide = vec!["1"; MOST_COLUMNS + 1].join(",");
    assert_eq!(read_table(&wide), Err(TableProblem::Wide));
    let novel = "It was the best of times, it was the worst of times.\n".repeat(5_000);
    assert_eq!(read_table(&novel), Err(TableProblem::Empty));
}

#[test]
fn of_more_rows_than_there_can_be_the_first_are_taken() {
    let mut reader = Reader::new(&"1,2\n".repeat(MAX_POINTS + 5));
    while !reader.step(1_000_000) {}
    assert_eq!((reader.taken(), reader.left()[0].1), (MAX_POINTS, 5));
    assert!(matches!(read_table(reader.text()), Err(TableProblem::Long { .. })));
}

/// Texts that are nearly tables.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9a,.;\t|\"\n\r −-]{0,60}",
        prop::collection::vec("[0-9]{0,2}[,.]?[0-9]{1,3}|NA|\"a\nb\"|", 0..12)
            .prop_flat_map(|cells| ("[,;\t| ]", Just(cells)))
            .prop_map(|(separator, cells)| {
                cells.chunks(3).map(|row| row.join(&separator)).collect::<Vec<_>>().join("\n")
            }),
        any::<String>(),
    ]
}

/// Whatever is chosen and edited, a text is data or a sentence, and each row has one place.
fn holds(text: &str, choice: u8, cell: &str) -> Result<(), TestCaseError> {
    let mut reader = Reader::new(text);
    for turn in 0..3 {
        for _ in 0..10_000 {
            if reader.step(5) {
                break;
            }
        }
        prop_assert!(reader.is_done());
        let states: usize = (0..reader.len()).filter(|&row| reader.row(row).is_some()).count();
        prop_assert_eq!(states, reader.len());
        match reader.data() {
            Some(data) => prop_assert_eq!(data.len(), reader.taken()),
            None => prop_assert!(reader.refusal().is_some(), "{:?} has nothing to say", text),
        }
        if let Some(problem) = reader.refusal() {
            prop_assert!(problem.to_string().chars().count() < 200);
        }
        match (choice.wrapping_add(turn)) % 7 {
            0 => reader.choose_separator(Some([',', ';', '\t', '|', ' '][usize::from(choice) % 5])),
            1 => reader.choose_mark(Some(if choice > 100 { Mark::Comma } else { Mark::Point })),
            2 => reader.choose_names(Some(usize::from(choice) % 4)),
            3 => reader.choose_role(usize::from(choice) % 4, Role::Target),
            4 => reader.choose_role(usize::from(choice) % 4, Role::Unused),
            5 => drop(reader.add_row()),
            _ => reader.edit(usize::from(choice) % 5, usize::from(choice) % 3, cell),
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_a_sentence(text in text(), choice: u8, cell in "[0-9,.;\" a]{0,6}") {
        holds(&text, choice, &cell)?;
    }

    #[test]
    fn what_is_written_is_read(points in prop::collection::vec((-1e9..1e9, -1e9..1e9), 1..40), separator in "[\t;|, ]") {
        let text: String = points.iter().map(|(x, y)| format!("{x:e}{separator}{y:e}\n")).collect();
        let (xs, ys): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
        let data = read_table(&text).expect("numbers");
        prop_assert_eq!((data.xs(), data.ys()), (&xs[..], &ys[..]));
    }
}

/// A million texts, a quarter of an hour: `cargo test --release --test table -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn a_million_texts_are_read_or_refused() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 1_000_000,
        ..ProptestConfig::default()
    });
    let strategy = (text(), any::<u8>(), "[0-9,.;\" a]{0,6}");
    runner.run(&strategy, |(text, choice, cell)| holds(&text, choice, &cell)).unwrap();
}
