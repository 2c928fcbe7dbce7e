// Shows one state of the lab: numbers, sentences, buttons, charts, the open drawer. Every number
// arrives from the core as text; the view decides where it goes. Which views there are it takes
// from the registry, and every word from whoever makes it.
import { Charts } from "./charts.js";
import { buildControls, buildPresets, sentence } from "./controls.js";
import { h, mark, write } from "./dom.js";
import { keep, press } from "./keys.js";
import { FIGURE, views } from "./registry.js";
import { reader, status, verdict } from "./says.js";
import { Size } from "./size.js";
import { begins, controls as foreseen, stillOf, walk as stillWalk } from "./still.js";
import { Table } from "./table.js";
import { build } from "./template.js";
import { Timeline } from "./timeline.js";
import css from "./lab.css";

/** What is answered to an action is said this long after the last, in ms. */
const CALM = 400;

/** As wide as a digit. */
const FIGURE_SPACE = "\u2007";

/** The sheet of every lab, made with the first: the module is loaded where there is no DOM, too. */
let sheet;

function sheetOfAll() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}

export class View {
  #root;
  #act;
  #words;
  #nodes;
  #drawn; // the views that are charts, each with its place
  #living = []; // what the views' files have made, each with its place
  #charts;
  #size;
  #timeline;
  #table;
  #showPreset;
  #controls;
  #open;
  #awake; // whom to tell that nothing is to be followed any more
  #paper = false; // the page is being printed
  #remark = "";
  #stills = []; // stand in for the charts until these are drawn
  #touchable = true; // there is a line to drag
  #verdict; // what was said last of the rate
  #answer; // what is still to be said of the last action

  /** `act`: what a person can ask for; see the element. `words`: a message file's. */
  constructor(root, act, words) {
    this.#root = root;
    this.#words = words;
    const told = (say) => {
      const lab = act.lab();
      return lab ? say(reader(lab)) : "";
    };
    const answered = (ask, say = words.answer) => (n) => {
      ask(n);
      this.answer(() => told(say));
    };
    this.#act = {
      ...act,
      remark: (text) => this.remark(text),
      step: answered(act.step),
      back: answered(act.back),
      reset: answered(act.reset),
      undo: answered(() => act.hand.undo(), words.undone),
      // Who goes on is told at the end, by the run.
      toggle: () => (this.#nodes.train.classList.contains("running") ? answered(act.toggle)() : act.toggle()),
      answer: (say) => this.answer(say),
      canvas: (name) => this.canvas(name),
      charts: () => this.#shownCharts,
      move: (n, far) => this.#move(n, far),
    };
    root.adoptedStyleSheets = [sheetOfAll()];
    const present = { present: () => this.#size.present(), cover: () => this.#cover(!this.#covered) };
    this.#nodes = build({ ...this.#act, ...present, drawer: (name) => this.toggle(name) }, words);
    const { lab, probes, places, plots, timeline } = this.#nodes;
    root.replaceChildren(lab);
    this.#size = new Size(root, probes, (presenting) => this.#presented(presenting));
    const keys = { ...this.#act, ...present, help: () => this.toggle("keys"), hush: () => this.#timeline.leave() };
    lab.addEventListener("keydown", (event) => press(event, keys, this.#size.presenting));
    for (const type of ["keydown", "keypress", "keyup"]) {
      lab.addEventListener(type, (event) => keep(event, this.#size.presenting));
    }
    this.#drawn = views
      .filter(({ place }) => place === "figure")
      .map((view) => ({ ...view, ...places.get(view.name) }));
    this.#charts = new Charts(this.#drawn, probes, act.redraw);
    const width = (canvas) => this.#charts.width(canvas);
    this.#timeline = new Timeline(plots, this.#drawn, timeline, act, words, width);
    for (const { name, create } of views) {
      const place = places.get(name);
      if (create) this.#living.push({ place, view: create(place, this.#act, words.views[name], words) });
    }
    this.#table = new Table(this.#act, words.table);
    this.arrange(FIGURE, "", "");
  }

  /** Shows what the lab will show at first, as far as that is known without the core. */
  foresee(settings) {
    if (this.#stills.length || !begins(settings)) return;
    for (const { name, canvas } of this.#drawn) {
      const picture = stillOf(name);
      if (!picture) continue;
      canvas.before(picture);
      this.#stills.push(picture);
    }
    const { main } = this.#nodes;
    this.#tellOf(stillWalk.lab, false);
    main.inert = true;
    const controls = buildControls(foreseen, "main", main, this.#act, this.#words);
    for (const control of controls.values()) control.render(stillWalk);
  }

  /** Builds what follows from the core's table of settings. */
  furnish(settings) {
    const { presets, main, places } = this.#nodes;
    const more = places.get("more").root;
    main.replaceChildren();
    main.inert = false;
    this.#showPreset = buildPresets(settings, presets, this.#act, this.#words);
    more.append(this.#table.root);
    const controls = (kind, place) => buildControls(settings, kind, place, this.#act, this.#words);
    this.#controls = new Map([...controls("main", main), ...controls("more", more)]);
  }

  /** Opens a drawer and closes the one that was open, or closes this one. */
  toggle(name) {
    this.#open = this.#open === name ? undefined : name;
    const { tabs, places } = this.#nodes;
    for (const [key, tab] of tabs) {
      const panel = places.get(key).root;
      panel.hidden = key !== this.#open && !panel.classList.contains("plain");
      mark(tab, "aria-expanded", key === this.#open);
    }
    this.#act.redraw();
  }

  /** Starts to follow sizes, pixel ratio and theme. */
  wake() {
    // One of several says which.
    const { host } = this.#root;
    const all = [...document.querySelectorAll(host.localName)];
    const number = all.length > 1 ? ` ${all.indexOf(host) + 1}` : "";
    mark(this.#nodes.lab, "aria-label", this.#words.lab + number);
    this.#awake?.abort();
    this.#awake = new AbortController();
    const { signal } = this.#awake;
    addEventListener("beforeprint", () => this.#print(true), { signal });
    addEventListener("afterprint", () => this.#print(false), { signal });
    this.#size.wake();
    this.#charts.wake();
  }

  /** Stops following them. */
  sleep() {
    this.#awake?.abort();
    this.#size.sleep();
    this.#charts.sleep();
    for (const { view } of this.#living) view.release?.();
  }

  /** For paper everything is dark on light, and the printout stands below the charts. */
  #print(paper) {
    this.#paper = paper;
    this.#nodes.lab.classList.toggle("paper", paper);
    this.#charts.renew();
    this.#act.now();
  }

  #presented(presenting) {
    const { present, plots } = this.#nodes;
    write(present, presenting ? this.#words.endShow : this.#words.present);
    this.#cover(presenting);
    if (presenting) plots.focus({ preventScroll: true }); // where a clicker's keys are the lab's
  }

  get #covered() {
    return !this.#nodes.cover.hidden;
  }

  /** Covers what the rate does, while the lab is presented, until somebody asks. */
  #cover(on) {
    const covered = on && this.#size.presenting;
    const { cover, plots } = this.#nodes;
    // What goes takes the focus, and with it the keys, along.
    if (!covered && cover.matches(":focus")) plots.focus({ preventScroll: true });
    cover.hidden = !covered;
    this.#nodes.lab.classList.toggle("covered", covered);
  }

  /** Keeps these controls out of sight, a text with commas; the rest is there. */
  #hide(setting) {
    const hidden = setting.split(/[ ,]+/);
    const { presets, transport, main, tabs, present } = this.#nodes;
    const rooms = { presets, train: transport, more: tabs.get("more"), keys: tabs.get("keys"), present };
    for (const name of ["lr", "iterations"]) rooms[name] = this.#controls?.get(name)?.root;
    const isOut = (name) => hidden.includes(name) || hidden.includes("all");
    for (const [name, room] of Object.entries(rooms)) room?.classList.toggle("out", isOut(name));
    main.classList.toggle("out", isOut("lr") && isOut("iterations"));
  }

  /**
   * Gives room to the views of that setting, `fit,loss,w` or `all`, and of the drawers only to
   * those that belong to them, without the controls that `hide` names. What these say need not be the
   * core's last word yet.
   */
  arrange(setting, hide, theme) {
    this.#hide(hide);
    this.#size.theme(theme);
    const { tabs, places, presets, timeline, plots, figure, present } = this.#nodes;
    const wanted = setting.split(/[ ,]+/);
    const all = wanted.includes("all");
    const shows = (view) => (all && view.all) || wanted.includes(view.name);
    const shown = views.filter(shows);
    const [curves, others] = [true, false].map((curve) =>
      shown.filter(({ place, axis }) => place === "figure" && (axis === "epoch") === curve),
    );
    mark(figure, "data-curves", curves.length);
    mark(figure, "data-others", others.length);
    for (const view of this.#drawn) view.root.hidden = !shows(view);
    for (const [name, tab] of tabs) {
      const view = views.find((view) => view.name === name);
      // In the lab a drawer; asked for by name, a part of the figure.
      const plain = Boolean(view && !all && shows(view));
      tab.hidden = Boolean(view && !(all && shows(view)));
      const panel = places.get(name).root;
      panel.classList.toggle("plain", plain);
      panel.hidden = !plain && name !== (this.#paper ? "printout" : this.#open);
    }
    plots.hidden = timeline.hidden = !curves.length;
    present.hidden = !all;
    presets.hidden = !shown.some(({ place }) => place === "drawer");
    this.#touchable = shown.some(({ hand }) => hand);
    const tab = tabs.get(this.#open);
    if (tab?.hidden || tab?.classList.contains("out")) this.toggle(this.#open);
  }

  /** Shows `walk` at its position. */
  render(walk, running) {
    const { lab, notices, settings } = walk;
    const read = reader(lab);
    const [shown, hidden, theme] = ["views", "hide", "theme"].map((name) => walk.values.get(name));
    this.arrange(shown, hidden, theme);
    this.#tellOf(lab, running);
    this.#showPreset(lab.preset, Boolean(walk.locksPreset));
    for (const control of this.#controls.values()) control.render(walk);
    this.#table.render(walk);
    this.#general(notices, settings);
    const cut = this.#charts.draw(lab);
    for (const picture of this.#stills.splice(0)) picture.remove();
    for (const { name, off } of this.#drawn) {
      write(off, this.#words.views[name]?.cut?.[cut.get(name)] ?? "");
    }
    for (const { place, view } of this.#living) if (!place.root.hidden) view.render?.(walk, read);
    this.#timeline.render(lab, (epoch) => this.#words.state(reader(lab, epoch)));
  }

  /** Says `text` to a screen reader, once, without moving anything. */
  announce(text) {
    write(this.#nodes.spoken, text);
  }

  /** The charts that are shown: the name and the title of each. */
  get #shownCharts() {
    const shown = this.#drawn.filter(({ root }) => !root.hidden);
    return shown.map(({ name }) => [name, this.#words.views[name]?.title ?? name]);
  }

  /** Whether a canvas has been laid out, and so drawn. */
  isDrawn(canvas) {
    return this.#charts.width(canvas) > 0;
  }

  /** The canvas of a chart that is shown. */
  canvas(name) {
    const chart = this.#drawn.find((chart) => chart.name === name);
    return chart && !chart.root.hidden ? chart.canvas : undefined;
  }

  /** A hand would change a setting that is locked. */
  refuse(name) {
    this.remark(this.#words.locked(this.#words.settings[name]?.label ?? name));
  }

  /** Says what an action came to, when no other has followed for a while. */
  answer(say = () => this.#nodes.status.textContent) {
    clearTimeout(this.#answer);
    this.#answer = setTimeout(() => {
      this.#answer = undefined;
      this.announce(say());
    }, CALM);
  }

  /** On by one, or back, or by more: as a view in sight has it, else by epochs. */
  #move(n, far) {
    const open = this.#living.find(({ place, view }) => view.step && !place.root.hidden);
    if (open) open.view.step(n, far);
    else this.#act.step(far ? 10 * n : n);
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
      const said = sentence(notice, settings, this.#words);
      if (notice.code === "unknown")
        console.info(said); // for authors, not for readers
      else sentences.push(said);
    }
    if (sentences.length) this.announce(sentences.join(" "));
    return sentences;
  }

  /** What the lab says of its run at the position, for `announce`. */
  status(lab) {
    return status(lab, this.#words, false);
  }

  /** A press on Train waits for the core: says so where the run will be spoken of. */
  waiting() {
    write(this.#nodes.status, this.#words.loading);
  }

  /** The lab cannot run here: a sentence, the picture at `src`, if any, and the page's own content. */
  fail(message, src) {
    this.sleep();
    const picture = src ? h("img", { src, alt: this.#words.picture }) : "";
    const { again: word, lang, dir } = this.#words;
    const again = h("button", { type: "button", onclick: () => this.#act.retry() }, word);
    this.#root.replaceChildren(
      h("div", { class: "failed", lang, dir }, h("p", { role: "alert" }, message), again),
      picture,
      h("slot"),
    );
  }

  /** Numbers, sentences and buttons. */
  #tellOf(lab, running) {
    const read = reader(lab);
    this.#readouts(read);
    this.#buttons(lab, running);
    write(this.#nodes.status, status(lab, this.#words, running, this.#touchable));
    const judged = verdict(lab, this.#words);
    if (this.#nodes.verdict.textContent !== judged) this.#cover(true);
    write(this.#nodes.verdict, judged);
    if (this.#verdict !== lab.verdict) {
      if (this.#verdict && !running && !this.#answer && !this.#covered) this.answer(() => this.#nodes.verdict.textContent);
      this.#verdict = lab.verdict;
    }
    for (const { name, canvas, key } of this.#drawn) {
      const said = this.#words.views[name];
      mark(canvas, "aria-label", said?.summary?.(read, lab.verdict) ?? said?.title ?? name);
      const [label, value] = said?.key?.(read) ?? [];
      write(key.firstChild, value ? label : "");
      write(key.lastChild, value || "");
      key.hidden = !value;
    }
  }

  #readouts(read) {
    const { values } = this.#nodes;
    const [epoch, iterations] = [read("epoch"), read("iterations")];
    const room = FIGURE_SPACE.repeat(iterations.length - epoch.length);
    write(values.get("epoch"), `${epoch} ${this.#words.of} ${iterations}${room}`);
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
    const said = homeless.map((notice) => sentence(notice, settings, this.#words));
    write(this.#nodes.notice, [...said, this.#remark].join(" ").trim());
  }
}
