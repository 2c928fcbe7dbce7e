//! The lanes in Chromium, beside the same natively and beside other libraries there: measured by `benches/browser/`, a
//! package of its own.

use crate::{
    browser::Browser,
    performance,
    shell::{Result, run},
    tools::{self, Tools},
};
use std::{fs, process::Command};

const PACKAGE: &str = "benches/browser";
const TARGET: &str = "target/browser";

/// Measures, prints the tables, and keeps them.
pub fn bench() -> Result {
    let tools = Tools::ready()?;
    tools::npm(PACKAGE)?;
    run(cargo().args(["--release", "--bins"]))?;
    let html = fs::read_to_string("index.html").map_err(|e| format!("index.html: {e}"))?;
    let size = attribute(&html, "data-wasm-opt").ok_or("index.html names no -O of wasm-opt")?;
    let params = attribute(&html, "data-wasm-opt-params").unwrap_or_default();
    wasm(&tools, "web", &tools::core_flags()?, &format!("-O{size} {params}"))?;
    wasm(&tools, "release", "-Ctarget-feature=+simd128", "-O3")?;
    let mut node = Command::new("node");
    run(Browser::ready()?.lend(node.arg(format!("{PACKAGE}/bench.mjs"))))?;
    let table = format!("{TARGET}/table.md");
    performance::keep("browser", &fs::read_to_string(&table).map_err(|e| format!("{table}: {e}"))?)
}

fn cargo() -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--locked", "--target-dir", TARGET, "--manifest-path"]);
    cargo.arg(format!("{PACKAGE}/Cargo.toml"));
    cargo
}

/// The steps that Trunk takes with the page's core.
fn wasm(tools: &Tools, profile: &str, flags: &str, optimise: &str) -> Result {
    let target = "wasm32-unknown-unknown";
    run(cargo()
        .args(["--lib", "--target", target, "--profile", profile])
        .env("CARGO_ENCODED_RUSTFLAGS", flags))?;
    let folder = format!("{TARGET}/wasm-bindgen/{profile}");
    run(tools
        .command("wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--out-dir", &folder])
        .arg(format!("{TARGET}/{target}/{profile}/gradwalk_browser.wasm")))?;
    let module = format!("{folder}/gradwalk_browser_bg.wasm");
    run(tools.command("wasm-opt").args(optimise.split_whitespace()).args(["-o", &module, &module]))
}

/// What an attribute of the page's first tag that has it says.
fn attribute<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = html.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_how_its_core_is_optimised() {
        let html = fs::read_to_string("../index.html").unwrap();
        assert!(attribute(&html, "data-wasm-opt").is_some());
        assert!(attribute(&html, "data-wasm-opt-params").unwrap().starts_with("--"));
    }
}
