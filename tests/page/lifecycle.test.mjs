// Whatever may happen to an element: asked before it can answer, moved, removed, put back.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { MODULE, bare, frames, hold, open, parts, publish, ready } from "./harness.mjs";

test("before wasm has arrived: plain truth, and everything asked for is done in order", async (t) => {
  let release;
  const page = await open(t, {
    wait: false,
    prepare: async (page) => (release = await hold(page)),
  });
  const lab = parts(page);
  await page.waitForFunction(() => document.querySelector("grad-walk").shadowRoot);
  assert.deepEqual(
    [await lab.get("epoch"), await lab.get("status"), await lab.get("history")],
    [0, "ready", []],
  );
  await lab.lab.evaluate((element) => {
    element.setAttribute("lr", "0.02");
    element.step(3);
    element.back();
    window.done = element.train();
    window.same = element.train() === window.done;
  });
  assert.ok(await page.evaluate(() => window.same));
  assert.equal(await lab.get("epoch"), 0);
  release();
  const outcome = await page.evaluate(() => window.done);
  assert.equal(outcome.reason, "completed");
  assert.equal(await lab.get("epoch"), 20);
  assert.equal((await lab.get("state")).lr, 0.02);
});

test("a click on Train before wasm has arrived counts, and is answered when it takes long", async (t) => {
  let release;
  const page = await open(t, { wait: false, prepare: async (page) => (release = await hold(page)) });
  const lab = parts(page);
  await lab.button("Train").click();
  await lab.lab.getByText("Loading…").waitFor();
  release();
  await ready(page);
  await page.waitForFunction(() => document.querySelector("grad-walk").epoch === 20);
});

test("state set before the script was there, and before wasm, is the state", async (t) => {
  let release;
  const page = await open(t, {
    path: publish(
      "/plain/early.html",
      `<grad-walk></grad-walk><script>document.querySelector("grad-walk").state = { lr: 0.5, epoch: 2 };</script>${MODULE}`,
    ),
    wait: false,
    prepare: async (page) => (release = await hold(page)),
  });
  release();
  await ready(page);
  const { lr, epoch } = await parts(page).get("state");
  assert.deepEqual([lr, epoch], [0.5, 2]);
});

test("moved in the document, a lab keeps its settings, its place and its run", async (t) => {
  const page = await open(t, { reducedMotion: "no-preference" });
  const lab = parts(page);
  await lab.type("Learning rate", "0.02");
  const outcome = await lab.lab.evaluate(async (element) => {
    const run = element.train();
    while (element.epoch < 2) await new Promise(requestAnimationFrame);
    document.body.append(element);
    return run;
  });
  assert.equal(outcome.reason, "completed");
  assert.equal((await lab.get("state")).lr, 0.02);
  assert.equal(await lab.get("epoch"), 20);
});

test("a lab that comes when the words of all views are there says nothing untrue before its own core", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.drawer("Printout");
  const { views } = JSON.parse(await readFile("target/tables.json", "utf8"));
  for (const view of ["all", ...views.map(({ name }) => name)]) {
    const said = await page.evaluate(async (view) => {
      const lab = document.createElement("grad-walk");
      lab.setAttribute("views", view);
      document.body.append(lab); // an error of this is an error of the page
      const early = lab.shadowRoot.querySelector(".sweep canvas").getAttribute("aria-label");
      await new Promise((resolve) => lab.addEventListener("gw-ready", resolve, { once: true }));
      lab.remove();
      return early;
    }, view);
    if (view === "sweep") assert.match(said, /being computed/);
  }
});

test("removed, a lab answers as before; put back, it shows the same", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.type("Learning rate", "0.05");
  await lab.lab.evaluate((element) => element.step(5));
  await frames(page);
  const shown = await lab.shown();
  const { before, after, further, cancelled } = await lab.lab.evaluate(async (element) => {
    const rest = () => new Promise((resolve) => setTimeout(resolve, 50));
    const look = () => JSON.stringify([element.epoch, element.status, element.history, element.state]);
    const before = look();
    window.lab = element;
    element.remove();
    await rest();
    const after = look();
    await rest();
    element.step(2);
    element.setAttribute("iterations", "8");
    await rest();
    const further = [element.epoch, element.state.iterations];
    const { reason } = await element.train();
    element.seek(5);
    document.querySelector("main").prepend(element);
    return { before, after, further, cancelled: reason };
  });
  assert.equal(after, before);
  assert.deepEqual(further, [7, 8]);
  assert.equal(cancelled, "completed", "out of sight a run is over at once");
  await frames(page, 4);
  assert.equal(await lab.shown(), shown.replace("20", "8"));
});

test("removed labs give their memory back", async (t) => {
  const page = await open(t, {
    path: bare(""),
    prepare: (page) =>
      page.addInitScript(() => {
        const { Instance } = WebAssembly;
        WebAssembly.Instance = function (...args) {
          const instance = new Instance(...args);
          window.memory = instance.exports.memory;
          return instance;
        };
      }),
  });
  const sizes = await page.evaluate(async () => {
    await customElements.whenDefined("grad-walk");
    const sizes = [];
    for (let n = 0; n < 8; n++) {
      const lab = document.createElement("grad-walk");
      lab.setAttribute("iterations", "1000000"); // 24 MB of history
      document.body.append(lab);
      await lab.train();
      lab.remove();
      await new Promise((resolve) => setTimeout(resolve));
      sizes.push(window.memory.buffer.byteLength);
    }
    return sizes;
  });
  // How the first lives share their pages is the browser's.
  assert.equal(sizes[7], sizes[4], `the wasm memory grows: ${sizes}`);
});

test("a lab never takes the focus and never scrolls the page", async (t) => {
  const page = await open(t, { viewport: { width: 800, height: 300 } });
  const lab = parts(page);
  await lab.lab.evaluate(async (element) => {
    element.step(3);
    element.setAttribute("lr", "5");
    await element.train();
  });
  await frames(page);
  assert.deepEqual(await page.evaluate(() => [scrollY, document.activeElement.tagName]), [0, "BODY"]);
});
