// The words of each tag. English comes with the element, and what its drawers say with these; any other language is a file
// of its own beside it, fetched when a tag's `lang` asks for it.
import english from "../messages/en.js";
import { beside } from "./engine.js";

export { english };

const known = new Map([["en", english]]);

/** Whether a part of a message file has parts itself. */
const isParted = (part) => typeof part === "object" && !Array.isArray(part);

/** What `words` lacks is said in English: a word that is new there need not wait for all others. */
function complete(words, base) {
  for (const [name, part] of Object.entries(words)) if (isParted(part)) complete(part, (base[name] ??= {}));
  return Object.setPrototypeOf(words, base);
}

/** English words that came later, and with them what other languages lack. */
export function learn(words, base = english.views) {
  for (const [name, part] of Object.entries(words)) {
    if (isParted(part)) learn(part, (base[name] ??= {}));
    else base[name] = part;
  }
}

/** The words of a language, `de` or `de-CH`; kept as English where there is no file for it. */
export function wordsOf(lang) {
  const [tag] = lang?.toLowerCase().match(/^[a-z]{2,3}(?=-|$)/) ?? ["en"];
  if (!known.has(tag)) {
    const words = import(beside(`messages/${tag}.js`)).then((module) => complete(module.default, english));
    known.set(tag, words.catch(() => english));
  }
  return known.get(tag);
}
