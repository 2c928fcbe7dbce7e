// The scrubber below the curves: it shows at which epoch the lab stands, and takes it to another.
import { margins } from "gradwalk-tables";
import { h, mark } from "./dom.js";
import { wordOf } from "./says.js";

/** Of so many passes each end is marked. */
const MOST = 80;

export class Scrubber {
  #curves;
  #width;
  #input;

  /** `curves`: the charts against the epoch, `{name, root, canvas}` each; `width` tells how wide a canvas is. */
  constructor(place, curves, act, words, width) {
    this.#curves = curves;
    this.#width = width;
    this.#input = h("input", {
      type: "range",
      class: "scrub",
      min: "0",
      max: "20",
      value: "0",
      "aria-label": wordOf(words.scrub),
      oninput: ({ target }) => {
        // Before the core is there nobody knows how many steps there are.
        const part = target.valueAsNumber / target.max;
        act.when(() => act.seek(Math.round(part * act.lab().value("iterations"))));
      },
    });
    this.#stand(margins.left, margins.right); // until the charts are drawn
    place.append(this.#input);
  }

  /** Shows the position, of what `name` says; `told` are the numbers there. Where it is `locked`, nobody moves it. */
  render(lab, name, told, locked) {
    this.#input.disabled = locked;
    mark(this.#input, "aria-label", name);
    mark(this.#input, "max", lab.value("iterations"));
    this.#input.value = lab.epoch;
    this.#pass(lab.steps_of_pass / lab.value("iterations"));
    this.#align(lab);
    mark(this.#input, "aria-valuetext", told);
  }

  /** Marks where passes over the data end, each so much of the way, where there are a few of them. */
  #pass(part) {
    const marked = part < 1 && part > 1 / MOST && part !== 1 / this.#input.max;
    this.#input.classList.toggle("passes", marked);
    if (marked) this.#input.style.setProperty("--_pass", part);
  }

  /** Time has one axis: the middle of the thumb stands below the state in every chart. */
  #align(lab) {
    for (const { name, root, canvas } of this.#curves) {
      const [from, to] = lab.ends_of(name);
      const width = this.#width(canvas);
      if (root.hidden || from === undefined || !width) continue;
      return this.#stand(Math.floor(from), Math.floor(width - to));
    }
  }

  /** Leaves so many CSS pixels from the edges of the plots to the way of the thumb's middle. */
  #stand(before, after) {
    this.#input.style.setProperty("--_before", `${before}px`);
    this.#input.style.setProperty("--_after", `${after}px`);
  }
}
