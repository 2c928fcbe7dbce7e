//! The browser that the tests drive: Chromium and its driver, of one version.

use crate::shell::{Result, answer, run, which};
use std::{env, path::PathBuf, process::Command};

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
        let root = answer(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
        if root && which("apt-get").is_some() {
            run(&mut apt_get(&["update"]))?;
            run(&mut apt_get(&["install", "--yes", "chromium", "chromium-driver"]))?;
        }
        Browser::find().ok_or_else(|| {
            "the page's tests need Chromium or Chrome, and chromedriver of the same version: \
             put both on the search path, or name them in CHROMIUM and CHROMEDRIVER"
                .into()
        })
    }

    fn find() -> Option<Browser> {
        let find = |variable: &str, programs: &[&str]| {
            let named = env::var_os(variable).map(PathBuf::from);
            named.or_else(|| programs.iter().find_map(which))
        };
        let browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        Some(Browser {
            chromium: find("CHROMIUM", &browsers)?,
            driver: find("CHROMEDRIVER", &["chromedriver"])?,
        })
    }

    /// Tells a command where the browser is.
    pub fn lend<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("CHROMIUM", &self.chromium).env("CHROMEDRIVER", &self.driver)
    }
}

fn apt_get(args: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
    command
}
