//! Reading a constructor as Python reads it: a name, and arguments between parentheses. Nothing nests, and each
//! character is looked at once.

use crate::near::nearest;
use crate::number::{self, short};

use super::{Argument, Call, CallError, CallProblem, Constructor, MAX_CALL, Parameter};

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
    let mut call = Call::new(row, of);
    parser.arguments(of, &mut call)?;
    match parser.token {
        Token::End => Ok(call),
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

    /// The arguments, and the parenthesis that closes.
    fn arguments(&mut self, of: &Constructor, call: &mut Call) -> Result<(), CallError> {
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
            self.take(parameter, of, call)?;
            self.advance();
            match self.token {
                Token::Sign(',') => self.advance(),
                Token::Sign(')') => {}
                Token::End => return Err(self.unexpected(")")),
                _ => return Err(self.unexpected(",")),
            }
        }
        self.advance();
        Ok(())
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
        call: &mut Call,
    ) -> Result<(), CallError> {
        match parameter {
            Parameter::Fixed { name, only } => {
                let given = self.quote().replace('"', "'");
                if given == *only {
                    return Ok(());
                }
                Err(self.refuse(CallProblem::Fixed, &[name, only]))
            }
            Parameter::Taken(argument) => {
                let value = self.number(argument)?;
                let places = of.arguments().zip(&mut call.values);
                for (other, place) in places {
                    if other.name == argument.name {
                        *place = value;
                    }
                }
                Ok(())
            }
        }
    }

    /// The number that the present token is, within the range of an argument.
    fn number(&self, Argument { name, range, .. }: &Argument) -> Result<f64, CallError> {
        // Not what people write elsewhere, 0,5: here a comma ends the value.
        let value = match self.token {
            Token::Number => number::meant(&self.quote()).ok(),
            _ => None,
        };
        match value {
            None => Err(self.refuse(CallProblem::NoNumber, &[name])),
            Some(value) if range.contains(&value) => Ok(value),
            Some(_) => {
                let (min, max) = (short(*range.start()), short(*range.end()));
                Err(self.refuse(CallProblem::Range, &[name, &min, &max]))
            }
        }
    }
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
