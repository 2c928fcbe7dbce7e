//! The plan of [`Lanes`](super::Lanes): where everything stands and which steps are run, for a
//! program and a number of rows. It holds places and operations, and is the same in either
//! precision.
//!
//! A place is counted in packs: that of a block's data in the first block, that of anything else
//! in the one array that all blocks compute in.

use std::ops::RangeInclusive;

use crate::autograd::Op;

use super::program::Program;
use super::record::{Arg, Step};

/// The bytes of a block that stay near the processor.
const NEAR: usize = 1024 * 1024;

/// Lanes of a pack, and the fewest and the most packs of a block.
pub(super) const PACK: usize = 4;
const PACKS: RangeInclusive<usize> = 4..=32;

/// Where lanes stand, and what is done with them.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub rows: usize,
    pub blocks: usize,
    /// Packs of a block.
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
    pub forward: Vec<LaneStep>,
    /// The loss of a row, where that is the squared error.
    pub square: Option<Square>,
    pub backward: Vec<Pull>,
    /// Where what is to be added to an adjoint stands in between: behind all else.
    pub scratch: usize,
    /// What is added up over the rows: the loss, then each use of a scalar.
    pub chains: Vec<usize>,
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

/// The squared error and what it hands back, in one go: three steps fewer for the loss that
/// nearly every model has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Square {
    /// The prediction and the target.
    pub args: [usize; 2],
    /// Where the losses are put, and after them the adjoints of the residuals.
    pub loss: usize,
    pub adjoint: usize,
}

/// What a step hands back to one of its inputs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pull {
    pub step: LaneStep,
    /// The adjoint of the step.
    pub from: usize,
    /// The adjoint of the input, or what each row hands back to a use.
    pub to: usize,
    /// Whether the input is the second.
    pub second: bool,
    /// Whether the input has an adjoint already, from a step that was recorded later.
    pub adds: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Back {
    /// The sum of a use reaches its scalar.
    Use { chain: usize, to: usize },
    /// A scalar hands its adjoint to what it was computed from.
    Step(ScalarStep),
}

impl Layout {
    /// The plan for so many rows, where a pack has so many bytes.
    pub fn new(program: &Program, rows: usize, pack: usize) -> Layout {
        // Values, adjoints, uses: about two places for each step.
        let each = (2 * program.mean + program.params) * pack;
        let most = (NEAR / each).clamp(*PACKS.start(), *PACKS.end()) * PACK;
        let packs = rows.div_ceil(rows.div_ceil(most)).div_ceil(PACK);
        let blocks = rows.div_ceil(packs * PACK);
        let layout = Layout {
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
            backward: Vec::new(),
            // The end so far.
            scratch: blocks * packs * program.columns,
            chains: Vec::new(),
            sweep: Vec::new(),
            penalty_at: None,
            loss_cost: program.loss_cost(rows),
            sweep_cost: program.sweep_cost(rows),
        };
        let mut planner = Planner {
            program,
            layout,
            steps: vec![Known::default(); program.steps.len()],
            params: vec![Known::default(); program.params],
        };
        let square = planner.square();
        planner.forward(square);
        planner.backward(square);
        planner.sweep();
        planner.layout
    }

    /// Packs of the data of a block.
    pub fn stride(&self) -> usize {
        self.packs * self.columns
    }

    /// Packs of everything.
    pub fn room(&self) -> usize {
        self.scratch + self.packs
    }
}

/// What is known while a layout is being made.
struct Planner<'p> {
    program: &'p Program,
    layout: Layout,
    steps: Vec<Known>,
    params: Vec<Known>,
}

/// What is known of a step of the program, or of a parameter.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// The step in lanes, if it is computed for each row.
    step: Option<LaneStep>,
    /// Which scalar it is, else.
    scalar: usize,
    /// Where its lanes begin.
    lanes: Option<usize>,
    /// How often steps of the rows that learn read it.
    readers: usize,
    /// Where the lanes of its adjoint begin.
    adjoint: Option<usize>,
    /// If it uses a scalar: which chain adds up what the rows hand back to that use, and which scalar it is.
    used: Option<(usize, usize)>,
}

impl Planner<'_> {
    /// The residual and its square, if the loss of a row is just that.
    fn square(&self) -> Option<[usize; 2]> {
        let Step { op, args } = self.program.steps[self.program.row_loss];
        let residual = self.program.residual?;
        let squares = op == Op::Powi(2) && args[0] == Arg::Step(residual);
        let learns = self.program.learns(Arg::Step(residual));
        (squares && learns).then_some([residual, self.program.row_loss])
    }

    /// Room for the lanes of something.
    fn room(&mut self) -> usize {
        let at = self.layout.scratch;
        self.layout.scratch += self.layout.packs;
        at
    }

    /// Room for a scalar.
    fn scalar_room(&mut self) -> usize {
        self.layout.scalars += 1;
        self.layout.scalars - 1
    }

    /// Where a scalar is.
    fn scalar(&mut self, arg: Arg) -> usize {
        match arg {
            Arg::Leaf(leaf) => leaf - self.program.columns,
            Arg::Step(step) => self.steps[step].scalar,
            Arg::Number(number) => {
                let at = self.scalar_room();
                self.layout.numbers.push((at, number));
                at
            }
        }
    }

    /// Where the lanes of what a step reads begin; a scalar gets some when it is first used.
    fn lanes(&mut self, arg: Arg) -> usize {
        let end = self.layout.scratch;
        let (scalar, lanes) = match arg {
            Arg::Number(number) => {
                self.layout.lane_numbers.push((end, number));
                return self.room();
            }
            Arg::Leaf(leaf) if leaf < self.program.columns => return leaf * self.layout.packs,
            Arg::Leaf(leaf) => {
                let param = leaf - self.program.columns;
                (param, &mut self.params[param].lanes)
            }
            Arg::Step(step) => (self.steps[step].scalar, &mut self.steps[step].lanes),
        };
        if let Some(at) = *lanes {
            return at;
        }
        *lanes = Some(end);
        self.layout.spread.push((scalar, end));
        self.room()
    }

    fn forward(&mut self, square: Option<[usize; 2]>) {
        let program = self.program;
        for (index, &Step { op, args: [a, b] }) in program.steps.iter().enumerate() {
            if program.is_row(Arg::Step(index)) {
                let args = [self.lanes(a), self.lanes(b)];
                let to = self.room();
                let step = LaneStep { op, args, to };
                (self.steps[index].step, self.steps[index].lanes) = (Some(step), Some(to));
                if square.is_none_or(|[residual, loss]| index != residual && index != loss) {
                    self.layout.forward.push(step);
                }
            } else {
                let args = [self.scalar(a), self.scalar(b)];
                let to = self.scalar_room();
                self.steps[index].scalar = to;
                self.layout.scalar_steps.push(ScalarStep { op, args, to });
                self.layout.penalty += usize::from(index < program.mean);
            }
        }
        let loss = self.lanes(Arg::Step(program.row_loss));
        self.layout.chains.push(loss);
        self.layout.penalty_at = program.penalty.map(|penalty| self.scalar(penalty));
    }

    /// The sweep over the rows.
    fn backward(&mut self, square: Option<[usize; 2]>) {
        let program = self.program;
        for (index, step) in program.steps[..program.mean].iter().enumerate() {
            if program.is_row(Arg::Step(index)) && program.learns(Arg::Step(index)) {
                for &arg in step.inputs() {
                    if let Arg::Step(read) = arg {
                        self.steps[read].readers += 1;
                    }
                }
            }
        }

        if program.learns(Arg::Step(program.row_loss)) {
            let seed = self.room();
            self.layout.lane_numbers.push((seed, 1.0 / self.layout.rows as f64));
            self.steps[program.row_loss].adjoint = Some(seed);
        }
        for index in (0..program.mean).rev() {
            // Only what is computed for each row, learns, and has been reached has an adjoint.
            let Known { step: Some(step), adjoint: Some(from), .. } = self.steps[index] else {
                continue;
            };
            for (which, &arg) in program.steps[index].inputs().iter().enumerate() {
                if !program.learns(arg) {
                    continue;
                }
                // What it hands on to: a step of the rows, or a scalar.
                let read = match arg {
                    Arg::Step(read) if program.is_row(arg) => Some(read),
                    _ => None,
                };
                let known = read.and_then(|read| self.steps[read].adjoint);
                let alone = read.is_none_or(|read| self.steps[read].readers == 1);
                let to = match known {
                    Some(to) => to,
                    // An adjoint that only passes through stays where it is.
                    None if alone && passes(step.op, which) => from,
                    // Behind what has been reached before: what is written lies after what is read.
                    None => self.room(),
                };
                match read {
                    Some(read) => self.steps[read].adjoint = Some(to),
                    None => {
                        let used = (self.layout.chains.len(), self.scalar(arg));
                        self.steps[index].used = Some(used);
                        self.layout.chains.push(to);
                    }
                }
                if let Some([residual, loss]) = square
                    && loss == index
                {
                    self.layout.square = self.steps[residual].step.map(|residual| Square {
                        args: residual.args,
                        loss: step.to,
                        adjoint: to,
                    });
                } else if to != from {
                    let (second, adds) = (which == 1, known.is_some());
                    self.layout.backward.push(Pull { step, from, to, second, adds });
                }
            }
        }
    }

    /// The scalars' own sweep, from the step recorded last to the first.
    fn sweep(&mut self) {
        let mut left = self.layout.scalar_steps.len();
        for (index, known) in self.steps.iter().enumerate().rev() {
            if !self.program.is_row(Arg::Step(index)) {
                left -= 1;
                self.layout.sweep.push(Back::Step(self.layout.scalar_steps[left]));
            } else if let Some((chain, to)) = known.used {
                self.layout.sweep.push(Back::Use { chain, to });
            }
        }
    }
}

/// Whether an operation hands its adjoint on as it is.
fn passes(op: Op, input: usize) -> bool {
    matches!((op, input), (Op::Add, _) | (Op::Sub, 0) | (Op::Copy, _))
}
