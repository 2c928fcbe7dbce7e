// Three routes to one slope, side by side at the w shown: by hand, by autograd, by a nudge. And
// the slip of the notebook by hand: its mean moved to where it no longer divides.
import { h, mark, write } from "./dom.js";
import words from "./messages/en.js";
import { Notebooks } from "./notebooks.js";

/** How long the hand's bar may take to stretch, in ms, and a little more; see the style sheet. */
const STRETCH = 300;

/** The gradient by hand, as NumPy has it: with the mean where it belongs, and moved. */
const HAND = { manual: "(2*x * (y_pred - y)).mean()", "manual-sum": "np.dot(2*x, y_pred - y).mean()" };

const real = (text) => text.replaceAll("-", "−");

export class Gradients {
  #act;
  #moved = false;
  #bars = new Map(["hand", "autograd", "numeric"].map((way) => [way, bar(way)]));
  #switch = h("input", { type: "checkbox", role: "switch", id: "move-the-mean", onchange: () => this.#move() });
  #code = h("code");
  #sentence = h("p", { class: "sentence" });
  #nudge = h("p", { class: "note nudge" });
  #list = h("ul", { class: "bars" }, ...[...this.#bars.values()].map(({ row }) => row));
  #notebooks;

  /** `act` is what a person can ask for. */
  constructor(panel, act) {
    this.#act = act;
    this.#notebooks = new Notebooks(act);
    const label = h("label", { for: "move-the-mean" }, words.gradients.move);
    panel.append(
      this.#list,
      h("p", { class: "switch" }, this.#switch, label, this.#code),
      this.#sentence,
      this.#nudge,
      this.#notebooks.root,
    );
  }

  /** Shows the gradients at the w shown. */
  render(walk) {
    const { lab } = walk;
    const all = new Map(lab.gradients().map((gradient) => [gradient.name, gradient]));
    const hand = this.#moved ? "manual-sum" : "manual";
    const [mean, sum] = ["autograd", "manual-sum"].map((name) => real(all.get(name).value));
    this.#show("hand", all.get(hand));
    for (const way of ["autograd", "numeric"]) this.#show(way, all.get(way));
    write(this.#code, HAND[hand]);
    const said = words.gradients;
    const points = lab.readout("points");
    write(
      this.#sentence,
      !this.#moved ? said.agree(mean)
      : points === "1" ? said.single
      : mean === "0" ? said.level(points)
      : said.slip(sum, mean, lab.coinciding_lr),
    );
    write(this.#nudge, said.nudge(...lab.nudge().map(real)));
    this.#notebooks.render(walk);
  }

  #show(way, { value, length, difference }) {
    const nodes = this.#bars.get(way);
    nodes.length.style.inlineSize = `${100 * length}%`;
    write(nodes.value, real(value));
    if (way !== "autograd") write(nodes.apart, words.gradients.apart(real(difference)));
  }

  // Only this stretches: a bar that follows the run is simply where the run is.
  #move() {
    this.#moved = this.#switch.checked;
    mark(this.#list, "data-moving", true);
    setTimeout(() => this.#list.removeAttribute("data-moving"), STRETCH);
    this.#act.redraw();
  }
}

/** One bar, with what it is, its value, and how far that is from autograd's. */
function bar(way) {
  const [length, value, apart] = [h("i"), h("b"), h("span", { class: "apart" })];
  const name = h("span", { class: "way" }, words.gradients.ways[way]);
  const track = h("span", { class: "length", "aria-hidden": "true" }, length);
  return { row: h("li", { "data-way": way }, name, track, value, apart), length, value, apart };
}
