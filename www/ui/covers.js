// Answers that wait for a question: what is said of the rate while the lab stands before a room, and what the setting
// `hide` names. Each lies under a button that asks for it, and again when it is another; what is covered is not spoken.
import { h, mark } from "./dom.js";

/** What is said of the rate: before a room one question asks for all of it. */
const RATE = ["verdict", "limit", "bands"];

export class Covers {
  #nodes;
  #act;
  #buttons; // by what they cover
  #presenting = false;
  #shown = new Map(); // what somebody has asked for, and what was answered

  /** `words`: the question for each answer. */
  constructor(nodes, act, words) {
    this.#nodes = nodes;
    this.#act = act;
    this.#buttons = new Map(
      Object.entries(words).map(([name, question]) => {
        const onclick = () => this.#show(name);
        return [name, h("button", { type: "button", class: "offer cover", "data-asks": name, hidden: true, onclick }, question)];
      }),
    );
    nodes.judged.after(this.#buttons.get("verdict"), this.#buttons.get("status"));
  }

  /** The lab is shown to a room, or no longer. */
  present(presenting) {
    this.#presenting = presenting;
    for (const name of RATE) this.#shown.delete(name);
    if (!presenting) this.#nodes.lab.classList.remove("unasked"); // all is there again
    this.#act.now();
  }

  /** Shows what the rate does, or covers it. */
  toggle() {
    if (this.#shown.delete("verdict")) this.#act.now();
    else this.#show("verdict");
  }

  /** Covers what is `hidden`, a Set of names, and what waits before a room; returns the names of what is covered. */
  render({ lab, revision }, running, hidden) {
    const { verdict, lab: root } = this.#nodes;
    const { critical_lr: limit } = lab;
    const said = { verdict: verdict.textContent, limit, bands: limit, status: `${revision} ${running || lab.status}` };
    for (const [name, answer] of this.#shown) {
      if (answer === undefined) this.#shown.set(name, said[name]);
      else if (answer !== said[name]) this.#shown.delete(name);
    }
    const before = (name) => this.#presenting && RATE.includes(name);
    const isCovered = (name) =>
      (before(name) || hidden.has(name)) && !this.#shown.has(before(name) ? "verdict" : name);
    const covered = new Set([...this.#buttons.keys()].filter(isCovered));
    this.#place();
    const unasked = root.classList.contains("unasked");
    for (const [name, button] of this.#buttons) {
      // Before anybody has done anything nothing is said of the rate.
      const asks = before(name) ? name === "verdict" : name === "status" || !unasked;
      this.#hide(button, !(covered.has(name) && asks));
    }
    this.#describe((name) => !unasked && !covered.has(name));
    return covered;
  }

  /** The rate's control comes with the core, and anew with another language. */
  #place() {
    const control = this.#nodes.main.querySelector("#lr-note")?.parentNode;
    const ours = RATE.slice(1).map((name) => this.#buttons.get(name));
    if (control && ours.some((button) => button.parentNode !== control)) control.append(...ours);
  }

  /** What goes takes the focus, and with it the keys, along. */
  #hide(button, hidden) {
    if (hidden && button.matches(":focus")) this.#nodes.plots.focus({ preventScroll: true });
    button.hidden = hidden;
  }

  /** Whoever hears the rate's fields hears what can be read beside them. */
  #describe(isSeen) {
    const note = this.#nodes.main.querySelector("#lr-note");
    if (!note) return;
    const told = [isSeen("verdict") && "verdict", (isSeen("limit") || note.matches(".notice")) && note.id];
    for (const field of note.parentNode.querySelectorAll("input")) mark(field, "aria-describedby", told.filter(Boolean).join(" "));
  }

  #show(name) {
    this.#shown.set(name, undefined);
    const { lab, main, verdict, status } = this.#nodes;
    if (RATE.includes(name)) lab.classList.remove("unasked"); // somebody asks
    const answers = { limit: "#lr-note", bands: '.legend [data-here="true"]' };
    const answer = () => ({ verdict, status })[name] ?? main.querySelector(answers[name]);
    this.#act.answer(() => answer()?.textContent ?? "");
    this.#act.now();
  }
}
