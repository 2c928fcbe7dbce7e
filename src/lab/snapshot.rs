//! What a lab knows beyond its settings, as a text: who frees it and makes it again from the same
//! layers gets the same lab back.

use super::Lab;
use crate::number::{parse, short};

/// The text of what is not there.
const NONE: &str = "-";

impl Lab {
    /// The state that was asked for last and the place in the step from there, the farthest state
    /// shown, the w that a hand holds, the best it has found and those between which it has been, and
    /// the run before: its length and its settings, which make it anew.
    pub fn snapshot(&mut self) -> String {
        let phase = Some(self.phase()).filter(|phase| !phase.is_empty());
        let or_none = |text: Option<String>| text.unwrap_or_else(|| NONE.to_owned());
        let number = |w: Option<f64>| or_none(w.map(short));
        let [held, best, least, most] = self.hand.snapshot();
        let (length, query) = match self.beside.snapshot() {
            Some((length, query)) => (Some(length), Some(query)),
            None => (None, None),
        };
        [
            self.target().to_string(),
            or_none(phase),
            self.cursor.visited().to_string(),
            number(held),
            number(best),
            number(least),
            number(most),
            or_none(length.map(|length| length.to_string())),
            or_none(query),
        ]
        .join(" ")
    }

    /// Brings back what [`snapshot`](Lab::snapshot) told of a lab with the settings of this one;
    /// each run is computed by at most `work` points visited. What is no such text is ignored.
    pub fn restore(&mut self, snapshot: &str, work: usize) {
        let parts: Vec<&str> = snapshot.split(' ').collect();
        let &[target, phase, visited, held, best, least, most, length, query] = parts.as_slice()
        else {
            return;
        };
        let whole = |text| parse(text).map_or(0, |number| number as usize);
        self.seek(whole(visited), work);
        self.seek(whole(target), work);
        self.enter_phase(phase);
        let found = [parse(held), parse(best), parse(least), parse(most)];
        self.hand.restore(&mut self.run, found);
        let ghost = (query != NONE).then(|| (whole(length), query));
        self.beside.restore(&self.run, ghost, work);
    }
}
