// One lab's settings and position, and the core's Lab that follows from them. It knows nothing of
// the DOM. The Lab can be freed at any time and is made anew when asked for: history is a pure
// function of the settings, so both give the same answers.
import { Lab } from "gradwalk-wasm";

/** Codes of notices after which the text is not in use, not even the nearest to it. */
const REFUSED = new Set(["malformed", "lengths", "empty", "too-many"]);

/** What a run may take at once, in points visited: the rest follows frame by frame. */
const FRAME = 100_000;

/** The same where a script waits for the answer. */
const PATIENCE = 10_000_000;

/** Lists of unequal length wait for each other. */
const fieldsOf = ({ code, field }) => (code === "lengths" ? ["x", "y"] : [field]);

const isRefused = (name, notices) =>
  notices.some((notice) => REFUSED.has(notice.code) && fieldsOf(notice).includes(name));

const query = (layer) => new URLSearchParams([...layer]).toString();

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
  /** What the tag says, by name: the weaker layer. */
  attributes = new Map();
  /** What the user's hand, or a script's `state`, changed since: the stronger layer. */
  hand = new Map();
  /** The attributes that a script has set since the hand touched them: these count after all. */
  #spoken = new Set();
  #early = []; // what was changed before there was a core to judge it
  /** Text that could not be used: it stays in its field and out of the run. */
  drafts = new Map();
  /** The notices whose cause is still there. */
  notices = [];

  #table;
  #lab;
  #target = 0;
  #layers = [];
  #values = new Map();
  #known = new Set();
  #refused = [];

  /** The core's table of settings. */
  get settings() {
    return (this.#table ??= Lab.settings());
  }

  /** The core's object. Whoever asks for it while nothing shows it should `free` it soon. */
  get lab() {
    if (!this.#lab) {
      this.#lab = new Lab();
      this.#lab.configure(this.#layers);
      this.#lab.seek(this.#target, FRAME);
    }
    return this.#lab;
  }

  /** Gives the Lab's memory back; settings and position are kept. */
  free() {
    if (!this.#lab) return;
    this.#target = this.#lab.target;
    this.#lab.free();
    this.#lab = undefined;
  }

  /** Lets go of a Lab that can no longer answer; what led to it is kept. */
  drop() {
    this.#lab = undefined;
  }

  /** The state that the lab was sent to, or the last one there is before it. */
  get place() {
    const { lab } = this;
    return lab.behind ? Math.min(lab.target, lab.end) : lab.epoch;
  }

  /** The preset whose gradient is in use: other settings may differ and it is still that notebook's. */
  get preset() {
    const differs = new URLSearchParams(this.lab.query()).has("gradient");
    return differs ? undefined : this.#values.get("preset");
  }

  /** The present value of each setting as text, by name. */
  get values() {
    return this.#values;
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
    return { ...state, epoch: this.lab.epoch };
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
    const notices = this.#judge(new Map([...this.hand, ...typed]));
    this.drafts.clear();
    for (const [name, text] of typed) {
      (isRefused(name, notices) ? this.drafts : this.hand).set(name, text);
      this.#spoken.delete(name);
    }
    this.#refused = notices.filter((notice) => fieldsOf(notice).some((name) => this.drafts.has(name)));
    return this.apply(new Map(entries).keys());
  }

  /** What there is to say of these settings by hand, on top of the tag's. */
  #judge(hand) {
    const tag = query(this.attributes);
    return Lab.check([tag, query(hand)]).slice(Lab.check([tag]).length);
  }

  /** Begins again from a preset: nothing else of the hand stays. Returns what `apply` does. */
  adopt(preset) {
    this.hand = new Map([["preset", preset]]);
    this.#clear();
    return this.apply();
  }

  /**
   * Begins again from a whole state, a Map of names to texts; from one of which a text cannot be
   * used it takes nothing. Returns what `apply` does.
   */
  restore(state) {
    const notices = this.#judge(state);
    if ([...state.keys()].some((name) => isRefused(name, notices))) return { fresh: notices, changed: [], refused: true };
    this.hand = new Map(state);
    this.#clear();
    return this.apply(state.keys());
  }

  /** Does `change`, which returns what `apply` does, when there is a core. */
  later(change) {
    this.#early.push(change);
  }

  /** The first `apply`, and what was asked for before it; returns all that there is to say. */
  begin() {
    const news = this.#early.splice(0).map((change) => change());
    const refused = news.filter(({ refused }) => refused).flatMap(({ fresh }) => fresh);
    this.#known.clear();
    return { fresh: [...refused, ...this.apply().fresh], changed: [] };
  }

  #clear() {
    this.drafts.clear();
    this.#spoken.clear();
    this.#refused = [];
    this.#known.clear();
  }

  /** A script changed these attributes: they speak for themselves again. Returns what `apply` does. */
  speak(names) {
    for (const name of names) {
      this.hand.delete(name);
      this.drafts.delete(name);
      // A preset stands below all that the tag says beside it.
      if (name !== "preset") this.#spoken.add(name);
    }
    this.#refused = this.#refused.filter((notice) => !fieldsOf(notice).some((name) => names.includes(name)));
    return this.apply(names);
  }

  /**
   * Gives the layers to the core. `touched` names the settings that were just set: their notices
   * count as new even if they say what they said before. Returns the new notices and, as
   * `[name, value]`, each setting whose value is another one now.
   */
  apply(touched = []) {
    const { lab } = this;
    for (const name of touched) this.#known.forEach((key) => key.startsWith(`${name} `) && this.#known.delete(key));
    const spoken = [...this.attributes].filter(([name]) => this.#spoken.has(name));
    this.#layers = [this.attributes, this.hand, spoken].map(query);
    const ofTag = Lab.check([this.#layers[0]]).length; // the weaker layer's come first
    const overridden = (notice) =>
      fieldsOf(notice).some((name) => this.hand.has(name) || this.#spoken.has(name));
    const all = lab.configure(this.#layers);
    const said = all.filter((notice, index) => index >= ofTag || !overridden(notice));
    this.notices = [...said, ...this.#refused];
    const before = this.#values;
    const present = lab.values();
    this.#values = new Map(this.settings.map(({ name }, index) => [name, present[index]]));
    const changed = this.settings
      .filter(
        ({ name }) => before.has(name) && before.get(name) !== this.#values.get(name) && name !== "epoch",
      )
      .map(({ name, kind }) => [name, natural(kind, this.#values.get(name))]);
    return { fresh: this.#fresh(), changed };
  }

  /** Goes to a state: at once if it is near, else `catchUp` goes on. */
  seek(epoch) {
    this.lab.seek(epoch, FRAME);
  }

  /** Computes ahead in slices and stands where the player is at `now`. True at the end of the run. */
  advance(player, now) {
    const { lab } = this;
    if (lab.head < lab.end) player.slice((work) => lab.look_ahead(work));
    lab.seek(Math.min(player.at(now, lab.end), lab.head), 0);
    return lab.epoch >= lab.end;
  }

  /** Goes on by a slice, unless it must `wait`, to the state that was asked for last. True when there. */
  catchUp(player, wait) {
    const { lab } = this;
    if (lab.behind && !wait) player.slice((work) => lab.advance(work));
    return !lab.behind;
  }

  /** The same at once, as far as a script can wait for it. */
  settle() {
    const { lab } = this;
    if (lab.behind) lab.advance(PATIENCE);
  }

  #fresh() {
    const key = ({ code, field, given }) => `${field} ${code} ${given}`;
    const fresh = this.notices.filter((notice) => !this.#known.has(key(notice)));
    this.#known = new Set(this.notices.map(key));
    return fresh;
  }
}
