//! The four steps as lines of Python.

use gradwalk::model::Model;
use gradwalk::notebook::Notebook;
use gradwalk::settings::Settings;
use gradwalk::training::{Gradient, ObjectiveError, Stage};
use proptest::prelude::*;

use super::formula::formula;
use super::{notebook, settings};

/// All lines, those of one step after those of another.
fn code(query: &str) -> Vec<String> {
    let settings = settings(query);
    Stage::ALL.iter().flat_map(|&stage| notebook(&settings).code(stage)).collect()
}

#[test]
fn the_lesson_by_each_way() {
    let forward = ["y_pred = w * x", "l = ((y_pred - y)**2).mean()"];
    let autograd = ["l.backward()", "with torch.no_grad(): w -= lr * w.grad", "w.grad.zero_()"];
    assert_eq!(code(""), [&forward[..], &autograd].concat());
    // Left out or not: whoever shows it strikes it through.
    assert_eq!(code("zero-grad=off"), [&forward[..], &autograd].concat());
    for (gradient, line) in [
        ("manual", "dw = (2*x * (y_pred - y)).mean()"),
        ("manual-sum", "dw = np.dot(2*x, y_pred - y).mean()"),
        ("numeric", "dw = (loss(w + h) - loss(w - h)) / (2*h)"),
    ] {
        let lines = [&forward[..], &[line, "w -= lr * dw"]].concat();
        assert_eq!(code(&format!("gradient={gradient}")), lines, "{gradient}");
    }
}

#[test]
fn several_parameters_have_a_line_each() {
    let line = "model=w*x%2Bb";
    assert_eq!(
        code(line)[2..],
        [
            "l.backward()",
            "with torch.no_grad():",
            "    w -= lr * w.grad",
            "    b -= lr * b.grad",
            "w.grad.zero_()",
            "b.grad.zero_()"
        ]
    );
    assert_eq!(notebook(&settings(line)).emptying(), ["w.grad.zero_()", "b.grad.zero_()"]);
    let numeric = format!("{line}&gradient=numeric");
    assert_eq!(
        code(&numeric),
        [
            "y_pred = w*x + b",
            "l = ((y_pred - y)**2).mean()",
            "dw = (loss(w + h, b) - loss(w - h, b)) / (2*h)",
            "db = (loss(w, b + h) - loss(w, b - h)) / (2*h)",
            "w -= lr * dw",
            "b -= lr * db"
        ]
    );
    assert!(notebook(&settings(&numeric)).emptying().is_empty());
}

#[test]
fn in_pieces_what_every_way_has_is_told_from_what_one_has() {
    let settings = settings("");
    let pieces = |gradient| Notebook::new(&settings, gradient).expect("of the line").pieces();
    assert_eq!(
        pieces(Gradient::Manual),
        [
            "y_pred = w * x\nl = ((y_pred - y)**2).mean()\n",
            "dw = (2*x * (y_pred - y)).mean()",
            "\nw -= lr * ",
            "dw"
        ]
    );
    assert_eq!(
        pieces(Gradient::Autograd)[1..],
        [
            "l.backward()",
            "\n",
            "with torch.no_grad():",
            "\n    w -= lr * ",
            "w.grad",
            "\n",
            "w.grad.zero_()"
        ]
    );
    // What is shared is the same line by line.
    let shared = |gradient| -> Vec<String> {
        let text: String = pieces(gradient).into_iter().step_by(2).collect();
        let lines = text.lines().map(|line| line.trim().to_owned());
        lines.filter(|line| !line.is_empty()).collect()
    };
    for gradient in Gradient::ALL {
        assert_eq!(shared(gradient), shared(Gradient::Autograd), "{gradient:?}");
        // And the whole is the lines of all steps.
        let notebook = Notebook::new(&settings, gradient).expect("of the line");
        let lines = Stage::ALL.map(|stage| notebook.code(stage).join("\n")).join("\n");
        assert_eq!(pieces(gradient).concat().replace(":\n    ", ": "), lines);
    }
}

#[test]
fn by_hand_there_is_a_notebook_of_what_is_linear_in_its_parameters() {
    let line = "model=w*x%2Bb&gradient=manual";
    assert_eq!(
        code(line)[2..],
        [
            "dw = (2*x * (y_pred - y)).mean()",
            "db = (2 * (y_pred - y)).mean()",
            "w -= lr * dw",
            "b -= lr * db"
        ]
    );
    // np.dot of one number and an array would add nothing up.
    let bent = "model=a*x*x%2Bb*(sin(x)-1)%2Bc/x-d&gradient=manual-sum";
    assert_eq!(
        code(bent)[2..6],
        [
            "da = np.dot(2*x*x, y_pred - y).mean()",
            "db = np.dot(2*(np.sin(x) - 1), y_pred - y).mean()",
            "dc = np.dot(2*1/x, y_pred - y).mean()",
            "dd = np.dot(np.full_like(y, 2*-1), y_pred - y).mean()",
        ]
    );
    let settings = settings("model=(w*x%2Bb)**2");
    for gradient in Gradient::ALL {
        let there = Notebook::new(&settings, gradient).map(|_| ());
        let by_hand = matches!(gradient, Gradient::Manual | Gradient::ManualSum);
        assert_eq!(there, if by_hand { Err(ObjectiveError::ByHand) } else { Ok(()) });
    }
}

#[test]
fn an_optimizer_steps_and_so_does_a_schedule() {
    let forward = ["y_pred = w * x", "l = ((y_pred - y)**2).mean()", "l.backward()"];
    let update = ["optimizer.step()", "optimizer.zero_grad()"];
    assert_eq!(code("optimizer=SGD()"), [&forward[..], &update].concat());
    let adam = "optimizer=Adam(betas=(0.8,0.9))";
    assert_eq!(code(adam), code("optimizer=SGD()"));
    assert_eq!(notebook(&settings(adam)).emptying(), ["optimizer.zero_grad()"]);
    for (scheduler, line) in [
        ("StepLR(step_size=4)", "scheduler.step()"),
        ("StepLR(step_size=4)&batch=2", "scheduler.step()  # after each pass"),
        ("OneCycleLR(max_lr=1,total_steps=20)&batch=2", "scheduler.step()"),
    ] {
        let lines = code(&format!("{adam}&scheduler={scheduler}"));
        assert_eq!(lines[3..], [&update[..], &[line]].concat(), "{scheduler}");
    }
}

#[test]
fn of_a_layer_every_step_is_a_call() {
    let lines = |data: [&str; 2], update: &[&str]| {
        let [x, y] = data;
        let forward = [
            format!("y_pred = model({x})"),
            format!("l = nn.MSELoss()(y_pred, {y})"),
            "l.backward()".to_owned(),
        ];
        forward.into_iter().chain(update.iter().map(|&line| line.to_owned())).collect::<Vec<_>>()
    };
    let update = ["optimizer.step()", "optimizer.zero_grad()"];
    assert_eq!(code("preset=notebook-module"), lines(["X", "Y"], &update));
    assert_eq!(code("preset=notebook-module&batch=3"), lines(["x", "y"], &update));
    let by_hand = [
        "with torch.no_grad():",
        "    model.weight -= lr * model.weight.grad",
        "    model.bias -= lr * model.bias.grad",
        "model.weight.grad.zero_()",
        "model.bias.grad.zero_()",
    ];
    assert_eq!(code("model=Linear(1,1)"), lines(["X", "Y"], &by_hand));
    let huber = code("model=Linear(1,1)&loss=HuberLoss(delta=2)");
    assert_eq!(huber[1], "l = nn.HuberLoss(delta=2.0)(y_pred, Y)");
}

#[test]
fn who_does_a_step_is_told() {
    for (query, torch) in [
        ("", [false, false, true, false]),
        ("gradient=manual", [false; 4]),
        ("loss=L1Loss()", [false, true, true, false]),
        ("loss=L1Loss()&gradient=numeric", [false; 4]),
        ("optimizer=SGD()", [false, false, true, true]),
        ("model=Linear(1,1)", [true, true, true, false]),
        ("preset=notebook-module", [true; 4]),
    ] {
        let settings = settings(query);
        assert_eq!(Stage::ALL.map(|stage| notebook(&settings).is_torch(stage)), torch, "{query}");
    }
}

#[test]
fn beside_what_pytorch_alone_has_there_is_no_other_way() {
    for query in ["optimizer=SGD()", "batch=2", "seed=0", "model=Linear(1,1)"] {
        let settings = settings(query);
        for gradient in Gradient::ALL {
            let there = Notebook::new(&settings, gradient).is_ok();
            assert_eq!(there, gradient == Gradient::Autograd, "{query}: {gradient:?}");
        }
    }
}

#[test]
fn functions_are_those_of_the_library() {
    let said = "model=a*exp(-x)%2Brelu(b)%2Bmin(x,a)%2Babs(b)";
    assert_eq!(
        code(said)[0],
        "y_pred = a*torch.exp(-x) + torch.relu(b) + minimum(x, a) + torch.abs(b)"
    );
    assert_eq!(
        code(&format!("{said}&gradient=numeric"))[0],
        "y_pred = a*np.exp(-x) + relu(b) + np.minimum(x, a) + np.abs(b)"
    );
}

#[test]
fn a_name_that_means_something_else_in_python_is_another() {
    for (model, prediction) in [
        ("lambda*x", "lambda_ * x"),
        ("l*x + lr + l_", "l__*x + lr_ + l_"),
        // Its gradient would be called as a word of Python, or as the other parameter.
        ("ef*x", "ef_ * x"),
        ("dw*x + w", "dw_*x + w"),
        ("w*x + dw", "w_*x + dw"),
        ("np*x + torch", "np_*x + torch_"),
        ("θ*x + größe", "θ*x + größe"),
        // 𝑥 is x to Python, Ⓐ nothing.
        ("𝑥*x + Ⓐ", "p1*x + p2"),
    ] {
        let settings = Settings { model: Model::parse(model).expect(model), ..settings("") };
        let code = notebook(&settings).code(Stage::Prediction);
        assert_eq!(code, [format!("y_pred = {prediction}")], "{model}");
    }
}

proptest! {
    #[test]
    fn a_line_of_python_is_read_as_the_same_model(formula in formula()) {
        if let Ok(model) = Model::parse(&formula) {
            for gradient in [Gradient::Autograd, Gradient::Numeric] {
                let settings = Settings { model: model.clone(), gradient, ..Settings::default() };
                let line = notebook(&settings).code(Stage::Prediction).remove(0);
                let python = line.strip_prefix("y_pred = ").expect("it predicts");
                prop_assert_eq!(Model::parse(python), Ok(model.clone()), "{}", python);
            }
        }
    }
}
