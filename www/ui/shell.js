// The lab as furniture: the shadow tree, what of it is in sight, and which drawer is open. It decides by
// the settings and the core's table of views; what stands in a room, and what is said there, is no
// business of its own.
import { h, mark } from "./dom.js";
import { views } from "./registry.js";
import { build } from "./template.js";
import css from "./lab.css";

/** The sheets of each document, by their texts: the module is loaded where there is no DOM, too. */
const sheets = new WeakMap();

function sheetOf(css, page) {
  if (!sheets.has(page)) sheets.set(page, new Map());
  const theirs = sheets.get(page);
  if (!theirs.has(css)) {
    const sheet = new page.defaultView.CSSStyleSheet();
    sheet.replaceSync(css);
    theirs.set(css, sheet);
  }
  return theirs.get(css);
}

/** A sheet as this browser reads it: one that knows no `light-dark()` has the lab light. */
const known = (css) => (CSS.supports("color:light-dark(red,red)") ? css : css.replace(/light-dark\(([^,]*),[^)]*\)/g, "$1"));

export class Shell {
  #root;
  #words;
  #moved;
  #controls; // by the names of their settings, once the core is there
  #open; // the drawer
  #paper = false; // a printer has the lab
  #shown = []; // the views that have room
  #css = [css];
  #lacks; // whether a control is kept out of sight
  /** The nodes of the tree by what they are; see `build`. */
  nodes;
  /** The views of the figure, each with its place. */
  charts;

  /**
   * `act` is what a person can ask for, `words` a message file's; `moved` is called when a drawer was
   * opened or closed.
   */
  constructor(root, act, words, moved) {
    this.#root = root;
    this.#words = words;
    this.#moved = moved;
    this.nodes = build({ ...act, drawer: (name) => this.toggle(name) }, words);
    const { room, places } = this.nodes;
    root.replaceChildren(room);
    this.charts = views
      .filter(({ place }) => place === "figure")
      .map((view) => ({ ...view, ...places.get(view.name) }));
  }

  /** Wears a sheet beside its own. */
  dress(css) {
    this.#css.push(css);
    this.wear();
  }

  /** Wears its sheets, as those of the document that it is in: one of another has no effect. */
  wear() {
    const root = this.#root;
    const texts = this.#css.map(known);
    if (root.adoptedStyleSheets) root.adoptedStyleSheets = texts.map((css) => sheetOf(css, root.ownerDocument));
    else {
      root.querySelector("style")?.remove();
      root.prepend(h("style", {}, ...texts));
    }
  }

  /** Takes the controls, which can be hidden, too. */
  furnish(controls) {
    this.#controls = controls;
  }

  /** Says which lab of its page this is, where there are several: 0 where there are not. */
  number(place) {
    mark(this.nodes.lab, "aria-label", this.#words.lab + (place ? ` ${place}` : ""));
  }

  /** Opens a drawer and closes the one that was open, or closes this one. */
  toggle(name) {
    this.#open = this.#open === name ? undefined : name;
    const { tabs, places } = this.nodes;
    for (const [key, tab] of tabs) {
      const panel = places.get(key).root;
      panel.hidden = key !== this.#open && !panel.classList.contains("plain");
      mark(tab, "aria-expanded", key === this.#open);
    }
    this.#moved();
  }

  /** For paper the printout of the whole lab stands below the charts, whichever drawer is open. */
  print(paper) {
    this.#paper = paper;
    this.nodes.lab.classList.toggle("paper", paper);
  }

  /** The views that have room, as rows of the table. */
  get shown() {
    return this.#shown;
  }

  /**
   * Gives room to these views, a Set of names with `all` among them for the whole lab, and of the drawers only to
   * those that belong to them, without the controls that are `hidden`, as such a Set.
   */
  arrange(wanted, hidden) {
    this.#hide(hidden);
    const { tabs, places, presets, timeline, plots, figure, present } = this.nodes;
    const all = wanted.has("all");
    const shows = (view) => (all && view.all) || wanted.has(view.name);
    this.#shown = views.filter(shows);
    const [curves, others] = [true, false].map((curve) =>
      this.#shown.filter(({ place, axis }) => place === "figure" && (axis === "epoch") === curve),
    );
    mark(figure, "data-curves", curves.length);
    mark(figure, "data-others", others.length);
    for (const view of this.charts) view.root.hidden = !shows(view);
    for (const view of views) if (view.place === "row") places.get(view.name).root.hidden = !shows(view);
    for (const [name, tab] of tabs) {
      const view = views.find((view) => view.name === name);
      // In the lab a drawer; asked for by name, a part of the figure.
      const plain = Boolean(view && !all && shows(view));
      tab.hidden = Boolean(view && !(all && shows(view)));
      const panel = places.get(name).root;
      panel.classList.toggle("plain", plain);
      panel.hidden = !plain && !(this.#paper ? name === "printout" && shows(view) : name === this.#open);
    }
    plots.hidden = timeline.hidden = !curves.length;
    present.hidden = !all;
    presets.hidden = !this.#shown.some(({ place }) => place === "drawer");
    const tab = tabs.get(this.#open);
    if (tab?.hidden || tab?.classList.contains("out")) this.toggle(this.#open);
  }

  /** Whether a control is not there, or of what goes from state to state, `walk`, nothing. */
  lacks(name) {
    const { timeline } = this.nodes;
    if (name !== "walk") return this.#lacks(name);
    return this.#lacks("train") && timeline.hidden && !this.#shown.some(({ place }) => place === "drawer");
  }

  /** Keeps these controls out of sight; the rest is there. */
  #hide(hidden) {
    const { presets, transport, main, tabs, present, plots } = this.nodes;
    const rooms = { presets, train: transport.root, more: tabs.get("more"), keys: tabs.get("keys"), present };
    for (const name of ["lr", "iterations"]) rooms[name] = this.#controls?.get(name)?.root;
    const isOut = (name) => hidden.has(name) || hidden.has("all");
    this.#lacks = isOut;
    mark(plots, "aria-label", this.#words.lab + (isOut("keys") ? "" : `. ${this.#words.keysHint}`));
    for (const [name, room] of Object.entries(rooms)) room?.classList.toggle("out", isOut(name));
    main.classList.toggle("out", isOut("lr") && isOut("iterations"));
  }

  /** Puts in the place of all this a sentence, a button that begins anew, a picture and the page's own content. */
  fail(message, src, retry) {
    const { picture, again, lang, dir } = this.#words;
    this.nodes.room.replaceChildren(
      h(
        "div",
        { class: "failed", lang, dir },
        h("p", { role: "alert" }, message),
        h("button", { type: "button", onclick: retry }, again),
      ),
      src ? h("img", { src, alt: picture }) : "",
      h("slot"),
    );
  }
}
