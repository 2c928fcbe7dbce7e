//! A whole run as comma-separated values, from the settings of a link:
//! `cargo run --release --example trace -- 'gradient=autograd&lr=0.03&iterations=50'`.
//!
//! Before them `--printout` asks for the lines that the notebook prints instead, `--program` for the
//! program that prints them.
//!
//! What the page would clamp or ignore with a notice is an error here: a sentence for each, and
//! exit code 2. A run that diverges is a result: its rows as far as they are finite, exit code 0.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use gradwalk::notebook::{Notebook, Printout};
use gradwalk::settings::{Layer, Settings};
use gradwalk::training::{Reason, Row, Trainer};

const USAGE: &str = "usage: trace [--printout | --program] ['setting=value&setting=value…']";

/// What is to be printed of a run.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Rows,
    Printout,
    Program,
}

fn main() -> ExitCode {
    let mut arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let form = match arguments.first().and_then(|first| first.to_str()) {
        Some("--printout") => Form::Printout,
        Some("--program") => Form::Program,
        _ => Form::Rows,
    };
    if form != Form::Rows {
        arguments.remove(0);
    }
    match settings(arguments).and_then(|settings| trace(&settings, form)) {
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
fn trace(settings: &Settings, form: Form) -> Result<(), String> {
    let data = settings.dataset().map_err(|error| error.to_string())?;
    let names = settings.model.params();
    let mut trainer = settings.trainer(&data);
    trainer.step(settings.iterations);
    let written = match form {
        Form::Rows => write_rows(&mut trainer, names),
        Form::Printout => write_printout(&mut trainer, settings),
        Form::Program => {
            let notebook = Notebook::new(settings, settings.gradient);
            let script = notebook.map_err(|error| error.to_string())?.script();
            io::stdout().write_all(script.as_bytes())
        }
    };
    match written {
        // Whoever reads has seen enough, as `head` has.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
        written => written.map_err(|error| format!("the rows cannot be written: {error}"))?,
    }
    if let Some(Reason::NotFinite { quantity, epoch }) = trainer.reason() {
        let critical = settings.bands(&data).ok().map(|bands| bands.critical_lr);
        let known = critical.map_or_else(String::new, |lr| format!("; rates above {lr} diverge"));
        say(&format!(
            "diverged: in epoch {epoch} the {} is not finite{known}",
            quantity.name(names)
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

/// Writes what the notebook prints before, in and after its loop.
fn write_printout(trainer: &mut Trainer, settings: &Settings) -> io::Result<()> {
    let printout = Printout::from(settings.gradient);
    let (model, precision) = (&settings.model, trainer.precision());
    let mut out = BufWriter::new(io::stdout().lock());
    writeln!(out, "{}", printout.before(model, &trainer.state(0).params, precision))?;
    for epoch in 1..=trainer.epoch() {
        writeln!(out, "{}", printout.step(&trainer.row(epoch), model.params()))?;
    }
    let end = trainer.state(trainer.epoch()).params;
    writeln!(out, "{}", printout.after(model, &end, precision))?;
    out.flush()
}

/// Writes a line to standard error; if nobody listens, to nobody.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
