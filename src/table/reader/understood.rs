//! What a reader has understood of its text: how far it is, what each row and column is, what is left out and why, and the
//! data that it comes to.

use super::{MOST_COLUMNS, Reader, Stage};
use crate::model::Dataset;
use crate::number::{Mark, Shape};
use crate::table::told::{Doubt, Reason, Role, State};
use crate::table::{TableProblem, refused, spelled};

impl Reader {
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

    /// What each column is for.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The label of a column.
    pub fn label(&self, column: usize) -> &str {
        self.columns.get(column).map_or("", |column| &column.label)
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
        let mut texts = Vec::new();
        for cell in cells {
            texts.push(cell.text.into_owned());
        }
        texts
    }

    /// Of so many points, evenly spread, four numbers each: which it is, and where its first input and its target lie
    /// between the least and the greatest, from 0 to 1; of rows of two inputs where these lie, and 1 if the target is
    /// below 0, as the fit tells the two kinds apart.
    pub fn places(&self, most: usize) -> Vec<f64> {
        let mut places = Vec::new();
        let Some(data) = self.data() else { return places };
        let across = data.xs();
        let up = data.column(1);
        let extent = |values: &[f64]| {
            let mut extent = (f64::INFINITY, f64::NEG_INFINITY);
            for &value in values {
                extent = (extent.0.min(value), extent.1.max(value));
            }
            extent
        };
        let part = |value: f64, (least, most): (f64, f64)| {
            if most > least { (value - least) / (most - least) } else { 0.5 }
        };
        let extents = (extent(across), extent(up));
        for row in (0..data.len()).step_by(data.len().div_ceil(most.max(1))) {
            let below = data.columns().len() > 1 && data.ys()[row] < 0.0;
            let (x, y) = (part(across[row], extents.0), part(up[row], extents.1));
            places.extend([row as f64, x, y, f64::from(below)]);
        }
        places
    }

    /// The row that is this point of the data.
    pub fn row_of(&self, point: usize) -> Option<usize> {
        let mut left = point;
        for (row, state) in self.states.iter().enumerate() {
            if *state == State::Taken {
                if left == 0 {
                    return Some(row);
                }
                left -= 1;
            }
        }
        None
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
            let line = self.body.map_or(self.rows[0].1, |body| self.rows[body].1);
            let alone = self.cells(0).first().is_some_and(|cell| Shape::of(cell) != Shape::Text);
            let found = self.numeric().max(usize::from(self.width == 0 && alone));
            return Some(match found {
                0 => TableProblem::Empty,
                _ => TableProblem::Columns { line, found, wanted: 2 },
            });
        }
        (self.stage == Stage::Done && self.taken == 0).then_some(TableProblem::Empty)
    }

    /// The rows that are taken: labels as in the text, inputs in the order of their columns; nothing before all is read,
    /// where something is in doubt, and where there is nothing.
    pub fn data(&self) -> Option<Dataset> {
        if !self.is_done() || self.problem().is_some() || self.doubt().is_some() {
            return None;
        }
        let (mut labels, mut columns) = (Vec::new(), Vec::new());
        for wanted in [Role::Input, Role::Target] {
            for (column, role) in self.columns.iter().zip(&self.roles) {
                if *role == wanted {
                    labels.push(column.label.clone());
                    columns.push(column.values.clone());
                }
            }
        }
        let target = columns.pop()?;
        Some(Dataset::with_inputs(columns, target).ok()?.labelled(labels))
    }

    /// The first row that is left out, as a problem.
    pub fn refusal(&self) -> Option<TableProblem> {
        if let Some(problem) = self.problem() {
            return Some(problem);
        }
        if let Some(Doubt::Both([(line, text), _]) | Doubt::Thousands(line, text)) = self.doubt() {
            let mut readings = Vec::new();
            for mark in [Mark::Point, Mark::Comma] {
                readings.extend(mark.read(&text));
            }
            return Some(TableProblem::Unclear { line, text, readings: spelled(&readings) });
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
