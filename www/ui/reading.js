// Reads states off the curves: a hairline under the pointer on every chart against the epoch, and the
// numbers there, without going anywhere. A press of the mouse goes there; a finger only reads, so that a thumb
// that scrolls the page moves nothing. It comes later, and what pointers do meanwhile is kept for it.
import { h, write, within } from "./dom.js";

export class Reading {
  #act;
  #plots;
  #curves; // by name: {root, stage, hair}
  #tip = h("p", { class: "tip", "aria-hidden": "true", hidden: true });
  #at; // what is read off: {curve, x}
  #going; // where a press asked to go, as long as the core is not there
  #held = false; // by a press that began on a curve

  /** `plots` holds the `curves`, the charts against the epoch: `{name, root, stage}` each. */
  constructor(plots, curves, act) {
    this.#act = act;
    this.#plots = plots;
    this.#curves = new Map(curves.map(({ name, root, stage }) => [name, { root, stage, hair: this.#hair(stage) }]));
    plots.append(this.#tip);
  }

  #hair(stage) {
    const hair = h("i", { class: "hair", hidden: true });
    stage.append(hair);
    return hair;
  }

  /** What a pointer does on one of the curves; it may have gone on since. */
  hear(curve, event) {
    const { type } = event;
    if (/leave|cancel/.test(type)) return this.leave();
    if (type === "pointerdown") this.#press(curve, event);
    if (type === "pointermove") this.#held &&= Boolean(event.buttons & 1);
    this.#at = { curve, x: within(event, this.#curves.get(curve).stage)[0] };
    this.#act.redraw();
    if (type !== "pointerenter") this.#ask(event);
  }

  #press(curve, { button, pointerId }) {
    this.#held = button === 0;
    try {
      if (this.#held) this.#curves.get(curve).stage.setPointerCapture(pointerId);
    } catch {
      // It was let go before this script was there.
    }
  }

  #ask({ pointerType }) {
    if (!this.#held || pointerType === "touch") return;
    const asked = this.#going;
    this.#going = this.#at;
    if (!asked) this.#act.drawn(() => this.#go());
  }

  /** Reads nothing off any more, and returns whether it did. */
  leave() {
    const read = this.#at !== undefined;
    this.#at = undefined;
    this.#act.redraw();
    return read;
  }

  #go() {
    const { curve, x } = this.#going;
    this.#going = undefined;
    this.#act.seek(this.#act.lab().epoch_at(curve, x));
  }

  /** Shows the state under the pointer; `told(epoch)` are the numbers there. */
  render(lab, told) {
    const { curve, x } = this.#at ?? {};
    const epoch = this.#at && lab.epoch_at(curve, x);
    for (const [name, { root, hair }] of this.#curves) {
      const [left] = epoch === undefined ? [] : lab.place_of(name, epoch);
      hair.hidden = left === undefined;
      root.classList.toggle("reading", name === curve);
      if (!hair.hidden) hair.style.transform = `translateX(${left}px)`;
      if (name === curve) this.#tell(left, told(epoch));
    }
    this.#tip.hidden = epoch === undefined;
  }

  /** The words stand over the chart's title, about the hairline, and never beyond the plots. */
  #tell(left, text) {
    this.#tip.hidden = false;
    write(this.#tip, text);
    const { stage } = this.#curves.get(this.#at.curve);
    const { offsetLeft: x, offsetTop: y } = stage.parentNode;
    const most = this.#plots.offsetWidth - this.#tip.offsetWidth;
    const at = Math.max(0, Math.min(x + left - this.#tip.offsetWidth / 2, most));
    this.#tip.style.transform = `translate(${at}px, ${y}px) translateY(-100%)`;
  }
}
