// Pinned runs: what the drawer says of each is the core's, the link holds them, and a fifth is answered.
import assert from "node:assert/strict";
import test from "node:test";
import { bare, frames, heard, open, parts } from "./harness.mjs";

const COMPARE = bare('<grad-walk views="all" id="lab"></grad-walk>');

async function compare(t, options) {
  const page = await open(t, { path: COMPARE, ...options });
  const lab = parts(page);
  await lab.drawer("Compare");
  const rows = lab.lab.locator(".pins li");
  return { page, lab, rows, pin: () => lab.button("Pin this run").click(), said: () => rows.allInnerTexts() };
}

test("a run is pinned, and stays while the rate moves: both stand at the same epoch", async (t) => {
  const { page, lab, rows, pin } = await compare(t);
  await lab.train();
  await pin();
  await frames(page);
  assert.equal(await lab.get("state").then(({ pins }) => pins), "lr=0.01");
  await lab.type("Learning rate", "0.12");
  await lab.lab.evaluate((lab) => lab.seek(3));
  await frames(page);
  const alone = parts(page);
  assert.match(await rows.innerText(), /Rate 0\.01 · goes straight\s+w 0\.772, loss 11\.3/);
  assert.match(await alone.shown(), /w 3\.024/, "1 − 15 · 0.12 = −0.8 of the distance, three times");
  assert.deepEqual((await heard(page, "gw-change")).at(0).detail, { setting: "pins", value: "lr=0.01" });
});

test("the two notebooks side by side: a preset leaves the pinned run where it is", async (t) => {
  const { page, lab, rows, pin } = await compare(t);
  await pin();
  await lab.button("By hand (NumPy)").click();
  await pin();
  await frames(page);
  const [autograd, hand] = await rows.allInnerTexts();
  assert.match(autograd, /Rate 0\.01 · goes straight/);
  assert.match(hand, /Rate 0\.01 · By hand, as in the notebook · goes straight/);
  await lab.train();
  await frames(page);
  assert.match(await rows.nth(0).innerText(), /w 1\.606/, "ten steps by the mean");
  assert.match(await rows.nth(1).innerText(), /w 2\.000/, "ten by the sum");
});

test("names are typed, cleaned and kept in the link; Use and Remove do what they say", async (t) => {
  const { page, lab, rows, pin } = await compare(t);
  await pin();
  await lab.type("Learning rate", "0.1");
  await pin();
  await lab.type("Name of run B", "fast, or <b>faster</b>; really");
  assert.equal((await lab.get("state")).pins, "lr=0.01;lr=0.1,name=fast  or <b>faster</b>  really");
  assert.equal(await lab.field("Name of run B").inputValue(), "fast  or <b>faster</b>  really");
  await lab.button("Use the settings of run A").click();
  await frames(page);
  assert.equal((await lab.get("state")).lr, 0.01);
  await lab.button("Remove run A").click();
  await frames(page);
  assert.equal(await rows.count(), 1);
  assert.equal(await lab.field("Name of run A").inputValue(), "fast  or <b>faster</b>  really");
  assert.equal(await lab.lab.evaluate(({ shadowRoot }) => shadowRoot.activeElement.textContent), "Pin this run");
  const state = await lab.get("state");
  await lab.lab.evaluate((lab) => lab.setAttribute("lr", "0.05"));
  await lab.lab.evaluate((lab, state) => (lab.state = state), state);
  assert.deepEqual(await lab.get("state"), state, "a state brings them back");
});

test("a fifth pin, and a link with five: four stay, and a sentence says why", async (t) => {
  const { page, lab, rows, pin } = await compare(t);
  for (let count = 0; count < 5; count++) await pin();
  await frames(page);
  assert.equal(await rows.count(), 4);
  const said = lab.lab.getByText("Four runs are pinned. Remove one first.").first();
  assert.ok(await said.isVisible());
  await lab.set({ pins: "1;2;3;4;5" });
  await frames(page);
  assert.equal(await rows.count(), 4);
  // Of a link or a tag it is told what becomes of it: there may be nothing here to remove one by.
  const told = "At most four runs can be pinned. These are the first four.";
  assert.ok((await heard(page, "gw-error")).some(({ detail }) => detail.message === told));
  await lab.set({ pins: "lr=nonsense" });
  await frames(page);
  assert.ok(await lab.lab.getByText("“lr=nonsense” cannot be used. Pinned runs takes up to four runs").first().isVisible());
});

test("a run that is pinned with a million steps is computed a slice at a time, and shown", async (t) => {
  const { page, lab, rows } = await compare(t);
  await lab.set({ iterations: "1000000", pins: "0.1;0.05;0.14", epoch: "1000000" });
  await page.waitForFunction(() => lab.epoch === 1_000_000);
  await frames(page, 4);
  await page.waitForFunction(() => lab.shadowRoot.querySelector(".pins").textContent.includes("stopped after"));
  assert.match((await rows.allInnerTexts()).join(), /Rate 0\.14 · runs away\s+w \S+, loss \S+, stopped after \d+ steps/);
});
