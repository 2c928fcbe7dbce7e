// The handles of a line of two parameters: one tilts it, one lifts it. Where they are put, the run starts; where that
// is, the core says.
import { h, mark, plain, within, write } from "../../ui/dom.js";
import { gestures } from "../../ui/gesture.js";

/** So far from the plot, in CSS pixels, a handle of a line that has left it is anywhere. */
const FAR = 10_000;

/** How wide a letter of a name is at most, how far beside the handle it begins, and how high it stands, in CSS pixels. */
const [LETTER, BESIDE, HIGH] = [10, 18, 22];

/** By how many presses of an arrow key each key moves a handle. */
const MOVES = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };

export class Levers {
  #act;
  #words;
  #stage;
  #root = h("div", {});
  #size = [0, 0]; // of the stage, in CSS pixels
  #moves = []; // the index of the parameter that each moves
  #drag; // {id, lever, before}

  /** They lie in `stage`, over the chart of the fit. */
  constructor(stage, act, words) {
    this.#act = act;
    this.#words = words;
    this.#stage = stage;
    stage.append(this.#root);
    // Noted when it changes, and so is what is drawn: asked in each frame it would lay the page out in each.
    new ResizeObserver(() => (this.#size = [stage.clientWidth, stage.clientHeight])).observe(stage);
    gestures(this.#root, () => act.hand.grasp());
    const listen = (type, does) =>
      this.#root.addEventListener(type, (event) => {
        event.stopPropagation(); // a point may lie below
        does(event);
      });
    for (const type of ["mousedown", "dblclick", "click"]) listen(type, () => {});
    listen("pointerdown", (event) => this.#press(event));
    listen("pointermove", (event) => this.#move(event));
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
      listen(type, ({ pointerId }) => {
        if (pointerId !== this.#drag?.id) return;
        const { before } = this.#drag;
        this.release();
        if (type === "pointercancel") act.hand.slide(before); // to zoom the page: nothing stays of it
      });
    }
    this.#root.addEventListener("keydown", (event) => this.#push(event));
  }

  /** Moves the handles to where the core has drawn the line. */
  render(walk, read) {
    const { lab, settings } = walk;
    const flat = lab.levers();
    const count = flat.length / 3;
    while (this.#root.children.length > count) this.#root.lastElementChild.remove();
    while (this.#root.children.length < count) {
      this.#root.append(h("div", { class: "handle tilt lever", role: "slider", tabindex: "0", "aria-orientation": "vertical" }, h("b", {})));
    }
    const { min, max } = settings.find(({ name }) => name === "w");
    const [width, height] = this.#size;
    const at = (place) => {
      const [index, x, y] = flat.subarray(3 * place);
      return [index, x, Math.max(-FAR, Math.min(FAR, y))];
    };
    /** About where the name of a handle stands: its left, its right and its middle, in CSS pixels. */
    const label = (place) => {
      const [index, x, y] = at(place);
      const wide = LETTER * read.names[index].length;
      const left = x > width / 2 ? x - BESIDE - wide : x + BESIDE;
      return [left, left + wide, y + (y < height / 2 ? HIGH : -HIGH)];
    };
    [...this.#root.children].forEach((lever, place) => {
      const [index, x, y] = at(place);
      // Where two names would lie on each other, the second stands farther away.
      const [[left, right, middle], [start, end, other]] = [label(0), label(place)];
      mark(lever, "data-second", place > 0 && start < right && left < end && Math.abs(middle - other) < HIGH);
      const name = read.names[index];
      this.#moves[place] = index;
      lever.style.transform = `translate(${x}px, ${y}px)`;
      write(lever.firstChild, name);
      mark(lever, "data-high", y < height / 2);
      mark(lever, "data-right", x > width / 2);
      mark(lever, "aria-label", this.#words.levers[place](name));
      mark(lever, "aria-valuemin", min);
      mark(lever, "aria-valuemax", max);
      mark(lever, "aria-valuenow", plain(lab.state_row()[1 + lab.columns().indexOf(name)]));
      mark(lever, "aria-valuetext", this.#words.at(read));
      mark(lever, "aria-disabled", walk.locks("start") || walk.locks("epoch"));
    });
  }

  /** Lets go, wherever the pointer is. */
  release() {
    if (!this.#drag) return;
    this.#drag = undefined;
    this.#stage.classList.remove("dragging");
    if (!this.#stage.isConnected) return;
    this.#act.lab()?.freeze(false);
    this.#act.redraw();
  }

  #press(event) {
    const lever = [...this.#root.children].indexOf(event.target.closest(".lever"));
    if (event.button !== 0 || this.#drag || lever < 0) return;
    const before = ["w", "start"].map((name) => [name, this.#act.value(name)]);
    this.#drag = { id: event.pointerId, lever, before };
    event.target.closest(".lever").setPointerCapture(event.pointerId);
    this.#act.lab().freeze(true);
  }

  #move(event) {
    if (event.pointerId !== this.#drag?.id) return;
    if (!event.buttons) return this.release();
    this.#stage.classList.add("dragging");
    const at = within(event, this.#stage);
    this.#start((lab) => lab.levered(this.#moves[this.#drag.lever], ...at));
  }

  #push(event) {
    const presses = MOVES[event.key];
    if (!presses || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#act.hand.take(); // each press counts from where the last one led
    const lever = [...this.#root.children].indexOf(event.target);
    this.#start((lab) => lab.lever_pushed(this.#moves[lever], presses));
  }

  /** The run starts there, and the lab stands there. */
  #start(put) {
    const entry = put(this.#act.lab());
    if (!entry.length || !this.#act.hand.free(entry[0]) || this.#act.seek(0) === false) return;
    this.#act.hand.slide([entry]);
  }
}
