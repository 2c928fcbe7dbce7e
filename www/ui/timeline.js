// One timeline for all views: a scrubber, and on every chart against the epoch a hairline under
// the pointer that reads a state off without going there. A press of the mouse goes there; a
// finger only reads, so that a thumb that scrolls the page moves nothing.
import { margins } from "gradwalk-tables";
import { h, mark, write, within } from "./dom.js";

export class Timeline {
  #act;
  #plots;
  #charts; // by name: {stage, hair, canvas}
  #width;
  #tip = h("p", { class: "tip", "aria-hidden": "true", hidden: true });
  #scrub;
  #at; // what is read off: {chart, x}
  #going = false; // whether to go there

  /**
   * `plots` holds those of the charts `drawn`, `{name, axis, stage, canvas}` each, that are against the
   * epoch; `width` tells how wide a canvas is.
   */
  constructor(plots, drawn, place, act, words, width) {
    this.#act = act;
    this.#width = width;
    this.#plots = plots;
    this.#charts = new Map(
      drawn
        .filter(({ axis }) => axis === "epoch")
        .map(({ name, stage, canvas }) => [name, { ...this.#chart(name, stage), canvas }]),
    );
    this.#scrub = h("input", {
      type: "range",
      class: "scrub",
      min: "0",
      max: "1",
      value: "0",
      "aria-label": words.scrub,
      oninput: ({ target }) => act.seek(target.valueAsNumber),
    });
    this.#stand(margins.left, margins.right); // until the charts are drawn
    place.append(this.#scrub);
    plots.append(this.#tip);
  }

  #chart(name, stage) {
    const hair = h("i", { class: "hair", hidden: true });
    stage.append(hair);
    const read = (event) => {
      this.#at = { chart: name, x: within(event, stage)[0] };
      this.#act.redraw();
    };
    const leave = () => this.leave();
    let held = false; // by a press that began here
    const go = ({ pointerType }) => {
      if (!held || pointerType === "touch") return;
      this.#going = true;
      if (this.#act.lab()) this.#go();
    };
    stage.addEventListener("pointerdown", (event) => {
      held = event.button === 0;
      read(event);
      go(event);
      if (held) stage.setPointerCapture(event.pointerId);
    });
    stage.addEventListener("pointermove", (event) => {
      held &&= Boolean(event.buttons & 1);
      read(event);
      go(event);
    });
    stage.addEventListener("pointerleave", leave);
    stage.addEventListener("pointercancel", leave);
    return { stage, hair };
  }

  /** Reads nothing off any more, and returns whether it did. */
  leave() {
    const read = this.#at !== undefined;
    this.#at = undefined;
    this.#act.redraw();
    return read;
  }

  #go() {
    this.#going = false;
    const { chart, x } = this.#at;
    this.#act.seek(this.#act.lab().epoch_at(chart, x));
  }

  /** Shows the position, and the state under the pointer. */
  render(lab, words_at) {
    if (this.#going) this.#go(); // a press that came before the core
    mark(this.#scrub, "max", lab.value("iterations"));
    this.#scrub.value = lab.epoch;
    this.#align(lab);
    mark(this.#scrub, "aria-valuetext", words_at(lab.epoch));
    const { chart, x } = this.#at ?? {};
    const epoch = this.#at && lab.epoch_at(chart, x);
    for (const [name, { stage, hair }] of this.#charts) {
      const [left] = epoch === undefined ? [] : lab.place_of(name, epoch);
      hair.hidden = left === undefined;
      stage.closest("figure").classList.toggle("reading", name === chart);
      if (!hair.hidden) hair.style.transform = `translateX(${left}px)`;
      if (name === chart) this.#tell(left, words_at(epoch));
    }
    this.#tip.hidden = epoch === undefined;
  }

  /** Time has one axis: the middle of the thumb stands below the state in every chart. */
  #align(lab) {
    for (const [name, { stage, canvas }] of this.#charts) {
      const [from, to] = lab.ends_of(name);
      const width = this.#width(canvas);
      if (stage.closest("figure").hidden || from === undefined || !width) continue;
      return this.#stand(Math.floor(from), Math.floor(width - to));
    }
  }

  /** Leaves so many CSS pixels from the edges of the plots to the way of the thumb's middle. */
  #stand(before, after) {
    this.#scrub.style.setProperty("--_before", `${before}px`);
    this.#scrub.style.setProperty("--_after", `${after}px`);
  }

  /** The words stand over the chart's title, about the hairline, and never beyond the plots. */
  #tell(left, text) {
    this.#tip.hidden = false;
    write(this.#tip, text);
    const { stage } = this.#charts.get(this.#at.chart);
    const box = stage.getBoundingClientRect();
    const [x, y] = within({ clientX: box.left, clientY: box.top }, this.#plots);
    const most = this.#plots.offsetWidth - this.#tip.offsetWidth;
    const at = Math.max(0, Math.min(x + left - this.#tip.offsetWidth / 2, most));
    this.#tip.style.transform = `translate(${at}px, ${y}px) translateY(-100%)`;
  }
}
