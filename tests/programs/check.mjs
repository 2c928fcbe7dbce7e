// The programs that a reader takes along, run with the real NumPy and PyTorch: each prints the lab's own
// printout. Kept apart: `cargo xtask test-programs` installs both.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { notebook } from "../../www/views/parts/notebook.js";

const { PYTHON = "python3", PYTHON_WITH_NUMPY_2 = PYTHON } = process.env;

/** Runs of the lesson's line: what is another than in the lesson. */
const LINES = [
  {},
  { gradient: "manual-sum", iterations: 10 },
  { gradient: "manual" },
  { gradient: "manual", precision: "f64" },
  { gradient: "numeric" },
  { "zero-grad": "off", lr: 0.03 },
  { precision: "f64", w: 0.3 },
  { model: "lambda*x", precision: "f64" },
];
// Random runs of one to four points; the same each time.
let seed = 7;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const number = () => Math.round((random() - 0.5) * 1e4) / 1e3;
for (let n = 0; n < 60; n++) {
  const points = Array.from({ length: 1 + (n % 4) }, () => [number(), number()]);
  const [x, y] = [0, 1].map((side) => points.map((point) => point[side]).join());
  const gradient = ["autograd", "manual-sum", "manual"][n % 3];
  const precision = gradient === "autograd" && n % 2 ? "f64" : "f32";
  LINES.push({ x, y, w: number(), lr: [0.01, 0.003, 0.001][n % 3], gradient, precision, iterations: 12 });
}

/** More points than the order of adding up is plain for; what does not stand in an argument goes in by a pipe. */
const ROWS = [5, 7, 16, 31, 100, 1_000, 9_000, 40_000].map((count) =>
  Array.from({ length: count }, () => [number(), number()].join("\t")).join("\n"),
);
const MANY = ROWS.flatMap((data, index) => [
  ...["f32", "f64"].map((precision) => ({ data, precision, lr: 0.003, iterations: 8 })),
  { data, model: "w*x + b", lr: 0.003, iterations: 8 },
  { data, gradient: "numeric", lr: 0.003, iterations: 8 },
  ...["1", "2"].flatMap((numpy) => [
    { data, numpy, gradient: "manual", lr: 0.003, iterations: 8 },
    // From 32 points on its digits depend on the processor: told to be Haswell's, they are ours.
    { data, numpy, gradient: "manual-sum", lr: 0.003 / 4 ** (index + 1), iterations: 8 },
  ]),
]);

/** Other models, with where they start: those that PyTorch has been asked for to the bit, in tests/golden/. */
const PLAIN = [
  ["w*x + b", "b=1"],
  ["a*x*x + b*x + c", "a=0.2,b=-0.1"],
  ["(w*x + b)**2", "w=0.3,b=0.1"],
  ["(w*x + b)*(w*x + b)", "w=0.3,b=0.1"],
  ["2*w - x*w*w", "w=-0.4"],
  ["-w*x + b/2", "w=-1"],
  ["a*abs(x - b) + c", "a=0.5,b=2.5"],
  ["w*x + w", "w=0.5"],
];
/** And those that have more than products and sums, or names that mean something else to Python. */
const CURVED = [
  ["a*relu(x - b)", "a=1,b=0.5"],
  ["max(w*x, 0.5) + min(b, x)", "w=1,b=1.5"],
  ["l*x + lr + dl", "l=0.5"],
  ["w", "w=1"],
  ["v*tanh(w*x + b)", "v=1,w=0.5,b=0.1"],
  ["a*sin(b*x) + exp(-c*x)", "a=1,b=0.4,c=1"],
  ["9*sigmoid(w*x + b)", "w=0.5"],
  ["a*sqrt(x) + b*log(x) + c*x**-1", "a=1,c=1"],
  ["2**(w*x) + x**b", "w=0.1,b=0.5"],
  ["w/x + 2/b", "w=1,b=2"],
];
const model = ([model, start], more) => ({ model, start, iterations: 12, lr: 0.003, ...more });

/** PyTorch’s losses of residuals, which are had to the bit; and those of two classes, whose exponentials are the library’s own. */
const RESIDUAL = ["MSELoss()", "L1Loss()", "HuberLoss()", "HuberLoss(delta=2.5)", "SmoothL1Loss()", "SmoothL1Loss(beta=0.5)"];
const CLASSES = [
  { loss: "BCEWithLogitsLoss()", y: "0,0,1,0.5", lr: 0.0029 },
  { loss: "SoftMarginLoss()", y: "-1,-1,1,-1", lr: 0.0029 },
];
/** Models to judge by them: the line, several parameters, bends, and one number for all rows. */
const JUDGED = [["w*x", ""], ["w*x + b", "b=1"], ["a*abs(x - b) + c", "a=0.5,b=2.5"], ["w", "w=1"], ["(w*x + b)**2", "w=0.3"]];
const judged = (losses, more) =>
  losses.flatMap((loss) => JUDGED.map((each) => model(each, { ...(loss.loss ? loss : { loss }), ...more })));

const of = (wanted) => [...LINES, ...MANY].filter(({ gradient = "autograd" }) => (gradient === "autograd") === wanted);
/** Models that are linear in their parameters: by hand, too. */
const LINEAR = [PLAIN[0], PLAIN[1], PLAIN[5], PLAIN[7], ["a*x*x/3 - b*(x - 1)", "a=0.2,b=0.5"], ["w", "w=1"]];
const BY_HAND = LINEAR.flatMap((each) => [
  ...["f32", "f64"].flatMap((precision) =>
    ["manual", "manual-sum"].flatMap((gradient) =>
      ["1", "2"].map((numpy) => model(each, { gradient, precision, numpy, lr: gradient === "manual" ? 0.003 : 0.0007 })),
    ),
  ),
  ...ROWS.slice(0, 4).flatMap((data) =>
    ["manual", "manual-sum"].map((gradient) => model(each, { data, gradient, lr: 0.00001, iterations: 8 })),
  ),
]);

const NUMPY = [
  ...of(false),
  ...BY_HAND,
  ...judged([...RESIDUAL, ...CLASSES], { gradient: "numeric" }),
  ...[...PLAIN, ...CURVED].map((each) => model(each, { gradient: "numeric" })),
];
const PYTORCH = [
  ...of(true),
  ...["f32", "f64"].flatMap((precision) => PLAIN.map((each) => model(each, { precision }))),
  model(PLAIN[0], { "zero-grad": "off" }),
  ...["f32", "f64"].flatMap((precision) => judged(RESIDUAL, { precision })),
  ...ROWS.slice(0, 6).flatMap((data) => judged(["L1Loss()", "HuberLoss(delta=2.5)"], { data, lr: 0.003, iterations: 8 })),
];
const NEARLY = [...CURVED.map((each) => model(each, { precision: "f64" })), ...judged(CLASSES, { precision: "f64" })];

/** Each optimizer as it is and with what else it may be given, at a rate that suits it. Those with a root have PyTorch's own. */
const MOVED = [
  ["SGD()", 0.01],
  ["SGD(momentum=0.9)", 0.005],
  ["SGD(momentum=0.8, nesterov=True, weight_decay=0.01)", 0.005],
  ["SGD(momentum=0.5, dampening=0.3, maximize=True)", 0.001],
  ["Rprop()", 0.05],
  ["ASGD(lambd=0.01, t0=4)", 0.01],
  ["Adamax(weight_decay=0.1)", 0.1],
];
const ROOTED = [
  ["Adam()", 0.1],
  ["Adam(betas=(0.8, 0.99), amsgrad=True, weight_decay=0.1)", 0.05],
  ["AdamW()", 0.1],
  ["NAdam()", 0.05],
  ["RAdam(betas=(0.9, 0.95))", 0.1],
  ["RMSprop()", 0.05],
  ["RMSprop(centered=True, momentum=0.5)", 0.02],
  ["Adagrad(lr_decay=0.1)", 0.5],
  ["Adadelta()", 1],
];
/** Schedules of each kind: after each pass, and after each batch, also beyond the steps that it is made for. */
const PLANS = [
  "StepLR(step_size=3, gamma=0.5)",
  "CosineAnnealingLR(T_max=8)",
  "LinearLR(total_iters=4)",
  "MultiStepLR(milestones=[2, 5])",
  "CyclicLR(base_lr=0.001, max_lr=0.01, step_size_up=3)",
  "OneCycleLR(max_lr=0.02, total_steps=14)",
  "OneCycleLR(max_lr=0.02, total_steps=7, three_phase=True, cycle_momentum=False)",
];
const LAYER = { model: "Linear(1, 1)" };
const LINE = { model: "w*x + b", start: "b=1" };
const FORTY = ROWS[4].split("\n").slice(0, 40).join("\n");
const TWO = "1,2,1\n3,1,-1\n-2,0.5,1\n0.3,4,-1\n1,-1,1";
const WAYS = [LINE, { ...LINE, seed: 1, batch: 3 }, { ...LAYER, seed: 0 }, { ...LAYER, seed: 7, batch: 3, precision: "f64" }];
const moving = (optimizers) =>
  optimizers.flatMap(([optimizer, lr]) => WAYS.map((way) => ({ optimizer, lr, ...way, iterations: 14 })));
const LAYERS = [
  { preset: "notebook-module" },
  { preset: "notebook-module", precision: "f64", iterations: 60 },
  { preset: "notebook-module", data: FORTY, lr: 0.003, iterations: 30 },
  // By hand, and with gradients that add up; parameters that start elsewhere, some of them or all.
  { ...LAYER, start: "weight=0.5", iterations: 8 },
  { ...LAYER, start: "bias=-1", seed: 5, batch: 2, "zero-grad": "off", lr: 0.003 },
  { ...LAYER, optimizer: "SGD()", "zero-grad": "off", lr: 0.003 },
  { ...LAYER, optimizer: "SGD()", loss: "HuberLoss(delta=2.5)", seed: 3, batch: 3 },
  // Batches with and without a seed, of which the last may be short, and the last pass; one alone; all rows in one.
  ...[1, 3, 4, 9].flatMap((batch) => [
    { model: "w*x + b", batch, lr: 0.003, iterations: 9 },
    { model: "w*x + b", batch, seed: 2, lr: 0.003, iterations: 9 },
    { model: "w*x", batch, seed: 2, w: 3, lr: 0.003, iterations: 8, optimizer: "SGD()" },
  ]),
  { ...LAYER, data: FORTY, batch: 12, seed: 4294967295, optimizer: "SGD(momentum=0.9)", lr: 0.003, iterations: 30 },
  { data: TWO, model: "w1*x1 + w2*x2 + b", batch: 2, seed: 11, start: "w2=0.5", lr: 0.03, optimizer: "SGD()" },
  { data: TWO, model: "w1*x1 + w2*x2 + b", seed: 11, precision: "f64", lr: 0.03 },
  { model: "loader*x + step", seed: 1, batch: 2, optimizer: "SGD()" },
];
const PLANNED = PLANS.flatMap((scheduler) =>
  [LINE, { ...LAYER, seed: 7, batch: 3 }].flatMap((way) =>
    ["f32", "f64"].map((precision) => ({ optimizer: "SGD(momentum=0.9)", scheduler, lr: 0.01, ...way, precision, iterations: 14 })),
  ),
);
/** What the golden runs do: IEEE's root, as NumPy has it. PyTorch's is MKL's, which is not rounded correctly on every processor. */
const IEEE = `
import numpy, torch
def root(self):
    return torch.from_numpy(numpy.asarray(numpy.sqrt(self.detach().numpy())))
torch.Tensor.sqrt = root
torch.Tensor.sqrt_ = lambda self: self.copy_(root(self))
`;

/** What the crate says of some settings: their program, or its printout. */
function told({ data, ...settings }, form) {
  const query = new URLSearchParams(Object.entries(settings)).toString();
  const points = data ? ["--data", "-"] : [];
  const trace = ["run", "--quiet", "--release", "--example", "trace", "--", `--${form}`, ...points, query];
  return execFileSync("cargo", trace, { encoding: "utf8", input: data ?? "", maxBuffer: 2 ** 26 });
}

/** What tells a run, but for its points. */
const titled = ({ data, ...settings }) => JSON.stringify({ ...settings, points: data?.split("\n").length });

const folder = mkdtempSync(join(tmpdir(), "gradwalk-programs-"));

/** np.dot adds in another order on each kind of processor, and nn.Linear fuses on some; these are what the lab follows. */
const FOLLOWED = { OPENBLAS_CORETYPE: "Haswell", MKL_CBWR: "COMPATIBLE" };

/** All programs in one Python: importing PyTorch takes seconds. */
async function printed(sources, python, before, processor) {
  const runner = `${before}
import contextlib, io, json, sys
out = []
for source in json.load(open(sys.argv[1])):
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        exec(compile(source, "program", "exec"), {})
    out.append(text.getvalue())
json.dump(out, open(sys.argv[2], "w"))
`;
  const [given, taken] = ["programs", "printed"].map((name) => join(folder, `${name}-${seed++}.json`));
  writeFileSync(given, JSON.stringify(sources));
  const env = { ...process.env, ...processor };
  // No program warns.
  execFileSync(python, ["-W", "error", "-c", runner, given, taken], { stdio: "inherit", env });
  const { default: texts } = await import(taken, { with: { type: "json" } });
  return texts;
}

/** Each run's settings, with what its program prints and what the lab does. */
async function both(runs, python = PYTHON, before = "", processor = FOLLOWED) {
  const outputs = await printed(runs.map((settings) => told(settings, "program")), python, before, processor);
  return runs.map((settings, index) => [titled(settings), outputs[index], told(settings, "printout")]);
}

/** The runs that this NumPy prints: more than 8192 numbers each version adds in an order of its own. */
const by = (version) => NUMPY.filter(({ data, numpy = "1" }) => numpy === version || !(data?.split("\n").length > 8192));

for (const [library, python, runs, before] of [
  ["NumPy 1", PYTHON, by("1")],
  ["NumPy 2", PYTHON_WITH_NUMPY_2, by("2")],
  ["PyTorch", PYTHON, PYTORCH],
  ["PyTorch's optimizers without a root, layers and batches", PYTHON, [...moving(MOVED), ...LAYERS, ...PLANNED]],
  ["PyTorch's optimizers with IEEE's root", PYTHON, moving(ROOTED), IEEE],
]) {
  test(`each program for ${library} prints the lab's printout to the last digit`, async () => {
    for (const [settings, output, printout] of await both(runs, python, before)) assert.equal(output, printout, settings);
  });
}

/** The numbers of a printout and the texts between them, in turn. */
const parts = (text) => text.split(/(-?\d+(?:\.\d+)?(?:e[-+]\d+)?)/);

/** Holds two printouts to be the same but for so much of each number, and returns how far they part. */
function nearly(theirs, ours, most, settings) {
  const [there, here] = [theirs, ours].map(parts);
  assert.equal(there.length, here.length, settings);
  let apart = 0;
  here.forEach((part, index) => {
    if (index % 2 === 0) return assert.equal(there[index], part, settings);
    const by = Math.abs(there[index] - part) / (1 + Math.abs(part));
    assert.ok(by <= most, `${there[index]}: ${part} in ${settings}`);
    apart = Math.max(apart, by);
  });
  return apart;
}

// As it runs at a reader's: the root is MKL's, which is not rounded correctly on every processor, as here without its newer code.
for (const [where, processor] of [["on this processor", {}], ["where MKL takes what runs on every one", FOLLOWED]]) {
  test(`each program with PyTorch's own root prints it but for the last digits, ${where}`, async (t) => {
    const runs = moving(ROOTED);
    const worst = new Map();
    for (const [index, [settings, output, printout]] of (await both(runs, PYTHON, "", processor)).entries()) {
      const { optimizer, precision = "f32" } = runs[index];
      const by = nearly(output, printout, precision === "f64" ? 1e-14 : 1e-5, settings);
      worst.set(`${optimizer}, ${precision}`, Math.max(by, worst.get(`${optimizer}, ${precision}`) ?? 0));
    }
    for (const [name, by] of worst) t.diagnostic(`${name}: apart by ${by.toExponential(1)}`);
  });
}

test("where PyTorch has its own roots and curves, each number but for the last digits", async () => {
  for (const [settings, output, printout] of await both(NEARLY)) nearly(output, printout, 1e-9, settings);
});

test("the notebook's cells are the program", () => {
  for (const settings of LINES.slice(0, 2)) {
    const program = told(settings, "program");
    const { cells, nbformat } = JSON.parse(notebook(program.trimEnd().split("\n\n"), "# Title"));
    assert.equal(nbformat, 4);
    assert.equal(cells.shift().cell_type, "markdown");
    assert.equal(`${cells.map(({ source }) => source.join("")).join("\n\n")}\n`, program);
  }
});
