// The lab before a room, and on paper: on the whole screen where that can be had, what is said of the rate covered
// until somebody asks for it; and what a printer gets.
import { asked, write } from "./dom.js";

export class Show {
  #host;
  #nodes;
  #words;
  #size;
  #covers;
  #print;
  #presenting = false;
  #wasFull = false;
  #paper = false; // a printer has it
  #awake; // whom to tell that nothing is to be followed any more

  /** `size` draws the lab larger, `covers` what is not yet to be seen, `print(paper)` makes it ready for paper and back. */
  constructor(host, nodes, words, size, covers, print) {
    this.#host = host;
    this.#nodes = nodes;
    this.#words = words;
    this.#size = size;
    this.#covers = covers;
    this.#print = print;
  }

  /** Starts to follow the screen and the printer. */
  wake() {
    this.sleep();
    this.#awake = new AbortController();
    const { signal } = this.#awake;
    addEventListener("beforeprint", () => this.#print((this.#paper = true)), { signal });
    addEventListener("afterprint", () => this.#print((this.#paper = false)), { signal });
    addEventListener("fullscreenchange", () => this.#changed(), { signal });
    this.#wasFull = this.#full;
    this.#set(this.#full);
  }

  sleep() {
    this.#awake?.abort();
    // Nobody will say that the paper is done.
    if (this.#paper) this.#print((this.#paper = false));
  }

  get presenting() {
    return this.#presenting;
  }

  /** Shows the lab to a room, or no longer. */
  async present() {
    if (this.#full) return asked("exitFullscreen");
    this.#set(!this.#presenting);
    if (!this.#presenting) return;
    try {
      await this.#host.requestFullscreen();
    } catch {
      // The host's page does not allow it: larger in its place.
    }
  }

  get #full() {
    return this.#host.matches(":fullscreen");
  }

  #changed() {
    if (this.#full === this.#wasFull) return; // something else on the page
    this.#wasFull = this.#full;
    // Escape leaves the whole screen, and with it the show.
    this.#set(this.#full);
  }

  #set(presenting) {
    const other = presenting !== this.#presenting;
    this.#presenting = presenting;
    this.#size.present(presenting);
    // When it has been laid out as large as it will be.
    if (presenting) requestAnimationFrame(() => requestAnimationFrame(() => this.#reveal()));
    if (!other) return;
    write(this.#nodes.present, presenting ? this.#words.views.show.end : this.#words.present);
    this.#covers.present(presenting);
    if (presenting) this.#focus();
  }

  /** Brings an open drawer into sight. */
  #reveal() {
    const rooms = [...this.#nodes.places.values()].map(({ root }) => root);
    rooms.find((root) => root.matches(".panel:not([hidden])"))?.scrollIntoView({ block: "nearest" });
  }

  /** Goes where a clicker's keys are the lab's. */
  #focus() {
    this.#nodes.plots.focus({ preventScroll: true });
  }
}
