//! Everything that must hold before a change is good, step by step.

use crate::{
    browser::{self, Browser},
    build,
    shell::{Result, run},
    tools::{self, Tools},
    weigh,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

struct Step {
    name: &'static str,
    what: &'static str,
    check: fn() -> Result,
}

const STEPS: [Step; 7] = [
    Step { name: "tools", what: "what the other steps need", check: tools },
    Step { name: "format", what: "rustfmt changes nothing", check: format },
    Step { name: "lint", what: "clippy, for the host and for wasm32", check: lint },
    Step { name: "docs", what: "documentation without warnings", check: docs },
    Step { name: "host", what: "unit, property, golden and documentation tests", check: host },
    Step { name: "wasm", what: "the same numbers in the browser", check: wasm },
    Step { name: "page", what: "the page itself, and what it weighs", check: page },
];

/// Runs the named steps, or all, and stops at the first that fails.
pub fn all(names: &[&str]) -> Result {
    if let Some(name) = names.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        return Err(format!("there is no step `{name}`; the steps are {}", known.join(", ")));
    }
    for step in STEPS.iter().filter(|step| names.is_empty() || names.contains(&step.name)) {
        println!("\n== {}: {}", step.name, step.what);
        let start = Instant::now();
        (step.check)().map_err(|reason| format!("step {}: {reason}", step.name))?;
        println!("== {} is good ({:.0} s)", step.name, start.elapsed().as_secs_f64());
    }
    Ok(())
}

fn tools() -> Result {
    tools::checkers()?;
    Tools::ready().and_then(|_| Browser::ready()).map(|_| ())
}

fn format() -> Result {
    run(&mut cargo("fmt --all --check"))
}

fn lint() -> Result {
    run(&mut cargo("clippy --locked --workspace --all-targets -- -D warnings"))?;
    // src/web exists only there.
    run(&mut cargo(
        "clippy --locked --target wasm32-unknown-unknown --lib --test wasm -- -D warnings",
    ))
}

fn docs() -> Result {
    for target in ["--workspace", "--target wasm32-unknown-unknown"] {
        let mut doc = cargo(&format!("doc --locked --no-deps {target}"));
        run(doc.env("RUSTDOCFLAGS", "-D warnings"))?;
    }
    Ok(())
}

fn host() -> Result {
    run(&mut cargo("test --locked --workspace"))
}

fn wasm() -> Result {
    let mut test = Tools::ready()?.command("cargo");
    test.args(
        "test --locked --profile browser --target wasm32-unknown-unknown --test wasm".split(' '),
    );
    run(Browser::ready()?.lend(&mut test))
}

fn page() -> Result {
    build()?;
    weigh::weigh()?;
    run(&mut page_tests(Path::new("."), "")?)
}

/// Files of page tests that are of Chromium alone: its pictures, and how long its frames may take.
const OF_CHROMIUM: [&str; 2] = ["visual.test.mjs", "live.test.mjs"];

/// Runs the page's tests in Firefox, those of the files whose names begin with `part`. One file after another: each
/// has a browser for each set of media features that it asks for.
pub fn firefox(part: &str) -> Result {
    let mut tests = test_files(Path::new("."), part)?;
    tests.retain(|file| OF_CHROMIUM.iter().all(|name| !file.ends_with(name)));
    let mut node = Command::new("node");
    node.args(["--test", "--test-concurrency=1"]).args(tests);
    run(node.env("FIREFOX", browser::firefox()?))
}

/// The command that runs the page tests of the checkout in `root` on its dist/: the files whose
/// names begin with `part`.
pub fn page_tests(root: &Path, part: &str) -> Result<Command> {
    let mut node = Command::new("node");
    node.arg("--test").args(test_files(root, part)?);
    Browser::ready()?.lend(&mut node);
    Ok(node)
}

/// The files of page tests whose names begin with `part`, in order.
fn test_files(root: &Path, part: &str) -> Result<Vec<PathBuf>> {
    let folder = root.join("tests").join("page");
    let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let tests = names.filter(|name| name.starts_with(part) && name.ends_with(".test.mjs"));
    let mut tests: Vec<PathBuf> = tests.map(|name| folder.join(name)).collect();
    tests.sort();
    Ok(tests)
}

/// Runs a script that lies beside the page tests, on dist/.
pub fn page_script(name: &str, variables: &[(&str, &str)]) -> Result {
    let mut node = Command::new("node");
    node.arg(Path::new("tests").join("page").join(name)).envs(variables.iter().copied());
    run(Browser::ready()?.lend(&mut node))
}

fn cargo(words: &str) -> Command {
    let mut command = Command::new("cargo");
    command.args(words.split(' '));
    command
}
