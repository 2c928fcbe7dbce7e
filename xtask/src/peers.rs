//! What the graph costs beside other crates: measured by `benches/peers/`, a package of its own.

use crate::{
    performance,
    shell::{Result, answer, run},
};
use std::{fs, process::Command};

const PACKAGE: &str = "benches/peers/Cargo.toml";

/// Measures, prints the table, and keeps it.
pub fn bench() -> Result {
    let options = ["--release", "--manifest-path", PACKAGE, "--target-dir"];
    let cargo = |chore: &str| {
        let mut cargo = Command::new("cargo");
        // One of the peers asks for a newer compiler than it needs.
        cargo.arg(chore).args(options).args(["target/peers", "--ignore-rust-version"]);
        cargo
    };
    run(&mut cargo("build"))?;
    let table = answer(&mut cargo("run")).ok_or("the peers do not agree, or cannot be run")?;
    let package = fs::read_to_string(PACKAGE).map_err(|e| format!("{PACKAGE}: {e}"))?;
    performance::keep("peers", &format!("{}.\n\n{table}", pinned(&package).join(", ")))
}

/// The dependencies with an exact version, as `name version`.
fn pinned(package: &str) -> Vec<String> {
    let exact = |line: &str| {
        let (name, version) = line.split_once(" = \"=")?;
        Some(format!("{name} {}", version.trim_end_matches('"')))
    };
    package.lines().filter_map(exact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_versions_are_told() {
        let package = "[dependencies]\naad = \"=0.9.0\"\ngradwalk = { path = \"../..\" }\n";
        assert_eq!(pinned(package), ["aad 0.9.0"]);
    }
}
