//! A canvas of the page as a backend of plotters, finer than its pixels.

use std::convert::Infallible;
use std::f64::consts::TAU;

use plotters::drawing::IntoDrawingArea;
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle};
use plotters_backend::{DrawingBackend, DrawingErrorKind};
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

/// A canvas whose units are a fraction of its pixels. A colour or a font that it has it is not told again: it reads them as
/// texts, each time.
struct Fine {
    context: CanvasRenderingContext2d,
    /// In its units.
    size: (u32, u32),
    fill: String,
    stroke: String,
    font: String,
}

impl Fine {
    fn new(canvas: &HtmlCanvasElement) -> Option<Fine> {
        let context = canvas.get_context("2d").ok()??;
        let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
        let unit = 1.0 / f64::from(GRAIN);
        context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0).ok()?;
        // A miter would shoot out of the sharp turns of an overshooting run.
        context.set_line_join("round");
        let size = (canvas.width() * GRAIN, canvas.height() * GRAIN);
        let font = context.font();
        Some(Fine { context, size, fill: String::new(), stroke: String::new(), font })
    }

    fn fill_with(&mut self, colour: BackendColor) {
        let colour = css(colour);
        if colour != self.fill {
            self.context.set_fill_style_str(&colour);
            self.fill = colour;
        }
    }

    fn stroke_with(&mut self, style: &impl BackendStyle) {
        let colour = css(style.color());
        if colour != self.stroke {
            self.context.set_stroke_style_str(&colour);
            self.stroke = colour;
        }
        self.context.set_line_width(f64::from(style.stroke_width()));
    }

    /// Leads the way from one place to the next.
    fn trace(&self, path: impl IntoIterator<Item = BackendCoord>) {
        self.context.begin_path();
        for (x, y) in path {
            // The first is where it begins.
            self.context.line_to(f64::from(x), f64::from(y));
        }
    }
}

fn css(colour: BackendColor) -> String {
    let (red, green, blue) = colour.rgb;
    format!("rgba({red},{green},{blue},{})", colour.alpha)
}

type Outcome = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Fine {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Outcome {
        self.fill_with(colour);
        self.context.fill_rect(f64::from(x), f64::from(y), 1.0, 1.0);
        Ok(())
    }

    // What follows would otherwise be composed of single pixels.

    fn draw_line<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
    ) -> Outcome {
        self.draw_path([a, b], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let [x, y, width, height] = [a.0, a.1, b.0 - a.0, b.1 - a.1].map(f64::from);
        if fill {
            self.fill_with(style.color());
            self.context.fill_rect(x, y, width, height);
        } else {
            self.stroke_with(style);
            self.context.stroke_rect(x, y, width, height);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.stroke_with(style);
        self.trace(path);
        self.context.stroke();
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let [x, y] = [centre.0, centre.1].map(f64::from);
        self.context.begin_path();
        // No radius is below 0.
        let _ = self.context.arc(x, y, f64::from(radius), 0.0, TAU);
        if fill {
            self.fill_with(style.color());
            self.context.fill();
        } else {
            self.stroke_with(style);
            self.context.stroke();
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.fill_with(style.color());
        self.trace(path);
        self.context.fill();
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Outcome {
        self.context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "center",
            HPos::Right => "end",
        });
        self.context.set_text_baseline(match style.anchor().v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        let font = format!("{}px {}", style.size(), style.family().as_str());
        if font != self.font {
            self.context.set_font(&font);
            self.font = font;
        }
        self.fill_with(style.color());
        // What no canvas can write is left out.
        let _ = self.context.fill_text(text, f64::from(x), f64::from(y));
        Ok(())
    }
}
