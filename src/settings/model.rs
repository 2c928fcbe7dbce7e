//! What is fitted, once all is said: which model with which gradient, and where it starts.

use crate::model::Model;
use crate::training::{Gradient, ObjectiveError};

use super::kind::Number;
use super::{Notice, Problem, Settings};

/// The parameters that a run may start from.
pub(super) const START: Number = Number { min: -1e6, max: 1e6, slider: None };

impl Settings {
    /// The names of the parameters that the run fits, in the order of their columns.
    pub fn params(&self) -> Vec<String> {
        self.model.params().to_vec()
    }

    /// Where each parameter starts: as `start` says it, `w` else as the setting `w` says it, and
    /// every other at 0.
    pub fn starts(&self) -> Vec<f64> {
        let mut said: Vec<&(String, f64)> = self.start.iter().collect();
        said.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let start = |param: &String| match said.binary_search_by(|(name, _)| name.cmp(param)) {
            Ok(index) => said[index].1,
            Err(_) if param == "w" => self.w,
            Err(_) => 0.0,
        };
        self.model.params().iter().map(start).collect()
    }

    /// Leaves out what has no place beside the rest, now that all is said; returns what there is to
    /// say about that.
    pub(super) fn settle(&mut self) -> Vec<Notice> {
        let mut notices = Vec::new();
        let Ok(data) = self.dataset() else { return notices };
        if self.gradient.check(&self.model, &data) == Err(ObjectiveError::ByHand) {
            let given = self.text("gradient").unwrap_or_default();
            notices.push(Notice::new("gradient", &given, Problem::LineOnly));
            self.gradient = Gradient::Autograd;
        }
        if let Err(ObjectiveError::Fit(error)) = self.gradient.check(&self.model, &data) {
            let given = self.text("model").unwrap_or_default();
            notices.push(Notice::new("model", &given, Problem::Fit(error)));
            self.model = Model::line();
        }
        let mut params: Vec<&str> = self.model.params().iter().map(String::as_str).collect();
        params.sort_unstable();
        let known = |name: &str| params.binary_search(&name).is_ok();
        if let Some((name, _)) = self.start.iter().find(|(name, _)| !known(name)) {
            notices.push(Notice::new("start", name, Problem::NoParameter));
            self.start.retain(|(name, _)| known(name));
        }
        notices
    }
}
