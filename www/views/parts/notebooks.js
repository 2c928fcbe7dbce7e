// Both notebooks side by side: only the gradient is another, and where it is marked. The one by hand
// has its mean where it divides, until somebody moves it: then its line is struck through and written
// again. Below each, where its w arrives; and a button that gives autograd the rate at which both go
// the same way.
import { h, mark, write } from "../../ui/dom.js";
import { real } from "../../ui/says.js";
import { FORWARD, HAND } from "./code.js";

/** The loop of each notebook; what is between ‹ and › differs. */
const CODE = {
  hand: `${FORWARD.prediction}
${FORWARD.loss}
‹dw = ${HAND.manual}›
‹›
w -= lr * ‹dw›`,
  autograd: `${FORWARD.prediction}
${FORWARD.loss}
‹l.backward()›
‹with torch.no_grad():›
    w -= lr * ‹w.grad›
‹w.grad.zero_()›`,
};

export class Notebooks {
  #act;
  #words;
  #ends = new Map();
  #button;
  #try;
  #outcome = h("p", { class: "note outcome" });
  #tried = {}; // the rate that the notebook by hand had and where it came to, and autograd's rate for it
  #moved; // whether the mean is
  #lines; // of the gradient by hand: as it ought to be, and what it is moved to
  #revision; // of the settings shown

  /** `act` is what a person can ask for. */
  constructor(act, words) {
    this.#act = act;
    this.#words = words;
    this.#button = h("button", { type: "button", class: "try", onclick: () => act.when(() => this.#press()) }, words.give("…"));
    const notebooks = Object.entries(CODE).map(([name, code]) => {
      const end = h("figcaption");
      this.#ends.set(name, end);
      // No heading: which level would be next is the page's to know.
      const title = h("p", {}, words.notebooks[name]);
      return h("figure", { class: "notebook", "aria-label": words.notebooks[name] }, title, h("pre", {}, h("code", {}, ...marked(code))), end);
    });
    this.#lines = notebooks[0].querySelectorAll("mark");
    const side = h("div", { class: "notebooks" }, ...notebooks);
    this.#try = h("div", { class: "try" }, h("p", {}, this.#button), this.#outcome);
    this.root = h("div", {}, side, this.#try);
    this.move(false);
  }

  /** Shows where both notebooks arrive with the settings of `walk`. */
  render({ lab, values, revision }) {
    if (revision === this.#revision) return;
    this.#revision = revision;
    const moved = this.#moved;
    const rate = values.get("lr");
    const { from, to, end } = this.#tried;
    const trying = moved && values.get("gradient") === "autograd" && rate === to;
    const [sum, autograd, mean] = ends(lab);
    const shown = trying ? [from, end, to, autograd] : [rate, moved ? sum : mean, rate, autograd];
    const { give, back, coincide, end: arrives } = this.#words;
    [...this.#ends.values()].forEach((place, index) => {
      const [at, w] = shown.slice(2 * index);
      write(place, w ? arrives(at, lab.readout("iterations"), w) : "");
    });
    mark(this.#button, "data-tried", trying);
    write(this.#button, trying ? back(from) : give(lab.coinciding_lr));
    write(this.#outcome, trying ? coincide(from, to, !values.get("pins")) : "");
  }

  /** Strikes the line through and writes it again, or takes that back. */
  move(moved) {
    this.#moved = moved;
    this.#revision = undefined;
    mark(this.#try, "data-moved", moved);
    const [right, wrong] = this.#lines;
    const line = `dw = ${HAND.manual}`;
    right.replaceChildren(moved ? h("del", {}, line) : line);
    // It has its room from the first: nothing jumps.
    wrong.replaceChildren(h("ins", {}, `dw = ${HAND["manual-sum"]}`));
    mark(wrong, "data-out", !moved);
  }

  /** Walks by hand, and then the same way by autograd; or goes back to the rate before. */
  #press() {
    const { hand, seek, lab, value } = this.#act;
    if (this.#button.dataset.tried === "true") {
      hand.edit([["lr", this.#tried.from]]);
      return;
    }
    const [end] = ends(lab());
    this.#tried = { from: value("lr"), to: lab().coinciding_lr, end };
    hand.edit([
      ["gradient", "manual-sum"],
      ["zero-grad", "on"],
    ]);
    hand.take();
    seek(Infinity);
    hand.edit([
      ["gradient", "autograd"],
      ["lr", this.#tried.to],
    ]);
  }
}

/** The w at which each notebook arrives, by hand and by autograd. */
const ends = (lab) => lab.both_notebooks().map(real);

/** Text with what is between ‹ and › marked. */
const marked = (code) =>
  code.split(/[‹›]/).map((text, index) => (index % 2 ? h("mark", {}, text) : text));
