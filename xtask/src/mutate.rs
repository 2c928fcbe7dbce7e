//! Does a test notice when the code is wrong? Breaks one thing after another in a copy of the
//! project and lets the tests look: what has changed by cargo-mutants, the table of operations here.

use crate::{
    mutations::{self, Mutation, OPERATIONS},
    shell::{Result, answer, run},
    test,
    tools::{self, Tools},
};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Breaks what was changed since `base`, a commit, line by line: cargo-mutants lets the tests of the host look.
pub fn since(base: &str) -> Result {
    let mutants = tools::mutants()?;
    let diff = answer(Command::new("git").args(["diff", base, "--", "src"]))
        .ok_or(format!("git knows no changes since {base}"))?;
    fs::create_dir_all("target").map_err(|e| format!("target: {e}"))?;
    let file = Path::new("target/since.diff");
    write(file, &diff)?;
    let mut command = Command::new(mutants);
    command.args(["mutants", "--in-diff"]).arg(file).args(["--output", "target", "--colors=never"]);
    // What binds the lab to JavaScript is compiled for browsers alone: no test of the host can notice.
    command.args(["--exclude", "src/web/**"]);
    // The tests of the library and of tests/; the examples' and the README's notice no more, and take longest.
    command.args(["--no-shuffle", "--", "--locked", "--tests"]);
    run(command.env("CARGO_PROFILE_DEV_DEBUG", "0"))
}

/// Breaks each derivative in the table of operations, which cargo-mutants cannot look into: the tests on the host must
/// fail each time.
pub fn operations() -> Result {
    let tree = copy()?;
    let mutations = mutations::derivatives(&read(&tree.join(OPERATIONS))?)?;
    let cargo = |last: &[&str]| {
        let mut cargo = Command::new("cargo");
        cargo.args(["test", "--locked", "--tests"]).args(last);
        cargo
    };
    mutate(&tree, &mutations, &mut cargo(&["--no-run"]), &mut cargo(&[]))
}

/// Breaks the pullback of each operation of the lesson: the page's tests of the open step, which
/// shows its graph, must fail each time.
pub fn page() -> Result {
    let tree = copy()?;
    let mutations = mutations::lesson(&read(&tree.join(OPERATIONS))?)?;
    let mut build = Tools::ready()?.trunk("build")?;
    mutate(&tree, &mutations, &mut build, &mut test::page_tests(&tree, "step")?)
}

/// Makes each change in turn: the copy must still build, and must no longer pass the tests.
fn mutate(tree: &Path, mutations: &[Mutation], build: &mut Command, tests: &mut Command) -> Result {
    let target = tree.with_file_name("target"); // kept, so that each change compiles little
    for command in [&mut *build, &mut *tests] {
        command.current_dir(tree).env("CARGO_TARGET_DIR", &target).stdin(Stdio::null());
        command.env("CARGO_PROFILE_DEV_DEBUG", "0"); // it builds four times as fast
    }
    let mut passes = || -> Result<bool> {
        let failed = |e| format!("a command cannot be started: {e}");
        let built = build.output().map_err(failed)?;
        if !built.status.success() {
            return Err(format!("it does not build:\n{}", String::from_utf8_lossy(&built.stderr)));
        }
        Ok(tests.output().map_err(failed)?.status.success())
    };
    if !passes()? {
        return Err("the tests fail before anything is broken".into());
    }
    let mut survivors = 0;
    for mutation in mutations {
        let file = tree.join(OPERATIONS);
        let source = read(&file)?;
        write(&file, &mutation.apply(&source)?)?;
        let survived = passes().map_err(|reason| format!("{}: {reason}", mutation.what))?;
        write(&file, &source)?;
        println!("{} {}", if survived { "SURVIVED" } else { "killed  " }, mutation.what);
        survivors += usize::from(survived);
    }
    match survivors {
        0 => Ok(()),
        _ => Err(format!("{survivors} of {} mutations survived", mutations.len())),
    }
}

/// Copies every file that git knows or would know to where it can be broken.
fn copy() -> Result<PathBuf> {
    let list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    let list = answer(Command::new("git").args(list)).ok_or("this is not a git checkout")?;
    let root = env::current_dir().map_err(|e| format!("the project's folder is gone: {e}"))?;
    let tree = root.join("target/mutate/tree");
    // The last copy may hold a change that was interrupted.
    let fresh = || if tree.exists() { fs::remove_dir_all(&tree) } else { Ok(()) };
    fresh().map_err(|e| format!("{}: {e}", tree.display()))?;
    for name in list.split_terminator('\0').filter(|name| Path::new(name).is_file()) {
        let file = tree.join(name);
        let folder = file.parent().expect("it lies in the tree");
        let copied = fs::create_dir_all(folder).and_then(|()| fs::copy(name, &file));
        copied.map_err(|e| format!("{name} cannot be copied: {e}"))?;
    }
    Ok(tree)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))
}

fn write(file: &Path, text: &str) -> Result {
    fs::write(file, text).map_err(|e| format!("{}: {e}", file.display()))
}
