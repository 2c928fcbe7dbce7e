//! The four steps as mathematics.

use super::{Notebook, losses, updates};
use crate::model::Notation;
use crate::settings::Settings;
use crate::training::{Gradient, Stage};

/// What the gradient in a parameter is called: `w.grad`, which autograd fills, or `dw`.
pub fn held(gradient: Gradient, param: &str) -> String {
    match gradient {
        Gradient::Autograd => param.to_owned() + ".grad",
        Gradient::Manual | Gradient::ManualSum | Gradient::Numeric => "d".to_owned() + param,
    }
}

/// What a parameter becomes, of names or of numbers: `w − lr · dw`.
pub fn update(param: &str, lr: &str, grad: &str) -> String {
    format!("{param} − {lr} · {grad}")
}

/// What a parameter becomes, as a line.
pub(super) fn moved(param: &str, grad: &str) -> String {
    format!("{param} ← {}", update(param, "lr", grad))
}

/// Any parameter, in a formula of several lines.
const ANY: &str = "θ";

/// What such formulas call other things.
const LETTERS: &str = "lr m v u s a d g h t r P η μ ρ";

impl Notebook<'_> {
    /// What the gradient in each parameter is called: see [`held`].
    pub fn held(&self) -> Vec<String> {
        self.settings.model.params().iter().map(|param| held(self.gradient, param)).collect()
    }

    /// A step as mathematics; where every parameter has its own, a line for each.
    pub fn formula(&self, stage: Stage) -> String {
        match stage {
            Stage::Prediction => format!("ŷᵢ = {}", self.prediction()),
            Stage::Loss => losses::mathematics(&self.settings.loss),
            Stage::Gradient => self.each(&|k, param| self.slope(k, param)),
            Stage::Update => self.moving(),
        }
    }

    /// A line for each parameter.
    fn each(&self, line: &dyn Fn(usize, &str) -> String) -> String {
        let params = self.settings.model.params().iter().enumerate();
        params.map(|(k, param)| line(k, param)).collect::<Vec<_>>().join("\n")
    }

    /// The update. Where it takes several lines, these are written once: of the parameter, or of θ, which is each.
    fn moving(&self) -> String {
        let Settings { optimizer, scheduler, model, .. } = self.settings;
        let turned = scheduler.turns_momentum();
        let lines = |param: &str| {
            updates::mathematics(optimizer, turned, param, &held(self.gradient, param))
        };
        let params = model.params();
        if lines(ANY).len() == 1 {
            return self.each(&|_, param| lines(param).concat());
        }
        match params {
            [param] if LETTERS.split(' ').all(|letter| letter != param) => lines(param).join("\n"),
            _ => format!("{}\n{ANY} = {}", lines(ANY).join("\n"), params.join(", ")),
        }
    }

    fn prediction(&self) -> String {
        let model = &self.settings.model;
        let inputs = model.inputs().iter().map(|input| input.clone() + "ᵢ");
        let leaves: Vec<String> = inputs.chain(model.params().iter().cloned()).collect();
        let written = model.written(Notation::Mathematics, &leaves);
        written.unwrap_or_else(|| format!("f({})", leaves.join(", ")))
    }

    /// Twice what parameter `k` is multiplied by.
    fn doubled_of(&self, k: usize) -> String {
        let features = self.settings.model.features().unwrap_or_default();
        let Some(feature) = features.get(k) else { return "2".to_owned() };
        let leaves: Vec<String> =
            feature.inputs().iter().map(|input| input.clone() + "ᵢ").collect();
        let written = feature.written(Notation::Mathematics, &leaves);
        match written.unwrap_or_else(|| format!("f({})", leaves.join(", "))).as_str() {
            "1" => "2".to_owned(),
            sum if feature.is_sum() => format!("2 · ({sum})"),
            input if leaves.iter().any(|leaf| leaf == input) => format!("2{input}"),
            other => format!("2 · {other}"),
        }
    }

    /// The gradient in parameter `k`.
    fn slope(&self, k: usize, param: &str) -> String {
        match self.gradient {
            // ∂(w·xᵢ)/∂w = xᵢ
            Gradient::Autograd => {
                let is_line = self.settings.model.is_proportional();
                let inner = if is_line { "xᵢ" } else { &format!("∂ŷᵢ/∂{param}") };
                format!("∂L/∂{param} = Σ 1/N · {} · {inner}", losses::slope(&self.settings.loss))
            }
            Gradient::Manual => format!("d{param} = 1/N · Σ {} · (ŷᵢ − yᵢ)", self.doubled_of(k)),
            Gradient::ManualSum => format!("d{param} = Σ {} · (ŷᵢ − yᵢ)", self.doubled_of(k)),
            Gradient::Numeric => {
                let loss = |sign: &str| {
                    let mut params = self.settings.model.params().to_vec();
                    params[k] = format!("{param} {sign} h");
                    format!("L({})", params.join(", "))
                };
                format!("d{param} ≈ ({} − {}) ÷ 2h", loss("+"), loss("−"))
            }
        }
    }
}
