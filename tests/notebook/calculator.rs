//! Computes what the formulas of optimizers say, as somebody would who has nothing but them.

use std::collections::HashMap;

/// What has a value: the parameter, its gradient, and what is remembered from one step to the next.
pub struct Calculator {
    values: HashMap<String, f64>,
}

impl Calculator {
    /// At the start of a run by these lines, from w, at this rate.
    pub fn new(lines: &[String], w: f64, lr: f64) -> Self {
        let mut calculator =
            Calculator { values: HashMap::from([("w".into(), w), ("lr".into(), lr)]) };
        for part in lines.iter().flat_map(|line| parts(line)) {
            if let Some((name, value)) = part.split_once("₀ = ") {
                let value = calculator.compute(value);
                calculator.values.insert(name.to_owned(), value);
            }
        }
        calculator
    }

    /// The parameter after step `t`, whose gradient is this.
    pub fn step(&mut self, lines: &[String], t: usize, grad: f64) -> f64 {
        self.values.insert("w.grad".into(), grad);
        let mut held = true;
        for line in lines {
            self.values.insert("t".into(), t as f64);
            let (line, condition) = match line.strip_prefix("else ") {
                Some(line) => (line, Some(!held)),
                None => match line.split_once(" if ") {
                    Some((line, condition)) => (line, Some(self.holds(condition))),
                    None => (line.as_str(), None),
                },
            };
            held = condition.unwrap_or(true);
            if held {
                self.run(line, t);
            }
        }
        self.values["w"]
    }

    fn run(&mut self, line: &str, t: usize) {
        let mut last = String::new();
        for part in parts(line) {
            let assigned = part.split_once(" ← ").or_else(|| part.split_once(" = "));
            match assigned {
                _ if part.contains("₀ = ") => {}
                Some(("P", product)) => {
                    assert_eq!(product, "μ₁ · … · μₜ");
                    *self.values.entry("P".into()).or_insert(1.0) *= self.values["μₜ"];
                }
                Some(("μₜ", text)) => {
                    for (name, t) in [("μₜ₊₁", t + 1), ("μₜ", t)] {
                        self.values.insert("t".into(), t as f64);
                        let value = self.compute(text);
                        self.values.insert(name.into(), value);
                    }
                }
                Some((name, text)) => {
                    let value = self.compute(text);
                    self.values.insert(name.to_owned(), value);
                    last = name.to_owned();
                }
                None => match (
                    part.strip_prefix("at first "),
                    &part.split(" ≤ ").collect::<Vec<_>>()[..],
                ) {
                    (Some(text), _) => {
                        if t == 1 {
                            let value = self.compute(text);
                            self.values.insert(last.clone(), value);
                        }
                    }
                    (None, [least, name, most]) => {
                        let (least, most) = (self.compute(least), self.compute(most));
                        let value = self.compute(name).clamp(least, most);
                        self.values.insert((*name).to_owned(), value);
                    }
                    _ => panic!("{part} says something"),
                },
            }
        }
    }

    fn holds(&self, condition: &str) -> bool {
        match (condition.split_once(" > "), condition.split_once(" < ")) {
            (Some((a, b)), _) => self.compute(a) > self.compute(b),
            (_, Some((a, b))) => self.compute(a) < self.compute(b),
            _ => panic!("{condition} is a condition"),
        }
    }

    fn compute(&self, text: &str) -> f64 {
        let mut reader = Reader { of: self, rest: text };
        let value = reader.sum();
        assert_eq!(reader.rest, "", "{text} is read to its end");
        value
    }
}

/// The parts of a line, between commas that stand in no brackets.
fn parts(line: &str) -> Vec<&str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0);
    for (place, character) in line.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(line[from..place].trim());
                from = place + 1;
            }
            _ => {}
        }
    }
    parts.push(line[from..].trim());
    parts
}

struct Reader<'a> {
    of: &'a Calculator,
    rest: &'a str,
}

impl Reader<'_> {
    fn takes(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn sum(&mut self) -> f64 {
        let mut value = self.product();
        loop {
            match () {
                () if self.takes(" + ") => value += self.product(),
                () if self.takes(" − ") => value -= self.product(),
                () => return value,
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut value = self.factor();
        loop {
            match () {
                () if self.takes(" · ") => value *= self.factor(),
                () if self.takes(" ÷ ") => value /= self.factor(),
                () => return value,
            }
        }
    }

    fn factor(&mut self) -> f64 {
        match () {
            () if self.takes("√") => return self.factor().sqrt(),
            () if self.takes("−") => return -self.factor(),
            () if self.takes("sign ") => {
                let of = self.factor();
                return if of == 0.0 { 0.0 } else { of.signum() };
            }
            () => {}
        }
        let value = self.atom();
        match () {
            () if self.takes("²") => value * value,
            () if self.takes("ᵗ") => value.powf(self.of.values["t"]),
            () if self.takes("^") => value.powf(self.atom()),
            () => value,
        }
    }

    fn atom(&mut self) -> f64 {
        if self.takes("½") {
            return 0.5;
        }
        for (open, close) in [("(", ")"), ("|", "|")] {
            if self.takes(open) {
                let value = self.sum();
                assert!(self.takes(close), "{close} before {}", self.rest);
                return if open == "|" { value.abs() } else { value };
            }
        }
        if self.takes("max(") {
            let one = self.sum();
            assert!(self.takes(", "), "two to compare before {}", self.rest);
            let other = self.sum();
            assert!(self.takes(")"), ") before {}", self.rest);
            return one.max(other);
        }
        let mut end = 0;
        let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        if digits(self.rest) {
            let mut before = ' ';
            for (place, c) in self.rest.char_indices() {
                if !(c.is_ascii_digit() || c == '.' || c == 'e' || (c == '−' && before == 'e')) {
                    break;
                }
                (before, end) = (c, place + c.len_utf8());
            }
            let (number, rest) = self.rest.split_at(end);
            self.rest = rest;
            let number: f64 = number.replace('−', "-").parse().expect("a number");
            // 2t is 2 · t.
            return if self.takes("t") { number * self.of.values["t"] } else { number };
        }
        for (place, c) in self.rest.char_indices() {
            if !(c.is_alphabetic() || "._′ₜ₊₁".contains(c)) || c == 'ᵗ' {
                break;
            }
            end = place + c.len_utf8();
        }
        let (name, rest) = self.rest.split_at(end);
        assert!(!name.is_empty(), "a name before {}", self.rest);
        self.rest = rest;
        // What is remembered begins at 0.
        self.of.values.get(name).copied().unwrap_or(0.0)
    }
}
