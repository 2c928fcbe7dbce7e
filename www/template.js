// The shadow tree as it stands before the core has arrived: every place is there and keeps its
// room, so that nothing jumps when numbers and controls come in.
import { h, icon } from "./dom.js";
import words from "./messages/en.js";

const BACK = "M12.5 4.5 7 10l5.5 5.5";
const STEP = "M7.5 4.5 13 10l-5.5 5.5";
const RESET = "M5 4v4h4M5.4 8A6 6 0 1 1 4 11";

/** A button with an icon and, where there is room, its word. */
const button = (name, path, onclick) =>
  h(
    "button",
    { type: "button", class: "quiet", part: `button ${name}`, "aria-label": words[name], onclick },
    icon(path),
    h("span", { class: "word", "aria-hidden": "true" }, words[name]),
  );

/** Train and Pause lie on top of each other: the label changes, the width does not. */
const trainButton = (onclick) => {
  const labels = ["train", "pause"].map((name) => h("span", {}, words[name]));
  return h("button", { type: "button", class: "train", part: "button train", onclick }, ...labels);
};

/** A chart, and over it a stage for what a hand can touch. `tools` stand to the right of the title. */
const chart = (name, ...tools) => {
  const canvas = h("canvas", {
    role: "img",
    "aria-label": words.charts[name].title,
    part: `chart chart-${name}`,
  });
  const off = h("span", { class: "off" });
  const key = h("span", { class: "best", hidden: true }, h("span", { class: "label" }), h("span"));
  const title = h("span", { class: "title" }, words.charts[name].title);
  const caption = h("figcaption", {}, h("i", { class: `key ${name}` }), title, off, key);
  const stage = h("div", { class: "stage" });
  const body = h("div", { class: "chart" }, canvas, stage);
  const figure = h("figure", { class: `plot ${name}` }, caption, body, ...tools);
  return { canvas, off, key, stage, figure };
};

const readout = (name) => {
  const value = h("b", { class: name });
  return { value, item: h("span", {}, `${name} `, value) };
};

/** Builds the tree and gives back the nodes that the view fills. `act` is what a person can do. */
export function build(act) {
  const train = trainButton(() => act.toggle());
  const back = button("back", BACK, () => act.back(1));
  const step = button("step", STEP, () => act.step(1));
  const reset = button("reset", RESET, () => act.reset());

  const word = (name, onclick) =>
    h("button", { type: "button", class: "small", part: "button", onclick }, words.fit[name]);
  const [add, undo] = [word("add", () => act.add()), word("undo", () => act.undo())];
  const charts = new Map([
    ["fit", chart("fit", h("div", { class: "tools" }, add, undo))],
    ["loss", chart("loss")],
    ["w", chart("w")],
  ]);
  const readouts = new Map(["epoch", "w", "loss"].map((name) => [name, readout(name)]));
  const presets = h("div", { class: "presets", role: "group", "aria-label": words.presets, part: "presets" });
  const status = h("p", { class: "status", part: "status" });
  const verdict = h("p", { class: "verdict", part: "verdict", id: "verdict" });
  const main = h("div", { class: "main", part: "controls" });
  const notice = h("p", { class: "note notice general" });
  const spoken = h("p", { class: "spoken", role: "status", "aria-live": "polite" });
  const colours = ["ink", "muted", "ground", "w", "loss"].map((name) => h("i", { "data-colour": name }));
  const probes = h("div", { class: "probes", "aria-hidden": "true" }, ...colours);

  const plots = h(
    "div",
    { class: "plots", role: "group", tabindex: "0", "aria-label": `${words.lab}. ${words.keysHint}` },
    charts.get("loss").figure,
    charts.get("w").figure,
  );
  const figure = h("div", { class: "figure", "data-views": "fit loss w" }, charts.get("fit").figure, plots);
  const timeline = h("div", { class: "timeline", part: "timeline" });
  const { tabs, panels } = drawers(act);
  const lab = h(
    "div",
    { class: "lab", part: "lab", role: "group", "aria-label": words.lab },
    presets,
    h("p", { class: "readouts", part: "readouts" }, ...[...readouts.values()].map(({ item }) => item)),
    figure,
    timeline,
    h("div", { class: "says" }, status, verdict),
    h("div", { class: "transport", part: "transport" }, back, train, step, reset),
    main,
    notice,
    h("div", { class: "tabs" }, ...[...tabs.values()]),
    ...[...panels.values()],
    spoken,
    probes,
  );
  const values = new Map([...readouts].map(([name, { value }]) => [name, value]));
  const buttons = { back, train, step, reset, add, undo };
  const places = { presets, figure, charts, plots, timeline, main, tabs, panels };
  return { lab, values, status, verdict, notice, spoken, probes, ...buttons, ...places };
}

/** A row of buttons, each of which opens its panel below; one is open at a time. */
function drawers(act) {
  const [tabs, panels] = [new Map(), new Map()];
  for (const [name, label] of Object.entries(words.drawers)) {
    const onclick = () => act.drawer(name);
    const state = { "aria-expanded": "false", "aria-controls": name };
    tabs.set(name, h("button", { type: "button", class: "tab", ...state, onclick }, label));
    const panel = { id: name, class: `panel ${name}`, part: name, hidden: true };
    panels.set(name, h("div", { ...panel, role: "group", "aria-label": label }));
  }
  const rows = words.keys.map(([key, meaning]) => h("div", {}, h("dt", {}, key), h("dd", {}, meaning)));
  panels.get("keys").append(h("dl", {}, ...rows));
  return { tabs, panels };
}
