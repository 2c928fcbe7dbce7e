//! The lines that the two notebooks print.

use crate::number::{fixed, repr};

use super::{Gradient, Precision, Row};

/// The input whose prediction a notebook prints before and after training.
const PROBE: f64 = 5.0;

/// How a notebook writes its numbers: NumPy's with a fixed number of digits, PyTorch's with all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Printout {
    /// `epoch 2: w=1.680, loss=4.79999924`
    Fixed,
    /// `epoch 2: w=0.5549999475479126, loss=21.674999237060547`
    Full,
}

impl From<Gradient> for Printout {
    fn from(gradient: Gradient) -> Self {
        match gradient {
            Gradient::Autograd => Printout::Full,
            Gradient::Manual | Gradient::ManualSum | Gradient::Numeric => Printout::Fixed,
        }
    }
}

impl Printout {
    /// The line of one step, where `names` are those of the parameters.
    pub fn step(self, row: &Row, names: &[impl AsRef<str>]) -> String {
        let number = |value: f64, decimals: usize| match self {
            Printout::Fixed => fixed(value, decimals),
            Printout::Full => repr(value),
        };
        let mut line = format!("epoch {}: ", row.epoch);
        for (name, &value) in names.iter().zip(&row.params) {
            line = line + name.as_ref() + "=" + &number(value, 3) + ", ";
        }
        line + "loss=" + &number(row.loss, 8)
    }

    /// The line before the first step, with the parameter as it starts.
    pub fn before(self, w: f64, precision: Precision) -> String {
        format!("Prediction before training: {}", self.prediction(w, precision))
    }

    /// The line after the last step, with the parameter as it ended.
    pub fn after(self, w: f64, precision: Precision) -> String {
        format!("Prediction after training: {}", self.prediction(w, precision))
    }

    fn prediction(self, w: f64, precision: Precision) -> String {
        let prediction = precision.round(w * PROBE);
        match self {
            Printout::Fixed => fixed(prediction, 3),
            Printout::Full => repr(prediction),
        }
    }
}
