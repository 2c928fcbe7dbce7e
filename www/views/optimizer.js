// What moves the parameters: the optimizer, the schedule of its rate, how many rows each step sees, and what is drawn.
import { optimizer, scheduler } from "gradwalk-tables";
import { Control } from "../ui/controls.js";
import { Constructor } from "./parts/constructor.js";

const FIELDS = ["optimizer", "scheduler", "batch", "seed"];

export default {
  create({ root }, act, said, words) {
    const numbers = ["batch", "seed"].map((name) => new Control({ name, kind: "integer" }, act, words));
    const parts = [
      new Constructor("optimizer", optimizer, "manual", act, said, words),
      new Constructor("scheduler", scheduler, "none", act, said, words),
      ...numbers,
    ];
    root.append(...parts.map((part) => part.root));
    return { fields: FIELDS, render: (walk) => parts.forEach((part) => part.render(walk)) };
  },
};
