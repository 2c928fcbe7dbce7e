//! The losses as mathematics, PyTorch and NumPy write them.

use crate::model::{Criterion, Measure, Model};
use crate::number::{repr, short};

/// The mean over the rows in PyTorch, as a line of Python. The squared error is the notebook's, to the bit; every
/// other is the constructor, called: it wants one prediction for each row, also of a model that has one for all.
pub(super) fn in_torch(loss: &Criterion, model: &Model, predicted: &str) -> String {
    match loss.measure() {
        Measure::Square => format!("(({predicted} - y)**2).mean()"),
        _ if model.uses_inputs() => format!("torch.nn.{}({predicted}, y)", loss.text()),
        _ => format!("torch.nn.{}({predicted}.expand_as(y), y)", loss.text()),
    }
}

/// The same in NumPy, which has no losses.
pub(super) fn in_numpy(loss: &Criterion, predicted: &str) -> String {
    let argument = repr(loss.argument());
    match loss.measure() {
        Measure::Square => format!("(({predicted} - y)**2).mean()"),
        Measure::Absolute => format!("np.abs({predicted} - y).mean()"),
        Measure::Huber => format!("huber({predicted} - y, {argument}).mean()"),
        Measure::SmoothL1 => format!("smooth_l1({predicted} - y, {argument}).mean()"),
        Measure::CrossEntropy => format!("cross_entropy({predicted}, y).mean()"),
        Measure::SoftMargin => format!("np.log1p(np.exp(-y * {predicted})).mean()"),
    }
}

/// The definition in Python of what [`in_numpy`] calls, if it calls something of its own.
pub(super) fn defined(loss: &Criterion) -> Option<&'static str> {
    match loss.measure() {
        Measure::Square | Measure::Absolute | Measure::SoftMargin => None,
        Measure::Huber => Some(
            "def huber(a, delta):\n    a = np.abs(a)\n    \
             return np.where(a < delta, 0.5 * a * a, delta * (a - 0.5 * delta))",
        ),
        Measure::SmoothL1 => Some(
            "def smooth_l1(a, beta):\n    a = np.abs(a)\n    \
             return np.where(a < beta, 0.5 * a * a / beta, a - 0.5 * beta)",
        ),
        Measure::CrossEntropy => Some(
            "def cross_entropy(a, y):\n    \
             return (1 - y) * a - (np.minimum(a, 0) - np.log1p(np.exp(-np.abs(a))))",
        ),
    }
}

/// The loss of a row as mathematics, where eᵢ is the residual ŷᵢ − yᵢ; where it is bent, a line for each part.
pub(super) fn mathematics(loss: &Criterion) -> String {
    let [b, half] = [1.0, 0.5].map(|part| short(part * loss.argument()));
    match loss.measure() {
        Measure::Square => "L = 1/N · Σ (ŷᵢ − yᵢ)²".to_owned(),
        Measure::Absolute => "L = 1/N · Σ |ŷᵢ − yᵢ|".to_owned(),
        Measure::Huber => {
            let line = format!("|eᵢ| − {half}");
            let line = if b == "1" { line } else { format!("{b} · ({line})") };
            bent(&b, "½eᵢ²", &line)
        }
        Measure::SmoothL1 => {
            let divided = if b == "1" { String::new() } else { format!(" ÷ {b}") };
            bent(&b, &format!("½eᵢ²{divided}"), &format!("|eᵢ| − {half}"))
        }
        Measure::CrossEntropy => {
            "L = −1/N · Σ (yᵢ · ln σ(ŷᵢ) + (1 − yᵢ) · ln(1 − σ(ŷᵢ)))".to_owned()
        }
        Measure::SoftMargin => "L = 1/N · Σ ln(1 + exp(−yᵢ · ŷᵢ))".to_owned(),
    }
}

/// A loss that is bent at a size of the residual: what it is near 0, and beyond.
fn bent(at: &str, near: &str, beyond: &str) -> String {
    format!("L = 1/N · Σ ℓᵢ\nℓᵢ = {near} if |eᵢ| < {at}\nelse {beyond}")
}

/// How the loss of a row moves with its prediction, as mathematics.
pub(super) fn slope(loss: &Criterion) -> String {
    let b = short(loss.argument());
    match loss.measure() {
        Measure::Square => "2eᵢ".to_owned(),
        Measure::Absolute => "sign eᵢ".to_owned(),
        Measure::Huber => format!("min(max(eᵢ, −{b}), {b})"),
        Measure::SmoothL1 => format!("min(max(eᵢ ÷ {b}, −1), 1)"),
        Measure::CrossEntropy => "(σ(ŷᵢ) − yᵢ)".to_owned(),
        Measure::SoftMargin => "(−yᵢ ÷ (1 + exp(yᵢ · ŷᵢ)))".to_owned(),
    }
}
