//! The points, moved, added and removed by hand: what becomes of the settings that say them.

use super::{on_axis, press};
use crate::charts::Mapping;
use crate::number::{list, parse};
use crate::settings::Settings;
use crate::table::written;
use crate::training::Dataset;

/// The most points that a hand can move, and that can be added on the page.
pub const MOST_POINTS: usize = 100;

/// Settings by name, as texts.
pub type Entries = Vec<(&'static str, String)>;

/// Whether a hand can move the points: with more of them none could be told from the next, and each
/// would cost the page a node; and rows of several inputs are no points of the fit.
pub fn in_reach(data: &Dataset) -> bool {
    is_short(data) && data.columns().len() == 1
}

fn is_short(data: &Dataset) -> bool {
    data.len() <= MOST_POINTS
}

/// The settings with the point of this index at a place of the fit, in CSS pixels; a place outside of
/// the plot counts as its edge.
pub fn moved(data: &Dataset, map: &Mapping, index: usize, at: (f64, f64)) -> Option<Entries> {
    edited(data, |xs, ys| {
        if let (Some(x), Some(y)) = (xs.get_mut(index), ys.get_mut(index)) {
            (*x, *y) = place(map, at);
        }
    })
}

/// The settings with the point of this index moved by presses of arrow keys, right and up.
pub fn pushed(
    data: &Dataset,
    map: &Mapping,
    index: usize,
    (right, up): (f64, f64),
) -> Option<Entries> {
    let (&x, &y) = data.xs().get(index).zip(data.ys().get(index))?;
    let at = map.to_pixel(x + right * press(&map.x), y + up * press(&map.y));
    moved(data, map, index, at)
}

/// The settings with one more point at a place of the fit; nothing if there are [`MOST_POINTS`] already.
pub fn added(data: &Dataset, map: &Mapping, at: (f64, f64)) -> Option<Entries> {
    let room = data.len() < MOST_POINTS;
    room.then(|| {
        edited(data, |xs, ys| {
            let (x, y) = place(map, at);
            xs.push(x);
            ys.push(y);
        })
    })?
}

/// The settings without the point of this index; nothing if it is the last one.
pub fn removed(data: &Dataset, index: usize) -> Option<Entries> {
    let others = data.len() > 1 && index < data.len();
    others.then(|| {
        edited(data, |xs, ys| {
            xs.remove(index);
            ys.remove(index);
        })
    })?
}

/// The inputs and the targets of so many first points as lists; nothing where there are several inputs.
pub fn lists(data: &Dataset, most: usize) -> Option<[String; 2]> {
    let most = most.min(data.len());
    let single = data.columns().len() == 1;
    single.then(|| [&data.xs()[..most], &data.ys()[..most]].map(list))
}

/// How far a hand can push a point, left and down or right and up.
pub fn corners(map: &Mapping) -> [(f64, f64); 2] {
    [(-1e9, 1e9), (1e9, -1e9)].map(|at| place(map, at))
}

/// The rows as a table to edit: a line each, cells separated by tabs, names first where there are some; nothing if they are
/// more than a hand can move.
pub fn table(data: &Dataset) -> Option<String> {
    is_short(data).then(|| tabled(data))
}

/// The same of any number of rows.
pub fn tabled(data: &Dataset) -> String {
    written(data, '\t', '\n')
}

/// The points after an edit, as settings.
fn edited(data: &Dataset, edit: impl FnOnce(&mut Vec<f64>, &mut Vec<f64>)) -> Option<Entries> {
    if !in_reach(data) {
        return None;
    }
    let (mut xs, mut ys) = (data.xs().to_vec(), data.ys().to_vec());
    edit(&mut xs, &mut ys);
    let edited = Dataset::new(xs, ys).ok()?.labelled(data.labels().to_vec());
    Some(Settings::saying(&edited))
}

/// A place of the fit as a point with no more digits than a hand can mean.
fn place(map: &Mapping, (x, y): (f64, f64)) -> (f64, f64) {
    let (x, y) = map.to_data(x, y);
    let read = |text: String| parse(&text).unwrap_or_default();
    (read(on_axis(x, &map.x)), read(on_axis(y, &map.y)))
}
