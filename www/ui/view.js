// Shows one state of the lab. Each part has a file of its own: the furniture, what stands in the rooms,
// the words around it, what is said aloud, the controls, the scrubber, what is read off the curves, the show before
// a room; here they are put together, and asked in turn. Every number arrives from the core as text.
import { Announcer } from "./announcer.js";
import { Captions } from "./captions.js";
import { Charts } from "./charts.js";
import { buildControls } from "./controls.js";
import { mark, write } from "./dom.js";
import { keep, press } from "./keys.js";
import { Presets } from "./presets.js";
import { Rooms } from "./rooms.js";
import { labelOf, reader, status, wordOf } from "./says.js";
import { Scrubber } from "./scrubber.js";
import { Shell } from "./shell.js";
import { Size } from "./size.js";
import { arrangement, begins, controls as foreseen, standIn, walk as stillWalk } from "./still.js";

/** What the first screen does not need comes so long after it, in ms. */
const AT_REST = 2000;

/** Those of the charts that stand against the epoch. */
const curvesOf = (charts) => charts.filter(({ axis }) => axis === "epoch");

export class View {
  #act;
  #words;
  #shell;
  #announcer;
  #captions;
  #size;
  #show; // comes later, as
  #reading;
  #covers;
  #offers;
  #covered = new Set(); // what is not to be seen yet
  #locked = false; // the position is
  #awake = false; // sizes, screen and printer are followed
  #charts;
  #rooms;
  #scrubber;
  #presets;
  #controls;
  #first; // the revision of the settings that were there at first
  #standIn; // takes away what stands in for the charts until these are drawn

  /** `act`: what a person can ask for; see the element. `words`: a message file's. */
  constructor(root, act, words) {
    this.#words = words;
    this.#act = this.#answering(act);
    const show = (act) => () => this.#rooms.load().then(() => (this.#show ? act(this.#show) : this.remark(words.gone)));
    const present = { present: show((show) => show.present()), cover: show(() => this.#covers.toggle()) };
    this.#shell = new Shell(root, { ...this.#act, ...present }, words, act.redraw);
    const { nodes, charts } = this.#shell;
    this.#announcer = new Announcer(nodes, words);
    this.#captions = new Captions(nodes, charts, words);
    this.#size = new Size(root.host, nodes.room, nodes.probes);
    this.#charts = new Charts(charts, nodes.probes, act.redraw);
    this.#rooms = new Rooms(nodes.places, this.#charts, this.#act, words, (made) => this.#dress(root.host, made));
    const width = (canvas) => this.#charts.width(canvas);
    const curves = curvesOf(charts);
    this.#scrubber = new Scrubber(nodes.timeline, curves, act, words, width);
    this.#hear(curves);
    this.#listen(nodes.lab, present);
    this.#arrange(arrangement(new Map()));
  }

  /** What a person can ask for, with what is answered to it. */
  #answering(act) {
    const told = (say) => {
      const lab = act.lab();
      return lab ? say(reader(lab)) : "";
    };
    const answered = (ask, say = this.#words.answer) => (n) => {
      if (ask(n) !== false) this.answer(() => told(say));
    };
    return {
      ...act,
      remark: (text) => this.remark(text),
      step: answered(act.step),
      back: answered(act.back),
      reset: answered(act.reset),
      undo: answered(() => act.hand.undo(), this.#words.undone),
      // Who goes on is told at the end, by the run.
      toggle: () => (this.#shell.nodes.transport.running ? answered(act.toggle)() : act.toggle()),
      answer: (say) => this.answer(say),
      canvas: (name) => this.canvas(name),
      can: () => this.#can(act.lab()),
      lacks: (name) => this.#shell.lacks(name),
      charts: () => this.#seen.map(({ name, heading }) => [name, heading.textContent]),
      // As a view in sight has it, else by epochs.
      move: (n, far) => this.#rooms.move(n, far) || this.#act.step(far ? 10 * n : n),
    };
  }

  #listen(lab, present) {
    const help = async () => {
      this.#shell.toggle("keys");
      await this.#rooms.load();
      this.#shell.nodes.places.get("keys").root.scrollIntoView({ block: "nearest" });
    };
    const keys = { ...this.#act, ...present, help, hush: () => this.#reading?.leave() };
    const ways = { presenting: () => this.#show?.presenting, lacks: this.#act.lacks };
    lab.addEventListener("keydown", (event) => press(event, keys, ways));
    for (const type of ["keydown", "keypress", "keyup"]) {
      lab.addEventListener(type, (event) => keep(event, ways));
    }
  }

  /** What pointers do on the curves; who reads it is asked for by the first, and hears it all in order. */
  #hear(curves) {
    let coming;
    for (const { name, stage } of curves) {
      for (const type of ["enter", "down", "move", "leave", "cancel"]) {
        stage.addEventListener(`pointer${type}`, (event) => {
          if (/enter|down/.test(type)) coming = this.#rooms.load();
          coming?.then(() => this.#reading?.hear(name, event));
        });
      }
    }
  }

  /** Shows what the lab will show at first, as far as that is known without the core. */
  foresee(settings) {
    this.#arrange(arrangement(settings));
    if (this.#standIn) return;
    if (settings.has("model")) this.#captions.foresee();
    if (!begins(settings)) return;
    const { charts, nodes } = this.#shell;
    this.#standIn = standIn(charts);
    this.#tell(stillWalk.lab, reader(stillWalk.lab), false);
    nodes.main.inert = true;
    const controls = buildControls(foreseen, "main", nodes.main, this.#act, this.#words);
    for (const control of controls.values()) control.render(stillWalk);
  }

  /** Builds what follows from the core's table of settings. */
  furnish(settings) {
    const { presets, main, places } = this.#shell.nodes;
    const more = new DocumentFragment();
    main.replaceChildren();
    main.inert = false;
    this.#presets = new Presets(settings, presets, this.#act, this.#words);
    const controls = (kind, place) => buildControls(settings, kind, place, this.#act, this.#words);
    this.#controls = new Map([...controls("main", main), ...controls("more", more)]);
    places.get("more").root.prepend(more);
    this.#shell.furnish(this.#controls);
    this.#shell.number(this.#act.place()); // all labs of the page are there
    // Paper cannot wait for the printout.
    setTimeout(() => this.#rooms.load(), AT_REST);
  }

  /** Starts to follow sizes, pixel ratio and theme. */
  wake() {
    this.#shell.wear();
    this.#shell.number(this.#act.place());
    this.#size.wake();
    this.#awake = true;
    this.#show?.wake();
    this.#charts.wake();
  }

  /** Stops following them. */
  sleep() {
    this.#size.sleep();
    this.#awake = false;
    this.#show?.sleep();
    this.#charts.sleep();
    this.#rooms.sleep();
  }

  /** Takes what comes after the first screen, but for what stands in rooms. */
  #dress(host, { css, Show, Reading, Covers, Offers }) {
    this.#shell.dress(css);
    const { nodes, charts } = this.#shell;
    this.#covers = new Covers(nodes, this.#act, this.#words.views.covers);
    this.#show = new Show(host, nodes, this.#words, this.#size, this.#covers, (paper) => this.#print(paper));
    this.#offers = new Offers(nodes, this.#act, this.#words);
    this.#reading = new Reading(nodes.plots, curvesOf(charts), this.#act);
    if (this.#awake) this.#show.wake();
  }

  /** For paper everything is dark on light. */
  #print(paper) {
    this.#shell.print(paper);
    this.#charts.renew();
    this.#act.now();
  }

  /** Gives room to these views, without these controls, in this theme; see the settings of that name. */
  #arrange({ views, hide, theme }) {
    this.#shell.arrange(views, hide);
    if (!this.#covers) this.#cover(hide);
    this.#rooms.arrange();
    this.#size.theme(theme);
  }

  /** Shows `walk` at its position. */
  render(walk, running) {
    const { lab, values } = walk;
    const read = reader(lab);
    this.#arrange({ views: walk.words("views"), hide: walk.words("hide"), theme: values.get("theme") });
    this.#rooms.judge(walk);
    // Before anything is written: a text on a canvas has the page's style computed, as often as something is another.
    const cut = this.#rooms.draw(lab);
    this.#ask(walk, running);
    const otherwise = this.#tell(lab, read, running, walk.locks("epoch"));
    if (this.#covers) this.#cover(this.#covers.render(walk, running, walk.words("hide")));
    if (otherwise && !running && !this.#announcer.answering && !this.#covered.has("verdict")) {
      this.answer(() => this.#shell.nodes.verdict.textContent);
    }
    this.#offers?.render(walk, (name) => this.#has(name));
    this.#presets.render(lab.preset, Boolean(walk.locksPreset));
    for (const control of this.#controls.values()) control.render(walk);
    this.#announcer.render(walk, (field) => this.#controls.get(field)?.root.getClientRects().length || this.#rooms.has(field));
    this.#captions.cut(cut);
    this.#rooms.render(walk, read);
    this.#standIn?.();
    this.#standIn = undefined;
    this.#scrubber.render(lab, wordOf(this.#words.scrub, read), this.#words.state(read), walk.locks("epoch"));
    this.#reading?.render(lab, (epoch) => this.#words.state(reader(lab, epoch)));
  }

  /** Whether what a setting changes is in sight: the rate's control, the chart of the loss. */
  #has(name) {
    return name === "lr" ? !this.#controls.get(name).root.classList.contains("out") : Boolean(this.canvas("loss"));
  }

  /** What the rate does is an answer: it stands there once somebody has trained, stepped, or set something. */
  #ask({ lab, revision }, running) {
    this.#first ??= revision;
    if (!running && lab.epoch === 0 && revision === this.#first) return;
    this.#shell.nodes.lab.classList.remove("unasked");
    this.#rooms.load(); // what can be done about it
  }

  /** Numbers, sentences and buttons; returns whether the rate does otherwise than before. */
  #tell(lab, read, running, locked) {
    this.#captions.render(lab, read, running, this.#can(lab, locked));
    this.#shell.nodes.transport.render(lab, running, locked);
    return this.#captions.judge(lab);
  }

  /** Keeps these answers out of sight: what the settings hide, as long as nobody can ask for it. */
  #cover(covered) {
    this.#covered = covered;
    mark(this.#shell.nodes.lab, "data-covered", [...covered].join(" "));
  }

  /** What a hand can do: `drag` the line, where the model has one, and `train`. */
  #can({ shape }, locked = this.#locked) {
    this.#locked = locked;
    const hands = this.#shell.shown.some(({ name, hand }) => hand && !this.#rooms.isAbsent(name));
    return { drag: !locked && hands && shape === "proportional", train: !locked && !this.#shell.lacks("train") };
  }

  /** Says `text` to a screen reader, once, without moving anything. */
  announce(text) {
    this.#announcer.announce(text);
  }

  /** Says what an action came to, when no other has followed for a while. */
  answer(say = () => this.#said(this.#shell.nodes.status.textContent)) {
    this.#announcer.answer(say);
  }

  /** Says what could not be done, until something else is. */
  remark(text) {
    this.#announcer.remark(text);
    this.#act.redraw();
  }

  /** A hand would change a setting that is locked. */
  refuse(name) {
    this.remark(this.#words.locked(labelOf(name, this.#words)));
  }

  /** Says what is new to say of the settings, and returns the sentences meant for people. */
  tell(notices, walk) {
    return this.#announcer.tell(notices, walk);
  }

  /** What the lab says of its run at the position, for `announce`. */
  status(lab) {
    return this.#said(status(lab, this.#words, false, this.#can(lab)));
  }

  /** The sentence of the run, or where that is covered the numbers, which are not. */
  #said(sentence) {
    return this.#covered.has("status") ? this.#words.answer(reader(this.#act.lab())) : sentence;
  }

  /** A press on Train waits for the core: says so where the run will be spoken of. */
  waiting() {
    write(this.#shell.nodes.status, this.#words.loading);
  }

  /** The lab cannot run here: a sentence, the picture at `src`, if any, and the page's own content. */
  fail(message, src) {
    this.sleep();
    this.#shell.fail(message, src, () => this.#act.retry());
  }

  /** The charts that can be seen, each with its place. */
  get #seen() {
    return this.#shell.charts.filter(({ name, root }) => !root.hidden && !this.#rooms.isAbsent(name));
  }

  /** The canvas of a chart that is shown. */
  canvas(name) {
    return this.#seen.find((chart) => chart.name === name)?.canvas;
  }

  /** Whether a canvas has been laid out, and so drawn. */
  isDrawn(canvas) {
    return this.#charts.width(canvas) > 0;
  }
}
