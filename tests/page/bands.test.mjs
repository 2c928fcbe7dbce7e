// The bands of the learning rate and the sentence about it: that they say what the run then does.
import assert from "node:assert/strict";
import test from "node:test";
import { frames, open, parts } from "./harness.mjs";

/** Data, and the edges that follow from its curvature H = 2/N·Σx². */
const CASES = [
  { name: "the lesson", settings: {}, edges: [1 / 15, 2 / 15], limit: "2/15 ≈ 0.133" },
  { name: "the sum", settings: { gradient: "manual-sum" }, edges: [1 / 60, 2 / 60], limit: "2/60 ≈ 0.0333" },
  { name: "one point", settings: { x: "1", y: "3" }, edges: [1 / 2, 1], limit: "2/2 = 1" },
  { name: "three points", settings: { x: "1,2,-1", y: "1,3,0" }, edges: [1 / 4, 1 / 2], limit: "2/4 = 0.5" },
];

/** The distances of a run from where it should go. */
async function distances(lab) {
  await lab.train();
  const optimum = await lab.lab.evaluate((element) => {
    const { x, y } = element.state;
    return x.reduce((sum, x, i) => sum + x * y[i], 0) / x.reduce((sum, x) => sum + x * x, 0);
  });
  return (await lab.get("history")).map(({ w }) => w - optimum);
}

const signs = (values) => new Set(values.filter((value) => Math.abs(value) > 1e-6).map(Math.sign)).size;

for (const { name, settings, edges, limit } of CASES) {
  test(`${name}: 1% to either side of each edge the run does what is said`, async (t) => {
    const page = await open(t);
    const lab = parts(page);
    await lab.set({ ...settings, precision: "f64", iterations: "40" });
    const at = async (lr) => {
      await lab.set({ lr: String(lr) });
      await frames(page);
      const spoken = await lab.slider("Learning rate").getAttribute("aria-valuetext");
      return { said: await lab.verdict.innerText(), spoken, run: await distances(lab) };
    };
    const [straight, critical] = edges;

    const below = await at(0.99 * straight);
    assert.match(below.said, /^Goes straight down: /);
    assert.match(below.spoken, /, goes straight$/);
    assert.equal(signs(below.run), 1, "never crosses");

    const above = await at(1.01 * straight);
    assert.match(above.said, /^Overshoots, but arrives: /);
    assert.match(above.spoken, /, overshoots$/);
    assert.equal(signs([...above.run.slice(0, 3)].map((d) => d * 1e6)), 2, "crosses");

    const arrives = await at(0.99 * critical);
    assert.match(arrives.said, /^Overshoots, but arrives: .* 0\.98 times as far away\.$/);
    assert.ok(Math.abs(arrives.run.at(-1)) < Math.abs(arrives.run[0]));

    const gone = await at(1.01 * critical);
    assert.match(gone.said, /^Runs away: .* lands 1\.02? times as far from .* Try /);
    assert.match(gone.spoken, /, runs away$/);
    assert.ok(Math.abs(gone.run.at(-1)) > Math.abs(gone.run[0]));
    assert.equal(await lab.get("status"), "done", "twenty steps can be finite and yet run away");

    assert.match(await lab.note("lr").innerText(), new RegExp(`the limit is ${limit}\\.$`));
    const [, advice] = /Try (\S+)/.exec(gone.said);
    const advised = await at(advice);
    assert.match(advised.said, /arrives|straight/);
  });
}

test("the bands end on the slider where the verdict changes", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const rate = lab.slider("Learning rate");
  const ends = await lab.lab.evaluate((element) => {
    const bands = element.shadowRoot.querySelector(".bands");
    return [...bands.children].map((band) => {
      const { left, right } = band.getBoundingClientRect();
      return [band.dataset.band, left, right];
    });
  });
  assert.deepEqual(ends.map(([band]) => band), ["straight", "overshoots", "runs-away"]);
  const { y, height } = await rate.boundingBox();
  for (const [band, left, right] of ends) {
    for (const x of [left + 12, (left + right) / 2, right - 3]) {
      await page.mouse.click(x, y + height / 2);
      await frames(page);
      const here = lab.lab.locator(".legend [data-here=true]");
      assert.equal(await here.getAttribute("data-band"), band, `at ${x}`);
    }
  }
});

test("what runs away is hatched over its whole length", async (t) => {
  const page = await open(t);
  const { lab } = parts(page);
  await lab.evaluate((lab) => lab.step());
  await frames(page);
  const picture = (await lab.locator(".bands [data-band=runs-away]").screenshot()).toString("base64");
  const inked = await page.evaluate(async (picture) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const share = (x, wide) => {
      const { data } = context.getImageData(x, 4, wide, height - 8);
      return data.filter((value, at) => at % 4 === 0 && value < 200).length / (data.length / 4);
    };
    return Array.from({ length: Math.floor((width - 30) / 14) }, (_, at) => share(14 * at, 14)); // before the slider's end
  }, picture);
  assert.ok(inked.length > 3 && inked.every((share) => share > 0.15 && share < 0.5), inked.map((share) => share.toFixed(2)).join(" "));
});

test("exactly at the limit w jumps between two places for ever", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.set({ lr: String(2 / 15), precision: "f64" });
  await frames(page);
  assert.equal(
    await lab.verdict.innerText(),
    "Circles for ever: exactly at the limit, w jumps between 4 and 0.",
  );
});

test("without zero_grad there are two bands, and the sentence says why", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const bands = () => lab.lab.locator(".legend span").allInnerTexts();
  await lab.set({ "zero-grad": "off", lr: "0.26" });
  await frames(page);
  assert.deepEqual(await bands(), ["circles", "runs away"]);
  assert.match(await lab.verdict.innerText(), /^Circles for ever: without w\.grad\.zero_\(\) .* about 2 /);
  await lab.set({ lr: "0.27" });
  await frames(page);
  assert.match(await lab.verdict.innerText(), /^Runs away: without w\.grad\.zero_\(\) .* Try 0\.2 /);
  assert.match(await lab.note("lr").innerText(), /4\/15 ≈ 0\.267/);
  await lab.set({ gradient: "manual" }); // by hand it is computed afresh
  await frames(page);
  assert.deepEqual(await bands(), ["goes straight", "overshoots", "runs away"]);
});

test("where every x is 0 there are no bands, and a sentence", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.set({ x: "0,0", y: "1,2" });
  await frames(page);
  assert.equal(await lab.verdict.innerText(), "Every x is 0, so w changes nothing.");
  assert.equal(await lab.lab.locator(".legend span").count(), 0);
  assert.equal(await lab.note("lr").innerText(), "");
});

test("a rate typed as 1e999 keeps its sentences in their places", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.type("Learning rate", "1e999");
  await frames(page);
  assert.match(await lab.note("lr").innerText(), /Learning rate 1e999 is above 1000; using 1000\./);
  assert.match(await lab.verdict.innerText(), /^Runs away: at 1000 /);
});

/** Optimizers on the lesson, whose H is 15: rates to either side of each edge, and what is said there. */
const VELOCITY = [
  [(1 - Math.sqrt(0.25)) ** 2 / 15, "Goes straight down: the velocity does not carry it past 2.", "Overshoots, but arrives: with its velocity it passes 2, and comes back."],
  [2.5 / 15, "Overshoots, but arrives: with its velocity it passes 2, and comes back.", "Runs away: with its velocity its swings about 2 grow without end."],
];

test("with a velocity the run does what is said to either side of each edge", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.set({ optimizer: "SGD(momentum=0.25)", precision: "f64", iterations: "80" });
  for (const [edge, below, above] of VELOCITY) {
    for (const [rate, says] of [[0.99 * edge, below], [1.1 * edge, above]]) {
      await lab.set({ lr: String(rate) });
      await frames(page);
      const said = await lab.verdict.innerText();
      assert.ok(said.startsWith(says), said);
      const run = await distances(lab);
      const arrives = Math.abs(run.at(-1)) < Math.abs(run[0]);
      assert.deepEqual([signs(run) === 1, arrives], [says.startsWith("Goes straight"), !says.startsWith("Runs away")], says);
    }
  }
});

test("of what no limit is known of nothing is painted, and the sentence names it", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const said = async (settings) => {
    await lab.set({ optimizer: "manual", scheduler: "none", batch: "0", "zero-grad": "on", ...settings });
    await frames(page);
    return [await lab.verdict.innerText(), await lab.lab.locator(".bands i").count()];
  };
  for (const [settings, sentence] of [
    [{ optimizer: "Adam()" }, "No limit of the rate is known for Adam()."],
    [{ optimizer: "SGD(momentum=0.5)", "zero-grad": "off" }, "Without zero_grad the gradients add up: no limit of the rate is known for SGD(momentum=0.5)."],
    [{ optimizer: "SGD()", scheduler: "StepLR(step_size=2)" }, "The schedule changes the rate from step to step: no one limit holds for all."],
    [{ optimizer: "SGD()", batch: "2" }, "Each batch bends the loss otherwise: no limit of the rate is known."],
  ]) {
    const [verdict, bands] = await said(settings);
    assert.ok(verdict.startsWith(sentence) && bands === 0, verdict);
  }
  const [uphill] = await said({ optimizer: "SGD(maximize=True)" });
  assert.match(uphill, /^Runs away: at every rate it ends ever farther from 2\./);
  const [drawn] = await said({ optimizer: "SGD(weight_decay=5)", lr: "0.04" });
  assert.match(drawn, /^Goes straight down: at 0\.04 each step lands .+ from 1\.5 as the last\./);
});
