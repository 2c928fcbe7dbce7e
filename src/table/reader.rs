//! A text that people made, read as a table: piece by piece, so that a page can breathe in between.

use super::exact::is_name;
use super::rows::{Cell, Rows};
use super::{QUOTED, TableProblem, guess, refused};
use crate::model::{Dataset, MAX_POINTS};
use crate::number::{Mark, Shape, short};

/// The most columns that are read.
pub const MOST_COLUMNS: usize = 100;

/// Among so many first rows are the names.
const FIRST: usize = 50;

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
    /// The column that is why.
    pub fn column(self) -> Option<usize> {
        match self {
            Reason::Empty(column) | Reason::Text(column) => Some(column),
            Reason::Cells(_) | Reason::Beyond => None,
        }
    }

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

/// A column, as far as it has been read.
#[derive(Clone, Debug, Default)]
struct Column {
    label: String,
    /// How many cells are not empty, and how many of each shape there are, with the row of the first.
    filled: usize,
    shapes: [(usize, usize); SHAPES],
    values: Vec<f64>,
}

/// Shapes of numbers, and two more for those that tell how thousands are parted.
const SHAPES: usize = 7;
const PLAIN: usize = 0;
const POINT: usize = 1;
const COMMA: usize = 2;
const EITHER_POINT: usize = 3;
const EITHER_COMMA: usize = 4;
const COMMA_PARTS: usize = 5;
const POINT_PARTS: usize = 6;

impl Column {
    fn count(&mut self, row: usize, shape: Option<Shape>) {
        let Some(shape) = shape else { return };
        self.filled += 1;
        let mut add = |shape: usize| {
            let (count, first) = &mut self.shapes[shape];
            if *count == 0 {
                *first = row;
            }
            *count += 1;
        };
        match shape {
            Shape::Text => {}
            Shape::Plain => add(PLAIN),
            Shape::Only(Mark::Point, parted) => {
                add(POINT);
                if parted {
                    add(COMMA_PARTS);
                }
            }
            Shape::Only(Mark::Comma, parted) => {
                add(COMMA);
                if parted {
                    add(POINT_PARTS);
                }
            }
            Shape::Either(Mark::Point) => add(EITHER_POINT),
            Shape::Either(Mark::Comma) => add(EITHER_COMMA),
        }
    }

    /// How many cells are numbers with this mark.
    fn numbers(&self, mark: Mark) -> usize {
        let only = if mark == Mark::Point { POINT } else { COMMA };
        [PLAIN, only, EITHER_POINT, EITHER_COMMA].iter().map(|&shape| self.shapes[shape].0).sum()
    }

    /// Whether most of it is numbers.
    fn is_numeric(&self, mark: Mark) -> bool {
        let numbers = self.numbers(mark);
        numbers > 0 && 2 * numbers >= self.filled
    }
}

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
        let shape = |cell: &Cell| (!cell.text.is_empty()).then(|| Shape::of(&cell.text));
        let shapes: Vec<Option<Shape>> = cells.iter().map(shape).collect();
        let is_text = |shape: &Option<Shape>| shape.is_none_or(|shape| shape == Shape::Text);
        if self.first.len() < FIRST && shapes.iter().all(is_text) {
            return;
        }
        for (column, shape) in self.columns.iter_mut().zip(shapes) {
            column.count(index, shape);
        }
    }

    /// Finds the names, and where the numbers begin: the first row that has numbers where most have them, and before it
    /// the first that has none, and is no remark if it can be helped.
    fn find_body(&mut self, text: &str) {
        let numeric: Vec<bool> = self.columns.iter().map(|c| c.is_numeric(self.mark)).collect();
        let wanted = numeric.iter().filter(|&&is| is).count();
        let mut cells = Vec::new();
        let mut names: Option<(bool, usize)> = None;
        for &row in &self.first {
            self.parts().split(text, self.rows[row].0, &mut cells);
            let numbers = cells.iter().zip(&numeric).filter(|(cell, is)| **is && Shape::of(&cell.text) != Shape::Text);
            if wanted > 0 && 2 * numbers.count() >= wanted {
                self.body = Some(row);
                break;
            }
            let remark = cells[0].text.starts_with('#');
            if cells.iter().all(|cell| is_name(&cell.text)) && names.is_none_or(|(other, _)| other && !remark) {
                names = Some((remark, row));
            }
        }
        self.heading = names.filter(|_| self.body.is_some()).map(|(_, row)| row);
    }

    /// Decides what the whole text tells: the mark, the names, what each column is for.
    fn understand(&mut self, text: &str) {
        let [point, comma, ..] = self.told();
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
        for (k, column) in self.columns.iter_mut().enumerate() {
            column.label = labels.get(k).map_or_else(String::new, |cell| cell.text.clone().into());
        }
        self.roles.clone_from(&self.chosen_roles);
        if self.roles.len() != self.width {
            let numeric: Vec<bool> =
                self.columns.iter().map(|column| column.is_numeric(self.mark)).collect();
            let last = numeric.iter().rposition(|&is| is);
            let role = |(k, &is): (usize, &bool)| match is {
                true if Some(k) == last => Role::Target,
                true => Role::Input,
                false => Role::Unused,
            };
            self.roles = numeric.iter().enumerate().map(role).collect();
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

    /// How many numbers there are with a point alone, with a comma alone, of those that may be either, and of those that
    /// tell how thousands are parted; in columns that have mostly numbers.
    fn told(&self) -> [usize; 6] {
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
        let [point, comma, either_point, either_comma, comma_parts, point_parts] = self.told();
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
        let shaped = self.columns.iter().enumerate().filter(|(_, c)| c.shapes[shape].0 > 0);
        let (k, column) = shaped.min_by_key(|(_, column)| column.shapes[shape].1)?;
        let row = column.shapes[shape].1;
        let text = self.cells(row).into_iter().nth(k)?;
        Some((self.rows[row].1, text.chars().take(QUOTED).collect()))
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
        let text = match Shape::of(text) {
            Shape::Only(mark, false) if mark != self.mark => {
                text.replace(mark.sign(), self.mark.sign().encode_utf8(&mut [0; 4]))
            }
            _ => text.to_owned(),
        };
        let parts = |c: char| c == char::from(self.separator) || matches!(c, '\n' | '\r' | '"');
        let text = match text.contains(parts) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text,
        };
        drop(cells);
        self.text.replace_range(range, &text);
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

    /// Whether all is read.
    pub fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// How much of it is read, from 0 to 1.
    pub fn progress(&self) -> f64 {
        match self.stage {
            Stage::Rows(at, _) => 0.5 * at as f64 / self.text.len().max(1) as f64,
            Stage::Values(row) => 0.5 + 0.5 * row as f64 / self.rows.len().max(1) as f64,
            Stage::Done => 1.0,
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What parts the columns.
    pub fn separator(&self) -> char {
        char::from(self.separator)
    }

    /// What parts decimals.
    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// The line that has the names.
    pub fn names_in(&self) -> Option<usize> {
        self.heading.map(|row| self.rows[row].1)
    }

    /// How many rows are not empty.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row that is not empty.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows are taken.
    pub fn taken(&self) -> usize {
        self.taken
    }

    /// The labels of the columns, and what each is for.
    pub fn columns(&self) -> impl Iterator<Item = (&str, Role)> {
        self.columns.iter().zip(&self.roles).map(|(column, &role)| (column.label.as_str(), role))
    }

    /// The line of a row, and what has become of it.
    pub fn row(&self, row: usize) -> Option<(usize, State)> {
        let &(_, line) = self.rows.get(row)?;
        Some((line, *self.states.get(row)?))
    }

    /// The cells of a row.
    pub fn cells(&self, row: usize) -> Vec<String> {
        let mut cells = Vec::new();
        if let Some(&(at, _)) = self.rows.get(row) {
            self.parts().split(&self.text, at, &mut cells);
        }
        cells.into_iter().map(|cell| cell.text.into_owned()).collect()
    }

    /// The row that is this point of the data.
    pub fn row_of(&self, point: usize) -> Option<usize> {
        let taken = self.states.iter().enumerate().filter(|(_, state)| **state == State::Taken);
        taken.map(|(row, _)| row).nth(point)
    }

    /// The point of the data that a row is.
    pub fn point_of(&self, row: usize) -> Option<usize> {
        let taken = |state: &&State| **state == State::Taken;
        let is = self.states.get(row) == Some(&State::Taken);
        is.then(|| self.states[..row].iter().filter(taken).count())
    }

    /// What is left out, by its reason: how many rows, and the lines of the first few.
    pub fn left(&self) -> Vec<(Reason, usize, Vec<usize>)> {
        let mut left: Vec<(Reason, usize, Vec<usize>)> = Vec::new();
        for (row, state) in self.states.iter().enumerate() {
            let State::Left(reason) = *state else { continue };
            let same = left.iter_mut().find(|(other, ..)| other.code() == reason.code());
            let line = self.rows[row].1;
            match same {
                Some((_, count, lines)) => {
                    *count += 1;
                    if lines.len() < 5 {
                        lines.push(line);
                    }
                }
                None => left.push((reason, 1, vec![line])),
            }
        }
        left
    }

    /// Why there is nothing to take.
    pub fn problem(&self) -> Option<TableProblem> {
        let has = |role: Role| self.roles.contains(&role);
        if self.rows.is_empty() {
            return Some(TableProblem::Empty);
        }
        if self.width > MOST_COLUMNS {
            return Some(TableProblem::Wide);
        }
        if self.stage == Stage::Done && !(has(Role::Input) && has(Role::Target)) {
            let found = self.columns.iter().filter(|column| column.is_numeric(self.mark)).count();
            let line = self.body.map_or(self.rows[0].1, |body| self.rows[body].1);
            return Some(TableProblem::Columns { line, found, wanted: 2 });
        }
        (self.stage == Stage::Done && self.taken == 0).then_some(TableProblem::Empty)
    }

    /// The rows that are taken: labels as in the text, inputs in the order of their columns; nothing before all is read,
    /// where something is in doubt, and where there is nothing.
    pub fn data(&self) -> Option<Dataset> {
        if !self.is_done() || self.problem().is_some() || self.doubt().is_some() {
            return None;
        }
        let target = self.roles.iter().position(|&role| role == Role::Target)?;
        let used = self.inputs().chain([target]);
        let labels: Vec<String> = used.map(|k| self.columns[k].label.clone()).collect();
        let inputs = self.inputs().map(|k| self.columns[k].values.clone()).collect();
        let data = Dataset::with_inputs(inputs, self.columns[target].values.clone()).ok()?;
        Some(data.labelled(labels))
    }

    fn inputs(&self) -> impl Iterator<Item = usize> {
        let is = |&k: &usize| self.roles[k] == Role::Input;
        (0..self.roles.len()).filter(is)
    }

    /// The first row that is left out, as a problem.
    pub fn refusal(&self) -> Option<TableProblem> {
        if let Some(problem) = self.problem() {
            return Some(problem);
        }
        if let Some(Doubt::Both([(line, text), _]) | Doubt::Thousands(line, text)) = self.doubt() {
            let readings = [Mark::Point, Mark::Comma].map(|mark| mark.read(&text));
            let readings: Vec<String> = readings.into_iter().flatten().map(short).collect();
            return Some(TableProblem::Unclear { line, text, readings: readings.join(" ") });
        }
        let is_left = |state: &State| matches!(state, State::Left(_));
        let row = self.states.iter().position(is_left)?;
        let (line, State::Left(reason)) = self.row(row)? else { return None };
        Some(match reason {
            Reason::Cells(found) => TableProblem::Columns { line, found, wanted: self.width },
            Reason::Empty(k) | Reason::Text(k) => {
                refused(line, self.cells(row).get(k).map_or("", String::as_str))
            }
            Reason::Beyond => TableProblem::Long { found: self.rows.len() },
        })
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
