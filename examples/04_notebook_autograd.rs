//! The PyTorch notebook, line by line as it prints: the gradient by `l.backward()`.

use gradwalk::autograd::Tape;
use gradwalk::number::repr;
use gradwalk::training::{Dataset, mse};

fn main() {
    let data =
        Dataset::new(vec![1.0, 2.0, 3.0, 4.0], vec![2.0, 4.0, 6.0, 8.0]).expect("one y for each x");
    let tape = Tape::<f32>::default();
    let w = tape.param("w", 0.0);
    let loss = mse(w, &data);
    let (w, loss) = (w.id(), loss.id());
    let mut graph = tape.into_graph();

    // As `.item()` prints a number of single precision.
    let item = |number: f32| repr(number.into());
    println!("Prediction before training: {}", item(graph.value(w) * 5.0));
    for epoch in 1..=20 {
        graph.forward();
        graph.backward(loss);
        graph.set(w, graph.value(w) - 0.01 * graph.grad(w));
        graph.zero_grad();
        println!("epoch {epoch}: w={}, loss={}", item(graph.value(w)), item(graph.value(loss)));
    }
    println!("Prediction after training: {}", item(graph.value(w) * 5.0));
}
