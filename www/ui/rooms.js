// What stands in the rooms of the views: a chart that the core draws, a script that does more, or both.
// Which views there are it takes from the registry; what each shows is its own.
import { views } from "./registry.js";

export class Rooms {
  #charts;
  #rooms; // of each view `{name, place, view?}`

  /**
   * `places` holds where each view stands, by its name; `charts` draws those of the figure; `act` is what a person
   * can ask for, `words` a message file's.
   */
  constructor(places, charts, act, words) {
    this.#charts = charts;
    this.#rooms = views.map(({ name, create }) => {
      const place = places.get(name);
      return { name, place, view: create?.(place, act, words.views[name], words) };
    });
  }

  /** Shows `walk` in every room that is open, and returns where what is cut off went: a Map of names to codes. */
  render(walk, read) {
    const cut = new Map();
    for (const { name, place, view } of this.#rooms) {
      if (place.canvas) cut.set(name, this.#charts.draw(walk.lab, { name, canvas: place.canvas }));
      if (!place.root.hidden) view?.render?.(walk, read);
    }
    return cut;
  }

  /** Goes on by one, or back, or by more, as a view in sight has it; whether there is one. */
  move(n, far) {
    const open = this.#rooms.find(({ place, view }) => view?.step && !place.root.hidden);
    open?.view.step(n, far);
    return Boolean(open);
  }

  /** Lets go of what a hand holds. */
  sleep() {
    for (const { view } of this.#rooms) view?.release?.();
  }
}
