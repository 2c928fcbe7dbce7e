// Lets a hand take the ball: where it is put, the run starts. What w that is, the core says.
import { h, mark, plain, within, write } from "../ui/dom.js";
import { gestures } from "../ui/gesture.js";

/** By how many presses of an arrow key each key moves the start along an axis, and where it does by its own: right, up. */
const MOVES = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
const ALONG = { ArrowRight: 0, ArrowLeft: 0, ArrowUp: 1, ArrowDown: 1 };

class Landscape {
  #act;
  #words;
  #stage;
  #ball;
  #unseen = h("p", { class: "note unseen", hidden: true });
  #place = [];
  #sliders = []; // one for each parameter that the ball moves in
  #held; // the pointer that drags
  #before; // the start before that

  /** `stage` lies over the chart; `act` is what a person can ask for. */
  constructor({ stage }, act, words) {
    this.#act = act;
    this.#words = words;
    this.#stage = stage;
    this.#ball = h("div", { class: "handle ball", role: "slider", tabindex: "0", hidden: true });
    stage.append(this.#unseen, this.#ball);
    gestures(this.#ball, () => this.#ready && act.hand.grasp());
    this.#ball.addEventListener("keydown", (event) => this.#push(event));
    stage.addEventListener("pointerdown", (event) => this.#press(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    stage.addEventListener("click", (event) => event.target === stage && this.#to(event));
    for (const type of ["pointercancel", "pointerup", "lostpointercapture"]) {
      stage.addEventListener(type, ({ pointerId }) => {
        if (pointerId !== this.#held) return;
        this.release();
        // It was taken over, to zoom the page: nothing stays of it.
        if (type === "pointercancel") act.hand.slide(this.#before);
      });
    }
  }

  get #ready() {
    return this.#place.length > 0;
  }

  /** Moves the handle to where the core has drawn the ball. */
  render(walk, read) {
    const { lab, settings } = walk;
    this.#place = [...lab.ball()];
    this.#ball.hidden = !this.#ready;
    if (!this.#ready) return;
    const [x, y] = this.#place;
    this.#hint(lab, x, y);
    this.#ball.style.transform = `translate(${x}px, ${y}px)`;
    const { min, max } = settings.find(({ name }) => name === "w");
    const [a, b] = lab.pair();
    const parameters = lab.params(0);
    this.#build(a === b ? 1 : 2);
    this.#sliders.forEach((slider, axis) => {
      const index = [a, b][axis];
      mark(slider, "aria-label", this.#words.ball([read.names[index]]));
      mark(slider, "aria-valuemin", min);
      mark(slider, "aria-valuemax", max);
      mark(slider, "aria-valuenow", plain(parameters[index]));
      mark(slider, "aria-valuetext", this.#words.at(read));
      mark(slider, "aria-disabled", walk.locks(a === b ? "w" : "start") || walk.locks("epoch"));
    });
  }

  /** Says how the loss comes to be drawn, where the ball is not, as long as none of it is. */
  #hint(lab, x, y) {
    this.#unseen.hidden = lab.explored;
    if (lab.explored) return;
    write(this.#unseen, this.#words.unseen(this.#act.can()));
    const { clientWidth, clientHeight } = this.#stage;
    mark(this.#unseen, "data-before", x > clientWidth / 2);
    mark(this.#unseen, "data-above", y > clientHeight / 2);
  }

  /** Lets go, wherever the pointer is. */
  release() {
    if (this.#held === undefined) return;
    this.#held = undefined;
    this.#stage.classList.remove("dragging");
    if (!this.#stage.isConnected) return;
    this.#act.lab()?.freeze(false);
    this.#act.redraw();
  }

  #press(event) {
    if (event.button !== 0 || !this.#ready || !this.#ball.contains(event.target)) return;
    this.#held = event.pointerId;
    this.#before = ["w", "start"].map((name) => [name, this.#act.value(name)]);
    this.#stage.setPointerCapture(event.pointerId);
    this.#act.lab().freeze(true);
  }

  #move(event) {
    if (event.pointerId !== this.#held) return;
    if (!event.buttons) return this.release();
    this.#stage.classList.add("dragging");
    this.#to(event);
  }

  #to(event) {
    const [x, y] = within(event, this.#stage);
    this.#act.drawn(() => this.#ready && this.#start(this.#act.lab().start_at(x, y)));
  }

  #push(event) {
    const presses = MOVES[event.key];
    if (!presses || event.ctrlKey || event.altKey || event.metaKey || !this.#ready) return;
    event.preventDefault();
    this.#act.hand.take(); // each press counts from where the last one led
    // Of two, each key moves along its own axis; of those without one, along that of the slider.
    const axis = ALONG[event.key] ?? Math.max(0, this.#sliders.indexOf(event.target));
    const two = this.#sliders.length > 1;
    this.#start(this.#act.lab().start_pushed(...(two && axis ? [0, presses] : [presses, 0])));
  }

  /** The run starts there, and the lab stands there: a setting and its text. */
  #start(entry) {
    if (!entry.length || !this.#act.hand.free(entry[0]) || this.#act.seek(0) === false) return;
    this.#act.hand.slide([entry]);
  }

  /** The ball is a slider, or a group of one for each of two parameters. */
  #build(count) {
    if (this.#sliders.length === count) return;
    const two = count > 1;
    const sliders = ["horizontal", "vertical"].map((way) => h("i", { role: "slider", tabindex: "0", "aria-orientation": way }));
    this.#ball.replaceChildren(...(two ? sliders : []));
    mark(this.#ball, "role", two ? "group" : "slider");
    mark(this.#ball, "tabindex", two ? -1 : 0);
    this.#ball.classList.toggle("two", two);
    this.#sliders = two ? sliders : [this.#ball];
  }
}

export default {
  create: (place, act, words) => new Landscape(place, act, words),
};
