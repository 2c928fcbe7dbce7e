//! What this code promises never to do, held by reading it.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use gradwalk::settings::Settings;

/// Where sources are.
const PLACES: [&str; 7] = ["src", "www", "xtask", "tests", "examples", "benches", "index.html"];

/// What is a source, by the end of its name.
const SOURCES: [&str; 6] = ["rs", "js", "mjs", "css", "html", "toml"];

/// For each module, the modules it may name: data flows one way.
const LAYERS: [(&str, &[&str]); 16] = [
    ("number", &["platform"]),
    ("near", &[]),
    ("autograd", &[]),
    ("call", &["near", "number"]),
    ("sum", &["autograd"]),
    ("model", &["autograd", "call", "near", "number", "sum"]),
    ("optim", &["autograd", "call"]),
    ("random", &[]),
    ("training", &["autograd", "model", "number", "optim", "random", "sum"]),
    ("table", &["model", "number"]),
    ("settings", &["call", "model", "training", "number", "optim", "platform", "random", "table"]),
    (
        "notebook",
        &["autograd", "call", "model", "number", "optim", "random", "settings", "training"],
    ),
    ("charts", &["model", "number", "platform", "training"]),
    ("diagram", &[]),
    (
        "lab",
        &[
            "autograd", "charts", "diagram", "model", "notebook", "number", "optim", "settings",
            "table", "training",
        ],
    ),
    ("web", &["charts", "lab", "model", "notebook", "number", "settings", "table", "training"]),
];

/// What a room must never know though its module may, by the names that it would need: the last column
/// of the tables in docs/ARCHITECTURE.md.
const IGNORANT: [(&str, &[&str]); 16] = [
    ("src/autograd/graph.rs", &["Tape", "Var"]),
    ("src/model/layout.rs", &["Float", "f32"]),
    ("src/model/layout", &["Float", "f32"]),
    ("src/model/lanes.rs", &["unroll", "Unrolled"]),
    ("src/model/lanes", &["unroll", "Unrolled"]),
    ("src/model/unrolled.rs", &["Lanes", "Layout"]),
    ("src/training/objective", &["optim", "Descent", "Trainer", "History"]),
    ("src/training/gradient.rs", &["optim", "Descent", "Trainer", "History"]),
    (
        "src/training/descent.rs",
        &["Autograd", "Manual", "ManualSum", "Numeric", "Gradient", "Lanes"],
    ),
    ("src/training/trainer.rs", &["Autograd", "Manual", "ManualSum", "Numeric", "Gradient", "F32"]),
    ("src/training/history.rs", &["Objective", "Optimizer", "Descent"]),
    ("src/lab/run", &["cursor", "Cursor", "hand", "Hand", "beside", "screen", "charts"]),
    ("src/lab/cursor", &["hand", "Hand", "beside", "Beside", "screen", "charts"]),
    ("src/lab/hand", &["Beside", "screen", "Screen"]),
    ("src/lab/beside.rs", &["cursor", "Cursor", "hand", "Hand", "screen", "Screen"]),
    ("src/lab/screen.rs", &["Trainer", "State", "Quantity"]),
];

/// Functions whose last bit is the platform's own, by the methods that numbers have.
const TRANSCENDENTAL: [&str; 18] = [
    "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "sin", "cos", "tan",
    "sinh", "cosh", "tanh", "cbrt", "hypot", "atan2",
];

/// What belongs to the browser.
const BROWSER: [&str; 6] =
    ["web_sys", "js_sys", "wasm_bindgen", "plotters_canvas", "HtmlCanvas", "JsValue"];

/// Every source at a path of the project, with its text.
fn sources(path: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    // From the project's folder, which cargo runs a test in: a tree may be copied with what was built in it.
    let mut open = vec![PathBuf::from(path)];
    while let Some(path) = open.pop() {
        if path.ends_with("node_modules") {
            continue; // other people's
        }
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder can be read");
            open.extend(entries.map(|entry| entry.expect("an entry can be read").path()));
        } else if SOURCES.iter().any(|end| path.extension().is_some_and(|e| e == *end)) {
            let text = fs::read_to_string(&path).expect("a source is text");
            found.push((path.to_string_lossy().replace('\\', "/"), text));
        }
    }
    assert!(!found.is_empty(), "there is nothing at {path}");
    found.sort();
    found
}

/// The code of a source without its comments and its unit tests.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
    let uncommented = before_tests.lines().map(|line| line.split("//").next().unwrap_or_default());
    uncommented.collect::<Vec<_>>().join("\n")
}

/// The files and the code of one module.
fn module(name: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for path in [format!("src/{name}.rs"), format!("src/{name}")] {
        if Path::new(&path).exists() {
            files.extend(sources(&path));
        }
    }
    assert!(!files.is_empty(), "there is no module {name}");
    files.into_iter().map(|(name, text)| (name, code(&text))).collect()
}

#[test]
fn data_flows_one_way() {
    for (name, allowed) in LAYERS {
        for (file, code) in module(name) {
            // So that the search below sees every path.
            assert!(!code.contains("crate::{") && !code.contains("super::super"), "{file}");
            for path in code.split("crate::").skip(1) {
                let named = path.split(|c: char| !c.is_alphanumeric() && c != '_').next();
                let named = named.unwrap_or_default();
                assert!(
                    named == name || allowed.contains(&named),
                    "{file} names {named}; {name} may name {allowed:?}"
                );
            }
        }
    }
    let lib = fs::read_to_string("src/lib.rs").expect("there is a library");
    let declared: BTreeSet<_> = code(&lib)
        .lines()
        .filter_map(|l| Some(l.strip_prefix("pub mod ")?.replace(';', "")))
        .collect();
    let layers: BTreeSet<_> = LAYERS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(declared, layers, "every module has its place");
}

#[test]
fn only_web_knows_the_browser_and_only_charts_and_web_know_plotters() {
    for name in [
        "autograd", "model", "optim", "training", "settings", "notebook", "charts", "diagram",
        "lab",
    ] {
        for (file, code) in module(name) {
            for word in BROWSER {
                assert!(!code.contains(word), "{file} names {word}");
            }
            assert!(name == "charts" || !code.contains("plotters"), "{file} names plotters");
        }
    }
}

#[test]
fn no_room_knows_what_it_must_never_know() {
    for (place, words) in IGNORANT {
        for (file, text) in sources(place) {
            let code = code(&text);
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            for named in code.split(|c: char| !is_part(c)) {
                assert!(!words.contains(&named), "{file} names {named}");
            }
        }
    }
}

#[test]
fn what_is_computed_has_the_same_bits_on_every_target() {
    for name in ["autograd", "model", "optim", "training"] {
        for (file, code) in module(name) {
            for function in TRANSCENDENTAL {
                // The table's are those of `Float`, which have them from `libm`.
                let known = file == "src/autograd/op.rs";
                assert!(
                    known || !code.contains(&format!(".{function}(")),
                    "{file} calls {function}"
                );
            }
        }
    }
}

#[test]
fn autograd_needs_nothing_but_std_and_libm() {
    for (file, code) in module("autograd") {
        for line in code.lines().filter_map(|line| line.trim().strip_prefix("use ")) {
            let first = line.trim_start_matches("self::").split("::").next().unwrap_or_default();
            assert!(["std", "super"].contains(&first), "{file} uses {line}");
        }
        assert!(!code.contains("extern crate"), "{file}");
    }
}

#[test]
fn nothing_is_left_for_later() {
    // In pieces, or this file would be found as well.
    let words = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"], ["to", "do!("], ["unimpl", "emented!("]];
    let words = words.map(|pieces| pieces.concat()).into_iter().chain([["db", "g!("].concat()]);
    let words: Vec<String> = words.collect();
    for (file, text) in PLACES.iter().flat_map(|place| sources(place)) {
        for (line, number) in text.lines().zip(1..) {
            assert!(!words.iter().any(|word| line.contains(word)), "{file}:{number}: {line}");
        }
    }
}

#[test]
fn the_library_panics_only_for_its_own_bugs_and_with_a_sentence() {
    for (file, text) in sources("src") {
        let code = code(&text);
        for bare in [".unwrap()", "panic!(", "println!(", "eprintln!("] {
            assert!(!code.contains(bare), "{file} has a bare {bare}");
        }
        for end in [".expect(", "unreachable!("] {
            for reason in code.split(end).skip(1) {
                let sentence = reason.trim_start().trim_start_matches('"');
                let known = sentence.starts_with("internal error: ");
                assert!(known, "{file} expects {}", sentence.lines().next().unwrap_or_default());
            }
        }
        for assertion in code.split("assert!(").skip(1) {
            let whole = assertion.split(';').next().unwrap_or_default();
            assert!(whole.contains('"'), "{file} asserts {whole} without a sentence");
        }
    }
}

#[test]
fn every_file_says_why_it_exists() {
    let rust = PLACES.iter().flat_map(|place| sources(place));
    for (file, text) in rust.filter(|(file, _)| file.ends_with(".rs")) {
        assert!(text.starts_with("//! "), "{file} begins without a word");
    }
}

#[test]
fn examples_are_numbered_in_the_order_to_read_them() {
    let files = sources("examples").into_iter().map(|(file, _)| file);
    let names: Vec<String> = files.filter(|file| file.ends_with(".rs")).collect();
    let (numbered, others): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| name.contains(|c: char| c.is_ascii_digit()));
    for (name, number) in numbered.iter().zip(1..) {
        assert!(
            name.starts_with(&format!("examples/{number:02}_")),
            "{name} is not the {number}th"
        );
    }
    assert_eq!(others, ["examples/trace.rs"], "a tool, not a lesson");
}

#[test]
fn the_readme_has_the_table_of_settings_as_the_code_tells_it() {
    let readme = fs::read_to_string("README.md").expect("there is a README");
    let table = readme.split_once("<!-- settings").and_then(|(_, rest)| rest.split_once("-->\n"));
    let table = table.and_then(|(_, rest)| rest.split_once("<!-- end of settings -->"));
    let (table, _) = table.expect("the table stands between two comments");
    let expected = Settings::markdown();
    assert!(table == expected, "README.md should have this table:\n{expected}");
}

#[test]
fn links_between_documents_lead_somewhere() {
    let docs = ["ARCHITECTURE", "EMBEDDING", "PERFORMANCE"].map(|name| format!("docs/{name}.md"));
    let documents = ["README.md", "CHANGELOG.md", "SECURITY.md"];
    for document in documents.into_iter().chain(docs.iter().map(String::as_str)) {
        let path = Path::new(document);
        let text = fs::read_to_string(path).expect(document);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let images = text.split("src=\"docs/").skip(1).filter_map(|rest| rest.split('"').next());
        let images = images.map(|name| Path::new("docs").join(name));
        let files = links.filter(|link| !link.contains(':') && !link.starts_with('#'));
        for file in files.map(|link| path.with_file_name(link)).chain(images) {
            assert!(file.exists(), "{document} leads to {}", file.display());
        }
    }
}
