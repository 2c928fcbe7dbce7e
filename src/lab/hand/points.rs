//! The points, moved, added and removed by hand: what becomes of the settings `x` and `y`.

use super::{on_axis, press};
use crate::charts::Mapping;
use crate::number::{Short, short};
use crate::training::Dataset;

/// The most points that a hand can move, and that can be added on the page.
pub const MOST_POINTS: usize = 100;

/// A point as texts.
type Point = [String; 2];

/// Whether a hand can move the points: with more of them none could be told from the next, and each
/// would cost the page a node.
pub fn in_reach(data: &Dataset) -> bool {
    data.len() <= MOST_POINTS
}

/// `[x, y]` with the point of this index at a place of the fit, in CSS pixels; a place outside of
/// the plot counts as its edge.
pub fn moved(data: &Dataset, map: &Mapping, index: usize, at: (f64, f64)) -> Option<[String; 2]> {
    edited(data, |points| {
        if let Some(point) = points.get_mut(index) {
            *point = place(map, at);
        }
    })
}

/// `[x, y]` with the point of this index moved by presses of arrow keys, right and up.
pub fn pushed(
    data: &Dataset,
    map: &Mapping,
    index: usize,
    (right, up): (f64, f64),
) -> Option<[String; 2]> {
    let (&x, &y) = data.xs().get(index).zip(data.ys().get(index))?;
    let at = map.to_pixel(x + right * press(&map.x), y + up * press(&map.y));
    moved(data, map, index, at)
}

/// `[x, y]` with one more point at a place of the fit; nothing if there are [`MOST_POINTS`] already.
pub fn added(data: &Dataset, map: &Mapping, at: (f64, f64)) -> Option<[String; 2]> {
    let room = data.len() < MOST_POINTS;
    room.then(|| edited(data, |points| points.push(place(map, at))))?
}

/// `[x, y]` without the point of this index; nothing if it is the last one.
pub fn removed(data: &Dataset, index: usize) -> Option<[String; 2]> {
    let others = data.len() > 1 && index < data.len();
    others.then(|| edited(data, |points| drop(points.remove(index))))?
}

/// The points as a table to edit: a line each, x and y separated by a tab; nothing if they are more
/// than a hand can move.
pub fn table(data: &Dataset) -> Option<String> {
    let points = data.xs().iter().zip(data.ys());
    in_reach(data).then(|| points.map(|(&x, &y)| format!("{}\t{}\n", Short(x), Short(y))).collect())
}

/// The points after an edit, as the texts of `x` and `y`.
fn edited(data: &Dataset, edit: impl FnOnce(&mut Vec<Point>)) -> Option<[String; 2]> {
    if !in_reach(data) {
        return None;
    }
    let points = data.xs().iter().zip(data.ys());
    let mut points: Vec<Point> = points.map(|(&x, &y)| [short(x), short(y)]).collect();
    edit(&mut points);
    let (xs, ys): (Vec<_>, Vec<_>) = points.into_iter().map(|[x, y]| (x, y)).unzip();
    Some([xs.join(","), ys.join(",")])
}

/// A place of the fit as a point with no more digits than a hand can mean.
fn place(map: &Mapping, (x, y): (f64, f64)) -> Point {
    let (x, y) = map.to_data(x, y);
    [on_axis(x, &map.x), on_axis(y, &map.y)]
}
