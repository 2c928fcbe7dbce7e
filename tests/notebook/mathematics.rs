//! The four steps as mathematics.

use gradwalk::model::{Model, Notation};
use gradwalk::notebook::{held, update};
use gradwalk::training::{Gradient, Stage};

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
