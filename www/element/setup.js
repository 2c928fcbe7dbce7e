// What one lab is set to, and the core's Lab that follows from it. Who says what is in layers.js; here the
// core is asked what it is worth, and what there is to say of it. It knows nothing of the DOM. The Lab can
// be freed at any time and is made anew when asked for: a run is a pure function of the settings, so both
// give the same answers.
import { settings } from "gradwalk-tables";
import { Lab } from "gradwalk-wasm";
import { HAND, Layers, TAG, spoken } from "./layers.js";
import { isSetting } from "./names.js";

/** Browsers keep so many characters of an address, and not all of them more. */
const LONGEST = 60_000;

/** So many of them may be rows of data. */
const ROWS = 2048;

/** Codes of notices after which the text is not in use, not even the nearest to it. */
const REFUSED = new Set(["malformed", "unclear", "formula", "too-much", "twice", "lengths", "empty", "too-many", "no-example"]);

/** What a Lab that is made again may take at once, in points visited. */
const FRAME = 100_000;

/** So many unknown settings are named; a tag with more of them was not meant for this element. */
const MISTYPED = 10;

/** What kind of text each setting takes. */
const KINDS = new Map(settings.map(({ name, kind }) => [name, kind]));

/** The settings of how a run is shown. */
const SHOWN = settings.filter(({ run }) => !run);

/** Settings that belong together: whoever locks one locks the other. */
const POINTS = ["x", "y", "data"];
const POSITION = ["epoch", "phase"];
const together = (name) => [POINTS, POSITION].find((pair) => pair.includes(name)) ?? [name];

/** Lists of unequal length wait for each other. */
const fieldsOf = ({ code, field }) => (code === "lengths" ? POINTS : [field]);

const isRefused = (name, notices) =>
  notices.some(({ code, ...notice }) => (REFUSED.has(code) || /^(table|call)-/.test(code)) && fieldsOf({ code, ...notice }).includes(name));

const keyOf = ({ code, field, given }) => `${field} ${code} ${given}`;

/** A setting's text as JavaScript would write its value. */
function natural(name, text) {
  const kind = KINDS.get(name);
  if (kind === "list") return text ? text.split(",").map(Number) : [];
  if (kind !== "number" && kind !== "integer") return text;
  return text === "" ? null : Number(text); // a seed that there is not
}

/** A value as a text; what stands in a list and would be none, or more than one, is marked so that it is refused. */
function textOf(value, listed = false) {
  if (typeof value === "symbol") throw new TypeError();
  if (Array.isArray(value) && !listed) return Array.from(value, (one) => textOf(one, true)).join();
  const text = value === null && !listed ? "" : String(value);
  return listed && /^$|[,;\s]/.test(text) ? `(${text})` : text;
}

/**
 * A state as `settings`, a Map of names to texts: lists as the core writes them, everything else as JavaScript
 * does; and as its `epoch`. If one cannot be read, `unreadable` is what there is to say of it.
 */
export function texts(state) {
  const settings = new Map();
  let field = "";
  let epoch;
  try {
    for (field of Object.keys(state)) {
      const value = state[field];
      if (field === "epoch") epoch = value;
      else if (value !== undefined) settings.set(field, textOf(value));
    }
  } catch {
    return { unreadable: { code: "unreadable", field } };
  }
  return { settings, epoch };
}

/** Parts settings from what is none, of which the first few are noted. */
function sift(said) {
  const entries = [...said];
  const others = entries.filter(([name]) => !isSetting(name)).slice(0, MISTYPED);
  const unknown = others.map(([field, given]) => ({ code: "unknown", field, given }));
  return [new Map(entries.filter(([name]) => isSetting(name))), unknown];
}

export class Setup {
  /** Text that could not be used: it stays in its field and out of the run. */
  drafts = new Map();
  /** The notices whose cause is still there. */
  notices = [];
  /** Another number whenever the settings may be others. */
  revision = 0;

  #lab;
  #kept; // what a freed Lab is made again from, beside the settings
  #layers = new Layers();
  #given = ["", "", ""]; // the layers as the core has them
  #early = []; // what was changed before there was a core to judge it
  #values = new Map();
  #words = new Map();
  #unknown = []; // what the tag says that is no setting
  #refused = []; // what there is to say of the drafts
  #known = new Set(); // what has been said
  #left; // what there is to say of points that an address left out

  /** The core's table of settings. */
  get settings() {
    return settings;
  }

  /** The core's object. Whoever asks for it while nothing shows it should `free` it soon. */
  get lab() {
    if (!this.#lab) {
      this.#lab = new Lab();
      this.#lab.configure(this.#given);
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

  /** The words that a setting of several names holds, as `views`: a Set. */
  words(name) {
    return this.#words.get(name) ?? new Set();
  }

  /** Whether a hand may not change a setting. */
  locks(name) {
    return Boolean(this.lockOf(name));
  }

  /** The locked setting because of which a hand may not change this one; `all` leaves the walk free. */
  lockOf(name) {
    const lock = this.words("lock");
    if (lock.has("all") && POSITION.includes(name)) return undefined;
    return [name, ...together(name)].find((one) => lock.has(one));
  }

  /** A locked setting because of which a hand may not take a preset. */
  get locksPreset() {
    const changed = settings.filter(({ name, run }) => run || name === "preset");
    return changed.map(({ name }) => this.lockOf(name)).find(Boolean);
  }

  /** The points as the entries that would bring them back. */
  get points() {
    const said = (names) => names.map((name) => [name, this.#values.get(name)]);
    return said(this.#values.get("data") ? ["data"] : ["x", "y"]);
  }

  /**
   * The state as a query as an address has room for it, with these controls hidden, too: `cut` where the points are too
   * long and left out. Then no text of them is made.
   */
  query(hiding = "") {
    const data = this.#values.get("data");
    const long = data.length > ROWS || this.points.reduce((sum, [, text]) => sum + text.length, 0) > LONGEST;
    const query = long ? "" : this.lab.query(hiding, "");
    const cut = long || query.length > LONGEST;
    // Other columns than those of the data would have another model, too.
    const without = data ? ["data", "model", "start", "pair"] : POINTS;
    return { query: cut ? this.lab.query(hiding, String(without)) : query, cut };
  }

  /** The same as entries, for a tag, which has room for all points. */
  entries(hiding) {
    const { query, cut } = this.query(hiding);
    return [...new URLSearchParams(cut ? this.lab.query(hiding, String(POINTS)) : query), ...(cut ? this.points : [])];
  }

  /** The same as the page's own; where it is new that the points are left out, with what `apply` does. */
  link() {
    const { query, cut } = this.query();
    if (this.#left || !cut) return { query };
    this.#left = { code: "left-out", field: this.points[0][0], given: this.lab.readout("points") };
    return { query, news: this.apply() };
  }

  /** All settings with natural types, and the position: what `state` gives and takes. */
  get state() {
    const values = settings.map(({ name }) => [name, natural(name, this.#values.get(name))]);
    return { ...Object.fromEntries(values), epoch: this.lab.epoch, phase: this.lab.value("phase") };
  }

  /** Takes entries by hand, as text; what the core refuses becomes a draft. Returns what `apply` does. */
  edit(entries) {
    const typed = spoken(this.drafts, entries);
    const { notices } = this.#judge(spoken(this.#layers.hand, typed));
    this.drafts.clear();
    for (const [name, text] of typed) {
      this.#layers.touch(name);
      if (isRefused(name, notices)) this.drafts.set(name, text);
      else this.#layers.take(name, text);
    }
    this.#refused = notices.filter((notice) => fieldsOf(notice).some((name) => this.drafts.has(name)));
    return this.apply(new Map(entries).keys());
  }

  /** Begins again from a preset: of the hand only how a run is shown stays. Returns what `apply` does. */
  adopt(preset) {
    const { hand } = this.#layers;
    const kept = SHOWN.filter(({ name }) => hand.has(name)).map(({ name }) => [name, hand.get(name)]);
    this.#begin(new Map([...kept, ["preset", preset]]));
    return this.apply();
  }

  /**
   * Begins again from a whole state, a Map of names to texts; from one of which a text cannot be
   * used, or that is `unreadable`, it takes nothing, and says that it `refused`. Returns what `apply` does.
   */
  restore(state, unreadable) {
    if (unreadable) return { fresh: [unreadable], changed: [], refused: true };
    const { hand, unknown, notices } = this.#judge(state);
    if ([...hand.keys()].some((name) => isRefused(name, notices))) {
      return { fresh: notices, changed: [], refused: true };
    }
    this.#begin(hand);
    const { fresh, changed } = this.apply(hand.keys());
    return { fresh: [...unknown, ...fresh], changed };
  }

  /**
   * Takes what a link says, `settings`, a Map of names to texts: of one that says its version the whole state,
   * else these settings and no others; or that the lab is `missing` that it is for. Returns what `apply` does.
   */
  follow({ settings, missing }) {
    if (!settings) return { fresh: [{ code: "missing", given: missing }], changed: [] };
    const [said, unknown] = sift(settings);
    const whole = said.has("v");
    // What a whole state does not say is the preset's, or as it is at first; which views there are, the tag's.
    const first = SHOWN.filter(({ name }) => name !== "views");
    if (whole) this.#begin([...first.map(({ name, initial }) => [name, initial]), ...said]);
    // Whoever goes to a state stands before its step.
    else if (said.has("epoch") && !said.has("phase")) said.set("phase", "");
    const bad = whole ? [] : this.#take(said);
    const { fresh, changed } = this.apply(said.keys(), whole || said.has("epoch") || said.has("phase"));
    // Whoever presses a link sees no console.
    const [foreign, ...others] = unknown.map((one) => ({ ...one, code: "foreign" }));
    const strange = foreign ? [foreign, ...(others.length ? [{ code: "more", field: "", given: others.length }] : [])] : [];
    return { fresh: [...strange, ...bad, ...fresh], changed };
  }

  /** The hand has said this and nothing else. */
  #begin(hand) {
    this.#layers.begin(hand);
    this.drafts.clear();
    this.#refused = [];
    this.#known.clear();
  }

  /** The hand says this, too; what cannot be used leaves what stood there. Returns what there is to say of that. */
  #take(said) {
    const { notices } = this.#judge(spoken(this.#layers.hand, said));
    const refused = [...said.keys()].filter((name) => isRefused(name, notices));
    for (const name of refused) said.delete(name);
    for (const [name, text] of said) {
      this.#layers.take(name, text);
      this.drafts.delete(name);
    }
    return notices.filter((notice) => fieldsOf(notice).some((name) => refused.includes(name)));
  }

  /**
   * A script changed these attributes, by name, to texts or to null: they speak for themselves
   * again. Returns what `apply` does.
   */
  speak(attributes) {
    this.#hear(attributes);
    const names = new Set(attributes.keys());
    if (names.has("epoch")) names.add("phase"); // the tag says in which step, too, or in none
    for (const name of names) {
      this.#layers.since(name);
      this.drafts.delete(name);
    }
    return this.apply(attributes.keys(), attributes.has("epoch"));
  }

  #hear(attributes) {
    const [tag, unknown] = sift(attributes);
    for (const [name, text] of tag) this.#layers.hear(name, text);
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
    const { queries } = this.#layers;
    // A layer that is what it was need not cross again.
    const others = queries.map((layer, index) => (layer === this.#given[index] ? undefined : layer));
    const all = lab.configure(others, seek);
    this.#given = queries;
    const overruled = (notice) => fieldsOf(notice).some((name) => this.#layers.overrules(name));
    // Of a field that holds a draft only that is said which is wrong with it.
    const drafted = (notice) => fieldsOf(notice).some((name) => this.drafts.has(name));
    const said = all.filter((notice) => !drafted(notice) && (notice.layer !== TAG || !overruled(notice)));
    this.#refused = this.#refused.filter(drafted);
    const changed = this.#changes();
    if (changed.some(([name]) => POINTS.includes(name))) this.#left = undefined;
    this.notices = [...said, ...this.#refused, ...this.#unknown, ...[this.#left].filter(Boolean)];
    this.revision++;
    return { fresh: this.#fresh(), changed };
  }

  /** What there is to say of these settings by hand, in the place of those that are there. */
  #judge(wanted) {
    const [hand, unknown] = sift(new Map(wanted));
    const notices = this.lab.judge(this.#layers.queriesWith(hand));
    // What does not fit the rest is known at the end: it is the hand's, if that has said it.
    const theirs = ({ layer, field }) => layer === HAND || (layer > HAND && hand.has(field));
    return { hand, unknown, notices: notices.filter(theirs) };
  }

  #changes() {
    const changed = [];
    for (const name of this.lab.changed()) {
      const [before, value] = [this.#values.get(name), this.lab.value(name)];
      if (before === value) continue;
      this.#values.set(name, value);
      if (KINDS.get(name) === "names") this.#words.set(name, new Set(this.lab.words(name)));
      if (before !== undefined) changed.push([name, natural(name, value)]);
    }
    return changed;
  }

  #fresh() {
    const fresh = this.notices.filter((notice) => !this.#known.has(keyOf(notice)));
    this.#known = new Set(this.notices.map(keyOf));
    return fresh;
  }
}
