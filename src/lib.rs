//! Walk through gradient descent and autograd one step at a time.
//!
//! Data flows one way: [`settings`] → [`training`] → its history → [`charts`] → [`lab`] → the
//! page. The [`notebook`] says the same run as text.

pub mod autograd;
pub mod call;
pub mod charts;
pub mod diagram;
pub mod lab;
pub mod model;
pub mod near;
pub mod notebook;
pub mod number;
pub mod optim;
pub mod random;
pub mod settings;
pub mod sum;
pub mod table;
pub mod training;
#[cfg(target_arch = "wasm32")]
pub mod web;

// The README's Rust is tested, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
