// What stands in the rooms of the views: a chart that the core draws, a script that does more, or both.
// Which views there are it takes from the registry; what each shows is its own. A room whose view cannot show
// the model says so, and one whose view fails says that: all others go on. Where the script of a view comes later, it is
// asked for when its room is in sight.
import { mark, write } from "./dom.js";
import { views } from "./registry.js";

class Room {
  name;
  place;
  #draw;
  #create;
  #words;
  #redraw;
  #view;
  #revision; // of the settings that it was judged by
  #told; // what the console has been told
  #missed = false; // its script did not come

  /**
   * `draw(lab, chart)` draws the chart of the room that has one, `create` makes what else stands in it, or nothing as long
   * as its script is not there.
   */
  constructor(name, place, draw, create, words, redraw) {
    this.name = name;
    this.place = place;
    this.#draw = draw;
    this.#create = create;
    this.#words = words;
    this.#redraw = redraw;
    this.furnish();
  }

  get view() {
    return this.#view;
  }

  /** Whether it is in sight, and nothing is in it that its script would make. */
  get waits() {
    return Boolean(this.#create) && !this.#view && !this.absent && !this.place.root.hidden;
  }

  /** Whether it shows nothing, and says why. */
  get absent() {
    return !this.place.absent.hidden;
  }

  /** With other settings the view may show the model, or not; and one that failed is tried again. */
  judge({ lab, revision }) {
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#missed = false;
    const code = lab.unshown(this.name);
    this.#say(code && (this.#words.unshown[code]?.(lab.names()) ?? code));
  }

  /** Shows `walk`, and returns where what is cut off went. */
  render(walk, read) {
    if (this.absent) return "";
    return this.#attempt(() => {
      const { root, canvas } = this.place;
      if (!root.hidden) this.#furnish();
      const cut = canvas ? this.#draw(walk.lab, { name: this.name, canvas }) : "";
      if (!root.hidden) this.#view?.render?.(walk, read);
      return cut;
    });
  }

  /** Makes what its script makes, if that is there. */
  furnish() {
    this.#attempt(() => this.#furnish());
  }

  /** Says why its script did not come. */
  miss(why) {
    this.#say(why);
    this.#missed = true;
  }

  /** Whoever closes the room and opens it again asks again. */
  forgive() {
    if (!this.#missed || !this.place.root.hidden) return;
    this.#missed = false;
    this.#say("");
  }

  release() {
    this.#attempt(() => this.#view?.release?.());
  }

  /** Makes what stands here, from nothing if it was not made to its end. */
  #furnish() {
    if (this.#view || !this.#create) return;
    const rooms = [this.place.root, this.place.stage].filter(Boolean).map((node) => [node, [...node.childNodes]]);
    try {
      this.#view = this.#create();
    } catch (error) {
      for (const [node, children] of rooms) node.replaceChildren(...children);
      throw error;
    }
  }

  #attempt(act) {
    try {
      return act();
    } catch (error) {
      // The core is gone, and the lab with it.
      if (error instanceof WebAssembly.RuntimeError) throw error;
      const reason = String(error?.message ?? error);
      if (reason !== this.#told) console.error(error);
      this.#told = reason;
      this.#say(this.#words.broken(reason));
      this.#redraw();
      return "";
    }
  }

  #say(why) {
    const { root, absent } = this.place;
    write(absent, why);
    absent.hidden = !why;
    root.classList.toggle("empty", Boolean(why));
  }
}

export class Rooms {
  #rooms;
  #act;
  #words;
  #files; // the scripts that came later, by the names of their views
  #coming = false;

  /**
   * `places` holds where each view stands, by its name; `charts` draws those of the figure; `act` is what a person
   * can ask for, `words` a message file's.
   */
  constructor(places, charts, act, words) {
    this.#act = act;
    this.#words = words;
    const draw = (lab, chart) => charts.draw(lab, chart);
    this.#rooms = views.map(({ name, create, later }) => {
      const place = places.get(name);
      const made = (create) => create(place, act, words.views[name], words);
      const furnish = later ? () => this.#files && made(this.#files[name].create) : create && (() => made(create));
      return new Room(name, place, draw, furnish, words, act.redraw);
    });
  }

  /** Sees to it that what is in sight has its script, or will have it. */
  arrange() {
    for (const room of this.#rooms) room.forgive();
    if (this.#files || this.#coming || !this.#rooms.some(({ waits }) => waits)) return;
    this.#coming = true;
    this.#act
      .later()
      .then((files) => {
        this.#files = files;
        // Before the core is there, too: what can be pressed waits for it.
        for (const room of this.#rooms) if (room.waits) room.furnish();
      })
      .catch((error) => {
        console.error(error);
        for (const room of this.#rooms) if (room.waits) room.miss(this.#words.gone);
      })
      .finally(() => {
        this.#coming = false;
        this.#act.redraw();
      });
  }

  /** Which views can be shown is another question for each model. */
  judge(walk) {
    for (const room of this.#rooms) room.judge(walk);
  }

  /** Whether the view of that name shows nothing, and says why. */
  isAbsent(name) {
    return this.#rooms.find((room) => room.name === name).absent;
  }

  /** Shows `walk` in every room that is open, and returns where what is cut off went: a Map of names to codes. */
  render(walk, read) {
    return new Map(this.#rooms.map((room) => [room.name, room.render(walk, read)]));
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
