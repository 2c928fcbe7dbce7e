// What the figure looks like: reviewed pictures in docs/pictures, and that it still looks so.
// `cargo xtask pictures` takes them anew.
//
// Fonts differ between machines, and pixels with them. So it is not pixels that are compared but
// marks: wherever one picture has blue, orange or dark, the other must have it within a few pixels.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { HOME, frames, open, parts, publish } from "./harness.mjs";
import { indexed } from "./png.mjs";

const FOLDER = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const TAKE = Boolean(process.env.TAKE_PICTURES);

const PAGE = publish(
  "/visual.html",
  `<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
   <style>body { margin: 16px; background: light-dark(#fff, #15171a) }</style>
   <script type="module" src="${HOME}grad-walk.js"></script>
   <grad-walk preset="notebook-autograd"></grad-walk>`,
);

/** How each state comes about, by hand. */
const STATES = {
  ready: async () => {},
  trained: async ({ lab }) => lab.button("Train").click(),
  overshooting: async ({ lab }) => {
    await lab.button("Train").click();
    await lab.type("Learning rate", "0.12");
  },
  "run away": async ({ lab }) => {
    await lab.button("Train").click();
    await lab.type("Learning rate", "0.14");
  },
  dragged: async ({ page, lab }) => {
    const { x, y, width, height } = await lab.lab.locator(".tilt").boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 - 20, y - 40, { steps: 4 });
    await page.mouse.up();
  },
};

/** Takes a picture of a state: the PNG, and how far down the charts go. */
async function take(t, state, width, colorScheme) {
  const page = await open(t, { path: PAGE, colorScheme, viewport: { width, height: 1100 } });
  const lab = parts(page);
  await STATES[state]({ page, lab });
  await page.mouse.move(1, 1);
  await page.evaluate(() => document.activeElement?.blur());
  await frames(page, 4);
  const charts = await lab.lab.evaluate((element) => {
    const [top] = [element.getBoundingClientRect().top];
    const bottoms = [...element.shadowRoot.querySelectorAll("canvas")].map(
      (canvas) => canvas.getBoundingClientRect().bottom - top,
    );
    return Math.max(...bottoms);
  });
  return { page, charts, png: await lab.lab.screenshot({ animations: "disabled" }) };
}

/**
 * The share of marks in one picture that have no like within reach in the other; the larger of both
 * directions. Only the charts count, `charts` px from the top: below, the lengths of words do.
 */
const difference = (page, pngs, charts) =>
  page.evaluate(
    async ({ pictures, charts }) => {
      const CELL = 6; // px
      const read = async (url) => {
        const image = await createImageBitmap(await (await fetch(url)).blob());
        const { width } = image;
        const context = new OffscreenCanvas(width, charts).getContext("2d");
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, width, charts);
        const [ground] = [[data[0], data[1], data[2]]];
        const columns = Math.ceil(width / CELL);
        const cells = new Map(); // "kind column row" of each mark
        for (let at = 0; at < data.length; at += 4) {
          const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
          const off = Math.abs(red - ground[0]) + Math.abs(green - ground[1]) + Math.abs(blue - ground[2]);
          const kind =
            blue - red > 70 ? "w"
            : red - blue > 70 ? "loss"
            : off > 450 ? "ink"
            : undefined;
          if (!kind) continue;
          const pixel = at / 4;
          const [column, row] = [(pixel % width) / CELL, pixel / width / CELL].map(Math.floor);
          cells.set(`${kind} ${column} ${row}`, [kind, column, row]);
        }
        return { cells, columns };
      };
      const [a, b] = await Promise.all(pictures.map(read));
      if (a.columns !== b.columns) return 1;
      const unmatched = (one, other) => {
        let missing = 0;
        for (const [kind, column, row] of one.cells.values()) {
          let near = false;
          for (let dx = -1; dx <= 1; dx++) {
            for (let dy = -1; dy <= 1; dy++) near ||= other.cells.has(`${kind} ${column + dx} ${row + dy}`);
          }
          missing += near ? 0 : 1;
        }
        return missing / (one.cells.size || 1);
      };
      return Math.max(unmatched(a, b), unmatched(b, a));
    },
    { pictures: pngs.map((png) => `data:image/png;base64,${png.toString("base64")}`), charts: Math.floor(charts) },
  );

/** Width, height and the bytes of a PNG's pixels. */
async function pixels(page, png) {
  const [width, height, bytes] = await page.evaluate(async (url) => {
    const image = await createImageBitmap(await (await fetch(url)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
    const blob = new Blob([data]);
    const text = await new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.split(",")[1]);
      reader.readAsDataURL(blob);
    });
    return [width, height, text];
  }, `data:image/png;base64,${png.toString("base64")}`);
  return [width, height, Buffer.from(bytes, "base64")];
}

/** More than this is another picture. */
const TOLERANCE = 0.06;

const file = (state, width, scheme) => `${FOLDER}${state.replace(" ", "-")}-${width}-${scheme}.png`;

for (const state of Object.keys(STATES)) {
  for (const width of [320, 768, 1280]) {
    for (const scheme of ["light", "dark"]) {
      test(`${state}, ${width} px, ${scheme}`, async (t) => {
        const { page, png, charts } = await take(t, state, width, scheme);
        if (TAKE) {
          await mkdir(FOLDER, { recursive: true });
          return writeFile(file(state, width, scheme), indexed(...(await pixels(page, png))));
        }
        const reviewed = await readFile(file(state, width, scheme));
        const off = await difference(page, [reviewed, png], charts);
        assert.ok(off < TOLERANCE, `${(100 * off).toFixed(1)}% of the marks are elsewhere`);
        // The measure itself: no two states look alike.
        for (const other of Object.keys(STATES).filter((other) => other !== state)) {
          const apart = await difference(page, [await readFile(file(other, width, scheme)), png], charts);
          assert.ok(apart > TOLERANCE, `${state} and ${other} differ by ${(100 * apart).toFixed(1)}% only`);
        }
      });
    }
  }
}
