// <grad-walk> as a tutorial's author meets it: attributes, properties, methods, events.
import assert from "node:assert/strict";
import test from "node:test";
import { HOME, bare, frames, heard, open, parts } from "./harness.mjs";

test("attributes are live, and those of one task count together", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.set({ lr: "0.05", iterations: "7" });
  const { lr, iterations } = await lab.get("state");
  assert.deepEqual([lr, iterations], [0.05, 7]);
  await lab.set({ x: "1,2", y: "3,6" }); // one alone would not fit the other
  await frames(page);
  const { x, y } = await lab.get("state");
  assert.deepEqual(
    [x, y],
    [
      [1, 2],
      [3, 6],
    ],
  );
  assert.deepEqual(await heard(page, "gw-error"), []);
  await lab.lab.evaluate((element) => element.removeAttribute("lr"));
  assert.equal((await lab.get("state")).lr, 0.01);
});

test("the hand is stronger than the tag, until a script speaks again", async (t) => {
  const page = await open(t, { path: bare('<grad-walk lr="0.02" iterations="5"></grad-walk>') });
  const lab = parts(page);
  await lab.type("Learning rate", "0.05");
  await lab.set({ iterations: "9" });
  const { lr, iterations } = await lab.get("state");
  assert.deepEqual([lr, iterations], [0.05, 9]);
  assert.equal(await lab.lab.getAttribute("lr"), "0.02", "attributes are not written back");
  await lab.set({ lr: "0.03" });
  assert.equal((await lab.get("state")).lr, 0.03);
});

test("a hand can set right what the tag says badly, and one of the tag's two lists", async (t) => {
  const page = await open(t, { path: bare('<grad-walk lr="abc" x="1,2" y="3,6"></grad-walk>') });
  const lab = parts(page);
  assert.match(await lab.note("lr").innerText(), /“abc” cannot be used/);
  await lab.type("Learning rate", "0.05");
  await lab.button("More").click();
  await lab.type("x", "4,5");
  await frames(page);
  const { lr, x, y } = await lab.get("state");
  assert.deepEqual([lr, x, y], [0.05, [4, 5], [3, 6]]);
  assert.match(await lab.note("lr").innerText(), /^Bend H = 41 = 2·mean\(x²\), slope ≈ 41·\(w − /);
  assert.equal(await lab.note("x").innerText(), "");
});

test("a preset stands below the tag's own attributes", async (t) => {
  const page = await open(t, {
    path: bare('<grad-walk preset="notebook-manual" iterations="4"></grad-walk>'),
  });
  const { gradient, iterations } = await parts(page).get("state");
  assert.deepEqual([gradient, iterations], ["manual-sum", 4]);
});

test("attributes of others are no settings, a mistyped one is noted where authors look", async (t) => {
  const said = [];
  await open(t, {
    path: bare(
      '<grad-walk id="a" class="wide" title="Lab" lang="en" data-lr="1" aria-label="Lab" tabindex="-1" rate="0.1"></grad-walk>',
    ),
    prepare: (page) => page.on("console", (message) => said.push(message.text())),
  });
  assert.equal(said.length, 1, said.join("\n"));
  assert.match(said[0], /rate/);
});

test("state holds every setting with its natural type, and restores it elsewhere", async (t) => {
  const page = await open(t, {
    path: bare(
      '<grad-walk id="a" x="1,2.5" y="2,-3e-7" w="0.1" precision="f64" zero-grad="off" lr="0.003"></grad-walk><grad-walk id="b"></grad-walk>',
    ),
  });
  const [a, b] = ["#a", "#b"].map((id) => parts(page, page.locator(id)));
  await a.lab.evaluate((element) => element.step(7));
  const state = await a.get("state");
  assert.deepEqual(
    [state.x, state.y, state.w, state.precision, state["zero-grad"], state.epoch],
    [[1, 2.5], [2, -3e-7], 0.1, "f64", "off", 7],
  );
  await b.lab.evaluate((element, state) => (element.state = state), state);
  assert.deepEqual(await b.get("state"), state);
  assert.deepEqual(await b.get("history"), await a.get("history"));
  // Again, after the reader went elsewhere.
  await b.lab.evaluate((element) => element.back(4));
  await b.lab.evaluate((element, state) => (element.state = state), state);
  assert.equal(await b.get("epoch"), 7);
});

test("methods take a count, and bad counts do no harm", async (t) => {
  const lab = parts(await open(t));
  const at = (code) =>
    lab.lab.evaluate((element, code) => (new Function("lab", code)(element), element.epoch), code);
  assert.equal(await at("lab.step()"), 1);
  assert.equal(await at("lab.step(4)"), 5);
  assert.equal(await at("lab.back(2)"), 3);
  assert.equal(await at("lab.seek(1e12)"), 20);
  assert.equal(await at("lab.seek(-5)"), 0);
  assert.equal(await at("lab.seek(NaN); lab.step('x'); lab.step(undefined); lab.step(-1)"), 0);
  assert.equal(await at("lab.epoch = 6"), 6);
});

test("train(): one promise a run; pausing, stepping, resetting and removing fulfil it as cancelled", async (t) => {
  const page = await open(t, { reducedMotion: "no-preference" });
  const lab = parts(page);
  for (const stop of ["step", "back", "reset", "remove"]) {
    const { same, outcome } = await lab.lab.evaluate(async (element, stop) => {
      const run = element.train();
      const same = run === element.train();
      while (element.epoch < 2) await new Promise(requestAnimationFrame);
      element[stop]();
      return { same, outcome: await run };
    }, stop);
    assert.ok(same);
    assert.equal(outcome.reason, "cancelled", stop);
    assert.equal(typeof outcome.criticalLr, "number");
    if (stop !== "remove") await lab.lab.evaluate((element) => element.reset());
  }
});

test("events: order, payload, and that they cross shadow roots", async (t) => {
  const page = await open(t, { path: bare("<div></div>"), wait: false });
  await page.evaluate(async () => {
    await customElements.whenDefined("grad-walk");
    const root = document.querySelector("div").attachShadow({ mode: "open" });
    const lab = root.appendChild(document.createElement("grad-walk"));
    const types = ["gw-ready", "gw-change", "gw-step", "gw-end"];
    window.log = [];
    for (const type of types)
      document.addEventListener(type, ({ detail }) => window.log.push([type, detail]));
    await new Promise((resolve) => document.addEventListener("gw-ready", resolve, { once: true }));
    lab.setAttribute("iterations", "2");
    await new Promise(requestAnimationFrame);
    lab.step();
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    await lab.train();
  });
  assert.deepEqual(await page.evaluate(() => window.log), [
    ["gw-ready", {}],
    ["gw-change", { setting: "iterations", value: 2 }],
    // The state shown: w, and the loss and the gradient at that w.
    ["gw-step", { epoch: 1, w: 0.29999998211860657, loss: 21.674999237060547, grad: -25.5 }],
    ["gw-step", { epoch: 2, w: 0.5549999475479126, loss: 15.660187721252441, grad: -21.674999237060547 }],
    ["gw-end", { status: "done", reason: "completed", criticalLr: 2 / 15, regime: "straight", distance: 2 - 0.5549999475479126 }],
  ]);
});

for (const [model, names] of [
  ["w*x + b", ["w", "b", "loss", "grad_w", "grad_b"]],
  ["b + w*x", ["b", "w", "loss", "grad_b", "grad_w"]],
  ["__proto__*x + constructor", ["__proto__", "constructor", "loss", "grad___proto__", "grad_constructor"]],
]) {
  test(`the rows of ${model} have every column by its name, and its numbers are those of the table`, async (t) => {
    const page = await open(t, { path: bare(`<grad-walk views="loss" precision="f64" lr="0.05"></grad-walk>`) });
    const lab = parts(page);
    const { csv, rows, told } = await lab.lab.evaluate(async (lab, model) => {
      const told = [];
      lab.addEventListener("gw-step", ({ detail }) => told.push(Object.entries(detail)));
      lab.setAttribute("model", model); // what a row has is asked anew
      lab.step(3);
      for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame);
      return { csv: lab.toCSV(), rows: lab.history.map(Object.entries), told };
    }, model);
    const [head, ...lines] = csv.trim().split("\n").map((line) => line.split(","));
    assert.deepEqual(head, ["epoch", ...names]);
    assert.equal(lines.length, 3);
    assert.deepEqual(rows, lines.map((line) => head.map((name, at) => [name, Number(line[at])])));
    // What is told is the state shown: its parameters are those that the last step has made.
    const step = Object.fromEntries(told.at(-1));
    assert.deepEqual(told.at(-1).map(([name]) => name), head);
    const at = (name) => told.at(-1).find(([key]) => key === name)[1];
    for (const name of names.slice(0, 2)) assert.equal(at(name), rows[2].find(([key]) => key === name)[1]);
    assert.equal(step.epoch, 3);
  });
}

test("the page's own address sets its lab, and nothing else", async (t) => {
  const page = await open(t, {
    path: `${HOME}?v=1&lr=0.05&x=1,2&y=3,6&epoch=4&onclick=alert(1)&style=color:red&id=other&1=2`,
  });
  const lab = parts(page, page.locator("#lab"));
  const { lr, x, epoch } = await lab.get("state");
  assert.deepEqual([lr, x, epoch], [0.05, [1, 2], 4]);
  assert.deepEqual(
    await lab.lab.evaluate((element) =>
      element.getAttributeNames().filter((name) => ["onclick", "style", "1"].includes(name)),
    ),
    [],
  );
});

test("an attribute set after the hand counts, whatever the hand has begun from", async (t) => {
  const page = await open(t, { path: bare('<grad-walk lr="0.02" views="all"></grad-walk>') });
  const lab = parts(page);
  const hands = [
    () => lab.lab.evaluate((element) => (element.state = element.state)),
    () => lab.button("By hand (NumPy)").click(),
  ];
  for (const hand of hands) {
    await hand();
    await lab.set({ lr: "0.03", x: "1,2", y: "3,6", iterations: "7" });
    const { lr, x, iterations } = await lab.get("state");
    assert.deepEqual([lr, x, iterations], [0.03, [1, 2], 7]);
    await lab.type("Learning rate", "0.05");
    assert.equal((await lab.get("state")).lr, 0.05, "and the hand counts after that");
    await lab.set({ lr: "0.02" });
    assert.equal((await lab.get("state")).lr, 0.02);
  }
  await lab.button("Autograd (PyTorch)").click();
  assert.equal((await lab.get("state")).iterations, 20, "a notebook is begun afresh");
  await lab.set({ preset: "notebook-manual" });
  const { gradient, lr } = await lab.get("state");
  assert.deepEqual([gradient, lr], ["manual-sum", 0.02], "the tag's preset stands below its attributes");
  assert.deepEqual(await heard(page, "gw-error"), []);
});

test("what is wrong is said once, not at every change of something else", async (t) => {
  const page = await open(t, { path: bare('<grad-walk x="abc" y="1,2"></grad-walk>') });
  const lab = parts(page);
  const said = async () => (await heard(page, "gw-error")).length;
  const first = await said();
  assert.ok(first > 0);
  for (const lr of ["0.02", "0.03"]) await lab.set({ lr });
  await lab.type("Learning rate", "0.04");
  await frames(page);
  assert.equal(await said(), first);
  await lab.set({ x: "abc" });
  await frames(page);
  assert.ok((await said()) > first, "said again, it is wrong again");
});

test("step counts from where the lab was sent, however long the way there is", async (t) => {
  const page = await open(t, { path: bare('<grad-walk iterations="1000000" lr="1e-6"></grad-walk>') });
  const lab = parts(page);
  const at = (code) => lab.lab.evaluate((element, code) => (new Function("lab", code)(element), element.epoch), code);
  assert.equal(await at("lab.seek(500000); lab.step()"), 500_001);
  assert.equal(await at("lab.seek(900000); lab.back(2); lab.step(5)"), 900_003);
});

test("a tab that is hidden while a frame is awaited does not hold a run up", async (t) => {
  const page = await open(t);
  const reason = await parts(page).lab.evaluate(async (element) => {
    requestAnimationFrame = () => 0; // hidden, a tab has no frames
    const run = element.train();
    Object.defineProperty(document, "hidden", { value: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    const late = new Promise((resolve) => setTimeout(resolve, 3000, { reason: "never" }));
    return (await Promise.race([run, late])).reason;
  });
  assert.equal(reason, "completed");
});
