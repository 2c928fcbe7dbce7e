// Words are claims about the state shown. Random runs, and for each what the lab says of it, held to
// the mathematics of the line: w* = Σxy/Σx², H = 2Σx²/N, and the distance to w* times 1 − lr·H a step.
import assert from "node:assert/strict";
import test from "node:test";
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

/** What is known of the run beforehand. */
function mathematics({ x, y, gradient, w, lr }) {
  const squares = x.reduce((sum, x) => sum + x * x, 0);
  const best = x.reduce((sum, x, i) => sum + x * y[i], 0) / squares;
  const bends = (2 * squares) / x.length;
  const slope = gradient === "manual-sum" ? bends * x.length : bends;
  return { best, bends, slope, off: w - best, factor: 1 - lr * slope };
}

const number = (text) => Number(text.replaceAll("−", "-"));
/** Whether a text is this number, rounded to some digits. */
const says = (text, value, part = 0.006) => Math.abs(number(text) - value) <= part * Math.abs(value) + 1e-6;

test("what is said at the end of a run is so", async (t) => {
  const page = await open(t, { path: LAB });
  const lab = parts(page);
  const heard = new Set();
  for (let run = 0; run < 150; run++) {
    const given = settings();
    const told = JSON.stringify(given);
    const { best, bends, slope, off, factor } = mathematics(given);
    const { status, verdict, note, rows, code } = await lab.lab.evaluate(async (element, given) => {
      element.state = { ...given, epoch: 0 };
      const { status: code } = await element.train();
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      const text = (css) => element.shadowRoot.querySelector(css).innerText;
      return { status: text("[part=status]"), verdict: text("[part=verdict]"), note: text("#lr-note"), rows: element.history, code };
    }, given);
    const last = rows.at(-1);
    if (code !== "diverged") {
      const [, steps, w, loss] = /^(\d+) steps?: w = (\S+), loss = (\S+)\./.exec(status);
      assert.equal(Number(steps), rows.length, told);
      // Three decimals, or four digits.
      assert.ok(Math.abs(number(w) - last.w) <= Math.max(5.1e-4, 6e-4 * Math.abs(last.w)), `${status} ${told}`);
      const residuals = given.x.map((x, i) => last.w * x - given.y[i]);
      assert.ok(says(loss, residuals.reduce((sum, r) => sum + r * r, 0) / residuals.length, 0.06), `${status} ${told}`);
    }
    const here = last.w - best;
    if (/Not \S+ yet\. (Take|Move)/.test(status)) {
      assert.ok(Math.abs(factor) < 1 && !/−?∞/.test(status), `${status} ${told}`);
      assert.ok(given["zero-grad"] === "on" || given.gradient !== "autograd", told);
      heard.add("not yet");
    }
    if (status.includes("There:")) assert.ok(Math.abs(here) < 0.01 * Math.abs(best) + 0.005, `${status} ${told}`);
    if (status.includes("Farther from")) {
      assert.ok(Math.abs(here) > Math.abs(off), `${status} ${told}`);
      heard.add("farther");
    }
    if (status.includes("No nearer")) assert.ok(Math.abs(here) > 0.99 * Math.abs(off), `${status} ${told}`);
    // The rate: which way a step goes, and how far.
    const after = rows[0].w - best;
    const far = /(half as far|(\S+) times as far)/.exec(verdict);
    const times = far && (far[2] ? number(far[2]) : 0.5);
    if (far && Math.abs(off) > 1e-3) {
      assert.ok(says(String(times), Math.abs(factor), 0.06), `${verdict} ${told}`);
      assert.ok(says(String(Math.abs(after / off)), Math.abs(factor), 0.02), `${verdict} ${told}`);
    }
    if (verdict.startsWith("Goes straight") && Math.abs(off) > 1e-3) assert.ok(after * off >= -1e-6, `${verdict} ${told}`);
    if (verdict.startsWith("Overshoots") && Math.abs(off) > 1e-3) assert.ok(after * off < 0 && Math.abs(after) < Math.abs(off), told);
    const [, advice] = /Try (\S+)\.$/.exec(verdict) ?? [];
    if (advice) {
      const limit = given["zero-grad"] === "off" && given.gradient === "autograd" ? 4 / slope : 2 / slope;
      assert.ok(number(advice) < limit && given.lr >= limit, `${verdict} ${told}`);
      heard.add("try");
    }
    // The bowl, and where its limit comes from.
    const [, h, over, under, value] = /H = (\S+?)[,.] .*limit is (\d)\/(\S+) [≈=] (\S+)\.$/.exec(note);
    assert.ok(says(h, bends, 1e-3) && says(under, slope, 1e-3) && says(value, over / slope), `${note} ${told}`);
    if (given.gradient === "manual-sum" && given.x.length > 1) assert.match(note, new RegExp(`The sum is ${given.x.length} times the mean`));
    assert.equal(note.includes("Without w.grad.zero_()"), given["zero-grad"] === "off" && given.gradient === "autograd", told);
  }
  assert.deepEqual([...heard].sort(), ["farther", "not yet", "try"], "each has been heard");
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
    const slope = number(/slope is about (\S+)\.$/.exec(said)[1]);
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
