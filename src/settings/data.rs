//! The setting `data`: rows of any number of columns, or the name of an example set. `x` and `y` are the short form of
//! two columns that nobody has named.

use std::cell::RefCell;
use std::sync::Arc;

use super::examples::Example;
use super::kind::{Kind, NoSlider, Reading};
use super::list::parts;
use super::{Preset, Problem, Settings};
use crate::model::{DataError, Dataset, Model, usual_labels};
use crate::number::{bare, list};
use crate::table::{exactly, written};

/// What the setting says.
#[derive(Clone, Debug, Default)]
pub enum Data {
    /// Nothing: the points are those of `x` and `y`.
    #[default]
    Nothing,
    /// Rows, and the text that says them.
    Rows(Arc<str>, Arc<Dataset>),
    /// An example set.
    Example(&'static Example),
}

impl PartialEq for Data {
    fn eq(&self, other: &Data) -> bool {
        match (self, other) {
            (Data::Nothing, Data::Nothing) => true,
            (Data::Rows(one, _), Data::Rows(other, _)) => one == other,
            (Data::Example(one), Data::Example(other)) => one.name == other.name,
            _ => false,
        }
    }
}

impl Data {
    /// The rows, as far as they are here.
    pub fn rows(&self) -> Option<&Arc<Dataset>> {
        match self {
            Data::Nothing => None,
            Data::Rows(_, rows) => Some(rows),
            Data::Example(example) => example.rows(),
        }
    }
}

thread_local! {
    /// The rows that were read or written last: they are judged, taken and asked for in turn, and may be megabytes.
    static LAST: RefCell<Option<(Arc<str>, Arc<Dataset>)>> = const { RefCell::new(None) };
}

/// Keeps what this text says, until another does.
fn keep(text: &str, rows: Dataset) -> (Arc<str>, Arc<Dataset>) {
    let kept = (Arc::from(text), Arc::new(rows));
    LAST.set(Some(kept.clone()));
    kept
}

/// `1,2;2,4` → the rows.
pub(super) struct Table;

impl NoSlider for Table {}

impl Table {
    pub fn describe(&self) -> Kind {
        Kind::Table
    }

    pub fn show(&self, data: &Data) -> String {
        match data {
            Data::Nothing => String::new(),
            Data::Rows(text, _) => text.to_string(),
            Data::Example(example) => example.name.to_owned(),
        }
    }

    pub fn read(&self, text: &str) -> Reading<Data> {
        let text = bare(text);
        if text.is_empty() {
            return Ok((Data::Nothing, None));
        }
        if let Some(example) = Example::from_name(text) {
            return Ok((Data::Example(example), None));
        }
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            return Err(Problem::NoExample);
        }
        let last = LAST.with_borrow(|last| last.clone().filter(|(known, _)| **known == *text));
        let (text, rows) = match last {
            Some(last) => last,
            None => keep(text, exactly(text).map_err(Problem::Table)?),
        };
        Ok((Data::Rows(text, rows), None))
    }
}

/// `x,y` → names of columns, or `all`.
pub(super) struct Columns;

impl NoSlider for Columns {}

impl Columns {
    pub fn describe(&self) -> Kind {
        Kind::Columns
    }

    pub fn show(&self, columns: &[String]) -> String {
        columns.join(",")
    }

    /// Reads all or none. Which columns there are is the data's to judge.
    pub fn read(&self, text: &str) -> Reading<Vec<String>> {
        let mut names: Vec<String> = Vec::new();
        for name in parts(text) {
            let number = name.strip_prefix('x').unwrap_or("-");
            let is =
                matches!(name, "y" | "all") || number.bytes().all(|byte| byte.is_ascii_digit());
            if !is || name.len() > 4 {
                return Err(Problem::Malformed);
            }
            if !names.iter().any(|other| other == name) {
                names.push(name.to_owned());
            }
        }
        Ok((names, None))
    }
}

impl Settings {
    /// The places of the columns that are normalized.
    pub fn normalized(&self, inputs: usize) -> Vec<usize> {
        let mut places = Vec::new();
        for (place, name) in usual_labels(inputs).iter().enumerate() {
            if self.normalize.iter().any(|wanted| wanted == "all" || wanted == name) {
                places.push(place);
            }
        }
        places
    }

    /// The points that are fitted. Settings made by [`resolve`](Settings::resolve) always have some.
    ///
    /// # Errors
    /// If `x` and `y`, set by hand, are no [`Dataset`].
    pub fn dataset(&self) -> Result<Dataset, DataError> {
        let rows = self.rows().map(Arc::unwrap_or_clone)?;
        if self.normalize.is_empty() {
            return Ok(rows);
        }
        let places = self.normalized(rows.columns().len());
        Ok(rows.normalized(&places))
    }

    /// The same before anything is normalized, shared where they can be.
    ///
    /// # Errors
    /// As [`dataset`](Settings::dataset).
    pub fn rows(&self) -> Result<Arc<Dataset>, DataError> {
        match self.data.rows() {
            Some(rows) => Ok(Arc::clone(rows)),
            None => Dataset::new(self.x.clone(), self.y.clone()).map(Arc::new),
        }
    }

    /// How many rows there are.
    pub fn points(&self) -> usize {
        self.data.rows().map_or(self.x.len(), |rows| rows.len())
    }

    /// Takes the lists that a layer without `data` gives: where they say something, they count in the place of the data
    /// below, of which one list alone keeps the other.
    pub(super) fn take_points(&mut self, x: Option<&Vec<f64>>, y: Option<&Vec<f64>>) {
        let says = |list: Option<&Vec<f64>>| list.is_some_and(|list| !list.is_empty());
        if says(x) || says(y) {
            if let Some(rows) = self.data.rows()
                && rows.columns().len() == 1
            {
                let (xs, ys) = (rows.xs().to_vec(), rows.ys().to_vec());
                self.x = x.cloned().unwrap_or(xs);
                self.y = y.cloned().unwrap_or(ys);
            }
            self.data = Data::Nothing;
        } else if self.data == Data::Nothing && x.is_none() && y.is_none() && self.x.is_empty() {
            // Data that are taken back leave the points of the preset.
            let Settings { x, y, .. } = self.preset.settings();
            (self.x, self.y) = (x, y);
        }
    }

    /// Points are said one way: what data are here has no `x` and `y`.
    pub(super) fn say_once(&mut self) {
        if self.data.rows().is_some() {
            (self.x, self.y) = (Vec::new(), Vec::new());
        }
    }

    /// What is fitted where nobody says otherwise.
    pub(super) fn usual_model(&self) -> Model {
        match self.data.rows() {
            Some(rows) if rows.columns().len() > 1 => Model::usual(rows.labels()),
            _ if self.preset == Preset::NotebookModule => Model::linear(),
            Some(rows) => Model::usual(rows.labels()),
            None => Model::line(),
        }
    }

    /// What the columns are called, the target last.
    pub(super) fn labels(&self) -> Vec<String> {
        match self.data.rows() {
            Some(rows) => rows.labels().to_vec(),
            None => vec!["x".to_owned(), "y".to_owned()],
        }
    }

    /// The settings that these data are: `x` and `y` where they are points that nobody has named, else `data`.
    pub fn saying(data: &Dataset) -> Vec<(&'static str, String)> {
        if data.is_unlabelled() && data.columns().len() == 1 {
            vec![("x", list(data.xs())), ("y", list(data.ys()))]
        } else {
            let mut rows = written(data, ',', ';');
            rows.pop();
            keep(&rows, data.clone());
            vec![("data", rows)]
        }
    }
}
