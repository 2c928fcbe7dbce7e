// Chapter 3, faster downhill, as a newcomer walks it: every number in its text held to the core or to mathematics, and the
// facts behind the answers to its four questions.
import assert from "node:assert/strict";
import test from "node:test";
import { line, linksAreWhole, lossOf, nothingMoves, numbers, press, readoutsAlign, said, under } from "./chapter.mjs";
import { HOME, frames, open, parts, unless } from "./harness.mjs";

const story = (t, options) => open(t, { path: `${HOME}downhill.html`, ...options });

const FINE = { x: [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35], y: [2.1, 2.5, 3.3, 3.7, 4.5, 4.9, 5.7, 6.1] };
const SHAKY = { x: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], y: [2.6, 2.2, 3.6, 3.1, 5.1, 4.6, 5.3, 6.5] };

/** The rows of the run of a lab, as far as it goes, with the state that it has come to. */
async function ran(page, id) {
  const lab = parts(page, page.locator(`grad-walk#${id}`));
  await lab.train();
  await frames(page);
  return { lab, rows: await lab.get("history"), state: await lab.get("state") };
}

test("each beat is a small figure of its own, and none says anything is wrong", async (t) => {
  const page = await story(t);
  assert.deepEqual(await page.locator("h2").allInnerTexts(), [
    "One rate for two directions", "What is left of the step before", "Each slope by its own size",
    "Two meanings of weight decay", "Some points at a time", "The whole lab",
  ]);
  const labs = await page.locator("grad-walk").evaluateAll((all) => all.map(({ id, shadowRoot }) => [id, shadowRoot.querySelector(".general").innerText]));
  assert.deepEqual(labs, ["race", "swing", "adam", "decay", "noise", "lab"].map((id) => [id, ""]));
  const points = await page.locator("grad-walk").evaluateAll((all) => all.map(({ id, state: { x, y } }) => [id, x, y]));
  for (const [id, x, y] of points) {
    const given = id === "noise" ? SHAKY : ["swing", "decay"].includes(id) ? { x: [1, 2, 3, 4], y: [2, 4, 6, 8] } : FINE;
    assert.deepEqual([x, y], [given.x, given.y], id);
  }
});

test("every number of the first section is the valley's, or what the runs come to", async (t) => {
  const page = await story(t);
  const { bends: [across, along], loss: least } = line(FINE);
  const { rows } = await ran(page, "race");
  const [momentum, plain] = await page.locator("#race").evaluate(async (element, { x, y }) => {
    const end = async () => {
      await element.train();
      const { w, b } = element.history.at(-1);
      return x.reduce((sum, x, k) => sum + (w * x + b - y[k]) ** 2, 0) / x.length;
    };
    const momentum = await end();
    element.state = { ...element.state, optimizer: "SGD()", lr: 0.9 };
    return [momentum, await end()];
  }, FINE);
  assert.deepEqual(numbers(await under(page, "One rate for two directions")), [
    ...FINE.x.slice(0, 3).map(String), "0.35", said(across), said(along, 2), said(across / along, 2),
    "2", said(across), said(2 / across, 2), "0.9", said(1 - 0.9 * along), said(plain, 2), said(least, 2), said(momentum),
  ]);
  // The table for readers without the script is that run.
  const told = await page.locator("#race tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => Number(cell.textContent))));
  assert.deepEqual(told, told.map(([epoch]) => [epoch, rows[epoch - 1].w, rows[epoch - 1].b, rows[epoch - 1].loss]));
});

test("1. Why does momentum pass the minimum?", async (t) => {
  const page = await story(t);
  const { rows } = await ran(page, "swing");
  let [w, v] = [0, 0];
  for (const row of rows) {
    const slope = 15 * (w - 2);
    v = 0.9 * v + slope;
    w -= 0.01 * v;
    assert.ok(Math.abs(row.w - w) < 1e-4, "as the text writes it");
  }
  const at = rows.map(({ w }) => w);
  assert.ok(at[2] < 2 && at[3] > 2 && at[6] === Math.max(...at));
  // At the minimum the slope is 0; just beyond it, it points back already, and w goes on all the same.
  assert.ok(rows[4].grad > 0 && at[4] > at[3]);
  const plain = await page.locator("#swing").evaluate(async (element) => {
    element.state = { ...element.state, optimizer: "SGD()" };
    await element.train();
    return element.history[3].w;
  });
  const { bends: [across] } = line(FINE);
  assert.deepEqual(numbers(await under(page, "What is left of the step before")), [
    "0.9", "0.9", said(at[0]), said(at[3], 4), said(plain), "2", "0", said(at[6], 4), "2",
    "1", "1", "0.9", "10", "2", "1", "0.9", said(across), said(3.8 / across),
  ]);
  await press(page, "without velocity");
  assert.match(await parts(page, page.locator("#swing")).shown(), /^epoch 4 of 60 w 0\.956 /);
  await press(page, "the velocity");
  assert.match(await parts(page, page.locator("#swing")).shown(), /^epoch 4 of 60 w 2\.137 /);
});

test("2. Why is Adam's first step as long as the rate?", async (t) => {
  const page = await story(t);
  const first = async () => {
    const [row] = await parts(page, page.locator("#adam")).get("history");
    return row;
  };
  const row = await first();
  assert.deepEqual([row.w, row.b].map((number) => said(number)), ["0.5", "0.5"]);
  await press(page, "x in hundreds of kilograms");
  const large = await first();
  assert.deepEqual([large.w, large.b].map((number) => said(number)), ["0.5", "0.5"]);
  await press(page, "no parameter");
  assert.deepEqual(await first(), row);
  await press(page, "its first step");
  const uncorrected = await first();
  assert.deepEqual([uncorrected.w, uncorrected.b].map((number) => said(number)), ["5", "5"]);
  assert.deepEqual(numbers(await under(page, "Each slope by its own size")), [
    "0.5", said(row.grad_w), said(row.grad_b, 2), "0.5", "1", "−1",
    said(large.grad_w), "0", "0.1", "0.001", "0.1", "0.001", said(0.1 / Math.sqrt(0.001)), "0.01", "1", "0.01", "10", "5",
  ]);
});

test("weight decay has two meanings, and both come to what the text says", async (t) => {
  const page = await story(t);
  const lab = parts(page, page.locator("#decay"));
  const w = async () => (await lab.get("history")).at(-1).w.toFixed(3);
  const ends = [];
  for (const words of ["SGD", "Adam", "AdamW"]) {
    await page.locator("section a", { hasText: new RegExp(`^${words}$`) }).first().click();
    await page.waitForFunction(() => document.getElementById("decay").epoch === 400);
    await frames(page);
    ends.push(await w());
  }
  assert.deepEqual(ends, ["1.875", "1.875", "0.938"]);
  assert.ok(Math.abs(15 * (1.875 - 2) + 1.875) < 1e-12, "there both pulls are as strong");
  assert.deepEqual(numbers(await under(page, "Two meanings of weight decay")), ["15", "2", "0", "1.875", "0.938"]);
});

/** What the lab with the noise has come to, of all eight points, after pressing these words. */
async function noise(page, words) {
  if (words) await press(page, words);
  await page.waitForFunction(() => document.getElementById("noise").epoch === 160);
  await frames(page);
  const rows = await parts(page, page.locator("#noise")).get("history");
  return { rows, all: rows.map(({ w, b }) => lossOf(SHAKY, w, b)) };
}

test("3. What does shuffling change? 4. Why does a falling rate let noise settle?", async (t) => {
  const page = await story(t);
  const { loss: least } = line(SHAKY);
  const constant = await noise(page);
  assert.equal(constant.all.length, 160);
  const late = constant.all.slice(80);
  assert.ok(Math.min(...late) < least + 0.02 && Math.max(...late) > least + 0.3, "near it again and again, and never there");
  const inOrder = await noise(page, "Without shuffling");
  const [last, before] = [inOrder.rows.slice(-4), inOrder.rows.slice(-8, -4)];
  last.forEach(({ w, b }, index) => {
    assert.ok(Math.hypot(w - before[index].w, b - before[index].b) < 1e-3, "the same four places, pass after pass");
    assert.ok(Math.hypot(w - last[(index + 1) % 4].w, b - last[(index + 1) % 4].b) > 0.03, "four of them");
  });
  const shuffled = constant.rows;
  assert.ok(Math.hypot(shuffled.at(-1).w - shuffled.at(-5).w, shuffled.at(-1).b - shuffled.at(-5).b) > 0.1);
  const falls = await noise(page, "fall to 0.3 of itself");
  const early = await noise(page, "Every two passes");
  assert.deepEqual(numbers(await under(page, "Some points at a time")), [
    "0.6", said(constant.all.at(-1)), said(least), "0", "0.3", said(falls.all.at(-1), 4), said(early.rows.at(-1).w, 4),
  ]);
  assert.ok(early.all.at(-1) > 1.5 * least, "it stopped on the way");
  const moves = ({ rows }) => Math.hypot(rows.at(-1).w - rows.at(-2).w, rows.at(-1).b - rows.at(-2).b);
  assert.ok(moves(falls) < moves(constant) / 10, "the slopes of batches are as large as ever, the steps are not");
  assert.ok(Math.hypot(falls.rows.at(-1).grad_w, falls.rows.at(-1).grad_b) > 0.1);
});

linksAreWhole(story, 12);

nothingMoves(story);

readoutsAlign(story);

test("without JavaScript the chapter is read", { skip: unless("pages without scripts") }, async (t) => {
  const page = await story(t, { javaScriptEnabled: false, wait: false });
  assert.ok(await page.locator("#race table").isVisible());
  assert.ok(await page.getByText("First large steps, to come there; then small ones, to stay.").isVisible());
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 1280);
});
