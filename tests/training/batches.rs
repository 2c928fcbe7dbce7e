//! Batches: the run on some of the rows in each step is what one writes down row by row.

use gradwalk::model::{Criterion, Model};
use gradwalk::random::{Generator, Loader};
use gradwalk::training::{Batches, Dataset, Descent, Gradient, Numpy, Precision, Trainer};
use proptest::prelude::*;

proptest! {
    #[test]
    fn each_step_sees_its_rows_alone(
        rows in 1usize..40,
        batch in 1usize..45,
        seed in prop::option::of(0u64..9),
        way in 0usize..4,
        single in any::<bool>(),
    ) {
        let xs: Vec<f64> = (0..rows).map(|k| 0.1 * ((k * 37 % 41) as f64 - 20.0)).collect();
        let ys = xs.iter().map(|x| 2.0 * x - 1.0 + (7.0 * x).sin()).collect();
        let data = Dataset::new(xs, ys).expect("points");
        let model = Model::parse("w*x + b").expect("a formula");
        let (gradient, precision) =
            (Gradient::ALL[way], if single { Precision::F32 } else { Precision::F64 });
        let objective = |data: &Dataset| {
            gradient.objective_of(&model, &Criterion::default(), data, precision, Numpy::One)
        };
        let random = seed.map(Generator::new);
        let batches = Batches::new(&data, batch, random.clone(), objective).expect("it fits");
        let loader = Loader { rows, batch: batch.min(rows), drop_last: false };
        prop_assert_eq!(batches.steps(), loader.batches());
        let steps = 3 * loader.batches();
        let mut trainer = Trainer::of(Descent::in_batches(batches, 0.01), &[0.5, 0.25], steps);
        trainer.step(steps);

        let mut random = random;
        let (mut params, mut grads) = (vec![0.5, 0.25], vec![0.0; 2]);
        for step in 0..steps {
            let pass: Vec<usize> = match &mut random {
                Some(random) if step % loader.batches() == 0 => loader.pass(random),
                Some(_) => trainer.seen(step - step % loader.batches()).expect("some"),
                None => (0..rows).collect(),
            };
            let some = if step % loader.batches() == 0 || seed.is_none() {
                loader.of(&pass, step % loader.batches()).to_vec()
            } else {
                trainer.seen(step).expect("some")
            };
            prop_assert_eq!(trainer.seen(step), Some(some.clone()));
            let mut alone = objective(&data.rows(&some)).expect("it fits");
            let loss = alone.evaluate(&params, &mut grads);
            let row = trainer.row(step + 1);
            prop_assert_eq!(loss.to_bits(), row.loss.to_bits());
            prop_assert_eq!(&grads, &row.grads);
            params = row.params;
        }
        // A whole pass has every row once.
        let mut seen: Vec<usize> = Vec::new();
        for step in 0..loader.batches() {
            seen.extend(trainer.seen(step).expect("some"));
        }
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..rows).collect::<Vec<_>>());
    }
}

#[test]
fn at_a_state_each_batch_of_the_pass_has_a_gradient_of_its_own() {
    let data = Dataset::new(vec![1.0, 2.0, 3.0, 4.0, 5.0], vec![2.0, 3.0, 7.0, 8.0, 9.0]);
    let data = data.expect("points");
    let objective = |data: &Dataset| Ok(Gradient::Autograd.objective(data, Precision::F64));
    let batches = Batches::new(&data, 2, Some(Generator::new(3)), objective).expect("it fits");
    let mut trainer = Trainer::of(Descent::in_batches(batches, 0.01), &[0.5], 9);
    trainer.step(9);
    for epoch in 0..9 {
        let w = trainer.state(epoch).params[0];
        let spread = trainer.spread(epoch, 16);
        let first = epoch - epoch % 3;
        let expected: Vec<f64> = (first..first + 3)
            .map(|step| {
                let mut grads = [0.0];
                let some = data.rows(&trainer.seen(step.min(9)).expect("some"));
                Gradient::Autograd.objective(&some, Precision::F64).evaluate(&[w], &mut grads);
                grads[0]
            })
            .collect();
        assert_eq!(spread.concat(), expected, "at state {epoch}");
        assert_eq!(spread[epoch % 3][0], trainer.state(epoch).grads[0]);
        assert_eq!(trainer.spread(epoch, 2).len(), 2);
    }
}
