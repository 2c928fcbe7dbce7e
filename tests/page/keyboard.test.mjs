// The keyboard alone: every function, in a sensible order, with the focus always in sight.
import assert from "node:assert/strict";
import test from "node:test";
import { bare, frames, open, parts } from "./harness.mjs";

/** The accessible name of what has the focus inside the lab. */
const focused = (page) =>
  page.evaluate(() => {
    const node = document.activeElement.shadowRoot?.activeElement;
    return node && (node.getAttribute("aria-label") ?? node.labels?.[0]?.textContent ?? node.innerText);
  });

test("Tab goes through the lab in reading order", async (t) => {
  const page = await open(t);
  const names = [];
  for (let n = 0; n < 27; n++) {
    await page.keyboard.press("Tab");
    names.push(await focused(page));
  }
  assert.deepEqual(names, [
    "By hand (NumPy)",
    "Autograd (PyTorch)",
    "Module (PyTorch)",
    "Tilt of the line, w",
    "Point 1, x",
    "Point 1, y",
    "Add point",
    "Undo",
    "Start of the run, w",
    "Gradient descent lab. Press ? for the keys.",
    "Epoch",
    "Back",
    "Train",
    "Step",
    "Reset",
    "Learning rate",
    "Learning rate",
    "Steps",
    "Steps",
    "One step",
    "Gradients",
    "Printout",
    "Compare",
    "Share",
    "More",
    "Keys",
    "Present",
  ]);
});

test("keys walk the run while the figure has the focus", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.lab.getByRole("group", { name: /Press \?/ }).focus();
  const scrolled = await page.evaluate(() => scrollY);
  const epochAfter = async (key) => {
    await page.keyboard.press(key);
    return lab.get("epoch");
  };
  assert.equal(await epochAfter("ArrowRight"), 1);
  assert.equal(await epochAfter("Shift+ArrowRight"), 11);
  assert.equal(await epochAfter("ArrowLeft"), 10);
  assert.equal(await epochAfter("Shift+ArrowLeft"), 0);
  assert.equal(await epochAfter("End"), 20);
  assert.equal(await epochAfter("Home"), 0);
  await page.keyboard.press("Space");
  await page.waitForFunction(() => document.querySelector("grad-walk").epoch === 20);
  assert.equal(await epochAfter("r"), 0);
  assert.equal(await page.evaluate(() => scrollY), scrolled, "the page stayed where it was");
});

test("? shows the keys, and hides them again", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.button("Train").focus();
  await page.keyboard.press("?");
  await lab.lab.getByText("train or pause").waitFor(); // what stands in drawers comes when one is opened
  await page.keyboard.press("?");
  assert.ok(!(await lab.lab.getByText("train or pause").isVisible()));
  assert.equal(await focused(page), "Train");
});

test("? brings the keys into sight", async (t) => {
  const page = await open(t, { viewport: { width: 1280, height: 500 } });
  const lab = parts(page);
  await lab.button("Train").focus();
  await page.keyboard.press("?");
  const row = lab.lab.getByText("train or pause");
  await row.waitFor();
  await frames(page, 3);
  const { y, height } = await row.boundingBox();
  assert.ok(y > 0 && y + height < 500, `${y}`);
});

test("Escape gives a field back what was there before it was refused", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.drawer("More");
  for (const [name, wrong, before] of [
    ["Loss", "HubberLoss()", "MSELoss()"],
    ["Learning rate", "fast", "0.01"],
  ]) {
    await lab.type(name, wrong);
    assert.equal(await lab.field(name).getAttribute("aria-invalid"), "true");
    await lab.field(name).press("Escape");
    await frames(page);
    assert.equal(await lab.field(name).inputValue(), before);
    assert.equal(await lab.field(name).getAttribute("aria-invalid"), "false");
  }
});

test("of what is not there no key is told", async (t) => {
  for (const [views, there] of [["fit,landscape,loss,w", true], ["loss,w", false]]) {
    const page = await open(t, { path: bare(`<grad-walk views="${views}"></grad-walk>`) });
    const lab = parts(page);
    await lab.button("Keys").click();
    await lab.lab.getByText("train or pause").waitFor();
    await frames(page);
    const rows = await lab.lab.locator(".panel.keys dd:visible").allInnerTexts();
    assert.equal(rows.some((row) => /the line’s handle/.test(row)), there, views);
    assert.equal(rows.some((row) => /add a point/.test(row)), there, views);
    assert.ok(rows.includes("reset"));
  }
});

test("Space on a button presses that button, and only that", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.button("Step").focus();
  await page.keyboard.press("Space");
  assert.equal(await lab.get("epoch"), 1);
  assert.equal(await lab.get("status"), "training");
});

test("fields keep their keys", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.button("Step").click();
  const field = lab.field("Learning rate");
  await field.focus();
  for (const key of ["Home", "ArrowRight", "r", "Space", "End", "?"]) await page.keyboard.press(key);
  assert.equal(await field.inputValue(), "0r .01?");
  assert.equal(await lab.get("epoch"), 1);
  await page.keyboard.press("Escape"); // gives the number back
  await frames(page);
  assert.equal(await field.inputValue(), "0.01");
});

test("keys outside of the lab and with a modifier are the page's", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await page.keyboard.press("ArrowRight");
  await lab.button("Train").focus();
  await page.keyboard.press("Control+ArrowRight");
  await page.keyboard.press("Alt+r");
  assert.equal(await lab.get("epoch"), 0);
});

test("the button that has the focus keeps it, also at the end of its way", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.type("Steps", "2");
  await lab.button("Step").focus();
  for (let n = 0; n < 3; n++) await page.keyboard.press("Enter");
  await frames(page);
  assert.equal(await focused(page), "Step");
  assert.equal(await lab.button("Step").getAttribute("aria-disabled"), "true");
});

test("letters mean the same where the layout has others, and with the capitals locked", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.lab.locator(".plots").focus();
  const press = (key, code, held = {}) =>
    lab.lab.evaluate((lab, [key, code, held]) => {
      const event = new KeyboardEvent("keydown", { key, code, bubbles: true, composed: true, cancelable: true, ...held });
      return !lab.shadowRoot.activeElement.dispatchEvent(event);
    }, [key, code, held]);
  const points = async () => (await lab.get("state")).x.length;
  const undone = async (key, held) => {
    await lab.button("Add point").click();
    await frames(page);
    assert.equal(await points(), 5);
    await lab.lab.locator(".plots").focus();
    assert.ok(await press(key, "KeyZ", { ctrlKey: true, ...held }), key);
    await frames(page);
    assert.equal(await points(), 4, key);
  };
  for (const key of ["я", "Я", "ζ", "z", "Z"]) await undone(key);
  await undone("Я", { ctrlKey: false, metaKey: true });
  for (const [key, code] of [["к", "KeyR"], ["К", "KeyR"], ["ρ", "KeyR"], ["R", "KeyR"], ["r", "KeyO"]]) {
    await lab.lab.evaluate((lab) => lab.seek(5));
    assert.ok(await press(key, code), key);
    await frames(page);
    assert.equal(await lab.get("epoch"), 0, key);
  }
  // A layout of Latin letters means what it writes, wherever that stands; what is redone elsewhere is not undone.
  assert.ok(!(await press("p", "KeyR")));
  assert.ok(!(await press("ö", "Semicolon")));
  assert.ok(!(await press("Z", "KeyZ", { ctrlKey: true, shiftKey: true })));
});
