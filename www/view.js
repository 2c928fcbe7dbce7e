// Shows one state of the lab: numbers, sentences, buttons, charts, the open drawer. Every number
// arrives from the core as text; the view decides where it goes.
import { Charts } from "./charts.js";
import { buildControls, buildPresets, sentence } from "./controls.js";
import { h, mark, write } from "./dom.js";
import { press } from "./keys.js";
import words from "./messages/en.js";
import { Printout } from "./printout.js";
import { build } from "./template.js";
import look from "./grad-walk.css";
import controls from "./controls.css";
import layout from "./layout.css";

/** As wide as a digit. */
const FIGURE_SPACE = "\u2007";

/** Numbers at the position shown, as text with a minus that is as long as a plus is wide. */
const reader = (lab) => (quantity) => lab.readout(quantity).replaceAll("-", "−");

const sheets = [look, controls, layout].map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});

export class View {
  #root;
  #act;
  #nodes;
  #charts;
  #printout;
  #showPreset;
  #controls;
  #open;

  /** `act`: what a person can ask for; see the element. */
  constructor(root, act) {
    this.#root = root;
    this.#act = act;
    root.adoptedStyleSheets = sheets;
    this.#nodes = build({ ...act, drawer: (name) => this.toggle(name) });
    const { lab, charts, probes, panels } = this.#nodes;
    const canvases = new Map([...charts].map(([name, { canvas }]) => [name, canvas]));
    root.append(lab);
    lab.addEventListener("keydown", (event) => press(event, { ...act, help: () => this.toggle("keys") }));
    this.#charts = new Charts(canvases, probes, act.redraw);
    this.#printout = new Printout(panels.get("printout"));
  }

  /** Builds what follows from the core's table of settings. */
  furnish(settings) {
    const { presets, main, panels } = this.#nodes;
    this.#showPreset = buildPresets(settings, presets, this.#act);
    const more = buildControls(settings, "more", panels.get("more"), this.#act);
    this.#controls = new Map([...buildControls(settings, "main", main, this.#act), ...more]);
  }

  /** Opens a drawer and closes the one that was open, or closes this one. */
  toggle(name) {
    this.#open = this.#open === name ? undefined : name;
    const { tabs, panels } = this.#nodes;
    for (const [key, panel] of panels) {
      panel.hidden = key !== this.#open;
      mark(tabs.get(key), "aria-expanded", key === this.#open);
    }
    this.#act.redraw();
  }

  /** Starts to follow sizes, pixel ratio and theme. */
  wake() {
    this.#charts.wake();
  }

  /** Stops following them. */
  sleep() {
    this.#charts.sleep();
  }

  /** Shows `walk` at its position. */
  render(walk, running) {
    const { lab, notices, settings } = walk;
    const read = reader(lab);
    this.#readouts(read);
    this.#buttons(lab, running);
    write(this.#nodes.verdict, verdict(lab, running));
    mark(this.#nodes.verdict, "data-status", lab.status);
    this.#showPreset(walk.preset);
    for (const control of this.#controls.values()) control.render(walk);
    this.#general(notices, settings);
    if (this.#open === "printout") this.#printout.render(lab);
    const cut = this.#charts.draw(lab);
    for (const [name, { canvas, key, off }] of this.#nodes.charts) {
      mark(canvas, "aria-label", words.charts[name].summary(read));
      write(key, words.charts[name].key?.(read) ?? "");
      write(off, cut.has(name) ? words.charts[name].cut : "");
    }
  }

  /** Says `text` to a screen reader, once, without moving anything. */
  announce(text) {
    write(this.#nodes.spoken, text);
  }

  /** Says what is new to say of the settings, and returns the sentences meant for people. */
  tell(notices, settings) {
    const sentences = [];
    for (const notice of notices) {
      const said = sentence(notice, settings);
      if (notice.code === "unknown")
        console.info(said); // for authors, not for readers
      else sentences.push(said);
    }
    if (sentences.length) this.announce(sentences.join(" "));
    return sentences;
  }

  /** What the lab says of its run at the position, for `announce`. */
  verdict(lab) {
    return verdict(lab, false);
  }

  /** A press on Train waits for the core: says so where the verdict will stand. */
  waiting() {
    write(this.#nodes.verdict, words.loading);
  }

  /** The lab cannot run here: a sentence, and the page's own content below it. */
  fail(message) {
    this.sleep();
    this.#root.replaceChildren(h("p", { class: "failed", role: "alert" }, message), h("slot"));
  }

  #readouts(read) {
    const { values } = this.#nodes;
    const [epoch, iterations] = [read("epoch"), read("iterations")];
    const room = FIGURE_SPACE.repeat(iterations.length - epoch.length);
    write(values.get("epoch"), `${epoch} ${words.of} ${iterations}${room}`);
    write(values.get("w"), read("w"));
    write(values.get("loss"), read("loss"));
  }

  #buttons(lab, running) {
    const { train, back, step, reset } = this.#nodes;
    train.classList.toggle("running", running);
    // Not `disabled`: a button that has the focus must not lose it at the end of its way.
    mark(back, "aria-disabled", lab.epoch === 0);
    mark(reset, "aria-disabled", lab.epoch === 0);
    mark(step, "aria-disabled", lab.epoch > 0 && lab.epoch >= lab.end);
  }

  // Notices of fields that are out of sight stand below the controls.
  #general(notices, settings) {
    const beside = ({ field }) => this.#controls.get(field)?.root.checkVisibility();
    const homeless = notices.filter((notice) => notice.code !== "unknown" && !beside(notice));
    write(this.#nodes.notice, homeless.map((notice) => sentence(notice, settings)).join(" "));
  }
}

/** The sentence about the run at the position shown. */
function verdict(lab, running) {
  const { status, critical_lr: limit } = lab;
  const read = reader(lab);
  const said = words.status[running ? "training" : status];
  return said(read, lab.reason, limit === undefined ? "" : words.limit(read("critical_lr")));
}
