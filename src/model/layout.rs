//! The plan of [`Lanes`](super::Lanes): where everything stands and which steps are run, for a
//! program and a number of rows. It holds places and operations, and is the same in either
//! precision.
//!
//! A place is counted in packs: that of a block's data in the first block, that of anything else
//! in the one array that all blocks compute in.

mod planner;

use crate::autograd::Op;
use crate::sum::ROUND;

use super::program::Program;
use planner::Planner;

/// The bytes of a block that stay near the processor.
const NEAR: usize = 1024 * 1024;

/// Where lanes stand, and what is done with them.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Packs of all rows.
    pub all: usize,
    /// How many rows there are, of which the last pack may have fewer.
    pub rows: usize,
    pub blocks: usize,
    /// Packs of a block, of which the last may use fewer.
    pub packs: usize,
    /// The columns of the data: inputs and target.
    pub columns: usize,
    pub params: usize,
    /// How many scalars there are: the parameters, then the scalar steps and the numbers.
    pub scalars: usize,
    /// Which scalars are numbers, and which lanes; among these is what the mean hands back to
    /// the loss of each row, 1/N.
    pub numbers: Vec<(usize, f64)>,
    pub lane_numbers: Vec<(usize, f64)>,
    /// The scalar steps of the mean and, from `penalty` on, of the penalty.
    pub scalar_steps: Vec<ScalarStep>,
    pub penalty: usize,
    /// Which scalars change and are used by rows, and where their lanes begin.
    pub spread: Vec<(usize, usize)>,
    pub forward: Vec<Forward>,
    /// The loss of a row, where that is the squared error.
    pub square: Option<Square>,
    /// Where the losses of the rows stand, else.
    pub losses: usize,
    pub backward: Vec<Backward>,
    /// Where what is to be added to something stands in between: behind all else.
    pub scratch: usize,
    /// How many sums there are over the rows: the loss, then each use of a scalar.
    pub chains: usize,
    /// How the sums of the uses come back to the parameters.
    pub sweep: Vec<Back>,
    /// Where the penalty is among the scalars.
    pub penalty_at: Option<usize>,
    /// About how many additions the loss takes, and the sweep.
    pub loss_cost: usize,
    pub sweep_cost: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct ScalarStep {
    pub op: Op,
    pub args: [usize; 2],
    pub to: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct LaneStep {
    pub op: Op,
    pub args: [usize; 2],
    pub to: usize,
}

/// A step of the rows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Forward {
    Apply(LaneStep),
    Product(Product),
}

/// What formulas and networks are made of: lanes times a factor plus something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Product {
    pub lanes: usize,
    pub factor: Factor,
    pub plus: Plus,
    pub to: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Factor {
    /// Of each row its own.
    Lanes(usize),
    /// A scalar, by its place among these.
    Scalar(usize),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Plus {
    /// What stands where the sum is put.
    Itself,
    /// A scalar, by its place among these.
    Scalar(usize),
}

/// The squared error and what it hands back, in one go: steps fewer for the loss that nearly every model has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Square {
    /// The prediction is lanes times a scalar plus a scalar, as it is of the lesson's line.
    pub lanes: usize,
    pub factor: usize,
    pub plus: usize,
    pub target: usize,
    /// Where the adjoints of the residuals are put.
    pub adjoint: usize,
}

/// What a step hands back to one of its inputs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Backward {
    /// A product, to a step of the rows: the adjoint times the other factor.
    Product(Product),
    /// A product, to a scalar: the sum of the adjoint times the other factor.
    Use { chain: usize, factor: usize, adjoint: usize },
    /// The same in a product of matrices: in plain order.
    Matrix { chain: usize, factor: usize, adjoint: usize },
    /// The adjoint as it is, added to another.
    Pass { adjoint: usize, to: usize },
    /// The adjoint as it is, to a scalar: its sum.
    Sum { chain: usize, adjoint: usize },
    /// Anything else, to the first input or the second.
    Pull { step: LaneStep, second: bool, adjoint: usize, to: Sink },
}

/// Where it goes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sink {
    /// To lanes that have nothing so far.
    Put(usize),
    /// To lanes that have something from a step that was recorded later.
    Add(usize),
    /// To the sum of a chain.
    Sum(usize),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Back {
    /// The sum of a use reaches its scalar.
    Use { chain: usize, to: usize },
    /// A scalar hands its adjoint to what it was computed from.
    Step(ScalarStep),
}

impl Layout {
    /// The plan for so many rows, of which each pack holds so many, a block at most `most` rounds.
    pub fn new(program: &Program, rows: usize, pack: usize, most: usize) -> Layout {
        // Values, adjoints, uses: about two places of 16 bytes for each step.
        let each = (2 * program.mean + program.params) * 16 * ROUND;
        let mut rounds = most;
        while rounds > 1 && rounds * each > NEAR {
            rounds /= 2;
        }
        let all = rows.div_ceil(pack);
        let blocks = all.div_ceil(rounds * ROUND);
        let packs = if blocks == 1 { all } else { rounds * ROUND };
        let layout = Layout {
            all,
            rows,
            blocks,
            packs,
            columns: program.columns,
            params: program.params,
            scalars: program.params,
            numbers: Vec::new(),
            lane_numbers: Vec::new(),
            scalar_steps: Vec::new(),
            penalty: 0,
            spread: Vec::new(),
            forward: Vec::new(),
            square: None,
            losses: 0,
            backward: Vec::new(),
            // The end so far.
            scratch: blocks * packs * program.columns,
            chains: 0,
            sweep: Vec::new(),
            penalty_at: None,
            loss_cost: program.loss_cost(rows),
            sweep_cost: program.sweep_cost(rows),
        };
        Planner::new(program, rows, layout).plan()
    }

    /// Packs of everything.
    pub fn room(&self) -> usize {
        self.scratch + self.packs
    }
}
