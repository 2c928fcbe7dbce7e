//! Lines of text with names in braces, some of them only where something holds: `[momentum !nesterov]w ← {momentum} · v`.
//!
//! What is said so weighs a fraction of what a formatted string does for each.

/// The lines of a template that hold, with what their names stand for.
pub(super) fn lines(
    template: &str,
    holds: &dyn Fn(&str) -> bool,
    value: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let mut lines = Vec::new();
    for line in template.lines() {
        let conditioned = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (conditions, text) = conditioned.unwrap_or(("", line));
        let is = |condition: &str| match condition.strip_prefix('!') {
            Some(not) => !holds(not),
            None => holds(condition),
        };
        if conditions.split_whitespace().all(is) {
            lines.push(filled(text, value));
        }
    }
    lines
}

/// A line with what its names stand for.
fn filled(text: &str, value: &dyn Fn(&str) -> String) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        filled.push_str(before);
        filled.push_str(&value(name));
        rest = after;
    }
    filled + rest
}
