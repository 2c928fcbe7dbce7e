// Gradwalk's lanes in Chromium, beside the same natively and beside what else trains a network in a page. Run by
// `cargo xtask bench-browser`, which builds what is measured into target/browser/ and takes table.md from there.
//
// All take turns in short rounds, and the fastest round of each counts, as among the peers. Nothing is timed before the
// losses are PyTorch's. It goes on until half a minute more changes nothing.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

/** How long all take turns before the ratios are looked at, and how long one runs at a time, in ms. */
const PASS = 30_000;
const ROUND = 5;

/** How much a pass may change of a ratio to be the last, and how many there are at most. */
const CHANGE = 0.05;
const PASSES = 20;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const BUILT = here("../../target/browser/");

const WORKS = ["W2 f32", "W2 f64", "W3 f32", "W3 f64"];
const LANES = ["native", "web", "fast"].flatMap((who) => WORKS.map((work) => `${who} ${work}`));
const NAMES = [...LANES, "tfjs W3 f32", "objects W3 f64"];

/** What the page may load. */
const FOLDERS = {
  "/built/": `${BUILT}wasm-bindgen/`,
  "/data/": here("../data/"),
  "/tensorflow/": here("node_modules/@tensorflow/tfjs-backend-wasm/dist/"),
};

const { outputFiles } = await build({
  entryPoints: [here("page.js")],
  bundle: true,
  minify: true,
  format: "esm",
  external: ["/built/*"],
  write: false,
});

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage();
page.on("pageerror", (error) => console.error(error));
await page.route("**/*", (route) => {
  const { pathname } = new URL(route.request().url());
  if (pathname === "/") return route.fulfill({ body: "<!doctype html>", contentType: "text/html" });
  const folder = Object.keys(FOLDERS).find((folder) => pathname.startsWith(folder));
  return folder ? route.fulfill({ path: FOLDERS[folder] + pathname.slice(folder.length) }) : route.abort();
});
await page.goto("http://localhost/");
await page.addScriptTag({ type: "module", content: outputFiles[0].text });
await page.waitForFunction(() => window.turn);

const native = spawn(`${BUILT}release/gradwalk-browser`, { stdio: ["pipe", "pipe", "inherit"] });
const answers = createInterface(native.stdout)[Symbol.asyncIterator]();

/** Somebody does the work so many times. */
async function turn(name, times) {
  if (!name.startsWith("native ")) return page.evaluate((turn) => window.turn(turn), [name, times]);
  native.stdin.write(`${name.slice("native ".length)},${times}\n`);
  return JSON.parse((await answers.next()).value);
}

const rows = (await readFile(here("../data/moons_mlp_f64.csv"), "utf8")).trim().split("\n").slice(1);
const pytorch = rows.map((row) => Number(row.split(",")[1]));
const runs = {};
for (const name of NAMES) {
  const { losses } = await turn(name, 1);
  const work = name.slice(-6);
  if (work.startsWith("W3")) {
    // Single precision drifts from double as the steps add up.
    const tolerance = work.endsWith("f32") ? 1e-5 : 1e-12;
    assert.equal(losses.length, pytorch.length);
    losses.forEach((loss, step) => {
      assert.ok(Math.abs(loss - pytorch[step]) < tolerance, `${name}, step ${step}: ${loss}, PyTorch's is ${pytorch[step]}`);
    });
  }
  // Lanes are lanes, to the bit.
  if (/^(web|fast) /.test(name)) assert.deepEqual(losses, (await turn(`native ${work}`, 1)).losses, name);
  // The engine compiles again what has run for a while.
  for (const times of [1, 5]) await turn(name, times);
  runs[name] = Math.max(1, Math.ceil((5 * ROUND) / (await turn(name, 5)).time));
}

/** The fastest round of each so far, in ms for one run, and how long each has run. */
const times = Object.fromEntries(NAMES.map((name) => [name, Infinity]));
const spent = Object.fromEntries(NAMES.map((name) => [name, 0]));

/** Whoever has had the least time is next. */
async function pass() {
  for (const start = performance.now(); performance.now() - start < PASS; ) {
    const name = NAMES.reduce((least, name) => (spent[name] < spent[least] ? name : least));
    const { time } = await turn(name, runs[name]);
    spent[name] += time;
    times[name] = Math.min(times[name], time / runs[name]);
  }
}

/** What the table says. */
function ratios() {
  const lanes = WORKS.flatMap((work) => ["web", "fast"].map((who) => times[`${who} ${work}`] / times[`native ${work}`]));
  return [...lanes, ...["tfjs W3 f32", "objects W3 f64"].map((name) => times[name] / times["web W3 f32"])];
}

await pass();
for (let [n, settled] = [2, false]; !settled; n++) {
  assert.ok(n <= PASSES, `${PASSES} passes, and the ratios still change: this machine has too much else to do`);
  const before = ratios();
  await pass();
  const after = ratios();
  settled = after.every((ratio, k) => Math.abs(ratio / before[k] - 1) < CHANGE);
  console.error(`pass ${n}: ${after.map((ratio) => ratio.toFixed(2)).join(" ")}`);
}

const row = (...cells) => `| ${cells.join(" | ")} |\n`;
const lanes = (title, who) => row(title, ...WORKS.map((work) => (times[`${who} ${work}`] / times[`native ${work}`]).toFixed(2)));
const steps = (title, name) => {
  const ours = times["web W3 f32"];
  const perSecond = Math.round((pytorch.length * 1000) / times[name]).toLocaleString("en");
  return row(title, perSecond, (times[name] / ours).toFixed(times[name] < 10 * ours ? 1 : 0));
};
const version = await page.evaluate(() => window.versionOfTensorFlow);
await writeFile(
  `${BUILT}table.md`,
  `Chromium ${browser.version()}; TensorFlow.js ${version}.\n\n` +
    row("times native lanes", "W2, 10⁵, f32", "W2, 10⁵, f64", "W3, f32", "W3, f64") +
    "|---|---|---|---|---|\n" +
    lanes("**lanes in Chromium**, built as the page's core is", "web") +
    lanes("the same at opt-level 3", "fast") +
    "\n" +
    row("W3 in Chromium", "steps a second", "times as long as ours") +
    "|---|---|---|\n" +
    steps("**lanes, f32**", "web W3 f32") +
    steps("**lanes, f64**", "web W3 f64") +
    steps("TensorFlow.js, WebAssembly backend, f32", "tfjs W3 f32") +
    steps("an object for every number, as in micrograd, f64", "objects W3 f64"),
);
native.stdin.end();
await browser.close();
