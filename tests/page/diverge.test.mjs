// Runs that leave the finite numbers, and runs that are very long: they end, with a sentence.
import assert from "node:assert/strict";
import test from "node:test";
import { bare, frames, open, parts } from "./harness.mjs";

const finite = (rows) => rows.every(({ w, loss, grad }) => [w, loss, grad].every(Number.isFinite));

for (const lr of ["0.14", "1", "1000"]) {
  test(`lr ${lr} stops at the last finite state and says why`, async (t) => {
    const page = await open(t);
    const lab = parts(page);
    await lab.set({ lr, iterations: "100000" });
    const { status, reason, criticalLr } = await lab.train();
    await frames(page);
    assert.equal(status, "diverged");
    assert.equal(reason, "not-finite");
    assert.ok(Math.abs(criticalLr - 2 / 15) < 1e-9, `2/15, not ${criticalLr}`);
    const epoch = await lab.get("epoch");
    const history = await lab.get("history");
    assert.equal(history.length, epoch);
    assert.ok(finite(history));
    assert.match(
      await lab.status.innerText(),
      new RegExp(`^Stopped after ${epoch} steps?: .* no longer a finite number\\.$`),
    );
    assert.match(await lab.verdict.innerText(), /^Runs away: at .* Try 0\.1 Logarithmic axis$/);
    assert.match(await lab.note("lr").innerText(), /the limit is 2\/15 ≈ 0\.133\.$/);
    assert.doesNotMatch(await lab.lab.evaluate((element) => element.shadowRoot.textContent), /NaN|undefined/);
  });
}

test("below the critical rate the run arrives, above it does not", async (t) => {
  const lab = parts(await open(t));
  await lab.set({ lr: "0.132", iterations: "5000" });
  assert.notEqual((await lab.train()).status, "diverged");
  await lab.set({ lr: "0.135" });
  assert.equal(await lab.get("status"), "diverged");
});

test("the end of a run tells what its rate does, and how far w is from the best", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  for (const [settings, regime, far] of [
    [{ lr: "0.01" }, "straight", 2 * 0.85 ** 20],
    [{ lr: "0.1" }, "overshoots", 2 * 0.5 ** 20],
    [{ lr: "0.01", "zero-grad": "off" }, "circles"],
    [{ lr: "0.14", "zero-grad": "on" }, "diverges", 2 * 1.1 ** 20],
    [{ w: "2" }, null, 0],
    [{ w: "0", x: "0,0", y: "1,2" }, null, null],
    [{ x: "1,2,3", y: "1,2,3", model: "tanh(w*x)" }, null, null],
    [{ lr: "1", iterations: "1000", model: "w*x" }, "diverges"],
  ]) {
    await lab.set(settings);
    const end = await lab.train();
    const about = JSON.stringify([settings, end]);
    assert.equal(end.regime, regime, about);
    if (far === null) assert.equal(end.distance, null, about);
    else if (far !== undefined) assert.ok(Math.abs(end.distance - far) < 1e-3 * Math.max(far, 1), about);
  }
});

test("with the sum in the place of the mean the limit is four times lower", async (t) => {
  const lab = parts(await open(t));
  await lab.button("By hand (NumPy)").click();
  const { criticalLr } = await lab.train();
  assert.ok(Math.abs(criticalLr - 1 / 30) < 1e-9, `1/30, not ${criticalLr}`);
});

test("extreme settings neither hang nor break a chart", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  for (const attributes of [
    { w: "1e6", lr: "1e3", iterations: "1000000" },
    { x: "1e150,1", y: "1e-300,0", lr: "1e-9" },
    { x: "0,0", y: "0,0" },
    { x: "5e-324", y: "5e-324", precision: "f64" },
    { x: "1e308", y: "-1e308" },
  ]) {
    await lab.set(attributes);
    const { status } = await lab.train();
    assert.ok(["done", "converged", "diverged"].includes(status), `${JSON.stringify(attributes)}: ${status}`);
    await lab.lab.evaluate((element) => element.back(1));
    await frames(page);
    assert.ok(finite(await lab.lab.evaluate((element) => element.history.slice(-3))));
  }
});

/** The lesson in f64 as one would write it down: w after `steps` updates. */
function naive(lr, steps) {
  const [xs, ys] = [
    [1, 2, 3, 4],
    [2, 4, 6, 8],
  ];
  let w = 0;
  for (let step = 0; step < steps; step++) {
    let grad = 0;
    for (let i = 0; i < 4; i++) grad += (1 / 4) * (2 * (w * xs[i] - ys[i])) * xs[i];
    w -= lr * grad;
  }
  return w;
}

test("a million iterations never freeze the page, and their last row is right", async (t) => {
  const page = await open(t, { reducedMotion: "no-preference" });
  const lab = parts(page);
  await lab.set({ iterations: "1000000", lr: "0.000001", precision: "f64" });
  await frames(page, 5);
  const { longest, count, took, outcome } = await lab.lab.evaluate(async (element) => {
    let last = performance.now();
    let longest = 0;
    let count = 0;
    let going = true;
    const watch = (now) => {
      longest = Math.max(longest, now - last);
      last = now;
      count += 1;
      if (going) requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
    const start = performance.now();
    const outcome = await element.train();
    going = false;
    return { longest, count, took: performance.now() - start, outcome };
  });
  t.diagnostic(`longest gap between frames ${longest.toFixed(0)} ms, ${took.toFixed(0)} ms in all`);
  assert.equal(outcome.reason, "completed");
  assert.equal(await lab.get("epoch"), 1_000_000);
  assert.ok(count > 30, `the page drew ${count} frames meanwhile`);
  assert.ok(longest < 500, `the longest gap between two frames was ${longest.toFixed(0)} ms`);
  assert.equal(await lab.lab.evaluate((element) => element.history.at(-1).w), naive(1e-6, 1e6));
});

test("what helps a run that runs away is a press: a rate that holds, and an axis on which it is seen", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all" lr="0.3" iterations="60"></grad-walk>') });
  const lab = parts(page);
  await lab.train();
  await frames(page);
  const off = lab.lab.locator(".loss .off");
  assert.equal(await off.innerText(), "↑ off the chart");
  const even = await lab.canvas("loss").evaluate((canvas) => canvas.toDataURL());
  await lab.button("Logarithmic axis").click();
  await frames(page);
  assert.equal((await lab.get("state")).scale, "log");
  assert.equal(await off.innerText(), "", "all of it is on the chart");
  assert.notEqual(await lab.canvas("loss").evaluate((canvas) => canvas.toDataURL()), even);
  await lab.button("Linear axis").click();
  await frames(page);
  assert.equal((await lab.get("state")).scale, "linear");
  await lab.button("Try 0.1").click();
  await frames(page);
  assert.equal((await lab.get("state")).lr, 0.1);
  assert.match(await lab.verdict.innerText(), /^Overshoots, but arrives/);
  assert.equal(await lab.lab.locator(".offer:visible").count(), 0, "nothing is wrong any more");
  const focused = await lab.lab.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.className);
  assert.equal(focused, "plots", "the keys are still the lab's");
});

test("nothing is offered that cannot be done, or that would not be seen", async (t) => {
  for (const [attributes, offered] of [
    ['lock="lr"', ["Logarithmic axis"]],
    ['hide="lr"', ["Logarithmic axis"]],
    ['views="fit,w"', ["Try 0.1"]],
    ['lock="scale"', ["Try 0.1"]],
    ['hide="all" views="fit"', []],
  ]) {
    const page = await open(t, { path: bare(`<grad-walk lr="0.3" iterations="60" epoch="60" ${attributes}></grad-walk>`) });
    const { lab, verdict } = parts(page);
    await frames(page);
    assert.match(await verdict.innerText(), /^Runs away/);
    assert.deepEqual(await lab.locator(".offer:visible").allInnerTexts(), offered, attributes);
  }
});

test("where what pinned runs come to differs by powers of ten, the axis that shows it is a press", async (t) => {
  const page = await open(t, { path: bare('<grad-walk pins="lr=0.001" lr="0.05" iterations="40" epoch="40"></grad-walk>') });
  const { lab } = parts(page);
  await frames(page);
  assert.deepEqual(await lab.locator(".offer:visible").allInnerTexts(), ["Logarithmic axis"]);
});
