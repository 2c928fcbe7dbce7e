//! The traces of the real NumPy and PyTorch, and a run of ours held to them. Compiled for the
//! host and for the browser.

use gradwalk::model::Model;
use gradwalk::notebook::Printout;
use gradwalk::number::parse;
use gradwalk::training::{Dataset, Descent, Gradient, Precision, Trainer};

pub const NOTEBOOK_MANUAL: &str = include_str!("../golden/notebook_manual.csv");
pub const NOTEBOOK_AUTOGRAD: &str = include_str!("../golden/notebook_autograd.csv");
const RANDOM_MANUAL: &str = include_str!("../golden/random_manual.csv");
const RANDOM_AUTOGRAD: &str = include_str!("../golden/random_autograd.csv");

fn numbers(list: &str) -> Vec<f64> {
    list.split(';').map(number).collect()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is a number"))
}

fn notebook(csv: &str, gradient: Gradient, before: &str, after: &str) -> usize {
    let data = Dataset::new(vec![1.0, 2.0, 3.0, 4.0], vec![2.0, 4.0, 6.0, 8.0]).expect("points");
    let rows: Vec<&str> = csv.lines().skip(1).collect();
    let objective = gradient.objective(&data, Precision::F32);
    let precision = objective.precision();
    let mut trainer = Trainer::new(objective, 0.01, &[0.0], rows.len());
    trainer.step(rows.len());

    let printout = Printout::new(gradient, "epoch");
    for (line, epoch) in rows.iter().zip(1..) {
        let fields: Vec<&str> = line.splitn(5, ',').collect();
        let row = trainer.row(epoch);
        let expected = [fields[1], fields[2], fields[3]].map(|f| number(f).to_bits());
        assert_eq!(
            [row.params[0], row.loss, row.grads[0]].map(f64::to_bits),
            expected,
            "epoch {epoch}"
        );
        assert_eq!(printout.step(&row, &["w"]), fields[4].trim_matches('"'));
    }
    let mut w = |epoch| trainer.state(epoch).params[0];
    assert_eq!(printout.before(&Model::line(), &[w(0)], precision), before);
    assert_eq!(printout.after(&Model::line(), &[w(rows.len())], precision), after);
    rows.len()
}

/// Both notebooks: w, loss and gradient of every step to the bit, and every printed line.
pub fn notebooks() {
    let by_hand = notebook(
        NOTEBOOK_MANUAL,
        Gradient::ManualSum,
        "Prediction before training: 0.000",
        "Prediction after training: 9.999",
    );
    let autograd = notebook(
        NOTEBOOK_AUTOGRAD,
        Gradient::Autograd,
        "Prediction before training: 0.0",
        "Prediction after training: 9.612405776977539",
    );
    assert_eq!((by_hand, autograd), (10, 20));
}

/// Every random run: w after each step, the last loss and the last gradient, to the bit.
/// Returns how many runs there were.
pub fn random_runs() -> usize {
    let lines = RANDOM_AUTOGRAD.lines().skip(1).chain(RANDOM_MANUAL.lines().skip(1));
    lines.map(random_run).count()
}

fn random_run(line: &str) {
    let [gradient, precision, zero_grad, lr, iterations, x, y, w, trace, last_loss, last_grad] =
        line.split(',').collect::<Vec<_>>().try_into().expect("eleven columns");
    let gradient = match gradient {
        "autograd" => Gradient::Autograd,
        "manual-sum" => Gradient::ManualSum,
        other => panic!("no such gradient in the traces: {other}"),
    };
    let precision = if precision == "f32" { Precision::F32 } else { Precision::F64 };
    let data = Dataset::new(numbers(x), numbers(y)).expect("points");
    let objective = gradient.objective(&data, precision);
    let iterations: usize = iterations.parse().expect("a whole number");
    let mut descent = Descent::new(objective, number(lr));
    if zero_grad == "off" {
        descent = descent.without_zero_grad();
    }
    let mut trainer = Trainer::of(descent, &[number(w)], iterations);
    trainer.step(iterations);

    let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
    let ws: Vec<f64> = (1..=trainer.epoch()).map(|epoch| trainer.state(epoch).params[0]).collect();
    assert_eq!(bits(&ws), bits(&numbers(trace)), "{line}");
    let last = trainer.row(trainer.epoch());
    assert_eq!(
        bits(&[last.loss, last.grads[0]]),
        bits(&[number(last_loss), number(last_grad)]),
        "{line}"
    );
}

/// Texts of numbers are read to the same bits everywhere: the browser reads with JavaScript.
pub fn texts() {
    for (text, value) in [
        ("0.1", 0.1),
        (" 1e-7\n", 1e-7),
        ("-1E+3", -1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("0,03", 0.03),
        ("−2", -2.0),
        ("+007", 7.0),
        ("-0", -0.0),
        // Half-way between two doubles, and a little more.
        ("9007199254740993", 9_007_199_254_740_992.0),
        ("9007199254740993.00000000000000000001", 9_007_199_254_740_994.0),
        // The least normal number and, from below, the greatest subnormal; the least of all.
        ("2.2250738585072014e-308", f64::MIN_POSITIVE),
        ("2.2250738585072011e-308", f64::from_bits(0xf_ffff_ffff_ffff)),
        ("4.9e-324", 5e-324),
        ("2e-324", 0.0),
        ("1.7976931348623157e308", f64::MAX),
        ("1.8e308", f64::INFINITY),
        ("-1e999", f64::NEG_INFINITY),
    ] {
        assert_eq!(parse(text).map(f64::to_bits), Some(value.to_bits()), "{text:?}");
    }
    for text in [
        "", " ", "1e", "e5", ".", "-", "1-", "--1", "1.2.3", "1 2", "0x10", "0b1", "1_000", "1n",
        "٣",
    ] {
        assert_eq!(parse(text), None, "{text:?}");
    }
    for word in ["NaN", "nan", "inf", "-inf", "Infinity", "null", "true", "[]", "1px"] {
        assert_eq!(parse(word), None, "{word:?}");
    }
}
