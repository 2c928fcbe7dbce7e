//! The lab: settings, a run, a position in it and a hand, driven as a page would.
#![cfg(not(target_arch = "wasm32"))]

mod digits;
mod hand;
mod hostile;
mod inside;
mod layers;
mod models;
mod opened;
mod pins;
mod positions;
mod readouts;
mod several;
mod snapshots;
mod truth;
mod views;
mod walks;

use gradwalk::charts::{Chart, Colours, Mapping, Style, draw};
use gradwalk::lab::{Lab, Readout};
use plotters::prelude::{IntoDrawingArea, SVGBackend};

/// More work than any run here needs.
const ALL: usize = usize::MAX;

/// What a lab says about some layers: which of them, and the code.
fn said(lab: &mut Lab, layers: &[&str]) -> Vec<(usize, &'static str)> {
    let layers: Vec<_> = layers.iter().map(|&layer| Some(layer)).collect();
    let said = lab.configure(&layers, false);
    said.iter().map(|notice| (notice.layer, notice.problem.code())).collect()
}

/// A lab with these settings, at its start; they leave nothing to say.
fn lab(settings: &str) -> Lab {
    let mut lab = Lab::new();
    assert_eq!(said(&mut lab, &[settings]), [], "{settings}");
    lab
}

/// The same, at the end of its run.
fn trained(settings: &str) -> Lab {
    let mut lab = lab(settings);
    lab.seek(usize::MAX, ALL);
    lab
}

/// The same, with every chart drawn at 400 × 300 pixels.
fn drawn(settings: &str) -> Lab {
    let mut lab = trained(settings);
    draw_all(&mut lab);
    lab
}

/// The same, standing at its start, with where a chart has been drawn.
fn drawn_at_start(settings: &str, chart: Chart) -> (Lab, Mapping) {
    let mut lab = trained(settings);
    lab.seek(0, ALL);
    let maps = draw_all(&mut lab);
    (lab, maps[chart as usize])
}

fn draw_all(lab: &mut Lab) -> Vec<Mapping> {
    let mut maps = Vec::new();
    let style = |left| Style {
        ratio: 1.0,
        grain: 1,
        left,
        font: "serif".to_owned(),
        colours: Colours::of(&[]),
    };
    for &chart in Chart::ALL {
        let style = style(lab.left(chart, (400.0, 300.0), 1.0));
        let mut svg = String::new();
        let area = SVGBackend::with_string(&mut svg, (400, 300)).into_drawing_area();
        let drawn = draw(chart, &area, &lab.scene(), &style).expect("a string takes everything");
        lab.drawn(chart, drawn.mapping);
        maps.push(drawn.mapping);
    }
    maps
}

/// A readout by the name that the page has for it.
fn read(lab: &mut Lab, name: &str) -> String {
    lab.readout(Readout::from_name(name).unwrap_or_else(|| panic!("{name} is a readout")))
}

/// As many points as there may be, on the line y = 2x, as settings.
fn many_points(count: usize) -> String {
    let list =
        |by: usize| (1..=count).map(|i| (by * i % 1000).to_string()).collect::<Vec<_>>().join(",");
    format!("x={}&y={}", list(1), list(2))
}
