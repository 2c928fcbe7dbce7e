//! What can be said of a run at a position: codes, which a message file turns into words.

use super::Quantity;

/// How a run stands at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// At the start, and there is a step to take.
    Ready,
    /// On the way.
    Training,
    /// All iterations made.
    Done,
    /// All iterations made, and no update changes anything any more.
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

/// Why a run ends where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// All iterations are made.
    Completed,
    /// All iterations are made, and the last update changed nothing any more, neither the
    /// parameters nor what the next ones follow from: it would stay so for ever.
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
