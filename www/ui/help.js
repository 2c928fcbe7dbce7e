// The keys, and what each does: those of controls that are not there are not listed.
import { h } from "./dom.js";

export default {
  create({ root }, act, words) {
    const rows = words.rows.map(([key, meaning, control]) => ({
      control,
      row: h("div", {}, h("dt", {}, key), h("dd", {}, meaning)),
    }));
    root.append(h("dl", {}, ...rows.map(({ row }) => row)));
    return { render: (walk) => rows.forEach(({ control, row }) => (row.hidden = walk.words("hide").has(control))) };
  },
};
