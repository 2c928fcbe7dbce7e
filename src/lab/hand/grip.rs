//! Where a hand can take hold on the fit, and what of it is nearest to the hand.

use super::points::in_reach;
use crate::charts::Mapping;
use crate::lab::Pixel;
use crate::training::Dataset;

/// What a hand can take hold of on the fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grip {
    /// The index of a point; `None` for the line.
    pub point: Option<usize>,
    /// From where the hand is to where the thing is, in CSS pixels to the right and down.
    pub offset: (f64, f64),
}

/// Where the points are, if they are not more than a hand can move.
pub fn places(data: &Dataset, map: &Mapping) -> Vec<Pixel> {
    if !in_reach(data) {
        return Vec::new();
    }
    data.xs().iter().zip(data.ys()).map(|(&x, &y)| map.to_pixel(x, y)).collect()
}

/// What of these is nearest to a place, at most `reach` CSS pixels away; the one named last where two
/// are as near.
pub fn nearest(line: Option<Pixel>, points: Vec<Pixel>, (x, y): Pixel, reach: f64) -> Option<Grip> {
    let line = line.into_iter().map(|place| (None, place));
    let points = points.into_iter().enumerate().map(|(index, place)| (Some(index), place));
    let mut nearest = None;
    let mut least = reach;
    for (point, (px, py)) in line.chain(points) {
        let offset = (px - x, py - y);
        let away = offset.0.hypot(offset.1);
        if away <= least {
            least = away;
            nearest = Some(Grip { point, offset });
        }
    }
    nearest
}
