//! Rust's values as JavaScript's.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::lab::Bar;
use crate::model::{FormulaError, Model};
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

/// `{code, field, given, allowed, layer}`, and `formula` where a text is none: see [`no_formula`].
pub(super) fn notice(notice: &Notice) -> JsValue {
    let object = Plain::new("code", notice.problem.code())
        .with("field", notice.setting.as_str().into())
        .with("given", notice.given.as_str().into())
        .with("allowed", notice.problem.allowed().into())
        .number("layer", notice.layer);
    match &notice.problem {
        Problem::Formula(error) => object.with("formula", no_formula(error)).0.into(),
        _ => object.0.into(),
    }
}

/// `{code, quote, at, end, args}`.
pub(super) fn no_formula(error: &FormulaError) -> JsValue {
    Plain::new("code", error.problem.code())
        .with("quote", error.quote.as_str().into())
        .number("at", error.at)
        .number("end", error.end)
        .with("args", texts(&error.problem.arguments()))
        .0
        .into()
}

/// What is wrong with the text of a model: see [`no_formula`], or `{code, at, end, allowed}` of a layer.
pub(super) fn no_model(problem: &Problem) -> JsValue {
    match problem {
        Problem::Formula(error) => no_formula(error),
        Problem::Call(error) => Plain::new("code", problem.code())
            .with("allowed", problem.allowed().into())
            .number("at", error.at)
            .number("end", error.at + error.length)
            .0
            .into(),
        _ => Plain::new("code", problem.code()).0.into(),
    }
}

/// `{inputs, used, params}`.
pub(super) fn understood(model: &Model) -> JsValue {
    let object = Plain(Object::new());
    let object = object.with("inputs", texts(model.inputs()));
    object.with("used", texts(&model.used_inputs())).with("params", texts(model.params())).0.into()
}

/// `{setting?, text?, code?, allowed?}`.
pub(super) fn start(entry: Option<(&str, String)>, problem: Option<&Problem>) -> JsValue {
    let mut object = Plain(Object::new());
    if let Some((setting, text)) = entry {
        object = object.with("setting", setting.into()).with("text", text.into());
    }
    if let Some(problem) = problem {
        object = object.with("code", problem.code().into());
        object = object.with("allowed", problem.allowed().into());
    }
    object.0.into()
}

fn texts(texts: &[String]) -> JsValue {
    texts.iter().map(|text| JsValue::from(text.as_str())).collect::<Array>().into()
}

/// `{code, quantity, epoch}`; the last two only where a quantity is not finite.
pub(super) fn reason(reason: Option<Reason>, params: &[String]) -> JsValue {
    let mut object = Plain::new("code", reason.map_or("none", Reason::code));
    if let Some(Reason::NotFinite { quantity, epoch }) = reason {
        object = object.with("quantity", quantity.name(params).into()).number("epoch", epoch);
    }
    object.0.into()
}

/// `{name, of, value, length, difference}`.
pub(super) fn bar(bar: &Bar) -> JsValue {
    Plain::new("name", bar.name)
        .with("of", bar.of.as_str().into())
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
