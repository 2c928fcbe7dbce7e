//! The fast way: each step of the record over many rows at once.
//!
//! Rows are cut into blocks of a few lanes. All numbers of a block stand in one array, in the
//! order in which they are computed: the data, the scalars that rows use (the same in every lane),
//! the values, then the adjoints in the order of the sweep. A step thus reads what lies before
//! what it writes. Nothing here allocates once the lanes are made.

use std::ops::RangeInclusive;
use std::{array, mem};

use crate::autograd::{Float, Op, Pack};

use super::program::Program;
use super::record::{Arg, Step};
use super::{Dataset, FitError, Loss, Model};

/// The most additions, or what takes as long, of one step: about a second in a browser.
const MOST_WORK: usize = 200_000_000;

/// The bytes of a block that stay near the processor.
const NEAR: usize = 1024 * 1024;

/// Lanes of a pack, and the fewest and the most packs of a block.
const PACK: usize = 4;
const PACKS: RangeInclusive<usize> = 4..=32;

/// The loss of a model on some rows, and its gradient in the parameters: to the bit what the graph
/// of [`unroll`](super::unroll()) computes.
#[derive(Clone, Debug)]
pub struct Lanes<F> {
    rows: usize,
    blocks: usize,
    /// Packs of a block. All places below are counted in packs, too.
    packs: usize,
    /// Data of a block.
    stride: usize,
    /// The data of all blocks, then what is computed of one.
    memory: Vec<Pack<F>>,
    /// The parameters, then the scalar steps and the numbers.
    scalars: Vec<F>,
    /// The scalar steps of the mean and, from `penalty` on, of the penalty.
    scalar_steps: Vec<ScalarStep>,
    penalty: usize,
    /// Which scalars change and are used by rows, and where their lanes begin.
    spread: Vec<(usize, usize)>,
    forward: Vec<LaneStep>,
    /// The loss of a row, where that is the squared error.
    square: Option<Square>,
    backward: Vec<Pull>,
    /// Where what is to be added to an adjoint stands in between.
    scratch: usize,
    /// What is added up over the rows: the loss, then each use of a scalar.
    chains: Vec<usize>,
    sums: Vec<F>,
    /// ∂L/∂scalar.
    scalar_adjoints: Vec<F>,
    /// How the sums of the uses come back to the parameters.
    sweep: Vec<Back>,
    /// Where the penalty is among the scalars.
    penalty_at: Option<usize>,
    params: usize,
    work: usize,
    count: F,
    /// What the mean hands back to each row, 1/N.
    each: F,
}

#[derive(Clone, Copy, Debug)]
struct ScalarStep {
    op: Op,
    args: [usize; 2],
    to: usize,
}

#[derive(Clone, Copy, Debug)]
struct LaneStep {
    op: Op,
    /// Where the lanes begin; within the data, in the first block.
    args: [usize; 2],
    to: usize,
}

/// The squared error and what it hands back, in one go: three steps fewer for the loss that
/// nearly every model has.
#[derive(Clone, Copy, Debug)]
struct Square {
    prediction: usize,
    target: usize,
    /// Where the losses are put, and after them the adjoints of the residuals.
    loss: usize,
    adjoint: usize,
}

/// What a step hands back to one of its inputs.
#[derive(Clone, Copy, Debug)]
struct Pull {
    step: LaneStep,
    /// The adjoint of the step.
    from: usize,
    /// The adjoint of the input, or the slopes of a use.
    to: usize,
    /// Whether the input is the second.
    second: bool,
    /// Whether the input has an adjoint already, from a step that was recorded later.
    adds: bool,
}

#[derive(Clone, Copy, Debug)]
enum Back {
    /// The sum of a use reaches its scalar.
    Use { chain: usize, to: usize },
    /// A scalar hands its adjoint to what it was computed from.
    Step(ScalarStep),
}

impl<F: Float> Lanes<F> {
    /// The loss of `model` on `data`.
    ///
    /// # Errors
    /// If the data has another number of inputs than the model, or if one step would take longer
    /// than a person waits.
    pub fn new(model: &Model, loss: &Loss, data: &Dataset) -> Result<Lanes<F>, FitError> {
        Lanes::<F>::check(model, loss, data, 1)?;
        Ok(Layout::new(&Program::new(model, loss), data).lanes())
    }

    /// Whether one step that asks for the loss so many times takes no longer than a person waits.
    ///
    /// # Errors
    /// Those of [`new`](Lanes::new).
    pub fn check(model: &Model, loss: &Loss, data: &Dataset, times: usize) -> Result<(), FitError> {
        Program::new(model, loss).check(data, MOST_WORK / times.max(1))
    }

    /// About how many additions it takes to compute the loss.
    pub fn work(&self) -> usize {
        self.work
    }

    /// How many parameters there are.
    pub fn params(&self) -> usize {
        self.params
    }

    /// The loss at `params`; writes ∂loss/∂params into `grads`.
    ///
    /// # Panics
    /// If either has another length than the model has parameters.
    pub fn evaluate(&mut self, params: &[F], grads: &mut [F]) -> F {
        let loss = self.pass(params, true);
        self.scalar_adjoints.fill(-F::ZERO);
        if let Some(penalty) = self.penalty_at {
            self.scalar_adjoints[penalty] = F::ONE;
        }
        for back in &self.sweep {
            match *back {
                Back::Use { chain, to } => self.scalar_adjoints[to] += self.sums[chain],
                Back::Step(ScalarStep { op, args: [a, b], to }) => {
                    let g = self.scalar_adjoints[to];
                    // As in a graph: what is 0 hands on nothing, not even 0·∞.
                    if g != F::ZERO {
                        let scalars = &self.scalars;
                        let parts = op.pullback(scalars[a], scalars[b], scalars[to], g);
                        self.scalar_adjoints[a] += parts[0];
                        if op.arity() == 2 {
                            self.scalar_adjoints[b] += parts[1];
                        }
                    }
                }
            }
        }
        assert!(grads.len() == self.params, "there is a gradient for each parameter");
        for (grad, &adjoint) in grads.iter_mut().zip(&self.scalar_adjoints) {
            // What nothing reached is 0, not −0.
            *grad = F::ZERO + adjoint;
        }
        loss
    }

    /// The loss at `params` alone.
    ///
    /// # Panics
    /// If there are not as many as the model has parameters.
    pub fn loss(&mut self, params: &[F]) -> F {
        self.pass(params, false)
    }

    /// The loss and, if asked for, the sums of the uses.
    fn pass(&mut self, params: &[F], slopes: bool) -> F {
        self.scalars[..self.params].copy_from_slice(params);
        let (before, after) = self.scalar_steps.split_at(self.penalty);
        compute(before, &mut self.scalars);
        for &(scalar, to) in &self.spread {
            self.memory[to..to + self.packs].fill([self.scalars[scalar]; PACK]);
        }

        // Adding to −0 changes nothing, not even the sign of a zero.
        self.sums.fill(-F::ZERO);
        let chains = if slopes { self.chains.as_slice() } else { &self.chains[..1] };
        let width = self.packs * PACK;
        for block in 0..self.blocks {
            let frame = Frame { packs: self.packs, stride: self.stride, base: block * self.stride };
            frame.forward(&self.forward, &mut self.memory);
            if let Some(square) = self.square {
                frame.square(square, &mut self.memory, self.each);
            }
            if slopes {
                frame.backward(&self.backward, &mut self.memory, self.scratch);
            }
            let lanes = width.min(self.rows - block * width);
            add_up(&self.memory, chains, lanes, &mut self.sums);
        }

        compute(after, &mut self.scalars);
        let mean = self.sums[0] / self.count;
        self.penalty_at.map_or(mean, |penalty| mean + self.scalars[penalty])
    }
}

/// How to find the lanes of a block.
struct Frame {
    packs: usize,
    stride: usize,
    /// Where the data of the block begins.
    base: usize,
}

// Each pass is a function of its own: in one, their loops would fight for registers.
impl Frame {
    #[inline(never)]
    fn forward<F: Float>(&self, steps: &[LaneStep], memory: &mut [Pack<F>]) {
        for step in steps {
            let ([a, b], y) = self.around(memory, step.args, step.to);
            step.op.eval_lanes(a, b, y);
        }
    }

    #[inline(never)]
    fn square<F: Float>(&self, square: Square, memory: &mut [Pack<F>], each: F) {
        let (before, adjoints) = memory.split_at_mut(square.adjoint);
        let ([predictions, targets], losses) =
            self.around(before, [square.prediction, square.target], square.loss);
        let run = |prediction: F, target: F, loss: &mut F, adjoint: &mut F| {
            let residual = prediction - target;
            *loss = residual.powi(2);
            [*adjoint, _] = Op::Powi(2).pullback(residual, residual, *loss, each);
        };
        if let ([prediction], [target], [loss]) = (predictions, targets, &mut *losses) {
            // One pack is one vector: see `Op::eval_lanes`.
            let (mut squares, mut slopes) = ([F::ZERO; PACK], [F::ZERO; PACK]);
            for lane in 0..PACK {
                run(prediction[lane], target[lane], &mut squares[lane], &mut slopes[lane]);
            }
            (*loss, adjoints[0]) = (squares, slopes);
            return;
        }
        let outputs = losses.as_flattened_mut().iter_mut().zip(adjoints.as_flattened_mut());
        let inputs = predictions.as_flattened().iter().zip(targets.as_flattened());
        for ((loss, adjoint), (&prediction, &target)) in outputs.zip(inputs) {
            run(prediction, target, loss, adjoint);
        }
    }

    #[inline(never)]
    fn backward<F: Float>(&self, pulls: &[Pull], memory: &mut [Pack<F>], scratch: usize) {
        for &Pull { step: LaneStep { op, args: [a, b], to: y }, from, to, second, adds } in pulls {
            let part_at = if adds { scratch } else { to };
            let ([a, b, y, g], part) = self.around(memory, [a, b, y, from], part_at);
            if second {
                op.pull_b(a, b, y, g, part)
            } else {
                op.pull_a(a, b, y, g, part)
            }
            if adds {
                let (before, part) = memory.split_at_mut(scratch);
                let sums = before[to..to + self.packs].as_flattened_mut();
                for (sum, &part) in sums.iter_mut().zip(part.as_flattened()) {
                    *sum += part;
                }
            }
        }
    }

    /// The lanes at some places, and those at `to`, which lie after them.
    #[inline(always)]
    fn around<'m, F, const N: usize>(
        &self,
        memory: &'m mut [Pack<F>],
        places: [usize; N],
        to: usize,
    ) -> ([&'m [Pack<F>]; N], &'m mut [Pack<F>]) {
        let (before, rest) = memory.split_at_mut(to);
        let before: &[Pack<F>] = before;
        // Not by `map`: a compiler that saves bytes would call it, once for each step.
        let mut lanes: [&[Pack<F>]; N] = [&[]; N];
        for (lanes, at) in lanes.iter_mut().zip(places) {
            let at = if at < self.stride { at + self.base } else { at };
            *lanes = &before[at..at + self.packs];
        }
        (lanes, &mut rest[..self.packs])
    }
}

fn compute<F: Float>(steps: &[ScalarStep], scalars: &mut [F]) {
    for &ScalarStep { op, args: [a, b], to } in steps {
        let value = op.eval(scalars[a], scalars[b]);
        scalars[to] = value.expect("internal error: a step is no leaf");
    }
}

/// Adds the first `lanes` numbers of each chain to its sum, one after the other. Several chains run
/// side by side, because each addition has to wait for the one before.
#[inline(never)]
fn add_up<F: Float>(memory: &[Pack<F>], chains: &[usize], lanes: usize, sums: &mut [F]) {
    let (chains8, chains) = chains.as_chunks::<8>();
    let (sums8, sums) = sums.split_at_mut(chains8.len() * 8);
    for (chains, sums) in chains8.iter().zip(sums8.as_chunks_mut::<8>().0) {
        side_by_side(memory, chains, lanes, sums);
    }
    let (chains2, chains) = chains.as_chunks::<2>();
    let (sums2, sums) = sums.split_at_mut(chains2.len() * 2);
    for (chains, sums) in chains2.iter().zip(sums2.as_chunks_mut::<2>().0) {
        side_by_side(memory, chains, lanes, sums);
    }
    for (chain, sum) in chains.iter().zip(sums) {
        memory[*chain..].as_flattened()[..lanes].iter().for_each(|&part| *sum += part);
    }
}

#[inline(always)]
fn side_by_side<F: Float, const N: usize>(
    memory: &[Pack<F>],
    chains: &[usize; N],
    lanes: usize,
    sums: &mut [F; N],
) {
    let chains = chains.map(|chain| &memory[chain..].as_flattened()[..lanes]);
    let mut sum = *sums;
    for lane in 0..lanes {
        for (sum, chain) in sum.iter_mut().zip(chains) {
            *sum += chain[lane];
        }
    }
    *sums = sum;
}

/// Where everything stands while lanes are being made.
struct Layout<'p, F> {
    program: &'p Program,
    lanes: Lanes<F>,
    /// The residual and its square, if the loss of a row is just that.
    square: Option<[usize; 2]>,
    /// The step in lanes of each step of the rows.
    steps: Vec<Option<LaneStep>>,
    /// The scalar of each step that is one.
    scalar_of: Vec<usize>,
    /// Where the lanes of each step, and of each parameter, begin.
    lanes_of: Vec<Option<usize>>,
    lanes_of_param: Vec<Option<usize>>,
}

impl<'p, F: Float> Layout<'p, F> {
    fn new(program: &'p Program, data: &Dataset) -> Self {
        let rows = data.len();
        // Values, adjoints, uses: about two places for each step.
        let each = (2 * program.mean + program.params) * size_of::<Pack<F>>();
        let most = (NEAR / each).clamp(*PACKS.start(), *PACKS.end()) * PACK;
        let packs = rows.div_ceil(rows.div_ceil(most)).div_ceil(PACK);
        let blocks = rows.div_ceil(packs * PACK);

        let stride = packs * program.columns;
        let mut memory = Vec::with_capacity(blocks * stride);
        for block in 0..blocks {
            for column in data.columns().iter().map(Vec::as_slice).chain([data.ys()]) {
                // The last row again where there are no more: only its like is ever computed.
                let row = |lane: usize| F::from_f64(column[lane.min(rows - 1)]);
                let first = block * packs;
                memory.extend(
                    (first..first + packs)
                        .map(|pack| -> Pack<F> { array::from_fn(|lane| row(pack * PACK + lane)) }),
                );
            }
        }
        let count = F::from_f64(rows as f64);
        let lanes = Lanes {
            rows,
            blocks,
            packs,
            stride,
            memory,
            scalars: vec![F::ZERO; program.params],
            scalar_steps: Vec::new(),
            penalty: 0,
            spread: Vec::new(),
            forward: Vec::new(),
            square: None,
            backward: Vec::new(),
            scratch: 0,
            chains: Vec::new(),
            sums: Vec::new(),
            scalar_adjoints: Vec::new(),
            sweep: Vec::new(),
            penalty_at: None,
            params: program.params,
            work: program.work(rows),
            count,
            each: F::ONE / count,
        };
        let square = program.residual.map(|residual| [residual, program.row_loss]);
        let square = square.filter(|&[residual, loss]| {
            program.steps[loss].op == Op::Powi(2)
                && program.steps[loss].args[0] == Arg::Step(residual)
        });
        Layout {
            program,
            lanes,
            square,
            steps: vec![None; program.steps.len()],
            scalar_of: vec![0; program.steps.len()],
            lanes_of: vec![None; program.steps.len()],
            lanes_of_param: vec![None; program.params],
        }
    }

    fn lanes(mut self) -> Lanes<F> {
        self.forward();
        self.backward();
        self.lanes
    }

    /// Room for the lanes of something that is `value` until it is computed.
    fn room(&mut self, value: F) -> usize {
        let at = self.lanes.memory.len();
        self.lanes.memory.resize(at + self.lanes.packs, [value; PACK]);
        at
    }

    /// Where a scalar is.
    fn scalar(&mut self, arg: Arg) -> usize {
        match arg {
            Arg::Leaf(leaf) => leaf - self.program.columns,
            Arg::Step(step) => self.scalar_of[step],
            Arg::Number(number) => {
                self.lanes.scalars.push(F::from_f64(number));
                self.lanes.scalars.len() - 1
            }
        }
    }

    /// Where the lanes of what a step reads begin; a scalar gets some when it is first used.
    fn lane(&mut self, arg: Arg) -> usize {
        match arg {
            Arg::Number(number) => self.room(F::from_f64(number)),
            Arg::Leaf(leaf) => match leaf.checked_sub(self.program.columns) {
                None => leaf * self.lanes.packs,
                Some(param) => {
                    let at = self.lanes_of_param[param];
                    at.unwrap_or_else(|| {
                        let at = self.spread(arg);
                        self.lanes_of_param[param] = Some(at);
                        at
                    })
                }
            },
            Arg::Step(step) => {
                let at = self.lanes_of[step];
                at.unwrap_or_else(|| {
                    let at = self.spread(arg);
                    self.lanes_of[step] = Some(at);
                    at
                })
            }
        }
    }

    fn spread(&mut self, arg: Arg) -> usize {
        let (scalar, at) = (self.scalar(arg), self.room(F::ZERO));
        self.lanes.spread.push((scalar, at));
        at
    }

    fn forward(&mut self) {
        let program = self.program;
        for (index, &Step { op, args }) in program.steps.iter().enumerate() {
            if index == program.mean {
                self.lanes.penalty = self.lanes.scalar_steps.len();
            }
            if program.is_row(Arg::Step(index)) {
                let args = args.map(|arg| self.lane(arg));
                let to = self.room(F::ZERO);
                self.lanes_of[index] = Some(to);
                let step = LaneStep { op, args, to };
                self.steps[index] = Some(step);
                if self.square.is_none_or(|square| !square.contains(&index)) {
                    self.lanes.forward.push(step);
                }
            } else {
                let args = args.map(|arg| self.scalar(arg));
                let to = self.lanes.scalars.len();
                self.lanes.scalars.push(F::ZERO);
                self.scalar_of[index] = to;
                self.lanes.scalar_steps.push(ScalarStep { op, args, to });
            }
        }
        if program.mean == program.steps.len() {
            self.lanes.penalty = self.lanes.scalar_steps.len();
        }
        let loss = self.lane(Arg::Step(program.row_loss));
        self.lanes.chains.push(loss);
        self.lanes.penalty_at = program.penalty.map(|penalty| self.scalar(penalty));
    }

    fn backward(&mut self) {
        let program = self.program;
        let rows: Vec<usize> = (0..program.mean)
            .filter(|&step| program.is_row(Arg::Step(step)) && program.learns(Arg::Step(step)))
            .collect();
        let mut readers = vec![0; program.steps.len()];
        for &step in &rows {
            for &arg in program.steps[step].inputs() {
                if let Arg::Step(read) = arg {
                    readers[read] += 1;
                }
            }
        }

        // Each row hands 1/N back to its loss.
        let mut adjoint_of: Vec<Option<usize>> = vec![None; program.steps.len()];
        if program.learns(Arg::Step(program.row_loss)) {
            adjoint_of[program.row_loss] = Some(self.room(self.lanes.each));
        }
        // In the order of the sweep, so that what is written lies after what is read. Where
        // adjoints only pass through, they stay where they are.
        for &step in rows.iter().rev() {
            let from = match adjoint_of[step] {
                Some(from) => from,
                None => {
                    let at = self.room(F::ZERO);
                    adjoint_of[step] = Some(at);
                    at
                }
            };
            for (which, &arg) in program.steps[step].inputs().iter().enumerate() {
                if let Arg::Step(read) = arg
                    && passes(program.steps[step].op, which)
                    && readers[read] == 1
                {
                    adjoint_of[read] = Some(from);
                }
            }
        }

        let mut pulls: Vec<Pull> = Vec::new();
        // Whether something has been handed to the lanes at this place.
        let mut written = Vec::new();
        let mut uses = Vec::new();
        for step in (0..program.mean).rev() {
            let Some(lane_step) = self.steps[step] else { continue };
            let Some(from) = adjoint_of[step] else { continue };
            let mut used = None;
            for (which, &arg) in program.steps[step].inputs().iter().enumerate() {
                if !program.learns(arg) {
                    continue;
                }
                let op = program.steps[step].op;
                let to = match arg {
                    Arg::Step(read) if program.is_row(arg) => adjoint_of[read],
                    _ if passes(op, which) => Some(from),
                    _ => Some(self.room(F::ZERO)),
                };
                let to = to.expect("internal error: what learns has an adjoint");
                written.resize(self.lanes.memory.len(), false);
                if self.square.is_some_and(|[_, loss]| loss == step) {
                    written[to] = true;
                } else if to != from {
                    let adds = mem::replace(&mut written[to], true);
                    pulls.push(Pull { step: lane_step, from, to, second: which == 1, adds });
                }
                if !program.is_row(arg) {
                    used = Some((self.lanes.chains.len(), arg));
                    self.lanes.chains.push(to);
                }
            }
            uses.push((step, used));
        }
        self.lanes.backward = pulls;
        self.lanes.square = self.square.and_then(|[residual, loss]| {
            let LaneStep { args: [prediction, target], .. } = self.steps[residual]?;
            let (loss, adjoint) = (self.steps[loss]?.to, adjoint_of[residual]?);
            Some(Square { prediction, target, loss, adjoint })
        });
        self.lanes.scratch = self.room(F::ZERO);
        self.lanes.sums = vec![F::ZERO; self.lanes.chains.len()];
        self.lanes.scalar_adjoints = vec![F::ZERO; self.lanes.scalars.len()];

        // The scalars' own sweep, from the step recorded last to the first.
        let mut uses = uses.into_iter().peekable();
        let mut scalar_steps = self.lanes.scalar_steps.clone().into_iter().rev();
        for step in (0..program.steps.len()).rev() {
            if program.is_row(Arg::Step(step)) {
                if let Some((_, Some((chain, arg)))) = uses.next_if(|&(user, _)| user == step) {
                    let to = self.scalar(arg);
                    self.lanes.sweep.push(Back::Use { chain, to });
                }
            } else {
                let scalar = scalar_steps.next();
                let scalar = scalar.expect("internal error: a step of no row is a scalar");
                self.lanes.sweep.push(Back::Step(scalar));
            }
        }
    }
}

/// Whether an operation hands its adjoint on as it is.
fn passes(op: Op, input: usize) -> bool {
    matches!((op, input), (Op::Add, _) | (Op::Sub, 0) | (Op::Copy, _))
}
