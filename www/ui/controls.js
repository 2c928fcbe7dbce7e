// The controls, built from the core's table of settings: one control per setting, whichever
// settings there are.
import { Bands } from "./bands.js";
import { h, mark, write } from "./dom.js";
import { gestures } from "./gesture.js";
import { choiceOf, labelOf, notice, reader, real } from "./says.js";

/** What stands below a field while there is nothing else to say. */
function hintOf(name, lab, words) {
  const hint = words.settings[name]?.hint ?? "";
  return typeof hint === "function" ? hint(reader(lab), lab) : hint;
}

/** One setting: label, slider where it is a main number, field, and a line for hint or notice. */
export class Control {
  #name;
  #input;
  #slider;
  #note;
  #act;
  #words;
  #bands;
  #typing = false; // what is in the field is not, or not yet, the setting
  #shown; // what was in it before somebody typed

  constructor(setting, act, words) {
    this.#name = setting.name;
    this.#act = act;
    this.#words = words;
    this.#note = h("p", { class: "note", id: `${setting.name}-note` });
    this.#input = setting.kind === "choice" ? this.#select(setting) : this.#text(setting);
    const sliding = setting.stops !== undefined;
    if (sliding) this.#slider = this.#range(setting);
    if (setting.name === "lr") this.#bands = new Bands(words.bands);
    const label = labelOf(setting.name, words);
    if (sliding) this.#input.setAttribute("aria-label", label);
    this.root = h(
      "div",
      { class: sliding ? "control sliding" : "control", part: "control" },
      h("label", { for: (this.#slider ?? this.#input).id }, label),
      ...(this.#bands ? [this.#bands.track] : []),
      ...(sliding ? [this.#slider] : []),
      this.#input,
      ...(this.#bands ? [this.#bands.legend] : []),
      this.#note,
    );
  }

  #edit(text) {
    this.#typing = false;
    this.#shown = undefined; // what becomes of it may be written otherwise
    this.#act.hand.edit([[this.#name, text]]);
  }

  #attributes() {
    return { id: `${this.#name}-field`, "aria-describedby": this.#describedBy };
  }

  get #describedBy() {
    const note = `${this.#name}-note`;
    return this.#name === "lr" ? `verdict ${note}` : note;
  }

  #select({ choices }) {
    const options = choices.map((choice) => h("option", { value: choice }, choiceOf(this.#name, choice, this.#words)));
    return h(
      "select",
      { ...this.#attributes(), onchange: ({ target }) => this.#edit(target.value) },
      ...options,
    );
  }

  // A text field, not type="number": what was typed stays visible even where it is no number.
  #text({ kind }) {
    return h("input", {
      ...this.#attributes(),
      type: "text",
      inputmode: kind === "integer" ? "numeric" : kind === "number" ? "decimal" : "text",
      autocomplete: "off",
      spellcheck: "false",
      oninput: ({ target }) => (this.#typing = target.value !== this.#shown),
      onchange: ({ target }) => this.#edit(target.value),
      onkeydown: (event) => {
        const refused = this.#input.matches("[aria-invalid=true]");
        if (event.key !== "Escape" || !(this.#typing || refused)) return;
        event.preventDefault();
        if (refused) return this.#edit(this.#act.value(this.#name));
        this.#typing = false;
        this.#shown = undefined;
        this.#act.redraw();
      },
    });
  }

  #range({ stops }) {
    const slider = h("input", {
      type: "range",
      id: `${this.#name}-slider`,
      min: "0",
      max: stops - 1,
      "aria-describedby": this.#describedBy,
      oninput: ({ target }) => {
        const text = this.#act.lab().from_slider(this.#name, target.valueAsNumber);
        this.#act.hand.slide([[this.#name, text]]);
      },
    });
    gestures(slider, () => this.#act.hand.grasp());
    return slider;
  }

  /** Shows the present value, or the draft that could not be used, and the notice or hint. */
  render(walk) {
    const { lab, values, drafts, notices, settings } = walk;
    const locked = walk.locks?.(this.#name) ?? false;
    for (const field of [this.#input, this.#slider]) if (field && field.disabled !== locked) field.disabled = locked;
    const value = values.get(this.#name);
    const draft = drafts.get(this.#name);
    const text = draft ?? value;
    // Compared with what was written, not with what the field makes of it: a text may be long.
    if (!this.#typing && text !== this.#shown) this.#input.value = this.#shown = text;
    mark(this.#input, "aria-invalid", draft !== undefined);
    const told = notices.find(({ field }) => field === this.#name);
    write(this.#note, told ? notice(told, settings, this.#words) : hintOf(this.#name, lab, this.#words));
    this.#note.classList.toggle("notice", Boolean(told));
    if (this.#slider) this.#slide(lab, value);
  }

  #slide(lab, value) {
    mark(this.#slider, "max", lab.stops(this.#name) - 1);
    this.#slider.value = lab.slider(this.#name);
    const said = this.#words.settings[this.#name]?.value?.(value) ?? real(value);
    const band = this.#bands?.render(lab);
    const unsaid = this.root.closest(".unasked, [data-covered~=bands]");
    mark(this.#slider, "aria-valuetext", band && !unsaid ? `${said}, ${band}` : said);
  }
}

/** Builds the controls of one kind, "main" or "more", into `place`; gives them back by name. */
export function buildControls(settings, kind, place, act, words) {
  const controls = new Map();
  for (const setting of settings.filter(({ control }) => control === kind)) {
    const control = new Control(setting, act, words);
    controls.set(setting.name, control);
    place.append(control.root);
  }
  return controls;
}
