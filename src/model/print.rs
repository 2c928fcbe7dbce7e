//! A record as text: as the formula that reads as this record, as a program has it, as mathematics.
//! It never knows what a leaf is called, nor in which library a function is found.

use crate::autograd::Op;
use crate::number::{raised, short};

use super::record::{Arg, Record, Step};

/// How an expression is written.
#[derive(Clone, Copy)]
pub enum Notation<'a> {
    /// As short as it goes, `w*x + b`: as a link holds it.
    Formula,
    /// As a program has it, `w * x`, `a * np.sin(b*x)`, where each function is called by the name
    /// that is given for it.
    Python(&'a dyn Fn(Op) -> String),
    /// As mathematics, `w · x²`.
    Mathematics,
}

/// How tightly a piece of text holds together, loosest first.
#[derive(Clone, Copy, Default, PartialEq, PartialOrd)]
enum Bond {
    Sum,
    Product,
    Sign,
    Power,
    #[default]
    Atom,
}

/// A piece of text, and how tightly it holds together.
type Piece = (String, Bond);

/// The expression of a record over leaves of these names; `None` if a step is used twice, which an
/// expression cannot say.
pub(super) fn written(
    record: &Record,
    leaves: &[impl AsRef<str>],
    notation: Notation,
) -> Option<String> {
    let mut pieces: Vec<Option<Piece>> = Vec::with_capacity(record.steps.len());
    let piece = |arg: Arg, pieces: &mut [Option<Piece>]| match arg {
        Arg::Number(number) => Some(signed(short(number))),
        Arg::Leaf(leaf) => Some(signed(leaves[leaf].as_ref().to_owned())),
        // Taken: who comes second finds nothing.
        Arg::Step(step) => pieces[step].take(),
    };
    for (index, step) in record.steps.iter().enumerate() {
        let a = piece(step.args[0], &mut pieces)?;
        let b = match step.op.arity() {
            2 => piece(step.args[1], &mut pieces)?,
            _ => Piece::default(),
        };
        let last = record.output == Arg::Step(index);
        pieces.push(Some(match notation {
            Notation::Formula => python(step, a, b, ["*", "/"], &usual)?,
            // As people write it: what is done last has room around its sign.
            Notation::Python(name) if last => python(step, a, b, [" * ", " / "], name)?,
            Notation::Python(name) => python(step, a, b, ["*", "/"], name)?,
            Notation::Mathematics => mathematics(step, a, b)?,
        }));
    }
    piece(record.output, &mut pieces).map(|(text, _)| match notation {
        Notation::Mathematics => text.replace('-', "−"),
        _ => text,
    })
}

/// The text of a number, or of what may be one.
fn signed(text: String) -> Piece {
    let bond = if text.starts_with('-') { Bond::Sign } else { Bond::Atom };
    (text, bond)
}

fn at_least((text, bond): Piece, least: Bond) -> String {
    if bond >= least { text } else { format!("({text})") }
}

/// The name that NumPy and PyTorch have for a function.
fn usual(function: Op) -> String {
    function.names().first().copied().unwrap_or_default().to_owned()
}

/// One step, given the texts of what it reads; `None` if there is no text for it.
fn python(
    step: &Step,
    a: Piece,
    b: Piece,
    [times, over]: [&str; 2],
    name: &dyn Fn(Op) -> String,
) -> Option<Piece> {
    Some(match step.op {
        Op::Add => (at_least(a, Bond::Sum) + " + " + &at_least(b, Bond::Product), Bond::Sum),
        Op::Sub => (at_least(a, Bond::Sum) + " - " + &at_least(b, Bond::Product), Bond::Sum),
        Op::Mul => (at_least(a, Bond::Product) + times + &at_least(b, Bond::Sign), Bond::Product),
        Op::Div => (at_least(a, Bond::Product) + over + &at_least(b, Bond::Sign), Bond::Product),
        // A number with a sign would be read as one number.
        Op::Neg => (format!("-{}", at_least(a, Bond::Sign)), Bond::Sign),
        Op::Powi(n) => (format!("{}**{n}", at_least(a, Bond::Atom)), Bond::Power),
        Op::Powf => (at_least(a, Bond::Atom) + "**" + &at_least(b, Bond::Sign), Bond::Power),
        function if function.names().is_empty() => return None,
        function => (call(function, &name(function), &a.0, &b.0), Bond::Atom),
    })
}

/// The same as mathematics. A sign stands in brackets wherever another stands before it.
fn mathematics(step: &Step, a: Piece, b: Piece) -> Option<Piece> {
    let inner = |piece: Piece, least: Bond| {
        let text = at_least(piece, least);
        if text.starts_with(['-', '−']) { format!("({text})") } else { text }
    };
    Some(match step.op {
        Op::Add => (at_least(a, Bond::Sum) + " + " + &inner(b, Bond::Product), Bond::Sum),
        Op::Sub => (at_least(a, Bond::Sum) + " − " + &inner(b, Bond::Product), Bond::Sum),
        Op::Mul => (at_least(a, Bond::Product) + " · " + &inner(b, Bond::Sign), Bond::Product),
        Op::Div => (at_least(a, Bond::Product) + " ÷ " + &inner(b, Bond::Sign), Bond::Product),
        Op::Neg => (format!("−{}", inner(a, Bond::Sign)), Bond::Sign),
        Op::Powi(n) => (at_least(a, Bond::Atom) + &raised(n), Bond::Power),
        Op::Powf => (at_least(a, Bond::Atom) + "^" + &at_least(b, Bond::Atom), Bond::Power),
        Op::Abs => (format!("|{}|", a.0), Bond::Atom),
        function if function.names().is_empty() => return None,
        function => (call(function, function.label(), &a.0, &b.0), Bond::Atom),
    })
}

fn call(function: Op, name: &str, a: &str, b: &str) -> String {
    if function.arity() == 2 { format!("{name}({a}, {b})") } else { format!("{name}({a})") }
}
