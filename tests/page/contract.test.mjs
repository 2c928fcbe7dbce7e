// What a page around the lab may rely on beside running it: theme, lock, what it gives away, what it
// tells, and when it runs.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { bare, frames, golden, heard, open, parts, unless } from "./harness.mjs";

const ground = (lab) => lab.lab.evaluate(({ shadowRoot }) => getComputedStyle(shadowRoot.querySelector(".lab")).backgroundColor);

test("theme is the lab's own, and auto is the page's; charts follow", { skip: unless("media features that change") }, async (t) => {
  const page = await open(t, { path: bare('<style>:root { color-scheme: light dark }</style><grad-walk theme="dark"></grad-walk>') });
  const lab = parts(page);
  const corner = () =>
    lab.canvas("loss").evaluate((canvas) => canvas.getContext("2d").getImageData(canvas.width - 1, 0, 1, 1).data[0]);
  await frames(page, 4);
  assert.deepEqual([await ground(lab), await corner()], ["rgb(21, 23, 26)", 21]);
  await lab.set({ theme: "light" });
  await frames(page, 6);
  assert.deepEqual([await ground(lab), await corner()], ["rgb(255, 255, 255)", 255]);
  await lab.set({ theme: "auto" });
  await page.emulateMedia({ colorScheme: "dark" });
  await frames(page, 6);
  assert.deepEqual([await ground(lab), await corner()], ["rgb(21, 23, 26)", 21]);
  assert.equal((await heard(page, "gw-error")).length, 0);
  // On the whole screen, too, what is behind the lab is the lab's.
  await lab.set({ theme: "light" });
  await frames(page, 4);
  assert.equal(await lab.lab.evaluate((lab) => getComputedStyle(lab.shadowRoot.querySelector(".lab")).colorScheme), "light");
});

test("what is locked is shown, and no hand changes it; scripts and attributes do", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all" lock="lr x y preset"></grad-walk>') });
  const lab = parts(page);
  const before = await lab.get("state");
  assert.ok(await lab.slider("Learning rate").isDisabled());
  assert.ok(await lab.field("Learning rate").isDisabled());
  assert.ok(!(await lab.slider("Steps").isDisabled()));
  const notebook = lab.button("By hand (NumPy)");
  assert.equal(await notebook.getAttribute("aria-disabled"), "true");
  await notebook.dispatchEvent("click");
  await frames(page);
  assert.ok(await lab.lab.getByText("Notebook: locked here.").first().isVisible());
  await lab.lab.locator(".fit .stage").dblclick({ position: { x: 60, y: 60 } });
  await frames(page);
  assert.deepEqual(await lab.get("state"), before, "nothing has changed");
  await lab.type("Steps", "5");
  assert.equal((await lab.get("state")).iterations, 5);
  await lab.set({ lr: "0.05" });
  assert.equal((await lab.get("state")).lr, 0.05);
  await lab.set({ lock: "" });
  await frames(page);
  assert.ok(!(await lab.field("Learning rate").isDisabled()));
});

test("a lock holds whatever the way: no notebook takes a locked rate, no ball runs off, no pin is claimed", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all" lr="0.1" lock="lr w pins" epoch="5"></grad-walk>') });
  const lab = parts(page);
  const before = await lab.get("state");
  await lab.button("By hand (NumPy)").dispatchEvent("click");
  await frames(page);
  assert.ok(await lab.lab.getByText("Learning rate: locked here.").first().isVisible());
  await lab.lab.getByRole("slider", { name: "Start of the run, w" }).press("ArrowRight");
  await frames(page);
  assert.ok(await lab.lab.getByText("Start w: locked here.").first().isVisible());
  await lab.drawer("Compare");
  await lab.button("Pin this run").dispatchEvent("click");
  await page.waitForTimeout(600);
  assert.match(await lab.lab.locator(".spoken[role=status]").textContent(), /Pinned runs: locked here/);
  assert.deepEqual(await lab.get("state"), before);
});

test("toCSV gives every digit that the notebook has", async (t) => {
  const page = await open(t, { path: bare("<grad-walk></grad-walk>") });
  const lab = parts(page);
  assert.equal(await lab.lab.evaluate((lab) => lab.toCSV()), "epoch,w,loss,grad\n");
  await lab.train();
  const [head, ...lines] = (await lab.lab.evaluate((lab) => lab.toCSV())).trim().split("\n");
  assert.equal(head, "epoch,w,loss,grad");
  const rows = (await golden("notebook_autograd")).map(({ row: { epoch, w, loss, grad } }) => [epoch, w, loss, grad]);
  assert.deepEqual(lines.map((line) => line.split(",").map(Number)), rows);
});

test("toPNG gives the chart that is shown, and says what can be had", async (t) => {
  const page = await open(t, { path: bare("<grad-walk views='fit loss'></grad-walk>") });
  const lab = parts(page);
  const png = (view) =>
    lab.lab.evaluate(async (lab, view) => {
      const canvas = lab.shadowRoot.querySelector(`[part~=chart-${view}]`);
      const blob = await lab.toPNG(view).catch((error) => error);
      if (blob instanceof Error) return blob.message;
      const { width, height } = await createImageBitmap(blob);
      return [blob.type, width === canvas.width, height === canvas.height];
    }, view);
  assert.deepEqual(await png("loss"), ["image/png", true, true]);
  for (const view of ["w", "nonsense"]) {
    assert.equal(await png(view), `${view} is no chart that is shown; these can be: fit, landscape, loss, w, grad, lr, sweep.`);
  }
});

test("toPNG waits for a lab that has just come, and fails with one that cannot come", async (t) => {
  const page = await open(t, { path: bare("<grad-walk></grad-walk>") });
  const [type, size] = await page.evaluate(async () => {
    const lab = document.body.appendChild(document.createElement("grad-walk"));
    const blob = await lab.toPNG("loss");
    const { width } = await createImageBitmap(blob);
    return [blob.type, width === lab.shadowRoot.querySelector("[part~=chart-loss]").width && width > 300];
  });
  assert.deepEqual([type, size], ["image/png", true]);
  const broken = await open(t, {
    path: bare("<grad-walk></grad-walk>"),
    wait: false,
    errors: true,
    prepare: (page) => page.route("**/*.wasm", (route) => route.abort()),
  });
  const outcome = await broken.evaluate(async () => {
    await customElements.whenDefined("grad-walk");
    return document.querySelector("grad-walk").toPNG("loss").catch((error) => error.name);
  });
  assert.equal(outcome, "RangeError");
});

test("gw-phase tells where in a step the lab stands, gw-resize how high it is", async (t) => {
  const page = await open(t, { path: bare("<grad-walk views='all'></grad-walk>") });
  const lab = parts(page);
  await lab.drawer("One step");
  await frames(page, 3);
  for (let n = 0; n < 2; n++) await lab.button("On by one").click();
  await frames(page, 3);
  assert.deepEqual((await heard(page, "gw-phase")).map(({ detail }) => detail), [
    { epoch: 0, phase: "prediction.1" },
    { epoch: 0, phase: "prediction.2" },
  ]);
  const heights = (await heard(page, "gw-resize")).map(({ detail }) => detail.height);
  const height = await lab.lab.evaluate((lab) => Math.ceil(lab.getBoundingClientRect().height));
  assert.ok(heights.length > 1);
  assert.equal(heights.at(-1), height);
});

test("a lab that leaves while it trains tells the document that the run has ended", async (t) => {
  const page = await open(t, { path: bare("<grad-walk></grad-walk>"), reducedMotion: "no-preference" });
  const outcome = await page.evaluate(async () => {
    const told = new Promise((resolve) => document.addEventListener("gw-end", ({ detail }) => resolve(detail)));
    const lab = document.querySelector("grad-walk");
    const run = lab.train();
    await new Promise((resolve) => setTimeout(resolve, 200));
    lab.remove();
    return [await told, await run];
  });
  assert.equal(outcome[0].reason, "cancelled");
  assert.deepEqual(outcome[0], outcome[1]);
});

test("a lab out of sight does not train until it is seen, and stands still when it no longer is", async (t) => {
  const page = await open(t, {
    path: bare("<grad-walk id=near></grad-walk><div style='height:4000px'></div><grad-walk id=far></grad-walk>"),
    reducedMotion: "no-preference",
  });
  await page.evaluate(() => {
    window.ended = [];
    for (const id of ["near", "far"]) document.getElementById(id).train().then(() => window.ended.push(id));
  });
  await page.waitForFunction(() => window.ended.includes("near"));
  assert.equal(await page.evaluate(() => document.getElementById("far").epoch), 0, "nobody has seen it");
  await page.evaluate(() => document.getElementById("far").scrollIntoView());
  await page.waitForFunction(() => document.getElementById("far").epoch > 2);
  await page.evaluate(() => scrollTo(0, 0));
  await frames(page, 3);
  const stood = await page.evaluate(() => document.getElementById("far").epoch);
  await page.waitForTimeout(600);
  assert.equal(await page.evaluate(() => document.getElementById("far").epoch), stood);
  await page.evaluate(() => document.getElementById("far").scrollIntoView());
  await page.waitForFunction(() => window.ended.includes("far"));
});

test("every custom property that the docs name reaches what it says", async (t) => {
  const docs = await readFile(new URL("../../docs/EMBEDDING.md", import.meta.url), "utf8");
  const table = docs.slice(docs.indexOf("| custom property"), docs.indexOf("`--gw-ground: var"));
  const names = [...table.matchAll(/`(--gw-[\w-]+)`/g)].map(([, name]) => name);
  const css = await readFile(new URL("../../www/ui/look.css", import.meta.url), "utf8");
  const known = new Set([...css.matchAll(/var\((--gw-[\w-]+)/g)].map(([, name]) => name));
  assert.deepEqual(new Set(names), known, "the docs name all there are");
  const colours = names.filter((name) => !/font|mono/.test(name));
  const values = Object.fromEntries(colours.map((name, index) => [name, `rgb(${40 + 15 * index}, 10, 90)`]));
  const fonts = { "--gw-font": "Courier", "--gw-mono": "Georgia" };
  const page = await open(t, { path: bare('<grad-walk views="all" lr="0.05" phase="update.1"></grad-walk>') });
  const lab = parts(page);
  await lab.drawer("One step");
  const seen = await lab.lab.evaluate(
    async (lab, set) => {
      for (const [name, value] of Object.entries(set)) lab.style.setProperty(name, value);
      for (let n = 0; n < 6; n++) await new Promise(requestAnimationFrame);
      const found = new Set();
      for (const node of lab.shadowRoot.querySelectorAll(".lab, .lab *:not(.probes *)")) {
        const style = getComputedStyle(node);
        for (const name of ["color", "backgroundColor", "borderTopColor", "fill", "stroke"]) found.add(style[name]);
        found.add(style.fontFamily);
      }
      for (const canvas of lab.shadowRoot.querySelectorAll("canvas")) {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        for (let at = 0; at < data.length; at += 4) found.add(`rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`);
      }
      return [...found];
    },
    { ...values, ...fonts },
  );
  for (const [name, value] of Object.entries({ ...values, ...fonts })) assert.ok(seen.includes(value), `${name} reaches nothing`);
});
