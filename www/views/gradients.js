// Three routes to one slope, side by side at the w shown: by hand, by autograd, by a nudge, each an
// arrow from zero. And the slip of the notebook by hand: its mean moved to where it no longer divides.
import { h, mark, write } from "../ui/dom.js";
import { real } from "../ui/says.js";
import { Notebooks } from "./parts/notebooks.js";

/** How long the hand's arrow may take to stretch, in ms, and a little more; see the style sheet. */
const STRETCH = 300;

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
  #list;
  #notebooks;

  /** `act` is what a person can ask for. */
  constructor({ root }, act, words) {
    this.#act = act;
    this.#words = words;
    this.#bars = new Map(["hand", "autograd", "numeric"].map((way) => [way, bar(way, words)]));
    const zero = h("li", { class: "zero", "aria-hidden": "true" }, h("span", { class: "length" }, "0"));
    this.#list = h("ul", { class: "bars" }, zero, ...[...this.#bars.values()].map(({ row }) => row));
    this.#notebooks = new Notebooks(act, words);
    const label = h("label", { for: "move-the-mean" }, words.move);
    root.append(
      this.#list,
      h("p", { class: "switch" }, this.#switch, label),
      this.#sentence,
      this.#nudge,
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
    this.#show("hand", all.get(BY_HAND[Number(this.#moved)]));
    for (const way of ["autograd", "numeric"]) this.#show(way, all.get(way));
    const said = this.#words;
    const moved = {
      single: () => said.single,
      level: () => said.level(lab.readout("points")),
      longer: () => said.slip(sum, mean, real(lab.coinciding_lr), values.get("zero-grad") === "off" && lab.held()),
    };
    write(this.#sentence, this.#moved ? moved[lab.slip]() : said.routes[lab.accord](...three));
    write(this.#nudge, said.nudge(read.names[0], ...lab.nudge().map(real)));
    this.#notebooks.render(walk, this.#moved);
  }

  #show(way, { value, length, difference }) {
    const nodes = this.#bars.get(way);
    nodes.length.style.inlineSize = `${50 * Math.abs(length)}%`;
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
