//! Charts on a real canvas.

use gradwalk::web::Lab;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::trained;

/// Ink, muted, ground, w, loss.
pub const COLOURS: [u32; 5] = [0x17191c, 0x5b6066, 0xffffff, 0x0072b2, 0xd55e00];

pub fn canvas() -> HtmlCanvasElement {
    let document = web_sys::window().and_then(|window| window.document()).expect("a page");
    document.create_element("canvas").expect("a canvas").unchecked_into()
}

/// How many pixels of a canvas are of nearly this colour, by thirds from left to right.
fn painted(canvas: &HtmlCanvasElement, colour: u32) -> [usize; 3] {
    let context = canvas.get_context("2d").expect("a canvas draws").expect("in two dimensions");
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (width, height) = (canvas.width(), canvas.height());
    let image = context.get_image_data(0.0, 0.0, width.into(), height.into()).expect("its pixels");
    let [_, r, g, b] = colour.to_be_bytes();
    let mut thirds = [0; 3];
    for (index, pixel) in image.data().0.chunks(4).enumerate() {
        let near = pixel.iter().zip([r, g, b]).all(|(&is, wanted)| is.abs_diff(wanted) < 24);
        if near && pixel[3] > 200 {
            thirds[index % width as usize * 3 / width as usize] += 1;
        }
    }
    thirds
}

#[wasm_bindgen_test]
fn charts_are_drawn_in_their_colours_and_as_sharp_as_the_display() {
    let (canvas, mut lab) = (canvas(), trained("iterations=100"));
    for (chart, colour) in [("w", COLOURS[3]), ("loss", COLOURS[4])] {
        for ratio in [1.0, 2.0, 1.5] {
            let font = "system-ui".to_owned();
            assert_eq!(lab.draw(chart, &canvas, 400.0, 160.0, ratio, &COLOURS, font), "");
            let size = (canvas.width(), canvas.height());
            assert_eq!(size, ((400.0 * ratio) as u32, (160.0 * ratio) as u32));
            let thirds = painted(&canvas, colour);
            assert!(thirds.iter().all(|&count| count > 20), "{chart} at {ratio}: {thirds:?}");
        }
    }
    // A chart that is not there is not drawn, and a run that leaves its chart says so.
    assert_eq!(lab.draw("pie", &canvas, 400.0, 160.0, 1.0, &COLOURS, String::new()), "");
    let mut away = trained("lr=0.2&iterations=60");
    let mut cut = |chart| away.draw(chart, &canvas, 400.0, 160.0, 1.0, &COLOURS, String::new());
    assert_eq!((cut("loss"), cut("w")), ("above".into(), "both".into()));
}

#[wasm_bindgen_test]
fn hostile_sizes_colours_and_runs_can_be_drawn() {
    let canvas = canvas();
    let hostile = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0, 1e-9, 3.7, 1e300];
    let mut labs = [
        Lab::new(),
        trained("lr=0.2&iterations=1000"),
        trained("x=1e200&y=1e200"),
        trained("x=1e-200,0&y=1e-200,0&lr=1000"),
        trained("x=0&y=5&iterations=1"),
    ];
    for lab in &mut labs {
        for chart in ["fit", "w", "loss"] {
            for size in hostile {
                lab.draw(chart, &canvas, size, 100.0, 1.0, &COLOURS, "serif".to_owned());
                lab.draw(chart, &canvas, 100.0, size, 1.0, &[u32::MAX], String::new());
                lab.draw(chart, &canvas, 100.0, 100.0, size, &[], "\"; 😀".to_owned());
                assert!(canvas.width() <= 8192 && canvas.height() <= 8192);
            }
        }
    }
}
