// Every word that the element shows or speaks, in English. Numbers arrive as text, formatted by
// the core; `read(quantity)` fetches one that belongs to the position shown.

/** Without a slope anywhere there is no best w. */
const best = (read) =>
  read("optimum") ? ` The best w is ${read("optimum")}.` : " Every x is 0, so w changes nothing.";

/** What a notice says, by its code. `name` is the setting's label, `takes` what it takes. */
const notices = {
  above: ({ given, allowed }, name) => `${name} ${given} is above ${allowed}; using ${allowed}.`,
  below: ({ given, allowed }, name) => `${name} ${given} is below ${allowed}; using ${allowed}.`,
  malformed: ({ given }, name, takes) => `“${given}” cannot be used. ${name} takes ${takes}.`,
  lengths: ({ given, allowed }) => `There are ${given} x and ${allowed} y: each x needs its y.`,
  empty: () => "Add at least one point.",
  "too-many": ({ given, allowed }) => `These are ${given} points; a run takes at most ${allowed}.`,
  version: ({ given }) => `This link comes from another version (${given}); what is known of it is used.`,
  unknown: ({ given }, name) => `grad-walk does not know the setting ${name} (${given}).`,
};

const quantities = { w: "w", loss: "the loss", grad: "the gradient" };

/** What a setting takes, by its kind in the core's table. */
const takes = {
  list: () => "numbers with commas between them",
  number: ({ min, max }) => `a number from ${min} to ${max}`,
  integer: ({ min, max }) => `a whole number from ${min} to ${max}`,
  choice: ({ choices }) => choices.join(", "),
};

export default {
  lab: "Gradient descent lab",
  keysHint: "Press ? for the keys.",
  loading: "Loading…",
  cannotStart: (reason) => `The live lab cannot start here: ${reason}. This table shows the same run.`,

  train: "Train",
  pause: "Pause",
  step: "Step",
  back: "Back",
  reset: "Reset",

  presets: "Notebook",
  epoch: "epoch",
  of: "of",

  /** Settings by name: the label, a hint under the field, a unit for the slider's spoken value. */
  settings: {
    preset: { label: "Notebook" },
    lr: { label: "Learning rate" },
    iterations: { label: "Steps", unit: "steps" },
    gradient: { label: "Gradient" },
    w: { label: "Start w" },
    x: { label: "x" },
    y: { label: "y" },
    precision: { label: "Precision" },
    "zero-grad": { label: "zero_grad", hint: "For autograd: a gradient by hand is computed afresh." },
  },

  choices: {
    preset: { "notebook-manual": "By hand (NumPy)", "notebook-autograd": "Autograd (PyTorch)" },
    gradient: {
      autograd: "Autograd",
      manual: "By hand, the mean",
      "manual-sum": "By hand, as in the notebook",
      numeric: "Nudged",
    },
    precision: { f32: "32 bits, as PyTorch", f64: "64 bits" },
    "zero-grad": { on: "Empty w.grad each step", off: "Let w.grad add up" },
  },

  charts: {
    loss: {
      title: "Loss",
      cut: "↑ off the chart",
      summary: (read) =>
        `Loss against the epoch: ${read("start_loss")} at the start, ${read("loss")} at epoch ${read("epoch")} of ${read("iterations")}.`,
    },
    w: {
      title: "w",
      cut: "↕ off the chart",
      key: (read) => read("optimum") && `best w ${read("optimum")}`,
      summary: (read) =>
        `w against the epoch: ${read("start_w")} at the start, ${read("w")} at epoch ${read("epoch")} of ${read("iterations")}.${best(read)}`,
    },
  },

  /** The sentence about the run, by status. `limit` is empty where the limit is unknown. */
  status: {
    ready: (read) =>
      `The gradient at w = ${read("w")} is ${read("grad")}. Press Train: ${read("iterations")} steps downhill.`,
    training: (read) => `The gradient at w = ${read("w")} is ${read("grad")}.`,
    done: (read) => `${read("epoch")} steps: w = ${read("w")}, loss = ${read("loss")}.${best(read)}`,
    converged: (read) => `Settled: one more step changes nothing. w = ${read("w")}, loss = ${read("loss")}.`,
    diverged: (read, { quantity }, limit) =>
      `Runs away: after epoch ${read("epoch")} ${quantities[quantity]} is no longer a finite number.${limit}`,
  },
  limit: (rate) => ` The limit for these points is ${rate}.`,

  /** The sentence for a notice; `name` and `setting` are of the setting that it is about. */
  notice: (notice, name, setting) =>
    notices[notice.code](notice, name, setting && takes[setting.kind](setting)),

  drawers: { printout: "Printout", more: "More", keys: "Keys" },
  printout: {
    caption: "As the notebook prints it: the loss is measured before w moved, w after.",
    lines: "Lines of the printout",
    epoch: "Epoch",
    w: "w after the step",
    loss: "Loss before the step",
    hidden: (count) => `${count} earlier lines are not shown.`,
  },
  keys: [
    ["Space", "train or pause"],
    ["← →", "one step back or on"],
    ["Shift + ← →", "ten steps"],
    ["Home, End", "the start, the end"],
    ["R", "reset"],
    ["?", "show these keys"],
  ],
};
