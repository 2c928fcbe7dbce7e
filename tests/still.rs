//! The pictures that stand in for the lab where it is not there: `www/ui/still.json`, its first sight
//! until wasm has arrived, and `www/page/run.svg`, a finished run where it never will; and those of the
//! chapters, `www/page/one.svg`, `two.svg` and `downhill.svg`, each of its own landscape and a run in it.
//!
//! They are made of what the charts draw, and of what the core computes. `UPDATE=1 cargo test --test still` makes
//! them anew.
#![cfg(not(target_arch = "wasm32"))]

use std::{env, fs};

use gradwalk::charts::{Chart, Colours, Drawn, Scene, Style, draw, handle, left};
use gradwalk::lab::Lab;
use gradwalk::number::{few, short, significant};
use gradwalk::settings::{Layer, Settings};
use gradwalk::training::{Quantity, Series, Trainer};
use plotters::prelude::{IntoDrawingArea, SVGBackend};

/// Each colour in light and in dark, as in the style sheets.
const COLOURS: [(&str, &str, &str); 7] = [
    ("ink", "#17191C", "#E8E6E1"),
    ("muted", "#5B6066", "#A3A8AE"),
    ("ground", "#FFFFFF", "#15171A"),
    ("w", "#0072B2", "#56B4E9"),
    ("loss", "#D55E00", "#D55E00"),
    ("gradient", "#009E73", "#009E73"),
    ("update", "#CC79A7", "#CC79A7"),
];

/// Each state's number of a quantity.
fn series(trainer: &Trainer, quantity: Quantity) -> &Series {
    trainer.history().series(quantity).expect("of one parameter all is kept")
}

/// A chart of the lesson's run at one of its states, as lines of SVG.
fn picture(
    chart: Chart,
    size: (u32, u32),
    trainer: &Trainer,
    settings: &Settings,
) -> (Drawn, Vec<String>) {
    let data = settings.dataset().expect("the lesson's points");
    let bowl = settings.bowl(&data).expect("the lesson's bowl");
    let scene = Scene {
        xs: data.xs(),
        ys: data.ys(),
        bowl: Some(&bowl),
        found: trainer.epoch() > 0,
        ended: trainer.epoch() > 0,
        ..Scene::new(&settings.model, trainer.history(), trainer.epoch(), trainer.iterations())
    };
    let font = "system-ui, sans-serif".to_owned();
    let codes = COLOURS.map(|(_, light, _)| u32::from_str_radix(&light[1..], 16).expect("a code"));
    // As on the page, time begins at the same place in each chart against the epoch.
    let need = |chart: &Chart| left(*chart, (size.0.into(), size.1.into()), 1.0, &scene);
    let left =
        if need(&chart) > 0.0 { Chart::ALL.iter().map(need).fold(0.0, f64::max) } else { 0.0 };
    let style = Style { ratio: 1.0, grain: 1, left, font, colours: Colours::of(&codes) };
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
    let drawn = draw(chart, &area, &scene, &style).expect("a string takes everything");
    drop(area);
    (drawn, svg.lines().map(str::to_owned).collect())
}

/// The value of an attribute of one element.
fn attribute<'a>(element: &'a str, name: &str) -> &'a str {
    let key = format!(" {name}=\"");
    let start = element.find(&key).unwrap_or_else(|| panic!("{name} in {element}")) + key.len();
    element[start..].split('"').next().expect("a quote ends it")
}

fn number(element: &str, name: &str) -> f64 {
    attribute(element, name).parse().expect("a number")
}

fn lesson() -> (Settings, Trainer) {
    let settings = Settings::default();
    let data = settings.dataset().expect("the lesson's points");
    let mut trainer = settings.trainer(&data);
    trainer.look_ahead(usize::MAX);
    (settings, trainer)
}

/// Compares with the file, or writes it where that is asked for.
fn hold(path: &str, text: &str) {
    if env::var_os("UPDATE").is_some() {
        fs::write(path, text).expect("the file can be written");
    }
    let file = fs::read_to_string(path).unwrap_or_default();
    assert!(file == text, "{path} is not what the charts draw: UPDATE=1 cargo test --test still");
}

/// A coordinate within the plot as a percentage of it, and what is left in pixels.
fn place(at: f64, from: f64, length: f64) -> (String, f64) {
    let within = (at - from).clamp(0.0, length);
    let percent = (1000.0 * within / length).round() / 10.0;
    (format!("{percent}%"), (at - from - within).round())
}

/// An attribute whose value is not 1, which is usual.
fn unusual(name: &str, value: f64) -> String {
    if value == 1.0 { String::new() } else { format!(r#","{name}":{value}"#) }
}

/// The elements of a chart by the percentages of its plot, so that they fit one of any size:
/// `[kind, colour, attributes]`, with the margins around the plot in front.
fn relative(chart: Chart, size: (u32, u32), trainer: &Trainer, settings: &Settings) -> String {
    let (Drawn { mapping: plot, .. }, lines) = picture(chart, size, trainer, settings);
    let x = |at: f64| place(at, plot.left, plot.width);
    let y = |at: f64| place(at, plot.top, plot.height);
    let mut elements: Vec<String> = Vec::new();
    let mut lines = lines.iter().map(String::as_str).skip_while(|line| !line.starts_with("<rect"));
    lines.next(); // the ground is the page's
    while let Some(line) = lines.next() {
        let kind = line[1..].split(' ').next().expect("an element");
        let paint = |name: &str| {
            let hex = attribute(line, name);
            COLOURS.iter().find(|c| c.1 == hex).map_or("muted", |c| c.0)
        };
        match kind {
            "rect" => {
                let [left, top, width, height] =
                    ["x", "y", "width", "height"].map(|name| number(line, name));
                let opacity = number(line, "opacity");
                let (middle, centre) = (left + width / 2.0, top + height / 2.0);
                let wide = width.min(height);
                let attributes = if width > 3.0 && height > 3.0 && (width - height).abs() < 2.0 {
                    let half = wide / 2.0;
                    format!(
                        r#""x":"{}","y":"{}","width":{wide},"height":{wide},"transform":"translate(-{half},-{half})""#,
                        x(middle).0,
                        y(centre).0
                    )
                } else if centre > plot.top + plot.height + 1.0 {
                    continue; // a tick below the plot
                } else {
                    let ends = if width > height {
                        (x(left).0, y(centre).0, x(left + width).0, y(centre).0)
                    } else {
                        (x(middle).0, y(top).0, x(middle).0, y(top + height).0)
                    };
                    let dash = format!(r#""class":"dash {}""#, paint("fill"));
                    if height == 1.0 && paint("fill") != "muted" && paint("fill") != "ground" {
                        // A dash: the first stands for all of them.
                        if !elements.iter().any(|element| element.contains(&dash)) {
                            elements.push(format!(
                                r#"["line",{{{dash},"x1":"0%","y1":"{}","x2":"100%","y2":"{}"}}]"#,
                                ends.1, ends.1
                            ));
                        }
                        continue;
                    }
                    format!(
                        r#""x1":"{}","y1":"{}","x2":"{}","y2":"{}"{}{}"#,
                        ends.0,
                        ends.1,
                        ends.2,
                        ends.3,
                        unusual("stroke-width", wide),
                        unusual("opacity", opacity)
                    )
                };
                let tag = if attributes.starts_with(r#""x1""#) { "line" } else { "rect" };
                elements.push(format!(r#"["{tag}",{{"class":"{}",{attributes}}}]"#, paint("fill")));
            }
            "circle" => elements.push(format!(
                r#"["circle",{{"class":"{}","cx":"{}","cy":"{}","r":{}}}]"#,
                paint("fill"),
                x(number(line, "cx")).0,
                y(number(line, "cy")).0,
                number(line, "r")
            )),
            "polyline" => {
                let points = attribute(line, "points").split_whitespace();
                let corners: Vec<(f64, f64)> = points
                    .filter_map(|pair| pair.split_once(','))
                    .map(|(x, y)| (x.parse().expect("x"), y.parse().expect("y")))
                    .collect();
                let [from, to] = corners[..] else { continue }; // a curve of one state
                elements.push(format!(
                    r#"["line",{{"class":"{}","x1":"{}","y1":"{}","x2":"{}","y2":"{}"{}}}]"#,
                    paint("stroke"),
                    x(from.0).0,
                    y(from.1).0,
                    x(to.0).0,
                    y(to.1).0,
                    unusual("stroke-width", number(line, "stroke-width"))
                ));
            }
            "text" => {
                let label = lines.next().expect("what it says");
                let ((x, dx), (y, dy)) = (x(number(line, "x")), y(number(line, "y")));
                let anchor = match attribute(line, "text-anchor") {
                    "middle" => "", // as the sheet has it
                    _ => r#","class":"end""#,
                };
                let shift = attribute(line, "dy");
                // From the middle, or from the top, of letters to their line.
                let dy = dy + if shift.ends_with("ex") { 4.0 } else { 10.0 };
                elements.push(format!(
                    r#"["text",{{"x":"{x}","y":"{y}","dx":{dx},"dy":{dy}{anchor}}},"{label}"]"#,
                ));
            }
            _ => {}
        }
    }
    if chart == Chart::Fit {
        let (hx, hy) = handle(series(trainer, Quantity::Param(0))[0], &plot);
        let ((x, _), (y, _)) = (x(hx), y(hy));
        elements.push(format!(r#"["circle",{{"class":"hand","cx":"{x}","cy":"{y}","r":7.5}}]"#));
    }
    let right = f64::from(size.0) - plot.left - plot.width;
    let below = f64::from(size.1) - plot.top - plot.height;
    let margins = format!("[{},{right},{below},{}]", plot.top, plot.left);
    format!("{{\"margins\":{margins},\"marks\":[\n{}\n]}}", elements.join(",\n"))
}

#[test]
fn the_still_is_the_first_sight_of_the_lab() {
    let (settings, trainer) = lesson();
    let (tall, flat) = ((352, 300), (352, 142));
    let sizes =
        [(Chart::Fit, tall), (Chart::Landscape, tall), (Chart::Loss, flat), (Chart::W, flat)];
    let charts = sizes.map(|(chart, size)| {
        format!("\"{}\":{}", chart.name(), relative(chart, size, &trainer, &settings))
    });
    let data = settings.dataset().expect("the lesson's points");
    let bowl = settings.bowl(&data).expect("the lesson's bowl");
    let bands = settings.bands(&data).expect("the lesson's bands");
    let [w, loss] = [Quantity::Param(0), Quantity::Loss].map(|q| series(&trainer, q)[0]);
    let readouts = [
        ("epoch", "0".to_owned()),
        ("iterations", trainer.iterations().to_string()),
        ("points", data.len().to_string()),
        ("w", format!("{w:.3}")),
        ("loss", format!("{loss:.1}")),
        ("start_w", format!("{w:.3}")),
        ("start_loss", format!("{loss:.1}")),
        ("slope", significant(series(&trainer, Quantity::Grad(0))[0], 3)),
        ("lr", short(settings.lr)),
        ("about_optimum", short(bowl.optimum[0])),
        ("factor", few(bands.factor(settings.lr).expect("with zero_grad"), 2)),
        ("curvature", short(bowl.curvature())),
        ("limit", format!("2/{} ≈ {}", bands.curvature, few(bands.critical_lr, 3))),
    ];
    let readouts = readouts.map(|(name, text)| format!("\"{name}\":\"{text}\""));

    // The sliders, by the table of settings.
    let table = Settings::table();
    let slider = |name: &str| {
        let setting = table.iter().find(|setting| setting.name == name);
        let own = setting.and_then(|setting| setting.kind.slider()).cloned();
        let rates = Settings::rates(&bands).filter(|_| name == "lr");
        rates.or(own).expect("it has a slider")
    };
    let ends = [bands.straight_lr.expect("with zero_grad"), bands.critical_lr];
    let ends = ends.map(|lr| short(slider("lr").fraction(lr)));
    let controls = [("lr", settings.lr), ("iterations", trainer.iterations() as f64)];
    let controls = controls.map(|(name, value)| {
        let (stop, stops) = (slider(name).stop(value), slider(name).len());
        let value = short(value);
        format!(r#"{{"name":"{name}","control":"main","value":"{value}","stop":{stop},"stops":{stops}}}"#)
    });
    hold(
        "www/ui/still.json",
        &format!(
            "{{\n\"readouts\":{{{}}},\n\"verdict\":\"{}\",\n\"limit\":\"{}\",\n\"bands\":[{}],\n\"controls\":[{}],\n\"charts\":{{\n{}\n}}}}\n",
            readouts.join(","),
            bands.verdict(settings.lr).code(),
            Lab::new().limit().expect("the lesson has one").code(),
            ends.join(","),
            controls.join(","),
            charts.join(",\n"),
        ),
    );
}

#[test]
fn the_run_is_what_the_charts_draw_of_it() {
    let (settings, mut trainer) = lesson();
    trainer.step(usize::MAX);
    let places = [
        (Chart::Fit, "y = w·x", (0, 20), (352, 300)),
        (Chart::Loss, "Loss", (376, 20), (352, 132)),
        (Chart::W, "w", (376, 184), (352, 136)),
    ];
    let mut charts = String::new();
    for (chart, title, (x, y), size) in places {
        let (_, lines) = picture(chart, size, &trainer, &settings);
        let is_mark = |line: &&String| {
            !line.contains("svg") && !line.contains("\"#FFFFFF\" stroke=\"none\" x=\"0\"")
        };
        let marks: Vec<_> = lines.iter().filter(is_mark).map(String::as_str).collect();
        charts += &format!(
            "<g transform=\"translate({x} {y})\">\n<text y=\"-6\" font-size=\"14\" fill=\"#17191C\">{title}</text>\n{}\n</g>\n",
            marks.join("\n")
        );
    }
    let dark: String = COLOURS
        .iter()
        .map(|(_, light, dark)| {
            format!("[fill=\"{light}\"]{{fill:{dark}}}[stroke=\"{light}\"]{{stroke:{dark}}}")
        })
        .collect();
    let style = format!(
        "text{{font-family:system-ui,sans-serif}}@media(prefers-color-scheme:dark){{{dark}}}"
    );
    let ground = "<rect width=\"728\" height=\"320\" fill=\"#FFFFFF\"/>";
    hold(
        "www/page/run.svg",
        &format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 728 320\" width=\"728\" height=\"320\"><style>{style}</style>\n{ground}\n{charts}</svg>\n"
        ),
    );
}

/// The width and the height of a chapter's picture.
const CARD: (f64, f64) = (264.0, 132.0);

/// The run that a query describes, to its end, and the numbers of its states by quantity.
fn finished(query: &str) -> (Settings, Trainer) {
    let (settings, notices) = Settings::resolve([Layer::parse(query)]);
    assert_eq!(notices, []);
    let mut trainer = settings.trainer(&settings.dataset().expect("points"));
    trainer.step(usize::MAX);
    (settings, trainer)
}

/// A polyline through these places.
fn path(places: &[(f64, f64)], class: &str) -> String {
    let places = places.iter().map(|(x, y)| format!("{} {}", few(*x, 4), few(*y, 4)));
    format!("<path class=\"{class}\" d=\"M{}\"/>\n", places.collect::<Vec<_>>().join(" "))
}

/// A chapter's picture: its landscape, the run in it, and the ball at its end.
fn card(landscape: &str, run: &[(f64, f64)]) -> String {
    let (x, y) = run.last().expect("a run has a start");
    let dark = "@media(prefers-color-scheme:dark){circle{fill:#E8E6E1}}";
    let style = "path,ellipse{fill:none;stroke-linejoin:round}.loss{stroke:#D55E00}.update{stroke:#CC79A7;stroke-width:1.5}";
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\"><style>{style}{dark}</style>\n{landscape}{}<circle cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"#17191C\"/>\n</svg>\n",
        CARD.0,
        CARD.1,
        path(run, "update"),
        few(*x, 4),
        few(*y, 4),
    )
}

#[test]
fn the_picture_of_chapter_one_is_its_bowl_with_a_run_that_overshoots() {
    let (settings, trainer) = finished("lr=0.12");
    let bowl = settings.bowl(&settings.dataset().expect("points")).expect("the lesson's bowl");
    let (best, bends) = (bowl.optimum[0], bowl.curvature());
    // From −0.6 to 4.6, and up to a loss of 33.
    let place = |w: f64, loss: f64| ((w + 0.6) / 5.2 * CARD.0, 124.0 - loss / 33.0 * 120.0);
    let wall = |k: i32| {
        let w = best + f64::from(k) / 20.0 * 2.6;
        place(w, bends / 2.0 * (w - best) * (w - best))
    };
    let bowl = path(&(-20..=20).map(wall).collect::<Vec<_>>(), "loss");
    let [w, loss] = [Quantity::Param(0), Quantity::Loss].map(|q| series(&trainer, q));
    let run: Vec<_> = (0..=trainer.epoch()).map(|k| place(w[k], loss[k])).collect();
    hold("www/page/one.svg", &card(&bowl, &run));
}

#[test]
fn the_picture_of_chapter_two_is_its_valley_with_the_zigzag() {
    let spring = "x=0,0.1,0.2,0.3,0.4,0.5,0.6,0.7&y=2.1,2.5,3.3,3.7,4.5,4.9,5.7,6.1";
    let run = format!("model=w*x%2Bb&lr=0.75&iterations=40&{spring}");
    hold("www/page/two.svg", &valley(&run, [14.0, -2.0, -0.4]));
}

#[test]
fn the_picture_of_chapter_three_is_its_valley_with_a_run_that_has_momentum() {
    let spring = "x=0,0.05,0.1,0.15,0.2,0.25,0.3,0.35&y=2.1,2.5,3.3,3.7,4.5,4.9,5.7,6.1";
    let run = format!("model=w*x%2Bb&optimizer=SGD(momentum=0.9)&lr=0.3&iterations=60&{spring}");
    hold("www/page/downhill.svg", &valley(&run, [18.0, -2.0, -1.0]));
}

/// The level lines of a line's landscape and a run in it, so wide from these parameters on.
fn valley(run: &str, [wide, left, low]: [f64; 3]) -> String {
    let (settings, trainer) = finished(run);
    let bowl = settings.bowl(&settings.dataset().expect("points")).expect("a line has a bowl");
    // One scale: twice as wide as it is high.
    let scale = CARD.0 / wide;
    let place = |w: f64, b: f64| ((w - left) * scale, CARD.1 - (b - low) * scale);
    // Across it the ground bends most, along it least; on the picture b goes up, where y goes down.
    let (bends, along) = (&bowl.curvatures, &bowl.directions[1]);
    let turned = (-along[1]).atan2(along[0]).to_degrees();
    let (x, y) = place(bowl.optimum[0], bowl.optimum[1]);
    let level = |power: i32| {
        // ½·λ·r² is the loss above the least.
        let radius = |bend: f64| few((2.0 * 2f64.powi(power) / bend).sqrt() * scale, 4);
        format!(
            "<ellipse class=\"loss\" opacity=\"0.5\" cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\" transform=\"rotate({} {} {})\"/>\n",
            few(x, 4),
            few(y, 4),
            radius(bends[1]),
            radius(bends[0]),
            few(turned, 4),
            few(x, 4),
            few(y, 4)
        )
    };
    let landscape: String = (-4..=5).map(level).collect();
    let [w, b] = [0, 1].map(|k| series(&trainer, Quantity::Param(k)));
    let run: Vec<_> = (0..=trainer.epoch()).map(|k| place(w[k], b[k])).collect();
    card(&landscape, &run)
}
