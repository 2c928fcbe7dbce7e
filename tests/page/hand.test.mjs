// A hand on the line: by mouse, by touch and by keys it tilts the line, every view follows, and
// the best that it found stays, until Train takes over from w₀.
import assert from "node:assert/strict";
import test from "node:test";
import { frames, heard, open, parts, unless } from "./harness.mjs";

/** The places of the fit that a hand knows: its stage, the line's handle, the points. */
const fit = (lab) => {
  const stage = lab.lab.locator(".fit .stage");
  const handle = lab.slider("Tilt of the line, w");
  const middle = async (locator) => {
    const { x, y, width, height } = await locator.boundingBox();
    return [x + width / 2, y + height / 2];
  };
  return { stage, handle, middle, readW: async () => (await lab.lab.evaluate((e) => e.shadowRoot.querySelector(".readouts .w").textContent)) };
};

/** The pixels of a canvas that differ from those of a picture taken before. */
const picture = (canvas) => canvas.evaluate((node) => node.toDataURL());

test("at first sight there is a line to drag, and it says so", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  assert.equal(await lab.shown(), "epoch 0 of 20 w 0.000 loss 30.0");
  assert.equal(
    await lab.status.innerText(),
    "Four points. One number, w, tilts the line. Drag the line.",
  );
  const { handle } = fit(lab);
  const { width, height } = await handle.boundingBox();
  assert.ok(width >= 44 && height >= 44, "a target for a thumb");
  assert.equal(await handle.getAttribute("aria-valuetext"), "w 0.000, loss 30.0");
  assert.equal(await handle.getAttribute("aria-valuenow"), "0");
});

test("the mouse drags the line, and every view follows", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const { handle, middle } = fit(lab);
  const before = await Promise.all(["fit", "loss", "w"].map((name) => picture(lab.canvas(name))));
  const [x, y] = await middle(handle);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 100, { steps: 5 });
  await frames(page);
  const shown = await lab.shown();
  const [, w, loss] = /^epoch 0 of 20 w (\S+) loss (\S+)$/.exec(shown);
  assert.ok(Number(w) > 0.3 && Number(loss) < 25, shown);
  // L(w) = 7.5·(2 − w)²: what is shown belongs together.
  assert.ok(Math.abs(Number(loss) - 7.5 * (2 - Number(w)) ** 2) < 0.05, shown);
  const after = await Promise.all(["fit", "loss", "w"].map((name) => picture(lab.canvas(name))));
  after.forEach((drawn, index) => assert.notEqual(drawn, before[index]));
  const [atX, atY] = await middle(handle);
  assert.ok(Math.hypot(atX - x, atY - (y - 100)) < 60, "the handle is with the hand");
  const steps = await heard(page, "gw-step");
  assert.equal(steps.at(-1).detail.w.toFixed(3), w, "scripts are told");
  await page.mouse.up();
  await page.mouse.move(x, y - 20);
  await frames(page);
  assert.equal(await lab.shown(), shown, "let go is let go");
});

test("the best by hand stays, in words and as a mark, and Train takes over from w₀", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const { handle } = fit(lab);
  await handle.focus();
  for (let n = 0; n < 3; n++) await page.keyboard.press("PageUp");
  await frames(page);
  assert.equal(await lab.shown(), "epoch 0 of 20 w 1.500 loss 1.88");
  await page.keyboard.press("PageDown");
  await frames(page);
  assert.equal(await lab.shown(), "epoch 0 of 20 w 1.000 loss 7.50");
  assert.equal(
    await lab.status.innerText(),
    "Your best: loss 1.88 at w = 1.500. Now let Train find it.",
  );
  await page.mouse.move(0, 0);
  assert.match(await lab.lab.locator(".loss figcaption").innerText(), /your best 1\.88/);
  await lab.train();
  await frames(page);
  const [{ w }] = await lab.get("history");
  assert.equal(w, 0.29999998211860657, "the first step is w₀'s, not the hand's");
  assert.equal(await lab.get("epoch"), 20);
  assert.match(await lab.lab.locator(".loss figcaption").innerText(), /your best 1\.88/, "it is not forgotten");
  assert.match(await lab.canvas("fit").getAttribute("aria-label"), /Your best: loss 1\.88 at w = 1\.500/);
});

test("Step and Reset let go of the line, to the bit", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const { handle } = fit(lab);
  const start = await picture(lab.canvas("fit"));
  await handle.press("ArrowUp");
  await frames(page);
  assert.equal(await lab.shown(), "epoch 0 of 20 w 0.050 loss 28.5");
  await lab.button("Step").click();
  await frames(page);
  assert.equal(await lab.shown(), "epoch 1 of 20 w 0.300 loss 21.7");
  await handle.press("PageUp");
  await page.keyboard.press("r");
  await frames(page);
  assert.equal(await lab.shown(), "epoch 0 of 20 w 0.000 loss 30.0");
  assert.equal(await picture(lab.canvas("fit")), start);
});

test("a finger drags the line by its handle; one that scrolls the page tilts nothing", { skip: unless("fingers") }, async (t) => {
  const page = await open(t, { hasTouch: true, isMobile: true, viewport: { width: 360, height: 640 } });
  const lab = parts(page);
  const { handle, stage, middle } = fit(lab);
  const devtools = await page.context().newCDPSession(page);
  const touch = async (type, ...points) => {
    await devtools.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: points.map(([x, y]) => ({ x, y })),
    });
    await frames(page, 1);
  };
  const [x, y] = await middle(handle);
  await touch("touchStart", [x, y]);
  for (let up = 10; up <= 80; up += 10) await touch("touchMove", [x, y - up]);
  await touch("touchEnd");
  await frames(page);
  const [, w] = /w (\S+) loss/.exec(await lab.shown());
  assert.ok(Number(w) > 0.5, `the line followed straight up: w = ${w}`);
  assert.equal(await page.evaluate(() => scrollY), 0, "and the page did not");
  const box = await stage.boundingBox();
  const from = [box.x + 0.3 * box.width, box.y + 0.3 * box.height]; // far from every point
  await touch("touchStart", from);
  for (let up = 15; up <= 120; up += 15) await touch("touchMove", [from[0], from[1] - up]);
  await touch("touchEnd");
  await page.waitForTimeout(200);
  assert.ok((await page.evaluate(() => scrollY)) > 0, "a thumb on the plot scrolls the page");
  assert.match(await lab.shown(), new RegExp(`w ${w.replace(".", "\\.")} `), "and the line stays");
});

test("without points there is no best w, and the hand is told", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.set({ x: "0,0,0,0" });
  await frames(page);
  const { handle } = fit(lab);
  await handle.press("PageUp");
  await frames(page);
  assert.match(await lab.verdict.innerText(), /Every x is 0, so w changes nothing\./);
  assert.equal(await lab.lab.locator(".bands i").count(), 0, "no bands");
  assert.match(await lab.shown(), /loss 30\.0/);
});

test("pulling a line off its element, or the element off the page, breaks nothing", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const { handle, middle } = fit(lab);
  const [x, y] = await middle(handle);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 60, { steps: 3 });
  await page.mouse.move(0, 0, { steps: 3 }); // out of the plot, to the end of the window
  await frames(page);
  assert.ok(Number.isFinite((await heard(page, "gw-step")).at(-1).detail.w));
  await page.setViewportSize({ width: 600, height: 800 });
  await page.mouse.move(100, 200, { steps: 3 });
  await frames(page, 3);
  const held = await lab.shown();
  await lab.lab.evaluate((element) => {
    window.kept = element;
    element.remove();
  });
  await page.mouse.move(120, 220, { steps: 3 });
  await page.mouse.up();
  await page.evaluate(() => document.querySelector("main").append(window.kept));
  await frames(page, 3);
  assert.equal(await lab.shown(), held, "what it held is still there");
  const [newX, newY] = await middle(handle);
  await page.mouse.move(newX, newY - 30);
  await frames(page);
  assert.equal(await lab.shown(), held, "no hand holds it any more");
});

test("a line that is held is let go by another epoch, and by the same one said again", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const { handle } = fit(lab);
  for (const [epoch, w] of [["3", "0.772"], ["3", "0.772"], ["0", "0.000"]]) {
    await handle.press("PageUp");
    await lab.set({ epoch });
    await frames(page);
    assert.match(await lab.shown(), new RegExp(`^epoch ${epoch} of 20 w ${w} `));
  }
  await lab.lab.evaluate((element) => element.step(5));
  await lab.set({ epoch: "0" });
  assert.equal(await lab.get("epoch"), 0);
});

test("put back, a lab still has what a hand holds and found, and the run before", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const { handle } = fit(lab);
  await lab.train();
  await lab.type("Learning rate", "0.02"); // leaves the run before as a ghost
  for (const key of ["PageUp", "PageUp", "PageDown"]) await handle.press(key);
  await frames(page);
  const look = async () => [
    await lab.shown(),
    await lab.lab.locator(".loss figcaption").innerText(),
    ...(await Promise.all(["fit", "loss", "w"].map((name) => picture(lab.canvas(name))))),
  ];
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.querySelector("grad-walk").shadowRoot.activeElement.blur());
  const before = await look();
  await lab.lab.evaluate(async (element) => {
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    document.querySelector("main").append(element);
  });
  await frames(page, 4);
  assert.deepEqual(await look(), before);
});
