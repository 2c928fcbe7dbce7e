// Lets a hand take hold of the fit: the line and the points are dragged on the plot or by handles
// that can have the focus. What is near to the hand is geometry of the page; where the line or a
// point then is, the core says.
import { entries, h, mark, plain, within, write } from "../ui/dom.js";
import { gestures } from "../ui/gesture.js";
import { real } from "../ui/says.js";
import { Levers } from "./parts/levers.js";

/** How near a press must be to a handle, in CSS pixels, to take it. */
const REACH = 22;

/** A pointer that has moved less than this, in CSS pixels, has not begun to drag. */
const STILL = 3;

/** With so many points their handles no longer reach as far: the plot must stay free for the line. */
const MANY = 12;

const LINE = -1;

/** By how many presses of an arrow key each key tilts the line. */
const TILTS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };

/** Where each key pushes a point, right and up. */
const PUSHES = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Where the next point goes, as fractions of the plot: well apart, whatever their number. */
const spot = (count) => [0.3 + 0.6 * ((count * 0.618) % 1), 0.25 + 0.5 * ((count * 0.382) % 1)];

class Fit {
  #act;
  #words;
  #stage;
  #line;
  #levers; // of a line of two parameters
  #points;
  #places = []; // of the line's handle and each point, [x, y] each; of too many points, of none
  #revision; // of the settings shown
  #said = []; // where each point's handle says that it is
  #reach; // how far a hand can push one, and which Tab comes to
  #drag; // {id, target, from, offset, moved}
  #lastPress; // what the last two presses were on
  #current = 0;
  #seen;
  #add;
  #labelled; // the revision of the settings that the axes are labelled by
  #axes = ["x", "y"].map((axis) => h("span", { class: `axis ${axis}` }));
  #undo;
  #note;

  /** `stage` lies over the chart `root`; `act` is what a person can ask for. */
  constructor({ root, stage }, act, words) {
    this.#act = act;
    this.#words = words;
    this.#stage = stage;
    this.#line = h("div", {
      class: "handle tilt",
      role: "slider",
      tabindex: "0",
      "aria-orientation": "vertical",
      hidden: true, // as long as it has no place
    });
    this.#points = h("div", { role: "group", "aria-label": words.points });
    stage.append(this.#line, this.#points, ...this.#axes);
    this.#levers = new Levers(stage, act, words);
    const word = (name, onclick) =>
      h("button", { type: "button", class: "small", part: "button", onclick }, words[name]);
    this.#undo = word("undo", () => act.undo());
    this.#add = word("add", () => act.drawn(() => this.#another()));
    mark(this.#undo, "aria-disabled", true);
    this.#note = h("p", { class: "note", hidden: true });
    root.append(this.#note, h("div", { class: "tools" }, this.#add, this.#undo));
    gestures(this.#points, () => this.#ready && act.hand.grasp());
    this.#line.addEventListener("keydown", (event) => this.#tilt(event));
    // A row of the table lights its point.
    root.getRootNode().addEventListener?.("gw-light", ({ detail }) => {
      for (const [index, handle] of [...this.#points.children].entries()) handle.classList.toggle("lit", index === detail);
    });
    this.#points.addEventListener("keydown", (event) => this.#push(event));
    this.#points.addEventListener("focusin", ({ target }) => this.#choose(target));
    const listen = (type, does) => stage.addEventListener(type, (event) => this.#ready && does(event));
    listen("pointerdown", (event) => this.#press(event));
    listen("pointermove", (event) => this.#move(event));
    listen("dblclick", (event) => this.#twice(event));
    // Before the core is there nobody knows what is where: a press puts the line there when it is.
    stage.addEventListener("click", (event) => {
      const at = this.#place(event);
      if (!act.lab()) act.drawn(() => this.#hold((lab) => lab.hold_at(...at)));
    });
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
      listen(type, (event) => event.pointerId === this.#drag?.id && this.#letGo(event));
    }
    // A press would give the focus to what lies on top, not to what is nearest.
    listen("mousedown", (event) => {
      const node = this.#node(this.#drag?.target ?? LINE);
      if (event.target === node) return;
      event.preventDefault();
      node?.focus({ preventScroll: true });
    });
    this.#seen = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting || !this.#ready) return;
      this.#line.classList.add("pulse");
      this.#seen.disconnect();
    });
  }

  get #ready() {
    return this.#places.length > 0;
  }

  /** Moves the handles to where the core has drawn what they hold. */
  render(walk, read) {
    const { lab, revision, settings } = walk;
    const [locked, stays] = [walk.locks("x"), walk.locks("epoch")];
    mark(this.#add, "aria-disabled", locked);
    mark(this.#undo, "aria-disabled", locked || !this.#act.hand.canUndo);
    const flat = lab.handles();
    const { length } = this.#places;
    const wasReady = this.#ready;
    this.#places = Array.from({ length: flat.length / 2 }, (_, k) => [flat[2 * k], flat[2 * k + 1]]);
    this.#line.hidden = !Number.isFinite(flat[0]); // another model has no line to hold
    this.#levers.render(walk, read);
    if (revision !== this.#labelled) {
      this.#labelled = revision;
      this.#label(lab);
    }
    if (!this.#ready) return;
    if (!wasReady) this.#seen.observe(this.#stage);
    const count = this.#places.length - 1;
    if (revision !== this.#revision || count !== length - 1) {
      this.#revision = revision;
      this.#name(count, lab.lists(count));
      write(this.#note, count || this.#add.hidden ? "" : this.#words.beyond(read("points"), !this.#act.lacks("more")));
      this.#note.hidden = !this.#note.textContent;
    }
    // As far as a hand can push one: to the corners.
    const corners = count ? lab.corners() : [];
    const [least, most] = [corners.slice(0, 2), corners.slice(2)];
    const handles = [...this.#points.children];
    handles.forEach((handle, index) => put(handle, this.#places[index + 1]));
    const reach = [count, this.#current, locked, ...corners].join();
    if (reach !== this.#reach) {
      this.#reach = reach;
      const sliders = handles.flatMap((handle, index) => [...handle.children].map((slider, axis) => [slider, index, axis]));
      for (const [slider, index, axis] of sliders) {
        mark(slider, "tabindex", index === this.#current ? 0 : -1);
        mark(slider, "aria-valuemin", least[axis]);
        mark(slider, "aria-valuemax", most[axis]);
        mark(slider, "aria-disabled", locked);
      }
    }
    if (this.#line.hidden) return;
    put(this.#line, this.#places[0]);
    const { min, max } = settings.find(({ name }) => name === "w");
    mark(this.#line, "aria-valuemin", min);
    mark(this.#line, "aria-valuemax", max);
    mark(this.#line, "aria-label", this.#words.line(read.names));
    mark(this.#line, "aria-valuenow", plain(lab.state_row()[1 + lab.columns().indexOf(read.names[0])]));
    mark(this.#line, "aria-valuetext", this.#words.at(read));
    mark(this.#line, "aria-disabled", stays);
  }

  /** Says along the axes what the columns are called. A hand moves points of one input that are as they were measured. */
  #label(lab) {
    const [labels, inputs] = [lab.labels(), lab.inputs()];
    const normal = lab.normalized().filter((_, index) => index % 3 === 0);
    this.#add.hidden = Boolean(inputs[1] || normal.length);
    this.#axes.forEach((node, axis) => {
      const name = inputs[axis] ?? "y";
      const label = labels[axis] ?? "";
      // Of two inputs both axes are theirs.
      write(node, normal.includes(name) ? this.#words.normalized(label || name) : label || (inputs[1] ? name : ""));
    });
  }

  /** Sees to it that there is a handle for each of `count` points, and that it says where that is. */
  #name(count, points) {
    const handles = this.#points.children;
    while (handles.length > count) this.#dropLast();
    this.#said.length = count;
    while (handles.length < count) this.#points.append(pointHandle());
    if (this.#current >= count) this.#current = Math.max(0, count - 1);
    this.#stage.classList.toggle("many", count > MANY);
    if (!count) return;
    const [xs, ys] = points.map((list) => list.split(","));
    [...handles].forEach((handle, index) => {
      const place = [xs[index], ys[index]];
      if (String(place) === this.#said[index]) return;
      this.#said[index] = String(place);
      mark(handle, "aria-label", this.#words.point(index + 1));
      [...handle.children].forEach((slider, axis) => {
        mark(slider, "aria-label", this.#words.point(index + 1, "xy"[axis]));
        mark(slider, "aria-valuenow", plain(place[axis]));
        mark(slider, "aria-valuetext", this.#words.place(...place.map(real)));
      });
    });
  }

  #texts() {
    return ["x", "y", "data"].map(this.#act.value).join(";");
  }

  /** A press that went nowhere, and was on nothing, puts the line there; of one that was taken over, to zoom, nothing stays. */
  #letGo({ type }) {
    const { target, handle, moved, from, before } = this.#drag;
    this.release();
    this.#act.hand.take();
    if (type === "pointercancel" && before !== undefined && before !== this.#texts()) this.#act.hand.undo();
    if (type === "pointerup" && target === LINE && !handle && !moved) this.#hold((lab) => lab.hold_at(...from));
  }

  /** Lets go, wherever the pointer is. */
  release() {
    this.#levers.release();
    const drag = this.#drag;
    if (!drag) return;
    this.#drag = undefined;
    this.#stage.classList.remove("dragging");
    if (drag.target !== LINE && this.#stage.isConnected) {
      this.#act.lab()?.freeze(false);
      this.#act.redraw();
    }
  }

  // One more point, where there is room.
  #another() {
    if (!this.#ready) return;
    const { clientWidth, clientHeight } = this.#stage;
    const [across, down] = spot(this.#places.length);
    this.#added(across * clientWidth, down * clientHeight);
  }

  #added(x, y) {
    const lab = this.#act.lab();
    const points = lab.added(x, y);
    if (!points.length) {
      return this.#act.remark(this.#note.hidden ? this.#words.full(lab.most_points) : this.#note.textContent);
    }
    this.#current = this.#places.length - 1;
    this.#edit(points);
  }

  #removed(index) {
    const points = this.#act.lab().removed(index);
    if (!points.length) return this.#act.remark(this.#words.last);
    this.#edit(points);
  }

  #edit(points) {
    if (points.length) this.#act.hand.edit(entries(points));
  }

  /** What a press takes: the handle in reach that is nearest, with how far off, or the line itself. */
  #near(x, y) {
    const reach = this.#stage.classList.contains("many") ? REACH / 2 : REACH;
    const [target, ...offset] = this.#act.lab().near(x, y, reach);
    return target === undefined
      ? { target: LINE, offset: [0, 0], handle: false }
      : { target, offset, handle: true };
  }

  #place(event) {
    return within(event, this.#stage);
  }

  #press(event) {
    if (event.button !== 0 || this.#drag) return;
    const from = this.#place(event);
    this.#drag = { ...this.#near(...from), id: event.pointerId, from, moved: false };
    this.#lastPress = this.#drag;
    this.#stage.setPointerCapture(event.pointerId);
    if (this.#drag.target === LINE) return;
    this.#current = this.#drag.target;
    this.#act.hand.grasp();
    this.#drag.before = this.#texts();
    this.#act.lab().freeze(true);
  }

  #move(event) {
    const drag = this.#drag;
    if (!drag || event.pointerId !== drag.id) return;
    if (!event.buttons) return this.release(); // it was let go where nobody could tell
    const [x, y] = this.#place(event);
    if (!drag.moved) {
      const [across, along] = [Math.abs(x - drag.from[0]), Math.abs(y - drag.from[1])];
      if (Math.hypot(across, along) < STILL) return;
      // Off the handles a finger that goes up or down is there to scroll the page.
      if (event.pointerType === "touch" && !drag.handle && along >= across) return this.release();
    }
    drag.moved = true;
    this.#stage.classList.add("dragging");
    const [atX, atY] = [x + drag.offset[0], y + drag.offset[1]];
    if (drag.target === LINE) this.#hold((lab) => lab.hold_at(atX, atY));
    else this.#act.hand.slide(entries(this.#act.lab().moved(drag.target, atX, atY)));
  }

  /** Twice on a point removes it, twice on nothing adds one. */
  #twice(event) {
    const { target, handle } = this.#lastPress ?? {};
    if (target !== LINE) this.#removed(target);
    else if (!handle) this.#added(...this.#place(event));
  }

  #tilt(event) {
    const presses = TILTS[event.key];
    if (!presses || event.ctrlKey || event.altKey || event.metaKey || !this.#ready) return;
    event.preventDefault();
    this.#hold((lab) => lab.tilt(presses));
  }

  /** Holds the line, where there is one. */
  #hold(tilt) {
    if (!this.#line.hidden) this.#act.hand.line(tilt);
  }

  #push(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { key } = event;
    const index = this.#current;
    if (key in PUSHES) {
      this.#act.hand.take(); // each press counts from where the last one led
      this.#act.hand.slide(entries(this.#act.lab().pushed(index, ...PUSHES[key])));
    } else if (key === "Delete" || key === "Backspace") this.#removed(index);
    else if (key === "PageDown") this.#node(Math.min(index + 1, this.#places.length - 2)).focus();
    else if (key === "PageUp") this.#node(Math.max(index - 1, 0)).focus();
    else return;
    event.preventDefault();
  }

  #choose(slider) {
    this.#current = [...this.#points.children].indexOf(slider.closest(".handle"));
    this.#act.redraw();
  }

  // The focus goes to a neighbour, not out of the lab.
  #dropLast() {
    const last = this.#points.lastElementChild;
    const focused = last.matches(":focus-within");
    last.remove();
    if (focused) this.#points.lastElementChild?.firstChild.focus({ preventScroll: true });
  }

  #node(target) {
    return target === LINE ? this.#line : this.#points.children[target]?.firstChild;
  }
}


/** A point is two sliders, x and y; the arrow keys push it either way from both. */
const pointHandle = () =>
  h("div", { class: "handle", role: "group", tabindex: "-1" }, ...["horizontal", "vertical"].map((way) => h("i", { role: "slider", "aria-orientation": way })));

export default {
  hand: true, // there is a line to drag
  create: (place, act, words) => new Fit(place, act, words),
};

/** Where each handle has been put. */
const puts = new WeakMap();

function put(node, [x, y]) {
  const place = `translate(${x}px, ${y}px)`;
  if (puts.get(node) === place) return;
  puts.set(node, place);
  node.style.transform = place;
}
