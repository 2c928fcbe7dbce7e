//! `docs/PERFORMANCE.md`, in which each benchmark has its table between two comments.

use crate::shell::{Result, answer};
use std::{env, fs, process::Command, thread};

const DOCUMENT: &str = "docs/PERFORMANCE.md";

/// Prints what a benchmark found, after the machine that it ran on, and puts it in its place.
pub fn keep(name: &str, found: &str) -> Result {
    let report = format!("{}; {found}", machine());
    println!("{report}");
    let document = fs::read_to_string(DOCUMENT).map_err(|e| format!("{DOCUMENT}: {e}"))?;
    fs::write(DOCUMENT, replace(&document, name, &report)?).map_err(|e| format!("{DOCUMENT}: {e}"))
}

/// The processor and the compiler.
fn machine() -> String {
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
    format!("{cpu}, {cores} cores; {}", rustc.trim())
}

/// The document with the report between its two comments.
fn replace(document: &str, name: &str, report: &str) -> Result<String> {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let parts = document.split_once(&start).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        Some(format!("{before}{start}{report}{end}{after}"))
    });
    parts.ok_or(format!("{DOCUMENT} has no place between `{}` and `{end}`", start.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_takes_the_place_of_the_one_before() {
        let document = "a\n<!-- n -->\nold\n<!-- end of n -->\nb";
        let expected = "a\n<!-- n -->\nnew\n<!-- end of n -->\nb";
        assert_eq!(replace(document, "n", "new\n").unwrap(), expected);
        assert!(replace(document, "m", "new").is_err());
        assert!(replace("<!-- n -->\n", "n", "new").is_err());
    }

    #[test]
    fn the_document_has_a_place_for_each_table() {
        let document = fs::read_to_string(format!("../{DOCUMENT}")).unwrap();
        for name in ["peers", "browser"] {
            assert!(replace(&document, name, "").is_ok(), "{name}");
        }
    }
}
