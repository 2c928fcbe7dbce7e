// One button for each preset, by the core's table of settings; the pressed one is in use.
import { h, mark } from "./dom.js";
import { choiceOf } from "./says.js";

export class Presets {
  #choices;
  #buttons;

  constructor(settings, place, act, words) {
    this.#choices = settings.find(({ name }) => name === "preset")?.choices ?? [];
    this.#buttons = this.#choices.map((choice) =>
      this.#button(choiceOf("preset", choice, words), () => act.hand.preset(choice)),
    );
    place.append(...this.#buttons);
  }

  /** As wide as it is when it is pressed, and its name bold. */
  #button(name, onclick) {
    return h("button", { type: "button", onclick, "data-name": name }, name);
  }

  /** Shows which is in use, and whether another can be taken. */
  render(preset, locked) {
    this.#choices.forEach((choice, index) => {
      mark(this.#buttons[index], "aria-pressed", choice === preset);
      mark(this.#buttons[index], "aria-disabled", locked);
    });
  }
}
