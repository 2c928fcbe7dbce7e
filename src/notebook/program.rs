//! The run as a program that a reader takes along: NumPy by hand and by nudging, PyTorch by
//! autograd, with the points, the rate and the steps of the lab. Run, it prints the lab's printout.
//!
//! The lesson's programs are the notebooks' own. In those of other models whatever may meet a
//! function is of the library's kind, for which nothing is an error that is none in the lab.

use super::printout::{PROBE, Printout};
use super::{Notebook, held, losses};
use crate::autograd::check::CUBE_ROOT_OF_EPSILON;
use crate::number::{list, repr, short};
use crate::random::bound;
use crate::settings::Settings;
use crate::training::{BUFFER, Gradient, Numpy, Precision};

/// The most numbers that PyTorch adds with one thread, however many it has (`GRAIN_SIZE` there).
const ONE_THREAD: usize = 32_768;

impl Notebook<'_> {
    /// The program part by part: each a cell of the notebook, with an empty line between two.
    pub fn program(&self) -> Vec<String> {
        vec![
            self.imports(),
            self.data().join("\n"),
            self.definitions().join("\n\n"),
            self.training(),
        ]
    }

    /// The program as a file.
    pub fn script(&self) -> String {
        self.program().join("\n\n") + "\n"
    }

    /// The libraries, and what they are told once.
    fn imports(&self) -> String {
        let Settings { model, batch, seed, .. } = self.settings;
        let library = if self.autograd() { "torch" } else { "numpy as np" };
        let mut lines = format!("import {library}");
        if model.is_layer() {
            lines += "\nfrom torch import nn";
        }
        if *batch > 0 {
            lines += "\nfrom torch.utils.data import DataLoader, TensorDataset";
        }
        lines += &self.as_printed();
        if let Some(seed) = seed {
            lines += &format!("\n\ntorch.manual_seed({seed})");
        }
        lines
    }

    /// What of the order of adding many numbers depends on the library: PyTorch is kept to one thread; of
    /// NumPy it is said which version prints so.
    fn as_printed(&self) -> String {
        let Settings { numpy, .. } = self.settings;
        let rows = self.columns().last().map_or(0, |(_, column)| column.len());
        match self.gradient {
            Gradient::Autograd if rows > ONE_THREAD => "\n\ntorch.set_num_threads(1)".to_owned(),
            Gradient::Manual | Gradient::ManualSum if rows > BUFFER => {
                let version = if *numpy == Numpy::One { "1" } else { "2" };
                format!(
                    "  # NumPy {version}: the other version adds so many numbers in another order"
                )
            }
            _ => String::new(),
        }
    }

    /// The type of its numbers.
    fn dtype(&self) -> &'static str {
        match (self.gradient, self.settings.precision) {
            (Gradient::Autograd, Precision::F32) => "torch.float32",
            (Gradient::Autograd, Precision::F64) => "torch.float64",
            (Gradient::Numeric, _) | (_, Precision::F64) => "np.float64",
            (_, Precision::F32) => "np.float32",
        }
    }

    /// The points, the parameters and the rate.
    fn data(&self) -> Vec<String> {
        let dtype = self.dtype();
        let layer = self.settings.model.is_layer();
        let points = |values: &[f64]| {
            let array = if self.autograd() { "torch.tensor" } else { "np.array" };
            let numbers = match list(values) {
                rows if layer => format!("[{}]", rows.replace(',', "], [")),
                numbers => numbers.replace(',', ", "),
            };
            format!("{array}([{numbers}], dtype={dtype})")
        };
        let columns = self.columns();
        let mut lines: Vec<String> =
            columns.iter().map(|(name, column)| format!("{name} = {}", points(column))).collect();
        lines.extend(if layer { self.layer() } else { self.starts() });
        let lr = short(self.settings.lr);
        let rate = if self.keeps_single() { format!("{dtype}({lr})") } else { lr };
        lines.push(format!("learning_rate = {rate}"));
        lines.extend(self.constructed());
        lines
    }

    /// The parameters of a formula, each where it starts. What is drawn is drawn for each, as `nn.Linear` draws.
    fn starts(&self) -> Vec<String> {
        let Settings { model, precision, .. } = self.settings;
        let (dtype, single) = (self.dtype(), self.keeps_single());
        let wide = if *precision == Precision::F64 { ".double()" } else { "" };
        let bound = short(bound(model.inputs().len()));
        let mut lines = Vec::new();
        for (k, value) in self.settings.starts().into_iter().enumerate() {
            let value = repr(value);
            let start = match () {
                () if self.settings.seed.is_some() => {
                    let said = if self.is_drawn(k) { "" } else { &format!(".fill_({value})") };
                    let drawn = format!("torch.empty(()).uniform_(-{bound}, {bound})");
                    format!("{drawn}{wide}{said}.requires_grad_()")
                }
                () if self.autograd() => {
                    format!("torch.tensor({value}, dtype={dtype}, requires_grad=True)")
                }
                () if single || self.is_nudged() => format!("{dtype}({value})"),
                () => value,
            };
            lines.push(format!("{} = {start}", self.names[k]));
        }
        lines
    }

    /// The layer, and where its parameters start if not as they are drawn.
    fn layer(&self) -> Vec<String> {
        let wide = if self.settings.precision == Precision::F64 { ".double()" } else { "" };
        let mut lines = vec![format!("model = nn.Linear(1, 1){wide}")];
        for (k, value) in self.settings.starts().into_iter().enumerate() {
            if !self.is_drawn(k) {
                lines.push(format!("nn.init.constant_({}, {})", self.names[k], repr(value)));
            }
        }
        lines
    }

    /// Whether a parameter starts as it is drawn.
    fn is_drawn(&self, k: usize) -> bool {
        let Settings { model, seed, start, .. } = self.settings;
        seed.is_some() && !start.iter().any(|(name, _)| *name == model.params()[k])
    }

    /// What PyTorch is to move the parameters with, and in which batches it is to hand over the rows.
    fn constructed(&self) -> Vec<String> {
        let Settings { model, optimizer, scheduler, batch, seed, .. } = self.settings;
        let mut lines = Vec::new();
        if self.has_optimizer() {
            let params = if model.is_layer() {
                "model.parameters()".to_owned()
            } else {
                format!("[{}]", self.names.join(", "))
            };
            lines.push(format!("optimizer = {}", optimizer.program(&params, "learning_rate")));
        }
        lines.extend(
            scheduler.program("optimizer").map(|constructed| format!("scheduler = {constructed}")),
        );
        if *batch > 0 {
            let rows: Vec<String> = self.columns().into_iter().map(|(name, _)| name).collect();
            let shuffle = if seed.is_some() { ", shuffle=True" } else { "" };
            let rows = rows.join(", ");
            lines.push(format!(
                "loader = DataLoader(TensorDataset({rows}), batch_size={batch}{shuffle})"
            ));
        }
        lines
    }

    /// Whether w stays a number of single precision by hand. NumPy 1 widens one times a number of Python, NumPy 2
    /// does not: there the rate is one of single precision, too, and in the other case the gradient one of
    /// Python, so that the program prints the same lines in both.
    fn keeps_single(&self) -> bool {
        let Settings { precision, numpy, .. } = self.settings;
        *precision == Precision::F32
            && match self.gradient {
                Gradient::Manual => true,
                Gradient::ManualSum => *numpy == Numpy::Two,
                Gradient::Autograd | Gradient::Numeric => false,
            }
    }

    fn definitions(&self) -> Vec<String> {
        if self.settings.model.is_layer() {
            return vec![format!("loss = nn.{}", self.settings.loss.text())];
        }
        let mut all = Vec::new();
        for function in self.settings.model.operations() {
            let definition = self.definition(function).map(str::to_owned);
            all.extend(definition.filter(|definition| !all.contains(definition)));
        }
        let forward = self.forward(&self.inputs());
        all.push(format!("def {forward}:\n    return {}", self.expression()));
        if !self.autograd() {
            all.extend(losses::defined(&self.settings.loss).map(str::to_owned));
        }
        all.push(format!("def loss(y, y_predicted):\n    return {}", self.loss("y_predicted")));
        all.extend(self.gradient_defined());
        all
    }

    /// The function of the gradient, where there is one.
    fn gradient_defined(&self) -> Option<String> {
        let lines = match self.gradient {
            Gradient::Autograd => return None,
            Gradient::Manual => self.returned(self.by_hand("y_predicted")),
            Gradient::ManualSum => {
                let mut sums = self.by_hand("y_predicted");
                if !self.keeps_single() {
                    sums.iter_mut().for_each(|sum| *sum = format!("float({sum})"));
                }
                let why =
                    "np.dot has added the points up already: the mean of one number is itself.";
                format!("# {why}\n    {}", self.returned(sums))
            }
            Gradient::Numeric if self.is_nudged() => {
                let nudged = difference("p", |nudged| format!("f({nudged})"));
                return Some(format!("def slope(f, p):\n    {nudged}"));
            }
            Gradient::Numeric => {
                difference(&self.names[0], |nudged| format!("loss(y, ({nudged}) * x)"))
            }
        };
        Some(format!("def gradient({}, y, y_predicted):\n    {lines}", self.inputs()))
    }

    /// The lines that give back a gradient in each parameter.
    fn returned(&self, slopes: Vec<String>) -> String {
        if let [slope] = &slopes[..] {
            return format!("return {slope}");
        }
        let each = self.names.iter().zip(slopes);
        let lines: Vec<String> =
            each.map(|(name, slope)| format!("d{name} = {slope}\n    ")).collect();
        format!("{}return {}", lines.concat(), self.slopes())
    }

    /// The gradient in each parameter by name.
    fn slopes(&self) -> String {
        let names: Vec<String> = self.names.iter().map(|name| "d".to_owned() + name).collect();
        names.join(", ")
    }

    /// The loop, and the lines that are printed around it.
    fn training(&self) -> String {
        let Settings { model, iterations, batch, .. } = self.settings;
        let rows = self.columns().last().map_or(1, |(_, rows)| rows.len());
        let in_pass = if *batch == 0 { 1 } else { rows.div_ceil(*batch) };
        let (unit, number) = if in_pass > 1 { ("step", "{step}") } else { ("epoch", "{epoch+1}") };
        let printout = Printout::new(self.gradient, unit);
        let probe = short(PROBE);
        let probe = match () {
            () if model.is_layer() => {
                format!("torch.tensor([[{probe}.0]], dtype={})", self.dtype())
            }
            () if !self.is_other() => probe,
            () if self.autograd() => format!("torch.tensor({probe}.0, dtype={})", self.dtype()),
            // As wide as the parameters.
            () if self.keeps_single() => format!("np.float32({probe})"),
            () => format!("np.float64({probe})"),
        };
        let item = if model.is_layer() { ".item()" } else { "" };
        let probe = self.forward(&vec![probe; model.inputs().len()].join(", ")) + item;
        let values: Vec<String> = self.names.iter().map(|name| name.to_owned() + item).collect();
        let print = printout.print_step(model.params(), number, &values, "l");
        let (mut steps, mut after_pass) = (self.steps(), Vec::new());
        let counts_batches =
            self.settings.scheduler.create().is_some_and(|schedule| schedule.counts_batches());
        if *batch == 0 || counts_batches {
            steps.extend(self.scheduled(unit));
        } else {
            after_pass = self.scheduled("epoch");
        }
        let mut lines = vec![printout.print_before(&probe), String::new()];
        if in_pass > 1 {
            lines.push("step = 0".to_owned());
            steps.push("step += 1".to_owned());
        }
        steps.push(print);
        if iterations % in_pass > 0 {
            steps.push(format!("if step == {iterations}:"));
            steps.push("    break".to_owned());
        }
        lines.push(format!("for epoch in range({}):", iterations.div_ceil(in_pass)));
        if *batch > 0 {
            lines.push(format!("    for {} in loader:", self.tensors().join(", ")));
            steps = steps.into_iter().map(|line| "    ".to_owned() + &line).collect();
        }
        let indented = steps.into_iter().chain(after_pass).map(|line| "    ".to_owned() + &line);
        lines.extend(indented);
        lines.push(String::new());
        lines.push(printout.print_after(&probe));
        lines.join("\n")
    }

    /// The line that steps the schedule, where there is one; not beyond the steps that it is made for, as they are
    /// `counted` from 0.
    fn scheduled(&self, counted: &str) -> Vec<String> {
        let Settings { scheduler, iterations, .. } = self.settings;
        let Some(schedule) = scheduler.create() else { return Vec::new() };
        let step = "scheduler.step()".to_owned();
        match schedule.most() {
            // It has made one of them when it is constructed.
            Some(most) if *iterations >= most => {
                vec![format!("if {counted} < {}:", most - 1), "    ".to_owned() + &step]
            }
            _ => vec![step],
        }
    }

    /// What is done in each step of the loop.
    fn steps(&self) -> Vec<String> {
        let layer = self.settings.model.is_layer();
        let tensors = self.tensors();
        let (target, inputs) = match tensors.split_last() {
            Some((target, inputs)) => (target.as_str(), inputs.join(", ")),
            None => ("y", String::new()),
        };
        let forward = self.forward(&inputs);
        let loss = if layer { ["y_predicted", target] } else { [target, "y_predicted"] };
        let mut steps =
            vec![format!("y_predicted = {forward}"), format!("l = loss({})", loss.join(", "))];
        if self.has_optimizer() {
            steps.push("l.backward()".to_owned());
            steps.push("optimizer.step()".to_owned());
            steps.extend(self.emptied());
            return steps;
        }
        let updates: Vec<String> = self
            .names
            .iter()
            .map(|name| format!("{name} -= learning_rate * {}", held(self.gradient, name)))
            .collect();
        if self.autograd() {
            steps.push("l.backward()".to_owned());
            steps.push("with torch.no_grad():".to_owned());
            steps.extend(updates.iter().map(|update| format!("    {update}")));
            steps.extend(self.emptied());
            return steps;
        }
        if self.is_nudged() {
            steps.extend(
                self.names.iter().map(|name| {
                    format!("d{name} = slope(lambda {name}: loss(y, {forward}), {name})")
                }),
            );
        } else {
            let (slopes, inputs) = (self.slopes(), self.inputs());
            steps.push(format!("{slopes} = gradient({inputs}, y, y_predicted)"));
        }
        steps.extend(updates);
        steps
    }

    /// The lines that empty the gradients, or the word that they are left out.
    fn emptied(&self) -> Vec<String> {
        let lines = self.emptying();
        let left_out = match &lines[..] {
            _ if self.settings.zero_grad => return lines,
            [line] => line,
            _ => "grad.zero_()",
        };
        vec![format!("# {left_out} is left out: backward() adds to what is there")]
    }

    /// Each column by its name, the target last.
    fn columns(&self) -> Vec<(String, Vec<f64>)> {
        let Ok(data) = self.settings.dataset() else { return Vec::new() };
        let matrices = || ["X", "Y"].map(str::to_owned).to_vec();
        let names = if self.settings.model.is_layer() { matrices() } else { self.tensors() };
        let mut columns = Vec::new();
        for (place, name) in names.into_iter().enumerate() {
            columns.push((name, data.column(place).to_vec()));
        }
        columns
    }

    /// The inputs as `forward` takes them.
    fn inputs(&self) -> String {
        self.settings.model.inputs().join(", ")
    }

    /// A call of `forward`, which is given the parameters, too, where each is nudged.
    fn forward(&self, input: &str) -> String {
        if self.settings.model.is_layer() {
            return format!("model({input})");
        }
        let mut given = vec![input.to_owned()];
        if self.is_nudged() {
            given.extend_from_slice(&self.names);
        }
        format!("forward({})", given.join(", "))
    }

    /// Whether each parameter of another model is nudged.
    fn is_nudged(&self) -> bool {
        self.is_other() && self.gradient == Gradient::Numeric
    }

    /// Whether the model is another than the lesson's line.
    fn is_other(&self) -> bool {
        !self.settings.model.is_proportional()
    }
}

/// The slope in `p` as the lab measures it, by a central difference of what `of` says of a nudged p.
fn difference(p: &str, of: impl Fn(&str) -> String) -> String {
    let (low, high) = (format!("{p} - h"), format!("{p} + h"));
    format!(
        "h = {} * max(abs({p}), 1.0)
    return ({} - {}) / (({high}) - ({low}))",
        repr(CUBE_ROOT_OF_EPSILON),
        of(&high),
        of(&low)
    )
}
