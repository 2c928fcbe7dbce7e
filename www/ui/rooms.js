// The rooms of all views, each of which goes on whatever becomes of another. Which views there are it takes from the
// registry; where the scripts of views come later, they are asked for when such a room is in sight, or after the first screen.
import { others, views } from "./registry.js";
import { Room } from "./room.js";

export class Rooms {
  #rooms;
  #act;
  #words;
  #files; // the scripts that came later, by the names of their views
  #coming; // they, or they have come
  #dress;

  /**
   * `places` holds where each view stands, by its name; `charts` draws those of the figure; `act` is what a person
   * can ask for, `words` a message file's. `dress(made)` is called with what came later.
   */
  constructor(places, charts, act, words, dress) {
    this.#act = act;
    this.#dress = dress;
    this.#words = words;
    const draw = (lab, chart) => charts.draw(lab, chart);
    this.#rooms = [...views, ...others].map(({ name, create, later }) => {
      const place = places.get(name);
      const made = (create) => create(place, act, words.views[name], words);
      const furnish = later ? () => this.#files && made(this.#files[name].create) : create && (() => made(create));
      return new Room(name, place, draw, furnish, words, act.redraw);
    });
  }

  /** Sees to it that what is in sight has its script, or will have it. */
  arrange() {
    for (const room of this.#rooms) room.forgive();
    if (this.#rooms.some(({ waits }) => waits)) this.load();
  }

  /** Sees to it that what comes later comes; kept when it has, or has failed. */
  load() {
    return (this.#coming ??= this.#act
      .later()
      .then((made) => {
        this.#dress(made);
        this.#files = made.files;
        // Before the core is there, too: what can be pressed waits for it.
        for (const room of this.#rooms) if (room.waits) room.furnish();
      })
      .catch((error) => {
        console.error(error);
        this.#coming = undefined;
        for (const room of this.#rooms) if (room.waits) room.miss();
      })
      .finally(this.#act.redraw));
  }

  /** Which views can be shown is another question for each model. */
  judge(walk) {
    for (const room of this.#rooms) room.judge(walk);
  }

  /** Whether the view of that name shows nothing, and says why. */
  isAbsent(name) {
    return this.#rooms.find((room) => room.name === name).absent;
  }

  /** Whether a room in sight has the field of a setting, and says itself what there is to say of that. */
  has(field) {
    return this.#rooms.some(({ view, place, absent }) => view?.fields?.includes(field) && !absent && !place.root.hidden);
  }

  /** Draws the charts, and returns where what is cut off went: a Map of names to codes. */
  draw(lab) {
    const seen = this.#rooms.filter(({ place, absent }) => !place.root.hidden && !absent);
    lab.see(seen.map(({ name }) => name).join(" ")); // some of what stands in one is drawn in another
    return new Map(this.#rooms.map((room) => [room.name, room.draw(lab)]));
  }

  /** Shows `walk` in every room that is open. */
  render(walk, read) {
    for (const room of this.#rooms) room.render(walk, read);
  }

  /** Goes on by one, or back, or by more, as a view in sight has it; whether there is one. */
  move(n, far) {
    const open = this.#rooms.find(({ place, view, absent }) => view?.step && !absent && !place.root.hidden);
    open?.view.step(n, far);
    return Boolean(open);
  }

  /** Lets go of what a hand holds. */
  sleep() {
    for (const room of this.#rooms) room.release();
  }
}
