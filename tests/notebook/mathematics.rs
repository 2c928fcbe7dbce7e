//! The four steps as mathematics.

use gradwalk::model::{Model, Notation};
use gradwalk::notebook::{held, update};
use gradwalk::optim::{Algorithm, Step, TABLE};
use gradwalk::training::{Gradient, Precision, Stage};

use super::calculator::Calculator;
use super::{notebook, settings};

/// All four.
fn formulas(query: &str) -> [String; 4] {
    let settings = settings(query);
    Stage::ALL.map(|stage| notebook(&settings).formula(stage))
}

#[test]
fn the_lesson_by_each_way() {
    let [prediction, loss] = ["ŷᵢ = w · xᵢ", "L = 1/N · Σ (ŷᵢ − yᵢ)²"];
    for (gradient, slope, held) in [
        // ∂L/∂w by the chain rule: of the mean, of the square, of the product.
        ("autograd", "∂L/∂w = Σ 1/N · 2eᵢ · xᵢ", "w.grad"),
        ("manual", "dw = 1/N · Σ 2xᵢ · (ŷᵢ − yᵢ)", "dw"),
        ("manual-sum", "dw = Σ 2xᵢ · (ŷᵢ − yᵢ)", "dw"),
        ("numeric", "dw ≈ (L(w + h) − L(w − h)) ÷ 2h", "dw"),
    ] {
        let update = format!("w ← w − lr · {held}");
        assert_eq!(
            formulas(&format!("gradient={gradient}")),
            [prediction, loss, slope, &update],
            "{gradient}"
        );
    }
    assert_eq!(
        formulas("model=k*x&gradient=manual"),
        ["ŷᵢ = k · xᵢ", loss, "dk = 1/N · Σ 2xᵢ · (ŷᵢ − yᵢ)", "k ← k − lr · dk"]
    );
}

#[test]
fn of_other_models_each_parameter_has_its_line() {
    let line = "model=w*x%2Bb";
    let [prediction, loss, slope, update] = formulas(line);
    assert_eq!((&prediction[..], &loss[..]), ("ŷᵢ = w · xᵢ + b", "L = 1/N · Σ (ŷᵢ − yᵢ)²"));
    assert_eq!(
        slope.lines().collect::<Vec<_>>(),
        ["∂L/∂w = Σ 1/N · 2eᵢ · ∂ŷᵢ/∂w", "∂L/∂b = Σ 1/N · 2eᵢ · ∂ŷᵢ/∂b"]
    );
    assert_eq!(update.lines().collect::<Vec<_>>(), ["w ← w − lr · w.grad", "b ← b − lr · b.grad"]);
    let [_, _, slope, update] = formulas(&format!("{line}&gradient=numeric"));
    assert_eq!(
        slope.lines().collect::<Vec<_>>(),
        ["dw ≈ (L(w + h, b) − L(w − h, b)) ÷ 2h", "db ≈ (L(w, b + h) − L(w, b − h)) ÷ 2h"]
    );
    assert_eq!(update.lines().collect::<Vec<_>>(), ["w ← w − lr · dw", "b ← b − lr · db"]);
}

/// The update alone, line by line.
fn moves(query: &str) -> Vec<String> {
    let [.., update] = formulas(query);
    update.lines().map(str::to_owned).collect()
}

#[test]
fn each_optimizer_has_its_formula() {
    for (optimizer, lines) in [
        ("SGD()", &["w ← w − lr · w.grad"][..]),
        ("SGD(momentum=0.9)", &["v ← 0.9 · v + w.grad", "w ← w − lr · v"]),
        (
            "SGD(momentum=0.9,nesterov=True,weight_decay=0.1)",
            &["g ← w.grad + 0.1 · w", "v ← 0.9 · v + g", "w ← w − lr · (g + 0.9 · v)"],
        ),
        (
            "SGD(momentum=0.5,dampening=0.3,maximize=True)",
            &["g ← −w.grad", "v ← 0.5 · v + 0.7 · g, at first g", "w ← w − lr · v"],
        ),
        (
            "Adam()",
            &[
                "m ← 0.9 · m + 0.1 · w.grad",
                "v ← 0.999 · v + 0.001 · w.grad²",
                "m′ = m ÷ (1 − 0.9ᵗ), v′ = v ÷ (1 − 0.999ᵗ)",
                "w ← w − lr · m′ ÷ (√v′ + 1e−8)",
            ],
        ),
        (
            "AdamW(amsgrad=True)",
            &[
                "w ← w − lr · 0.01 · w",
                "m ← 0.9 · m + 0.1 · w.grad",
                "v ← 0.999 · v + 0.001 · w.grad²",
                "u ← max(u, v)",
                "m′ = m ÷ (1 − 0.9ᵗ), v′ = u ÷ (1 − 0.999ᵗ)",
                "w ← w − lr · m′ ÷ (√v′ + 1e−8)",
            ],
        ),
        (
            "Adamax()",
            &[
                "m ← 0.9 · m + 0.1 · w.grad",
                "u ← max(0.999 · u, |w.grad| + 1e−8)",
                "w ← w − lr · m ÷ (1 − 0.9ᵗ) ÷ u",
            ],
        ),
        (
            "RMSprop(centered=True,momentum=0.5)",
            &[
                "s ← 0.99 · s + 0.01 · w.grad²",
                "a ← 0.99 · a + 0.01 · w.grad",
                "r = √(s − a²) + 1e−8",
                "v ← 0.5 · v + w.grad ÷ r",
                "w ← w − lr · v",
            ],
        ),
        (
            "Adagrad(lr_decay=0.1,initial_accumulator_value=0.5)",
            &[
                "s ← s + w.grad², s₀ = 0.5",
                "w ← w − lr ÷ (1 + 0.1 · (t − 1)) · w.grad ÷ (√s + 1e−10)",
            ],
        ),
        (
            "Rprop()",
            &[
                "g ← w.grad",
                "η ← 1.2 · η if g · h > 0",
                "η ← 0.5 · η, g ← 0 if g · h < 0",
                "1e−6 ≤ η ≤ 50, η₀ = lr",
                "w ← w − η · sign g, h ← g",
            ],
        ),
    ] {
        assert_eq!(moves(&format!("optimizer={optimizer}")), lines, "{optimizer}");
    }
}

#[test]
fn who_computes_the_formulas_comes_to_what_the_optimizers_do() {
    let grads = [-30.0, -12.5, 4.0, 3.5, -0.25, 0.125, 7.0, -2.0, -1.5, 0.5, 0.75, -6.0];
    let mut met = Vec::new();
    for text in [
        "SGD()",
        "SGD(momentum=0.9)",
        "SGD(momentum=0.9,nesterov=True,weight_decay=0.1)",
        "SGD(momentum=0.5,dampening=0.3,maximize=True,weight_decay=0.2)",
        "Adam()",
        "Adam(betas=(0.8,0.95),eps=0.1,amsgrad=True,weight_decay=0.1)",
        "AdamW(weight_decay=0.3)",
        "AdamW(amsgrad=True,maximize=True,weight_decay=0)",
        "Adamax(betas=(0.7,0.9),eps=0.5)",
        "NAdam(momentum_decay=0.1,weight_decay=0.1)",
        "RAdam(betas=(0.9,0.95))",
        "RAdam()",
        "RMSprop()",
        "RMSprop(alpha=0.8,centered=True,momentum=0.5,eps=0.1)",
        "Adagrad(lr_decay=0.1,initial_accumulator_value=0.5)",
        "Adagrad()",
        "Adadelta(rho=0.7,eps=0.01)",
        "Rprop(etas=(0.4,1.5),step_sizes=(0.01,0.5))",
        "Rprop(maximize=True)",
        "ASGD(lambd=0.1,alpha=0.5)",
    ] {
        let lines = moves(&format!("optimizer={text}"));
        let algorithm = Algorithm::parse(text).expect(text);
        met.push(algorithm.row().constructor.name);
        let optimizer = algorithm.create();
        let (mut w, mut state) = ([0.5], vec![0.0; optimizer.state().len()]);
        let (lr, precision) = (0.3, Precision::F64);
        let mut calculator = Calculator::new(&lines, w[0], lr);
        for (t, &grad) in (1..).zip(&grads) {
            optimizer.step(Step { lr, momentum: None, t, precision }, &mut w, &[grad], &mut state);
            let computed = calculator.step(&lines, t, grad);
            // NAdam and ASGD keep a number in single precision.
            assert!(
                (computed - w[0]).abs() <= 1e-6 * (1.0 + w[0].abs()),
                "{text}, step {t}: {computed}, {}\n{}",
                w[0],
                lines.join("\n")
            );
        }
    }
    for row in &TABLE[1..] {
        assert!(met.contains(&row.constructor.name), "{} is held to it", row.constructor.name);
    }
}

#[test]
fn of_several_parameters_what_takes_lines_is_written_once() {
    let line = "model=w*x%2Bb";
    assert_eq!(
        moves(&format!("{line}&optimizer=SGD()")),
        ["w ← w − lr · w.grad", "b ← b − lr · b.grad"]
    );
    assert_eq!(
        moves(&format!("{line}&optimizer=SGD(momentum=0.9)")),
        ["v ← 0.9 · v + θ.grad", "θ ← θ − lr · v", "θ = w, b"]
    );
    // A parameter that is called as the velocity is.
    assert_eq!(
        moves("model=v*x&optimizer=SGD(momentum=0.9)"),
        ["v ← 0.9 · v + θ.grad", "θ ← θ − lr · v", "θ = v"]
    );
}

#[test]
fn a_momentum_that_is_turned_is_no_number() {
    let cycle = "scheduler=OneCycleLR(max_lr=0.1,total_steps=20)";
    assert_eq!(moves(&format!("optimizer=SGD()&{cycle}"))[0], "v ← μ · v + w.grad");
    assert_eq!(moves(&format!("optimizer=Adam()&{cycle}"))[0], "m ← β₁ · m + (1 − β₁) · w.grad");
    let still = "scheduler=OneCycleLR(max_lr=0.1,total_steps=20,cycle_momentum=False)";
    assert_eq!(moves(&format!("optimizer=SGD()&{still}")), ["w ← w − lr · w.grad"]);
}

#[test]
fn expressions_are_set_as_mathematics() {
    for (formula, mathematics) in [
        ("a*x**2 + b*x + c", "a · xᵢ² + b · xᵢ + c"),
        ("(w*x + b)**13", "(w · xᵢ + b)¹³"),
        ("w*x**-10", "w · xᵢ⁻¹⁰"),
        ("w - (x - b)/2", "w − (xᵢ − b) ÷ 2"),
        // No two signs side by side.
        ("w*-2 + x", "w · (−2) + xᵢ"),
        ("w - -x", "w − (−xᵢ)"),
        ("-(-w)*x", "−(−w) · xᵢ"),
        ("-1e-7*w", "−1e−7 · w"),
        ("2**(w*x)", "2^(w · xᵢ)"),
        ("(w**x)**b", "(w^xᵢ)^b"),
        ("a*sin(b*x) + log(c)", "a · sin(b · xᵢ) + ln(c)"),
        ("sqrt(w) + abs(x - b)*sigmoid(b)", "√(w) + |xᵢ − b| · σ(b)"),
        ("max(w*x, 0.5)", "max(w · xᵢ, 0.5)"),
    ] {
        let model = Model::parse(formula).expect("a formula");
        let leaves: Vec<String> =
            model.leaves().iter().map(|leaf| leaf.replace('x', "xᵢ")).collect();
        let written = model.written(Notation::Mathematics, &leaves);
        assert_eq!(written.as_deref(), Some(mathematics), "{formula}");
    }
}

#[test]
fn numbers_take_the_place_of_names() {
    let model = Model::parse("w*x + b").expect("a formula");
    let written = |w, b| model.written(Notation::Mathematics, &["(1, 2)", w, b]);
    assert_eq!(written("0.5", "3").as_deref(), Some("0.5 · (1, 2) + 3"));
    assert_eq!(written("-0.5", "-3").as_deref(), Some("−0.5 · (1, 2) + (−3)"));
    assert_eq!(update("0", "0.01", "(-30)"), "0 − 0.01 · (-30)");
    assert_eq!(held(Gradient::Autograd, "b"), "b.grad");
    assert_eq!(held(Gradient::Numeric, "b"), "db");
}
