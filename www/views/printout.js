// The run as the notebook prints it, one table row per line. Each row's text is the notebook's
// line to the character; its cells carry the columns for a screen reader.
import { h, mark, write } from "../ui/dom.js";

/** A long run shows the lines up to the position, and says how many stand before them. */
const WINDOW = 200;

class Printout {
  #act;
  #words;
  #caption = h("p", { class: "note" });
  #numpy = h("span");
  #processor = h("span");
  #other; // the NumPy whose lines the button shows
  #digits = h("p", { class: "note digits" });
  #button = h("button", { type: "button", class: "other", onclick: () => this.#act.hand.edit([["numpy", this.#other]]) });
  #table;
  #before = h("p", { class: "line" });
  #hidden = h("p", { class: "note" });
  #heads = h("tr", { role: "row" });
  #body = h("tbody", { role: "rowgroup" });
  #after = h("p", { class: "line" });
  #box;
  #last = true; // whoever reads is at the last line

  /** `act` is what a person can ask for. */
  constructor({ root }, act, words) {
    this.#act = act;
    this.#words = words;
    // Roles are spelled out: rows laid out as lines of text would else be no rows any more.
    const head = h("thead", { role: "rowgroup", class: "spoken" }, this.#heads);
    this.#table = h("table", { role: "table" }, head, this.#body);
    this.#box = h(
      "div",
      {
        class: "lines",
        role: "group",
        "aria-label": words.lines,
        tabindex: "0",
        "data-scrolls": true,
      },
      this.#before,
      this.#hidden,
      this.#table,
      this.#after,
    );
    // Noted when it happens: asked in each frame it would lay the page out in each.
    this.#box.addEventListener("scroll", ({ target }) => {
      this.#last = target.scrollTop + target.clientHeight >= target.scrollHeight - 4;
    });
    // Like a terminal: whoever reads the last line keeps seeing the last line. Told when the page has been laid out, for the
    // same reason.
    new ResizeObserver(() => {
      if (this.#last) this.#box.scrollTop = this.#box.scrollHeight;
    }).observe(this.#table);
    const versions = h("p", { class: "note versions" }, this.#numpy, this.#button, this.#processor);
    root.append(this.#caption, versions, this.#digits, this.#box);
  }

  /** Shows the lines of the steps up to the position. */
  render(walk, { names }) {
    const { lab } = walk;
    const { epoch: to, end } = lab;
    const from = Math.max(1, to - WINDOW + 1);
    write(this.#before, lab.prediction_before);
    write(this.#hidden, from > 1 ? this.#words.hidden(from - 1) : "");
    const { caption, epoch, step, param, loss, digits } = this.#words;
    // An epoch is a pass over all points, in batches several lines.
    const heads = [lab.steps_of_pass > 1 ? step : epoch, ...names.map(param), loss];
    const told = lab.digits().map((line) => line.split("\t"));
    write(this.#digits, told.map(([code, line]) => digits[code](line, names)).join(" "));
    const said = caption(names, lab.inputs());
    write(this.#caption, said);
    mark(this.#table, "aria-label", said);
    if (!same(this.#heads, heads)) {
      this.#heads.replaceChildren(...heads.map((text) => h("th", { scope: "col", role: "columnheader" }, text)));
      this.#body.replaceChildren();
    }
    const lines = to > 0 ? lab.printout(from, to).split("\n") : [];
    while (this.#body.rows.length > lines.length) this.#body.lastChild.remove();
    while (this.#body.rows.length < lines.length) this.#body.append(row(heads.length));
    [...this.#body.rows].forEach((row, index) => fill(row, lines[index].split("\t")));
    this.#tell(walk, names, from, to);
    write(this.#after, to > 0 && to === end ? lab.prediction_after : "");
  }

  /** Says which NumPy prints these lines, and marks those that the other prints otherwise. */
  #tell(walk, names, from, to) {
    const { lab, values } = walk;
    const otherwise = lab.other_numpy(from, to);
    const { same, parts, take, processor } = this.#words.numpy;
    const version = values.get("numpy");
    this.#other = version === "1" ? "2" : "1";
    const [gradient, precision] = ["gradient", "precision"].map((name) => values.get(name));
    const kind = gradient === "manual-sum" && precision === "f32" ? version : "order";
    const some = otherwise?.length > 0;
    let said = "";
    if (some) said = parts[kind](Array.from(otherwise, String), names);
    else if (otherwise && to > 0) said = same;
    write(this.#numpy, said);
    write(this.#button, take(this.#other));
    this.#button.hidden = !some || walk.locks("numpy");
    write(this.#processor, lab.depends_on_processor(gradient) ? processor[precision] : "");
    const marked = new Set(otherwise);
    [...this.#body.rows].forEach((row, index) => row.toggleAttribute("data-parts", marked.has(from + index)));
  }
}

export default {
  create: (place, act, words) => new Printout(place, act, words),
};

const same = (row, texts) => row.textContent === texts.join("");

/** A row of so many cells: the epoch, the parameters, the loss. */
function row(count) {
  const cells = Array.from({ length: count - 1 }, (_, index) => h("td", { role: "cell", class: index < count - 2 ? "w" : "loss" }));
  return h("tr", { role: "row" }, h("th", { role: "rowheader", scope: "row" }), ...cells);
}

/** Most rows hold what they held: only whole texts are compared. */
function fill(row, texts) {
  if (!same(row, texts)) texts.forEach((text, index) => write(row.cells[index], text));
}
