// Before the core is there, and where it never will be: the same picture, and nothing moves.
import assert from "node:assert/strict";
import test from "node:test";
import { HOME, frames, hold, open, parts, publish, ready, unless } from "./harness.mjs";

const MODULE = `<script type="module" src="${HOME}grad-walk.js"></script>`;
const LESSON = publish(
  "/still/lesson.html",
  `<meta name="viewport" content="width=device-width">${MODULE}<grad-walk preset="notebook-autograd"></grad-walk>`,
);

/** What can be seen: each text and each box, in order. */
const sight = (page) =>
  page.locator("grad-walk").evaluate(({ shadowRoot }) => {
    const visible = [...shadowRoot.querySelectorAll(".lab *:not(.still, .still *, .stage *, .probes *)")];
    return visible
      .filter((node) => node.checkVisibility() && !node.closest(".spoken"))
      .map((node) => {
        const { x, y, width, height } = node.getBoundingClientRect();
        const text = [...node.childNodes].filter(({ nodeType }) => nodeType === 3).map((part) => part.data);
        const value = node.value ?? "";
        return [node.localName, node.className, ...text, value, x, y, width, height].join(" ");
      });
  });

for (const width of [320, 768, 1280]) {
  test(`${width} px: the still is the first sight, word by word and place by place`, async (t) => {
    let release;
    const page = await open(t, {
      path: LESSON,
      wait: false,
      viewport: { width, height: 900 },
      prepare: async (page) => (release = await hold(page)),
    });
    await page.locator(".still").first().waitFor();
    const before = await sight(page);
    assert.ok(before.some((line) => line.includes("Four points. One number")));
    release();
    await ready(page);
    assert.deepEqual(await sight(page), before);
    assert.equal(await page.locator(".still").count(), 0, "the charts took its place");
  });
}

test("the marks of the still stand where the charts draw them", async (t) => {
  let release;
  const page = await open(t, {
    path: LESSON,
    wait: false,
    prepare: async (page) => (release = await hold(page)),
  });
  await page.locator(".still").first().waitFor();
  const places = await page
    .locator("[part~=chart-fit]")
    .evaluate((canvas) =>
      [...canvas.parentNode.querySelectorAll(".still circle.ink")].map((circle) => {
        const [box, mark] = [canvas, circle].map((node) => node.getBoundingClientRect());
        return [mark.x + mark.width / 2 - box.x, mark.y + mark.height / 2 - box.y];
      }),
    );
  assert.equal(places.length, 4);
  release();
  await ready(page);
  const colours = await page.locator("[part~=chart-fit]").evaluate(
    (canvas, places) =>
      places.map(([x, y]) => [...canvas.getContext("2d").getImageData(x, y, 1, 1).data]),
    places,
  );
  for (const colour of colours) assert.deepEqual(colour, [0x17, 0x19, 0x1c, 255]);
});

test("a tag that begins elsewhere shows no false picture", async (t) => {
  const path = publish("/still/other.html", `${MODULE}<grad-walk x="1,2" y="3,6"></grad-walk>`);
  const page = await open(t, { path, wait: false, prepare: hold });
  await page.locator("canvas").first().waitFor({ state: "attached" });
  assert.equal(await page.locator(".still").count(), 0);
});

test("a click on Train before the core is there is kept; “Loading…” only after a while", async (t) => {
  let release;
  const page = await open(t, {
    path: LESSON,
    wait: false,
    prepare: async (page) => (release = await hold(page)),
  });
  const lab = parts(page);
  await lab.button("Train").click();
  await page.waitForTimeout(150);
  assert.equal(await page.getByText("Loading…").count(), 0);
  await page.getByText("Loading…").waitFor({ timeout: 2000 });
  release();
  await page.waitForFunction(() => document.querySelector("grad-walk").status === "done");
  await frames(page);
  assert.match(await lab.shown(), /20 of 20/);
});

test("where the lab cannot start a picture of the same run stands, with a sentence", async (t) => {
  const path = publish("/still/none.html", `${MODULE}<grad-walk></grad-walk>`);
  const page = await open(t, {
    path,
    wait: false,
    errors: true,
    prepare: (page) => page.route("**/*.wasm", (route) => route.fulfill({ status: 404 })),
  });
  const sentence = page.getByRole("alert");
  await sentence.waitFor();
  assert.match(
    await sentence.innerText(),
    /^The live lab cannot start here: .*[^.]\. This picture shows the same run\.$/,
  );
  const picture = page.getByRole("img", { name: /w rises from 0 to 1\.922/ });
  await page.waitForFunction(
    () => document.querySelector("grad-walk").shadowRoot.querySelector("img").naturalWidth > 0,
  );
  assert.ok(await picture.isVisible());
});

test("without JavaScript the story shows the run as a picture and as a table", { skip: unless("pages without scripts") }, async (t) => {
  const page = await open(t, { path: HOME, javaScriptEnabled: false, wait: false });
  const picture = page.getByRole("img", { name: /w rises from 0 to 1\.922/ });
  assert.ok((await picture.boundingBox()).height > 200);
  assert.ok(await page.locator("#lab table").isVisible());
});

test("opened from a disk, where no module loads, the page shows what it shows without scripts", async (t) => {
  const page = await open(t, { path: HOME, wait: false, errors: true });
  const dist = new URL("../../dist/index.html", import.meta.url);
  await page.goto(`${dist}`);
  assert.ok(await page.getByText("The live lab cannot start here: its script did not load").isVisible());
  const picture = page.getByRole("img", { name: /w rises from 0 to 1\.922/ });
  assert.ok((await picture.boundingBox()).height > 200);
  assert.ok(await page.locator("#lab table").isVisible());
  const { height } = await page.locator("#fast").boundingBox();
  assert.ok(height < 50, "and keeps no room for what will not come");
});
