//! What an optimizer does in the step from the state shown: its account, for whoever looks inside, and the parts that it is
//! made of, for the landscape.

use super::Lab;
use crate::charts::Leg;
use crate::number::{few, parse, rounded, short};
use crate::optim::{Line, Part};
use crate::training::{Inside, Precision};

/// The view that tells it.
const INSIDE: &str = "inside";

impl Lab {
    /// The step from the state shown, and at the end of the run the last one, as the optimizer computes it for these parameters,
    /// by index; of the pinned run of index `pin`, if one is asked for, at the same state. A line each, its parts separated by
    /// tabs: which step it is and the optimizer; then for each parameter `param` with its name, each `line` of the account
    /// with name, code, work and value, the value as data, `computed` where the update has it, the part of the step
    /// with how far that goes, twice, as text and as data, or three times nothing, and the numbers of the work; and what is
    /// remembered, `kept` with its name and the numbers after the last steps. Nothing where there is no such step.
    /// With `whole` all digits of a number are told.
    pub fn inside(&mut self, pin: Option<usize>, params: &[usize], whole: bool) -> String {
        let mut text = String::new();
        if self.is_held() {
            return text;
        }
        let at = self.epoch();
        for &param in params {
            let told = match pin {
                None => self.run.inside(at, param),
                Some(pin) => self.beside.inside(pin, at, param),
            };
            let Some(inside) = told else { continue };
            if text.is_empty() {
                let settings = self.run.settings();
                let pinned =
                    pin.and_then(|pin| settings.pins.get(pin)).map(|pin| settings.pinned(pin));
                let optimizer = pinned.as_ref().unwrap_or(settings).text("optimizer");
                text = (inside.epoch + 1).to_string() + "\t" + &optimizer.unwrap_or_default();
            }
            let read =
                |value| if whole { all_digits(value, inside.precision) } else { digits(value) };
            text += "\nparam\t";
            text += &self.names()[param];
            tell(&mut text, &inside, &read);
        }
        text
    }

    /// Takes note of the views that are in sight.
    pub fn see(&mut self, views: &str) {
        self.screen.look_inside(views.split(' ').any(|view| view == INSIDE));
    }

    /// The parts of the step from the state shown, for the pair of the landscape: what is left first, and then what is new. None
    /// where nobody looks inside, and where the step has no parts.
    pub(super) fn legs(&mut self) -> Vec<Leg> {
        let mut parts: Vec<(Part, [f64; 2])> = Vec::new();
        let looks = self.screen.looks_inside() && self.names().len() > 1 && !self.is_held();
        let (at, pair) = (self.epoch(), self.pair());
        for (axis, param) in pair.into_iter().enumerate().filter(|_| looks) {
            // At the end of the run no step comes.
            let inside = self.run.inside(at, param).filter(|inside| inside.epoch == at);
            let arrows = inside.iter().flat_map(|inside| &inside.lines);
            for (part, way) in arrows.filter_map(|line| line.arrow) {
                let there = parts.iter().position(|&(there, _)| there == part);
                let index = there.unwrap_or(parts.len());
                parts.resize(parts.len().max(index + 1), (part, [0.0; 2]));
                parts[index].1[axis] = way;
            }
        }
        let mut legs = Vec::new();
        for is_first in [true, false] {
            for &(part, by) in &parts {
                if part != Part::Step && matches!(part, Part::Left | Part::Decay) == is_first {
                    legs.push(Leg { is_new: part == Part::Now, by });
                }
            }
        }
        legs
    }
}

/// Tells the account, and what is remembered.
fn tell(text: &mut String, inside: &Inside, read: &dyn Fn(f64) -> String) {
    let add = |text: &mut String, part: &str| {
        text.push('\t');
        text.push_str(part);
    };
    for line in &inside.lines {
        let Line { name, code, work, numbers, value, is_computed, arrow } = line;
        text.push_str("\nline");
        let computed = if *is_computed { "computed" } else { "" };
        let [part, way, far] = arrow.map_or_else(Default::default, |(part, way)| {
            [part.code().to_owned(), read(way), short(way)]
        });
        let [told, value] = [read(*value), short(*value)];
        for part in [*name, *code, *work, &told, &value, computed, &part, &way, &far] {
            add(text, part);
        }
        for &number in numbers {
            add(text, &read(number));
        }
    }
    for (index, name) in inside.names.iter().enumerate() {
        text.push_str("\nkept");
        add(text, name);
        for after in &inside.after {
            add(text, &read(after[index]));
        }
    }
}

/// A number as a calculator's tape has it: three decimals, of a small one three digits, and what is all but 1 is told from it.
fn digits(value: f64) -> String {
    match value.abs() {
        0.1..0.99 | 1.0..1e6 => rounded(value, -3),
        0.99..1.0 => few(value, 6),
        _ => few(value, 3),
    }
}

/// A number with as many digits as tell it from every other of its precision.
fn all_digits(value: f64, precision: Precision) -> String {
    // Of single precision nine are always enough.
    let texts = (1..=9).map(|digits| few(value, digits));
    let mut told = texts.filter(|text| parse(text).is_some_and(|told| told as f32 == value as f32));
    match precision {
        Precision::F64 => short(value),
        Precision::F32 => told.next().unwrap_or_else(|| short(value)),
    }
}
