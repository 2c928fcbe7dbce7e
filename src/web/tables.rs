//! The core's tables as JavaScript has them. The bundler asks for them, and the page has them from
//! it: nothing here is loaded.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::charts::{Colours, DASHES, LEFT, RIGHT};
use crate::number::short;
use crate::settings::{Against, Control, Kind, Room, Setting, Settings, View};
use crate::training::Stage;

/// The table of settings, for whoever builds controls:
/// `{name, kind, control, run, pinned, initial, min?, max?, stops?, choices?,
/// dashes?}` each, the dashes being those of pinned runs on the charts, as many as there can be.
#[wasm_bindgen]
pub fn settings() -> Array {
    Settings::table().iter().map(setting).collect()
}

/// The table of views: `{name, axis, place, initial, all, quantity?}` each, where the axis is
/// `data`, `epoch` (of the quantity), `step`, `gradients`, `runs` or `text`, the place `figure` or `drawer`;
/// `all` tells whether `views=all` means it.
#[wasm_bindgen]
pub fn views() -> Array {
    View::TABLE.iter().map(view).collect()
}

/// The names of the colours that charts are drawn in, in the order in which
/// [`draw`](super::Lab::draw) takes them.
#[wasm_bindgen]
pub fn colours() -> Array {
    Colours::NAMES.iter().map(|&name| JsValue::from(name)).collect()
}

/// `{left, right}`: the room to both sides of a plot against the epoch, in CSS pixels, as far as its
/// labels need no more.
#[wasm_bindgen]
pub fn margins() -> JsValue {
    object([("left", Some(LEFT.into())), ("right", Some(RIGHT.into()))])
}

/// The names of the four steps of training, in their order.
#[wasm_bindgen]
pub fn stages() -> Array {
    Stage::ALL.iter().map(|stage| JsValue::from(stage.name())).collect()
}

/// A plain object with these properties; `None` leaves one out.
fn object<const N: usize>(properties: [(&str, Option<JsValue>); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in properties {
        if let Some(value) = value {
            // Setting a property of a fresh plain object cannot fail.
            let _ = Reflect::set(&object, &name.into(), &value);
        }
    }
    object.into()
}

/// `{name, kind, control, run, pinned, initial}`, with `min` and `max` for numbers, `stops` for those that
/// have a slider, `choices` for words.
fn setting(setting: &Setting) -> JsValue {
    let control = match setting.control {
        Control::Main => "main",
        Control::More => "more",
        Control::None => "none",
    };
    let bounds = match &setting.kind {
        Kind::Number { min, max, .. } => Some((short(*min), short(*max))),
        Kind::Whole { min, max, .. } => Some((min.to_string(), max.to_string())),
        _ => None,
    };
    let choices = match &setting.kind {
        Kind::Choice(names) | Kind::Names(names) => {
            Some(names.iter().map(|&name| JsValue::from(name)).collect::<Array>())
        }
        _ => None,
    };
    let dash = |(dash, gap): &(f64, f64)| JsValue::from(short(*dash) + " " + &short(*gap));
    let dashes = matches!(setting.kind, Kind::Pins)
        .then(|| JsValue::from(DASHES.iter().map(dash).collect::<Array>()));
    object([
        ("name", Some(setting.name.into())),
        ("kind", Some(setting.kind.name().into())),
        ("control", Some(control.into())),
        ("run", Some(setting.run.into())),
        ("pinned", Some(setting.pinned.into())),
        ("initial", Some(setting.initial.as_str().into())),
        ("min", bounds.as_ref().map(|(min, _)| min.as_str().into())),
        ("max", bounds.as_ref().map(|(_, max)| max.as_str().into())),
        ("stops", setting.kind.slider().map(|slider| (slider.len() as u32).into())),
        ("choices", choices.map(JsValue::from)),
        ("dashes", dashes),
    ])
}

/// `{name, axis, place, initial, all, quantity?}`.
fn view(view: &View) -> JsValue {
    let (axis, quantity) = match view.against {
        Against::Data => ("data", None),
        Against::Parameter => ("parameter", None),
        Against::Epoch(quantity) => ("epoch", Some(quantity.name(&["w"]).into())),
        Against::Step => ("step", None),
        Against::Gradients => ("gradients", None),
        Against::Runs => ("runs", None),
        Against::Text => ("text", None),
    };
    let place = match view.room {
        Room::Figure => "figure",
        Room::Drawer => "drawer",
    };
    object([
        ("name", Some(view.name.into())),
        ("axis", Some(axis.into())),
        ("place", Some(place.into())),
        ("initial", Some(view.initial.into())),
        ("all", Some(view.all.into())),
        ("quantity", quantity),
    ])
}
