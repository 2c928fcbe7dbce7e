// Both notebooks side by side: only the gradient is another, and where it is marked. The one by hand
// has its mean where it divides, until somebody moves it: then its line is struck through and written
// again. Below each, where its parameter arrives; and a button that gives autograd the rate at which both go
// the same way.
import { h, mark, write } from "../../ui/dom.js";
import { real } from "../../ui/says.js";

/** The two notebooks, each by its way to the gradient; and the way that the first slips into. */
const WAYS = { hand: "manual", autograd: "autograd" };
const SLIP = "manual-sum";

export class Notebooks {
  #act;
  #words;
  #ends = new Map();
  #button;
  #try;
  #outcome = h("p", { class: "note outcome" });
  #tried = {}; // the rate that the notebook by hand had, and autograd's for it
  #moved; // whether the mean is
  #codes = new Map();
  #spelled = ""; // what the codes are made of
  #revision; // of the settings shown

  /** `act` is what a person can ask for. */
  constructor(act, words) {
    this.#act = act;
    this.#words = words;
    this.#button = h("button", { type: "button", class: "try", onclick: () => act.when(() => this.#press()) }, words.give("…"));
    const notebooks = Object.keys(WAYS).map((name) => {
      const [code, end] = [h("code"), h("figcaption")];
      this.#codes.set(name, code);
      this.#ends.set(name, end);
      // No heading: which level would be next is the page's to know.
      const title = h("p", {}, words.notebooks[name]);
      return h("figure", { class: "notebook", "aria-label": words.notebooks[name] }, title, h("pre", {}, code), end);
    });
    const side = h("div", { class: "notebooks" }, ...notebooks);
    this.#try = h("div", { class: "try" }, h("p", {}, this.#button), this.#outcome);
    this.root = h("div", {}, side, this.#try);
  }

  /** Shows where both notebooks arrive with the settings of `walk`, that by hand with its mean `moved` or not. */
  render(walk, moved) {
    const { lab, values, revision } = walk;
    mark(this.#button, "aria-disabled", ["gradient", "zero-grad", "lr", "epoch"].some((name) => walk.locks(name)));
    if (revision === this.#revision && moved === this.#moved) return;
    this.#revision = revision;
    this.#moved = moved;
    const empties = values.get("zero-grad") === "on";
    this.#spell(lab, moved, empties);
    const rate = values.get("lr");
    const { from, to } = this.#tried;
    const trying = moved && empties && values.get("gradient") === "autograd" && rate === to;
    const rates = [trying ? from : rate, rate];
    const [sum, autograd, mean] = pairs(lab.both_notebooks(rates[0]));
    const { give, back, coincide, end } = this.#words;
    [...this.#ends.values()].forEach((place, index) => {
      const [steps, w] = [moved ? sum : mean, autograd][index] ?? [];
      const whole = steps === lab.readout("iterations");
      write(place, w ? end(real(rates[index]), steps, lab.names()[0], real(w), whole) : "");
    });
    mark(this.#button, "data-tried", trying);
    write(this.#button, trying ? back(real(from)) : give(real(lab.coinciding_lr)));
    write(this.#outcome, trying ? coincide(real(from), real(to), !values.get("pins")) : "");
  }

  /** The loops of both: what only one of them has is marked. */
  #spell(lab, moved, empties) {
    mark(this.#try, "data-moved", moved);
    const [, line] = lab.pieces(SLIP);
    if (this.#spelled === `${line} ${moved} ${empties}`) return;
    this.#spelled = `${line} ${moved} ${empties}`;
    for (const [name, way] of Object.entries(WAYS)) {
      // A line that the run leaves out is struck through.
      const own = (text) => h("mark", {}, empties || !text.endsWith(".zero_()") ? text : h("s", {}, text));
      const pieces = lab.pieces(way).map((text, index) => (index % 2 ? own(text) : text));
      this.#codes.get(name).replaceChildren(...pieces);
    }
    const right = this.#codes.get("hand").querySelector("mark");
    // It has its room from the first: nothing jumps.
    const wrong = h("mark", { "data-out": String(!moved) }, h("ins", {}, line));
    right.after("\n", wrong);
    if (moved) right.replaceChildren(h("del", {}, right.textContent));
  }

  /** Walks by hand, and then the same way by autograd; or goes back to the rate before. */
  #press() {
    const { hand, seek, lab, value } = this.#act;
    if (this.#button.dataset.tried === "true") {
      hand.edit([["lr", this.#tried.from]]);
      return;
    }
    const [from, to] = [value("lr"), lab().coinciding_lr];
    const sum = [["gradient", "manual-sum"], ["zero-grad", "on"]];
    const autograd = [["gradient", "autograd"], ["lr", to]];
    // All of this, or nothing.
    if (!hand.allows([...sum, ...autograd]) || !hand.free("epoch")) return;
    this.#tried = { from, to };
    hand.edit(sum);
    hand.take();
    seek(Infinity);
    hand.edit(autograd);
  }
}

const pairs = (flat) => [0, 2, 4].map((index) => flat.slice(index, index + 2));
