// Every word that the element shows or speaks, in English. Numbers arrive as text, formatted by
// the core; `read(quantity)` fetches one that belongs to the position shown.

const count = (number, noun) => `${number} ${noun}${number === "1" ? "" : "s"}`;

const best = (read) => (read("optimum") ? ` The best w is ${read("optimum")}.` : "");

/** How a run ended. */
const so = (read) =>
  `${count(read("epoch"), "step")}: w = ${read("about_w")}, loss = ${read("about_loss")}.`;

/** What is left to do. */
const goal = (read) => {
  const [there, here] = [read("about_optimum"), read("about_w")];
  if (!there) return "";
  return here === there ? `There: the loss is least at ${there}.` : `Not ${there} yet. Move the rate.`;
};

/** How far a step lands from the best w, measured by the step before. */
const far = (read) => (read("factor") === "0.5" ? "half as far" : `${read("factor")} times as far`);

/** How high the learning rate may be, and why. */
const limit = (read) =>
  read("limit") && `This bowl bends by H = ${read("curvature")}, so the limit is ${read("limit")}.`;

/** What a notice says, by its code. `name` is the setting's label, `takes` what it takes. */
const notices = {
  above: ({ given, allowed }, name) => `${name} ${given} is above ${allowed}; using ${allowed}.`,
  below: ({ given, allowed }, name) => `${name} ${given} is below ${allowed}; using ${allowed}.`,
  malformed: ({ given }, name, takes) => `“${given}” cannot be used. ${name} takes ${takes}.`,
  lengths: () => "x and y belong together in pairs: give both as many numbers.",
  empty: () => "Add at least one point.",
  "too-many": () => "These are more points than a run takes.",
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
    lr: { label: "Learning rate", hint: limit },
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

  offChart: "↑ off the chart",
  charts: {
    loss: {
      title: "Loss",
      summary: (read) =>
        `Loss against the epoch: ${read("start_loss")} at the start, ${read("loss")} at epoch ${read("epoch")} of ${read("iterations")}.`,
    },
    w: {
      title: "w",
      key: (read) => read("optimum") && `best w ${read("optimum")}`,
      summary: (read) =>
        `w against the epoch: ${read("start_w")} at the start, ${read("w")} at epoch ${read("epoch")} of ${read("iterations")}.${best(read)}`,
    },
  },

  /** The sentence about the run, by status. */
  status: {
    ready: (read) =>
      `${count(read("points"), "point")}. One number, w, tilts the line. Press Train: ${count(read("iterations"), "step")} downhill.`,
    training: (read) => `The gradient at w = ${read("w")} is ${read("grad")}.`,
    done: (read) => `${so(read)} ${goal(read)}`,
    converged: (read) => `${so(read)} Settled: one more step changes nothing.`,
    diverged: (read, { quantity }) =>
      `Stopped after ${count(read("epoch"), "step")}: ${quantities[quantity]} is no longer a finite number.`,
  },

  /** The bands of the learning rate, as they stand below its slider. */
  bands: {
    straight: "goes straight",
    overshoots: "overshoots",
    circles: "circles",
    "runs-away": "runs away",
  },
  /** The sentence about the learning rate, by verdict. */
  verdicts: {
    straight: (read) => {
      const [rate, best] = [read("lr"), read("about_optimum")];
      return read("factor") === "0"
        ? `Goes straight down: at ${rate} a single step lands on ${best}.`
        : `Goes straight down: at ${rate} each step lands ${far(read)} from ${best} as the last.`;
    },
    overshoots: (read) =>
      `Overshoots, but arrives: at ${read("lr")} each step crosses ${read("about_optimum")} and lands ${far(read)} away.`,
    circles: (read) =>
      read("factor")
        ? `Circles for ever: exactly at the limit, w jumps between ${read("opposite")} and ${read("about_start")}.`
        : `Circles for ever: without zero_grad() w.grad adds up, and w swings about ${read("about_optimum")} without settling.`,
    "runs-away": (read) =>
      read("factor")
        ? `Runs away: at ${read("lr")} each step lands ${far(read)} from ${read("about_optimum")} as the last. Try ${read("advice")}.`
        : `Runs away: without zero_grad() each swing about ${read("about_optimum")} is wider than the last. Try ${read("advice")}.`,
    flat: () => "Every x is 0, so w changes nothing.",
  },

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
