//! The texts of what is fitted: a model as a formula, and where its parameters start.

use std::borrow::Borrow;

use crate::model::{Criterion, Index, Model, Targets, usual_labels};
use crate::number::short;
use crate::training::{Gradient, ObjectiveError};

use super::kind::{Kind, NoSlider, Reading};
use super::{Data, Layer, Notice, Problem, START, Settings};

/// `w*x + b` → the model.
pub(super) struct Formula;

impl NoSlider for Formula {}

impl Formula {
    pub fn describe(&self) -> Kind {
        Kind::Formula
    }

    pub fn show(&self, model: &Model) -> String {
        model.formula().unwrap_or_default()
    }

    pub fn read(&self, text: &str) -> Reading<Model> {
        read(text, &usual_labels(1)).map(|model| (model, None))
    }
}

/// `HuberLoss(delta=1.5)` → the loss.
pub(super) struct Losses;

impl NoSlider for Losses {}

impl Losses {
    pub fn describe(&self) -> Kind {
        Kind::Loss
    }

    pub fn show(&self, loss: &Criterion) -> String {
        loss.text()
    }

    pub fn read(&self, text: &str) -> Reading<Criterion> {
        Criterion::parse(text).map(|loss| (loss, None)).map_err(Problem::Call)
    }
}

/// `w=0,b=1` → names and numbers, in the order in which they are said.
pub(super) struct Starts;

impl NoSlider for Starts {}

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
            let (name, value) = part.split_once('=').ok_or(Problem::Malformed)?;
            let (value, problem) = START.read(value).map_err(|_| Problem::Malformed)?;
            clamped = clamped.or(problem);
            starts.push((name.trim().to_owned(), value));
        }
        match Index::new(starts.iter().map(|(name, _)| name.as_str())).twice() {
            Some(name) => Err(Problem::Twice(name.to_owned())),
            None => Ok((starts, clamped)),
        }
    }
}

/// `a,b` → two names, or none.
pub(super) struct Pair;

impl NoSlider for Pair {}

impl Pair {
    pub fn describe(&self) -> Kind {
        Kind::Pair
    }

    pub fn show(&self, names: &[String]) -> String {
        names.join(",")
    }

    /// Which names there may be is the model's to judge.
    pub fn read(&self, text: &str) -> Reading<Vec<String>> {
        let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
        match names.as_slice() {
            [only] if only.is_empty() => Ok((Vec::new(), None)),
            [a, b] if a == b => Err(Problem::Twice(a.clone())),
            [_, _] => Ok((names, None)),
            _ => Err(Problem::Malformed),
        }
    }
}

/// The model that a text says, a formula or a layer, of columns with these labels.
fn read(text: &str, labels: &[String]) -> Result<Model, Problem> {
    if Model::is_called(text) {
        Model::parse_call(text).map_err(Problem::Call)
    } else {
        Model::parse_for(text, labels).map_err(Problem::Formula)
    }
}

impl Settings {
    /// The model that a text would be for data whose columns have these labels.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn read_model(text: &str, labels: &[String]) -> Result<Model, Problem> {
        read(text, labels)
    }

    /// The two parameters that the landscape is drawn over, by index; of one that there is twice.
    pub fn pair(&self) -> [usize; 2] {
        let params = self.model.params();
        let place = |name: &String| params.iter().position(|param| param == name);
        match self.pair.as_slice() {
            [a, b] => place(a).zip(place(b)).map(|(a, b)| [a, b]),
            _ => None,
        }
        .unwrap_or([0, 1.min(params.len() - 1)])
    }

    /// Where each parameter starts: as `start` says it; `w` else as the setting `w` says it, if that is another number than
    /// 0; what is left as it is drawn under the seed, without one at 0.
    pub fn starts(&self) -> Vec<f64> {
        let drawn = self.drawn().map(|(starts, _)| starts);
        let said = Index::new(self.start.iter().map(|(name, _)| name.as_str()));
        let start = |(index, param): (usize, &String)| match (said.find(param), &drawn) {
            (Some(place), _) => self.start[place].1,
            (None, _) if self.says_start_of(param) => self.w,
            (None, Some(drawn)) => drawn[index],
            (None, None) => 0.0,
        };
        self.model.params().iter().enumerate().map(start).collect()
    }

    /// Whether the setting `w` says where this parameter starts: 0 is where it starts anyway.
    pub(super) fn says_start_of(&self, param: &str) -> bool {
        param == "w" && self.w != 0.0
    }

    /// Takes the models of these layers, weakest first, now that the columns of the data are known: of a layer that begins
    /// anew the usual one, and what a text says; a text that says none leaves what stood before.
    pub(super) fn take_formulas<L: Borrow<Layer>>(
        &mut self,
        layers: &[L],
        notices: &mut Vec<Notice>,
    ) {
        self.model = self.usual_model();
        for (layer, said) in layers.iter().enumerate() {
            let said = said.borrow();
            if said.begins_anew() {
                self.model = self.usual_model();
            }
            let Some(text) = &said.formula else { continue };
            let mut say =
                |problem| notices.push(Notice { layer, ..Notice::new("model", text, problem) });
            match read(text, &self.labels()) {
                Ok(model) => {
                    if model.params().len() > 1 && !model.uses_inputs() {
                        say(Problem::NoInput(model.inputs().join(", ")));
                    }
                    self.model = model;
                }
                Err(problem) => say(problem),
            }
        }
    }

    /// The number that a parameter is to start from, as a text says it, and what there is to say about that.
    ///
    /// # Errors
    /// Why the text is no number.
    pub fn read_start(text: &str) -> Result<(f64, Option<Problem>), Problem> {
        START.read(text)
    }

    /// The first target that the loss is not made for, as it is fitted: where, and what it is.
    fn unfit_target(&self) -> Option<(usize, f64)> {
        let targets = self.loss.targets();
        let unfit = |ys: &[f64]| {
            let row = ys.iter().position(|&y| !targets.hold(y))?;
            Some((row, ys[row]))
        };
        match () {
            () if targets == Targets::Any => None,
            () if self.normalize.is_empty() => unfit(self.rows().ok()?.ys()),
            () => unfit(self.dataset().ok()?.ys()),
        }
    }

    /// Leaves out what has no place beside the rest, now that all is said by the last layer, and
    /// says so.
    pub(super) fn settle(&mut self, layer: usize, notices: &mut Vec<Notice>) {
        let mut say = |setting: &str, given: &str, problem| {
            notices.push(Notice { layer, ..Notice::new(setting, given, problem) });
        };
        let Ok(data) = self.rows() else { return };
        if !self.normalize.is_empty() {
            let columns = usual_labels(data.columns().len());
            let is_known = |name: &String| name == "all" || columns.contains(name);
            if let Some(name) = self.normalize.iter().find(|name| !is_known(name)) {
                say("normalize", name, Problem::NoColumn(columns.join(", ")));
                self.normalize.retain(is_known);
            }
        }
        if let Some((row, y)) = self.unfit_target() {
            let (of, targets) = (self.loss.name(), self.loss.targets());
            say("loss", &short(y), Problem::Targets { of, targets, row });
            self.loss = Criterion::default();
        }
        if self.loss.has_sigmoid() && self.model.ends_with_sigmoid() {
            say("loss", self.loss.name(), Problem::SigmoidTwice);
        }
        self.settle_update(&mut say);
        if self.gradient.check(&self.model, &self.loss, &data) == Err(ObjectiveError::ByHand) {
            let given = self.text("gradient").unwrap_or_default();
            let squares = self.loss.is_squared_error();
            say(
                "gradient",
                &given,
                if squares { Problem::LinearOnly } else { Problem::SquareOnly },
            );
            self.gradient = Gradient::Autograd;
        }
        let fits = self.gradient.check(&self.model, &self.loss, &data);
        if let Err(ObjectiveError::Fit(error)) = fits {
            let given = self.text("model").unwrap_or_default();
            say("model", &given, Problem::Fit(error));
            self.model = self.usual_model();
        }
        if let Data::Example(example) = self.data
            && example.rows().is_none()
        {
            say("data", example.name, Problem::Coming);
        }
        let here = self.model.params();
        if let Some(name) = self.pair.iter().find(|&name| !here.contains(name)) {
            say("pair", name, Problem::NoParameter);
            self.pair.clear();
        }
        let params = Index::new(self.model.params().iter().map(String::as_str));
        let known = |name: &str| params.find(name).is_some();
        if let Some((name, _)) = self.start.iter().find(|(name, _)| !known(name)) {
            say("start", name, Problem::NoParameter);
            self.start.retain(|(name, _)| known(name));
        }
    }
}
