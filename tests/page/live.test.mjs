// While a setting is dragged, a finished run is trained anew in every frame, and the run before it
// stays as a ghost.
import assert from "node:assert/strict";
import test from "node:test";
import { frames, heard, open, parts } from "./harness.mjs";

/** How many pixels of a canvas are near to a colour. */
const count = (canvas, [r, g, b], near) =>
  canvas.evaluate(
    (node, { r, g, b, near }) => {
      const { data } = node.getContext("2d").getImageData(0, 0, node.width, node.height);
      let count = 0;
      for (let at = 0; at < data.length; at += 4) {
        const off = Math.max(Math.abs(data[at] - r), Math.abs(data[at + 1] - g), Math.abs(data[at + 2] - b));
        if (off <= near) count++;
      }
      return count;
    },
    { r, g, b, near },
  );

/** The dashes of the ghost are ink at 70% on white: grey, and darker than any label's edge is large. */
const ghost = (lab) => count(lab.canvas("w"), [0x5d, 0x5f, 0x61], 12);

async function trained(t, options) {
  const page = await open(t, options);
  const lab = parts(page);
  await lab.train();
  await frames(page);
  return { page, lab };
}

/** Presses the pointer on the rate's slider, and gives back how to move and let go. */
async function rate(page, lab) {
  const { x, y, width, height } = await lab.slider("Learning rate").boundingBox();
  const at = (part) => [x + 10 + part * (width - 20), y + height / 2];
  await page.mouse.move(...at(0.5));
  await page.mouse.down();
  return async (part, steps = 1) => {
    await page.mouse.move(...at(part), { steps });
    await frames(page);
  };
}

test("dragging the rate trains anew while it is dragged, and the run stays finished", async (t) => {
  const { page, lab } = await trained(t);
  const to = await rate(page, lab);
  const seen = [];
  for (const part of [0.49, 0.46, 0.43, 0.4]) {
    await to(part);
    seen.push(await lab.shown());
    assert.equal(await lab.get("epoch"), 20);
  }
  assert.equal(new Set(seen).size, 4, `every place shows its own run: ${seen}`);
  await page.mouse.up();
  const last = (await lab.get("history")).at(-1);
  assert.equal(last.epoch, 20);
  assert.match(await lab.shown(), new RegExp(`w ${last.w.toFixed(3).replace(".", "\\.")} `));
  assert.equal(await lab.get("status"), "done");
});

test("however often the hand moves within a frame, there is one change", async (t) => {
  const { page, lab } = await trained(t);
  const changes = await lab.lab.evaluate(async (element) => {
    const slider = element.shadowRoot.querySelector("#lr-slider");
    let changes = 0;
    element.addEventListener("gw-change", () => changes++);
    for (let stop = 220; stop < 240; stop++) {
      slider.value = stop;
      slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame);
    return changes;
  });
  assert.equal(changes, 1);
  await frames(page);
});

test("a script that asks within the frame is told what the hand has done", async (t) => {
  const { lab } = await trained(t);
  const lr = await lab.lab.evaluate((element) => {
    const slider = element.shadowRoot.querySelector("#lr-slider");
    slider.value = slider.max;
    slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return element.state.lr;
  });
  assert.equal(lr, 200);
});

test("the run before the drag stays as a ghost, one for each drag, until Reset", async (t) => {
  const { page, lab } = await trained(t);
  const without = await ghost(lab);
  const to = await rate(page, lab);
  await to(0.4, 8);
  const with1 = await ghost(lab);
  assert.ok(with1 > without + 15, `dashes of the run before: ${with1}, without ${without}`);
  const first = await lab.canvas("w").evaluate((node) => node.toDataURL());
  await to(0.7, 8);
  await to(0.4, 8);
  assert.equal(
    await lab.canvas("w").evaluate((node) => node.toDataURL()),
    first,
    "the ghost is of the drag's beginning, not of its last frame",
  );
  await page.mouse.up();
  await lab.button("Reset").click();
  await lab.train();
  await frames(page);
  assert.ok((await ghost(lab)) < without + 20, "Reset forgets it");
});

test("a row of key presses on a slider leaves one ghost", async (t) => {
  const { page, lab } = await trained(t);
  await lab.slider("Learning rate").focus();
  for (let n = 0; n < 12; n++) await page.keyboard.press("ArrowRight");
  await frames(page);
  const after = await lab.canvas("loss").evaluate((node) => node.toDataURL());
  // The same by typing is one gesture too: the ghost is that of 0.01 in both.
  await lab.button("Reset").click();
  const value = await lab.field("Learning rate").inputValue();
  await lab.type("Learning rate", "0.01");
  await lab.train();
  await lab.type("Learning rate", value);
  await frames(page);
  assert.equal(await lab.canvas("loss").evaluate((node) => node.toDataURL()), after);
});

test("dragging a point trains anew, too", async (t) => {
  const { page, lab } = await trained(t);
  const point = lab.lab.getByRole("group", { name: "Points" }).locator(".handle").nth(3);
  const { x, y, width, height } = await point.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  const before = await lab.shown();
  await page.mouse.move(x + width / 2, y + height / 2 + 60, { steps: 4 });
  await frames(page);
  assert.notEqual(await lab.shown(), before);
  assert.equal(await lab.get("epoch"), 20);
  assert.ok((await ghost(lab)) > 40);
  await page.mouse.up();
});

test("before any training there is nothing to train anew, and no ghost", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const without = await ghost(lab);
  const to = await rate(page, lab);
  await to(0.7, 5);
  await page.mouse.up();
  assert.equal(await lab.get("epoch"), 0);
  assert.ok((await ghost(lab)) <= without + 20);
});

test("a million steps on many points: End, Back and the scrubber keep the page alive", async (t) => {
  const page = await open(t, { viewport: { width: 900, height: 900 } });
  const lab = parts(page);
  const list = Array.from({ length: 100 }, (_, index) => (index + 1) / 50).join(",");
  await lab.set({ x: list, y: list, lr: "0.000001", iterations: "1000000" });
  await frames(page);
  const longest = await lab.lab.evaluate(async (element) => {
    const plots = element.shadowRoot.querySelector(".plots");
    plots.focus();
    let longest = 0;
    let last = performance.now();
    const press = (key) => plots.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    press("End");
    for (let n = 0; n < 40; n++) {
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      if (n === 20) press("ArrowLeft");
      if (n === 22) press("End");
    }
    return longest;
  });
  assert.ok(longest < 200, `the longest frame took ${longest} ms`);
  await heard(page);
});
