//! The fast way: each step of the record over many rows at once.
//!
//! Rows stand in packs, as many as a vector register holds, and these in blocks. All numbers of a block stand
//! in one array: the data, the scalars that rows use (the same in every lane), the values, the adjoints. What
//! the rows hand back is added up in PyTorch's order ([`crate::sum`]), which is made for registers, too.
//! Nothing here allocates once the lanes are made.
#![allow(
    clippy::assign_op_pattern,
    reason = "+= of a pack is a call where bytes are saved, + is not"
)]

use crate::autograd::{Float, Number, Op, Pack, Packed, handed};
use crate::sum::{Cascade, Levels, ROUND, Round, each_of_round};

use super::layout::{
    Back, Backward, Factor, Forward, LaneStep, Layout, Plus, Product, ScalarStep, Sink, Square,
};
use super::program::Program;
use super::{Dataset, FitError, Loss, Model};

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
        let cascade = Cascade::new(data.len());
        let layout = Layout::new(&program, data.len(), F::LANES, Cascade::<F>::STEP);
        let mut lanes = Lanes {
            memory: vec![Pack::<F>::ZERO; layout.room()],
            scalars: vec![F::ZERO; layout.scalars],
            sums: Sums {
                cascade,
                levels: vec![
                    Cascade::<F>::nothing();
                    if layout.blocks > 1 { layout.chains } else { 0 }
                ],
                totals: vec![F::ZERO; layout.chains],
            },
            adjoints: vec![F::ZERO; layout.scalars],
            count: F::from_f64(data.len() as f64),
            each: F::from_f64(1.0 / data.len() as f64),
            is_finite: data.columns().iter().flatten().chain(data.ys()).all(is_finite::<F>),
            layout,
        };
        lanes.fill(data);
        Ok(lanes)
    }

    /// Puts the numbers where they stay.
    fn fill(&mut self, data: &Dataset) {
        let Lanes { layout, memory, scalars, .. } = self;
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
        for &(at, number) in &layout.numbers {
            scalars[at] = F::from_f64(number);
        }
        for &(at, number) in &layout.lane_numbers {
            memory[at..at + layout.packs].fill(Number::from_f64(number));
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
        for block in 0..layout.blocks {
            let first = block * layout.packs;
            let frame = Frame {
                packs: layout.packs.min(all - first),
                stride,
                base: block * stride,
                rounds: sums.cascade.rounds().min((first + layout.packs) / ROUND) - first / ROUND,
                done: first / ROUND,
                is_last: block + 1 == layout.blocks,
                is_finite: self.is_finite,
            };
            frame.forward(&layout.forward, memory, scalars);
            match layout.square {
                Some(square) => frame.square(square, memory, scalars, self.each, sums),
                None => frame.sum(0, frame.lanes(memory, layout.losses), sums),
            }
            if sweeps {
                frame.backward(&layout.backward, memory, scalars, layout.scratch, sums);
            }
        }

        compute(after, scalars);
        let mean = sums.totals[0] / self.count;
        layout.penalty_at.map_or(mean, |penalty| mean + scalars[penalty])
    }
}

/// What is added up over the rows: the loss, then each use of a scalar.
#[derive(Clone, Debug)]
struct Sums<F: Float> {
    cascade: Cascade<F>,
    /// What each comes to so far, where there is more than one block.
    levels: Vec<Levels<F>>,
    totals: Vec<F>,
}

impl<F: Float> Sums<F> {
    /// Goes on with a chain: `add` adds what is of a round to the running sums, then comes what is left over.
    #[inline(always)]
    fn go_on<R>(
        &mut self,
        chain: usize,
        frame: &Frame,
        rounds: impl Iterator<Item = R>,
        add: impl Fn(&mut Round<F>, R),
        rest: impl Iterator<Item = Pack<F>>,
    ) {
        let mut left_over = [Pack::<F>::ZERO; ROUND];
        for (to, pack) in left_over.iter_mut().zip(rest) {
            *to = pack;
        }
        if self.cascade.rounds() == 0 {
            self.totals[chain] = self.cascade.few(&left_over);
            return;
        }
        let mut sums = self.begin(chain, frame);
        for round in rounds {
            add(&mut sums, round);
        }
        self.end(chain, frame, sums, &left_over);
    }

    /// The running sums of a chain before a block.
    fn begin(&mut self, chain: usize, frame: &Frame) -> Round<F> {
        match self.levels.get_mut(chain) {
            Some(levels) if frame.done == 0 => {
                *levels = Cascade::<F>::nothing();
                levels[0]
            }
            Some(levels) => levels[0],
            None => [-Pack::<F>::ZERO; ROUND],
        }
    }

    /// Keeps the running sums after a block, or what all comes to after the last.
    fn end(&mut self, chain: usize, frame: &Frame, sums: Round<F>, left_over: &Round<F>) {
        match self.levels.get_mut(chain) {
            Some(levels) if !frame.is_last => {
                levels[0] = sums;
                self.cascade.hand_up(levels, frame.done + frame.rounds);
            }
            levels => {
                let higher = levels.map_or(&[][..], |levels| &levels[1..]);
                self.totals[chain] = self.cascade.total(sums, higher, left_over);
            }
        }
    }
}

/// A block, and how to find its lanes.
struct Frame {
    packs: usize,
    stride: usize,
    /// Where the data of the block begins.
    base: usize,
    /// How many full rounds of the cascade it has, and how many came before.
    rounds: usize,
    done: usize,
    is_last: bool,
    /// Whether all data is finite in this precision.
    is_finite: bool,
}

// Each pass is a function of its own: in one, their loops would fight for registers.
impl Frame {
    #[inline(never)]
    fn forward<F: Float>(&self, steps: &[Forward], memory: &mut [Pack<F>], scalars: &[F]) {
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
    fn square<F: Float>(
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
    fn backward<F: Float>(
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
    fn sum<F: Float>(&self, chain: usize, lanes: &[Pack<F>], sums: &mut Sums<F>) {
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
    fn lanes<'m, P>(&self, memory: &'m [P], at: usize) -> &'m [P] {
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

/// Whether a number of the data, finite as it is, is so in this precision.
fn is_finite<F: Float>(&number: &f64) -> bool {
    F::from_f64(number).to_f64().is_finite()
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
