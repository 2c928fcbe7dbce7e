//! The handles of a line of two parameters: one tilts it about where it crosses x = 0, one lifts it. Where they are put,
//! the run starts.

use super::press;
use super::start::fine;
use crate::charts::{Mapping, grip};
use crate::lab::Pixel;
use crate::model::Shape;

/// How near to x = 0 a line cannot be tilted, of the axis.
const NEAR: f64 = 0.02;

/// The indices of the parameters that have a handle: what tilts, what lifts.
pub fn levers(shape: Shape) -> Option<[usize; 2]> {
    match shape {
        Shape::Line { tilt, lift } => Some([tilt, lift]),
        _ => None,
    }
}

/// Where the handles are of the line with these parameters, what tilts first; nowhere for one that is not finite.
pub fn places(map: &Mapping, [tilt, lift]: [usize; 2], params: &[f64]) -> Option<[Pixel; 2]> {
    let (w, b) = (params[tilt], params[lift]);
    (w.is_finite() && b.is_finite()).then(|| [grip(w, b, map), map.to_pixel(0.0, b)])
}

/// The parameter of this index with its handle at a place of the fit, in CSS pixels, as a text of the start.
pub fn put(
    map: &Mapping,
    [tilt, lift]: [usize; 2],
    index: usize,
    params: &[f64],
    (x, y): Pixel,
) -> Option<String> {
    let (x, y) = map.to_data(x, y);
    let hundredth = (map.y.max() - map.y.min()) / 100.0;
    if index == lift {
        return Some(fine(y, hundredth));
    }
    let far = x.abs() >= NEAR * (map.x.max() - map.x.min());
    (index == tilt && far).then(|| fine((y - params[lift]) / x, hundredth / x.abs()))
}

/// The same moved by presses of an arrow key: each lifts the handle as far.
pub fn pushed(
    map: &Mapping,
    [tilt, _]: [usize; 2],
    index: usize,
    params: &[f64],
    presses: f64,
) -> String {
    let far = map.x.max().max(-map.x.min());
    let by = press(&map.y) / if index == tilt { far } else { 1.0 };
    fine(params[index] + presses * by, by)
}
