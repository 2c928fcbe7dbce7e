//! Reading a layer of settings from a query string.

use crate::platform::decode;

use super::{Notice, Problem, Settings};

/// The version of links.
pub(super) const VERSION: &str = "1";

impl Settings {
    /// Applies one layer: its preset first, which stands for a value of every setting, then its
    /// keys in order. `x` and `y` count together, as they stand after the last key.
    pub(super) fn apply(&mut self, layer: &str, notices: &mut Vec<Notice>) {
        let layer = layer.trim_start_matches('?');
        let pairs = pairs(layer);
        let (preset, others): (Vec<_>, Vec<_>) =
            pairs.iter().partition(|(name, _)| name == "preset");
        for (name, text) in preset {
            match self.set(name, text) {
                Ok(()) => self.preset.apply_to(self),
                Err(problem) => notices.push(Notice::new(name, text, problem)),
            }
        }

        let before = (self.x.clone(), self.y.clone());
        for (name, text) in others {
            let problem = match name.as_str() {
                "v" if text == VERSION => continue,
                "v" => Problem::Version,
                _ => match self.set(name, text) {
                    Ok(()) => continue,
                    Err(problem) => problem,
                },
            };
            notices.push(Notice::new(name, text, problem));
        }
        if let Err(error) = self.dataset() {
            (self.x, self.y) = before;
            let name = if pairs.iter().any(|(name, _)| name == "x") { "x" } else { "y" };
            notices.push(Notice::of_points(name, error));
        }
    }
}

/// The names and values of a query string, those without a name left out.
fn pairs(query: &str) -> Vec<(String, String)> {
    let parts = query.split('&').map(|part| part.split_once('=').unwrap_or((part, "")));
    let pairs = parts.map(|(name, value)| (decode(name), decode(value)));
    pairs.filter(|(name, _)| !name.is_empty()).collect()
}
