// Every word that the element shows or speaks, in English. Numbers arrive as text, formatted by
// the core: `read(quantity)` fetches one that belongs to the position shown, `read.names` are the
// parameters, `read.params` each with its number.
import { MANY, grammar, row } from "../ui/grammar.js";

const { count, list, whole } = grammar("en");

const steps = (number) => count(number, { one: "# step", other: "# steps" });
const points = (number) => count(number, { one: "# point", other: "# points" });
const MORE = { one: "# more", other: "# more" };

/** Parameters with their numbers, `w 1.2, b 0.3`; of many the first few. */
const listed = (params, is) => row(params, ([name, value]) => name + is + value);
const values = (read, is = " ") => listed(read.params, is);

/** What is used of each gradient: `−21.7`, or `−21.7 for w, −4.1 for b`. */
const gradients = (read) =>
  read.names.length === 1 ? read("grad") : row(read.names, (name) => `${read(`grad_${name}`)} for ${name}`);

const best = (read) => (read("optimum") ? ` The best ${read.names[0]} is ${read("optimum")}.` : "");

/** How the parameter w goes, by what the learning rate does. */
const courses = {
  straight: (w) => ` It nears the best ${w} from one side, by less with each step.`,
  overshoots: (w) => ` It crosses the best ${w} at every step, each swing smaller than the last.`,
  circles: (w) => ` It swings about the best ${w} without settling.`,
  "runs-away": (w, read) => (read("critical_lr") ? ` It swings about the best ${w}, each swing wider than the last.` : ` It goes ever farther from the best ${w}.`),
};

/** What the states of a run count: in batches a step is no epoch. */
const counted = (read) => (isBatched(read) ? "step" : "epoch");
/** In batches a loss is that of one, and a gradient, too. */
const isBatched = (read) => read?.passes > 1;
const costs = (read) => (isBatched(read) ? "batch loss" : "loss");
/** Where one stands. */
const at = (read) => `${whole(read("epoch"))} of ${whole(read("iterations"))}`;

/** How a run ended. */
const so = (read) => `${steps(read("epoch"))}: ${values(read, " = ")}, ${costs(read)} = ${read("loss")}.`;

/** What would bring a run to the best, by the core's code. */
const REMEDIES = { steps: " Take more steps.", rate: " Move the rate.", "not-yet": "" };

/** Where the loss is least, as a sentence has it: of one parameter its number, of several each with its own. */
const target = (read) => read("about_optimum") || listed(read.best, " = ") || "the best";

/** Whether a run that nothing would bring to the best comes to rest elsewhere, since its weights decay. */
const isKept = (read, outcome) => outcome === "not-yet" && !["", read("about_optimum")].includes(read("rest"));

/** What came of it: the reader's best beside the program's, and what is left to do. */
const goal = (read, outcome) => {
  const [best, yours] = [target(read), read("best_loss")];
  const said = {
    there: ` There: the loss is least at ${best}.`,
    farther: ` Farther from ${best} than at the start.`,
    "no-nearer": ` No nearer to ${best} than at the start.`,
    "": "",
  }[outcome];
  const left = isKept(read, outcome) ? ` Weight decay keeps it from ${best}.` : ` Not ${best} yet.${REMEDIES[outcome]}`;
  return `${yours && ` You: ${yours}. Program: ${read("loss")}.`}${said ?? left}`;
};

/** How far a step lands from the best w, measured by the step before. */
const far = (read) =>
  ({ 0: "by a hair", 0.5: "half as far", 1: "almost as far" })[read("factor")] ?? `${read("factor")} times as far`;

/** What empties a gradient. */
const emptying = ({ names: [w] }) => `${w}.grad.zero_()`;

/** Whether a bowl of several parameters is as steep in every direction. */
const isRound = (read) => read("ratio") === "1";

/** How a step goes along the valley, where that is not as it goes across. */
const along = (read) => {
  const [across, factor] = [read("factor"), read("factor_along")];
  const way = read.names.length > 2 ? "In the flattest direction" : "Along it";
  if (!factor || isRound(read) || factor === across || factor === `−${across}`) return "";
  if (read("flattest") === "0") return " In one direction the loss is level: there nothing moves.";
  if (factor[0] === "−") return ` ${way} each step crosses, too, and lands ${factor.slice(1)} times as far out.`;
  return ` ${way} each step leaves ${factor} of the way to go.`;
};

/** Where a step of several parameters is longest. */
const across = (read) =>
  isRound(read) ? "in every direction" : read.names.length > 2 ? "in the steepest direction" : "across the valley";

/** How the loss bends where the run stands, where that is another at every place. */
const bend = (read) => {
  const [bend, limit] = [read("local"), read("local_limit")];
  return limit ? ` Here the loss bends by ${bend} at most: a local limit of 2/${bend} ≈ ${limit}.` : bend ? " Here the loss bends upward nowhere." : "";
};

/** What an optimizer makes of the limit. */
const more = { velocity: ". With what is left of the velocity", decay: ". Weight decay adds to that:" };

/** How high the learning rate of several parameters may be, and why. */
const limitOfSeveral = (read, limit) => {
  const [bend, flat, ratio] = [read("curvature"), read("flattest"), read("ratio")];
  const why = {
    bend: ":",
    sum: `. The sum is ${read("points")} times the mean:`,
    "adds-up": `. Without ${list(read.names.slice(0, 2).map((name) => `${name}.grad.zero_()`))}`,
    ...more,
  }[limit];
  const [steep, level] = read.names.length > 2 ? ["Where it is steepest", "where it is flattest"] : ["Across, the valley", "along it"];
  const bends = read.names.length > 2 ? `${steep}, the loss bends` : `${steep} bends`;
  if (why && isRound(read)) return `In every direction the loss bends by λ ≈ ${bend}${why} the limit is ${read("limit")}.`;
  return why ? `${bends} by λ ≈ ${bend}, ${level} by ${flat}${ratio && `, ${ratio} times less`}${why} the limit is ${read("limit")}.` : "";
};

/** How high the learning rate may be, and why. */
const limit = (read, { limit }) => {
  if (read.names.length > 1) return limitOfSeveral(read, limit);
  const why = {
    bend: ", so",
    sum: `. The sum is ${read("points")} times the mean:`,
    "adds-up": `. Without ${emptying(read)}`,
    ...more,
  }[limit];
  const [bend, best] = [read("curvature"), read("about_optimum")];
  const [w] = read.names;
  const away = best === "0" ? w : best[0] === "−" ? `(${w} + ${best.slice(1)})` : `(${w} − ${best})`;
  // Of four digits the last may be rounded.
  const is = (...numbers) => (numbers.some((number) => number.replace(/\D/g, "")[3]) ? "≈" : "=");
  const mean = read.shape === "proportional" ? ` ${is(bend)} 2·mean(x²)` : "";
  return why ? `Bend H ${is(bend)} ${bend}${mean}, slope ${is(bend, best)} ${bend}·${away}${why} the limit is ${read("limit")}.` : "";
};

/** Where the run comes to rest, if it does. */
const rest = (read) =>
  read.names.length === 1 ? read("rest") || read("about_optimum")
  : read("rest") ? "where it comes to rest"
  : "the best";

/** Whether a step has what is left of those before. */
const isCarried = (read) => read.optimizer.includes("momentum");

/** Where no rate that does not run away can be set. */
const advice = (read) => (read("advice") ? "" : " No rate that can be set is small enough.");

/** What one number comes to, as it is shown: exactly, or but for rounding. */
const comes = (equals) => (equals === "=" ? "is" : "is about");

/** Where a curve went that is cut off. */
const CUT = { above: "↑ off the chart", below: "↓ off the chart", both: "↕ off the chart" };

/** The best that a hand has found. */
const byHand = (read) =>
  read("best_loss") ? `Your best: loss ${read("best_loss")} at ${read.names[0]} = ${read("best_w")}.` : "";

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/** A count at the beginning of a sentence. */
const spelled = (sentence) => sentence.replace(/^\d+/, (number) => NUMBERS[number] ?? number);

/** What is to be found. */
const wanted = ({ names, shape }) =>
  shape === "proportional" ? `One number, ${names[0]}, tilts the line.`
  : names.length === 1 ? `One number, ${names[0]}, makes the prediction.`
  : spelled(`${names.length} numbers, ${list(names, MORE)}, make the prediction.`);

/** Numbers with blanks between, of which one is to be chosen. */
const either = (numbers) => numbers.replace(" ", " or ");

/** A target that a loss is not made for: which loss, and of which point. */
const outside = (allowed, takes, given) => {
  const [loss, point] = allowed.split("\n");
  return `To ${loss} each y is ${takes}, but that of point ${point} is ${given}; MSELoss() is used.`;
};

/** What is wrong with a constructor, by the core's code: `allowed` is the place, then what the sentence names. */
const said = (sentence) => ({ allowed }) => {
  const [place, ...names] = allowed.split("\n");
  return sentence(`at character ${place}`, ...names);
};
const meant = (near, all) => (near ? `did you mean ${near}?` : all ? `there are ${all}.` : "it takes none.");
const VALUES = {
  number: "a number",
  flag: "True or False",
  pair: "two numbers, as (0.5, 0.9)",
  whole: "a whole number",
  maybe: "a whole number or None",
  wholes: "whole numbers, as [30, 80]",
};
const WANTED = { name: "a name", value: "a value", end: "the end" };
const CALLED = {
  loss: "A loss is written as MSELoss()",
  model: "A layer is written as Linear(1, 1)",
  optimizer: "An optimizer is written as SGD(), the update by hand as manual",
  scheduler: "A schedule is written as StepLR(step_size=5), and none as none",
};
const refusals = {
  "call-empty": ({ field }) => `${CALLED[field] ?? CALLED.loss}.`,
  "call-long": () => "This is too long.",
  "call-unexpected": said((place, found, wanted) =>
    found ? `“${found}” ${place} stands where ${WANTED[wanted] ?? wanted} was expected.` : `This ends where ${WANTED[wanted] ?? wanted} was expected.`),
  "call-unknown": said((place, name, near, all) => `“${name}” is not known: ${meant(near, all)}`),
  "call-uncalled": said((place, name) => `${name} needs its parentheses: write ${name}().`),
  "call-argument": said((place, name, near, all, of) => `“${name}” ${place} is no argument of ${of}: ${meant(near, all)}`),
  "call-too-many": said((place, of) => `${of} takes fewer arguments; see ${place}.`),
  "call-unnamed": said((place) => `The argument ${place} needs a name, since one before it has one.`),
  "call-twice": said((place, name) => `${name} is given twice, again ${place}.`),
  "call-value": said((place, name, kind, words) => `${name} takes ${VALUES[kind] ?? `one of ${words}`}, unlike ${place}.`),
  "call-missing": said((place, name, of) => `${of} needs ${name}.`),
  "call-elsewhere": said((place, name) => (name === "lr" ? `lr is a setting of its own: it does not stand here, ${place}.` : `${name} is left out here, ${place}.`)),
  "call-range": said((place, name, min, max) => `${name} is a number from ${min} to ${max}, unlike ${place}.`),
  "call-fixed": said((place, name, only) => `${name} is ${only} here, unlike ${place}.`),
};

/** What is wrong with a table. */
const tables = {
  "table-empty": () => "There is no row with two numbers.",
  "table-columns": (line, found, wanted) => `Line ${line} has ${found === "1" ? "one column" : `${found} columns`} of numbers, not ${wanted}.`,
  "table-wide": (most) => `There are more than ${most} columns.`,
  "table-cell": (line, text) => `“${text}” in line ${line} is not a number.`,
  "table-unclear": (line, text, readings) => `“${text}” in line ${line} could be misread${readings && `: write ${either(readings)}`}.`,
  "table-many": (found) => `These are ${found} rows; a run takes at most 100,000.`,
};

/** So many rows, by the lines of the first few. */
const inLines = (count, lines) => {
  const more = count - lines.length;
  return `${count === "1" ? "line" : `${whole(String(count))} rows, line${lines.length > 1 ? "s" : ""}`} ${lines.map(whole).join(", ")}${more > 0 ? ", …" : ""}`;
};

/** What a notice says, by its code. `name` is the setting's label, `takes` what it takes. */
const notices = {
  ...refusals,
  probabilities: ({ given, allowed }) => outside(allowed, "a number from 0 to 1", given),
  signs: ({ given, allowed }) => outside(allowed, "1 or −1", given),
  "sigmoid-twice": ({ given }) => `${given}() puts a sigmoid over the prediction, and this model ends with one already: it is taken twice.`,
  "square-only": () => "By hand there is a gradient of MSELoss() alone: autograd takes its place.",
  above: ({ given, allowed }, name) => `${name} ${given} is above ${allowed}; using ${allowed}.`,
  below: ({ given, allowed }, name) => `${name} ${given} is below ${allowed}; using ${allowed}.`,
  malformed: ({ given }, name, takes) => `“${given}” cannot be used. ${name} takes ${takes}.`,
  unclear: ({ given, allowed }) =>
    `“${given}” could be misread. ${allowed ? `Write ${either(allowed)}.` : "Write numbers as 0.5,1200."}`,
  unreadable: (_, name) => `${name || "This state"} cannot be read. Nothing has changed.`,
  "left-out": ({ given, field }) =>
    `These ${given} points are too long for an address: it leaves them out${field === "data" ? ", and their model" : ""}. A tag can hold them, and a file.`,
  lengths: ({ given, allowed }) => `There are ${given} x and ${allowed} y: each x needs its y.`,
  empty: () => "Add at least one point.",
  "no-example": ({ given }) => `There is no example set “${given}”.`,
  coming: ({ given }) => `The rows of “${given}” are not here; until they are, the points stay as they were.`,
  beside: (_, name) => `Beside data, ${name} does not count.`,
  "no-column": ({ given, allowed }, name) => `${name}: there is no column ${given}; there are ${allowed}.`,
  "no-input": ({ given, allowed }) => `No input occurs in ${given}: all its names are parameters, and the data have ${allowed}.`,
  "too-many": ({ given, allowed }) => `These are ${given} points; a run takes at most ${allowed}.`,
  pins: () => "At most four runs can be pinned. These are the first four.",
  formula: ({ given }, name, takes, why) => why || `“${given}” is no formula: ${name} stays as it was.`,
  twice: ({ allowed }, name) => `${name} names ${allowed} twice: it stays as it was.`,
  "no-parameter": ({ given, field }) =>
    `The model has no parameter ${given}: ${field === "pair" ? "the landscape is of the first two" : "its start is left out"}.`,
  "too-much": ({ given }) => `“${given}” on so many points would take too long for each step.`,
  "call-nesterov": () => "nesterov=True needs a momentum above 0, and dampening 0.",
  "call-step-sizes": () => "The first of step_sizes is at most the second.",
  "autograd-only": () => "By hand there are no optimizers, schedules, batches, seeds and layers of PyTorch: autograd takes its place.",
  "no-optimizer": () => "A schedule turns the rate of an optimizer: SGD() takes the place of the update by hand.",
  "schedule-ends": ({ allowed }) => `This schedule is made for ${whole(allowed)} steps, where PyTorch stops with an error. From there on the rate stays.`,
  "no-momentum": ({ given }) => `${given} turns a momentum, which this optimizer does not have: the rate stays. With cycle_momentum=False it turns the rate alone.`,
  "linear-only": () => "By hand there is a gradient where the model is linear in its parameters alone: autograd takes its place.",
  more: ({ given }) => `And ${given} more.`,
  missing: ({ given }) => `There is no lab “${given}” on this page.`,
  version: ({ given }) => `This link comes from another version (${given}); what is known of it is used.`,
  foreign: (_, name) => `This link speaks of “${name.slice(0, 40)}”, which is no setting.`,
  unknown: ({ given }, name) => `grad-walk does not know the setting ${name} (${given}).`,
};

/** What a quantity is called in a sentence: the loss, a parameter, or the gradient of one. */
const called = (quantity, names) => {
  if (quantity === "loss") return "the loss";
  const [name] = names.filter((name) => quantity === `grad_${name}`);
  return name ? `the gradient of ${name}` : quantity === "grad" ? "the gradient" : quantity;
};

/** What a setting takes, by its kind in the core's table. */
const takes = {
  list: () => "numbers with commas between them",
  columns: () => "names of columns, as x,y, or all",
  table: () => "rows, as 1,2;2,4, or the name of an example set",
  number: ({ min, max }) => `a number from ${min} to ${max}`,
  integer: ({ min, max }) => `a whole number from ${min} to ${max}`,
  choice: ({ choices }) => choices.join(", "),
  loss: () => "a loss of PyTorch, as HuberLoss(delta=1.5)",
  optimizer: () => "an optimizer of PyTorch, as SGD(momentum=0.9), or manual",
  scheduler: () => "a schedule of PyTorch, as StepLR(step_size=5), or none",
  starts: () => "names and numbers, as w=0,b=1",
  phase: () => "a stage and how many of its nodes are behind, as gradient.7",
  pins: () => "up to four runs, as lr=0.1,gradient=manual;lr=0.14",
  names: ({ choices }) => `any of ${choices.join(", ")}, or all`,
};

/** How many rows a step sees, and how many steps a pass has. */
const batches = (read, lab) => {
  const [rows, passes] = [Number(lab.readout("points")), lab.steps_of_pass];
  const size = lab.value("batch");
  if (size === "0") return "0: every step sees all points.";
  return passes === 1 ? "A step sees all points: a pass." : `${count(passes, { one: "# step", other: "# steps" })} a pass over ${points(String(rows))}.`;
};

/** What is said of np.dot where its digits are the processor's, by the precision. */
const PROCESSOR = {
  f32: "From 32 points on the last digits of np.dot depend on the processor; these are those of Intel’s Haswell.",
  f64: "In double precision the last digits of np.dot depend on the processor; these are those of the plain sum.",
};

/** A product, whose second factor may have a sign. */
const times = (one, other) => `${one} × ${other.startsWith("−") ? `(${other})` : other}`;

/** When PyTorch adds the slope of a point, where that is not after the point before it: `after` which it is, or first. */
const turn = (after) =>
  after === "0" ? " PyTorch begins with this point."
  : after ? ` PyTorch adds this point right after point ${after}.`
  : "";

/** Lines of the printout that another NumPy prints otherwise. */
const otherwise = (lines) =>
  lines.length > 4 ? `the ${lines.length} marked lines otherwise` : `line${lines.length > 1 ? "s" : ""} ${list(lines)} otherwise`;

/** A character, or where it is none that can be seen its number. */
const seen = (character) => (/[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `“${character}”` : `U+${character.codePointAt(0).toString(16).padStart(4, "0").toUpperCase()}`);

/** What is wrong with a formula, by the core's code. */
const problems = {
  empty: () => "There is no formula. One is w*x + b.",
  "too-long": (quote, most) => `A formula has at most ${whole(most)} characters.`,
  "too-deep": (quote, most) => `More than ${most} brackets, signs and powers stand within each other.`,
  end: (quote) => `“${quote}” ends where a value was expected.`,
  unclosed: (quote) => `“${quote}” ends where a closing parenthesis was expected.`,
  value: (quote, found) => `“${found}” stands where a value was expected.`,
  operator: (quote, left, right) => `An operator is missing between “${left}” and “${right}”. Their product is ${left}*${right}.`,
  unopened: (quote, found) => (found === "," ? "This comma separates no arguments." : `This “${found}” closes no parenthesis.`),
  caret: () => "A power is written **, not ^.",
  equals: () => "Write only what is right of the “=”.",
  character: (quote, found) => `No formula has the character ${seen(found)}.`,
  function: (quote, name, meant) => `“${name}” is not known${meant ? `: did you mean “${meant}”?` : "."}`,
  arguments: (quote, name, takes, given) =>
    `“${name}” takes ${count(takes, { one: "one argument", other: "# arguments" })}, not ${given}.`,
  uncalled: (quote, name) => `“${name}” is a function. Write ${name}(…).`,
  name: (quote, most) => `A name has at most ${most} characters.`,
  reserved: (quote, name) => `“${name}” is taken: no parameter can be called so.`,
  column: (quote, name, inputs) => `No column is called “${name}”. The inputs are ${inputs}.`,
  ambiguous: (quote, name, inputs) => `Two columns are called “${name}”. Write ${inputs}.`,
  number: (quote, text) => `${text} is too large for a number.`,
  inexact: (quote, text, nearest) => `No number here is ${text}. The nearest is ${nearest}.`,
  undefined: (quote) => `The numbers in “${quote}” have no finite value.`,
  "no-parameter": (quote) => `There is nothing to learn in “${quote}”: no name in it is a parameter.`,
};

/** What stands where there is no lab. */
const picture = (same) => `This picture shows ${same ? "the same run" : "the lesson’s run"}.`;

/**
 * What the drawers say beside their titles, by their names, and what offers, covers and the show say: it comes with their
 * scripts.
 */
export const drawers = {
  // The course of each chart in words, for whoever does not see it.
  fit: {
    summary: (read) =>
      `${points(read("points"))} and ${read.shape === "proportional" ? `the line y = ${read.names[0]}·x` : read.shape ? "the line" : "the curve of the model"} with ${values(read, " = ")}; the ${costs(read)} is ${read("loss")}. ${byHand(read)}`.trim(),
  },
  landscape: {
    summary: (read) => {
      const slope = read.names.length === 1 && read("slope");
      return `The loss for each ${list(read.names, MORE)}, with a ball at ${values(read, " = ")}${isBatched(read) ? "" : `, where it is ${read("loss")}${slope ? ` and its slope ${slope}` : ""}`}.${best(read)}`;
    },
  },
  loss: {
    summary: (read) =>
      `${isBatched(read) ? "Loss of each batch" : "Loss"} against the ${counted(read)}: ${read("start_loss")} at the start, ${read("loss")} at ${counted(read)} ${at(read)}.${isBatched(read) ? "" : read("halved") && ` Halved by step ${whole(read("halved"))}.`}`,
  },
  w: {
    summary: (read, verdict) => {
      if (read.names.length > 1) {
        return `${list(read.names, MORE)} against the ${counted(read)}: ${values(read)} at ${counted(read)} ${at(read)}.`;
      }
      const [[w, here]] = read.params;
      const before = read("ghost_w") && ` The run before, at ${read("ghost_lr")}, came to ${read("ghost_w")}.`;
      const course = read("epoch") === "0" || read("rest") || isCarried(read) ? "" : courses[verdict]?.(w, read) ?? "";
      return `${w} against the ${counted(read)}: ${read("start_w")} at the start, ${here} at ${counted(read)} ${at(read)}.${course}${best(read)}${before}`;
    },
  },
  sweep: {
    summary: (read) => {
      const [own, ...pins] = read.fair;
      if (read.comparing) return "The loss at the end for each rate is being computed.";
      if (![own, ...pins].some(Boolean)) return `The loss after ${steps(read("iterations"))} is the same at every rate, or at none a number.`;
      const told = [own && `of this run at ${own}`, ...pins.map((rate, index) => rate && `of run ${String.fromCharCode(65 + index)} at ${rate}`)];
      return `The loss after ${steps(read("iterations"))} for each rate is least ${list(told.filter(Boolean), MORE)}.`;
    },
  },
  lr: {
    summary: (read) => `Learning rate against the ${counted(read)}: ${read("rate")} at ${counted(read)} ${at(read)}.`,
  },
  grad: {
    summary: (read) => `Gradient against the ${counted(read)}: ${gradients(read)} at ${counted(read)} ${at(read)}.`,
  },
  model: {
    label: "Model",
    examples: "Examples",
    shapes: {
      through0: "line through 0",
      line: "line",
      parabola: "parabola",
      cubic: "cubic",
      sine: "sine",
      decay: "exponential decay",
      logistic: "logistic",
      neuron: "neuron",
      plane: "plane",
      saddle: "saddle",
    },
    /** What the names of a formula are taken for. */
    understood: ({ inputs, used, params }) => {
      const [input, param] = [used, params].map(({ length }) => (length === 1 ? "" : "s"));
      const order = param && ", in order of appearance";
      const constants = { e: "exp(1)", pi: "np.pi" };
      const others = params.filter((name) => Object.hasOwn(constants, name)).map((name) => ` ${name} is a parameter here: the constant is ${constants[name]}.`);
      const from = used.length ? `Input${input}: ${list(used, MORE)}.` : `No input occurs, not even ${inputs[0]}.`;
      return `${from} Parameter${param}: ${list(params, MORE)}${order}.${others.join("")}`;
    },
    take: " Enter takes it.",
    still: (model) => ` The lab still shows “${model}”.`,
    /** What is wrong with a formula, by the core's code: `quote` is the formula as far as the place. */
    problem: ({ code, quote, args, allowed }) => (allowed === undefined ? problems[code](quote, ...args) : refusals[code]({ allowed, field: "model" })),
    start: "Start",
    startOf: (name) => `Start of ${name}`,
    rest: (number) => `${count(number, { one: "# more parameter has", other: "# more parameters have" })} no field here: where a link or a tag names no start, it is 0.`,
    landscapeOf: "Landscape of",
    pair: (names) => list(names),
    /** What becomes of the parameters that a landscape is not drawn over. */
    rests: (names, read) =>
      `Two can be drawn at a time. ${list(names, MORE)} ${names.length === 1 ? "stays where it is" : "stay where they are"} at this ${counted(read)}, so the level lines move with ${names.length === 1 ? "it" : "them"}.`,
    /** Why an example does not start at 0. */
    starts: {
      sine: "At 0 all three slopes of a sine are 0: it would stand still. So a and b start at 1.",
      decay: "At a = 0 the slope of k is 0. So a starts at 1.",
    },
  },
  optimizer: {
    none: { optimizer: "by hand", scheduler: "none" },
    /** What is said where nothing is constructed. */
    still: {
      optimizer: "Each parameter less the rate times its gradient, as the notebook writes it.",
      scheduler: "The learning rate stays as it is.",
    },
    /** Where a schedule says the rates itself. */
    sets: " It sets the rates itself: the learning rate of the lab does not count.",
    /** What the schedule counts in batches. */
    counts: { pass: " A step of it is a pass over the points.", batch: " A step of it is a batch." },
    asPython: (label) => `${label}, as Python writes it`,
    /** What an argument does, which the core's table says, and what it may be. */
    argument: ({ name, doc, kind, initial, least, most }) => {
      const range = kind === "wholes" ? ` Whole numbers from ${least} to ${most}.` : least === undefined ? "" : ` From ${least} to ${most}.`;
      return `${name}: ${doc}${range}${initial === undefined ? "" : ` Without it ${initial}.`}`;
    },
    /** What an argument without a default begins with, where the run has so many steps and that rate. */
    first: (argument, value) => {
      const [steps, rate] = [Number(value("iterations")), value("lr")];
      const part = Math.max(1, Math.round(steps / 4));
      return { step_size: part, milestones: `[${part}, ${2 * part}]`, gamma: 0.9, T_max: steps, T_0: part, base_lr: rate, max_lr: 4 * Number(rate), total_steps: steps }[argument];
    },
  },
  step: {
    strip: "The four steps of training",
    stages: { prediction: "Prediction", loss: "Loss", gradient: "Gradient", update: "Update" },
    byHand: "by hand",
    graph: "The graph of this step",
    before: "Back by one",
    next: "On by one",
    by: "Step by",
    units: { epoch: counted, stage: "stage", node: "node" },
    open: "Open point",
    none: (given, points) => `“${given}” is no point here. Open one from 1 to ${points}.`,
    empty: (grads) => `Empty ${list(grads, MORE)} before the next step`,
    again: "Call backward() twice",
    twice: (once, twice, grad) =>
      `One call of l.backward() leaves ${once} in an empty ${grad}, two calls leave ${twice}: each adds the same slope, and nothing else changes.`,
    kept: (sum, best, grad, w) =>
      `backward() adds to ${grad}. Without ${grad}.zero_(), step 2 uses ${sum}${best && `; what is left over keeps pushing after ${w} has passed ${best}, so ${w} circles it without settling`}.`,
    closed: {
      end: () => "The run ends here, where it begins: there is no step to open.",
      "too-many-rows": (read) => `These are ${points(read("points"))}. A step of at most 1,000 can be opened.`,
      "too-many-nodes": () => "This graph has more than 100,000 nodes: too many to be opened.",
    },
    /** What stands in the drawing. */
    marks: {
      prediction: (short) => (short ? "prediction" : "prediction ŷᵢ"),
      residual: (short) => (short ? "residual" : "residual eᵢ"),
      square: (short) => (short ? "square" : "square eᵢ²"),
      "row-loss": () => "loss ℓᵢ",
      loss: () => "loss L",
      "slope-of": (role) => ({ prediction: "∂L/∂ŷᵢ", residual: "∂L/∂eᵢ", square: "∂L/∂eᵢ²", "row-loss": "∂L/∂ℓᵢ" })[role],
      others: (points) => (points === "1" ? "the other point" : `the ${points} other points`),
      point: (row) => `point ${row}`,
      "so-far": (sum) => `${sum} so far`,
      sum: (sum) => sum,
      twice: (sum) => `twice: ${sum}`,
      before: (w) => `was ${w}`,
    },
    /** What a screen reader calls a node. */
    node: (role, row, value, slope, sign) => {
      const name = { "row-loss": `loss, ${sign}`, value: sign }[role] ?? role;
      const numbers = [value && `value ${value}`, slope && `slope ${slope}`].filter(Boolean);
      return `${name}${row && `, point ${row}`}${numbers.length ? `: ${numbers.join(", ")}` : ""}`;
    },
    where: (step, stage, { row, points, ended }) =>
      [`Step ${whole(step)}`, stage, row && `point ${row} of ${points}`, ended && "the run ends here"].filter(Boolean).join(" · "),
    /** The sentence about what was visited last. */
    says: {
      begins: (_, state) => `Before the step: ${state}. Go on to predict.`,
      emptied: (_, state, left, grads, count) => `${grads} ${count === "1" ? "is" : "are"} empty again. Now ${state}; go on to predict.`,
      kept: (_, state, left, grads, count) => `Nobody empties ${grads}: ${left} ${count === "1" ? "stays" : "stay"}. Now ${state}; go on to predict.`,
      prediction: ({ row, params: [w] }, told, value, a, b, size, side, equals) =>
        `${w} times the x of point ${row}: ${told} ${equals} ${value}.`,
      residual: (_, told, value, prediction, y, size, side, equals) =>
        `The prediction ${prediction} minus the true ${y} ${comes(equals)} ${value}: here the line lies ${side ? `${size} too ${side}` : "on the point"}.`,
      "residual-of-model": (_, told, value, prediction, y, size, side, equals) =>
        `The prediction ${prediction} minus the true ${y} ${comes(equals)} ${value}: ${side ? `it is ${size} too ${side}` : "it is exact"}.`,
      square: (_, told, value, residual, b, size, side, equals) =>
        `${residual} squared ${comes(equals)} ${value}${residual === "0" ? "" : ": too low and too high both count"}.`,
      value: (_, told, value, a, b, size, side, equals) => `${told} ${equals} ${value}.`,
      mean: (_, sum, count, loss, equals) =>
        `The mean of the ${count} squares: (${sum}) ÷ ${count} ${equals} ${loss}. That is the loss.`,
      "mean-of-one": (_, sum, count, loss) => `The loss is the mean of one square: ${loss}.`,
      "mean-of-losses": (_, sum, count, loss, equals) =>
        `The mean of what the ${count} points cost: (${sum}) ÷ ${count} ${equals} ${loss}. That is the loss.`,
      "mean-of-one-loss": (_, sum, count, loss) => `The loss is what the one point costs: ${loss}.`,
      "of-itself": () => "Backward starts at the loss: L moves 1 for 1 with itself.",
      share: (_, arriving, factor, slope, value, count, other, equals) =>
        `Each square is one of ${count} in the mean, so it gets 1 × ${factor} ${equals} ${slope}.`,
      "share-of-one": () => "The square is the loss, so its slope is 1.",
      "loss-share": (_, arriving, factor, slope, value, count, other, equals) =>
        `What a point costs is one of ${count} in the mean, so it gets 1 × ${factor} ${equals} ${slope}.`,
      "loss-of-one": () => "What the point costs is the loss, so its slope is 1.",
      "of-absolute": (_, arriving, factor, slope, value, count, other, equals) =>
        `|e| moves ${factor} times as fast as e, however large e is: only its sign counts. ${times(arriving, factor)} ${equals} ${slope}.`,
      "at-corner": (_, arriving, factor, slope) => `At 0 |e| has a corner and no slope. PyTorch takes ${factor}, so ${slope}.`,
      "of-line": (_, arriving, factor, slope, value, count, other, equals) =>
        `e is ${value}: at ${other} or more from 0 the loss is a straight line, and moves ${factor} times as fast as e. ${times(arriving, factor)} ${equals} ${slope}.`,
      "of-half-square": (_, arriving, factor, slope, value, count, other, equals) =>
        `e is ${value}: at less than ${other} from 0 the loss is ½e², and moves e = ${factor} times as fast as e. ${times(arriving, factor)} ${equals} ${slope}.`,
      "of-smooth": (_, arriving, factor, slope, value, count, other, equals) =>
        `e is ${value}: at less than ${other} from 0 the loss is ½e² ÷ ${other}, and moves ${factor} times as fast as e. ${times(arriving, factor)} ${equals} ${slope}.`,
      "of-cross-entropy": (_, arriving, factor, slope, value, count, other, equals) =>
        `The loss moves σ(ŷ) − y times as fast as ŷ: σ(${value}) − ${other} is about ${factor}. ${times(arriving, factor)} ${equals} ${slope}.`,
      "of-soft-margin": (_, arriving, factor, slope, value, count, other, equals) =>
        `With y = ${other} the loss moves −y ÷ (1 + exp(y·ŷ)) times as fast as ŷ, about ${factor}. ${times(arriving, factor)} ${equals} ${slope}.`,
      "of-square": (_, arriving, factor, slope, value, count, other, residual, times, equals) =>
        `e² moves 2e = 2 × ${residual} ${equals} ${factor} times as fast as e: ${arriving} × ${times} ${equals} ${slope}.`,
      shifted: (_, arriving, factor, slope, value, count, other) => `Taking away ${other} only shifts: × 1, still ${slope}.`,
      turned: (_, arriving, factor, slope) => `The slope is turned round: × ${factor}, so ${slope}.`,
      passed: (_, arriving, factor, slope) => `A sum hands its slope on unchanged to all that it adds: still ${slope}.`,
      slope: (_, arriving, factor, slope, value, count, other, equals) =>
        `The slope arrives as ${arriving}. Times ${factor} that ${comes(equals)} ${slope}.`,
      "slope-sum": (_, slope) => `It is used more than once, so its slopes add up to ${slope}.`,
      lands: (names, arriving, x, handed, w, sum, uses, left, total, own, equals, after) =>
        `The slope arrives as ${arriving}. Here ŷ = ${w} × ${x}, so ŷ moves ${x} times as far as ${w}: ∂L/∂ŷ × ∂ŷ/∂${w} = ${arriving} × ${x} ${equals} ${handed}. ${w}.grad adds it to what is already there.${turn(after)}`,
      "lands-last": (names, arriving, x, handed, w, sum, uses, left, total, own, equals, after) =>
        `${arriving} × ${x} ${equals} ${handed}, and that was the last: ${sum}. ${w} is used ${uses} times, so its slopes add.${turn(after)}`,
      "lands-on": (names, arriving, x, handed, w, sum, uses, left, total, own, equals, after) =>
        `${arriving} × ${x} ${equals} ${handed}, and that was the last. The slope here is ${own}; it is added to the ${left} that was left, and ${w}.grad holds ${total}.${turn(after)}`,
      handed: (names, arriving, factor, handed, w, sum, uses, left, total, own, equals, after) =>
        `The slope arrives as ${arriving}. Times ${factor} that ${comes(equals)} ${handed}${w && `, which lands in ${w}.grad`}.${turn(after)}`,
      "by-hand": (_, slope, count) => `By the formula, from all points at once: the mean of ${count} products is ${slope}. No graph is walked back.`,
      "by-hand-sum": (_, slope) => `By the formula, from all points at once: np.dot adds the products up, ${slope}. No graph is walked back.`,
      nudged: (_, slope, count, w) => `Measured, not derived: ${w} is nudged to both sides, and the loss answers with a slope of ${slope}.`,
      "moves-by": (_, optimizer, w, before, after, by) =>
        `${optimizer} moves ${w} by ${by}: from ${before} to ${after}. That is not the rate times the gradient alone.`,
      moves: (_, lr, grad, by, w, before, after, loss, then, held, how, equals) => {
        const end = { falls: `will fall from ${loss} to ${then}`, rises: `will rise from ${loss} to ${then}`, stays: `stays ${loss}` }[how];
        const goes = before === after ? `stays about ${before}` : `goes from ${before} to ${after}`;
        return `The step is minus the rate times ${held}: −${lr} × ${grad} ${equals} ${by}. ${w} ${goes}${end ? `, and the loss ${end}` : ""}.`;
      },
    },
  },
  gradients: {
    ways: { hand: "By hand", autograd: "Autograd", numeric: "Nudged" },
    apart: (difference) => (difference ? `off by ${difference}` : "as autograd"),
    move: "Move the mean",
    /** The slope in one parameter, or in each: `−30 for w and −10 for b`. */
    of: (slopes) => (slopes.length > 1 ? list(slopes.map(([name, slope]) => `${slope} for ${name}`), MORE) : slopes[0][1]),
    /** How the routes to the gradient agree, by the core's code: of `many` parameters by hand, by autograd, by nudging. */
    routes: {
      agree: (many, hand, slope) => `Nudged, derived, recorded: three routes, one ${many ? "gradient" : "slope"}, ${slope}.`,
      rounded: (many, ...slopes) =>
        `Three routes to one ${many ? "gradient" : "slope"}, but each rounds its numbers: ${many ? slopes.join("; ") : list(slopes)}.`,
      overflow: (many, ...slopes) =>
        `Three routes to one ${many ? "gradient" : "slope"}, but some numbers are too large: ${many ? slopes.join("; ") : list(slopes)}.`,
    },
    /** The same without a gradient by hand. */
    two: {
      agree: (many, slope) => `Nudged and recorded: two routes, one ${many ? "gradient" : "slope"}, ${slope}.`,
      rounded: (many, ...slopes) =>
        `Nudged and recorded: ${slopes.join("; ")}. Where the loss has a corner, and where numbers are rounded, a nudge finds another slope.`,
      overflow: (many, ...slopes) => `Nudged and recorded: ${slopes.join("; ")}. Some numbers are too large.`,
    },
    /** Why none is derived by hand, by the core's code. */
    none: {
      "linear-only": " By hand there is none here: one is derived where the model is linear in its parameters.",
      "square-only": " By hand there is none here: one is derived for MSELoss().",
      "autograd-only": " By hand there is none here: optimizers, schedules, batches, seeds and layers are PyTorch’s.",
    },
    slip: (sum, mean, rate, adds) =>
      `np.dot has already added the points up, and the mean of one number is itself: ${sum}, not ${mean}. Give autograd the rate ${rate}${adds ? `, empty ${list(adds)} each step,` : ""} and both paths coincide.`,
    single: "With a single point its sum is its mean: moving the mean changes nothing.",
    level: (points) =>
      `np.dot has already added the points up, and the mean of one number is itself. But here the slope is 0, and ${points} times 0 is 0.`,
    nudge: (w, from, nudged, loss, then, slope) =>
      slope
        ? `A nudge: ${w} ${from} → ${nudged} takes the loss ${loss} → ${then}, so the slope is about ${slope}.`
        : `Here rounding hides what a nudge of ${w} does.`,
    moves: (w, points) =>
      points === "1" ? ` The prediction moves x times as far as ${w}.` : ` All ${points} predictions move at once, each x times as far as ${w}.`,
    processor: PROCESSOR,
    larger: (times) => `drawn ${whole(times)} times as long`,
    notebooks: { hand: "By hand (NumPy)", autograd: "Autograd (PyTorch)" },
    end: (rate, number, w, value, whole) =>
      `At ${rate}, ${whole ? "after" : "stopped after"} ${steps(number)}: ${w} = ${value}`,
    give: (rate) => `Give autograd the rate ${rate}`,
    back: (rate) => `Back to ${rate}`,
    coincide: (from, to, drawn) => `By hand at ${from}${drawn ? ", dashed," : ""} and autograd at ${to}: both paths coincide.`,
  },
  printout: {
    caption: (params, inputs) =>
      `As the notebook prints it: the loss is measured before ${list(params, MORE)} moved, ${list(params, MORE)} after. The predictions are those at ${list(inputs.map((x) => `${x} = 5`), MORE)}.`,
    lines: "Lines of the printout",
    epoch: "Epoch",
    param: (name) => `${name} after the step`,
    loss: "Loss before the step",
    /** Which NumPy prints these lines: where they part, by the version that is shown, or because of the order. */
    numpy: {
      same: "NumPy 1 and NumPy 2 print the same lines.",
      parts: {
        1: (lines, names) => `NumPy 1 prints it so. NumPy 2 prints ${otherwise(lines)}: there ${list(names, MORE)} ${names.length > 1 ? "become float32s" : "becomes a float32"}.`,
        2: (lines, names) => `NumPy 2 prints it so. NumPy 1 prints ${otherwise(lines)}: there ${list(names, MORE)} ${names.length > 1 ? "stay float64s" : "stays a float64"}.`,
        order: (lines) => `The other NumPy prints ${otherwise(lines)}: it adds more than 8,192 numbers in another order.`,
      },
      take: (version) => `Show NumPy ${version}’s`,
      processor: PROCESSOR,
    },
    /** Where the last digits are others: in PyTorch’s other way to write the run, first in a line or in none, and elsewhere. */
    digits: {
      fused: (line) => `${line ? `With torch.optim.SGD the last digits part first in line ${line}` : "torch.optim.SGD comes to the same digits in this run"}: the line by hand rounds lr · grad, and then the difference; SGD rounds once.`,
      twice: (line, [w]) => `${line ? `With ${w} -= lr * ${w}.grad the last digits part first in line ${line}` : `${w} -= lr * ${w}.grad comes to the same digits in this run`}: SGD rounds once; by hand lr · grad is rounded, and then the difference.`,
      layer: (line, [w, b]) => `${line ? `With nn.Linear the last digits part first in line ${line}` : "nn.Linear comes to the same digits in this run"}: from five points on it adds the slopes of its weight from the first to the last, ${w}*x + ${b} several side by side.`,
      formula: (line, [w, b]) => `${line ? `With ${w}*x + ${b} the last digits part first in line ${line}` : `${w}*x + ${b} comes to the same digits in this run`}: from five points on the slopes of ${w} are added several side by side there, by nn.Linear from the first to the last.`,
      root: () => "Square roots are rounded correctly here. Those of PyTorch come from MKL, which on some processors rounds a few of them otherwise: there its last digits may be others.",
      product: () => "nn.Linear is computed by MKL: on processors of Intel it rounds each term of weight.grad once, on others, as here, twice; so the last digits may be others.",
    },
    step: "Step",
    hidden: (number) => count(number, { one: "# earlier line is not shown.", other: "# earlier lines are not shown." }),
  },
  inside: {
    params: "Parameters",
    beside: "The pinned run beside it",
    run: (letter) => `Run ${letter}`,
    title: (optimizer, step) => `${optimizer === "manual" ? "By hand" : optimizer}, step ${whole(step)}`,
    whole: "All digits",
    held: "A hand holds the line: no step is ahead.",
    none: "No step of this run leads to finite numbers.",
    last: "The run ends here: this is its last step.",
    rounded: "Numbers are rounded for reading; the run has all their digits.",
    aside: "What is not bold, PyTorch itself does not have: it fuses that, or corrects the rate instead.",
    absent: "–",
    next: "new value",
    over: (word) => `${word}, step by step`,
    course: (word, param, values) => values.length === 1 ? `${word} of ${param}: ${values[0]}` : `${word} of ${param} over the last ${values.length} steps: from ${values[0]} to ${values.at(-1)}`,
    /** What each line of the update is, by its code or else by its name. */
    words: {
      grad: "slope now",
      "grad = -grad": "slope, turned round",
      "grad = grad.add(param, alpha=weight_decay)": "slope with decay",
      "grad[sign == -1] = 0": "turned: not used",
      left: "left from before",
      now: "slope now, divided",
      momentum_buffer: "velocity",
      ahead: "velocity, looking ahead",
      step: "the step",
      "* lr": "times the rate",
      "* adaptive": "divided",
      "* rect": "the step",
      decayed: "after decay",
      exp_avg: "m, mean of slopes",
      left_sq: "left from before",
      exp_avg_sq: "v, mean of squares",
      max_exp_avg_sq: "largest v so far",
      exp_avg_hat: "m, corrected",
      exp_avg_sq_hat: "v, corrected",
      root: "the root",
      root_hat: "√v, corrected",
      denom: "divided by",
      left_inf: "left from before",
      steep: "size of the slope",
      exp_inf: "largest slope of late",
      mu_product: "all momenta so far",
      over: "one over that",
      adaptive: "corrected",
      square_avg: "mean of squares",
      grad_avg: "mean of slopes",
      spread: "less its square",
      shifted_sq: "plus eps",
      shifted_delta: "steps, plus eps",
      root_delta: "root of that",
      own_rate: "a rate of its own",
      delta: "way",
      left_delta: "left from before",
      acc_delta: "mean of squared ways",
      sum: "sum of squares",
      turns: "slope × the last",
      sign: "its sign",
      grown: "size, times a factor",
      step_size: "size within its bounds",
      prev: "kept for the next step",
    },
    nothing: "Nothing of the steps before counts.",
    plain: "The step is the rate times the slope, against it.",
    /** The slope as it is used, by whether weight decay is in it, and whether it is turned round. */
    slope: (decays, turned) => (decays || turned ? `the slope${decays ? " with decay" : ""}${turned ? ", turned round" : ""}` : "the slope itself"),
    firstVelocity: (slope) => `This is the first step: nothing is left from before, and the velocity is ${slope}.`,
    noVelocity: "Nothing is left from before: the velocity is what the slope says now.",
    velocity: (adds, cancels, opposes) => {
      const parts = [
        adds.length && `add up in ${list(adds)}`,
        cancels.length && `all but cancel in ${list(cancels)}`,
        opposes.length && `go against each other in ${list(opposes)}`,
      ].filter(Boolean);
      return parts.length ? `What is left from before and what the slope says now ${list(parts)}.` : "";
    },
    firstAverage: (slope) => `This is the first step: m, corrected, is ${slope}, and what divides it is the size of that. So it is as long as the rate, whatever the slope is.`,
    averages: (long, short) =>
      [
        long.length && `In ${list(long)} m, corrected, is about as large as what divides it: the step is about as long as the rate.`,
        short.length && `In ${list(short)} m, corrected, is small beside what divides it: the step is short beside the rate.`,
      ].filter(Boolean).join(" "),
    sum: "The sum of the squares only grows, and with it what divides the slope.",
    squares: "Each slope is divided by the root of the mean of its squares.",
    signs: (kept, turned) =>
      [
        kept.length && `In ${list(kept)} the slope has the sign that it had.`,
        turned.length && `In ${list(turned)} it has turned.`,
      ].filter(Boolean).join(" "),
  },
  compare: {
    pin: "Pin this run",
    full: "Four runs are pinned. Remove one first.",
    none: "Pin the run: whatever comes after, it stays on every chart, with its letter.",
    run: (letter) => `Run ${letter}`,
    name: (letter) => `Name of run ${letter}`,
    with: (setting, text, [w]) => ({ lr: `Rate ${text}`, w: `from ${w} ${text}` })[setting] ?? text,
    at: (params, loss, end) => `${listed(params, " ")}, loss ${loss}${end && `, stopped after ${steps(end)}`}`,
    fair: "Give each its best rate",
    fairly: (rates) => `Each has its best rate now: ${list(rates, MORE)}.`,
    unfair: (comparing) => (comparing ? "The best rates are still being looked for." : "No rate is better than another here."),
    take: "Use",
    takes: (letter) => `Use the settings of run ${letter}`,
    remove: "Remove",
    removes: (letter) => `Remove run ${letter}`,
    pinned: (letter) => `Run ${letter} is pinned.`,
    removed: (letter) => `Run ${letter} is removed.`,
  },
  data: {
    pasted: "As pasted",
    understood: "As understood",
    points: "The points",
    examples: "Examples",
    open: "Open a file",
    drop: "or drop one here, or paste below",
    addRow: "Add row",
    roles: "role",
    role: (column) => `Role of column ${column}`,
    unused: "not used",
    choose: { separator: "Columns end at", mark: "Decimal mark", names: "Names in" },
    separator: (sign) => ({ "": "guess", "\t": "tab", " ": "blanks" })[sign] ?? sign,
    mark: (sign) => sign || "guess",
    names: (line) => (line === "0" ? "no line" : `line ${line}`),
    guessed: "Guessed from the text. Change it if it is wrong.",
    take: (rows) => `Take ${rows === "1" ? "this row" : `these ${whole(rows)} rows`}`,
    takes: (rows) => (rows === "1" ? "1 row is a point." : `${whole(rows)} rows are points.`),
    taking: "The lab takes the rows. That may take a second.",
    took: (rows) => `The lab has ${rows === "1" ? "this row" : `these ${whole(rows)} rows`}.`,
    working: (percent) => `Reading, ${percent}%`,
    large: (name) => `${name} has more than 5 MB. Nothing has changed.`,
    unread: (name) => `${name} cannot be read. Nothing has changed.`,
    picture: (labels) => `The points: ${labels.filter(Boolean).join(", ") || "x, y"}`,
    normalize: "Normalize each column",
    /** What is normalized: each column by name, with its mean and its standard deviation. */
    normalized: (columns) =>
      `${columns.map(([name, mean, deviation]) => (deviation ? `${name} = (value − ${mean}) ÷ ${deviation}` : `${name} has one value and stays`)).join("; ")}: less the mean, in standard deviations of all rows. The parameters speak of these columns.`,
    /** Why rows are left out, by the core's code. */
    left: {
      cells: (count, lines) => `Left out, with another number of cells: ${inLines(count, lines)}.`,
      blank: (count, lines) => `Left out, with an empty cell: ${inLines(count, lines)}.`,
      text: (count, lines) => `Left out, with a cell that is no number: ${inLines(count, lines)}.`,
      beyond: (count) => `Left out, beyond 100,000: ${whole(count)}.`,
    },
    states: {
      above: () => "left out: above the names",
      cells: (cells) => `left out: ${cells} cells`,
      blank: () => "left out: empty",
      text: () => "left out: no number",
      beyond: () => "left out: beyond 100,000",
    },
    /** What the text does not tell. */
    doubt: {
      both: (a, point, b, comma) => `Line ${a} has ${point}, line ${b} has ${comma}. What parts decimals?`,
      thousands: (line, text) => `${text} in line ${line} may be two numbers. What parts decimals?`,
    },
    answers: { ".": "The point", ",": "The comma" },
    /** Each example set: what it is called, what it is for, where it comes from. */
    sets: {
      spring: ["A spring.", "A line that does not go through 0.", "Made for this page."],
      shaky: ["A shaky hand.", "The same spring, measured badly: the best line misses every point.", "Made for this page."],
      "far-off": ["One far off.", "One point pulls the whole line: squares make it heavy.", "Made for this page."],
      parabola: ["A parabola.", "A line cannot bend; a*x**2 + b*x + c can.", "Made for this page with NumPy’s RandomState(0)."],
      sine: ["A sine.", "Where a run ends depends on where it starts.", "Made for this page with NumPy’s RandomState(0)."],
      "yes-or-no": ["Yes or no.", "A target that is 0 or 1, and a curve that says how likely.", "Made for this page with NumPy’s RandomState(0)."],
      anscombe1: ["Anscombe I.", "Four sets with the same best line: this one suits it.", "F. J. Anscombe, Graphs in Statistical Analysis, 1973; facts, free to use."],
      anscombe2: ["Anscombe II.", "The same best line, for points on a curve.", "F. J. Anscombe, Graphs in Statistical Analysis, 1973; facts, free to use."],
      anscombe3: ["Anscombe III.", "The same best line, turned by one point.", "F. J. Anscombe, Graphs in Statistical Analysis, 1973; facts, free to use."],
      anscombe4: ["Anscombe IV.", "The same best line, held up by one point alone.", "F. J. Anscombe, Graphs in Statistical Analysis, 1973; facts, free to use."],
      galton: ["Galton’s heights.", "Children of tall parents are less tall: the slope that gave regression its name. The mean height of the children for each of 11 heights of parents, 928 children in all.", "F. Galton, 1886; in the public domain."],
      cars: ["Stopping distances.", "How far 50 cars of the 1920s went before they stood.", "M. Ezekiel, 1930, as R has it; facts, free to use."],
      faithful: ["Old Faithful.", "How long a geyser erupts, and how long one waits then: 272 eruptions in two clouds.", "A. Azzalini and A. W. Bowman, 1990, as R has it; facts, free to use."],
      moons: ["Two moons.", "Two inputs, 1 or −1: no plane parts them all.", "A hundred rows made at random, to two decimals."],
      circles: ["Circles.", "Two inputs, 1 within and −1 without: a plane is no help, x1**2 + x2**2 is.", "Made for this page with NumPy’s RandomState(0)."],
      xor: ["Exclusive or.", "Two inputs, 1 where they have the same sign: a plane is no help, x1*x2 is.", "Made for this page with NumPy’s RandomState(0)."],
    },
  },
  share: {
    link: "Link to this state",
    tag: "Tag for a page of your own",
    frame: "Frame, where a page takes no scripts",
    copy: "Copy",
    copies: { link: "Copy the link", tag: "Copy the tag", frame: "Copy the frame" },
    asked: (points) => `The tag holds all ${points} points: Copy makes it.`,
    copied: " Copied.",
    marked: " Marked: copy it by hand.",
    hide: "Hide in it",
    controls: {
      presets: "Notebooks",
      train: "Train to Reset",
      lr: "Rate",
      iterations: "Steps",
      more: "More",
      keys: "Keys",
      present: "Present",
      verdict: "Verdict",
      limit: "Limit",
      bands: "Bands",
      status: "Status",
    },
    take: "Take this run along",
    heading: (address) => `# Gradient descent, as seen at\n${address}`,
    py: "Python (.py)",
    ipynb: "Notebook (.ipynb)",
    csv: "Numbers (.csv)",
    making: "Writing the numbers…",
    moved: "The run has moved on while its numbers were written. Take it along again.",
    chart: "Chart",
    rows: "Data (.csv)",
    png: "Picture (.png)",
  },
  /** The points as a table, and what is wrong with one, by the core's code. */
  more: {
    label: "Points, a row in each line, y at its end",
    hint: "Type or paste columns of numbers. Escape brings the points in use back.",
    beyond: (points) => `These are ${points} points, too many for a table. What is put here takes their place.`,
    problem: (notice, most) => `${tables[notice.code]?.(...notice.allowed.split("\x1f")) ?? `These are ${notice.allowed} points, and the page takes ${most}.`} The points stay as they were.`,
  },
  /** What can be done about what the rate does, in one press. */
  offers: {
    lr: (rate) => `Try ${rate}`,
    scale: (scale) => `${scale} axis`,
  },
  show: { end: "End the show" },
  /** What asks for an answer that is covered. */
  covers: {
    verdict: "What does this rate do? Show",
    limit: "How high may the rate be? Show",
    bands: "Which rates arrive? Show",
    status: "How does this run go? Show",
  },
  /** What each key does, and the control or the view that it goes with. */
  keys: {
    rows: [
      ["Space", "train or pause", "train"],
      ["← →", "one step back or on"],
      ["Shift + ← →", "ten steps"],
      ["Home, End", "the start, the end"],
      ["R", "reset", "train"],
      ["Arrows", "on the line’s handle: tilt it; on a point: push it", "fit"],
      ["Page Up, Down", "on the line’s handle: tilt it further; on a point: another point", "fit"],
      ["Delete", "remove the point; so does a double click on it", "fit"],
      ["Double click", "in the plot: add a point", "fit"],
      ["Page Down, Up", "while presenting: one step on or back", "present"],
      ["B or .", "while presenting: show the verdict, or cover it", "present"],
      ["Ctrl + Z", "bring the points back"],
      ["?", "show these keys"],
    ],
  },
};

export default {
  lang: "en",
  dir: "ltr",
  whole,

  lab: "Gradient descent lab",
  keysHint: "Press ? for the keys.",
  /** Why a view shows nothing: what it cannot show of the model, by the core's code, or that it failed. */
  unshown: {
    "many-inputs": () => "Rows of more than two inputs have no picture here.",
    "in-batches": () => "In batches every step has the gradient of other points: there is none to compare.",
    "no-schedule": () => "No schedule changes the learning rate: it stays as it is.",
  },
  broken: (reason) => `This view does not work here (${reason}). All others go on.`,
  gone: "This part did not arrive. Ask for it again to have it.",
  missing: "This part did not arrive. Load the page again to have it.",
  loading: "Loading…",
  cannotStart: (reason, same) => `The live lab cannot start here: ${reason}. ${picture(same)}`,
  stopped: (reason, same) => `The live lab has stopped (${reason}). ${picture(same)}`,
  unavailable: {
    place: () =>
      "its script has no address of its own beside which gradwalk_bg.wasm could lie; load grad-walk.js by its address",
    stalled: () => "the download takes too long",
    fetch: (file) =>
      `${file} did not arrive; the network is gone, its server allows no other page to have it (Access-Control-Allow-Origin), or this page’s policy does not (connect-src)`,
    answer: (file, status) => `${file} is not there (${status}); it belongs beside grad-walk.js`,
    type: (file, type) =>
      /wasm/.test(type)
        ? `${file} is damaged, or too new for this browser; copy the whole folder again, or take a newer browser`
        : `${file} is not WebAssembly but ${type || "something else"}; copy the whole folder again`,
    version: (file, { mine, theirs }) =>
      `${file || "its core"} is ${theirs ? `version ${theirs}` : "of another version"}, grad-walk.js is version ${mine}; load the page again without its cache, or copy the whole folder again`,
    vectors: () => "this browser is older than the vectors that it computes with; take one of 2023 or later",
    policy: () => "this page’s policy forbids WebAssembly; it needs script-src 'wasm-unsafe-eval'",
  },
  versions: (mine, theirs) =>
    `grad-walk ${theirs ?? "of an earlier version"} is on this page already: version ${mine} is not used. Load one of the two.`,
  noChart: (view, charts) => `${view} is no chart that is shown; these can be: ${charts.join(", ")}.`,
  locked: (name) => `${name}: locked here.`,
  again: "Try again",
  picture: "Twenty steps at the rate 0.01: w rises from 0 to 1.922, the loss falls from 30.0 to 0.045.",

  train: "Train",
  pause: "Pause",
  step: "Step",
  back: "Back",
  reset: "Reset",

  present: "Present",

  presets: "Notebook",
  scrub: (read) => (counted(read) === "step" ? "Step" : "Epoch"),
  state: (read) => `${counted(read)} ${whole(read("epoch"))} · ${values(read)} · ${costs(read)} ${read("loss")}`,
  epoch: counted,
  loss: costs,
  of: "of",
  more: (number) => count(number, MORE),

  /** What an action is answered with. */
  answer: (read) => `Step ${whole(read("epoch"))}: ${values(read)}, ${costs(read)} ${read("loss")}, gradient ${gradients(read)}.`,
  undone: (read) => `The points are back: ${points(read("points"))}, loss ${read("loss")}.`,

  /** Settings by name: the label, a hint under the field, how a slider speaks its value. */
  settings: {
    preset: { label: "Notebook" },
    lr: { label: "Learning rate", hint: limit },
    iterations: { label: "Steps", value: steps },
    gradient: { label: "Gradient" },
    model: { label: "Model" },
    loss: { label: "Loss" },
    optimizer: { label: "Optimizer" },
    scheduler: { label: "Schedule" },
    batch: { label: "Batch size", hint: (read, lab) => batches(read, lab) },
    seed: { label: "Seed", hint: "Empty: nothing is drawn." },
    w: { label: "Start w" },
    start: { label: "Start" },
    x: { label: "x" },
    y: { label: "y" },
    precision: { label: "Precision" },
    scale: { label: "Scale of the loss" },
    pins: { label: "Pinned runs" },
    views: { label: "Views" },
    "zero-grad": { label: "zero_grad", hint: "For autograd: a gradient by hand is computed afresh." },
  },

  choices: {
    preset: { "notebook-manual": "By hand (NumPy)", "notebook-autograd": "Autograd (PyTorch)", "notebook-module": "Module (PyTorch)" },
    gradient: {
      autograd: "Autograd",
      manual: "By hand, the mean",
      "manual-sum": "By hand, as in the notebook",
      numeric: "Nudged",
    },
    scale: { linear: "Linear", log: "Logarithmic" },
    precision: { f32: "32 bits, as PyTorch", f64: "64 bits" },
    "zero-grad": { on: "Empty .grad each step", off: "Let .grad add up" },
  },

  /**
   * The views by name: a title, a `heading` where the parameters stand in it, and what else each has to say.
   */
  views: {
    fit: {
      title: "Fit",
      heading: ({ names: [w], shape, model = "" }) =>
        shape === "proportional" ? `y = ${w}·x`
        : model && model.length <= 24 ? `y = ${model}`
        : undefined,
      line: ([w]) => `Tilt of the line, ${w}`,
      levers: [(w) => `Tilt of the line, ${w}`, (b) => `Height of the line, ${b}`],
      at: (read) => `${values(read)}, ${costs(read)} ${read("loss")}`,
      points: "Points",
      point: (number, axis) => `Point ${number}${axis ? `, ${axis}` : ""}`,
      place: (x, y) => `x ${x}, y ${y}`,
      add: "Add point",
      undo: "Undo",
      normalized: (label) => `${label}, normalized`,
      full: (most) => `There are ${most} points already. Remove one first.`,
      beyond: (points, more) => `These are ${points} points, too many to drag.${more ? " Under More, x and y change them." : ""}`,
      last: "The last point stays: without one there is no loss.",
    },
    landscape: {
      title: "Landscape of the loss",
      heading: ({ names, pair, params }) => {
        if (names.length < 3) return `Loss for each ${list([...new Set(pair)])}`;
        // The pair stands at the axes.
        const others = params.filter(([name]) => !pair.includes(name));
        return others.length === 1 ? `Loss at ${others[0].join(" = ")}` : "Loss, others as they are";
      },
      cut: { above: "↑ off", below: "↓ off", both: "↕ off" }, // beside the slope
      // Without its name the arrow's colour tells what the value is.
      key: (read) =>
        read.names.length === 1 ? [isBatched(read) ? "slope of the batch " : "slope ", read("slope")]
        : !read.oneScale ? ["", "own scales"]
        : read.slopes.length ? [isBatched(read) ? "of the batch " : "gradient ", `(${read.slopes.join(", ")})`]
        : [],
      unseen: ({ drag, train }) => {
        const how = [drag && "drag the line", train && "train"].filter(Boolean).join(" or ");
        return how ? `${how[0].toUpperCase()}${how.slice(1)}: the loss is drawn where you have been.` : "The loss is drawn where the run has been.";
      },
      ball: ([w]) => `Start of the run, ${w}`,
      at: (read) => `start ${listed(read.starts, " ")}, loss ${read("start_loss")}`,
    },
    loss: {
      title: "Loss",
      heading: (read) => (isBatched(read) ? "Loss of each batch" : undefined),
      cut: CUT,
      key: (read) => ["your best ", read("best_loss")],
    },
    w: {
      title: "Parameter",
      heading: ({ names }) => list(names, MORE),
      cut: CUT,
      key: (read) => [`best ${read.names[0]} `, read("optimum")],
    },
    grad: {
      title: "Gradient",
      heading: ({ names }) => `Gradient of ${list(names, MORE)}`,
      cut: CUT,
    },
    lr: { title: "Learning rate" },
    sweep: { title: "Loss at the end, for each rate", heading: (read) => (typeof read === "function" ? `Loss after ${steps(read("iterations"))}, for each rate` : undefined) },
    model: { title: "Model" },
    optimizer: { title: "Optimizer" },
    step: { title: "One step" },
    inside: { title: "Inside the optimizer" },
    gradients: { title: "Gradients" },
    printout: { title: "Printout" },
    compare: { title: "Compare" },
    share: { title: "Share" },
    data: { title: "Data" },
    more: { title: "More" },
    keys: { title: "Keys" },
  },

  /** The sentence about the run, by status. */
  status: {
    ready: (read, reason, verdict, outcome, { train }) =>
      `${points(read("points"))}. ${wanted(read)} ${train ? "Press Train" : "Ahead"}: ${steps(read("iterations"))}${/^(straight|over)/.test(verdict) && read("factor") && !read("rest") ? " downhill" : ""}.`,
    training: (read) => {
      const { length } = read.names;
      if (length > MANY) return `The loss is ${read("loss")}. The next step uses all ${length} gradients.`;
      if (length > 1) return `At ${values(read, " = ")} the step uses the gradient ${gradients(read)}.`;
      return ["", read("grad")].includes(read("slope"))
        ? `The gradient at ${values(read, " = ")} is ${read("grad")}.`
        : `The slope at ${values(read, " = ")} is ${read("slope")}; the step uses ${read("grad")}.`;
    },
    done: (read, reason, verdict, outcome) => so(read) + goal(read, outcome),
    converged: (read, reason, verdict, outcome) =>
      outcome in REMEDIES && !isKept(read, outcome)
        ? `${so(read)} Stuck since step ${whole(read("settled"))}: a step is too small now for the digits of ${read.names[0]}.${goal(read, outcome)}`
        : `${so(read)} Settled: one more step changes nothing.${isKept(read, outcome) ? goal(read, outcome) : ""}`,
    diverged: (read, { quantity }) =>
      `Stopped after ${steps(read("epoch"))}: ${called(quantity, read.names)} is no longer a finite number.`,
  },

  /** The sentence before a hand holds the line, and while it does. */
  drag: (read) => `${spelled(points(read("points")))}. ${wanted(read)} Drag the line.`,
  held: (read, { train }) => byHand(read) + (train ? " Now let Train find it." : ""),

  /** The bands of the learning rate, as they stand below its slider. */
  bands: {
    straight: "goes straight",
    overshoots: "overshoots",
    circles: "circles",
    "runs-away": "runs away",
    still: "stands still",
  },
  /** The sentence about the learning rate, by verdict. */
  verdicts: {
    straight: (read) => {
      const [rate, where] = [read("lr"), rest(read)];
      if (isCarried(read)) return `Goes straight down: the velocity does not carry it past ${where}.`;
      if (read.names.length > 1) {
        return `Goes straight down: ${across(read)} each step leaves ${read("factor")} of the way to go.${along(read)}`;
      }
      return read("factor") === "0"
        ? `Goes straight down: at ${rate} a single step lands on ${where}.`
        : `Goes straight down: at ${rate} each step lands ${far(read)} from ${where} as the last.`;
    },
    overshoots: (read) =>
      isCarried(read) ? `Overshoots, but arrives: with its velocity it passes ${rest(read)}, and comes back.`
      : read.names.length > 1 ? `Overshoots, but arrives: ${across(read)} each step lands ${far(read)} out.${along(read)}`
      : `Overshoots, but arrives: at ${read("lr")} each step crosses ${rest(read)} and lands ${far(read)} away.`,
    circles: (read) =>
      isCarried(read) ? `Circles for ever: with its velocity it swings about ${rest(read)} without settling.`
      : read.names.length > 1
        ? `Circles for ever: ${read("factor") ? `exactly at the limit each step lands as far out on the other side ${across(read)}` : "without zero_grad the gradients add up, and the run swings about the best without settling"}.`
      : read("factor")
        ? `Circles for ever: exactly at the limit, ${read.names[0]} jumps between ${read("opposite")} and ${read("about_start")}.`
        : `Circles for ever: without ${emptying(read)} ${read.names[0]}.grad adds up, and ${read.names[0]} swings about ${read("about_optimum")} without settling.`,
    "runs-away": (read) =>
      !read("critical_lr") ? `Runs away: at every rate it ends ever farther from ${rest(read)}.`
      : isCarried(read) ? `Runs away: with its velocity its swings about ${rest(read)} grow without end.${advice(read)}`
      : read.names.length > 1
        ? `Runs away: ${read("factor") ? `${across(read)} each step lands ${far(read)} out as the last` : "without zero_grad each swing about the best is wider than the last"}.${advice(read)}`
      : read("factor")
        ? `Runs away: at ${read("lr")} each step lands ${far(read)} from ${rest(read)} as the last.${advice(read)}`
        : `Runs away: without ${emptying(read)} each swing about ${read("about_optimum")} is wider than the last.${advice(read)}`,
    still: ({ names: [w, ...others] }) =>
      others.length
        ? "The run starts where the loss is least: the slope is 0, and no rate moves it."
        : `${w} starts where the loss is least: the slope is 0, and no rate moves it.`,
    flat: ({ names, shape }) =>
      shape === "proportional" ? `Every x is 0, so ${names[0]} changes nothing.` : `With these points no ${names.length > 1 ? "parameter" : names[0]} changes anything.`,
    "unknown-model": (read) => `No limit is known for the rate: this model bends otherwise from place to place.${bend(read)}`,
    "unknown-loss": (read) => `No limit is known for the rate: this loss bends otherwise from place to place.${bend(read)}`,
    "unknown-optimizer": ({ optimizer }) => `No limit of the rate is known for ${optimizer}.`,
    "unknown-piled": ({ optimizer }) => `Without zero_grad the gradients add up: no limit of the rate is known for ${optimizer}.`,
    "unknown-schedule": () => "The schedule changes the rate from step to step: no one limit holds for all.",
    "unknown-batches": () => "Each batch bends the loss otherwise: no limit of the rate is known.",
    "out-of-range": () => "Which rates arrive cannot be told: the numbers are too large or too small.",
  },

  /** The sentence for a notice; `name` and `setting` are of the setting that it is about, `why` says what is wrong with a formula. */
  notice: (notice, name, setting, why) =>
    tables[notice.code]?.(...notice.allowed.split("\x1f")) ??
    (notices[notice.code] ?? notices.malformed)(notice, name, takes[setting?.kind]?.(setting) ?? "another text", why),
};
