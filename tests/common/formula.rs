//! Random formulas.

use proptest::prelude::*;

/// An expression with the parentheses that it needs and more.
pub fn formula() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("x".to_owned()),
        prop::sample::select(vec!["w", "b", "c"]).prop_map(str::to_owned),
        prop::sample::select(vec!["1", "2", "0.5", "3e-2", ".25"]).prop_map(str::to_owned),
    ];
    let any = leaf.prop_recursive(6, 24, 2, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            4 => (two.clone(), prop::sample::select(vec![" + ", "-", "*", "/", " * "]))
                .prop_map(|((a, b), op)| format!("{a}{op}{b}")),
            2 => (two.clone(), prop::sample::select(vec!["+", " - ", "*", "/"]))
                .prop_map(|((a, b), op)| format!("({a}){op}({b})")),
            1 => inner.clone().prop_map(|a| format!("-({a})")),
            1 => inner.clone().prop_map(|a| format!("-{a}")),
            1 => (inner.clone(), -3..4i32).prop_map(|(a, n)| format!("({a})**{n}")),
            1 => two.clone().prop_map(|(a, b)| format!("({a})**({b})")),
            1 => (inner, prop::sample::select(vec![
                "relu", "abs", "exp", "sin", "np.cos", "tanh", "torch.sigmoid", "log", "sqrt",
            ])).prop_map(|(a, f)| format!("{f}({a})")),
            1 => (two, prop::sample::select(vec!["np.minimum", "max"]))
                .prop_map(|((a, b), f)| format!("{f}({a}, {b})")),
        ]
    });
    // At least one parameter.
    (any, prop::sample::select(vec!["w*x + ", "b - ", "c*"])).prop_map(|(a, w)| format!("{w}{a}"))
}
