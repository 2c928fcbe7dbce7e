//! A whole run as comma-separated values, from the settings of a link:
//! `cargo run --release --example trace -- 'gradient=autograd&lr=0.03&iterations=50'`.
//!
//! What the page would clamp or ignore with a notice is an error here: a sentence for each, and
//! exit code 2. A run that diverges is a result: its rows as far as they are finite, exit code 0.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use gradwalk::settings::{Layer, Settings};
use gradwalk::training::{Reason, Row, Trainer};

const USAGE: &str = "usage: trace ['setting=value&setting=value…']";

fn main() -> ExitCode {
    match settings(env::args_os().skip(1).collect()).and_then(|settings| trace(&settings)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentences) => {
            say(&sentences);
            ExitCode::from(2)
        }
    }
}

/// The settings that the only argument describes, or the defaults where there is none.
fn settings(arguments: Vec<OsString>) -> Result<Settings, String> {
    let query = match arguments.as_slice() {
        [] => "",
        [query] => query.to_str().ok_or("the settings are not text")?,
        _ => return Err(USAGE.to_owned()),
    };
    let (settings, notices) = Settings::resolve([Layer::parse(query)]);
    match notices.as_slice() {
        [] => Ok(settings),
        _ => Err(notices.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

/// Prints the run that these settings describe.
fn trace(settings: &Settings) -> Result<(), String> {
    let data = settings.dataset().map_err(|error| error.to_string())?;
    let names = settings.params();
    let mut trainer = settings.trainer(&data);
    trainer.step(settings.iterations);
    match write_rows(&mut trainer, &names) {
        // Whoever reads has seen enough, as `head` has.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
        written => written.map_err(|error| format!("the rows cannot be written: {error}"))?,
    }
    if let Some(Reason::NotFinite { quantity, epoch }) = trainer.reason() {
        let critical = settings.bands(&data).ok().map(|bands| bands.critical_lr);
        let known = critical.map_or_else(String::new, |lr| format!("; rates above {lr} diverge"));
        say(&format!(
            "diverged: in epoch {epoch} the {} is not finite{known}",
            quantity.name(&names)
        ));
    }
    Ok(())
}

/// Writes a heading, and a line for each step so far.
fn write_rows(trainer: &mut Trainer, names: &[String]) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    out.write_all(Row::heading(names).as_bytes())?;
    for epoch in 1..=trainer.epoch() {
        out.write_all(trainer.row(epoch).csv().as_bytes())?;
    }
    out.flush()
}

/// Writes a line to standard error; if nobody listens, to nobody.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
