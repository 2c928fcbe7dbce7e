// Shows one state of the lab: numbers, sentences, buttons, charts, the open drawer. Every number
// arrives from the core as text; the view decides where it goes.
import { Charts } from "./charts.js";
import { buildControls, buildPresets, sentence } from "./controls.js";
import { h, mark, write } from "./dom.js";
import { Fit } from "./fit.js";
import { Gradients } from "./gradients.js";
import { press } from "./keys.js";
import words from "./messages/en.js";
import { Printout } from "./printout.js";
import { reader, status, verdict } from "./says.js";
import { begins, controls as foreseen, stillOf, walk as stillWalk } from "./still.js";
import { Table } from "./table.js";
import { build } from "./template.js";
import { Timeline } from "./timeline.js";
import look from "./grad-walk.css";
import bands from "./bands.css";
import controls from "./controls.css";
import drawers from "./drawers.css";
import figure from "./figure.css";
import gradients from "./gradients.css";
import layout from "./layout.css";
import still from "./still.css";

/** As wide as a digit. */
const FIGURE_SPACE = "\u2007";

/** What a tag shows that does not say. */
const FIGURE = "fit,loss,w";

const sheets = [look, controls, bands, drawers, figure, gradients, still, layout].map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});

export class View {
  #root;
  #act;
  #nodes;
  #charts;
  #fit;
  #timeline;
  #table;
  #gradients;
  #printout;
  #showPreset;
  #controls;
  #open;
  #remark = "";
  #stills = []; // stand in for the charts until these are drawn
  #touchable = true; // there is a line to drag

  /** `act`: what a person can ask for; see the element. */
  constructor(root, act) {
    this.#root = root;
    this.#act = { ...act, remark: (text) => this.remark(text) };
    root.adoptedStyleSheets = sheets;
    const [drawer, add, undo] = [(name) => this.toggle(name), () => this.#fit.add(), () => act.hand.undo()];
    this.#nodes = build({ ...act, drawer, add, undo });
    const { lab, charts, probes, panels, plots, timeline } = this.#nodes;
    const canvases = new Map([...charts].map(([name, { canvas }]) => [name, canvas]));
    root.append(lab);
    lab.addEventListener("keydown", (event) => press(event, { ...act, undo, help: () => this.toggle("keys") }));
    this.#charts = new Charts(canvases, probes, act.redraw);
    this.#fit = new Fit(charts.get("fit").stage, this.#act);
    const stages = new Map(["loss", "w"].map((name) => [name, charts.get(name).stage]));
    this.#timeline = new Timeline(plots, stages, timeline, act);
    this.#table = new Table(this.#act);
    this.#gradients = new Gradients(panels.get("gradients"), this.#act);
    this.#printout = new Printout(panels.get("printout"));
    this.arrange(FIGURE);
  }

  /** Shows what the lab will show at first, as far as that is known without the core. */
  foresee(settings) {
    if (this.#stills.length || !begins(settings)) return;
    for (const [name, { canvas }] of this.#nodes.charts) {
      const picture = stillOf(name);
      canvas.before(picture);
      this.#stills.push(picture);
    }
    const { main } = this.#nodes;
    this.#tellOf(stillWalk.lab, false);
    main.inert = true;
    for (const control of buildControls(foreseen, "main", main, this.#act).values()) control.render(stillWalk);
  }

  /** Builds what follows from the core's table of settings. */
  furnish(settings) {
    const { presets, main, panels } = this.#nodes;
    main.replaceChildren();
    main.inert = false;
    this.#showPreset = buildPresets(settings, presets, this.#act);
    panels.get("more").append(this.#table.root);
    const more = buildControls(settings, "more", panels.get("more"), this.#act);
    this.#controls = new Map([...buildControls(settings, "main", main, this.#act), ...more]);
  }

  /** Opens a drawer and closes the one that was open, or closes this one. */
  toggle(name) {
    this.#open = this.#open === name ? undefined : name;
    const { tabs, panels } = this.#nodes;
    for (const [key, panel] of panels) {
      panel.hidden = key !== this.#open && !panel.classList.contains("plain");
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
    this.#fit.release();
  }

  /**
   * Gives room to the views of that setting, `fit,loss,w` or `all`, and of the drawers only to
   * those that belong to them. What it says need not be the core's last word yet.
   */
  arrange(views) {
    const { tabs, panels, presets, timeline, plots, figure, charts } = this.#nodes;
    const wanted = views.split(/[ ,]+/);
    const all = wanted.includes("all");
    const shows = (name) => all || wanted.includes(name);
    mark(figure, "data-views", [...charts.keys()].filter(shows).join(" "));
    for (const [name, chart] of charts) chart.figure.hidden = !shows(name);
    for (const [name, tab] of tabs) {
      const always = name === "more" || name === "keys";
      // In the lab a drawer; asked for by name, a part of the figure.
      const plain = !always && !all && shows(name);
      tab.hidden = !always && !all;
      panels.get(name).classList.toggle("plain", plain);
      panels.get(name).hidden = !plain && name !== this.#open;
    }
    plots.hidden = timeline.hidden = !shows("loss") && !shows("w");
    presets.hidden = !shows("printout") && !shows("gradients");
    this.#touchable = shows("fit");
    if (this.#open && tabs.get(this.#open).hidden) this.toggle(this.#open);
  }

  /** Shows `walk` at its position. */
  render(walk, running) {
    const { lab, notices, settings } = walk;
    this.arrange(walk.values.get("views"));
    this.#tellOf(lab, running);
    this.#showPreset(walk.preset);
    for (const control of this.#controls.values()) control.render(walk);
    this.#table.render(lab);
    this.#general(notices, settings);
    const { panels } = this.#nodes;
    if (!panels.get("gradients").hidden) this.#gradients.render(walk);
    if (!panels.get("printout").hidden) this.#printout.render(lab);
    const cut = this.#charts.draw(lab);
    for (const picture of this.#stills.splice(0)) picture.remove();
    for (const [name, { off }] of this.#nodes.charts) write(off, cut.has(name) ? words.charts[name].cut : "");
    this.#fit.render(walk, reader(lab));
    this.#timeline.render(lab, (epoch) => words.state(reader(lab, epoch)));
  }

  /** Says `text` to a screen reader, once, without moving anything. */
  announce(text) {
    write(this.#nodes.spoken, text);
  }

  /** Says what could not be done, until something else is. */
  remark(text) {
    this.#remark = text;
    this.announce(text);
    this.#act.redraw();
  }

  /** Says what is new to say of the settings, and returns the sentences meant for people. */
  tell(notices, settings) {
    const sentences = [];
    this.#remark = "";
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
  status(lab) {
    return status(lab, false);
  }

  /** A press on Train waits for the core: says so where the run will be spoken of. */
  waiting() {
    write(this.#nodes.status, words.loading);
  }

  /** The lab cannot run here: a sentence, a picture, and the page's own content. */
  fail(message) {
    this.sleep();
    const picture = h("img", { src: new URL("run.svg", import.meta.url), alt: words.picture });
    this.#root.replaceChildren(h("p", { class: "failed", role: "alert" }, message), picture, h("slot"));
  }

  /** Numbers, sentences and buttons. */
  #tellOf(lab, running) {
    const read = reader(lab);
    this.#readouts(read);
    this.#buttons(lab, running);
    write(this.#nodes.status, status(lab, running, this.#touchable));
    write(this.#nodes.verdict, verdict(lab));
    for (const [name, { canvas, key }] of this.#nodes.charts) {
      mark(canvas, "aria-label", words.charts[name].summary(read));
      const [label, value] = words.charts[name].key?.(read) ?? [];
      write(key.firstChild, value ? label : "");
      write(key.lastChild, value || "");
      key.hidden = !value;
    }
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
    const { train, back, step, reset, undo } = this.#nodes;
    train.classList.toggle("running", running);
    // Not `disabled`: a button that has the focus must not lose it at the end of its way.
    mark(back, "aria-disabled", lab.epoch === 0);
    mark(reset, "aria-disabled", lab.epoch === 0);
    mark(step, "aria-disabled", lab.epoch > 0 && lab.epoch >= lab.end);
    mark(undo, "aria-disabled", !this.#act.hand.canUndo);
  }

  // Notices of fields that are out of sight stand below the controls.
  #general(notices, settings) {
    const beside = ({ field }) => this.#controls.get(field)?.root.checkVisibility();
    const homeless = notices.filter((notice) => notice.code !== "unknown" && !beside(notice));
    const said = homeless.map((notice) => sentence(notice, settings));
    write(this.#nodes.notice, [...said, this.#remark].join(" ").trim());
  }
}
