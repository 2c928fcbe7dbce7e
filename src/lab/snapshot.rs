//! What a lab knows beyond its settings, as a text: who frees it and makes it again from the same
//! layers gets the same lab back.

use super::{Ghost, Lab};
use crate::number::{parse, short};
use crate::settings::{Layer, Settings};

/// The text of what is not there.
const NONE: &str = "-";

impl Lab {
    /// The state that was asked for last and the place in the step from there, the farthest state
    /// shown, the w that a hand holds, the best it has found and those between which it has been, and
    /// the run before: its length and its settings, which make it anew.
    pub fn snapshot(&mut self) -> String {
        let phase = Some(self.phase()).filter(|phase| !phase.is_empty());
        let number = |value: Option<f64>| value.map_or_else(|| NONE.to_owned(), short);
        let ghost = self.ghost.as_ref();
        let mut text = self.target.to_string();
        for part in [
            phase.unwrap_or_else(|| NONE.to_owned()),
            self.visited.to_string(),
            number(self.held.map(|place| place.w)),
            number(self.best.map(|place| place.w)),
            number(self.touched.map(|[least, _]| least)),
            number(self.touched.map(|[_, most]| most)),
            number(ghost.map(|ghost| ghost.history.head() as f64)),
            ghost.map_or_else(|| NONE.to_owned(), |ghost| ghost.settings.query()),
        ] {
            text = text + " " + &part;
        }
        text
    }

    /// Brings back what [`snapshot`](Lab::snapshot) told of a lab with the settings of this one;
    /// each run is computed by at most `work` points visited. What is no such text is ignored.
    pub fn restore(&mut self, snapshot: &str, work: usize) {
        let mut parts = [NONE; 9];
        let mut count = 0;
        for (part, text) in parts.iter_mut().zip(snapshot.split(' ')) {
            *part = text;
            count += 1;
        }
        let ([target, phase, visited, held, best, least, most, length, query], 9) = (parts, count)
        else {
            return;
        };
        let whole = |text| parse(text).map_or(0, |number| number as usize);
        self.seek(whole(visited), work);
        self.seek(whole(target), work);
        self.enter_phase(phase);
        self.held = parse(held).map(|w| self.place(w));
        self.best = parse(best).map(|w| self.place(w));
        self.touched = parse(least).zip(parse(most)).map(|(least, most)| [least, most]);
        self.ghost = (query != NONE).then(|| {
            let (settings, _) = Settings::resolve([Layer::parse(query)]);
            let data = settings.dataset().unwrap_or_else(|_| self.data.clone());
            let mut trainer = settings.trainer(&data);
            trainer.seek(whole(length), (work / data.len()).max(1));
            Ghost { settings, history: trainer.into_history() }
        });
    }
}
