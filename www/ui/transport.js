// The four buttons that move the run: one step back, Train, one on, and back to the start.
import { BACK, STEP, h, icon, mark } from "./dom.js";

const RESET = "M5 4v4h4M5.4 8A6 6 0 1 1 4 11";

export class Transport {
  #train;
  #back;
  #step;
  #reset;
  root;

  constructor(act, words) {
    /** A button with an icon and, where there is room, its word. */
    const button = (name, path, onclick) =>
      h(
        "button",
        { type: "button", class: "quiet", part: `button ${name}`, "aria-label": words[name], onclick },
        icon(path),
        h("span", { class: "word", "aria-hidden": "true" }, words[name]),
      );
    // Train and Pause lie on top of each other: the label changes, the width does not.
    const labels = ["train", "pause"].map((name) => h("span", {}, words[name]));
    const train = { type: "button", class: "train", part: "button train", onclick: () => act.toggle() };
    this.#train = h("button", train, ...labels);
    this.#back = button("back", BACK, () => act.back(1));
    this.#step = button("step", STEP, () => act.step(1));
    this.#reset = button("reset", RESET, () => act.reset());
    const buttons = [this.#back, this.#train, this.#step, this.#reset];
    this.root = h("div", { class: "transport", part: "transport" }, ...buttons);
  }

  /** Whether it was shown last that the run goes on. */
  get running() {
    return this.#train.classList.contains("running");
  }

  /** Shows which ways are open; where the position is `locked`, none. */
  render({ epoch, end }, running, locked = false) {
    this.#train.classList.toggle("running", running);
    // Not `disabled`: a button that has the focus must not lose it at the end of its way.
    mark(this.#train, "aria-disabled", locked && !running);
    mark(this.#back, "aria-disabled", locked || epoch === 0);
    mark(this.#reset, "aria-disabled", locked || epoch === 0);
    mark(this.#step, "aria-disabled", locked || (epoch > 0 && epoch >= end));
  }
}
