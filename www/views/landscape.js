// Lets a hand take the ball: where it is put, the run starts. What w that is, the core says.
import { h, mark, within, write } from "../ui/dom.js";
import { gestures } from "../ui/gesture.js";

/** By how many presses of an arrow key each key moves the start. */
const MOVES = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

class Landscape {
  #act;
  #words;
  #stage;
  #ball;
  #unseen = h("p", { class: "note unseen", hidden: true });
  #place = [];
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
        if (type === "pointercancel") act.hand.slide([["w", this.#before]]);
      });
    }
  }

  get #ready() {
    return this.#place.length > 0;
  }

  /** Moves the handle to where the core has drawn the ball. */
  render(walk, read) {
    const { lab, values, settings } = walk;
    this.#place = [...lab.ball()];
    this.#ball.hidden = !this.#ready;
    if (!this.#ready) return;
    const [x, y] = this.#place;
    this.#hint(lab, x, y);
    this.#ball.style.transform = `translate(${x}px, ${y}px)`;
    mark(this.#ball, "aria-label", this.#words.ball(read.names));
    const { min, max } = settings.find(({ name }) => name === "w");
    mark(this.#ball, "aria-valuemin", min);
    mark(this.#ball, "aria-valuemax", max);
    mark(this.#ball, "aria-valuenow", values.get("w"));
    mark(this.#ball, "aria-valuetext", this.#words.at(read));
    mark(this.#ball, "aria-disabled", walk.locks("w") || walk.locks("epoch"));
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
    if (event.button !== 0 || !this.#ready || event.target !== this.#ball) return;
    this.#held = event.pointerId;
    this.#before = this.#act.value("w");
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
    const [x] = within(event, this.#stage);
    this.#act.drawn(() => this.#ready && this.#start(this.#act.lab().start_at(x)));
  }

  #push(event) {
    const presses = MOVES[event.key];
    if (!presses || event.ctrlKey || event.altKey || event.metaKey || !this.#ready) return;
    event.preventDefault();
    this.#act.hand.take(); // each press counts from where the last one led
    this.#start(this.#act.lab().start_pushed(presses));
  }

  /** The run starts at this w, and the lab stands there. */
  #start(w) {
    if (w === undefined || !this.#act.hand.free("w") || this.#act.seek(0) === false) return;
    this.#act.hand.slide([["w", w]]);
  }
}

export default {
  create: (place, act, words) => new Landscape(place, act, words),
};
