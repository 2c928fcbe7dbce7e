//! PyTorch's random numbers, to the bit: what stands after `torch.manual_seed`, where parameters start, and in which
//! order rows come.

mod generator;
mod linear;
mod loader;

pub use generator::Generator;
pub use linear::{Linear, bound};
pub use loader::Loader;
