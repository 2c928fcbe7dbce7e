// One step, opened: walked node by node, its numbers those of the run, its sentences those of its
// numbers, by hand, by key and by link.
import assert from "node:assert/strict";
import test from "node:test";
import { bare, frames, golden, heard, LAB, open, parts } from "./harness.mjs";

/** The lab with its first drawer open, at a state. */
async function opened(t, state = {}, options = {}) {
  const page = await open(t, { path: LAB, ...options });
  const lab = parts(page);
  await lab.drawer("One step");
  if (Object.keys(state).length) await go(page, lab, state);
  await frames(page);
  return { page, lab, step: stepOf(page, lab) };
}

async function go(page, lab, state) {
  await lab.lab.evaluate((element, state) => (element.state = { epoch: 0, ...state }), state);
  await frames(page);
}

/** What a test reads of the open step. */
function stepOf(page, lab) {
  const panel = lab.lab.locator("[part=step]");
  const texts = (css) => panel.locator(`svg text${css}`).allTextContents();
  return {
    panel,
    texts,
    sentence: () => panel.locator(".visited").innerText(),
    where: () => panel.locator(".where").innerText(),
    told: (stage) => panel.locator(`.card.${stage} .told`).innerText(),
    now: () => panel.locator("[aria-current=step] b").allInnerTexts(),
    node: (name) => panel.getByRole("button", { name }),
    press: async (name) => {
      await panel.getByRole("button", { name, exact: true }).click();
      await frames(page);
    },
    lands: () => texts(".back.strong.middle.to"),
  };
}

test("every node of the lesson's first step, with the number that the mathematics has", async (t) => {
  const { page, lab, step } = await opened(t);
  const [x, y] = [[1, 2, 3, 4], [2, 4, 6, 8]];
  const expected = [
    ...x.map((x) => `w times the x of point ${x}: 0 × ${x} = 0.`),
    ...y.map((y) => `The prediction 0 minus the true ${y} is −${y}: here the line lies ${y} too low.`),
    ...y.map((y) => `−${y} squared is ${y * y}: too low and too high both count.`),
    "The mean of the 4 squares: (4 + 16 + 36 + 64) ÷ 4 = 30. That is the loss.",
    "Backward starts at the loss: L moves 1 for 1 with itself.",
    "Each square is one of 4 in the mean, so it gets 1 × 1/4 = 0.25.", // all at once
    ...y.map((y) => `e² moves 2e = 2 × (−${y}) = −${2 * y} times as fast as e: 0.25 × (−${2 * y}) = −${y / 2}.`),
    "Taking away 8 only shifts: × 1, still −4.", // the last of four
    ...x.slice(0, 3).map(
      (x) =>
        `The slope arrives as −${x}. Here ŷ = w × ${x}, so ŷ moves ${x} times as far as w: ∂L/∂ŷ × ∂ŷ/∂w = −${x} × ${x} = −${x * x}. w.grad adds it to what is already there.`,
    ),
    "−4 × 4 = −16, and that was the last: −1 − 4 − 9 − 16 = −30. w is used 4 times, so its slopes add.",
    "The step is minus the rate times w.grad: −0.01 × (−30) = 0.3. w goes from 0 to 0.3, and the loss will fall from 30 to 21.7.",
    "w.grad is empty again. Now w = 0.3; go on to predict.",
  ];
  assert.equal(await step.sentence(), "Before the step: w = 0. Go on to predict.");
  for (const sentence of expected) {
    await step.press("On by one");
    assert.equal(await step.sentence(), sentence);
  }
  assert.equal(await lab.get("epoch"), 1);
  for (const sentence of expected.reverse().slice(1)) {
    await step.press("Back by one");
    assert.equal(await step.sentence(), sentence);
  }
  assert.equal((await golden("notebook_autograd"))[0].row.grad, -30);
});

test("of five points the fifth is added right after the first, as PyTorch does", async (t) => {
  const { step } = await opened(t, { x: "1,2,3,4,5", y: "2,4,6,8,10", phase: "gradient.15" });
  const order = [];
  for (let press = 0; press < 8; press++) {
    await step.press("On by one");
    const [sentence, where] = [await step.sentence(), await step.where()];
    if (/w\.grad adds|was the last/.test(sentence)) order.push([where.match(/point (\d)/)[1], sentence.match(/ PyTorch .*/)?.[0]]);
  }
  const turn = " PyTorch adds this point right after point ";
  assert.deepEqual(order, [["1", undefined], ["5", `${turn}1.`], ["2", `${turn}5.`], ["3", undefined], ["4", undefined]]);
});

test("contributions land in w.grad one by one, and their sum is that of the run", async (t) => {
  const { page, lab, step } = await opened(t, { lr: 0.03, epoch: 3, phase: "gradient.13" });
  const { grad } = await lab.lab.evaluate((element) => {
    element.epoch = 4;
    return element.history[3];
  });
  await go(page, lab, { lr: 0.03, epoch: 3, phase: "gradient.13" });
  let sum = 0;
  for (let point = 1; point <= 4; point++) {
    await step.press("On by one");
    const [landed] = await step.lands();
    sum += Number(landed.replace("−", "-"));
    assert.match(await step.where(), new RegExp(`Gradient · point ${point} of 4$`));
  }
  assert.ok(Math.abs(sum / grad - 1) < 0.01, `${sum} is ${grad}`);
});

test("the strip says formula, numbers, line and badge, and which step is visited", async (t) => {
  const { page, lab, step } = await opened(t, { phase: "gradient.16" });
  assert.deepEqual(await step.now(), ["3 Gradient"]);
  assert.equal(await step.told("prediction"), "0 · (1, 2, 3, 4) = 0, 0, 0, 0");
  assert.equal(await step.told("loss"), "(4 + 16 + 36 + 64) ÷ 4 = 30");
  assert.equal(await step.told("gradient"), "−1 − 4 − 9 …");
  assert.equal(await step.told("update"), "");
  const badges = await step.panel.locator(".badge").allInnerTexts();
  assert.deepEqual(badges, ["by hand", "by hand", "PyTorch", "by hand"]);
  const code = () => step.panel.locator(".card.gradient code").innerText();
  assert.equal(await code(), "l.backward()");
  await go(page, lab, { gradient: "manual-sum", phase: "update.0" });
  assert.equal(await code(), "dw = np.dot(2*x, y_pred - y).mean()");
  assert.deepEqual(await step.panel.locator(".badge").allInnerTexts(), Array(4).fill("by hand"));
  assert.match(await step.sentence(), /np\.dot adds the products up, −120\. No graph is walked back\./);
  assert.deepEqual(await step.texts(".back.strong.start"), ["dw"]);
});

test("of PyTorch's own notebook all four badges say so, and the lines are its calls", async (t) => {
  const { page, lab, step } = await opened(t, { preset: "notebook-module", phase: "update.0" });
  const badges = () => step.panel.locator(".badge").allInnerTexts();
  const code = async () => (await step.panel.locator(".card code > *").allTextContents()).join("\n");
  const formula = (stage) => step.panel.locator(`.card.${stage} .formula`).innerText();
  assert.deepEqual(await badges(), Array(4).fill("PyTorch"));
  assert.equal(await code(), "y_pred = model(X)\nl = nn.MSELoss()(y_pred, Y)\nl.backward()\noptimizer.step()\noptimizer.zero_grad()");
  assert.equal(await formula("prediction"), "ŷᵢ = weight · xᵢ + bias");
  // On the reader's own formula an optimizer is PyTorch's, and prediction and squared error are not.
  await go(page, lab, { optimizer: "Adam()", scheduler: "StepLR(step_size=4)", batch: 2, seed: 1, phase: "update.0" });
  assert.deepEqual(await badges(), ["by hand", "by hand", "PyTorch", "PyTorch"]);
  assert.match(await code(), /optimizer\.zero_grad\(\)\nscheduler\.step\(\) {2}# after each pass$/);
  assert.match(await formula("update"), /^m ← 0\.9 · m \+ 0\.1 · w\.grad\n(.*\n){2}w ← w − lr · m′ ÷ \(√v′ \+ 1e−8\)$/);
  await go(page, lab, { optimizer: "SGD()", "zero-grad": "off", phase: "update.0" });
  assert.deepEqual(await step.panel.locator(".card.update s").allTextContents(), ["optimizer.zero_grad()"]);
  await go(page, lab, { loss: "L1Loss()", phase: "update.0" });
  assert.deepEqual(await badges(), ["by hand", "PyTorch", "PyTorch", "by hand"]);
});

test("one walks by epoch, by stage and by node, by button and by key", async (t) => {
  const { page, lab, step } = await opened(t);
  const at = async () => {
    const { epoch, phase } = await lab.get("state");
    return [epoch, phase];
  };
  await step.panel.getByRole("radio", { name: "stage" }).check();
  for (const phase of ["loss", "gradient", "update"]) {
    await step.press("On by one");
    assert.deepEqual(await at(), [0, phase]);
  }
  await step.press("On by one");
  assert.deepEqual(await at(), [1, ""]);
  await step.panel.getByRole("radio", { name: "node" }).check();
  await lab.lab.locator(".plots").focus();
  await page.keyboard.press("ArrowRight");
  await frames(page);
  assert.deepEqual(await at(), [1, "prediction.1"]);
  await page.keyboard.press("Shift+ArrowRight");
  await frames(page);
  assert.deepEqual(await at(), [1, "loss"], "with Shift by columns");
  await page.keyboard.press("ArrowLeft");
  await frames(page);
  assert.deepEqual(await at(), [1, "prediction.3"]);
  await step.panel.getByRole("radio", { name: "epoch" }).check();
  await lab.lab.locator(".plots").focus();
  await page.keyboard.press("ArrowRight");
  await frames(page);
  assert.deepEqual(await at(), [2, ""]);
  // With the drawer shut the keys go by epochs again.
  await lab.drawer("One step");
  await step.panel.waitFor({ state: "hidden" });
  await lab.lab.locator(".plots").focus();
  await page.keyboard.press("ArrowRight");
  await frames(page);
  assert.deepEqual(await at(), [3, ""]);
});

test("a node is a button: a press goes to its value, another to its slope", async (t) => {
  const { page, lab, step } = await opened(t, { phase: "update.1" });
  const residual = step.node(/^residual, point 3/);
  assert.equal(await residual.getAttribute("aria-label"), "residual, point 3: value −6, slope −3");
  await residual.click();
  await frames(page);
  assert.equal((await lab.get("state")).phase, "loss.3");
  assert.equal(await residual.getAttribute("aria-label"), "residual, point 3: value −6", "its slope is not there yet");
  await residual.click();
  await frames(page);
  assert.equal((await lab.get("state")).phase, "gradient.8");
});

test("the graph is one stop of Tab, and arrows lead from node to node", async (t) => {
  const { page, lab, step } = await opened(t, { phase: "gradient.5" });
  assert.equal(await step.panel.locator(".nodes [tabindex='0']").count(), 1);
  await step.panel.locator(".nodes [tabindex='0']").focus();
  const focused = () => lab.lab.evaluate((element) => element.shadowRoot.activeElement.getAttribute("aria-label"));
  const walk = [
    ["ArrowRight", /^residual, point 1/],
    ["ArrowDown", /^residual, point 2/],
    ["ArrowRight", /^square, point 2/],
    ["ArrowRight", /^loss/],
    ["ArrowRight", /^loss/],
    ["ArrowLeft", /^square, point/],
  ];
  for (const [key, name] of walk) {
    await page.keyboard.press(key);
    assert.match(await focused(), name, key);
  }
  assert.equal((await lab.get("state")).phase, "gradient.5", "to look is not to go");
  await page.keyboard.press("Enter");
  await frames(page);
  assert.notEqual((await lab.get("state")).phase, "gradient.5");
});

test("a position within a step is part of the state, and a tag can begin there", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all" epoch="4" phase="gradient.7"></grad-walk>') });
  const lab = parts(page);
  const state = await lab.get("state");
  assert.deepEqual([state.epoch, state.phase], [4, "gradient.7"]);
  await lab.drawer("One step");
  await frames(page);
  const sentence = await stepOf(page, lab).sentence();
  // Taken away and put back, the lab stands where it stood.
  await lab.lab.evaluate(async (element) => {
    const { parentNode } = element;
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    parentNode.append(element);
  });
  await frames(page);
  assert.equal((await lab.get("state")).phase, "gradient.7");
  assert.equal(await stepOf(page, lab).sentence(), sentence);
  // Other points have other nodes: the beginning of the stage, nothing else is lost.
  await lab.set({ x: "1,2", y: "2,4" });
  await frames(page);
  assert.deepEqual([(await lab.get("state")).epoch, (await lab.get("state")).phase], [4, "gradient"]);
  await lab.lab.evaluate((element) => (element.state = { epoch: 2, phase: "dinner" }));
  assert.match((await heard(page, "gw-error")).at(-1).detail.message, /“dinner” cannot be used\. phase takes a stage/);
});

test("left to add up, w.grad keeps what it held, and w circles", async (t) => {
  const { page, lab, step } = await opened(t, { epoch: 1, phase: "" });
  await step.panel.getByRole("switch").uncheck();
  await frames(page);
  assert.equal((await lab.get("state"))["zero-grad"], "off");
  assert.equal(await step.sentence(), "Nobody empties w.grad: −30 stays. Now w = 0.3; go on to predict.");
  assert.match(
    await step.panel.locator(".kept").innerText(),
    /step 2 uses −30 − 25\.5 = −55\.5; what is left over keeps pushing after w has passed 2, so w circles it without settling/,
  );
  assert.equal(await step.panel.locator(".card.update s").innerText(), "w.grad.zero_()");
  await go(page, lab, { "zero-grad": "off", epoch: 1, phase: "update" });
  assert.match(await step.sentence(), /The slope here is −25\.5; it is added to the −30 that was left, and w\.grad holds −55\.5\./);
  await lab.train();
  const w = (await lab.get("history")).map(({ w }) => w - 2);
  const crossings = w.filter((here, step) => step && here * w[step - 1] < 0);
  assert.ok(crossings.length >= 2 && Math.max(...w) > 1.9, "it does circle, as far as it began");
});

test("backward() called twice leaves twice the slope", async (t) => {
  const { page, step } = await opened(t);
  const button = step.panel.getByRole("button", { name: "Call backward() twice" });
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  await button.click();
  await frames(page);
  assert.match(await step.panel.innerText(), /leaves −30 in an empty w\.grad, two calls leave −60/);
  await step.panel.getByText("twice: −30 − 30 = −60").waitFor(); // below the vessel
});

test("at the end the last step is in sight, and of too many points it says why none can be opened", async (t) => {
  const { page, lab, step } = await opened(t);
  await lab.train();
  await frames(page);
  assert.equal(await step.panel.locator(".where").innerText(), "Step 20 · Update · the run ends here");
  assert.match(await step.sentence(), /^The step is minus the rate times w\.grad/);
  // What is seen of it can be gone to.
  await step.node(/^loss: value 0\.0624/).click();
  await frames(page);
  assert.deepEqual([await lab.get("epoch"), (await lab.get("state")).phase], [19, "gradient"]);
  await lab.lab.evaluate((element) => element.seek(20));
  await frames(page);
  await lab.button("Back").click();
  await frames(page);
  assert.match(await step.sentence(), /^w\.grad is empty again\. Now w = 1\.91;/);
  const many = Array.from({ length: 1001 }, (_, i) => i / 1000).join(",");
  await go(page, lab, { x: many, y: many });
  assert.equal(await step.panel.locator(".note").first().innerText(), "These are 1,001 points. A step of at most 1,000 can be opened.");
});

test("of many points one is open, another can be opened, and the page stays light", async (t) => {
  const x = Array.from({ length: 1000 }, (_, i) => (i + 1) / 250);
  const { page, lab, step } = await opened(t, { x, y: x.map((x) => 2 * x), phase: "loss.3" });
  assert.ok((await step.panel.locator("svg *").count()) < 120);
  await step.node(/^residual, point 3: value −0\.024$/).waitFor();
  await step.panel.getByRole("textbox", { name: "Open point" }).fill("500");
  await step.panel.getByRole("textbox", { name: "Open point" }).press("Enter");
  await frames(page);
  await step.node(/^prediction, point 500: value 0$/).waitFor();
  assert.equal((await lab.get("state")).phase, "loss.3", "to look is not to go");
  for (const given of ["1001", "0", "2.5", "two"]) {
    await step.panel.getByRole("textbox", { name: "Open point" }).fill(given);
    await step.panel.getByRole("textbox", { name: "Open point" }).press("Enter");
    await frames(page);
    await page.getByText(`“${given}” is no point here. Open one from 1 to 1000.`).first().waitFor();
    await step.node(/^prediction, point 500/).waitFor();
  }
});

test("what was visited is said once, a while after the last press", async (t) => {
  const { page, lab, step } = await opened(t);
  for (let press = 0; press < 3; press++) await step.press("On by one");
  await page.waitForTimeout(500);
  const spoken = await lab.lab.locator("[role=status]").innerText();
  assert.equal(spoken, "w times the x of point 3: 0 × 3 = 0.");
});

test("where there is no room for the whole graph, what was visited is in sight", async (t) => {
  const { page, lab, step } = await opened(t, { phase: "loss.9" }, { viewport: { width: 390, height: 844 } });
  for (const phase of ["loss.9", "gradient.16", "prediction.1"]) {
    await go(page, lab, { phase });
    const [graph, lit] = await step.panel.evaluate((panel) => {
      const box = (node) => node.getBoundingClientRect().toJSON();
      return [box(panel.querySelector(".graph")), box(panel.querySelector("rect.to"))];
    });
    assert.ok(lit.left >= graph.left && lit.right <= graph.right, `${phase}: ${lit.left} to ${lit.right}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `the page is ${wide} px wide`);
});

test("of another loss the step says what is so of it", async (t) => {
  const { page, lab, step } = await opened(t, { loss: "HuberLoss(delta=5)", phase: "gradient.8" });
  assert.equal(
    await step.sentence(),
    "e is −6: at 5 or more from 0 the loss is a straight line, and moves −5 times as fast as e. 0.25 × (−5) = −1.25.",
  );
  await go(page, lab, { loss: "L1Loss()", phase: "gradient" });
  assert.equal(await step.sentence(), "The mean of what the 4 points cost: (2 + 4 + 6 + 8) ÷ 4 = 5. That is the loss.");
  assert.equal(await step.node(/^loss, \| \|, point 2/).count(), 1);
  const said = await step.panel.innerText();
  assert.doesNotMatch(said, /square|²/);
  assert.match(said, /l = torch\.nn\.L1Loss\(\)\(y_pred, y\)/);
  await go(page, lab, { loss: "BCEWithLogitsLoss()", y: "0,0,1,1", phase: "gradient.7" });
  assert.equal(await step.sentence(), "The loss moves σ(ŷ) − y times as fast as ŷ: σ(0) − 0 is about 0.5. 0.25 × 0.5 = 0.125.");
});

test("a wrong loss is answered with what may be meant, and the last one goes on living", async (t) => {
  const page = await open(t, { path: LAB });
  const lab = parts(page);
  await lab.drawer("More");
  const field = lab.lab.locator("#loss-field");
  const note = lab.lab.locator("#loss-note");
  for (const [text, said, loss] of [
    ["L1Loss()", "", "L1Loss()"],
    ["HubberLoss()", "“HubberLoss” is not known: did you mean HuberLoss?", "L1Loss()"],
    ["HuberLoss(detla=1)", "“detla” at character 11 is no argument of HuberLoss: did you mean delta?", "L1Loss()"],
    ["HuberLoss(delta=1", "This ends where ) was expected.", "L1Loss()"],
    ["HuberLoss(2.0)", "reduction is 'mean' here, unlike at character 11.", "L1Loss()"],
    ["torch.nn.HuberLoss(delta=1.50)", "", "HuberLoss(delta=1.5)"],
  ]) {
    await field.fill(text);
    await field.press("Enter");
    await frames(page, 3);
    assert.equal(await note.innerText(), said, text);
    assert.equal((await lab.get("state")).loss, loss, text);
  }
});
