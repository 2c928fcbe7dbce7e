//! Models: formulas and closures, and the two ways to run them, which agree to the bit.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../common/formula.rs"]
mod formula;
mod formulas;
mod moons;
mod refusals;
mod twins;
