// The data as a table: what was pasted, what was understood of it, the points that it makes, and example sets. What a text
// means, the core says; it is read piece by piece, so that the page breathes in between. Of many rows only those on the
// screen exist.
import { rows as texts } from "gradwalk-examples";
import { examples } from "gradwalk-tables";
import { entries, h, mark, svg, write } from "../ui/dom.js";

/** The height of a row, in CSS pixels, and how many there are beyond what is in sight. */
const [HIGH, SPARE] = [32, 6];

/** So much is read at once, in cells, and for so long before others have their turn, in ms. */
const [CELLS, TURN] = [500, 12];

/** Texts of more characters are shown by their beginning. */
const SHOWN = 20_000;

/** The most bytes of a file. */
const LARGEST = 5_000_000;

/** Who types has stopped after so long, in ms. */
const CALM = 400;

/** So many points are drawn in the drawer, and in an example's picture. */
const [POINTS, SKETCH] = [400, 60];

/** So many rows are taken without a word. */
const MANY = 5_000;

const SEPARATORS = ["", "\t", ";", ",", "|", " "];
const MARKS = ["", ".", ","];

/** A new table: what the core tells of a reader, in records of parts. */
function understood(reader) {
  const all = { columns: [], left: [], doubt: [], problem: [] };
  for (const record of reader.told().split("\x1e")) {
    const [what, ...parts] = record.split("\x1f");
    if (what === "read") [all.separator, all.mark, all.names, all.rows, all.taken] = parts;
    else if (what === "column") all.columns.push({ label: parts[0], role: parts[1] });
    else if (what === "left") all.left.push(parts);
    else all[what] = parts;
  }
  return all;
}

/** Bytes as text: UTF-8 or UTF-16, or what older spreadsheets of the West write. */
function decoded(bytes) {
  const [a, b] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

class Data {
  #act;
  #said;
  #words;
  #root;
  #reader;
  #told = understood({ told: () => "read" });
  #ours = true; // the table is what the lab has, and not what is still to be taken
  #given = {}; // what the table has said to the lab, by setting
  #points; // what says the points of the lab
  #turn = 0; // of readings: a later one ends those before
  #calm;
  #locked = false;
  #field; // the text
  #file = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/plain", hidden: true });
  #note = h("p", { class: "note", role: "status" });
  #asks = h("p", { class: "asks", hidden: true });
  #head = h("div", { class: "record head", role: "row" });
  #body = h("div", { class: "body", role: "rowgroup" });
  #grid;
  #selects = {};
  #plot = svg("svg", { viewBox: "-8 -8 216 136", class: "sketch", role: "img" });
  #take;
  #undo;
  #about = h("p", { class: "note" });
  #lit; // the point that is lit
  #current = [0, 0]; // the cell that a tab comes to
  #normal = h("input", { type: "checkbox", onchange: () => this.#act.hand.edit([["normalize", this.#normal.checked ? "all" : ""]]) });
  #spread = h("p", { class: "note" }); // what is normalized

  constructor({ root }, act, said, words) {
    this.#act = act;
    this.#said = said;
    this.#words = words;
    this.#root = root;
    const button = (label, onclick, props = {}) => h("button", { type: "button", ...props, onclick }, label);
    this.#field = h("textarea", {
      id: "data-text",
      "aria-label": said.pasted,
      spellcheck: "false",
      autocomplete: "off",
      wrap: "off",
      oninput: ({ inputType }) => this.#typed(/Paste|Drop/.test(inputType ?? "") ? 0 : CALM),
    });
    this.#file.addEventListener("change", () => this.#open(this.#file.files[0]));
    this.#undo = button(words.views.fit.undo, () => this.#back());
    this.#take = button("", () => this.#taken(), { class: "take" });
    this.#grid = h(
      "div",
      { class: "grid", role: "grid", "aria-label": said.understood, tabindex: "-1", onscroll: () => this.#rows() },
      this.#head,
      this.#body,
    );
    const add = button(said.addRow, () => this.#addRow(), { class: "small" });
    const choice = (name, options) => {
      const onchange = ({ target }) => this.#change((reader) => reader.choose(name, target.value));
      const select = h("select", { id: `data-${name}`, onchange }, ...options.map((value) => h("option", { value }, said[name](value))));
      this.#selects[name] = select;
      return h("p", { class: "choice" }, h("label", { for: select.id }, said.choose[name]), select);
    };
    const pane = (title, ...children) => h("section", { "aria-label": title }, ...children);
    root.append(
      h(
        "div",
        { class: "panes" },
        pane(
          said.pasted,
          h("p", { class: "top" }, h("strong", {}, said.pasted)),
          h("p", { class: "bar" }, this.#file, button(said.open, () => this.#file.click()), h("span", { class: "note" }, said.drop)),
          this.#field,
          h("p", { class: "bar" }, this.#take, this.#undo),
        ),
        pane(said.understood, h("p", { class: "top" }, h("strong", {}, said.understood), add), this.#grid, this.#note, this.#asks),
        pane(
          said.points,
          h("p", { class: "top" }, h("strong", {}, said.points)),
          this.#plot,
          choice("separator", SEPARATORS),
          choice("mark", MARKS),
          choice("names", []),
          h("p", { class: "note" }, said.guessed),
          h("label", { class: "check" }, this.#normal, said.normalize),
          this.#spread,
        ),
      ),
      pane(said.examples, h("p", { class: "top" }, h("strong", {}, said.examples)), this.#examples(), this.#about),
    );
    this.#body.addEventListener("keydown", (event) => this.#key(event));
    for (const type of ["focusin", "pointerover"]) this.#body.addEventListener(type, ({ target }) => this.#lightRow(target.closest(".record")));
    this.#body.addEventListener("paste", (event) => this.#pasted(event));
    root.addEventListener("pointerleave", () => this.#light(undefined));
    root.addEventListener("dragover", (event) => event.preventDefault());
    root.addEventListener("drop", (event) => this.#drop(event));
    this.#plot.addEventListener("pointermove", ({ target }) => this.#light(target.dataset.point));
    this.#plot.addEventListener("click", ({ target }) => this.#find(target.dataset.point));
  }

  /** Shows the lab's rows, unless others are about to be taken. */
  render(walk) {
    this.#locked = walk.locks("data");
    for (const node of this.#root.querySelectorAll("input, textarea, select")) node.disabled = this.#locked;
    this.#offer();
    mark(this.#take, "aria-disabled", this.#locked);
    const told = walk.lab.normalized();
    const columns = Array.from({ length: told.length / 3 }, (_, k) => told.slice(3 * k, 3 * k + 3));
    this.#normal.checked = columns.length > 0;
    write(this.#spread, columns.length ? this.#said.normalized(columns) : "");
    const points = String(walk.points);
    if (points === this.#points) return;
    this.#points = points;
    const name = walk.values.get("data");
    write(this.#about, this.#said.sets[name]?.join(" ") ?? "");
    if ((this.#ours && !this.#isFrom(walk.values)) || this.#told.problem.length) this.#read(walk.lab.tabled(), true);
  }

  /** Whether the lab's rows are those that the table has said: what it left out of them goes on standing there. */
  #isFrom(values) {
    const said = Object.entries(this.#given);
    return said.length > 0 && said.every(([name, text]) => values.get(name) === text);
  }

  /** There is something to take back: a table that is not taken yet, or what was done last. */
  #offer() {
    mark(this.#undo, "aria-disabled", this.#locked || (this.#ours && !this.#act.hand.canUndo));
  }

  /** Takes back a table that is not taken yet, else what was done last. */
  #back() {
    if (this.#ours) return this.#act.undo();
    clearTimeout(this.#calm);
    this.#act.drawn(() => this.#read(this.#act.lab().tabled(), true));
  }

  release() {
    this.#turn++;
    clearTimeout(this.#calm);
    this.#light(undefined);
  }

  /** Somebody types or pastes a text. */
  #typed(calm) {
    clearTimeout(this.#calm);
    this.#calm = setTimeout(() => this.#act.drawn(() => this.#read(this.#field.value, false)), calm);
  }

  async #open(file) {
    this.#file.value = "";
    if (!file) return;
    if (file.size > LARGEST) return this.#say(this.#said.large(file.name));
    const bytes = await file.arrayBuffer().catch(() => undefined);
    if (!bytes) return this.#say(this.#said.unread(file.name));
    this.#act.drawn(() => this.#read(decoded(bytes), false));
  }

  #drop(event) {
    event.preventDefault();
    if (this.#locked) return;
    const [file] = event.dataTransfer.files;
    const text = event.dataTransfer.getData("text/plain");
    if (file) this.#open(file);
    else if (text) this.#act.drawn(() => this.#read(text, false));
  }

  /** Columns or lines that are pasted into a cell are a table. */
  #pasted(event) {
    const text = event.clipboardData.getData("text/plain");
    if (this.#locked || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    this.#act.drawn(() => this.#read(text, false));
  }

  /** Reads a text, which is `ours` where the lab has it. */
  #read(text, ours) {
    this.#reader?.free();
    this.#reader = this.#act.lab().reader(text);
    this.#ours = ours;
    this.#given = {};
    return this.#go();
  }

  /** Changes how the text is read, which is to be taken anew. */
  #change(change) {
    if (!this.#reader || this.#locked) return;
    change(this.#reader);
    this.#ours = false;
    this.#go();
  }

  /** Reads to the end, in turns with all others, and shows what is understood. */
  async #go() {
    const turn = ++this.#turn;
    const reader = this.#reader;
    for (;;) {
      const until = performance.now() + TURN;
      let done = false;
      while (!done && performance.now() < until) done = reader.step(CELLS);
      if (done) break;
      this.#say(this.#said.working(Math.floor(100 * reader.progress)));
      await new Promise((resolve) => setTimeout(resolve));
      if (turn !== this.#turn) return;
    }
    this.#show();
  }

  #show() {
    const said = this.#said;
    this.#told = understood(this.#reader);
    const { columns, left, doubt, problem, taken, names, separator, mark: decimal } = this.#told;
    const { text } = this.#reader;
    const whole = text.length <= SHOWN;
    const shown = whole ? text : `${text.slice(0, SHOWN)}\n…`;
    if (this.#field.value !== shown && !(this.#field.matches(":focus") && !this.#ours && whole)) this.#field.value = shown;
    this.#field.readOnly = !whole;
    const [why, ...given] = problem;
    const sentences = why
      ? [this.#words.notice({ code: why, allowed: given.join("\x1f") })]
      : [said.takes(taken), ...left.map(([reason, count, ...lines]) => said.left[reason](count, lines))];
    this.#say(sentences.join(" "));
    this.#ask(doubt);
    this.#selects.separator.value = separator;
    this.#selects.mark.value = decimal;
    this.#lines(names);
    this.#columns(columns);
    this.#rows();
    this.#sketch();
    const ready = !why && !doubt.length;
    hide(this.#take, this.#ours, this.#undo);
    this.#take.disabled = !ready;
    this.#offer();
    write(this.#take, said.take(taken));
  }

  /** The lines that may have the names. */
  #lines(names) {
    const first = this.#reader.lines(0, 8).split("\x1e").map((row) => row.split("\x1f", 1)[0]);
    const values = ["0", ...new Set([...first, names].filter((line) => line && line !== "0"))];
    const select = this.#selects.names;
    select.replaceChildren(...values.map((value) => h("option", { value }, this.#said.names(value))));
    select.value = names;
  }

  /** What somebody has to tell. */
  #ask([what, ...cells]) {
    hide(this.#asks, !what, this.#selects.mark);
    if (!what) return this.#asks.replaceChildren();
    const answer = (mark) => h("button", { type: "button", onclick: () => this.#change((reader) => reader.choose("mark", mark)) }, this.#said.answers[mark]);
    this.#asks.replaceChildren(this.#said.doubt[what](...cells), " ", answer("."), answer(","));
  }

  #columns(columns) {
    this.#root.style.setProperty("--columns", columns.length);
    const held = [...this.#head.querySelectorAll("select")].findIndex((select) => select.matches(":focus"));
    let input = 0;
    const inputs = columns.filter(({ role }) => role === "x").length;
    const cells = columns.map(({ label, role }, column) => {
      if (role === "x") input++;
      const name = role === "x" ? (inputs > 1 ? `x${input}` : "x") : role;
      const onchange = ({ target }) => this.#change((reader) => reader.role(column, target.value));
      const options = [["x", role === "x" ? name : "x"], ["y", "y"], ["", this.#said.unused]];
      const select = h("select", { "aria-label": this.#said.role(label || String(column + 1)), disabled: this.#locked, onchange }, ...options.map(([value, text]) => h("option", { value, selected: value === role }, text)));
      return h("div", { class: role ? "cell" : "cell unused", role: "columnheader" }, select);
    });
    this.#head.replaceChildren(h("span", { class: "line-number" }, this.#said.roles), ...cells);
    this.#head.querySelectorAll("select")[held]?.focus();
  }

  /** Shows the rows that are in sight. A cell that somebody writes in stays. */
  #rows() {
    const held = this.#body.matches(":focus-within");
    const { rows } = this.#told;
    const count = Number(rows) || 0;
    mark(this.#grid, "aria-rowcount", count + 1);
    this.#body.style.blockSize = `${count * HIGH}px`;
    const { scrollTop, clientHeight } = this.#grid;
    const from = Math.max(0, Math.floor(scrollTop / HIGH) - SPARE);
    const to = Math.min(count, Math.ceil((scrollTop + (clientHeight || 400)) / HIGH) + SPARE);
    const told = to > from ? this.#reader.lines(from, to).split("\x1e") : [];
    const there = new Map([...this.#body.children].map((node) => [Number(node.dataset.row), node]));
    told.forEach((record, index) => {
      const row = from + index;
      const node = there.get(row) ?? this.#row(row);
      there.delete(row);
      this.#fill(node, record.split("\x1f"));
    });
    for (const [row, node] of there) if (row >= count || !node.matches(":focus-within")) node.remove();
    this.#stops();
    // Who was in a cell that is gone is in another.
    if (held && !this.#body.matches(":focus-within")) (this.#body.querySelector('[tabindex="0"]') ?? this.#field).focus();
  }

  /** A tab comes to one cell, the arrows go on from there: the last one, or the first in sight. */
  #stops() {
    const [row, column] = this.#current;
    const inputs = [...this.#body.querySelectorAll("input")];
    const cells = this.#body.querySelectorAll(`[data-row="${row}"] input`);
    const stop = cells[column] ?? inputs[0];
    for (const input of inputs) mark(input, "tabindex", input === stop ? 0 : -1);
  }

  #row(row) {
    const node = h("div", { class: "record", role: "row", "data-row": row, "aria-rowindex": row + 2, style: `inset-block-start: ${row * HIGH}px` });
    const after = [...this.#body.children].find((other) => Number(other.dataset.row) > row);
    this.#body.insertBefore(node, after ?? null);
    return node;
  }

  #fill(node, [line, state, wrong, ...cells]) {
    const { columns } = this.#told;
    mark(node, "data-state", state);
    if (!node.firstChild) node.append(h("span", { class: "line-number", role: "rowheader" }));
    write(node.firstChild, line);
    const wanted = state === "above" ? 0 : columns.length;
    while (node.querySelectorAll("input").length > wanted) node.querySelector(".cell:last-of-type").remove();
    for (let column = node.querySelectorAll("input").length; column < wanted; column++) node.append(this.#cell(node, column));
    [...node.querySelectorAll("input")].forEach((input, column) => {
      const text = cells[column] ?? "";
      // What is half typed is left alone.
      if (!input.matches(":focus") || input.dataset.shown === input.value) if (input.value !== text) input.value = text;
      input.dataset.shown = text;
      mark(input, "aria-invalid", String(column) === wrong);
      mark(input, "aria-label", `${columns[column].label || column + 1}, ${line}`);
      input.disabled = this.#locked;
      mark(input.parentNode, "class", columns[column].role ? "cell" : "cell unused");
    });
    const why = this.#said.states[state]?.(cells.length) ?? "";
    let last = node.querySelector(".why");
    if (!last) node.append((last = h("span", { class: "why note" })));
    else node.append(last);
    write(last, why);
  }

  #cell(node, column) {
    const input = h("input", {
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      onfocus: () => {
        this.#current = [Number(node.dataset.row), column];
        this.#stops();
      },
      onchange: () => this.#edited(Number(node.dataset.row), column, input.value),
    });
    return h("div", { class: "cell", role: "gridcell" }, input);
  }

  /** A cell is another; of the lab's own rows the lab has it at once. */
  async #edited(row, column, text) {
    if (!this.#reader || this.#locked) return;
    this.#reader.edit(row, column, text);
    await this.#go();
    if (this.#ours) this.#taken();
  }

  async #addRow() {
    if (!this.#reader || this.#locked) return;
    const row = this.#reader.add_row();
    await this.#go();
    this.#to(row, 0);
  }

  /** Goes to a cell, wherever that is. */
  #to(row, column) {
    const top = row * HIGH;
    const { scrollTop, clientHeight } = this.#grid;
    if (top < scrollTop || top + 2 * HIGH > scrollTop + clientHeight) this.#grid.scrollTop = Math.max(0, top - clientHeight / 2);
    this.#rows();
    const input = this.#body.querySelector(`[data-row="${row}"]`)?.querySelectorAll("input")[column];
    input?.focus({ preventScroll: true });
    input?.select();
  }

  #key(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || !target.matches("input")) return;
    const row = Number(target.closest(".record").dataset.row);
    const column = [...target.closest(".record").querySelectorAll("input")].indexOf(target);
    const { selectionStart: start, selectionEnd: end, value } = target;
    const all = start === 0 && end === value.length;
    const go = (row, column) => {
      event.preventDefault();
      event.stopPropagation();
      this.#to(row, column);
    };
    if (key === "Enter") {
      event.preventDefault();
      if (row + 1 >= Number(this.#told.rows)) {
        target.blur(); // what is typed counts first
        this.#addRow();
      } else go(row + 1, column);
    } else if (key === "ArrowDown") go(Math.min(row + 1, Number(this.#told.rows) - 1), column);
    else if (key === "ArrowUp") go(Math.max(row - 1, 0), column);
    else if (key === "ArrowLeft" && (all || (start === 0 && end === 0))) go(row, Math.max(column - 1, 0));
    else if (key === "ArrowRight" && (all || start === value.length)) go(row, Math.min(column + 1, this.#told.columns.length - 1));
    else if (key === "Escape") {
      target.value = target.dataset.shown;
      event.stopPropagation();
    } else if (key.length === 1) event.stopPropagation(); // a letter typed here is no key of the lab
  }

  /** Takes the rows: the lab has them, with a model of as many inputs. Of many that takes a while, and is said first. */
  async #taken() {
    if (Number(this.#told.taken) > MANY) {
      this.#say(this.#said.taking);
      await new Promise((resolve) => setTimeout(resolve, 50));
      this.#show();
    }
    const said = entries(this.#reader.taking());
    if (!said.length) return;
    this.#given = { data: "", ...Object.fromEntries(said) };
    const lab = this.#act.lab();
    const inputs = this.#told.columns.filter(({ role }) => role === "x").length;
    const labels = this.#told.columns.filter(({ role }) => role).map(({ label }) => label);
    // A model of other columns is no model of these; nor is one whose parameters are columns now.
    const other = inputs !== lab.inputs().length || lab.names().some((name) => labels.includes(name));
    if (other) said.push(["model", this.#reader.model()], ["start", ""]);
    this.#ours = true;
    if (!this.#act.hand.edit(said)) return;
    hide(this.#take, true, this.#undo);
    this.#act.answer(() => this.#said.took(this.#told.taken));
  }

  #sketch() {
    const places = [...this.#reader.places(POINTS)];
    const labels = this.#told.columns.filter(({ role }) => role).map(({ label }) => label);
    mark(this.#plot, "aria-label", this.#said.picture(labels));
    this.#plot.replaceChildren(svg("path", { class: "frame", d: "M0 0V120H200" }), ...dots(places, 200, 120, 3.5));
  }

  /** Lights a point here and on the fit, and its row. */
  #light(point) {
    if (point === this.#lit) return;
    this.#lit = point;
    for (const dot of this.#plot.querySelectorAll(".lit")) dot.classList.remove("lit");
    for (const row of this.#body.querySelectorAll(".lit")) row.classList.remove("lit");
    if (point !== undefined) {
      this.#plot.querySelector(`[data-point="${point}"]`)?.classList.add("lit");
      const row = this.#reader.row_of(Number(point));
      this.#body.querySelector(`[data-row="${row}"]`)?.classList.add("lit");
    }
    const index = point === undefined || !this.#ours ? undefined : Number(point);
    this.#root.dispatchEvent(new CustomEvent("gw-light", { detail: index, bubbles: true }));
  }

  #lightRow(row) {
    if (!row) return;
    const point = this.#reader.point_of(Number(row.dataset.row));
    this.#light(point === undefined ? undefined : String(point));
  }

  /** Brings the row of a point into sight. */
  #find(point) {
    if (point === undefined) return;
    const row = this.#reader.row_of(Number(point));
    if (row !== undefined) this.#to(row, 0);
    this.#lit = undefined;
    this.#light(point);
  }

  #examples() {
    const list = h("div", { class: "examples" });
    const make = () => {
      const lab = this.#act.lab();
      if (!lab || list.firstChild) return;
      for (const { name, suits } of examples) {
        const reader = lab.reader(texts[name]);
        while (!reader.step(10_000));
        const picture = svg("svg", { viewBox: "-4 -4 108 64", class: "sketch", "aria-hidden": "true" }, ...dots([...reader.places(SKETCH)], 100, 56, 2));
        reader.free();
        const [title, ...about] = this.#said.sets[name];
        const onclick = () => this.#act.drawn(() => this.#pick(name, suits));
        const tell = () => write(this.#about, [title, ...about].join(" "));
        list.append(h("button", { type: "button", onclick, onfocus: tell, onpointerenter: tell }, picture, h("span", {}, title.replace(/\.$/, ""))));
      }
    };
    new IntersectionObserver(([{ isIntersecting }], seen) => {
      if (isIntersecting) this.#act.drawn(make), seen.disconnect();
    }).observe(list);
    return list;
  }

  /** An example set, with what suits it. */
  #pick(name, suits) {
    this.#ours = true;
    const all = { start: "", ...suits, data: name };
    if (this.#act.hand.edit(Object.entries(all))) this.#act.answer(() => this.#said.sets[name].join(" "));
  }

  #say(text) {
    write(this.#note, text);
  }
}

/** Hides a node or shows it; who was there is then at `next`. */
function hide(node, hidden, next) {
  if (hidden && node.matches(":focus-within")) next.focus();
  node.hidden = hidden;
}

/** Points as the core places them: which it is, across, up, and whether it is a ring. */
const dots = (places, width, height, r) =>
  Array.from({ length: places.length / 4 }, (_, k) => {
    const [point, x, y, below] = places.slice(4 * k, 4 * k + 4);
    return svg("circle", { "data-point": point, class: below ? "ring" : "", cx: x * width, cy: (1 - y) * height, r });
  });

export default {
  create: (place, act, said, words) => new Data(place, act, said, words),
};
