//! The four steps as a notebook's lines of Python, with its short names.

use super::{Notebook, held, losses};
use crate::autograd::Op;
use crate::model::{Model, Notation};
use crate::settings::Settings;
use crate::training::{Gradient, Stage};

/// Text in turn: what every way to the gradient has, and what only one of them has.
#[derive(Default)]
struct Turns(Vec<String>);

impl Turns {
    fn shared(&mut self, text: &str) {
        self.add(text, 0);
    }

    fn own(&mut self, text: &str) {
        self.add(text, 1);
    }

    fn add(&mut self, text: &str, turn: usize) {
        if self.0.len() % 2 == turn {
            self.0.push(text.to_owned());
        } else if let Some(last) = self.0.last_mut() {
            last.push_str(text);
        } else {
            self.0 = vec![String::new(), text.to_owned()];
        }
    }
}

impl Notebook<'_> {
    /// The lines of a step, as few as they can be: a statement alone stands in the line of its
    /// `with`. Those that empty a gradient are among them whether the run does so or not: see
    /// [`emptying`](Notebook::emptying).
    pub fn code(&self, stage: Stage) -> Vec<String> {
        let mut turns = Turns::default();
        self.write(stage, &mut turns);
        let mut lines: Vec<String> = Vec::new();
        for line in turns.0.concat().lines() {
            match (line.strip_prefix("    "), lines.last_mut()) {
                (Some(alone), Some(with)) if self.names.len() == 1 => {
                    *with += &(" ".to_owned() + alone)
                }
                _ => lines.push(line.to_owned()),
            }
        }
        lines
    }

    /// The lines that empty what `backward` has filled; none by hand, where nothing is kept.
    pub fn emptying(&self) -> Vec<String> {
        let empty = |name: &String| held(self.gradient, name) + ".zero_()";
        match () {
            () if self.has_optimizer() => vec!["optimizer.zero_grad()".to_owned()],
            () if self.autograd() => self.names.iter().map(empty).collect(),
            () => Vec::new(),
        }
    }

    /// The line that steps the schedule, where there is one: after each pass, or after each batch.
    fn scheduling(&self) -> Option<&'static str> {
        let schedule = self.settings.scheduler.create()?;
        let passes = self.settings.batch > 0 && !schedule.counts_batches();
        Some(if passes { "scheduler.step()  # after each pass" } else { "scheduler.step()" })
    }

    /// The lines of all four steps, in turn what every way to the gradient has, and what only this
    /// one has.
    pub fn pieces(&self) -> Vec<String> {
        let mut turns = Turns::default();
        for (index, stage) in Stage::ALL.into_iter().enumerate() {
            turns.shared(if index > 0 { "\n" } else { "" });
            self.write(stage, &mut turns);
        }
        turns.0
    }

    fn write(&self, stage: Stage, turns: &mut Turns) {
        match stage {
            Stage::Prediction => turns.shared(&format!("y_pred = {}", self.expression())),
            Stage::Loss => {
                let line = format!("l = {}", self.loss("y_pred"));
                // Of the squared error both libraries have one line.
                if self.settings.loss.is_squared_error() && !self.is_torch(stage) {
                    turns.shared(&line);
                } else {
                    turns.own(&line);
                }
            }
            Stage::Gradient => turns.own(&self.gradients().join("\n")),
            Stage::Update => self.write_update(turns),
        }
    }

    fn write_update(&self, turns: &mut Turns) {
        if self.has_optimizer() {
            turns.own("optimizer.step()");
            for line in self.emptying() {
                turns.own(&("\n".to_owned() + &line));
            }
            if let Some(line) = self.scheduling() {
                turns.own(&("\n".to_owned() + line));
            }
            return;
        }
        if self.autograd() {
            turns.own("with torch.no_grad():");
        }
        for (k, name) in self.names.iter().enumerate() {
            turns.shared(match () {
                () if self.autograd() => "\n    ",
                () if k > 0 => "\n",
                () => "",
            });
            turns.shared(&format!("{name} -= lr * "));
            turns.own(&held(self.gradient, name));
        }
        for line in self.emptying() {
            turns.shared("\n");
            turns.own(&line);
        }
    }

    /// The lines of the gradient.
    fn gradients(&self) -> Vec<String> {
        match self.gradient {
            Gradient::Autograd => vec!["l.backward()".to_owned()],
            Gradient::Manual | Gradient::ManualSum => {
                let each = self.names.iter().zip(self.by_hand("y_pred"));
                each.map(|(name, slope)| format!("d{name} = {slope}")).collect()
            }
            Gradient::Numeric => (0..self.names.len()).map(|k| self.nudged(k)).collect(),
        }
    }

    fn nudged(&self, k: usize) -> String {
        let loss = |sign: &str| {
            let mut names = self.names.clone();
            names[k] = format!("{} {sign} h", names[k]);
            format!("loss({})", names.join(", "))
        };
        format!("d{} = ({} - {}) / (2*h)", self.names[k], loss("+"), loss("-"))
    }

    /// The gradient by hand in each parameter, with the mean where it divides, or as the notebook has it: the dot
    /// product has added the points up already.
    pub(super) fn by_hand(&self, predicted: &str) -> Vec<String> {
        let features = self.settings.model.features().unwrap_or_default();
        let slope = |feature: &Model| {
            let doubled = self.doubled(feature);
            match self.gradient {
                Gradient::ManualSum if feature.uses_inputs() => {
                    format!("np.dot({doubled}, {predicted} - y).mean()")
                }
                // One number for all points is none that np.dot would add up.
                Gradient::ManualSum => {
                    format!("np.dot(np.full_like(y, {doubled}), {predicted} - y).mean()")
                }
                _ => format!("({doubled} * ({predicted} - y)).mean()"),
            }
        };
        features.iter().map(slope).collect()
    }

    /// Twice what a parameter is multiplied by.
    fn doubled(&self, feature: &Model) -> String {
        let call = |function| self.call(function);
        let written = feature.written(Notation::Python(&call), &feature.leaves());
        let text = written.unwrap_or_else(|| format!("f({})", feature.leaves().join(", ")));
        match text.replace(" * ", "*").replace(" / ", "/").as_str() {
            "1" => "2".to_owned(),
            sum if feature.is_sum() => format!("2*({sum})"),
            product => format!("2*{product}"),
        }
    }

    /// The prediction as an expression of x and the parameters.
    pub(super) fn expression(&self) -> String {
        let model = &self.settings.model;
        if model.is_layer() {
            return format!("model({})", self.tensors()[0]);
        }
        let leaves = [model.inputs(), &self.names].concat();
        let written = model.written(Notation::Python(&|function| self.call(function)), &leaves);
        written.unwrap_or_else(|| format!("f({})", leaves.join(", ")))
    }

    /// The loss as an expression of the predictions and of y.
    pub(super) fn loss(&self, predicted: &str) -> String {
        let Settings { loss, model, .. } = self.settings;
        match self.autograd() {
            true if model.is_layer() => {
                format!("nn.{}({predicted}, {})", loss.text(), self.tensors()[1])
            }
            true => losses::in_torch(loss, model, predicted),
            false => losses::in_numpy(loss, predicted),
        }
    }

    /// By which name a function is called.
    fn call(&self, function: Op) -> String {
        let name = function.names().first().copied().unwrap_or_default();
        match (self.definition(function), self.autograd()) {
            (Some(_), _) => name.to_owned(),
            (None, true) => "torch.".to_owned() + name,
            (None, false) => "np.".to_owned() + name,
        }
    }

    /// The definition of a function that the library does not have, or not for all that a formula
    /// may hand to it.
    pub(super) fn definition(&self, function: Op) -> Option<&'static str> {
        if self.autograd() { function.in_torch() } else { function.in_numpy() }
    }
}
