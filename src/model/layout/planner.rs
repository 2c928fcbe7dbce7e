//! How a layout comes about: a place for all that is computed, and the steps in their order. Here products are
//! joined with what they are added to, and the prediction with its squared error.

use super::{
    Back, Backward, Factor, Forward, LaneStep, Layout, Plus, Product, ScalarStep, Sink, Square,
};
use crate::autograd::Op;
use crate::model::program::Program;
use crate::model::record::{Arg, Step};

/// What is known while a layout is being made.
pub(super) struct Planner<'p> {
    program: &'p Program,
    rows: usize,
    layout: Layout,
    steps: Vec<Known>,
    params: Vec<Known>,
}

/// What is known of a step of the program, or of a parameter.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// The lanes that it reads, if it is computed for each row and no product.
    args: [usize; 2],
    /// Which scalar it is, if it is one.
    scalar: usize,
    /// Where its lanes begin.
    lanes: Option<usize>,
    /// How often it is read by steps of the rows, and by those among them that learn.
    reads: usize,
    readers: usize,
    /// Where the lanes of its adjoint begin.
    adjoint: Option<usize>,
    /// If it uses a scalar: which chain adds up what the rows hand back to that use, and which scalar it is.
    used: Option<(usize, usize)>,
}

impl<'p> Planner<'p> {
    /// Begins with a layout of so many rows in which nothing stands but the data.
    pub fn new(program: &'p Program, rows: usize, layout: Layout) -> Self {
        Planner {
            program,
            rows,
            layout,
            steps: vec![Known::default(); program.steps.len()],
            params: vec![Known::default(); program.params],
        }
    }

    /// The whole layout.
    pub fn plan(mut self) -> Layout {
        self.count();
        let square = self.square();
        self.forward(square);
        self.backward(square);
        self.sweep();
        self.layout
    }

    /// The residual and its square, if the loss of a row is just that.
    fn square(&self) -> Option<[usize; 2]> {
        let Step { op, args } = self.program.steps[self.program.row_loss];
        let residual = self.program.residual?;
        let squares = op == Op::Powi(2) && args[0] == Arg::Step(residual);
        let learns = self.program.learns(Arg::Step(residual));
        (squares && learns).then_some([residual, self.program.row_loss])
    }

    /// Counts who reads a step.
    fn count(&mut self) {
        let program = self.program;
        for (index, step) in program.steps[..program.mean].iter().enumerate() {
            if program.is_row(Arg::Step(index)) {
                for &arg in step.inputs() {
                    if let Arg::Step(read) = arg {
                        self.steps[read].reads += 1;
                        self.steps[read].readers += usize::from(program.learns(Arg::Step(index)));
                    }
                }
            }
        }
        // The loss is read by the mean.
        self.steps[program.row_loss].reads += 1;
    }

    /// The step of the rows that this is, if nobody but one reads it.
    fn read_once(&self, arg: Arg) -> Option<usize> {
        match arg {
            Arg::Step(step) if self.program.is_row(arg) && self.steps[step].reads == 1 => {
                Some(step)
            }
            _ => None,
        }
    }

    /// A sum of which one term is a product that nobody else reads, and the other a scalar or nothing whose
    /// value is asked for again: the product, and what it is added to.
    fn product_added(&self, op: Op, [a, b]: [Arg; 2]) -> Option<(usize, Arg)> {
        if op != Op::Add {
            return None;
        }
        let is_product = |step: usize| self.program.steps[step].op == Op::Mul;
        let keeps = |arg: Arg| match self.read_once(arg) {
            Some(step) => {
                let op = self.program.steps[step].op;
                matches!(op, Op::Add | Op::Sub | Op::Mul | Op::Neg | Op::Copy)
            }
            None => !self.program.is_row(arg),
        };
        // What was recorded last is computed last.
        let pairs = [(b, a), (a, b)].into_iter();
        let mut products = pairs.filter_map(|(arg, to)| Some((self.read_once(arg)?, to)));
        products.find(|&(product, to)| is_product(product) && keeps(to))
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

    /// The factor that an argument of a product is.
    fn factor(&mut self, arg: Arg) -> Factor {
        if self.program.is_row(arg) {
            Factor::Lanes(self.lanes(arg))
        } else {
            Factor::Scalar(self.scalar(arg))
        }
    }

    /// A product of these, of which one at least is a row's, put where it is to stand.
    fn product(&mut self, [a, b]: [Arg; 2], plus: Plus, to: usize) -> Product {
        let (factor, lanes) = if self.program.is_row(b) { (a, b) } else { (b, a) };
        let lanes = self.lanes(lanes);
        Product { lanes, factor: self.factor(factor), plus, to }
    }

    /// Nothing, to be added: adding −0 changes nothing, not even the sign of a zero.
    fn nothing(&mut self) -> usize {
        self.scalar(Arg::Number(-0.0))
    }

    fn forward(&mut self, square: Option<[usize; 2]>) {
        let program = self.program;
        // Products that are computed where they are added.
        let mut later = vec![false; program.mean];
        for (index, &Step { op, args }) in program.steps[..program.mean].iter().enumerate() {
            if program.is_row(Arg::Step(index))
                && let Some((product, _)) = self.product_added(op, args)
            {
                later[product] = true;
            }
        }
        for (index, &Step { op, args }) in program.steps.iter().enumerate() {
            if !program.is_row(Arg::Step(index)) {
                let args = args.map(|arg| self.scalar(arg));
                let to = self.scalar_room();
                self.steps[index].scalar = to;
                self.layout.scalar_steps.push(ScalarStep { op, args, to });
                self.layout.penalty += usize::from(index < program.mean);
                continue;
            }
            if later[index] || square.is_some_and(|of| of.contains(&index)) {
                continue;
            }
            let (step, to) = if let Some((product, added)) = self.product_added(op, args) {
                let (plus, to) = if program.is_row(added) {
                    (Plus::Itself, self.lanes(added))
                } else {
                    (Plus::Scalar(self.scalar(added)), self.room())
                };
                (Forward::Product(self.product(program.steps[product].args, plus, to)), to)
            } else if op == Op::Mul {
                let (plus, to) = (Plus::Scalar(self.nothing()), self.room());
                (Forward::Product(self.product(args, plus, to)), to)
            } else {
                let args = args.map(|arg| self.lanes(arg));
                let to = self.room();
                self.steps[index].args = args;
                (Forward::Apply(LaneStep { op, args, to }), to)
            };
            self.steps[index].lanes = Some(to);
            self.layout.forward.push(step);
        }
        self.layout.chains = 1;
        if square.is_none() {
            self.layout.losses = self.lanes(Arg::Step(program.row_loss));
        }
        self.layout.penalty_at = program.penalty.map(|penalty| self.scalar(penalty));
    }

    /// The sweep over the rows.
    fn backward(&mut self, square: Option<[usize; 2]>) {
        let program = self.program;
        if let Some([residual, _]) = square {
            let [prediction, target] = program.steps[residual].args;
            let (lanes, target) = (self.lanes(prediction), self.lanes(target));
            let adjoint = self.room();
            self.steps[residual].adjoint = Some(adjoint);
            self.layout.square = Some(match self.layout.forward.last() {
                // Nobody else reads it: it need not be put anywhere.
                Some(&Forward::Product(Product {
                    lanes: read,
                    factor: Factor::Scalar(factor),
                    plus: Plus::Scalar(plus),
                    to,
                })) if to == lanes && self.read_once(prediction).is_some() => {
                    self.layout.forward.pop();
                    Square { lanes: read, factor, plus, target, adjoint }
                }
                _ => {
                    let (factor, plus) = (self.scalar(Arg::Number(1.0)), self.nothing());
                    Square { lanes, factor, plus, target, adjoint }
                }
            });
        } else if program.learns(Arg::Step(program.row_loss)) {
            let seed = self.room();
            self.layout.lane_numbers.push((seed, 1.0 / self.rows as f64));
            self.steps[program.row_loss].adjoint = Some(seed);
        }
        for index in (0..program.mean).rev() {
            // Only what is computed for each row, learns, and has been reached has an adjoint.
            let Some(adjoint) = self.steps[index].adjoint else { continue };
            let &Step { op, args } = &program.steps[index];
            for (which, arg) in args.into_iter().enumerate().take(op.arity()) {
                if program.learns(arg) {
                    self.hand_back(index, adjoint, which);
                }
            }
        }
    }

    /// What a step with this adjoint hands back to one of its inputs.
    fn hand_back(&mut self, index: usize, adjoint: usize, which: usize) {
        let Step { op, args } = self.program.steps[index];
        let (arg, other) = (args[which], args[1 - which]);
        let passes = passes(op, which);
        let Arg::Step(read) = arg else { return self.hand_to_scalar(index, adjoint, which) };
        if !self.program.is_row(arg) {
            return self.hand_to_scalar(index, adjoint, which);
        }
        let known = self.steps[read].adjoint;
        let to = match known {
            Some(to) => to,
            // An adjoint that only passes through stays where it is.
            None if passes && self.steps[read].readers == 1 => adjoint,
            None => self.room(),
        };
        self.steps[read].adjoint = Some(to);
        let back = if to == adjoint {
            return;
        } else if op == Op::Mul {
            let nothing = self.nothing();
            let plus = if known.is_some() { Plus::Itself } else { Plus::Scalar(nothing) };
            Backward::Product(Product { lanes: adjoint, factor: self.factor(other), plus, to })
        } else if passes && known.is_some() {
            Backward::Pass { adjoint, to }
        } else {
            let to = if known.is_some() { Sink::Add(to) } else { Sink::Put(to) };
            Backward::Pull { step: self.step(index), second: which == 1, adjoint, to }
        };
        self.layout.backward.push(back);
    }

    /// The same to a scalar: another chain.
    fn hand_to_scalar(&mut self, index: usize, adjoint: usize, which: usize) {
        let Step { op, args } = self.program.steps[index];
        let chain = self.layout.chains;
        self.layout.chains += 1;
        self.steps[index].used = Some((chain, self.scalar(args[which])));
        let back = if passes(op, which) {
            Backward::Sum { chain, adjoint }
        } else if op == Op::Mul {
            let factor = self.lanes(args[1 - which]);
            if self.program.is_layer {
                Backward::Matrix { chain, factor, adjoint }
            } else {
                Backward::Use { chain, factor, adjoint }
            }
        } else {
            let step = self.step(index);
            Backward::Pull { step, second: which == 1, adjoint, to: Sink::Sum(chain) }
        };
        self.layout.backward.push(back);
    }

    /// A step of the rows that is no product, as it was planned.
    fn step(&self, index: usize) -> LaneStep {
        let Known { args, lanes, .. } = self.steps[index];
        let to = lanes.expect("internal error: a step is computed before the sweep");
        LaneStep { op: self.program.steps[index].op, args, to }
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
