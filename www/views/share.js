// The lab as it stands, to be sent or pasted: its address, its tag, its frame, each to be copied; and
// what a reader takes along: the run as a program, as numbers, as a picture.
import { settings } from "gradwalk-tables";
import { asked, h, write } from "../ui/dom.js";
import { notebook } from "./parts/notebook.js";

/** The controls that can be hidden. */
const { choices: CONTROLS } = settings.find(({ name }) => name === "hide");

/** Texts of more characters are shown when nothing has happened for so long, in ms: not with every step of a run. */
const [LONG, CALM] = [20_000, 250];

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

/** An address as Markdown: text and no more, whatever image, link or formula somebody has put into it. */
const inert = (address) =>
  `\`${address.replace(/[^\w:/?#&=%.,;+@-]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}\``;

/** Lets the reader keep a file. */
function keep(name, content, type) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const href = URL.createObjectURL(blob);
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

class Share {
  #act;
  #said;
  #words;
  #fields = new Map();
  #hidden = new Set(); // what is to be hidden beside what is hidden now
  #charts;
  #offered = ""; // the charts in the list
  #shown = ""; // the query that the texts were made of
  #calm; // when longer ones are to be made
  #making = h("p", { class: "note", role: "status" });
  #asked = h("p", {}); // in the place of a tag that is made when it is copied
  #left = h("p", { class: "note" }); // that the points are left out of addresses

  /** `root`: where it stands; `act`: what can be asked of the lab; `said`: its words, `words`: all of them. */
  constructor({ root }, act, said, words) {
    this.#act = act;
    this.#words = words;
    this.#said = said;
    const hide = CONTROLS.map((name) => {
      const onchange = ({ target }) => {
        this.#hidden[target.checked ? "add" : "delete"](name);
        act.redraw();
      };
      return h("label", {}, h("input", { type: "checkbox", onchange }), said.controls[name] ?? name);
    });
    this.#charts = h("select", { "aria-label": said.chart });
    const file = (name, content, type) =>
      h("button", { type: "button", onclick: () => act.drawn(() => keep(`gradwalk.${name}`, content(), type)) }, said[name]);
    root.append(
      ...["link", "tag", "frame"].map((name) => this.#field(name)),
      this.#left,
      h("fieldset", {}, h("legend", {}, said.hide), ...hide),
      h(
        "div",
        { class: "files", role: "group", "aria-label": said.take },
        h("p", {}, said.take),
        file("py", () => act.lab().script(), "text/x-python"),
        file("ipynb", () => notebook(act.lab().program(), said.heading(inert(act.address(this.#query().query)))), "application/json"),
        h("button", { type: "button", onclick: () => act.drawn(() => this.#numbers()) }, said.csv),
        h("button", { type: "button", onclick: () => act.drawn(() => keep("gradwalk-data.csv", act.lab().tabled().replaceAll("\t", ","), "text/csv")) }, said.rows),
        this.#charts,
        h("button", { type: "button", onclick: () => act.drawn(() => this.#picture()) }, said.png),
        this.#making,
      ),
    );
  }

  /** Shows the texts for the state shown. */
  render() {
    const charts = this.#act.charts();
    if (String(charts) !== this.#offered) {
      this.#offered = String(charts);
      this.#charts.replaceChildren(...charts.map(([value, title]) => h("option", { value }, title)));
    }
    clearTimeout(this.#calm);
    if (this.#shown.length > LONG) this.#calm = setTimeout(() => this.#act.lab() && this.#tell(), CALM);
    else this.#tell();
  }

  #tell() {
    const { query, cut } = this.#query();
    const points = this.#act.lab().readout("points");
    if (`${query} ${points}` === this.#shown) return;
    this.#shown = `${query} ${points}`;
    const { address, here, height } = this.#act;
    const style = `inline-size: 100%; block-size: ${height()}px; border: 0`;
    const source = `${here("embed.html")}?${escaped(query)}`;
    write(this.#left, cut ? this.#words.notice({ code: "left-out", field: this.#act.value("data") && "data", given: points }) : "");
    this.#fill("link", address(query));
    // Points that no address has room for are millions of characters: they are made when somebody asks for them.
    this.#fill("tag", cut ? "" : this.#tag());
    this.#fields.get("tag").hidden = cut;
    write(this.#asked, cut ? this.#said.asked(points) : "");
    this.#fill("frame", `<iframe src="${source}" title="Gradwalk" allow="fullscreen" style="${style}"></iframe>`);
  }

  /** The tag that shows this state, whatever its points. */
  #tag() {
    const said = this.#act.entries(this.#hides).filter(([name]) => name !== "v");
    const attributes = said.map(([name, text]) => ` ${name}="${escaped(text)}"`);
    return [`<script type="module" src="${this.#act.here("grad-walk.js")}"></script>`, `<grad-walk${attributes.join("")}></grad-walk>`].join("\n");
  }

  /** The state as a query, with what is to be hidden: see the setup's. */
  #query() {
    return this.#act.query(this.#hides);
  }

  /** What is to be hidden beside what is hidden now. */
  get #hides() {
    return [...this.#hidden].join();
  }

  #field(name) {
    const id = `share-${name}`;
    const field = h("textarea", {
      id,
      rows: 4,
      readonly: true,
      spellcheck: "false",
      onfocus: ({ target }) => target.select(),
    });
    const done = h("span", { class: "note", role: "status" });
    const copy = h(
      "button",
      { type: "button", "aria-label": this.#said.copies[name], onclick: () => this.#act.drawn(() => this.#copy(field, done)) },
      this.#said.copy,
    );
    this.#fields.set(name, field);
    const asked = name === "tag" ? [this.#asked] : [];
    return h("div", {}, h("label", { for: id }, this.#said[name]), field, ...asked, h("p", {}, copy, done));
  }

  #fill(name, text) {
    const field = this.#fields.get(name);
    if (field.value !== text) field.value = text;
  }

  /** By the clipboard, where the page may; else by the selection, and else by the reader's own keys. */
  async #copy(field, done) {
    field.select();
    const written = await navigator.clipboard?.writeText(field.hidden ? this.#tag() : field.value).then(
      () => true,
      () => false,
    );
    if (!written && field.hidden) {
      this.#fill("tag", this.#tag());
      field.hidden = false;
      field.select();
    }
    done.textContent = written || asked("execCommand", "copy") ? this.#said.copied : this.#said.marked;
    setTimeout(() => (done.textContent = ""), 4000);
  }

  /** The steps so far, of which there may be a million: the lab goes on while they are written. */
  async #numbers() {
    const { making, moved } = this.#said;
    const steps = this.#act.csv();
    const parts = [];
    let slice;
    while (!(slice = steps.next()).done) {
      parts.push(slice.value);
      if (parts.length > 1) this.#making.textContent = making;
      await new Promise((resolve) => setTimeout(resolve));
    }
    const whole = slice.value !== undefined;
    this.#making.textContent = whole ? "" : moved;
    if (whole) keep("gradwalk.csv", new Blob(parts, { type: "text/csv" }));
  }

  #picture() {
    const name = this.#charts.value;
    this.#act.canvas(name)?.toBlob((blob) => keep(`gradwalk-${name}.png`, blob));
  }
}

export default {
  create: (place, act, said, words) => new Share(place, act, said, words),
};
