// Sentences in odd states: what stands side by side on the page must agree, and each must be so.
import assert from "node:assert/strict";
import test from "node:test";
import { HOME, bare, frames, open, parts } from "./harness.mjs";

const number = (text) => Number(text.replaceAll("−", "-").replaceAll(",", ""));

/** The whole lab with these attributes, trained to its end unless told otherwise, with a drawer open. */
async function lab(t, attributes, { drawer, train = true, ...options } = {}) {
  const tag = Object.entries({ views: "all", ...attributes }).map(([name, text]) => `${name}="${text}"`);
  const page = await open(t, { path: bare(`<grad-walk ${tag.join(" ")}></grad-walk>`), ...options });
  const shown = parts(page);
  if (drawer) await shown.drawer(drawer);
  if (train) await shown.train();
  await frames(page, 3);
  return { page, ...shown, text: async (css) => shown.lab.locator(css).innerText(), here: shown };
}

const MOVED = { name: "Move the mean" };

test("notebook, gradient and Move the mean are one thing while the run is by hand", async (t) => {
  const { page, lab: element, button, status, get } = await lab(t, {}, { drawer: "Gradients", train: false });
  const moved = page.getByRole("switch", MOVED);
  const hand = () => element.locator("[data-way=hand] b").innerText();
  await button("By hand (NumPy)").click();
  await frames(page);
  assert.ok(await moved.isChecked());
  assert.equal(await hand(), "−120");
  await parts(page).train();
  await frames(page);
  const [, end] = /w = (\S+),/.exec(await status.innerText());
  assert.ok((await element.locator(".notebook figcaption").first().innerText()).endsWith(`w = ${end}`));
  await moved.click();
  await frames(page);
  assert.equal((await get("state")).gradient, "manual");
  await element.evaluate((element) => element.setAttribute("gradient", "manual-sum"));
  await frames(page);
  assert.ok(await moved.isChecked());
  // Beside a run by autograd it shows what would be, and changes no run.
  await button("Autograd (PyTorch)").click();
  await moved.click();
  await frames(page);
  assert.equal((await get("state")).gradient, "autograd");
  assert.equal(await moved.isChecked(), false);
});

test("a switch that cannot set the gradient stays where it is", async (t) => {
  const { page, get } = await lab(t, { gradient: "manual", lock: "gradient" }, { drawer: "Gradients", train: false });
  await page.getByRole("switch", MOVED).click();
  await frames(page);
  assert.deepEqual([(await get("state")).gradient, await page.getByRole("switch", MOVED).isChecked()], ["manual", false]);
});

test("three routes are one slope only where they are one", async (t) => {
  for (const [attributes, said] of [
    [{}, /^Nudged, derived, recorded: three routes, one slope/],
    [{ y: "1e15,1,1,1", precision: "f64" }, /^Three routes to one slope, but each rounds its numbers: /],
    [{ w: "1.99999964" }, /^Three routes to one slope, but each rounds its numbers: /],
    [{ y: "3e38,1,1,1" }, /^Three routes to one slope, but some numbers are too large: /],
  ]) {
    const { text } = await lab(t, attributes, { drawer: "Gradients", train: false });
    assert.match(await text(".sentence"), said);
  }
});

test("numbers too large for a step: no verdict, no nudge, and nobody has made 20 steps", async (t) => {
  const { text, status, verdict } = await lab(t, { y: "1e30,1,1,1" }, { drawer: "Gradients" });
  assert.equal(await status.innerText(), "Stopped after 0 steps: the loss is no longer a finite number.");
  assert.match(await verdict.innerText(), /^Which rates arrive cannot be told/);
  assert.equal(await text(".nudge"), "Here rounding hides what a nudge of w does.");
  assert.match(await text(".notebook >> nth=1 >> figcaption"), /^At 0\.01, stopped after 0 steps: /);
});

test("a run that starts at the best stands still, whatever its rate", async (t) => {
  for (const attributes of [{ w: "2" }, { w: "2", lr: "0.14" }, { w: "2", lr: "0.13333333333333333" }, { y: "0,0,0,0", lr: "0.5" }]) {
    const { status, verdict, canvas } = await lab(t, attributes);
    assert.match(await status.innerText(), /Settled: one more step changes nothing\.$/);
    assert.equal(await verdict.innerText(), "w starts where the loss is least: the slope is 0, and no rate moves it.");
    assert.doesNotMatch(await canvas("loss").getAttribute("aria-label"), /Halved/);
    assert.doesNotMatch(await canvas("w").getAttribute("aria-label"), /wider|swings|nears|crosses/);
  }
});

test("what is left to do is what would do, and what a reader can do here", async (t) => {
  for (const [attributes, said] of [
    [{ iterations: "1" }, /Not 2 yet\. Take more steps\.$/],
    [{ hide: "lr" }, /Not 2 yet\. Take more steps\.$/],
    [{ hide: "lr iterations" }, /Not 2 yet\.$/],
    [{ y: "0,0,0,0", w: "1", iterations: "200" }, /w = 0\.000, .*There: the loss is least at 0\.$/],
    [{ y: "2,4,6,8.03" }, /Not 2\.004 yet\./],
    [{ lr: "0.28", "zero-grad": "off", iterations: "3" }, /Farther from 2 than at the start\.$/],
  ]) {
    const { status } = await lab(t, attributes);
    assert.match(await status.innerText(), said);
  }
});

test("weight decay keeps a run from the best, and no step is too small for its digits", async (t) => {
  const decay = { optimizer: "SGD(weight_decay=0.5)", lr: "0.03" };
  for (const [attributes, said] of [
    [decay, /^20 steps: w = 1\.935, loss = \S+\. Weight decay keeps it from 2\.$/],
    [{ ...decay, model: "w*x + b", iterations: "2000" }, / Settled: one more step changes nothing\. Weight decay keeps it from w = 2, b = 0\.$/],
    // Its rest, 2·15 ÷ (15 + 10⁻⁶), is the best to all digits that are shown.
    [{ optimizer: "SGD(weight_decay=0.000001)", lr: "0.001", hide: "lr iterations" }, / Not 2 yet\.$/],
  ]) {
    const { status } = await lab(t, attributes);
    assert.match(await status.innerText(), said);
  }
});

test("no chart says of a batch when the loss was halved", async (t) => {
  const { canvas } = await lab(t, { optimizer: "SGD()", batch: "2", seed: "0", iterations: "9" }, { drawer: "Printout" });
  assert.match(await canvas("loss").getAttribute("aria-label"), /^Loss of each batch against the step: \S+ at the start, \S+ at step 9 of 9\.$/);
});

test("a slope about 0 is written without it, and at a corner no bend has a number", async (t) => {
  const { note } = await lab(t, { y: "0,0,0,0", w: "1" });
  assert.match(await note("lr").innerText(), /slope = 15·w, so/);
  const { verdict } = await lab(t, { loss: "L1Loss()", w: "2" });
  assert.match(await verdict.innerText(), /^No limit is known for the rate: this loss bends otherwise from place to place\.$/);
});

test("a run uphill does not swing", async (t) => {
  const { canvas, verdict } = await lab(t, { optimizer: "SGD(maximize=True)" }, { drawer: "Printout" });
  assert.match(await verdict.innerText(), /^Runs away: at every rate it ends ever farther from 2\./);
  assert.match(await canvas("w").getAttribute("aria-label"), / It goes ever farther from the best w\. The best w is 2\.000\.$/);
});

test("status and readouts say a number alike", async (t) => {
  for (const attributes of [{ iterations: "30" }, { y: "38761.453", x: "1", lr: "0.5" }, { y: "-4194000.4", x: "1", lr: "0.5" }, { lr: "0.06" }]) {
    const { status, here } = await lab(t, attributes);
    const [, w, loss] = /w (\S+) loss (\S+)$/.exec(await here.shown());
    assert.ok((await status.innerText()).includes(`w = ${w}, loss = ${loss}.`), await status.innerText());
  }
});

test("single precision that stops a run says since when", async (t) => {
  const { status, verdict } = await lab(t, { lr: "0.000001", iterations: "1000000" });
  const [, w, step] = /^1,000,000 steps: w = (\S+), .* Stuck since step (\S+): .* Not 2 yet\. Move the rate\.$/.exec(await status.innerText());
  assert.ok(number(w) < 1.999 && number(step) > 400_000 && number(step) < 410_000, `${w} ${step}`);
  assert.match(await verdict.innerText(), / lands 0\.999985 times as far /); // 1 − 15 · 10⁻⁶
});

test("thousands stand apart, minus signs are minus signs", async (t) => {
  const { here, slider, page, lab: element } = await lab(t, { iterations: "1000000", lr: "1e-9", w: "-3" }, { drawer: "Gradients" });
  assert.match(await here.shown(), /^epoch 1,000,000 of 1,000,000 /);
  assert.match(await slider("Learning rate").getAttribute("aria-valuetext"), /^1e−9, /);
  assert.match(await element.locator(".try button").textContent(), /4e−9/);
  await element.evaluate((element) => element.setAttribute("lr", "1e-12"));
  await frames(page);
  assert.match(await here.note("lr").innerText(), /is below 1e−9; using 1e−9\./);
});

test("without zero_grad the opened notebooks leave out what empties, and end where the runs do", async (t) => {
  const { status, text, lab: element } = await lab(t, { "zero-grad": "off" }, { drawer: "Gradients" });
  assert.equal(await element.locator(".notebook s").innerText(), "w.grad.zero_()");
  const [, w] = /w = (\S+),/.exec(await status.innerText());
  assert.equal(await text(".notebook >> nth=1 >> figcaption"), `At 0.01, after 20 steps: w = ${w}`);
  await element.evaluate((element) => Object.assign(element, { state: { ...element.state, "zero-grad": "on", lr: 0.5, iterations: 2000 } }));
  await frames(element.page());
  assert.match(await text(".notebook >> nth=1 >> figcaption"), /stopped after \d+ steps: /);
});

test("autograd's rate for the path by hand is told with the steps there are now", async (t) => {
  const { page, lab: element, button, field } = await lab(t, {}, { drawer: "Gradients", train: false });
  await page.getByRole("switch", MOVED).click();
  await button("Give autograd the rate 0.04").click();
  await frames(page, 3);
  await field("Steps").fill("3");
  await field("Steps").press("Enter");
  await frames(page, 3);
  const [hand, autograd] = await element.locator(".notebook figcaption").allInnerTexts();
  // 2 · (1 − 0.4³), by both.
  assert.deepEqual([hand, autograd], ["At 0.01, after 3 steps: w = 1.872", "At 0.04, after 3 steps: w = 1.872"]);
});

test("every way to the gradient has its Update", async (t) => {
  for (const attributes of [{ "zero-grad": "off", epoch: "1" }, { gradient: "manual" }, { gradient: "numeric" }]) {
    const { page, lab: element } = await lab(t, attributes, { drawer: "One step", train: false });
    const step = element.locator("[part=step]");
    await step.locator(".card.update").click();
    await frames(page);
    assert.equal(await step.locator("[aria-current=step] b").innerText(), "4 Update");
    assert.match(await step.locator(".visited").innerText(), /^The step is minus the rate times \S+: −0\.01 × \(−\S+\) [=≈] 0\.\d+\./);
    await step.getByRole("button", { name: "On by one" }).click();
    await frames(page);
    assert.match(await step.locator(".visited").innerText(), /^(Nobody empties w\.grad|Before the step)/);
  }
});

test("a calculator agrees with each equation, or ≈ stands in it", async (t) => {
  const { page, lab: element } = await lab(t, { epoch: "2", x: "0,1,2,3" }, { drawer: "One step", train: false });
  const step = element.locator("[part=step]");
  const heard = new Set();
  const checked = { "×": (a, b) => a * b, "−": (a, b) => a - b };
  for (let n = 0; n < 40; n++) {
    const said = await step.locator(".visited").innerText();
    for (const [all, a, sign, b, equals, c] of said.matchAll(/(−?[\d.]+) ([×−]) \(?(−?[\d.]+)\)? ([=≈]) (−?[\d.]+)(?=[.:,; ])/g)) {
      const apart = Math.abs(checked[sign](number(a), number(b)) - number(c.replace(/\.$/, "")));
      assert.equal(equals, apart < 1e-12 ? "=" : "≈", `${all} in ${said}`);
      heard.add(equals);
    }
    const [, root, , square] = /^(\S+) squared (is|is about) ([\d.]+?)[.:]/.exec(said) ?? [];
    if (root) assert.equal(/ about /.test(said), Math.abs(number(root) ** 2 - number(square)) > 1e-12, said);
    assert.doesNotMatch(said, /−0(?![.\d])|^0 squared .*both count/);
    await step.getByRole("button", { name: "On by one" }).click();
    await frames(page, 1);
  }
  assert.equal(heard.size, 2, "exact and rounded ones");
});

test("the legend tells of the rates, not of the slider's ends", async (t) => {
  const { lab: element } = await lab(t, { x: "1000000", y: "1" }, { train: false });
  assert.doesNotMatch(await element.locator(".legend").innerText(), /circles/);
});

test("the notebook's last line stands after the last step, and says of which x it speaks", async (t) => {
  const { page, lab: element, text } = await lab(t, {}, { drawer: "Printout" });
  assert.match(await element.locator("[part=printout] .note").first().innerText(), /x = 5/);
  assert.match(await text("[part=printout]"), /Prediction after training: 9\.612/);
  await element.evaluate((element) => element.seek(2));
  await frames(page);
  assert.doesNotMatch(await text("[part=printout]"), /after training/);
});

test("a pin says of its gradient what counts for it", async (t) => {
  const { text } = await lab(t, { pins: "lr=0.1,gradient=numeric,zero-grad=off;lr=0.1,zero-grad=off" }, { drawer: "Compare" });
  const pins = await text(".pins");
  assert.equal(pins.match(/Let \.grad add up/g)?.length, 1, pins);
});

test("at the end, too, backward() can be called twice: the last step is in sight; of too many points it cannot", async (t) => {
  const { page, lab: element, button, set } = await lab(t, {}, { drawer: "One step" });
  assert.equal(await element.locator(".where").innerText(), "Step 20 · Update · the run ends here");
  await button("Call backward() twice").click();
  await element.getByText("twice: −1.37 − 1.37 ≈ −2.74").or(element.getByText("twice: −1.37 − 1.37 = −2.74")).waitFor();
  const many = Array.from({ length: 1001 }, (_, i) => i / 1000).join(",");
  await set({ x: many, y: many });
  await frames(page);
  assert.ok(await button("Call backward() twice").isDisabled());
});

test("a link that names no views leaves the lesson its own, and one's own link names them", async (t) => {
  const page = await open(t, { path: `${HOME}#gw:step?v=1&lr=0.1` });
  const step = page.locator("grad-walk#step");
  assert.equal(await step.evaluate((element) => element.state.lr), 0.1);
  assert.ok(await step.locator("[part=step]").isVisible());
  const url = await step.evaluate((element) => {
    element.state = { ...element.state, views: ["fit", "landscape", "loss", "w"] };
    return element.toURL();
  });
  assert.match(url, /[?&]views=fit,landscape,loss,w$/);
});
