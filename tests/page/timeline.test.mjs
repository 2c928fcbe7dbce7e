// One timeline: the scrubber, a press on a chart and the keys all stand at the same position, and
// the pointer reads off any other without going there.
import assert from "node:assert/strict";
import test from "node:test";
import { MODULE, frames, open, parts, publish, unless } from "./harness.mjs";

async function trained(t, options) {
  const page = await open(t, options);
  const lab = parts(page);
  await lab.train();
  await frames(page);
  return { page, lab, scrub: lab.slider("Epoch"), tip: lab.lab.locator(".tip") };
}

/** A place over a chart, as fractions of its stage. */
async function over(lab, name, across, down = 0.5) {
  const { x, y, width, height } = await lab.lab.locator(`.${name} .stage`).boundingBox();
  return [x + across * width, y + down * height];
}

test("the scrubber goes to any epoch, exactly, and says where it is", async (t) => {
  const { page, lab, scrub } = await trained(t);
  const history = await lab.get("history");
  assert.equal(await scrub.getAttribute("max"), "20");
  for (const epoch of [7, 1, 0, 20, 13]) {
    await scrub.fill(String(epoch));
    await frames(page);
    assert.equal(await lab.get("epoch"), epoch);
    assert.deepEqual(await lab.get("history"), history.slice(0, epoch));
    const w = epoch ? history[epoch - 1].w.toFixed(3) : "0.000";
    assert.match(await scrub.getAttribute("aria-valuetext"), new RegExp(`^epoch ${epoch} · w ${w} · loss \\S+$`));
  }
  await lab.button("Step").click();
  await frames(page);
  assert.equal(await scrub.inputValue(), "14", "and follows whoever else moves");
  await scrub.press("ArrowLeft");
  assert.equal(await lab.get("epoch"), 13, "its arrows are its own: one step, not two");
});

test("hovering reads off each epoch exactly, in both charts, and moves nothing", async (t) => {
  const { page, lab, tip } = await trained(t);
  const states = await lab.lab.evaluate((element) => {
    const at = [];
    for (let epoch = 0; epoch <= 20; epoch++) {
      element.epoch = epoch;
      at.push(element.history.at(-1)?.w ?? 0);
    }
    return at;
  });
  await frames(page);
  const read = new Map();
  for (let part = 0; part <= 1; part += 0.02) {
    await page.mouse.move(...(await over(lab, part < 0.5 ? "loss" : "w", part)));
    await frames(page);
    const [, epoch, w, loss] = /^epoch (\d+) · w (\S+) · loss (\S+)$/.exec(await tip.innerText());
    assert.equal(w, states[epoch].toFixed(3), `w at epoch ${epoch}`);
    const exact = 7.5 * (2 - states[epoch]) ** 2; // L(w) of the lesson's points
    assert.ok(Math.abs(Number(loss) - exact) <= 0.006 * exact + 1e-9, `loss ${loss} at epoch ${epoch}`);
    read.set(Number(epoch), true);
  }
  assert.ok(read.size >= 20 && read.has(0) && read.has(20), `${[...read.keys()]}`);
  assert.equal(await lab.get("epoch"), 20, "nobody went anywhere");
  assert.match(await lab.shown(), /^epoch 20 of 20/);
  await page.mouse.move(...(await over(lab, "loss", 0.4)));
  await frames(page);
  assert.equal(await lab.lab.locator(".hair:visible").count(), 2, "one hairline in each chart");
  await page.mouse.move(0, 0);
  await frames(page);
  assert.equal(await lab.lab.locator(".hair:visible").count(), 0);
  assert.ok(!(await tip.isVisible()));
});

test("the words of the hairline stay within the figure, at any width", async (t) => {
  for (const width of [320, 768, 1280]) {
    const { page, lab, tip } = await trained(t, { viewport: { width, height: 1000 } });
    const plots = await lab.lab.locator(".plots").boundingBox();
    for (const part of [0.02, 0.5, 0.99]) {
      await page.mouse.move(...(await over(lab, "w", part)));
      await frames(page);
      const box = await tip.boundingBox();
      assert.ok(box.x >= plots.x - 0.5 && box.x + box.width <= plots.x + plots.width + 0.5, `${width} px, ${part}`);
    }
  }
});

test("a press on a chart goes there, and dragging scrubs", { skip: unless("places out of the window") }, async (t) => {
  const { page, lab } = await trained(t);
  await page.mouse.move(...(await over(lab, "loss", 0.5)));
  await page.mouse.down();
  await frames(page);
  const first = await lab.get("epoch");
  assert.ok(first > 5 && first < 15, `epoch ${first}`);
  await page.mouse.move(...(await over(lab, "loss", 0.8)), { steps: 4 });
  await frames(page);
  assert.ok((await lab.get("epoch")) > first);
  await page.mouse.move(-100, 2000, { steps: 3 });
  await frames(page);
  assert.equal(await lab.get("epoch"), 0, "beyond the chart is its end");
  await page.mouse.up();
  await page.mouse.move(...(await over(lab, "w", 0.9)));
  await frames(page);
  assert.equal(await lab.get("epoch"), 0, "let go is let go");
});

test("a finger on a chart reads, and moves nothing", { skip: unless("fingers") }, async (t) => {
  const { page, lab, tip } = await trained(t, {
    hasTouch: true,
    isMobile: true,
    viewport: { width: 360, height: 900 },
  });
  const [x, y] = await over(lab, "loss", 0.5);
  const devtools = await page.context().newCDPSession(page);
  const touch = async (type, ...touchPoints) => {
    await devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
    await frames(page);
  };
  await touch("touchStart", { x, y });
  assert.match(await tip.innerText(), /^epoch \d+ · w/);
  const first = await tip.innerText();
  for (let right = 10; right <= 40; right += 10) await touch("touchMove", { x: x + right, y });
  assert.notEqual(await tip.innerText(), first, "it follows the finger");
  await touch("touchEnd");
  assert.equal(await lab.get("epoch"), 20);
});

test("the loss is drawn on a logarithmic axis where that is asked for", async (t) => {
  const { page, lab } = await trained(t);
  const linear = await lab.canvas("loss").evaluate((canvas) => canvas.toDataURL());
  const w = await lab.canvas("w").evaluate((canvas) => canvas.toDataURL());
  await lab.button("More").click();
  await lab.choice("Scale of the loss").selectOption({ label: "Logarithmic" });
  await frames(page);
  assert.notEqual(await lab.canvas("loss").evaluate((canvas) => canvas.toDataURL()), linear);
  assert.equal((await lab.get("state")).scale, "log");
  assert.equal(await lab.get("epoch"), 20, "the run is the same");
  await lab.choice("Scale of the loss").selectOption({ label: "Linear" });
  await frames(page);
  assert.equal(await lab.canvas("loss").evaluate((canvas) => canvas.toDataURL()), linear);
  assert.equal(await lab.canvas("w").evaluate((canvas) => canvas.toDataURL()), w, "w is as it was");
});

test("a curve that leaves its chart says so", async (t) => {
  const { page, lab } = await trained(t);
  const off = lab.lab.locator(".loss .off");
  assert.equal(await off.innerText(), "");
  await lab.type("Learning rate", "0.15");
  await frames(page);
  assert.equal(await off.innerText(), "↑ off the chart");
});

test("text selected across a chart moves nothing and stops no run", async (t) => {
  const page = await open(t, {
    path: publish("/plain/prose.html", `<p id="prose">Words to select</p>${MODULE}<grad-walk></grad-walk>`),
    reducedMotion: "no-preference",
  });
  const lab = parts(page);
  const { x, y } = await page.locator("#prose").boundingBox();
  await page.mouse.move(x + 4, y + 4);
  await page.mouse.down();
  const run = lab.train();
  for (const part of [0.3, 0.5, 0.7]) {
    await page.mouse.move(...(await over(lab, "loss", part)));
    await frames(page);
  }
  await page.mouse.up();
  assert.equal((await run).reason, "completed");
});
