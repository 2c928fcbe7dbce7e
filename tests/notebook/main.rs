//! What is said of a run: as mathematics, as lines of Python, as a program, as a printout.
#![cfg(not(target_arch = "wasm32"))]

mod calculator;
mod code;
#[path = "../common/formula.rs"]
mod formula;
mod mathematics;
mod printout;
mod programs;

use gradwalk::notebook::Notebook;
use gradwalk::settings::{Layer, Settings};

/// The settings of a link, all of which can be used.
fn settings(query: &str) -> Settings {
    let (settings, notices) = Settings::resolve([Layer::parse(query)]);
    assert!(notices.is_empty(), "{query}: {notices:?}");
    settings
}

/// The notebook of these settings.
fn notebook(settings: &Settings) -> Notebook<'_> {
    Notebook::new(settings, settings.gradient).expect("there is such a gradient")
}
