//! The optimizers as mathematics.

use crate::call::Value;
use crate::number::{few, short};
use crate::optim::Algorithm;

/// An optimizer whose arguments are written into its formula.
struct Written<'a> {
    optimizer: &'a Algorithm,
    /// Whether a schedule turns its momentum, which is then no one number.
    turned: bool,
}

impl Written<'_> {
    fn number(&self, name: &str) -> f64 {
        match self.optimizer.argument(name) {
            Some(Value::Number(number)) => *number,
            _ => 0.0,
        }
    }

    fn pair(&self, name: &str) -> [f64; 2] {
        match self.optimizer.argument(name) {
            Some(Value::Pair(pair)) => *pair,
            _ => [0.0; 2],
        }
    }

    fn is(&self, name: &str) -> bool {
        self.optimizer.argument(name) == Some(&Value::Flag(true))
    }

    /// An argument as a number.
    fn told(&self, name: &str) -> String {
        told(self.number(name))
    }

    fn has_momentum(&self) -> bool {
        self.turned || self.number("momentum") > 0.0
    }

    fn momentum(&self) -> String {
        if self.turned { "μ".to_owned() } else { self.told("momentum") }
    }

    /// β₁ and what is left of 1, then β₂ and what is left of that.
    fn betas(&self) -> [[String; 2]; 2] {
        let [first, second] = self.pair("betas");
        let turned = || ["β₁", "(1 − β₁)"].map(str::to_owned);
        [if self.turned { turned() } else { parted(first) }, parted(second)]
    }

    /// The gradient that it goes against, and the line that says so where that is not the one of backward.
    fn slope(&self, param: &str, grad: &str) -> (String, Option<String>) {
        let decay = if self.optimizer.row().constructor.name == "AdamW" {
            0.0
        } else {
            self.number("weight_decay")
        };
        let sign = if self.is("maximize") { "−" } else { "" };
        if decay == 0.0 && sign.is_empty() {
            return (grad.to_owned(), None);
        }
        let decayed =
            if decay == 0.0 { String::new() } else { format!(" + {} · {param}", told(decay)) };
        ("g".to_owned(), Some(format!("g ← {sign}{grad}{decayed}")))
    }
}

/// What becomes of a parameter, and of what is remembered of it, line by line; `grad` is what its gradient is called.
pub(super) fn mathematics(
    optimizer: &Algorithm,
    turned: bool,
    param: &str,
    grad: &str,
) -> Vec<String> {
    let of = Written { optimizer, turned };
    let (g, said) = of.slope(param, grad);
    let mut lines: Vec<String> = said.into_iter().collect();
    let p = param;
    let eps = of.told("eps");
    let [[b1, rest1], [b2, rest2]] = of.betas();
    let first = format!("m ← {b1} · m + {rest1} · {g}");
    let second = format!("v ← {b2} · v + {rest2} · {g}²");
    let (whole1, whole2) = (format!("(1 − {b1}ᵗ)"), format!("(1 − {b2}ᵗ)"));
    let rows = match optimizer.row().constructor.name {
        "SGD" if !of.has_momentum() => vec![format!("{p} ← {p} − lr · {g}")],
        "SGD" => {
            let (momentum, dampening) = (of.momentum(), of.number("dampening"));
            let part = if dampening == 0.0 {
                g.clone()
            } else {
                format!("{} · {g}", parted(dampening)[1])
            };
            let at_first = if dampening == 0.0 { String::new() } else { format!(", at first {g}") };
            let way =
                if of.is("nesterov") { format!("({g} + {momentum} · v)") } else { "v".to_owned() };
            vec![
                format!("v ← {momentum} · v + {part}{at_first}"),
                format!("{p} ← {p} − lr · {way}"),
            ]
        }
        "Adam" | "AdamW" => {
            let decay = of.number("weight_decay");
            if optimizer.row().constructor.name == "AdamW" && decay != 0.0 {
                lines.push(format!("{p} ← {p} − lr · {} · {p}", told(decay)));
            }
            let mut rows = vec![first, second];
            let mut most = "v";
            if of.is("amsgrad") {
                rows.push("u ← max(u, v)".to_owned());
                most = "u";
            }
            rows.push(format!("m′ = m ÷ {whole1}, v′ = {most} ÷ {whole2}"));
            rows.push(format!("{p} ← {p} − lr · m′ ÷ (√v′ + {eps})"));
            rows
        }
        "Adamax" => vec![
            first,
            format!("u ← max({b2} · u, |{g}| + {eps})"),
            format!("{p} ← {p} − lr · m ÷ {whole1} ÷ u"),
        ],
        "NAdam" => vec![
            first,
            second,
            format!("μₜ = {b1} · (1 − ½ · 0.96^({} · t))", of.told("momentum_decay")),
            format!("P = μ₁ · … · μₜ, v′ = v ÷ {whole2}"),
            format!("d = (1 − μₜ) ÷ (1 − P) · {g} + μₜ₊₁ ÷ (1 − P · μₜ₊₁) · m"),
            format!("{p} ← {p} − lr · d ÷ (√v′ + {eps})"),
        ],
        "RAdam" => {
            let most = few(2.0 / (1.0 - of.pair("betas")[1]) - 1.0, 6);
            vec![
                first,
                second,
                format!("m′ = m ÷ {whole1}, ρ = {most} − 2t · {b2}ᵗ ÷ {whole2}"),
                format!("r = √((ρ − 4) · (ρ − 2) · {most} ÷ (({most} − 4) · ({most} − 2) · ρ))"),
                format!("{p} ← {p} − lr · m′ · r · √{whole2} ÷ (√v + {eps}) if ρ > 5"),
                format!("else {p} ← {p} − lr · m′"),
            ]
        }
        "RMSprop" => {
            let [kept, taken] = parted(of.number("alpha"));
            let mut rows = vec![format!("s ← {kept} · s + {taken} · {g}²")];
            let mut spread = "s";
            if of.is("centered") {
                rows.push(format!("a ← {kept} · a + {taken} · {g}"));
                spread = "(s − a²)";
            }
            let way = format!("{g} ÷ (√{spread} + {eps})");
            if of.has_momentum() {
                rows.push(format!("v ← {} · v + {way}", of.momentum()));
                rows.push(format!("{p} ← {p} − lr · v"));
            } else {
                rows.push(format!("{p} ← {p} − lr · {way}"));
            }
            rows
        }
        "Adagrad" => {
            let (initial, decay) = (of.number("initial_accumulator_value"), of.number("lr_decay"));
            let at_first =
                if initial == 0.0 { String::new() } else { format!(", s₀ = {}", told(initial)) };
            let rate = if decay == 0.0 {
                "lr".to_owned()
            } else {
                format!("lr ÷ (1 + {} · (t − 1))", told(decay))
            };
            vec![
                format!("s ← s + {g}²{at_first}"),
                format!("{p} ← {p} − {rate} · {g} ÷ (√s + {eps})"),
            ]
        }
        "Adadelta" => {
            let [kept, taken] = parted(of.number("rho"));
            vec![
                format!("s ← {kept} · s + {taken} · {g}²"),
                format!("d = √(a + {eps}) ÷ √(s + {eps}) · {g}"),
                format!("a ← {kept} · a + {taken} · d²"),
                format!("{p} ← {p} − lr · d"),
            ]
        }
        "Rprop" => {
            lines.clear();
            let sign = if of.is("maximize") { "−" } else { "" };
            let ([shrinks, grows], [least, most]) =
                (of.pair("etas").map(told), of.pair("step_sizes").map(told));
            vec![
                format!("g ← {sign}{grad}"),
                format!("η ← {grows} · η if g · h > 0"),
                format!("η ← {shrinks} · η, g ← 0 if g · h < 0"),
                format!("{least} ≤ η ≤ {most}, η₀ = lr"),
                format!("{p} ← {p} − η · sign g, h ← g"),
            ]
        }
        "ASGD" => {
            let lambd = of.told("lambd");
            vec![
                format!("{p} ← {p} − {lambd} · η · {p} − η · {g}"),
                format!("η ← lr ÷ (1 + {lambd} · lr · t)^{}, η₀ = lr", of.told("alpha")),
            ]
        }
        _ => vec![super::mathematics::moved(param, grad)],
    };
    lines.extend(rows);
    lines
}

/// A number of a formula.
fn told(number: f64) -> String {
    short(number).replace('-', "−")
}

/// A part of 1, and what is left of it.
fn parted(part: f64) -> [String; 2] {
    [told(part), few(1.0 - part, 6).replace('-', "−")]
}
