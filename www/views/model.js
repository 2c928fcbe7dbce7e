// The model in the notebook's own words: a field for the formula, with examples to pick; while it is typed what was
// understood, or what is wrong and where; below it where each parameter starts. What is typed counts with Enter, when the
// field is left, or when an example is picked; until then, and as long as it is no formula, the last one goes on living.
import { h, mark, svg, write } from "../ui/dom.js";
import { notice, reader, real } from "../ui/says.js";
import { EXAMPLES } from "./parts/examples.js";

/** So many parameters have a field for their start. */
const MOST = 8;

/** The setting whose bounds every start has. */
const bounds = (settings) => settings.find(({ name }) => name === "w");

/** `a=1,b=2` of which only these names stay. */
const only = (start, names) => start.split(",").filter((part) => names.includes(part.split("=")[0])).join();

/** `a,b` if both are among these names. */
const both = (pair, names) => (pair.split(",").every((name) => names.includes(name)) ? pair : "");

/** Every two of these names. */
const pairs = (names) => names.flatMap((name, index) => names.slice(index + 1).map((other) => [name, other]));

/** What is typed over the same in a field that cannot mark a part of it: `at` and `end` count characters. */
const marked = (text, { at, end }) => {
  const letters = [...text];
  const place = letters.slice(at, Math.max(end, at + 1)).join("");
  return [letters.slice(0, at).join(""), h("mark", {}, place.trim() ? place : "\u00a0")];
};

class Formula {
  root;
  #act;
  #said;
  #words;
  #input;
  #mirror = h("span", { class: "mirror", "aria-hidden": "true" });
  #note = h("p", { class: "note", id: "model-note" });
  #menu;
  #button;
  #options;
  #offered = []; // the examples that the data have the inputs for, by index
  #active = -1; // the one of these that arrow keys have come to
  #typing = false; // what is in the field is not, or not yet, the model
  #shown; // what was in it before somebody typed
  #told; // what was told last, and of what
  #walk;

  constructor(act, said, words) {
    this.#act = act;
    this.#said = said;
    this.#words = words;
    this.#input = h("input", {
      id: "model-field",
      type: "text",
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": "model-examples",
      "aria-autocomplete": "none",
      "aria-describedby": "model-note",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      oninput: () => this.#typed(),
      onchange: () => this.#take(),
      onblur: () => this.#open(false),
      onscroll: () => this.#follow(),
      onkeydown: (event) => this.#press(event),
    });
    this.#options = EXAMPLES.map((example, index) => this.#option(example, index));
    this.#menu = h("ul", { id: "model-examples", role: "listbox", "aria-label": said.examples, hidden: true }, ...this.#options);
    // The field keeps the focus, whatever is pressed here.
    for (const type of ["pointerdown", "mousedown"]) this.#menu.addEventListener(type, (event) => event.preventDefault());
    const down = svg("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: "M5 8l5 5 5-5" }));
    this.#button = h("button", { type: "button", tabindex: "-1", "aria-label": said.examples, onclick: () => this.#toggle() }, down);
    this.#button.addEventListener("mousedown", (event) => event.preventDefault());
    const combo = h("div", { class: "combo" }, this.#mirror, this.#input, this.#button, this.#menu);
    this.root = h("div", { class: "control", part: "control" }, h("label", { for: "model-field" }, said.label), combo, this.#note);
  }

  /** A picture of the shape, a name, the formula. */
  #option({ name, model, shape }, index) {
    const picture = svg(
      "svg",
      { viewBox: "0 0 50 30", "aria-hidden": "true" },
      svg("path", { class: "axes", d: "M0 15h50M25 0v30" }),
      svg("path", { d: shape }),
    );
    const onclick = () => this.#pick(index);
    const said = h("span", {}, this.#said.shapes[name], " ", h("code", {}, model));
    return h("li", { id: `model-example-${index}`, role: "option", onclick }, picture, said);
  }

  /** Shows the model of `walk`, or what could not be used, unless somebody is typing. */
  render(walk) {
    const { values, drafts } = walk;
    this.#walk = walk;
    const locked = walk.locks("model");
    this.#input.disabled = this.#button.disabled = locked;
    const text = drafts.get("model") ?? values.get("model");
    if (!this.#typing && text !== this.#shown) this.#input.value = this.#shown = text;
    this.#tell();
  }

  /** What is in the field is understood, or not. */
  #tell() {
    const { lab, values, drafts, notices, settings, revision } = this.#walk;
    const model = values.get("model");
    const text = this.#input.value;
    const of = `${revision} ${this.#typing} ${text}`;
    if (of === this.#told) return;
    this.#told = of;
    const read = lab.understand(this.#typing ? text : model);
    const told = this.#typing ? undefined : notices.find(({ field }) => field === "model");
    const refused = this.#typing ? Boolean(read.code) : drafts.has("model");
    const { problem, still, understood, take } = this.#said;
    const wrong = told ? notice(told, settings, this.#words) : read.code && problem(read);
    const fine = () => understood(read) + (this.#typing && text !== model ? take : "");
    write(this.#note, wrong ? wrong + (refused ? still(model) : "") : fine());
    this.#note.classList.toggle("notice", Boolean(wrong));
    mark(this.#input, "aria-invalid", refused);
    this.#mirror.replaceChildren(...(this.#typing && read.code ? marked(text, read) : []));
    this.#follow();
    this.#offer(lab.inputs().length, model);
  }

  /** Lists the examples for so many inputs, with the `model` marked that is one. */
  #offer(inputs, model) {
    this.#offered = [...EXAMPLES.keys()].filter((index) => inputs === (EXAMPLES[index].two ? 2 : 1));
    this.#options.forEach((option, index) => {
      option.hidden = !this.#offered.includes(index);
      mark(option, "aria-selected", EXAMPLES[index].model === model);
    });
    this.#button.hidden = !this.#offered.length;
  }

  /** The mark stands where the text is, however far that is scrolled. */
  #follow() {
    this.#mirror.scrollLeft = this.#input.scrollLeft;
  }

  #typed() {
    this.#typing = this.#input.value !== this.#shown;
    this.#open(false);
    if (!this.#walk) return; // there is no core yet
    this.#tell();
    this.#act.answer(() => this.#note.textContent);
  }

  /** Takes what was typed, if it is a formula; else it stays in the field, and the model as it was. */
  #take() {
    if (!this.#typing) return;
    this.#act.when(() => {
      const text = this.#input.value;
      const { code, params } = this.#act.lab().understand(text);
      if (code) return this.#act.redraw();
      this.#edit(text, params);
    });
  }

  /** The lab gets the model, with what there was beside it that it has a use for. */
  #edit(model, params, start = only(this.#act.value("start"), params)) {
    this.#typing = false;
    this.#shown = undefined; // it may be written otherwise
    this.#act.hand.edit([["model", model], ["start", start], ["pair", both(this.#act.value("pair"), params)]]);
    this.#act.redraw();
  }

  /** Brings the model back that is in use. */
  #forget() {
    const draft = this.#walk?.drafts.has("model");
    this.#typing = false;
    this.#shown = undefined;
    if (draft) this.#act.hand.edit([["model", this.#act.value("model")]]);
    this.#act.redraw();
  }

  #pick(index) {
    const { model, start } = EXAMPLES[index];
    this.#open(false);
    this.#act.when(() => {
      const { params } = this.#act.lab().understand(model);
      this.#edit(model, params, start || undefined);
    });
  }

  #toggle() {
    this.#input.focus();
    this.#open(this.#menu.hidden);
  }

  /** Opens the menu, or closes it; open, its example of that index is the one that keys have come to. */
  #open(open, active = -1) {
    const opened = open && !this.#input.disabled && this.#offered.length > 0;
    this.#menu.hidden = !opened;
    for (const node of [this.#input, this.#button]) mark(node, "aria-expanded", opened);
    this.#active = opened ? active : -1;
    const option = this.#options[this.#offered[this.#active]];
    for (const one of this.#options) one.classList.toggle("active", one === option);
    if (!option) return this.#input.removeAttribute("aria-activedescendant");
    mark(this.#input, "aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #press(event) {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (ctrlKey || metaKey) return;
    const open = !this.#menu.hidden;
    const count = this.#offered.length;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (altKey) return this.#open(key === "ArrowDown", this.#active);
      const by = key === "ArrowDown" ? 1 : -1;
      const first = by > 0 ? 0 : count - 1;
      this.#open(true, open && this.#active >= 0 ? (this.#active + by + count) % count : first);
    } else if (key === "Enter") {
      event.preventDefault();
      if (this.#active >= 0) this.#pick(this.#offered[this.#active]);
      else this.#take();
      this.#open(false);
    } else if (key === "Escape" && (open || this.#typing || this.#walk?.drafts.has("model"))) {
      event.preventDefault();
      if (open) this.#open(false);
      else this.#forget();
    }
  }
}

/** Where each parameter starts. */
class Starts {
  root;
  #act;
  #said;
  #words;
  #fields = h("div", { class: "fields" });
  #note = h("p", { class: "note", id: "start-note" });
  #rows = [];
  #names = "";
  #problem = ""; // with what was typed last
  #walk;

  constructor(act, said, words) {
    this.#act = act;
    this.#said = said;
    this.#words = words;
    this.root = h("div", { class: "starts", role: "group", "aria-label": said.start }, h("p", {}, said.start), this.#fields, this.#note);
  }

  render(walk) {
    const { lab, values, notices, settings } = walk;
    this.#walk = walk;
    const names = lab.names();
    if (String(names) !== this.#names) this.#list(names);
    const starts = lab.starts();
    const locked = ["start", "w"].some((name) => walk.locks(name));
    this.#rows.forEach((row, index) => {
      row.input.disabled = locked;
      if (!row.typing && row.shown !== starts[index]) row.input.value = row.shown = starts[index];
    });
    const told = notices.find(({ field }) => field === "start");
    const example = EXAMPLES.find(({ model, start }) => start && model === values.get("model") && start === values.get("start"));
    const wrong = this.#problem || (told && notice(told, settings, this.#words));
    const rest = names.length > MOST ? this.#said.rest(names.length - MOST) : "";
    write(this.#note, wrong || [example && this.#said.starts[example.name], rest].filter(Boolean).join(" "));
    this.#note.classList.toggle("notice", Boolean(wrong));
  }

  #list(names) {
    this.#names = String(names);
    this.#problem = "";
    this.#rows = names.slice(0, MOST).map((name, index) => this.#row(name, index));
    this.#fields.replaceChildren(...this.#rows.map(({ root }) => root));
  }

  #row(name, index) {
    const id = `start-${index}`;
    const row = { typing: false, shown: undefined };
    row.input = h("input", {
      id,
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": this.#said.startOf(name),
      "aria-describedby": "start-note",
      oninput: ({ target }) => (row.typing = target.value !== row.shown),
      onchange: () => this.#take(name, index, row),
      onkeydown: (event) => {
        if (event.key !== "Escape" || !row.typing) return;
        event.preventDefault();
        this.#forget(row);
      },
    });
    row.root = h("div", {}, h("label", { for: id }, name), row.input);
    return row;
  }

  /** Takes what was typed, or the nearest that is allowed; what is no number stays in the field. */
  #take(name, index, row) {
    const text = row.input.value;
    const { setting, text: put, code, allowed } = this.#act.lab().start_with(index, text);
    const one = { code, allowed, given: text };
    this.#problem = code ? real(this.#words.notice(one, this.#said.startOf(name), bounds(this.#walk.settings))) : "";
    mark(row.input, "aria-invalid", !setting);
    if (!setting) {
      this.#act.answer(() => this.#problem);
      return this.#act.redraw();
    }
    row.typing = false;
    row.shown = undefined;
    this.#act.hand.edit([[setting, put]]);
    this.#act.redraw();
  }

  #forget(row) {
    row.typing = false;
    row.shown = undefined;
    this.#problem = "";
    mark(row.input, "aria-invalid", false);
    this.#act.redraw();
  }
}

/** Which two of many parameters the landscape is drawn over. */
class Pair {
  root;
  #act;
  #said;
  #select;
  #note = h("p", { class: "note", id: "pair-note" });
  #names = "";

  constructor(act, said) {
    this.#act = act;
    this.#said = said;
    const onchange = ({ target }) => act.hand.edit([["pair", target.value]]);
    this.#select = h("select", { id: "pair-field", "aria-describedby": "pair-note", onchange });
    this.root = h("div", { class: "control", part: "control", hidden: true }, h("label", { for: "pair-field" }, said.landscapeOf), this.#select, this.#note);
  }

  render(walk) {
    const { lab } = walk;
    const names = lab.names();
    const some = names.slice(0, MOST);
    this.root.hidden = names.length < 3 || !this.#act.charts().some(([name]) => name === "landscape");
    if (this.root.hidden) return;
    if (String(names) !== this.#names) {
      this.#names = String(names);
      this.#select.replaceChildren(...pairs(some).map((pair) => h("option", { value: pair.join() }, this.#said.pair(pair))));
    }
    const pair = Array.from(lab.pair(), (index) => names[index]);
    this.#select.value = pair.join();
    this.#select.disabled = walk.locks("pair");
    write(this.#note, this.#said.rests(names.filter((name) => !pair.includes(name)), reader(lab)));
  }
}

export default {
  create({ root }, act, said, words) {
    const parts = [new Formula(act, said, words), new Starts(act, said, words), new Pair(act, said)];
    root.append(...parts.map((part) => part.root));
    return { fields: ["model", "start"], render: (walk) => parts.forEach((part) => part.render(walk)) };
  },
};
