//! The start of the run, put where a hand lets go of the ball in the landscape: what becomes of the
//! setting `w`.

use super::{STEEPEST, on_axis, press};
use crate::charts::Mapping;
use crate::number::rounded;

/// The setting `w` with the start at `x` CSS pixels from the left of the landscape.
pub fn at(map: &Mapping, x: f64) -> String {
    on_axis(map.to_data(x, 0.0).0, &map.x)
}

/// The setting `w` with the start at `w`, moved by this many presses of an arrow key.
pub fn pushed(map: &Mapping, w: f64, presses: f64) -> String {
    let by = press(&map.x);
    let w = w + presses * by;
    rounded(w.clamp(-STEEPEST, STEEPEST), (by / 2.0).log10().floor() as i32)
}
