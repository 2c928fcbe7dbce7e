//! What a reader has to say: what columns are for, what has become of each row, what it asks; and all of that as text, for
//! whoever shows it.

use super::PART;
use super::reader::Reader;

/// What parts records that are handed out together: no cell has it.
const RECORD: char = '\u{1e}';

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An input of the model.
    Input,
    /// What the model is to predict; one column is.
    Target,
    /// Nothing.
    Unused,
}

impl Role {
    /// What it is called on the page.
    pub fn code(self) -> &'static str {
        match self {
            Role::Input => "x",
            Role::Target => "y",
            Role::Unused => "",
        }
    }
}

/// What has become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It stands above the table.
    Above,
    /// It has the columns' names.
    Names,
    /// It is in the data.
    Taken,
    /// It is left out.
    Left(Reason),
}

impl State {
    /// The state's name in the message files, or that of the reason.
    pub fn code(self) -> &'static str {
        match self {
            State::Above => "above",
            State::Names => "names",
            State::Taken => "taken",
            State::Left(reason) => reason.code(),
        }
    }
}

/// Why a row is left out; a column is that which has no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It has so many cells, and not as many as the others.
    Cells(usize),
    /// A cell is empty.
    Empty(usize),
    /// A cell is no number.
    Text(usize),
    /// There are as many rows as there can be.
    Beyond,
}

impl Reason {
    /// The reason's name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Reason::Cells(_) => "cells",
            Reason::Empty(_) => "blank",
            Reason::Text(_) => "text",
            Reason::Beyond => "beyond",
        }
    }
}

/// What a text does not tell, so that somebody has to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Both marks are used: here the point, here the comma, by line and text.
    Both([(usize, String); 2]),
    /// What parts three digits may part thousands, or decimals.
    Thousands(usize, String),
}

/// Records of parts, as one text.
struct Told(String);

impl Told {
    /// Begins a record with what it is.
    #[inline(never)]
    fn begin(&mut self, what: &str) {
        if !self.0.is_empty() {
            self.0.push(RECORD);
        }
        self.0.push_str(what);
    }

    #[inline(never)]
    fn add(&mut self, part: &str) {
        self.0.push_str(PART);
        self.0.push_str(part);
    }

    #[inline(never)]
    fn number(&mut self, number: usize) {
        self.add(&number.to_string());
    }
}

impl Reader {
    /// What there is to say of it, in records that begin with what they are, parted by the record separator, and their parts
    /// by the unit separator: how it is `read` (what parts columns and decimals, and in which line the names are, 0 for
    /// none; how many rows there are, and how many are taken), each `column` with its label and its role, what is in
    /// `doubt`, what is a `problem`, and what is `left` out, by its reason how many rows, and the lines of the first few.
    pub fn told(&self) -> String {
        let mut told = Told(String::new());
        told.begin("read");
        told.add(self.separator().encode_utf8(&mut [0; 4]));
        told.add(self.mark().sign().encode_utf8(&mut [0; 4]));
        for number in [self.names_in().unwrap_or_default(), self.len(), self.taken()] {
            told.number(number);
        }
        for (column, role) in self.roles().iter().enumerate() {
            told.begin("column");
            told.add(self.label(column));
            told.add(role.code());
        }
        let (doubt, cells) = match self.doubt() {
            Some(Doubt::Both([point, comma])) => ("both", vec![point, comma]),
            Some(Doubt::Thousands(line, text)) => ("thousands", vec![(line, text)]),
            None => ("", Vec::new()),
        };
        if !doubt.is_empty() {
            told.begin("doubt");
            told.add(doubt);
        }
        for (line, text) in cells {
            told.number(line);
            told.add(&text);
        }
        if let Some(problem) = self.problem() {
            told.begin("problem");
            told.add(problem.code());
            told.add(&problem.arguments());
        }
        for (reason, count, lines) in self.left() {
            told.begin("left");
            told.add(reason.code());
            told.number(count);
            for line in lines {
                told.number(line);
            }
        }
        told.0
    }

    /// The rows `from..to`, parted as what is [`told`](Reader::told): of each its line, what has become of it, the column
    /// that is why, and its cells.
    pub fn lines(&self, from: usize, to: usize) -> String {
        let mut told = Told(String::new());
        for index in from..to.min(self.len()) {
            let (line, state) = self.row(index).unwrap_or((0, State::Above));
            told.begin(&line.to_string());
            told.add(state.code());
            match state {
                State::Left(Reason::Empty(column) | Reason::Text(column)) => told.number(column),
                _ => told.add(""),
            }
            for cell in self.cells(index) {
                told.add(&cell);
            }
        }
        told.0
    }
}
