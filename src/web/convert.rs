//! Rust's values as JavaScript's.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::number::short;
use crate::settings::{Control, Kind, Notice, Setting};
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

/// `{code, field, given, allowed}`.
pub(super) fn notice(notice: &Notice) -> JsValue {
    object([
        ("code", Some(notice.problem.code().into())),
        ("field", Some(notice.setting.as_str().into())),
        ("given", Some(notice.given.as_str().into())),
        ("allowed", Some(notice.problem.allowed().into())),
    ])
}

/// `{name, kind, control, initial}`, with `min` and `max` for numbers, `stops` for those that
/// have a slider, `choices` for choices.
pub(super) fn setting(setting: &Setting) -> JsValue {
    let control = match setting.control {
        Control::Main => "main",
        Control::More => "more",
        Control::None => "none",
    };
    let bounds = match &setting.kind {
        Kind::Number { min, max, .. } => Some((short(*min), short(*max))),
        Kind::Whole { min, max, .. } => Some((min.to_string(), max.to_string())),
        Kind::List | Kind::Choice(_) => None,
    };
    let choices = match &setting.kind {
        Kind::Choice(names) => {
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

/// `{code, quantity, epoch}`; the last two only where a quantity is not finite.
pub(super) fn reason(reason: Option<Reason>) -> JsValue {
    let code = reason.map_or("none", Reason::code);
    let (quantity, epoch) = match reason {
        Some(Reason::NotFinite { quantity, epoch }) => (Some(quantity.name()), Some(epoch)),
        _ => (None, None),
    };
    object([
        ("code", Some(code.into())),
        ("quantity", quantity.map(JsValue::from)),
        ("epoch", epoch.map(|epoch| (epoch as f64).into())),
    ])
}
