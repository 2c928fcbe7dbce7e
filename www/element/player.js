// Walks a position from where it stands to an end that may still be unknown. It knows nothing
// of what a position means; whoever owns the position asks once per animation frame.

/**
 * A person has not seen this move before: the first three steps slowly, each with its cause before its
 * effect, the rest faster and faster, in four seconds. After that, two, and one step is slow. In ms.
 */
const FIRST = { all: 4000, slow: 3, each: 700 };
const LATER = { all: 2000, slow: 1, each: 500 };

/** However short the way, a walk can be seen. */
const SHORTEST = 240;

/** The slow steps take no more than this of the time. */
const SLOW = 0.6;

/** What one frame may spend on computing ahead; the rest of its 16 ms is for drawing. */
const SLICE = 8;

export class Player {
  #from = 0;
  #start = 0;
  #duration = 0;
  #slow = 0; // how many steps are slow
  #each = 1; // how long one of them takes
  #seen = false;
  #held; // since when it stands still
  #budget = 100_000;

  /** Sets out at time `now`; `share` of the whole way lies ahead, more for who goes slowly. `atOnce`: do not animate. */
  start(from, share, now, atOnce) {
    this.#from = from;
    this.#start = now;
    this.#held = undefined;
    const { all, slow, each } = this.#seen ? LATER : FIRST;
    this.#duration = atOnce ? 0 : Math.max(SHORTEST, share * all);
    this.#slow = slow;
    this.#each = Math.min(each * Math.max(share, 1), (SLOW * this.#duration) / slow) || 1;
    if (!atOnce) this.#seen = true;
  }

  /** Stands still from time `now` on, until it is asked to go on at another. */
  hold(now) {
    this.#held ??= now;
  }

  go(now) {
    this.#start += now - (this.#held ?? now);
    this.#held = undefined;
  }

  /** The position to show at time `now` on the way to `end`. */
  at(now, end) {
    const time = Math.max(now - this.#start, 0);
    if (time >= this.#duration) return end;
    const way = end - this.#from;
    const slow = Math.min(this.#slow, way);
    if (time < slow * this.#each) return this.#from + Math.floor(time / this.#each);
    const part = (time - slow * this.#each) / (this.#duration - slow * this.#each);
    return this.#from + slow + Math.floor((way - slow) * part * part);
  }

  /** How much of the time of a slow step has gone by at time `now`, from 0 to 1; undefined on the rest of the way. */
  beat(now) {
    const time = Math.max(now - this.#start, 0) / this.#each;
    return this.#duration && time < this.#slow ? time % 1 : undefined;
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
    removeEventListener("visibilitychange", hide);
    paint(now);
  });
  // Hidden before the frame came: it would not come until the page is shown.
  const hide = () => {
    cancelAnimationFrame(frame);
    nextFrame(paint);
  };
  addEventListener("visibilitychange", hide, { once: true });
}
