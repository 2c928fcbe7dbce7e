//! The loss: what one row's prediction costs, the mean over the rows, and what parameters cost.

use crate::autograd::{Op, Var};

use super::record::{Arg, Record, Step};

/// 1/N · Σ ℓ(prediction, target) over the rows, from the first to the last, plus a penalty of the
/// parameters alone if there is one. By default ℓ is the squared error.
#[derive(Clone, Debug, PartialEq)]
pub struct Loss {
    /// Its leaves are the prediction and the target.
    pub(super) row: Record,
    /// Its leaves are the parameters.
    pub(super) penalty: Option<Record>,
}

impl Default for Loss {
    /// [`Loss::squared_error`].
    fn default() -> Self {
        Loss::squared_error()
    }
}

impl Loss {
    /// Mean squared error, as PyTorch's `((prediction - target)**2).mean()`: the residual is
    /// prediction − target.
    pub fn squared_error() -> Loss {
        let residual = Step { op: Op::Sub, args: [Arg::Leaf(0), Arg::Leaf(1)] };
        let square = Step { op: Op::Powi(2), args: [Arg::Step(0); 2] };
        let row = Record { leaves: 2, steps: vec![residual, square], output: Arg::Step(1) };
        Loss { row, penalty: None }
    }

    /// The mean of what `row` makes of each prediction and its target, in this order.
    ///
    /// ```
    /// use gradwalk::model::Loss;
    ///
    /// // The hinge loss of a target that is 1 or −1.
    /// let hinge = Loss::new(|score, y| (1.0 - y * score).relu());
    /// ```
    pub fn new(row: impl for<'t> FnOnce(Var<'t>, Var<'t>) -> Var<'t>) -> Loss {
        Loss { row: Record::of(2, |leaves| row(leaves[0], leaves[1])), penalty: None }
    }

    /// The same plus `penalty` of the parameters, of which there are `params`; recorded after the
    /// mean.
    #[must_use]
    pub fn with_penalty(
        mut self,
        params: usize,
        penalty: impl for<'t> FnOnce(&[Var<'t>]) -> Var<'t>,
    ) -> Loss {
        self.penalty = Some(Record::of(params, penalty));
        self
    }
}
