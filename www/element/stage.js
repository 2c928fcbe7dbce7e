// What is seen where the tag stands, in the language that it asks for: the lab; before the core is there what is
// known without it; and a sentence where it cannot come. What the lab shows, and when, others decide.
import { settings } from "gradwalk-tables";
import { settingsOf } from "./attributes.js";
import { Unavailable, still } from "./engine.js";
import { english, wordsOf } from "./language.js";
import { begins } from "../ui/still.js";
import { View } from "../ui/view.js";

export class Stage {
  #element;
  #act;
  #words = english;
  #furnished = false; // there is a core, whose tables the controls are made of
  #failed = false;
  /** The lab as it is drawn and said: another one after a failure, and in another language. */
  view;

  /** `act`: what a person can ask for; see `View`. */
  constructor(element, act) {
    this.#element = element;
    this.#act = act;
    this.#compose();
  }

  get words() {
    return this.#words;
  }

  /** It is on a page, or on another. */
  appear() {
    if (this.#failed) return;
    this.view.wake();
    if (!this.#furnished) this.view.foresee(settingsOf(this.#element));
    this.#act.redraw();
  }

  /** There is a core. */
  furnish() {
    this.#furnished = true;
    this.view.furnish(settings);
  }

  /** Says everything in the language that the tag asks for. */
  async speak() {
    const lang = this.#element.getAttribute("lang");
    const words = await wordsOf(lang);
    if (words === this.#words || this.#failed || lang !== this.#element.getAttribute("lang")) return;
    this.#words = words;
    this.view.sleep();
    this.#compose();
    if (this.#furnished) this.furnish();
    if (this.#element.isConnected) this.appear();
  }

  /** There is no core, or none any more: says why, and returns the sentence. */
  fail(error) {
    const { code, file, given, message } = error ?? {};
    const reason = error instanceof Unavailable ? this.#words.unavailable[code](file, given) : String(message ?? error);
    const say = this.#furnished ? this.#words.stopped : this.#words.cannotStart;
    const sentence = say(reason.replace(/\.$/, ""), begins(settingsOf(this.#element)));
    this.#failed = true;
    this.#furnished = false;
    this.view.fail(sentence, still());
    return sentence;
  }

  /** Begins anew after a failure. */
  again() {
    this.#failed = false;
    this.#compose();
    if (this.#element.isConnected) this.appear();
  }

  #compose() {
    this.view = new View(this.#element.shadowRoot, this.#act, this.#words);
  }
}
