//! The tools that build the page, each of one version.
//!
//! A tool of the right version on the search path is used as it is. Otherwise it is built once
//! into a folder that all checkouts share: `$GRADWALK_TOOLS`, or `gradwalk` in the user's cache.
//! What comes from npm is pinned by package-lock.json and lies in node_modules.

use crate::shell::{Result, answer, run};
use std::{
    env,
    ffi::OsString,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

/// A tool that cargo builds from crates.io.
struct Crate {
    name: &'static str,
    version: String,
    /// The programs that it installs and that are used here.
    programs: &'static [&'static str],
    options: &'static [&'static str],
}

/// A search path with every tool on it.
pub struct Tools {
    path: OsString,
}

impl Tools {
    /// Finds what building the page needs, and installs what is missing.
    pub fn ready() -> Result<Tools> {
        let trunk = Crate {
            name: "trunk",
            version: "0.21.14".into(),
            programs: &["trunk"],
            options: &["--no-default-features"], // it never downloads anything
        };
        let wasm_bindgen = Crate {
            name: "wasm-bindgen-cli",
            version: locked("wasm-bindgen")?, // glue and crate must be of one version
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            options: &[],
        };
        wasm32()?;
        let mut folders = vec![node_modules()?];
        for tool in [trunk, wasm_bindgen] {
            folders.extend(tool.ready()?);
        }
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let path = env::join_paths(folders).map_err(|e| format!("no search path: {e}"))?;
        Ok(Tools { path })
    }

    /// A command that finds the tools.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        // Trunk takes the usual NO_COLOR=1 for a mistake.
        command.env("PATH", &self.path).env_remove("NO_COLOR");
        command
    }

    /// A command of Trunk.
    pub fn trunk(&self, word: &str) -> Result<Command> {
        let mut command = self.command("trunk");
        command.arg(word).env("CARGO_ENCODED_RUSTFLAGS", core_flags()?);
        Ok(command)
    }
}

/// The compiler's flags for the page's core, which names no path of this machine.
pub fn core_flags() -> Result<String> {
    // opt-level "z" calls the smallest of functions; inlined, they are no larger, and training is faster by a seventh.
    let mut flags: Vec<String> =
        ["-Cllvm-args=-inline-threshold=14", "-Ctarget-feature=+simd128"].map(Into::into).into();
    let root = env::current_dir().map_err(|e| format!("the project's folder is gone: {e}"))?;
    let homes = [Some(root), cargo_home()];
    for home in homes.into_iter().flatten() {
        flags.push(format!("--remap-path-prefix={}=", home.display()));
    }
    Ok(flags.join("\x1f"))
}

/// Where cargo keeps the sources of crates.
pub fn cargo_home() -> Option<PathBuf> {
    let set = env::var_os("CARGO_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
    set.or_else(|| Some(env::home_dir()?.join(".cargo")))
}

impl Crate {
    /// The folder of its programs, unless those on the search path are the right ones.
    fn ready(&self) -> Result<Option<PathBuf>> {
        if self.programs.iter().all(|program| self.is_version_of(program)) {
            return Ok(None);
        }
        let folder = folder()?.join(format!("{}-{}", self.programs[0], self.version));
        if !folder.exists() {
            self.install(&folder)?;
        }
        Ok(Some(folder.join("bin")))
    }

    fn is_version_of(&self, program: &str) -> bool {
        let version = answer(Command::new(program).arg("--version"));
        version.is_some_and(|text| text.split_whitespace().any(|word| word == self.version))
    }

    /// Builds beside the folder and renames at the end: what is there is whole, and an
    /// interrupted build goes on where it stopped.
    fn install(&self, folder: &Path) -> Result {
        eprintln!("Installing {} {} (once, some minutes)", self.name, self.version);
        let unfinished = folder.with_added_extension("unfinished");
        let target = unfinished.join("target");
        run(Command::new("cargo")
            .args(["install", self.name, "--version", &self.version, "--locked", "--debug"])
            .args(self.options)
            .arg("--root")
            .arg(&unfinished)
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_PROFILE_DEV_DEBUG", "0"))?;
        fs::remove_dir_all(&target)
            .and_then(|()| fs::rename(&unfinished, folder))
            .map_err(|e| format!("cannot finish {}: {e}", folder.display()))
    }
}

/// The program of mdBook.
pub fn mdbook() -> Result<PathBuf> {
    let mdbook =
        Crate { name: "mdbook", version: "0.5.4".into(), programs: &["mdbook"], options: &[] };
    Ok(mdbook.ready()?.map_or_else(|| "mdbook".into(), |folder| folder.join("mdbook")))
}

/// The program of cargo-mutants.
pub fn mutants() -> Result<PathBuf> {
    let mutants = Crate {
        name: "cargo-mutants",
        version: "27.1.0".into(),
        programs: &["cargo-mutants"],
        options: &[],
    };
    Ok(mutants
        .ready()?
        .map_or_else(|| "cargo-mutants".into(), |folder| folder.join("cargo-mutants")))
}

/// A Python of its own with what a file of requirements names, installed once for each of its texts.
pub fn python(requirements: Option<&str>) -> Result<PathBuf> {
    let text = match requirements {
        Some(file) => fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?,
        None => String::new(),
    };
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let home = folder()?.join(format!("python-{:016x}", hasher.finish()));
    let python = home.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    // Written last: what is there is whole.
    let whole = home.join("whole");
    if !whole.exists() {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home))
            .map_err(|e| format!("{e}; Python 3.11 or newer is needed"))?;
        if let Some(file) = requirements {
            run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "-r", file]))?;
        }
        fs::write(&whole, "").map_err(|e| format!("{}: {e}", whole.display()))?;
    }
    Ok(python)
}

/// Where the tools are installed.
fn folder() -> Result<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("GRADWALK_TOOLS")
        .or_else(|| Some(set("XDG_CACHE_HOME")?.join("gradwalk")))
        .or_else(|| Some(env::home_dir()?.join(".cache").join("gradwalk")))
        .ok_or_else(|| "no home folder: set GRADWALK_TOOLS to a folder for the tools".into())
}

/// The version of a crate in Cargo.lock.
fn locked(name: &str) -> Result<String> {
    let lock = fs::read_to_string("Cargo.lock").map_err(|e| format!("Cargo.lock: {e}"))?;
    version_in(&lock, name).ok_or_else(|| format!("Cargo.lock names no {name}"))
}

fn version_in(lock: &str, name: &str) -> Option<String> {
    let (_, entry) = lock.split_once(&format!("\nname = \"{name}\"\nversion = \""))?;
    Some(entry.split_once('"')?.0.to_owned())
}

/// Rust's standard library for wasm32.
fn wasm32() -> Result {
    let sysroot = answer(Command::new("rustc").args(["--print", "sysroot"]))
        .ok_or("rustc cannot be run: install Rust, see https://rustup.rs")?;
    let target = "wasm32-unknown-unknown";
    if Path::new(sysroot.trim()).join("lib/rustlib").join(target).exists() {
        return Ok(());
    }
    run(Command::new("rustup").args(["target", "add", target]))
}

/// What checks the code: rustfmt and clippy.
pub fn checkers() -> Result {
    for (command, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if answer(Command::new("cargo").args([command, "--version"])).is_none() {
            run(Command::new("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// The programs from npm, as package-lock.json pins them.
fn node_modules() -> Result<PathBuf> {
    npm(".")?;
    env::current_dir()
        .map(|root| root.join("node_modules").join(".bin"))
        .map_err(|e| format!("the project's folder is gone: {e}"))
}

/// What the package-lock.json of a folder pins, in its node_modules.
pub fn npm(folder: &str) -> Result {
    let changed = |file: &str| {
        fs::metadata(Path::new(folder).join(file)).and_then(|data| data.modified()).ok()
    };
    // npm writes this file last.
    if changed("node_modules/.package-lock.json") < changed("package-lock.json") {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        run(Command::new(npm).args(options).current_dir(folder))
            .map_err(|e| format!("{e}; Node 20 or newer is needed, with npm"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_the_crates_own() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.126\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.126"));
        assert_eq!(version_in(lock, "bindgen"), None);
    }
}
