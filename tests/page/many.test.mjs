// As much as may come: the page stays quick with as many points as a run takes, and with a tag that
// was never meant for it.
import assert from "node:assert/strict";
import test from "node:test";
import { bare, frames, heard, open, parts } from "./harness.mjs";

/**
 * How long the middle one of so many frames takes in the page while `change` is done, in the time
 * that this machine, now, takes to sort a million numbers.
 */
const frameOf = (lab, change, count = 5) =>
  lab.lab.evaluate(
    async (element, [change, count]) => {
      const act = new Function("lab", "k", change);
      const numbers = Float64Array.from({ length: 1_000_000 }, (_, k) => Math.sin(k));
      const before = performance.now();
      numbers.sort();
      const yardstick = performance.now() - before;
      const took = [];
      for (let k = 0; k < count; k++) {
        const start = performance.now();
        act(element, k);
        await new Promise(requestAnimationFrame);
        await new Promise((resolve) => setTimeout(resolve));
        took.push(performance.now() - start);
      }
      return took.sort((a, b) => a - b)[count >> 1] / yardstick;
    },
    [change, count],
  );

test("100,000 points: no handle for each, a line to drag, a sentence, and every change is quick", async (t) => {
  const page = await open(t, { path: bare('<grad-walk iterations="10"></grad-walk>') });
  const lab = parts(page);
  await lab.lab.evaluate((element) => {
    const x = Array.from({ length: 100_000 }, (_, k) => 1 + (k % 1000) / 1000);
    element.setAttribute("x", x);
    element.setAttribute("y", x.map((x) => 2 * x + Math.sin(x * 1e5) / 4));
  });
  await frames(page);
  assert.equal(await lab.lab.locator(".handle").count(), 2, "the line's and the ball's");
  assert.ok(await lab.lab.getByText("These are 100000 points, too many to drag.").first().isVisible());
  const nodes = await lab.lab.evaluate(({ shadowRoot }) => shadowRoot.querySelectorAll("*").length);
  assert.ok(nodes < 400, `${nodes} nodes`);
  await lab.slider("Tilt of the line, w").press("PageUp");
  await frames(page);
  assert.match(await lab.shown(), /^epoch 0 of 10 w 0\.[1-9]/);
  const rate = await frameOf(lab, "lab.setAttribute('lr', 0.01 + k / 1000)");
  const step = await frameOf(lab, "lab.step()");
  t.diagnostic(`a change of the rate takes ${rate.toFixed(1)}, a step ${step.toFixed(1)}`);
  assert.ok(rate < 10, `a change of the rate takes ${rate}`);
  assert.ok(step < 2, `a step takes ${step}`);
  await lab.button("More").click();
  assert.ok(await lab.lab.getByText("too many for a table").isVisible());
});

test("20,000 settings that nobody knows cost a moment, and the first of them are named", async (t) => {
  const said = [];
  const page = await open(t, {
    path: bare("<grad-walk></grad-walk>"),
    prepare: (page) => page.on("console", (message) => said.push(message.text())),
  });
  const lab = parts(page);
  const first = await frameOf(lab, "for (let n = 0; n < 20_000; n++) lab.setAttribute(`nonsense-${n}`, n)", 1);
  const rate = await frameOf(lab, "lab.setAttribute('lr', 0.01 + k / 1000)");
  t.diagnostic(`at first ${first.toFixed(1)}, then ${rate.toFixed(1)}`);
  assert.ok(first < 10 && rate < 2, `at first ${first}, then ${rate}`);
  assert.ok(said.length > 0 && said.length < 100, `${said.length} sentences`);
  assert.match(said[0], /nonsense-0/);
  await lab.lab.evaluate((element) => {
    element.state = Object.fromEntries(Array.from({ length: 20_000 }, (_, k) => [`other-${k}`, k]));
  });
  assert.ok((await frameOf(lab, "lab.step()")) < 2);
  assert.deepEqual(await heard(page, "gw-error"), []);
});

test("a megabyte in one attribute slows nothing else down", async (t) => {
  const page = await open(t, { path: bare("<grad-walk></grad-walk>") });
  const lab = parts(page);
  await lab.lab.evaluate((element) => element.setAttribute("w", "x".repeat(1_000_000)));
  await frames(page);
  const rate = await frameOf(lab, "lab.setAttribute('lr', 0.01 + k / 1000)");
  t.diagnostic(`a change of the rate takes ${rate.toFixed(1)}`);
  assert.ok(rate < 4, `a change of the rate takes ${rate}`);
});
