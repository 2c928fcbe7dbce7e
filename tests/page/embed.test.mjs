// On other people's pages: one module for many labs, nothing leaks in or out, and a plain page
// where the lab cannot run.
import assert from "node:assert/strict";
import test from "node:test";
import { HOME, MODULE, asked, frames, heard, open, parts, publish, unless } from "./harness.mjs";

const FOREIGN = publish(
  "/course/week-1/descent.html",
  `<style>
     * { color: red; border: 3px solid red; letter-spacing: 4px; text-transform: uppercase; }
     button, input, canvas { display: none !important; }
     p { font: italic 40px/2 cursive; }
   </style>
   ${MODULE}
   <p id="own">Our own words</p>
   <button id="theirs">Our own button</button>
   <grad-walk id="first" preset="notebook-manual"></grad-walk>
   <grad-walk id="second" lr="0.03"></grad-walk>`,
);

test("two labs on someone else's page: independent, with one wasm module between them", async (t) => {
  const fetched = asked("gradwalk_bg.wasm");
  const page = await open(t, { path: FOREIGN });
  assert.equal(asked("gradwalk_bg.wasm") - fetched, 1);
  const [first, second] = ["#first", "#second"].map((id) => parts(page, page.locator(id)));
  await first.train();
  await second.lab.evaluate((element) => element.step(2));
  assert.deepEqual([await first.get("epoch"), await second.get("epoch")], [10, 2]);
  assert.equal((await first.get("state")).gradient, "manual-sum");
  assert.equal((await second.get("state")).gradient, "autograd");
  await first.lab.evaluate((element) => element.remove());
  await second.train();
  assert.equal(await second.get("epoch"), 20, "one lab's end is not the other's");
});

test("the host's style sheet stays outside, and the lab's inside", async (t) => {
  const page = await open(t, { path: FOREIGN });
  const { button } = parts(page, page.locator("#first"));
  assert.ok(await button("Train").isVisible());
  const inner = await button("Step").evaluate((node) => {
    const { color, letterSpacing, textTransform, fontStyle } = getComputedStyle(node);
    return { color, letterSpacing, textTransform, fontStyle };
  });
  assert.deepEqual(inner, {
    color: "rgb(23, 25, 28)",
    letterSpacing: "normal",
    textTransform: "none",
    fontStyle: "normal",
  });
  const outer = await page.locator("#own").evaluate((node) => getComputedStyle(node).fontSize);
  assert.equal(outer, "40px");
  const globals = await page.evaluate(() =>
    Object.keys(window).filter((name) => /lab|wasm|grad|gw/i.test(name)),
  );
  assert.deepEqual(
    globals.filter((name) => name !== "first"),
    [],
    "no global names",
  );
});

test("the script loaded twice defines its element once", async (t) => {
  const path = publish(
    "/course/twice.html",
    `${MODULE}<script type="module" src="${HOME}grad-walk.js?again"></script><grad-walk></grad-walk>`,
  );
  const lab = parts(await open(t, { path }));
  await lab.train();
  assert.equal(await lab.get("epoch"), 20);
});

test("it runs under a strict content security policy", { skip: unless("evaluation under a policy") }, async (t) => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";
  const path = publish("/course/strict.html", `${MODULE}<grad-walk views="all"></grad-walk>`, {
    "content-security-policy": policy,
  });
  const page = await open(t, { path }); // a refusal would be an error on the console
  const lab = parts(page);
  await lab.train();
  await lab.drawer("Printout");
  await lab.slider("Learning rate").press("ArrowRight");
  await frames(page);
  assert.ok((await lab.button("Train").boundingBox()).height >= 44, "its style sheet is in force");
});

for (const [what, headers, prepare] of [
  ["the policy forbids wasm", { "content-security-policy": "script-src 'self'; style-src 'self'" }],
  [
    "the wasm file is missing",
    {},
    (page) => page.route("**/*.wasm", (route) => route.fulfill({ status: 404 })),
  ],
]) {
  const skip = headers["content-security-policy"] && unless("evaluation under a policy");
  test(`${what}: the page's own table stays, with a sentence, and scripts are told`, { skip }, async (t) => {
    const path = publish(
      `/course/${what.replaceAll(" ", "-")}.html`,
      `${MODULE}<grad-walk><p id="fallback">The table of the run</p></grad-walk>`,
      headers,
    );
    const page = await open(t, { path, wait: false, errors: true, prepare });
    await page.getByText("The live lab cannot start here:").waitFor();
    assert.ok(await page.locator("#fallback").isVisible());
    const [error] = await heard(page, "gw-error");
    assert.match(error.detail.message, /^The live lab cannot start here: \S/);
    const outcome = await parts(page).train();
    assert.deepEqual(outcome, { status: "ready", reason: "cancelled", criticalLr: null, regime: null, distance: null });
    assert.deepEqual(await parts(page).get("history"), []);
  });
}

test("a host that knows no wasm serves the lab as well", async (t) => {
  const path = publish("/course/plain.html", `${MODULE}<grad-walk></grad-walk>`);
  const prepare = (page) =>
    page.route("**/*.wasm", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { "content-type": "application/octet-stream" } });
    });
  const page = await open(t, { path, prepare });
  assert.equal((await parts(page).train()).status, "done");
});

test("an author's colours and parts reach in", async (t) => {
  const path = publish(
    "/course/themed.html",
    `<style>body { --gw-ink: rgb(1, 2, 3); } grad-walk::part(train) { border-radius: 0; }</style>${MODULE}<grad-walk></grad-walk>`,
  );
  const page = await open(t, { path });
  const { background, radius } = await parts(page)
    .button("Train")
    .evaluate((node) => {
      const style = getComputedStyle(node);
      return { background: style.backgroundColor, radius: style.borderRadius };
    });
  assert.deepEqual([background, radius], ["rgb(1, 2, 3)", "0px"]);
});

test("the lab makes no page wider than it is", async (t) => {
  for (const width of [320, 390, 480, 560, 768, 1100, 1280]) {
    const path = publish(`/course/edge-${width}.html`, `<style>body { margin: 0 }</style>${MODULE}<grad-walk views="all"></grad-walk>`);
    const page = await open(t, { path, viewport: { width, height: 900 } });
    await parts(page).train();
    for (const name of [null, "One step", "Gradients", "Compare", "Share", "More", "Keys"]) {
      if (name) await parts(page).button(name).click();
      await frames(page, 3);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${name} at ${width}`);
    }
  }
});
