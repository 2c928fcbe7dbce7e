// The words and numbers around the charts: the readouts above them, a caption for each, and below them what
// the run is and what its rate does. The numbers are the core's, the words the message file's.
import { mark, write } from "./dom.js";
import { status, verdict } from "./says.js";

/** As wide as a digit. */
const FIGURE_SPACE = "\u2007";

export class Captions {
  #nodes;
  #charts;
  #words;
  #verdict; // the code of what was said last of the rate

  /** `charts`: the views of the figure, each with its place. */
  constructor(nodes, charts, words) {
    this.#nodes = nodes;
    this.#charts = charts;
    this.#words = words;
  }

  /** Shows the state of `lab`. `touchable`: there is a line that a hand can drag. */
  render(lab, read, running, touchable) {
    this.#readouts(read);
    write(this.#nodes.status, status(lab, this.#words, running, touchable));
    for (const { name, canvas, key } of this.#charts) {
      const said = this.#words.views[name];
      mark(canvas, "aria-label", said?.summary?.(read, lab.verdict) ?? said?.title ?? name);
      const [label, value] = said?.key?.(read) ?? [];
      write(key.firstChild, value ? label : "");
      write(key.lastChild, value || "");
      key.hidden = !value;
    }
  }

  /** Shows what the rate of `lab` does. Whether the sentence is another now, and whether the rate does otherwise. */
  judge(lab) {
    const said = verdict(lab, this.#words);
    const another = this.#nodes.verdict.textContent !== said;
    const otherwise = this.#verdict !== undefined && this.#verdict !== lab.verdict;
    write(this.#nodes.verdict, said);
    this.#verdict = lab.verdict;
    return { another, otherwise };
  }

  /** Says where what is cut off went: a Map of the charts' names to the core's codes. */
  cut(ways) {
    for (const { name, off } of this.#charts) write(off, this.#words.views[name]?.cut?.[ways.get(name)] ?? "");
  }

  #readouts(read) {
    const { values } = this.#nodes;
    const [epoch, iterations] = [read("epoch"), read("iterations")];
    const room = FIGURE_SPACE.repeat(iterations.length - epoch.length);
    write(values.get("epoch"), `${epoch} ${this.#words.of} ${iterations}${room}`);
    write(values.get("w"), read("w"));
    write(values.get("loss"), read("loss"));
  }
}
