//! Constructors as one writes them in Python: what is read, what is refused and where, and that every text is one or
//! the other.
#![cfg(not(target_arch = "wasm32"))]

use gradwalk::call::{Argument, Call, CallError, Constructor, Kind, Parameter, Value};
use gradwalk::model::Criterion;
use proptest::prelude::*;

/// A table that is nobody's: an optimizer with PyTorch's order of parameters.
static TABLE: [Constructor; 2] = [
    Constructor {
        name: "Adagrad",

        parameters: &[
            Parameter::Taken(Argument {
                name: "lr_decay",
                initial: Some(Value::Number(0.0)),
                kind: Kind::Number(0.0..=1e9),
            }),
            Parameter::Taken(Argument {
                name: "eps",
                initial: Some(Value::Number(1e-10)),
                kind: Kind::Number(0.0..=1.0),
            }),
            Parameter::Fixed { name: "maximize", only: "False" },
        ],
    },
    Constructor { name: "Rprop", parameters: &[] },
];

fn parse(text: &str) -> Result<Call, CallError> {
    Call::parse(text, &TABLE.each_ref())
}

/// The text that is read, or code, place and length of what is wrong with it.
fn read(text: &str) -> Result<String, (&'static str, usize, usize)> {
    match parse(text) {
        Ok(call) => Ok(call.text(&TABLE[call.row])),
        Err(error) => Err((error.problem.code(), error.at, error.length)),
    }
}

#[test]
fn a_constructor_is_read_as_python_reads_it_and_written_without_its_defaults() {
    for (text, written) in [
        ("Rprop()", "Rprop()"),
        (" Rprop ( ) ", "Rprop()"),
        ("torch.optim.Adagrad()", "Adagrad()"),
        ("optim.Adagrad( )", "Adagrad()"),
        ("Adagrad(lr_decay=0.5)", "Adagrad(lr_decay=0.5)"),
        ("Adagrad(lr_decay = 5e-1,)", "Adagrad(lr_decay=0.5)"),
        ("Adagrad(0.5)", "Adagrad(lr_decay=0.5)"),
        ("Adagrad(.5, 1)", "Adagrad(lr_decay=0.5, eps=1.0)"),
        ("Adagrad(eps=1, lr_decay=2)", "Adagrad(lr_decay=2.0, eps=1.0)"),
        ("Adagrad(lr_decay=0, eps=1e-10, maximize=False)", "Adagrad()"),
        ("Adagrad(0., 1e-10, False)", "Adagrad()"),
    ] {
        assert_eq!(read(text), Ok(written.to_owned()), "{text}");
        assert_eq!(read(written), Ok(written.to_owned()));
    }
}

#[test]
fn what_is_no_constructor_is_refused_where_it_goes_wrong() {
    for (text, expected) in [
        ("", ("call-empty", 0, 0)),
        ("  ", ("call-empty", 2, 0)),
        (&"(".repeat(501), ("call-long", 500, 1)),
        ("Rprop", ("call-uncalled", 0, 5)),
        ("optim.Rprop", ("call-uncalled", 0, 11)),
        ("Rprop(", ("call-unexpected", 6, 0)),
        ("Rprop)", ("call-unexpected", 5, 1)),
        ("Rprop()x", ("call-unexpected", 7, 1)),
        ("Rprop())", ("call-unexpected", 7, 1)),
        ("1", ("call-unexpected", 0, 1)),
        ("my.Rprop()", ("call-unknown", 0, 2)),
        ("Rpop()", ("call-unknown", 0, 4)),
        ("optim.Rpop()", ("call-unknown", 0, 10)),
        ("Rprop(1)", ("call-too-many", 6, 1)),
        ("Rprop(,)", ("call-unexpected", 6, 1)),
        ("Rprop(eta=1)", ("call-argument", 6, 3)),
        ("Adagrad(esp=1)", ("call-argument", 8, 3)),
        ("Adagrad(eps=)", ("call-unexpected", 12, 1)),
        ("Adagrad(eps=1 2)", ("call-unexpected", 14, 1)),
        ("Adagrad(eps=1, eps=1)", ("call-twice", 15, 5)),
        ("Adagrad(1, lr_decay=1)", ("call-twice", 11, 10)),
        ("Adagrad(eps=1, 2)", ("call-unnamed", 15, 1)),
        ("Adagrad(1, 1, False, 4)", ("call-too-many", 21, 1)),
        ("Adagrad(maximize=True)", ("call-fixed", 17, 4)),
        ("Adagrad(1, 1, 1)", ("call-fixed", 14, 1)),
        ("Adagrad(eps=True)", ("call-value", 12, 4)),
        ("Adagrad(eps='1')", ("call-value", 12, 3)),
        ("Adagrad(eps='1)", ("call-unexpected", 12, 3)),
        ("Adagrad(eps=(1, 2))", ("call-value", 12, 6)),
        ("Adagrad(eps=[1, 2)", ("call-unexpected", 18, 0)),
        ("Adagrad(eps=inf)", ("call-value", 12, 3)),
        ("Adagrad(eps=1e-)", ("call-value", 12, 3)),
        ("Adagrad(eps=1_0)", ("call-value", 12, 3)),
        ("Adagrad(eps=-1)", ("call-range", 12, 2)),
        ("Adagrad(eps=2)", ("call-range", 12, 1)),
        ("Adagrad(eps=1e999)", ("call-range", 12, 5)),
        // A comma parts arguments, whatever people write elsewhere.
        ("Adagrad(eps=0,5)", ("call-unnamed", 14, 1)),
    ] {
        assert_eq!(read(text), Err(expected), "{text}");
    }
}

#[test]
fn a_refusal_is_a_sentence_that_names_what_may_be_meant() {
    for (text, sentence) in [
        ("HubberLoss()", "there is no `HubberLoss`; did you mean HuberLoss?"),
        ("mse_loss()", "there is no `mse_loss`; did you mean MSELoss?"),
        (
            "CrossEntropyLoss()",
            "there is no `CrossEntropyLoss`; there are MSELoss, L1Loss, HuberLoss, SmoothL1Loss, \
             BCEWithLogitsLoss, SoftMarginLoss",
        ),
        ("HuberLoss", "`HuberLoss` stands without its parentheses; write HuberLoss()"),
        (
            "HuberLoss(detla=2)",
            "HuberLoss has no argument `detla`, as at character 11; did you mean delta?",
        ),
        ("HuberLoss(beta=2)", "HuberLoss has no argument `beta`, as at character 11; it has delta"),
        ("MSELoss(delta=2)", "MSELoss has no argument `delta`, as at character 9; it has none"),
        // PyTorch's first parameter is another.
        ("HuberLoss(2.0)", "reduction is 'mean' here, unlike at character 11"),
        ("MSELoss(reduction='sum')", "reduction is 'mean' here, unlike at character 19"),
        ("HuberLoss(delta=0)", "delta is a number from 1e-9 to 1000000000, unlike at character 17"),
        ("HuberLoss(delta=None)", "delta takes a number, unlike at character 17"),
        ("HuberLoss(delta=1", "it ends where `)` was expected"),
        ("HuberLoss(delta=1;2)", "`;` stands where `,` was expected, at character 18"),
    ] {
        let error = Criterion::parse(text).expect_err(text);
        assert_eq!(error.to_string(), sentence);
    }
}

#[test]
fn losses_take_what_pytorch_takes() {
    for (text, written) in [
        ("MSELoss()", "MSELoss()"),
        ("nn.MSELoss(None, None, 'mean')", "MSELoss()"),
        ("torch.nn.L1Loss(reduction=\"mean\")", "L1Loss()"),
        ("HuberLoss('mean', 2)", "HuberLoss(delta=2.0)"),
        ("HuberLoss(delta=1.0)", "HuberLoss()"),
        ("SmoothL1Loss(None, None, 'mean', 0)", "SmoothL1Loss(beta=0.0)"),
        ("BCEWithLogitsLoss(pos_weight=None)", "BCEWithLogitsLoss()"),
        ("SoftMarginLoss()", "SoftMarginLoss()"),
    ] {
        let loss = Criterion::parse(text).expect(text);
        assert_eq!(loss.text(), written);
        assert_eq!(Criterion::parse(written), Ok(loss));
    }
    assert_eq!(Criterion::all().map(|loss| loss.text()).collect::<Vec<_>>().len(), 6);
    assert_eq!(Criterion::default().text(), "MSELoss()");
}

/// Knuth's generator: the same texts each time.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most
    }
}

const PIECES: [&str; 34] = [
    "HuberLoss",
    "SmoothL1Loss",
    "MSELoss",
    "BCEWithLogitsLoss",
    "torch.",
    "nn.",
    "(",
    ")",
    "(",
    ")",
    ",",
    "=",
    "delta",
    "beta",
    "reduction",
    "'mean'",
    "\"",
    "'",
    "1",
    "0.5",
    "-",
    "e",
    "1e9",
    "True",
    "None",
    "[",
    "]",
    " ",
    "\n",
    "é",
    "−",
    "π",
    ".",
    "delta=",
];

const VALID: [&str; 4] = [
    "torch.nn.HuberLoss('mean', delta=0.5)",
    "SmoothL1Loss(None, None, reduction=\"mean\", beta=1e-3)",
    "nn.MSELoss()",
    "BCEWithLogitsLoss(pos_weight=None)",
];

/// Any text, or a loss with something put in, taken out or doubled.
fn random_text(random: &mut Random) -> String {
    if random.below(2) == 0 {
        return (0..random.below(9)).map(|_| PIECES[random.below(PIECES.len())]).collect();
    }
    let mut text: Vec<char> = VALID[random.below(VALID.len())].chars().collect();
    for _ in 0..=random.below(3) {
        let at = random.below(text.len() + 1);
        let end = (at + random.below(8)).min(text.len());
        match random.below(3) {
            0 => drop(text.splice(at..at, PIECES[random.below(PIECES.len())].chars())),
            1 => drop(text.splice(at..end, [])),
            _ => {
                let piece: Vec<char> = text[at..end].to_vec();
                text.splice(at..at, piece);
            }
        }
    }
    text.into_iter().collect()
}

/// Every text is a loss that is written as it is read, or is refused with a place within it and a sentence.
fn check(text: &str) {
    let count = text.chars().count();
    match Criterion::parse(text) {
        Ok(loss) => assert_eq!(Criterion::parse(&loss.text()), Ok(loss), "{text}"),
        Err(error) => {
            assert!(error.at + error.length <= count, "{error:?} in {text}");
            let sentence = error.to_string();
            assert!(!sentence.is_empty() && sentence.chars().count() < 300, "{sentence}");
            assert!(error.problem.code().starts_with("call-"));
        }
    }
}

/// A hundred thousand texts each day; a million with `GRADWALK_CALLS=1000000`.
#[test]
fn random_texts_are_losses_or_refused() {
    let texts = std::env::var("GRADWALK_CALLS").ok().and_then(|count| count.parse().ok());
    let mut random = Random(7);
    let mut read = 0;
    for _ in 0..texts.unwrap_or(100_000) {
        let text = random_text(&mut random);
        check(&text);
        read += usize::from(Criterion::parse(&text).is_ok());
    }
    assert!(read > 2_000, "{read} are losses");
}

proptest! {
    #[test]
    fn any_text_is_a_loss_or_refused(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn a_value_is_taken_to_the_bit(delta in 1e-9..1e9) {
        let loss = Criterion::parse(&format!("HuberLoss(delta={delta:?})"));
        prop_assert_eq!(loss.map(|loss| loss.argument().to_bits()), Ok(f64::to_bits(delta)));
    }
}
