//! So many points that their marks would lie on one another: which of them are drawn, so that one
//! sees the same and a picture costs what the plot has room for, however many points there are.

use super::curve::Point;
use super::{Mapping, Scene};

/// Up to so many points each has its marks.
pub(super) const FEW: usize = 1_000;
/// The side of a cell of the plot, in CSS pixels. Its diagonal is shorter than the radius of a
/// dot: one dot for each cell covers the place of every point that has none.
const CELL: f64 = 3.0;
/// No plot is parted into more cells.
const MOST: usize = 1 << 20;

/// The points that get a dot: all, or the first in each cell of the plot.
pub(super) fn dots(scene: &Scene, map: &Mapping, ratio: f64) -> Vec<Point> {
    let few = scene.xs.len() <= FEW;
    let mut side = CELL * ratio;
    let count = |length: f64, side: f64| (length / side) as usize + 1;
    while count(map.width, side).saturating_mul(count(map.height, side)) > MOST {
        side *= 2.0;
    }
    let (columns, rows) = (count(map.width, side), count(map.height, side));
    let mut taken = vec![false; columns * rows];
    let mut dots = Vec::new();
    for (x, y) in points(scene) {
        let (px, py) = map.to_pixel(x, y);
        let (column, row) = (((px - map.left) / side) as usize, ((py - map.top) / side) as usize);
        let cell = taken.get_mut(column.min(columns - 1) * rows + row.min(rows - 1));
        if few || cell.is_some_and(|cell| !std::mem::replace(cell, true)) {
            dots.push((x, y));
        }
    }
    dots
}

/// The residuals from what is predicted: where each stands, and from which height to which. Of many
/// in one column of pixels, all of which reach to the curve, one that covers them.
pub(super) fn bars(
    scene: &Scene,
    predict: &dyn Fn(f64) -> f64,
    map: &Mapping,
    ratio: f64,
) -> Vec<(f64, [f64; 2])> {
    let few = scene.xs.len() <= FEW;
    let columns = (map.width / ratio).clamp(0.0, MOST as f64) as usize + 1;
    let mut wide: Vec<Option<(f64, [f64; 2])>> = vec![None; columns];
    let mut bars = Vec::new();
    for (x, y) in points(scene) {
        let ends = [predict(x), y];
        let column = (map.to_pixel(x, 0.0).0 - map.left) / ratio;
        if few {
            bars.push((x, ends));
        } else if let Some(bar) = wide.get_mut(column as usize) {
            let (_, [low, high]) = bar.get_or_insert((x, ends));
            for y in ends {
                (*low, *high) = (low.min(y), high.max(y));
            }
        }
    }
    bars.extend(wide.into_iter().flatten());
    bars
}

fn points<'a>(scene: &'a Scene) -> impl Iterator<Item = Point> + 'a {
    scene.xs.iter().copied().zip(scene.ys.iter().copied())
}
