//! The sentence about what was visited last: its code, and the numbers that it speaks of.

use std::cmp::Ordering;

use super::terms::{bracketed, equals, seen};
use super::{Event, Landed, Marks, Op, Opened, Read, TERMS, slopes};
use crate::notebook::held;
use crate::number::few;
use crate::training::{Gradient, Stage};

impl Opened<'_> {
    /// Stage, step, code, row, and what the code's words take.
    pub(super) fn say(&self, marks: &mut Marks) {
        marks.open("say");
        let begun = |stage: &Stage| self.around.behind > self.around.stages.before(*stage);
        marks.put(Stage::ALL.into_iter().rfind(begun).map_or("", Stage::name));
        marks.count(self.sight.position.epoch + 1);
        match self.sight.last {
            None => self.say_before(marks),
            Some(Event::Value(node)) => self.say_value(marks, node),
            Some(Event::Mean(_)) => {
                let losses = self.losses();
                let code = match (self.is_square(), losses.len()) {
                    (true, 1) => "mean-of-one",
                    (true, _) => "mean",
                    (false, 1) => "mean-of-one-loss",
                    (false, _) => "mean-of-losses",
                };
                self.code(marks, code, None);
                marks.put("");
                if losses.len() > TERMS {
                    marks.add(losses.iter().sum());
                } else {
                    marks.sum(&losses);
                }
                marks.count(losses.len());
                marks.maybe(self.sight.values[self.plan.mean]);
                let loss = self.sight.values[self.plan.mean].unwrap_or(f64::NAN);
                marks.put(equals(self.mean_of_seen(), loss));
            }
            Some(Event::Slope(node)) => self.say_slope(marks, node),
            Some(Event::Landing { from, input, to }) => self.say_landing(marks, from, input, to),
            Some(Event::Given(k)) => {
                let code = match self.around.gradient {
                    Gradient::Numeric => "nudged",
                    Gradient::ManualSum => "by-hand-sum",
                    _ => "by-hand",
                };
                self.code(marks, code, None);
                marks.number(self.sight.grads[k]);
                marks.count(self.plan.rows.len());
                marks.put(&self.around.names[k]);
            }
            Some(Event::Moved(k)) => self.say_moved(marks, k),
            // The last of all: nobody stands behind it.
            Some(Event::Over) => {}
        }
    }

    /// The code, and the row of this node.
    fn code(&self, marks: &mut Marks, code: &str, node: Option<usize>) {
        marks.put(code);
        match node.and_then(|node| self.plan.row_of(node)) {
            Some(row) => marks.count(self.number_of(row)),
            None => marks.put(""),
        }
    }

    fn say_before(&self, marks: &mut Marks) {
        let first = self.sight.position.epoch == 0;
        let code = match () {
            () if first || !self.autograd() => "begins",
            () if self.around.zero_grad => "emptied",
            () => "kept",
        };
        self.code(marks, code, None);
        marks.put("");
        for (k, name) in self.around.names.iter().enumerate() {
            marks.more(if k > 0 { ", " } else { "" });
            marks.more(name);
            marks.more(" = ");
            marks.add(self.before(k));
        }
        marks.put("");
        marks.list(self.around.before, self.around.before.len());
        let grads: Vec<String> = (0..self.around.names.len()).map(|k| self.grad_of(k)).collect();
        marks.put(&grads.join(", "));
        marks.count(grads.len());
    }

    fn say_value(&self, marks: &mut Marks, node: usize) {
        let part = &self.plan.parts[node];
        let value = self.sight.values[node].unwrap_or(f64::NAN);
        let code = match self.role(node) {
            "prediction" if self.around.model.is_proportional() => "prediction",
            "residual" if !self.around.model.is_proportional() => "residual-of-model",
            role @ ("residual" | "square") => role,
            _ => "value",
        };
        self.code(marks, code, Some(node));
        marks.put(&part.told(&self.sight.values));
        marks.number(value);
        let [input, other] = part.operands(&self.sight.values);
        marks.number(input);
        marks.number(other);
        marks.number(value.abs());
        marks.put(match value.partial_cmp(&0.0) {
            Some(Ordering::Less) => "low",
            Some(Ordering::Greater) => "high",
            _ => "",
        });
        marks.put(part.equals(&self.sight.values, value));
    }

    /// The mean of the losses as they are shown.
    pub(super) fn mean_of_seen(&self) -> f64 {
        let losses = self.losses();
        // Of many their sum is shown.
        let many = losses.len() > TERMS;
        let mut sum = 0.0;
        for &loss in &losses {
            sum += if many { loss } else { seen(loss) };
        }
        (if many { seen(sum) } else { sum }) / losses.len() as f64
    }

    fn say_slope(&self, marks: &mut Marks, node: usize) {
        let slope = self.sight.slopes[node];
        if node == self.plan.mean {
            return self.code(marks, "of-itself", None);
        }
        // Who reads it hands its slope on to it: one node, or several.
        let row = self.plan.row_of(node).map_or(0, |row| self.plan.rows[row].loss);
        let (mut user, mut uses) = (self.plan.mean, 0);
        for other in node + 1..=row {
            if self.plan.parts[other].reads.contains(&Read::Node(node)) {
                (user, uses) = (other, uses + 1);
            }
        }
        let (part, rows) = (&self.plan.parts[user], self.plan.rows.len());
        let read = part.reads.iter().position(|&read| read == Read::Node(node));
        let factor = self.factor(user, read.unwrap_or(0));
        let code = match (self.role(user), part.op) {
            _ if uses > 1 => "slope-sum",
            ("loss", _) if rows == 1 && self.is_square() => "share-of-one",
            ("loss", _) if rows == 1 => "loss-of-one",
            ("loss", _) if self.is_square() => "share",
            ("loss", _) => "loss-share",
            ("square", _) => "of-square",
            ("row-loss", op) => of_loss(op, part.operands(&self.sight.values)),
            (_, Op::Add | Op::Sub) if part.number().is_some() && factor == 1.0 => "shifted",
            (_, Op::Sub) if part.number().is_some() => "turned",
            (_, Op::Add) => "passed",
            _ => "slope",
        };
        let mut doubled = "=";
        self.code(marks, code, Some(node));
        marks.maybe(self.sight.slopes[user]);
        if user == self.plan.mean {
            marks.put("1/");
            marks.more(&rows.to_string());
        } else {
            marks.number(factor);
        }
        marks.maybe(slope);
        marks.maybe(self.sight.values[node]);
        marks.count(rows);
        marks.maybe(part.number());
        if code == "of-square" {
            // As they stand behind a sign.
            let value = self.sight.values[node].unwrap_or(f64::NAN);
            marks.put(&bracketed(few(value, 3)));
            marks.put(&bracketed(few(factor, 3)));
            doubled = equals(2.0 * seen(value), factor);
        }
        // 1/N is told as what it is.
        let factor = if user == self.plan.mean { factor } else { seen(factor) };
        let arriving = seen(self.sight.slopes[user].unwrap_or(f64::NAN));
        let product = equals(arriving * factor, slope.unwrap_or(f64::NAN));
        marks.put(if doubled == "=" { product } else { doubled });
    }

    fn say_landing(&self, marks: &mut Marks, from: usize, input: usize, to: usize) {
        let k = self.param_of(to);
        let landed = k.map_or_else(Vec::new, |k| self.landed_at(k));
        let whole = k.is_some_and(|k| self.is_whole(k));
        let left = k.map_or(0.0, |k| self.around.before[k]);
        let (handed, total) = landed.last().map_or((f64::NAN, 0.0), |last| (last.slope, last.sum));
        let part = &self.plan.parts[from];
        let code = match () {
            () if part.op != Op::Mul || part.number().is_none() => "handed",
            () if whole && left != 0.0 => "lands-on",
            () if whole && landed.len() > 1 => "lands-last",
            () if self.around.model.is_proportional() => "lands",
            () => "handed",
        };
        self.code(marks, code, Some(from));
        marks.maybe(self.sight.slopes[from]);
        marks.number(self.factor(from, input));
        marks.number(handed);
        marks.put(k.map_or("", |k| &self.around.names[k]));
        marks.put("");
        marks.sum_to(&slopes(&landed), total);
        marks.count(landed.len());
        marks.number(left);
        marks.number(left + total);
        marks.number(total);
        let arriving = seen(self.sight.slopes[from].unwrap_or(f64::NAN));
        marks.put(equals(arriving * seen(self.factor(from, input)), handed));
        if let Some(before) = self.added_after(from, &landed) {
            marks.count(before);
        }
    }

    /// After which row, counted from 1, a row's slope is added to what has `landed`, where that is not the one
    /// before it; 0 where it is added first and is not the first.
    fn added_after(&self, from: usize, landed: &[Landed]) -> Option<usize> {
        let row = self.plan.row_of(from)?;
        let before = match landed {
            [.., before, _] => self.plan.row_of(before.from)? + 1,
            [_] => 0,
            [] => return None,
        };
        // Of several uses in one row each is another sum.
        let told = before != row && before != row + 1;
        told.then(|| before.checked_sub(1).map_or(0, |before| self.number_of(before)))
    }

    fn say_moved(&self, marks: &mut Marks, k: usize) {
        let loss = self.sight.values[self.plan.mean].unwrap_or(f64::NAN);
        let then = self.around.then.partial_cmp(&loss);
        if let Some(optimizer) = self.around.optimizer {
            self.code(marks, "moves-by", None);
            marks.put(optimizer);
            marks.put(&self.around.names[k]);
            marks.number(self.before(k));
            marks.number(self.sight.params[k]);
            marks.number(self.sight.params[k] - self.before(k));
            return;
        }
        self.code(marks, "moves", None);
        marks.number(self.around.lr);
        marks.put(&bracketed(few(self.sight.grads[k], 3)));
        marks.number(-self.around.lr * self.sight.grads[k]);
        let name = &self.around.names[k];
        marks.put(name);
        marks.number(self.before(k));
        marks.number(self.sight.params[k]);
        marks.number(loss);
        marks.number(self.around.then);
        marks.put(&self.grad_of(k));
        marks.put(match then {
            // Of several parameters each moves alone: what becomes of the loss is not its doing.
            _ if self.plan.params.len() > 1 => "",
            // The next batch has another loss.
            _ if self.around.rows.is_some() => "",
            // What no digit shows is not said.
            Some(Ordering::Less | Ordering::Greater) if seen(self.around.then) == seen(loss) => "",
            Some(Ordering::Less) => "falls",
            Some(Ordering::Greater) => "rises",
            Some(Ordering::Equal) => "stays",
            _ => "",
        });
        let [lr, grad] = [self.around.lr, self.sight.grads[k]];
        marks.put(equals(-seen(lr) * seen(grad), -lr * grad));
    }

    /// What the gradient of a parameter is called.
    pub(super) fn grad_of(&self, k: usize) -> String {
        held(self.around.gradient, &self.around.names[k])
    }
}

/// The code of how the loss of a row, which is no square, moves with what it reads.
fn of_loss(op: Op, [a, b]: [f64; 2]) -> &'static str {
    match op {
        Op::Abs if a == 0.0 => "at-corner",
        Op::Abs => "of-absolute",
        Op::Huber | Op::SmoothL1 if a.abs() >= b => "of-line",
        Op::Huber => "of-half-square",
        Op::SmoothL1 => "of-smooth",
        Op::CrossEntropy => "of-cross-entropy",
        Op::SoftMargin => "of-soft-margin",
        _ => "slope",
    }
}
