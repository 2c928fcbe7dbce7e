// The controls: what a hand sets counts, what it cannot set is said beside the field.
import assert from "node:assert/strict";
import test from "node:test";
import { frames, heard, open, parts } from "./harness.mjs";

/** Where a slider's thumb goes to when the pointer is at this part of its length. */
async function track(slider) {
  await slider.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await slider.boundingBox();
  return (part) => [x + width * part, y + height / 2];
}

test("a slider changes its setting, its field and what is spoken", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const rate = lab.slider("Learning rate");
  const at = await track(rate);
  await page.mouse.click(...at(0.9));
  await frames(page);
  const { lr } = await lab.get("state");
  assert.ok(lr > 0.1, `the right end of the slider is a high rate, not ${lr}`);
  assert.equal(Number(await lab.field("Learning rate").inputValue()), lr);
  assert.equal(await rate.getAttribute("aria-valuetext"), `${lr}, runs away`);
});

test("dragging a slider follows the hand without jumps back", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.train();
  const at = await track(lab.slider("Learning rate"));
  await page.mouse.move(...at(0.2));
  await page.mouse.down();
  const seen = [];
  for (let part = 0.2; part < 0.7; part += 0.02) {
    await page.mouse.move(...at(part));
    await frames(page, 1);
    seen.push(await lab.get("state").then(({ lr }) => lr));
  }
  await page.mouse.up();
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  );
  assert.ok(new Set(seen).size > 15, "each bit of the way is another rate");
  assert.equal(await lab.get("epoch"), 20, "a finished run stays finished");
});

test("arrow keys on a slider reach each next value, even between small whole numbers", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.type("Steps", "1");
  await lab.slider("Steps").focus();
  const seen = [];
  for (let n = 0; n < 4; n++) {
    await page.keyboard.press("ArrowRight");
    await frames(page, 1);
    seen.push((await lab.get("state")).iterations);
  }
  assert.deepEqual(seen, [2, 3, 4, 5]);
  await page.keyboard.press("ArrowLeft");
  assert.equal((await lab.get("state")).iterations, 4);
  assert.equal(await lab.get("epoch"), 0, "the slider's arrows do not step the run");
});

test("a number field sets the exact number", async (t) => {
  const lab = parts(await open(t));
  await lab.type("Learning rate", "0.0123456");
  await lab.type("Steps", "137");
  const { lr, iterations } = await lab.get("state");
  assert.deepEqual([lr, iterations], [0.0123456, 137]);
});

test("a rate above the limit is clamped, with a sentence beside the field", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.type("Learning rate", "1e999");
  await frames(page);
  assert.match(await lab.note("lr").innerText(), /Learning rate 1e999 is above 1000; using 1000\./);
  assert.equal(await lab.field("Learning rate").inputValue(), "1000");
  assert.equal((await lab.get("state")).lr, 1000);
  const [{ detail }] = await heard(page, "gw-error");
  assert.match(detail.message, /above 1000/);
  // The sentence goes when its cause goes.
  await lab.type("Learning rate", "0.02");
  await frames(page);
  assert.equal(await lab.note("lr").innerText(), "Bend H = 15 = 2·mean(x²), slope = 15·(w − 2), so the limit is 2/15 ≈ 0.133.");
  assert.equal((await heard(page, "gw-error")).length, 1);
});

test("text that is no number stays in the field, and the run keeps what it had", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.type("Learning rate", "0.03");
  const before = await lab.get("state");
  for (const text of ["fast", "", "0,1,2", "NaN", "<b>1</b>", "1".repeat(500) + "x"]) {
    await lab.type("Learning rate", text);
    await frames(page);
    assert.equal(await lab.field("Learning rate").inputValue(), text);
    assert.equal(await lab.field("Learning rate").getAttribute("aria-invalid"), "true");
    assert.match(await lab.note("lr").innerText(), /cannot be used/);
    assert.ok((await lab.note("lr").innerText()).length < 160);
    assert.deepEqual(await lab.get("state"), before);
  }
  await lab.type("Learning rate", "0.04");
  await frames(page);
  assert.equal(await lab.field("Learning rate").getAttribute("aria-invalid"), "false");
});

test("x and y wait for each other, and neither is lost", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.button("More").click();
  await lab.type("x", "1, 2, 3, 4, 5");
  await frames(page);
  assert.equal(await lab.field("x").inputValue(), "1, 2, 3, 4, 5");
  assert.match(await lab.note("x").innerText(), /each x needs its y/);
  assert.deepEqual((await lab.get("state")).x, [1, 2, 3, 4]);
  await lab.type("y", "3, 6, 9, 12, 15");
  await frames(page);
  const { x, y } = await lab.get("state");
  assert.deepEqual(
    [x, y],
    [
      [1, 2, 3, 4, 5],
      [3, 6, 9, 12, 15],
    ],
  );
  assert.equal(await lab.note("x").innerText(), "");
});

test("More sets the gradient, the start, the precision and zero_grad", async (t) => {
  const lab = parts(await open(t));
  await lab.button("More").click();
  await lab.type("Start w", "5");
  await lab.choice("Gradient").selectOption("manual");
  await lab.choice("Precision").selectOption("f64");
  await lab.choice("zero_grad").selectOption("off");
  const { w, gradient, precision, "zero-grad": zeroGrad } = await lab.get("state");
  assert.deepEqual([w, gradient, precision, zeroGrad], [5, "manual", "f64", "off"]);
});

test("a notebook's button brings back all of its settings and shows which gradient is in use", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const pressed = async () => {
    await frames(page);
    return Promise.all(
      ["By hand (NumPy)", "Autograd (PyTorch)"].map((name) => lab.button(name).getAttribute("aria-pressed")),
    );
  };
  assert.deepEqual(await pressed(), ["false", "true"]);
  await lab.type("Learning rate", "0.2");
  await lab.button("By hand (NumPy)").click();
  assert.deepEqual(await pressed(), ["true", "false"]);
  const { lr, iterations, gradient } = await lab.get("state");
  assert.deepEqual([lr, iterations, gradient], [0.01, 10, "manual-sum"]);
  await lab.button("More").click();
  await lab.choice("Gradient").selectOption("numeric");
  assert.deepEqual(await pressed(), ["false", "false"]);
});

test("a long run's printout shows the last lines and says how many are hidden", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.drawer("Printout");
  await lab.set({ iterations: "5000" });
  await lab.train();
  await frames(page);
  const lines = await lab.lines.allTextContents();
  assert.match(lines.at(-1), /^epoch 5000: /);
  assert.ok(lines.length <= 200);
  const [hidden] = await page.locator("[part=printout] .lines .note").allTextContents();
  assert.equal(hidden, `${(5000 - lines.length).toLocaleString("en")} earlier lines are not shown.`);
});

test("a character typed and taken back leaves no stale field", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const rate = lab.field("Learning rate");
  await rate.press("End");
  await rate.press("5");
  await rate.press("Backspace");
  await lab.slider("Learning rate").press("ArrowRight");
  await frames(page);
  const { lr } = await lab.get("state");
  assert.notEqual(lr, 0.01);
  assert.equal(Number(await rate.inputValue()), lr);
  await lab.button("More").click();
  const fields = [lab.field("x"), lab.field("Points, a row in each line, y at its end")];
  for (const field of fields) {
    await field.press("End");
    await field.press("7");
    await field.press("Backspace");
  }
  await lab.lab.getByRole("group", { name: "Points" }).locator(".handle").first().press("ArrowRight");
  await frames(page);
  const { x } = await lab.get("state");
  assert.ok(x[0] > 1);
  assert.equal(await fields[0].inputValue(), x.join(","));
  assert.equal((await fields[1].inputValue()).split("\t")[0], String(x[0]));
});
