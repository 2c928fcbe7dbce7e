//! The browsers that the tests drive: Chromium and its driver, of one version, and Firefox.

use crate::shell::{Result, answer, run, which};
use std::{env, path::PathBuf, process::Command};

/// Finds Firefox, named by `$FIREFOX` or on the search path; installs it where Debian's packages can be.
pub fn firefox() -> Result<PathBuf> {
    let find = || named("FIREFOX", &["firefox", "firefox-esr"]);
    if find().is_none() {
        installed(&["firefox-esr"])?;
    }
    find()
        .ok_or_else(|| "Firefox is needed: put it on the search path, or name it in FIREFOX".into())
}

/// Where the browser and its driver lie.
pub struct Browser {
    chromium: PathBuf,
    driver: PathBuf,
}

impl Browser {
    /// Finds the browser, named by `$CHROMIUM` and `$CHROMEDRIVER` or on the search path;
    /// installs it where Debian's packages can be.
    pub fn ready() -> Result<Browser> {
        if let Some(browser) = Browser::find() {
            return Ok(browser);
        }
        installed(&["chromium", "chromium-driver"])?;
        Browser::find().ok_or_else(|| {
            "the page's tests need Chromium or Chrome, and chromedriver of the same version: \
             put both on the search path, or name them in CHROMIUM and CHROMEDRIVER"
                .into()
        })
    }

    fn find() -> Option<Browser> {
        let browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        Some(Browser {
            chromium: named("CHROMIUM", &browsers)?,
            driver: named("CHROMEDRIVER", &["chromedriver"])?,
        })
    }

    /// Tells a command where the browser is; the page's tests take Firefox where that is named.
    pub fn lend<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let command = command.env("CHROMIUM", &self.chromium).env("CHROMEDRIVER", &self.driver);
        command.env_remove("FIREFOX")
    }
}

/// What a variable names, or else the first of these programs on the search path.
fn named(variable: &str, programs: &[&str]) -> Option<PathBuf> {
    let named = env::var_os(variable).map(PathBuf::from);
    named.or_else(|| programs.iter().find_map(which))
}

/// Installs Debian's packages where that can be done, and does nothing elsewhere.
fn installed(packages: &[&str]) -> Result {
    let root = answer(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if root && which("apt-get").is_some() {
        run(&mut apt_get(&["update"]))?;
        run(apt_get(&["install", "--yes"]).args(packages))?;
    }
    Ok(())
}

fn apt_get(args: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
    command
}
