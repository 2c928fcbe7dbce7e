// The programs that a reader takes along, run with the real NumPy and PyTorch: each prints the lab's own
// printout, to the last digit. Kept apart: `cargo xtask test-programs` installs both.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { notebook, script } from "../../www/share/program.js";

const PYTHON = process.env.PYTHON ?? "python3";
const LESSON = { x: "1,2,3,4", y: "2,4,6,8", w: "0", lr: "0.01", iterations: "20", precision: "f32", "zero-grad": "on" };

const RUNS = [
  { ...LESSON, gradient: "autograd" },
  { ...LESSON, gradient: "manual-sum", iterations: "10" },
  { ...LESSON, gradient: "manual" },
  { ...LESSON, gradient: "manual", precision: "f64" },
  { ...LESSON, gradient: "numeric" },
  { ...LESSON, gradient: "autograd", "zero-grad": "off", lr: "0.03" },
  { ...LESSON, gradient: "autograd", precision: "f64", w: "0.3" },
];
// Random runs of one to four points; the same each time.
let seed = 7;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const number = () => String(Math.round((random() - 0.5) * 1e4) / 1e3);
for (let n = 0; n < 60; n++) {
  const points = Array.from({ length: 1 + (n % 4) }, () => [number(), number()]);
  const [x, y] = [0, 1].map((side) => points.map((point) => point[side]).join());
  const gradient = ["autograd", "manual-sum", "manual"][n % 3];
  const precision = gradient === "autograd" && n % 2 ? "f64" : "f32";
  RUNS.push({ ...LESSON, x, y, w: number(), lr: ["0.01", "0.003", "0.001"][n % 3], gradient, precision, iterations: "12" });
}

/** The lab's run, as the crate prints it: the rows of w and loss. */
function rows(settings) {
  const query = Object.entries(settings).map(([name, text]) => `${name}=${text}`).join("&");
  const csv = execFileSync("cargo", ["run", "--quiet", "--release", "--example", "trace", "--", query], { encoding: "utf8" });
  const lines = csv.trim().split("\n").slice(1);
  return lines.map((line) => line.split(","));
}

/** The notebook's line of a row. */
function line([epoch, w, loss], gradient) {
  if (gradient === "autograd") return `epoch ${epoch}: w=${w}, loss=${loss}`;
  return `epoch ${epoch}: w=${Number(w).toFixed(3)}, loss=${Number(loss).toFixed(8)}`;
}

const folder = mkdtempSync(join(tmpdir(), "gradwalk-programs-"));

/** All programs in one Python: importing PyTorch takes seconds. */
function printed(sources) {
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
  const [given, taken] = ["programs.json", "printed.json"].map((name) => join(folder, name));
  writeFileSync(given, JSON.stringify(sources));
  execFileSync(PYTHON, ["-W", "ignore", "-c", runner, given, taken], { stdio: "inherit" });
  return import(taken, { with: { type: "json" } }).then((module) => module.default);
}

test("each program prints the lab's printout to the last digit", async () => {
  const outputs = await printed(RUNS.map(script));
  RUNS.forEach((settings, index) => {
    const [before, ...lines] = outputs[index].trim().split("\n");
    const after = lines.pop();
    assert.match(before, /^Prediction before training: /);
    assert.match(after, /^Prediction after training: /);
    assert.deepEqual(lines, rows(settings).map((row) => line(row, settings.gradient)), JSON.stringify(settings));
  });
});

test("the notebook's cells are the program", async () => {
  const cells = RUNS.slice(0, 2).map((settings) => {
    const { cells, nbformat } = JSON.parse(notebook(settings, "# Title"));
    assert.equal(nbformat, 4);
    return cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source.join("")).join("\n\n");
  });
  assert.deepEqual(await printed(cells), await printed(RUNS.slice(0, 2).map(script)));
});
