// The keys, and what each does: those of controls and charts that are not there are not listed.
import { h } from "./dom.js";
import { views } from "./registry.js";

/** Whether what a key goes with, a control or a view, is there; a key that goes with nothing always is. */
const isThere = (name, act) =>
  views.some((view) => view.name === name) ? act.charts().some(([chart]) => chart === name) : !act.lacks(name);

export default {
  create({ root }, act, words) {
    const rows = words.rows.map(([key, meaning, part]) => ({
      part,
      row: h("div", {}, h("dt", {}, key), h("dd", {}, meaning)),
    }));
    root.append(h("dl", {}, ...rows.map(({ row }) => row)));
    return { render: () => rows.forEach(({ part, row }) => (row.hidden = Boolean(part) && !isThere(part, act))) };
  },
};
