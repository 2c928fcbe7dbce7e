// One lab's settings and position, and the core's Lab that follows from them. It knows nothing of
// the DOM. The Lab can be freed at any time and is made anew when asked for: history is a pure
// function of the settings, so both give the same answers.
import { settings } from "gradwalk-tables";
import { Lab } from "gradwalk-wasm";
import { isSetting } from "./names.js";

/** Codes of notices after which the text is not in use, not even the nearest to it. */
const REFUSED = new Set(["malformed", "lengths", "empty", "too-many"]);

/** What a run may take at once, in points visited: the rest follows frame by frame. */
const FRAME = 100_000;

/** The same where a script waits for the answer. */
const PATIENCE = 10_000_000;

/** So many unknown settings are named; a tag with more of them was not meant for this element. */
const MISTYPED = 10;

/** The layers of settings, weakest first; the strongest is of what the tag says since the hand did. */
const [TAG, HAND] = [0, 1];

/** Lists of unequal length wait for each other. */
const fieldsOf = ({ code, field }) => (code === "lengths" ? ["x", "y"] : [field]);

const isRefused = (name, notices) =>
  notices.some((notice) => REFUSED.has(notice.code) && fieldsOf(notice).includes(name));

const keyOf = ({ code, field, given }) => `${field} ${code} ${given}`;

// A text may be a megabyte long: only what has a meaning in a query is encoded.
const encode = (text) => text.replace(/[%&+]/g, encodeURIComponent);
const query = (layer) => [...layer].map(([name, text]) => `${name}=${encode(text)}`).join("&");

/** A setting's text as JavaScript would write its value. */
function natural(kind, text) {
  if (kind === "list") return text.split(",").map(Number);
  return kind === "number" || kind === "integer" ? Number(text) : text;
}

/** Settings as texts: lists as the core writes them, everything else as JavaScript does. */
export function texts(settings) {
  const text = (value) => (Array.isArray(value) ? value.join(",") : String(value));
  const said = Object.entries(settings).filter(([, value]) => value !== undefined);
  return new Map(said.map(([name, value]) => [name, text(value)]));
}

export class Walk {
  /** Text that could not be used: it stays in its field and out of the run. */
  drafts = new Map();
  /** The notices whose cause is still there. */
  notices = [];
  /** Another number whenever the settings may be others. */
  revision = 0;

  #lab;
  #kept; // what a freed Lab is made again from, beside the settings
  #tag = new Map(); // what the tag says: the weakest layer
  #hand = new Map(); // what the user's hand, or a script's `state`, changed since: a stronger one
  #spoken = new Set(); // what the tag says since the hand touched it: the strongest
  #unknown = []; // what the tag says that is no setting
  #layers = ["", "", ""];
  #early = []; // what was changed before there was a core to judge it
  #values = new Map();
  #known = new Set();
  #refused = [];

  /** The core's table of settings. */
  get settings() {
    return settings;
  }

  /** The core's object. Whoever asks for it while nothing shows it should `free` it soon. */
  get lab() {
    if (!this.#lab) {
      this.#lab = new Lab();
      this.#lab.configure(this.#layers);
      if (this.#kept) this.#lab.restore(this.#kept, FRAME);
    }
    return this.#lab;
  }

  /** Gives the Lab's memory back; settings, position and what a hand holds are kept. */
  free() {
    if (!this.#lab) return;
    this.#kept = this.#lab.snapshot();
    this.#lab.free();
    this.#lab = undefined;
  }

  /** Lets go of a Lab that can no longer answer. */
  drop() {
    this.#lab = undefined;
  }

  /** The present value of each setting as text, by name. */
  get values() {
    return this.#values;
  }

  /** Whether a hand may not change a setting. */
  locks(name) {
    const locked = this.#values.get("lock") ?? "";
    return locked === "all" || locked.split(",").includes(name);
  }

  /** A setting that a preset would change, and a hand may not. */
  get locksPreset() {
    return this.settings.find(({ name, run }) => (run || name === "preset") && this.locks(name))?.name;
  }

  /** The points as the entries that would bring them back. */
  get points() {
    return ["x", "y"].map((name) => [name, this.#values.get(name)]);
  }

  /** All settings with natural types, and the position: what `state` gives and takes. */
  get state() {
    const state = {};
    for (const { name, kind } of this.settings) {
      state[name] = natural(kind, this.#values.get(name));
    }
    return { ...state, epoch: this.lab.epoch, phase: this.lab.value("phase") };
  }

  /** The rows of the steps up to the position. */
  get history() {
    const { lab } = this;
    const rows = lab.epoch > 0 ? lab.rows(1, lab.epoch) : [];
    const row = (_, index) => {
      const at = 3 * index;
      return { epoch: index + 1, w: rows[at], loss: rows[at + 1], grad: rows[at + 2] };
    };
    return Array.from({ length: rows.length / 3 }, row);
  }

  /** Takes entries by hand, as text; what the core refuses becomes a draft. Returns what `apply` does. */
  edit(entries) {
    const typed = new Map([...this.drafts, ...entries]);
    const { notices } = this.#judge(new Map([...this.#hand, ...typed]));
    this.drafts.clear();
    for (const [name, text] of typed) {
      (isRefused(name, notices) ? this.drafts : this.#hand).set(name, text);
      this.#spoken.delete(name);
    }
    this.#refused = notices.filter((notice) => fieldsOf(notice).some((name) => this.drafts.has(name)));
    return this.apply(new Map(entries).keys());
  }

  /** Begins again from a preset: of the hand only how a run is shown stays. Returns what `apply` does. */
  adopt(preset) {
    const shown = this.#shown.map(({ name }) => name);
    this.#hand = new Map([...this.#hand].filter(([name]) => shown.includes(name))).set("preset", preset);
    this.#clear();
    return this.apply();
  }

  /**
   * Begins again from a whole state, a Map of names to texts; from one of which a text cannot be
   * used it takes nothing, and says that it `refused`. Returns what `apply` does.
   */
  restore(state) {
    const { hand, unknown, notices } = this.#judge(state);
    if ([...hand.keys()].some((name) => isRefused(name, notices))) {
      return { fresh: notices, changed: [], refused: true };
    }
    this.#hand = hand;
    this.#clear();
    const { fresh, changed } = this.apply(hand.keys());
    return { fresh: [...unknown, ...fresh], changed };
  }

  /**
   * Takes what a link says, a Map of names to texts: of one that says its version the whole state,
   * else these settings and no others. Returns what `apply` does.
   */
  follow(link) {
    const [said, unknown] = this.#sift(link);
    const whole = said.has("v");
    const bad = whole ? this.#begin(said) : this.#take(said);
    const { fresh, changed } = this.apply(said.keys(), whole || said.has("epoch") || said.has("phase"));
    return { fresh: [...unknown, ...bad, ...fresh], changed };
  }

  /** The settings of how a run is shown. */
  get #shown() {
    return this.settings.filter(({ run }) => !run);
  }

  /** The hand has said this and nothing else: what is not said is the preset's, or as it is at first. */
  #begin(said) {
    this.#hand = new Map([...this.#shown.map(({ name, initial }) => [name, initial]), ...said]);
    this.#clear();
    return [];
  }

  /** The hand says this, too; what cannot be used leaves what stood there. Returns what there is to say of that. */
  #take(said) {
    const { notices } = this.#judge(new Map([...this.#hand, ...said]));
    const refused = [...said.keys()].filter((name) => isRefused(name, notices));
    for (const name of refused) said.delete(name);
    for (const [name, text] of said) {
      this.#hand.set(name, text);
      this.drafts.delete(name);
      this.#spoken.delete(name);
    }
    return notices.filter((notice) => fieldsOf(notice).some((name) => refused.includes(name)));
  }

  /**
   * A script changed these attributes, by name, to texts or to null: they speak for themselves
   * again. Returns what `apply` does.
   */
  speak(attributes) {
    this.#hear(attributes);
    for (const name of attributes.keys()) {
      this.#hand.delete(name);
      this.drafts.delete(name);
      // A preset stands below all that the tag says beside it.
      if (this.#hand.size && name !== "preset") this.#spoken.add(name);
    }
    this.#refused = this.#refused.filter((notice) => !fieldsOf(notice).some((name) => attributes.has(name)));
    return this.apply(attributes.keys(), attributes.has("epoch"));
  }

  #hear(attributes) {
    const [tag, unknown] = this.#sift(attributes);
    for (const [name, text] of tag) {
      if (text === null) this.#tag.delete(name);
      else this.#tag.set(name, text);
    }
    const others = this.#unknown.filter(({ field }) => !attributes.has(field));
    this.#unknown = [...others, ...unknown.filter(({ given }) => given !== null)].slice(0, MISTYPED);
  }

  /** Does `change`, which returns what `apply` does, when there is a core. */
  later(change) {
    this.#early.push(change);
  }

  /** Begins with what the tag says, and what was asked for before; returns what there is to say. */
  begin(attributes) {
    this.#hear(attributes);
    const news = this.#early.splice(0).map((change) => change());
    const refused = news.filter(({ refused }) => refused).flatMap(({ fresh }) => fresh);
    this.#known.clear();
    return { fresh: [...refused, ...this.apply().fresh], changed: [] };
  }

  /**
   * Gives the layers to the core. `touched` names the settings that were just set: their notices
   * count as new even if they say what they said before. With `seek` the walk goes to the setting
   * `epoch`, whatever that was. Returns the new notices and, as `[name, value]`, each setting whose
   * value is another one now.
   */
  apply(touched = [], seek = false) {
    const { lab } = this;
    const anew = new Set(touched);
    for (const key of this.#known) if (anew.has(key.split(" ", 1)[0])) this.#known.delete(key);
    const spoken = [...this.#tag].filter(([name]) => this.#spoken.has(name));
    const layers = [this.#tag, this.#hand, spoken].map(query);
    // A layer that is what it was need not cross again.
    const all = lab.configure(
      layers.map((layer, index) => (layer === this.#layers[index] ? undefined : layer)),
      seek,
    );
    this.#layers = layers;
    const stands = (name) => this.#hand.has(name) || this.#spoken.has(name);
    const said = all.filter((notice) => notice.layer !== TAG || !fieldsOf(notice).some(stands));
    this.notices = [...said, ...this.#refused, ...this.#unknown];
    this.revision++;
    return { fresh: this.#fresh(), changed: this.#changes() };
  }

  /** Goes to a state: at once if it is near, else `catchUp` goes on. */
  seek(epoch) {
    this.lab.seek(epoch, FRAME);
  }

  /** Goes `n` states on, or back, from the one that was asked for last. */
  step(n) {
    this.lab.step(n, FRAME);
  }

  /** Goes on by `n` units, `epoch`, `stage`, `column` or `node`, or back. */
  by(n, unit) {
    this.lab.walk(unit, n, FRAME);
  }

  /** Computes ahead in slices and stands where the player is at `now`. True at the end of the run. */
  advance(player, now) {
    const { lab } = this;
    if (lab.head < lab.end || lab.comparing) player.slice((work) => lab.look_ahead(work));
    lab.seek(Math.min(player.at(now, lab.end), lab.head), 0);
    if (player.beat(now)) lab.enter(player.beat(now));
    return lab.epoch >= lab.end;
  }

  /**
   * Goes on by a slice, unless it must `wait`, to the state that was asked for last, and with the pinned runs. True
   * when there.
   */
  catchUp(player, wait) {
    const { lab } = this;
    const behind = () => lab.behind || lab.comparing;
    if (behind() && !wait) player.slice((work) => lab.advance(work));
    return !behind();
  }

  /** The same at once, as far as a script can wait for it. */
  settle() {
    const { lab } = this;
    if (lab.behind) lab.advance(PATIENCE);
  }

  /** What there is to say of these settings by hand, in the place of those that are there. */
  #judge(wanted) {
    const [hand, unknown] = this.#sift(wanted);
    const spoken = [...this.#tag].filter(([name]) => this.#spoken.has(name) && !hand.has(name));
    const notices = this.lab.judge([undefined, query(hand), query(spoken)]);
    return { hand, unknown, notices: notices.filter(({ layer }) => layer === HAND) };
  }

  /** Parts settings from what is none, of which the first few are noted. */
  #sift(layer) {
    const entries = [...layer];
    const others = entries.filter(([name]) => !isSetting(name)).slice(0, MISTYPED);
    const unknown = others.map(([field, given]) => ({ code: "unknown", field, given }));
    return [new Map(entries.filter(([name]) => isSetting(name))), unknown];
  }

  #changes() {
    const kinds = new Map(this.settings.map(({ name, kind }) => [name, kind]));
    const changed = [];
    for (const name of this.lab.changed()) {
      const [before, value] = [this.#values.get(name), this.lab.value(name)];
      if (before === value) continue;
      this.#values.set(name, value);
      if (before !== undefined) changed.push([name, natural(kinds.get(name), value)]);
    }
    return changed;
  }

  #fresh() {
    const fresh = this.notices.filter((notice) => !this.#known.has(keyOf(notice)));
    this.#known = new Set(this.notices.map(keyOf));
    return fresh;
  }

  #clear() {
    this.drafts.clear();
    this.#spoken.clear();
    this.#refused = [];
    this.#known.clear();
  }
}
