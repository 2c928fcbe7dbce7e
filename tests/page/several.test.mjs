// Two numbers at once: what the lab says of a line with a height is held to the mathematics of its valley, written out
// here; the ball and the handles set the start; of a model that bends from place to place the bend is that of the place.
import assert from "node:assert/strict";
import test from "node:test";
import { number } from "./claims.mjs";
import { bare, frames, open, parts } from "./harness.mjs";

const SPRING = { x: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], y: [2.1, 2.5, 3.3, 3.7, 4.5, 4.9, 5.7, 6.1] };
const tag = (attributes, { x, y } = SPRING) => bare(`<grad-walk model="w*x + b" x="${x}" y="${y}" ${attributes}></grad-walk>`);
const text = (lab, css) => lab.lab.evaluate((element, css) => element.shadowRoot.querySelector(css).innerText, css);

/** The valley of y = w·x + b: its two curvatures, and the best w and b. */
function valley({ x, y }) {
  const mean = (of) => x.reduce((sum, _, i) => sum + of(x[i], y[i]), 0) / x.length;
  const [xx, x1, xy, y1] = [mean((x) => x * x), mean((x) => x), mean((x, y) => x * y), mean((_, y) => y)];
  const root = Math.hypot(xx - 1, 2 * x1);
  const w = (xy - x1 * y1) / (xx - x1 * x1);
  return { steep: xx + 1 + root, flat: xx + 1 - root, w, b: y1 - w * x1 };
}

/** Whether a number that is told is this one, by half a unit of its last digit. */
function tells(told, value) {
  const digits = (told.replace(/[^\d.]/g, "").split(".")[1] ?? "").length;
  return Math.abs(number(told) - value) <= 0.51 * 10 ** -digits;
}

test("what is said of the rate is what the two curvatures make of it", async (t) => {
  for (const data of [SPRING, { x: [-2, -1, 1, 3], y: [1, 0, 2, 5] }, { x: [10, 11, 12], y: [1, 3, 2] }]) {
    const { steep, flat } = valley(data);
    for (const part of [0.1, 0.6, 0.99, 1.3, 1.97, 2.02, 3]) {
      const lr = Number((part / steep).toPrecision(4));
      const page = await open(t, { path: tag(`lr="${lr}" epoch="1" precision="f64"`, data) });
      const lab = parts(page);
      const [said, note] = [await text(lab, "[part=verdict]"), await text(lab, "#lr-note")];
      const factor = Math.abs(1 - lr * steep);
      const verdict = lr <= 1 / steep ? "Goes straight" : lr < 2 / steep ? "Overshoots" : "Runs away";
      assert.ok(said.startsWith(verdict), `${said} at ${lr}`);
      const [, told] = /(\S+) (?:times as far out|of the way to go)/.exec(said) ?? [];
      if (told) assert.ok(tells(told, factor), `${said}: ${factor}`);
      const [, crosses, left] = /Along it each step (?:crosses, too, and lands (\S+) times|leaves (\S+) of the way)/.exec(said) ?? [];
      if (crosses) assert.ok(tells(crosses, lr * flat - 1), said);
      if (left) assert.ok(tells(left, 1 - lr * flat), said);
      assert.equal(Boolean(crosses ?? left), verdict !== "Runs away", said);
      const [, bend, along, times, limit] = /by λ ≈ (\S+), along it by ([\d.e−]+), (\S+) times less: the limit is \S+ [≈=] (\S+)\.$/.exec(note);
      assert.ok(tells(bend, steep) && Math.abs(number(along) / flat - 1) < 0.06, note);
      assert.ok(Math.abs(number(times) / (steep / flat) - 1) < 0.06 && Math.abs(number(limit) / (2 / steep) - 1) < 0.005, note);
      await page.close();
    }
  }
});

test("a run is told where it ends and what is best, by both numbers", async (t) => {
  const { w, b } = valley(SPRING);
  const page = await open(t, { path: tag('lr="0.75" iterations="40" precision="f64"') });
  const lab = parts(page);
  await lab.train();
  const { w: at, b: height } = (await lab.get("history")).at(-1);
  const words = /^40 steps: w = (\S+), b = (\S+), loss = (\S+)\. Not w = (\S+), b = (\S+) yet\. Take more steps\.$/;
  const [, ...told] = words.exec(await text(lab, "[part=status]"));
  for (const [index, value] of [at, height, undefined, w, b].entries()) {
    if (value !== undefined) assert.ok(tells(told[index], value), `${told[index]} for ${value}`);
  }
  await lab.lab.evaluate((element) => element.setAttribute("iterations", "250"));
  await lab.train();
  assert.match(await text(lab, "[part=status]"), /There: the loss is least at w = 5\.905, b = 2\.033\.$/);
});

test("the ball sets where both begin, by hand and by keys, and is heard as two sliders", async (t) => {
  const page = await open(t, { path: tag('lr="0.5" start="w=1,b=2"') });
  const lab = parts(page);
  const box = await lab.lab.locator(".ball").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2 - 30, { steps: 4 });
  await frames(page);
  const under = await lab.lab.locator(".ball").boundingBox();
  assert.ok(Math.hypot(under.x - box.x - 40, under.y - box.y + 30) < 5, "the ball is under the hand");
  await page.mouse.up();
  await frames(page);
  const begins = async () => Object.fromEntries((await lab.get("state")).start.split(",").map((part) => part.split("=")));
  const { w, b } = await begins();
  assert.ok(w > 1 && b > 2, `${w} ${b}`);
  await lab.slider("Start of the run, w").focus();
  await page.keyboard.press("ArrowRight");
  await frames(page);
  const right = await begins();
  assert.ok(Number(right.w) > Number(w), "right is more w");
  assert.ok(Math.abs(right.b - b) < 0.02 * Math.abs(b), "and b stays");
  await page.keyboard.press("ArrowUp");
  await frames(page);
  assert.ok(Number((await begins()).b) > Number(right.b), "up is more b");
  await lab.slider("Start of the run, b").focus();
  await page.keyboard.press("PageDown");
  await frames(page);
  assert.ok(Number((await begins()).b) < Number(right.b), "a key without a way goes along the slider's own");
  // An undone gesture and a lock.
  await lab.lab.evaluate((element) => element.setAttribute("lock", "start"));
  const held = await begins();
  await page.keyboard.press("ArrowUp");
  await frames(page);
  assert.deepEqual(await begins(), held);
});

test("one handle tilts the line, one lifts it, and the run begins with that line", async (t) => {
  const page = await open(t, { path: tag('lr="0.5"') });
  const lab = parts(page);
  const drag = async (name, by) => {
    const box = await lab.slider(name).boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 + by, { steps: 4 });
    await page.mouse.up();
    await frames(page);
    const [setting] = [(await lab.get("state")).start];
    return Object.fromEntries(setting.split(",").map((part) => part.split("=").map((word, k) => (k ? Number(word) : word))));
  };
  const lifted = await drag("Height of the line, b", -60);
  assert.ok(lifted.b > 0.5 && !lifted.w, JSON.stringify(lifted));
  const tilted = await drag("Tilt of the line, w", -40);
  assert.ok(tilted.w > 0.3 && tilted.b === lifted.b, JSON.stringify(tilted));
  await lab.slider("Height of the line, b").focus();
  await page.keyboard.press("ArrowDown");
  await frames(page);
  assert.ok(Number((await lab.get("state")).start.split("b=")[1]) < tilted.b);
  await lab.train();
  const [first] = await lab.get("history");
  assert.notEqual(first.loss, undefined);
  assert.equal(await lab.lab.locator(".lever").count(), 2);
  await lab.lab.evaluate((element) => element.setAttribute("model", "tanh(w*x + b)"));
  await frames(page);
  assert.equal(await lab.lab.locator(".lever").count(), 0, "what is no line has no handle");
});

test("a model that bends from place to place is told the bend of the place", async (t) => {
  const data = { x: [0.5, 1, 2], y: [1, 2, 1] };
  const page = await open(t, {
    path: bare(`<grad-walk model="a*exp(b*x)" x="${data.x}" y="${data.y}" start="a=1,b=0.1" lr="0.01" iterations="10" epoch="3" precision="f64"></grad-walk>`),
  });
  const lab = parts(page);
  const { a, b } = (await lab.get("history")).at(-1);
  const loss = (a, b) => data.x.reduce((sum, x, i) => sum + (a * Math.exp(b * x) - data.y[i]) ** 2, 0) / 3;
  const h = 1e-4;
  const second = (f) => (f(h) - 2 * f(0) + f(-h)) / h ** 2;
  const [aa, bb] = [second((d) => loss(a + d, b)), second((d) => loss(a, b + d))];
  const ab = (loss(a + h, b + h) - loss(a + h, b - h) - loss(a - h, b + h) + loss(a - h, b - h)) / (4 * h * h);
  const most = (aa + bb) / 2 + Math.hypot((aa - bb) / 2, ab);
  const [, bend, limit] = /Here the loss bends by (\S+) at most: a local limit of 2\/\1 ≈ (\S+)\.$/.exec(await text(lab, "[part=verdict]"));
  assert.ok(Math.abs(number(bend) / most - 1) < 0.06 && Math.abs(number(limit) / (2 / most) - 1) < 0.06, `${bend} ${limit} for ${most}`);
  assert.equal(await lab.lab.locator(".bands i").count(), 0, "nothing is painted");
});

test("of three parameters the landscape is a slice through the two that are asked for, and says where", async (t) => {
  const page = await open(t, {
    path: bare('<grad-walk model="a*x*x + b*x + c" x="-2,-1,0,1,2,3" y="4,1,0.5,1,4,9" lr="0.03" epoch="7" pair="a,c"></grad-walk>'),
  });
  const lab = parts(page);
  const b = (await lab.get("history")).at(-1).b;
  assert.equal(await text(lab, ".landscape .title"), `Loss at b = ${b.toFixed(3).replace("-", "−")}`);
  assert.equal(await lab.slider("Start of the run, c").count(), 1);
  assert.equal(await lab.slider("Start of the run, b").count(), 0);
});
