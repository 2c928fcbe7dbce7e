//! What is tried outside of the everyday run: the element in sites of other generators, and the
//! programs that it hands out in the real NumPy and PyTorch. Both install what they need.

use crate::{
    browser::Browser,
    shell::{Result, run},
    tools::{self, Tools},
};
use std::process::Command;

/// Makes target/packages/ of dist/.
pub fn pack() -> Result {
    run(Command::new("node").arg("xtask/packages.mjs").env("PYTHON", tools::python(None)?))
}

/// Builds the sites of examples/embedding/, or the one of that name, and uses each in the browser.
pub fn test(name: &str) -> Result {
    Tools::ready()?;
    let mdbook = tools::mdbook()?;
    let mut node = Command::new("node");
    node.args(["--test", "tests/hosts/hosts.test.mjs"]).env("HOST", name).env("MDBOOK", mdbook);
    node.env("PYTHON", tools::python(Some("examples/embedding/requirements.txt"))?);
    run(Browser::ready()?.lend(&mut node))
}

/// Runs programs that the page hands out, and compares what they print with the lab's printout.
pub fn programs() -> Result {
    let python = tools::python(Some("tests/programs/requirements.txt"))?;
    let second = tools::python(Some("tests/programs/requirements-numpy2.txt"))?;
    let mut node = Command::new("node");
    node.args(["--test", "tests/programs/check.mjs"]);
    run(node.env("PYTHON", python).env("PYTHON_WITH_NUMPY_2", second))
}

/// A million random texts through the settings, and as many through the readers of formulas, calls and tables;
/// twenty thousand through every door of the page, five hundred lives of a lab.
pub fn soak() -> Result {
    let words = "test --release --test settings any_layers_make_usable_settings";
    // Some three texts a case.
    run(Command::new("cargo").args(words.split(' ')).env("PROPTEST_CASES", "350000"))?;
    let words = "test --release --test model --test call --test table -- --include-ignored";
    let mut cargo = Command::new("cargo");
    cargo.args(words.split(' ')).args(["any_text_is_read", "random_texts", "a_million"]);
    run(cargo.env("GRADWALK_FORMULAS", "1000000").env("GRADWALK_CALLS", "1000000"))?;
    let mut node = Command::new("node");
    node.args(["--test", "tests/page/soak.mjs"]);
    run(Browser::ready()?.lend(&mut node))
}
