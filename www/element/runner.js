// Time, as one lab has it: the run that is under way, the frames that are drawn, and whether anybody sees them.
// A frame draws once, whatever happened since the last. What a state is, and how it looks, others know.
import { Player, nextFrame } from "./player.js";

export class Runner {
  #element;
  #walk;
  #hand;
  #host;
  #player = new Player();
  #runs = []; // each train() that has not ended: the first is under way, or waits for the core as all others do
  #frame = false; // one is awaited
  #inSight = false;
  #sight = new IntersectionObserver((entries) => {
    this.#inSight = entries.at(-1).isIntersecting;
    if (this.#inSight) this.draw();
  });

  /**
   * `host`: `ready()`, whether there is a core, how much is `waiting()` for it, and its `lab()`; `show()` draws the state; `began()`; `arrived()` at
   * the end of the way; `ended(reason)` tells the page and returns the outcome; `failed(error)`.
   */
  constructor(element, walk, hand, host) {
    this.#element = element;
    this.#walk = walk;
    this.#hand = hand;
    this.#host = host;
  }

  /** Whether a run has been asked for and has not ended. */
  get running() {
    return this.#runs.length > 0;
  }

  get #run() {
    return this.#runs[0];
  }

  /** Whether it goes on, and does not wait for the core. */
  get begun() {
    return Boolean(this.#run?.begun);
  }

  /** Whether anybody could see the lab, at the last frame. */
  get inSight() {
    return this.#inSight;
  }

  /** Starts to follow whether anybody sees the lab. */
  wake() {
    this.#sight.observe(this.#element);
  }

  /** Nobody does. */
  sleep() {
    this.#sight.disconnect();
    this.#inSight = false;
    for (const _ of [...this.#runs]) this.end("cancelled"); // whoever hears of it may ask for another
  }

  /** Walks to the end once `when(ask, never)` lets it; kept with the outcome. One run at a time. */
  train(when) {
    if (this.begun) return this.#run.ended;
    const last = this.#runs.at(-1);
    if (last?.place === this.#host.waiting()) return last.ended; // nothing else has been asked for since
    const run = { begun: false };
    run.ended = new Promise((resolve) => (run.end = resolve));
    this.#runs.push(run);
    when(
      () => this.#begin(run),
      () => this.end("cancelled"),
    );
    run.place = this.#host.waiting();
    return run.ended;
  }

  /** Ends the run under way; one that still waits for the core was asked for later than this. */
  cancel() {
    if (!this.begun) return;
    this.#host.lab().enter(""); // whoever pauses stands at a state, not within its step
    this.end("cancelled");
  }

  end(reason) {
    const run = this.#runs.shift();
    if (!run) return;
    run.end(this.#host.ended(reason));
    this.draw();
  }

  /** Draws with the next frame. */
  draw() {
    if (this.#frame) return;
    this.#frame = true;
    nextFrame((now) => this.paint(now));
  }

  /** Goes on to where the lab ought to be at time `now`, and draws it. */
  paint(now) {
    this.#frame = false;
    if (!this.#host.ready() || !(this.#element.isConnected || this.#run)) return;
    try {
      // A change has had its share of this frame's work already.
      const changed = this.#hand.take();
      if (this.begun && this.#run.seen && this.#element.isConnected && !this.#inSight) {
        return this.#player.hold(now); // until somebody sees it
      }
      this.#player.go(now);
      const arrived = this.begun ? this.#walk.advance(this.#player, now) : this.#walk.catchUp(this.#player, changed);
      if (this.#element.isConnected) this.#host.show();
      if (!arrived) this.draw();
      else if (this.begun) this.#host.arrived();
    } catch (error) {
      this.#host.failed(error); // the core is gone: better a sentence than a dead page
    }
  }

  #begin(run) {
    const place = this.#runs.indexOf(run);
    if (place < 0) return;
    // Asked for while another goes on, it is that one.
    if (place) return void this.#run.ended.then(this.#runs.splice(place, 1)[0].end);
    const lab = this.#host.lab();
    // Also lets go of what a hand holds.
    lab.seek(lab.departure, 0);
    const unseen =
      !this.#element.isConnected || document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const share = (lab.end - lab.epoch) / (lab.end || 1);
    this.#player.start(lab.epoch, share / lab.value("speed"), performance.now(), unseen);
    run.begun = true;
    run.seen = !unseen; // it is there to be looked at
    this.#host.began();
    this.draw();
  }
}
