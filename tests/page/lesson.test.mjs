// The lesson as a reader meets it: both notebooks, to the character and to the bit.
import assert from "node:assert/strict";
import test from "node:test";
import { HOME, bare, frames, golden, heard, open, parts, unless } from "./harness.mjs";

const NOTEBOOKS = [
  {
    name: "notebook_manual",
    button: "By hand (NumPy)",
    before: "Prediction before training: 0.000",
    after: "Prediction after training: 9.999",
  },
  {
    name: "notebook_autograd",
    button: "Autograd (PyTorch)",
    before: "Prediction before training: 0.0",
    after: "Prediction after training: 9.612405776977539",
  },
];

for (const { name, button, before, after } of NOTEBOOKS) {
  test(`${name}: the printout is the notebook's, line by line`, async (t) => {
    const page = await open(t);
    const lab = parts(page);
    const rows = await golden(name);
    await lab.button(button).click();
    await lab.drawer("Printout");
    await lab.button("Train").click();
    await page.waitForFunction((count) => document.querySelector("grad-walk").epoch === count, rows.length);
    await frames(page);
    assert.deepEqual(
      await lab.lines.allTextContents(),
      rows.map(({ printed }) => printed),
    );
    const frame = await page.locator("[part=printout] .line").allTextContents();
    assert.deepEqual(frame, [before, after]);
  });

  test(`${name}: history holds the golden rows to the bit`, async (t) => {
    const lab = parts(await open(t));
    await lab.button(button).click();
    const { status, reason } = await lab.train();
    assert.deepEqual({ status, reason }, { status: "done", reason: "completed" });
    // A double's digits survive the way from the page: equal numbers are the same bits.
    assert.deepEqual(
      await lab.get("history"),
      (await golden(name)).map(({ row }) => row),
    );
  });
}

test("the table for readers without JavaScript is the notebook's run", { skip: unless("pages without scripts") }, async (t) => {
  const page = await open(t, { path: HOME, javaScriptEnabled: false, wait: false });
  const rows = await page.locator("grad-walk tbody tr").all();
  const shown = await Promise.all(rows.map((row) => row.locator("td").allTextContents()));
  const lines = shown.map(([epoch, w, loss]) => `epoch ${epoch}: w=${w}, loss=${loss}`);
  assert.deepEqual(
    lines,
    (await golden("notebook_autograd")).filter((_, step) => step < 5 || step === 19).map(({ printed }) => printed),
  );
  assert.ok(await page.locator("grad-walk table").isVisible());
});

test("at first sight: the start of the run, and nothing moved yet", async (t) => {
  const lab = parts(await open(t));
  assert.equal(await lab.shown(), "epoch 0 of 20 w 0.000 loss 30.0");
  assert.equal(await lab.get("status"), "ready");
  assert.deepEqual(await lab.get("history"), []);
});

test("Step, Back and Reset walk the same states, forth and back, to the bit", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  for (let n = 0; n < 3; n++) await lab.button("Step").click();
  await frames(page);
  assert.match(await lab.shown(), /3 of 20/);
  const there = await lab.get("history");
  await lab.button("Step").click();
  await lab.button("Back").click();
  assert.deepEqual(await lab.get("history"), there);
  await lab.button("Reset").click();
  assert.equal(await lab.get("epoch"), 0);
  assert.equal(await lab.get("status"), "ready");
  // Back at the start and Step at the end stay where they are.
  const press = (name) => lab.button(name).click({ force: true }); // it is marked as disabled
  await press("Back");
  assert.equal(await lab.get("epoch"), 0);
  await lab.train();
  await press("Step");
  assert.equal(await lab.get("epoch"), 20);
});

test("Train animates: position by position, each shown once, in order, within its time", async (t) => {
  const page = await open(t, { reducedMotion: "no-preference" });
  const lab = parts(page);
  const start = Date.now();
  await lab.button("Train").click();
  await page.waitForFunction(() => window.heard.some(({ type }) => type === "gw-end"));
  const took = Date.now() - start;
  assert.ok(took > 3000 && took < 7000, `the first run takes about four seconds, not ${took} ms`);
  const epochs = (await heard(page, "gw-step")).map(({ detail }) => detail.epoch);
  assert.deepEqual(
    epochs,
    [...new Set(epochs)].toSorted((a, b) => a - b),
  );
  assert.equal(epochs.at(-1), 20);
  assert.ok(epochs.length > 14, `a busy machine may skip some, not most: ${epochs}`);

  const again = Date.now();
  await lab.train(); // from the end it starts over
  const second = Date.now() - again;
  assert.ok(second > 1400 && second < 4500, `later runs take about two seconds, not ${second} ms`);
  assert.equal(await lab.get("epoch"), 20);
});

test("the first three steps come slowly, each with its cause before its effect", async (t) => {
  const page = await open(t, { reducedMotion: "no-preference" });
  const lab = parts(page);
  const seen = await lab.lab.evaluate(async (element) => {
    const seen = [];
    const end = element.train();
    let over = false;
    end.then(() => (over = true));
    while (!over) {
      await new Promise(requestAnimationFrame);
      const { epoch, phase } = element.state;
      const now = `${epoch} ${phase}`.trim();
      if (seen.at(-1) !== now) seen.push(now);
    }
    return seen;
  });
  const slow = [0, 1, 2].flatMap((epoch) => [`${epoch} gradient`, `${epoch} update`, `${epoch} update.1`]);
  const first = seen.filter((place) => place !== "0");
  assert.deepEqual(first.slice(0, 9), slow);
  assert.ok(first.slice(9).every((place) => /^\d+$/.test(place)), "then state by state");
  assert.equal(seen.at(-1), "20");
});

test("whoever pauses within a slow step stands at its state, with the slope in sight", async (t) => {
  const page = await open(t, { reducedMotion: "no-preference" });
  const lab = parts(page);
  await lab.button("Train").click();
  await page.waitForFunction(() => document.querySelector("grad-walk").state.phase === "gradient");
  await lab.button("Pause").click();
  await frames(page);
  assert.equal((await lab.get("state")).phase, "");
  assert.match(await lab.status.innerText(), /gradient at w|Drag the line/);
});

test("Train reads Pause while it runs, pauses where it is, and goes on from there", async (t) => {
  const page = await open(t, { reducedMotion: "no-preference" });
  const lab = parts(page);
  const width = () =>
    lab.lab.locator("[part~=train]").evaluate((button) => button.getBoundingClientRect().width);
  const idle = await width();
  await lab.button("Train").click();
  await page.waitForFunction(() => document.querySelector("grad-walk").epoch >= 3);
  assert.equal(await width(), idle);
  await lab.button("Pause").click();
  const epoch = await lab.get("epoch");
  assert.ok(epoch >= 3 && epoch < 20);
  await frames(page, 10);
  assert.equal(await lab.get("epoch"), epoch);
  await lab.button("Train").click();
  await page.waitForFunction(() => document.querySelector("grad-walk").epoch === 20);
  const epochs = (await heard(page, "gw-step")).map(({ detail }) => detail.epoch);
  assert.deepEqual(
    epochs,
    epochs.toSorted((a, b) => a - b),
    "it never went back",
  );
});

test("a finished run trains anew as soon as a setting changes", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.train();
  await lab.set({ lr: "0.05" });
  await frames(page);
  assert.equal(await lab.get("epoch"), 20);
  assert.notEqual((await lab.get("history"))[0].w, 0.29999998211860657);
  assert.match(await lab.shown(), /2\.000/);
});

test("np.dot's slip: by hand the first gradient is four times autograd's", async (t) => {
  const lab = parts(await open(t));
  await lab.button("By hand (NumPy)").click();
  await lab.button("Step").click();
  const [{ grad: byHand }] = await lab.get("history");
  await lab.button("Autograd (PyTorch)").click();
  const [{ grad: byAutograd }] = await lab.get("history");
  assert.equal(byHand, -120);
  assert.equal(byAutograd, -30);
});

test("speed and autoplay: a lab that starts by itself, and as fast as it is asked", async (t) => {
  const page = await open(t, { path: bare('<grad-walk autoplay="on" speed="4"></grad-walk>'), reducedMotion: "no-preference" });
  const start = Date.now();
  await page.waitForFunction(() => window.heard.some(({ type }) => type === "gw-end"));
  assert.ok(Date.now() - start < 2500, "a quarter of four seconds");
  const lab = parts(page);
  assert.deepEqual([await lab.get("epoch"), (await lab.get("state")).speed], [20, 4]);
  // Not in sight, it waits.
  const below = await open(t, { path: bare('<p style="height: 3000px"></p><grad-walk autoplay="on"></grad-walk>') });
  await below.waitForTimeout(300);
  assert.equal(await parts(below).get("epoch"), 0);
  await below.locator("grad-walk").scrollIntoViewIfNeeded();
  await below.waitForFunction(() => document.querySelector("grad-walk").epoch === 20);
});

test("charts tell their course, and the run before", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const told = (chart) => lab.canvas(chart).getAttribute("aria-label");
  await lab.drawer("Printout"); // the words come with its script
  await lab.train();
  await frames(page);
  assert.match(await told("loss"), /0\.0451 at epoch 20 of 20\. Halved by step 3\.$/);
  assert.match(await told("w"), /nears the best w from one side, by less with each step\. The best w is 2\.000\.$/);
  const loss = (await lab.get("history")).map(({ loss }) => loss);
  assert.ok(loss[3] <= 15 && loss[2] > 15, "30 is halved at state 3, not before");
  await lab.type("Learning rate", "0.12");
  assert.match(await told("w"), /crosses the best w at every step, each swing smaller than the last\..* The run before, at 0\.01, came to 1\.922\.$/);
});

test("the printout says where other roundings part, what is the processor's, and whether a line is a step", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.drawer("Printout");
  const room = page.locator("[part=printout]");
  const told = async (state) => {
    await lab.set(state);
    await page.evaluate(() => document.querySelector("grad-walk").train());
    await frames(page);
    return room.locator(".digits").innerText();
  };
  const lines = () => room.locator("tbody tr").allTextContents();
  // In the lesson's twenty steps the two come to the same.
  assert.match(await told({ lr: "0.01" }), /^torch\.optim\.SGD comes to the same digits in this run: the line by hand rounds lr · grad, and then the difference; SGD rounds once\.$/);
  // Where it says that they part they do, and not before.
  const [, line] = (await told({ w: "0.3", lr: "0.0123" })).match(/^With torch\.optim\.SGD the last digits part first in line (\d+): /);
  const byHand = await lines();
  assert.match(await told({ optimizer: "SGD()" }), new RegExp(`^With w -= lr \\* w\\.grad the last digits part first in line ${line}: `));
  const fused = await lines();
  assert.deepEqual(fused.slice(0, line - 1), byHand.slice(0, line - 1));
  assert.notEqual(fused[line - 1], byHand[line - 1]);
  assert.match(await told({ optimizer: "Adam()" }), /^Square roots are rounded correctly here\./);
  assert.match(await told({ optimizer: "SGD()", model: "Linear(1, 1)", seed: "0" }), /weight\*x \+ bias comes to the same digits in this run: .*nn\.Linear is computed by MKL/s);
  // The same in words: heads that a screen reader has, lines, and the table.
  const head = () => room.locator("thead th").first().textContent();
  assert.deepEqual([await head(), (await lines())[0].split(":")[0]], ["Epoch", "epoch 1"]);
  await told({ batch: "3" });
  assert.deepEqual([await head(), (await lines())[0].split(":")[0]], ["Step", "step 1"]);
  assert.match(await lab.lab.evaluate((lab) => lab.toCSV()), /^step,weight,bias,loss,grad_weight,grad_bias\n1,/);
  await told({ batch: "4" });
  assert.deepEqual([await head(), (await lines())[0].split(":")[0]], ["Epoch", "epoch 1"]);
});

test("by hand the printout says which NumPy prints it, marks what the other prints otherwise, and shows that", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.button("By hand (NumPy)").click();
  await lab.drawer("Printout");
  await lab.button("Train").click();
  await page.waitForFunction(() => document.querySelector("grad-walk").epoch === 10);
  await frames(page);
  const room = page.locator("[part=printout]");
  const marked = () => room.locator("tr[data-parts]").allTextContents();
  const said = async () => (await room.locator(".versions span").allInnerTexts()).join(" ").trim();
  assert.match(await said(), /NumPy 1 prints it so\. NumPy 2 prints lines 2 and 7 otherwise: there w becomes a float32\./);
  assert.deepEqual(await marked(), ["epoch 2: w=1.680, loss=4.79999924", "epoch 7: w=1.997, loss=0.00050331"]);

  // The real NumPy 2.4.6 prints these.
  await lab.button("Show NumPy 2’s").click();
  await frames(page);
  await page.evaluate(() => document.querySelector("grad-walk").train());
  await frames(page);
  assert.equal((await lab.get("state")).numpy, "2");
  assert.match(await said(), /NumPy 2 prints it so\. NumPy 1 prints lines 2 and 7 otherwise: there w stays a float64\./);
  assert.deepEqual(await marked(), ["epoch 2: w=1.680, loss=4.80000067", "epoch 7: w=1.997, loss=0.00050332"]);

  // With the mean both are the same, and of many points np.dot is the processor's.
  await lab.set({ gradient: "manual" });
  await page.evaluate(() => document.querySelector("grad-walk").train());
  await frames(page);
  assert.equal(await said(), "NumPy 1 and NumPy 2 print the same lines.");
  assert.deepEqual(await marked(), []);
  const x = Array.from({ length: 32 }, (_, index) => (index + 1) / 8);
  await lab.set({ gradient: "manual-sum", lr: "0.001", x: x.join(), y: x.map((x) => 2 * x).join() });
  await frames(page);
  assert.match(await said(), /From 32 points on the last digits of np\.dot depend on the processor/);
  // In double precision, of two already; beside the gradients, too.
  await lab.set({ precision: "f64", x: "1,2", y: "2,4" });
  await frames(page);
  const digits = /In double precision the last digits of np\.dot depend on the processor; these are those of the plain sum\./;
  assert.match(await said(), digits);
  await lab.set({ gradient: "autograd" });
  await frames(page);
  assert.equal(await said(), "");
  await lab.set({ gradient: "manual-sum" });
  await lab.drawer("Gradients");
  await frames(page);
  assert.match(await page.locator("[part=gradients] .sentence").innerText(), digits);
});
