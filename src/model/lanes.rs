//! The fast way: each step of the record over many rows at once.
//!
//! Rows are cut into blocks of a few lanes. All numbers of a block stand in one array, in the
//! order in which they are computed: the data, the scalars that rows use (the same in every lane),
//! the values, then the adjoints in the order of the sweep. A step thus reads what lies before
//! what it writes. Nothing here allocates once the lanes are made.

use crate::autograd::{Float, Op, Pack};

use super::layout::{Back, LaneStep, Layout, PACK, Pull, ScalarStep, Square};
use super::program::Program;
use super::{Dataset, FitError, Loss, Model};

/// The most additions, or what takes as long, of one step: about a second in a browser.
const MOST_WORK: usize = 200_000_000;

/// The loss of a model on some rows, and its gradient in the parameters: to the bit what the graph
/// of [`unroll`](super::unroll()) computes.
#[derive(Clone, Debug)]
pub struct Lanes<F> {
    layout: Layout,
    /// The data of all blocks, then what is computed of one.
    memory: Vec<Pack<F>>,
    /// The parameters, then the scalar steps and the numbers.
    scalars: Vec<F>,
    /// What is added up over the rows: the loss, then each use of a scalar.
    sums: Vec<F>,
    /// ∂L/∂scalar.
    adjoints: Vec<F>,
    /// How many rows there are, N.
    count: F,
    /// What the mean hands back to each row, 1/N.
    each: F,
}

impl<F: Float> Lanes<F> {
    /// The loss of `model` on `data`.
    ///
    /// # Errors
    /// If the data has another number of inputs than the model, or if one step would take longer
    /// than a person waits.
    pub fn new(model: &Model, loss: &Loss, data: &Dataset) -> Result<Lanes<F>, FitError> {
        let program = Program::new(model, loss);
        program.check(data, MOST_WORK)?;
        let layout = Layout::new(&program, data.len(), size_of::<Pack<F>>());
        let count = F::from_f64(data.len() as f64);
        let mut lanes = Lanes {
            memory: vec![[F::ZERO; PACK]; layout.room()],
            scalars: vec![F::ZERO; layout.scalars],
            sums: vec![F::ZERO; layout.chains.len()],
            adjoints: vec![F::ZERO; layout.scalars],
            count,
            each: F::ONE / count,
            layout,
        };
        lanes.fill(data);
        Ok(lanes)
    }

    /// Puts the numbers where they stay.
    fn fill(&mut self, data: &Dataset) {
        let Lanes { layout, memory, scalars, .. } = self;
        let width = layout.packs * PACK;
        for (k, column) in data.columns().iter().map(Vec::as_slice).chain([data.ys()]).enumerate() {
            for block in 0..layout.blocks {
                let first = block * layout.stride() + k * layout.packs;
                let lanes = memory[first..first + layout.packs].as_flattened_mut();
                for (lane, number) in lanes.iter_mut().enumerate() {
                    // The last row again where there are no more: only its like is ever computed.
                    *number = F::from_f64(column[(block * width + lane).min(layout.rows - 1)]);
                }
            }
        }
        for &(at, number) in &layout.numbers {
            scalars[at] = F::from_f64(number);
        }
        for &(at, number) in &layout.lane_numbers {
            memory[at..at + layout.packs].fill([F::from_f64(number); PACK]);
        }
        if let Some(at) = layout.seed {
            memory[at..at + layout.packs].fill([self.each; PACK]);
        }
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
        self.layout.work
    }

    /// How many parameters there are.
    pub fn params(&self) -> usize {
        self.layout.params
    }

    /// The loss at `params`; writes ∂loss/∂params into `grads`.
    ///
    /// # Panics
    /// If either has another length than the model has parameters.
    pub fn evaluate(&mut self, params: &[F], grads: &mut [F]) -> F {
        let loss = self.pass(params, true);
        let Lanes { layout, scalars, sums, adjoints, .. } = self;
        adjoints.fill(-F::ZERO);
        if let Some(penalty) = layout.penalty_at {
            adjoints[penalty] = F::ONE;
        }
        for back in &layout.sweep {
            match *back {
                Back::Use { chain, to } => adjoints[to] += sums[chain],
                Back::Step(ScalarStep { op, args: [a, b], to }) => {
                    let g = adjoints[to];
                    // As in a graph: what is 0 hands on nothing, not even 0·∞.
                    if g != F::ZERO {
                        let parts = op.pull(scalars[a], scalars[b], scalars[to], g);
                        adjoints[a] += parts[0];
                        if op.arity() == 2 {
                            adjoints[b] += parts[1];
                        }
                    }
                }
            }
        }
        assert!(grads.len() == layout.params, "there is a gradient for each parameter");
        for (grad, &adjoint) in grads.iter_mut().zip(&*adjoints) {
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
        let Lanes { layout, memory, scalars, sums, .. } = self;
        assert!(params.len() == layout.params, "there is a number for each parameter");
        for (scalar, &param) in scalars.iter_mut().zip(params) {
            *scalar = param;
        }
        let (before, after) = layout.scalar_steps.split_at(layout.penalty);
        compute(before, scalars);
        for &(scalar, to) in &layout.spread {
            memory[to..to + layout.packs].fill([scalars[scalar]; PACK]);
        }

        // Adding to −0 changes nothing, not even the sign of a zero.
        sums.fill(-F::ZERO);
        let chains = if slopes { layout.chains.as_slice() } else { &layout.chains[..1] };
        let (packs, stride) = (layout.packs, layout.stride());
        for block in 0..layout.blocks {
            let frame = Frame { packs, stride, base: block * stride };
            frame.forward(&layout.forward, memory);
            if let Some(square) = layout.square {
                frame.square(square, memory, self.each);
            }
            if slopes {
                frame.backward(&layout.backward, memory, layout.scratch);
            }
            let lanes = (packs * PACK).min(layout.rows - block * packs * PACK);
            add_up(memory, chains, lanes, sums);
        }

        compute(after, scalars);
        let mean = sums[0] / self.count;
        layout.penalty_at.map_or(mean, |penalty| mean + scalars[penalty])
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
        let ([predictions, targets], losses) = self.around(before, square.args, square.loss);
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
        scalars[to] = op.value(scalars[a], scalars[b]);
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
