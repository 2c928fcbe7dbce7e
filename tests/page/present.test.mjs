// Before a room: the whole screen, larger type, a clicker's keys, the verdict covered until it is asked
// for. And whoever reads at another size of type has a lab of that size.
import assert from "node:assert/strict";
import test from "node:test";
import { LAB, bare, frames, open, parts, unless } from "./harness.mjs";

/** How much larger than its own pixels the lab is drawn, and whether its canvases are sharp. */
const drawn = (page) =>
  page.evaluate(() => {
    const canvases = [...document.querySelector("grad-walk").shadowRoot.querySelectorAll("canvas")].filter((node) => node.checkVisibility());
    const zooms = canvases.map((canvas) => canvas.getBoundingClientRect().width / canvas.clientWidth);
    const sharp = canvases.every(
      (canvas) => Math.abs(canvas.width - canvas.getBoundingClientRect().width * devicePixelRatio) < 2,
    );
    return { zoom: Math.round(zooms[0] * 100) / 100, sharp };
  });

const full = (page) => page.evaluate(() => document.fullscreenElement?.localName);

test("Present fills the screen, larger and sharp, and Escape or the button ends it", async (t) => {
  const page = await open(t, { viewport: { width: 1600, height: 1000 } });
  const lab = parts(page);
  await lab.button("Present").click();
  await page.waitForFunction(() => document.fullscreenElement);
  await frames(page, 4);
  assert.equal(await full(page), "grad-walk");
  const { zoom, sharp } = await drawn(page);
  assert.ok(zoom > 1.3 && sharp, `${zoom} ${sharp}`);
  await lab.button("End the show").click();
  await page.waitForFunction(() => !document.fullscreenElement);
  await frames(page, 4);
  assert.deepEqual(await drawn(page), { zoom: 1, sharp: true });
  assert.ok(await lab.verdict.isVisible());
});

test("the verdict waits until somebody asks, and again after the rate has moved", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.button("Present").click();
  await frames(page, 4);
  const answers = [lab.verdict, lab.lab.locator(".legend"), lab.note("lr")];
  const seen = () => Promise.all(answers.map((answer) => answer.isVisible()));
  assert.deepEqual(await seen(), [false, false, false]);
  await lab.button("What does this rate do? Show").click();
  assert.deepEqual(await seen(), [true, true, true]);
  // The button that had the focus is gone; the keys are still the lab's.
  await page.keyboard.press("PageDown");
  await frames(page);
  assert.equal(await lab.get("epoch"), 1);
  await lab.type("Learning rate", "0.12");
  assert.deepEqual(await seen(), [false, false, false]);
  await lab.button("Step").focus();
  await page.keyboard.press("b");
  assert.match(await lab.verdict.innerText(), /^Overshoots, but arrives/);
  assert.ok(await lab.verdict.isVisible());
  await page.keyboard.press(".");
  assert.ok(!(await lab.verdict.isVisible()));
});

test("a clicker's keys step, before a room only", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.button("Step").focus();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("b");
  assert.equal(await lab.get("epoch"), 0, "they are the host's");
  await lab.button("Present").click();
  await frames(page, 4);
  for (const key of ["PageDown", "PageDown", "PageUp", "ArrowRight"]) await page.keyboard.press(key);
  await frames(page);
  assert.equal(await lab.get("epoch"), 2);
});

test("where the whole screen is refused the lab is larger in its place", async (t) => {
  const page = await open(t, {
    prepare: (page) =>
      page.addInitScript(() => (Element.prototype.requestFullscreen = () => Promise.reject(new TypeError("no")))),
  });
  const lab = parts(page);
  await lab.button("Present").click();
  await frames(page, 4);
  assert.deepEqual(await drawn(page), { zoom: 1.25, sharp: true });
  assert.ok(!(await lab.verdict.isVisible()));
  await lab.button("End the show").click();
  await frames(page, 4);
  assert.equal((await drawn(page)).zoom, 1);
});

test("a hand takes what it touches, however large the lab is drawn", async (t) => {
  const page = await open(t, { viewport: { width: 1600, height: 1000 } });
  const lab = parts(page);
  await lab.train();
  await lab.button("Present").click();
  await frames(page, 4);
  // Time runs to the pixel: the middle of the plot is the middle of the run.
  const [left, right] = await lab.canvas("loss").evaluate((canvas) => {
    const { left, width } = canvas.getBoundingClientRect();
    const scale = width / canvas.clientWidth;
    const thumb = canvas.getRootNode().querySelector(".scrub").getBoundingClientRect();
    return [thumb.left + 12 * scale, thumb.right - 12 * scale];
  });
  const box = await lab.canvas("loss").boundingBox();
  await page.mouse.move((left + right) / 2, box.y + box.height / 2);
  await frames(page);
  assert.match(await lab.lab.locator(".tip").innerText(), /^epoch 10 ·/);
  const ball = await lab.lab.locator(".landscape .ball").boundingBox();
  const map = await lab.canvas("landscape").boundingBox();
  const at = ball.x + ball.width / 2;
  assert.ok(at > map.x && at < map.x + map.width);
  await page.mouse.move(at, ball.y + ball.height / 2);
  await page.mouse.down();
  await page.mouse.move(at + 50, ball.y + ball.height / 2);
  await frames(page);
  const after = await lab.lab.locator(".landscape .ball").boundingBox();
  assert.ok(Math.abs(after.x + after.width / 2 - (at + 50)) < 3, "it is where the pointer is");
  await page.mouse.up();
});

test("the show is the whole lab's, and can be left out", async (t) => {
  const page = await open(t, { path: bare('<grad-walk></grad-walk><grad-walk views="all" hide="present"></grad-walk>') });
  assert.equal(await page.getByRole("button", { name: "Present" }).count(), 0);
});

test("whoever reads at another size has a lab of that size, as far as it finds room", { skip: unless("size of type") }, async (t) => {
  for (const [width, expected] of [
    [1280, 1.5],
    [390, 358 / 288],
    [300, 1],
  ]) {
    const page = await open(t, {
      path: LAB,
      viewport: { width, height: 900 },
      prepare: async (page) => {
        const session = await page.context().newCDPSession(page);
        await session.send("Page.enable");
        await session.send("Page.setFontSizes", { fontSizes: { standard: 24, fixed: 20 } });
      },
    });
    await frames(page, 4);
    const { zoom, sharp } = await drawn(page);
    assert.ok(Math.abs(zoom - expected) < 0.02 && sharp, `${width}: ${zoom} ${sharp}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${width}: ${over} px too wide`);
  }
});

test("somebody else's full screen is not the lab's", async (t) => {
  const page = await open(t, {
    path: bare('<button id="film" onclick="this.requestFullscreen()">film</button><grad-walk views="all"></grad-walk>'),
    prepare: (page) =>
      page.addInitScript(() => {
        const real = Element.prototype.requestFullscreen;
        Element.prototype.requestFullscreen = function () {
          return this.localName === "grad-walk" ? Promise.reject(new TypeError("no")) : real.call(this);
        };
      }),
  });
  const lab = parts(page);
  await lab.button("Present").click();
  await page.locator("#film").click();
  await page.waitForFunction(() => document.fullscreenElement);
  await frames(page, 3);
  assert.equal((await drawn(page)).zoom, 1.25);
  await page.evaluate(() => document.exitFullscreen());
  await frames(page, 3);
  assert.equal((await drawn(page)).zoom, 1.25, "it is still presented in its place");
});

test("what is opened is in sight when the lab is presented", async (t) => {
  const page = await open(t, { viewport: { width: 1280, height: 720 } });
  const lab = parts(page);
  await lab.drawer("One step");
  await lab.button("Present").click();
  await page.waitForFunction(() => document.fullscreenElement);
  await frames(page, 6);
  const { top, bottom } = await lab.lab.locator("[part=step]").evaluate((node) => node.getBoundingClientRect().toJSON());
  assert.ok(top >= 0 && bottom <= (await page.evaluate(() => innerHeight)) + 1, `${top} to ${bottom}`);
});

/** What is covered, by what asks for it, and where it stands. */
const ANSWERS = {
  verdict: ["What does this rate do? Show", ".verdict"],
  limit: ["How high may the rate be? Show", "#lr-note"],
  bands: ["Which rates arrive? Show", ".legend"],
  status: ["How does this run go? Show", ".status"],
};

for (const [name, [question, place]] of Object.entries(ANSWERS)) {
  test(`a tag covers the ${name} until somebody asks, and again when it is another`, async (t) => {
    const page = await open(t, { path: bare(`<grad-walk hide="${name}" lr="0.12"></grad-walk>`) });
    const lab = parts(page);
    const answer = lab.lab.locator(place);
    const height = () => lab.lab.evaluate((lab) => lab.offsetHeight);
    await lab.train();
    await frames(page);
    const before = await height();
    assert.ok(!(await answer.isVisible()), "it is covered");
    for (const [other, [, elsewhere]] of Object.entries(ANSWERS)) {
      if (other !== name) assert.ok(await lab.lab.locator(elsewhere).isVisible(), `the ${other} is not`);
    }
    await lab.button(question).click();
    assert.ok(await answer.isVisible());
    assert.ok(!(await lab.button(question).isVisible()));
    assert.equal(await height(), before, "nothing moves");
    await lab.type("Learning rate", "0.14");
    // The limit is that of the points, whatever the rate.
    if (name === "verdict" || name === "status") assert.ok(!(await answer.isVisible()), "another rate");
    else {
      assert.ok(await answer.isVisible());
      await lab.set({ y: "1,2,3,4", x: "2,4,6,8" });
      await frames(page);
      assert.ok(!(await answer.isVisible()), "other points");
    }
  });
}

test("what is covered is not spoken either", async (t) => {
  const page = await open(t, { path: bare('<grad-walk hide="verdict limit bands status" lr="0.12"></grad-walk>') });
  const lab = parts(page);
  await lab.train();
  await lab.button("How does this run go? Show").waitFor();
  const heard = () =>
    lab.lab.evaluate(({ shadowRoot }) => {
      const slider = shadowRoot.querySelector("#lr-slider");
      const described = slider.getAttribute("aria-describedby").split(" ").filter(Boolean);
      const texts = described.map((id) => shadowRoot.getElementById(id).textContent);
      return [slider.getAttribute("aria-valuetext"), texts.join(" "), shadowRoot.querySelector(".spoken").textContent];
    });
  await lab.type("Learning rate", "0.13");
  await page.waitForTimeout(600); // answers are given when nothing has followed for a while
  const [unsaid, nothing, spoken] = await heard();
  assert.deepEqual([unsaid, nothing], ["0.13", ""]);
  assert.match(spoken, /^Step 20: w [^ ]+, loss [^ ]+, gradient [^ ]+\.$/, "numbers are not covered");
  for (const [question] of Object.values(ANSWERS)) await lab.button(question).click();
  await frames(page);
  const [value, texts] = await heard();
  assert.equal(value, "0.13, overshoots");
  assert.match(texts, /^Overshoots, but arrives.* the limit is 2\/15/);
});

test("answers that a tag covers are covered before a room, too, by the questions of the room", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all" hide="status bands" lr="0.12" epoch="3"></grad-walk>') });
  const lab = parts(page);
  await lab.button("Present").click();
  await frames(page, 4);
  const asked = () => lab.lab.locator(".cover:visible").allInnerTexts();
  assert.deepEqual(await asked(), ["What does this rate do? Show", "How does this run go? Show"]);
  await page.keyboard.press("b");
  await lab.button("How does this run go? Show").click();
  assert.deepEqual(await asked(), []);
  for (const [, place] of Object.values(ANSWERS)) assert.ok(await lab.lab.locator(place).isVisible(), place);
  await lab.button("End the show").click();
  await frames(page, 4);
  assert.deepEqual(await asked(), ["Which rates arrive? Show"]);
});

for (const [width, height] of [
  [1024, 768],
  [1280, 720],
  [1920, 1080],
]) {
  test(`what is presented on ${width}×${height} is seen whole, whatever is said`, async (t) => {
    const page = await open(t, { viewport: { width, height } });
    const lab = parts(page);
    await lab.button("Present").click();
    await page.waitForFunction(() => document.fullscreenElement);
    const whole = async (when) => {
      await frames(page, 4);
      const [scroll, client] = await lab.lab.evaluate((lab) => [
        [lab.scrollWidth, lab.scrollHeight],
        [lab.clientWidth, lab.clientHeight],
      ]);
      assert.deepEqual(scroll, client, when);
    };
    await whole("at first");
    await lab.slider("Tilt of the line, w").press("PageUp");
    for (const settings of [{ lr: "0.01" }, { lr: "0.14" }, { lr: "0.13333", "zero-grad": "off" }, { preset: "notebook-manual", lr: "0.03" }]) {
      await lab.set(settings);
      await lab.train();
      await whole(JSON.stringify(settings));
      await lab.button("What does this rate do? Show").click();
      await whole(`${JSON.stringify(settings)}, asked`);
    }
  });
}
