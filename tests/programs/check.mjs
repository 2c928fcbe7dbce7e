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
const NUMPY = [
  ...of(false),
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

/** All programs in one Python: importing PyTorch takes seconds. */
async function printed(sources, python) {
  const runner = `
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
  // np.dot adds in another order on each kind of processor; this is the one that the lab follows.
  const env = { ...process.env, OPENBLAS_CORETYPE: "Haswell" };
  // No program warns.
  execFileSync(python, ["-W", "error", "-c", runner, given, taken], { stdio: "inherit", env });
  const { default: texts } = await import(taken, { with: { type: "json" } });
  return texts;
}

/** Each run's settings, with what its program prints and what the lab does. */
async function both(runs, python = PYTHON) {
  const outputs = await printed(runs.map((settings) => told(settings, "program")), python);
  return runs.map((settings, index) => [titled(settings), outputs[index], told(settings, "printout")]);
}

/** The runs that this NumPy prints: more than 8192 numbers each version adds in an order of its own. */
const by = (version) => NUMPY.filter(({ data, numpy = "1" }) => numpy === version || !(data?.split("\n").length > 8192));

for (const [library, python, runs] of [
  ["NumPy 1", PYTHON, by("1")],
  ["NumPy 2", PYTHON_WITH_NUMPY_2, by("2")],
  ["PyTorch", PYTHON, PYTORCH],
]) {
  test(`each program for ${library} prints the lab's printout to the last digit`, async () => {
    for (const [settings, output, printout] of await both(runs, python)) assert.equal(output, printout, settings);
  });
}

test("where PyTorch has its own roots and curves, each number but for the last digits", async () => {
  const parts = (text) => text.split(/(-?\d+(?:\.\d+)?(?:e[-+]\d+)?)/);
  for (const [settings, output, printout] of await both(NEARLY)) {
    const [ours, theirs] = [printout, output].map(parts);
    assert.equal(theirs.length, ours.length, settings);
    ours.forEach((part, index) => {
      if (index % 2 === 0) assert.equal(theirs[index], part, settings);
      else assert.ok(Math.abs(theirs[index] - part) <= 1e-9 * (1 + Math.abs(part)), `${theirs[index]}: ${part} in ${settings}`);
    });
  }
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
