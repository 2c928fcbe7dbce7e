// <grad-walk>: the whole lab as one element. This file is its public face, the names that a page
// may rely on: attributes, properties, methods, events. Numbers come from the core by way of
// `Walk`, pixels and words from `View`, time from `Player`.
import { isMeant, meantBy, settingsOf } from "./attributes.js";
import { Unavailable, here, start, still } from "./engine.js";
import { Hand } from "./hand.js";
import { english, wordsOf } from "./language.js";
import { address, addressed, follow } from "./links.js";
import { Player, nextFrame } from "./player.js";
import { Walk, texts } from "./walk.js";
import { FIGURE } from "../ui/registry.js";
import { begins } from "../ui/still.js";
import { View } from "../ui/view.js";

/** A click on Train that has waited this long for the core, in ms, gets an answer. */
const PATIENCE = 400;

/** A count that a script gave: whole, and 0 for what is no number. */
function whole(n) {
  try {
    return Math.trunc(Number(n)) || 0;
  } catch {
    return 0; // a symbol, or an object that has no value
  }
}

/** A server that renders pages imports this module, too, and makes no element. */
const Base = globalThis.HTMLElement ?? class {};

class GradWalk extends Base {
  /** The version of this script, as of the crate. */
  static version = VERSION;

  #walk = new Walk();
  #hand = new Hand(this.#walk, {
    tell: (news) => this.#tell(news),
    stop: () => this.#cancel(),
    redraw: () => this.#draw(),
    refuse: (name) => this.#view.refuse(name),
  });
  #player = new Player();
  #words = english;
  #view;
  #observer = new MutationObserver((records) => this.#attributesChanged(records));
  #ready = false;
  #failed = false;
  #waiting = []; // what was asked for before the core arrived
  #run; // the train() under way
  #frame = false;
  #shown = "";
  #phase = "";
  #inSight = false;
  #sight = new IntersectionObserver((entries) => {
    this.#inSight = entries.at(-1).isIntersecting;
    if (this.#inSight) this.#draw();
  });
  #height = 0;
  #resized = new ResizeObserver(() => {
    const height = Math.ceil(this.getBoundingClientRect().height);
    if (height !== this.#height) this.#emit("gw-resize", { height: (this.#height = height) });
  });
  // After a trap every call throws: the next frame will notice, whoever came upon it first.
  #probe = () => this.#draw();

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.#compose();
    this.#observer.observe(this, { attributes: true });
    // A page may have set these before this script arrived.
    for (const name of ["state", "epoch"].filter((name) => Object.hasOwn(this, name))) {
      const value = this[name];
      delete this[name];
      try {
        this[name] = value;
      } catch (error) {
        reportError(error); // nobody else can catch it, and the element is none without its constructor
      }
    }
    this.#start();
  }

  connectedCallback() {
    if (this.#failed) this.#retry();
    addEventListener("error", this.#probe);
    this.#sight.observe(this);
    this.#resized.observe(this);
    this.#speak();
    this.#appear();
  }

  disconnectedCallback() {
    // Moving an element takes it out and puts it in again within one task.
    queueMicrotask(() => {
      if (this.isConnected) return;
      removeEventListener("error", this.#probe);
      this.#sight.disconnect();
      this.#resized.disconnect();
      this.#inSight = false;
      this.#view.sleep();
      this.#end("cancelled");
      this.#release();
    });
  }

  /** Moved by `moveBefore`: nothing was disconnected. */
  connectedMoveCallback() {}

  /** The position: the number of updates that made the state shown. Assigning seeks. */
  get epoch() {
    return this.#ready ? this.#settled().lab.epoch : 0;
  }

  set epoch(epoch) {
    this.seek(epoch);
  }

  /** "ready", "training", "done", "converged" or "diverged": what the run is at the position. */
  get status() {
    return this.#ready ? this.#settled().lab.status : "ready";
  }

  /** The steps up to the position: `{epoch, w, loss, grad}`, w after the step, the others before it. */
  get history() {
    return this.#ready ? this.#settled().history : [];
  }

  /**
   * All settings with natural types, and the epoch; null as long as there is no core that knows
   * them. Assigning restores them all, or none if one of them cannot be used.
   */
  get state() {
    return this.#ready ? this.#settled().state : null;
  }

  set state(state) {
    if (typeof state !== "object" || state === null) return; // frameworks pass what they have not
    const { epoch, ...settings } = state;
    const wanted = texts(settings);
    const to = epoch === undefined ? undefined : whole(epoch);
    this.#flush();
    let refused;
    const restore = () => {
      const news = this.#walk.restore(wanted);
      refused = news.refused;
      return news;
    };
    if (this.#ready) this.#tell(restore());
    else this.#walk.later(restore);
    // Whoever goes to a state stands before its step: the place within it comes after.
    const goes = () => {
      this.#walk.seek(to);
      this.#lab.enter(wanted.get("phase") ?? "");
    };
    if (to !== undefined) this.#when(() => refused || this.#go(goes));
  }

  /** The address of this page with the whole state of this lab in it; "" as long as there is no core. */
  toURL() {
    return this.#ready ? address(this, this.#settled().lab.query()) : "";
  }

  /** The steps so far as comma-separated values, a heading first, each number with all its digits. */
  toCSV() {
    return this.#ready ? this.#settled().lab.csv() : "";
  }

  /** A chart in sight, `fit`, `landscape`, `loss` or `w`, as a PNG: the promise of a Blob. */
  toPNG(view) {
    return new Promise((resolve, reject) => {
      const refuse = () => reject(new RangeError(this.#words.noChart(String(view))));
      // A lab that has just come has no size before it is laid out.
      const take = (frames) => {
        if (this.#failed || !this.isConnected) return refuse();
        this.#paint(performance.now());
        const canvas = this.#view.canvas(String(view));
        if (canvas && this.#view.isDrawn(canvas)) canvas.toBlob(resolve);
        else if (canvas && frames) nextFrame(() => take(frames - 1));
        else refuse();
      };
      this.#when(() => take(3), refuse);
    });
  }

  /**
   * Walks from the position to the last step, or from the start where it stands at the end.
   * Kept when the run ends: `{status, reason, criticalLr}`.
   */
  train() {
    if (this.#run) return this.#run.ended;
    const run = { begun: false };
    run.ended = new Promise((resolve) => (run.end = resolve));
    this.#run = run;
    this.#when(() => this.#begin(run));
    return run.ended;
  }

  /** Goes `n` epochs on. */
  step(n = 1) {
    const by = whole(n);
    this.#when(() => this.#go(() => this.#walk.step(by)));
  }

  /** Goes `n` epochs back, exactly. */
  back(n = 1) {
    this.step(-whole(n));
  }

  /** Goes to an epoch, or to the last one there is before it. */
  seek(epoch) {
    const to = whole(epoch);
    this.#when(() => this.#go(() => this.#walk.seek(to)));
  }

  /** Goes back to the start; the settings stay. */
  reset() {
    this.#when(() => {
      this.#lab.forget();
      this.#go(() => this.#walk.seek(0));
    });
  }

  /** Makes the view, in the tag's language. */
  #compose() {
    const act = {
      toggle: () => (this.#run?.begun ? this.#cancel() : this.train()),
      step: (n) => this.step(n),
      back: (n) => this.back(n),
      seek: (epoch) => this.seek(epoch),
      reset: () => this.reset(),
      walk: (n, unit) => this.#when(() => this.#go(() => this.#walk.by(n, unit))),
      enter: (phase) => this.#when(() => this.#go(() => this.#lab.enter(phase))),
      hand: this.#hand,
      redraw: () => this.#draw(),
      now: () => this.#paint(performance.now()),
      address: (query) => address(this, query),
      height: () => Math.ceil(this.getBoundingClientRect().height),
      here,
      when: (ask) => this.#when(ask),
      lab: () => (this.#ready ? this.#lab : undefined),
      value: (name) => this.#walk.values.get(name),
      retry: () => this.#retry(),
    };
    this.#view = new View(this.shadowRoot, act, this.#words);
  }

  #appear() {
    if (this.#failed) return;
    this.#view.wake();
    if (!this.#ready) {
      const said = (name) => this.getAttribute(name) ?? "";
      this.#view.arrange(said("views") || FIGURE, said("hide"), said("theme"));
      this.#view.foresee(settingsOf(this));
    }
    this.#draw();
  }

  /** Says everything in the language that the tag asks for. */
  async #speak() {
    const lang = this.getAttribute("lang");
    const words = await wordsOf(lang);
    if (words === this.#words || this.#failed || lang !== this.getAttribute("lang")) return;
    this.#words = words;
    this.#view.sleep();
    this.#compose();
    if (this.#ready) this.#view.furnish(this.#walk.settings);
    if (this.isConnected) this.#appear();
  }

  /** Does it now, or when the core has arrived, in the order of asking; `never` where it does not arrive. */
  #when(ask, never) {
    this.#flush();
    if (this.#failed) {
      never?.();
      return this.#end("cancelled");
    }
    if (this.#ready && !this.#waiting.length) return ask();
    this.#waiting.push({ ask, never });
    if (!this.#ready) setTimeout(() => this.#ready || this.#failed || this.#view.waiting(), PATIENCE);
  }

  #start() {
    start()
      .then(() => this.#arrive())
      .catch((error) => this.#fail(error));
  }

  #arrive() {
    this.#flush();
    this.#view.furnish(this.#walk.settings);
    this.#ready = true;
    this.#tell(this.#walk.begin(meantBy(this)));
    const link = addressed(this);
    if (link) this.#tell(this.#walk.follow(link));
    this.#shown = String(this.#lab.state_row());
    this.#phase = this.#lab.value("phase");
    // What was asked for before comes before what a listener asks for.
    while (this.#waiting.length) {
      this.#waiting[0].ask();
      this.#waiting.shift();
    }
    this.#emit("gw-ready", {});
    this.#draw();
    if (this.#lab.value("autoplay") === "off") return;
    const seen = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      seen.disconnect();
      this.train();
    });
    seen.observe(this);
  }

  #fail(error) {
    const said = this.#words;
    const { code, file, given } = error ?? {};
    const reason = error instanceof Unavailable ? said.unavailable[code](file, given) : String(error?.message ?? error);
    const say = this.#ready ? said.stopped : said.cannotStart;
    const message = say(reason.replace(/\.$/, ""), begins(settingsOf(this)));
    this.#ready = false;
    this.#failed = true;
    for (const { never } of this.#waiting.splice(0)) never?.();
    this.#walk.drop();
    this.#view.fail(message, still());
    this.#end("cancelled");
    this.#emit("gw-error", { message });
  }

  /** Begins anew after a failure. */
  #retry() {
    this.#failed = false;
    this.#compose();
    this.#start();
    if (this.isConnected) this.#appear();
  }

  get #lab() {
    this.#use();
    return this.#walk.lab;
  }

  /** The walk as it is once everything asked for is done: what properties tell. */
  #settled() {
    this.#flush();
    this.#use();
    if (!this.#run) this.#walk.settle();
    return this.#walk;
  }

  // A removed element answers, too, but holds the core's memory no longer than it takes.
  #use() {
    if (!this.isConnected) queueMicrotask(() => this.#release());
  }

  #release() {
    if (!this.isConnected && !this.#run) this.#walk.free();
  }

  /** What attributes and the hand changed in this task counts from now on. */
  #flush() {
    const records = this.#observer.takeRecords();
    if (records.length) this.#attributesChanged(records);
    if (this.#ready) this.#hand.take();
  }

  #attributesChanged(records) {
    if (records.some(({ attributeName }) => attributeName === "lang")) this.#speak();
    const names = records.map(({ attributeName }) => attributeName).filter(isMeant);
    if (!names.length) return;
    const said = new Map(names.map((name) => [name, this.getAttribute(name)]));
    const speak = () => this.#walk.speak(said);
    if (!this.#ready) return this.#walk.later(speak);
    if (names.includes("epoch")) this.#cancel();
    this.#tell(speak());
  }

  /** Tells the page and the person what a change of settings brought. */
  #tell({ fresh, changed }) {
    const messages = this.#view.tell(fresh, this.#walk.settings);
    for (const message of messages) this.#emit("gw-error", { message });
    for (const [setting, value] of changed) this.#emit("gw-change", { setting, value });
    this.#use();
    this.#draw();
  }

  /** Lets the links of a page, and its address, set its labs. */
  static listen() {
    follow((lab, link) => #when in lab && lab.#when(() => lab.#follow(link)));
  }

  /** Does what a link asks for, a Map of settings. */
  #follow(link) {
    this.#cancel();
    this.#tell(this.#walk.follow(link));
    this.#view.answer();
  }

  #go(move) {
    this.#cancel();
    move();
    this.#draw();
  }

  #begin(run) {
    if (this.#run !== run) return;
    const lab = this.#lab;
    // Also lets go of what a hand holds.
    lab.seek(lab.departure, 0);
    const unseen =
      !this.isConnected || document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const share = (lab.end - lab.epoch) / (lab.end || 1);
    this.#player.start(lab.epoch, share / lab.value("speed"), performance.now(), unseen);
    run.begun = true;
    run.seen = !unseen; // it is there to be looked at
    this.#view.announce("");
    this.#draw();
  }

  /** Ends the run under way; one that still waits for the core was asked for later than this. */
  #cancel() {
    if (!this.#run?.begun) return;
    this.#lab.enter(""); // whoever pauses stands at a state, not within its step
    this.#end("cancelled");
  }

  #end(reason) {
    const run = this.#run;
    if (!run) return;
    this.#run = undefined;
    const criticalLr = this.#ready ? (this.#lab.critical_lr ?? null) : null;
    const outcome = { status: this.status, reason, criticalLr };
    this.#emit("gw-end", outcome);
    // What is told to an element that has left its page reaches nobody else.
    if (!this.isConnected) document.dispatchEvent(new CustomEvent("gw-end", { detail: outcome }));
    run.end(outcome);
    this.#draw();
  }

  #draw() {
    if (this.#frame) return;
    this.#frame = true;
    nextFrame((now) => this.#paint(now));
  }

  #paint(now) {
    this.#frame = false;
    if (!this.#ready || !(this.isConnected || this.#run)) return;
    try {
      // A change has had its share of this frame's work already.
      const changed = this.#hand.take();
      if (this.#run?.begun && this.#run.seen && this.isConnected && !this.#inSight) {
        return this.#player.hold(now); // until somebody sees it
      }
      this.#player.go(now);
      const arrived = this.#run?.begun
        ? this.#walk.advance(this.#player, now)
        : this.#walk.catchUp(this.#player, changed);
      if (this.isConnected) this.#show();
      if (!arrived) this.#draw();
      else if (this.#run?.begun) this.#finish();
    } catch (error) {
      this.#fail(error); // the core is gone: better a sentence than a dead page
    }
  }

  #finish() {
    this.#view.announce(this.#view.status(this.#lab));
    this.#end(this.#lab.reason.code);
    this.#release();
  }

  /** Draws the state, and says so if it is another one than before. */
  #show() {
    const { lab } = this.#walk;
    this.#view.render(this.#walk, Boolean(this.#run));
    const row = lab.state_row();
    const phase = lab.value("phase");
    if (phase !== this.#phase) this.#emit("gw-phase", { epoch: row[0], phase: (this.#phase = phase) });
    if (String(row) === this.#shown) return;
    this.#shown = String(row);
    const [epoch, w, loss, grad] = row;
    this.#emit("gw-step", { epoch, w, loss, grad });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

const there = globalThis.customElements?.get("grad-walk");
if (there) there.version === VERSION || console.warn(english.versions(VERSION, there.version));
else if (globalThis.customElements) {
  customElements.define("grad-walk", GradWalk);
  GradWalk.listen();
}
