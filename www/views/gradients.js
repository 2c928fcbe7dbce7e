// Three routes to one slope, side by side at the parameters shown: by hand, by autograd, by a nudge, each an
// arrow from zero; where none is derived by hand, the two that are left. And the slip of the notebook by hand: its
// mean moved to where it no longer divides.
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
  #bars = new Map(); // by the parameter and the way
  #laid; // which there are
  #switch = h("input", { type: "checkbox", role: "switch", id: "move-the-mean", onchange: () => this.#move() });
  #sentence = h("p", { class: "sentence" });
  #nudge = h("p", { class: "note nudge" });
  #moves = h("div", { class: "moves", "aria-hidden": "true" });
  #drawn; // the inputs whose predictions are drawn
  #larger = h("span", { class: "larger" });
  #list = h("ul", { class: "bars" });
  #mean; // the line of the switch
  #notebooks;

  /** `act` is what a person can ask for. */
  constructor({ root }, act, words) {
    this.#act = act;
    this.#words = words;
    this.#notebooks = new Notebooks(act, words);
    const label = h("label", { for: "move-the-mean" }, words.move);
    this.#mean = h("p", { class: "switch" }, this.#switch, label);
    root.append(
      this.#list,
      this.#mean,
      this.#sentence,
      this.#nudge,
      this.#moves,
      this.#notebooks.root,
    );
  }

  /** Shows the gradients at the parameters shown. */
  render(walk, read) {
    const { lab, values } = walk;
    const by = values.get("gradient");
    if (BY_HAND.includes(by)) this.#moved = by === BY_HAND[1];
    this.#switch.checked = this.#moved;
    const all = lab.gradients();
    const names = [...new Set(all.map(({ of }) => of))];
    const none = lab.underived;
    for (const part of [this.#mean, this.#notebooks.root]) part.hidden = !!none;
    const ways = { ...(none ? {} : { hand: BY_HAND[Number(this.#moved)] }), autograd: "autograd", numeric: "numeric" };
    this.#lay(names, Object.keys(ways));
    const most = Math.max(...all.map(({ length }) => Math.abs(length)));
    let larger = 1;
    while (most > NOISE && most * larger < SHORT) larger *= 10;
    write(this.#larger, larger > 1 ? this.#words.larger(String(larger)) : "");
    for (const bar of all) {
      for (const [way, name] of Object.entries(ways)) if (name === bar.name) this.#show(`${bar.of} ${way}`, bar, larger);
    }
    const said = this.#words;
    const gradient = (way) => said.of(all.filter(({ name }) => name === way).map(({ of, value }) => [of, real(value)]));
    const digits = !none && lab.depends_on_processor(ways.hand) ? ` ${said.processor[values.get("precision")]}` : "";
    write(this.#sentence, this.#told(walk, gradient, names.length > 1, none) + digits);
    const nudge = lab.nudge().map(real);
    const tilts = nudge.length && read.shape === "proportional";
    write(this.#nudge, said.nudge(read.names[0], ...nudge) + (tilts ? said.moves(read.names[0], read("points")) : ""));
    this.#draw(tilts ? lab.lists(MOST)[0] : "");
    if (!none) this.#notebooks.render(walk, this.#moved);
  }

  /** What is said of the routes, or of the moved mean: of `many` parameters, where there is `none` by hand of two. */
  #told({ lab, values }, gradient, many, none) {
    const { single, level, slip, routes, two, none: why } = this.#words;
    if (none) return two[lab.accord](many, gradient("autograd"), gradient("numeric")) + why[none];
    if (!this.#moved) return routes[lab.accord](many, ...["manual", "autograd", "numeric"].map(gradient));
    const [sum, mean] = ["manual-sum", "autograd"].map(gradient);
    const moved = {
      single: () => single,
      level: () => level(lab.readout("points")),
      longer: () => slip(sum, mean, real(lab.coinciding_lr), values.get("zero-grad") === "off" && lab.held()),
    };
    return moved[lab.slip]();
  }

  /** The rows of the arrows: these ways, of each of these parameters. */
  #lay(names, ways) {
    const laid = [...names, "", ...ways].join(" ");
    if (laid === this.#laid) return;
    this.#laid = laid;
    this.#bars.clear();
    const zero = h("li", { class: "zero", "aria-hidden": "true" }, h("span", { class: "length" }, "0"), this.#larger);
    const rows = names.flatMap((name) => [
      ...(names.length > 1 ? [h("li", { class: "of" }, name)] : []),
      ...ways.map((way) => {
        const nodes = bar(way, this.#words);
        this.#bars.set(`${name} ${way}`, nodes);
        return nodes.row;
      }),
    ]);
    this.#list.replaceChildren(zero, ...rows);
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

  #show(place, { name, value, length, difference }, larger) {
    const nodes = this.#bars.get(place);
    nodes.length.style.inlineSize = `${50 * Math.min(1, larger * Math.abs(length))}%`;
    mark(nodes.length, "data-down", length < 0);
    write(nodes.value, real(value));
    if (name !== "autograd") write(nodes.apart, this.#words.apart(real(difference)));
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
