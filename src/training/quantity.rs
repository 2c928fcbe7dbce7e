//! What each state of a run has a number of.

/// A number of each state: the key of columns, charts, readouts, reasons and events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// The loss.
    Loss,
    /// The parameter of this index.
    Param(usize),
    /// The gradient in the parameter of this index.
    Grad(usize),
    /// The learning rate of the step from there; no column of a row.
    Rate,
}

impl Quantity {
    /// Every quantity of a run of `params` parameters, in the order of a [`Row`](super::Row)'s
    /// columns: the parameters, the loss, the gradients.
    pub fn all(params: usize) -> impl Iterator<Item = Quantity> {
        (0..=2 * params).map(move |column| match column {
            _ if column < params => Quantity::Param(column),
            _ if column == params => Quantity::Loss,
            _ => Quantity::Grad(column - params - 1),
        })
    }

    /// The quantity's name in the element's contract, where `params` names the parameters: `loss`,
    /// a parameter's own name, and `grad`, or `grad_w` where there are several parameters.
    ///
    /// # Panics
    /// If there is no parameter of that index.
    pub fn name(self, params: &[impl AsRef<str>]) -> String {
        match self {
            Quantity::Loss => "loss".to_owned(),
            Quantity::Param(k) => params[k].as_ref().to_owned(),
            Quantity::Grad(_) if params.len() == 1 => "grad".to_owned(),
            Quantity::Rate => "rate".to_owned(),
            Quantity::Grad(k) => "grad_".to_owned() + params[k].as_ref(),
        }
    }
}
