//! The reader of tables as JavaScript has it, and the rows of example sets as it hands them over.

use wasm_bindgen::prelude::wasm_bindgen;

use super::lab::texts;
use crate::model::Model;
use crate::number::Mark;
use crate::settings::{Example, Settings};
use crate::table::{Reader as Core, Role};

/// A text that is read as a table, piece by piece.
#[wasm_bindgen]
pub struct Reader(Core);

/// Hands over the rows of an example set, as its file has them.
#[wasm_bindgen]
pub fn arrive(name: &str, text: &str) {
    if let Some(example) = Example::from_name(name) {
        // They are ours: a test reads them all.
        let _ = example.arrive(text);
    }
}

fn role_of(name: &str) -> Role {
    match name {
        "x" => Role::Input,
        "y" => Role::Target,
        _ => Role::Unused,
    }
}

impl Reader {
    pub(super) fn new(text: &str) -> Reader {
        Reader(Core::new(text))
    }
}

#[wasm_bindgen]
impl Reader {
    /// Reads on, about so many cells, and returns whether all is read.
    pub fn step(&mut self, cells: f64) -> bool {
        self.0.step(cells as usize)
    }

    /// How much is read, from 0 to 1.
    #[wasm_bindgen(getter)]
    pub fn progress(&self) -> f64 {
        self.0.progress()
    }

    /// Reads anew with another `separator`, decimal `mark`, or line of `names`, 0 for none; an empty text leaves it to be
    /// guessed.
    pub fn choose(&mut self, what: &str, text: &str) {
        match (what, text.chars().next()) {
            ("separator", sign) => self.0.choose_separator(sign),
            ("mark", sign) => self.0.choose_mark(sign.map(|sign| match sign {
                ',' => Mark::Comma,
                _ => Mark::Point,
            })),
            (_, _) => self.0.choose_names(text.parse().ok().filter(|&line: &usize| line > 0)),
        }
    }

    /// Gives a column the role `x`, `y`, or none.
    pub fn role(&mut self, column: usize, role: &str) {
        self.0.choose_role(column, role_of(role));
    }

    /// Writes another text into a cell, and reads anew.
    pub fn edit(&mut self, row: usize, column: usize, text: &str) {
        self.0.edit(row, column, text);
    }

    /// Adds a row at the end, and reads anew; returns its index.
    pub fn add_row(&mut self) -> usize {
        self.0.add_row()
    }

    /// What there is to say of it: see [`Core::told`].
    pub fn told(&self) -> String {
        self.0.told()
    }

    /// The rows `from..to`: see [`Core::lines`].
    pub fn lines(&self, from: usize, to: usize) -> String {
        self.0.lines(from, to)
    }

    /// Where so many points lie: see [`Core::places`].
    pub fn places(&self, most: usize) -> Vec<f64> {
        self.0.places(most)
    }

    /// The text.
    #[wasm_bindgen(getter)]
    pub fn text(&self) -> String {
        self.0.text().to_owned()
    }

    /// The point that a row is, and the row that a point is.
    pub fn point_of(&self, row: usize) -> Option<usize> {
        self.0.point_of(row)
    }

    /// The row that a point is.
    pub fn row_of(&self, point: usize) -> Option<usize> {
        self.0.row_of(point)
    }

    /// The settings that say what is taken, each by its name and its text; nothing where there is nothing to take.
    pub fn taking(&self) -> Vec<String> {
        texts(self.0.data().map(|data| Settings::saying(&data)))
    }

    /// What is fitted to what is taken where nobody says otherwise.
    pub fn model(&self) -> String {
        let data = self.0.data();
        data.and_then(|data| Model::usual(data.labels()).formula()).unwrap_or_default()
    }
}
