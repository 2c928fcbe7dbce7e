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
  #tried = {}; // the rate that the notebook by hand had and where it came to, and autograd's rate for it
  #moved = false; // whether the mean is
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

  /** Shows where both notebooks arrive with the settings of `walk`. */
  render(walk) {
    const { lab, values, revision } = walk;
    mark(this.#button, "aria-disabled", ["gradient", "zero-grad", "lr", "epoch"].some((name) => walk.locks(name)));
    if (revision === this.#revision) return;
    this.#revision = revision;
    const moved = this.#moved;
    this.#spell(lab, moved);
    const rate = values.get("lr");
    const { from, to, end } = this.#tried;
    const trying = moved && values.get("gradient") === "autograd" && rate === to;
    const [sum, autograd, mean] = ends(lab);
    const shown = trying ? [from, end, to, autograd] : [rate, moved ? sum : mean, rate, autograd];
    const { give, back, coincide, end: arrives } = this.#words;
    [...this.#ends.values()].forEach((place, index) => {
      const [at, value] = shown.slice(2 * index);
      write(place, value ? arrives(at, lab.readout("iterations"), lab.names()[0], value) : "");
    });
    mark(this.#button, "data-tried", trying);
    write(this.#button, trying ? back(from) : give(lab.coinciding_lr));
    write(this.#outcome, trying ? coincide(from, to, !values.get("pins")) : "");
  }

  /** Strikes the line through and writes it again, or takes that back, when it is shown next. */
  move(moved) {
    this.#moved = moved;
    this.#revision = undefined;
  }

  /** The loops of both: what only one of them has is marked. */
  #spell(lab, moved) {
    mark(this.#try, "data-moved", moved);
    const [, line] = lab.pieces(SLIP);
    if (this.#spelled === `${line} ${moved}`) return;
    this.#spelled = `${line} ${moved}`;
    for (const [name, way] of Object.entries(WAYS)) {
      const pieces = lab.pieces(way).map((text, index) => (index % 2 ? h("mark", {}, text) : text));
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
    const [end] = ends(lab());
    const [from, to] = [value("lr"), lab().coinciding_lr];
    const sum = [["gradient", "manual-sum"], ["zero-grad", "on"]];
    const autograd = [["gradient", "autograd"], ["lr", to]];
    // All of this, or nothing.
    if (!hand.allows([...sum, ...autograd]) || !hand.free("epoch")) return;
    this.#tried = { from, to, end };
    hand.edit(sum);
    hand.take();
    seek(Infinity);
    hand.edit(autograd);
  }
}

/** Where each notebook arrives: by hand with the sum, by autograd, by hand with the mean. */
const ends = (lab) => lab.both_notebooks().map(real);
