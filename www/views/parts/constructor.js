// A setting whose text is a constructor of PyTorch, `SGD(momentum=0.9)`: a select of what there is, a field for each argument,
// and the text itself, all in step. What there is to construct is the core's table; what the fields say together is composed
// here, and read by the core alone.
import { h, mark, write } from "../../ui/dom.js";
import { labelOf, notice } from "../../ui/says.js";

export class Constructor {
  root;
  #name;
  #table;
  #none; // the text that constructs nothing
  #act;
  #said;
  #words;
  #select;
  #fields = h("div", { class: "fields" });
  #text;
  #note;
  #inputs = []; // a field for each argument of what is shown
  #of; // the name of that
  #typing = false; // what is in the text is not, or not yet, the setting
  #shown; // what was in it before somebody typed
  #asked = ""; // the argument that one is at

  /** The setting of that `name`, of which the core's `table` has all but `none`. */
  constructor(name, table, none, act, said, words) {
    this.#name = name;
    this.#table = table;
    this.#none = none;
    this.#act = act;
    this.#said = said;
    this.#words = words;
    const label = labelOf(name, words);
    const id = `${name}-field`;
    const options = table.map(({ name }) => h("option", { value: name }, name));
    const onchange = ({ target }) => this.#choose(target.value);
    this.#select = h("select", { id, "aria-describedby": `${name}-note`, onchange }, h("option", { value: "" }, said.none[name]), ...options);
    this.#note = h("p", { class: "note", id: `${name}-note` });
    this.#text = h("input", {
      id: `${name}-text`,
      class: "code",
      type: "text",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      "aria-label": said.asPython(label),
      "aria-describedby": `${name}-note`,
      oninput: ({ target }) => (this.#typing = target.value !== this.#shown),
      onchange: ({ target }) => this.#edit(target.value),
      onkeydown: (event) => {
        const refused = this.#text.matches("[aria-invalid=true]");
        if (event.key !== "Escape" || !(this.#typing || refused)) return;
        event.preventDefault();
        if (refused) return this.#edit(this.#act.value(this.#name));
        this.#typing = false;
        this.#shown = undefined;
        this.#act.redraw();
      },
    });
    this.root = h("div", { class: "control", part: "control" }, h("label", { for: id }, label), this.#select, this.#fields, this.#text, this.#note);
  }

  #edit(text) {
    this.#typing = false;
    this.#shown = undefined; // it may be written otherwise
    this.#act.hand.edit([[this.#name, text]]);
    this.#act.redraw();
  }

  #row(name) {
    return this.#table.find((row) => row.name === name);
  }

  /** Takes another; what has to be given is given as the words have it. */
  #choose(name) {
    if (!name) return this.#edit(this.#none);
    const needed = this.#row(name).arguments.filter(({ initial }) => initial === undefined);
    const texts = needed.map(({ name: argument }) => `${argument}=${this.#said.first(argument, this.#act.value)}`);
    this.#edit(`${name}(${texts.join(", ")})`);
  }

  /** Composes the text of what the fields hold. */
  #compose() {
    const texts = this.#inputs.map(({ argument, input }) => [argument, input.value.trim()]);
    const given = texts.filter(([{ initial }, text]) => text !== "" && text !== initial);
    this.#edit(`${this.#of}(${given.map(([{ name }, text]) => `${name}=${text}`).join(", ")})`);
  }

  #field(argument) {
    const { name, kind, initial } = argument;
    const id = `${this.#name}-${name}`;
    const props = {
      id,
      "aria-description": this.#about(argument),
      onchange: () => this.#compose(),
      onfocus: () => this.#ask(name),
      onblur: () => this.#ask(""),
    };
    const choices = kind === "flag" ? ["False", "True"] : kind === "word" ? argument.words.map((word) => `'${word}'`) : undefined;
    const field = { argument, typing: false, shown: undefined };
    field.input = choices
      ? h("select", props, ...choices.map((choice) => h("option", { value: choice }, choice)))
      : h("input", {
          ...props,
          type: "text",
          inputmode: kind === "number" ? "decimal" : kind === "whole" ? "numeric" : "text",
          autocomplete: "off",
          spellcheck: "false",
          placeholder: initial,
          oninput: ({ target }) => (field.typing = target.value !== field.shown),
          onkeydown: (event) => {
            if (event.key !== "Escape" || !field.typing) return;
            event.preventDefault();
            field.typing = false;
            field.shown = undefined;
            this.#act.redraw();
          },
        });
    field.root = h("div", { class: ["pair", "wholes"].includes(kind) && "wide" }, h("label", { for: id }, name), field.input);
    return field;
  }

  /** What an argument does, and what it may be. */
  #about({ name, doc, kind, initial, least, most }) {
    return this.#said.argument({ name, doc: this.#said.arguments?.[this.#of]?.[name] ?? doc, kind, initial, least, most });
  }

  #ask(name) {
    this.#asked = name;
    this.#act.redraw();
  }

  /** Shows what is constructed, or the draft that could not be used, and what there is to say. */
  render(walk) {
    const { lab, values, drafts, notices, settings } = walk;
    const locked = walk.locks?.(this.#name) ?? false;
    const [of = "", ...texts] = lab.constructed(this.#name);
    if (of !== this.#of) {
      this.#of = of;
      this.#inputs = (this.#row(of)?.arguments ?? []).map((argument) => this.#field(argument));
      this.#fields.replaceChildren(...this.#inputs.map(({ root }) => root));
      this.#asked = "";
    }
    this.#select.value = of;
    this.#inputs.forEach((field, index) => {
      field.input.disabled = locked;
      if (field.typing && this.#asked === field.argument.name) return;
      field.typing = false;
      if (texts[index] !== field.shown || field.input.value !== texts[index]) field.input.value = field.shown = texts[index];
    });
    this.#select.disabled = this.#text.disabled = locked;
    const draft = drafts.get(this.#name);
    const text = draft ?? values.get(this.#name);
    if (!this.#typing && text !== this.#shown) this.#text.value = this.#shown = text;
    this.#text.hidden = !of && draft === undefined && !this.#typing;
    mark(this.#text, "aria-invalid", draft !== undefined);
    const told = notices.find(({ field }) => field === this.#name);
    write(this.#note, told ? notice(told, settings, this.#words) : this.#hint(lab));
    this.#note.classList.toggle("notice", Boolean(told));
  }

  #hint(lab) {
    if (this.#name !== "scheduler") return this.#tells();
    const sets = lab.schedule_sets_rates ? this.#said.sets : "";
    return this.#tells() + (this.#said.counts[lab.schedule_counts] ?? "") + sets;
  }

  #tells() {
    const asked = this.#inputs.find(({ argument }) => argument.name === this.#asked);
    if (asked) return this.#about(asked.argument);
    const row = this.#row(this.#of);
    return row ? (this.#said.does?.[row.name] ?? row.doc) : this.#said.still[this.#name];
  }
}
