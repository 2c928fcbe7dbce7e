// Words are claims about the state shown. Random runs, and for each what the lab says of it, held to the mathematics.
import assert from "node:assert/strict";
import test from "node:test";
import { mathematics, number, says, untrue } from "./claims.mjs";
import { LAB, frames, open, parts } from "./harness.mjs";

/** Numbers that only look random: the same in each run of the test. */
function* lcg(seed) {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

const random = lcg(20261125);
const next = () => random.next().value;
const between = (low, high, digits = 2) => Number((low + next() * (high - low)).toFixed(digits));
const pick = (list) => list[Math.floor(next() * list.length)];

/** Settings of a run on up to five points, which may be anything but calm. */
function settings() {
  const n = 1 + Math.floor(next() * 5);
  const list = (low, high) => Array.from({ length: n }, () => between(low, high, 1));
  return {
    x: list(-4, 4),
    y: list(-9, 9),
    w: between(-5, 5),
    lr: Number((10 ** between(-3, 0.2)).toPrecision(2)),
    gradient: pick(["autograd", "autograd", "manual", "manual-sum", "numeric"]),
    "zero-grad": pick(["on", "on", "off"]),
    precision: pick(["f32", "f64"]),
    iterations: 1 + Math.floor(next() * 40),
  };
}

test("what is said at the end of a run is so", async (t) => {
  const page = await open(t, { path: LAB });
  const lab = parts(page);
  const heard = new Set();
  for (let run = 0; run < 150; run++) {
    const given = settings();
    const { status, verdict, note, rows, code } = await lab.lab.evaluate(async (element, given) => {
      element.state = { ...given, epoch: 0 };
      const { status: code } = await element.train();
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      const text = (css) => element.shadowRoot.querySelector(css).innerText;
      return { status: text("[part=status]"), verdict: text("[part=verdict]"), note: text("#lr-note"), rows: element.history, code };
    }, given);
    const { wrong, heard: kinds } = untrue(given, { rows, code }, { status, verdict, note });
    assert.deepEqual(wrong, []);
    for (const kind of kinds) heard.add(kind);
  }
  for (const kind of ["farther", "not yet", "there", "try", "factor", "lands", "limit", "sum", "adds up"]) assert.ok(heard.has(kind), `${kind} has been heard`);
});

test("in the middle of a run the slope is the slope, whatever the step uses", async (t) => {
  const page = await open(t, { path: LAB });
  const lab = parts(page);
  for (let run = 0; run < 60; run++) {
    const given = { ...settings(), iterations: 12 };
    given.lr = Number((0.1 / mathematics(given).slope).toPrecision(2));
    const told = JSON.stringify(given);
    const { status, w, grad } = await lab.lab.evaluate(async (element, given) => {
      element.state = { ...given, epoch: 4 };
      element.step();
      const { w } = element.history[3];
      const grad = element.history[4]?.grad;
      element.back();
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      return { status: element.shadowRoot.querySelector("[part=status]").innerText, w, grad };
    }, given);
    const { best, bends } = mathematics(given);
    const [, at, said, uses] = /^The (?:gradient|slope) at w = (\S+) is (\S+?)(?:; the step uses (\S+))?\.$/.exec(status) ?? [];
    assert.ok(at, `${status} ${told}`);
    assert.ok(says(at, w, 1e-3) || Math.abs(number(at) - w) < 6e-4, `${status} ${told}`);
    assert.ok(says(said, bends * (w - best), 0.02) || Math.abs(number(said)) < 1e-3, `${status} ${told}`);
    assert.ok(says(uses ?? said, grad, 0.02) || Math.abs(grad) < 1e-3, `${status} uses ${grad} ${told}`);
  }
});

test("near the bottom a nudge still points the right way", async (t) => {
  const page = await open(t, { path: LAB });
  const lab = parts(page);
  await lab.drawer("Gradients");
  for (const w of ["1.9999", "2.0001", "1.99999"]) {
    await lab.set({ w });
    await frames(page);
    const said = await page.getByText(/^A nudge/).innerText();
    const slope = number(/slope is about (\S+)\. /.exec(said)[1]);
    assert.ok(slope * (Number(w) - 2) > 0, said);
  }
});

test("your best stands beside the program's", async (t) => {
  const page = await open(t, { path: LAB });
  const lab = parts(page);
  await lab.slider("Tilt of the line, w").focus();
  for (let press = 0; press < 4; press++) await page.keyboard.press("PageUp");
  await lab.train();
  await frames(page);
  assert.equal(await lab.status.innerText(), "20 steps: w = 1.922, loss = 0.0451. You: 0.00. Program: 0.0451. Not 2 yet. Take more steps.");
});
