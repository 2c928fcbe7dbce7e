//! The fast way: each step of the record over many rows at once.
//!
//! Rows stand in packs, as many as a vector register holds, and these in blocks. All numbers of a block stand
//! in one array: the data, the scalars that rows use (the same in every lane), the values, the adjoints. What
//! the rows hand back is added up in PyTorch's order ([`crate::sum`]), which is made for registers, too.
//! Nothing here allocates once the lanes are made.

mod block;
mod sums;

use crate::autograd::{Float, Number, Pack, Packed};
use crate::sum::{Cascade, ROUND};

use super::layout::{Back, Layout, ScalarStep};
use super::program::Program;
use super::{Dataset, FitError, Loss, Model};
use block::Block;
use sums::Sums;

/// The most additions, or what takes as long, of one step: about a second in a browser.
const MOST_WORK: usize = 200_000_000;

/// The loss of a model on some rows, and its gradient in the parameters: to the bit what the graph
/// of [`unroll`](super::unroll()) computes.
#[derive(Clone, Debug)]
pub struct Lanes<F: Float> {
    layout: Layout,
    /// The data of all blocks, then what is computed of one.
    memory: Vec<Pack<F>>,
    /// The parameters, then the scalar steps and the numbers.
    scalars: Vec<F>,
    sums: Sums<F>,
    /// ∂L/∂scalar.
    adjoints: Vec<F>,
    /// How many rows there are, N.
    count: F,
    /// What the mean hands back to each row, 1/N.
    each: F,
    /// Whether all data is finite in this precision.
    is_finite: bool,
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
        let layout = Layout::new(&program, data.len(), F::LANES, Cascade::<F>::STEP);
        let mut lanes = Lanes {
            memory: vec![Pack::<F>::ZERO; layout.room()],
            scalars: vec![F::ZERO; layout.scalars],
            sums: Sums::new(data.len(), layout.chains, layout.blocks > 1),
            adjoints: vec![F::ZERO; layout.scalars],
            count: F::from_f64(data.len() as f64),
            each: F::from_f64(1.0 / data.len() as f64),
            is_finite: true,
            layout,
        };
        let Lanes { layout, memory, scalars, .. } = &mut lanes;
        for &(at, number) in &layout.numbers {
            scalars[at] = F::from_f64(number);
        }
        for &(at, number) in &layout.lane_numbers {
            memory[at..at + layout.packs].fill(Number::from_f64(number));
        }
        lanes.look_at(data);
        Ok(lanes)
    }

    /// Takes these rows, as many as it was made for, in the place of its own.
    ///
    /// # Panics
    /// If there are more or fewer.
    pub fn look_at(&mut self, data: &Dataset) {
        let Lanes { layout, memory, .. } = self;
        assert!(data.len() == layout.rows, "there are as many rows as before");
        let mut places = memory.iter_mut();
        for block in 0..layout.blocks {
            for k in 0..layout.columns {
                let column = data.columns().get(k).map_or(data.ys(), Vec::as_slice);
                for pack in block * layout.packs..(block + 1) * layout.packs {
                    let number = |lane: usize| {
                        // The last row again where there are no more: only its like is ever computed.
                        let row = (pack * F::LANES + lane).min(data.len() - 1);
                        F::from_f64(column[row])
                    };
                    if let Some(place) = places.next() {
                        *place = Packed::from_lanes(number);
                    }
                }
            }
        }
        self.is_finite = data.columns().iter().flatten().chain(data.ys()).all(is_finite::<F>);
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
        let (scalars, sums, adjoints) = (&scalars[..], &sums.totals[..], &mut adjoints[..]);
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
        let (memory, scalars) = (&mut memory[..], &mut scalars[..]);
        assert!(params.len() == layout.params, "there is a number for each parameter");
        for (scalar, &param) in scalars.iter_mut().zip(params) {
            *scalar = F::from_f64(param.to_f64());
        }
        let (before, after) = layout.scalar_steps.split_at(layout.penalty);
        compute(before, scalars);
        for &(scalar, to) in &layout.spread {
            let value = Packed::splat(scalars[scalar]);
            for pack in cut_mut(memory, to, layout.packs).1 {
                *pack = value;
            }
        }

        let stride = layout.packs * layout.columns;
        let all = layout.all;
        for index in 0..layout.blocks {
            let first = index * layout.packs;
            let block = Block {
                packs: layout.packs.min(all - first),
                rows: layout.rows.min((first + layout.packs) * F::LANES) - first * F::LANES,
                stride,
                base: index * stride,
                rounds: sums.cascade.rounds().min((first + layout.packs) / ROUND) - first / ROUND,
                done: first / ROUND,
                is_last: index + 1 == layout.blocks,
                is_finite: self.is_finite,
            };
            block.forward(&layout.forward, memory, scalars);
            match layout.square {
                Some(square) => block.square(square, memory, scalars, self.each, sums),
                None => block.sum(0, block.lanes(memory, layout.losses), sums),
            }
            if sweeps {
                block.backward(&layout.backward, memory, scalars, layout.scratch, sums);
            }
        }

        compute(after, scalars);
        let mean = sums.totals[0] / self.count;
        layout.penalty_at.map_or(mean, |penalty| mean + scalars[penalty])
    }
}

/// Whether a number of the data, finite as it is, is so in this precision.
fn is_finite<F: Float>(&number: &f64) -> bool {
    F::from_f64(number).to_f64().is_finite()
}

/// What stands before a place, and so many packs there. Cut in two, since a range would be a call in a browser.
#[inline(always)]
fn cut_mut<P>(memory: &mut [P], at: usize, packs: usize) -> (&mut [P], &mut [P]) {
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
