// Walks a position from where it stands to an end that may still be unknown. It knows nothing
// of what a position means; whoever owns the position asks once per animation frame.

/** A person has not seen this move before: three seconds. After that, one. */
const FIRST = 3000;
const LATER = 1000;

/** However short the way, a walk can be seen. */
const SHORTEST = 240;

/** What one frame may spend on computing ahead; the rest of its 16 ms is for drawing. */
const SLICE = 8;

export class Player {
  #from = 0;
  #start = 0;
  #duration = 0;
  #seen = false;
  #budget = 100_000;

  /** Sets out at time `now`; `share` of the whole way (0 to 1) lies ahead. `atOnce`: do not animate. */
  start(from, share, now, atOnce) {
    this.#from = from;
    this.#start = now;
    this.#duration = atOnce ? 0 : Math.max(SHORTEST, share * (this.#seen ? LATER : FIRST));
    if (!atOnce) this.#seen = true;
  }

  /** The position to show at time `now` on the way to `end`. */
  at(now, end) {
    const part = this.#duration ? (now - this.#start) / this.#duration : 1;
    return part >= 1 ? end : Math.floor(this.#from + (end - this.#from) * Math.max(part, 0));
  }

  /** Calls `work(budget)` with as many units as fit into a frame, and learns from how long it took. */
  slice(work) {
    const start = performance.now();
    work(this.#budget);
    const spent = Math.max(performance.now() - start, 0.1);
    this.#budget = Math.ceil(this.#budget * Math.min(Math.max(SLICE / spent, 0.25), 4));
  }
}

/** Calls `paint(now)` in the next animation frame. A hidden page has none, but a run in it still ends. */
export function nextFrame(paint) {
  if (document.hidden) return setTimeout(() => paint(performance.now()));
  const frame = requestAnimationFrame((now) => {
    document.removeEventListener("visibilitychange", hide);
    paint(now);
  });
  // Hidden before the frame came: it would not come until the page is shown.
  const hide = () => {
    cancelAnimationFrame(frame);
    nextFrame(paint);
  };
  document.addEventListener("visibilitychange", hide, { once: true });
}
