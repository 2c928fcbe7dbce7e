//! A canvas of the page as a backend of plotters, finer than its pixels.

use plotters::drawing::IntoDrawingArea;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle};
use plotters_backend::{DrawingBackend, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::charts::{self, Chart, Colours, Drawn, Scene, Style};

/// Units of the drawing for each pixel of the display. Plotters counts in whole numbers, and a
/// curve through whole pixels has stairs.
const GRAIN: u32 = 8;

/// How the page wants a chart.
pub(super) struct Page<'a> {
    /// In CSS pixels.
    pub width: f64,
    /// In CSS pixels.
    pub height: f64,
    /// Pixels of the display for each CSS pixel, see [`ratio`].
    pub ratio: f64,
    /// The least room to the left of the plot, in CSS pixels.
    pub left: f64,
    /// 0xRRGGBB each, in the order of [`Colours::NAMES`].
    pub colours: &'a [u32],
    /// The font family, as CSS names it.
    pub font: String,
}

/// The pixels of the display for each CSS pixel, as far as they can be drawn.
pub(super) fn ratio(given: f64) -> f64 {
    if given.is_finite() { given.clamp(0.5, 8.0) } else { 1.0 }
}

/// Draws the chart; nothing onto a canvas that gives no context.
pub(super) fn draw(
    chart: Chart,
    canvas: &HtmlCanvasElement,
    scene: &Scene,
    page: Page,
) -> Option<Drawn> {
    let ratio = page.ratio;
    let pixels = |css: f64| (css * ratio).round().clamp(1.0, 8192.0) as u32;
    let size = (pixels(page.width), pixels(page.height));
    // Setting the size, even to the same, allocates the bitmap anew.
    if (canvas.width(), canvas.height()) != size {
        canvas.set_width(size.0);
        canvas.set_height(size.1);
    }
    let colours = Colours::of(page.colours);
    let style = Style { ratio, grain: GRAIN, left: page.left, font: page.font, colours };
    charts::draw(chart, &Fine::new(canvas)?.into_drawing_area(), scene, &style).ok()
}

/// A canvas whose units are a fraction of its pixels.
struct Fine(CanvasBackend);

impl Fine {
    fn new(canvas: &HtmlCanvasElement) -> Option<Fine> {
        let context = canvas.get_context("2d").ok()??;
        let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
        let unit = 1.0 / f64::from(GRAIN);
        context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0).ok()?;
        // A miter would shoot out of the sharp turns of an overshooting run.
        context.set_line_join("round");
        Some(Fine(CanvasBackend::with_canvas_object(canvas.clone())?))
    }
}

type Error = <CanvasBackend as DrawingBackend>::ErrorType;
type Outcome = Result<(), DrawingErrorKind<Error>>;

impl DrawingBackend for Fine {
    type ErrorType = Error;

    fn get_size(&self) -> (u32, u32) {
        let (width, height) = self.0.get_size();
        (width * GRAIN, height * GRAIN)
    }

    fn ensure_prepared(&mut self) -> Outcome {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Outcome {
        self.0.present()
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Outcome {
        self.0.draw_pixel(at, colour)
    }

    // What follows would otherwise be composed of single pixels.

    fn draw_line<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
    ) -> Outcome {
        self.0.draw_line(a, b, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        self.0.draw_rect(a, b, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.0.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        self.0.draw_circle(centre, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.0.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        at: BackendCoord,
    ) -> Outcome {
        self.0.draw_text(text, style, at)
    }
}
