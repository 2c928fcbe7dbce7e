//! What is no formula: a sentence that points at the place, whatever was typed.

use std::env;

use gradwalk::model::{FormulaError, MAX_DEPTH, MAX_FORMULA, Model};
use proptest::prelude::*;

fn refused(formula: &str) -> FormulaError {
    Model::parse(formula).expect_err(formula)
}

#[test]
fn each_refusal_is_a_sentence_that_points_at_the_place() {
    for (formula, at, code, sentence) in [
        ("", 0, "empty", "there is no formula; one is w*x + b"),
        (" \n", 2, "empty", "there is no formula; one is w*x + b"),
        ("w*x +", 5, "end", "`w*x +` ends where a value was expected"),
        ("w*x + ", 6, "end", "`w*x +` ends where a value was expected"),
        ("sin(w*x", 7, "unclosed", "`sin(w*x` ends where a closing parenthesis was expected"),
        ("w*/x", 2, "value", "`/` stands where a value was expected, at character 3"),
        ("w* **x", 3, "value", "`**` stands where a value was expected, at character 4"),
        ("w*()", 3, "value", "`)` stands where a value was expected, at character 4"),
        (
            "w + 2x",
            5,
            "operator",
            "an operator is missing between `2` and `x`, at character 6; write 2*x for a product",
        ),
        (
            "wide x",
            5,
            "operator",
            "an operator is missing between `wide` and `x`, at character 6; write wide*x for a \
             product",
        ),
        ("w(x + 1)", 0, "function", ""),
        ("x(w)", 1, "operator", ""),
        ("(w)(x)", 3, "operator", ""),
        ("2(w*x)", 1, "operator", ""),
        ("w*x)", 3, "unopened", "the `)` at character 4 belongs to no open parenthesis"),
        ("w, x", 1, "unopened", "the comma at character 2 separates no arguments"),
        ("(w, x)", 2, "unopened", "the comma at character 3 separates no arguments"),
        ("w*x^2", 3, "caret", "a power is written **, not ^ as at character 4"),
        ("y = w*x", 2, "equals", "there is an `=` at character 3; write only what is right of it"),
        ("w*x²", 3, "character", "no formula has the character `²`, as at character 4"),
        ("w @ x", 2, "character", "no formula has the character `@`, as at character 3"),
        ("w.x", 1, "character", "no formula has the character `.`, as at character 2"),
        ("wiggle(w)", 0, "function", "there is no function `wiggle`, as at character 1"),
        ("w + np.foo(x)", 4, "function", "there is no function `np.foo`, as at character 5"),
        (
            "a*sine(x)",
            2,
            "function",
            "there is no function `sine`, as at character 3; did you mean `sin`?",
        ),
        (
            "a*np.sgimoid(x)",
            2,
            "function",
            "there is no function `np.sgimoid`, as at character 3; did you mean `sigmoid`?",
        ),
        ("w + sin(x, 2)", 4, "arguments", "`sin` takes 1 argument, not 2 as at character 5"),
        ("w + max(x)", 4, "arguments", "`max` takes 2 arguments, not 1 as at character 5"),
        ("w + exp()", 4, "arguments", "`exp` takes 1 argument, not 0 as at character 5"),
        ("w + exp*x", 4, "uncalled", "`exp` is a function; write exp(…) at character 5"),
        ("w*y", 2, "reserved", "`y` at character 3 cannot name a parameter: it is taken"),
        ("grad_w*x", 0, "reserved", ""),
        (
            "w*(9007199254740993 - 9007199254740992)",
            3,
            "inexact",
            "no number here is 9007199254740993, as at character 4: write 9007199254740992 for the nearest",
        ),
        (
            "w + 007",
            4,
            "inexact",
            "no number here is 007, as at character 5: write 7 for the nearest",
        ),
        ("w + 1e999", 4, "number", "the number 1e999 at character 5 is too large"),
        ("w + 1/0", 4, "undefined", "the numbers in `w + 1/0` have no finite real value"),
        (
            "w + (-2)**.5*x",
            4,
            "undefined",
            "the numbers in `w + (-2)**.5` have no finite real value",
        ),
        (
            "2*x + 1",
            7,
            "no-parameter",
            "there is nothing to learn in `2*x + 1`: every name but x is a parameter",
        ),
    ] {
        let error = refused(formula);
        assert_eq!((error.at, error.problem.code()), (at, code), "{formula}: {error}");
        assert!(sentence.is_empty() || error.to_string() == sentence, "{formula}: {error}");
    }
    // An error like any other, and what the page is told.
    let error: Box<dyn std::error::Error> = Box::new(refused("w*sin(x, 1)"));
    assert!(error.to_string().contains("sin"));
    assert_eq!(refused("w*sin(x, 1)").problem.arguments(), ["sin", "1", "2"]);
    assert_eq!(refused("2x").problem.arguments(), ["2", "x"]);
    assert_eq!(refused("w*sine(x)").problem.arguments(), ["sine", "sin"]);
    assert_eq!(refused("wiggle(w)").problem.arguments(), ["wiggle", ""]);
    // The place has an end, which that of the text has not.
    for (formula, at, end) in
        [("w*sine(x)", 2, 6), ("w*x +", 5, 5), ("w + 2x", 5, 6), ("w*x^2", 3, 4)]
    {
        let error = refused(formula);
        assert_eq!((error.at, error.end), (at, end), "{formula}");
    }
}

#[test]
fn what_is_too_much_is_refused() {
    let nested = |depth: usize| format!("{}w*x{}", "(".repeat(depth), ")".repeat(depth));
    assert!(Model::parse(&nested(MAX_DEPTH - 1)).is_ok());
    assert_eq!(refused(&nested(MAX_DEPTH)).problem.code(), "too-deep");
    for deep in ["(", "-", "sin(", "x**", "+(", "pow(1,"] {
        assert_eq!(refused(&deep.repeat(MAX_DEPTH + 1)).problem.code(), "too-deep", "{deep}");
    }
    let long = |terms: usize| vec!["w"; terms].join("+");
    assert!(Model::parse(&long(MAX_FORMULA / 2)).is_ok());
    let error = refused(&long(1_000_000));
    assert_eq!(error.problem.code(), "too-long");
    assert_eq!(error.to_string(), "a formula has at most 2000 characters");
    let name = "w".repeat(33);
    assert_eq!(refused(&name).to_string(), "a name has at most 32 characters; see character 1");
    // Whatever is refused is said again only in part.
    assert!(refused(&format!("{}*", long(900))).to_string().len() < 120);
}

/// Knuth's generator: the same million texts each time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

const PIECES: [&str; 44] = [
    "x", "w", "b", "+", "-", "*", "/", "**", "(", ")", ",", "1", "2.5", ".5", "2e-3", "1e", "e",
    "np.", "torch.", "sin", "exp(", "max(", "pow(", "relu(", "^", "=", "−", "×", "²", " ", ".",
    "..", "y", "grad_w", "θ", "\0", "🦀", "abs", "1e400", "0", "\u{202e}", "_", "np.pi", "-1",
];

const VALID: [&str; 6] = [
    "w*x + b",
    "a*x*x + b*x + c",
    "relu(w*x + b)*a - np.maximum(c, x)",
    "a*sin(b*x)**2/-3e-2",
    "(w*x + b)**(2 + c)",
    "-w**-x + .5*torch.sigmoid(-(x - b))",
];

/// Any text, or a formula with something put in, taken out or doubled.
fn random_text(random: &mut Random) -> String {
    if random.below(2) == 0 {
        return (0..random.below(16)).map(|_| PIECES[random.below(PIECES.len())]).collect();
    }
    let mut text: Vec<char> = VALID[random.below(VALID.len())].chars().collect();
    for _ in 0..=random.below(3) {
        let at = random.below(text.len() + 1);
        match random.below(3) {
            0 => {
                let piece = PIECES[random.below(PIECES.len())];
                text.splice(at..at, piece.chars());
            }
            1 => drop(text.splice(at..(at + random.below(3)).min(text.len()), [])),
            _ => {
                let piece: Vec<char> = text[at..(at + random.below(8)).min(text.len())].to_vec();
                text.splice(at..at, piece);
            }
        }
    }
    text.into_iter().collect()
}

/// A text is a model that is printed as it is read and has a prediction, or is refused with a place within it and
/// a sentence.
fn check(text: &str, labels: &[String]) -> bool {
    match Model::parse_for(text, labels) {
        Ok(model) => {
            let row = vec![0.5; labels.len() - 1];
            let _ = model.predict(&vec![1.0; model.params().len()], &row);
            let printed = model.formula().expect("a formula is a tree");
            assert_eq!(
                Model::parse_for(&printed, labels),
                Ok(model),
                "{text} is printed as {printed}"
            );
            true
        }
        Err(error) => {
            assert!(error.at <= error.end, "{text:?}: {error:?}");
            assert!(error.end <= text.chars().count(), "{text:?}: {error:?}");
            let sentence = error.to_string();
            assert!(!sentence.is_empty() && sentence.chars().count() < 300, "{sentence}");
            false
        }
    }
}

/// A hundred thousand texts each day, of one column and of several; a million with `GRADWALK_FORMULAS=1000000`.
#[test]
fn any_text_is_read_or_refused() {
    let count = env::var("GRADWALK_FORMULAS").ok().and_then(|count| count.parse().ok());
    let count = count.unwrap_or(100_000);
    let one = ["x", "y"].map(String::from);
    // Columns called as parameters, functions and one another are, and the target as an input.
    let several = ["b", "sin", "θ", "θ", "x1", "e", "w"].map(String::from);
    let mut random = Random(1);
    let mut read = 0;
    for _ in 0..count {
        let text = random_text(&mut random);
        read += usize::from(check(&text, &one));
        check(&text, &several);
    }
    // Both happen.
    assert!(read > count / 20 && read < count, "{read} of {count} were formulas");
}

proptest! {
    #[test]
    fn any_characters_are_read_or_refused(text in any::<String>(), labels in prop::collection::vec(any::<String>(), 2..5)) {
        check(&text, &labels);
    }
}
