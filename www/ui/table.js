// The points as a table to type or paste into: columns, whatever separates them, the last being y. What cannot
// be read stays in the field, with a sentence beside it, and the points stay as they were.
import { h, mark, write } from "./dom.js";

class Table {
  #act;
  #words;
  #note;
  #field;
  #typing = false; // what is in the field is not, or not yet, the points
  #revision; // of the settings shown
  #hint;
  #shown; // what was in the field before somebody typed

  constructor(root, act, words) {
    this.#act = act;
    this.#words = words;
    this.#note = h("p", { class: "note", id: "table-note" }, words.hint);
    this.#field = h("textarea", {
      id: "table-field",
      rows: "6",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": "table-note",
      oninput: ({ inputType }) => {
        this.#typing = this.#field.value !== this.#shown;
        if (inputType === "insertFromPaste" || inputType === "insertFromDrop") this.#read();
      },
      onchange: () => this.#read(),
      onkeydown: (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#read();
        if (event.key !== "Escape" || !this.#typing) return;
        this.#forget();
        this.#say("");
        act.redraw();
      },
    });
    root.append(
      h(
        "div",
        { class: "control table", part: "control" },
        h("label", { for: "table-field" }, words.label),
        this.#field,
        this.#note,
      ),
    );
  }

  /** Shows the points, unless somebody is writing others. */
  render(walk) {
    const { lab, revision } = walk;
    this.#field.disabled = walk.locks("x");
    if (this.#typing || (revision === this.#revision && this.#shown !== undefined)) return;
    this.#revision = revision;
    const text = lab.table() ?? "";
    this.#hint = text ? this.#words.hint : this.#words.beyond(lab.readout("points"));
    this.#say("");
    if (text !== this.#shown) this.#field.value = this.#shown = text;
  }

  #read() {
    if (!this.#typing) return;
    const table = this.#act.lab().read_table(this.#field.value);
    const problem = table.code && this.#words.problem(table, this.#act.lab().most_points);
    this.#say(problem);
    if (problem) return this.#act.answer(() => problem);
    this.#forget();
    this.#act.hand.edit(Object.entries(table));
  }

  // The points are shown again, even if they are what they were.
  #forget() {
    this.#typing = false;
    this.#shown = undefined;
  }

  #say(problem) {
    write(this.#note, problem || this.#hint);
    this.#note.classList.toggle("notice", Boolean(problem));
    mark(this.#field, "aria-invalid", Boolean(problem));
  }
}

export default {
  create: ({ root }, act, words) => new Table(root, act, words),
};
