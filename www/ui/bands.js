// The bands of the learning rate, painted on its slider: which rates go straight, which overshoot
// and which run away. Where they end is the core's; here they get their places and their names.
import { h, mark } from "./dom.js";

/** From low rates to high ones. Told apart by pattern: none is good or bad in itself. */
const BANDS = ["straight", "overshoots", "runs-away"];
const WITHOUT_ZERO_GRAD = ["circles", "runs-away"];

export class Bands {
  #words;
  #names = [];
  /** Lies below the slider. */
  track = h("div", { class: "bands", "aria-hidden": "true" });
  /** The names, each beside its pattern. */
  legend = h("p", { class: "legend" });

  /** `words`: the names of the bands. */
  constructor(words) {
    this.#words = words;
  }

  /** Paints the bands of `lab`, and returns the name of the one that its rate is in, or "". */
  render(lab) {
    const ends = lab.bands();
    const [overshoots, straight = 0] = [...ends].reverse();
    this.#build([[], WITHOUT_ZERO_GRAD, BANDS][ends.length]);
    this.track.style.setProperty("--straight", straight);
    this.track.style.setProperty("--overshoots", overshoots);
    for (const label of this.legend.children) {
      mark(label, "data-here", label.dataset.band === lab.verdict);
    }
    return this.#words[lab.verdict] ?? "";
  }

  #build(names) {
    if (names === this.#names) return;
    this.#names = names;
    const swatch = (band) => h("i", { "data-band": band });
    this.track.replaceChildren(...names.map(swatch));
    this.legend.replaceChildren(
      ...names.map((band) => h("span", { "data-band": band }, swatch(band), this.#words[band])),
    );
  }
}
