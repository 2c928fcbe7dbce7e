//! The fast way: each step of the record over many rows at once.
//!
//! Rows are cut into blocks of a few lanes. All numbers of a block stand in one array, in the
//! order in which they are computed: the data, the scalars that rows use (the same in every lane),
//! the values, then the adjoints in the order of the sweep. A step thus reads what lies before
//! what it writes. Nothing here allocates once the lanes are made.

use crate::autograd::{Float, Op, Pack, VECTORS};

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
        let mut lanes = Lanes {
            memory: vec![[F::ZERO; PACK]; layout.room()],
            scalars: vec![F::ZERO; layout.scalars],
            sums: vec![F::ZERO; layout.chains.len()],
            adjoints: vec![F::ZERO; layout.scalars],
            count: F::from_f64(data.len() as f64),
            each: F::from_f64(1.0 / data.len() as f64),
            layout,
        };
        lanes.fill(data);
        Ok(lanes)
    }

    /// Puts the numbers where they stay.
    fn fill(&mut self, data: &Dataset) {
        let Lanes { layout, memory, scalars, .. } = self;
        let mut at = 0;
        for block in 0..layout.blocks {
            for k in 0..layout.columns {
                let column = data.columns().get(k).map_or(data.ys(), Vec::as_slice);
                for row in block * layout.packs * PACK..(block + 1) * layout.packs * PACK {
                    // The last row again where there are no more: only its like is ever computed.
                    let row = row.min(layout.rows - 1);
                    memory[at / PACK][at % PACK] = F::from_f64(column[row]);
                    at += 1;
                }
            }
        }
        for &(at, number) in &layout.numbers {
            scalars[at] = F::from_f64(number);
        }
        for &(at, number) in &layout.lane_numbers {
            fill(memory[at..at + layout.packs].as_flattened_mut(), F::from_f64(number));
        }
    }

    /// Whether one step that asks for the loss so many times takes no longer than a person waits.
    ///
    /// # Errors
    /// Those of [`new`](Lanes::new).
    pub fn check(model: &Model, loss: &Loss, data: &Dataset, times: usize) -> Result<(), FitError> {
        Program::new(model, loss).check(data, MOST_WORK / times.max(1))
    }

    /// About how many additions the [`loss`](Lanes::loss) takes.
    pub fn loss_cost(&self) -> usize {
        self.layout.loss_cost
    }

    /// About how many additions the loss takes together with its gradient.
    pub fn cost(&self) -> usize {
        self.layout.loss_cost.saturating_add(self.layout.sweep_cost)
    }

    /// How many parameters there are.
    pub fn params(&self) -> usize {
        self.layout.params
    }

    /// The loss at `params`; writes ∂loss/∂params into `grads`. The numbers may have either
    /// precision: parameters are rounded to that of the lanes.
    ///
    /// # Panics
    /// If either has another length than the model has parameters.
    pub fn evaluate<N: Float>(&mut self, params: &[N], grads: &mut [N]) -> N {
        let loss = self.pass(params, true);
        let Lanes { layout, scalars, sums, adjoints, .. } = self;
        // Slices: of a vector, each index would be a call in a browser.
        let (scalars, sums, adjoints) = (&scalars[..], &sums[..], &mut adjoints[..]);
        fill(adjoints, -F::ZERO);
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
            *grad = N::from_f64((F::ZERO + adjoint).to_f64());
        }
        N::from_f64(loss.to_f64())
    }

    /// The loss at `params` alone.
    ///
    /// # Panics
    /// If there are not as many as the model has parameters.
    pub fn loss<N: Float>(&mut self, params: &[N]) -> N {
        N::from_f64(self.pass(params, false).to_f64())
    }

    /// The loss and, if asked for, the sums of the uses.
    fn pass<N: Float>(&mut self, params: &[N], sweeps: bool) -> F {
        let Lanes { layout, memory, scalars, sums, .. } = self;
        let (memory, scalars, sums) = (&mut memory[..], &mut scalars[..], &mut sums[..]);
        assert!(params.len() == layout.params, "there is a number for each parameter");
        for (scalar, &param) in scalars.iter_mut().zip(params) {
            *scalar = F::from_f64(param.to_f64());
        }
        let (before, after) = layout.scalar_steps.split_at(layout.penalty);
        compute(before, scalars);
        for &(scalar, to) in &layout.spread {
            // Pack by pack: what is stored as one vector can be loaded as one at once.
            cut_mut(memory, to, layout.packs).1.fill([scalars[scalar]; PACK]);
        }

        // Adding to −0 changes nothing, not even the sign of a zero.
        fill(sums, -F::ZERO);
        let chains = if sweeps { layout.chains.as_slice() } else { &layout.chains[..1] };
        let (packs, stride) = (layout.packs, layout.stride());
        for block in 0..layout.blocks {
            let frame = Frame { packs, stride, base: block * stride };
            frame.forward(&layout.forward, memory);
            if let Some(square) = layout.square {
                frame.square(square, memory, self.each);
            }
            if sweeps {
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
        for &LaneStep { op, args: [a, b], to } in steps {
            let (before, y) = self.split(memory, to);
            op.eval_lanes(self.lanes(before, a), self.lanes(before, b), y);
        }
    }

    #[inline(never)]
    fn square<F: Float>(&self, square: Square, memory: &mut [Pack<F>], each: F) {
        let Square { args: [prediction, target], loss, adjoint } = square;
        let (before, adjoints) = self.split(memory, adjoint);
        let (before, losses) = self.split(before, loss);
        let (predictions, targets) = (self.lanes(before, prediction), self.lanes(before, target));
        let run = |prediction: F, target: F, loss: &mut F, adjoint: &mut F| {
            let residual = prediction - target;
            *loss = residual.powi(2);
            [*adjoint, _] = Op::Powi(2).pullback(residual, residual, *loss, each);
        };
        if VECTORS && let ([prediction], [target], [loss]) = (predictions, targets, &mut *losses) {
            // One pack is one vector: see `Op::eval_lanes`.
            let (mut squares, mut handed) = ([F::ZERO; PACK], [F::ZERO; PACK]);
            for lane in 0..PACK {
                run(prediction[lane], target[lane], &mut squares[lane], &mut handed[lane]);
            }
            (*loss, adjoints[0]) = (squares, handed);
            return;
        }
        let (losses, adjoints) = (losses.as_flattened_mut(), adjoints.as_flattened_mut());
        let (predictions, targets) = (predictions.as_flattened(), targets.as_flattened());
        let lanes = losses.len();
        let (adjoints, predictions) = (&mut adjoints[..lanes], &predictions[..lanes]);
        let targets = &targets[..lanes];
        for lane in 0..lanes {
            run(predictions[lane], targets[lane], &mut losses[lane], &mut adjoints[lane]);
        }
    }

    #[inline(never)]
    fn backward<F: Float>(&self, pulls: &[Pull], memory: &mut [Pack<F>], scratch: usize) {
        for &Pull { step: LaneStep { op, args: [a, b], to: y }, from, to, second, adds } in pulls {
            let (before, part) = self.split(memory, if adds { scratch } else { to });
            let (a, b) = (self.lanes(before, a), self.lanes(before, b));
            let (y, g) = (self.lanes(before, y), self.lanes(before, from));
            if second {
                op.pull_b(a, b, y, g, part)
            } else {
                op.pull_a(a, b, y, g, part)
            }
            if adds {
                let sums = cut_mut(before, to, self.packs).1.as_flattened_mut();
                let part = &part.as_flattened()[..sums.len()];
                for (k, sum) in sums.iter_mut().enumerate() {
                    *sum += part[k];
                }
            }
        }
    }

    /// What stands before a place, and the lanes there.
    #[inline(always)]
    fn split<'m, F>(
        &self,
        memory: &'m mut [Pack<F>],
        at: usize,
    ) -> (&'m mut [Pack<F>], &'m mut [Pack<F>]) {
        cut_mut(memory, at, self.packs)
    }

    /// The lanes at a place.
    #[inline(always)]
    fn lanes<'m, F>(&self, memory: &'m [Pack<F>], at: usize) -> &'m [Pack<F>] {
        let at = if at < self.stride { at + self.base } else { at };
        memory.split_at(at).1.split_at(self.packs).0
    }
}

/// What stands before a place, and so many packs there. Cut in two, since a range would be a call in a browser.
#[inline(always)]
fn cut_mut<F>(memory: &mut [Pack<F>], at: usize, packs: usize) -> (&mut [Pack<F>], &mut [Pack<F>]) {
    let (before, rest) = memory.split_at_mut(at);
    (before, rest.split_at_mut(packs).0)
}

/// A loop, not the call that `fill` is: most often there are few numbers.
#[inline(always)]
fn fill<F: Float>(numbers: &mut [F], value: F) {
    for number in numbers {
        *number = value;
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
    let mut at = 0;
    // The page has two chains, most often, and no use for code that adds up more at once.
    while VECTORS && at + 8 <= chains.len() {
        side_by_side::<F, 8>(memory, &chains[at..], lanes, &mut sums[at..]);
        at += 8;
    }
    while VECTORS && at + 2 <= chains.len() {
        side_by_side::<F, 2>(memory, &chains[at..], lanes, &mut sums[at..]);
        at += 2;
    }
    for (sum, &chain) in sums[at..].iter_mut().zip(&chains[at..]) {
        let mut added = *sum; // stays in a register
        for &part in memory.split_at(chain).1.as_flattened().split_at(lanes).0 {
            added += part;
        }
        *sum = added;
    }
}

#[inline(always)]
fn side_by_side<F: Float, const N: usize>(
    memory: &[Pack<F>],
    chains: &[usize],
    lanes: usize,
    sums: &mut [F],
) {
    let mut parts: [&[F]; N] = [&[]; N];
    let mut sum = [F::ZERO; N];
    for (k, part) in parts.iter_mut().enumerate() {
        *part = &memory[chains[k]..].as_flattened()[..lanes];
        sum[k] = sums[k];
    }
    for lane in 0..lanes {
        for (k, part) in parts.iter().enumerate() {
            sum[k] += part[lane];
        }
    }
    for (k, &sum) in sum.iter().enumerate() {
        sums[k] = sum;
    }
}
