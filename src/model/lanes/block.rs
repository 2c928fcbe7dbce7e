//! The passes over a block of rows: forward, the squared error, backward.
#![allow(
    clippy::assign_op_pattern,
    reason = "+= of a pack is a call where bytes are saved, + is not"
)]

use super::Sums;
use crate::autograd::{Float, Number, Op, Pack, Packed, handed};
use crate::model::layout::{Backward, Factor, Forward, LaneStep, Plus, Product, Sink, Square};
use crate::sum::{ROUND, each_of_round};

/// A block, and how to find its lanes.
pub(super) struct Block {
    pub packs: usize,
    /// How many rows these hold.
    pub rows: usize,
    pub stride: usize,
    /// Where the data of the block begins.
    pub base: usize,
    /// How many full rounds of the cascade it has, and how many came before.
    pub rounds: usize,
    pub done: usize,
    pub is_last: bool,
    /// Whether all data is finite in this precision.
    pub is_finite: bool,
}

// Each pass is a function of its own: in one, their loops would fight for registers.
impl Block {
    #[inline(never)]
    pub fn forward<F: Float>(&self, steps: &[Forward], memory: &mut [Pack<F>], scalars: &[F]) {
        for step in steps {
            match *step {
                Forward::Apply(LaneStep { op, args: [a, b], to }) => {
                    let (others, y) = self.around(memory, to);
                    op.eval_lanes::<F>(self.of(&others, a), self.of(&others, b), y);
                }
                Forward::Product(product) => {
                    self.product::<F, false>(product, memory, scalars);
                }
            }
        }
    }

    #[inline(never)]
    pub fn square<F: Float>(
        &self,
        square: Square,
        memory: &mut [Pack<F>],
        scalars: &[F],
        each: F,
        sums: &mut Sums<F>,
    ) {
        let Square { lanes, factor, plus, target, adjoint } = square;
        let [factor, plus] = [scalars[factor], scalars[plus]];
        let numbers = [Packed::splat(factor), Packed::splat(plus), Packed::splat(each)];
        let (others, adjoints) = self.around(memory, adjoint);
        let (lanes, targets) = (self.of(&others, lanes), self.of(&others, target));
        let at = self.rounds * ROUND;
        let (adjoint_rounds, adjoint_rest) = adjoints.split_at_mut(at);
        let (lanes, lane_rest) = lanes.split_at(at);
        let (targets, target_rest) = targets.split_at(at);
        let rounds = lanes.as_chunks::<ROUND>().0.iter();
        let rounds = rounds.zip(targets.as_chunks::<ROUND>().0);
        let rounds = rounds.zip(adjoint_rounds.as_chunks_mut::<ROUND>().0);
        let rest = lane_rest.iter().zip(target_rest).zip(adjoint_rest);
        sums.go_on(
            0,
            self,
            rounds,
            |sums, ((lanes, targets), adjoints)| {
                each_of_round!(k => {
                    sums[k] = sums[k] + squared_error(numbers, lanes[k], targets[k], &mut adjoints[k]);
                });
            },
            rest.map(|((&lane, &target), adjoint)| squared_error(numbers, lane, target, adjoint)),
        );
    }

    #[inline(never)]
    pub fn backward<F: Float>(
        &self,
        steps: &[Backward],
        memory: &mut [Pack<F>],
        scalars: &[F],
        scratch: usize,
        sums: &mut Sums<F>,
    ) {
        for step in steps {
            match *step {
                Backward::Product(product) => {
                    self.product::<F, true>(product, memory, scalars);
                }
                Backward::Use { chain, factor, adjoint } => {
                    let (factors, adjoints) =
                        (self.lanes(memory, factor), self.lanes(memory, adjoint));
                    // What is finite, times 0, is nothing without a question.
                    if self.is_finite && factor < self.stride {
                        self.sum_products::<F, false>(chain, factors, adjoints, sums);
                    } else {
                        self.sum_products::<F, true>(chain, factors, adjoints, sums);
                    }
                }
                Backward::Matrix { chain, factor, adjoint } => {
                    let (factors, adjoints) =
                        (self.lanes(memory, factor), self.lanes(memory, adjoint));
                    let before = if self.done == 0 { F::ZERO } else { sums.totals[chain] };
                    sums.totals[chain] = self.row_by_row(before, factors, adjoints);
                }
                Backward::Pass { adjoint, to } => {
                    let (others, to) = self.around(memory, to);
                    add(to, self.of(&others, adjoint));
                }
                Backward::Sum { chain, adjoint } => {
                    self.sum(chain, self.lanes(memory, adjoint), sums);
                }
                Backward::Pull { step: LaneStep { op, args, to: y }, second, adjoint, to } => {
                    let place = if let Sink::Put(to) = to { to } else { scratch };
                    let (others, part) = self.around(memory, place);
                    let (a, b) = (self.of(&others, args[0]), self.of(&others, args[1]));
                    let (y, g) = (self.of(&others, y), self.of(&others, adjoint));
                    op.pull_lanes::<F>(second, [a, b, y, g], part);
                    match to {
                        Sink::Put(_) => {}
                        Sink::Add(to) => {
                            let (others, to) = self.around(memory, to);
                            add(to, self.of(&others, scratch));
                        }
                        Sink::Sum(chain) => self.sum(chain, self.lanes(memory, scratch), sums),
                    }
                }
            }
        }
    }

    /// Lanes times a factor plus something; `HANDED` of an adjoint.
    #[inline(always)]
    fn product<F: Float, const HANDED: bool>(
        &self,
        Product { lanes, factor, plus, to }: Product,
        memory: &mut [Pack<F>],
        scalars: &[F],
    ) {
        let (others, to) = self.around(memory, to);
        let lanes = &self.of(&others, lanes)[..to.len()];
        let factors = match factor {
            Factor::Lanes(factors) => Ok(&self.of(&others, factors)[..to.len()]),
            Factor::Scalar(factor) => Err(Pack::<F>::splat(scalars[factor])),
        };
        match (factors, plus) {
            (Ok(factors), Plus::Itself) => {
                for (i, to) in to.iter_mut().enumerate() {
                    *to = *to + times::<_, HANDED>(lanes[i], factors[i]);
                }
            }
            (Ok(factors), Plus::Scalar(plus)) => {
                let plus = Pack::<F>::splat(scalars[plus]);
                for (i, to) in to.iter_mut().enumerate() {
                    *to = times::<_, HANDED>(lanes[i], factors[i]) + plus;
                }
            }
            (Err(factor), Plus::Itself) => {
                for (i, to) in to.iter_mut().enumerate() {
                    *to = *to + times::<_, HANDED>(lanes[i], factor);
                }
            }
            (Err(factor), Plus::Scalar(plus)) => {
                let plus = Pack::<F>::splat(scalars[plus]);
                for (i, to) in to.iter_mut().enumerate() {
                    *to = times::<_, HANDED>(lanes[i], factor) + plus;
                }
            }
        }
    }

    /// Adds up lanes.
    #[inline(never)]
    pub fn sum<F: Float>(&self, chain: usize, lanes: &[Pack<F>], sums: &mut Sums<F>) {
        let (rounds, rest) = lanes.split_at(self.rounds * ROUND);
        let rounds = rounds.as_chunks::<ROUND>().0.iter();
        sums.go_on(chain, self, rounds, crate::sum::add, rest.iter().copied());
    }

    /// Adds up what a product hands back to a scalar.
    #[inline(always)]
    fn sum_products<F: Float, const HANDED: bool>(
        &self,
        chain: usize,
        factors: &[Pack<F>],
        adjoints: &[Pack<F>],
        sums: &mut Sums<F>,
    ) {
        let (factors, factor_rest) = factors.split_at(self.rounds * ROUND);
        let (adjoints, adjoint_rest) = adjoints.split_at(self.rounds * ROUND);
        let rounds = adjoints.as_chunks::<ROUND>().0.iter().zip(factors.as_chunks::<ROUND>().0);
        sums.go_on(
            chain,
            self,
            rounds,
            |sums, (adjoints, factors)| {
                each_of_round!(k => {
                    sums[k] = sums[k] + times::<_, HANDED>(adjoints[k], factors[k]);
                });
            },
            adjoint_rest.iter().zip(factor_rest).map(|(&g, &factor)| times::<_, HANDED>(g, factor)),
        );
    }

    /// Adds what a product hands back to a scalar to a sum, from the first row to the last.
    #[inline(never)]
    fn row_by_row<F: Float>(&self, before: F, factors: &[Pack<F>], adjoints: &[Pack<F>]) -> F {
        let (mut sum, mut left) = (before, self.rows);
        for (&g, &factor) in adjoints.iter().zip(factors) {
            let products = times::<_, true>(g, factor);
            for &product in products.lanes().iter().take(left) {
                sum = sum + product;
            }
            left = left.saturating_sub(F::LANES);
        }
        sum
    }

    /// The lanes at a place, and all others.
    #[inline(always)]
    fn around<'m, P>(&self, memory: &'m mut [P], at: usize) -> (Others<'m, P>, &'m mut [P]) {
        let (before, rest) = memory.split_at_mut(at);
        let (lanes, after) = rest.split_at_mut(self.packs);
        (Others { before, after }, lanes)
    }

    /// The lanes at another place.
    #[inline(always)]
    fn of<'m, P>(&self, others: &Others<'m, P>, at: usize) -> &'m [P] {
        let at = self.place(at);
        let (part, at) = match at.checked_sub(others.before.len()) {
            None => (others.before, at),
            Some(at) => (others.after, at - self.packs),
        };
        part.split_at(at).1.split_at(self.packs).0
    }

    /// The lanes at a place.
    #[inline(always)]
    pub fn lanes<'m, P>(&self, memory: &'m [P], at: usize) -> &'m [P] {
        memory.split_at(self.place(at)).1.split_at(self.packs).0
    }

    /// Where a place is in this block.
    #[inline(always)]
    fn place(&self, at: usize) -> usize {
        if at < self.stride { at + self.base } else { at }
    }
}

/// What stands before and after some lanes.
struct Others<'m, P> {
    before: &'m [P],
    after: &'m [P],
}

/// Lanes times a factor; of an adjoint that is 0 nothing, whatever the factor.
#[inline(always)]
fn times<N: Number, const HANDED: bool>(lanes: N, factor: N) -> N {
    if HANDED { handed(lanes, lanes * factor) } else { lanes * factor }
}

/// The squared error of lanes times a number plus a number, and what it hands back to the residual: what the
/// steps would compute one after the other.
#[inline(always)]
fn squared_error<N: Number>(
    [factor, plus, each]: [N; 3],
    lanes: N,
    target: N,
    adjoint: &mut N,
) -> N {
    let residual = lanes * factor + plus - target;
    let loss = residual.powi(2);
    [*adjoint, _] = Op::Powi(2).pullback(residual, residual, loss, each);
    loss
}

/// Adds lane by lane.
fn add<N: Number>(to: &mut [N], lanes: &[N]) {
    for (to, &lane) in to.iter_mut().zip(lanes) {
        *to = *to + lane;
    }
}
