//! Gradients while the tape still records, and a tape that is cleared and used again.

use gradwalk::autograd::{Operand, Tape};
use proptest::prelude::*;

use super::expressions::{bits, expression};
use super::table::record;

proptest! {
    #[test]
    fn a_tape_gives_the_gradients_that_its_graph_gives(expression in expression(40)) {
        let mut recorded = expression.record::<f64>();
        let output = recorded.output();
        recorded.graph.backward(output);

        let mut tape = Tape::new();
        // Something else was on it before, with gradients of its own.
        let other = tape.param("other", 3.0);
        (other * other + 2.0).backward();
        tape.clear();
        let mut vars = expression.params.map(|value| tape.param("", value)).to_vec();
        for &(op, i, j) in &expression.steps {
            vars.push(record(op, vars[i], vars[j]));
        }
        vars[vars.len() - 1].backward();
        let values = vars.iter().map(|var| var.value());
        prop_assert_eq!(bits(values), bits(recorded.graph.values()));
        let ours = vars.iter().map(|var| var.grad());
        let theirs = vars.iter().map(|var| recorded.graph.grad(var.id()));
        prop_assert_eq!(bits(ours), bits(theirs));
    }
}

#[test]
fn recording_may_go_on_after_a_sweep() {
    // L = w², then M = L·w = w³ at w = 3: dL/dw = 6, and w.grad adds up to 6 + 27.
    let tape = Tape::new();
    let w = tape.param("w", 3.0);
    let square = w.powi(2);
    assert_eq!((w.grad(), square.grad()), (0.0, 0.0));
    square.backward();
    assert_eq!((w.grad(), square.grad()), (6.0, 1.0));
    let cube = square * w;
    assert_eq!(cube.grad(), 0.0);
    cube.backward();
    assert_eq!((w.grad(), square.grad(), cube.grad()), (33.0, 3.0, 1.0));
}

#[test]
fn a_cleared_tape_knows_nothing_of_what_was_on_it() {
    let mut tape = Tape::new();
    let u = tape.param("u", 1.0);
    (u + 1.0).backward();
    tape.clear();
    let x = tape.input("x", 2.0);
    let w = tape.param("w", 5.0);
    let y = w * x;
    assert_eq!((x.grad(), w.grad()), (0.0, 0.0));
    let [x, w, y] = [x, w, y].map(|var| var.id());
    let graph = tape.into_graph();
    assert_eq!(graph.names().collect::<Vec<_>>(), [(x, "x"), (w, "w")]);
    assert_eq!(graph.nodes().len(), 3);
    assert_eq!(
        graph.nodes()[y.index()].operands().collect::<Vec<_>>(),
        [Operand::Node(w), Operand::Node(x)]
    );
}

#[test]
fn a_number_belongs_to_the_node_that_reads_it() {
    let tape = Tape::new();
    let w = tape.param("w", 4.0);
    let (before, after) = (1.0 - w, w / 2.0);
    let [w, before, after] = [w, before, after].map(|var| var.id());
    let mut graph = tape.into_graph();
    assert_eq!(graph.nodes().len(), 3);
    graph.set(w, 6.0);
    graph.forward();
    let operands =
        |id: gradwalk::autograd::NodeId| graph.nodes()[id.index()].operands().collect::<Vec<_>>();
    assert_eq!(operands(w), []);
    assert_eq!(operands(before), [Operand::Number(1.0), Operand::Node(w)]);
    assert_eq!(operands(after), [Operand::Node(w), Operand::Number(2.0)]);
    assert_eq!((graph.value(before), graph.value(after)), (-5.0, 3.0));
}
