// What is sent, pasted and taken along; its script is loaded when somebody opens it.
import { share } from "../element/engine.js";
import { h } from "../ui/dom.js";

class Share {
  #root;
  #act;
  #said;
  #view;

  constructor({ root }, act, said) {
    this.#root = root;
    this.#act = act;
    this.#said = said;
  }

  render(walk) {
    if (this.#view) return this.#view.render?.(walk);
    this.#view = {};
    const { choices } = walk.settings.find(({ name }) => name === "hide");
    share().then(
      ({ create }) => {
        this.#view = create(this.#root, this.#act, this.#said, h, choices);
        this.#act.redraw();
      },
      () => this.#root.append(h("p", { class: "note" }, this.#said.gone)),
    );
  }
}

export default {
  create: (place, act, said) => new Share(place, act, said),
};
