//! Other programs: run to their end, or asked a question.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A chore's outcome; the error is a sentence for a person.
pub type Result<T = ()> = std::result::Result<T, String>;

/// Shows a command, runs it, and fails unless it succeeds.
pub fn run(command: &mut Command) -> Result {
    let line = line(command);
    eprintln!("$ {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` failed ({status})")),
        Err(e) => Err(format!("`{line}` cannot be started: {e}")),
    }
}

/// What a command prints if it can be run and succeeds.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Where a program lies on the search path.
pub fn which(program: impl AsRef<Path>) -> Option<PathBuf> {
    let file = program.as_ref().with_extension(env::consts::EXE_EXTENSION);
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).map(|folder| folder.join(&file)).find(|file| file.is_file())
}

fn line(command: &Command) -> String {
    let words: Vec<&OsStr> =
        [command.get_program()].into_iter().chain(command.get_args()).collect();
    words.join(OsStr::new(" ")).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_its_command() {
        let error = run(Command::new("cargo").arg("no-such-chore").stderr(Stdio::null()));
        assert!(error.unwrap_err().starts_with("`cargo no-such-chore` failed"));
        let error = run(&mut Command::new("no-such-program"));
        assert!(error.unwrap_err().starts_with("`no-such-program` cannot be started"));
    }

    #[test]
    fn which_finds_programs_on_the_search_path() {
        assert!(which("cargo").is_some());
        assert_eq!(which("no-such-program"), None);
    }
}
