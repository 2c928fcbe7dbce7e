//! What can be said of a run at a position: codes, which a message file turns into words.

/// How a run stands at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// At the start, and there is a step to take.
    Ready,
    /// On the way.
    Training,
    /// All iterations made.
    Done,
    /// All iterations made, and the last update changed nothing any more.
    Converged,
    /// The next step would not be finite.
    Diverged,
}

impl Status {
    /// The status's name in the element's contract.
    pub fn name(self) -> &'static str {
        match self {
            Status::Ready => "ready",
            Status::Training => "training",
            Status::Done => "done",
            Status::Converged => "converged",
            Status::Diverged => "diverged",
        }
    }
}

/// A number of each state: the key of columns, charts, readouts, reasons and events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The loss.
    Loss,
    /// The parameter of this index.
    Param(usize),
    /// The gradient in the parameter of this index.
    Grad(usize),
}

impl Quantity {
    /// The quantity's name in the element's contract, which speaks of one parameter.
    pub fn name(self) -> &'static str {
        match self {
            Quantity::Loss => "loss",
            Quantity::Param(_) => "w",
            Quantity::Grad(_) => "grad",
        }
    }
}

/// Why a run ends where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// All iterations are made.
    Completed,
    /// All iterations are made, and the last update changed nothing any more.
    Unchanged,
    /// In the step to state `epoch` this quantity is not finite.
    NotFinite {
        /// The first such quantity, in the order in which a step computes them.
        quantity: Quantity,
        /// The state that cannot be reached.
        epoch: usize,
    },
}

impl Reason {
    /// The reason's name in the message files.
    pub fn code(self) -> &'static str {
        match self {
            Reason::Completed => "completed",
            Reason::Unchanged => "unchanged",
            Reason::NotFinite { .. } => "not-finite",
        }
    }
}
