//! The optimizers as mathematics.

use super::template;
use crate::call::Value;
use crate::number::{few, short};
use crate::optim::Algorithm;

/// The formula of each, by the name of its class; `{p}` is the parameter, `{g}` its gradient, and every other name an
/// argument, with `-` before it what is left of 1.
const FORMULAS: &[(&str, &str)] = &[
    (
        "SGD",
        "[momentum !dampening]v ← {momentum} · v + {g}
[momentum dampening]v ← {momentum} · v + {-dampening} · {g}, at first {g}
[momentum !nesterov]{p} ← {p} − lr · v
[momentum nesterov]{p} ← {p} − lr · ({g} + {momentum} · v)
[!momentum]{p} ← {p} − lr · {g}",
    ),
    (
        "Adam",
        "m ← {betas0} · m + {-betas0} · {g}
v ← {betas1} · v + {-betas1} · {g}²
[amsgrad]u ← max(u, v)
[!amsgrad]m′ = m ÷ (1 − {betas0}ᵗ), v′ = v ÷ (1 − {betas1}ᵗ)
[amsgrad]m′ = m ÷ (1 − {betas0}ᵗ), v′ = u ÷ (1 − {betas1}ᵗ)
{p} ← {p} − lr · m′ ÷ (√v′ + {eps})",
    ),
    (
        "Adamax",
        "m ← {betas0} · m + {-betas0} · {g}
u ← max({betas1} · u, |{g}| + {eps})
{p} ← {p} − lr · m ÷ (1 − {betas0}ᵗ) ÷ u",
    ),
    (
        "NAdam",
        "m ← {betas0} · m + {-betas0} · {g}
v ← {betas1} · v + {-betas1} · {g}²
μₜ = {betas0} · (1 − ½ · 0.96^({momentum_decay} · t))
P = μ₁ · … · μₜ, v′ = v ÷ (1 − {betas1}ᵗ)
d = (1 − μₜ) ÷ (1 − P) · {g} + μₜ₊₁ ÷ (1 − P · μₜ₊₁) · m
{p} ← {p} − lr · d ÷ (√v′ + {eps})",
    ),
    (
        "RAdam",
        "m ← {betas0} · m + {-betas0} · {g}
v ← {betas1} · v + {-betas1} · {g}²
m′ = m ÷ (1 − {betas0}ᵗ), ρ = {most} − 2t · {betas1}ᵗ ÷ (1 − {betas1}ᵗ)
r = √((ρ − 4) · (ρ − 2) · {most} ÷ (({most} − 4) · ({most} − 2) · ρ))
{p} ← {p} − lr · m′ · r · √(1 − {betas1}ᵗ) ÷ (√v + {eps}) if ρ > 5
else {p} ← {p} − lr · m′",
    ),
    (
        "RMSprop",
        "s ← {alpha} · s + {-alpha} · {g}²
[centered]a ← {alpha} · a + {-alpha} · {g}
[!centered]r = √s + {eps}
[centered]r = √(s − a²) + {eps}
[momentum]v ← {momentum} · v + {g} ÷ r
[momentum]{p} ← {p} − lr · v
[!momentum]{p} ← {p} − lr · {g} ÷ r",
    ),
    (
        "Adagrad",
        "[!initial_accumulator_value]s ← s + {g}²
[initial_accumulator_value]s ← s + {g}², s₀ = {initial_accumulator_value}
[!lr_decay]{p} ← {p} − lr · {g} ÷ (√s + {eps})
[lr_decay]{p} ← {p} − lr ÷ (1 + {lr_decay} · (t − 1)) · {g} ÷ (√s + {eps})",
    ),
    (
        "Adadelta",
        "s ← {rho} · s + {-rho} · {g}²
d = √(a + {eps}) ÷ √(s + {eps}) · {g}
a ← {rho} · a + {-rho} · d²
{p} ← {p} − lr · d",
    ),
    (
        "Rprop",
        "[!slope]g ← {grad}
η ← {etas1} · η if g · h > 0
η ← {etas0} · η, g ← 0 if g · h < 0
{step_sizes0} ≤ η ≤ {step_sizes1}, η₀ = lr
{p} ← {p} − η · sign g, h ← g",
    ),
    (
        "ASGD",
        "{p} ← {p} − {lambd} · η · {p} − η · {g}
η ← lr ÷ (1 + {lambd} · lr · t)^{alpha}, η₀ = lr",
    ),
];

/// What becomes of a parameter, and of what is remembered of it, line by line; `grad` is what its gradient is called. A
/// momentum that a schedule has `turned` is no one number.
pub(super) fn mathematics(
    optimizer: &Algorithm,
    turned: bool,
    param: &str,
    grad: &str,
) -> Vec<String> {
    let class = optimizer.row().constructor.name;
    // Its decay leaves the gradient alone.
    let shrinks = class == "AdamW";
    let name = if shrinks { "Adam" } else { class };
    let Some((_, formula)) = FORMULAS.iter().find(|(of, _)| *of == name) else {
        return vec![super::mathematics::moved(param, grad)];
    };
    let argument = |name: &str| match optimizer.argument(name) {
        Some(Value::Flag(is)) => *is,
        Some(Value::Number(number)) => *number != 0.0,
        _ => false,
    };
    let decays = argument("weight_decay") && !shrinks;
    let slope = decays || argument("maximize");
    let holds = |name: &str| match name {
        "slope" => slope,
        "shrinks" => argument("weight_decay") && shrinks,
        "decays" => decays,
        "momentum" => turned || argument(name),
        _ => argument(name),
    };
    let value = |name: &str| match name {
        "p" => param.to_owned(),
        "grad" => grad.to_owned(),
        "g" => if slope { "g" } else { grad }.to_owned(),
        "most" => few(2.0 / (1.0 - number(optimizer, "betas1")) - 1.0, 6),
        "momentum" if turned => "μ".to_owned(),
        "betas0" if turned => "β₁".to_owned(),
        "-betas0" if turned => "(1 − β₁)".to_owned(),
        _ => match name.strip_prefix('-') {
            Some(name) => few(1.0 - number(optimizer, name), 6),
            None => short(number(optimizer, name)),
        }
        .replace('-', "−"),
    };
    let before = "[maximize !decays]g ← −{grad}
[maximize decays]g ← −{grad} + {weight_decay} · {p}
[!maximize decays]g ← {grad} + {weight_decay} · {p}
[shrinks]{p} ← {p} − lr · {weight_decay} · {p}";
    let mut lines = template::lines(before, &holds, &value);
    lines.extend(template::lines(formula, &holds, &value));
    lines
}

/// An argument by name; of two numbers the one of this place.
fn number(optimizer: &Algorithm, name: &str) -> f64 {
    match (optimizer.argument(name), optimizer.argument(name.trim_end_matches(['0', '1']))) {
        (Some(Value::Number(number)), _) => *number,
        (_, Some(Value::Pair([first, second]))) => {
            if name.ends_with('0') {
                *first
            } else {
                *second
            }
        }
        _ => 0.0,
    }
}
