//! The model: what it predicts for one row, recorded once.

use crate::autograd::{Float, Op, Var};
use crate::call::argument::parameters;
use crate::call::{Call, CallError, Constructor};

use super::data::numbered;
use super::record::{Arg, Record, Step};
use super::{FormulaError, Notation, input_names};

/// The largest number of parameters of a [`Model`].
pub const MAX_PARAMETERS: usize = 10_000;

/// The prediction for one row as an expression of its inputs and of parameters that all rows
/// share.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    inputs: Vec<String>,
    params: Vec<String>,
    /// Its leaves are the inputs, then the parameters.
    pub(super) record: Record,
    /// Whether it is `nn.Linear`, which adds up the slopes of its weight as a product of matrices does.
    pub(super) is_layer: bool,
}

/// `nn.Linear`, as PyTorch constructs it; of one input and one output alone.
static LINEAR: Constructor = Constructor {
    name: "Linear",
    parameters: parameters![
        [] in_features: Whole in (1..=1), out_features: Whole in (1..=1);
        "bias" = "True" "device" = "None" "dtype" = "None"
    ],
};

impl Default for Model {
    /// [`Model::line`].
    fn default() -> Self {
        Model::line()
    }
}

impl Model {
    /// The lesson's line through the origin, `w*x`.
    pub fn line() -> Model {
        let product = Step { op: Op::Mul, args: [Arg::Leaf(1), Arg::Leaf(0)] };
        Model {
            inputs: vec!["x".to_owned()],
            params: vec!["w".to_owned()],
            record: Record { leaves: 2, steps: vec![product], output: Arg::Step(0) },
            is_layer: false,
        }
    }

    /// The model that `predict` writes with variables for these inputs and these parameters, in
    /// this order.
    ///
    /// ```
    /// use gradwalk::model::Model;
    ///
    /// let neuron = Model::new(&["x"], &["a", "w", "b"], |inputs, params| {
    ///     params[0] * (params[1] * inputs[0] + params[2]).relu()
    /// });
    /// // 2·relu(3·4 − 5) = 14
    /// assert_eq!(neuron.predict(&[2.0, 3.0, -5.0], &[4.0]), 14.0);
    /// assert_eq!(neuron, Model::parse("a*relu(w*x + b)").unwrap());
    /// ```
    ///
    /// # Panics
    /// If there are more than [`MAX_PARAMETERS`], or if the prediction depends on none: then there
    /// is nothing to learn.
    pub fn new<Name: AsRef<str>>(
        inputs: &[&str],
        params: &[Name],
        predict: impl for<'t> FnOnce(&[Var<'t>], &[Var<'t>]) -> Var<'t>,
    ) -> Model {
        assert!(params.len() <= MAX_PARAMETERS, "a model has at most {MAX_PARAMETERS} parameters");
        let record = Record::of(inputs.len() + params.len(), |leaves| {
            let (inputs, params) = leaves.split_at(inputs.len());
            predict(inputs, params)
        });
        let learns = match record.output {
            Arg::Number(_) => false,
            Arg::Leaf(leaf) => leaf >= inputs.len(),
            Arg::Step(step) => record.depends(&|leaf| leaf >= inputs.len())[step],
        };
        assert!(learns, "the prediction depends on at least one parameter");
        Model {
            inputs: inputs.iter().map(|&name| name.to_owned()).collect(),
            params: params.iter().map(|name| name.as_ref().to_owned()).collect(),
            record,
            is_layer: false,
        }
    }

    /// PyTorch's `nn.Linear(1, 1)`, weight·x + bias. What it predicts is `weight*x + bias` to the bit; the gradient of its
    /// weight is a product of matrices, which adds from the first row to the last.
    pub fn linear() -> Model {
        let product = Step { op: Op::Mul, args: [Arg::Leaf(1), Arg::Leaf(0)] };
        let sum = Step { op: Op::Add, args: [Arg::Step(0), Arg::Leaf(2)] };
        Model {
            inputs: vec!["x".to_owned()],
            params: vec!["weight".to_owned(), "bias".to_owned()],
            record: Record { leaves: 3, steps: vec![product, sum], output: Arg::Step(1) },
            is_layer: true,
        }
    }

    /// Whether a text is meant as a layer of PyTorch and not as a formula: `Linear(1, 1)`, `nn.Linear(1, 1)`.
    pub fn is_called(text: &str) -> bool {
        let name = text.trim_start();
        let name = name.strip_prefix("torch.").unwrap_or(name);
        let rest = name.strip_prefix("nn.").unwrap_or(name).strip_prefix(LINEAR.name);
        rest.is_some_and(|rest| rest.trim_start().is_empty() || rest.trim_start().starts_with('('))
    }

    /// The layer that a text says as PyTorch's constructor.
    ///
    /// # Errors
    /// What is wrong with the text and where, as a sentence.
    pub fn parse_call(text: &str) -> Result<Model, CallError> {
        Call::parse(text, &[&LINEAR]).map(|_| Model::linear())
    }

    /// Whether it is `nn.Linear`.
    pub fn is_layer(&self) -> bool {
        self.is_layer
    }

    /// The model of a formula as Python writes it, `w*x + b`: the input is `x`, every other name
    /// is a parameter, in order of appearance.
    ///
    /// `+ − * / **` bind as they do in Python, numbers are added up among themselves as Python
    /// does it, and functions have the names that NumPy and PyTorch have for them
    /// ([`Op::from_name`]), with `np.` or `torch.` before them or not. A power with a whole
    /// exponent is [`Op::Powi`], any other [`Op::Powf`].
    ///
    /// # Errors
    /// What is wrong with the formula and where, as a sentence.
    pub fn parse(formula: &str) -> Result<Model, FormulaError> {
        Model::parse_for(formula, &["x".to_owned(), "y".to_owned()])
    }

    /// The same for data whose columns have these labels, the target's being the last: inputs are called `x`, or
    /// `x1`, `x2`, … where they are several, and also as their labels say. What is a column is no parameter.
    ///
    /// ```
    /// use gradwalk::model::Model;
    ///
    /// let labels = ["mass", "width [cm]", "length"].map(String::from);
    /// let plane = Model::parse_for("a*mass + b*x2 + c", &labels).unwrap();
    /// assert_eq!(plane.formula().unwrap(), "a*x1 + b*x2 + c");
    /// ```
    ///
    /// # Errors
    /// As [`parse`](Model::parse); and a name that can only be meant as a column and is none.
    pub fn parse_for(formula: &str, labels: &[String]) -> Result<Model, FormulaError> {
        let inputs = input_names(labels.len().saturating_sub(1));
        let (params, record) = super::formula::parse(formula, &inputs, labels)?;
        Ok(Model { inputs, params, record, is_layer: false })
    }

    /// What is fitted where nobody says otherwise to data whose columns have these labels, the target's being the last:
    /// [`Model::line`] to one input, and to several the plane, `w1*x1 + w2*x2 + b`. No parameter is called as a column is.
    pub fn usual(labels: &[String]) -> Model {
        let mut model = match labels.len() {
            0..=2 => Model::line(),
            columns => Model::plane(columns - 1),
        };
        for param in &mut model.params {
            while labels.contains(param) {
                param.push('_');
            }
        }
        model
    }

    /// w1·x1 + w2·x2 + … + b.
    fn plane(inputs: usize) -> Model {
        let mut params = numbered("w", inputs);
        params.push("b".to_owned());
        let mut steps: Vec<Step> = Vec::new();
        for k in 0..inputs {
            steps.push(Step { op: Op::Mul, args: [Arg::Leaf(inputs + k), Arg::Leaf(k)] });
            if k > 0 {
                // To the sum before the product goes the product.
                let term = Arg::Step(steps.len() - 1);
                let sum = Arg::Step(steps.len().saturating_sub(2));
                steps.push(Step { op: Op::Add, args: [sum, term] });
            }
        }
        let sum = Arg::Step(steps.len().saturating_sub(1));
        steps.push(Step { op: Op::Add, args: [sum, Arg::Leaf(2 * inputs)] });
        let output = Arg::Step(steps.len() - 1);
        let record = Record { leaves: 2 * inputs + 1, steps, output };
        Model { inputs: input_names(inputs), params, record, is_layer: false }
    }

    /// The model that is this expression of its inputs, and has nothing to learn.
    pub(super) fn without_parameters(inputs: Vec<String>, record: Record) -> Model {
        Model { inputs, params: Vec::new(), record, is_layer: false }
    }

    /// The names of the inputs of a row.
    pub fn inputs(&self) -> &[String] {
        &self.inputs
    }

    /// The names of the parameters, in the order in which every list of them has them.
    pub fn params(&self) -> &[String] {
        &self.params
    }

    /// Whether the prediction is proportional to the one input, as that of [`Model::line`] is: one
    /// parameter times it, whatever its name. Then the loss is a parabola in that parameter.
    pub fn is_proportional(&self) -> bool {
        self.record == Model::line().record
    }

    /// Whether the prediction is `w*x + b`, whatever its parameters are called: as a formula or as `nn.Linear`.
    pub fn is_line(&self) -> bool {
        self.record == Model::linear().record
    }

    /// The same model as a layer, where it is `w*x + b`, and as a formula, where it is a layer.
    pub fn other_line(&self) -> Option<Model> {
        self.is_line().then(|| Model { is_layer: !self.is_layer, ..self.clone() })
    }

    /// Whether the prediction depends on any input.
    pub fn uses_inputs(&self) -> bool {
        self.depends(&|leaf| leaf < self.inputs.len())
    }

    /// The names of the inputs that the prediction depends on.
    pub fn used_inputs(&self) -> Vec<String> {
        let mut used = Vec::new();
        for (index, name) in self.inputs.iter().enumerate() {
            if self.depends(&|leaf| leaf == index) {
                used.push(name.clone());
            }
        }
        used
    }

    /// Whether the prediction depends on a leaf for which `is` holds.
    fn depends(&self, is: &dyn Fn(usize) -> bool) -> bool {
        match self.record.output {
            Arg::Number(_) => false,
            Arg::Leaf(leaf) => is(leaf),
            Arg::Step(step) => self.record.depends(is)[step],
        }
    }

    /// The text that [`parse`](Model::parse) reads as this very record, or [`parse_call`](Model::parse_call), if there is
    /// one: not for a model in which a step is used twice, or whose inputs are not called as those of data are.
    pub fn formula(&self) -> Option<String> {
        if self.is_layer {
            return Some("Linear(1, 1)".to_owned());
        }
        let called = self.inputs == input_names(self.inputs.len());
        if called { self.written(Notation::Formula, &self.leaves()) } else { None }
    }

    /// The prediction as an expression of leaves that are called so: first the inputs, then the
    /// parameters. `None` for a model in which a step is used twice.
    ///
    /// # Panics
    /// If there are fewer names than the model has inputs and parameters.
    pub fn written(&self, notation: Notation, leaves: &[impl AsRef<str>]) -> Option<String> {
        super::print::written(&self.record, leaves, notation)
    }

    /// The names of the inputs, then of the parameters.
    pub fn leaves(&self) -> Vec<String> {
        [&self.inputs[..], &self.params].concat()
    }

    /// Whether the prediction is the sigmoid of something.
    pub fn ends_with_sigmoid(&self) -> bool {
        matches!(self.record.output, Arg::Step(step) if self.record.steps[step].op == Op::Sigmoid)
    }

    /// What a prediction computes, in order.
    pub fn operations(&self) -> impl Iterator<Item = Op> {
        self.record.steps.iter().map(|step| step.op)
    }

    /// The prediction for one row, computed in the precision of the numbers.
    ///
    /// # Panics
    /// If there are not as many numbers as the model has parameters and inputs.
    pub fn predict<F: Float>(&self, params: &[F], inputs: &[F]) -> F {
        assert!(params.len() == self.params.len(), "a model is given a number for each parameter");
        assert!(inputs.len() == self.inputs.len(), "a model is given a number for each input");
        let leaf = |leaf: usize| match leaf.checked_sub(inputs.len()) {
            None => inputs[leaf].to_f64(),
            Some(param) => params[param].to_f64(),
        };
        F::from_f64(self.run(&leaf, |op, a, b| op.value(F::from_f64(a), F::from_f64(b)).to_f64()))
    }

    /// The prediction for these leaves, where `value` computes a step in its own precision.
    fn run(&self, leaf: &dyn Fn(usize) -> f64, value: fn(Op, f64, f64) -> f64) -> f64 {
        let mut values = Vec::with_capacity(self.record.steps.len());
        let at = |arg, values: &[f64]| match arg {
            Arg::Number(number) => number,
            Arg::Leaf(index) => leaf(index),
            Arg::Step(step) => values[step],
        };
        for &Step { op, args: [a, b] } in &self.record.steps {
            values.push(value(op, at(a, &values), at(b, &values)));
        }
        at(self.record.output, &values)
    }
}
