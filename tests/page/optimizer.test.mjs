// What moves the parameters: optimizer, schedule, batches and seed, chosen, typed and mistyped, in step with the text that
// PyTorch has for them; and what the lab then shows.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import test from "node:test";
import { bare, frames, heard, open, parts } from "./harness.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const LINE = 'model="w*x + b" x="0,0.1,0.2,0.3,0.4,0.5,0.6,0.7" y="2.6,2.2,3.6,3.1,5.1,4.6,5.3,6.5"';
const page = (attributes, views = "landscape,loss,lr,optimizer") => bare(`<grad-walk views="${views}" ${attributes}></grad-walk>`);

async function moved(t, attributes = "", views, options) {
  const tab = await open(t, { path: page(attributes, views), ...options });
  const lab = parts(tab);
  const shelf = lab.lab.locator(".shelf.optimizer");
  await lab.choice("Optimizer").waitFor();
  await frames(tab);
  const state = async (name) => (await lab.get("state"))[name];
  const choose = async (name, value) => {
    await lab.choice(name).selectOption(value);
    await frames(tab);
  };
  const labels = () => shelf.locator(".control").first().locator(".fields label").allInnerTexts();
  const text = (name) => lab.field(`${name}, as Python writes it`);
  /** All that is to be read. */
  const read = () => lab.lab.evaluate(({ shadowRoot }) => [...shadowRoot.children].map((child) => child.innerText ?? "").join("\n"));
  return { tab, lab, shelf, state, choose, labels, text, read };
}

test("a select, a field for each argument and the text are in step, whichever one changes", async (t) => {
  const { tab, lab, state, choose, labels, text } = await moved(t);
  assert.equal(await lab.choice("Optimizer").inputValue(), "");
  assert.match(await lab.note("optimizer").innerText(), /as the notebook writes it/);
  assert.equal(await text("Optimizer").isVisible(), false);
  await choose("Optimizer", "SGD");
  assert.equal(await state("optimizer"), "SGD()");
  assert.deepEqual(await labels(), ["momentum", "dampening", "weight_decay", "nesterov", "maximize"]);
  await lab.type("momentum", "0.9");
  assert.equal(await state("optimizer"), "SGD(momentum=0.9)");
  assert.equal(await text("Optimizer").inputValue(), "SGD(momentum=0.9)");
  await choose("nesterov", "True");
  assert.equal(await state("optimizer"), "SGD(momentum=0.9, nesterov=True)");
  await lab.type("Optimizer, as Python writes it", "torch.optim.Adam(betas=(0.5, .9))");
  assert.equal(await state("optimizer"), "Adam(betas=(0.5, 0.9))");
  assert.equal(await lab.choice("Optimizer").inputValue(), "Adam");
  assert.equal(await lab.field("betas").inputValue(), "(0.5, 0.9)");
  // What an argument does is said while one is at it.
  await lab.field("betas").focus();
  await frames(tab);
  assert.match(await lab.note("optimizer").innerText(), /^betas: .*Without it \(0\.9, 0\.999\)\.$/);
  await choose("Optimizer", "");
  assert.equal(await state("optimizer"), "manual");
});

test("what is no optimizer is said, the last one lives on, and nothing typed is lost", async (t) => {
  const { tab, lab, state, text } = await moved(t, 'optimizer="SGD(momentum=0.9)"');
  for (const [typed, said] of [
    ["SGD(momentun=0.5)", /momentun.*did you mean momentum\?/],
    ["SGD(lr=0.5)", /lr is a setting of its own/],
    ["SGD(nesterov=True)", /nesterov=True needs a momentum above 0/],
    ["Adm()", /did you mean Adam\?/],
    ["SGD(momentum=0.9", /ends where \) was expected/],
  ]) {
    await lab.type("Optimizer, as Python writes it", typed);
    assert.match(await lab.note("optimizer").innerText(), said, typed);
    assert.equal(await text("Optimizer").inputValue(), typed);
    assert.equal(await text("Optimizer").getAttribute("aria-invalid"), "true");
    assert.equal(await state("optimizer"), "SGD(momentum=0.9)");
    assert.equal(await lab.field("momentum").inputValue(), "0.9");
  }
  await lab.type("momentum", "3");
  assert.match(await lab.note("optimizer").innerText(), /momentum is a number from 0 to 2/);
  assert.equal(await state("optimizer"), "SGD(momentum=0.9)");
  await lab.type("Optimizer, as Python writes it", "SGD()");
  await frames(tab);
  assert.equal(await state("optimizer"), "SGD()");
  assert.equal(await text("Optimizer").getAttribute("aria-invalid"), "false");
});

test("a schedule needs an optimizer, begins with arguments that it has to be given, and draws its rate", async (t) => {
  const { tab, lab, state, choose, read } = await moved(t, 'iterations="40"');
  assert.match(await read(), /No schedule changes the learning rate/);
  await choose("Schedule", "StepLR");
  assert.equal(await state("scheduler"), "StepLR(step_size=10)");
  assert.equal(await state("optimizer"), "SGD()");
  assert.match(await lab.note("scheduler").innerText(), /SGD\(\) takes the place of the update by hand/);
  await lab.type("gamma", "0.5");
  assert.equal(await state("scheduler"), "StepLR(step_size=10, gamma=0.5)");
  await heard(tab, "gw-step");
  for (const name of await lab.choice("Schedule").locator("option").evaluateAll((all) => all.map(({ value }) => value).filter(Boolean))) {
    await choose("Schedule", name);
    const scheduler = await state("scheduler");
    assert.ok(scheduler.startsWith(`${name}(`) || /turns a momentum/.test(await lab.note("scheduler").innerText()), `${name}: ${scheduler}`);
  }
  await choose("Schedule", "");
  assert.equal(await state("scheduler"), "none");
});

test("in batches steps are counted, passes marked, and no epoch is spoken of", async (t) => {
  const { tab, lab, read } = await moved(t, `${LINE} batch="2" seed="0" optimizer="SGD()" lr="0.1" iterations="160" epoch="10"`, "landscape,loss,w,grad,optimizer,step");
  assert.match(await lab.shown(), /^step 10 of 160 /);
  assert.equal(await lab.slider("Step").count(), 1);
  assert.equal(await lab.note("batch").innerText(), "4 steps a pass over 8 points.");
  const marks = await lab.slider("Step").evaluate((input) => getComputedStyle(input).getPropertyValue("--_pass"));
  assert.equal(Number(marks), 4 / 160);
  const said = await read();
  assert.match(said, /step 10 of 160/);
  assert.doesNotMatch(said, /epoch/i);
  const labels = await lab.lab.locator("canvas").evaluateAll((all) => all.map((canvas) => canvas.getAttribute("aria-label")));
  assert.doesNotMatch(labels.join(), /epoch/);
  assert.match(await lab.verdict.innerText(), /Each batch bends the loss otherwise/);
  await lab.choice("Schedule").selectOption("StepLR");
  await frames(tab);
  assert.match(await lab.note("scheduler").innerText(), /every so many steps\. A step of it is a pass over the points\.$/);
  await lab.choice("Schedule").selectOption("");
  await lab.type("Batch size", "0");
  assert.match(await lab.shown(), /^epoch 10 of 160 /);
  assert.equal(await lab.note("batch").innerText(), "0: every step sees all points.");
  await frames(tab);
});

test("runs are swept over the rates, and each is given its best", async (t) => {
  const attributes = `${LINE} optimizer="SGD(momentum=0.9)" lr="0.3" iterations="60" pins="lr=0.9,optimizer=SGD();lr=0.5,optimizer=Adam(betas=(0.9, 0.99), eps=0.001)"`;
  const tab = await open(t, { path: page(attributes, "landscape,loss,sweep,compare") });
  const lab = parts(tab);
  await lab.button("Give each its best rate").waitFor();
  await tab.waitForFunction(() => document.querySelector("grad-walk").shadowRoot.querySelector("canvas[part~=chart-sweep]").getAttribute("aria-label")?.includes("is least"));
  const told = await lab.canvas("sweep").getAttribute("aria-label");
  await lab.button("Give each its best rate").click();
  await frames(tab);
  const { lr, pins, optimizer } = await lab.get("state");
  const rates = [lr, ...pins.matchAll(/lr=([\d.]+)/g)].map((rate) => (Array.isArray(rate) ? rate[1] : rate));
  assert.equal(told, `The loss after 60 steps for each rate is least of this run at ${rates[0]}, of run A at ${rates[1]}, and of run B at ${rates[2]}.`);
  assert.equal(optimizer, "SGD(momentum=0.9)");
  assert.match(pins, /optimizer=Adam\(betas=\(0\.9, 0\.99\), eps=0\.001\)/);
  // At its best rate no run is worse than at ten times that, or a tenth.
  const losses = await lab.lab.evaluate(async (element, rate) => {
    const end = async (lr) => {
      element.setAttribute("lr", lr);
      await element.train();
      return element.history.at(-1)?.loss ?? Infinity;
    };
    return [await end(rate), await end(rate / 10), await end(Math.min(10, rate * 10))];
  }, Number(rates[0]));
  assert.ok(losses[0] <= losses[1] && !(losses[0] > losses[2]), String(losses));
});

test("a schedule that sets the rates itself says so, and no rate is called the best", async (t) => {
  const attributes = 'optimizer="SGD(momentum=0.5)" scheduler="OneCycleLR(max_lr=0.01, total_steps=20)"';
  const { tab, lab } = await moved(t, attributes, "loss,sweep,optimizer,compare");
  assert.match(await lab.note("scheduler").innerText(), /It sets the rates itself: the learning rate of the lab does not count\.$/);
  const same = "The loss after 20 steps is the same at every rate, or at none a number.";
  await tab.waitForFunction((same) => document.querySelector("grad-walk").shadowRoot.querySelector("canvas[part~=chart-sweep]").getAttribute("aria-label") === same, same);
  await lab.button("Give each its best rate").click();
  await frames(tab);
  assert.equal((await lab.get("state")).lr, 0.01);
  assert.match(await lab.lab.evaluate(({ shadowRoot }) => shadowRoot.querySelector(".spoken").textContent), /No rate is better than another here/);
});

test("the module's notebook begins as PyTorch's, and its layer is understood", async (t) => {
  const { lab, state } = await moved(t, 'preset="notebook-module"', "fit,loss,w,model,optimizer,printout");
  assert.equal(await state("model"), "Linear(1, 1)");
  assert.equal(await lab.note("model").innerText(), "Input: x. Parameters: weight and bias, in order of appearance.");
  await lab.train();
  const [first] = await lab.get("history");
  assert.deepEqual([first.weight, first.bias, first.loss], [0.2668140232563019, 0.6260890364646912, 25.128278732299805]);
  await lab.type("Seed", "");
  assert.equal(await state("seed"), null);
  await lab.lab.evaluate((element) => (element.state = { ...element.state, lr: 0.02 }));
  assert.equal(await state("lr"), 0.02);
  assert.equal(await state("seed"), null);
});

test("without a mouse: an optimizer is chosen, its argument typed, a wrong one taken back", async (t) => {
  const { tab, lab, state } = await moved(t);
  await lab.choice("Optimizer").focus();
  await tab.keyboard.press("S"); // as a select takes it
  await frames(tab);
  assert.equal(await state("optimizer"), "SGD()");
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Control+a");
  await tab.keyboard.type("0.9");
  await tab.keyboard.press("Enter");
  await frames(tab);
  assert.equal(await state("optimizer"), "SGD(momentum=0.9)");
  const at = () => lab.lab.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.id);
  assert.equal(await at(), "optimizer-momentum", "the field keeps the focus");
  for (const id of ["optimizer-dampening", "optimizer-weight_decay", "optimizer-nesterov", "optimizer-maximize", "optimizer-text", "scheduler-field", "batch-field", "seed-field"]) {
    await tab.keyboard.press("Tab");
    assert.equal(await at(), id);
  }
  await lab.field("Optimizer, as Python writes it").focus();
  await tab.keyboard.type("x");
  await tab.keyboard.press("Escape");
  await frames(tab);
  assert.equal(await lab.field("Optimizer, as Python writes it").inputValue(), "SGD(momentum=0.9)");
});

for (const [width, colorScheme] of [[320, "dark"], [1280, "light"]]) {
  test(`${width} px, ${colorScheme}: axe finds nothing, and nothing is wider than the page`, async (t) => {
    const attributes = `${LINE} batch="2" seed="0" optimizer="Adam(betas=(0.9, 0.99))" scheduler="OneCycleLR(max_lr=0.2, total_steps=160)" iterations="160" epoch="10"`;
    const { tab, lab } = await moved(t, attributes, "landscape,loss,lr,sweep,optimizer", { viewport: { width, height: 900 }, colorScheme });
    await tab.evaluate(AXE);
    const violations = async () => {
      const { violations } = await tab.evaluate(() => window.axe.run(document.querySelector("grad-walk")));
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`));
    };
    assert.deepEqual(await violations(), []);
    await lab.type("Optimizer, as Python writes it", "Adm()");
    assert.deepEqual(await violations(), [], "with what is wrong");
    assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth), width);
  });
}
