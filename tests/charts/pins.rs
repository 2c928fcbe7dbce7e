//! Pinned runs on the charts: each its own dashes and letter, at the same state as the run.

use gradwalk::charts::{Chart, DASHES, Scene, spans_decades};
use gradwalk::settings::Settings;
use gradwalk::training::Trainer;

use super::{draw_svg, elements, history, lesson, lessons, lines, scene, style};

const INK: &str = "#17191C";
const SIZE: (u32, u32) = (352, 242);

/// A run of the lesson's points, computed as far as that.
pub fn run(lr: f64, w: f64, epochs: usize) -> Trainer {
    let settings = Settings { lr, w, iterations: epochs.max(1), ..Settings::default() };
    let mut run = settings.trainer(&settings.dataset().expect("points"));
    run.look_ahead(epochs);
    run
}

/// The letters of a drawing and where each stands, in the order drawn.
fn letters(svg: &str) -> Vec<(char, (f64, f64))> {
    let mut found = Vec::new();
    for text in svg.split("<text ").skip(1) {
        let label = text.split_once('>').unwrap().1.split('<').next().unwrap().trim();
        if let Some(letter) = label.chars().next().filter(char::is_ascii_uppercase) {
            let place = |name| super::number(&format!(" {text}"), name);
            found.push((letter, (place("x"), place("y"))));
        }
    }
    found
}

#[test]
fn no_two_dashes_are_alike() {
    for (index, dash) in DASHES.iter().enumerate() {
        assert!(DASHES[..index].iter().all(|other| other != dash));
    }
}

#[test]
fn losses_span_decades_where_runs_end_far_apart_or_one_leaves() {
    let spans = |own: &Trainer, pins: &[Trainer]| {
        spans_decades(&Scene { pins, ..scene(own.history(), 0, 1) })
    };
    // At no rate to speak of the loss stays 7.5·(w − 2)²: that of 12 is a hundred times that of 3.
    let still = |w| run(1e-30, w, 1);
    for (own, pinned, expected) in
        [(3.0, 12.0, false), (12.0, 3.0, false), (3.0, 12.01, true), (12.01, 3.0, true)]
    {
        assert_eq!(spans(&still(own), &[still(pinned)]), expected, "{own} and {pinned}");
    }
    // The run alone, and a pinned one, which each step at 0.2 leaves with four times the loss.
    let (stays, leaves) = (|| run(0.01, 0.0, 20), || run(0.2, 0.0, 20));
    assert!(!spans(&stays(), &[]));
    assert!(spans(&leaves(), &[]));
    assert!(spans(&leaves(), &[leaves()]));
}

#[test]
fn two_runs_on_one_path_are_both_read() {
    let own = run(0.01, 0.0, 20).into_history(); // with its gradients: theirs is a chart, too
    let pins = [run(0.05, 0.0, 20), run(0.05, 0.0, 20), run(0.01, 0.0, 20)];
    let (xs, ys) = ([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]);
    let bowl = lessons();
    let run = scene(&own, 20, 20);
    let scene = Scene { xs: &xs, ys: &ys, pins: &pins, bowl, ..run };
    // No schedule changes these rates, and nobody has swept them.
    for &chart in Chart::ALL.iter().filter(|chart| ![Chart::Lr, Chart::Sweep].contains(chart)) {
        let (_, svg) = draw_svg(chart, SIZE, &scene, &style(1.0, 1));
        let letters = letters(&svg);
        assert_eq!(
            letters.iter().map(|(letter, _)| *letter).collect::<String>(),
            "ABC",
            "{chart:?}"
        );
        // Each stands on ground, so that no line runs through it.
        let ground = super::elements(&svg, "circle", "#FFFFFF");
        for (letter, at) in &letters {
            let below = |circle: &&&str| {
                let [x, y, r] = ["cx", "cy", "r"].map(|name| super::number(circle, name));
                (x, y) == *at && r >= 7.0
            };
            assert!(ground.iter().any(|circle| below(&circle)), "{chart:?} {letter}");
        }
        for (index, (_, at)) in letters.iter().enumerate() {
            for (_, other) in &letters[..index] {
                assert!((at.0 - other.0).hypot(at.1 - other.1) > 12.0, "{chart:?} {letters:?}");
            }
        }
    }
}

#[test]
fn no_letter_lies_on_another_however_the_runs_go() {
    let (w, loss) = lesson(0.01, 20);
    let (xs, ys) = ([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]);
    let bowl = lessons();
    // All at the bottom; all away after a step or two; each a hair beside the next; from one place.
    for pins in [
        [0.05, 0.06, 0.07, 0.08].map(|lr| run(lr, 0.0, 200)),
        [1.0, 10.0, 100.0, 1000.0].map(|lr| run(lr, 0.0, 60)),
        [0.01, 0.0101, 0.0102, 0.0103].map(|lr| run(lr, 0.0, 20)),
        [0.01, 0.0101, 0.0102, 0.0103].map(|lr| run(lr, 1.99, 20)),
    ] {
        for position in [0, 2, 20] {
            let run = scene(history(&w, &loss), position, 20);
            let scene = Scene { xs: &xs, ys: &ys, pins: &pins, bowl, ..run };
            for &chart in Chart::ALL {
                for size in [SIZE, (240, 160)] {
                    let (_, svg) = draw_svg(chart, size, &scene, &style(1.0, 1));
                    let letters = letters(&svg);
                    for (index, (_, at)) in letters.iter().enumerate() {
                        let (width, height) = (f64::from(size.0), f64::from(size.1));
                        assert!(at.0 > 7.0 && at.0 < width - 7.0, "{chart:?} {letters:?}");
                        assert!(at.1 > 7.0 && at.1 < height - 7.0, "{chart:?} {letters:?}");
                        for (_, other) in &letters[..index] {
                            let apart = (at.0 - other.0).hypot(at.1 - other.1);
                            assert!(apart > 14.0, "{chart:?} at {position}: {letters:?}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_pinned_run_is_shown_at_the_state_of_the_run() {
    let (w, loss) = lesson(0.01, 20);
    let pins = [run(0.05, 0.0, 20)];
    let (xs, ys) = ([1.0, 4.0], [2.0, 8.0]);
    for position in [0, 1, 3] {
        // The distance to 2 shrinks to a quarter in each step: 1 − 15·0.05.
        let expected = 2.0 - 2.0 * 0.25f64.powi(position as i32);
        let run = scene(history(&w, &loss), position, 20);
        let scene = Scene { xs: &xs, ys: &ys, pins: &pins, ..run };
        let (drawn, svg) = draw_svg(Chart::Fit, SIZE, &scene, &style(1.0, 8));
        let dashes = lines(&svg, INK);
        assert!(!dashes.is_empty(), "a line of dashes");
        for (x, y) in dashes.into_iter().flatten() {
            let (x, y) = drawn.mapping.to_data(x / 8.0, y / 8.0);
            assert!((y - expected * x).abs() < 0.05, "at {position}: ({x}, {y})");
        }
    }
}

#[test]
fn the_axes_hold_the_pinned_runs_within_their_limits() {
    let (w, loss) = lesson(0.01, 20);
    let plain = Scene { bowl: lessons(), ..scene(history(&w, &loss), 20, 20) };
    let swinging = [run(0.12, 0.0, 20)];
    let away = [run(0.2, 0.0, 100)];
    let top = |pins| {
        let scene = Scene { pins, ..plain };
        draw_svg(Chart::W, SIZE, &scene, &style(1.0, 1)).0.mapping.y.max()
    };
    assert!(top(&swinging) > 3.5, "its first swing goes to 3.6");
    assert!(top(&away) <= 22.0, "ten times the first distance is enough");
    assert!(
        elements(
            &draw_svg(Chart::W, SIZE, &Scene { pins: &away, ..plain }, &style(1.0, 1)).1,
            "polyline",
            INK
        )
        .len()
            > 1
    );
}
