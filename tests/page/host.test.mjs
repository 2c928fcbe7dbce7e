// The element as a guest: keys that it uses stay with it, a server can import it, and where a part of
// it cannot be had, a sentence says which, why, and what helps.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { HOME, address, bare, frames, heard, open, parts, publish, ready } from "./harness.mjs";

/** Which keys reach the page around the lab, of those pressed by `act`. */
async function reaching(page, act) {
  await page.evaluate(() => {
    window.reached = [];
    document.addEventListener("keydown", ({ key }) => window.reached.push(key));
  });
  await act();
  return page.evaluate(() => window.reached);
}

test("what the lab uses of the keys never reaches the host, what it does not use does", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const reached = await reaching(page, async () => {
    await lab.lab.locator(".plots").focus();
    await press("ArrowRight", "ArrowLeft", "Home", "End", "r", "?", "Control+z", "s", "n", "/", "Escape", "Control+k");
    await lab.button("Step").focus();
    await press("Enter", "ArrowRight", "n");
    await lab.field("Learning rate").focus();
    await press("s", "/", "n", ".", "ArrowLeft", "Backspace", "Control+a", "Escape");
    await lab.slider("Learning rate").focus();
    await press("ArrowRight", "PageUp", "s");
    await lab.slider("Point 1, x").focus();
    await press("ArrowRight", "Delete", "s");
  });
  assert.deepEqual(
    reached.filter((key) => key !== "Control"),
    ["s", "n", "/", "Escape", "k", "n", "a", "s", "s"],
  );
});

test("where there is no DOM the module can be imported, and does nothing", async () => {
  await import(new URL("../../dist/grad-walk.js", import.meta.url).href);
  assert.equal(globalThis.customElements, undefined);
});

/** The sentence in the place of a lab whose wasm file is answered so. */
async function failed(t, answer, tags = "<grad-walk><p>Kept</p></grad-walk>") {
  const page = await open(t, {
    path: bare(tags),
    errors: true,
    wait: false,
    prepare: (page) => answer && page.route("**/*.wasm", answer),
  });
  await page.waitForFunction(() => window.heard.some(({ type }) => type === "gw-error"));
  const [{ detail }] = await heard(page, "gw-error");
  assert.equal(await page.getByRole("alert").innerText(), detail.message);
  assert.ok(await page.getByText("Kept").isVisible(), "what stood between the tags stays");
  return detail.message;
}

/** What says of itself that it is packed, and is not. */
const BROKEN = publish("/broken.wasm", "", { "content-type": "application/wasm", "content-encoding": "gzip" });

const causes = [
  ["a file that is not there", (route) => route.fulfill({ status: 404, body: "" }), /gradwalk_bg\.wasm is not there \(404\); it belongs beside grad-walk\.js\./],
  [
    "a page in the place of the file",
    (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html>" }),
    /gradwalk_bg\.wasm is not WebAssembly but text\/html; copy the whole folder again\./,
  ],
  [
    "a file cut on its way",
    async (route) => route.fulfill({ contentType: "application/wasm", body: (await (await route.fetch()).body()).subarray(0, 50_000) }),
    /gradwalk_bg\.wasm is damaged, or too new for this browser; copy the whole folder again, or take a newer browser\./,
  ],
  [
    "a file packed, and not said to be",
    async (route) => route.fulfill({ contentType: "application/wasm", body: gzipSync(await (await route.fetch()).body()) }),
    /gradwalk_bg\.wasm is damaged, or too new for this browser/,
  ],
  ["a transfer that breaks off", (route) => route.continue({ url: address(BROKEN) }), /gradwalk_bg\.wasm did not arrive; the network is gone/],
  ["no network", (route) => route.abort(), /did not arrive; the network is gone, its server allows no other page to have it/],
];
for (const [cause, answer, sentence] of causes) {
  test(`${cause}: one sentence that names the cause and the cure`, async (t) => {
    assert.match(await failed(t, answer), sentence);
  });
}

test("under a policy that allows what it needs and no more it trains, and nothing of it is refused", async (t) => {
  const path = publish("/policy/needed.html", `<script type="module" src="${HOME}grad-walk.js"></script><grad-walk views="all"></grad-walk>`, {
    "content-security-policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'",
  });
  // A refusal would be an error on the console. In Firefox the policy holds for what a test evaluates, too.
  const page = await open(t, { path, wait: false });
  const lab = parts(page);
  await lab.button("Train").click();
  await lab.status.getByText("20 steps: w = 1.922").waitFor();
  await lab.drawer("Printout");
});

test("under the policy that VS Code has for notebooks the single file trains, and nothing of it is refused", async (t) => {
  // As its sources have it, on where `notebook.experimental.enableCsp` is: scripts within the page, no address to ask.
  const self = "'self' https://*.vscode-cdn.net";
  const policy = [
    "default-src 'none'",
    `script-src ${self} 'unsafe-inline' 'unsafe-eval'`,
    `style-src ${self} 'unsafe-inline'`,
    `img-src ${self} https: http: data:`,
    `font-src ${self} https:`,
    "connect-src https:",
    "child-src https: data:",
  ].join("; ");
  const whole = (await readFile("target/embed/inline.js", "utf8")).replaceAll("</script", "<\\/script");
  const path = publish("/policy/notebook.html", `<script type="module">${whole}</script><grad-walk views="all"></grad-walk>`, {
    "content-security-policy": policy,
  });
  const page = await open(t, { path, wait: false });
  const lab = parts(page);
  await lab.button("Train").click();
  await lab.status.getByText("20 steps: w = 1.922").waitFor();
  await lab.drawer("Printout");
  await lab.drawer("Share");
});

test("a policy without wasm: the sentence says what it needs", async (t) => {
  const path = publish("/policy/strict.html", `<script type="module" src="${HOME}grad-walk.js"></script><grad-walk></grad-walk>`, {
    "content-security-policy": "script-src 'self'",
  });
  const page = await open(t, { path, errors: true, wait: false });
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /this page’s policy forbids WebAssembly; it needs script-src 'wasm-unsafe-eval'/);
});

test("a script without an address of its own: the sentence says how to load it", async (t) => {
  const html = `<script type="module">
    const text = await (await fetch("${HOME}grad-walk.js")).text();
    await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  </script><grad-walk></grad-walk>`;
  const page = await open(t, { path: publish("/blob.html", html), errors: true, wait: false });
  await page.waitForFunction(() => window.heard.some(({ type }) => type === "gw-error"));
  const [{ detail }] = await heard(page, "gw-error");
  assert.match(detail.message, /its script has no address of its own .* load grad-walk\.js by its address/);
});

test("a second version on the page says so, and the first stays", async (t) => {
  const warnings = [];
  const html = `<script>customElements.define("grad-walk", class extends HTMLElement { static version = "0.0.1" })</script>
    <script type="module" src="${HOME}grad-walk.js"></script><grad-walk></grad-walk>`;
  const page = await open(t, {
    path: publish("/versions.html", html),
    wait: false,
    prepare: (page) => page.on("console", (message) => message.type().startsWith("warn") && warnings.push(message.text())),
  });
  await page.waitForLoadState("load");
  await frames(page, 3);
  assert.equal(warnings.filter((text) => /grad-walk 0\.0\.1 is on this page already: version \d+\.\d+\.\d+ is not used/.test(text)).length, 1);
  assert.equal(await page.evaluate(() => customElements.get("grad-walk").version), "0.0.1");
});

test("the same version twice is one element, without a word", async (t) => {
  const warnings = [];
  const html = `<script type="module" src="${HOME}grad-walk.js"></script>
    <script type="module" src="${HOME}grad-walk.js?again"></script><grad-walk></grad-walk>`;
  const page = await open(t, {
    path: publish("/twice.html", html),
    prepare: (page) => page.on("console", (message) => message.type().startsWith("warn") && warnings.push(message.text())),
  });
  await ready(page);
  assert.deepEqual(warnings, []);
});
