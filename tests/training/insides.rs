//! A step as its optimizer computes it, told anywhere in a run.

use gradwalk::settings::{Layer, Settings};
use gradwalk::training::{MAX_ITERATIONS, Trainer};

const POINTS: &str =
    "model=w*x%2Bb&x=0,0.1,0.2,0.3,0.4,0.5,0.6,0.7&y=2.6,2.2,3.6,3.1,5.1,4.6,5.3,6.5&lr=0.05";

/// Every optimizer, with what makes it remember.
const OPTIMIZERS: &[&str] = &[
    "manual",
    "SGD()",
    "SGD(momentum=0.9)",
    "SGD(momentum=0.9, dampening=0.5, weight_decay=0.1)",
    "SGD(momentum=0.9, nesterov=True)",
    "Adam()",
    "Adam(amsgrad=True)",
    "AdamW()",
    "Adamax()",
    "NAdam()",
    "RAdam()",
    "RMSprop()",
    "RMSprop(momentum=0.5, centered=True)",
    "Adagrad(initial_accumulator_value=0.5, lr_decay=0.1)",
    "Adadelta()",
    "Rprop()",
    "ASGD()",
];

fn run(query: &str) -> Trainer {
    let (settings, notices) = Settings::resolve([Layer::parse(query)]);
    assert!(notices.is_empty(), "{query}: {notices:?}");
    let data = settings.dataset().expect("there are points");
    settings.trainer(&data)
}

/// Holds that the step told from state `epoch` leads to the next state, to the bit.
fn leads_on(trainer: &mut Trainer, epoch: usize, whose: &str) {
    let next = trainer.state(epoch + 1).params;
    for (param, next) in next.into_iter().enumerate() {
        let inside = trainer.inside(epoch, param).expect("a step");
        assert_eq!(inside.epoch, epoch, "{whose}");
        let last = inside.lines.last().expect("a line");
        assert_eq!(last.value.to_bits(), next.to_bits(), "{whose}: {epoch}, {param}: {inside:?}");
        assert_eq!(inside.after.len(), (epoch + 1).min(24), "{whose}");
        // What is remembered goes by its name in the account, too.
        for (&name, &after) in inside.names.iter().zip(inside.after.last().expect("this step")) {
            if let Some(line) = inside.lines.iter().rfind(|line| line.name == name) {
                assert_eq!(line.value.to_bits(), after.to_bits(), "{whose}: {name} at {epoch}");
            }
        }
    }
}

#[test]
fn a_step_told_leads_to_the_next_state_to_the_bit_wherever_one_asks() {
    for optimizer in OPTIMIZERS {
        for precision in ["f32", "f64"] {
            for more in [
                "",
                "&zero-grad=off",
                "&scheduler=StepLR(step_size=7, gamma=0.5)",
                "&scheduler=CyclicLR(base_lr=0.001, max_lr=0.01, step_size_up=5, cycle_momentum=False)&batch=3&seed=0",
            ] {
                // The update by hand has no schedule.
                if *optimizer == "manual" && more.contains("scheduler") {
                    continue;
                }
                let query = format!(
                    "{POINTS}&optimizer={optimizer}&precision={precision}&iterations=80{more}"
                );
                let mut trainer = run(&query);
                trainer.seek(usize::MAX, usize::MAX);
                let end = trainer.end();
                assert!(end > 20, "{query}");
                for epoch in [0, 1, 2, 40, 41, 39, 0, 77, 12, end] {
                    leads_on(&mut trainer, epoch.min(end - 1), &query);
                }
                let last = trainer.inside(end - 1, 0);
                assert_eq!(trainer.inside(end, 0), last, "at the end the last step is told");
                assert_eq!(trainer.inside(0, 2), None, "there are two parameters");
            }
        }
    }
}

#[test]
fn what_is_remembered_is_told_of_the_steps_before_whichever_way_one_came() {
    let query = format!("{POINTS}&optimizer=Adagrad()&iterations=200");
    let (mut there, mut back) = (run(&query), run(&query));
    for trainer in [&mut there, &mut back] {
        trainer.seek(200, usize::MAX);
    }
    let forward: Vec<_> = (0..200).map(|epoch| there.inside(epoch, 1)).collect();
    for epoch in (0..200).rev() {
        assert_eq!(back.inside(epoch, 1), forward[epoch], "{epoch}");
    }
    // A sum of squares only grows.
    let sums = &forward[199].as_ref().expect("a step").after;
    assert!(sums.len() == 24 && sums.is_sorted_by(|a, b| a[0] <= b[0]), "{sums:?}");
}

#[test]
fn of_a_million_steps_each_is_told() {
    let epochs = if cfg!(debug_assertions) { MAX_ITERATIONS / 4 } else { MAX_ITERATIONS };
    for optimizer in ["Adam()", "SGD(momentum=0.9)"] {
        let mut trainer = run(&format!("{POINTS}&optimizer={optimizer}&iterations={epochs}"));
        trainer.seek(epochs, usize::MAX);
        for epoch in [epochs - 1, epochs / 2 - 1, 1, epochs / 3] {
            leads_on(&mut trainer, epoch, optimizer);
        }
    }
}

#[test]
fn where_no_step_leads_to_a_state_none_is_told() {
    // The first step leaves the numbers that there are.
    let mut trainer = run("x=1e300&y=1&w=1e5&lr=1&optimizer=SGD()&iterations=5");
    trainer.seek(5, usize::MAX);
    assert_eq!((trainer.end(), trainer.inside(0, 0)), (0, None));
}
