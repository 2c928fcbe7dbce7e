// For everyone: screen readers, small screens, calm layouts.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import test from "node:test";
import { HOME, frames, late, open, parts } from "./harness.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong with the page as it stands, one line each. */
async function violations(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`),
  );
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    test(`axe finds nothing: ${colorScheme}, ${width} px`, async (t) => {
      const page = await open(t, { colorScheme, viewport: { width, height: 800 } });
      const lab = parts(page);
      assert.deepEqual(await violations(page), []);
      await lab.train();
      await lab.drawer("Printout");
      await frames(page);
      assert.deepEqual(await violations(page), [], "with the printout");
      await lab.button("More").click();
      await lab.type("Learning rate", "much");
      await lab.type("x", "1,2");
      await frames(page);
      assert.deepEqual(await violations(page), [], "with notices");
      await lab.button("Keys").click();
      assert.deepEqual(await violations(page), [], "with the keys");
      await lab.drawer("One step");
      for (const phase of ["prediction.2", "gradient.16", "update.1"]) {
        await lab.lab.evaluate((element, phase) => (element.state = { epoch: 1, phase }), phase);
        await frames(page);
        assert.deepEqual(await violations(page), [], `with the step opened at ${phase}`);
      }
      await lab.drawer("Gradients");
      await lab.lab.getByRole("switch", { name: "Move the mean" }).check();
      await frames(page);
      assert.deepEqual(await violations(page), [], "with the mean moved");
      await lab.drawer("Compare");
      await lab.lab.evaluate((element) => (element.state = { pins: "lr=0.1,name=Fast;lr=0.01,gradient=manual-sum" }));
      await frames(page);
      assert.deepEqual(await violations(page), [], "with pinned runs");
      await lab.drawer("Share");
      await lab.lab.locator("#share-link").waitFor();
      assert.deepEqual(await violations(page), [], "with what is shared");
    });
  }
}

for (const [colorScheme, width] of [
  ["light", 320],
  ["dark", 1280],
]) {
  test(`axe finds nothing in the story: ${colorScheme}, ${width} px`, async (t) => {
    for (const chapter of ["index.html", "two.html", "downhill.html"]) {
      const page = await open(t, { path: HOME + chapter, colorScheme, viewport: { width, height: 800 } });
      assert.deepEqual(await violations(page), [], chapter);
    }
  });
}

test("every canvas has a name that tells its numbers", async (t) => {
  const page = await open(t);
  await page.getByRole("img", { name: /^Loss against the epoch/ }).first().waitFor(); // these words come later
  const lab = parts(page);
  const names = () =>
    lab.lab
      .locator("canvas:visible")
      .evaluateAll((all) => all.map((canvas) => [canvas.getAttribute("role"), canvas.ariaLabel]));
  const before = await names();
  assert.equal(before.length, 4);
  for (const [role, name] of before) {
    assert.equal(role, "img");
    assert.match(name, /(Loss|w) against the epoch: .*epoch 0 of 20|4 points and the line .* the loss is 30\.0|The loss for each w, .* slope −30\.0/);
  }
  await lab.train();
  await frames(page);
  const [[, fit], [, landscape], [, loss], [, w]] = await names();
  assert.match(landscape, /a ball at w = 1\.922, where it is 0\.0451 and its slope −1\.16/);
  assert.match(fit, /w = 1\.922; the loss is 0\.045/);
  assert.match(loss, /30\.0 at the start, 0\.045\d? at epoch 20/);
  assert.match(w, /0\.000 at the start, 1\.922 at epoch 20/);
});

test("one live region says how a run ended, and is silent while it runs", async (t) => {
  const page = await open(t, { reducedMotion: "no-preference" });
  const lab = parts(page);
  const live = lab.lab.locator("[aria-live]");
  assert.equal(await live.count(), 1);
  const spoken = await lab.lab.evaluate(async (element) => {
    const region = element.shadowRoot.querySelector("[aria-live]");
    const spoken = [];
    new MutationObserver(() => region.textContent && spoken.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    await element.train();
    await element.train(); // and again, though the words are the same
    return spoken;
  });
  assert.equal(spoken.length, 2);
  assert.match(spoken[0], /^20 steps: w = 1\.922, loss = 0\.0451\./);
});

test("the printout is a table to a screen reader", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.train();
  await lab.drawer("Printout");
  await frames(page);
  const table = lab.lab.getByRole("table");
  assert.equal(await table.getByRole("columnheader").count(), 3);
  assert.equal(await table.getByRole("rowheader").count(), 20);
  assert.match(await table.getAttribute("aria-label"), /loss is measured before w moved/);
});

for (const width of [320, 360, 768, 1280]) {
  test(`${width} px: nothing sticks out, targets are 44 px, and Train moves nothing`, async (t) => {
    const page = await open(t, { viewport: { width, height: 1700 } }); // a driver may scroll to what it presses
    const lab = parts(page);
    const wide = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(await wide(), 0, "no scrolling sideways");
    const small = await lab.lab.evaluate((element) =>
      [...element.shadowRoot.querySelectorAll("button, input, select")]
        .filter((node) => node.checkVisibility())
        .map((node) => [node.id || node.textContent, node.getBoundingClientRect()])
        .filter(([, { width, height }]) => width < 44 || height < 44)
        .map(([name, { width, height }]) => `${name}: ${width}×${height}`),
    );
    assert.deepEqual(small, []);
    const boxes = () =>
      lab.lab.evaluate((element) =>
        [...element.shadowRoot.querySelectorAll("button:not(.offer), input, canvas, .status, .verdict, .readouts, .lab")]
          .filter((node) => node.checkVisibility())
          .map((node) => {
            const { x, y, width, height } = node.getBoundingClientRect();
            return [node.part[0] ?? node.id, ...[x, y + scrollY, width, height].map((length) => length.toFixed(2))].join(" ");
          }),
      );
    const before = await boxes();
    await lab.button("Step").click();
    await frames(page);
    assert.deepEqual(await boxes(), before, "during a run");
    await lab.train();
    await frames(page);
    assert.deepEqual(await boxes(), before, "after a run");
    await lab.set({ lr: "0.14", iterations: "1000000" });
    await lab.train();
    await frames(page);
    assert.deepEqual(await boxes(), before, "after a run that ran away");
    await lab.drawer("Printout");
    await frames(page);
    assert.equal(await wide(), 0, "nor with the printout");
    await lab.button("More").click();
    assert.equal(await wide(), 0, "nor with More");
  });
}

for (const width of [320, 1280]) {
  test(`${width} px: nothing shifts while the lab comes in, however late`, async (t) => {
    const page = await open(t, {
      viewport: { width, height: 900 },
      prepare: async (page) => {
        await late(page, 300);
        await page.addInitScript(() => {
          window.shifts = [];
          new PerformanceObserver((list) => {
            for (const { value, sources } of list.getEntries())
              window.shifts.push([value, ...sources.map(({ node }) => node?.nodeName)]);
          }).observe({ type: "layout-shift", buffered: true });
        });
      },
    });
    await frames(page, 10);
    assert.deepEqual(await page.evaluate(() => window.shifts), []);
  });
}

test("forced colours leave the curves and the buttons in sight", async (t) => {
  const page = await open(t, { forcedColors: "active" });
  const lab = parts(page);
  await lab.train();
  await frames(page);
  const colours = await lab.canvas("w").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
  assert.ok(colours > 2, "lines on a ground");
  // What is told apart by a pattern or a length keeps it.
  await lab.drawer("Gradients");
  for (const css of ["[data-band=overshoots]", "[data-way=numeric] .length i"]) {
    const { backgroundImage, forcedColorAdjust } = await lab.lab
      .locator(css)
      .first()
      .evaluate((node) => {
        const { backgroundImage, forcedColorAdjust } = getComputedStyle(node);
        return { backgroundImage, forcedColorAdjust };
      });
    assert.match(backgroundImage, /gradient/, css);
    assert.equal(forcedColorAdjust, "none", css);
  }
});

test("every action is answered once, politely", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const spoken = async () => {
    await page.waitForTimeout(550);
    return lab.lab.locator("[role=status]").innerText();
  };
  await lab.button("Step").click();
  await lab.button("Step").click();
  assert.equal(await spoken(), "Step 2: w 0.555, loss 15.7, gradient −21.7.");
  await lab.button("Back").click();
  assert.equal(await spoken(), "Step 1: w 0.300, loss 21.7, gradient −25.5.");
  await lab.button("Reset").click();
  assert.equal(await spoken(), "Step 0: w 0.000, loss 30.0, gradient −30.0.");
  await lab.type("Learning rate", "0.14");
  assert.match(await spoken(), /^Runs away: at 0\.14 /);
  await lab.button("Add point").click();
  await lab.button("Undo").click();
  assert.equal(await spoken(), "The points are back: 4 points, loss 30.0.");
  await lab.button("More").click();
  await lab.lab.locator("#table-field").fill("1 2\n3 four");
  await lab.lab.locator("#table-field").press("Control+Enter");
  assert.match(await spoken(), /^“four” in line 2 is not a number\./);
});

test("a click tilts the line and sets the start; Escape ends a reading", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const fit = await lab.canvas("fit").boundingBox();
  await page.mouse.click(fit.x + 0.6 * fit.width, fit.y + 0.2 * fit.height);
  await frames(page);
  const w = Number((await lab.shown()).match(/w (\S+)/)[1]);
  assert.ok(w > 2 && w < 4, `the line goes through the click: ${w}`);
  const bowl = await lab.canvas("landscape").boundingBox();
  await page.mouse.click(bowl.x + 0.7 * bowl.width, bowl.y + 0.3 * bowl.height);
  await frames(page);
  const { w: start, epoch } = await lab.get("state");
  assert.ok(start > 2 && epoch === 0, `the run starts at the click: ${start}`);
  const loss = await lab.canvas("loss").boundingBox();
  await page.mouse.move(loss.x + 0.5 * loss.width, loss.y + 20);
  await frames(page);
  assert.ok(await lab.lab.locator(".tip").isVisible());
  await lab.lab.locator(".plots").focus();
  await page.keyboard.press("Escape");
  await frames(page);
  assert.equal(await lab.lab.locator(".tip").isVisible(), false);
});

test("of several labs on a page each says which it is", async (t) => {
  const page = await open(t, { path: HOME });
  const names = await page.locator("grad-walk").evaluateAll((all) =>
    all.map(({ shadowRoot }) => shadowRoot.querySelector(".lab").getAttribute("aria-label")),
  );
  assert.deepEqual(names, names.map((_, index) => `Gradient descent lab ${index + 1}`));
});
