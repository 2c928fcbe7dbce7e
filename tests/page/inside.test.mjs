// Inside the optimizer: the tape of a step against the run's own numbers, forward and back, a pinned run beside it, and that no
// sentence says what is not so.
import assert from "node:assert/strict";
import test from "node:test";
import { bare, frames, open, parts } from "./harness.mjs";

const FINE = 'model="w*x + b" x="0,0.05,0.1,0.15,0.2,0.25,0.3,0.35" y="2.1,2.5,3.3,3.7,4.5,4.9,5.7,6.1" precision="f64" lr="0.3" iterations="60"';
const page = (attributes, views = "landscape,inside") => bare(`<grad-walk views="${views}" ${attributes}></grad-walk>`);

async function inside(t, attributes, { views, ...options } = {}) {
  const tab = await open(t, { path: page(attributes, views), ...options });
  const lab = parts(tab);
  const panel = lab.lab.locator(".panel.inside");
  if (!views) await panel.locator(".sentence").waitFor();
  await frames(tab);
  /** The rows of the first tape, or of that beside it: word, code, and for each parameter what is to be read. */
  const tape = (index = 0) =>
    panel.locator(".account").nth(index).evaluate((account) =>
      [...account.querySelectorAll("tbody tr:not(.memory)")].map((row) =>
        [...row.children].map((cell) => (cell.querySelector(".sum") ?? cell).textContent.trim().replace(/\s+/g, " ")),
      ),
    );
  const said = () => panel.locator(".sentence").innerText();
  const seek = async (epoch) => {
    await lab.lab.evaluate((lab, epoch) => lab.seek(epoch), epoch);
    await frames(tab);
  };
  const number = (text) => Number(text.split("= ").at(-1).replace("−", "-").replace(/e−/, "e-"));
  return { tab, lab, panel, tape, said, seek, number };
}

test("momentum is a calculator's tape: what is left, what the slope says now, and where they lead", async (t) => {
  const { tab, lab, panel, tape, said, seek } = await inside(t, `${FINE} optimizer="SGD(momentum=0.9)" epoch="18"`);
  assert.match(await panel.locator("h3").first().innerText(), /^SGD\(momentum=0\.9\), step 19$/);
  assert.deepEqual(await tape(), [
    ["slope now", "grad = param.grad", "0.451", "3.124"],
    ["left from before", "buf.mul_(momentum)", "0.9 × −2.105 = −1.894", "0.9 × −2.939 = −2.645"],
    ["velocity", ".add_(grad, alpha=1 - dampening)", "−1.894 + 0.451 = −1.443", "−2.645 + 3.124 = 0.478"],
    ["the step", "param.add_(buf, alpha=-lr)", "−0.3 × −1.443 = 0.433", "−0.3 × 0.478 = −0.143"],
    ["new value", "", "8.173 + 0.433 = 8.606", "4.232 − 0.143 = 4.088"],
  ]);
  assert.equal(await said(), "What is left from before and what the slope says now all but cancel in b and go against each other in w.");
  // Forward and back it is the same; in the first step nothing is left from before.
  const before = await panel.innerText();
  await lab.button("Step").click();
  await frames(tab);
  assert.match(await panel.innerText(), /step 20/);
  await lab.button("Back").click();
  await frames(tab);
  assert.equal(await panel.innerText(), before);
  await seek(0);
  assert.match(await said(), /^This is the first step: nothing is left from before/);
  assert.deepEqual((await tape()).map(([word]) => word), ["slope now", "velocity", "the step", "new value"]);
  await seek(60);
  assert.match(await said(), /^The run ends here: this is its last step\./);
  assert.match(await panel.locator("h3").first().innerText(), /step 60$/);
});

const EVERY = ["manual", "SGD()", "SGD(momentum=0.9, nesterov=True)", "Adam()", "Adam(amsgrad=True)", "AdamW()", "Adamax()", "NAdam()", "RAdam()", "RMSprop(momentum=0.5)", "Adagrad()", "Adadelta()", "Rprop()", "ASGD()"];

test("of every optimizer the tape begins with the run's gradient and ends with its next state, to the last digit", async (t) => {
  const { tab, lab, panel, tape, seek, number } = await inside(t, `${FINE} optimizer="SGD()"`);
  await panel.getByRole("switch").check();
  for (const optimizer of EVERY) {
    await lab.set({ optimizer });
    await frames(tab);
    for (const epoch of [0, 1, 17]) {
      await seek(epoch);
      const rows = await tape();
      const slope = rows.find(([word]) => word === "slope now");
      const step = await lab.lab.evaluate((lab, epoch) => {
        lab.seek(epoch + 1);
        return lab.history[epoch];
      }, epoch);
      for (const [column, name] of ["w", "b"].entries()) {
        assert.equal(number(slope[2 + column]), step[`grad_${name}`], `${optimizer} at ${epoch}`);
        assert.equal(number(rows.at(-1)[2 + column]), step[name], `${optimizer} at ${epoch}`);
      }
      // Each line has a word of its own in English.
      for (const [word] of rows) assert.doesNotMatch(word, /_/, optimizer);
    }
  }
});

test("what is said of a step is so of its numbers", async (t) => {
  const { tab, lab, tape, said, seek, number } = await inside(t, `${FINE} optimizer="Adam()"`);
  const of = (rows, word) => rows.find(([said]) => said === word).slice(2).map(number);
  // The first step of Adam is as long as the rate.
  await seek(0);
  assert.match(await said(), /as long as the rate, whatever the slope is\.$/);
  for (const step of of(await tape(), "the step")) assert.ok(Math.abs(Math.abs(step) - 0.3) < 0.002);
  for (const epoch of [1, 5, 12, 25, 40, 59]) {
    await seek(epoch);
    const rows = await tape();
    const [m, root] = [of(rows, "m, corrected"), of(rows, "divided by")];
    const text = await said();
    for (const [index, name] of ["w", "b"].entries()) {
      const part = Math.abs(m[index]) / root[index];
      const about = (end) => new RegExp(`In ([^.]*\\b)?${name}\\b[^.]*${end}`).test(text);
      assert.equal(about("about as long as the rate"), part >= 0.9 && part <= 1.1, `${text} ${part}`);
      assert.equal(about("short beside the rate"), part <= 0.3, `${text} ${part}`);
    }
  }
  await lab.set({ optimizer: "manual" });
  await frames(tab);
  assert.equal(await said(), "Nothing of the steps before counts. The step is the rate times the slope, against it.");
  assert.equal((await tape()).length, 3);
  await lab.set({ optimizer: "SGD(momentum=0.9)" });
  for (const epoch of [1, 4, 9, 14, 30]) {
    await seek(epoch);
    const rows = await tape();
    const [left, now] = [of(rows, "left from before"), of(rows, "slope now")];
    const text = await said();
    for (const [index, name] of ["w", "b"].entries()) {
      const [a, b] = [left[index], now[index]];
      const how = a * b > 0 ? "add up" : Math.abs(a + b) <= 0.25 * Math.max(Math.abs(a), Math.abs(b)) ? "all but cancel" : "go against each other";
      const parts = text.split(/,? and (?=add|all|go)|, (?=add|all|go)|now /);
      assert.ok(parts.some((part) => part.startsWith(how) && new RegExp(`\\b${name}\\b`).test(part.split(" in ")[1])), `${text} ${name}: ${how}`);
    }
  }
});

test("what is remembered is a column for each step, and a sum only grows", async (t) => {
  const { panel, seek } = await inside(t, `${FINE} optimizer="Adagrad()"`);
  await seek(40);
  const heights = await panel.locator(".memory svg").first().evaluate((svg) => [...svg.querySelectorAll("rect")].map((bar) => Number(bar.getAttribute("height"))));
  assert.equal(heights.length, 24);
  assert.ok(heights.every((height, index) => !index || height >= heights[index - 1]), String(heights));
  assert.match(await panel.locator(".memory svg").first().getAttribute("aria-label"), /^sum of squares of w over the last 24 steps: from [\d.]+ to [\d.]+$/);
});

test("a pinned run is told at the same step, chosen by its letter", async (t) => {
  const { tab, lab, panel, tape } = await inside(t, `${FINE} optimizer="SGD(momentum=0.9)" epoch="18" pins="lr=0.5,precision=f64,optimizer=Adam();lr=0.9,precision=f64,optimizer=SGD()"`);
  const titles = () => panel.locator("h3").allInnerTexts();
  assert.deepEqual(await titles(), ["SGD(momentum=0.9), step 19", "Adam(), step 19"]);
  const alone = await inside(t, `${FINE.replace('lr="0.3"', 'lr="0.5"')} optimizer="Adam()" epoch="18"`);
  assert.deepEqual(await tape(1), await alone.tape());
  await lab.choice("The pinned run beside it").selectOption("Run B");
  await frames(tab);
  assert.deepEqual(await titles(), ["SGD(momentum=0.9), step 19", "SGD(), step 19"]);
  await lab.set({ pins: "" });
  await frames(tab);
  assert.equal(await panel.locator(".account").nth(1).isVisible(), false);
});

test("of more than two parameters the pair is told, or one that is chosen", async (t) => {
  const { tab, lab, panel, tape } = await inside(t, 'model="a*x**2 + w*x + b" x="0,1,2,3" y="1,2,1,0" lr="0.01" optimizer="Adam()" pair="b,w"');
  const heads = () => panel.locator("thead th").allTextContents();
  assert.deepEqual(await heads(), ["b", "w"]);
  await lab.choice("Parameters").selectOption("a");
  await frames(tab);
  assert.deepEqual(await heads(), ["a"]);
  assert.equal((await tape())[0].length, 3);
});

test("while a hand holds the line no step is told, and afterwards it is again", async (t) => {
  const { tab, lab, said, panel } = await inside(t, 'optimizer="Adam()"', { views: "fit,inside" });
  await lab.slider("Tilt of the line, w").focus();
  await tab.keyboard.press("ArrowUp");
  await frames(tab);
  assert.equal(await said(), "A hand holds the line: no step is ahead.");
  assert.equal(await panel.locator(".accounts").isVisible(), false);
  await lab.button("Step").click();
  await frames(tab);
  assert.equal(await panel.locator(".accounts").isVisible(), true);
});

test("in the drawer the parts are in the landscape while it is open, and the picture before comes back", async (t) => {
  const { tab, lab } = await inside(t, `${FINE} optimizer="SGD(momentum=0.9)" epoch="18"`, { views: "all,inside" });
  const picture = () => lab.canvas("landscape").evaluate((canvas) => canvas.toDataURL());
  await frames(tab);
  const closed = await picture();
  await lab.button("Inside the optimizer").press("Enter");
  await frames(tab, 4);
  const open = await picture();
  assert.notEqual(open, closed);
  await lab.button("Inside the optimizer").press("Enter");
  await frames(tab, 4);
  assert.equal(await picture(), closed);
});

for (const width of [320, 768, 1280]) {
  test(`at ${width} px nothing is wider than the page, and no cell lies on another`, async (t) => {
    const { panel, tab } = await inside(t, `${FINE} optimizer="Adam()" epoch="18" pins="lr=0.1"`, { viewport: { width, height: 900 } });
    assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= width);
    await panel.getByRole("switch").check();
    await frames(tab);
    const out = await panel.evaluate((panel) =>
      [...panel.querySelectorAll("td, th")].filter((cell) => cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth).map((cell) => cell.textContent),
    );
    assert.deepEqual(out, []);
  });
}

test("in the first step it is said which slope the velocity and the average are", async (t) => {
  for (const [optimizer, slope] of [
    ["SGD(momentum=0.9)", "the slope itself"],
    ["SGD(momentum=0.9, weight_decay=0.1)", "the slope with decay"],
    ["Adam(maximize=True)", "the slope, turned round"],
  ]) {
    const { said } = await inside(t, `${FINE} optimizer="${optimizer}" start="w=5,b=5" epoch="0"`);
    assert.match(await said(), new RegExp(`^This is the first step: .* is ${slope}[.,] ?`));
  }
});
