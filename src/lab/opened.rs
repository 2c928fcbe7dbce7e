//! One step of training as it is drawn: what is to be seen at a position, mark by mark.
//!
//! The page puts each mark where it is told to, and says the words that belong to its code: a line
//! of the text is a mark, its parts are separated by tabs. A number, a sign or a name crosses as it
//! is, a sentence as its code with arguments.

use super::plan::{Cast, Plan, Read, bracketed};
use super::step::{Event, Landed, Sight};
use crate::autograd::Op;
use crate::diagram::{Diagram, Kind, NODE, Rect, Wire};
use crate::number::few;
use crate::training::{Dataset, Gradient, Stage};

/// The room around the drawing: for the update left of the parameters, for names above and below.
const LEFT: f64 = 84.0;
const RIGHT: f64 = 2.0;
const ABOVE: f64 = 52.0;
const BELOW: f64 = 32.0;
/// From the middle of a wire to the middle of a label above it, and of one below.
const OVER: f64 = -12.0;
const UNDER: f64 = 14.0;
/// The least height of what has landed for its number to stand in it.
const READABLE: f64 = 18.0;
/// From one number to the next beside a vessel.
const NEXT: f64 = 15.0;
/// So many numbers are added up before one's eyes.
const TERMS: usize = 6;
/// So many bars stand for the other rows.
const BARS: usize = 28;

/// A number as it stands in the drawing.
fn number(value: f64) -> String {
    few(value, 3)
}

/// What is known of a step beside what is to be seen of it.
pub(super) struct Around<'a> {
    pub data: &'a Dataset,
    /// The parameters by name.
    pub names: &'a [String],
    pub gradient: Gradient,
    pub zero_grad: bool,
    pub lr: f64,
    /// What each `.grad` held before the step.
    pub before: &'a [f64],
    /// The largest that each `.grad` has been in this run.
    pub largest: &'a [f64],
    /// The loss after the step.
    pub then: f64,
    /// What w.grad holds in the first and in the second step, where nobody empties it.
    pub added_up: Option<[f64; 2]>,
    /// What w.grad holds after one call of `backward`, and after a second, if it was empty before.
    pub twice: &'a [f64],
    /// Whether the model is the lesson's line.
    pub line: bool,
    /// Where the events of each stage begin, and how many there are.
    pub stages: [usize; 5],
    /// How many of them are behind, and all of them.
    pub behind: usize,
    pub events: &'a [Event],
}

/// Writes marks.
#[derive(Default)]
struct Marks(String);

impl Marks {
    fn mark(&mut self, parts: &[&str]) {
        for (index, part) in parts.iter().enumerate() {
            self.0.push_str(if index > 0 { "\t" } else { "" });
            self.0.push_str(part);
        }
        self.0.push('\n');
    }

    /// With places in whole pixels.
    fn at(&mut self, kind: &str, class: &str, places: &[f64], rest: &[&str]) {
        let places: Vec<String> = places.iter().map(|&place| whole(place)).collect();
        let places = places.iter().map(String::as_str);
        let parts: Vec<&str> = [kind, class].into_iter().chain(places).chain(rest.iter().copied()).collect();
        self.mark(&parts);
    }

    fn text(&mut self, class: &str, (x, y): (f64, f64), text: &str) {
        self.at("text", class, &[x, y], &[text]);
    }

    fn word(&mut self, class: &str, (x, y): (f64, f64), code: &[&str]) {
        self.at("word", class, &[x, y], code);
    }

    /// A label; on a ground of its own where it is what a number came by, `by`, or where it came to,
    /// `to`.
    fn label(&mut self, class: &str, (x, y): (f64, f64), text: &str, state: &str) {
        if state.is_empty() {
            return self.text(class, (x, y), text);
        }
        let width = 8.0 * text.chars().count() as f64 + 14.0;
        let left = match () {
            () if class.contains("end") => x - width + 7.0,
            () => x - width / 2.0,
        };
        let hue = if class.contains("back") { "back" } else if class.contains("update") { "update" } else { "w" };
        let ground = "pill ".to_owned() + state + " " + hue;
        self.rect(&ground, Rect { x: left, y: y - 11.0, width, height: 22.0 });
        self.text(&(class.to_owned() + " " + state), (x, y), text);
    }

    fn rect(&mut self, class: &str, rect: Rect) {
        self.at("rect", class, &[rect.x, rect.y, rect.width, rect.height], &[]);
    }
}

/// A whole pixel as text.
fn whole(place: f64) -> String {
    (place.round() as i32).to_string()
}

/// The drawing of a step.
pub(super) struct Opened<'a> {
    plan: &'a Plan,
    cast: &'a Cast,
    diagram: &'a Diagram,
    sight: &'a Sight,
    around: &'a Around<'a>,
}

impl<'a> Opened<'a> {
    pub fn new(
        plan: &'a Plan,
        cast: &'a Cast,
        diagram: &'a Diagram,
        sight: &'a Sight,
        around: &'a Around<'a>,
    ) -> Opened<'a> {
        Opened { plan, cast, diagram, sight, around }
    }

    /// All of it.
    pub fn marks(&self) -> String {
        let mut marks = Marks::default();
        let size = [self.diagram.width + LEFT + RIGHT, self.diagram.height + ABOVE + BELOW];
        marks.at("size", "", &size, &[]);
        self.stages(&mut marks);
        self.bands(&mut marks);
        for wire in &self.diagram.wires {
            self.wire(&mut marks, wire);
        }
        self.heads(&mut marks);
        for (index, &node) in self.cast.nodes.iter().enumerate() {
            match self.cast.knots[index].kind {
                Kind::Param => self.param(&mut marks, index, node),
                kind => self.node(&mut marks, index, node, kind),
            }
        }
        self.say(&mut marks);
        if let Some([first, second]) = self.around.added_up {
            let told = with_sum(&sum(&[first, second - first]), 2, second);
            marks.mark(&["kept", &told]);
        }
        if !self.around.twice.is_empty() {
            let [once, twice] = [0, 1].map(|call| self.around.twice[call]).map(number);
            marks.mark(&["twice", &once, &twice]);
        }
        marks.0
    }

    /// The place of a node of the drawing, moved to make room around it.
    fn rect(&self, index: usize) -> Rect {
        let Rect { x, y, width, height } = self.diagram.boxes[index];
        Rect { x: x + LEFT, y: y + ABOVE, width, height }
    }

    fn moved(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (x + LEFT, y + ABOVE)
    }

    /// What has happened last; of a step that has not begun, nothing.
    fn visited(&self) -> Option<Event> {
        self.sight.last
    }

    /// The place in the drawing of a node of the graph.
    fn find(&self, node: usize) -> Option<usize> {
        self.cast.find(self.plan, node)
    }

    /// Whether this place in the drawing stands for several rows.
    fn is_many(&self, index: usize) -> bool {
        matches!(self.cast.knots[index].kind, Kind::Row(band) if self.cast.bands[band].is_none())
    }

    /// The rows that a band of several stands for.
    fn others(&self) -> impl Iterator<Item = usize> {
        let open = self.cast.bands[0];
        (0..self.plan.rows.len()).filter(move |&row| Some(row) != open)
    }

    /// The nodes that stand at this place: one, or one for each of the other rows.
    fn nodes_at(&self, index: usize) -> Vec<usize> {
        let node = self.cast.nodes[index];
        match self.plan.row_of(node).filter(|_| self.is_many(index)) {
            None => vec![node],
            Some(row) => {
                let offset = node - self.plan.rows[row].first;
                self.others().map(|row| self.plan.rows[row].first + offset).collect()
            }
        }
    }

    fn has_value(&self, index: usize) -> bool {
        self.nodes_at(index).iter().all(|&node| self.sight.values[node].is_some())
    }

    fn has_slope(&self, index: usize) -> bool {
        self.nodes_at(index).iter().all(|&node| self.sight.slopes[node].is_some())
    }

    /// The colour of what this node computes: a prediction's or a loss's.
    fn hue(&self, node: usize) -> &'static str {
        let row = self.plan.row_of(node).map(|row| self.plan.rows[row]);
        let shared = node < self.plan.rows.last().map_or(0, |row| row.first);
        if shared || row.is_some_and(|row| node <= row.prediction) { "w" } else { "loss" }
    }

    /// The four steps: each with its numbers as far as they are there, and whether it is the one that
    /// was visited last, or is done, or to come.
    fn stages(&self, marks: &mut Marks) {
        let Around { stages, behind, .. } = *self.around;
        for (index, stage) in Stage::ALL.iter().enumerate() {
            let now = behind > stages[index] && behind <= stages[index + 1];
            let state = if now { "now" } else if behind > stages[index] { "done" } else { "to-come" };
            // Whoever walks by stages goes to its end, who walks by nodes to its first.
            let end = (stages[index + 1]).min(stages[4] - 1);
            let first = (stages[index] + 1).min(end);
            let [end, first] = [end, first].map(|behind| self.phase(behind));
            marks.mark(&["stage", stage.name(), state, &first, &end, &self.told_of(index)]);
        }
    }

    /// The place in a link of so many events of this step.
    fn phase(&self, behind: usize) -> String {
        super::step::phase(&self.around.stages, behind)
    }

    /// The numbers of a stage in a line.
    fn told_of(&self, stage: usize) -> String {
        let Around { stages, behind, data, .. } = *self.around;
        let begun = behind > stages[stage];
        let whole = behind >= stages[stage + 1];
        let rows = &self.plan.rows;
        let values = |nodes: &mut dyn Iterator<Item = usize>| -> Vec<Option<f64>> {
            nodes.map(|node| self.sight.values[node]).collect()
        };
        match stage {
            _ if !begun => String::new(),
            0 => {
                let of = listed(&values(&mut rows.iter().map(|row| row.prediction)));
                if !self.around.line {
                    return of;
                }
                let w = self.sight.values[self.plan.params[0]].map_or_else(String::new, number);
                let xs: Vec<Option<f64>> = data.xs().iter().copied().map(Some).collect();
                w + " · (" + &listed(&xs) + ") = " + &of
            }
            1 => {
                let losses = values(&mut rows.iter().map(|row| row.loss));
                if losses.iter().all(Option::is_none) {
                    return String::new();
                }
                let sum = "(".to_owned() + &added(&losses) + ") ÷ " + &rows.len().to_string();
                self.sight.values[self.plan.mean].map_or(sum.clone(), |loss| sum + " = " + &number(loss))
            }
            2 => {
                let of = |k: usize| {
                    let landed = self.landed_at(k);
                    let slopes: Vec<f64> = landed.iter().map(|landed| landed.slope).collect();
                    if self.around.gradient != Gradient::Autograd {
                        return number(self.sight.grads[k]);
                    }
                    let text = sum(&slopes);
                    if whole || (slopes.len() > 1 && self.is_whole(k)) {
                        landed.last().map_or(text.clone(), |last| with_sum(&text, slopes.len(), last.sum))
                    } else {
                        text + " …"
                    }
                };
                let known = |k: usize| !self.landed_at(k).is_empty() || self.given(k);
                let texts = (0..self.plan.params.len()).filter(|&k| known(k)).map(|k| match self.around.names {
                    [_] => of(k),
                    names => names[k].clone() + ": " + &of(k),
                });
                texts.collect::<Vec<_>>().join("   ")
            }
            _ => {
                let step = |k: usize| {
                    let [before, after] = self.way_of(k);
                    let grad = self.used(k);
                    let [rate, grad] = [few(self.around.lr, 3), bracketed(number(grad))];
                    number(before) + " − " + &rate + " · " + &grad + " = " + &number(after)
                };
                let moved = (0..self.plan.params.len()).filter(|&k| self.has_moved(k));
                moved.map(step).collect::<Vec<_>>().join("   ")
            }
        }
    }

    fn given(&self, k: usize) -> bool {
        self.behind().contains(&Event::Given(k))
    }

    fn has_moved(&self, k: usize) -> bool {
        self.behind().contains(&Event::Moved(k))
    }

    fn behind(&self) -> &[Event] {
        &self.around.events[..self.around.behind]
    }

    /// What has landed at a parameter.
    fn landed_at(&self, k: usize) -> Vec<Landed> {
        let to = self.plan.params[k];
        self.sight.landed.iter().copied().filter(|landed| landed.to == to).collect()
    }

    /// Whether all that lands there has landed.
    fn is_whole(&self, k: usize) -> bool {
        let lands = |event: &Event| matches!(*event, Event::Landing { to, .. } if to == self.plan.params[k]);
        let rest = &self.around.events[self.around.behind..];
        !rest.iter().any(lands)
    }

    /// The parameter before and after the step.
    fn way_of(&self, k: usize) -> [f64; 2] {
        let before = self.sight.values[self.plan.params[k]].unwrap_or(f64::NAN);
        [before, self.sight.params[k]]
    }

    /// What the update of a parameter used: all that its `.grad` held.
    fn used(&self, k: usize) -> f64 {
        self.sight.grads[k]
    }

    /// The ground of the row that is visited, the names of the columns, and what the other rows are.
    fn bands(&self, marks: &mut Marks) {
        let visited = self.visited().and_then(|event| self.place_of(event));
        let open = visited.map(|index| self.cast.knots[index].kind);
        let rows = self.cast.knots.iter().zip(&self.diagram.boxes);
        let rows = rows.filter(|(knot, _)| matches!(knot.kind, Kind::Row(_)));
        let (left, right) = rows.fold((f64::INFINITY, 0.0f64), |(left, right), (_, rect)| {
            (left.min(rect.x), right.max(rect.x + rect.width))
        });
        for (band, &(middle, high)) in self.diagram.bands.iter().enumerate() {
            let chosen = open == Some(Kind::Row(band)) && self.diagram.bands.len() > 1;
            if chosen {
                let rect = Rect { x: left - 132.0, y: middle - high / 2.0, width: right - left + 140.0, height: high };
                marks.rect("row", Rect { x: rect.x + LEFT, y: rect.y + ABOVE + 1.0, height: high - 2.0, ..rect });
            }
            if self.cast.bands[band].is_none() {
                let count = self.others().count().to_string();
                let at = self.moved((left - 128.0, middle - high / 2.0 - 6.0));
                marks.word("muted start", at, &["others", &count]);
            } else if self.plan.rows.len() > TERMS {
                let at = self.moved((left - 128.0, middle - high / 2.0 - 6.0));
                let row = self.cast.bands[band].unwrap_or(0) + 1;
                marks.word("strong start", at, &["point", &row.to_string(), &self.plan.rows.len().to_string()]);
            }
        }
        let top = self.diagram.bands.first().map_or(0.0, |&(middle, high)| middle - high / 2.0);
        let bottom = self.diagram.bands.last().map_or(0.0, |&(middle, high)| middle + high / 2.0);
        let lifted = if self.plan.rows.len() > TERMS { 20.0 } else { 0.0 };
        let derived = self.around.gradient == Gradient::Autograd
            && self.around.behind >= self.around.stages[2];
        for (index, knot) in self.cast.knots.iter().enumerate() {
            if knot.kind != Kind::Row(0) && knot.kind != Kind::Loss {
                continue;
            }
            let Some(role) = self.role(self.cast.nodes[index]) else { continue };
            let rect = self.diagram.boxes[index];
            let middle = rect.x + rect.width / 2.0;
            let (over, under) = match knot.kind {
                Kind::Loss => (rect.y - 14.0, rect.y + rect.height + 15.0),
                _ => (top - 12.0 - lifted, bottom + 14.0),
            };
            marks.word("strong middle", self.moved((middle, over)), &[role]);
            if derived && knot.kind != Kind::Loss {
                marks.word("back middle", self.moved((middle, under)), &["slope_of", role]);
            }
            if knot.kind == Kind::Loss && self.has_value(index) && self.plan.rows.len() > 1 {
                let losses = self.plan.rows.iter().filter_map(|row| self.sight.values[row.loss]);
                let mean = number(losses.sum()) + " ÷ " + &self.plan.rows.len().to_string();
                marks.text("loss middle", self.moved((middle, under)), &mean);
            }
        }
    }

    /// What a node of the lesson is called.
    fn role(&self, node: usize) -> Option<&'static str> {
        if node == self.plan.mean {
            return Some("loss");
        }
        let row = self.plan.rows[self.plan.row_of(node)?];
        match node {
            _ if node == row.prediction => Some("prediction"),
            _ if Some(node) == row.residual => Some("residual"),
            _ if node == row.loss && self.plan.parts[node].op == Op::Powi(2) => Some("square"),
            _ => None,
        }
    }

    /// The place in the drawing that an event is about.
    fn place_of(&self, event: Event) -> Option<usize> {
        match event {
            Event::Value(node) | Event::Mean(node) | Event::Slope(node) => self.find(node),
            Event::Landing { from, .. } => self.find(from),
            Event::Given(_) | Event::Moved(_) | Event::Emptied => None,
        }
    }

    /// Whether the event that was visited last came by this wire, and whether backwards.
    fn lit(&self, wire: &Wire) -> Option<bool> {
        match self.visited()? {
            Event::Value(node) | Event::Mean(node) => {
                (self.find(node) == Some(wire.to)).then_some(false)
            }
            Event::Slope(node) => (self.find(node) == Some(wire.from)).then_some(true),
            Event::Landing { from, to, .. } => {
                (self.find(from) == Some(wire.to) && self.find(to) == Some(wire.from)).then_some(true)
            }
            _ => None,
        }
    }

    /// Whether the slope has come back along a wire.
    fn is_back(&self, wire: &Wire) -> bool {
        let (from, to) = (self.cast.nodes[wire.from], wire.to);
        let lands = self.cast.knots[wire.from].kind == Kind::Param
            || self.cast.knots[wire.from].kind == Kind::Shared;
        if !lands {
            return self.has_slope(wire.from);
        }
        let nodes = self.nodes_at(to);
        let has = |node: &usize| self.sight.landed.iter().any(|l| l.from == *node && l.to == from);
        nodes.iter().all(has)
    }

    /// What came back along a wire: of several rows the sum.
    fn handed(&self, wire: &Wire) -> f64 {
        let from = self.cast.nodes[wire.from];
        let nodes = self.nodes_at(wire.to);
        let landed = self.sight.landed.iter().filter(|l| l.to == from && nodes.contains(&l.from));
        landed.map(|landed| landed.slope).sum()
    }

    /// The local derivative along a wire.
    fn factor(&self, wire: &Wire) -> String {
        let node = self.cast.nodes[wire.to];
        if node == self.plan.mean {
            return "1/".to_owned() + &self.plan.rows.len().to_string();
        }
        let part = &self.plan.parts[node];
        let place = part.nodes().nth(wire.input).map_or(0, |(place, _)| place);
        let value = self.sight.values[node].unwrap_or(f64::NAN);
        number(part.factor(place, &self.sight.values, value))
    }

    fn wire(&self, marks: &mut Marks, wire: &Wire) {
        let lit = self.lit(wire);
        let node = self.cast.nodes[wire.to];
        let back = self.is_back(wire) && self.around.gradient == Gradient::Autograd;
        let hue = match () {
            () if back => "back",
            () if self.has_value(wire.to) => self.hue(node),
            () => "idle",
        };
        let now = if lit.is_some() { " now" } else { "" };
        marks.mark(&["path", &("wire ".to_owned() + hue + now), &self.path(&wire.points)]);
        let joins = self.cast.knots[wire.to].inputs.len() > 1 && node != self.plan.mean;
        let many = self.is_many(wire.to);
        // What happens on the wire, and where two meet, before the node.
        let at = self.moved(wire.label);
        let by = |back: bool| if lit == Some(back) { "by" } else { "" };
        let sign = match () {
            () if node == self.plan.mean => {
                if self.plan.rows.len() > 1 { "" } else { "=" }.to_owned()
            }
            () if many => self.plan.parts[node].sign().split(' ').next().unwrap_or_default().to_owned() + " …",
            () => self.plan.parts[node].sign(),
        };
        if joins {
            if wire.input == 0 {
                let (x, y) = wire.points[wire.points.len() - 1];
                marks.text("sign middle", self.moved((x - 14.0, y + OVER - 2.0)), &sign);
            }
        } else if !sign.is_empty() {
            marks.label("sign middle", (at.0, at.1 + OVER), &sign, by(false));
        }
        if self.around.gradient == Gradient::Autograd && self.has_slope(wire.to) {
            let factor = self.factor(wire);
            let steady = !many || factor.starts_with("1/") || factor == "1";
            let factor = "× ".to_owned() + if steady { &factor } else { "…" };
            marks.label("back middle", (at.0, at.1 + UNDER), &factor, by(true));
        }
        // What the row is, and what it hands to what all rows share.
        let shared = matches!(self.cast.knots[wire.from].kind, Kind::Param | Kind::Shared);
        let (x, y) = self.moved(wire.handed);
        if shared && let Kind::Row(band) = self.cast.knots[wire.to].kind {
            let uses = self.cast.knots.iter().filter(|knot| knot.kind == Kind::Row(band));
            let first = uses.flat_map(|knot| &knot.inputs).find(|&&input| input == wire.from).is_some();
            if let (true, Some(row), true) = (first, self.cast.bands[band], self.around.line) {
                marks.text("point middle", (x, y + OVER), &point(self.around.data, row));
            }
        }
        if back && shared {
            let to = if lit == Some(true) { "to" } else { "" };
            marks.label("back strong middle", (x, y + UNDER), &number(self.handed(wire)), to);
        }
    }

    /// The way of a wire as a path: straight, and bent where it leaves its height.
    fn path(&self, points: &[(f64, f64)]) -> String {
        let mut path = String::new();
        let mut add = |letter: &str, (x, y): (f64, f64)| {
            path = std::mem::take(&mut path) + letter + &whole(x) + " " + &whole(y);
        };
        let points: Vec<(f64, f64)> = points.iter().map(|&point| self.moved(point)).collect();
        add("M", points[0]);
        for bend in points[1..points.len() - 1].chunks_exact(2) {
            let [(x, y), (to_x, to_y)] = [bend[0], bend[1]];
            let middle = (x + to_x) / 2.0;
            add("L", (x, y));
            add("C", (middle, y));
            add(" ", (middle, to_y));
            add(" ", (to_x, to_y));
        }
        add("L", points[points.len() - 1]);
        path
    }

    /// The heads of the wires: of those forward where they arrive, of those backward where they came
    /// from. Where many come together there is one.
    fn heads(&self, marks: &mut Marks) {
        let mut drawn: Vec<(i64, i64)> = Vec::new();
        for wire in &self.diagram.wires {
            let back = self.is_back(wire) && self.around.gradient == Gradient::Autograd;
            let (place, way, class) = match () {
                () if back => (wire.points[0], 1.0, "back"),
                () if self.has_value(wire.to) => {
                    (wire.points[wire.points.len() - 1], -1.0, self.hue(self.cast.nodes[wire.to]))
                }
                () => continue,
            };
            let (x, y) = self.moved(place);
            let key = (x.round() as i64, y.round() as i64);
            if drawn.contains(&key) {
                continue;
            }
            drawn.push(key);
            let head = "M".to_owned() + &whole(x) + " " + &whole(y);
            let head = head + if way > 0.0 { "l7-4v8Z" } else { "l-7-4v8Z" };
            marks.mark(&["path", &("head ".to_owned() + class), &head]);
        }
    }

    /// A node: its value above, its slope below.
    fn node(&self, marks: &mut Marks, index: usize, node: usize, kind: Kind) {
        let rect = self.rect(index);
        let half = Rect { height: rect.height / 2.0, ..rect };
        let lower = Rect { y: rect.y + half.height, ..half };
        let [value, slope] = self.marked(index);
        let many = self.is_many(index);
        if many {
            for by in [6.0, 3.0] {
                marks.rect("box idle", Rect { x: rect.x + by, y: rect.y - by, ..rect });
            }
        }
        let live = if self.has_value(index) { "" } else { " idle" };
        marks.rect(&("box".to_owned() + live), rect);
        let hue = self.hue(node);
        if !value.is_empty() {
            marks.rect(&("half ".to_owned() + value + " " + hue), half);
        }
        if !slope.is_empty() {
            marks.rect(&("half ".to_owned() + slope + " back"), lower);
        }
        let (left, right, middle) = (rect.x, rect.x + rect.width, rect.y + half.height);
        let across = "M".to_owned() + &whole(left) + " " + &whole(middle) + "H" + &whole(right);
        marks.mark(&["path", "across", &across]);
        let center = rect.x + rect.width / 2.0;
        if many {
            self.bars(marks, hue, half, &self.sight.values, index);
            self.bars(marks, "back", lower, &self.sight.slopes, index);
        } else {
            if let Some(v) = self.sight.values[node].filter(|_| self.has_value(index)) {
                let class = "value middle ".to_owned() + hue + filled(value);
                marks.text(&class, (center, half.y + half.height / 2.0), &number(v));
            }
            if let Some(slope_here) = self.sight.slopes[node] {
                let class = "value middle back".to_owned() + filled(slope);
                marks.text(&class, (center, lower.y + half.height / 2.0), &number(slope_here));
            }
        }
        if !many {
            self.target(marks, rect, node, kind);
        }
    }

    /// A bar for each of the other rows, or for several next to each other the largest.
    fn bars(&self, marks: &mut Marks, hue: &str, half: Rect, numbers: &[Option<f64>], index: usize) {
        let numbers: Vec<f64> = self.nodes_at(index).iter().filter_map(|&node| numbers[node]).collect();
        let most = numbers.iter().fold(0.0f64, |most, number| most.max(number.abs()));
        if numbers.is_empty() || !(most.is_finite() && most > 0.0) {
            return;
        }
        let each = numbers.len().div_ceil(BARS);
        let mut path = String::new();
        let bars: Vec<f64> =
            numbers.chunks(each).map(|some| some.iter().fold(0.0f64, |most, n| most.max(n.abs()))).collect();
        let pitch = (half.width - 8.0) / bars.len() as f64;
        for (bar, &long) in bars.iter().enumerate() {
            let high = (long / most * (half.height - 6.0)).round();
            let x = half.x + 4.0 + pitch * (bar as f64 + 0.5);
            path = path + "M" + &whole(x) + " " + &whole(half.y + half.height - 3.0) + "v-" + &whole(high);
        }
        marks.mark(&["path", &("bars ".to_owned() + hue), &path]);
    }

    /// What a node's halves are to the event that was visited last: `to`, where its number arrived,
    /// or `from`.
    fn marked(&self, index: usize) -> [&'static str; 2] {
        let Some(event) = self.visited() else { return [""; 2] };
        let reads = |of: usize| self.cast.knots[of].inputs.contains(&index);
        match event {
            Event::Value(node) | Event::Mean(node) => match self.find(node) {
                Some(to) if to == index => ["to", ""],
                Some(to) if reads(to) => ["from", ""],
                _ => [""; 2],
            },
            Event::Slope(node) => match self.find(node) {
                Some(to) if to == index => ["", "to"],
                Some(to) if self.cast.knots[index].inputs.contains(&to) => ["", "from"],
                _ => [""; 2],
            },
            Event::Landing { from, .. } if self.find(from) == Some(index) => ["", "from"],
            _ => [""; 2],
        }
    }

    /// What a press on a node goes to, and how a screen reader calls it.
    fn target(&self, marks: &mut Marks, rect: Rect, node: usize, kind: Kind) {
        let events = self.around.events;
        let value = |event: &Event| match *event {
            Event::Value(n) | Event::Mean(n) => n == node,
            _ => false,
        };
        let slope = |event: &Event| matches!(*event, Event::Slope(n) if n == node);
        let place = |of: &dyn Fn(&Event) -> bool| {
            let behind = events.iter().position(of).map_or(0, |index| index + 1);
            self.phase(behind.min(self.around.stages[4] - 1))
        };
        let [forward, backward] = [place(&value), place(&slope)];
        let row = match kind {
            Kind::Row(band) => self.cast.bands[band].map_or(String::new(), |row| (row + 1).to_string()),
            _ => String::new(),
        };
        let said = |numbers: &[Option<f64>]| numbers[node].map_or_else(String::new, number);
        let [value, slope] = [&self.sight.values, &self.sight.slopes].map(|numbers| said(numbers));
        let sign = self.plan.parts[node].sign();
        let role = self.role(node).unwrap_or("value");
        let hit = Rect { y: rect.y - 7.0, height: NODE.1 + 14.0, ..rect };
        let row_of = if row.is_empty() { "-" } else { &row };
        marks.at(
            "node",
            role,
            &[hit.x, hit.y, hit.width, hit.height],
            &[&forward, &backward, row_of, &value, &slope, &sign],
        );
    }

    /// A parameter: its value, and below it the vessel of what its gradient is.
    fn param(&self, marks: &mut Marks, index: usize, node: usize) {
        let Some(k) = self.plan.params.iter().position(|&param| param == node) else { return };
        let rect = self.rect(index);
        let vessel = Rect { y: rect.y + rect.height, height: self.diagram.vessel, ..rect };
        let name = &self.around.names[k];
        let autograd = self.around.gradient == Gradient::Autograd;
        let moved = self.has_moved(k);
        let source = matches!(self.visited(), Some(Event::Value(to)) if self.reads(to, index));
        let arrived = matches!(self.visited(), Some(Event::Moved(j)) if j == k);
        marks.rect("leaf", rect);
        if source || arrived {
            marks.rect(if arrived { "half to w" } else { "half from w" }, rect);
        }
        let lone = self.plan.params.len() == 1;
        let center = rect.x + rect.width / 2.0;
        let size = if lone { "big" } else { "value" };
        let middle = rect.y + rect.height / 2.0;
        marks.text("muted start", (rect.x + 12.0, middle), name);
        let [before, after] = self.way_of(k);
        let class = size.to_owned() + " middle w" + if arrived { " filled" } else { "" };
        let shown = if moved { after } else { before };
        marks.text(&class, (center + if lone { 8.0 } else { 12.0 }, middle), &number(shown));
        self.vessel(marks, k, vessel);
        let grad = if autograd { name.clone() + ".grad" } else { "d".to_owned() + name };
        marks.text("back strong start", (vessel.x + 8.0, vessel.y + 14.0), &grad);
        if moved {
            let (x, top, low) = (rect.x, middle, vessel.y + vessel.height - 24.0);
            let path = "M".to_owned() + &whole(x) + " " + &whole(low) + "h-20V" + &whole(top) + "h12";
            marks.mark(&["path", "update", &path]);
            let head = "M".to_owned() + &whole(x) + " " + &whole(top) + "l-8-4v8Z";
            marks.mark(&["path", "head update", &head]);
            let rate = "× −".to_owned() + &few(self.around.lr, 3);
            let by = if arrived { "by" } else { "" };
            marks.label("update end", (x - 26.0, (top + low) / 2.0), &rate, by);
            marks.word("muted end", (x - 28.0, top), &["before", &number(before)]);
        }
    }

    /// Whether a node of the graph reads what stands at this place of the drawing.
    fn reads(&self, node: usize, index: usize) -> bool {
        self.find(node).is_some_and(|to| self.cast.knots[to].inputs.contains(&index))
    }

    /// What the vessel holds: what was left in it, and above that what has landed; what was visited last
    /// waits to drop.
    fn vessel(&self, marks: &mut Marks, k: usize, vessel: Rect) {
        let autograd = self.around.gradient == Gradient::Autograd;
        let left = if autograd { self.around.before[k] } else { 0.0 };
        let landed = self.landed_at(k);
        let mut levels = vec![left];
        levels.extend(landed.iter().map(|landed| left + landed.sum));
        if self.given(k) {
            levels = vec![0.0, self.sight.grads[k]];
        }
        let to = self.plan.params[k];
        let waits = match self.visited() {
            Some(Event::Landing { to: landing, .. }) => landing == to,
            Some(Event::Given(given)) => given == k,
            _ => false,
        };
        let most = levels.iter().fold(self.around.largest[k], |most, level| most.max(level.abs()));
        let inner = vessel.height - 22.0;
        let scale = if most > 0.0 && most.is_finite() { inner / most } else { 0.0 };
        let bottom = vessel.y + vessel.height;
        let solid = levels[levels.len() - 1 - usize::from(waits && levels.len() > 1)];
        let high = |level: f64| if level.is_finite() { (level.abs() * scale).min(inner) } else { inner };
        let block = |from: f64, to: f64| {
            let (low, top) = (high(from).min(high(to)), high(from).max(high(to)));
            Rect { x: vessel.x + 2.0, y: bottom - top, width: vessel.width - 4.0, height: top - low }
        };
        if high(solid) > 0.0 {
            marks.rect("level", block(0.0, solid));
        }
        // The numbers, from the bottom up: in the blocks where there is room, else beside them.
        let parts: Vec<(f64, f64, f64)> = match () {
            () if self.given(k) => vec![(0.0, levels[1], levels[1])],
            () => {
                let steps = landed.iter().enumerate().map(|(i, landed)| (levels[i], levels[i + 1], landed.slope));
                std::iter::once((0.0, left, left)).filter(|_| left != 0.0).chain(steps).collect()
            }
        };
        let few_of_them = parts.len() <= TERMS + 1;
        let mut beside = bottom + 8.0;
        for (index, &(from, to, slope)) in parts.iter().enumerate() {
            let rect = block(from, to);
            let last = index + 1 == parts.len();
            let fell = high(to) < high(from);
            let class = match () {
                () if last && waits => "waits",
                () if fell => "less",
                () => "block",
            };
            if few_of_them || (last && waits) {
                marks.rect(class, if fell { Rect { x: rect.x + rect.width * 0.75, width: rect.width / 4.0, ..rect } } else { rect });
                if rect.height >= READABLE {
                    let at = (vessel.x + vessel.width / 2.0, rect.y + rect.height / 2.0);
                    marks.text("back middle", at, &number(slope));
                } else {
                    let wish = rect.y + rect.height / 2.0;
                    beside = wish.min(beside - NEXT);
                    marks.text("back small start", (vessel.x + vessel.width + 6.0, beside), &number(slope));
                }
            }
        }
        marks.rect("vessel", vessel);
        let terms: Vec<f64> = parts.iter().map(|&(_, _, slope)| slope).collect();
        if !terms.is_empty() {
            let text = sum(&terms);
            let text = with_sum(&text, terms.len(), levels[levels.len() - 1]);
            let at = (vessel.x + vessel.width / 2.0, bottom + 16.0);
            if autograd && !self.is_whole(k) {
                marks.word("back strong middle", at, &["so_far", &text]);
            } else {
                marks.text("back strong middle", at, &text);
            }
        }
    }

    /// The sentence about what was visited last, with its numbers.
    fn say(&self, marks: &mut Marks) {
        let step = (self.sight.position.epoch + 1).to_string();
        let params = self.plan.params.iter().zip(self.around.names);
        let value = |node: usize| self.sight.values[node].map_or_else(String::new, number);
        let slope = |node: usize| self.sight.slopes[node].map_or_else(String::new, number);
        let count = self.plan.rows.len().to_string();
        let row_of = |node: usize| {
            self.plan.row_of(node).map_or_else(|| "-".to_owned(), |row| (row + 1).to_string())
        };
        let mut said: Vec<String> = Vec::new();
        let mut say = |code: &str, row: &str, arguments: &[&str]| {
            said.extend([code, row].map(str::to_owned));
            said.extend(arguments.iter().map(|&argument| argument.to_owned()));
        };
        match self.visited() {
            None => {
                let states = params.map(|(&node, name)| name.clone() + " = " + &value(node));
                let states = states.collect::<Vec<_>>().join(", ");
                let kept: Vec<String> = self.around.before.iter().map(|&grad| number(grad)).collect();
                let first = self.sight.position.epoch == 0;
                let code = match self.around.gradient {
                    Gradient::Autograd if !first && self.around.zero_grad => "emptied",
                    Gradient::Autograd if !first => "kept",
                    _ => "begins",
                };
                say(code, "-", &[&states, &kept.join(", ")]);
            }
            Some(Event::Value(node)) => {
                let part = &self.plan.parts[node];
                let told = part.told(&self.sight.values);
                let input = part.nodes().next().map_or(String::new(), |(_, input)| value(input));
                let other = part.number().map_or_else(String::new, number);
                let code = match self.role(node) {
                    Some("prediction") if self.around.line => "prediction",
                    Some("residual") => {
                        match self.sight.values[node].unwrap_or(f64::NAN).partial_cmp(&0.0) {
                            Some(std::cmp::Ordering::Less) => "too_low",
                            Some(std::cmp::Ordering::Greater) => "too_high",
                            _ => "on_it",
                        }
                    }
                    Some("square") => "square",
                    _ => "value",
                };
                let size = self.sight.values[node].map_or_else(String::new, |v| number(v.abs()));
                say(code, &row_of(node), &[&told, &value(node), &input, &other, &size]);
            }
            Some(Event::Mean(node)) => {
                let losses: Vec<f64> =
                    self.plan.rows.iter().filter_map(|row| self.sight.values[row.loss]).collect();
                let code = if self.plan.rows.len() > 1 { "mean" } else { "mean_of_one" };
                say(code, "-", &[&sum_or_total(&losses), &count, &value(node)]);
            }
            Some(Event::Slope(node)) if node == self.plan.mean => say("of_itself", "-", &[]),
            Some(Event::Slope(node)) => {
                let used = self.find(node).and_then(|place| {
                    let mut users = self.diagram.wires.iter().filter(|wire| wire.from == place);
                    let user = users.next()?;
                    users.next().is_none().then_some(user)
                });
                let Some(wire) = used else {
                    say("slope_sum", &row_of(node), &[&slope(node)]);
                    return self.finish(marks, &step, &said);
                };
                // Of rows that are drawn together, this one's own numbers.
                let user = self.user_of(node);
                let part = &self.plan.parts[user];
                let factor = if user == self.plan.mean { "1/".to_owned() + &count } else {
                    let place = part.nodes().find(|&(_, input)| input == node).map_or(0, |(place, _)| place);
                    let y = self.sight.values[user].unwrap_or(f64::NAN);
                    number(part.factor(place, &self.sight.values, y))
                };
                let code = match (self.role(self.cast.nodes[wire.to]), part.op) {
                    (Some("loss"), _) => "share",
                    (Some("square"), _) => "of_square",
                    (_, Op::Add | Op::Sub) if part.number().is_some() => "shifted",
                    (_, Op::Add) => "passed",
                    _ => "slope",
                };
                let other = part.number().map_or_else(String::new, number);
                let arriving = slope(user);
                say(code, &row_of(node), &[&arriving, &factor, &slope(node), &value(node), &count, &other]);
            }
            Some(Event::Landing { from, input, to }) => {
                let last = self.sight.landed.last();
                let handed = last.map_or_else(String::new, |landed| number(landed.slope));
                let part = &self.plan.parts[from];
                let y = self.sight.values[from].unwrap_or(f64::NAN);
                let factor = number(part.factor(input, &self.sight.values, y));
                let k = self.plan.params.iter().position(|&param| param == to);
                let name = k.map_or_else(String::new, |k| self.around.names[k].clone());
                let landed = k.map_or_else(Vec::new, |k| self.landed_at(k));
                let whole = k.is_some_and(|k| self.is_whole(k));
                let slopes: Vec<f64> = landed.iter().map(|landed| landed.slope).collect();
                let left = k.map_or(0.0, |k| self.around.before[k]);
                let total = landed.last().map_or(0.0, |landed| landed.sum);
                let product = part.op == Op::Mul && matches!(part.reads[..], [_, Read::Number(_)] | [Read::Number(_), _]);
                let code = match (product, whole, landed.len() > 1, left != 0.0) {
                    (true, false, _, _) => "lands",
                    (true, true, true, false) => "lands_last",
                    (true, true, _, true) => "lands_on",
                    (true, true, false, false) => "lands",
                    (false, ..) => "handed",
                };
                let arriving = slope(from);
                say(code, &row_of(from), &[
                    &arriving, &factor, &handed, &name, &with_sum(&sum(&slopes), slopes.len(), total),
                    &landed.len().to_string(), &number(left), &number(left + total), &number(total),
                ]);
            }
            Some(Event::Given(k)) => {
                let code = match self.around.gradient {
                    Gradient::Numeric => "nudged",
                    Gradient::ManualSum => "by_hand_sum",
                    _ => "by_hand",
                };
                say(code, "-", &[&number(self.sight.grads[k]), &count, &self.around.names[k]]);
            }
            Some(Event::Moved(k)) => {
                let [before, after] = self.way_of(k);
                let grad = number(self.sight.grads[k]);
                let loss = self.sight.values[self.plan.mean].unwrap_or(f64::NAN);
                let then = self.around.then;
                let moves = if self.plan.params.len() > 1 { "moves_one" } else {
                    match then.partial_cmp(&loss) {
                        Some(std::cmp::Ordering::Less) => "falls",
                        Some(std::cmp::Ordering::Greater) => "rises",
                        Some(std::cmp::Ordering::Equal) => "stays",
                        None => "moves_one",
                    }
                };
                let autograd = self.around.gradient == Gradient::Autograd;
                let name = &self.around.names[k];
                let held = if autograd { name.clone() + ".grad" } else { "d".to_owned() + name };
                let lr = few(self.around.lr, 3);
                let by = number(-self.around.lr * self.sight.grads[k]);
                say(moves, "-", &[
                    &lr, &bracketed(grad), &by, name, &number(before), &number(after), &number(loss), &number(then), &held,
                ]);
            }
            Some(Event::Emptied) => say("emptied", "-", &[]),
        }
        self.finish(marks, &step, &said);
    }

    /// The node that reads this one, where only one does.
    fn user_of(&self, node: usize) -> usize {
        let reads = |part: &super::plan::Part| part.nodes().any(|(_, input)| input == node);
        let user = (node + 1..self.plan.parts.len()).find(|&user| reads(&self.plan.parts[user]));
        let is_loss = self.plan.rows.iter().any(|row| row.loss == node);
        if is_loss { self.plan.mean } else { user.unwrap_or(self.plan.mean) }
    }

    fn finish(&self, marks: &mut Marks, step: &str, said: &[String]) {
        let visited = self.around.behind.checked_sub(1).map_or(0, |event| {
            let begun = self.around.stages[1..4].iter().filter(|&&before| before <= event).count();
            begun + 1
        });
        let stage = visited.checked_sub(1).map_or("-", |stage| Stage::ALL[stage].name());
        let mut parts = vec!["say", stage, step];
        parts.extend(said.iter().map(String::as_str));
        marks.mark(&parts);
    }
}

/// ` filled` for what stands on its own colour.
fn filled(class: &str) -> &'static str {
    if class == "to" { " filled" } else { "" }
}

/// A point as mathematics writes it.
fn point(data: &Dataset, row: usize) -> String {
    let [x, y] = [data.xs()[row], data.ys()[row]].map(number);
    "(".to_owned() + &x + ", " + &y + ")"
}

/// Numbers as far as they are there: of many the first and the last.
fn listed(numbers: &[Option<f64>]) -> String {
    let mut texts: Vec<String> = numbers.iter().map_while(|&n| n.map(number)).collect();
    if texts.len() < numbers.len() {
        texts.truncate(TERMS);
        texts.push("…".to_owned());
    } else if texts.len() > TERMS {
        let last = texts.pop().unwrap_or_default();
        texts.truncate(2);
        texts.extend(["…".to_owned(), last]);
    }
    texts.join(", ")
}

/// A sum as far as its numbers are there: of many the first.
fn added(numbers: &[Option<f64>]) -> String {
    let known: Vec<f64> = numbers.iter().map_while(|&n| n).collect();
    let more = if known.len() < numbers.len() || known.len() > TERMS { " + …" } else { "" };
    sum(&known[..known.len().min(TERMS)]) + more
}

/// `−1 − 4 − 9`; of many numbers the first two and the last.
fn sum(numbers: &[f64]) -> String {
    let mut text = String::new();
    let many = numbers.len() > TERMS;
    for (index, &value) in numbers.iter().enumerate() {
        if many && index > 1 && index + 1 < numbers.len() {
            if index == 2 {
                text.push_str(" …");
            }
            continue;
        }
        let term = number(value);
        text = match (index, term.strip_prefix('-')) {
            (0, _) => term,
            (_, Some(term)) => text + " − " + term,
            (_, None) => text + " + " + &term,
        };
    }
    text
}

/// The sum with what it comes to, where there is anything to add.
fn with_sum(text: &str, terms: usize, total: f64) -> String {
    if terms > 1 { text.to_owned() + " = " + &number(total) } else { text.to_owned() }
}

/// The sum of some numbers written out, of many what they come to.
fn sum_or_total(numbers: &[f64]) -> String {
    if numbers.len() > TERMS { number(numbers.iter().sum()) } else { sum(numbers) }
}
