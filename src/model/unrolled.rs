//! The naive way: all rows in one scalar graph, whose every number can be looked at.

use crate::autograd::{Float, Graph, NodeId, Op, Precision, Tape, Var};

use crate::sum::{Term, backwards, fold, order};

use super::program::Program;
use super::record::{Arg, Step};
use super::{Dataset, FitError, Loss, Model};

/// The most nodes that are recorded for the rows.
const MAX_NODES: usize = 5_000_000;

/// The loss of a model on all rows as one graph, and where everything stands in it.
#[derive(Clone, Debug)]
pub struct Unrolled<F> {
    /// The graph; the parameters stand at 0 until they are set.
    pub graph: Graph<F>,
    /// The parameters, in the model's order.
    pub params: Vec<NodeId>,
    /// How many nodes come before those of the rows: parameters, and what is computed of them alone.
    pub shared: usize,
    /// The nodes of each row, from the first row to the last.
    pub rows: Vec<Row>,
    /// The rows in the order in which they are added up.
    pub order: Vec<usize>,
    /// The mean of the rows' losses.
    pub mean: NodeId,
    /// The loss: the mean, plus the penalty if there is one.
    pub loss: NodeId,
}

/// What there is to see of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The first operation: from here to the loss all nodes are this row's.
    pub first: NodeId,
    /// The prediction.
    pub prediction: NodeId,
    /// prediction − target, if the loss computes it.
    pub residual: Option<NodeId>,
    /// The loss of the row alone: its square.
    pub loss: NodeId,
}

/// Records the loss of `model` on every row of `data`.
///
/// The sums are PyTorch's to the bit, of the losses and of what the rows hand back to each use of a
/// scalar: in its [order](crate::sum::order()). What is added last is recorded first, so that the sweep reaches
/// it last. A scalar with several uses has a node of its own for each, a [`Op::Copy`], where the adjoints
/// of the rows come together before they meet those of other uses; the use recorded last needs none. So
/// has each running sum within a sum.
///
/// # Errors
/// If the data has another number of inputs than the model, or if the graph would be too large.
pub fn unroll<F: Float>(
    model: &Model,
    loss: &Loss,
    data: &Dataset,
) -> Result<Unrolled<F>, FitError> {
    unroll_for(F::PRECISION, model, loss, data)
}

/// The same, in the order in which this precision adds up: its graph
/// [in that precision](Graph::in_precision) is what [`unroll`] records there.
///
/// # Errors
/// Those of [`unroll`].
pub fn unroll_for<F: Float>(
    precision: Precision,
    model: &Model,
    loss: &Loss,
    data: &Dataset,
) -> Result<Unrolled<F>, FitError> {
    let program = Program::new(model, loss);
    program.check(data, MAX_NODES)?;
    let tape = Tape::<F>::default();
    let params: Vec<Var<F>> = model.params().iter().map(|name| tape.param(name, F::ZERO)).collect();
    let mut recorder = Recorder { tape: &tape, program: &program, params: &params, values: vec![] };

    let uses = recorder.scalars();
    let shared = tape.count();
    let order = order(data.len(), precision);
    let mut rows = vec![None; data.len()];
    let mut in_order = recorder.row_by_row(&order, &uses);
    backwards(&order, uses, |uses, row| match row {
        Some(row) => {
            let mut uses = uses.clone();
            for (of, own) in uses.iter_mut().zip(in_order.get_mut(row).into_iter().flatten()) {
                *of = own.take().or(*of);
            }
            rows[row] = Some(recorder.row(data, row, &uses));
            None
        }
        None => Some(recorder.running(uses)),
    });
    let rows: Vec<(Row, Var<F>)> = rows.into_iter().flatten().collect();
    let sum = fold(&order, |row| rows[row].1, |sum, loss| sum + loss);
    let mean = sum / F::from_f64(data.len() as f64);
    let loss = recorder.penalty(mean).id();
    let (mean, params) = (mean.id(), params.iter().map(|param| param.id()).collect());
    let rows = rows.into_iter().map(|(row, _)| row).collect();
    let order = order.iter().filter_map(|&term| match term {
        Term::Number(row) => Some(row),
        Term::Begin | Term::End => None,
    });
    let order = order.collect();
    Ok(Unrolled { graph: tape.into_graph(), params, shared, rows, order, mean, loss })
}

/// A number of the expression or of the data, or what was recorded.
#[derive(Clone, Copy)]
enum Value<'t, F> {
    Number(F),
    Var(Var<'t, F>),
}

struct Recorder<'t, 'p, F> {
    tape: &'t Tape<F>,
    program: &'p Program,
    params: &'p [Var<'t, F>],
    /// The scalar steps, and those of the present row.
    values: Vec<Option<Var<'t, F>>>,
}

impl<'t, F: Float> Recorder<'t, '_, F> {
    fn value(&self, arg: Arg, row: &[F]) -> Value<'t, F> {
        match arg {
            Arg::Number(number) => Value::Number(F::from_f64(number)),
            Arg::Leaf(leaf) => match row.get(leaf) {
                Some(&number) => Value::Number(number),
                None => Value::Var(self.params[leaf - self.program.columns]),
            },
            Arg::Step(step) => Value::Var(
                self.values[step].expect("internal error: a step is recorded before it is read"),
            ),
        }
    }

    fn apply(&self, op: Op, operands: [Value<'t, F>; 2]) -> Var<'t, F> {
        let operands = match operands {
            // A node has room for one number: the other is a node of its own.
            [Value::Number(first), second @ Value::Number(_)] if op.arity() == 2 => {
                [Value::Var(self.tape.constant(first)), second]
            }
            _ => operands,
        };
        let operands = operands.map(|operand| match operand {
            Value::Number(number) => (None, number),
            Value::Var(var) => (Some(var.id()), var.value()),
        });
        self.tape.record(op, operands)
    }

    /// Records the scalars of the model and the loss, and a copy of one for each step of the rows
    /// that uses it, all in the order of the program: what that step is to read.
    fn scalars(&mut self) -> Vec<Option<Var<'t, F>>> {
        let program = self.program;
        self.values = vec![None; program.steps.len()];
        let mut copies = vec![None; program.steps.len()];
        for (index, &Step { op, args: [a, b] }) in program.steps[..program.mean].iter().enumerate()
        {
            if !program.is_row(Arg::Step(index)) {
                let value = self.apply(op, [self.value(a, &[]), self.value(b, &[])]);
                self.values[index] = Some(value);
            } else if let Some(scalar) = program.used_by(index)
                && !program.is_last_use(scalar, index)
            {
                copies[index] = Some(self.apply(Op::Copy, [self.value(scalar, &[]); 2]));
            }
        }
        copies
    }

    /// Of a layer, records for each row a copy of what its products use, from the last row to the first: so the sweep, having
    /// been at all rows, adds what they hand back in their plain order. Nothing, where that is the order of the sum.
    fn row_by_row(
        &self,
        order: &[Term],
        uses: &[Option<Var<'t, F>>],
    ) -> Vec<Vec<Option<Var<'t, F>>>> {
        let plain = order.iter().enumerate().all(|(row, &term)| term == Term::Number(row));
        if plain || !self.program.is_layer {
            return Vec::new();
        }
        let copy = |(step, of): (usize, &Option<Var<'t, F>>)| {
            let scalar = self.program.used_by(step)?;
            let of = of.map_or_else(|| self.value(scalar, &[]), Value::Var);
            (self.program.steps[step].op == Op::Mul).then(|| self.apply(Op::Copy, [of; 2]))
        };
        let mut rows: Vec<_> = order
            .iter()
            .filter(|term| matches!(term, Term::Number(_)))
            .map(|_| Vec::new())
            .collect();
        for row in rows.iter_mut().rev() {
            *row = uses.iter().enumerate().map(copy).collect();
        }
        rows
    }

    /// Records a running sum of each use.
    fn running(&self, uses: &[Option<Var<'t, F>>]) -> Vec<Option<Var<'t, F>>> {
        let copy = |(step, &of): (usize, &Option<Var<'t, F>>)| {
            let scalar = self.program.used_by(step)?;
            let of = of.map_or_else(|| self.value(scalar, &[]), Value::Var);
            Some(self.apply(Op::Copy, [of; 2]))
        };
        uses.iter().enumerate().map(copy).collect()
    }

    /// Records one row, whose steps read these uses.
    fn row(
        &mut self,
        data: &Dataset,
        row: usize,
        uses: &[Option<Var<'t, F>>],
    ) -> (Row, Var<'t, F>) {
        let columns = data.columns().iter().map(Vec::as_slice).chain([data.ys()]);
        let numbers: Vec<F> = columns.map(|column| F::from_f64(column[row])).collect();
        let program = self.program;
        let mut first = None;
        for (index, step) in program.steps[..program.mean].iter().enumerate() {
            if program.is_row(Arg::Step(index)) {
                let operands = step.args.map(|arg| match uses[index] {
                    Some(copy) if !program.is_row(arg) && program.learns(arg) => Value::Var(copy),
                    _ => self.value(arg, &numbers),
                });
                let value = self.apply(step.op, operands);
                first.get_or_insert(value.id());
                self.values[index] = Some(value);
            }
        }
        let var = |arg| match self.value(arg, &numbers) {
            Value::Var(var) => Some(var),
            Value::Number(_) => None,
        };
        let known = |arg| var(arg).expect("internal error: a prediction and its loss are computed");
        let loss = known(Arg::Step(program.row_loss));
        let row = Row {
            first: first.expect("internal error: a row has a loss of its own"),
            prediction: known(program.prediction).id(),
            residual: program.residual.map(|step| known(Arg::Step(step)).id()),
            loss: loss.id(),
        };
        (row, loss)
    }

    /// The mean plus the penalty, if there is one.
    fn penalty(&mut self, mean: Var<'t, F>) -> Var<'t, F> {
        let program = self.program;
        for (index, step) in program.steps.iter().enumerate().skip(program.mean) {
            let operands = step.args.map(|arg| self.value(arg, &[]));
            self.values[index] = Some(self.apply(step.op, operands));
        }
        match program.penalty.map(|penalty| self.value(penalty, &[])) {
            Some(penalty) => self.apply(Op::Add, [Value::Var(mean), penalty]),
            None => mean,
        }
    }
}
