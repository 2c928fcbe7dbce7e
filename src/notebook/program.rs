//! The run as a program that a reader takes along: NumPy by hand and by nudging, PyTorch by
//! autograd, with the points, the rate and the steps of the lab. Run, it prints the lab's printout.
//!
//! The lesson's programs are the notebooks' own. In those of other models whatever may meet a
//! function is of the library's kind, for which nothing is an error that is none in the lab.

use super::printout::{PROBE, Printout};
use super::{Notebook, held, losses, template};
use crate::autograd::check::CUBE_ROOT_OF_EPSILON;
use crate::number::{list, repr, short};
use crate::random::bound;
use crate::settings::Settings;
use crate::training::{BUFFER, Gradient, Numpy, Precision};

/// The most numbers that PyTorch adds with one thread, however many it has (`GRAIN_SIZE` there).
const ONE_THREAD: usize = 32_768;

const IMPORTS: &str = "[!torch]import numpy as np{version}
[torch]import torch
[layer]from torch import nn
[batches]from torch.utils.data import DataLoader, TensorDataset
[threads]
[threads]torch.set_num_threads(1)
[seed]
[seed]torch.manual_seed({seed})";

/// The rate, what PyTorch is to move the parameters with, and in which batches it is to hand over the rows.
const CONSTRUCTED: &str = "learning_rate = {rate}
[optimizer]optimizer = {moves}
[schedule]scheduler = {schedules}
[batches]loader = DataLoader(TensorDataset({columns}), batch_size={batch}{shuffle})";

/// The loop, and the lines that are printed around it.
const TRAINING: &str = "{before}

[steps]step = 0
for epoch in range({passes}):
[batches]    for {tensors} in loader:
{in}y_predicted = {forward}
[layer]{in}l = loss(y_predicted, {target})
[!layer]{in}l = loss({target}, y_predicted)
[torch]{in}l.backward()
[optimizer]{in}optimizer.step()
[torch !optimizer]{in}with torch.no_grad():
[nudged]{in}{nudges}
[!torch !nudged]{in}{slopes} = gradient({inputs}, y, y_predicted)
[!optimizer]{in}{updates}
[torch]{in}{emptied}
[schedule !passes !most]{in}scheduler.step()
[schedule !passes most]{in}if {unit} < {most}:
[schedule !passes most]{in}    scheduler.step()
[steps]{in}step += 1
{in}{line}
[cut]{in}if step == {iterations}:
[cut]{in}    break
[passes]    scheduler.step()

{after}";

impl Notebook<'_> {
    /// The program part by part: each a cell of the notebook, with an empty line between two.
    pub fn program(&self) -> Vec<String> {
        let data = [self.data(), self.filled(CONSTRUCTED)].concat();
        vec![
            self.filled(IMPORTS).join("\n"),
            data.join("\n"),
            self.definitions().join("\n\n"),
            self.filled(TRAINING).join("\n"),
        ]
    }

    /// The program as a file.
    pub fn script(&self) -> String {
        self.program().join("\n\n") + "\n"
    }

    /// Of so many numbers each NumPy has an order of its own: which version prints so.
    fn version(&self) -> &'static str {
        let by_hand = matches!(self.gradient, Gradient::Manual | Gradient::ManualSum);
        match self.settings.numpy {
            _ if !by_hand || self.rows() <= BUFFER => "",
            Numpy::One => "  # NumPy 1: the other version adds so many numbers in another order",
            Numpy::Two => "  # NumPy 2: the other version adds so many numbers in another order",
        }
    }

    /// How many rows there are.
    fn rows(&self) -> usize {
        self.columns().last().map_or(1, |(_, column)| column.len())
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
                    let said =
                        if self.settings.is_drawn(k) { "" } else { &format!(".fill_({value})") };
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
            if !self.settings.is_drawn(k) {
                lines.push(format!("nn.init.constant_({}, {})", self.names[k], repr(value)));
            }
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

    /// The lines of a template.
    fn filled(&self, lines: &str) -> Vec<String> {
        let Settings { model, scheduler, batch, seed, iterations, .. } = self.settings;
        let (rows, layer) = (self.rows(), model.is_layer());
        let in_pass = if *batch == 0 { 1 } else { rows.div_ceil(*batch) };
        let schedule = scheduler.create();
        let most = schedule.as_ref().and_then(|schedule| schedule.most());
        let passes = *batch > 0 && schedule.as_ref().is_some_and(|of| !of.counts_batches());
        let holds = |name: &str| match name {
            "torch" => self.autograd(),
            "layer" => layer,
            "optimizer" => self.has_optimizer(),
            "nudged" => self.is_nudged(),
            "seed" => seed.is_some(),
            "threads" => self.autograd() && rows > ONE_THREAD,
            "batches" => *batch > 0,
            "steps" => in_pass > 1,
            "cut" => iterations % in_pass > 0,
            "schedule" => schedule.is_some(),
            "passes" => passes,
            // It has made one of them when it is constructed.
            _ => most.is_some_and(|most| *iterations >= most),
        };
        let indent = if *batch > 0 { "        " } else { "    " };
        let (unit, number) = if in_pass > 1 { ("step", "{step}") } else { ("epoch", "{epoch+1}") };
        let printout = Printout::new(self.gradient, unit);
        let item = if layer { ".item()" } else { "" };
        let probed = || self.forward(&vec![self.probe(); model.inputs().len()].join(", ")) + item;
        let value = |name: &str| match name {
            "version" => self.version().to_owned(),
            "seed" => seed.unwrap_or_default().to_string(),
            "rate" if self.keeps_single() => {
                self.dtype().to_owned() + "(" + &short(self.settings.lr) + ")"
            }
            "rate" => short(self.settings.lr),
            "moves" => {
                let some = "[".to_owned() + &self.names.join(", ") + "]";
                let params = if layer { "model.parameters()" } else { &some };
                self.settings.optimizer.program(params, "learning_rate")
            }
            "schedules" => scheduler.program("optimizer").unwrap_or_default(),
            "columns" => {
                let names: Vec<String> = self.columns().into_iter().map(|(name, _)| name).collect();
                names.join(", ")
            }
            "batch" => batch.to_string(),
            "shuffle" => if seed.is_some() { ", shuffle=True" } else { "" }.to_owned(),
            "in" => indent.to_owned(),
            "before" => printout.print_before(&probed()),
            "after" => printout.print_after(&probed()),
            "line" => {
                let values: Vec<String> =
                    self.names.iter().map(|name| name.to_owned() + item).collect();
                printout.print_step(model.params(), number, &values, "l")
            }
            "passes" => iterations.div_ceil(in_pass).to_string(),
            "iterations" => iterations.to_string(),
            "unit" => unit.to_owned(),
            "most" => most.unwrap_or(1).saturating_sub(1).to_string(),
            "tensors" => self.tensors().join(", "),
            "forward" => {
                let mut tensors = self.tensors();
                tensors.pop();
                self.forward(&tensors.join(", "))
            }
            "target" => self.tensors().pop().unwrap_or_default(),
            "slopes" => self.slopes(),
            "inputs" => self.inputs(),
            "nudges" => self.nudges().join("\n    "),
            "updates" => {
                let within = if self.autograd() { "    " } else { "" };
                let mut updates = Vec::new();
                for name in &self.names {
                    let held = held(self.gradient, name);
                    updates.push(within.to_owned() + name + " -= learning_rate * " + &held);
                }
                updates.join(&("\n".to_owned() + indent))
            }
            _ => self.emptied().join(&("\n".to_owned() + indent)),
        };
        template::lines(lines, &holds, &value)
    }

    /// The input whose prediction is printed.
    fn probe(&self) -> String {
        let probe = short(PROBE);
        let tensor = |number: &str| format!("torch.tensor({number}, dtype={})", self.dtype());
        match () {
            () if self.settings.model.is_layer() => tensor("[[5.0]]"),
            () if !self.is_other() => probe,
            () if self.autograd() => tensor("5.0"),
            // As wide as the parameters.
            () if self.keeps_single() => format!("np.float32({probe})"),
            () => format!("np.float64({probe})"),
        }
    }

    /// The slope in each parameter, where each is nudged.
    fn nudges(&self) -> Vec<String> {
        let forward = self.forward(&self.inputs());
        let names = self.names.iter();
        names
            .map(|name| format!("d{name} = slope(lambda {name}: loss(y, {forward}), {name})"))
            .collect()
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
