//! Reading a constructor as Python reads it: a name, and arguments between parentheses. Nothing nests, and each
//! character is looked at once.

use crate::near::nearest;
use crate::number;

use super::{Argument, Call, CallError, CallProblem, Constructor, MAX_CALL, Parameter};

/// The most of a wrong word that is said again, in characters.
const QUOTED: usize = 40;

/// PyTorch's modules, which may stand before the name.
const MODULES: [&str; 4] = ["torch", "nn", "optim", "lr_scheduler"];

pub(super) fn parse(text: &str, table: &[&'static Constructor]) -> Result<Call, CallError> {
    let text: Vec<char> = text.chars().take(MAX_CALL + 1).collect();
    let mut parser = Parser { text, start: 0, at: 0, token: Token::End };
    if parser.text.len() > MAX_CALL {
        let problem = CallProblem::TooLong;
        return Err(CallError { at: MAX_CALL, length: 1, problem });
    }
    parser.advance();
    if parser.token == Token::End {
        return Err(parser.refuse(CallProblem::Empty));
    }
    let of = parser.name(table)?;
    let mut call = Call::new(of);
    parser.arguments(&mut call)?;
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
    fn refuse(&self, problem: CallProblem) -> CallError {
        self.refuse_at(self.start, problem)
    }

    /// What is wrong from there on to the end of the present token.
    fn refuse_at(&self, at: usize, problem: CallProblem) -> CallError {
        CallError { at, length: self.at - at, problem }
    }

    fn unexpected(&self, wanted: &'static str) -> CallError {
        self.refuse(CallProblem::Unexpected { found: self.quote(), wanted })
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

    /// The name, after the names of modules with points between, up to the parenthesis that opens.
    fn name(&mut self, table: &[&'static Constructor]) -> Result<&'static Constructor, CallError> {
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
            let known = table.iter().find(|of| of.name == name).copied();
            let Some(of) = known else {
                let names = table.iter().map(|of| of.name);
                let near = nearest(&name, names.clone());
                let meant = near.ok_or_else(|| names.collect());
                return Err(self.refuse_at(whole, CallProblem::Unknown { name, meant }));
            };
            self.advance();
            return match self.token {
                Token::Sign('(') => {
                    self.advance();
                    Ok(of)
                }
                Token::End => {
                    let problem = CallProblem::Uncalled(of.name.to_owned());
                    Err(CallError { at: whole, length: end - whole, problem })
                }
                _ => Err(self.unexpected("(")),
            };
        }
    }

    /// The arguments, and the parenthesis that closes.
    fn arguments(&mut self, call: &mut Call) -> Result<(), CallError> {
        let mut given: Vec<&'static str> = Vec::new();
        let mut named = false;
        loop {
            if self.token == Token::Sign(')') {
                self.advance();
                return Ok(());
            }
            let start = self.start;
            let parameter = match self.argument_name() {
                Some(name) => {
                    named = true;
                    self.named(call.of, name, start)?
                }
                None if named => {
                    self.value()?;
                    return Err(self.refuse_at(start, CallProblem::Unnamed));
                }
                None => match call.of.parameters.get(given.len()) {
                    Some(parameter) => parameter,
                    None => {
                        self.value()?;
                        return Err(self.refuse_at(start, CallProblem::TooMany(call.of.name)));
                    }
                },
            };
            if given.contains(&parameter.name()) {
                let twice = CallProblem::Twice(parameter.name().to_owned());
                return Err(self.refuse_at(start, twice));
            }
            given.push(parameter.name());
            self.value()?;
            self.take(parameter, call)?;
            self.advance();
            match self.token {
                Token::Sign(',') => self.advance(),
                Token::Sign(')') => {}
                Token::End => return Err(self.unexpected(")")),
                _ => return Err(self.unexpected(",")),
            }
        }
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

    /// The parameter of this name, which begins there.
    fn named(
        &self,
        of: &'static Constructor,
        name: String,
        at: usize,
    ) -> Result<&'static Parameter, CallError> {
        let known = of.parameters.iter().find(|parameter| parameter.name() == name);
        known.ok_or_else(|| {
            let names = of.arguments().map(|argument| argument.name);
            let near = nearest(&name, of.arguments().map(|argument| argument.name));
            let length = name.chars().count();
            let meant = near.ok_or_else(|| names.collect());
            let problem = CallProblem::Argument { name, of: of.name, meant };
            CallError { at, length, problem }
        })
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
    fn take(&self, parameter: &'static Parameter, call: &mut Call) -> Result<(), CallError> {
        match parameter {
            Parameter::Fixed { name, only } => {
                let given = self.quote().replace('"', "'");
                if given == *only {
                    return Ok(());
                }
                Err(self.refuse(CallProblem::Fixed { name, only }))
            }
            Parameter::Taken(argument) => {
                let value = self.number(argument)?;
                let places = call.of.arguments().zip(&mut call.values);
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
            None => Err(self.refuse(CallProblem::NoNumber(name))),
            Some(value) if range.contains(&value) => Ok(value),
            Some(_) => {
                let (min, max) = (*range.start(), *range.end());
                Err(self.refuse(CallProblem::Range { name, min, max }))
            }
        }
    }
}

/// Whether a character may be part of a name.
fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
