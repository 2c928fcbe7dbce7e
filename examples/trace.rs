//! A whole run as comma-separated values, from the settings of a link:
//! `cargo run --release --example trace -- 'gradient=autograd&lr=0.03&iterations=50'`.
//!
//! Before them `--printout` asks for the lines that the notebook prints instead, `--program` for the
//! program that prints them. `--data points.csv` takes the points from a file, `--data -` from standard
//! input, since an argument holds no long list: the inputs and the target in columns, with or without a line of names.
//!
//! What the page would clamp or ignore with a notice is an error here: a sentence for each, and
//! exit code 2; what it only remarks is written to standard error. A run that diverges is a result: its rows as far as they are finite, exit code 0.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use gradwalk::notebook::{Notebook, Printout};
use gradwalk::settings::{Layer, Settings};
use gradwalk::table::read_table;
use gradwalk::training::{Reason, Row, Trainer};

const USAGE: &str =
    "usage: trace [--printout | --program] [--data FILE] ['setting=value&setting=value…']
  --printout   the lines that the notebook prints
  --program    the program that prints them
  --data FILE  the points, x and y in columns, with or without a line of names; - for standard input
  --help, --version";

/// What is to be printed of a run.
#[derive(Clone, Copy, Default, PartialEq)]
enum Form {
    #[default]
    Rows,
    Printout,
    Program,
}

/// What is asked for.
#[derive(Default)]
struct Asked {
    form: Form,
    /// Where the points are, if not among the settings.
    data: Option<OsString>,
    query: Option<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    match arguments.first().and_then(|first| first.to_str()) {
        Some("--help") => println!("{USAGE}"),
        Some("--version") => println!("gradwalk {}", env!("CARGO_PKG_VERSION")),
        _ => {
            let traced = asked(arguments).and_then(|asked| {
                let settings = settings(&asked)?;
                trace(&settings, asked.form)
            });
            if let Err(sentences) = traced {
                say(&sentences);
                return ExitCode::from(2);
            }
        }
    }
    ExitCode::SUCCESS
}

/// What these arguments ask for.
fn asked(arguments: Vec<OsString>) -> Result<Asked, String> {
    let mut asked = Asked::default();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match argument.to_str().ok_or("the settings are not text")? {
            "--printout" if asked.form == Form::Rows => asked.form = Form::Printout,
            "--program" if asked.form == Form::Rows => asked.form = Form::Program,
            "--data" if asked.data.is_none() => {
                asked.data = Some(arguments.next().ok_or(USAGE)?);
            }
            query if asked.query.is_none() && !query.starts_with("--") => {
                asked.query = Some(query.to_owned());
            }
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(asked)
}

/// The settings that are asked for; those that are not are the defaults.
fn settings(asked: &Asked) -> Result<Settings, String> {
    let query = asked.query.as_deref().unwrap_or_default();
    let mut layers = vec![Layer::parse(query)];
    if let Some(file) = &asked.data {
        let names = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
        if let Some(name) = names.into_iter().find(|name| ["x", "y", "data"].contains(name)) {
            return Err(format!("{name}: the points come from --data"));
        }
        layers.insert(0, Layer::parse(&points(file)?));
    }
    let (settings, notices) = Settings::resolve(layers);
    let (remarks, errors): (Vec<_>, Vec<_>) =
        notices.iter().partition(|notice| notice.problem.is_remark());
    for remark in remarks {
        eprintln!("{remark}");
    }
    match errors.as_slice() {
        [] => Ok(settings),
        _ => Err(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

/// The rows of a file, or of standard input, as a query.
fn points(file: &OsStr) -> Result<String, String> {
    let name = file.to_string_lossy();
    let text = if file == "-" { io::read_to_string(io::stdin()) } else { fs::read_to_string(file) };
    let text = text.map_err(|error| format!("{name} cannot be read: {error}"))?;
    let data = read_table(&text).map_err(|problem| format!("{name}: {problem}"))?;
    let encoded =
        |text: String| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
    let said = Settings::saying(&data).into_iter();
    Ok(said.map(|(name, text)| format!("{name}={}&", encoded(text))).collect())
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
            "diverged: in {} {epoch} the {} is not finite{known}",
            trainer.unit(),
            quantity.name(names)
        ));
    }
    Ok(())
}

/// Writes a heading, and a line for each step so far.
fn write_rows(trainer: &mut Trainer, names: &[String]) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    out.write_all(Row::heading(trainer.unit(), names).as_bytes())?;
    for epoch in 1..=trainer.epoch() {
        out.write_all(trainer.row(epoch).csv().as_bytes())?;
    }
    out.flush()
}

/// Writes what the notebook prints before, in and after its loop.
fn write_printout(trainer: &mut Trainer, settings: &Settings) -> io::Result<()> {
    let printout = Printout::new(settings.gradient, trainer.unit());
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
