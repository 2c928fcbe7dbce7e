//! The setting `data`: rows of any number of columns, example sets, and what a model may call a column.
#![cfg(not(target_arch = "wasm32"))]

use gradwalk::model::Dataset;
use gradwalk::settings::{Data, Example, Layer, Settings};
use gradwalk::table::{exactly, written};
use gradwalk::training::MAX_POINTS;
use proptest::prelude::*;

fn resolve(layers: &[&str]) -> (Settings, Vec<String>) {
    let (settings, notices) = Settings::resolve(layers.iter().map(|layer| Layer::parse(layer)));
    (settings, notices.iter().map(|n| format!("{} {}", n.setting, n.problem.code())).collect())
}

fn data(text: &str) -> Dataset {
    let (settings, notices) = resolve(&[&format!("data={text}")]);
    assert_eq!(notices, [""; 0], "{text}");
    settings.dataset().expect("points")
}

fn formula(layers: &[&str]) -> String {
    resolve(layers).0.text("model").expect("there is such a setting")
}

#[test]
fn rows_are_parted_by_semicolons_or_lines_and_the_last_column_is_the_target() {
    for text in ["1,2,3;4,5,6", "1,2,3%0A4,5,6%0A", "1%092%093;4%095%096", "x1,x2,y;1,2,3;4,5,6;"] {
        let data = data(text);
        assert_eq!(data.columns(), [[1.0, 4.0], [2.0, 5.0]], "{text}");
        assert_eq!(data.ys(), [3.0, 6.0]);
        assert_eq!(data.labels(), ["x1", "x2", "y"]);
    }
    let named = data("Masse+[kg],\"t, s\",L;0.1,2,3");
    assert_eq!(named.labels(), ["Masse [kg]", "t, s", "L"]);
    // With tabs between, a comma is a decimal sign.
    assert_eq!(data("0,5%091,5").xs(), [0.5]);
}

#[test]
fn what_is_no_table_leaves_the_points_and_says_so() {
    for (text, code) in [
        ("1,2;3", "table-columns"),
        ("1;2", "table-columns"),
        ("1,2;3,four", "table-cell"),
        ("1,2;3,", "table-cell"),
        ("1,2;3,1e999", "table-cell"),
        ("1O,2O;1,2", "table-cell"),
        ("x,y", "table-empty"),
        ("1%092;1,234%093", "table-unclear"),
        ("fish", "no-example"),
    ] {
        let (settings, notices) = resolve(&["x=7,8&y=1,2", &format!("data={text}")]);
        assert_eq!(notices, [format!("data {code}")], "{text}");
        assert_eq!(settings.dataset().expect("points").xs(), [7.0, 8.0], "{text}");
        assert_eq!(settings.data, Data::Nothing);
    }
    let many = "1,2;".repeat(MAX_POINTS + 1);
    assert_eq!(resolve(&[&format!("data={many}")]).1, ["data table-many"]);
}

#[test]
fn points_are_said_one_way_and_the_later_layer_wins() {
    let (settings, notices) = resolve(&["x=7,8&y=1,2", "data=a,b;1,2"]);
    assert_eq!((settings.dataset().unwrap().xs(), notices.len()), (&[1.0][..], 0));
    assert_eq!((settings.text("x"), settings.text("y")), (Some("".into()), Some("".into())));

    let (settings, notices) = resolve(&["data=a,b;1,2", "x=7,8&y=1,2"]);
    assert_eq!((settings.dataset().unwrap().xs(), notices.len()), (&[7.0, 8.0][..], 0));
    assert_eq!(settings.text("data"), Some("".into()));

    // One list alone keeps the other column.
    let (settings, notices) = resolve(&["data=a,b;1,2;3,4", "y=5,6"]);
    assert_eq!(notices, [""; 0]);
    assert_eq!((settings.x, settings.y), (vec![1.0, 3.0], vec![5.0, 6.0]));
    let (settings, notices) = resolve(&["data=1,2,3;3,4,5", "y=5,6"]);
    assert_eq!(
        (notices, settings.dataset().unwrap().columns().len()),
        (vec!["y lengths".into()], 2)
    );

    // Within one layer data count, and that is said.
    let (settings, notices) = resolve(&["x=7,8&data=1,2&y=1,2"]);
    assert_eq!(notices, ["x beside", "y beside"]);
    assert_eq!(settings.dataset().unwrap().xs(), [1.0]);
    // A whole state names all three.
    let (settings, notices) = resolve(&["x=&y=&data=1,2"]);
    assert_eq!((settings.dataset().unwrap().xs(), notices.len()), (&[1.0][..], 0));
    let (settings, notices) = resolve(&["data=1,2,3", "preset=notebook-autograd&x=5&y=6&data="]);
    assert_eq!((settings.x, notices.len()), (vec![5.0], 0));
    // Taken back, they leave the preset's.
    let (settings, notices) = resolve(&["data=1,2,3", "data="]);
    assert_eq!((settings.x, notices.len()), (vec![1.0, 2.0, 3.0, 4.0], 0));
}

#[test]
fn a_name_that_is_a_column_is_an_input() {
    let table = "data=mass,e,pi,L;1,2,3,4";
    assert_eq!(formula(&[table]), "w1*x1 + w2*x2 + w3*x3 + b");
    assert_eq!(formula(&["model=a*mass*e %2B pi*b", table]), "a*x1*x2 + x3*b");
    assert_eq!(formula(&["model=np.pi*a*x2", table]), "3.141592653589793*a*x2");
    // One input is x, whatever it is called.
    assert_eq!(formula(&["data=mass,L;1,2&model=w*mass %2B b*x"]), "w*x + b*x");
    // No parameter of the usual model is called as a column is.
    assert_eq!(formula(&["data=w1,b,w2;1,2,3"]), "w1_*x1 + w2_*x2 + b_");
    assert_eq!(formula(&["data=w,y;1,2"]), "w_*x");
    // The same names are parameters where nothing is called so.
    assert_eq!(formula(&["model=a*x*e %2B pi*x1"]), "a*x*e + pi*x1");

    for (model, code) in [("w*x", "column"), ("w*L", "reserved"), ("w*y", "reserved")] {
        let (settings, notices) =
            Settings::resolve([Layer::parse(&format!("{table}&model={model}"))]);
        let [notice] = &notices[..] else { panic!("{model}: {notices:?}") };
        assert!(notice.to_string().contains('`'), "{notice}");
        let gradwalk::settings::Problem::Formula(error) = &notice.problem else {
            panic!("{notice}")
        };
        assert_eq!(error.problem.code(), code);
        assert_eq!(settings.text("model").as_deref(), Some("w1*x1 + w2*x2 + w3*x3 + b"));
    }
    // What two columns are called is none of them; each has a name of its own beside.
    for columns in ["a,a,y", "x1,a,a"] {
        let layer = format!("data={columns};1,2,3;2,3,5&model=w*a");
        let (settings, notices) = Settings::resolve([Layer::parse(&layer)]);
        let [notice] = &notices[..] else { panic!("{columns}: {notices:?}") };
        assert!(notice.to_string().contains("write x1, x2"), "{notice}");
        assert_eq!(settings.model.params().len(), 3, "the usual one");
    }
    assert_eq!(formula(&["data=a,a,y;1,2,3;2,3,5&model=w*x2"]), "w*x2");
    // A formula that knows none of the columns is one, and that is said.
    let (settings, notices) = resolve(&["data=t,L;1,2&model=w*mass %2B b"]);
    assert_eq!((settings.model.params().len(), notices), (3, vec!["model no-input".into()]));
    assert_eq!(resolve(&["model=b"]).1, [""; 0]);
}

#[test]
fn a_model_of_other_columns_waits_for_data_that_have_them() {
    // The link's model is said before its data, the tag's data after the hand's model.
    assert_eq!(formula(&["model=a*x1 %2B b*x2&data=1,2,3"]), "a*x1 + b*x2");
    assert_eq!(formula(&["data=1,2,3", "model=a*x1 %2B b*x2"]), "a*x1 + b*x2");
    // The last text that is a model of these data stands.
    let layers = ["data=1,2,3&model=a*x1 %2B b", "model=w*x"];
    assert_eq!(
        (formula(&layers), resolve(&layers).1),
        ("a*x1 + b".into(), vec!["model formula".into()])
    );
}

#[test]
fn every_example_has_rows_and_a_run_that_arrives_somewhere() {
    for example in Example::all() {
        let suits = example
            .suits
            .iter()
            .map(|(name, text)| format!("&{name}={}", text.replace('+', "%2B")));
        let query = format!("data={}{}", example.name, suits.collect::<String>());
        let (settings, notices) = resolve(&[&query]);
        assert_eq!(notices, [""; 0], "{query}");
        assert_eq!(settings.text("data").as_deref(), Some(example.name));
        let data = settings.dataset().expect("points");
        assert!(
            (10..=300).contains(&data.len()) || example.name.starts_with("s"),
            "{}",
            example.name
        );
        let mut trainer = settings.trainer(&data);
        let before = trainer.state(0).loss;
        trainer.step(usize::MAX);
        assert_eq!(trainer.epoch(), settings.iterations, "{query} runs to its end");
        assert!(trainer.state(trainer.epoch()).loss < 0.9 * before, "{query} comes down");
    }
}

#[test]
fn normalized_columns_have_the_mean_0_and_the_deviation_1() {
    let (settings, notices) = resolve(&["data=mass,L;1,10;3,30;5,80&normalize=x"]);
    assert_eq!(notices, [""; 0]);
    let data = settings.dataset().expect("points");
    // (v − 3) ÷ √(8/3)
    let far = 2.0 / (8f64 / 3.0).sqrt();
    assert_eq!(data.xs(), [-far, 0.0, far]);
    assert_eq!(data.ys(), [10.0, 30.0, 80.0], "what nobody named is as it was");
    let (settings, _) = resolve(&["data=1,10,5;3,30,5&normalize=all"]);
    let data = settings.dataset().expect("points");
    assert_eq!(
        (data.columns(), data.ys()),
        (&[vec![-1.0, 1.0], vec![-1.0, 1.0]][..], &[5.0, 5.0][..])
    );
    let (settings, notices) = resolve(&["normalize=x,x2"]);
    assert_eq!(
        (settings.normalize, notices),
        (vec!["x".into()], vec!["normalize no-column".into()])
    );
    assert_eq!(resolve(&["normalize=mass"]).1, ["normalize malformed"]);
    // Whoever looks at the table sees what was measured.
    let mut lab = gradwalk::lab::Lab::new();
    lab.configure(&[Some("data=mass,L;1,10;3,30;5,80&normalize=x")], false);
    assert_eq!(lab.tabled(), "mass\tL\n1\t10\n3\t30\n5\t80\n");
    assert_eq!(lab.normalized(), [["x", "3", "1.633"].map(String::from)]);
}

#[test]
fn several_inputs_are_trained_written_and_printed() {
    // y = 2·x1 − x2 + 1, which a plane has.
    let query = "data=1,0,3;0,1,0;1,1,2;2,1,4&lr=0.2&iterations=600&precision=f64";
    let (settings, _) = resolve(&[query]);
    let data = settings.dataset().expect("points");
    let mut trainer = settings.trainer(&data);
    trainer.step(usize::MAX);
    for (param, expected) in trainer.state(600).params.iter().zip([2.0, -1.0, 1.0]) {
        assert!((param - expected).abs() < 1e-6, "{param} is {expected}");
    }
    let notebook =
        gradwalk::notebook::Notebook::new(&settings, settings.gradient).expect("autograd");
    let script = notebook.script();
    for line in [
        "x1 = torch.tensor([1, 0, 1, 2], dtype=torch.float64)",
        "x2 = torch.tensor([0, 1, 1, 1], dtype=torch.float64)",
        "def forward(x1, x2):",
        "y_predicted = forward(x1, x2)",
    ] {
        assert!(script.contains(line), "{line} in {script}");
    }
    // What is printed before and after is the prediction where each input is 5, as the program has it.
    assert!(script.contains(
        "forward(torch.tensor(5.0, dtype=torch.float64), torch.tensor(5.0, dtype=torch.float64))"
    ));
    let mut lab = gradwalk::lab::Lab::new();
    lab.configure(&[Some("data=1,0,3;0,1,0&start=w1=2,w2=-1,b=1")], false);
    assert_eq!(lab.prediction_before(), "Prediction before training: 6.0");
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        rows in prop::collection::vec(prop::collection::vec(-1e9..1e9f64, 3), 1..20),
        labels in prop::collection::vec("[a-z\"',;\t 0-9(é]{0,6}", 3),
    ) {
        let column = |k: usize| rows.iter().map(|row| row[k]).collect::<Vec<_>>();
        let labels: Vec<String> = labels.iter().map(|label| label.trim().to_owned()).collect();
        // Names of which one is a number could be a row.
        prop_assume!(labels.iter().all(|label| gradwalk::number::parse(label).is_none()));
        let data = Dataset::with_inputs(vec![column(0), column(1)], column(2)).unwrap().labelled(labels);
        prop_assert_eq!(exactly(&written(&data, ',', ';')), Ok(data));
    }

    #[test]
    fn any_text_is_rows_or_a_sentence(text in "[0-9,;.\t\n\"a-z −-]{0,60}") {
        if let Err(problem) = exactly(&text) {
            prop_assert!(problem.to_string().chars().count() < 200);
        }
    }
}
