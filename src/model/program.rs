//! A model and a loss as one list of steps, each either one for all rows or one for each row.
//!
//! What depends on parameters alone is computed once: a **scalar**. Where a scalar meets a row, what
//! all rows hand back comes together; that is one **use** of it, and the order in which they are
//! added is PyTorch's: each use over the rows from first to last, then the uses, the one recorded
//! last first.

use crate::autograd::Op;

use super::record::{Arg, Record, Step};
use super::{Dataset, FitError, Loss, Model};

/// A model and a loss. The leaves are the inputs, the target, the parameters.
pub(super) struct Program {
    /// How many leaves belong to a row: the inputs and the target.
    pub columns: usize,
    pub params: usize,
    pub steps: Vec<Step>,
    /// How many steps belong to the mean; the rest are the penalty.
    pub mean: usize,
    pub prediction: Arg,
    /// Where prediction − target is computed, if it is.
    pub residual: Option<usize>,
    /// Where the loss of a row is computed.
    pub row_loss: usize,
    pub penalty: Option<Arg>,
    /// Whether what rows hand back through a product is added up as a product of matrices adds: from the first row to
    /// the last, and not in the order of a sum.
    pub is_layer: bool,
    /// For each step, whether it is computed for each row.
    rows: Vec<bool>,
    /// For each step, whether it depends on a parameter.
    learns: Vec<bool>,
    /// For each leaf and each step, the last step that reads it.
    last_uses: [Vec<usize>; 2],
}

impl Program {
    pub fn new(model: &Model, loss: &Loss) -> Program {
        let (columns, params) = (model.inputs().len() + 1, model.params().len());
        let mut steps = Vec::new();
        let place = |leaf: usize| {
            // The target stands between the inputs and the parameters.
            Arg::Leaf(if leaf < columns - 1 { leaf } else { leaf + 1 })
        };
        let prediction = append(&mut steps, &model.record, &place);
        let target = Arg::Leaf(columns - 1);
        let of_loss = steps.len();
        let row_loss = append(&mut steps, &loss.row, &|leaf| [prediction, target][leaf]);
        let difference = Step { op: Op::Sub, args: [prediction, target] };
        let mut residual = None;
        for (index, step) in steps.iter().enumerate().skip(of_loss) {
            if *step == difference && residual.is_none() {
                residual = Some(index);
            }
        }

        let record = |steps: Vec<Step>, output| Record { leaves: columns + params, steps, output };
        let mut whole = record(steps, row_loss);
        let mut rows = whole.depends(&|leaf| leaf < columns);
        let row_loss = match row_loss {
            Arg::Step(step) if rows[step] => step,
            // Each row has its own, even where all are the same.
            other => {
                whole.steps.push(Step { op: Op::Copy, args: [other; 2] });
                rows.push(true);
                whole.steps.len() - 1
            }
        };
        let mean = whole.steps.len();
        let penalty = loss.penalty.as_ref().map(|penalty| {
            assert!(penalty.leaves == params, "a penalty has the parameters of its model");
            append(&mut whole.steps, penalty, &|leaf| Arg::Leaf(columns + leaf))
        });
        rows.resize(whole.steps.len(), false);
        let learns = whole.depends(&|leaf| leaf >= columns);
        let steps = whole.steps;
        let mut last_uses = [vec![0; columns + params], vec![0; steps.len()]];
        let mut read = |arg, reader| match arg {
            Arg::Number(_) => {}
            Arg::Leaf(leaf) => last_uses[0][leaf] = reader,
            Arg::Step(step) => last_uses[1][step] = reader,
        };
        for (index, step) in steps.iter().enumerate() {
            for &arg in step.inputs() {
                read(arg, index);
            }
        }
        // The loss itself reads the penalty after everything else.
        if let Some(penalty) = penalty {
            read(penalty, usize::MAX);
        }
        Program {
            columns,
            params,
            steps,
            mean,
            prediction,
            residual,
            row_loss,
            penalty,
            is_layer: model.is_layer,
            rows,
            learns,
            last_uses,
        }
    }

    /// Whether each row has its own.
    pub fn is_row(&self, arg: Arg) -> bool {
        match arg {
            Arg::Number(_) => false,
            Arg::Leaf(leaf) => leaf < self.columns,
            Arg::Step(step) => self.rows[step],
        }
    }

    /// Whether a gradient flows back to it.
    pub fn learns(&self, arg: Arg) -> bool {
        match arg {
            Arg::Number(_) => false,
            Arg::Leaf(leaf) => leaf >= self.columns,
            Arg::Step(step) => self.learns[step],
        }
    }

    /// The scalar that a step of the rows uses and that a gradient flows back to. There is at most
    /// one: an operation on two scalars is a scalar.
    pub fn used_by(&self, step: usize) -> Option<Arg> {
        let inputs = self.steps[step].inputs().iter().copied();
        let mut scalars = inputs.filter(|&arg| self.learns(arg) && !self.is_row(arg));
        if self.rows[step] { scalars.next() } else { None }
    }

    /// Whether nothing recorded after this step reads what it reads here.
    pub fn is_last_use(&self, arg: Arg, step: usize) -> bool {
        match arg {
            Arg::Number(_) => true,
            Arg::Leaf(leaf) => self.last_uses[0][leaf] == step,
            Arg::Step(read) => self.last_uses[1][read] == step,
        }
    }

    /// Refuses data of another number of inputs, and what would take longer than a person waits.
    pub fn check(&self, data: &Dataset, most: usize) -> Result<(), FitError> {
        let (model, data_inputs) = (self.columns - 1, data.columns().len());
        if model != data_inputs {
            return Err(FitError::Inputs { model, data: data_inputs });
        }
        let work = self.loss_cost(data.len());
        if work > most { Err(FitError::TooMuch { work, most }) } else { Ok(()) }
    }

    /// About how many additions the loss of so many rows takes.
    pub fn loss_cost(&self, rows: usize) -> usize {
        let each: usize = self.of_rows().map(|step| step.op.cost()).sum();
        each.saturating_mul(rows)
    }

    /// About how many additions it takes to sweep back over so many rows.
    pub fn sweep_cost(&self, rows: usize) -> usize {
        let handed = |step: &Step| step.inputs().iter().filter(|&&arg| self.learns(arg)).count();
        let each: usize = self.of_rows().map(|step| handed(step) * step.op.cost()).sum();
        each.saturating_mul(rows)
    }

    /// The steps that are computed for each row.
    fn of_rows(&self) -> impl Iterator<Item = &Step> {
        let steps = self.steps[..self.mean].iter().zip(&self.rows);
        steps.filter_map(|(step, &of_row)| of_row.then_some(step))
    }
}

/// Appends the steps of a record whose leaves are elsewhere; returns where its output is.
fn append(steps: &mut Vec<Step>, record: &Record, leaf: &dyn Fn(usize) -> Arg) -> Arg {
    let first = steps.len();
    let place = |arg: Arg| match arg {
        Arg::Number(number) => Arg::Number(number),
        Arg::Leaf(index) => leaf(index),
        Arg::Step(step) => Arg::Step(first + step),
    };
    for &Step { op, args: [a, b] } in &record.steps {
        steps.push(Step { op, args: [place(a), place(b)] });
    }
    place(record.output)
}
