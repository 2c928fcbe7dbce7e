// The room of one view: a chart that the core draws, what a script has made, or both; or a sentence that says why
// nothing is there: the view cannot show the model, it fails, its script did not come. What a view shows is its own.
import { write } from "./dom.js";

export class Room {
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

  /** Draws the chart, if there is one, and returns where what is cut off went. */
  draw(lab) {
    const { canvas } = this.place;
    if (this.absent || !canvas) return "";
    return this.#attempt(() => this.#draw(lab, { name: this.name, canvas }));
  }

  /** Shows `walk` in what its script has made. */
  render(walk, read) {
    if (this.absent || this.place.root.hidden) return;
    this.#attempt(() => {
      this.#furnish();
      this.#view?.render?.(walk, read);
    });
  }

  /** Makes what its script makes, if that is there. */
  furnish() {
    this.#attempt(() => this.#furnish());
  }

  /** Says that its script did not come, and how to have it: by the button that it has, if it has one. */
  miss() {
    const { gone, missing } = this.#words;
    this.#say(this.place.root.matches(".panel:not(.plain)") ? gone : missing);
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
