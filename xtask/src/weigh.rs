//! What the page loads, file by file, raw and gzipped: for its first screen, against a budget, and later.

use crate::{shell::Result, tools::cargo_home};
use flate2::{Compression, write::GzEncoder};
use std::{collections::BTreeMap, env, fs, io::Write, path::Path};

/// What the first screen may load, gzipped, in bytes: see docs/PERFORMANCE.md.
const BUDGET: usize = 328_000;

/// What is loaded after the first screen, or only where there is no lab.
const LATER: [&str; 5] = ["drawers.js", "run.svg", "one.svg", "two.svg", "downhill.svg"];

/// Prints the weight of dist/ as index.html loads it; fails where the first screen is above the budget, or where a file
/// names a path of this machine.
pub fn weigh() -> Result {
    let files = built()?;
    let first = loaded("index.html", &files);
    println!("{:24} {:>9} {:>9}", "the first screen", "raw", "gzipped");
    for name in &first {
        row(name, files[*name].len(), gzipped(&files[*name]));
    }
    println!("{:24} {:>9} {:>9}", "later, when asked for", "raw", "gzipped");
    for name in LATER {
        row(name, files[name].len(), gzipped(&files[name]));
    }
    left()?;
    let homes = [env::current_dir().ok(), cargo_home()];
    for home in homes.iter().flatten().map(|home| home.to_string_lossy()) {
        if let Some(name) = names(&files, &home) {
            return Err(format!("{name} names {home}, which is a path of this machine"));
        }
    }
    Ok(())
}

/// Prints what the first screen loads in all and what is left of its budget; fails above it.
pub fn left() -> Result {
    let files = built()?;
    let first = loaded("index.html", &files);
    let sum = |size: fn(&[u8]) -> usize| first.iter().map(|&name| size(&files[name])).sum();
    let (raw, total): (usize, usize) = (sum(<[u8]>::len), sum(gzipped));
    row("the first screen in all", raw, total);
    if total > BUDGET {
        return Err(format!("the first screen weighs {total} B gzipped; its budget is {BUDGET} B"));
    }
    println!("{} B are left of {BUDGET}", BUDGET - total);
    Ok(())
}

/// The files of dist/ by name.
fn built() -> Result<BTreeMap<String, Vec<u8>>> {
    let folder = Path::new("dist");
    let entries = fs::read_dir(folder).map_err(|e| format!("dist: {e}"))?;
    let files = entries.flatten().filter(|entry| entry.path().is_file());
    files
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let bytes = fs::read(entry.path()).map_err(|e| format!("{name}: {e}"))?;
            Ok((name, bytes))
        })
        .collect()
}

/// A file that contains this text.
fn names<'a>(files: &'a BTreeMap<String, Vec<u8>>, text: &str) -> Option<&'a str> {
    let contains = |bytes: &[u8]| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    files.iter().find(|(_, bytes)| contains(bytes)).map(|(name, _)| name.as_str())
}

fn row(name: &str, raw: usize, gzipped: usize) {
    let kilo = |bytes: usize| bytes as f64 / 1000.0;
    println!("{name:24} {:>6.1} kB {:>6.1} kB", kilo(raw), kilo(gzipped));
}

/// The files that `start` causes to load: a file is loaded if one that is loaded names it in
/// quotes. Other pages are not: a person follows a link, or does not.
fn loaded<'a>(start: &'a str, files: &'a BTreeMap<String, Vec<u8>>) -> Vec<&'a str> {
    let mut list = vec![start];
    let mut next = 0;
    while let Some(text) = list.get(next).and_then(|name| files.get(*name)) {
        let text = String::from_utf8_lossy(text);
        let names = |name: &str| {
            ["", "./"].iter().any(|dot| {
                ['"', '\'', '`'].iter().any(|q| text.contains(&format!("{q}{dot}{name}{q}")))
            })
        };
        let new =
            files.keys().filter(|name| !name.ends_with(".html") && !LATER.contains(&name.as_str()));
        let new = new.map(String::as_str).filter(|name| names(name) && !list.contains(name));
        let new: Vec<_> = new.collect();
        list.extend(new);
        next += 1;
    }
    list
}

fn gzipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.expect("writing to memory cannot fail").len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_in_what_was_built() {
        let files =
            [("a.js".to_owned(), b"1".to_vec()), ("b.wasm".to_owned(), b"\0/me/x".to_vec())];
        let files = files.into();
        assert_eq!((names(&files, "/me"), names(&files, "/you")), (Some("b.wasm"), None));
    }

    #[test]
    fn a_file_is_loaded_if_a_loaded_file_names_it() {
        let files = [
            (
                "index.html",
                r#"<script src="./a.js"></script><a href="other.html">other</a><img src="run.svg">"#,
            ),
            ("a.js", "new URL('b.wasm', import.meta.url)"),
            ("b.wasm", ""),
            ("c.js", ""),
            ("run.svg", ""),
            ("other.html", r#"<script src="c.js"></script>"#),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into();
        assert_eq!(loaded("index.html", &files), ["index.html", "a.js", "b.wasm"]);
    }
}
