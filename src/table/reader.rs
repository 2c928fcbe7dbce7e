//! A text that people made, read as a table: piece by piece, so that a page can breathe in between. What has been
//! understood of it is told by `understood`.

mod understood;

use super::column::{COMMA, Column, EITHER_COMMA, EITHER_POINT, POINT};
use super::exact::is_name;
use super::rows::enclosed;
use super::rows::{Cell, Rows};
use super::told::{Doubt, Reason, Role, State};
use super::{TableProblem, beginning, guess};
use crate::model::{Dataset, MAX_POINTS};
use crate::number::{Mark, Shape};

/// The most columns that are read.
pub const MOST_COLUMNS: usize = 100;

/// Among so many first rows are the names.
const FIRST: usize = 50;

/// How far a reader has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It goes through the rows, from this byte in this line on.
    Rows(usize, usize),
    /// It goes through the numbers, from this row on.
    Values(usize),
    Done,
}

/// A text, and what is understood of it.
#[derive(Clone, Debug)]
pub struct Reader {
    text: String,
    separator: u8,
    width: usize,
    /// Where each row that is not empty begins, and in which line.
    rows: Vec<(usize, usize)>,
    states: Vec<State>,
    columns: Vec<Column>,
    /// The row with names and the first with numbers where most rows have them; before that is known, the first rows
    /// that have as many cells as most.
    heading: Option<usize>,
    body: Option<usize>,
    first: Vec<usize>,
    mark: Mark,
    roles: Vec<Role>,
    taken: usize,
    stage: Stage,
    /// What somebody has chosen.
    chosen_separator: Option<u8>,
    chosen_mark: Option<Mark>,
    chosen_heading: Option<Option<usize>>,
    chosen_roles: Vec<Role>,
}

impl Reader {
    /// A reader of this text, which has read nothing yet.
    pub fn new(text: &str) -> Reader {
        let mut reader = Reader {
            text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
            separator: b',',
            width: 0,
            rows: Vec::new(),
            states: Vec::new(),
            columns: Vec::new(),
            heading: None,
            body: None,
            first: Vec::new(),
            mark: Mark::Point,
            roles: Vec::new(),
            taken: 0,
            stage: Stage::Done,
            chosen_separator: None,
            chosen_mark: None,
            chosen_heading: None,
            chosen_roles: Vec::new(),
        };
        reader.begin();
        reader
    }

    /// Begins anew, from the first byte.
    fn begin(&mut self) {
        self.separator = self.chosen_separator.unwrap_or_else(|| guess::separator(&self.text));
        self.width = guess::width(&self.text, self.separator).min(MOST_COLUMNS + 1);
        self.rows.clear();
        self.columns = vec![Column::default(); self.width];
        (self.heading, self.body) = (None, None);
        self.first.clear();
        self.stage = Stage::Rows(0, 1);
    }

    /// Reads on, about so many cells, and returns whether all is read.
    pub fn step(&mut self, cells: usize) -> bool {
        let text = std::mem::take(&mut self.text);
        let mut row = Vec::new();
        let mut left = cells.max(1);
        while left > 0 {
            match self.stage {
                Stage::Done => break,
                Stage::Rows(at, line) if at < text.len() => {
                    let (next, lines) = self.parts().split(&text, at, &mut row);
                    self.stage = Stage::Rows(next, line + lines);
                    self.survey(at, line, &row);
                }
                Stage::Rows(..) => self.understand(&text),
                Stage::Values(index) if index < self.rows.len() => {
                    self.parts().split(&text, self.rows[index].0, &mut row);
                    self.stage = Stage::Values(index + 1);
                    self.take(index, &row);
                }
                Stage::Values(_) => self.stage = Stage::Done,
            }
            left = left.saturating_sub(row.len().max(1));
        }
        self.text = text;
        self.stage == Stage::Done
    }

    fn parts(&self) -> Rows {
        Rows { separator: self.separator, ends: None }
    }

    /// Takes note of a row.
    fn survey(&mut self, at: usize, line: usize, cells: &[Cell]) {
        if cells.iter().all(|cell| cell.text.is_empty()) {
            return;
        }
        let index = self.rows.len();
        self.rows.push((at, line));
        if cells.len() != self.width {
            return;
        }
        if self.first.len() < FIRST {
            self.first.push(index);
        }
        // What may be names is no cell of its column.
        let shape = |cell: &Cell| Shape::of(&cell.text);
        if self.first.len() < FIRST && cells.iter().all(|cell| shape(cell) == Shape::Text) {
            return;
        }
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            if !cell.text.is_empty() {
                column.count(index, shape(cell));
            }
        }
    }

    /// Finds the names, and where the numbers begin: the first row that has numbers where most have them, and before it
    /// the first that has none, and is no remark if it can be helped.
    fn find_body(&mut self, text: &str) {
        let wanted = self.numeric();
        let mut cells = Vec::new();
        let mut names: Option<(bool, usize)> = None;
        for &row in &self.first {
            self.parts().split(text, self.rows[row].0, &mut cells);
            let mut numbers = 0;
            for (cell, column) in cells.iter().zip(&self.columns) {
                let is = column.is_numeric(self.mark) && Shape::of(&cell.text) != Shape::Text;
                numbers += usize::from(is);
            }
            if wanted > 0 && 2 * numbers >= wanted {
                self.body = Some(row);
                break;
            }
            let remark = cells[0].text.starts_with('#');
            if cells.iter().all(|cell| is_name(&cell.text))
                && names.is_none_or(|(other, _)| other && !remark)
            {
                names = Some((remark, row));
            }
        }
        self.heading = names.filter(|_| self.body.is_some()).map(|(_, row)| row);
    }

    /// Decides what the whole text tells: the mark, the names, what each column is for.
    fn understand(&mut self, text: &str) {
        let [point, comma, ..] = self.marks();
        self.mark = match self.chosen_mark {
            Some(mark) => mark,
            None if comma > point => Mark::Comma,
            None => Mark::Point,
        };
        self.find_body(text);
        if let Some(heading) = self.chosen_heading {
            let at = |line| self.rows.iter().position(|&(_, of)| of == line);
            self.heading = heading.and_then(at);
        }
        let mut labels = Vec::new();
        if let Some(heading) = self.heading {
            self.parts().split(text, self.rows[heading].0, &mut labels);
        }
        for column in &mut self.columns {
            column.label.clear();
        }
        for (column, cell) in self.columns.iter_mut().zip(&labels) {
            column.label.push_str(&cell.text);
        }
        self.roles.clone_from(&self.chosen_roles);
        if self.roles.len() != self.width {
            self.roles.clear();
            for column in &self.columns {
                let is = column.is_numeric(self.mark);
                self.roles.push(if is { Role::Input } else { Role::Unused });
            }
            if let Some(last) = self.roles.iter_mut().rfind(|role| **role == Role::Input) {
                *last = Role::Target;
            }
        }
        self.evaluate();
    }

    /// Begins with the numbers.
    fn evaluate(&mut self) {
        self.states.clear();
        self.taken = 0;
        for column in &mut self.columns {
            column.values.clear();
        }
        self.stage = Stage::Values(0);
    }

    /// How many columns have mostly numbers.
    fn numeric(&self) -> usize {
        self.columns.iter().filter(|column| column.is_numeric(self.mark)).count()
    }

    /// How many numbers there are with a point alone, with a comma alone, of those that may be either, and of those that
    /// tell how thousands are parted; in columns that have mostly numbers.
    fn marks(&self) -> [usize; 6] {
        let mut told = [0; 6];
        for column in &self.columns {
            if column.is_numeric(Mark::Point) || column.is_numeric(Mark::Comma) {
                for (sum, (count, _)) in told.iter_mut().zip(&column.shapes[POINT..]) {
                    *sum += count;
                }
            }
        }
        told
    }

    /// What the text does not tell and nobody has chosen.
    pub fn doubt(&self) -> Option<Doubt> {
        let [point, comma, either_point, either_comma, comma_parts, point_parts] = self.marks();
        if self.chosen_mark.is_some() || matches!(self.stage, Stage::Rows(..)) {
            return None;
        }
        let both = |a, b| Some(Doubt::Both([self.first(a)?, self.first(b)?]));
        let thousands = |shape| self.first(shape).map(|(line, text)| Doubt::Thousands(line, text));
        match () {
            () if point > 0 && comma > 0 => both(POINT, COMMA),
            () if point == 0 && comma == 0 && either_point > 0 && either_comma > 0 => {
                both(EITHER_POINT, EITHER_COMMA)
            }
            // With a comma as the mark it is one here, too.
            () if comma == 0 && either_comma > 0 && comma_parts == 0 => thousands(EITHER_COMMA),
            () if comma > 0 && either_point > 0 && point_parts == 0 => thousands(EITHER_POINT),
            () => None,
        }
    }

    /// Line and text of the first cell of this shape.
    fn first(&self, shape: usize) -> Option<(usize, String)> {
        let mut first: Option<(usize, usize)> = None;
        for (k, column) in self.columns.iter().enumerate() {
            let (count, row) = column.shapes[shape];
            if count > 0 && first.is_none_or(|(earliest, _)| row < earliest) {
                first = Some((row, k));
            }
        }
        let (row, k) = first?;
        Some((self.rows[row].1, beginning(self.cells(row).get(k)?)))
    }

    /// Takes the numbers of a row, or leaves it out.
    fn take(&mut self, index: usize, cells: &[Cell]) {
        let state = match self.heading {
            Some(heading) if heading == index => State::Names,
            Some(heading) if heading > index => State::Above,
            None if self.body.is_none_or(|body| body > index) => State::Above,
            _ => self.judge(cells),
        };
        for (k, column) in self.columns.iter_mut().enumerate() {
            if state == State::Taken && self.roles[k] != Role::Unused {
                column.values.extend(self.mark.read(&cells[k].text));
            }
        }
        self.taken += usize::from(state == State::Taken);
        self.states.push(state);
    }

    /// Whether all cells that are used are numbers.
    fn judge(&self, cells: &[Cell]) -> State {
        if cells.len() != self.width {
            return State::Left(Reason::Cells(cells.len()));
        }
        for (k, cell) in cells.iter().enumerate() {
            if self.roles[k] != Role::Unused && self.mark.read(&cell.text).is_none() {
                let reason = if cell.text.is_empty() { Reason::Empty } else { Reason::Text };
                return State::Left(reason(k));
            }
        }
        if self.taken == MAX_POINTS { State::Left(Reason::Beyond) } else { State::Taken }
    }

    /// Reads anew with columns parted by this; `None` leaves it to be guessed.
    pub fn choose_separator(&mut self, separator: Option<char>) {
        self.chosen_separator = separator.and_then(|c| u8::try_from(c).ok()).filter(u8::is_ascii);
        self.chosen_roles.clear();
        self.chosen_heading = None;
        self.begin();
    }

    /// Reads anew with this decimal mark; `None` leaves it to be guessed.
    pub fn choose_mark(&mut self, mark: Option<Mark>) {
        self.chosen_mark = mark;
        self.begin();
    }

    /// Reads anew with the names in this line, or in none.
    pub fn choose_names(&mut self, line: Option<usize>) {
        self.chosen_heading = Some(line);
        self.begin();
    }

    /// Gives a column a role, if there is such a column. There is one target: what was one is an input.
    pub fn choose_role(&mut self, column: usize, role: Role) {
        if column >= self.roles.len() || matches!(self.stage, Stage::Rows(..)) {
            return;
        }
        for other in &mut self.roles {
            if role == Role::Target && *other == Role::Target {
                *other = Role::Input;
            }
        }
        self.roles[column] = role;
        self.chosen_roles.clone_from(&self.roles);
        self.evaluate();
    }

    /// Writes another text into a cell of the text itself, and reads anew; a number is written by the mark in use.
    pub fn edit(&mut self, row: usize, column: usize, text: &str) {
        let Some(&(at, _)) = self.rows.get(row) else { return };
        let mut cells = Vec::new();
        self.parts().split(&self.text, at, &mut cells);
        let Some(range) = cells.get(column).map(|cell| cell.range.clone()) else { return };
        let other = Shape::of(text) == Shape::Only(self.mark.other(), false);
        let (mut cell, mut parted) = (String::new(), false);
        for character in text.chars() {
            let is_mark = other && character == self.mark.other().sign();
            cell.push(if is_mark { self.mark.sign() } else { character });
            parted |=
                character == char::from(self.separator) || matches!(character, '\n' | '\r' | '"');
        }
        if parted {
            cell = enclosed(&cell);
        }
        let before = self.text.get(..range.start).unwrap_or_default();
        let after = self.text.get(range.end..).unwrap_or_default();
        self.text = before.to_owned() + &cell + after;
        self.begin();
    }

    /// Adds a row of empty cells at the end, and reads anew; returns its index.
    pub fn add_row(&mut self) -> usize {
        // A row of nothing is none: its first cell has something to be written over.
        if !self.text.ends_with('\n') && !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push('?');
        for _ in 1..self.width {
            self.text.push(char::from(self.separator));
        }
        self.text.push('\n');
        let index = self.rows.len();
        self.begin();
        index
    }
}

/// Reads a whole text, of which nothing may be in doubt or left out.
///
/// # Errors
/// What is wrong with it.
pub fn read_table(text: &str) -> Result<Dataset, TableProblem> {
    let mut reader = Reader::new(text);
    while !reader.step(usize::MAX) {}
    match (reader.refusal(), reader.data()) {
        (None, Some(data)) => Ok(data),
        (problem, _) => Err(problem.unwrap_or(TableProblem::Empty)),
    }
}
