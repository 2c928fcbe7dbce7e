//! One expression as it was written, step by step: what a model, a loss and a penalty are made of.

use crate::autograd::{Graph, Op, Operand, Tape, Var};

/// Where a step finds a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Arg {
    /// In the expression itself, as a double; a run rounds it to its precision.
    Number(f64),
    /// In what the expression is given.
    Leaf(usize),
    /// In the result of an earlier step.
    Step(usize),
}

/// One operation; that of one input has it twice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub op: Op,
    pub args: [Arg; 2],
}

impl Step {
    /// What the operation reads: one or two.
    pub fn inputs(&self) -> &[Arg] {
        &self.args[..self.op.arity()]
    }
}

/// An expression of some leaves. Every occurrence is a step of its own, as in PyTorch: nothing is
/// computed once that was written twice.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Record {
    pub leaves: usize,
    pub steps: Vec<Step>,
    pub output: Arg,
}

impl Record {
    /// Records a closure over `leaves` variables.
    pub fn of(leaves: usize, expression: impl for<'t> FnOnce(&[Var<'t>]) -> Var<'t>) -> Record {
        let tape = Tape::new();
        // At 1 every operation is defined; the values are not asked for.
        let vars: Vec<Var> = (0..leaves).map(|_| tape.input("", 1.0)).collect();
        let output = expression(&vars).id().index();
        Record::from_graph(leaves, &tape.into_graph(), output)
    }

    fn from_graph(leaves: usize, graph: &Graph<f64>, output: usize) -> Record {
        let mut needed = vec![false; graph.nodes().len()];
        needed[output] = true;
        for (index, node) in graph.nodes().iter().enumerate().rev() {
            if needed[index] {
                node.inputs().for_each(|input| needed[input.index()] = true);
            }
        }
        let mut steps = Vec::new();
        let mut places: Vec<Arg> = Vec::with_capacity(needed.len());
        for (index, node) in graph.nodes().iter().enumerate() {
            places.push(match node.op() {
                Op::Const => Arg::Number(node.value()),
                Op::Input | Op::Param => Arg::Leaf(index),
                _ if !needed[index] => Arg::Number(0.0),
                op => {
                    let place = |operand| match operand {
                        Operand::Node(input) => places[input.index()],
                        Operand::Number(number) => Arg::Number(number),
                    };
                    let inputs: Vec<Arg> = node.operands().map(place).collect();
                    steps.push(Step { op, args: [inputs[0], inputs[inputs.len() - 1]] });
                    Arg::Step(steps.len() - 1)
                }
            });
        }
        Record { leaves, steps, output: places[output] }
    }

    /// For each step, whether it depends on a leaf for which `leaf` holds.
    pub fn depends(&self, leaf: &dyn Fn(usize) -> bool) -> Vec<bool> {
        let mut depends: Vec<bool> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let any = step.inputs().iter().any(|&arg| match arg {
                Arg::Number(_) => false,
                Arg::Leaf(index) => leaf(index),
                Arg::Step(index) => depends[index],
            });
            depends.push(any);
        }
        depends
    }
}
