//! The lines that the notebooks print: one for each step, whether that is a pass over all rows or a batch.

use crate::model::Model;
use crate::number::{fixed, repr};
use crate::training::{Gradient, Precision, Row};

/// The input whose prediction a notebook prints before and after training; each input, where there are several.
pub(super) const PROBE: f64 = 5.0;

/// The digits after the point, where there are as many in every line.
const DECIMALS: usize = 3;
const DECIMALS_OF_LOSS: usize = 8;

/// How a notebook prints its steps: `epoch 2: w=1.680, loss=4.79999924` with NumPy, with PyTorch
/// `epoch 2: w=0.5549999475479126, loss=21.674999237060547`, and in batches `step 2: `.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printout {
    /// What a step is called.
    unit: &'static str,
    /// Whether numbers have all their digits, and not a fixed number of them.
    full: bool,
}

impl Printout {
    /// That of a run by this gradient, whose steps are called so: `epoch` or `step`.
    pub fn new(gradient: Gradient, unit: &'static str) -> Self {
        Printout { unit, full: gradient == Gradient::Autograd }
    }

    /// The line of one step, where `names` are those of the parameters.
    pub fn step(self, row: &Row, names: &[impl AsRef<str>]) -> String {
        self.cells(row, names).concat()
    }

    /// The same in cells: `epoch 2: `, for each parameter `w=1.680, `, and `loss=4.79999924`.
    pub fn cells(self, row: &Row, names: &[impl AsRef<str>]) -> Vec<String> {
        let params: Vec<String> =
            row.params.iter().map(|&value| self.number(value, DECIMALS)).collect();
        let loss = self.number(row.loss, DECIMALS_OF_LOSS);
        self.line(&row.epoch.to_string(), names, &params, &loss)
    }

    /// The line before the first step, where the parameters are as they start: what the model
    /// predicts where each input is 5.
    pub fn before(self, model: &Model, params: &[f64], precision: Precision) -> String {
        before(&self.prediction(model, params, precision))
    }

    /// The line after the last step, where the parameters are as they ended.
    pub fn after(self, model: &Model, params: &[f64], precision: Precision) -> String {
        after(&self.prediction(model, params, precision))
    }

    fn prediction(self, model: &Model, params: &[f64], precision: Precision) -> String {
        let inputs = model.inputs().len();
        let prediction = match precision {
            Precision::F32 => {
                let params: Vec<f32> = params.iter().map(|&param| param as f32).collect();
                f64::from(model.predict(&params, &vec![PROBE as f32; inputs]))
            }
            Precision::F64 => model.predict(params, &vec![PROBE; inputs]),
        };
        self.number(prediction, DECIMALS)
    }

    fn line(
        self,
        number: &str,
        names: &[impl AsRef<str>],
        params: &[String],
        loss: &str,
    ) -> Vec<String> {
        let mut cells = vec![format!("{} {number}: ", self.unit)];
        let params = names.iter().zip(params);
        cells.extend(params.map(|(name, value)| format!("{}={value}, ", name.as_ref())));
        cells.push(format!("loss={loss}"));
        cells
    }

    fn number(self, value: f64, decimals: usize) -> String {
        if self.full { repr(value) } else { fixed(value, decimals) }
    }
}

/// The same lines as a program writes them, around expressions of Python.
impl Printout {
    pub(super) fn print_step(
        self,
        names: &[String],
        number: &str,
        values: &[String],
        loss: &str,
    ) -> String {
        let params: Vec<String> = values.iter().map(|value| self.placed(value, DECIMALS)).collect();
        let loss = self.placed(loss, DECIMALS_OF_LOSS);
        print(&self.line(number, names, &params, &loss).concat())
    }

    pub(super) fn print_before(self, prediction: &str) -> String {
        print(&before(&self.placed(prediction, DECIMALS)))
    }

    pub(super) fn print_after(self, prediction: &str) -> String {
        print(&after(&self.placed(prediction, DECIMALS)))
    }

    fn placed(self, value: &str, decimals: usize) -> String {
        if self.full { format!("{{{value}}}") } else { format!("{{{value}:.{decimals}f}}") }
    }
}

fn print(text: &str) -> String {
    format!("print(f'{text}')")
}

fn before(prediction: &str) -> String {
    format!("Prediction before training: {prediction}")
}

fn after(prediction: &str) -> String {
    format!("Prediction after training: {prediction}")
}
