//! What the page may ask of the core: the only place that knows of JavaScript.
//!
//! Everything that comes in is checked here; everything that goes out is a copy. Words leave as
//! codes with arguments, which the page's message files turn into sentences. Nothing here throws
//! for what a user can do.

mod canvas;
mod convert;
mod draw;
mod hand;
mod lab;
mod read;

pub use lab::Lab;
