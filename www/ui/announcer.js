// What is said beyond what is shown: to a screen reader, once and politely, and below the controls what
// could not be done or used. Whoever calls it has the sentence, or the words to make it of.
import { write } from "./dom.js";
import { notice } from "./says.js";

/** What is answered to an action is said this long after the last, in ms. */
const CALM = 400;

export class Announcer {
  #words;
  #spoken;
  #note;
  #remark = ""; // what could not be done
  #answer; // what is still to be said of the last action

  /** `spoken` is read out when its text changes, `note` stands below the controls. */
  constructor({ spoken, notice: note }, words) {
    this.#words = words;
    this.#spoken = spoken;
    this.#note = note;
  }

  /** Says `text` to a screen reader, once, without moving anything. */
  announce(text) {
    write(this.#spoken, text);
  }

  /** Says what an action came to, when no other has followed for a while. */
  answer(say) {
    clearTimeout(this.#answer);
    this.#answer = setTimeout(() => {
      this.#answer = undefined;
      this.announce(say());
    }, CALM);
  }

  /** Whether an answer is still to come. */
  get answering() {
    return this.#answer !== undefined;
  }

  /** Says what could not be done, until something else is. */
  remark(text) {
    this.#remark = text;
    this.announce(text);
  }

  /**
   * Says what is new to say of the settings, and returns the sentences meant for people. What the settings do not
   * go on saying, as they were left as they are, stays until something else is said.
   */
  tell(notices, { settings, notices: lasting }) {
    const sentences = [];
    const passing = [];
    for (const one of notices) {
      const said = notice(one, settings, this.#words);
      if (one.code === "unknown")
        console.info(said); // for authors, not for readers
      else sentences.push(said);
      if (one.code !== "unknown" && !lasting.includes(one)) passing.push(said);
    }
    this.#remark = passing.join(" ");
    if (sentences.length) this.announce(sentences.join(" "));
    return sentences;
  }

  /** Shows what there is to say of fields that are out of sight: those for which `isBeside` is false. */
  render({ notices, settings }, isBeside) {
    const homeless = notices.filter((one) => one.code !== "unknown" && !isBeside(one.field));
    const said = homeless.map((one) => notice(one, settings, this.#words));
    write(this.#note, [...said, this.#remark].join(" ").trim());
  }
}
