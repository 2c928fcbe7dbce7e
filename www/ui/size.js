// How the whole element stands on its page: how large it is drawn, and whether it is light or dark
// whatever the page is. Its lengths are pixels at the usual size of type; who reads at another
// size has the whole lab, type, targets and charts, as much larger, as far as it finds room. On a
// projector it is larger still.

/** The usual size of type, and the narrowest lab, in px. */
const USUAL = 16;
const NARROWEST = 288;

/** The width and the height of a lab that is presented, in px, with a line more of words than usual. */
const STAGE = [1088, 744];

/** So small it may be drawn to be seen whole, where nobody reads at another size. */
const SMALLEST = 0.9;

/** As much larger is a lab that is presented where it stands. */
const LARGER = 1.25;

export class Size {
  #host;
  #room;
  #probe;
  #presenting = false;
  #resized = new ResizeObserver(() => requestAnimationFrame(() => this.#fit()));

  /** `room`: what is drawn larger within the host; `probe`: an element of the reader's own size of type. */
  constructor(host, room, probe) {
    this.#host = host;
    this.#room = room;
    this.#probe = probe;
  }

  /** Follows the room that there is: none, as long as it is hidden. */
  wake() {
    this.#resized.observe(this.#host);
    this.#fit();
  }

  sleep() {
    this.#resized.disconnect();
  }

  /** Draws the lab for a room, or for a reader. */
  present(presenting) {
    this.#presenting = presenting;
    this.#fit();
  }

  /** Makes the lab light or dark; anything else is as the page is. */
  theme(theme) {
    this.#room.style.colorScheme = ["light", "dark"].includes(theme) ? theme : "";
  }

  #fit() {
    const reader = parseFloat(getComputedStyle(this.#probe).fontSize) / USUAL || 1;
    const { width } = this.#host.getBoundingClientRect();
    const room = width / NARROWEST || 1;
    let zoom = Math.min(reader, Math.max(1, room));
    const stage = Math.min(innerWidth / STAGE[0], innerHeight / STAGE[1]);
    if (this.#host.matches(":fullscreen")) zoom = zoom === 1 && stage > SMALLEST ? stage : Math.max(zoom, stage);
    else if (this.#presenting) zoom = Math.min(LARGER * zoom, Math.max(1, room));
    this.#room.style.zoom = zoom;
  }
}
