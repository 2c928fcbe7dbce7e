// One step of training, opened: the graph of the batch, with what is to be seen of it at the
// position. The core says mark by mark what stands where; here each becomes a shape, a text, or a
// button to go there. The way on is by node, by column, by stage or by epoch, and back again.
import { BACK, STEP, h, icon, mark, write } from "../ui/dom.js";
import { real } from "../ui/says.js";
import { FORWARD, HAND } from "./parts/code.js";
import { Graph } from "./parts/graph.js";

const STAGES = ["prediction", "loss", "gradient", "update"];
const UNITS = ["epoch", "stage", "node"];

const byFormula = (gradient) => ({ ...FORWARD, gradient: `dw = ${gradient}`, update: "w -= lr * dw" });

/** How the notebooks write each of the four steps. */
const CODE = {
  autograd: {
    ...FORWARD,
    gradient: "l.backward()",
    update: "with torch.no_grad(): w -= lr * w.grad\nw.grad.zero_()",
  },
  manual: byFormula(HAND.manual),
  "manual-sum": byFormula(HAND["manual-sum"]),
  numeric: byFormula("(loss(w + h) - loss(w - h)) / (2*h)"),
};
const FORMULAS = { prediction: "ŷᵢ = w · xᵢ", loss: "L = 1/N · Σ (ŷᵢ − yᵢ)²" };
const SLOPES = {
  autograd: "∂L/∂w = Σ 1/N · 2eᵢ · xᵢ",
  manual: "dw = 1/N · Σ 2xᵢ · (ŷᵢ − yᵢ)",
  "manual-sum": "dw = Σ 2xᵢ · (ŷᵢ − yᵢ)",
  numeric: "dw ≈ (L(w + h) − L(w − h)) ÷ 2h",
};

/** What a card of the strip is made of. */
function card(stage, words, onclick) {
  const parts = Object.fromEntries(["formula", "told"].map((name) => [name, h("span", { class: name })]));
  parts.badge = h("span", { class: "badge" });
  parts.code = h("code");
  const title = h("b", {}, `${STAGES.indexOf(stage) + 1} ${words.stages[stage]}`);
  const root = h("button", { type: "button", class: `card ${stage}`, onclick }, title, parts.badge, parts.formula, parts.told, parts.code);
  return { root, ...parts };
}

class Step {
  #act;
  #words;
  #unit = "node";
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
    onchange: ({ target }) => this.#act.hand.edit([["zero-grad", target.checked ? "on" : "off"]]),
  });
  #zeroRoom;
  #parts;

  constructor({ root }, act, words) {
    this.#act = act;
    this.#words = words;
    this.#cards = new Map(STAGES.map((stage) => [stage, card(stage, words, () => this.#enter(stage))]));
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
      return h("label", {}, input, h("span", {}, words.units[unit]));
    });
    this.#row = h("input", {
      type: "text",
      inputmode: "numeric",
      id: "open-row",
      onchange: ({ target }) => this.#choose(target.value),
    });
    this.#rows = h("p", { class: "rows" }, h("label", { for: "open-row" }, words.open), this.#row);
    this.#zeroRoom = h(
      "p",
      { class: "switch" },
      this.#zero,
      h("label", { for: "empty-the-grad" }, words.empty),
      h("code", {}, "w.grad.zero_()"),
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
    const way = h(
      "div",
      { class: "way" },
      move(-1, "before", BACK),
      move(1, "next", STEP),
      h("fieldset", { class: "units" }, h("legend", {}, words.by), ...units),
    );
    const strip = h("div", { class: "strip", role: "group", "aria-label": words.strip });
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
    const unit = far && this.#unit === "node" ? "column" : this.#unit;
    this.#act.walk(far && unit !== "column" ? 10 * n : n, unit);
    this.#act.answer(() => this.#sentence.textContent);
  }

  /** Shows the step at the position. */
  render(walk, read) {
    const { lab, values } = walk;
    const marks = lab.opened(this.#graph.narrow).split("\n").map((line) => line.split("\t"));
    const [[kind, code]] = marks;
    this.#parts.hidden = kind === "closed";
    write(this.#closed, kind === "closed" ? this.#words.closed[code](read) : "");
    const gradient = values.get("gradient");
    const autograd = gradient === "autograd";
    this.#zeroRoom.hidden = this.#again.hidden = !autograd;
    this.#zero.checked = values.get("zero-grad") === "on";
    const told = (name) => marks.filter(([kind]) => kind === name).map(([, ...parts]) => parts.map(real));
    const best = lab.verdict === "circles" ? read("about_optimum") : "";
    write(this.#kept, told("kept").map(([sum, grad]) => this.#words.kept(sum, best, grad)).join(" "));
    write(this.#twice, this.#open ? told("twice").map((parts) => this.#words.twice(...parts)).join(" ") : "");
    mark(this.#again, "aria-expanded", Boolean(this.#open));
    if (kind === "closed") return;
    this.#strip(marks, gradient, values.get("zero-grad") === "on");
    this.#graph.render(marks);
    this.#say(marks.find(([kind]) => kind === "say"), read);
    const points = lab.readout("points");
    // Where all rows are open there is none to choose.
    this.#rows.hidden = !marks.some(([kind, , , , code]) => kind === "word" && code === "others");
    mark(this.#row, "placeholder", `1–${points}`);
  }

  #strip(marks, gradient, empties) {
    for (const [kind, stage, state, first, end, told] of marks) {
      if (kind !== "stage") continue;
      const { root, badge, formula, told: line, code } = this.#cards.get(stage);
      this.#to.set(stage, [first, end]);
      mark(root, "data-state", state);
      if (state === "now") mark(root, "aria-current", "step");
      else root.removeAttribute("aria-current");
      const torch = stage === "gradient" && gradient === "autograd";
      write(badge, torch ? "PyTorch" : this.#words.byHand);
      badge.classList.toggle("torch", torch);
      const held = gradient === "autograd" ? "w.grad" : "dw";
      write(formula, FORMULAS[stage] ?? (stage === "gradient" ? SLOPES[gradient] : `w ← w − lr · ${held}`));
      write(line, real(told));
      const lines = CODE[gradient][stage].split("\n");
      if (code.dataset.of === `${gradient}${empties}`) continue;
      code.dataset.of = `${gradient}${empties}`;
      const crossed = (line) => line === "w.grad.zero_()" && !empties;
      code.replaceChildren(...lines.map((line) => h(crossed(line) ? "s" : "span", {}, line)));
    }
  }

  #say([, stage, step, code, row, ...rest], read) {
    const { stages, where, says } = this.#words;
    const names = { points: read("points"), row };
    write(this.#where, where(step, stages[stage], names));
    write(this.#sentence, says[code](names, ...rest.map(real)));
  }

  /** To a stage's first node for whoever walks by nodes, for others to its end. */
  #enter(stage) {
    const [first, end] = this.#to.get(stage);
    this.#to_phase(this.#unit === "node" ? first : end);
  }

  #to_phase(phase) {
    this.#act.enter(phase);
    this.#act.answer(() => this.#sentence.textContent);
  }

  #choose(text) {
    const lab = this.#act.lab();
    const points = lab.readout("points");
    if (!(text >= 1 && text <= Number(points) && text % 1 === 0)) return this.#act.remark(this.#words.none(text, points));
    lab.choose(text - 1);
    this.#act.redraw();
  }
}

export default {
  create: (place, act, words) => new Step(place, act, words),
};
