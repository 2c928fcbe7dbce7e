//! A record as the formula that reads as this record.

use crate::autograd::Op;
use crate::number::short;

use super::record::{Arg, Record, Step};

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

/// The formula of a record over `x` and these parameters; `None` if a step is used twice, which a
/// formula cannot say.
pub(super) fn formula(record: &Record, params: &[String]) -> Option<String> {
    let mut texts: Vec<Option<(String, Bond)>> = Vec::with_capacity(record.steps.len());
    let text = |arg: Arg, texts: &mut [Option<(String, Bond)>]| match arg {
        Arg::Number(number) if number.is_sign_negative() => Some((short(number), Bond::Sign)),
        Arg::Number(number) => Some((short(number), Bond::Atom)),
        Arg::Leaf(0) => Some(("x".to_owned(), Bond::Atom)),
        Arg::Leaf(leaf) => Some((params[leaf - 1].clone(), Bond::Atom)),
        // Taken: who comes second finds nothing.
        Arg::Step(step) => texts[step].take(),
    };
    for step in &record.steps {
        let a = text(step.args[0], &mut texts)?;
        let b = if step.op.arity() == 2 { Some(text(step.args[1], &mut texts)?) } else { None };
        texts.push(Some(written(step, a, b)?));
    }
    text(record.output, &mut texts).map(|(text, _)| text)
}

/// One step, given the texts of what it reads.
fn written(step: &Step, a: (String, Bond), b: Option<(String, Bond)>) -> Option<(String, Bond)> {
    let at_least = |(text, bond): (String, Bond), least: Bond| {
        if bond >= least { text } else { format!("({text})") }
    };
    let b = b.unwrap_or_default();
    Some(match step.op {
        Op::Add => (at_least(a, Bond::Sum) + " + " + &at_least(b, Bond::Product), Bond::Sum),
        Op::Sub => (at_least(a, Bond::Sum) + " - " + &at_least(b, Bond::Product), Bond::Sum),
        Op::Mul => (at_least(a, Bond::Product) + "*" + &at_least(b, Bond::Sign), Bond::Product),
        Op::Div => (at_least(a, Bond::Product) + "/" + &at_least(b, Bond::Sign), Bond::Product),
        // A number with a sign would be read as one number.
        Op::Neg => (format!("-{}", at_least(a, Bond::Sign)), Bond::Sign),
        Op::Powi(n) => (format!("{}**{n}", at_least(a, Bond::Atom)), Bond::Power),
        Op::Powf => (at_least(a, Bond::Atom) + "**" + &at_least(b, Bond::Sign), Bond::Power),
        function => {
            let name = function.names().first()?;
            let second = if function.arity() == 2 { format!(", {}", b.0) } else { String::new() };
            (format!("{name}({}{second})", a.0), Bond::Atom)
        }
    })
}
