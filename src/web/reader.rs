//! The reader of tables as JavaScript has it, and the rows of example sets as it hands them over.

use wasm_bindgen::prelude::wasm_bindgen;

use super::lab::texts;
use crate::model::Model;
use crate::number::Mark;
use crate::settings::{Example, Settings};
use crate::table::{Doubt, Reader as Core, Role, State};

/// What parts the parts of what is told of a row.
const PART: &str = "\u{1f}";

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

    /// What is read as the `separator`, as the `mark`, and the line of the `names`, 0 where there is none.
    pub fn understood(&self) -> Vec<String> {
        let names = self.0.names_in().unwrap_or_default().to_string();
        vec![self.0.separator().into(), self.0.mark().sign().into(), names]
    }

    /// The columns, each by its label and its role, `x`, `y` or nothing.
    pub fn columns(&self) -> Vec<String> {
        let role = |role| match role {
            Role::Input => "x",
            Role::Target => "y",
            Role::Unused => "",
        };
        self.0.columns().flat_map(|(label, is)| [label.to_owned(), role(is).to_owned()]).collect()
    }

    /// What somebody has to tell: `both` marks are used, here the one and here the other, or digits may be parted by
    /// `thousands`, each with line and text; nothing where all is clear.
    pub fn doubt(&self) -> Vec<String> {
        match self.0.doubt() {
            None => Vec::new(),
            Some(Doubt::Both(cells)) => {
                let told = cells.into_iter().flat_map(|(line, text)| [line.to_string(), text]);
                ["both".to_owned()].into_iter().chain(told).collect()
            }
            Some(Doubt::Thousands(line, text)) => {
                vec!["thousands".to_owned(), line.to_string(), text]
            }
        }
    }

    /// Why there is nothing to take, by its code and what its sentence names; nothing where there is something.
    pub fn problem(&self) -> Vec<String> {
        let problem = self.0.problem();
        problem.map_or_else(Vec::new, |problem| {
            [vec![problem.code().to_owned()], problem.arguments()].concat()
        })
    }

    /// How many rows there are that are not empty.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.0.len()
    }

    /// How many of them are taken.
    #[wasm_bindgen(getter)]
    pub fn taken(&self) -> usize {
        self.0.taken()
    }

    /// What is left out: by the code of its reason how many rows, and the lines of the first few.
    pub fn left(&self) -> Vec<String> {
        let left = self.0.left().into_iter();
        let told = left.flat_map(|(reason, count, lines)| {
            let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
            [reason.code().to_owned(), count.to_string(), lines.join(" ")]
        });
        told.collect()
    }

    /// The rows `from..to`: of each its line, what has become of it, the column that is why, and its cells, parted by the
    /// unit separator.
    pub fn rows(&self, from: usize, to: usize) -> Vec<String> {
        let told = (from..to.min(self.0.len())).map(|row| {
            let (line, state) = self.0.row(row).unwrap_or((0, State::Above));
            let (state, column) = match state {
                State::Above => ("above", None),
                State::Names => ("names", None),
                State::Taken => ("taken", None),
                State::Left(reason) => (reason.code(), reason.column()),
            };
            let column = column.map_or_else(String::new, |column| column.to_string());
            let head = vec![line.to_string(), state.to_owned(), column];
            [head, self.0.cells(row)].concat().join(PART)
        });
        told.collect()
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

    /// What is fitted to so many inputs where nobody says otherwise.
    pub fn model(&self, inputs: usize) -> String {
        Model::usual(inputs).formula().unwrap_or_default()
    }
}
