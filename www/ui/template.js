// The shadow tree as it stands before the core has arrived: every place is there and keeps its
// room, so that nothing jumps when numbers and controls come in.
import { probes as probesOf } from "./charts.js";
import { h, stage as stageOf } from "./dom.js";
import { others, views } from "./registry.js";
import { titleOf } from "./says.js";
import { Transport } from "./transport.js";

/** Stands in the room of a view that shows nothing, and says why. */
const absence = () => h("p", { class: "absent", hidden: true });

/** A chart, and over it a stage for what a hand can touch. */
const chart = (name, title) => {
  const canvas = h("canvas", { role: "img", "aria-label": title, part: `chart chart-${name}` });
  const heading = h("span", { class: "title" }, title);
  const off = h("span", { class: "off" });
  const key = h("span", { class: "best out-of-sight" }, h("span", { class: "label" }), h("span", { class: "value" }));
  const aside = h("span", { class: "aside" }, off, key);
  const caption = h("figcaption", {}, h("i", { class: `key ${name}` }), heading, aside);
  const stage = stageOf();
  const absent = absence();
  const root = h("figure", { class: `plot ${name}` }, caption, h("div", { class: "chart" }, canvas, stage), absent);
  return { root, canvas, heading, off, key, stage, absent };
};

/**
 * Builds the tree and gives back the nodes that the view fills. `act` is what a person can do.
 * `places` holds where each view stands, by its name: its `root`, and what a chart is made of.
 */
export function build(act, words) {
  const drawn = views.filter(({ place }) => place === "figure");
  const [places, tabs] = [new Map(), new Map()];
  for (const { name } of drawn) places.set(name, chart(name, titleOf(name, words)));
  const roots = (curve) =>
    drawn.filter(({ axis }) => (axis === "epoch") === curve).map(({ name }) => places.get(name).root);

  // A row of buttons, each of which opens its panel below; one is open at a time.
  const drawer = ({ name }) => {
    const label = titleOf(name, words);
    const state = { "aria-expanded": "false", "aria-controls": name };
    const onclick = () => act.drawer(name);
    tabs.set(name, h("button", { type: "button", class: "tab", ...state, onclick }, label));
    const panel = { id: name, class: `panel ${name}`, part: name, hidden: true };
    const absent = absence();
    places.set(name, { root: h("div", { ...panel, role: "group", "aria-label": label }, absent), absent });
  };
  for (const view of [...views.filter(({ place }) => place === "drawer"), ...others]) drawer(view);

  const row = ({ name }) => {
    const absent = absence();
    const said = { part: name, role: "group", "aria-label": titleOf(name, words), hidden: true };
    const root = h("div", { class: `shelf ${name}`, ...said }, absent);
    places.set(name, { root, absent });
    return root;
  };
  const rows = views.filter(({ place }) => place === "row").map(row);

  const readouts = h("p", { class: "readouts", part: "readouts" });
  const presets = h("div", { class: "presets", role: "group", "aria-label": words.presets, part: "presets" });
  const status = h("p", { class: "status", part: "status" });
  const verdict = h("span");
  const judged = h("p", { class: "verdict", part: "verdict", id: "verdict" }, verdict);
  const present = h("button", { type: "button", class: "small present", onclick: () => act.present() }, words.present);
  const main = h("div", { class: "main", part: "controls" });
  const notice = h("p", { class: "note notice general" });
  const spoken = h("p", { class: "spoken", role: "status", "aria-live": "polite" });
  const probes = probesOf();
  const timeline = h("div", { class: "timeline", part: "timeline" });
  const plots = h(
    "div",
    { class: "plots", role: "group", tabindex: "0" },
    ...roots(true),
    timeline,
  );
  const figure = h("div", { class: "figure" }, ...roots(false), plots);
  const transport = new Transport(act, words);
  const lab = h(
    "div",
    { class: "lab unasked", part: "lab", role: "group", "aria-label": words.lab, lang: words.lang, dir: words.dir },
    presets,
    readouts,
    figure,
    transport.root,
    main,
    h("div", { class: "says" }, status, judged),
    ...rows,
    notice,
    h("div", { class: "tabs" }, ...tabs.values(), present),
    ...[...tabs.keys()].map((name) => places.get(name).root),
    spoken,
    probes,
  );
  return { room: h("div", { class: "room" }, lab), lab, readouts, status, verdict, judged, present, notice, spoken, probes, presets, transport, figure, plots, timeline, main, tabs, places };
}
