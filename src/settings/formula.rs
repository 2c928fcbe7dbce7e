//! The texts of what is fitted: a model as a formula, and where its parameters start.

use crate::model::Model;
use crate::number::short;

use super::Problem;
use super::kind::{Kind, Reading};
use super::model::START;

/// `w*x + b` → the model.
pub(super) struct Formula;

impl Formula {
    pub fn describe(&self) -> Kind {
        Kind::Formula
    }

    pub fn show(&self, model: &Model) -> String {
        model.formula().unwrap_or_default()
    }

    pub fn read(&self, text: &str) -> Reading<Model> {
        Model::parse(text).map(|model| (model, None)).map_err(Problem::Formula)
    }
}

/// `w=0,b=1` → names and numbers, in the order in which they are said.
pub(super) struct Starts;

impl Starts {
    pub fn describe(&self) -> Kind {
        Kind::Starts
    }

    pub fn show(&self, starts: &[(String, f64)]) -> String {
        let each = starts.iter().map(|(name, value)| name.clone() + "=" + &short(*value));
        each.collect::<Vec<_>>().join(",")
    }

    /// Reads all or none. Which names there may be is the model's to judge.
    pub fn read(&self, text: &str) -> Reading<Vec<(String, f64)>> {
        let mut starts: Vec<(String, f64)> = Vec::new();
        let mut clamped = None;
        let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
        for part in parts {
            let (name, value) = part.split_once('=').ok_or(Problem::Malformed(Kind::Starts))?;
            let (value, problem) =
                START.read(value).map_err(|_| Problem::Malformed(Kind::Starts))?;
            clamped = clamped.or(problem);
            starts.push((name.trim().to_owned(), value));
        }
        // By sorting: there may be ten thousand.
        let mut names: Vec<&str> = starts.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(Problem::Twice(pair[0].to_owned())),
            None => Ok((starts, clamped)),
        }
    }
}
