//! What the graph costs beside other crates: measured by `benches/peers/`, a package of its own,
//! and written into `docs/PERFORMANCE.md` between two comments.

use crate::shell::{Result, answer, run};
use std::{env, fs, process::Command, thread};

const PACKAGE: &str = "benches/peers/Cargo.toml";
const DOCUMENT: &str = "docs/PERFORMANCE.md";
const START: &str = "<!-- peers -->\n";
const END: &str = "<!-- end of peers -->";

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
    let document = fs::read_to_string(DOCUMENT).map_err(|e| format!("{DOCUMENT}: {e}"))?;
    let report = format!("{}\n\n{table}", circumstances(&package));
    println!("{report}");
    fs::write(DOCUMENT, replace(&document, &report)?).map_err(|e| format!("{DOCUMENT}: {e}"))
}

/// The machine, the compiler and the crates that were measured.
fn circumstances(package: &str) -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let told = |name: &str| {
        let line = cpus.lines().find(|line| line.split(':').next().map(str::trim) == Some(name));
        line.and_then(|line| Some(line.split_once(':')?.1.trim().to_owned()))
    };
    let cpu = match (told("model name"), told("cpu family"), told("model")) {
        (Some(name), Some(family), Some(model)) => format!("{name}, family {family} model {model}"),
        _ => env::consts::ARCH.to_owned(),
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let rustc = answer(Command::new("rustc").arg("--version")).unwrap_or_default();
    format!("{cpu}, {cores} cores; {}; {}.", rustc.trim(), pinned(package).join(", "))
}

/// The dependencies with an exact version, as `name version`.
fn pinned(package: &str) -> Vec<String> {
    let exact = |line: &str| {
        let (name, version) = line.split_once(" = \"=")?;
        Some(format!("{name} {}", version.trim_end_matches('"')))
    };
    package.lines().filter_map(exact).collect()
}

/// The document with the report between its two comments.
fn replace(document: &str, report: &str) -> Result<String> {
    let parts = document.split_once(START).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some(format!("{before}{START}{report}{END}{after}"))
    });
    parts.ok_or(format!("{DOCUMENT} has no place between `{}` and `{END}`", START.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_takes_the_place_of_the_one_before() {
        let document = format!("a\n{START}old\n{END}\nb");
        assert_eq!(replace(&document, "new\n").unwrap(), format!("a\n{START}new\n{END}\nb"));
        assert!(replace("no comments", "new").is_err());
        assert!(replace(START, "new").is_err());
    }

    #[test]
    fn exact_versions_are_told() {
        let package = "[dependencies]\naad = \"=0.9.0\"\ngradwalk = { path = \"../..\" }\n";
        assert_eq!(pinned(package), ["aad 0.9.0"]);
    }

    #[test]
    fn the_document_has_a_place_for_the_table() {
        let document = fs::read_to_string(format!("../{DOCUMENT}")).unwrap();
        assert!(replace(&document, "").is_ok());
    }
}
