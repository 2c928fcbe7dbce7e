//! What is said of a run as mathematics, as code and as a printout, as JavaScript has it.

use wasm_bindgen::prelude::wasm_bindgen;

use super::Lab;
use crate::lab::Digits;
use crate::training::Stage;

/// The run as a notebook says it.
#[wasm_bindgen]
impl Lab {
    /// A step, `prediction`, `loss`, `gradient` or `update`, as mathematics; where every parameter
    /// has its own, a line for each.
    pub fn formula(&self, stage: &str) -> String {
        Stage::from_name(stage).map_or_else(String::new, |stage| self.0.notebook().formula(stage))
    }

    /// The same as lines of Python. Those that empty a gradient are among them whether the run does
    /// so or not: see [`emptying`](Lab::emptying).
    pub fn code(&self, stage: &str) -> Vec<String> {
        Stage::from_name(stage).map_or_else(Vec::new, |stage| self.0.notebook().code(stage))
    }

    /// Whether a step is a call of PyTorch, and not written out by hand.
    pub fn torch(&self, stage: &str) -> bool {
        Stage::from_name(stage).is_some_and(|stage| self.0.notebook().is_torch(stage))
    }

    /// What the gradients are called in the parameters: `w.grad` by autograd, else `dw`.
    pub fn held(&self) -> Vec<String> {
        self.0.notebook().held()
    }

    /// The lines that empty the gradients that autograd has filled; none by hand.
    pub fn emptying(&self) -> Vec<String> {
        self.0.notebook().emptying()
    }

    /// The lines of all four steps with the gradient of this name, in turn what every way to the
    /// gradient has, and what only this one has; nothing where there is no such way.
    pub fn pieces(&self, gradient: &str) -> Vec<String> {
        self.0.notebook_by(gradient).map_or_else(Vec::new, |notebook| notebook.pieces())
    }

    /// The run as a program, part by part: each a cell of a notebook.
    pub fn program(&self) -> Vec<String> {
        self.0.notebook().program()
    }

    /// The program as a file.
    pub fn script(&self) -> String {
        self.0.notebook().script()
    }

    /// The lines that the program prints in the steps `from..=to` as far as the state shown, at
    /// most a thousand of them, as one text: of a text for each cell each would be decoded. A line is as many
    /// cells, parted by tabs, as there are parameters and two, the epoch before them and the loss behind.
    pub fn printout(&mut self, from: usize, to: usize) -> String {
        let lines = self.0.printout(from, to);
        lines.iter().map(|cells| cells.join("\t")).collect::<Vec<_>>().join("\n")
    }

    /// Which of the steps `from..=to` the other NumPy prints otherwise; nothing where the gradient is not by hand,
    /// or where asking would take too long.
    pub fn other_numpy(&mut self, from: usize, to: usize) -> Option<Vec<usize>> {
        self.0.other_numpy(from, to)
    }

    /// What there is to say about the last digits of the run: a code each, and where it has one, after a tab, the first
    /// line that is another.
    pub fn digits(&mut self) -> Vec<String> {
        let mut told = Vec::new();
        for Digits { code, step } in self.0.digits() {
            let step = step.map_or_else(String::new, |step| step.to_string());
            told.push(format!("{code}\t{step}"));
        }
        told
    }

    /// Whether the last digits by the gradient of this name depend on the processor, as those of `np.dot` do.
    pub fn depends_on_processor(&self, gradient: &str) -> bool {
        self.0.depends_on_processor(gradient)
    }

    /// The line that it prints before training.
    #[wasm_bindgen(getter)]
    pub fn prediction_before(&mut self) -> String {
        self.0.prediction_before()
    }

    /// The line after training, with the parameters as they are at the state shown.
    #[wasm_bindgen(getter)]
    pub fn prediction_after(&mut self) -> String {
        self.0.prediction_after()
    }
}
