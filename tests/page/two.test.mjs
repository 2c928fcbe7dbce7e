// Chapter 2, two numbers at once, as a newcomer walks it: every number in its text held to the core, the facts behind the
// answers to its four questions, and the way from one chapter to the other.
import assert from "node:assert/strict";
import test from "node:test";
import { line, linksAreWhole, mean, nothingMoves, numbers, press, readoutsAlign, said, under } from "./chapter.mjs";
import { HOME, asked, frames, open, parts, unless } from "./harness.mjs";

const story = (t, options) => open(t, { path: `${HOME}two.html`, ...options });

const SPRING = { x: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], y: [2.1, 2.5, 3.3, 3.7, 4.5, 4.9, 5.7, 6.1] };
const CABLE = { x: [-1.5, -1, -0.5, 0, 0.5, 1, 1.5], y: [5.1, 2.8, 1.4, 1, 1.5, 2.9, 5] };

test("each beat is a small figure of its own, and one wasm module serves them all", async (t) => {
  const fetched = asked("gradwalk_bg.wasm");
  const page = await story(t);
  assert.equal(asked("gradwalk_bg.wasm") - fetched, 1);
  assert.deepEqual(await page.locator("h2").allInnerTexts(), [
    "A spring", "The gradient is a pair", "The long valley", "Make it round", "A bend", "The whole lab",
  ]);
  const views = await page.locator("grad-walk").evaluateAll((all) =>
    all.map(({ id, shadowRoot }) => {
      const canvases = [...shadowRoot.querySelectorAll("canvas")].filter((node) => node.checkVisibility());
      return [id, ...canvases.map((node) => node.getAttribute("part").split("chart-")[1])];
    }),
  );
  assert.deepEqual(views, [
    ["find", "fit", "landscape", "loss", "w"],
    ["pair", "landscape", "grad"],
    ["valley", "landscape", "loss", "w"],
    ["round", "landscape", "loss", "w"],
    ["bend", "fit", "loss", "w"],
    ["lab", "fit", "landscape", "loss", "w"],
  ]);
  await page.locator("#lab").getByRole("combobox", { name: "Model" }).waitFor();
});

test("every number in the text is one of the points, or what mathematics makes of them", async (t) => {
  const page = await story(t);
  const spring = line(SPRING);
  const [across, along] = spring.bends;
  const { x, y } = SPRING;
  const alone = (() => {
    const w = mean(x.map((x, k) => x * y[k])) / mean(x.map((x) => x * x));
    return mean(x.map((x, k) => (w * x - y[k]) ** 2));
  })();
  assert.deepEqual(numbers(await under(page, "A spring")), [
    "0", "0.1", "0.2", "0.7", ...y.map(String), "0", "0", "0", said(alone), said(spring.loss, 2),
  ]);
  const slopes = [-2 * mean(x.map((x, k) => x * y[k])), -2 * mean(y)];
  assert.deepEqual(numbers(await under(page, "The gradient is a pair")), [
    "0", "0", said(slopes[0]), said(slopes[1], 2), "0.1", "0", said(-0.1 * slopes[0]), "0", said(-0.1 * slopes[1], 2),
  ]);
  const left = (lr, bend) => said(1 - lr * bend, Math.abs(1 - lr * bend) > 1 ? 3 : 2);
  const lossAfter = (lr) => {
    let [w, b] = [0, 0];
    for (let step = 0; step < 40; step++) {
      const off = x.map((x, k) => w * x + b - y[k]);
      [w, b] = [w - lr * 2 * mean(off.map((off, k) => off * x[k])), b - lr * 2 * mean(off)];
    }
    return mean(x.map((x, k) => (w * x + b - y[k]) ** 2));
  };
  assert.deepEqual(numbers(await under(page, "The long valley")), [
    said(across), said(along, 2), said(across / along, 2), "1", said(across), "1", said(along, 2),
    "0.75", left(0.75, across), left(0.75, along), left(0.75, across).slice(1), left(0.75, along), left(0.75, along),
    "0.3", left(0.3, along), said(lossAfter(0.3)), said(lossAfter(0.75)),
    "0.9", left(0.9, across).slice(1),
    "2", said(across), said(2 / across),
  ]);
  const centred = x.map((x) => x - mean(SPRING.x));
  const spread = Math.sqrt(mean(centred.map((x) => x * x)));
  const normal = centred.map((x) => x / spread);
  const [by, round] = [line({ x: centred, y }), line({ x: normal, y })];
  assert.ok(Math.abs(round.bends[0] - 2) < 1e-9 && Math.abs(round.bends[1] - 2) < 1e-9);
  assert.deepEqual(numbers(await under(page, "Make it round")), [
    "0", "0", String(y[0]), said(mean(x), 2), said(by.bends[0]), said(by.bends[1]), said(spread), said(round.bends[0]), "0.5",
    said(round.w, 4), said(spread), said(round.w, 4), said(spread), said(spring.w, 2),
  ]);
  const cable = line(CABLE);
  assert.ok(Math.abs(cable.w) < 1e-9 && Math.abs(cable.b - mean(CABLE.y)) < 1e-9, "it lies flat, at the mean");
  assert.deepEqual(numbers(await under(page, "A bend")), [
    ...[...CABLE.x, ...CABLE.y].map((number) => said(number)), said(cable.b, 4), said(cable.loss), "0", "0.00265",
  ]);
  // The attributes are the points that the text tells of.
  const points = await page.locator("grad-walk").evaluateAll((all) => all.map(({ id, state: { x, y, normalize } }) => [id, x, y, normalize]));
  for (const [id, x, y, normalize] of points) {
    const given = id === "bend" ? CABLE : SPRING;
    assert.deepEqual([x, y, String(normalize)], [given.x, given.y, id === "round" ? "x" : ""], id);
  }
});

test("1. What is the gradient of two numbers?", async (t) => {
  const page = await story(t);
  const lab = parts(page, page.locator("#pair"));
  await lab.lab.evaluate((element) => element.step());
  const [{ w, b, grad_w, grad_b }] = await lab.get("history");
  assert.deepEqual([grad_w, grad_b, w, b].map((number) => said(number)), ["−3.49", "−8.2", "0.349", "0.82"]);
  // Each slope is what the loss answers to a nudge of one number while the other stays, and the step is against both.
  const loss = (w, b) => mean(SPRING.x.map((x, k) => (w * x + b - SPRING.y[k]) ** 2));
  for (const [slope, nudged] of [[grad_w, loss(1e-4, 0)], [grad_b, loss(0, 1e-4)]]) {
    assert.ok(Math.abs((nudged - loss(0, 0)) / 1e-4 - slope) < 1e-3);
  }
  // Uphill as steep as the arrow says, along the level line not at all.
  const size = Math.hypot(grad_w, grad_b);
  const toward = (right, up) => (loss(1e-5 * right, 1e-5 * up) - loss(0, 0)) / 1e-5;
  assert.ok(Math.abs(toward(grad_w / size, grad_b / size) - size) < 1e-2);
  assert.ok(Math.abs(toward(-grad_b / size, grad_w / size)) < 1e-3);
});

/** What the loss comes to after `steps` in the lab of that id, and its rows. */
async function after(page, id, steps) {
  const lab = parts(page, page.locator(`grad-walk#${id}`));
  await page.waitForFunction(([id, steps]) => document.querySelector(`grad-walk#${id}`).epoch === steps, [id, steps]);
  await frames(page);
  return { lab, rows: await lab.get("history"), shown: await lab.shown() };
}

test("the best line through 0, and the best line with a height, are a press away", async (t) => {
  const page = await story(t);
  await press(page, "With w alone");
  assert.match((await after(page, "find", 200)).shown, /w 9\.971 loss 1\.25$/);
  await press(page, "a height b beside it");
  assert.match((await after(page, "find", 200)).shown, /w 5\.905 b 2\.033 loss 0\.00952$/);
});

test("2. Why does the path zigzag, and what does a smaller rate do about it?", async (t) => {
  const page = await story(t);
  const { bends, w, b } = line(SPRING);
  /** How far out a state is across the valley and along it: axes of the landscape, from the best. */
  const off = (row) => {
    const [u, v] = [2 * mean(SPRING.x), bends[0] - 2 * mean(SPRING.x.map((x) => x * x))];
    const [dw, db] = [row.w - w, row.b - b];
    return [dw * u + db * v, db * u - dw * v];
  };
  const factors = (rows) => [0, 1].map((axis) => off(rows[2])[axis] / off(rows[1])[axis]);
  const zigzag = await after(page, "valley", 40);
  assert.match(zigzag.shown, /loss 0\.0129$/);
  const found = factors(zigzag.rows).map((factor) => factor.toFixed(2)).sort();
  assert.deepEqual(found, ["-0.69", "0.93"]);
  await press(page, "0.3");
  const creeps = await after(page, "valley", 40);
  assert.match(creeps.shown, /loss 0\.123$/);
  assert.ok(factors(creeps.rows).every((factor) => factor > 0), "nothing crosses");
  await press(page, "0.9");
  const gone = await after(page, "valley", 40);
  assert.ok(gone.rows.at(-1).loss > gone.rows[1].loss, "it runs away");
  await press(page, "0.75");
  assert.match((await after(page, "valley", 40)).shown, /loss 0\.0129$/);
});

test("3. Why does normalizing help?", async (t) => {
  const page = await story(t);
  const { rows, lab } = await after(page, "round", 40);
  const least = line(SPRING).loss;
  assert.ok(rows[1].loss < 1.001 * least, `a single step lands at the bottom: ${rows[1].loss}`);
  assert.match(await lab.shown(), /w 1\.353 b 4\.100/);
  const lossBy = async (words) => {
    await press(page, words);
    const { rows } = await after(page, "round", 40);
    return rows.at(-1).loss;
  };
  assert.ok((await lossBy("The x as they were")) > 3 * least, "the same rate and the same points, in the long valley");
  assert.ok((await lossBy("each x")) > 3 * least, "centred it lies straight, and is long still");
  assert.ok((await lossBy("what is left")) < 1.001 * least);
});

test("4. When does a model not fit, however long it trains?", async (t) => {
  const page = await story(t);
  const line = await after(page, "bend", 40);
  assert.match(line.shown, /w −?0\.000 b 2\.814 loss 2\.43$/);
  await press(page, "a thousand steps");
  const long = await after(page, "bend", 1000);
  assert.match(long.shown, /loss 2\.43$/);
  const { grad_w, grad_b } = long.rows.at(-1);
  assert.ok(Math.hypot(grad_w, grad_b) < 1e-5, "at the bottom both slopes are 0");
  await press(page, "a*x*x");
  const bent = await after(page, "bend", 40);
  assert.match(bent.shown, /loss 0\.00265$/);
});

linksAreWhole(story, 10);

test("from each chapter a quiet line leads to the other; where somebody has been stays on this machine", async (t) => {
  const page = await story(t);
  const been = () => page.locator(".chapters a").evaluateAll((all) => all.map((link) => [link.textContent, link.ariaCurrent, "been" in link.dataset]));
  const three = ["3 Faster downhill", null, false];
  const here = [["1 One number", null, false], ["2 Two numbers", "page", true], three];
  assert.deepEqual(await been(), [...here, ...here]);
  await page.getByRole("navigation", { name: "Chapters", exact: true }).getByRole("link", { name: "1 One number" }).click();
  await page.locator(".chapters a[href='index.html'][data-been]").first().waitFor();
  assert.equal(await page.locator("h1").innerText(), "Walk through gradient descent");
  const there = [["1 One number", "page", true], ["2 Two numbers", null, true], three];
  assert.deepEqual(await been(), [...there, ...there]);
  // Whoever lets a page keep nothing reads on.
  const closed = await story(t, {
    prepare: (page) => page.addInitScript(() => Object.defineProperty(window, "localStorage", { get: () => { throw new Error("closed"); } })),
  });
  assert.equal(await closed.locator("grad-walk").count(), 6);
});

nothingMoves(story);

readoutsAlign(story);

test("the table for readers without JavaScript is the run of the first figure", async (t) => {
  const page = await story(t);
  const lab = parts(page, page.locator("#find"));
  await lab.train();
  const rows = await lab.get("history");
  const told = await page.locator("#find tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => Number(cell.textContent))));
  assert.deepEqual(told, told.map(([epoch]) => [epoch, rows[epoch - 1].w, rows[epoch - 1].b, rows[epoch - 1].loss]));
});

test("without JavaScript the chapter is read", { skip: unless("pages without scripts") }, async (t) => {
  const page = await story(t, { javaScriptEnabled: false, wait: false });
  assert.ok(await page.locator("#find table").isVisible());
  assert.ok(await page.getByText("No single rate suits both.").isVisible());
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 1280);
});
