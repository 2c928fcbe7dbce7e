// What a person's hand does to a walk: it tilts the line, and changes settings, as often as a
// pointer moves and yet once per frame. Each gesture leaves the run before it as a ghost, and the
// points before it to be brought back. It knows nothing of the DOM.

/** How many gestures can be undone. */
const DEPTH = 100;

/** What says the points. */
const POINTS = ["x", "y", "data"];

export class Hand {
  #walk;
  #host;
  #pending = new Map(); // settings to be changed with the next frame
  #past = []; // the points before each gesture that changed them, with whatever else it changed
  #begun = true; // the next change of the points is a new gesture's first

  /**
   * `host`: `tell(news)` the page, `stop()` a walk under way, `redraw()` in the next frame, `refuse(name)` a
   * change of a setting that is locked.
   */
  constructor(walk, host) {
    this.#walk = walk;
    this.#host = host;
  }

  /** A gesture begins: what is there now is what it will be compared with. */
  grasp() {
    this.take();
    this.#begun = true;
    this.#walk.lab.remember();
  }

  /**
   * Changes settings, `[name, text]` each, together with whatever else this frame brings: all, or none where one
   * is locked. Returns whether it does.
   */
  slide(entries) {
    if (!this.allows(entries)) return false;
    for (const [name, text] of entries) this.#pending.set(name, text);
    this.#host.redraw();
    return true;
  }

  /** Changes settings by a gesture of its own. */
  edit(entries) {
    if (!this.allows(entries)) return false;
    this.grasp();
    return this.slide(entries);
  }

  /** Whether all of these may be changed, or are what they are to be; where not, says so. */
  allows(entries) {
    return entries.every(([name, text]) => this.#walk.values.get(name) === text || this.free(name));
  }

  /** Whether a setting may be changed; where it may not, says so. */
  free(name) {
    const locked = this.#walk.lockOf(name);
    if (locked) this.#host.refuse(locked);
    return !locked;
  }

  /** Begins again from a preset. */
  preset(name) {
    const locked = this.#walk.locksPreset;
    if (locked) return this.#host.refuse(locked);
    this.grasp();
    this.#change(() => this.#walk.adopt(name));
  }

  /** Holds the line as `tilt(lab)` says; the run stands at its start then. */
  line(tilt) {
    if (!this.free("epoch")) return;
    this.#host.stop();
    tilt(this.#walk.lab);
    this.#host.redraw();
  }

  /** Whether there are points to bring back. */
  get canUndo() {
    return this.#past.length > 0;
  }

  /** Brings the points back as they were before the last gesture that changed them; false where it does not. */
  undo() {
    this.take();
    const points = this.#past.at(-1);
    if (!points || !this.allows(points)) return false;
    this.#past.pop();
    this.#begun = true;
    this.#walk.lab.remember();
    this.#host.tell(this.#walk.edit(points));
  }

  /** Gives what is pending to the core, and returns whether there was anything. */
  take() {
    if (!this.#pending.size) return false;
    const entries = [...this.#pending];
    this.#pending.clear();
    this.#change(() => this.#walk.edit(entries), entries);
    return true;
  }

  #change(change, entries = []) {
    const { points, values } = this.#walk;
    const others = entries.map(([name]) => [name, values.get(name)]).filter(([name]) => !POINTS.includes(name));
    const news = change();
    if (this.#begun && String(this.#walk.points) !== String(points)) {
      this.#begun = false;
      this.#past.push([...points, ...others]);
      if (this.#past.length > DEPTH) this.#past.shift();
    }
    this.#host.tell(news);
  }
}
