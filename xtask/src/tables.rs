//! The core's tables as the page has them: as JSON, for its bundler. The page needs them before the core is there, and the
//! core need not carry them.

use gradwalk::{
    call::{self, Constructor},
    charts::{Colours, DASHES, LEFT, RIGHT},
    number::short,
    optim::{self, Doc, schedule},
    settings::{Against, Control, Example, Kind, Room, Setting, Settings, View},
    training::Stage,
};
use serde_json::{Value, json};

/// `{settings, views, stages, colours, examples, optimizer, scheduler, margins}`: the rows of the settings and of the views, the names of the four steps of
/// training, the names of the colours in the order in which charts take them, the example sets, and the room to both sides of a plot against
/// the epoch, in CSS pixels, as far as its labels need no more.
pub fn tables() -> Value {
    json!({
        "settings": Settings::table().iter().map(setting).collect::<Vec<_>>(),
        "views": View::TABLE.iter().map(view).collect::<Vec<_>>(),
        "stages": Stage::ALL.map(Stage::name),
        "colours": Colours::NAMES,
        "examples": Example::all().iter().map(example).collect::<Vec<_>>(),
        "optimizer": optim::TABLE[1..].iter().zip(&optim::DOCS[1..]).map(|(row, doc)| constructor(&row.constructor, doc)).collect::<Vec<_>>(),
        "scheduler": schedule::TABLE.iter().zip(schedule::DOCS).map(|(row, doc)| constructor(row, doc)).collect::<Vec<_>>(),
        "margins": { "left": LEFT, "right": RIGHT },
    })
}

/// `{name, doc, arguments}`: a constructor of the table, what it does, and each argument as `{name, doc, kind}`, with `initial`
/// where it has a default, `least` and `most` for numbers, and `words` for words.
fn constructor(constructor: &Constructor, doc: &Doc) -> Value {
    let arguments = constructor.arguments().zip(doc.arguments).map(|(argument, doc)| {
        let mut row = json!({ "name": argument.name, "doc": doc, "kind": argument.kind.code() });
        if let Some(initial) = &argument.initial {
            row["initial"] = initial.text().into();
        }
        let range = match &argument.kind {
            call::Kind::Number(range) => Some((short(*range.start()), short(*range.end()))),
            call::Kind::Whole(range) | call::Kind::Maybe(range) | call::Kind::Wholes(range) => {
                Some((range.start().to_string(), range.end().to_string()))
            }
            call::Kind::Word(words) => {
                row["words"] = json!(words);
                None
            }
            call::Kind::Flag | call::Kind::Pair(_) => None,
        };
        if let Some((least, most)) = range {
            (row["least"], row["most"]) = (least.into(), most.into());
        }
        row
    });
    json!({ "name": constructor.name, "doc": doc.about, "arguments": arguments.collect::<Vec<_>>() })
}

/// `{name, suits}`: an example set, and by their names the settings that suit it.
fn example(example: &Example) -> Value {
    let suits: serde_json::Map<_, _> =
        example.suits.iter().map(|&(name, text)| (name.to_owned(), text.into())).collect();
    json!({ "name": example.name, "suits": suits })
}

/// `{name, kind, initial}`, `control` where it has one, `run` where it makes another run, `pinned` where a pin holds it, with `min` and `max` for numbers, `stops` for those that have a slider,
/// `choices` for words, and `dashes` for pinned runs, as many as there can be.
fn setting(setting: &Setting) -> Value {
    let mut row = json!({
        "name": setting.name,
        "kind": setting.kind.name(),
        "initial": setting.initial,
    });
    match setting.control {
        Control::Main => row["control"] = "main".into(),
        Control::More => row["control"] = "more".into(),
        Control::None => {}
    }
    for (flag, set) in [("run", setting.run), ("pinned", setting.pinned)] {
        if set {
            row[flag] = true.into();
        }
    }
    match &setting.kind {
        Kind::Number { min, max, .. } => {
            (row["min"], row["max"]) = (short(*min).into(), short(*max).into());
        }
        Kind::Whole { min, max, .. } => {
            (row["min"], row["max"]) = (min.to_string().into(), max.to_string().into());
        }
        Kind::Choice(names) | Kind::Names(names) => row["choices"] = json!(names),
        Kind::Pins => {
            row["dashes"] =
                DASHES.map(|(dash, gap)| format!("{} {}", short(dash), short(gap))).to_vec().into();
        }
        _ => {}
    }
    if let Some(slider) = setting.kind.slider() {
        row["stops"] = slider.len().into();
    }
    row
}

/// `{name, axis, place, initial, all, quantity?}`, where the axis is `data`, `parameter`, `epoch` (of the quantity), `rates`, `step`,
/// `gradients`, `runs` or `text`; `all` tells whether `views=all` means it.
fn view(view: &View) -> Value {
    let (axis, quantity) = match view.against {
        Against::Data => ("data", None),
        Against::Parameter => ("parameter", None),
        Against::Epoch(quantity) => ("epoch", Some(quantity.name(&["w"]))),
        Against::Rates => ("rates", None),
        Against::Step => ("step", None),
        Against::Gradients => ("gradients", None),
        Against::Runs => ("runs", None),
        Against::Text => ("text", None),
    };
    let place = match view.room {
        Room::Figure => "figure",
        Room::Row => "row",
        Room::Drawer => "drawer",
    };
    let mut row = json!({ "name": view.name, "axis": axis, "place": place, "initial": view.initial, "all": view.all });
    if let Some(quantity) = quantity {
        row["quantity"] = quantity.into();
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(name: &str) -> Vec<Value> {
        tables()[name].as_array().cloned().unwrap_or_default()
    }

    #[test]
    fn a_setting_has_what_a_control_needs() {
        let settings = rows("settings");
        assert_eq!(settings.len(), Settings::NAMES.len());
        for (row, name) in settings.iter().zip(Settings::NAMES) {
            assert_eq!(row["name"], *name);
            let initial = Settings::default().text(name).expect("it is a setting");
            assert_eq!(row["initial"], initial.as_str(), "{name}");
            let kind = row["kind"].as_str().unwrap_or_default();
            let numeric = ["number", "integer"].contains(&kind);
            let chosen = ["choice", "names"].contains(&kind);
            let text = [
                "list",
                "phase",
                "pins",
                "formula",
                "loss",
                "starts",
                "table",
                "columns",
                "pair",
                "optimizer",
                "scheduler",
            ]
            .contains(&kind);
            assert!(numeric || chosen || text, "{name} is of the kind {kind}");
            assert_eq!(row["min"].is_string() && row["max"].is_string(), numeric, "{name}");
            assert_eq!(row["choices"].is_array(), chosen, "{name}");
            assert_eq!(row["dashes"].is_array(), kind == "pins", "{name}");
            assert_eq!(row["stops"].is_u64(), Settings::slider(name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_view_tells_its_room() {
        let views = rows("views");
        let told = |row: &Value| {
            ["name", "axis", "place", "quantity"]
                .map(|key| row[key].as_str().unwrap_or_default().to_owned())
                .join(" ")
        };
        let told: Vec<String> = views.iter().map(told).collect();
        let figure = [
            "fit data figure ",
            "landscape parameter figure ",
            "loss epoch figure loss",
            "w epoch figure w",
            "grad epoch figure grad",
            "lr epoch figure rate",
            "sweep rates figure ",
        ];
        assert_eq!(told[..7], figure);
        assert_eq!(told[7..9], ["model text row ", "optimizer text row "]);
        let drawers = [
            "data text drawer ",
            "step step drawer ",
            "inside text drawer ",
            "gradients gradients drawer ",
            "printout text drawer ",
            "compare runs drawer ",
            "share text drawer ",
        ];
        assert_eq!(told[9..], drawers);
        for row in &views {
            // What came after the first links is part of no page that does not ask for it.
            let later = ["grad", "lr", "sweep", "model", "optimizer", "data", "inside"]
                .contains(&row["name"].as_str().unwrap_or_default());
            assert_eq!(row["initial"], row["place"] == "figure" && !later);
            assert_eq!(row["all"], !later);
        }
    }

    #[test]
    fn the_steps_of_training_have_their_order() {
        assert_eq!(tables()["stages"], json!(["prediction", "loss", "gradient", "update"]));
    }
}
