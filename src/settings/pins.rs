//! Pinned runs: other ways down from the same points, to be looked at beside the run itself.
//!
//! A pinned run is a text, `lr=0.1,gradient=manual,name=By hand`: its rate and what else it has of
//! its own, as settings, and what somebody calls it. What it does not say is the default; points,
//! model and steps it shares with the run.

use crate::number::parse;

use super::kind::{NoSlider, Reading};
use super::notice::beginning;
use super::{Given, Kind, Problem, Settings};

/// How many runs can be pinned.
pub const MOST_PINS: usize = 4;

/// What tells a pinned run from the run itself.
pub(super) const WAY: &[&str] =
    &["lr", "gradient", "loss", "numpy", "optimizer", "scheduler", "w", "precision", "zero-grad"];

/// Those of them whose text may be long.
const CALLS: &[&str] = &["loss", "optimizer", "scheduler"];

impl Settings {
    /// The run that this text of the setting `pins` describes, beside the one of these settings.
    pub fn pinned(&self, pin: &str) -> Settings {
        let usual = Settings::default();
        let Settings { lr, gradient, loss, numpy, optimizer, scheduler, .. } = usual;
        let Settings { w, precision, zero_grad, pins, .. } = usual;
        let mut settings = Settings {
            lr,
            gradient,
            loss,
            numpy,
            optimizer,
            scheduler,
            w,
            precision,
            zero_grad,
            pins,
            ..self.clone()
        };
        let mut given = Given::default();
        // It was read before: nothing is wrong with it.
        let _ = read(pin, &mut given);
        settings.take(&given);
        settings.settle(0, &mut Vec::new());
        settings
    }
}

/// The parts of a text between commas that no parenthesis encloses.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

/// Reads one pinned run, and gives back its text as it is kept.
fn read(text: &str, given: &mut Given) -> Reading<String> {
    let (mut kept, mut said) = (String::new(), None);
    for part in parts(text) {
        let (name, value) = part.split_once('=').ok_or(Problem::Malformed)?;
        let (name, value) = (name.trim(), value.trim());
        let mut short = beginning(value);
        if CALLS.contains(&name) {
            // Its reader knows how long it may be.
            short = value.to_owned();
        }
        if WAY.contains(&name) && short == value {
            let problem = given.read(name, value).map_err(|_| Problem::Malformed)?;
            if let Some(problem) = problem {
                short = problem.allowed();
                said = Some(problem);
            }
        } else if name != "name" {
            return Err(Problem::Malformed);
        }
        if !kept.is_empty() {
            kept.push(',');
        }
        kept = kept + name + "=" + short.trim_end();
    }
    Ok((kept, said))
}

/// `lr=0.1,gradient=manual;lr=0.14` → pinned runs.
pub(super) struct Pins;

impl NoSlider for Pins {}

impl Pins {
    pub fn describe(&self) -> Kind {
        Kind::Pins
    }

    pub fn show(&self, pins: &[String]) -> String {
        pins.join(";")
    }

    /// Reads all or none; of more than there can be, the first. A number alone is a rate.
    pub fn read(&self, text: &str) -> Reading<Vec<String>> {
        let (mut pins, mut said) = (Vec::new(), None);
        for pin in text.split(';') {
            let pin = pin.trim();
            if pin.is_empty() {
                continue;
            }
            if pins.len() == MOST_PINS {
                return Ok((pins, Some(Problem::Pins)));
            }
            let rate = parse(pin).map(|_| "lr=".to_owned() + pin);
            let (pin, problem) = read(rate.as_deref().unwrap_or(pin), &mut Given::default())?;
            said = said.or(problem);
            pins.push(pin);
        }
        Ok((pins, said))
    }
}
