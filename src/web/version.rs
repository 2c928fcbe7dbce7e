//! Which version this is. The script asks first: what comes from a cache may be of another.

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the crate, which is that of everything that is made from it.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
