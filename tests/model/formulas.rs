//! What a formula means, and that it is read as Python reads it.

use gradwalk::model::Model;
use proptest::prelude::*;

use super::formula::formula;

fn parsed(formula: &str) -> Model {
    Model::parse(formula).unwrap_or_else(|error| panic!("{formula}: {error}"))
}

/// The prediction at x, with the parameters in order of appearance.
fn at(formula: &str, x: f64, params: &[f64]) -> f64 {
    parsed(formula).predict(params, &[x])
}

#[test]
fn the_lesson() {
    assert_eq!(parsed("w*x"), Model::line());
    assert!(
        parsed("k * x").is_proportional()
            && !parsed("x*w").is_proportional()
            && !parsed("w*x + b").is_proportional()
    );
    assert_eq!(Model::default().predict(&[3.0], &[5.0]), 15.0);
}

#[test]
fn parameters_are_the_other_names_in_order_of_appearance() {
    for (formula, params) in [
        ("w*x + b", &["w", "b"][..]),
        ("b + w*x", &["b", "w"]),
        ("a*x*x + b*x + c", &["a", "b", "c"]),
        ("relu(w*x + b)*a", &["w", "b", "a"]),
        ("a*sin(b*x) + a", &["a", "b"]),
        ("w", &["w"]),
        ("w_1*x + θ2", &["w_1", "θ2"]),
        ("e*x + np.pi", &["e"]),
    ] {
        assert_eq!(parsed(formula).params(), params, "{formula}");
        assert_eq!(parsed(formula).inputs(), ["x"]);
    }
}

#[test]
fn operators_bind_as_in_python() {
    for (formula, value) in [
        // With w = 3 and x = 2.
        ("w + 2*x", 7.0),
        ("(w + 2)*x", 10.0),
        ("w - x - 1", 0.0),
        ("w - (x - 1)", 2.0),
        ("w/x/2", 0.75),
        ("w/(x/2)", 3.0),
        ("-x**2 + w", -1.0),
        ("(-x)**2 + w", 7.0),
        ("w*x**-1", 1.5),
        ("2**w**x", 512.0),
        ("(2**w)**x", 64.0),
        ("w*-x", -6.0),
        ("w--x", 5.0),
        ("+w+-+x", 1.0),
        ("1e1*w + .5*x + 2.*x", 35.0),
        ("5e-1*w*10E+0", 15.0),
        ("w\t*\n x", 6.0),
    ] {
        assert_eq!(at(formula, 2.0, &[3.0]), value, "{formula}");
    }
}

#[test]
fn functions_have_the_names_of_numpy_and_pytorch() {
    for (formula, value) in [
        ("exp(w)", 1.0),
        ("np.exp(w)", 1.0),
        ("torch.exp(w)", 1.0),
        ("numpy.cos(w)", 1.0),
        ("torch.sigmoid(w)", 0.5),
        ("relu(w - 1)", 0.0),
        ("abs(w - 1)", 1.0),
        ("np.maximum(w, x)", 2.0),
        ("min(w, x)", 0.0),
        ("pow(w + 3, 2)", 9.0),
        ("sqrt(w + 4)", 2.0),
        ("np.log(w + 1)", 0.0),
        ("tanh(sin(w))", 0.0),
    ] {
        assert_eq!(at(formula, 2.0, &[0.0]), value, "{formula}");
    }
}

#[test]
fn numbers_among_themselves_are_pythons_doubles() {
    // 0.1 + 0.2 is the double 0.30000000000000004, and one number when it meets w.
    assert_eq!(parsed("w*(0.1 + 0.2)").formula().as_deref(), Some("w*0.30000000000000004"));
    assert_eq!(parsed("2*3*w"), parsed("6*w"));
    assert_eq!(parsed("w*2**3"), parsed("w*8"));
    assert_eq!(parsed("-2**2*w"), parsed("-4*w"));
    assert_eq!(parsed("w*np.sqrt(4)"), parsed("w*2"));
    // From left to right: (w*2)*3 is no w*6.
    assert_ne!(parsed("w*2*3"), parsed("w*6"));
}

#[test]
fn a_whole_exponent_is_a_whole_power() {
    for formula in ["w*x**2", "w*x**2.0", "w*pow(x, 2)", "w*x**(1 + 1)"] {
        assert_eq!(parsed(formula), parsed("w*x**2"), "{formula}");
    }
    assert_ne!(parsed("w*x**2"), parsed("w*x**2.5"));
    // A power that is no whole one has no value here, a whole one has.
    assert_eq!(at("w*x**3", -2.0, &[1.0]), -8.0);
    assert!(at("w*x**2.5", -2.0, &[1.0]).is_nan());
    assert!(at("w*x**1e10", 1.0, &[1.0]) == 1.0);
}

#[test]
fn nothing_is_computed_once_that_is_written_twice() {
    assert_ne!(parsed("(w*x + b)*(w*x + b)"), parsed("(w*x + b)**2"));
    let twice = Model::new(&["x"], &["w", "b"], |x, p| {
        let y = p[0] * x[0] + p[1];
        y * y
    });
    assert_ne!(parsed("(w*x + b)*(w*x + b)"), twice);
    // A step with two readers is no formula.
    assert_eq!(twice.formula(), None);
}

#[test]
fn what_people_paste() {
    assert_eq!(parsed("w×x − 1"), parsed("w*x - 1"));
    assert_eq!(parsed("w·x–1"), parsed("w*x - 1"));
    assert_eq!(parsed("\u{a0}w*x÷2 "), parsed("w*x/2"));
}

#[test]
fn from_rust_as_from_a_formula() {
    let model =
        Model::new(&["x"], &["a", "b"], |x, p| 2.0 * p[0] * x[0].sin() - p[1].powi(3) / 4.0);
    assert_eq!(model, parsed("2*a*sin(x) - b**3/4"));
    // What the prediction does not need is not recorded.
    let model = Model::new(&["x"], &["w"], |x, p| {
        let _ = p[0].exp();
        p[0] * x[0]
    });
    assert_eq!(model, Model::line());
    // Two inputs have no formula.
    let plane = Model::new(&["x0", "x1"], &["a", "b"], |x, p| p[0] * x[0] + p[1] * x[1]);
    assert_eq!((plane.formula(), plane.predict(&[2.0, 3.0], &[5.0, 7.0])), (None, 31.0));
}

#[test]
#[should_panic(expected = "depends on at least one parameter")]
fn a_prediction_without_parameters_is_no_model() {
    let _ = Model::new(&["x"], &["w"], |x, _| x[0] + 1.0);
}

#[test]
fn a_prediction_rounds_to_its_precision() {
    // 0.1f32·3f32 and then − 0.3f32, each rounded.
    let model = parsed("w*0.1 - b");
    assert_eq!(model.predict(&[3.0f32, 0.3], &[0.0f32]), 3.0f32 * 0.1 - 0.3);
    assert_eq!(model.predict(&[3.0f64, 0.3], &[0.0f64]), 3.0f64 * 0.1 - 0.3);
}

proptest! {
    #[test]
    fn a_printed_model_is_read_as_the_same_record(formula in formula()) {
        // Numbers among themselves may have no value.
        if let Ok(model) = Model::parse(&formula) {
            let printed = model.formula().expect("a formula is a tree");
            prop_assert_eq!(Model::parse(&printed), Ok(model), "{}", printed);
        }
    }
}
