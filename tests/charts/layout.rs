//! The room that each part of a chart has: margins, ticks, labels.

use gradwalk::charts::{Chart, LEFT, Mapping, RIGHT, Scene, left};
use proptest::prelude::*;

use super::{MUTED, attribute, draw_svg, elements, history, number, scene, series, style};

/// How wide a figure is in the widest of the common sans-serif faces, of the size of the type.
const FIGURE: f64 = 0.636;

struct Label {
    text: String,
    at: (f64, f64),
    size: f64,
    /// Whether it stands below the plot, and not to its left.
    below: bool,
}

impl Label {
    /// Half of what its figures take.
    fn half(&self) -> f64 {
        let figures = self.text.chars().filter(char::is_ascii_digit).count();
        FIGURE * self.size * figures as f64 / 2.0
    }
}

/// A chart of the loss that goes from 0 to `most` in `epochs`, and its labels.
fn labelled(size: (u32, u32), most: f64, epochs: usize) -> (Mapping, Vec<Label>, String) {
    let loss = series([0.0, most]);
    let run = history(&loss, &loss);
    let (drawn, svg) = draw_svg(Chart::Loss, size, &scene(run, 1, epochs), &style(1.0, 1));
    let label = |text: &str| {
        let whole = format!(" {text}");
        Label {
            text: text.split(['>', '<']).nth(1).expect("what it says").trim().to_owned(),
            at: (number(&whole, "x"), number(&whole, "y")),
            size: number(&whole, "font-size") * 1.24, // as SVG has the size that was asked for
            below: attribute(&whole, "text-anchor") == "middle",
        }
    };
    (drawn.mapping, svg.split("<text").skip(1).map(label).collect(), svg)
}

#[test]
fn type_is_larger_where_there_is_more_room() {
    for (width, size) in
        [(140, 11.0), (199, 11.0), (200, 12.0), (559, 12.0), (560, 13.0), (900, 13.0)]
    {
        let (_, labels, _) = labelled((width, 200), 30.0, 20);
        assert!(labels.len() > 3);
        assert!(
            labels.iter().all(|label| (label.size - size).abs() < 0.01),
            "{width}: {}",
            labels[0].size
        );
    }
}

#[test]
fn the_plot_has_the_room_that_labels_leave() {
    for (width, most, widest) in [(352, 30.0, "30"), (352, 3_000.0, "3000"), (784, 0.003, "0.003")]
    {
        let (map, labels, _) = labelled((width, 142), most, 20);
        let of = |text: &str, below: bool| {
            let is = |label: &&Label| label.text == text && label.below == below;
            labels.iter().find(is).expect(text)
        };
        let label = of(widest, false);
        // From the plot to its labels are 8 pixels, and beside these some air, not more than half an em.
        assert_eq!(label.at.0, map.left - 8.0);
        let air = label.at.0 - 2.0 * label.half();
        assert!((4.0..label.size).contains(&air), "{widest}: {air}");
        let below = of("20", true);
        assert_eq!(below.at.1, map.top + map.height + 8.0);
        let air = 142.0 - below.at.1 - 1.2 * below.size;
        assert!((0.0..1.0).contains(&air), "a line of type is below the plot: {air}");
        assert_eq!(f64::from(width) - map.left - map.width, RIGHT);
        assert_eq!(map.top, 7.0, "the mark at the upper edge is whole");
    }
}

#[test]
fn each_tick_below_the_plot_is_above_its_label() {
    let (map, labels, svg) = labelled((352, 142), 30.0, 20);
    let bottom = map.top + map.height;
    let upright = |bar: &&str| number(bar, "y") == bottom && number(bar, "width") == 1.0;
    let ticks = elements(&svg, "rect", MUTED).into_iter().filter(upright);
    let ticks: Vec<_> = ticks.map(|bar| (number(bar, "x"), number(bar, "height"))).collect();
    let labels: Vec<_> = labels.iter().filter(|label| label.below).collect();
    assert_eq!(ticks.len(), labels.len());
    for ((x, height), label) in ticks.into_iter().zip(labels) {
        let epoch: f64 = label.text.parse().expect("an epoch");
        assert_eq!((x, height), (map.to_pixel(epoch, 0.0).0.round(), 4.0));
    }
}

#[test]
fn where_labels_would_take_half_of_a_chart_there_are_none() {
    // A line of type and its margin are 22.4 pixels high.
    for (height, labelled_below) in [(40, false), (44, false), (48, true)] {
        let (_, labels, _) = labelled((352, height), 30.0, 20);
        assert_eq!(labels.iter().any(|label| label.below), labelled_below, "{height}");
    }
    for (width, labelled_beside) in [(50, false), (60, false), (120, true)] {
        let (map, labels, _) = labelled((width, 200), 3_000_000.0, 20);
        assert_eq!(labels.iter().any(|label| !label.below), labelled_beside, "{width}");
        assert!(map.left <= f64::from(width) / 2.0 && map.width >= 1.0);
    }
}

#[test]
fn a_chart_against_the_epoch_leaves_room_for_most_labels() {
    let small = series([0.0, 3.0]);
    let run = history(&small, &small);
    let size = (352.0, 142.0);
    assert_eq!(left(Chart::Loss, size, 1.0, &scene(run, 1, 20)), LEFT);
    let large = series([0.0, 300_000.0]);
    let run = history(&large, &large);
    let scene = Scene { ..scene(run, 1, 20) };
    assert!(left(Chart::Loss, size, 1.0, &scene) > LEFT, "and more for longer ones");
}

proptest! {
    #[test]
    fn no_two_labels_are_nearer_than_their_type_is_high(
        most in prop_oneof![1e-6..1e6f64, 1.0..100.0f64],
        epochs in prop_oneof![1..60usize, 1..1_000_000usize],
        size in (120..900u32, 90..300u32),
    ) {
        let (map, labels, _) = labelled(size, most, epochs);
        let place = |label: &Label| map.to_pixel(super::spoken(&label.text), 0.0).0.round();
        let (below, beside): (Vec<&Label>, Vec<&Label>) = labels.iter().partition(|label| label.below);
        for pair in below.windows(2) {
            let air = pair[1].at.0 - pair[1].half() - pair[0].at.0 - pair[0].half();
            // One at an edge is moved into the chart, towards its neighbour, but not onto it.
            let moved = pair.iter().any(|label| label.at.0 != place(label));
            let least = if moved { 0.25 } else { 0.9 } * pair[0].size;
            prop_assert!(air >= least, "{} | {}: {air}", pair[0].text, pair[1].text);
        }
        for pair in beside.windows(2) {
            prop_assert!(pair[0].at.1 - pair[1].at.1 >= 2.1 * pair[0].size);
        }
        for label in &labels {
            let (start, end) = if label.below {
                (label.at.0 - label.half(), label.at.0 + label.half())
            } else {
                (label.at.0 - 2.0 * label.half(), label.at.0)
            };
            prop_assert!(start >= 0.0 && end <= f64::from(size.0) + 0.5, "{}: {start} {end}", label.text);
        }
        // As many steps as there is room for, of lengths that a person counts in.
        let widest = below.iter().map(|label| 2.0 * label.half()).fold(0.0, f64::max);
        let room = map.width / (1.1 * widest + 20.0);
        prop_assert!(below.len() >= 3 || room < 6.0 || epochs < 3, "{} of {room}", below.len());
    }
}
