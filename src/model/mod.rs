//! What is fitted to data: a model's prediction for one row, the loss of a row, and the rows.
//!
//! A [`Model`] is recorded once, from Rust or from a formula. Two ways run the same record:
//! [`Lanes`] over many rows at once, fast; [`unroll`] as one scalar graph of all rows, where every
//! number can be looked at. Both compute the same bits. Nothing here knows how parameters move.

mod columns;
mod criterion;
mod data;
mod features;
mod formula;
mod index;
mod lanes;
mod layout;
mod linear;
mod loss;
mod prediction;
mod print;
mod program;
mod record;
mod refusal;
mod unrolled;

pub use columns::Columns;
pub use criterion::{Criterion, Measure, Targets};
pub use data::{DataError, Dataset, MAX_LABEL, MAX_POINTS, input_names, usual_labels};
pub use index::Index;
pub use lanes::Lanes;
pub use linear::Shape;
pub use loss::Loss;
pub use prediction::{MAX_PARAMETERS, Model};
pub use print::Notation;
pub use refusal::{FitError, FormulaError, MAX_DEPTH, MAX_FORMULA, MAX_NAME, Problem};
pub use unrolled::{Row, Unrolled, unroll, unroll_for};
