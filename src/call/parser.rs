//! Reading a constructor as Python reads it: a name, and arguments between parentheses. Nothing nests, and each
//! character is looked at once.

use std::ops::RangeInclusive;

use crate::near::nearest;
use crate::number::{self, short};

use super::{
    Argument, Call, CallError, CallProblem, Constructor, Kind, MAX_CALL, Parameter, Value,
};

/// The most of a wrong word that is said again, in characters.
const QUOTED: usize = 40;

/// PyTorch's modules, which may stand before the name.
const MODULES: [&str; 4] = ["torch", "nn", "optim", "lr_scheduler"];

pub(super) fn parse(text: &str, table: &[&Constructor]) -> Result<Call, CallError> {
    let text: Vec<char> = text.chars().take(MAX_CALL + 1).collect();
    let mut parser = Parser { text, start: 0, at: 0, token: Token::End };
    if parser.text.len() > MAX_CALL {
        return Err(refuse(MAX_CALL, 1, CallProblem::TooLong, &[&MAX_CALL.to_string()]));
    }
    parser.advance();
    if parser.token == Token::End {
        return Err(parser.refuse(CallProblem::Empty, &[]));
    }
    let row = parser.name(table)?;
    let of = table[row];
    let values = parser.arguments(of)?;
    match parser.token {
        Token::End => Ok(Call { row, values }),
        _ => Err(parser.unexpected("end")),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    /// A name, also with a sign that may be part of a number before it: `inf`, `-inf`.
    Word,
    /// What begins as a number.
    Number,
    /// Between quotes.
    Text,
    /// Anything else.
    Sign(char),
    End,
}

struct Parser {
    text: Vec<char>,
    /// Where the present token begins, and where it ends.
    start: usize,
    at: usize,
    token: Token,
}

impl Parser {
    /// What is wrong with the present token.
    fn refuse(&self, problem: CallProblem, names: &[&str]) -> CallError {
        self.refuse_from(self.start, problem, names)
    }

    /// What is wrong from there on to the end of the present token.
    fn refuse_from(&self, at: usize, problem: CallProblem, names: &[&str]) -> CallError {
        refuse(at, self.at - at, problem, names)
    }

    fn unexpected(&self, wanted: &str) -> CallError {
        self.refuse(CallProblem::Unexpected, &[&self.quote(), wanted])
    }

    /// The text of the present token.
    fn quote(&self) -> String {
        self.text.iter().take(self.at).skip(self.start).take(QUOTED).collect()
    }

    fn advance(&mut self) {
        let peek = |at: usize| self.text.get(at).copied();
        while peek(self.at).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        self.start = self.at;
        let Some(first) = peek(self.at) else {
            self.token = Token::End;
            return;
        };
        self.at += 1;
        self.token = match first {
            '\'' | '"' => {
                while peek(self.at).is_some_and(|c| c != first) {
                    self.at += 1;
                }
                // Without its end it is a sign that nothing expects.
                if peek(self.at) == Some(first) {
                    self.at += 1;
                    Token::Text
                } else {
                    Token::Sign(first)
                }
            }
            '0'..='9' | '.' | '-' | '−' | '+' => {
                while peek(self.at).is_some_and(|c| {
                    is_of_word(c) || matches!(c, '.') || {
                        // The sign of an exponent.
                        matches!(c, '-' | '−' | '+') && matches!(peek(self.at - 1), Some('e' | 'E'))
                    }
                }) {
                    self.at += 1;
                }
                Token::Number
            }
            _ if is_of_word(first) => {
                while peek(self.at).is_some_and(is_of_word) {
                    self.at += 1;
                }
                Token::Word
            }
            other => Token::Sign(other),
        };
    }

    /// Which of the table is named, after the names of modules with points between, up to the parenthesis that opens.
    fn name(&mut self, table: &[&Constructor]) -> Result<usize, CallError> {
        let whole = self.start;
        loop {
            if self.token != Token::Word {
                return Err(self.unexpected("name"));
            }
            let name = self.quote();
            let end = self.at;
            if MODULES.contains(&name.as_str()) && self.text.get(end) == Some(&'.') {
                self.at += 1;
                self.advance();
                continue;
            }
            let Some(row) = table.iter().position(|of| of.name == name) else {
                let names = table.iter().map(|of| of.name);
                let [near, all] = known(&name, names);
                return Err(self.refuse_from(whole, CallProblem::Unknown, &[&name, &near, &all]));
            };
            self.advance();
            return match self.token {
                Token::Sign('(') => {
                    self.advance();
                    Ok(row)
                }
                Token::End => Err(refuse(whole, end - whole, CallProblem::Uncalled, &[&name])),
                _ => Err(self.unexpected("(")),
            };
        }
    }

    /// The arguments, and the parenthesis that closes: a value for each that may be given.
    fn arguments(&mut self, of: &Constructor) -> Result<Vec<Value>, CallError> {
        let mut values: Vec<Option<Value>> = of.arguments().map(|_| None).collect();
        let mut given: Vec<&str> = Vec::new();
        let mut named = false;
        while self.token != Token::Sign(')') {
            let start = self.start;
            let name = self.argument_name();
            if let Some(name) = &name {
                named = true;
                if of.parameters.iter().all(|parameter| parameter.name() != name) {
                    let [near, all] = known(name, of.arguments().map(|argument| argument.name));
                    let names = [name, &near, &all, of.name];
                    let length = name.chars().count();
                    return Err(refuse(start, length, CallProblem::Argument, &names));
                }
            }
            self.value()?;
            let parameter = match &name {
                Some(name) => of.parameters.iter().find(|parameter| parameter.name() == name),
                None if named => return Err(self.refuse(CallProblem::Unnamed, &[])),
                None => of.parameters.get(given.len()),
            };
            let Some(parameter) = parameter else {
                return Err(self.refuse(CallProblem::TooMany, &[of.name]));
            };
            if given.contains(&parameter.name()) {
                return Err(self.refuse_from(start, CallProblem::Twice, &[parameter.name()]));
            }
            given.push(parameter.name());
            self.take(parameter, of, &mut values)?;
            self.advance();
            match self.token {
                Token::Sign(',') => self.advance(),
                Token::Sign(')') => {}
                Token::End => return Err(self.unexpected(")")),
                _ => return Err(self.unexpected(",")),
            }
        }
        let mut all = Vec::new();
        for (argument, value) in of.arguments().zip(values) {
            match value.or_else(|| argument.initial.clone()) {
                Some(value) => all.push(value),
                None => return Err(self.refuse(CallProblem::Missing, &[argument.name, of.name])),
            }
        }
        self.advance();
        Ok(all)
    }

    /// The name before a value, if there is one: then the value is the present token.
    fn argument_name(&mut self) -> Option<String> {
        let equals = self.text.iter().skip(self.at).find(|c| !c.is_whitespace());
        if self.token != Token::Word || equals != Some(&'=') {
            return None;
        }
        let name = self.quote();
        self.advance();
        self.advance();
        Some(name)
    }

    /// Refuses what is no value; a tuple or a list is taken as one token.
    fn value(&mut self) -> Result<(), CallError> {
        let close = match self.token {
            Token::Word | Token::Number | Token::Text => return Ok(()),
            Token::Sign('(') => ')',
            Token::Sign('[') => ']',
            _ => return Err(self.unexpected("value")),
        };
        let start = self.start;
        while self.token != Token::Sign(close) {
            if self.token == Token::End {
                return Err(self.unexpected(if close == ')' { ")" } else { "]" }));
            }
            self.advance();
        }
        self.start = start;
        Ok(())
    }

    /// Gives the value to a parameter.
    fn take(
        &self,
        parameter: &Parameter,
        of: &Constructor,
        values: &mut [Option<Value>],
    ) -> Result<(), CallError> {
        match parameter {
            Parameter::Elsewhere(name) => Err(self.refuse(CallProblem::Elsewhere, &[name])),
            Parameter::Fixed { name, only } => {
                let given = self.quote().replace('"', "'");
                if given == *only {
                    return Ok(());
                }
                Err(self.refuse(CallProblem::Fixed, &[name, only]))
            }
            Parameter::Taken(argument) => {
                let value = self.read(argument)?;
                let places = of.arguments().zip(values);
                for (other, place) in places {
                    if other.name == argument.name {
                        *place = Some(value.clone());
                    }
                }
                Ok(())
            }
        }
    }

    /// The value that the present token is, one that an argument may have.
    fn read(&self, argument: &Argument) -> Result<Value, CallError> {
        let name = argument.name;
        let text: String = self.text.iter().take(self.at).skip(self.start).collect();
        let value = match &argument.kind {
            Kind::Number(range) => {
                number(&text).map(|n| self.within(name, range, n)).transpose()?.map(Value::Number)
            }
            Kind::Flag => match text.as_str() {
                "True" => Some(Value::Flag(true)),
                "False" => Some(Value::Flag(false)),
                _ => None,
            },
            Kind::Pair([first, second]) => match numbers(&text).as_deref() {
                Some(&[a, b]) => {
                    let a = self.within(&(name.to_owned() + "[0]"), first, a)?;
                    Some(Value::Pair([a, self.within(&(name.to_owned() + "[1]"), second, b)?]))
                }
                _ => None,
            },
            Kind::Whole(range) => self.whole(name, range, &text)?.map(Value::Whole),
            Kind::Maybe(_) if text == "None" => Some(Value::Maybe(None)),
            Kind::Maybe(range) => self.whole(name, range, &text)?.map(|n| Value::Maybe(Some(n))),
            Kind::Word(words) => {
                let inner = text.trim_matches(['\'', '"']);
                let word = words.iter().find(|&&word| word == inner && self.token == Token::Text);
                word.map(|&word| Value::Word(word))
            }
            Kind::Wholes(range) => match parts(&text) {
                None => None,
                Some(parts) => {
                    let mut list = Vec::new();
                    for part in parts {
                        list.push(self.whole(name, range, part)?);
                    }
                    list.into_iter().collect::<Option<_>>().map(Value::Wholes)
                }
            },
        };
        value.ok_or_else(|| {
            let words = match &argument.kind {
                Kind::Word(words) => words.join(", "),
                _ => String::new(),
            };
            self.refuse(CallProblem::Value, &[name, argument.kind.code(), &words])
        })
    }

    /// The whole number that a text is, if it is one, as Python writes it.
    fn whole(
        &self,
        name: &str,
        range: &RangeInclusive<usize>,
        text: &str,
    ) -> Result<Option<usize>, CallError> {
        let Some(n) = number(text).filter(|n| n.fract() == 0.0 && !text.contains(['.', 'e', 'E']))
        else {
            return Ok(None);
        };
        let range = *range.start() as f64..=*range.end() as f64;
        self.within(name, &range, n).map(|n| Some(n as usize))
    }

    /// A number, where an argument may have it.
    fn within(
        &self,
        name: &str,
        range: &RangeInclusive<f64>,
        value: f64,
    ) -> Result<f64, CallError> {
        if range.contains(&value) {
            return Ok(value);
        }
        let (min, max) = (short(*range.start()), short(*range.end()));
        Err(self.refuse(CallProblem::Range, &[name, &min, &max]))
    }
}

/// The number that a text is, if it is one. Not what people write elsewhere, 0,5: here a comma ends the value.
fn number(text: &str) -> Option<f64> {
    let begins = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '−' | '+');
    if text.starts_with(begins) { number::meant(text).ok() } else { None }
}

/// What stands in a tuple or a list.
fn parts(text: &str) -> Option<impl Iterator<Item = &str>> {
    let inner = match text.strip_prefix('(') {
        Some(rest) => rest.strip_suffix(')')?,
        None => text.strip_prefix('[')?.strip_suffix(']')?,
    };
    let inner = inner.trim();
    // Python takes a comma at the end.
    let inner = inner.strip_suffix(',').unwrap_or(inner);
    Some(inner.split(',').map(str::trim).filter(move |part| !(part.is_empty() && inner.is_empty())))
}

/// The numbers of a tuple or a list.
fn numbers(text: &str) -> Option<Vec<f64>> {
    parts(text)?.map(number).collect()
}

/// What is wrong, where, and what its sentence has to name.
fn refuse(at: usize, length: usize, problem: CallProblem, names: &[&str]) -> CallError {
    let mut owned = Vec::new();
    for &name in names {
        owned.push(name.to_owned());
    }
    CallError { at, length, problem, names: owned }
}

/// What may be meant by a name that is none of these, or nothing; and all of them.
fn known(name: &str, names: impl Iterator<Item = &'static str> + Clone) -> [String; 2] {
    let mut all = String::new();
    for name in names.clone() {
        all.push_str(if all.is_empty() { "" } else { ", " });
        all.push_str(name);
    }
    [nearest(name, names).unwrap_or_default().to_owned(), all]
}

/// Whether a character may be part of a name.
fn is_of_word(character: char) -> bool {
    character.is_alphabetic() || character.is_ascii_digit() || character == '_'
}
