// The keys, and what each does.
import { h } from "./dom.js";

export default {
  create({ root }, act, words) {
    const rows = words.rows.map(([key, meaning]) => h("div", {}, h("dt", {}, key), h("dd", {}, meaning)));
    root.append(h("dl", {}, ...rows));
    return {};
  },
};
