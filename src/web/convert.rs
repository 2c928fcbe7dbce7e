//! Rust's values as JavaScript's.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use crate::lab::Bar;
use crate::settings::{Notice, Problem};
use crate::table::TableProblem;
use crate::training::Reason;

/// A plain object, made property by property.
struct Plain(Object);

impl Plain {
    fn new(name: &str, value: &str) -> Plain {
        Plain(Object::new()).with(name, value.into())
    }

    fn with(self, name: &str, value: JsValue) -> Plain {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&self.0, &name.into(), &value);
        self
    }

    fn number(self, name: &str, value: usize) -> Plain {
        self.with(name, (value as f64).into())
    }
}

/// `{code, field, given, allowed, layer}`.
pub(super) fn notice(notice: &Notice) -> JsValue {
    Plain::new("code", notice.problem.code())
        .with("field", notice.setting.as_str().into())
        .with("given", notice.given.as_str().into())
        .with("allowed", notice.problem.allowed().into())
        .number("layer", notice.layer)
        .0
        .into()
}

/// `{code, quantity, epoch}`; the last two only where a quantity is not finite.
pub(super) fn reason(reason: Option<Reason>, params: &[String]) -> JsValue {
    let mut object = Plain::new("code", reason.map_or("none", Reason::code));
    if let Some(Reason::NotFinite { quantity, epoch }) = reason {
        object = object.with("quantity", quantity.name(params).into()).number("epoch", epoch);
    }
    object.0.into()
}

/// `{name, value, length, difference}`.
pub(super) fn bar(bar: &Bar) -> JsValue {
    Plain::new("name", bar.name)
        .with("value", bar.value.as_str().into())
        .with("length", bar.length.into())
        .with("difference", bar.difference.as_str().into())
        .0
        .into()
}

/// `{code, allowed}` for a table of so many lines, more than a hand can move.
pub(super) fn long_table(found: usize) -> JsValue {
    Plain::new("code", "table-long").with("allowed", found.to_string().into()).0.into()
}

/// Settings by their names.
pub(super) fn settings(entries: &[(&str, String)]) -> JsValue {
    let mut object = Plain(Object::new());
    for (name, text) in entries {
        object = object.with(name, text.as_str().into());
    }
    object.0.into()
}

/// `{code, allowed}` for a text that is no table, as of a notice.
pub(super) fn no_table(problem: TableProblem) -> JsValue {
    let problem = Problem::Table(problem);
    Plain::new("code", problem.code()).with("allowed", problem.allowed().into()).0.into()
}
