//! What a constructor of PyTorch may be given: the arguments of a row, with defaults, ranges and a sentence for each.

use std::ops::RangeInclusive;

/// An argument of an optimizer or of a schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// The name in Python.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub doc: &'static str,
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

impl Kind {
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

macro_rules! read {
    ($($kind:ident)*) => {$(
        impl TryFrom<Value> for types::$kind {
            type Error = Value;

            /// # Errors
            /// The value, where it is of another kind.
            fn try_from(value: Value) -> Result<Self, Value> {
                match value {
                    Value::$kind(inner) => Ok(inner),
                    other => Err(other),
                }
            }
        }
    )*};
}

read! { Number Flag Pair Whole Maybe Word Wholes }

/// What Rust has for each [`Kind`], by the same names.
pub(super) mod types {
    pub type Number = f64;
    pub type Flag = bool;
    pub type Pair = [f64; 2];
    pub type Whole = usize;
    pub type Maybe = Option<usize>;
    pub type Word = &'static str;
    pub type Wholes = Vec<usize>;
}

/// A row's arguments, as its table says them.
macro_rules! arguments {
    ($($(#[doc = $about:literal])+ $argument:ident: $kind:ident $(= $initial:tt)? $(in $allowed:tt)?),*) => {
        &[$($crate::optim::Argument {
            name: stringify!($argument),
            doc: concat!($($about),+).trim_ascii(),
            initial: $crate::optim::argument::arguments!(@initial $kind $($initial)?),
            kind: $crate::optim::Kind::$kind $($allowed)?,
        }),*]
    };
    (@initial $kind:ident) => { None };
    (@initial $kind:ident $initial:tt) => { Some($crate::optim::Value::$kind($initial)) };
}
pub(super) use arguments;
