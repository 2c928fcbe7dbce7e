// Which views a tag has: only what is asked for takes room, what is hidden hides no number, and
// nothing moves while it comes in.
import assert from "node:assert/strict";
import test from "node:test";
import { HOME, frames, late, open, parts, publish, ready } from "./harness.mjs";

const PAGE = (html) =>
  `<style>body { margin: 16px }</style><script type="module" src="${HOME}grad-walk.js"></script>${html}`;

const bare = (html) => publish(`/views/${encodeURIComponent(html)}.html`, PAGE(html));

/** What stands in the lab, by the class of its figure or the name of its button. */
const there = (lab) =>
  lab.lab.evaluate((element) =>
    [...element.shadowRoot.querySelectorAll(".plot, .tab, .presets, .panel")]
      .filter((node) => node.checkVisibility())
      .map((node) => (node.classList.contains("tab") ? node.innerText : node.className)),
  );

for (const [views, expected] of [
  [null, ["plot fit", "plot landscape", "plot loss", "plot w", "More", "Keys"]],
  ["fit loss", ["plot fit", "plot loss", "More", "Keys"]],
  ["w", ["plot w", "More", "Keys"]],
  ["all", ["presets", "plot fit", "plot landscape", "plot loss", "plot w", "One step", "Gradients", "Printout", "Compare", "Share", "More", "Keys"]],
]) {
  test(`views ${views ?? "not said"}: ${expected.join(", ")}`, async (t) => {
    const tag = views === null ? "<grad-walk></grad-walk>" : `<grad-walk views="${views}"></grad-walk>`;
    const page = await open(t, { path: bare(tag) });
    const lab = parts(page);
    assert.deepEqual(await there(lab), expected);
    await lab.train();
    await frames(page);
    assert.match(await lab.shown(), /^epoch 20 of 20 w 1\.922 loss 0\.0451$/, "every number is there");
    assert.match(await lab.status.innerText(), /^20 steps: w = 1\.922, loss = 0\.0451\./);
  });
}

test("views is live, and a name that is none leaves what was there, with a sentence", async (t) => {
  const page = await open(t, { path: bare("<grad-walk></grad-walk>") });
  const lab = parts(page);
  await lab.train();
  await lab.set({ views: "loss" });
  await frames(page);
  assert.deepEqual(await there(lab), ["plot loss", "More", "Keys"]);
  assert.equal(await lab.get("epoch"), 20, "the run is the same");
  await lab.set({ views: "loss,nonsense" });
  await frames(page);
  assert.deepEqual(await there(lab), ["plot fit", "plot landscape", "plot loss", "plot w", "More", "Keys"]);
  assert.ok(await lab.lab.getByText("“loss,nonsense” cannot be used.").first().isVisible());
});

test("the figure is laid out by its own width, not the window's", async (t) => {
  const path = bare('<div id="column"><grad-walk></grad-walk></div>');
  const page = await open(t, { path });
  const boxes = async (width) => {
    await page.evaluate((width) => (document.getElementById("column").style.width = `${width}px`), width);
    await frames(page, 3);
    return parts(page).lab.evaluate((element) => {
      const box = (name) => element.shadowRoot.querySelector(`[part~=chart-${name}]`).getBoundingClientRect();
      const scrub = element.shadowRoot.querySelector(".scrub").getBoundingClientRect();
      return { fit: box("fit"), landscape: box("landscape"), loss: box("loss"), w: box("w"), scrub };
    });
  };
  const phone = await boxes(288);
  assert.deepEqual([phone.fit.width, phone.fit.height], [288, 150]);
  const below = (...all) => all.every((box, index) => !index || box.top > all[index - 1].bottom);
  assert.ok(below(phone.fit, phone.landscape, phone.loss, phone.w, phone.scrub), "one below the other");
  const tablet = await boxes(728);
  assert.deepEqual([tablet.fit.width, tablet.landscape.width, tablet.loss.width], [352, 352, 728]);
  assert.equal(tablet.fit.top, tablet.landscape.top, "two pictures side by side");
  assert.ok(below(tablet.landscape, tablet.loss, tablet.w, tablet.scrub), "and the curves below them");
  const wide = await boxes(1200);
  assert.deepEqual([wide.fit.width, wide.landscape.width, wide.loss.width], [384, 384, 384]);
  assert.equal(wide.fit.top, wide.loss.top, "three columns");
  assert.ok(below(wide.loss, wide.w, wide.scrub), "the curves and the scrubber in the last");
  for (const { loss, w, scrub } of [phone, tablet, wide]) {
    assert.deepEqual([loss.left, loss.right], [w.left, w.right]);
    // Half a thumb beyond the plots, which end half a thumb before their canvas.
    assert.ok(Math.abs(scrub.left + 10 - (loss.left + 38)) <= 1 && Math.abs(scrub.right - 10 - (loss.right - 10)) <= 1);
  }
});

for (const width of [320, 768, 1280]) {
  test(`${width} px: nothing on the page shifts, while it loads, trains, and is dragged`, async (t) => {
    const page = await open(t, {
      path: HOME,
      viewport: { width, height: 900 },
      wait: false,
      prepare: async (page) => {
        await late(page, 300);
        await page.addInitScript(() => {
          window.shifts = [];
          new PerformanceObserver((list) => {
            for (const { value, sources } of list.getEntries()) {
              // A slider's thumb, 20 px in size, is there to be moved.
              const moved = sources.map(({ currentRect }) => currentRect);
              const layout = moved.filter(({ width, height }) => width > 20 || height > 20);
              if (layout.length) window.shifts.push(`${value.toFixed(5)} ${JSON.stringify(layout)}`);
            }
          }).observe({ type: "layout-shift", buffered: true });
        });
      },
    });
    await ready(page);
    await frames(page, 10);
    assert.deepEqual(await page.evaluate(() => window.shifts), [], "while it loads");
    // Further than half a second from any press, when shifts would not be counted.
    const lab = parts(page);
    await lab.lab.evaluate((element) => {
      element.setAttribute("lr", "0.14");
      return element.train();
    });
    await frames(page, 3);
    await lab.lab.evaluate((element) => element.reset());
    await frames(page, 3);
    assert.deepEqual(await page.evaluate(() => window.shifts), [], "while it trains");
    await lab.slider("Tilt of the line, w").scrollIntoViewIfNeeded();
    const { x, y, width: w, height: h } = await lab.slider("Tilt of the line, w").boundingBox();
    await page.mouse.move(x + w / 2, y + h / 2);
    await page.mouse.down();
    await page.waitForTimeout(600);
    for (let up = 5; up <= 60; up += 5) await page.mouse.move(x + w / 2, y + h / 2 - up);
    await page.mouse.up();
    await frames(page, 5);
    assert.deepEqual(await page.evaluate(() => window.shifts), [], "while it is dragged");
  });
}

test("what is hidden is out of sight and can still be set; readouts stay", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all" hide="lr, more train"></grad-walk>') });
  const lab = parts(page);
  assert.deepEqual([(await lab.get("state")).hide, await lab.field("Learning rate").isVisible()], ["train,lr,more", false]);
  assert.equal(await lab.button("Train").isVisible(), false);
  assert.equal(await lab.button("More").isVisible(), false);
  assert.ok(await lab.field("Steps").isVisible());
  await lab.set({ lr: "0.05" });
  await frames(page);
  assert.equal((await lab.get("state")).lr, 0.05);
  await lab.set({ hide: "all" });
  await frames(page);
  assert.equal(await lab.field("Steps").isVisible(), false);
  assert.match(await lab.shown(), /^epoch 0 of 20 w 0\.000 loss 30\.0$/);
  assert.match(await lab.verdict.innerText(), /^Goes straight down/);
  await lab.set({ hide: "loss" });
  await frames(page);
  const said = await page.evaluate(() => heard.filter(({ type }) => type === "gw-error").at(-1).detail.message);
  assert.match(said, /“loss” cannot be used\. hide takes any of presets, train, lr, iterations, more, keys, present, verdict, limit, bands, status, or all\./);
});

test("a drawer whose tab is hidden while it is open closes", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all"></grad-walk>') });
  const lab = parts(page);
  await lab.button("Keys").click();
  await lab.lab.locator(".panel.keys").waitFor(); // what stands in it comes when it is opened
  await lab.set({ hide: "keys" });
  await frames(page);
  assert.ok(!(await lab.lab.locator(".panel.keys").isVisible()));
});

test("no word speaks of a control that is not there, and its keys are the page's", async (t) => {
  for (const [tag, said] of [
    ['hide="all"', ["Four points. One number, w, tilts the line. Drag the line.", "Drag the line: the loss is drawn where you have been."]],
    ['hide="all" views="landscape loss"', ["4 points. One number, w, tilts the line. Ahead: 20 steps downhill.", "The loss is drawn where the run has been."]],
    ['hide="all" lock="epoch"', ["4 points. One number, w, tilts the line. Ahead: 20 steps downhill.", "The loss is drawn where the run has been."]],
    ['lock="epoch"', ["4 points. One number, w, tilts the line. Ahead: 20 steps downhill.", "The loss is drawn where the run has been."]],
  ]) {
    const page = await open(t, { path: bare(`<grad-walk ${tag}></grad-walk>`) });
    const lab = parts(page);
    const unseen = lab.lab.locator(".unseen");
    assert.deepEqual([await lab.status.innerText(), await unseen.innerText()], said, tag);
    const plots = await lab.lab.locator(".plots").getAttribute("aria-label");
    assert.equal(/keys/.test(plots), !tag.includes("hide"), plots);
  }
  const page = await open(t, { path: bare('<grad-walk hide="all"></grad-walk>') });
  const lab = parts(page);
  await page.evaluate(() => addEventListener("keydown", ({ key }) => (window.theirs = (window.theirs ?? "") + key)));
  await lab.lab.locator(".plots").focus();
  for (const key of [" ", "?", "r"]) await page.keyboard.press(key);
  await frames(page);
  assert.deepEqual([await page.evaluate(() => window.theirs), await lab.get("epoch")], [" ?r", 0]);
  await page.keyboard.press("ArrowRight"); // as the scrubber does, which is there
  assert.equal(await lab.get("epoch"), 1);
  await lab.slider("Tilt of the line, w").press("PageUp");
  await frames(page);
  assert.match(await lab.status.innerText(), /^Your best: loss \S+ at w = \S+\.$/);
  await lab.set({ views: "fit" });
  await lab.lab.evaluate((lab) => lab.reset());
  await lab.slider("Tilt of the line, w").focus();
  await page.keyboard.press("End");
  assert.equal(await lab.get("epoch"), 0, "nothing that is there goes from state to state");
});

test("the keys that are listed are those of controls that are there", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all" hide="train present"></grad-walk>') });
  const lab = parts(page);
  await lab.drawer("Keys");
  const listed = await lab.lab.locator(".keys dt:visible").allInnerTexts();
  for (const key of ["Space", "R", "Page Down, Up", "B or ."]) assert.ok(!listed.includes(key), key);
  assert.ok(listed.includes("← →"));
});
