//! What `cargo xtask mutate` breaks.
//!
//! The derivatives come from the table of operations itself, so that a new one is covered without
//! a word here: an operation is a line with `->`, and each line of its pullback ends in the law
//! that it computes, `// ∂…`. The rest is listed in [`LISTED`].

use crate::shell::Result;
use std::ops::Range;

/// One change to one file.
#[derive(Debug, PartialEq)]
pub struct Mutation {
    /// What is no longer true.
    pub what: String,
    /// The file, from the project's root.
    pub file: &'static str,
    /// The text that is replaced; it stands in the file exactly once.
    pub find: String,
    /// What replaces it.
    pub replace: String,
}

impl Mutation {
    /// The file's text with the change made.
    pub fn apply(&self, source: &str) -> Result<String> {
        match source.matches(&self.find).count() {
            1 => Ok(source.replace(&self.find, &self.replace)),
            n => Err(format!("{}: `{}` stands there {n} times, not once", self.file, self.find)),
        }
    }
}

/// Where the operations are.
pub const OPERATIONS: &str = "src/autograd/op.rs";

/// The operations that the page's lesson is made of.
const LESSON: [&str; 5] = ["Add", "Sub", "Mul", "Div", "Powi"];

/// Each derivative in the table of operations, negated.
pub fn derivatives(table: &str) -> Result<Vec<Mutation>> {
    let pullbacks = pullbacks(table)?;
    let each = pullbacks.iter().flat_map(|p| p.partials.chunks(1).map(|one| p.negate(one)));
    Ok(each.collect())
}

/// The pullback of each operation of the lesson, all its derivatives negated at once: the lesson
/// need not use each of them (it divides by a constant).
pub fn lesson(table: &str) -> Result<Vec<Mutation>> {
    let pullbacks = pullbacks(table)?;
    let of = |op: &&str| {
        let pullback = pullbacks.iter().find(|pullback| pullback.op == *op);
        pullback.map(|p| p.negate(&p.partials)).ok_or(format!("{OPERATIONS}: no operation {op}"))
    };
    LESSON.iter().map(of).collect()
}

/// For a file, texts that stand in it once, each with what to put there instead.
type Listed = (&'static str, &'static [[&'static str; 2]]);

/// Clamps, statuses, and the corners of the operations.
const LISTED: &[Listed] = &[
    (
        OPERATIONS,
        &[
            ["g [if n == 0 { F::ZERO }", "g [if false { F::ZERO }"],
            ["if b == F::ZERO { F::ZERO }", "if false { F::ZERO }"],
            ["if a == F::ZERO && b >= F::ZERO { F::ZERO }", "if false { F::ZERO }"],
            ["g [if a <= F::ZERO { F::ZERO }", "g [if a < F::ZERO { F::ZERO }"],
            ["else { a * F::ZERO }]", "else { g }]"],
            ["false if a == b => g / (F::ONE + F::ONE)", "false if a == b => g"],
        ],
    ),
    (
        "src/settings/kind.rs",
        &[
            ["given.clamp(self.min, self.max)", "given.max(self.min)"],
            ["given.clamp(self.min, self.max)", "given.min(self.max)"],
            ["Some(Problem::Below(self.min))", "None"],
            ["Some(Problem::Above(self.max))", "None"],
            ["if number.fract() == 0.0 => Ok", "if true => Ok"],
            ["if points > MAX_POINTS", "if points >= MAX_POINTS"],
            ["Some(value) if value.is_finite() => values", "Some(value) => values"],
            ["self.stops[stop.min(self.stops.len() - 1)]", "self.stops[stop]"],
        ],
    ),
    (
        "src/model/data.rs",
        &[
            ["|xs| xs.len() != ys.len()", "|_| false"],
            ["|| ys.is_empty()", ""],
            ["if ys.len() > MAX_POINTS", "if ys.len() >= MAX_POINTS"],
            ["if ys.len() > MAX_POINTS", "if false"],
            ["!value.is_finite()", "value.is_nan()"],
        ],
    ),
    (
        "src/settings/layer.rs",
        &[
            ["if self.notices.len() < NOTICES", "if true"],
            [
                "if let Some(preset) = self.given.preset",
                "if let Some(preset) = None::<super::Preset>",
            ],
            ["(settings.x, settings.y) = before;", "drop(before);"],
            ["b' ' => encoded.push('+')", "b' ' => encoded.push(' ')"],
            ["b\",.-_*()=/\"", "b\",.-_*()=/+\""],
        ],
    ),
    (
        "src/settings/formula.rs",
        &[
            ["pair[0] == pair[1]", "false"],
            ["Err(_) if param == \"w\" => self.w", "Err(_) if param == \"w\" => 0.0"],
            ["self.start.retain(|(name, _)| known(name));", ""],
            ["self.gradient = Gradient::Autograd;", ""],
            ["self.model = Model::line();", ""],
        ],
    ),
    (
        "src/training/bowl.rs",
        &[
            ["all(|&x| x == 0.0)", "all(|&x| x == 1.0)"],
            ["&& curvature > 0.0", ""],
            ["Gradient::ManualSum { points as f64 }", "Gradient::ManualSum { 1.0 }"],
            ["(None, 4.0 / slope)", "(None, 2.0 / slope)"],
            ["if lr <= straight", "if lr < straight"],
            ["None if lr < self.critical_lr", "None if lr <= self.critical_lr"],
            ["(advice < self.critical_lr).then_some(advice)", "Some(advice)"],
            [".max(*bounds.start())", ""],
            [".min(*bounds.end())", ""],
        ],
    ),
    (
        "src/training/checkpoint.rs",
        &[
            ["(WAY / cost).max(1)", "WAY"],
            ["let grads = if zero_grad", "let grads = if true"],
            ["> ROOM &&", "> usize::MAX - 1 &&"],
            ["self.spacing *= 2;", ""],
            ["at.memory.copy_from_slice(memory);", ""],
            ["at.state.grads.copy_from_slice(grads);", ""],
        ],
    ),
    (
        "src/training/descent.rs",
        &[["if self.zero_grad {", "if true {"], ["self.state.grads == other.state.grads", "true"]],
    ),
    ("src/training/position.rs", &[[".all(|b| b.is_ascii_digit())", ".all(|_| true)"]]),
    (
        "src/training/trainer.rs",
        &[
            ["iterations.min(MAX_ITERATIONS)", "iterations"],
            ["self.epoch = epoch.min(self.history.head())", "self.epoch = epoch"],
            [
                "Some(Reason::NotFinite { .. }) => Status::Diverged",
                "Some(Reason::NotFinite { .. }) => Status::Done",
            ],
            ["=> Status::Converged", "=> Status::Done"],
            ["=> Status::Done", "=> Status::Converged"],
            ["=> Status::Ready", "=> Status::Training"],
            ["=> Status::Training", "=> Status::Ready"],
            ["before.leads_as(&self.head)", "{ let _ = before; true }"],
            ["self.obstacle.filter(|_| self.epoch == self.history.head())", "self.obstacle"],
            ["(!state.loss.is_finite())", "false"],
            ["lost(&state.grads).map", "lost(&[]).map"],
            ["lost(next).map", "lost(&[]).map"],
            ["let epoch = epoch + 1;", ""],
            ["if !(from..=epoch).contains(&here)", "if here != epoch"],
        ],
    ),
    (
        "src/charts/axis.rs",
        &[
            ["(min.clamp(-HUGE, HUGE), max.clamp(-HUGE, HUGE))", "(min, max)"],
            ["if min > max || far < TINY", "if min > max"],
            ["max - min < NARROW * far", "max == min"],
            ["last.max(1) as f64", "last as f64"],
        ],
    ),
    ("src/charts/curve.rs", &[[".1.clamp(-FAR, FAR)", ".1"]]),
    (
        "src/charts/fit.rs",
        &[
            ["(w * x.max()).clamp(-reach, reach)", "(w * x.max()).clamp(0.0, reach)"],
            ["if let Some(held) = scene.held", "if let Some(held) = None::<super::Place>"],
            ["next(scene).filter(|_| scene.updating)", "next(scene)"],
        ],
    ),
    ("src/charts/plane.rs", &[["(length / plain).max(1.0)", "1.0"]]),
    (
        "src/lab/mod.rs",
        &[
            [
                "seek || settings.epoch != self.settings.epoch",
                "settings.epoch != self.settings.epoch",
            ],
            ["if let Some(text) = text {", "{ let text = text.unwrap_or_default();"],
            ["if other || walk::way(settings)", "if walk::way(settings)"],
        ],
    ),
    (
        "src/lab/position.rs",
        &[
            ["let from = self.target.min(self.end());", "let from = self.epoch();"],
            ["reached > 0 && reached == self.trainer.end()", "false"],
        ],
    ),
    (
        "src/diagram.rs",
        &[["kind, column) { LANE } else { 0.0 }", "kind, column) { 0.0 } else { 0.0 }"]],
    ),
    (
        "src/diagram/folded.rs",
        &[
            ["Kind::Param => index == 0,", "Kind::Param => true,"],
            ["let rail = end + RIGHT;", "let rail = end - RIGHT;"],
            ["top += above;", ""],
        ],
    ),
    (
        "src/settings/pins.rs",
        &[
            ["pins.len() == MOST_PINS", "pins.len() > MOST_PINS"],
            ["short = problem.allowed();", ""],
            ["&& short == value", ""],
            [
                "gradient, w, precision, zero_grad, pins, ..self.clone()",
                "gradient, precision, zero_grad, pins, ..self.clone()",
            ],
        ],
    ),
    (
        "src/settings/preset.rs",
        &[["settings.take_run(self.settings());", "*settings = self.settings();"]],
    ),
    (
        "src/lab/pins.rs",
        &[
            ["run.state(at.min(head))", "run.state(head)"],
            ["!wanted.makes_another_run(made)", "!wanted.makes_another_run(made) && false"],
            ["run.look_ahead(states);", ""],
        ],
    ),
    (
        "src/lab/read.rs",
        &[[
            "let mut longest = self.comparison().at(start).1.manual_sum.abs();",
            "let mut longest = 0.0f64; let _ = start;",
        ]],
    ),
    (
        "src/lab/opened/vessel.rs",
        &[["levels.push(left + landed.sum);", "levels.push(landed.sum);"]],
    ),
    ("src/lab/opened/says.rs", &[["() if whole && left != 0.0 => \"lands-on\",", ""]]),
    (
        "src/lab/scene.rs",
        &[
            ["scene.frame = self.kept(&scene);", ""],
            [".filter(|_| self.pins.is_empty())", ""],
            [
                "Some((Stage::Update, node)) => [true, node > 0]",
                "Some((Stage::Update, _)) => [true; 2]",
            ],
        ],
    ),
    (
        "src/lab/snapshot.rs",
        &[["self.seek(whole(visited), work);", ""], ["self.enter_phase(phase);", ""]],
    ),
    ("src/training/compare.rs", &[["[w - by, w + by]", "[w, w + by]"]]),
    (
        "src/lab/step.rs",
        &[
            ["for from in (0..=plan.mean).rev()", "for from in 0..=plan.mean"],
            ["behind >= whole[k]", "behind > whole[k]"],
            ["precision.round(*grad + numbers", "precision.round(numbers"],
            ["data.len() > MOST_ROWS", "data.len() >= MOST_ROWS"],
        ],
    ),
    (
        "src/lab/walk.rs",
        &[
            ["saturating_add(inside)", "saturating_add(0)"],
            ["here.is_none() || mem::replace", "mem::replace"],
            ["if self.head() == epoch", "if false"],
            [".min(stages[stage + 1])", ""],
        ],
    ),
];

/// What no table tells, so that it is listed here.
pub fn listed() -> impl Iterator<Item = Mutation> {
    let rows = LISTED.iter().flat_map(|&(file, rows)| rows.iter().map(move |row| (file, row)));
    rows.map(|(file, &[find, replace])| Mutation {
        what: format!("{file}: {find} → {replace}"),
        file,
        find: find.into(),
        replace: replace.into(),
    })
}

/// A line of the table that computes derivatives.
struct Pullback<'a> {
    op: &'a str,
    line: &'a str,
    law: &'a str,
    /// Where each derivative stands in the line.
    partials: Vec<Range<usize>>,
}

impl Pullback<'_> {
    /// The line with some of its derivatives negated.
    fn negate(&self, partials: &[Range<usize>]) -> Mutation {
        let mut replace = self.line.to_owned();
        // From right to left, so that the places still to come stay where they are.
        for place in partials.iter().rev() {
            replace.replace_range(place.clone(), &format!("-({})", &self.line[place.clone()]));
        }
        let broken: Vec<_> = partials.iter().map(|place| &self.line[place.clone()]).collect();
        let what = format!("{} ({}): −({})", self.op, self.law, broken.join(", "));
        Mutation { what, file: OPERATIONS, find: self.line.to_owned(), replace }
    }
}

/// The lines that compute derivatives; each operation must have one.
fn pullbacks(table: &str) -> Result<Vec<Pullback<'_>>> {
    let mut found: Vec<Pullback> = Vec::new();
    let mut op = "";
    let bare = |op: &str| Err(format!("{OPERATIONS}: {op} has no line that ends in `// ∂…`"));
    for line in table.lines() {
        let row = line.trim_start();
        if row.starts_with(char::is_uppercase) && row.contains("-> y =") {
            if !op.is_empty() && found.last().is_none_or(|last| last.op != op) {
                return bare(op);
            }
            op = row.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        }
        if let Some(at) = line.find("// ∂") {
            found.push(Pullback {
                op,
                line,
                law: &line[at + 3..],
                partials: partials(&line[..at]),
            });
        }
    }
    if found.last().is_none_or(|last| last.op != op || op.is_empty()) {
        bare(op)
    } else {
        Ok(found)
    }
}

/// Where the derivatives stand in `g [da, db]`, or in one line of it.
fn partials(code: &str) -> Vec<Range<usize>> {
    let whole = code.trim_end().trim_end_matches(',');
    let (start, end) = match whole.find("g [") {
        Some(at) => (at + 3, whole.trim_end_matches(']').len()),
        None => (0, whole.len()),
    };
    let mut depth = 0;
    let separates = |c: char| {
        depth += match c {
            '(' | '[' | '{' => 1,
            ')' | ']' | '}' => -1,
            _ => 0,
        };
        c == ',' && depth == 0
    };
    let part = |text: &str| {
        let from = text.trim_start().as_ptr() as usize - code.as_ptr() as usize;
        from..from + text.trim().len()
    };
    code[start..end].split(separates).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = r#"
    /// Product, a·b.
    Mul "×" a b -> y = a * b;
        g [g * b, g * a] // ∂(ab)/∂a = b, ∂(ab)/∂b = a
    Min.min "min" a b -> y = if a < b { a } else { b };
        g [
            share(g, a > b), // ∂min/∂a = 1 where a is the smaller
            share(g, b > a) // ∂min/∂b = 1 where b is the smaller
        ]
"#;

    #[test]
    fn every_derivative_in_the_table_is_negated_once() {
        let lines: Vec<_> = derivatives(TABLE).unwrap().into_iter().map(|m| m.replace).collect();
        let code: Vec<_> = lines.iter().map(|l| l.split("//").next().unwrap().trim()).collect();
        assert_eq!(
            code,
            [
                "g [-(g * b), g * a]",
                "g [g * b, -(g * a)]",
                "-(share(g, a > b)),",
                "-(share(g, b > a))"
            ]
        );
    }

    #[test]
    fn everything_to_break_is_where_it_is_said_to_be() {
        let read = |file: &str| std::fs::read_to_string(format!("../{file}")).unwrap();
        let table = read(OPERATIONS);
        assert_eq!(lesson(&table).unwrap().len(), LESSON.len());
        for mutation in derivatives(&table).unwrap().into_iter().chain(listed()) {
            let source = read(mutation.file);
            assert_ne!(mutation.apply(&source).unwrap(), source);
        }
    }

    #[test]
    fn an_operation_without_a_law_is_refused() {
        let table = TABLE.replace("// ∂(ab)", "// (ab)");
        assert!(derivatives(&table).unwrap_err().contains("Mul has no line"));
        assert!(derivatives("").is_err());
        assert!(lesson(TABLE).unwrap_err().contains("no operation Add"));
    }

    #[test]
    fn a_mutation_whose_text_is_gone_or_ambiguous_is_refused() {
        let mutation =
            Mutation { what: String::new(), file: "file", find: "a".into(), replace: "b".into() };
        assert_eq!(mutation.apply("cat"), Ok("cbt".into()));
        assert!(mutation.apply("dog").is_err());
        assert!(mutation.apply("banana").is_err());
    }
}
