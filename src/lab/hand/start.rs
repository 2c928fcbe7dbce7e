//! The start of the run, put where a hand lets go of the ball in the landscape, or of a handle on the line: what becomes
//! of the setting `w`, or of `start`.

use super::{STEEPEST, press};
use crate::charts::{Axis, Mapping};
use crate::lab::Pixel;
use crate::number::{rounded, short};
use crate::settings::Settings;

/// A setting and its text.
pub type Entry = (&'static str, String);

/// The start with these parameters, by index, put elsewhere; of the lesson's it is a setting of its own.
pub fn put(settings: &Settings, places: &[(usize, String)]) -> Entry {
    let names = settings.model.params();
    if let ([name], [(_, text)]) = (names, places)
        && name == "w"
        && settings.start.is_empty()
        && settings.seed.is_none()
    {
        return ("w", text.clone());
    }
    let mut texts: Vec<String> = settings.starts().iter().map(|&value| short(value)).collect();
    let drawn = settings.drawn().map(|(starts, _)| starts);
    for (index, text) in places {
        texts[*index].clone_from(text);
    }
    // What starts at 0, or as it is drawn, need not be said, but for one that another setting speaks of.
    let need = |(index, name): (usize, &String), text: &str| match &drawn {
        Some(drawn) => text != short(drawn[index]),
        None => name == "w" || text != "0",
    };
    let said = names.iter().enumerate().zip(texts).filter(|&(which, ref text)| need(which, text));
    let said: Vec<_> = said.map(|((_, name), text)| name.clone() + "=" + &text).collect();
    ("start", said.join(","))
}

/// The parameters of the landscape at a place of it, in CSS pixels.
pub fn at(map: &Mapping, pair: [usize; 2], (x, y): Pixel) -> Vec<(usize, String)> {
    let (a, b) = map.to_data(x, y);
    let on = |axis: &Axis, value: f64| {
        fine(value.max(axis.min()).min(axis.max()), (axis.max() - axis.min()) / 50.0)
    };
    let (first, second) = ((pair[0], on(&map.x, a)), (pair[1], on(&map.y, b)));
    if pair[0] == pair[1] { vec![first] } else { vec![first, second] }
}

/// A parameter at `value`, moved by this many presses of an arrow key along an axis.
pub fn pushed(axis: &Axis, value: f64, presses: f64) -> String {
    let by = press(axis);
    fine(value + presses * by, by)
}

/// A parameter within what can be set, so fine as steps of this length.
pub fn fine(value: f64, by: f64) -> String {
    rounded(within(value), (by / 2.0).log10().floor() as i32)
}

/// The nearest parameter that can be set; 0 for what is no number.
pub fn within(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value.clamp(-STEEPEST, STEEPEST) }
}
