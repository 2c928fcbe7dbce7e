//! Rust's values as JavaScript's.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::number::short;
use crate::settings::{Against, Control, Kind, Notice, Room, Setting, TableProblem, View};
use crate::training::Reason;

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

/// `{code, field, given, allowed, layer}`.
pub(super) fn notice(notice: &Notice, layer: usize) -> JsValue {
    object([
        ("code", Some(notice.problem.code().into())),
        ("field", Some(notice.setting.as_str().into())),
        ("given", Some(notice.given.as_str().into())),
        ("allowed", Some(notice.problem.allowed().into())),
        ("layer", Some((layer as f64).into())),
    ])
}

/// `{name, kind, control, initial}`, with `min` and `max` for numbers, `stops` for those that
/// have a slider, `choices` for words.
pub(super) fn setting(setting: &Setting) -> JsValue {
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
    object([
        ("name", Some(setting.name.into())),
        ("kind", Some(setting.kind.name().into())),
        ("control", Some(control.into())),
        ("initial", Some(setting.initial.as_str().into())),
        ("min", bounds.as_ref().map(|(min, _)| min.as_str().into())),
        ("max", bounds.as_ref().map(|(_, max)| max.as_str().into())),
        ("stops", setting.kind.slider().map(|slider| (slider.len() as u32).into())),
        ("choices", choices.map(JsValue::from)),
    ])
}

/// `{name, axis, place, initial, all, quantity?}`.
pub(super) fn view(view: &View) -> JsValue {
    let (axis, quantity) = match view.against {
        Against::Data => ("data", None),
        Against::Epoch(quantity) => ("epoch", Some(quantity.name(&["w"]).into())),
        Against::Gradients => ("gradients", None),
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

/// `{code, quantity, epoch}`; the last two only where a quantity is not finite.
pub(super) fn reason(reason: Option<Reason>, params: &[String]) -> JsValue {
    let code = reason.map_or("none", Reason::code);
    let (quantity, epoch) = match reason {
        Some(Reason::NotFinite { quantity, epoch }) => (Some(quantity.name(params)), Some(epoch)),
        _ => (None, None),
    };
    object([
        ("code", Some(code.into())),
        ("quantity", quantity.map(JsValue::from)),
        ("epoch", epoch.map(|epoch| (epoch as f64).into())),
    ])
}

/// `{name, value, length, difference}`.
pub(super) fn bar(name: &str, value: &str, length: f64, difference: &str) -> JsValue {
    object([
        ("name", Some(name.into())),
        ("value", Some(value.into())),
        ("length", Some(length.into())),
        ("difference", Some(difference.into())),
    ])
}

/// `{code, found}` for a table of too many lines.
pub(super) fn long_table(found: usize) -> JsValue {
    object([("code", Some("table-long".into())), ("found", Some((found as f64).into()))])
}

/// `{x, y}`, or `{code, line?, found?, text?}` for a text that is no table.
pub(super) fn table(table: Result<(String, String), TableProblem>) -> JsValue {
    let problem = match table {
        Ok((x, y)) => return object([("x", Some(x.into())), ("y", Some(y.into()))]),
        Err(problem) => problem,
    };
    let (line, found, text) = match &problem {
        TableProblem::Empty => (None, None, None),
        TableProblem::Columns { line, found } => (Some(*line), Some(*found), None),
        TableProblem::Cell { line, text } => (Some(*line), None, Some(text)),
    };
    let number = |value: usize| (value as f64).into();
    object([
        ("code", Some(problem.code().into())),
        ("line", line.map(number)),
        ("found", found.map(number)),
        ("text", text.map(|text| text.as_str().into())),
    ])
}
