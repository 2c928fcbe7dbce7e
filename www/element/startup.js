// From the tag to a core that answers, and what becomes of one that does not. What is asked for before waits in
// order; a core that cannot come, or that has stopped, is told of once; whoever tries again begins anew. It
// knows neither settings nor pixels.
import { start } from "./engine.js";

/** Who has waited this long for the core, in ms, gets an answer. */
const PATIENCE = 400;

export class Startup {
  #host;
  #state = "waiting"; // "ready", "failed"
  #asked = []; // what waits, in order
  #next; // where in it that goes which is asked for by what is being done: right after that

  /**
   * `host`: `needs()` what must be there beside a core, `arriving()` once there is a core and before it is asked anything, `begin()` what comes before all
   * that waits, `arrived()` after it; `failed(error)`; `late()` where somebody waits for long.
   */
  constructor(host) {
    this.#host = host;
  }

  /** Whether the core can be asked. */
  get ready() {
    return this.#state === "ready";
  }

  /** How much waits for the core. */
  get waiting() {
    return this.#asked.length;
  }

  get failed() {
    return this.#state === "failed";
  }

  /** Begins, or after a failure begins anew. */
  begin() {
    this.#state = "waiting";
    start()
      .then(() => this.#host.needs())
      .then(() => this.#arrive())
      .catch((error) => this.fail(error));
  }

  /** Does it now, or when the core has arrived, in the order of asking; `never` where it does not arrive. */
  when(ask, never) {
    if (this.failed) return never?.();
    if (this.ready && !this.#asked.length) return ask();
    this.#asked.splice(this.#next ?? this.#asked.length, 0, { ask, never });
    if (this.#next) this.#next++;
    if (!this.ready) setTimeout(() => this.#state === "waiting" && this.#host.late(), PATIENCE);
  }

  /** There is no core, or none any more. */
  fail(error) {
    this.#state = "failed";
    this.#next = undefined;
    for (const { never } of this.#asked.splice(0)) never?.();
    this.#host.failed(error);
  }

  #arrive() {
    this.#host.arriving();
    this.#state = "ready";
    this.#host.begin();
    // What was asked for before comes before what a listener asks for.
    while (this.#asked.length) {
      this.#next = 1;
      this.#asked[0].ask();
      this.#asked.shift();
    }
    this.#next = undefined;
    this.#host.arrived();
  }
}
