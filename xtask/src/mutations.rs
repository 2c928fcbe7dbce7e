//! What `cargo xtask mutate` breaks where cargo-mutants sees nothing: the rows of the table of operations.
//!
//! They come from the table itself, so that a new one is covered without a word here: an operation is a line with
//! `->`, and each line of its pullback ends in the law that it computes, `// ∂…`.

use crate::shell::Result;
use std::ops::Range;

/// One change to the table of operations.
#[derive(Debug, PartialEq)]
pub struct Mutation {
    /// What is no longer true.
    pub what: String,
    /// The text that is replaced; it stands there exactly once.
    pub find: String,
    /// What replaces it.
    pub replace: String,
}

impl Mutation {
    /// The table's text with the change made.
    pub fn apply(&self, source: &str) -> Result<String> {
        match source.matches(&self.find).count() {
            1 => Ok(source.replace(&self.find, &self.replace)),
            n => Err(format!("{OPERATIONS}: `{}` stands there {n} times, not once", self.find)),
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
        Mutation { what, find: self.line.to_owned(), replace }
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
        let table = std::fs::read_to_string(format!("../{OPERATIONS}")).unwrap();
        assert_eq!(lesson(&table).unwrap().len(), LESSON.len());
        for mutation in derivatives(&table).unwrap() {
            assert_ne!(mutation.apply(&table).unwrap(), table);
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
        let mutation = Mutation { what: String::new(), find: "a".into(), replace: "b".into() };
        assert_eq!(mutation.apply("cat"), Ok("cbt".into()));
        assert!(mutation.apply("dog").is_err());
        assert!(mutation.apply("banana").is_err());
    }
}
