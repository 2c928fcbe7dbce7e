// The story of index.html as a newcomer walks it, and the facts behind the answers to the five
// questions that they can answer afterwards, read from what the page itself says.
import assert from "node:assert/strict";
import test from "node:test";
import { nothingMoves, readoutsAlign } from "./chapter.mjs";
import { HOME, asked, frames, open, parts } from "./harness.mjs";

const story = (t, options) => open(t, { path: HOME, ...options });
const status = (lab) => lab.lab.locator("[part=status]");

test("each beat is a small figure of its own, and one wasm module serves them all", async (t) => {
  const fetched = asked("gradwalk_bg.wasm");
  const page = await story(t);
  assert.equal(asked("gradwalk_bg.wasm") - fetched, 1);
  assert.equal(asked("run.svg"), 0, "the picture is for those who have no lab");
  assert.deepEqual(await page.locator("h2").allInnerTexts(), [
    "Find the line",
    "One step",
    "How fast?",
    "Three gradients",
    "Inside backward()",
    "The whole lab",
    "Put it on your page",
  ]);
  const views = await page.locator("grad-walk").evaluateAll((all) =>
    all.map(({ id, shadowRoot }) => {
      const canvases = [...shadowRoot.querySelectorAll("canvas")].filter((node) => node.checkVisibility());
      const names = canvases.map((node) => node.getAttribute("part").split("chart-")[1]);
      const others = { step: ".graph", gradients: ".bars" };
      const shown = Object.keys(others).filter((name) => shadowRoot.querySelector(others[name])?.checkVisibility());
      return [id, ...names, ...shown];
    }),
  );
  assert.deepEqual(views, [
    ["find", "fit", "landscape", "loss", "w"],
    ["step", "fit", "landscape", "step"],
    ["fast", "landscape", "loss", "w"],
    ["gradients", "w", "gradients"],
    ["backward", "w", "grad", "step"],
    ["lab", "fit", "landscape", "loss", "w"],
  ]);
});

test("whoever only presses what is dark reads “Not 2 yet. Take more steps.”", async (t) => {
  const page = await story(t, { reducedMotion: "no-preference" });
  const lab = parts(page, page.locator("#find"));
  assert.equal(await status(lab).innerText(), "Four points. One number, w, tilts the line. Drag the line.");
  assert.ok((await lab.button("Train").boundingBox()).y < 900, "Train is in sight on a common screen");
  const start = Date.now();
  await lab.button("Train").click();
  await page.waitForFunction(() => document.getElementById("find").status === "done");
  await frames(page);
  assert.equal(
    await status(lab).innerText(),
    "20 steps: w = 1.922, loss = 0.0451. Not 2 yet. Take more steps.",
  );
  assert.ok(Date.now() - start < 10_000, "well within half a minute");
  await lab.slider("Learning rate").focus();
  while ((await lab.get("state")).lr < 0.06) await page.keyboard.press("ArrowRight");
  await frames(page);
  assert.match(await status(lab).innerText(), /^20 steps: w = 2\.000, loss = \S+\. (There: the loss is least at 2|Settled)/);
});

test("1. Why does the loss fall although nobody said that w should be 2?", async (t) => {
  const page = await story(t);
  const lab = parts(page, page.locator("#find"));
  await lab.button("Step").click();
  await lab.button("Step").click();
  await frames(page);
  // The slope at each w is known, and says which way is down: against it.
  assert.match(await status(lab).innerText(), /^The gradient at w = 0\.555 is −21\.7\.$/);
  await lab.train();
  const rows = await lab.get("history");
  for (const [index, { grad, loss }] of rows.entries()) {
    const next = rows[index + 1];
    if (!next) break;
    assert.ok(next.loss < loss, "each step goes down");
    assert.ok((next.w - rows[index].w) * next.grad < 0, "because each goes against its gradient");
    assert.ok(Math.abs(next.grad) < Math.abs(grad), "and the slope ends where the loss is least");
  }
  await assert.doesNotReject(page.getByText("where the slope ends, the loss is least").waitFor());
});

test("2. Why is the notebook by hand nearer in 10 steps than autograd in 20?", async (t) => {
  const page = await story(t);
  const lab = parts(page, page.locator("grad-walk#gradients"));
  await lab.lab.getByRole("switch", { name: "Move the mean" }).click();
  await frames(page);
  const said = lab.lab.locator(".sentence");
  assert.match(await said.innerText(), /already added the points up, .* −120, not −30\. .* rate 0\.04 /);
  await lab.button("By hand (NumPy)").click();
  await lab.train();
  const [byHand] = await lab.get("history");
  await frames(page);
  assert.match(await lab.shown(), /10 of 10 w 2\.000/);
  await lab.button("Autograd (PyTorch)").click();
  await lab.train();
  const [autograd] = await lab.get("history");
  await frames(page);
  assert.match(await lab.shown(), /20 of 20 w 1\.922/);
  assert.equal(byHand.grad, 4 * autograd.grad);
});

test("3. What does backward() do at × x, why do contributions add up, and who empties w.grad?", async (t) => {
  const page = await story(t);
  const lab = parts(page, page.locator("grad-walk#step"));
  const said = lab.lab.locator(".visited");
  const heard = [];
  for (let press = 0; press < 26; press++) {
    await lab.button("On by one").click();
    await frames(page);
    heard.push(await said.innerText());
  }
  assert.match(heard[22], /Here ŷ = w × 3, so ŷ moves 3 times as far as w: .* = −3 × 3 = −9\. w\.grad adds it/);
  assert.match(heard[23], /−1 − 4 − 9 − 16 = −30\. w is used 4 times, so its slopes add\.$/);
  assert.match(heard[25], /^w\.grad is empty again/);
  assert.equal(await lab.lab.locator(".card.update code").innerText(), "with torch.no_grad(): w -= lr * w.grad\nw.grad.zero_()");
  const { grad, w } = (await lab.get("history"))[0];
  assert.deepEqual([grad, w.toFixed(3)], [-30, "0.300"]);
});

test("4. Why does w circle when zero_grad is left out?", async (t) => {
  const page = await story(t);
  const lab = parts(page, page.locator("grad-walk#backward"));
  assert.match(
    await lab.lab.locator(".kept").innerText(),
    /Without w\.grad\.zero_\(\), step 2 uses −30 − 25\.5 = −55\.5; .* so w circles it without settling\.$/,
  );
  await lab.train();
  await frames(page);
  const left = (await lab.get("history")).map(({ w }) => w);
  assert.ok(Math.max(...left) > 3.9 && left.at(-1) < Math.max(...left), "past 2, and back");
  await lab.lab.getByRole("switch", { name: "Empty w.grad before the next step" }).check();
  await frames(page);
  await lab.train();
  const emptied = (await lab.get("history")).map(({ w }) => w);
  assert.ok(emptied.every((w, k) => w < 2 && (!k || w > emptied[k - 1])), "emptied, it goes straight to 2");
});

test("5. Why does a rate of 0.12 arrive and 0.14 run away?", async (t) => {
  const page = await story(t);
  const lab = parts(page, page.locator("#fast"));
  const at = async (lr) => {
    await lab.type("Learning rate", lr);
    await frames(page);
    const off = (await lab.get("history")).map(({ w }) => Math.abs(w - 2));
    return { said: await lab.verdict.innerText(), off };
  };
  const arrives = await at("0.12");
  assert.equal(
    arrives.said,
    "Overshoots, but arrives: at 0.12 each step crosses 2 and lands 0.8 times as far away.",
  );
  const gone = await at("0.14");
  assert.equal(
    gone.said,
    "Runs away: at 0.14 each step lands 1.1 times as far from 2 as the last. Try 0.1 Logarithmic axis",
  );
  const factor = ({ off }) => off[1] / off[0];
  assert.ok(Math.abs(factor(arrives) - 0.8) < 1e-5 && Math.abs(factor(gone) - 1.1) < 1e-5);
  assert.equal(
    await lab.note("lr").innerText(),
    "Bend H = 15 = 2·mean(x²), slope = 15·(w − 2), so the limit is 2/15 ≈ 0.133.",
  );
});

nothingMoves(story);

readoutsAlign(story);

test("the rates that the prose speaks of can be clicked, and the page stays where it is", async (t) => {
  const page = await story(t);
  const lab = parts(page, page.locator("grad-walk#fast"));
  for (const rate of ["0.12", "0.14", "0.01"]) {
    const link = page.locator(`p a[href="#gw:fast?lr=${rate}"]`);
    await link.scrollIntoViewIfNeeded();
    const at = await page.evaluate(() => scrollY);
    await link.click();
    await frames(page);
    assert.equal((await lab.get("state")).lr, Number(rate));
    assert.ok(Math.abs((await page.evaluate(() => scrollY)) - at) <= 1);
  }
});

test("every rate in the text is a link that trains at it, with the run before behind it", async (t) => {
  const page = await story(t);
  const links = await page.locator('section a[href*="lr="]').evaluateAll((all) =>
    all.map(({ textContent, hash }) => [textContent, hash]),
  );
  assert.deepEqual(links.map(([text]) => text), ["0.01", "0.12", "0.14", "2/15", "0.04", "1/30", "2/15"]);
  for (const [index, [text, hash]] of links.entries()) {
    const [, id, rate] = /^#gw:(\w+)\?.*lr=([\d.]+)$/.exec(hash);
    const [over, under = 1] = text.split("/").map(Number);
    assert.equal(Number(rate), over / under);
    const lab = parts(page, page.locator(`grad-walk#${id}`));
    const before = await lab.lab.evaluate((element) => element.state.lr);
    await lab.train();
    await page.locator('section a[href*="lr="]').nth(index).click();
    await frames(page, 3);
    assert.equal(await lab.lab.evaluate((element) => element.state.lr), Number(rate));
    if (Number(rate) === before) continue;
    assert.match(await lab.canvas("w").getAttribute("aria-label"), new RegExp(`The run before, at ${before}, came to`));
  }
});
