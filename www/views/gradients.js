// Three routes to one slope, side by side at the w shown: by hand, by autograd, by a nudge, each an
// arrow from zero. And the slip of the notebook by hand: its mean moved to where it no longer divides.
import { h, mark, svg, write } from "../ui/dom.js";
import { real } from "../ui/says.js";
import { Notebooks } from "./parts/notebooks.js";

/** How long the hand's arrow may take to stretch, in ms, and a little more; see the style sheet. */
const STRETCH = 300;

/** The longest arrow is at least so long, of the room to its side: else all are drawn ten times as long. */
const SHORT = 0.1;
/** What is shorter is what rounding has left. */
const NOISE = 1e-5;

/** So many predictions are drawn as they move, each with so much room in px, and arrows as high as that. */
const MOST = 10;
const [ROOM, HIGH] = [56, 40];

/** The gradient by hand with the mean where it divides, and with the mean moved. */
const BY_HAND = ["manual", "manual-sum"];

class Gradients {
  #act;
  #words;
  #moved = false; // whether the mean is: as the run has it by hand, else as it was last
  #bars;
  #switch = h("input", { type: "checkbox", role: "switch", id: "move-the-mean", onchange: () => this.#move() });
  #sentence = h("p", { class: "sentence" });
  #nudge = h("p", { class: "note nudge" });
  #moves = h("div", { class: "moves", "aria-hidden": "true" });
  #drawn; // the inputs whose predictions are drawn
  #larger = h("span", { class: "larger" });
  #list;
  #notebooks;

  /** `act` is what a person can ask for. */
  constructor({ root }, act, words) {
    this.#act = act;
    this.#words = words;
    this.#bars = new Map(["hand", "autograd", "numeric"].map((way) => [way, bar(way, words)]));
    const zero = h("li", { class: "zero", "aria-hidden": "true" }, h("span", { class: "length" }, "0"), this.#larger);
    this.#list = h("ul", { class: "bars" }, zero, ...[...this.#bars.values()].map(({ row }) => row));
    this.#notebooks = new Notebooks(act, words);
    const label = h("label", { for: "move-the-mean" }, words.move);
    root.append(
      this.#list,
      h("p", { class: "switch" }, this.#switch, label),
      this.#sentence,
      this.#nudge,
      this.#moves,
      this.#notebooks.root,
    );
  }

  /** Shows the gradients at the w shown. */
  render(walk, read) {
    const { lab, values } = walk;
    const by = values.get("gradient");
    if (BY_HAND.includes(by)) this.#moved = by === BY_HAND[1];
    this.#switch.checked = this.#moved;
    const all = new Map(lab.gradients().map((gradient) => [gradient.name, gradient]));
    const [mean, sum, ...three] = ["autograd", "manual-sum", "manual", "autograd", "numeric"].map((name) =>
      real(all.get(name).value),
    );
    const ways = { hand: BY_HAND[Number(this.#moved)], autograd: "autograd", numeric: "numeric" };
    const most = Math.max(...[...all.values()].map(({ length }) => Math.abs(length)));
    let larger = 1;
    while (most > NOISE && most * larger < SHORT) larger *= 10;
    write(this.#larger, larger > 1 ? this.#words.larger(String(larger)) : "");
    for (const [way, name] of Object.entries(ways)) this.#show(way, all.get(name), larger);
    const said = this.#words;
    const moved = {
      single: () => said.single,
      level: () => said.level(lab.readout("points")),
      longer: () => said.slip(sum, mean, real(lab.coinciding_lr), values.get("zero-grad") === "off" && lab.held()),
    };
    const digits = lab.depends_on_processor(ways.hand) ? ` ${said.processor[values.get("precision")]}` : "";
    write(this.#sentence, (this.#moved ? moved[lab.slip]() : said.routes[lab.accord](...three)) + digits);
    const nudge = lab.nudge().map(real);
    write(this.#nudge, said.nudge(read.names[0], ...nudge) + (nudge.length ? said.moves(read.names[0], read("points")) : ""));
    this.#draw(nudge.length ? lab.lists(MOST)[0] : "");
    this.#notebooks.render(walk, this.#moved);
  }

  /** Draws how each prediction moves when w is nudged: an arrow x times as long as w's. */
  #draw(inputs) {
    if (inputs === this.#drawn) return;
    this.#drawn = inputs;
    const texts = inputs ? inputs.split(",") : [];
    const xs = texts.map(Number);
    const most = Math.max(...xs.map(Math.abs)) || 1;
    const arrows = xs.map((x, index) => {
      const [at, end] = [ROOM * (index + 0.5), HIGH + 8 - (HIGH * x) / most];
      const tip = x && `M${at} ${end}l-4 ${8 * Math.sign(x)}h8Z`;
      return [
        svg("path", { class: "moved", d: `M${at} ${HIGH + 8}V${end}` }),
        svg("path", { class: "tip", d: tip || "" }),
        svg("circle", { cx: at, cy: HIGH + 8, r: 4 }),
        svg("text", { x: at + 8, y: HIGH + 4 }, `× ${real(texts[index])}`),
      ];
    });
    const [width, below] = [ROOM * (xs.length + 0.5), xs.some((x) => x < 0) ? HIGH : 0];
    const box = { viewBox: `0 0 ${width} ${HIGH + 16 + below}`, width, height: HIGH + 16 + below };
    this.#moves.replaceChildren(...(xs.length ? [svg("svg", box, ...arrows.flat())] : []));
  }

  #show(way, { value, length, difference }, larger) {
    const nodes = this.#bars.get(way);
    nodes.length.style.inlineSize = `${50 * Math.min(1, larger * Math.abs(length))}%`;
    mark(nodes.length, "data-down", length < 0);
    write(nodes.value, real(value));
    if (way !== "autograd") write(nodes.apart, this.#words.apart(real(difference)));
  }

  // Only this stretches: an arrow that follows the run is simply where the run is. A run by hand is another
  // then; beside a run by autograd it is only shown what would be.
  #move() {
    this.#moved = this.#switch.checked;
    const { hand, value } = this.#act;
    if (BY_HAND.includes(value("gradient"))) hand.edit([["gradient", BY_HAND[Number(this.#moved)]]]);
    mark(this.#list, "data-moving", true);
    setTimeout(() => this.#list.removeAttribute("data-moving"), STRETCH);
    this.#act.redraw();
  }
}

export default {
  create: (place, act, words) => new Gradients(place, act, words),
};

/** One arrow, with what it is, its value, and how far that is from autograd's. */
function bar(way, words) {
  const [length, value, apart] = [h("i"), h("b"), h("span", { class: "apart" })];
  const name = h("span", { class: "way" }, words.ways[way]);
  const track = h("span", { class: "length", "aria-hidden": "true" }, length);
  return { row: h("li", { "data-way": way }, name, track, value, apart), length, value, apart };
}
