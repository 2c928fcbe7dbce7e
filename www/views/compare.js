// Pinned runs beside the one on the page: what each is, and where it stands at the same epoch. It is on
// every chart, with its letter; here it gets its name, and is let go of.
import { h, mark, svg, write } from "../ui/dom.js";
import { real } from "../ui/says.js";

const letterOf = (index) => String.fromCharCode(65 + index);

/** The parts of a pin between commas that no parenthesis encloses, as the core parts them. */
function parts(pin) {
  let depth = 0;
  const parted = [""];
  for (const letter of pin) {
    depth = Math.max(0, depth + ("([".includes(letter) ? 1 : ")]".includes(letter) ? -1 : 0));
    if (letter === "," && !depth) parted.push("");
    else parted[parted.length - 1] += letter;
  }
  return parted;
}

/** `lr=0.1,optimizer=SGD(momentum=0.5, nesterov=True)` as a Map, and back. */
const parse = (pin) => new Map(parts(pin).map((part) => part.split(/=(.*)/s)));
const show = (pin) => [...pin].map((part) => part.join("=")).join();

class Compare {
  #act;
  #words;
  #said;
  #rows = [];
  #list = h("ol", { class: "pins" });
  #none = h("p", { class: "note" });
  #initial = new Map(); // what tells a pinned run from the run on the page, and what it is where a pin does not say
  #dashes; // of each that there can be
  #button;
  #fair; // where the rates are swept: gives each the best
  #locked = false;

  /** `said`: the view's words, `words`: all of them. */
  constructor({ root }, act, said, words) {
    this.#act = act;
    this.#words = words;
    this.#said = said;
    this.#button = h("button", { type: "button", onclick: () => act.drawn(() => this.#pin()) }, said.pin);
    this.#fair = h("button", { type: "button", onclick: () => act.drawn(() => this.#level()) }, said.fair);
    root.append(h("p", {}, this.#button, " ", this.#fair), this.#none, this.#list);
  }

  /** Shows the pinned runs at the position shown. */
  render(walk) {
    const { lab, settings } = walk;
    this.#locked = walk.locks("pins");
    mark(this.#button, "aria-disabled", this.#locked);
    this.#fair.hidden = !lab.best_rates().length;
    mark(this.#fair, "aria-disabled", this.#locked || walk.locks("lr"));
    for (const { name, initial, pinned, dashes } of settings) {
      if (pinned) this.#initial.set(name, initial);
      this.#dashes ??= dashes;
    }
    const pins = this.#pins;
    while (this.#rows.length > pins.length) this.#rows.pop().root.remove();
    while (this.#rows.length < pins.length) this.#add(this.#rows.length);
    write(this.#none, pins.length ? "" : this.#said.none);
    pins.forEach((pin, index) => this.#show(this.#rows[index], pin, lab.names(), lab.pinned(index)));
  }

  /** What is worth saying of a run: its rate, and what is not as usual. */
  #own(value) {
    const all = [...this.#initial].map(([name, initial]) => [name, value(name, initial), initial]);
    const own = all.filter(([name, text, initial]) => name === "lr" || text !== initial);
    // Only autograd fills a gradient that is to be emptied.
    const fills = value("gradient", this.#initial.get("gradient")) === "autograd";
    return own.filter(([name]) => fills || name !== "zero-grad").map(([name, text]) => [name, text]);
  }

  /** The pinned runs, as the setting has them. */
  get #pins() {
    const text = this.#act.value("pins");
    return text ? text.split(";").map(parse) : [];
  }

  #show(row, pin, names, [end, verdict, loss, ...params]) {
    const { field, what, numbers, remove } = row;
    field.disabled = this.#locked;
    mark(remove, "aria-disabled", this.#locked);
    // Who writes a name writes that of the run that was here when they began.
    if (!row.typing) {
      row.pin = show(pin);
      field.value = pin.get("name") ?? "";
    }
    const { choices, bands } = this.#words;
    const parts = this.#own((name, initial) => pin.get(name) ?? initial).map(([name, text]) =>
      this.#said.with(name, choices[name]?.[text] ?? real(text), names),
    );
    write(what, [...parts, bands[verdict]].filter(Boolean).join(" · "));
    write(numbers, this.#said.at(names.map((name, index) => [name, real(params[index])]), real(loss), end));
  }

  #add(index) {
    const letter = letterOf(index);
    const dash = svg("path", { d: "M1 6h46", "stroke-dasharray": this.#dashes[index] });
    const drawing = svg("svg", { viewBox: "0 0 48 12", class: "dash", "aria-hidden": "true" }, dash);
    const { name, run, take, takes, remove, removes } = this.#said;
    const field = h("input", {
      type: "text",
      "aria-label": name(letter),
      placeholder: run(letter),
      maxlength: 40,
      autocomplete: "off",
      oninput: () => (row.typing = true),
      onchange: () => this.#rename(index, row),
      onblur: () => {
        row.typing = false;
        this.#act.redraw();
      },
    });
    const [what, numbers] = ["what", "numbers"].map((part) => h("span", { class: part }));
    const button = (label, said, onclick) => h("button", { type: "button", "aria-label": label, onclick }, said);
    const last = button(removes(letter), remove, () => this.#remove(index));
    const root = h(
      "li",
      {},
      h("span", { class: "sign", "aria-hidden": "true" }, letter, drawing),
      field,
      what,
      numbers,
      h(
        "span",
        { class: "does" },
        button(takes(letter), take, () => this.#take(index)),
        last,
      ),
    );
    this.#list.append(root);
    const row = { root, field, what, numbers, remove: last, pin: "", typing: false };
    this.#rows.push(row);
  }

  #pin() {
    if (!this.#dashes) return; // it was never shown
    const pins = this.#pins;
    if (pins.length === this.#dashes.length) return this.#act.remark(this.#said.full);
    pins.push(this.#own((name) => this.#act.value(name)));
    this.#edit(pins, this.#said.pinned(letterOf(pins.length - 1)));
  }

  /** What would end a name becomes a blank. A run that is gone by now gets none. */
  #rename(index, row) {
    row.typing = false;
    const pins = this.#pins;
    const texts = pins.map(show);
    const pin = pins[texts[index] === row.pin ? index : texts.indexOf(row.pin)];
    if (!pin) return this.#act.redraw();
    const name = row.field.value.replace(/[,;()[\]]/g, " ").trim();
    if (name) pin.set("name", name);
    else pin.delete("name");
    this.#edit(pins);
    this.#act.redraw();
  }

  /** Gives this run and each pinned one the rate at which it comes to the least loss. */
  #level() {
    const lab = this.#act.lab();
    const [own, ...rates] = lab.best_rates();
    if (!own && !rates.some(Boolean)) return this.#act.remark(this.#said.unfair(lab.comparing));
    const pins = this.#pins;
    pins.forEach((pin, index) => rates[index] && pin.set("lr", rates[index]));
    const edits = [["pins", pins.map(show).join(";")]];
    if (own) edits.push(["lr", own]);
    if (this.#act.hand.edit(edits)) this.#act.answer(() => this.#said.fairly([own, ...rates].filter(Boolean)));
  }

  #remove(index) {
    const pins = this.#pins;
    pins.splice(index, 1);
    this.#edit(pins, this.#said.removed(letterOf(index)));
    this.#button.focus(); // the one that had the focus may be gone
  }

  #take(index) {
    const pin = this.#pins[index];
    this.#act.hand.edit([...this.#initial].map(([name, initial]) => [name, pin.get(name) ?? initial]));
  }

  #edit(pins, answer) {
    const taken = this.#act.hand.edit([["pins", pins.map(show).join(";")]]);
    if (taken && answer) this.#act.answer(() => answer);
  }
}

export default {
  create: (place, act, said, words) => new Compare(place, act, said, words),
};
