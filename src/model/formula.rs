//! Reading a formula as Python reads it. By recursive descent, to a bounded depth.

use crate::autograd::Op;
use crate::near;
use crate::number;

use super::record::{Arg, Record, Step};
use super::refusal::QUOTED;
use super::{FormulaError, MAX_DEPTH, MAX_FORMULA, MAX_NAME, Problem};

/// The parameters' names and the record over the inputs and them. `inputs` are called so in formulas, and also by
/// their `labels`, which the target's follows.
pub(super) fn parse(
    formula: &str,
    inputs: &[String],
    labels: &[String],
) -> Result<(Vec<String>, Record), FormulaError> {
    let text: Vec<char> = formula.chars().take(MAX_FORMULA + 1).map(plain).collect();
    let mut parser = Parser {
        inputs,
        labels,
        text,
        start: 0,
        at: 0,
        token: Token::End,
        depth: 0,
        params: vec![],
        steps: vec![],
    };
    if parser.text.len() > MAX_FORMULA {
        return Err(parser.refuse_at(MAX_FORMULA, MAX_FORMULA, Problem::TooLong));
    }
    parser.advance()?;
    if parser.token == Token::End {
        return Err(parser.refuse(Problem::Empty));
    }
    let output = parser.sum()?;
    match parser.token {
        Token::End => {}
        Token::Sign(sign @ (')' | ',')) => return Err(parser.refuse(Problem::Unopened(sign))),
        _ => return Err(parser.missing_operator()),
    }
    let Parser { params, steps, .. } = &mut parser;
    if params.is_empty() {
        return Err(parser.refuse(Problem::NoParameter));
    }
    let leaves = params.len() + inputs.len();
    Ok((std::mem::take(params), Record { leaves, steps: std::mem::take(steps), output }))
}

/// The character that Python has for one that people paste.
fn plain(character: char) -> char {
    match character {
        '−' | '–' => '-',
        '×' | '·' | '⋅' => '*',
        '÷' => '/',
        other => other,
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Name(String),
    /// `+ - * / ( ) ,`
    Sign(char),
    /// `**`
    Power,
    End,
}

struct Parser<'a> {
    inputs: &'a [String],
    labels: &'a [String],
    text: Vec<char>,
    /// Where the present token begins, and where it ends.
    start: usize,
    at: usize,
    token: Token,
    depth: usize,
    params: Vec<String>,
    steps: Vec<Step>,
}

impl Parser<'_> {
    fn refuse_at(&self, at: usize, end: usize, problem: Problem) -> FormulaError {
        FormulaError::new(&self.text, at, end, problem)
    }

    /// What is wrong with the present token.
    fn refuse(&self, problem: Problem) -> FormulaError {
        self.refuse_at(self.start, self.at, problem)
    }

    fn quote(&self, start: usize, end: usize) -> String {
        self.text.iter().take(end).skip(start).collect()
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead).copied()
    }

    /// Goes on while `is` holds.
    fn skip(&mut self, is: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&is) {
            self.at += 1;
        }
    }

    fn advance(&mut self) -> Result<(), FormulaError> {
        self.skip(char::is_whitespace);
        self.start = self.at;
        let Some(first) = self.peek(0) else {
            self.token = Token::End;
            return Ok(());
        };
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        self.at += 1;
        self.token = match first {
            '*' if self.peek(0) == Some('*') => {
                self.at += 1;
                Token::Power
            }
            '+' | '-' | '*' | '/' | '(' | ')' | ',' => Token::Sign(first),
            '.' if !digit(self.peek(0)) => return Err(self.refuse(Problem::Character('.'))),
            '.' | '0'..='9' => self.number(first)?,
            _ if is_of_name(first) => {
                self.skip(is_of_name);
                Token::Name(self.quote(self.start, self.at))
            }
            '^' => return Err(self.refuse(Problem::Caret)),
            '=' => return Err(self.refuse(Problem::Equals)),
            other => return Err(self.refuse(Problem::Character(other))),
        };
        Ok(())
    }

    /// The rest of a number: 1, 1., .5, 2e-3. Every one is a double, as a float of Python is: a whole number that
    /// Python would keep with more digits is refused.
    fn number(&mut self, first: char) -> Result<Token, FormulaError> {
        let digit = |c: char| c.is_ascii_digit();
        self.skip(digit);
        if first != '.' && self.peek(0) == Some('.') {
            self.at += 1;
            self.skip(digit);
        }
        let sign = usize::from(matches!(self.peek(1), Some('+' | '-')));
        if matches!(self.peek(0), Some('e' | 'E')) && self.peek(1 + sign).is_some_and(digit) {
            self.at += 1 + sign;
            self.skip(digit);
        }
        let mut text = self.quote(self.start, self.at);
        let number = number::meant(&text);
        text.truncate(QUOTED);
        match number {
            Ok(number) if number.is_finite() => Ok(Token::Number(number)),
            Err(readings) if !readings.is_empty() => {
                Err(self.refuse(Problem::Inexact(text, number::short(readings[0]))))
            }
            _ => Err(self.refuse(Problem::Number(text))),
        }
    }

    /// Two values stand side by side.
    fn missing_operator(&self) -> FormulaError {
        let is_space = |c: &char| c.is_whitespace();
        let before = self.text.iter().take(self.start).rposition(|c| !is_space(c));
        let end = before.map_or(0, |last| last + 1);
        let part_of_value = |c: &char| is_of_name(*c) || *c == '.';
        let start = self.text.iter().take(end).rposition(|c| !part_of_value(c));
        let start = start.map_or(0, |last| last + 1).min(end.saturating_sub(1));
        let left = self.quote(start, end);
        self.refuse(Problem::Operator(left, self.quote(self.start, self.at)))
    }

    /// `a + b - c`
    fn sum(&mut self) -> Result<Arg, FormulaError> {
        self.chain(['+', '-'], [Op::Add, Op::Sub], Parser::product)
    }

    /// `a * b / c`
    fn product(&mut self) -> Result<Arg, FormulaError> {
        self.chain(['*', '/'], [Op::Mul, Op::Div], Parser::signed)
    }

    /// Operators of one rank, from left to right.
    fn chain(
        &mut self,
        signs: [char; 2],
        ops: [Op; 2],
        operand: fn(&mut Self) -> Result<Arg, FormulaError>,
    ) -> Result<Arg, FormulaError> {
        let start = self.start;
        let mut left = operand(self)?;
        loop {
            let found = signs.iter().zip(ops).find(|(sign, _)| self.token == Token::Sign(**sign));
            let Some((_, op)) = found else {
                return Ok(left);
            };
            self.advance()?;
            let right = operand(self)?;
            left = self.step(start, op, left, right)?;
        }
    }

    /// `-a`, `+a`, `a ** b`; a power binds tighter than the sign before it.
    fn signed(&mut self) -> Result<Arg, FormulaError> {
        // All that nests comes through here.
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.refuse(Problem::TooDeep));
        }
        let start = self.start;
        let value = match self.token {
            Token::Sign('+') => {
                self.advance()?;
                self.signed()?
            }
            Token::Sign('-') => {
                self.advance()?;
                let value = self.signed()?;
                self.step(start, Op::Neg, value, value)?
            }
            _ => {
                let base = self.atom()?;
                if self.token == Token::Power {
                    self.advance()?;
                    let exponent = self.signed()?;
                    self.power(start, base, exponent)?
                } else {
                    base
                }
            }
        };
        self.depth -= 1;
        Ok(value)
    }

    /// A number, a name, a call, or an expression in parentheses.
    fn atom(&mut self) -> Result<Arg, FormulaError> {
        let start = self.start;
        match std::mem::replace(&mut self.token, Token::End) {
            Token::Number(number) => {
                self.advance()?;
                Ok(Arg::Number(number))
            }
            Token::Name(name) => self.named(start, &name),
            Token::Sign('(') => {
                self.advance()?;
                let value = self.sum()?;
                self.close()?;
                Ok(value)
            }
            Token::End => Err(self.refuse(Problem::End)),
            Token::Sign(_) | Token::Power => {
                let found = self.quote(self.start, self.at);
                Err(self.refuse(Problem::Value(found)))
            }
        }
    }

    fn close(&mut self) -> Result<(), FormulaError> {
        match self.token {
            Token::Sign(')') => self.advance(),
            Token::End => Err(self.refuse(Problem::Unclosed)),
            Token::Sign(',') => Err(self.refuse(Problem::Unopened(','))),
            _ => Err(self.missing_operator()),
        }
    }

    /// x, a parameter, a function with its arguments, or π after its module.
    fn named(&mut self, start: usize, name: &str) -> Result<Arg, FormulaError> {
        let end = self.at;
        let of_module = matches!(name, "np" | "numpy" | "torch") && self.peek(0) == Some('.');
        let member = if of_module {
            self.at += 1;
            let start = self.at;
            self.skip(is_of_name);
            self.quote(start, self.at)
        } else {
            name.to_owned()
        };
        let full = self.quote(start, self.at);
        if self.at - start > MAX_NAME {
            return Err(self.refuse_at(start, self.at, Problem::Name));
        }
        let end = if of_module { self.at } else { end };
        self.advance()?;
        let called = self.token == Token::Sign('(');
        let refuse = |parser: &Parser, problem| Err(parser.refuse_at(start, end, problem));
        let input = self.input(name);
        match Op::from_name(&member) {
            Some(op) if called => self.call(start, full, op),
            Some(_) => refuse(self, Problem::Uncalled(full)),
            None if of_module && member == "pi" && !called => Ok(Arg::Number(std::f64::consts::PI)),
            None if of_module => refuse(self, no_function(full, &member)),
            None if called && (input.is_some() || self.params.contains(&member)) => {
                Err(self.missing_operator())
            }
            None if called => refuse(self, no_function(full, &member)),
            None if self.is_twice(name) => {
                refuse(self, Problem::Ambiguous(full, self.inputs.join(", ")))
            }
            None if let Some(input) = input => Ok(Arg::Leaf(input)),
            None if name == "x" => refuse(self, Problem::Column(full, self.inputs.join(", "))),
            None if is_reserved(name) || self.labels.last().is_some_and(|y| y == name) => {
                refuse(self, Problem::Reserved(full))
            }
            None => {
                let known = self.params.iter().position(|param| *param == member);
                let param = known.unwrap_or_else(|| {
                    self.params.push(member);
                    self.params.len() - 1
                });
                Ok(Arg::Leaf(self.inputs.len() + param))
            }
        }
    }

    /// Whether two columns have this label, and no input that name.
    fn is_twice(&self, name: &str) -> bool {
        let labels = self.labels.iter().filter(|&label| label == name);
        labels.count() > 1 && !self.inputs.iter().any(|input| input == name)
    }

    /// The input of this name, or of this label: what is a column is no parameter.
    fn input(&self, name: &str) -> Option<usize> {
        let of = |names: &[String]| names.iter().position(|input| input == name);
        of(self.inputs).or_else(|| of(self.labels).filter(|&place| place < self.inputs.len()))
    }

    /// The arguments of a function, from the parenthesis on.
    fn call(&mut self, start: usize, function: String, op: Op) -> Result<Arg, FormulaError> {
        let mut args = Vec::new();
        self.advance()?;
        if self.token != Token::Sign(')') {
            args.push(self.sum()?);
            while self.token == Token::Sign(',') {
                self.advance()?;
                args.push(self.sum()?);
            }
        }
        let end = self.at;
        self.close()?;
        match (op, args.as_slice()) {
            (Op::Powf, &[base, exponent]) => self.power(start, base, exponent),
            (_, &[a]) if op.arity() == 1 => self.step(start, op, a, a),
            (_, &[a, b]) if op.arity() == 2 => self.step(start, op, a, b),
            _ => {
                let (takes, given) = (op.arity(), args.len());
                let problem = Problem::Arguments { function, takes, given };
                Err(self.refuse_at(start, end, problem))
            }
        }
    }

    /// A power: by whole steps where the exponent is a whole number.
    fn power(&mut self, start: usize, base: Arg, exponent: Arg) -> Result<Arg, FormulaError> {
        match (base, exponent) {
            (Arg::Leaf(_) | Arg::Step(_), Arg::Number(n)) if f64::from(n as i32) == n => {
                self.step(start, Op::Powi(n as i32), base, base)
            }
            _ => self.step(start, Op::Powf, base, exponent),
        }
    }

    /// Records a step; what only numbers go into is a number.
    fn step(&mut self, start: usize, op: Op, a: Arg, b: Arg) -> Result<Arg, FormulaError> {
        if let (Arg::Number(a), Arg::Number(b)) = (a, b) {
            // The text of the numbers ends before the present token.
            let end = self.start;
            return match op.eval(a, b) {
                Some(number) if number.is_finite() => Ok(Arg::Number(number)),
                _ => Err(self.refuse_at(start, end, Problem::Undefined)),
            };
        }
        self.steps.push(Step { op, args: [a, b] });
        Ok(Arg::Step(self.steps.len() - 1))
    }
}

/// There is no function of this name; one is called nearly so.
fn no_function(full: String, name: &str) -> Problem {
    Problem::Function(full, near::nearest(name, Op::FUNCTIONS.iter().copied()))
}

/// Digits are part of a name, but a token that begins with one is a number.
fn is_of_name(character: char) -> bool {
    character.is_alphabetic() || character.is_ascii_digit() || character == '_'
}

/// What a parameter cannot be called: the target, and the columns of a trace.
fn is_reserved(name: &str) -> bool {
    matches!(name, "y" | "epoch" | "loss" | "grad") || name.starts_with("grad_")
}
