//! The NumPy notebook, line by line as it prints: the gradient derived by hand, and N times too
//! large, because `np.dot` adds the points up and the mean of one number is itself.

use gradwalk::training::{Dataset, ManualSum, Objective};

fn main() {
    let data =
        Dataset::new(vec![1.0, 2.0, 3.0, 4.0], vec![2.0, 4.0, 6.0, 8.0]).expect("one y for each x");
    let mut objective = ManualSum::<f32>::new(&data);
    let (mut w, mut grad) = ([0.0], [0.0]);

    println!("Prediction before training: {:.3}", w[0] * 5.0);
    for epoch in 1..=10 {
        let loss = objective.evaluate(&w, &mut grad);
        w[0] -= 0.01 * grad[0];
        println!("epoch {epoch}: w={:.3}, loss={loss:.8}", w[0]);
    }
    println!("Prediction after training: {:.3}", w[0] * 5.0);
}
