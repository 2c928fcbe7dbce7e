//! Models of several parameters, each number held against a computation in plain arithmetic: what is
//! known of w·x must be said of no other model.

use std::collections::BTreeMap;

use gradwalk::lab::{Event, Lab, Unit};
use gradwalk::number::{few, fixed, significant};
use gradwalk::training::{Quantity, Stage};

use super::walks::whole_step;
use super::{ALL, lab, trained};

/// A model that is linear in its parameters: its settings, their names, and what each is multiplied by.
struct Linear {
    settings: &'static str,
    names: &'static [&'static str],
    start: &'static [f64],
    features: fn(f64) -> Vec<f64>,
}

const XS: [f64; 5] = [-1.0, 0.5, 1.0, 2.0, 2.5];
const YS: [f64; 5] = [3.0, 1.0, 0.5, -1.5, -2.0];
const LR: f64 = 0.03;
const STEPS: usize = 7;

const MODELS: [Linear; 2] = [
    Linear {
        settings: "model=w*x%2Bb&start=w=0.5,b=1",
        names: &["w", "b"],
        start: &[0.5, 1.0],
        features: |x| vec![x, 1.0],
    },
    Linear {
        settings: "model=a*x*x%2Bb*x%2Bc&start=a=0.25,b=-1,c=2",
        names: &["a", "b", "c"],
        start: &[0.25, -1.0, 2.0],
        features: |x| vec![x * x, x, 1.0],
    },
];

/// A state: the parameters, and there the predictions, the loss and its gradient.
struct State {
    params: Vec<f64>,
    predictions: Vec<f64>,
    loss: f64,
    grads: Vec<f64>,
}

impl Linear {
    /// The settings of its run at this rate, in double precision.
    fn run(&self, lr: f64) -> String {
        let list = |values: &[f64]| values.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
        let (settings, x, y) = (self.settings, list(&XS), list(&YS));
        format!("{settings}&x={x}&y={y}&lr={lr}&iterations={STEPS}&precision=f64")
    }

    /// The states of gradient descent: L = 1/N·Σ (ŷ − y)², ∂L/∂p = 2/N·Σ (ŷ − y)·∂ŷ/∂p.
    fn states(&self, lr: f64) -> Vec<State> {
        let mut params = self.start.to_vec();
        let n = XS.len() as f64;
        (0..=STEPS)
            .map(|_| {
                let rows: Vec<Vec<f64>> = XS.iter().map(|&x| (self.features)(x)).collect();
                let predict =
                    |row: &Vec<f64>| row.iter().zip(&params).map(|(f, p)| f * p).sum::<f64>();
                let predictions: Vec<f64> = rows.iter().map(predict).collect();
                let residuals: Vec<f64> =
                    predictions.iter().zip(YS).map(|(prediction, y)| prediction - y).collect();
                let loss = residuals.iter().map(|r| r * r).sum::<f64>() / n;
                let grad = |k: usize| {
                    let terms = residuals.iter().zip(&rows).map(|(r, row)| 2.0 * r * row[k]);
                    terms.sum::<f64>() / n
                };
                let grads: Vec<f64> = (0..params.len()).map(grad).collect();
                let state = State { params: params.clone(), predictions, loss, grads };
                for (param, grad) in params.iter_mut().zip(&state.grads) {
                    *param -= lr * grad;
                }
                state
            })
            .collect()
    }
}

/// That these numbers are the same but for rounding.
fn same(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{found:?} {expected:?}");
    for (found, expected) in found.iter().zip(expected) {
        let apart = (found - expected).abs();
        assert!(apart <= 1e-12 * expected.abs().max(1.0), "{found} is not {expected}");
    }
}

fn row(state: &State) -> Vec<f64> {
    [&state.params[..], &[state.loss], &state.grads].concat()
}

/// The columns of a row by name.
fn columns(names: &[&str]) -> Vec<String> {
    let grads = names.iter().map(|name| format!("grad_{name}"));
    let names = names.iter().map(|&name| name.to_owned());
    names.chain(["loss".to_owned()]).chain(grads).collect()
}

#[test]
fn rows_history_and_csv_are_those_of_plain_gradient_descent() {
    for model in &MODELS {
        let states = model.states(LR);
        let mut lab = trained(&model.run(LR));
        assert_eq!(lab.columns(), columns(model.names));
        let width = lab.columns().len();
        let rows = lab.rows(1, STEPS);
        for (step, found) in rows.chunks(width).enumerate() {
            let [before, after] = [&states[step], &states[step + 1]];
            same(found, &[&after.params[..], &[before.loss], &before.grads].concat());
        }
        let csv = [lab.csv(0, 1), lab.csv(2, STEPS - 1), lab.csv(STEPS, STEPS + 1)].concat();
        assert_eq!(csv, lab.csv(0, STEPS));
        let (heading, lines) = csv.split_once('\n').expect("a heading");
        assert_eq!(heading, format!("epoch,{}", columns(model.names).join(",")));
        for (step, line) in lines.lines().enumerate() {
            let numbers: Vec<f64> =
                line.split(',').map(|cell| cell.parse().expect("a number")).collect();
            assert_eq!(numbers[0], (step + 1) as f64);
            assert_eq!(numbers[1..], rows[step * width..(step + 1) * width]);
        }
        for (epoch, state) in states.iter().enumerate() {
            lab.seek(epoch, ALL);
            same(&lab.state_row(), &[&[epoch as f64][..], &row(state)].concat());
        }
    }
}

#[test]
fn every_number_is_read_by_its_name_and_what_is_not_known_is_empty() {
    for model in &MODELS {
        let states = model.states(LR);
        let mut lab = trained(&model.run(LR));
        for (epoch, state) in states.iter().enumerate() {
            lab.seek(epoch, ALL);
            let params = state.params.iter().map(|&param| fixed(param, 3)).collect::<Vec<_>>();
            let grads = state.grads.iter().map(|&grad| significant(grad, 3)).collect::<Vec<_>>();
            let expected = [params.clone(), vec![significant(state.loss, 3)], grads].concat();
            for (name, shown) in lab.columns().iter().zip(expected) {
                assert_eq!(lab.read(name), shown, "{name} at {epoch}");
                lab.seek(0, ALL);
                assert_eq!(lab.read_at(name, epoch), shown, "{name} at {epoch}");
                lab.seek(epoch, ALL);
            }
            assert_eq!(lab.params(None), params);
            // The slope at what is shown is that of the parameter that is drawn.
            assert_eq!(lab.read("slope"), significant(state.grads[0], 3));
        }
        for name in ["optimum", "about_optimum", "opposite", "best_w", "best_loss"] {
            assert_eq!(lab.read(name), "", "{name} is known of one parameter alone");
        }
        let known = lab.verdict().code() != "unknown-model";
        for name in ["curvature", "limit", "critical_lr", "factor", "factor_along", "advice"] {
            assert_eq!(
                !lab.read(name).is_empty(),
                known,
                "{name} is known where the model is linear"
            );
        }
    }
}

#[test]
fn a_snapshot_brings_back_the_place_within_a_step() {
    for model in &MODELS {
        let settings = model.run(LR);
        let mut lab = trained(&settings);
        lab.seek(3, ALL);
        lab.enter_phase("update.1");
        let mut again = super::lab(&settings);
        again.restore(&lab.snapshot(), ALL);
        assert_eq!(again.position(), lab.position());
        assert_eq!((again.state_row(), again.sight()), (lab.state_row(), lab.sight()));
        assert_eq!(again.snapshot(), lab.snapshot());
        // A hand that held w·x holds nothing here.
        again.restore("3 - 3 1.5 1.5 0 2 - -", ALL);
        assert_eq!((again.is_held(), again.read("best_w")), (false, String::new()));
        same(&again.state_row()[1..], &row(&model.states(LR)[3]));
    }
}

#[test]
fn pinned_runs_are_those_of_plain_gradient_descent_in_all_parameters() {
    for model in &MODELS {
        let mut lab = trained(&(model.run(LR) + "&pins=0.01;0.02"));
        for (index, rate) in [0.01, 0.02].into_iter().enumerate() {
            let states = model.states(rate);
            for epoch in [0, 3, STEPS] {
                lab.seek(epoch, ALL);
                let pinned = lab.pinned(index).expect("a pinned run");
                let state = &states[epoch];
                let params: Vec<String> =
                    state.params.iter().map(|&param| fixed(param, 3)).collect();
                assert_eq!((pinned.params, pinned.loss), (params, significant(state.loss, 3)));
            }
            // Every chart can draw it: all that they draw of a run is there.
            let scene = lab.scene();
            let history = scene.pins[index].history();
            let drawn = (0..model.names.len()).map(Quantity::Param).chain([Quantity::Loss]);
            for quantity in drawn {
                let series = history.series(quantity).expect("a series");
                assert_eq!(series.len(), STEPS + 1, "{quantity:?}");
            }
        }
    }
}

#[test]
fn a_step_walks_through_the_numbers_of_plain_arithmetic() {
    for model in &MODELS {
        let states = model.states(LR);
        let mut lab = lab(&model.run(LR));
        for epoch in 0..STEPS {
            lab.seek(epoch, ALL);
            let sights = whole_step(&mut lab);
            let [before, after] = [&states[epoch], &states[epoch + 1]];
            let [first, last] = [&sights[0], &sights[sights.len() - 1]];
            same(&first.params, &before.params);
            same(&first.grads, &vec![0.0; model.names.len()]);
            same(&last.params, &after.params);
            same(&last.grads, &before.grads);
            // What lands at a parameter comes together as its gradient.
            let whole: BTreeMap<usize, f64> =
                last.landed.iter().map(|landed| (landed.to, landed.sum)).collect();
            same(&whole.into_values().collect::<Vec<_>>(), &before.grads);
            // The loss is the last value of all.
            let losses = sights.iter().filter(|sight| sight.position.stage == Stage::Loss);
            let Some(Event::Mean(mean)) = losses.map(|sight| sight.next).next_back() else {
                panic!("the loss ends with a mean");
            };
            same(&[last.values[mean].expect("a loss")], &[before.loss]);
        }
        assert_eq!(lab.walk(Unit::Stage, -1, ALL).stage, Stage::Update);
    }
}

/// The marks of one kind in the drawing of the step.
fn marks(lab: &mut Lab, kind: &str) -> Vec<Vec<String>> {
    let text = lab.opened(false, false).expect("a step");
    let marks = text.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    marks.filter(|mark| mark[0] == kind).map(|mark| mark[1..].to_vec()).collect()
}

#[test]
fn the_open_step_shows_each_parameter_its_gradient_and_its_update() {
    for model in &MODELS {
        let states = model.states(LR);
        let mut lab = lab(&model.run(LR));
        let [before, after] = [&states[2], &states[3]];
        lab.seek(2, ALL);
        lab.enter(Stage::Loss, 0);
        let nodes = marks(&mut lab, "node").into_iter();
        let told: Vec<_> = nodes.filter(|node| node[0] == "prediction").collect();
        for (row, prediction) in before.predictions.iter().enumerate() {
            assert_eq!(told[row][8..10], [(row + 1).to_string(), few(*prediction, 3)]);
        }
        assert_eq!(told.len(), XS.len());
        lab.enter(Stage::Update, usize::MAX);
        let leaves = marks(&mut lab, "leaf");
        assert_eq!(leaves.len(), model.names.len());
        for (k, leaf) in leaves.iter().enumerate() {
            let name = model.names[k];
            assert_eq!(leaf[..2], [name.to_owned(), format!("{name}.grad")]);
            let numbers = [after.params[k], before.params[k], LR].map(|number| few(number, 3));
            assert_eq!(leaf[8..], numbers, "{name}");
        }
        // Below each vessel stands what has come together in it.
        let levels = marks(&mut lab, "level").into_iter().map(|level| level[3].clone());
        for (level, &grad) in levels.zip(&before.grads) {
            let [exact, rounded] = ["=", "≈"].map(|sign| format!(" {sign} {}", few(grad, 3)));
            assert!(level.ends_with(&exact) || level.ends_with(&rounded), "{level} {exact}");
        }
        let said = marks(&mut lab, "say").remove(0);
        let last = model.names.len() - 1;
        assert_eq!((said[2].as_str(), said[7].as_str()), ("moves", model.names[last]));
        // Twice as much after two calls, of each.
        let twice = marks(&mut lab, "twice");
        for (k, told) in twice.iter().enumerate() {
            let grad = before.grads[k];
            let name = format!("{}.grad", model.names[k]);
            assert_eq!(*told, [few(grad, 3), few(2.0 * grad, 3), name]);
        }
        assert_eq!(twice.len(), model.names.len());
    }
}

#[test]
fn what_nobody_empties_adds_up_in_each_parameter() {
    for model in &MODELS {
        let mut lab = lab(&(model.run(LR) + "&zero-grad=off"));
        let first = &model.states(LR)[0];
        lab.seek(1, ALL);
        let kept = marks(&mut lab, "kept");
        for (k, told) in kept.iter().enumerate() {
            assert!(told[0].starts_with(&few(first.grads[k], 3)), "{told:?}");
            assert_eq!(told[1], format!("{}.grad", model.names[k]));
        }
        assert_eq!(kept.len(), model.names.len());
        let said = marks(&mut lab, "say").remove(0);
        let grads = model.names.iter().map(|name| format!("{name}.grad")).collect::<Vec<_>>();
        let count = grads.len().to_string();
        assert_eq!((said[2].as_str(), &said[6], &said[7]), ("kept", &grads.join(", "), &count));
    }
}
