// Three gradients: what the bars show, what the sentence says, and that both paths coincide.
import assert from "node:assert/strict";
import test from "node:test";
import { HOME, frames, heard, open, parts, publish } from "./harness.mjs";

const MODULE = `<script type="module" src="${HOME}grad-walk.js"></script>`;
const figure = (settings, id) =>
  publish(`/gradients/${id}.html`, `${MODULE}<grad-walk ${settings} views="w gradients"></grad-walk>`);

/** What the panel shows: each bar's value, its length in pixels and its difference, and the sentence. */
async function panel(page) {
  await frames(page);
  return page.locator("grad-walk").evaluate(({ shadowRoot }) => {
    const shown = {};
    const zero = shadowRoot.querySelector(".zero .length").getBoundingClientRect();
    for (const row of shadowRoot.querySelectorAll(".bars li[data-way]")) {
      const [value, length, apart] = ["b", ".length i", ".apart"].map((part) => row.querySelector(part));
      shown[row.dataset.way] = {
        value: value.textContent,
        length: length.getBoundingClientRect().width,
        apart: apart.textContent,
        // From the zero in the middle.
        down: length.getBoundingClientRect().left < zero.left + zero.width / 2 - 1,
      };
    }
    return { ...shown, sentence: shadowRoot.querySelector(".sentence").textContent };
  });
}

const move = (page) => page.getByRole("switch", { name: "Move the mean" }).click();

test("four points: three routes to −30, and the moved mean makes one of them −120", async (t) => {
  const page = await open(t, { path: figure("", "four") });
  const before = await panel(page);
  assert.deepEqual([before.hand.value, before.autograd.value, before.numeric.value], ["−30", "−30", "−30"]);
  assert.equal(before.hand.apart, "as autograd");
  assert.equal(before.sentence, "Nudged, derived, recorded: three routes, one slope, −30.");
  assert.ok(Math.abs(before.hand.length - before.autograd.length) < 1);
  await move(page);
  const after = await panel(page);
  assert.deepEqual([after.hand.value, after.autograd.value], ["−120", "−30"]);
  assert.equal(after.hand.apart, "off by −90");
  assert.ok(Math.abs(after.hand.length / after.autograd.length - 4) < 0.05, "four times as long");
  assert.match(after.sentence, /the mean of one number is itself: −120, not −30\. Give autograd the rate 0\.04 /);
  assert.match(
    await page.getByText(/^A nudge/).innerText(),
    /w −0\.001 → 0\.001 takes the loss 30\.030 → 29\.970, so the slope is about −30\.0/,
  );
});

test("three points: three times, and another rate", async (t) => {
  const page = await open(t, { path: figure('x="1,2,3" y="2,4,6" lr="0.02"', "three") });
  await move(page);
  const { hand, autograd, sentence } = await panel(page);
  assert.ok(Math.abs(hand.length / autograd.length - 3) < 0.05);
  assert.match(sentence, new RegExp(`itself: ${hand.value}, not ${autograd.value}\\. Give autograd the rate 0\\.06 `));
});

test("one point: the sum is the mean", async (t) => {
  const page = await open(t, { path: figure('x="2" y="6"', "one") });
  await move(page);
  const { hand, autograd, sentence } = await panel(page);
  assert.deepEqual([hand.value, hand.length], [autograd.value, autograd.length]);
  assert.match(sentence, /^With a single point its sum is its mean/);
});

test("at a gradient of zero every bar is empty, however the differences were rounded", async (t) => {
  const page = await open(t, { path: figure('w="2"', "zero") });
  const { hand, autograd, numeric, sentence } = await panel(page);
  assert.deepEqual([hand.value, autograd.value, numeric.value], ["0", "0", "0"]);
  for (const { length } of [hand, autograd, numeric]) assert.ok(length < 1);
  assert.match(sentence, /one slope, 0\.$/);
  await move(page);
  assert.match((await panel(page)).sentence, /here the slope is 0, and 4 times 0 is 0\.$/);
});

test("autograd at four times the rate takes the path of the notebook by hand", async (t) => {
  const page = await open(t, { path: figure("", "coincide") });
  const lab = parts(page);
  const path = async () => (await lab.get("history")).map(({ w }) => w);
  await lab.set({ gradient: "manual-sum" });
  await lab.train();
  const byHand = await path();
  await lab.button("Give autograd the rate 0.04").click();
  await frames(page, 4);
  const { gradient, lr } = await lab.get("state");
  assert.deepEqual([gradient, lr], ["autograd", 0.04]);
  const byAutograd = await path();
  assert.equal(byAutograd.length, 20);
  byAutograd.forEach((w, index) => assert.ok(Math.abs(w - byHand[index]) < 1e-5, `step ${index + 1}`));
  assert.match(
    await lab.lab.locator(".outcome").innerText(),
    /By hand at 0\.01, dashed, and autograd at 0\.04: both paths coincide\./,
  );
  const ends = await lab.lab.locator(".notebook figcaption").allInnerTexts();
  assert.deepEqual(ends, ["At 0.01, after 20 steps: w = 2.000", "At 0.04, after 20 steps: w = 2.000"]);
  await lab.button("Back to 0.01").click();
  await frames(page);
  assert.equal((await lab.get("state")).lr, 0.01);
  assert.ok((await heard(page, "gw-change")).length > 0);
});

test("the arrows start at one zero, point the way of their sign, and keep their scale", async (t) => {
  const page = await open(t, { path: figure('lr="0.1"', "signed") });
  const start = await panel(page);
  await parts(page).lab.evaluate((lab) => lab.step());
  const crossed = await panel(page);
  for (const way of ["hand", "autograd", "numeric"]) {
    assert.deepEqual([start[way].down, crossed[way].down], [true, false], "−30, then 15");
    assert.ok(Math.abs(crossed[way].length / start[way].length - 0.5) < 0.05, "half as long");
  }
});

test("Move the mean edits the line of the notebook, and what it comes to", async (t) => {
  for (const width of [320, 1280]) await edits(t, width);
});

async function edits(t, width) {
  const page = await open(t, { path: figure("", `edit-${width}`), viewport: { width, height: 900 } });
  const hand = page.locator(".notebook").first();
  const ends = () => page.locator(".notebook figcaption").allInnerTexts();
  const code = async (tag) => (await hand.locator(tag).allTextContents()).join();
  assert.match(await hand.innerText(), /dw = \(2\*x \* \(y_pred - y\)\)\.mean\(\)/);
  assert.deepEqual(await ends(), ["At 0.01, after 20 steps: w = 1.922", "At 0.01, after 20 steps: w = 1.922"]);
  const box = await hand.boundingBox();
  await move(page);
  await frames(page);
  assert.equal(await code("del"), "dw = (2*x * (y_pred - y)).mean()");
  assert.equal(await code("ins"), "dw = np.dot(2*x, y_pred - y).mean()");
  assert.deepEqual(await ends(), ["At 0.01, after 20 steps: w = 2.000", "At 0.01, after 20 steps: w = 1.922"]);
  assert.deepEqual(await hand.boundingBox(), box, "nothing jumps");
  await move(page);
  await frames(page);
  assert.equal(await code("del"), "");
  assert.ok(!(await hand.locator("ins").isVisible()));
}

test("both notebooks: only the gradient is marked", async (t) => {
  const page = await open(t, { path: figure("", "notebooks") });
  const code = await page.locator("grad-walk").evaluate(({ shadowRoot }) =>
    [...shadowRoot.querySelectorAll(".notebook code")].map((code) => {
      const plain = code.cloneNode(true);
      for (const mark of plain.querySelectorAll("mark")) mark.remove();
      return plain.textContent.split("\n").map((line) => line.trim()).filter(Boolean);
    }),
  );
  assert.deepEqual(code[0], code[1], "what is not marked is the same");
});

test("under reduced motion the bar is simply there; else it stretches", async (t) => {
  for (const [reducedMotion, moves] of [
    ["reduce", false],
    ["no-preference", true],
  ]) {
    const page = await open(t, { path: figure("", `motion-${reducedMotion}`), reducedMotion });
    await move(page);
    const animated = await page
      .locator("grad-walk")
      .evaluate(({ shadowRoot }) => getComputedStyle(shadowRoot.querySelector(".bars i")).transitionDuration);
    assert.equal(animated === "0.24s", moves);
  }
});

test("in the lab it is a drawer", async (t) => {
  const lab = parts(await open(t));
  assert.ok(!(await lab.lab.locator(".bars").isVisible()));
  await lab.drawer("Gradients");
  assert.ok(await lab.lab.locator(".bars").isVisible());
});

test("near the best the arrows are still seen: drawn larger, and said so; what moves is drawn", async (t) => {
  const page = await open(t, { path: figure('precision="f64"', "larger") });
  const { lab, set } = parts(page);
  const larger = lab.locator(".larger");
  await panel(page);
  assert.equal(await larger.innerText(), "");
  await set({ lr: "0.04", epoch: "9" }); // a slope of −30 · 0.4⁹
  const { autograd, hand } = await panel(page);
  assert.equal(autograd.value, "−0.00786432");
  assert.ok(autograd.length > 8 && Math.abs(autograd.length - hand.length) < 1, `${autograd.length} px`);
  assert.equal(await larger.innerText(), "drawn 1,000 times as long");
  assert.match(await lab.locator(".nudge").innerText(), / All 4 predictions move at once, each x times as far as w\.$/);
  const lengths = await lab.locator(".moved").evaluateAll((all) => all.map((path) => path.getTotalLength()));
  assert.deepEqual(lengths.map((length) => Math.round((length / lengths[0]) * 100) / 100), [1, 2, 3, 4]);
});

test("of several parameters each has its arrows, and where none is by hand two are left", async (t) => {
  const page = await open(t, { path: figure('model="w*x + b"', "pair") });
  const told = () =>
    page.locator("grad-walk").evaluate(({ shadowRoot }) => {
      const rows = [...shadowRoot.querySelectorAll(".bars li:not(.zero)")];
      return rows.map((row) => (row.matches(".of") ? row.textContent : `${row.dataset.way} ${row.querySelector("b").textContent}`));
    });
  await frames(page);
  assert.deepEqual(await told(), ["w", "hand −30", "autograd −30", "numeric −30", "b", "hand −10", "autograd −10", "numeric −10"]);
  const sentence = () => page.locator(".sentence").innerText();
  assert.equal(await sentence(), "Nudged, derived, recorded: three routes, one gradient, −30 for w and −10 for b.");
  await move(page);
  await frames(page);
  assert.match(await sentence(), /itself: −120 for w and −40 for b, not −30 for w and −10 for b\. Give autograd the rate 0\.04 /);

  const lab = parts(page);
  await lab.set({ model: "w*x", loss: "L1Loss()" });
  await frames(page, 3);
  assert.deepEqual(await told(), ["autograd −2.5", "numeric −2.5"]);
  assert.equal(await sentence(), "Nudged and recorded: two routes, one slope, −2.5. By hand there is none here: one is derived for MSELoss().");
  assert.equal(await page.getByRole("switch").count(), 0);
  await lab.set({ model: "exp(w*x)", loss: "MSELoss()" });
  await frames(page, 3);
  assert.match(await sentence(), /two routes, one slope, .* By hand there is none here: one is derived where the model is linear in its parameters\.$/);
});

test("beside what is PyTorch's alone there is no gradient by hand and no notebook of one, and the sentence says why", async (t) => {
  const page = await open(t, { path: figure('optimizer="Adam()"', "adam") });
  const { hand, autograd, numeric, sentence } = await panel(page);
  assert.deepEqual([hand, autograd.value, numeric.value], [undefined, "−30", "−30"]);
  assert.match(sentence, /one slope, −30\. By hand there is none here: optimizers, schedules, batches, seeds and layers are PyTorch’s\.$/);
  assert.deepEqual(await Promise.all([".switch", ".notebook"].map((css) => page.locator(`[part=gradients] ${css}`).first().isVisible())), [false, false]);
});
