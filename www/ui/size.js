// How large the lab is drawn. Its lengths are pixels at the usual size of type; who reads at another
// size has the whole lab, type, targets and charts, as much larger, as far as it finds room. On a
// projector it is larger still.

/** The usual size of type, and the narrowest lab, in px. */
const USUAL = 16;
const NARROWEST = 288;

/** What a screen shows of the lab while it is presented: the width and the height it is made for, in px. */
const STAGE = [1080, 720];

/** As much larger is a lab that is presented where it stands. */
const LARGER = 1.25;

export class Size {
  #host;
  #probe;
  #sheet = new CSSStyleSheet();
  #present = false;
  #awake;
  #told;

  /** `probe`: an element of the reader's own size of type. `told(present)` when that changes. */
  constructor(root, probe, told) {
    this.#host = root.host;
    this.#probe = probe;
    this.#told = told;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.#sheet];
  }

  /** Follows the window. */
  wake() {
    this.sleep();
    this.#awake = new AbortController();
    const { signal } = this.#awake;
    addEventListener("resize", () => this.#fit(), { signal });
    document.addEventListener("fullscreenchange", () => this.#changed(), { signal });
    this.#fit();
  }

  sleep() {
    this.#awake?.abort();
  }

  get presenting() {
    return this.#present;
  }

  /** Shows the lab to a room, on the whole screen where that can be had, or no longer. */
  async present() {
    if (this.#full) return document.exitFullscreen();
    this.#set(!this.#present);
    if (!this.#present) return;
    try {
      await this.#host.requestFullscreen();
    } catch {
      // The host's page does not allow it: larger in its place.
    }
  }

  get #full() {
    return document.fullscreenElement === this.#host;
  }

  #changed() {
    // Escape leaves the whole screen, and with it the show.
    this.#set(this.#full);
  }

  #set(present) {
    const other = present !== this.#present;
    this.#present = present;
    this.#fit();
    if (other) this.#told(present);
  }

  #fit() {
    const reader = parseFloat(getComputedStyle(this.#probe).fontSize) / USUAL || 1;
    const { width } = this.#host.getBoundingClientRect();
    const room = width / NARROWEST || 1;
    let zoom = Math.min(reader, Math.max(1, room));
    if (this.#full) zoom = Math.max(zoom, Math.min(innerWidth / STAGE[0], innerHeight / STAGE[1]));
    else if (this.#present) zoom = Math.min(LARGER * zoom, Math.max(1, room));
    this.#sheet.replaceSync(zoom === 1 ? "" : `:host{zoom:${zoom}}`);
  }
}
