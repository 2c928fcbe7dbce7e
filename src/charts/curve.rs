//! The line of a series of states, or of a function, as points in pixels: no more than the picture
//! can show, and none outside of the plot.
//!
//! Nothing here draws. Its cost follows the width of the plot, not the number of epochs.

use super::Mapping;
use crate::training::{BLOCK, Series};

/// A place in the chart, in pixels from its upper left corner.
pub(super) type Point = (f64, f64);

/// Heights are cut this many pixels from the chart, so that no difference of two overflows.
const FAR: f64 = 1e6;

/// How many states of one column of pixels are looked at to see whether any is within the plot.
const LOOKED_AT: usize = 64;

/// How often a column is halved to find where a steep curve passes the plot. What is not found by then
/// is as steep as a wall: a leap, as of 1/x.
const HALVINGS: usize = 32;

/// The states 0 to `last` of `series` as lines within the plot of `map`. A line ends at the edge
/// where the curve leaves, and where a value is not finite, or has no logarithm on an axis of these.
pub(super) fn curve(series: &Series, last: usize, map: &Mapping) -> Vec<Vec<Point>> {
    cut(samples(series, last, map), map)
}

/// What `value` makes of each x, as lines within the plot of `map`: one place for each column of
/// pixels, and one more where it is steep.
pub(super) fn function(value: impl Fn(f64) -> f64, map: &Mapping) -> Vec<Vec<Point>> {
    let at = |part: f64| {
        let value = value(map.x.value(part));
        let height = map.to_pixel(0.0, value).1.clamp(-FAR, FAR);
        value.is_finite().then_some((map.left + part * map.width, height))
    };
    let columns = map.width.ceil().max(1.0);
    let mut points = vec![at(0.0)];
    for column in 1..=columns as usize {
        let (from, to) = ((column - 1) as f64 / columns, column as f64 / columns);
        points.extend(between(&at, from, to, map).map(Some));
        points.push(at(to));
    }
    cut(points, map)
}

/// Where in the plot a line passes from beyond one of its edges to beyond the other; nowhere if it
/// leaps.
fn between(
    at: &impl Fn(f64) -> Option<Point>,
    mut from: f64,
    mut to: f64,
    map: &Mapping,
) -> Option<Point> {
    let above = |point: Point| point.1 < map.top;
    let (start, end) = (at(from)?, at(to)?);
    if !(beyond(start.1, map) && beyond(end.1, map)) || above(start) == above(end) {
        return None;
    }
    for _ in 0..HALVINGS {
        let middle = (from + to) / 2.0;
        let point = at(middle)?;
        if !beyond(point.1, map) {
            return Some(point);
        }
        (from, to) = if above(point) == above(start) { (middle, to) } else { (from, middle) };
    }
    None
}

/// Samples from left to right as lines within the plot of `map`, which end at its edges and where
/// there is no number.
pub(super) fn cut(samples: Vec<Option<Point>>, map: &Mapping) -> Vec<Vec<Point>> {
    let mut lines: Vec<Vec<Point>> = Vec::new();
    let mut previous = None;
    for sample in samples {
        let (Some(from), Some(to)) = (std::mem::replace(&mut previous, sample), sample) else {
            continue;
        };
        // From one column to the next only what begins or ends within the plot is drawn: the line
        // of a run that jumps from beyond one edge to beyond the other would show nothing but
        // itself.
        if from.0 != to.0 && beyond(from.1, map) && beyond(to.1, map) {
            continue;
        }
        let cut = |point: Point| {
            let edge = point.1.clamp(map.top, map.bottom());
            if edge == point.1 {
                return point;
            }
            (from.0 + (to.0 - from.0) * ((edge - from.1) / (to.1 - from.1)), edge)
        };
        let (start, end) = (cut(from), cut(to));
        match lines.last_mut() {
            Some(line) if line.last() == Some(&start) => line.push(end),
            _ => lines.push(vec![start, end]),
        }
    }
    lines
}

/// Where lines that run from left to right are at `x`, or where they end before it.
pub(super) fn before(lines: &[Vec<Point>], x: f64) -> Option<Point> {
    let mut last: Option<Point> = None;
    for &to in lines.iter().flatten() {
        if to.0 > x {
            return last.map(|from| {
                let part = (x - from.0) / (to.0 - from.0);
                (x, from.1 + part * (to.1 - from.1))
            });
        }
        last = Some(to);
    }
    last
}

/// How far it is from one place to the other.
pub(super) fn distance(from: Point, to: Point) -> f64 {
    (to.0 - from.0).hypot(to.1 - from.1)
}

/// The dashes of a line, each `dash` long (or shorter at its end) and `gap` apart, measured along
/// it.
pub(super) fn dashes(line: &[Point], dash: f64, gap: f64) -> Vec<Vec<Point>> {
    let mut dashes = Vec::new();
    let mut present: Vec<Point> = Vec::new();
    if let Some(&start) = line.first() {
        present.push(start);
    }
    let (mut drawing, mut left) = (true, dash);
    for pair in line.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let length = distance(from, to);
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let along = done / length;
            let at = (from.0 + along * (to.0 - from.0), from.1 + along * (to.1 - from.1));
            if drawing {
                present.push(at);
                dashes.push(std::mem::take(&mut present));
            } else {
                present = vec![at];
            }
            drawing = !drawing;
            left = if drawing { dash } else { gap };
        }
        left -= length - done;
        if drawing {
            present.push(to);
        }
    }
    if present.len() > 1 {
        dashes.push(present);
    }
    dashes
}

/// The states, or one sample for each column of pixels where there are more states than columns:
/// there the line runs up and down through all of the column's extent, so that a quick oscillation
/// is seen as the band that it fills. `None` where no value is finite.
fn samples(series: &Series, last: usize, map: &Mapping) -> Vec<Option<Point>> {
    let epochs = map.x.max();
    let count = epochs.min(map.width).max(1.0);
    // Each state belongs to the sample that is nearest to it; where that is many, by whole blocks,
    // whose extents are known. A tenth of a column is not seen.
    let block = if epochs / count >= 10.0 * BLOCK as f64 { BLOCK } else { 1 };
    let first = |i: usize| {
        let state = ((i as f64 - 0.5) * (epochs / count)).ceil().max(0.0) as usize;
        state - state % block
    };
    let height = |value| map.to_pixel(0.0, value).1.clamp(-FAR, FAR);
    let mut points = Vec::new();
    let (mut previous, mut before) = (f64::NAN, true);
    for i in (0..).take_while(|&i| first(i) <= last) {
        let x = map.left + i as f64 / count * map.width;
        let (start, end) = (first(i), first(i + 1).min(last + 1));
        let Some(extent) = series.extent(start, end) else {
            points.push(None);
            continue;
        };
        // No line leads over where the axis is broken.
        let measured = map.y.measures(extent.max);
        if measured != before {
            points.push(None);
        }
        before = measured;
        let (top, bottom) = (height(extent.max), height(extent.min));
        if bottom - top <= 1.0 {
            previous = (top + bottom) / 2.0;
            points.push(Some((x, previous)));
            continue;
        }
        let upwards = (bottom - previous).abs() < (top - previous).abs();
        let (near, far) = if upwards { (bottom, top) } else { (top, bottom) };
        points.push(Some((x, near)));
        previous = near;
        // Where a run is out of the plot or leaps across it, and never lands in it, there is
        // nothing to fill.
        let outside = beyond(top, map) && beyond(bottom, map);
        let mut looked_at = (start..end).take(LOOKED_AT);
        if !outside || looked_at.any(|state| !beyond(height(series[state]), map)) {
            points.push(Some((x, far)));
            previous = far;
        }
    }
    points
}

/// Whether a height is above or below the plot.
fn beyond(y: f64, map: &Mapping) -> bool {
    y < map.top || y > map.bottom()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::Axis;

    /// A plot of 100 × 100 pixels at (10, 20).
    fn plot(epochs: usize, y: [f64; 2]) -> Mapping {
        let (x, y) = (Axis::epochs(epochs), Axis::linear(&y));
        Mapping { left: 10.0, top: 20.0, width: 100.0, height: 100.0, x, y }
    }

    fn series(values: impl IntoIterator<Item = f64>) -> Series {
        let mut series = Series::default();
        values.into_iter().for_each(|value| series.push(value));
        series
    }

    #[test]
    fn where_there_is_room_every_state_is_a_corner() {
        let lines = curve(&series([0.0, 1.0, 0.5]), 2, &plot(4, [0.0, 1.0]));
        assert_eq!(lines, [[(10.0, 120.0), (35.0, 20.0), (60.0, 70.0)]]);
        assert_eq!(curve(&series([0.0, 1.0, 0.5]), 1, &plot(4, [0.0, 1.0]))[0].len(), 2);
    }

    #[test]
    fn a_line_breaks_where_a_value_is_not_finite() {
        let gap = series([0.0, 1.0, f64::NAN, 0.5, 0.5, f64::INFINITY]);
        let lines = curve(&gap, 5, &plot(5, [0.0, 1.0]));
        assert_eq!(lines, [[(10.0, 120.0), (30.0, 20.0)], [(70.0, 70.0), (90.0, 70.0)]]);
    }

    #[test]
    fn a_loss_of_zero_is_a_line_of_its_own_on_a_logarithmic_axis() {
        let map = Mapping { y: Axis::logarithmic(Some(1.0), 100.0, true), ..plot(4, [0.0, 1.0]) };
        let lines = curve(&series([100.0, 1.0, 0.0, 0.0, 0.0]), 4, &map);
        // From 100 to 1, four fifths of the way down to where zero stands; what is there is not joined to it.
        let rest = vec![(60.0, 120.0), (85.0, 120.0), (110.0, 120.0)];
        assert_eq!(lines, [vec![(10.0, 20.0), (35.0, 100.0)], rest]);
    }

    #[test]
    fn a_line_is_cut_where_it_crosses_the_edge() {
        // From 0 to 4 over 50 pixels: it reaches 1, the upper edge, after a quarter of them.
        let lines = curve(&series([0.0, 4.0, 0.0]), 2, &plot(2, [0.0, 1.0]));
        assert_eq!(lines, [[(10.0, 120.0), (22.5, 20.0)], [(97.5, 20.0), (110.0, 120.0)]]);
        // Heights that overflow are cut all the same.
        let lines = curve(&series([0.0, 1e308, -1e308, f64::MAX]), 3, &plot(3, [0.0, 1.0]));
        assert_eq!(lines.len(), 1);
        assert!(lines[0].iter().all(|&(_, y)| (20.0..=120.0).contains(&y)));
    }

    #[test]
    fn leaps_across_the_plot_are_not_drawn() {
        let away = series((0..60).map(|k| 0.5 + 0.01 * (-1.5f64).powi(k)));
        let few = curve(&away, 59, &plot(60, [0.0, 1.0]));
        assert_eq!(few.len(), 1);
        assert!(few[0].iter().all(|&(x, _)| x < 30.0), "0.01 × 1.5¹¹ is beyond the edges");
        let many = series((0..60_000).map(|k| if k < 300 { 0.5 } else { (-1f64).powi(k) * 9.0 }));
        let lines = curve(&many, 59_999, &plot(60_000, [0.0, 1.0]));
        assert!(lines.iter().flatten().all(|&(x, _)| x < 12.0));
    }

    /// The naive twin: every state is on the line, and the line is nowhere else.
    #[test]
    fn columns_cover_every_state_and_nothing_more() {
        let wave = |k: usize| (k as f64 * 0.37).sin() * (k as f64 * 0.0004).cos();
        let states = series((0..30_000).map(wave));
        let map = plot(30_000, [-1.0, 1.0]);
        let lines = curve(&states, 29_000, &map);
        assert_eq!(lines.len(), 1, "a line without a gap");
        assert!(lines[0].len() <= 2 * 101, "at most two points for each column");
        let points: Vec<Point> = (0..=29_000).map(|k| map.to_pixel(k as f64, wave(k))).collect();
        for &(x, y) in &points {
            let column = lines[0].iter().filter(|at| (at.0 - x).abs() <= 0.5 + 1e-9);
            let (top, bottom) =
                column.fold((f64::MAX, f64::MIN), |(t, b), p| (t.min(p.1), b.max(p.1)));
            assert!(top - 0.5 <= y && y <= bottom + 0.5, "{y} at {x} is not in {top}..{bottom}");
        }
        for &(x, y) in &lines[0] {
            let near = |at: &Point| (at.0 - x).abs() <= 0.5 + 1e-9 && (at.1 - y).abs() <= 0.5;
            assert!(points.iter().any(near), "nothing is at ({x}, {y})");
        }
    }
}
