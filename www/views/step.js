// One step of training, opened: the graph of the batch, with what is to be seen of it at the
// position. The core says mark by mark what stands where; here each becomes a shape, a text, or a
// button to go there. The way on is by node, by column, by stage or by epoch, and back again.
import { stages } from "gradwalk-tables";
import { BACK, STEP, h, icon, mark, write } from "../ui/dom.js";
import { real, wordOf } from "../ui/says.js";
import { Graph } from "./parts/graph.js";

const UNITS = ["epoch", "stage", "node"];

/** What a card of the strip is made of. */
function card(stage, words, onclick) {
  const parts = Object.fromEntries(["formula", "told"].map((name) => [name, h("span", { class: name })]));
  parts.badge = h("span", { class: "badge" });
  parts.code = h("code");
  const title = h("b", {}, `${stages.indexOf(stage) + 1} ${words.stages[stage]}`);
  const root = h("button", { type: "button", class: `card ${stage}`, onclick }, title, parts.badge, parts.formula, parts.told, parts.code);
  return { root, ...parts };
}

class Step {
  #act;
  #words;
  #unit = "node";
  #units = new Map(); // where each is named, and by what words
  #cards;
  #to = new Map(); // where a press on each card goes: [its first node, its end]
  #graph;
  #sentence = h("p", { class: "visited" });
  #where = h("p", { class: "muted where" });
  #closed = h("p", { class: "note" });
  #kept = h("p", { class: "note kept" });
  #twice = h("p", { class: "note" });
  #again;
  #open; // whether the second call of backward() is told
  #row;
  #rows;
  #zero = h("input", {
    type: "checkbox",
    role: "switch",
    id: "empty-the-grad",
    onchange: ({ target }) => this.#act.when(() => this.#act.hand.edit([["zero-grad", target.checked ? "on" : "off"]])),
  });
  #zeroRoom;
  #empty = h("label", { for: "empty-the-grad" });
  #emptying = h("code");
  #revision; // of the settings shown
  #parts;
  #moves;
  #strips;

  constructor({ root }, act, words) {
    this.#act = act;
    this.#words = words;
    this.#cards = new Map(stages.map((stage) => [stage, card(stage, words, () => act.drawn(() => this.#enter(stage)))]));
    this.#graph = new Graph(words, (phase) => this.#to_phase(phase), () => act.redraw());
    const move = (n, name, path) =>
      h(
        "button",
        { type: "button", class: "quiet", "aria-label": words[name], onclick: () => this.step(n) },
        icon(path),
      );
    const units = UNITS.map((unit) => {
      const onchange = () => (this.#unit = unit);
      const input = h("input", { type: "radio", name: "unit", value: unit, checked: unit === this.#unit, onchange });
      const said = h("span");
      this.#units.set(said, words.units[unit]);
      write(said, wordOf(words.units[unit]));
      return h("label", {}, input, said);
    });
    this.#row = h("input", {
      type: "text",
      inputmode: "numeric",
      id: "open-row",
      onchange: ({ target }) => act.drawn(() => this.#choose(target.value)),
    });
    this.#rows = h("p", { class: "rows" }, h("label", { for: "open-row" }, words.open), this.#row);
    this.#zeroRoom = h(
      "p",
      { class: "switch", hidden: true }, // as long as nobody knows whether it is on
      this.#zero,
      this.#empty,
      this.#emptying,
    );
    this.#again = h(
      "button",
      {
        type: "button",
        onclick: () => {
          this.#open = !this.#open;
          this.#act.redraw();
        },
      },
      words.again,
    );
    this.#moves = [move(-1, "before", BACK), move(1, "next", STEP)];
    const way = h(
      "div",
      { class: "way" },
      ...this.#moves,
      h("fieldset", { class: "units" }, h("legend", {}, words.by), ...units),
    );
    const strip = (this.#strips = h("div", { class: "strip", role: "group", "aria-label": words.strip }));
    strip.append(...[...this.#cards.values()].map(({ root }) => root));
    const said = h("div", { class: "said" }, this.#where, this.#sentence);
    this.#parts = h(
      "div",
      { class: "opened" },
      strip,
      this.#graph.root,
      this.#rows,
      h("div", { class: "walking" }, way, said),
    );
    const vessels = h("div", { class: "vessels" }, this.#zeroRoom, this.#again);
    root.append(h("div", { class: "opened" }, this.#closed, this.#parts, vessels, this.#kept, this.#twice));
  }

  /** What an arrow key does while this is open: on by the unit chosen, with Shift by columns. */
  step(n, far) {
    // What is told alike of each point is one press.
    const unit = this.#unit !== "node" ? this.#unit : far ? "column" : "told";
    this.#answer(this.#act.walk(far && unit !== "column" ? 10 * n : n, unit));
  }

  /** Says where a move led, if it led anywhere. */
  #answer(moved) {
    if (moved !== false) this.#act.answer(() => this.#sentence.textContent);
  }

  /** Shows the step at the position. */
  render(walk, read) {
    const { lab, values, revision } = walk;
    this.#zero.disabled = walk.locks("zero-grad");
    for (const node of [this.#strips, this.#graph.root, ...this.#moves]) mark(node, "aria-disabled", walk.locks("epoch"));
    const marks = lab.opened(this.#graph.narrow, Boolean(this.#open)).split("\n").map((line) => line.split("\t"));
    const [[kind, code]] = marks;
    this.#parts.hidden = kind === "closed";
    write(this.#closed, kind === "closed" ? this.#words.closed[code](read) : "");
    if (revision !== this.#revision) {
      this.#revision = revision;
      for (const [said, name] of this.#units) write(said, wordOf(name, read));
      this.#spell(lab, values);
    }
    const told = (name) => marks.filter(([kind]) => kind === name).map(([, ...parts]) => parts.map(real));
    const best = lab.verdict === "circles" ? read("about_optimum") : "";
    write(this.#kept, told("kept").map(([sum, grad]) => this.#words.kept(sum, best, grad, read.names[0])).join(" "));
    write(this.#twice, this.#open ? told("twice").map((parts) => this.#words.twice(...parts)).join(" ") : "");
    mark(this.#again, "aria-expanded", Boolean(this.#open));
    this.#again.disabled = kind === "closed";
    if (kind === "closed") return;
    this.#strip(marks);
    this.#graph.render(marks);
    const ended = marks.some(([kind]) => kind === "ended");
    this.#say(marks.find(([kind]) => kind === "say"), read, ended);
    const points = lab.readout("points");
    // Where all rows are open there is none to choose.
    this.#rows.hidden = !marks.some(([kind, , , , code]) => kind === "word" && code === "others");
    mark(this.#row, "placeholder", `1–${points}`);
  }

  /** What the settings alone decide: formulas, lines of code, and who does what. */
  #spell(lab, values) {
    const autograd = values.get("gradient") === "autograd";
    const empties = values.get("zero-grad") === "on";
    const emptying = lab.emptying();
    this.#zeroRoom.hidden = this.#again.hidden = !autograd;
    this.#zero.checked = empties;
    write(this.#empty, this.#words.empty(lab.held()));
    write(this.#emptying, emptying.join("; "));
    for (const [stage, { badge, formula, code }] of this.#cards) {
      const torch = lab.torch(stage);
      write(badge, torch ? "PyTorch" : this.#words.byHand);
      badge.classList.toggle("torch", torch);
      write(formula, lab.formula(stage));
      const tag = (line) => (empties || !emptying.includes(line) ? "span" : "s");
      const lines = lab.code(stage).map((line) => h(tag(line), {}, line));
      if (!same(code.children, lines)) code.replaceChildren(...lines);
    }
  }

  #strip(marks) {
    for (const [kind, stage, state, first, end, ...told] of marks) {
      if (kind !== "stage") continue;
      const { root, told: line } = this.#cards.get(stage);
      this.#to.set(stage, [first, end]);
      mark(root, "data-state", state);
      if (state === "now") mark(root, "aria-current", "step");
      else root.removeAttribute("aria-current");
      write(line, real(told.join("\n")));
    }
  }

  #say([, stage, step, code, row, ...rest], read, ended) {
    const { stages, where, says } = this.#words;
    const names = { points: read("points"), row, params: read.names, ended };
    write(this.#where, where(step, stages[stage], names));
    write(this.#sentence, says[code](names, ...rest.map(real)));
  }

  /** To a stage's first node for whoever walks by nodes, for others to its end. */
  #enter(stage) {
    const [first, end] = this.#to.get(stage) ?? []; // there is no step at the end
    if (first) this.#to_phase(this.#unit === "node" ? first : end);
  }

  #to_phase(phase) {
    this.#answer(this.#act.enter(phase));
  }

  #choose(text) {
    const lab = this.#act.lab();
    const points = lab.readout("points");
    if (!(text >= 1 && text <= Number(points) && text % 1 === 0)) return this.#act.remark(this.#words.none(text, points));
    lab.choose(text - 1);
    this.#act.redraw();
  }
}

/** Whether these are the same lines, struck through or not. */
const same = (old, lines) => old.length === lines.length && lines.every((line, index) => line.isEqualNode(old[index]));

export default {
  create: (place, act, words) => new Step(place, act, words),
};
