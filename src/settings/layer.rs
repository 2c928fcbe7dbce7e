//! One source of settings: a query string, read once; and how a value is written into one.

use super::{Data, Given, Notice, Problem, Settings};

/// The version of links.
pub(super) const VERSION: &str = "1";

/// The most that is said about one layer; of the rest, how much it is.
const NOTICES: usize = 20;

/// What one source says: some of the settings, and what there is to say about how it says them.
///
/// To read it again when another source changes would cost its length again: keep it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    given: Given,
    /// The text of the model, which only the columns of the data make clear.
    pub(super) formula: Option<String>,
    notices: Vec<Notice>,
    /// How much more there would be to say.
    unsaid: usize,
}

impl Layer {
    /// The layer that a query string says, `lr=0.03&x=1,2,3`, with or without its question mark.
    /// What it says twice counts as it was last said well.
    pub fn parse(text: &str) -> Layer {
        let mut layer = Layer::default();
        let query = text.strip_prefix('?').unwrap_or(text);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let problem = match &*name {
                "" => None,
                "v" if value == VERSION => None,
                "v" => Some(Problem::Version),
                "model" => {
                    layer.formula = Some(value.clone().into_owned());
                    None
                }
                _ => layer.given.read(&name, &value).unwrap_or_else(Some),
            };
            match problem {
                Some(Problem::Points(error)) => layer.say(|| Notice::of_points(&name, error)),
                Some(problem) => layer.say(|| Notice::new(&name, &value, problem)),
                None => {}
            }
        }
        layer
    }

    fn say(&mut self, notice: impl FnOnce() -> Notice) {
        if self.notices.len() < NOTICES {
            self.notices.push(notice());
        } else {
            self.unsaid += 1;
        }
    }

    /// Lays it, the layer of this index, over `settings`: its preset first, which stands for a
    /// value of every setting of the run, then its own; adds what there is to say. `x` and `y` are
    /// taken together or not at all; beside `data` they do not count, and above it they are counted instead.
    pub(super) fn apply_to(
        &self,
        settings: &mut Settings,
        layer: usize,
        notices: &mut Vec<Notice>,
    ) {
        if let Some(preset) = self.given.preset {
            preset.apply_to(settings);
        }
        let before = (settings.x.clone(), settings.y.clone(), settings.data.clone());
        settings.take(&self.given);
        for notice in &self.notices {
            notices.push(Notice { layer, ..notice.clone() });
        }
        if self.unsaid > 0 {
            notices.push(Notice { layer, ..Notice::more(self.unsaid) });
        }
        let Given { x, y, data, .. } = &self.given;
        if data.as_ref().is_some_and(|data| *data != Data::Nothing) {
            for (name, list) in [("x", x), ("y", y)] {
                if let Some(list) = list.as_ref().filter(|list| !list.is_empty()) {
                    let given = crate::number::list(list);
                    notices.push(Notice { layer, ..Notice::new(name, &given, Problem::Beside) });
                }
            }
        } else {
            settings.take_points(x.as_ref(), y.as_ref());
        }
        if let Err(error) = settings.rows() {
            (settings.x, settings.y, settings.data) = before;
            let name = if x.is_some() { "x" } else { "y" };
            notices.push(Notice { layer, ..Notice::of_points(name, error) });
        }
        settings.say_once();
    }

    /// Whether its preset stands for a model.
    pub(super) fn begins_anew(&self) -> bool {
        self.given.preset.is_some()
    }
}

/// A value as a query holds it. What means something there is encoded, a space is a plus; commas,
/// stars, parentheses and equals signs stay, so that a link can be read.
pub(super) fn encode(value: &str) -> String {
    let digit = |value: u8| char::from(value + if value < 10 { b'0' } else { b'A' - 10 });
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            b if b.is_ascii_alphanumeric() || b",.-_*()=/".contains(&b) => encoded.push(b.into()),
            b => {
                encoded.push('%');
                encoded.push(digit(b / 16));
                encoded.push(digit(b % 16));
            }
        }
    }
    encoded
}
