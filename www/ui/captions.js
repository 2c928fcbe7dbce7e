// The words and numbers around the charts: the readouts above them, a caption for each, and below them what
// the run is and what its rate does. The numbers are the core's, the words the message file's.
import { h, mark, write } from "./dom.js";
import { cut } from "./grammar.js";
import { status, titleOf, verdict, wordOf } from "./says.js";
import { names as lesson } from "./still.js";

/** Blanks as wide as a digit, and as what stands between thousands. */
const [FIGURE_SPACE, PUNCTUATION_SPACE] = ["\u2007", "\u2008"];

const blank = (of) => (/\d/.test(of) ? FIGURE_SPACE : PUNCTUATION_SPACE);

export class Captions {
  #nodes;
  #charts;
  #words;
  #names; // of the parameters that the readouts were made for
  #readouts; // the node of each number
  #verdict; // the code of what was said last of the rate

  /** `charts`: the views of the figure, each with its place. */
  constructor(nodes, charts, words) {
    this.#nodes = nodes;
    this.#charts = charts;
    this.#words = words;
    this.foresee(lesson);
  }

  /** Keeps room for the parameters of these names; of others nobody knows before the core. */
  foresee(names) {
    this.#list(names ?? []);
    this.cut(new Map());
    const read = names && { names, pair: names, shape: lesson === names && "proportional", oneScale: true };
    for (const { name, heading } of this.#charts) write(heading, titleOf(name, this.#words, read));
  }

  /** Shows the state of `lab`. `can`: what a hand can do about it. */
  render(lab, read, running, can) {
    this.#read(read);
    write(this.#nodes.status, status(lab, this.#words, running, can));
    for (const { name, root, canvas, heading, key, absent } of this.#charts) {
      if (root.hidden) continue;
      const empty = !absent.hidden;
      const said = empty ? undefined : this.#words.views[name];
      const title = titleOf(name, this.#words, empty ? undefined : read);
      write(heading, title);
      mark(canvas, "aria-label", said?.summary?.(read, lab.verdict) ?? title);
      const [label = "", value = ""] = said?.key?.(read) ?? [];
      write(key.firstChild, label);
      write(key.lastChild, value);
      key.classList.toggle("out-of-sight", !value);
    }
  }

  /** Shows what the rate of `lab` does, and returns whether it does otherwise than before. */
  judge(lab) {
    const otherwise = this.#verdict !== undefined && this.#verdict !== lab.verdict;
    write(this.#nodes.verdict, verdict(lab, this.#words));
    this.#verdict = lab.verdict;
    return otherwise;
  }

  /** Says where what is cut off went: a Map of the charts' names to the core's codes. */
  cut(ways) {
    for (const { name, off } of this.#charts) {
      const way = ways.get(name);
      // Out of sight it keeps the room that it will need.
      write(off, this.#words.views[name]?.cut?.[way || "both"] ?? "");
      off.classList.toggle("out-of-sight", !way);
    }
  }

  #read(read) {
    const { names } = read;
    if (String(names) !== String(this.#names)) this.#list(names);
    const { counted, epoch, params, costs, loss } = this.#readouts;
    write(counted, `${wordOf(this.#words.epoch, read)} `);
    write(costs, `${wordOf(this.#words.loss, read)} `);
    const [at, iterations] = ["epoch", "iterations"].map((name) => this.#words.whole(read(name)));
    const room = iterations.slice(0, iterations.length - at.length).replace(/./g, blank);
    write(epoch, `${at} ${this.#words.of} ${iterations}${room}`);
    const values = read.params;
    params.forEach((node, index) => write(node, values[index][1]));
    write(loss, read("loss"));
  }

  /** Makes a readout for each parameter, or for the first few of many. */
  #list(names) {
    this.#names = names;
    const [few, more] = cut(names);
    const readout = (label, kind) => {
      const value = h("b", { class: kind });
      return [value, h("span", {}, `${label} `, value)];
    };
    const [epoch, first] = readout(wordOf(this.#words.epoch), "epoch");
    const params = few.map((name) => readout(name, "w"));
    const [loss, last] = readout(wordOf(this.#words.loss), "loss");
    const others = more ? [h("span", {}, this.#words.more(more))] : [];
    this.#nodes.readouts.replaceChildren(first, ...params.map(([, item]) => item), ...others, last);
    this.#readouts = { counted: first.firstChild, epoch, params: params.map(([value]) => value), costs: last.firstChild, loss };
  }
}
