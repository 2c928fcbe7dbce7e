// The words of each tag. English comes with the element; any other language is a file of its own
// beside it, fetched when a tag's `lang` asks for it.
import english from "../messages/en.js";

export { english };

const known = new Map([["en", english]]);

/** What `words` lacks is said in English: a word that is new there need not wait for all others. */
function complete(words, base = english) {
  if (!words || Object.getPrototypeOf(base) !== Object.prototype) return words ?? base;
  const names = new Set([...Object.keys(base), ...Object.keys(words)]);
  return Object.fromEntries([...names].map((name) => [name, complete(words[name], base[name] ?? words[name])]));
}

/** The words of a language, `de` or `de-CH`; kept as English where there is no file for it. */
export function wordsOf(lang) {
  const [tag] = lang?.toLowerCase().match(/^[a-z]{2,3}(?=-|$)/) ?? ["en"];
  if (!known.has(tag)) {
    const file = new URL(`messages/${tag}.js`, import.meta.url);
    const words = import(file).then((module) => complete(module.default));
    known.set(tag, words.catch(() => english));
  }
  return known.get(tag);
}
