// Who says what of the settings, as texts by name, weakest first: the tag; the user's hand, which is also
// what a link or a script's `state` is; and the tag again, where a script has set an attribute since. Which
// names there are, and what a text is worth, others know.

/** The places of the layers in the core's list. */
export const [TAG, HAND] = [0, 1];

// A text may be a megabyte long: only what has a meaning in a query is encoded.
const encode = (text) => text.replace(/[%&+]/g, encodeURIComponent);
const query = (layer) => [...layer].map(([name, text]) => `${name}=${encode(text)}`).join("&");

/** Points are said one way: whoever says data takes x and y back, and the other way round. */
const RIVALS = { data: ["x", "y"], x: ["data"], y: ["data"] };

/** What is said when this is said, too: settings by name, as texts. */
export function spoken(before, said) {
  const all = new Map(before);
  for (const [name, text] of said) {
    for (const rival of RIVALS[name] ?? []) all.delete(rival);
    all.set(name, text);
  }
  return all;
}

export class Layers {
  #tag = new Map();
  #hand = new Map();
  #since = new Set(); // what the tag says since the hand touched it

  /** What the hand says: a copy. */
  get hand() {
    return new Map(this.#hand);
  }

  /** The tag says this, or with null for a text no longer. */
  hear(name, text) {
    if (text === null) this.#tag.delete(name);
    else this.#tag.set(name, text);
  }

  /** The tag speaks for itself again. A preset stands below all that the tag says beside it. */
  since(name) {
    this.#hand.delete(name);
    if (this.#hand.size && name !== "preset") this.#since.add(name);
  }

  /** The hand says this. */
  take(name, text) {
    this.#hand = spoken(this.#hand, [[name, text]]);
    for (const one of [name, ...(RIVALS[name] ?? [])]) this.touch(one);
  }

  /** The hand has touched this, whatever came of it. */
  touch(name) {
    this.#since.delete(name);
  }

  /** The hand says this and nothing else. */
  begin(hand) {
    this.#hand = new Map(hand);
    this.#since.clear();
  }

  /** Whether something stronger than the tag as it was says this. */
  overrules(name) {
    return this.#hand.has(name) || this.#since.has(name);
  }

  /** As the core takes them. */
  get queries() {
    return [this.#tag, this.#hand, this.#spoken(() => true)].map(query);
  }

  /** The same with another hand, which has touched all that it says; the tag is as the core has it. */
  queriesWith(hand) {
    return [undefined, query(hand), query(this.#spoken((name) => !hand.has(name)))];
  }

  #spoken(counts) {
    return [...this.#tag].filter(([name]) => this.#since.has(name) && counts(name));
  }
}
