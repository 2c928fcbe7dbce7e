//! What the page may ask of the core: the only place that knows of JavaScript.
//!
//! It binds a [`lab`](crate::lab): numbers that come in are made whole or kept in bounds here or
//! there, what goes out is a copy. Words leave as codes with arguments, which the page's message
//! files turn into sentences. Nothing here throws for what a user can do.

mod canvas;
mod convert;
mod lab;
mod notebook;
mod reader;
mod version;

pub use lab::Lab;
pub use reader::{Reader, arrive};
pub use version::version;

/// An allocator half as large as std's. It joins what is freed to its free neighbours, and grows in place where it can.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
