// What the lab looks like until the core is there: the lesson before its first step. It is made by
// tests/still.rs of what the charts themselves draw, by the percentages of each plot.
import { svg } from "./dom.js";
import { FIGURE } from "./registry.js";
import still from "./still.json";

/**
 * How a lab is arranged whose tag says this, a Map of names to texts: the little that is read of settings without the
 * core. It need not be its last word.
 */
export function arrangement(settings) {
  const words = (name) => (settings.get(name) ?? "").split(/[\s,;]+/).filter(Boolean);
  const [views, hide] = [words("views"), words("hide")];
  return { views: new Set(views.length ? views : FIGURE), hide: new Set(hide), theme: settings.get("theme") ?? "" };
}

/** Whether a lab with these settings begins like the lesson: they may only say what is shown. */
export const begins = (settings) =>
  [...settings].every(([name, value]) => name === "views" || (name === "preset" && value === "notebook-autograd"));

/** The parameters, as long as nobody says that the model is another. */
export const names = ["w"];

/** The settings that have a control in sight, as rows of the core's table. */
export const { controls } = still;

/** Answers as the core will, as far as first sight needs it. */
const lab = {
  status: "ready",
  verdict: still.verdict,
  limit: still.limit,
  epoch: 0,
  names: () => names,
  params: () => [still.readouts.w],
  readout: (quantity) => still.readouts[quantity] ?? "",
  bands: () => still.bands,
  value: () => "",
  shape: "proportional",
  pair: () => [0, 0],
  slopes: () => [],
  optimum: () => [],
  best_rates: () => [],
  comparing: true,
  stops: (name) => controls.find((control) => control.name === name).stops,
  slider: (name) => controls.find((control) => control.name === name).stop,
};

/** What a control takes to show itself. */
export const walk = {
  lab,
  values: new Map(controls.map(({ name, value }) => [name, value])),
  drafts: new Map(),
  notices: [],
  settings: controls,
};

/** Puts the stills in front of the canvases of `charts`, and gives back what takes them away. */
export function standIn(charts) {
  const stills = charts.filter(({ name }) => still.charts[name]).map(({ name, canvas }) => [canvas, stillOf(name)]);
  for (const [canvas, picture] of stills) canvas.before(picture);
  return () => stills.forEach(([, picture]) => picture.remove());
}

function stillOf(chart) {
  const { margins, marks } = still.charts[chart];
  const [top, right, bottom, left] = margins;
  const node = svg("svg", { class: "still", "aria-hidden": "true" }, ...marks.map((mark) => svg(...mark)));
  node.style.margin = margins.map((margin) => `${margin}px`).join(" ");
  node.style.inlineSize = `calc(100% - ${left + right}px)`;
  node.style.blockSize = `calc(100% - ${top + bottom}px)`;
  return node;
}
