// The canvases: that they show the curve, in its colour, where it belongs, and sharp.
import assert from "node:assert/strict";
import test from "node:test";
import { MODULE, frames, open, parts, publish } from "./harness.mjs";

const LOSS = { light: [0xd5, 0x5e, 0x00], dark: [0xd5, 0x5e, 0x00] };
const W = { light: [0x00, 0x72, 0xb2], dark: [0x56, 0xb4, 0xe9] };
const GROUND = { light: [0xff, 0xff, 0xff], dark: [0x15, 0x17, 0x1a] };

/**
 * Where a canvas has pixels within `near` of a colour: how many, and for each fifth of its width
 * the mean height (0 at the bottom, 1 at the top), or null where there is none.
 */
const find = (canvas, colour, near = 40) =>
  canvas.evaluate(
    (canvas, { colour, near }) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
      const fifths = Array.from({ length: 5 }, () => ({ sum: 0, count: 0 }));
      for (let at = 0; at < data.length; at += 4) {
        const off = Math.max(...colour.map((value, channel) => Math.abs(value - data[at + channel])));
        if (off > near) continue;
        const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
        const fifth = fifths[Math.min(4, Math.floor((5 * x) / width))];
        fifth.sum += 1 - y / height;
        fifth.count += 1;
      }
      const heights = fifths.map(({ sum, count }) => (count ? sum / count : null));
      return { count: fifths.reduce((all, { count }) => all + count, 0), heights };
    },
    { colour, near },
  );

for (const colorScheme of ["light", "dark"]) {
  test(`${colorScheme}: training draws the falling loss and the rising w`, async (t) => {
    const page = await open(t, { colorScheme });
    const lab = parts(page);
    const [loss, w] = [lab.canvas("loss"), lab.canvas("w")];
    const before = { loss: await find(loss, LOSS[colorScheme]), w: await find(w, W[colorScheme]) };
    assert.ok(before.loss.count > 0 && before.w.count > 0, "one dot in each chart");
    await lab.train();
    await frames(page);
    const after = { loss: await find(loss, LOSS[colorScheme]), w: await find(w, W[colorScheme]) };
    assert.ok(after.loss.count > 3 * before.loss.count, "the loss is a curve now");
    assert.ok(after.w.count > 3 * before.w.count, "w is a curve now");
    // The loss starts at the top left and ends at the bottom right; w goes the other way.
    const fall = after.loss.heights;
    const rise = after.w.heights;
    assert.ok(fall.every((height) => height !== null) && rise.every((height) => height !== null));
    assert.deepEqual(
      fall,
      fall.toSorted((a, b) => b - a),
    );
    assert.deepEqual(
      rise,
      rise.toSorted((a, b) => a - b),
    );
    assert.ok(fall[0] > 0.4 && fall[4] < 0.25, `the loss falls from high to low: ${fall}`);
    assert.ok(rise[0] < 0.6 && rise[4] > 0.6, `w rises from low to high: ${rise}`);
    const ground = await find(loss, GROUND[colorScheme], 4);
    assert.ok(
      ground.count > 0.5 * (await loss.evaluate(({ width, height }) => width * height)),
      "on the page's ground",
    );
  });
}

test("going back takes the curve's end with it", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.train();
  await frames(page);
  const end = await lab.canvas("w").evaluate((canvas) => canvas.toDataURL());
  await lab.button("Back").click();
  await frames(page);
  assert.notEqual(await lab.canvas("w").evaluate((canvas) => canvas.toDataURL()), end);
  await lab.button("Step").click();
  await frames(page);
  assert.equal(
    await lab.canvas("w").evaluate((canvas) => canvas.toDataURL()),
    end,
    "and brings it again, to the pixel",
  );
});

for (const deviceScaleFactor of [1, 1.5, 2, 3]) {
  test(`sharp at ${deviceScaleFactor} device pixels per pixel`, async (t) => {
    const page = await open(t, { deviceScaleFactor, viewport: { width: 777, height: 900 } });
    for (const name of ["loss", "w"]) {
      const { have, want } = await parts(page)
        .canvas(name)
        .evaluate((canvas) => {
          const { width, height } = canvas.getBoundingClientRect();
          return {
            have: [canvas.width, canvas.height],
            want: [width * devicePixelRatio, height * devicePixelRatio],
          };
        });
      // Off by less than a pixel: the browser snaps the box to whole device pixels.
      assert.ok(
        have.every((value, index) => Math.abs(value - want[index]) < 1),
        `${have} for a box of ${want}`,
      );
    }
  });
}

test("the canvases follow the width of their column", async (t) => {
  const page = await open(t);
  for (const width of [1000, 500, 330]) {
    await page.setViewportSize({ width, height: 800 });
    await frames(page, 3);
    const { canvas, box } = await parts(page)
      .canvas("loss")
      .evaluate((canvas) => ({ canvas: canvas.width, box: canvas.clientWidth }));
    assert.equal(canvas, box);
  }
});

test("a change of theme redraws in the new colours at once, by the system or by the page", async (t) => {
  const page = await open(t, { colorScheme: "light" });
  const lab = parts(page);
  await lab.train();
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForTimeout(100);
  assert.ok((await find(lab.canvas("w"), W.dark)).count > 100);
  await page.evaluate(() => (document.documentElement.style.colorScheme = "light"));
  await page.waitForTimeout(100);
  assert.ok((await find(lab.canvas("w"), W.light)).count > 100);
  await page.evaluate(() =>
    document.querySelector("grad-walk").style.setProperty("--gw-w", "oklch(0.6 0.2 150)"),
  );
  await page.waitForTimeout(100);
  assert.equal(
    (await find(lab.canvas("w"), W.light, 20)).count,
    0,
    "an author's colour counts, however it is written",
  );
});

test("in a page written from right to left the charts and their time are the same", async (t) => {
  const [ltr, rtl] = await Promise.all(
    ["ltr", "rtl"].map(async (dir) => {
      const page = await open(t, {
        path: publish(`/plain/${dir}.html`, `<body dir="${dir}">${MODULE}<grad-walk epoch="5"></grad-walk></body>`),
      });
      const lab = parts(page);
      const pictures = [];
      for (const name of ["fit", "loss", "w"])
        pictures.push(await lab.canvas(name).evaluate((canvas) => canvas.toDataURL()));
      await lab.slider("Epoch").press("ArrowRight");
      return { pictures, epoch: await lab.get("epoch") };
    }),
  );
  assert.deepEqual(rtl, ltr);
  assert.equal(rtl.epoch, 6);
});

test("translucent colours are what they look like, not what was painted before them", async (t) => {
  const page = await open(t, { colorScheme: "light" });
  const lab = parts(page);
  await page.evaluate(() => {
    const { style } = document.querySelector("grad-walk");
    style.setProperty("--gw-ink", "rgb(255 0 0 / 0.5)");
    style.setProperty("--gw-w", "rgb(0 0 255 / 0.5)");
  });
  await lab.train();
  await page.waitForTimeout(100);
  assert.ok((await find(lab.canvas("w"), [0x80, 0x80, 0xff], 3)).count > 100, "half blue on white");
  assert.ok((await find(lab.canvas("fit"), [0xff, 0x80, 0x80], 3)).count > 20, "half red on white");
});

for (const [ground, expected] of [
  ["transparent", [0xee, 0xdd, 0xcc]],
  ["rgb(0 0 0 / 0.5)", [0x77, 0x6f, 0x66]],
]) {
  test(`a ground of ${ground} lets the page's own through, and Train can be read`, async (t) => {
    const page = await open(t, {
      colorScheme: "light",
      path: publish(
        `/plain/ground-${encodeURIComponent(ground)}.html`,
        `<body style="background: #eeddcc; --gw-ground: ${ground}">${MODULE}<grad-walk></grad-walk></body>`,
      ),
    });
    const lab = parts(page);
    await page.waitForTimeout(100);
    const size = await lab.canvas("w").evaluate(({ width, height }) => width * height);
    assert.ok((await find(lab.canvas("w"), expected, 3)).count > 0.5 * size);
    const [r, g, b] = await lab
      .button("Train")
      .evaluate((node) => getComputedStyle(node).color.match(/[\d.]+/g).map(Number));
    assert.ok(Math.max(...expected.map((v, i) => Math.abs(v - [r, g, b][i]))) <= 3, `${[r, g, b]}`);
  });
}

test("a frame draws before it writes", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.lab.evaluate((element) => {
    const watch = new MutationObserver(() => {});
    watch.observe(element.shadowRoot, { attributeOldValue: true, characterData: true, childList: true, subtree: true });
    window.written = window.texts = 0;
    const { prototype } = CanvasRenderingContext2D;
    const { fillText } = prototype;
    prototype.fillText = function (...text) {
      window.texts++;
      const records = watch.takeRecords();
      window.written += records.filter(({ oldValue, attributeName, target }) => !attributeName || target.getAttribute(attributeName) !== oldValue).length;
      return fillText.apply(this, text);
    };
  });
  await frames(page);
  await lab.lab.evaluate((element) => (element.epoch = 3));
  await frames(page, 3);
  assert.deepEqual(await page.evaluate(() => [window.texts > 10, window.written]), [true, 0]);
});
