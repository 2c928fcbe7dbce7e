// What is asked of a lab before its core is there, and what becomes of one whose core fails.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { MODULE, bare, frames, heard, hold, open, parts, publish, ready, unless } from "./harness.mjs";

/** A lab whose core is held back, and how to let it come. */
async function early(t, path = bare("<grad-walk></grad-walk>"), options = {}) {
  let release;
  const page = await open(t, {
    path,
    wait: false,
    prepare: async (page) => (release = await hold(page)),
    ...options,
  });
  await page.waitForFunction(() => document.querySelector("grad-walk").shadowRoot);
  return { page, release, ...parts(page) };
}

test("nonsense asked for early does as little as nonsense asked for late", async (t) => {
  const { page, release, lab, get } = await early(t);
  await lab.evaluate((element) => {
    element.step(Symbol("three"));
    element.seek(Object.create(null));
    element.back({ valueOf: () => { throw new Error("no"); } });
    for (const state of [null, undefined, 5, "lr=1"]) element.state = state;
    element.epoch = Symbol.iterator;
    element.step(3);
  });
  release();
  await ready(page);
  assert.equal(await get("epoch"), 3);
  await lab.evaluate((element) => {
    element.state = null;
    element.step(Symbol("one"));
    element.seek(Object.create(null));
  });
  assert.equal(await get("epoch"), 0);
});

test("a state set before the script was there, and unreadable, takes no lab away", async (t) => {
  const page = await open(t, {
    path: publish(
      "/plain/unreadable.html",
      `<grad-walk></grad-walk><script>document.querySelector("grad-walk").state = { lr: Object.create(null) };</script>${MODULE}`,
    ),
    errors: true,
  });
  assert.equal((await parts(page).get("state")).lr, 0.01);
});

test("a state that cannot be read throws where it was said, and nothing else is lost", async (t) => {
  const { page, release, lab, get } = await early(t);
  const errors = await lab.evaluate((element) => {
    element.state = { lr: 0.5, epoch: 2 };
    return [{ x: [Symbol("x")] }, { lr: Object.create(null) }].map((state) => {
      try {
        element.state = state;
      } catch (error) {
        return error instanceof TypeError;
      }
    });
  });
  assert.deepEqual(errors, [true, true]);
  assert.equal(await get("state"), null, "nobody has judged it yet");
  release();
  await ready(page);
  const { lr, epoch } = await get("state");
  assert.deepEqual([lr, epoch], [0.5, 2]);
});

for (const when of ["before", "after"]) {
  test(`a state of which a text cannot be used changes nothing, ${when} the core is there`, async (t) => {
    const { page, release, lab, get } = await early(t);
    if (when === "after") {
      release();
      await ready(page);
    }
    await lab.evaluate((element) => {
      element.state = { lr: 0.05, iterations: 7, epoch: 3 };
      element.state = { lr: "much", iterations: 9, epoch: 5 };
    });
    if (when === "before") {
      release();
      await ready(page);
    }
    const { lr, iterations, epoch } = await get("state");
    assert.deepEqual([lr, iterations, epoch], [0.05, 7, 3]);
    await frames(page);
    const errors = (await heard(page, "gw-error")).map(({ detail }) => detail.message);
    assert.equal(errors.length, 1, `${errors}`);
    assert.match(errors[0], /“much” cannot be used/);
  });
}

test("an attribute set after an early state counts, like one set after a late one", async (t) => {
  const { page, release, lab, get } = await early(t, bare('<grad-walk lr="0.02"></grad-walk>'));
  await lab.evaluate((element) => {
    element.state = { lr: 0.5, iterations: 7, preset: "notebook-manual" };
    element.setAttribute("lr", "0.03");
  });
  release();
  await ready(page);
  const { lr, iterations } = await get("state");
  assert.deepEqual([lr, iterations], [0.03, 7]);
});

test("runs and steps that are asked for early are done one after the other", async (t) => {
  const { page, release, lab, get } = await early(t);
  const ends = lab.evaluate((lab) => {
    const first = lab.train();
    lab.back(5);
    const second = lab.train();
    const same = lab.train();
    return Promise.all([first, second, same]).then((ends) => [...ends.map(({ reason }) => reason), lab.epoch]);
  });
  release();
  await ready(page);
  assert.deepEqual(await ends, ["cancelled", "completed", "completed", 20]);
  assert.equal((await heard(page, "gw-end")).length, 2);
  assert.equal(await get("status"), "done");
});

test("runs that wait for a core that never comes are all told so", async (t) => {
  const { page, lab } = await early(t);
  const reasons = lab.evaluate((lab) => {
    const runs = [lab.train(), lab.train()];
    lab.addEventListener("gw-end", () => lab.train(), { once: true }); // must not go on for ever
    lab.remove();
    return Promise.all(runs).then((ends) => ends.map(({ reason }) => reason));
  });
  assert.deepEqual(await reasons, ["cancelled", "cancelled"]);
});

test("what a listener of gw-ready asks for comes after what was asked for before", async (t) => {
  const { page, release, lab, get } = await early(t);
  await lab.evaluate((element) => {
    element.seek(10);
    element.addEventListener("gw-ready", () => {
      window.seen = element.epoch;
      element.step();
    });
  });
  release();
  await ready(page);
  assert.equal(await get("epoch"), 11);
  assert.equal(await page.evaluate(() => window.seen), 10);
});

test("a press on a chart before the core is there goes there when it is", async (t) => {
  const { page, release, lab, get } = await early(t);
  const { x, y, width, height } = await lab.locator(".loss canvas").boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
  release();
  await ready(page);
  await frames(page);
  const epoch = await get("epoch");
  assert.ok(epoch > 5 && epoch < 15, `epoch ${epoch}`);
});

for (const [what, leave] of [
  ["is left", (page) => page.mouse.move(2, 2)],
  ["is hushed", (page) => page.keyboard.press("Escape")],
]) {
  test(`a press on a curve that ${what} before the core is there goes there all the same`, async (t) => {
    const { page, release, lab, get } = await early(t);
    await lab.evaluate(({ shadowRoot }) => shadowRoot.querySelector(".plots").focus());
    const { x, y, width, height } = await lab.locator(".w canvas").boundingBox();
    await page.mouse.click(x + width / 2, y + height / 2);
    await leave(page);
    release();
    await ready(page);
    await frames(page);
    const epoch = await get("epoch");
    assert.ok(epoch > 5 && epoch < 15, `epoch ${epoch}`);
    assert.match(await parts(page).shown(), new RegExp(`^epoch ${epoch} of 20`));
  });
}

test("what a pointer does on a curve before its script is there is done when it is, in order", async (t) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const page = await open(t, {
    path: bare("<grad-walk></grad-walk>"),
    prepare: (page) => page.route("**/drawers.js", (route) => held.then(() => route.continue())),
  });
  const { lab, get } = parts(page);
  const { x, y, width, height } = await lab.locator(".loss canvas").boundingBox();
  await page.mouse.move(x + width / 4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 3 });
  await page.mouse.up();
  await page.mouse.move(x + width - 20, y + height / 2);
  assert.equal(await get("epoch"), 0);
  release();
  await lab.locator(".hair:visible").first().waitFor();
  const epoch = await get("epoch");
  assert.ok(epoch > 5 && epoch < 15, `epoch ${epoch}: where it was let go`);
  assert.match(await lab.locator(".tip").textContent(), /^epoch (19|20) /, "where it is now is read off");
});

test("where the scrubber is put before the core is there, the lab stands then, however long the run", async (t) => {
  const { page, release, lab, get } = await early(t, bare('<grad-walk iterations="400"></grad-walk>'));
  await lab.getByRole("slider", { name: "Epoch" }).press("End");
  release();
  await ready(page);
  assert.equal(await get("epoch"), 400);
});

test("presses on the fit and the landscape before the core is there are kept, in order", async (t) => {
  const { page, release, lab, get } = await early(t);
  await lab.locator(".landscape .stage").click({ position: { x: 60, y: 60 } });
  await lab.getByRole("button", { name: "Add point" }).click();
  await lab.getByRole("button", { name: "Undo" }).dispatchEvent("click");
  await lab.locator(".fit .stage").click({ position: { x: 200, y: 60 } });
  release();
  await ready(page);
  await frames(page);
  const { w, x, epoch } = await get("state");
  assert.ok(w !== 0, `the run starts at ${w}`);
  assert.deepEqual([x.length, epoch], [5, 0]);
  await lab.getByText(/^Your best: loss/).first().waitFor();
});

test("what a drawer offers before the core is there waits, or is not there yet", { skip: unless("downloads") }, async (t) => {
  const path = bare('<grad-walk views="loss step compare share" iterations="7"></grad-walk>');
  const { page, release, lab, get } = await early(t, path);
  await lab.locator(".card.gradient").click();
  await lab.getByRole("button", { name: "Pin this run" }).click();
  assert.ok(!(await lab.locator("#empty-the-grad").isVisible()), "whether it is on is not known");
  await lab.locator("#empty-the-grad").evaluate((node) => node.click());
  await lab.locator("#open-row").evaluate((node) => {
    node.value = "2";
    node.dispatchEvent(new Event("change"));
  });
  const kept = page.waitForEvent("download");
  await lab.getByRole("button", { name: "Numbers (.csv)" }).click();
  await lab.getByRole("button", { name: "Copy the link" }).click();
  release();
  await ready(page);
  await frames(page);
  assert.equal((await kept).suggestedFilename(), "gradwalk.csv");
  const { pins, phase, epoch } = await get("state");
  assert.deepEqual([pins, phase, epoch], ["lr=0.01", "gradient.1", 0]);
});

test("a press on “Give autograd the rate” before the core is there is kept", async (t) => {
  const { page, release, lab, get } = await early(t, bare('<grad-walk views="w gradients"></grad-walk>'));
  await lab.getByRole("switch", { name: "Move the mean" }).check();
  await lab.getByRole("button", { name: /^Give autograd the rate/ }).click();
  release();
  await ready(page);
  await frames(page);
  const { lr, gradient, epoch } = await get("state");
  assert.deepEqual([lr, gradient, epoch], [0.04, "autograd", 20]);
  await lab.getByRole("button", { name: "Back to 0.01" }).waitFor();
});

test("a download that stalls ends with a sentence, and can be tried again", async (t) => {
  let release;
  const page = await open(t, {
    path: bare("<grad-walk></grad-walk>"),
    wait: false,
    errors: true,
    prepare: async (page) => {
      await page.clock.install();
      release = await hold(page);
    },
  });
  const lab = parts(page);
  await page.waitForFunction(() => document.querySelector("grad-walk")?.shadowRoot);
  await lab.button("Train").click();
  await page.clock.fastForward(31_000);
  await page.getByText("The live lab cannot start here: the download takes too long.").waitFor();
  const [end] = await heard(page, "gw-end");
  assert.equal(end.detail.reason, "cancelled");
  release();
  await lab.button("Try again").click();
  await ready(page);
  await page.clock.runFor(100);
  assert.match(await lab.shown(), /^epoch 0 of 20/);
  await lab.train();
  assert.equal(await lab.get("epoch"), 20);
});

test("a lab that failed tries again when it is put back", async (t) => {
  let missing = true;
  const page = await open(t, {
    path: bare("<grad-walk></grad-walk>"),
    wait: false,
    errors: true,
    prepare: (page) =>
      page.route("**/*.wasm", (route) => (missing ? route.fulfill({ status: 404 }) : route.continue())),
  });
  await page.getByRole("alert").waitFor();
  missing = false;
  await page.locator("grad-walk").evaluate(async (element) => {
    element.remove();
    await null;
    document.body.append(element);
  });
  await ready(page);
  assert.match(await parts(page).shown(), /^epoch 0 of 20/);
});

test("a core that traps under the hand is answered with a sentence, not with a dead page", async (t) => {
  const page = await open(t, {
    path: bare("<grad-walk></grad-walk>"),
    errors: true,
    prepare: (page) =>
      page.addInitScript(() => {
        // As a panic does: the call traps, and whoever calls afterwards is refused.
        const { Instance } = WebAssembly;
        WebAssembly.Instance = function (...args) {
          const exports = { ...new Instance(...args).exports };
          let dead = false;
          for (const [name, call] of Object.entries(exports)) {
            if (typeof call !== "function") continue;
            exports[name] = (...given) => {
              if (dead) throw new Error("recursive use of an object");
              dead = Boolean(window.trap);
              if (dead) throw new WebAssembly.RuntimeError("unreachable");
              return call(...given);
            };
          }
          return { exports };
        };
      }),
  });
  const lab = parts(page);
  const point = lab.lab.getByRole("group", { name: "Points" }).locator(".handle").nth(2);
  const { x, y, width, height } = await point.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.evaluate(() => (window.trap = true));
  await page.mouse.move(x, y + 60, { steps: 3 });
  await page.getByText(/^The live lab has stopped \(.+\)\. This picture shows the same run\.$/).waitFor({ timeout: 2000 });
  assert.equal((await heard(page, "gw-error")).length, 1);
  await page.mouse.up();
});

/** A module that asks for something that no script gives it. */
const ASKING = Buffer.from("\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x16\x01\x10./gradwalk_bg.js\x01y\0\0", "latin1");

const OTHER = /is of another version, grad-walk\.js is version \d+\.\d+\.\d+;/;

for (const [what, theirs, stale] of [
  [
    "says another version",
    /is version (\d+\.\d+\.\d+), grad-walk\.js is version 0\.0\.1;/,
    // As a cache does that has kept one of the two.
    (page, version) =>
      page.route("**/grad-walk.js", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replaceAll(`"${version}"`, '"0.0.1"') });
      }),
  ],
  [
    "asks for what the script does not have",
    OTHER,
    (page) => page.route("**/*.wasm", (route) => route.fulfill({ body: ASKING, contentType: "application/wasm" })),
  ],
  [
    "is too old to tell",
    OTHER,
    (page) =>
      page.addInitScript(() => {
        const { Instance } = WebAssembly;
        WebAssembly.Instance = function (...given) {
          const { version, ...exports } = new Instance(...given).exports;
          return { exports };
        };
      }),
  ],
]) {
  test(`a core that ${what} is told of by both versions and with a cure`, async (t) => {
    const [, version] = /^version = "(.*)"$/m.exec(await readFile(new URL("../../Cargo.toml", import.meta.url), "utf8"));
    const page = await open(t, {
      path: bare("<grad-walk><p>What the page has of its own</p></grad-walk>"),
      wait: false,
      errors: true,
      prepare: (page) => stale(page, version),
    });
    const alert = page.getByRole("alert");
    await alert.waitFor();
    const said = await alert.textContent();
    assert.match(said, /^The live lab cannot start here: \S+\/gradwalk_bg\.wasm is /);
    const [, told = version] = theirs.exec(said) ?? assert.fail(said);
    assert.equal(told, version);
    assert.match(said, /; load the page again without its cache, or copy the whole folder again\./);
    assert.deepEqual((await heard(page, "gw-error")).map(({ detail }) => detail.message), [said]);
    assert.ok(await page.getByText("What the page has of its own").isVisible());
  });
}
