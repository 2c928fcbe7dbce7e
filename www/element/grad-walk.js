// <grad-walk>: the whole lab as one element. This file is its public face, the names that a page may rely on:
// attributes, properties, methods, events. What they mean is done elsewhere: `Setup` has the settings and the
// core, `Walk` the position, `Runner` time, `Startup` the way to a core, `Stage` what is seen; here they are put
// together, and what one of them has to tell goes to the others and to the page.
import { isMeant, meantBy } from "./attributes.js";
import { here, later } from "./engine.js";
import { Hand } from "./hand.js";
import { english, learn } from "./language.js";
import { address, follow, inOrder, labs, obey } from "./links.js";
import { nextFrame } from "./player.js";
import { Runner } from "./runner.js";
import { Setup, texts } from "./setup.js";
import { Stage } from "./stage.js";
import { Startup } from "./startup.js";
import { Walk } from "./walk.js";
import { asked } from "../ui/dom.js";
import { CHARTS } from "../ui/registry.js";
import { notice } from "../ui/says.js";

/** A count that a script gave: whole, and 0 for what is no number. */
function whole(n) {
  try {
    return Math.trunc(Number(n)) || 0;
  } catch {
    return 0; // a symbol, or an object that has no value
  }
}

/** What a rate makes of a run, by the core's verdict. */
const REGIMES = { straight: "straight", overshoots: "overshoots", circles: "circles", "runs-away": "diverges" };

/** What tells one row from another. */
const told = (row) => String(Object.entries(row));

/** A server that renders pages imports this module, too, and makes no element. */
const Base = globalThis.HTMLElement ?? class {};

class GradWalk extends Base {
  /** The version of this script, as of the crate. */
  static version = VERSION;

  #setup = new Setup();
  #walk = new Walk(this.#setup);
  #hand = new Hand(this.#setup, {
    tell: (news) => this.#tell(news),
    stop: () => this.#runner.cancel(),
    redraw: () => this.#runner.draw(),
    refuse: (name) => this.#view.refuse(name),
  });
  #startup = new Startup({
    needs: () => this.#needs(),
    arriving: () => this.#arriving(),
    begin: () => this.#begin(),
    arrived: () => this.#arrived(),
    failed: (error) => this.#failed(error),
    late: () => this.#view.waiting(),
  });
  #runner;
  #stage;
  #observer = new MutationObserver((records) => this.#attributesChanged(records));
  #shown = ""; // the row that was told last
  #phase = "";
  #height = 0;
  #resized = new ResizeObserver(() => {
    const height = Math.ceil(this.getBoundingClientRect().height);
    if (height !== this.#height) this.#emit("gw-resize", { height: (this.#height = height) });
  });
  // After a trap every call throws: the next frame will notice, whoever came upon it first.
  #probe = () => this.#runner.draw();

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.#runner = new Runner(this, this.#walk, this.#hand, this.#time());
    this.#stage = new Stage(this, this.#acts());
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
    this.#startup.begin();
  }

  connectedCallback() {
    labs.add(this);
    if (this.#startup.failed) this.#retry();
    addEventListener("error", this.#probe);
    this.#runner.wake();
    this.#resized.observe(this);
    this.#stage.speak();
    this.#stage.appear();
  }

  disconnectedCallback() {
    // Moving an element takes it out and puts it in again within one task.
    queueMicrotask(() => {
      if (this.isConnected) return;
      labs.delete(this);
      removeEventListener("error", this.#probe);
      this.#resized.disconnect();
      this.#view.sleep();
      this.#runner.sleep();
      this.#release();
    });
  }

  /** In Firefox an element that is taken to another document is none of its class any more. */
  adoptedCallback() {
    Object.setPrototypeOf(this, GradWalk.prototype);
  }

  /** Moved by `moveBefore`: nothing was disconnected. */
  connectedMoveCallback() {}

  /** The position: the number of updates that made the state shown. Assigning seeks. */
  get epoch() {
    return this.#startup.ready ? this.#settled().epoch : 0;
  }

  set epoch(epoch) {
    this.seek(epoch);
  }

  /** "ready", "training", "done", "converged" or "diverged": what the run is at the position. */
  get status() {
    return this.#startup.ready ? this.#settled().status : "ready";
  }

  /**
   * The steps up to the position, `{epoch, w, loss, grad}` each: w after the step, the others before it. Of several
   * parameters each has its own name, and so has its gradient.
   */
  get history() {
    return this.#startup.ready && this.#settled() ? this.#walk.history : [];
  }

  /**
   * All settings with natural types, and the epoch; null as long as there is no core that knows
   * them. Assigning restores them all, or none if one of them cannot be used.
   */
  get state() {
    return this.#startup.ready && this.#settled() ? this.#setup.state : null;
  }

  set state(state) {
    if (typeof state !== "object" || state === null) return; // frameworks pass what they have not
    const { settings: wanted, epoch, unreadable } = texts(state);
    const to = epoch === undefined ? undefined : whole(epoch);
    this.#flush();
    let refused;
    const restore = () => {
      const news = this.#setup.restore(wanted, unreadable);
      refused = news.refused;
      return news;
    };
    if (this.#startup.ready) this.#tell(restore());
    else this.#setup.later(restore);
    // Whoever goes to a state stands before its step: the place within it comes after.
    const goes = () => {
      this.#walk.seek(to);
      this.#lab.enter(wanted.get("phase") ?? "");
    };
    if (to !== undefined) this.#when(() => refused || this.#go(goes));
    if (unreadable) throw new TypeError(notice(unreadable, this.#setup.settings, this.#stage.words));
  }

  /**
   * The address of this page with the whole state of this lab in it; "" as long as there is no core. Points for which
   * it has no room it leaves out, and the lab says so.
   */
  toURL() {
    if (!this.#startup.ready || !this.#settled()) return "";
    const { query, news } = this.#setup.link();
    if (news) this.#tell(news);
    return address(this, query);
  }

  /** The steps so far as comma-separated values, a heading first, each number with all its digits. */
  toCSV() {
    return this.#startup.ready && this.#settled() ? [...this.#walk.csv()].join("") : "";
  }

  /** A chart in sight, as `fit`, `landscape`, `loss`, as a PNG: the promise of a Blob. */
  toPNG(view) {
    return new Promise((resolve, reject) => {
      const refuse = () => reject(new RangeError(this.#stage.words.noChart(String(view), CHARTS)));
      // A lab that has just come has no size before it is laid out.
      const take = (frames) => {
        if (this.#startup.failed || !this.isConnected) return refuse();
        this.#runner.paint(performance.now());
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
   * Kept when the run ends: `{status, reason, criticalLr, regime, distance}`.
   */
  train() {
    return this.#runner.train((ask, never) => this.#when(ask, never));
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

  /** Lets the links of a page, and its address, set its labs. */
  static listen() {
    follow(({ lab, ...said }) => lab.#when(() => lab.#follow(said)));
  }

  /** What a person can ask for. */
  #acts() {
    // The position is a setting, too: these are false where it is locked.
    const free = () => this.#hand.free("epoch");
    const going = (go) => (...given) => this.#when(() => free() && go(...given));
    const train = (ask, never) => this.#when(() => (free() ? ask() : never()), never);
    return {
      toggle: () => (this.#runner.begun ? this.#runner.cancel() : free() && this.#runner.train(train)),
      step: going((n) => this.step(n)),
      back: going((n) => this.back(n)),
      seek: going((epoch) => this.seek(epoch)),
      reset: going(() => this.reset()),
      walk: going((n, unit) => this.#go(() => this.#walk.by(n, unit))),
      enter: going((phase) => this.#go(() => this.#walk.enter(phase))),
      hand: this.#hand,
      redraw: () => this.#runner.draw(),
      now: () => this.#runner.paint(performance.now()),
      address: (query) => address(this, query),
      query: (hiding) => this.#setup.query(hiding),
      entries: (hiding) => this.#setup.entries(hiding),
      place: () => (labs.size > 1 ? inOrder().indexOf(this) + 1 : 0),
      height: () => Math.ceil(this.getBoundingClientRect().height),
      here,
      later: () => later().then((made) => (learn(made.words), made)),
      when: (ask) => this.#when(ask),
      csv: () => this.#walk.csv(),
      // What is asked of the drawing: before there is one, it is drawn first.
      drawn: (ask) => {
        const early = !this.#startup.ready;
        return this.#when(() => {
          if (early) this.#runner.paint(performance.now());
          return ask();
        });
      },
      lab: () => (this.#startup.ready ? this.#lab : undefined),
      value: (name) => this.#setup.values.get(name),
      retry: () => this.#retry(),
    };
  }

  /** What the runner asks for. */
  #time() {
    return {
      ready: () => this.#startup.ready,
      waiting: () => this.#startup.waiting,
      lab: () => this.#lab,
      show: () => this.#show(),
      began: () => this.#view.announce(""),
      arrived: () => this.#finish(),
      ended: (reason) => this.#ended(reason),
      failed: (error) => this.#startup.fail(error),
    };
  }

  get #view() {
    return this.#stage.view;
  }

  /** Does it now, or when the core has arrived, in the order of asking; `never` where it does not arrive. */
  #when(ask, never) {
    this.#flush();
    return this.#startup.when(ask, never);
  }

  /** A lab of an example set begins with its rows; where these do not come it says so. */
  async #needs() {
    if (/^\s*[a-z][\w-]*\s*$/i.test(this.getAttribute("data") ?? "")) await later().catch(() => {});
  }

  /** There is a core; what was changed before counts before anything is asked of it. */
  #arriving() {
    this.#flush();
    this.#stage.furnish();
  }

  /** Begins with what the tag says, and the page's address. */
  #begin() {
    this.#tell(this.#setup.begin(meantBy(this)));
    obey((said) => {
      this.#tell(this.#setup.follow(said));
      // When it has been laid out; whoever comes back stands where they stood.
      if (performance.getEntriesByType("navigation")[0]?.type === "navigate") nextFrame(() => this.#bring());
    }, this);
    this.#shown = told(this.#walk.row);
    this.#phase = this.#lab.value("phase");
  }

  #arrived() {
    this.#emit("gw-ready", {});
    this.#runner.draw();
    if (this.#lab.value("autoplay") === "off") return;
    const seen = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      seen.disconnect();
      this.train();
    });
    seen.observe(this);
  }

  #failed(error) {
    this.#setup.drop();
    const message = this.#stage.fail(error);
    this.#runner.end("cancelled");
    this.#emit("gw-error", { message });
  }

  /** Begins anew after a failure. */
  #retry() {
    this.#startup.begin();
    this.#stage.again();
  }

  get #lab() {
    this.#use();
    return this.#setup.lab;
  }

  /** The lab as it is once everything asked for is done: what properties tell. */
  #settled() {
    this.#flush();
    this.#use();
    if (!this.#runner.running) this.#walk.settle();
    return this.#setup.lab;
  }

  // A removed element answers, too, but holds the core's memory no longer than it takes.
  #use() {
    if (!this.isConnected) queueMicrotask(() => this.#release());
  }

  #release() {
    if (!this.isConnected && !this.#runner.running) this.#setup.free();
  }

  /** What attributes and the hand changed in this task counts from now on. */
  #flush() {
    const records = this.#observer.takeRecords();
    if (records.length) this.#attributesChanged(records);
    if (this.#startup.ready) this.#hand.take();
  }

  #attributesChanged(records) {
    if (records.some(({ attributeName }) => attributeName === "lang")) this.#stage.speak();
    const names = records.map(({ attributeName }) => attributeName).filter(isMeant);
    if (!names.length) return;
    const said = new Map(names.map((name) => [name, this.getAttribute(name)]));
    const speak = () => this.#setup.speak(said);
    if (!this.#startup.ready) return this.#setup.later(speak);
    if (names.includes("epoch")) this.#runner.cancel();
    this.#tell(speak());
  }

  /** Tells the page and the person what a change of settings brought. */
  #tell({ fresh, changed }) {
    const messages = this.#view.tell(fresh, this.#setup);
    for (const message of messages) this.#emit("gw-error", { message });
    for (const [setting, value] of changed) this.#emit("gw-change", { setting, value });
    if (fresh.some(({ code }) => code === "coming")) later().then(() => this.#tell(this.#setup.apply()), () => {});
    this.#use();
    this.#runner.draw();
  }

  /** Brings the lab into sight. */
  #bring() {
    if (this.#runner.inSight) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scrollIntoView({ block: "nearest", behavior: still ? "instant" : "smooth" });
  }

  /** Does what a link asks for, where it is seen. */
  #follow(said) {
    this.#bring();
    if (said.settings) {
      this.#runner.cancel();
      this.#hand.grasp(); // what it shows is seen beside the run before, as by hand
      this.#view.answer();
    }
    this.#tell(this.#setup.follow(said));
  }

  #go(move) {
    this.#runner.cancel();
    move();
    this.#runner.draw();
  }

  /** A run has come to its end. */
  #finish() {
    this.#view.announce(this.#view.status(this.#lab));
    this.#runner.end(this.#lab.reason.code);
    this.#release();
  }

  /** Tells the page how a run has ended, and returns that. */
  #ended(reason) {
    const { status } = this;
    const lab = this.#startup.ready ? this.#lab : {};
    const { critical_lr: criticalLr = null, distance = null, verdict } = lab;
    const regime = status === "diverged" ? "diverges" : (REGIMES[verdict] ?? null);
    const outcome = { status, reason, criticalLr, regime, distance };
    this.#emit("gw-end", outcome);
    // What is told to an element that has left its page reaches nobody else.
    if (!this.isConnected) asked("dispatchEvent", new CustomEvent("gw-end", { detail: outcome }));
    return outcome;
  }

  /** Draws the state, and says so if it is another one than before. */
  #show() {
    const { lab } = this.#setup;
    this.#view.render(this.#setup, this.#runner.running);
    const phase = lab.value("phase");
    if (phase !== this.#phase) this.#emit("gw-phase", { epoch: lab.epoch, phase: (this.#phase = phase) });
    const { row } = this.#walk;
    if (told(row) === this.#shown) return;
    this.#shown = told(row);
    this.#emit("gw-step", row);
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
