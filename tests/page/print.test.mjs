// On paper: dark on light whatever the screen has, no controls, and the printout below the charts.
import assert from "node:assert/strict";
import test from "node:test";
import { bare, frames, open, parts, unless } from "./harness.mjs";

const corner = (lab) =>
  lab.canvas("loss").evaluate((canvas) => [...canvas.getContext("2d").getImageData(canvas.width - 1, 0, 1, 1).data]);

/** The printout's script comes when the first screen is done. */
async function arrived(page) {
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("drawers.js")));
  await frames(page, 4);
}

test("paper gets its own colours and the printout, and the screen its own back", { skip: unless("media features that change") }, async (t) => {
  const page = await open(t, { colorScheme: "dark" });
  const lab = parts(page);
  await lab.train();
  await arrived(page);
  const dark = await corner(lab);
  assert.ok(dark[0] < 60);
  // The browser lays the page out for paper right after this event: nothing may wait for a frame.
  const white = await lab.lab.evaluate((lab) => {
    dispatchEvent(new Event("beforeprint"));
    const canvas = lab.shadowRoot.querySelector("[part~=chart-loss]");
    return [...canvas.getContext("2d").getImageData(canvas.width - 1, 0, 1, 1).data];
  });
  assert.deepEqual(white.slice(0, 3), [255, 255, 255]);
  await page.emulateMedia({ media: "print" });
  assert.equal(await lab.lines.count(), 20);
  assert.ok(await lab.lines.first().isVisible());
  for (const name of ["Train", "Step", "More"]) assert.ok(!(await lab.button(name).isVisible()), name);
  assert.ok(await lab.verdict.isVisible());
  await page.emulateMedia({ media: "screen" });
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await frames(page);
  assert.deepEqual(await corner(lab), dark);
  assert.ok(!(await lab.lines.first().isVisible()));
  assert.ok(await lab.button("Train").isVisible());
});

test("a lab that leaves the page while it is printed is the screen's when it comes back", async (t) => {
  const page = await open(t, { colorScheme: "dark" });
  const lab = parts(page);
  const dark = await corner(lab);
  await lab.lab.evaluate(async (lab) => {
    dispatchEvent(new Event("beforeprint"));
    const place = lab.parentNode;
    lab.remove();
    await new Promise((resolve) => setTimeout(resolve));
    dispatchEvent(new Event("afterprint"));
    place.append(lab);
  });
  await frames(page, 3);
  assert.deepEqual(await corner(lab), dark);
  assert.ok(!(await lab.lab.locator(".lab").evaluate((node) => node.classList.contains("paper"))));
});

test("on paper the graph of a step is whole, and no box is larger than what is in it", async (t) => {
  const page = await open(t, {
    path: bare('<grad-walk views="fit step printout" epoch="3" phase="gradient.14"></grad-walk>'),
    viewport: { width: 720, height: 900 },
  });
  const { lab } = parts(page);
  await lab.locator(".graph text").first().waitFor();
  await lab.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  await frames(page);
  const paper = await lab.evaluate(({ shadowRoot }) => {
    const box = (css) => shadowRoot.querySelector(css).getBoundingClientRect();
    const [graph, loss, lines, last] = [".graph", ".graph text:last-of-type", ".lines", ".lines tr:last-of-type"].map(box);
    return { beyond: loss.right - graph.right, empty: lines.bottom - last.bottom };
  });
  assert.ok(paper.beyond <= 0, JSON.stringify(paper));
  assert.ok(paper.empty < 80, JSON.stringify(paper));
});

test("paper has what the tag shows, and the printout only where that is part of it", async (t) => {
  for (const [tag, lines] of [
    ["<grad-walk></grad-walk>", false],
    ['<grad-walk views="fit step"></grad-walk>', false],
    ['<grad-walk views="fit printout"></grad-walk>', true],
    ['<grad-walk views="all"></grad-walk>', true],
  ]) {
    const page = await open(t, { path: bare(tag) });
    const { lab } = parts(page);
    await arrived(page);
    await lab.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    await frames(page);
    assert.equal(await lab.locator(".lines").isVisible(), lines, tag);
    assert.equal(await lab.locator("[part=step]").isVisible(), tag.includes("step"), tag);
  }
});

test("on paper a lab takes the height that it needs, however high its room on the screen is", async (t) => {
  for (const style of ["block-size: 700px", "max-block-size: 300px; overflow: auto"]) {
    const tag = `<grad-walk views="fit printout" iterations="50" epoch="50" style="${style}"></grad-walk>`;
    const page = await open(t, { path: bare(`${tag}<p id="after">The next lines of the page</p>`) });
    const { lab, lines } = parts(page);
    await lines.nth(49).waitFor({ state: "attached" });
    await lab.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    await frames(page);
    const [last, after] = await Promise.all([lines.nth(49), page.locator("#after")].map((node) => node.boundingBox()));
    assert.ok(last.y + last.height <= after.y, `${style}: ${JSON.stringify([last, after])}`);
  }
});
