//! What may be given to a constructor: the values that there are, and which of them an argument may have.

use std::ops::RangeInclusive;

use crate::number::repr;

/// An argument that may be given.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// The name in Python.
    pub name: &'static str,
    /// Its value unless another is given; without one it has to be given.
    pub initial: Option<Value>,
    /// The values that it may have.
    pub kind: Kind,
}

/// The value of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// `True` or `False`.
    Flag(bool),
    /// Two numbers, `(0.9, 0.999)`.
    Pair([f64; 2]),
    /// How many.
    Whole(usize),
    /// How many, or `None`.
    Maybe(Option<usize>),
    /// A word between quotes.
    Word(&'static str),
    /// A list of whole numbers, `[30, 80]`.
    Wholes(Vec<usize>),
}

/// The values that an argument may have.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Numbers.
    Number(RangeInclusive<f64>),
    /// `True` and `False`.
    Flag,
    /// Two numbers, each with its range.
    Pair([RangeInclusive<f64>; 2]),
    /// Whole numbers.
    Whole(RangeInclusive<usize>),
    /// Whole numbers, or `None`.
    Maybe(RangeInclusive<usize>),
    /// These words.
    Word(&'static [&'static str]),
    /// Lists of whole numbers.
    Wholes(RangeInclusive<usize>),
}

impl Value {
    /// The value as Python writes it.
    pub fn text(&self) -> String {
        match self {
            Value::Number(number) => repr(*number),
            Value::Flag(true) => "True".to_owned(),
            Value::Flag(false) => "False".to_owned(),
            Value::Pair([first, second]) => {
                "(".to_owned() + &repr(*first) + ", " + &repr(*second) + ")"
            }
            Value::Whole(whole) | Value::Maybe(Some(whole)) => whole.to_string(),
            Value::Maybe(None) => "None".to_owned(),
            Value::Word(word) => "'".to_owned() + word + "'",
            Value::Wholes(list) => {
                let mut text = "[".to_owned();
                for whole in list {
                    text.push_str(if text.len() == 1 { "" } else { ", " });
                    text.push_str(&whole.to_string());
                }
                text + "]"
            }
        }
    }
}

impl Kind {
    /// The name in the message files.
    pub fn code(&self) -> &'static str {
        match self {
            Kind::Number(_) => "number",
            Kind::Flag => "flag",
            Kind::Pair(_) => "pair",
            Kind::Whole(_) => "whole",
            Kind::Maybe(_) => "maybe",
            Kind::Word(_) => "word",
            Kind::Wholes(_) => "wholes",
        }
    }

    /// Whether a value is one of them.
    pub fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (Kind::Number(range), Value::Number(number)) => range.contains(number),
            (Kind::Flag, Value::Flag(_)) => true,
            (Kind::Pair(ranges), Value::Pair(pair)) => {
                ranges.iter().zip(pair).all(|(range, number)| range.contains(number))
            }
            (Kind::Whole(range), Value::Whole(whole)) => range.contains(whole),
            (Kind::Maybe(range), Value::Maybe(maybe)) => {
                maybe.is_none_or(|whole| range.contains(&whole))
            }
            (Kind::Word(words), Value::Word(word)) => words.contains(word),
            (Kind::Wholes(range), Value::Wholes(list)) => {
                list.iter().all(|whole| range.contains(whole))
            }
            _ => false,
        }
    }
}

/// What a value holds, by the name of its [`Kind`]; nothing where it is of another.
pub(crate) mod held {
    #![allow(non_snake_case)]

    use super::{Value, types};

    macro_rules! held {
        ($($kind:ident)*) => {$(
            #[inline(never)]
            pub fn $kind(value: &Value) -> Option<types::$kind> {
                match value {
                    Value::$kind(inner) => Some(inner.clone()),
                    _ => None,
                }
            }
        )*};
    }

    held! { Number Flag Pair Whole Maybe Word Wholes }
}

/// What Rust has for each [`Kind`], by the same names.
pub(crate) mod types {
    pub type Number = f64;
    pub type Flag = bool;
    pub type Pair = [f64; 2];
    pub type Whole = usize;
    pub type Maybe = Option<usize>;
    pub type Word = &'static str;
    pub type Wholes = Vec<usize>;
}

/// The parameters of a constructor, as a table says them: what is set elsewhere, what may be given, and what is fixed.
macro_rules! parameters {
    ([$($elsewhere:literal)*]
     $($argument:ident: $kind:ident $(= $initial:tt)? $(in $allowed:tt)?),*;
     $($fixed:literal = $only:literal)*) => {
        &[
            $($crate::call::Parameter::Elsewhere($elsewhere),)*
            $($crate::call::Parameter::Taken($crate::call::Argument {
                name: stringify!($argument),
                initial: $crate::call::argument::parameters!(@initial $kind $($initial)?),
                kind: $crate::call::Kind::$kind $($allowed)?,
            }),)*
            $($crate::call::Parameter::Fixed { name: $fixed, only: $only },)*
        ]
    };
    (@initial $kind:ident) => { None };
    (@initial $kind:ident $initial:tt) => { Some($crate::call::Value::$kind($initial)) };
}
pub(crate) use parameters;
