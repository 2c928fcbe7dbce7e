//! A first value and its gradients: record an expression once, replay it wherever you like.

use gradwalk::autograd::Tape;

fn main() {
    let tape = Tape::new();
    let a = tape.param("a", 2.0);
    let b = tape.param("b", -3.0);
    let y = a * b + a.powi(2);
    let [a, b, y] = [a, b, y].map(|var| var.id());
    let mut graph = tape.into_graph();

    for at in [2.0, 5.0] {
        graph.set(a, at);
        graph.zero_grad();
        graph.forward();
        graph.backward(y);
        // ∂(ab + a²)/∂a = b + 2a, ∂(ab + a²)/∂b = a
        println!(
            "a = {at}, b = {}: y = {}, ∂y/∂a = {}, ∂y/∂b = {}",
            graph.value(b),
            graph.value(y),
            graph.grad(a),
            graph.grad(b)
        );
    }
}
