//! What is fitted to data: a model's prediction for one row, the loss of a row, and the rows.
//!
//! A [`Model`] is recorded once, from Rust or from a formula. Two ways run the same record:
//! [`Lanes`] over many rows at once, fast; [`unroll`] as one scalar graph of all rows, where every
//! number can be looked at. Both compute the same bits. Nothing here knows how parameters move.

mod data;
mod formula;
mod prediction;
mod print;
mod record;
mod refusal;

pub use data::{DataError, Dataset, MAX_POINTS};
pub use formula::{MAX_DEPTH, MAX_FORMULA, MAX_NAME};
pub use prediction::{MAX_PARAMETERS, Model};
pub use refusal::{FormulaError, Problem};
