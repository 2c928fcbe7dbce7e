//! The computation graph, held to mathematics, to dual numbers, to central differences and to a
//! naive sweep.
#![cfg(not(target_arch = "wasm32"))]

mod eager;
mod edge_cases;
mod expressions;
mod gradient_check;
mod lanes;
mod operations;
mod recording;
mod sweeps;
#[path = "../common/operations.rs"]
mod table;
